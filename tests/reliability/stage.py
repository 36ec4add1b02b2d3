"""What is done to a writer, and what must hold afterwards: the scenes of the tests beside this."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from indexer import keeping
from indexer.archive import Archive
from indexer.archive.connect import sqlite_url
from indexer.cli import main
from indexer.engines.interface import EngineQuery
from indexer.engines.whoosh_engine import WhooshEngine, manifest
from indexer.query.plan import Every
from indexer.settings import ROOT
from tests.fakes import write_jsonl
from tests.reliability.killable import FIRST, IDLE, job_line

CHANGING = tuple(call for call in IDLE if call != "pread64")
"""The storage operations that change something."""

SECRET = "꿻뛟쐤"
"""Letters that only the articles have that are taken down."""

GONE = ("g-1", "g-2")
HELD = tuple(f"g-{number}" for number in range(1, 9))
NEW = tuple(f"n-{number}" for number in range(1, 11))
LATER = ("m-1", "m-2", "m-3")


def _article(name: str) -> dict[str, Any]:
    secret = SECRET if name in GONE else ""
    return {
        "id": name,
        "title": f"솔내천 둑 {name} {secret}",
        "body": f"가람군은 솔내천 둑을 높인다. {secret} 주민 {name}은 반긴다.\n" * 5,
        "press": "가람일보",
        "reporter": "박서연",
        "date": "2019-03-27",
    }


@dataclass(frozen=True)
class Work:
    """Commands that are run one after the other; which articles there are when all are done."""

    name: str
    commands: Sequence[Sequence[str]]
    after: frozenset[str]
    gone: bool = False
    begins: bool = False

    def may_be_there(self) -> frozenset[str]:
        """At any moment."""
        return self.after | (frozenset() if self.begins else frozenset(HELD))

    def must_be_there(self, acknowledged: Iterable[str]) -> frozenset[str]:
        """At any moment, given what was acknowledged until then."""
        before = () if self.begins else HELD
        return (frozenset(before) | frozenset(acknowledged)) - (frozenset(GONE) if self.gone else frozenset())


class Stage:
    """A folder for everything: the files that are added, an archive to begin with, and room for trials."""

    def __init__(self, ground: Path) -> None:
        self.ground = ground
        held, new = (
            write_jsonl(ground / "기사" / f"{n}.jsonl", map(_article, ids)) for n, ids in (("가", HELD), ("나", NEW))
        )
        later = [write_jsonl(ground / "기사" / f"{name}.jsonl", [_article(name)]) for name in LATER]
        self.base = ground / "base"
        run([["add", str(held), "--json"]], self.base)
        add = ("add", str(new), "--json")
        merges = [("add", str(path), "--json") for path in later]
        remove = ("remove", *GONE, "--reason", "당사자의 요청", "--json")
        self.works = {
            work.name: work
            for work in (
                Work("add", [add], frozenset(HELD + NEW)),
                Work("merge", merges, frozenset(HELD + LATER)),
                Work("takedown", [remove], frozenset(HELD) - frozenset(GONE), gone=True),
                Work("rebuild", [("rebuild", "--json")], frozenset(HELD)),
                Work("begin", [add], frozenset(NEW), begins=True),
            )
        }

    def trial(self, work: Work) -> Path:
        """A data folder as it is before the work."""
        data = Path(tempfile.mkdtemp(dir=self.ground)) / "data"
        if not work.begins:
            shutil.copytree(self.base, data)
        return data


def run(commands: Iterable[Sequence[str]], data: Path) -> list[int]:
    """The commands in this process; how each ended."""
    return [main([*arguments, "--data", str(data)]) for arguments in commands]


@dataclass(frozen=True)
class Ended:
    """How a writer ended: the signal that ended it or 0, what it had acknowledged, what its commands said."""

    killed: int
    acknowledged: tuple[str, ...]
    done: tuple[dict[str, Any], ...]

    @property
    def finished(self) -> bool:
        """Whether all its commands came to an end."""
        return not self.killed


class Writer:
    """The process of `killable.py`, with strace around it if it is given faults to inject."""

    def __init__(self, faults: Sequence[str] = ()) -> None:
        command = [sys.executable, "-m", "tests.reliability.killable"]
        if faults:
            command = ["strace", "-f", "-qq", "-o", os.devnull, *faults, *command]
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "OPENBLAS_NUM_THREADS": "1"}
        self._process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert self._line() == "ready"

    def _line(self) -> str:
        assert self._process.stdout
        return self._process.stdout.readline().strip()

    def begin(self, work: Work, data: Path, call: str = "", at: int = 0, *, largest: int = 0) -> int:
        """Starts the work; the number of the process. The fault comes at the `at`-th of those calls."""
        assert self._process.stdin
        self._process.stdin.write(job_line(work.commands, data, _ledger(data), call=call, at=at, largest=largest))
        self._process.stdin.flush()
        return int(self._line())

    def end(self, data: Path) -> Ended:
        """Waits for it."""
        assert self._process.stdin
        self._process.stdin.write("\n")
        self._process.stdin.flush()
        status = int(self._line())
        return told(_ledger(data).read_bytes() if _ledger(data).exists() else b"", os.WTERMSIG(status))

    def do(self, work: Work, data: Path, call: str = "", at: int = 0, *, largest: int = 0) -> Ended:
        """The work, whole or as far as it comes."""
        self.begin(work, data, call, at, largest=largest)
        return self.end(data)

    def close(self) -> None:
        """Ends the process."""
        self._process.communicate()


def _ledger(data: Path) -> Path:
    return data.parent / "ledger"


def told(ledger: bytes, killed: int = 0) -> Ended:
    """What stands in a ledger."""
    lines = [json.loads(line) for line in ledger.splitlines()]
    acknowledged = tuple(name for line in lines for name in line.get("acknowledged", ()))
    return Ended(killed, acknowledged, tuple(line for line in lines if "done" in line))


@contextmanager
def writer(*faults: str) -> Iterator[Writer]:
    """A writer that is ended with the block."""
    made = Writer(faults)
    try:
        yield made
    finally:
        made.close()


def kill_at() -> tuple[str, ...]:
    """What makes strace kill the writer at the storage operation that the job names."""
    return _inject(f"signal={signal.SIGKILL.name}:when={FIRST}")


def fail_at(error: str, *, on: bool = False) -> tuple[str, ...]:
    """What makes the storage operation that the job names fail, or with `on` all of its kind from then on."""
    return _inject(f"error={error}:when={FIRST}{'+' if on else ''}")


def _inject(fault: str) -> tuple[str, ...]:
    calls = ",".join(IDLE)
    return "-e", f"trace={calls}", "-e", f"inject={calls}:{fault}"


def can_strace() -> bool:
    """Whether there is a strace that may trace."""
    try:
        return (
            subprocess.run(["strace", "-f", "-o", os.devnull, "true"], capture_output=True, check=False).returncode == 0
        )
    except FileNotFoundError:
        return False


def indexed(data: Path) -> list[str]:
    """The ids of all articles that a search finds, each as often as it is found."""
    with closing(WhooshEngine(data / "index")) as engine:
        return sorted(found for found, _ in engine.search(EngineQuery(plan=Every(), limit=None, facets=())).found)


def held(data: Path) -> dict[str, int]:
    """The ids of all archived articles, each with the number of its versions."""
    with closing(Archive(sqlite_url(data / "archive.sqlite3"))) as archive:
        return {name: len(archive.versions(name)) for name in archive.ids()}


def flaws(data: Path) -> tuple[str, ...]:
    """What `check` says."""
    archive, engine = Archive(sqlite_url(data / "archive.sqlite3")), WhooshEngine(data / "index")
    with closing(archive), closing(engine):
        return keeping.check(archive, engine, "plain-1").flaws


def leftovers(data: Path) -> set[str]:
    """Files below the data folder that nothing needs."""
    engine = WhooshEngine(data / "index")
    folder = data / "index" / engine.index_id
    newest = manifest.read(folder, manifest.newest(folder))
    needed = {f"index/{engine.index_id}/{name}" for name in (*newest.names(), f"MAIN_{newest.generation}.manifest")}
    needed |= {"archive.sqlite3", "index/current", "index/writing"}
    return {str(path.relative_to(data)) for path in data.rglob("*") if path.is_file()} - needed


def holding(data: Path, text: str) -> list[str]:
    """The files in which these letters stand."""
    return [path.name for path in data.rglob("*") if path.is_file() and text.encode() in path.read_bytes()]


def assert_nothing_lost(work: Work, data: Path, acknowledged: Iterable[str], place: object) -> None:
    """What must hold of a data folder however the writer ended: it opens as it is, has what was acknowledged, once, and
    when the same commands are run again, it is as if nothing had happened."""
    if (data / "archive.sqlite3").exists():
        found = flaws(data)
        assert all("remove" in flaw for flaw in found) if work.gone else found == (), (place, found)
        there = held(data)
        assert work.must_be_there(acknowledged) <= there.keys() <= work.may_be_there(), (place, there)
        assert set(there.values()) <= {1}, (place, there)
    else:
        assert work.begins, place
        assert not tuple(acknowledged), place
    assert run(work.commands, data) == [0] * len(work.commands), place
    assert held(data) == dict.fromkeys(work.after, 1), place
    assert indexed(data) == sorted(work.after), place
    assert flaws(data) == (), place
    assert leftovers(data) == set(), place
    if work.gone:
        assert holding(data, SECRET) == [], place

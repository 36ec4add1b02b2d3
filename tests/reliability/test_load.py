"""Readers and a writer at once, for long: no error, what is new is found soon, and nothing piles up."""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from indexer.analysis.kiwi import KiwiAnalyser
from indexer.settings import ROOT
from tests.benchmarks.load import learn
from tests.reliability.clients import Clients, Met, at_work
from tests.reliability.served import PLAIN, Served, filled, serving

CLIENTS = 8
COMMITS = 5.0
"""Seconds from one commit to the next."""

VISIBLE = 10.0
"""Seconds from the moment that an article is given to the program until a search finds it, at most."""

MORE_FILES, MORE_MEGABYTES = 4, 32
"""By how much the second half of a run may lie above the first: the index grows, and a commit may just be opened."""


@dataclass
class Watched:
    """What was seen meanwhile: how long each new article took to be found, and what the server held."""

    visible: list[float] = field(default_factory=list)
    files: list[int] = field(default_factory=list)
    megabytes: list[float] = field(default_factory=list)
    gone: list[int] = field(default_factory=list)


@contextmanager
def writing(data: Path, *, kiwi: bool) -> Iterator[subprocess.Popen[str]]:
    """One who adds an article every few seconds."""
    command = [sys.executable, "-m", "tests.reliability.writer", str(data), str(COMMITS), *(["--kiwi"] if kiwi else [])]
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.communicate()  # closes its input, which ends it
        assert process.returncode == 0


def finding(served: Served, writer: subprocess.Popen[str], watched: Watched, over: threading.Event) -> None:
    """Searches for every article that is written until it is found."""
    assert writer.stdout is not None
    while not over.is_set() and (line := writer.stdout.readline()):
        told = json.loads(line)
        deadline = told["begun"] + 6 * VISIBLE
        while not served.json("/api/v1/search", q=told["word"], asis="1")["total"] and time.time() < deadline:
            time.sleep(0.1)
        watched.visible.append(time.time() - told["begun"])


def run(served: Served, data: Path, seconds: float, pause: float, *, kiwi: bool) -> tuple[Met, Watched]:
    """Readers and the writer for so long."""
    watched, over = Watched(), threading.Event()
    readers = Clients(served.port, learn(served.port), count=CLIENTS, pause=pause)
    with writing(data, kiwi=kiwi) as writer:
        finder = threading.Thread(target=finding, args=(served, writer, watched, over))
        finder.start()
        with at_work(readers) as end:
            until = time.monotonic() + seconds
            while time.monotonic() < until and served.process.poll() is None:
                watched.files.append(served.files)
                watched.megabytes.append(served.megabytes)
                watched.gone.append(served.maps)
                time.sleep(1.0)
            met = end()
        over.set()
        finder.join()
    return met, watched


def halves(figures: Sequence[float]) -> tuple[float, float]:
    """The median of each half, the first fifth left out: by then everything has been asked for once."""
    later = figures[len(figures) // 5 :]
    return statistics.median(later[: len(later) // 2]), statistics.median(later[len(later) // 2 :])


def tenths(figures: Sequence[float]) -> list[int]:
    """Ten of them, from the first to the last: whether they still grow."""
    return [round(figures[at * (len(figures) - 1) // 9]) for at in range(10)]


def told(met: Met, watched: Watched) -> str:
    """The figures, for the page that names them."""
    slow, seen = sorted(met.seconds), watched.visible
    p50, p99 = (slow[len(slow) * share // 100] * 1000 for share in (50, 99))
    return (
        f"{met.answers:,} answers, p50 {p50:.0f} ms, p99 {p99:.0f} ms; {len(seen)} commits, visible after "
        f"{statistics.median(seen):.2f} s, at most {max(seen):.2f} s; files {watched.files[0]}, {halves(watched.files)}"
        f", at most {max(watched.files)}; MB {watched.megabytes[0]:.0f}, {halves(watched.megabytes)}, "
        f"at most {max(watched.megabytes):.0f}; {tenths(watched.megabytes)}; "
        f"removed files mapped, at most {max(watched.gone)}"
    )


def hold(met: Met, watched: Watched, commits: int) -> None:
    """Asserts what must hold."""
    sys.stdout.write(f"\n{told(met, watched)}\n")
    assert (met.failed, met.dropped, met.refused) == ([], [], 0)
    assert len(watched.visible) >= commits
    assert max(watched.visible) <= VISIBLE
    first, second = halves(watched.files)
    assert second - first <= MORE_FILES
    first, second = halves(watched.megabytes)
    assert second - first <= MORE_MEGABYTES


def test_eight_readers_and_a_writer_for_a_minute(tmp_path: Path) -> None:
    data = filled(tmp_path / "T", 300)
    with serving(data, program=("-c", PLAIN)) as served:
        met, watched = run(served, data, 60.0, 1.0, kiwi=False)
        hold(met, watched, 10)


@pytest.mark.full
def test_eight_readers_who_never_rest_and_a_writer_for_ten_minutes(kiwi: KiwiAnalyser, tmp_path: Path) -> None:
    data = tmp_path / "T"
    if named := os.environ.get("GISA_TEST_ARCHIVE"):  # a copy of it
        shutil.copytree(named, data)
    else:
        filled(data, 2_000, kiwi)
    with serving(data, program=("-m", "indexer")) as served:
        met, watched = run(served, data, 600.0, 0.0, kiwi=True)
        hold(met, watched, 100)

"""Files made to do harm: reading them runs nothing, reaches nobody, and writes nowhere but in the data folder."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from indexer.engines.whoosh_engine.folder import RULES
from indexer.settings import ROOT
from tests.reliability import harmful_files
from tests.reliability.harmful_files import MARK, pickled

MEGABYTES = 700
"""At most, with the libraries and the machine code; the analyser has a process of its own."""

SECONDS = 240
"""For all of them, the analyser's start among it; 20 s on a quiet machine."""


@pytest.fixture(autouse=True)
def unmarked() -> Iterator[None]:
    Path(MARK).unlink(missing_ok=True)
    yield
    assert not Path(MARK).exists()


def watched(folder: Path, *command: str | Path) -> dict[str, Any]:
    """What a command did besides its work."""
    folder.mkdir(exist_ok=True)
    done = subprocess.run(
        [sys.executable, "-m", "tests.reliability.watched", folder, *command],
        cwd=ROOT,
        env=os.environ | {"TMPDIR": str(folder)},  # a file for temporary things has no name there
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=SECONDS,
    )
    told: dict[str, Any] = json.loads(done.stderr.splitlines()[-1])
    return told | {"out": done.stdout, "err": done.stderr}


@pytest.mark.parametrize("more", [False, pytest.param(True, marks=pytest.mark.full)], ids=["files", "and bombs"])
def test_harmful_files_run_nothing_and_write_nowhere_else(tmp_path: Path, more: bool) -> None:
    folder, data = tmp_path / "받은 것", tmp_path / "data"
    files = harmful_files.write(folder, harmful_files.bombs() if more else {})
    before = sorted(path.name for path in folder.iterdir())
    begun = time.monotonic()
    done = watched(data, "add", folder, "--json", "--data", data)
    assert time.monotonic() - begun < SECONDS
    assert (done["code"], done["seen"]) == (0, [])
    assert done["megabytes"] < MEGABYTES
    summary = json.loads(done["out"])
    assert summary["read"] >= files
    assert summary["rejected"] > files // 2
    assert "Traceback" not in done["err"]
    assert sorted(path.name for path in folder.iterdir()) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data", "받은 것"]
    assert not list((data / "tmp").glob("*"))
    shown = watched(data, "search", "root", "--json", "--data", data)["out"]
    assert "/bin/" not in shown  # no entity brought /etc/passwd in


def test_the_watch_sees_what_it_is_for(tmp_path: Path) -> None:
    script = (
        "import sys, os, pickle, socket, subprocess; from pathlib import Path;"
        "from tests.reliability.watched import Watch;"
        "watch = Watch(Path(sys.argv[1])); sys.addaudithook(watch); watch.begun = True;"
        "open(sys.argv[2], 'w').close(); os.rename(sys.argv[2], sys.argv[2] + '2'); os.remove(sys.argv[2] + '2');"
        "pickle.loads(pickle.dumps(os.getcwd)); subprocess.run(['true']);"
        "s = socket.socket(); s.connect_ex(('127.0.0.1', 9)); s.close();"
        "open(sys.argv[1] + '/in', 'w').close(); watch.begun = False; print(len(watch.seen))"
    )
    inside = tmp_path / "in"
    inside.mkdir()
    done = subprocess.run(
        [sys.executable, "-c", script, inside, tmp_path / "out"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert int(done.stdout) >= 6


# --- an index and an archive from somebody else ---


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder of a few articles."""
    data = tmp_path_factory.mktemp("sound")
    script = (
        "import sys; from pathlib import Path; from indexer import ingest; from indexer.archive import Archive;"
        "from indexer.archive.connect import sqlite_url; from indexer.engines.whoosh_engine import WhooshEngine;"
        "from indexer.analysis.kiwi import KiwiAnalyser; from indexer.sources import read_paths;"
        "from tests.fakes import PlainAnalyser; data = Path(sys.argv[1]);"
        "ingest.add(read_paths([data / 'a.jsonl']), archive=Archive(sqlite_url(data / 'archive.sqlite3')),"
        "engine=WhooshEngine(data / 'index'), analyser=PlainAnalyser(KiwiAnalyser().version))"
    )
    rows = (json.dumps({"id": f"a-{n}", "title": f"솔내천 둑 {n}", "body": "가람군은 둑을 높인다."}) for n in range(9))
    (data / "a.jsonl").write_text("\n".join(rows), encoding="utf-8")
    subprocess.run([sys.executable, "-W", "ignore", "-c", script, data], cwd=ROOT, check=True)
    return data


def test_a_pickle_in_an_index_is_never_unpickled(sound: Path, tmp_path: Path) -> None:
    data = shutil.copytree(sound, tmp_path / "data")
    index = data / "index" / (data / "index" / "current").read_text()
    for path in index.glob("_MAIN_*.toc"):
        path.write_bytes(pickled())
    for name in ("_MAIN_99.toc", "MAIN_x.pickle", "writing"):
        (index / name).write_bytes(pickled())
    (data / "index" / "writing").write_bytes(pickled())
    for command in (["check"], ["search", "둑"]):
        done = watched(data, *command, "--data", data)
        assert done["seen"] == []
        assert "Traceback" not in done["err"]
    done = watched(data, "rebuild", "--data", data)
    assert (done["code"], done["seen"]) == (0, [])


def test_an_index_that_is_signed_anew_leads_nowhere_else(sound: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "kept").write_text("둑")
    for number, name in enumerate(("../../outside/kept", "/dev/zero")):
        data = shutil.copytree(sound, tmp_path / f"data{number}")
        index = data / "index" / (data / "index" / "current").read_text()
        (manifest,) = index.glob("MAIN_*.manifest")
        told = json.loads(manifest.read_bytes().partition(b"\n")[0])
        told["contents_table"] = {name: {"size": 0, "sha256": hashlib.sha256(b"").hexdigest()}}
        line = json.dumps(told).encode()
        manifest.write_bytes(line + b"\n" + hashlib.sha256(line).hexdigest().encode() + b"\n")
        done = watched(data, "check", "--data", data)
        assert done["seen"] == []
        assert "Traceback" not in done["err"]
    for number, name in enumerate(("../../outside", f"{RULES}/../../../outside")):
        data = shutil.copytree(sound, tmp_path / f"pointing{number}")
        (data / "index" / "current").write_text(name)
        for command in (["check"], ["rebuild"]):
            done = watched(data, *command, "--data", data)
            assert done["seen"] == []
            assert "Traceback" not in done["err"]
    assert (outside / "kept").read_text() == "둑"

"""The command line as its own process: pipes, terminals, and what is loaded."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import struct
import subprocess
import sys
import termios
from pathlib import Path

import pytest

from indexer import ingest
from indexer.analysis.kiwi import KiwiAnalyser
from indexer.archive import Archive
from indexer.engines.whoosh_engine import WhooshEngine
from indexer.settings import ROOT, Settings
from indexer.sources import read_paths
from tests.fakes import write_jsonl
from tests.unit.cli.conftest import ARTICLES

WITHOUT_KIWI = (
    "import sys; from indexer.cli import main; code = main(sys.argv[1:]);"
    "sys.exit(code or ('kiwipiepy was imported' if 'kiwipiepy' in sys.modules else 0))"
)


@pytest.fixture(scope="module")
def data(kiwi: KiwiAnalyser, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder made with the real analyser, whose version the processes have too."""
    folder = tmp_path_factory.mktemp("가람") / "T"
    settings = Settings(data=folder)
    archive, engine = Archive(settings.archive_url), WhooshEngine(settings.index)
    path = write_jsonl(folder / "a.jsonl", ARTICLES)
    ingest.add(read_paths([path]), archive=archive, engine=engine, analyser=kiwi)
    engine.close()
    archive.close()
    return folder


# As a user's shell has it; unbuffered, a closed pipe would be noticed by the first print.
ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")} | {
    "PYTHONPATH": str(ROOT),
    "PYTHONIOENCODING": "utf-8",
}


def python(*arguments: str | Path | bytes) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *(part if isinstance(part, bytes) else str(part) for part in arguments)]
    return subprocess.run(command, cwd=ROOT, env=ENVIRONMENT, capture_output=True, text=True, check=False, timeout=120)


@pytest.mark.parametrize(
    "arguments",
    [
        ["stats"],
        ["stats", "--rejected"],
        ["show", "g-1"],
        ["rebuild"],
        ["search", "날짜:2019"],
        ["search", "기자:박서연 -신문:솔내신문", "--json"],
        ["search", "--press", "솔내신문"],
        ["--help"],
    ],
)
def test_what_needs_no_kiwi_does_not_even_import_it(data: Path, arguments: list[str]) -> None:
    place = "" if arguments == ["--help"] else f"--data={data}"
    done = python("-c", WITHOUT_KIWI, *arguments, *filter(None, [place]))
    assert (done.returncode, done.stderr) == (0, "")


def test_what_serves_no_pages_does_not_import_them() -> None:
    asked = "import sys; import indexer.cli; print({'flask', 'waitress', 'webui'} & set(sys.modules))"
    assert python("-c", asked).stdout == "set()\n"


def test_adding_nothing_new_does_not_import_it_either(data: Path) -> None:
    done = python("-c", WITHOUT_KIWI, "add", data / "a.jsonl", "--json", "--data", data)
    assert (done.returncode, done.stderr) == (0, "")
    assert '"unchanged": 3' in done.stdout


def test_a_word_is_searched_for_with_kiwi(data: Path) -> None:
    done = python("-m", "indexer", "search", "솔내천", "--ids-only", "--json", "--data", data)
    assert (done.returncode, done.stderr) == (0, "")
    assert '"total": 1' in done.stdout


@pytest.mark.parametrize("options", [[], ["--json"]])
def test_a_query_typed_in_another_encoding_is_answered_without_a_traceback(data: Path, options: list[str]) -> None:
    done = python("-m", "indexer", "search", "날짜:2019 ".encode() + "둑".encode("cp949"), "--data", data, *options)
    assert (done.returncode, done.stderr) == (0, "")
    if options:
        answer = json.loads(done.stdout)
        assert answer["query"]["text"] == "날짜:2019 " + "둑".encode("cp949").decode("utf-8", "surrogateescape")


@pytest.mark.parametrize("lines", [0, 1])
@pytest.mark.parametrize("command", [["search", "", "--json"], ["stats", "--json"], ["search", "--batch", "many"]])
def test_a_reader_that_has_seen_enough_causes_no_noise(data: Path, command: list[str], lines: int) -> None:
    many = data.parent / "질의.txt"
    many.write_text("날짜:2019\n" * 3_000, encoding="utf-8")
    arguments = [str(many) if argument == "many" else argument for argument in command]
    process = subprocess.Popen(
        [sys.executable, "-m", "indexer", *arguments, "--data", str(data)],
        cwd=ROOT,
        env=ENVIRONMENT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    for _ in range(lines):
        process.stdout.readline()
    process.stdout.close()
    noise = process.stderr.read()
    process.stderr.close()
    assert (process.wait(timeout=60), noise) == (0, b"")


def test_on_a_terminal_long_work_shows_how_far_it_is(data: Path) -> None:
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    with open(theirs, "wb", closefd=True) as terminal:  # noqa: PTH123
        done = subprocess.run(
            [sys.executable, "-m", "indexer", "rebuild", "--data", str(data)],
            cwd=ROOT,
            env=ENVIRONMENT,
            stdout=subprocess.PIPE,
            stderr=terminal,
            check=False,
        )
    shown = os.read(ours, 65_536).decode()
    os.close(ours)
    assert done.returncode == 0
    assert "색인" in shown
    assert "3/3" in shown


def test_an_error_is_one_korean_sentence(tmp_path: Path) -> None:
    done = python("-m", "indexer", "show", "x", "--data", tmp_path / "없음")
    assert (done.returncode, done.stdout) == (74, "")
    assert done.stderr.count("\n") == 1

"""A stage for the writers: on a disk of memory where there is one, since nothing here needs the real one to be slow."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer import ingest
from indexer.engines.whoosh_engine import merging
from tests.plain_commands import use_plain_analyser
from tests.reliability import stage
from tests.reliability.stage import Stage

MEMORY = Path("/dev/shm")


@pytest.fixture(scope="session")
def ground() -> Iterator[Path]:
    """A folder that is quick to write."""
    folder = Path(tempfile.mkdtemp(prefix="gisa-", dir=MEMORY if MEMORY.is_dir() else None))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def small_steps(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """The command line of this process as the writer has it: few articles at a time, and no Kiwi."""
    for name in ("BATCH", "CATCH_UP", "SETTLED"):
        monkeypatch.setattr(ingest, name, 3)
    monkeypatch.setattr(merging, "TIER", 2)
    use_plain_analyser(monkeypatch.setattr)
    monkeypatch.setenv("GISA_DICTIONARIES", tempfile.gettempdir())


@pytest.fixture
def scene(ground: Path, small_steps: None) -> Stage:
    """The stage, with an archive to begin with."""
    return Stage(Path(tempfile.mkdtemp(dir=ground)))


@pytest.fixture
def strace() -> None:
    """Skips where system calls cannot be traced."""
    if not stage.can_strace():
        pytest.skip("strace is not installed, or may not trace here")

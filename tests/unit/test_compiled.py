from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

MODULE = """
from indexer.compiled import compiled

@compiled
def one_more(number: int) -> int:
    return number + 1
"""
PROGRAM = "import module, sys; print(module.one_more(2), sum(module.one_more.stats.cache_hits.values()))"


def run(folder: Path, **environment: str) -> list[str]:
    (folder / "module.py").write_text(MODULE)
    path = os.pathsep.join([str(folder), str(Path(__file__).parents[2])])
    done = subprocess.run(
        [sys.executable, "-B", "-c", PROGRAM],
        env=os.environ | {"PYTHONPATH": path} | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


def test_machine_code_is_made_once(tmp_path: Path) -> None:
    assert run(tmp_path) == ["3", "0"]
    assert run(tmp_path) == ["3", "1"]


@pytest.fixture
def unwritable(tmp_path: Path) -> dict[str, str]:
    """A folder that even root cannot write: a file stands where numba would make its folders."""
    for name in ("__pycache__", "home"):
        (tmp_path / name).touch()
    (tmp_path / "temporary").mkdir()
    home = str(tmp_path / "home")
    return {"HOME": home, "XDG_CACHE_HOME": home, "TMPDIR": str(tmp_path / "temporary")}


def test_where_nothing_can_be_kept_it_is_kept_among_temporary_files(tmp_path: Path, unwritable: dict[str, str]) -> None:
    assert run(tmp_path, **unwritable) == ["3", "0"]
    assert run(tmp_path, **unwritable) == ["3", "1"]
    (kept,) = (tmp_path / "temporary").iterdir()
    assert kept.stat().st_mode & 0o077 == 0


def test_a_folder_that_others_can_write_is_not_trusted(tmp_path: Path, unwritable: dict[str, str]) -> None:
    theirs = tmp_path / "temporary" / f"gisa-compiled-{os.getuid()}"
    theirs.mkdir()
    theirs.chmod(0o777)
    assert run(tmp_path, **unwritable) == ["3", "0"]
    assert list(theirs.iterdir()) == []

"""The launcher runs our code only, whatever lies in the folder where it is called, and installs by hash only."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from indexer.settings import ROOT

SHADOWS = ("json", "argparse", "runpy", "numpy", "sqlalchemy", "pip", "venv", "logging", "sitecustomize", "indexer")


@pytest.fixture
def launcher(tmp_path: Path) -> Path:
    """One beside an environment that is installed already."""
    here = tmp_path / "gisa-1.0"
    (here / ".venv" / "bin").mkdir(parents=True)
    python = here / ".venv" / "bin" / "python"
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    python.chmod(0o755)
    for name in ("gisa", "requirements.lock"):
        (here / name).write_bytes((ROOT / name).read_bytes())
    (here / ".venv" / "installed-requirements.lock").write_bytes((ROOT / "requirements.lock").read_bytes())
    for name in ("indexer", "webui", "data/dictionaries"):
        (here / name).parent.mkdir(exist_ok=True)
        (here / name).symlink_to(ROOT / name)
    (here / "gisa").chmod(0o755)
    return here / "gisa"


def test_nothing_of_the_folder_it_is_called_in_is_run(launcher: Path, tmp_path: Path) -> None:
    articles, run = tmp_path / "받은 기사", tmp_path / "run"
    articles.mkdir()
    harm = f"open({str(run)!r}, 'a').write(__name__ + ' ')\n"
    for name in SHADOWS:
        (articles / f"{name}.py").write_text(harm)
        (articles / f"{name}-x").mkdir()
    (articles / "webui").mkdir()
    (articles / "webui" / "__init__.py").write_text(harm)
    line = '{"id": "a-1", "title": "솔내천 둑", "body": "가람군은 둑을 높인다."}\n'
    (articles / "a.jsonl").write_text(line, encoding="utf-8")
    data = tmp_path / "data"
    command: list[str | Path] = [launcher, "add", "a.jsonl", "--json", "--data", data]
    done = subprocess.run(command, cwd=articles, capture_output=True, text=True, check=False, timeout=120)
    assert (done.returncode, run.read_text() if run.exists() else "") == (0, ""), done.stderr
    assert '"added": 1' in done.stdout


def pins(name: str) -> dict[str, set[str]]:
    """The versions of each package, by its plain name."""
    found: dict[str, set[str]] = {}
    for package, version in re.findall(r"^([\w.-]+)==([^\s;\\]+)", (ROOT / name).read_text(encoding="utf-8"), re.M):
        found.setdefault(re.sub(r"[-_.]+", "-", package).lower(), set()).add(version)
    return found


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock", "requirements-postgresql.lock"])
def test_every_package_that_is_installed_is_known_by_its_hash(lock: str) -> None:
    text = re.sub(r"\\\n", " ", (ROOT / lock).read_text(encoding="utf-8"))
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    assert len(lines) > (2 if "postgresql" in lock else 30)
    assert all(re.match(r"[\w.-]+==\S+ (; [^#]+ )? *(--hash=sha256:[0-9a-f]{64}\s*)+$", line) for line in lines)


def test_what_is_installed_is_what_is_required() -> None:
    run, test = pins("requirements.txt"), pins("requirements-dev.txt")
    assert {name: pins("requirements.lock")[name] for name in run} == run
    assert {name: pins("requirements-dev.lock")[name] for name in test} == test
    extra = pins("requirements-postgresql.txt")
    assert {name: pins("requirements-postgresql.lock")[name] for name in extra} == extra
    # One environment holds all, so one may not ask for what the other forbids.
    both = pins("requirements-dev.lock")
    assert {name: both[name] for name in pins("requirements.lock")} == pins("requirements.lock")
    more = pins("requirements-postgresql.lock")
    assert {name: both[name] for name in more if name in both} == {name: more[name] for name in more if name in both}


def test_the_launcher_installs_by_hash_only() -> None:
    installing = [line for line in (ROOT / "gisa").read_text(encoding="utf-8").splitlines() if "pip install" in line]
    assert installing
    assert all("--require-hashes" in line for line in installing)

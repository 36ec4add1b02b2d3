"""Where the browser of the tests comes from, with programs of our own in the place of apt-get and Chromium."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.cli import chromium, running

STARTS, STUB = "#!/bin/sh\nexit 0\n", "#!/bin/sh\necho 'snap install chromium' >&2\nexit 1\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The only folder that programs are looked for in; we are root, as in a container."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("GISA_CHROMIUM", raising=False)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    chromium.found.cache_clear()
    yield tmp_path
    chromium.found.cache_clear()


def program(folder: Path, name: str, text: str = STARTS) -> str:
    path = folder / name
    path.write_text(text, "utf-8")
    path.chmod(0o755)
    return str(path)


def apt(folder: Path, installs: bool) -> Path:
    """An apt-get that writes down what it is asked, and installs only after an update."""
    asked = folder / "asked"
    made = f"echo '{STARTS.splitlines()[0]}' > {folder}/chromium && /bin/chmod 755 {folder}/chromium"
    work = f"[ -e {folder}/updated ] && {made} && exit 0" if installs else "true"
    update = f'[ "$1" = update ] && {{ : > {folder}/updated; exit 0; }}'
    program(folder, "apt-get", f'#!/bin/sh\necho "$@" >> {asked}\n{update}\n{work}\nexit 100\n')
    return asked


def test_the_first_that_starts_is_taken(folder: Path) -> None:
    program(folder, "chromium", STUB)
    wanted = program(folder, "google-chrome")
    assert chromium.found() == wanted


def test_the_one_of_the_environment_comes_first_and_alone(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(folder, "chromium")
    mine = program(folder, "mine")
    monkeypatch.setenv("GISA_CHROMIUM", mine)
    assert chromium.found() == mine
    chromium.found.cache_clear()
    monkeypatch.setenv("GISA_CHROMIUM", "none")
    assert chromium.found() is None


def test_nothing_is_installed_where_there_is_one(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    program(folder, "chromium")
    asked = apt(folder, installs=True)
    chromium.install()
    assert not asked.exists()
    assert capfd.readouterr().err == ""


def test_it_is_installed_after_an_update_of_the_lists(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    asked = apt(folder, installs=True)
    chromium.install()
    assert chromium.found() == str(folder / "chromium")
    assert [line.split()[0] for line in asked.read_text().splitlines()] == ["install", "update", "install"]
    assert "--no-install-recommends chromium fonts-noto-cjk" in asked.read_text()
    assert capfd.readouterr().err.count("\n") == 1, "one line says what is done"


def test_a_failure_is_said_and_passes(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    apt(folder, installs=False)
    chromium.install()
    assert chromium.found() is None
    assert "설치하지 못해 브라우저 시험을 건너뜁니다" in capfd.readouterr().err


def test_who_may_not_install_is_told_how(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    asked = apt(folder, installs=True)
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    chromium.install()
    assert not asked.exists()
    assert "apt-get install chromium fonts-noto-cjk" in capfd.readouterr().err


def test_nothing_is_installed_for_who_has_named_one(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = apt(folder, installs=True)
    monkeypatch.setenv("GISA_CHROMIUM", "none")
    chromium.install()
    assert not asked.exists()


@pytest.mark.parametrize(("arguments", "wanted"), [([], 1), (["tests/browser"], 1), (["tests/unit", "-k", "둑"], 0)])
def test_only_runs_with_a_browser_install_one(
    arguments: list[str], wanted: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    monkeypatch.setattr(chromium, "install", lambda: asked.append(1))
    monkeypatch.setattr(running, "_run", lambda _: 0)
    running.test(arguments, full=False, services=False)
    assert len(asked) == wanted

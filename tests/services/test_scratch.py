"""Where the servers of the tests keep their files."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.services import scratch
from tests.services.scratch import roomy


@pytest.fixture(autouse=True)
def memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in the place of what is in memory, with room."""
    monkeypatch.setattr(scratch, "MEMORY", tmp_path)
    monkeypatch.setattr(scratch, "ROOM", 1)
    return tmp_path


def test_a_folder_is_in_memory_and_gone_afterwards(memory: Path) -> None:
    with scratch.scratch("gisa-") as folder:
        assert folder.parent == memory
        (folder / "data").write_text("둑")
    assert list(memory.iterdir()) == []


def test_what_is_measured_or_must_survive_is_on_the_disk(memory: Path) -> None:
    with scratch.scratch("gisa-", durable=True) as folder:
        assert folder.is_dir()
        assert folder.parent != memory


def test_without_room_in_memory_a_folder_is_on_the_disk(memory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scratch, "ROOM", 2**62)
    with scratch.scratch("gisa-") as folder:
        assert folder.is_dir()
        assert folder.parent != memory


def test_memory_that_others_need_is_no_room(memory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scratch, "_spare", lambda: 0)
    assert not roomy(memory)


def test_a_system_without_such_memory_is_no_room(memory: Path) -> None:
    assert not roomy(memory / "none")

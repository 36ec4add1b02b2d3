"""A writer interrupted at every step, by a crash and by a full disk: the old state is there, or the new one."""

from __future__ import annotations

import errno
import gc
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from whoosh.filedb.filestore import FileStorage

from indexer.engines.whoosh_engine import WhooshEngine, folder, writer
from indexer.errors import IndexDamaged, IndexFailure
from tests.contract.building import document, ids, put, without_fsync, word
from tests.unit.engines.whoosh_folder import grown, index_folders, segments, strays


class Crash(BaseException):
    """The power goes, as far as one process can play it."""


@pytest.fixture
def _left_open() -> Iterator[None]:
    yield
    gc.collect()


def half_written(test: Callable[..., None]) -> Callable[..., None]:
    """What a crash leaves half written stays open until it is collected: in this test, not in a later one."""
    for mark in (
        pytest.mark.filterwarnings("ignore::ResourceWarning"),
        pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
        pytest.mark.usefixtures("_left_open"),
    ):
        test = mark(test)
    return test


STORAGE = ("create_file", "rename_file", "delete_file")


def _interrupt(patch: pytest.MonkeyPatch, at: int, error: BaseException) -> list[str]:
    """Raises `error` at the `at`-th thing that is done to a file; the list tells what was done."""
    done: list[str] = []

    def guarded(name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def step(*arguments: Any, **options: Any) -> Any:
            if len(done) >= at:
                raise error
            done.append(name)
            return real(*arguments, **options)

        return step

    for module in (folder, writer):
        patch.setattr(module, "sync", guarded("sync", lambda _: None))
    for name in STORAGE:
        patch.setattr(FileStorage, name, guarded(name, getattr(FileStorage, name)))
    patch.setattr(Path, "replace", guarded("replace", Path.replace))
    return done


@half_written
@pytest.mark.parametrize("afresh", [False, True], ids=["commit", "afresh"])
def test_a_crash_at_any_step_leaves_the_old_state_or_the_new_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, afresh: bool
) -> None:
    without_fsync(monkeypatch)
    monkeypatch.setattr(writer, "TIER", 2)
    before, after = ["00", "01", "a"], ["00", "02", "a"]
    states, step, finished = [], 0, False
    while not finished:
        root = tmp_path / str(step)
        put(grown(root, commits=2), document("a", "산불"))
        with pytest.MonkeyPatch.context() as patch:
            _interrupt(patch, step, Crash())
            try:
                with WhooshEngine(root).writer(afresh=afresh) as writing:
                    for each in ("00", "a") if afresh else ():
                        writing.put(document(each, "산불"))
                    writing.delete("01")
                    writing.put(document("02", "산불"))
                    writing.commit()
                finished = True
            except Crash:
                pass
        engine = WhooshEngine(root)
        states.append(sorted(ids(engine, word("산불"))))
        assert states[-1] in (before, after), step
        put(engine, document("z", "산불"))
        assert sorted(ids(engine, word("산불"))) == [*states[-1], "z"], step
        assert index_folders(root) == [engine.index_id]
        assert strays(engine, root) == set(), step
        step += 1
    assert states == sorted(states)
    assert states.count(before) > 5
    assert states[-1] == after


@half_written
def test_a_full_disk_is_no_damage_and_takes_nothing_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = grown(tmp_path, commits=2)
    for step in range(8):
        with pytest.MonkeyPatch.context() as patch:
            _interrupt(patch, step, OSError(errno.ENOSPC, "No space left on device"))
            with pytest.raises(IndexFailure, match="저장 공간") as caught:
                put(engine, document("x", "산불"))
        assert not isinstance(caught.value, IndexDamaged)
        assert "rebuild" not in str(caught.value)
        assert ids(engine, word("산불")) == ["00", "01"]
    put(engine, document("02", "산불"))
    assert len(ids(engine, word("산불"))) == segments(engine, tmp_path) == 3


@half_written
def test_a_document_that_no_longer_fits_on_the_disk_is_no_damage(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    engine = grown(tmp_path, commits=1)
    monkeypatch.setattr("whoosh.filedb.compound.CompoundWriter.SubStream.write", fail)
    with pytest.raises(IndexFailure, match="저장 공간"):
        put(engine, document("x", press="옥천신문"))
    monkeypatch.undo()
    assert ids(engine) == ["00"]


def test_a_folder_that_may_not_be_written_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(IndexFailure, match="권한") as caught:
        put(WhooshEngine(tmp_path / "index"), document("a"))
    assert not isinstance(caught.value, IndexDamaged)


def test_a_file_in_the_folders_place_is_told(tmp_path: Path) -> None:
    (tmp_path / "index").write_text("여기 있다")
    with pytest.raises(IndexFailure), WhooshEngine(tmp_path / "index").writer():
        pass

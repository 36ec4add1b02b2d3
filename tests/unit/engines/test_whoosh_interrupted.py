"""A writer interrupted at every step, by a crash and by a full disk: the old state is there, or the new one."""

from __future__ import annotations

import errno
import gc
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from indexer.engines.whoosh_engine import WhooshEngine, merging
from indexer.engines.whoosh_engine.arrays import ArrayWriter
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

    patch.setattr(os, "fsync", guarded("fsync", lambda _: None))
    patch.setattr(os, "rename", guarded("rename", os.rename))
    for name in ("open", "replace", "unlink", "mkdir"):
        patch.setattr(Path, name, guarded(name, getattr(Path, name)))
    patch.setattr(ArrayWriter, "_write", guarded("write", ArrayWriter._write))
    return done


@half_written
@pytest.mark.parametrize("afresh", [False, True], ids=["commit", "afresh"])
def test_a_crash_at_any_step_leaves_the_old_state_or_the_new_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, afresh: bool
) -> None:
    without_fsync(monkeypatch)
    monkeypatch.setattr(merging, "TIER", 2)
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

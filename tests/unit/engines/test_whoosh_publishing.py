"""One writer at a time, and a commit that is there whole or not at all, whatever it is interrupted by."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from indexer.engines.whoosh_engine import WhooshEngine, merging
from indexer.engines.whoosh_engine.folder import RULES
from indexer.errors import IndexBusy, IndexDamaged, IndexFailure, IndexMissing
from tests.contract.building import document, found, ids, put, search, word
from tests.unit.engines.whoosh_folder import grown, index_folders, writing_process

# One writer


def test_two_engines_on_one_folder_take_turns(tmp_path: Path) -> None:
    one, other = WhooshEngine(tmp_path), WhooshEngine(tmp_path)
    with one.writer() as writing:
        writing.put(document("a", "산불"))
        with (
            pytest.raises(IndexBusy, match=rf"PID {os.getpid()}.*부터\)이\(가\) 색인을 쓰고.*끝난 뒤 다시") as caught,
            other.writer(),
        ):
            pass
    assert str(tmp_path) in str(caught.value)
    put(other, document("b", "산불"))
    assert found(one) == found(other) == "ab"


def test_another_process_keeps_writers_out_and_readers_in(tmp_path: Path) -> None:
    engine = WhooshEngine(tmp_path)
    put(engine, document("a", "산불"))
    with writing_process(tmp_path) as process:
        with pytest.raises(IndexBusy, match=rf"-c .*\(PID {process.pid}, "), engine.writer():
            pass
        assert ids(engine, word("산불")) == ["a", "committed"]


def test_a_lock_that_does_not_say_who_holds_it_is_a_lock_all_the_same(tmp_path: Path) -> None:
    one, other = WhooshEngine(tmp_path), WhooshEngine(tmp_path)
    with one.writer():
        for content in ("", "[]", "{}", '{"pid": 1'):
            (tmp_path / "writing").write_text(content)
            with pytest.raises(IndexBusy, match="다른 프로그램이 색인을 쓰고 있습니다"), other.writer():
                pass


def test_the_lock_is_let_go_when_its_process_is_killed(tmp_path: Path) -> None:
    engine = WhooshEngine(tmp_path)
    with writing_process(tmp_path) as process:
        process.kill()
        process.wait()
        put(engine, document("a", "산불"))
        assert ids(engine) == ["a", "committed"]


def test_the_lock_is_let_go_after_a_commit_that_failed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = WhooshEngine(tmp_path)
    put(engine, document("a", "산불"))

    def fail(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(IndexFailure):
        put(engine, document("b", "산불"))
    monkeypatch.undo()
    put(engine, document("c", "산불"))
    assert found(engine) == "ac"


# Afresh


def test_a_rebuild_that_is_killed_leaves_the_old_index_and_its_leftovers_are_swept(tmp_path: Path) -> None:
    engine = WhooshEngine(tmp_path)
    put(engine, document("a", "산불"))
    index_id = engine.index_id
    with writing_process(tmp_path, afresh=True) as process:
        assert len(index_folders(tmp_path)) == 2
        process.kill()
        process.wait()
    assert (engine.index_id, found(engine)) == (index_id, "a")
    assert len(index_folders(tmp_path)) == 2
    with engine.writer():
        assert index_folders(tmp_path) == [index_id]
    assert found(engine) == "a"


def test_a_rebuild_that_raises_takes_its_half_with_it(tmp_path: Path) -> None:
    engine = WhooshEngine(tmp_path)
    put(engine, document("a", "산불"))

    def interrupted() -> None:
        with engine.writer(afresh=True) as writing:
            writing.put(document("b"))
            writing.commit()
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert index_folders(tmp_path) == [engine.index_id]


def test_a_first_rebuild_shows_nothing_before_it_is_done(tmp_path: Path) -> None:
    engine = WhooshEngine(tmp_path)
    with engine.writer(afresh=True) as writing:
        writing.put(document("a"))
        writing.commit()
        with pytest.raises(IndexMissing):
            search(engine)
    assert found(engine) == "a"


def test_an_index_that_was_replaced_is_removed(tmp_path: Path) -> None:
    engine = WhooshEngine(tmp_path)
    for each in "abc":
        put(engine, document(each), afresh=True)
    assert index_folders(tmp_path) == [engine.index_id]
    assert found(engine) == "c"


def test_nothing_but_indexes_is_ever_swept_away(tmp_path: Path) -> None:
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "one.txt").write_text("기사")
    (tmp_path / "s1-notes").mkdir()
    engine = WhooshEngine(tmp_path)
    put(engine, document("a"))
    put(engine, document("a"), afresh=True)
    assert index_folders(tmp_path) == sorted(["articles", "s1-notes", engine.index_id])
    assert (tmp_path / "articles" / "one.txt").read_text() == "기사"


# Other rules


def test_an_index_made_by_other_rules_is_refused_by_searches_and_written_anew(tmp_path: Path) -> None:
    engine = WhooshEngine(tmp_path)
    put(engine, document("a", "산불"))
    old = "s0-t0-" + engine.index_id.removeprefix(RULES)
    (tmp_path / engine.index_id).rename(tmp_path / old)
    (tmp_path / "current").write_text(old, "ascii")
    for ask in (search, WhooshEngine.count):
        with pytest.raises(IndexDamaged, match=r"다른 판의 규칙.*\./gisa rebuild"):
            ask(engine)
    assert engine.index_id == old
    with engine.writer() as writing:
        assert writing.index_id.startswith(RULES)
        writing.put(document("b", "산불"))
        writing.commit()
        assert engine.index_id == old
    assert found(engine) == "b"
    assert index_folders(tmp_path) == [engine.index_id]


def test_the_rules_are_in_the_name_of_the_index(tmp_path: Path) -> None:
    engine = grown(tmp_path, commits=1)
    assert engine.index_id.startswith(RULES)
    assert RULES.endswith("-")


# The order of things on the disk


@pytest.fixture
def events(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """What happens to files, in order: ("sync", "current.new"), ("rename", "current"), ("remove", …)."""
    seen: list[tuple[str, str]] = []

    def noting(kind: str, real: Callable[..., Any], *, place: int) -> Callable[..., Any]:
        def noted(*arguments: Any, **options: Any) -> Any:
            seen.append((kind, Path(str(arguments[place])).name))
            return real(*arguments, **options)

        return noted

    def synced(descriptor: int) -> None:
        seen.append(("sync", Path(f"/proc/self/fd/{descriptor}").resolve().name))

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(os, "rename", noting("rename", os.rename, place=1))
    monkeypatch.setattr(Path, "replace", noting("rename", Path.replace, place=1))
    monkeypatch.setattr(Path, "unlink", noting("remove", Path.unlink, place=0))
    monkeypatch.setattr(shutil, "rmtree", noting("remove", shutil.rmtree, place=0))
    return seen


def test_a_commit_is_on_the_disk_before_it_has_a_name_and_named_before_anything_is_removed(
    tmp_path: Path, events: list[tuple[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(merging, "TIER", 2)
    engine = WhooshEngine(tmp_path)
    put(engine, document("a", "산불", press="옥천신문"))
    events.clear()
    put(engine, document("b", "산불", press="옥천신문"))
    files = {name for kind, name in events if kind == "sync" and name.endswith((".documents", ".terms"))}
    assert len(files) == 4  # of the new segment, and of the merged one
    for commit in (2, 3):
        named = events.index(("rename", f"MAIN_{commit}.manifest"))
        assert events[named - 2 : named] == [("sync", f"MAIN_{commit}.new"), ("sync", engine.index_id)]
        assert events[named + 1] == ("sync", engine.index_id)
        removed = events.index(("remove", f"MAIN_{commit - 1}.manifest"))
        assert named + 1 < removed
        table = next(i for i, (kind, name) in enumerate(events) if name.startswith(f"_MAIN_{commit}.toc"))
        assert table < named
    published = [path.name for path in (tmp_path / engine.index_id).iterdir()]
    named = events.index(("rename", "MAIN_3.manifest"))
    assert {("sync", name) for name in published if name.endswith((".documents", ".terms"))} < set(events[:named])


def test_an_index_is_named_as_the_current_one_when_it_is_whole_and_the_old_one_is_removed_after_that(
    tmp_path: Path, events: list[tuple[str, str]]
) -> None:
    engine = WhooshEngine(tmp_path)
    put(engine, document("a"))
    old = engine.index_id
    events.clear()
    put(engine, document("b"), afresh=True)
    named = events.index(("rename", "current"))
    assert events[named - 1] == ("sync", "current.new")
    assert events[named + 1] == ("sync", tmp_path.name)
    assert events.index(("remove", old)) > named + 1
    assert ("sync", engine.index_id) in events[:named]

"""Snapshots: that searches see each commit whole, side by side with writers, and give everything back."""

from __future__ import annotations

import gc
import resource
import weakref
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from indexer.engines.interface import EngineQuery
from indexer.engines.whoosh_engine import WhooshEngine, arrays, merging, snapshot
from indexer.engines.whoosh_engine.execute import answer
from indexer.errors import IndexMissing
from indexer.query.result import ENTITY_FACETS, FACETS
from tests.contract.building import document, found, ids, put, search, without_fsync, word
from tests.unit.engines.whoosh_folder import descriptors, grown, segments


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    without_fsync(monkeypatch)


def test_without_an_index_the_reader_is_told_how_to_make_one(tmp_path: Path) -> None:
    engine = WhooshEngine(tmp_path / "nowhere" / "index")
    for ask in (search, WhooshEngine.count):
        with pytest.raises(IndexMissing, match=r"색인이 없습니다.*\./gisa add"):
            ask(engine)
    assert engine.index_id == ""
    assert not (tmp_path / "nowhere").exists()
    engine.close()


def test_a_writer_makes_the_folder_and_the_index(tmp_path: Path) -> None:
    engine = WhooshEngine(tmp_path / "new" / "index")
    with engine.writer():
        assert engine.count() == 0
    assert search(engine).total == 0


def test_another_thread_sees_a_new_commit(tmp_path: Path) -> None:
    engine = grown(tmp_path, commits=1)
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(ids, engine).result() == ["00"]
        put(engine, document("zz", published="2018-01-01"))
        assert pool.submit(ids, engine).result() == ["00", "zz"]


def test_another_engine_on_the_same_folder_sees_a_new_commit(tmp_path: Path) -> None:
    engine, other = grown(tmp_path, commits=1), WhooshEngine(tmp_path)
    assert ids(other) == ["00"]
    put(engine, document("zz"))
    assert ids(other) == ["00", "zz"]
    put(engine, document("new"), afresh=True)
    assert ids(other) == ["new"]


def test_a_search_between_two_commits_opens_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = grown(tmp_path, commits=2)
    search(engine, word("산불"))
    monkeypatch.setattr(snapshot.Snapshot, "__init__", None)
    assert search(engine, word("산불")).total == 2


# Files


def test_no_file_stays_open_over_many_commits_and_searches(tmp_path: Path) -> None:
    engine = grown(tmp_path, commits=1)
    search(engine, word("산불"))
    engine.close()
    before = descriptors()
    for n in range(60):
        put(engine, document(f"{n % 7}", "산불"), afresh=n % 20 == 19)
        search(engine, word("산불"))
    assert descriptors() - before <= 2 * segments(engine, tmp_path)
    engine.close()
    assert descriptors() == before


def test_a_search_keeps_its_snapshot_while_a_writer_removes_the_files(tmp_path: Path) -> None:
    engine = grown(tmp_path, commits=1)
    used = engine._snapshot()
    put(engine, document("00", "진화"), document("b"), afresh=True)
    assert len(ids(engine)) == 2
    engine.close()
    asked = EngineQuery(plan=word("산불"))
    assert [found for found, _ in answer(used, asked).found] == ["00"]


def test_a_commit_opens_only_the_segments_that_are_new(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(merging, "TIER", 100)
    engine = grown(tmp_path, commits=5)
    search(engine)
    verified: list[str] = []
    real = arrays.FileHash.verify

    def verify(contents: arrays.FileHash, path: Path) -> None:
        verified.append(path.suffix)
        real(contents, path)

    monkeypatch.setattr(arrays.FileHash, "verify", verify)
    put(engine, document("b"))
    verified.clear()
    assert search(engine).total == 6
    assert sorted(verified) == [".documents", ".terms", ".toc"]


@contextmanager
def _few_files(more: int) -> Iterator[None]:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    highest = max(int(path.name) for path in Path("/proc/self/fd").iterdir())
    resource.setrlimit(resource.RLIMIT_NOFILE, (highest + 1 + more, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_an_index_of_many_segments_needs_two_open_files_for_each(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(merging, "TIER", 100)
    engine = grown(tmp_path, commits=30)
    assert segments(engine, tmp_path) == 30
    with _few_files(2 * 30 + 10):
        assert search(engine, word("산불")).total == 30
        engine.close()
        put(engine, document("zz", "산불"))
    assert search(engine, word("산불")).total == 31


def test_a_commit_that_nobody_searches_gives_its_files_back_without_waiting_for_the_collector(tmp_path: Path) -> None:
    engine = grown(tmp_path, commits=3)
    gc.disable()
    try:
        assert search(engine, word("산불"), facets=(*FACETS, *ENTITY_FACETS), collapse=True).total == 3
        held = weakref.ref(engine._snapshot())
        engine.close()
        assert held() is None
    finally:
        gc.enable()


# Beside writers


def _at_opening(patch: pytest.MonkeyPatch, number: int, act: Callable[[], None]) -> list[str]:
    """Does `act`, once, just before the `number`-th file is read; the list tells which those are."""
    seen: list[str] = []
    acting: list[bool] = []
    for name in ("open", "read_bytes"):
        real = getattr(Path, name)

        def opening(path: Path, *arguments: Any, real: Callable[..., Any] = real, **options: Any) -> Any:
            read = path.name.startswith(("MAIN_", "_MAIN_")) and (not arguments or arguments[0] == "rb")
            if read and not acting:
                seen.append(path.name)
                if len(seen) == number:
                    acting.append(True)
                    act()
                    acting.clear()
            return real(path, *arguments, **options)

        patch.setattr(Path, name, opening)
    return seen


@pytest.mark.parametrize("afresh", [False, True], ids=["commit", "afresh"])
def test_a_commit_may_take_the_files_away_between_any_two_that_a_search_opens(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, afresh: bool
) -> None:
    monkeypatch.setattr(merging, "TIER", 2)
    engine, other = WhooshEngine(tmp_path), WhooshEngine(tmp_path)
    number, opened = 0, [""]
    while len(opened) > number:
        number += 1
        put(engine, document("a", f"산불 옛{number}", press="옛"), document("b", "산불", press="옛"), afresh=afresh)
        with pytest.MonkeyPatch.context() as patch:
            new = document("a", f"산불 새{number}", press="새"), document("b", "산불", press="새")
            opened = _at_opening(patch, number, partial(put, other, *new, afresh=afresh))
            answer = search(engine, word("산불"))
        assert [i for i, _ in answer.found] in (["a", "b"], ["b", "a"])
        assert [(item.value, item.count) for item in answer.facets["press"]] in ([("옛", 2)], [("새", 2)])
        assert ids(engine, word(f"새{number}")) == (["a"] if len(opened) >= number else [])
    assert number > 5


def test_searches_meet_no_error_while_commits_and_a_swap_go_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every commit replaces all five articles: an answer of two commits at once would show two papers."""
    monkeypatch.setattr(merging, "TIER", 2)
    engine, reader, done = WhooshEngine(tmp_path), WhooshEngine(tmp_path), Event()

    def state(n: int) -> list[Any]:
        return [document(f"{i}", f"산불 {'가 ' * 30} 판{n}", press=f"판{n}", published="2019-03-27") for i in range(5)]

    def ask(asked: WhooshEngine) -> int:
        times = 0
        while not done.is_set():
            answer = search(asked, word("산불", "가 가"))
            assert answer.total == len(answer.found) == 5
            assert [item.count for item in answer.facets["press"]] == [5]
            assert [item.count for item in answer.facets["day"]] == [5]
            times += 1
        return times

    put(engine, *state(0))
    with ThreadPoolExecutor(4) as pool:
        asked = [pool.submit(ask, asked) for asked in (engine, engine, reader, reader)]
        try:
            for n in range(1, 40):
                put(engine, *state(n), afresh=n % 10 == 0)
        finally:
            done.set()
        assert min(each.result() for each in asked) > 0
    assert found(engine, word("판39")) == "01234"


def test_threads_that_read_the_same_postings_do_not_disturb_each_other(tmp_path: Path) -> None:
    engine = WhooshEngine(tmp_path)
    words = [f"말{n}" for n in range(40)]
    for start in range(3):
        put(engine, *(document(f"{start}-{n}", " ".join(words[n % 7 :: 1 + n % 5])) for n in range(300)))
    expected = {text: search(engine, word(text)) for text in words}

    def ask(first: int) -> None:
        for text in words[first:] + words[:first]:
            assert search(engine, word(text)) == expected[text]

    with ThreadPoolExecutor(6) as pool:
        for each in [pool.submit(ask, first) for first in range(0, 40, 5)]:
            each.result()

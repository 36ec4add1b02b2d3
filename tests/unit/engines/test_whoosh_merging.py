"""Segments: which are merged when, and that nothing is lost or kept by it."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from indexer.engines.whoosh_engine import WhooshEngine, merging, writer
from indexer.engines.whoosh_engine.manifest import SegmentEntry
from indexer.engines.whoosh_engine.merging import FLOOR, LARGEST, TIER
from tests.contract.building import delete, document, facet, ids, put, search, without_fsync, word
from tests.unit.engines.whoosh_folder import grown, index_folders, segments, strays


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    without_fsync(monkeypatch)


def sized(documents: int, *, deleted: int = 0) -> SegmentEntry:
    """A segment to the merge policy."""
    return SegmentEntry(id="", documents=documents + deleted, files={}, deleted_count=deleted)


def after(commits: int, *, each: int) -> tuple[list[int], int]:
    """The sizes of the segments after many commits of one size, and how many documents were written in all."""
    kept: list[int] = []
    written = 0
    for _ in range(commits):
        kept.append(each)
        written += each
        while due := [segment.documents for segment in merging.due([sized(documents) for documents in kept])]:
            for documents in due:
                kept.remove(documents)
            kept.append(sum(due))
            written += sum(due)
    return kept, written


@pytest.mark.parametrize(("commits", "each"), [(30_000, 1), (2_000, 30), (300, 450), (100, 1_500), (500, 45_000)])
def test_segments_stay_few_however_many_commits_there_are(commits: int, each: int) -> None:
    kept, _ = after(commits, each=each)
    documents = commits * each
    assert sum(kept) == documents
    tiers = 1 + max(0, math.ceil(math.log(min(documents, LARGEST) / FLOOR, TIER)))
    assert len(kept) <= (TIER - 1) * (tiers + 1) + documents / (LARGEST / TIER)


@pytest.mark.parametrize(("commits", "each"), [(2_000, 450), (500, 4_000), (100, 45_000)])
def test_a_document_is_merged_a_few_times_in_its_life(commits: int, each: int) -> None:
    _, written = after(commits, each=each)
    documents = commits * each
    assert written <= documents * (2 + FLOOR / each / 2 + math.log(documents / FLOOR, TIER))


def test_no_merge_makes_more_documents_than_can_be_numbered() -> None:
    kept, _ = after(500, each=45_000)
    assert max(kept) <= LARGEST * 1.2  # and what lies in the tiers below
    assert LARGEST * 1.2 * 800 < 2**32  # occurrences of long articles


def test_segments_of_very_different_sizes_are_not_merged() -> None:
    assert merging.due([sized(10**6), sized(10**5), sized(10**4), sized(10)]) == []


def test_a_segment_that_is_mostly_deleted_is_written_anew() -> None:
    assert merging.due([sized(100, deleted=10), sized(10**6, deleted=10**5)]) == []
    [due] = merging.due([sized(100, deleted=10), sized(10**6, deleted=10**6)])
    assert due.living == 10**6


def test_many_commits_of_one_article_make_few_segments_and_lose_nothing(tmp_path: Path) -> None:
    engine = grown(tmp_path, commits=70)
    assert segments(engine, tmp_path) < TIER
    assert ids(engine, word("산불"), limit=None) == [f"{n:02}" for n in range(70)]
    assert facet(engine, "press") == {"옥천신문": 70}
    assert facet(engine, "day") == {"2019-03-27": 70}


def test_a_merge_leaves_no_file_of_the_merged(tmp_path: Path) -> None:
    engine = grown(tmp_path, commits=40)
    assert strays(engine, tmp_path) == set()
    assert index_folders(tmp_path) == [engine.index_id]


def test_a_segment_of_deleted_documents_only_is_dropped(tmp_path: Path) -> None:
    engine = WhooshEngine(tmp_path)
    put(engine, *(document(f"{n}", "산불") for n in range(20)))
    put(engine, document("stays", "산불"))
    assert segments(engine, tmp_path) == 2
    delete(engine, *(f"{n}" for n in range(20)))
    assert segments(engine, tmp_path) == 1
    assert ids(engine, word("산불")) == ["stays"]


def test_merging_documents_that_lack_fields_keeps_the_fields_of_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(merging, "TIER", 4)
    engine = WhooshEngine(tmp_path)
    put(engine, document("a"))
    put(engine, document("b", title="산불", press="옥천신문"))
    put(engine, document("c", caption="산불", reporter=["김용구", "이하나"], published="1945-08-15"))
    put(engine, document("d", "산불", region="옥천"))
    assert segments(engine, tmp_path) == 1
    assert sorted(ids(engine, word("산불"))) == ["b", "c", "d"]
    assert facet(engine, "press") == {"옥천신문": 1}
    assert facet(engine, "reporter") == {"김용구": 1, "이하나": 1}
    assert facet(engine, "day") == {"1945-08-15": 1}


def test_scores_are_the_same_before_and_after_a_merge(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(merging, "TIER", 9)
    engine = WhooshEngine(tmp_path)
    for n in range(5):
        put(engine, document(f"{n}", "산불 " * n + "진화", title="가 " * (5 - n)))
    before = search(engine, word("산불"))
    assert segments(engine, tmp_path) == 5
    monkeypatch.setattr(merging, "TIER", 2)
    put(engine, document("x"))
    delete(engine, "x")
    assert segments(engine, tmp_path) == 1
    assert search(engine, word("산불")) == before


def test_a_writer_says_when_it_is_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, "FULL", 8)
    with WhooshEngine(tmp_path).writer() as writing:
        writing.put(document("a", "가 나 다"))
        assert not writing.full
        writing.put(document("b", "가 나 다 라 마"))
        assert writing.full
        writing.commit()
        assert not writing.full

"""Segments: which are merged when, and that nothing is lost or kept by it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from indexer.engines.whoosh_engine import WhooshEngine, writer
from indexer.engines.whoosh_engine.writer import LARGEST_MERGE, TIER
from tests.contract.building import delete, document, facet, ids, put, search, without_fsync, word
from tests.unit.engines.whoosh_folder import grown, index_folders, segments, strays


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    without_fsync(monkeypatch)


@dataclass(frozen=True, eq=False)
class Sized:
    """A segment to the merge policy."""

    documents: int

    def doc_count(self) -> int:
        return self.documents


def after(commits: int, *, each: int) -> tuple[list[Sized], int]:
    """The segments after many commits of one size, and how many documents were written in all."""
    kept: list[Sized] = []
    written = 0
    for _ in range(commits):
        due = writer._due(kept, LARGEST_MERGE - each)
        kept = [segment for segment in kept if segment not in due]
        kept.append(Sized(each + sum(segment.documents for segment in due)))
        written += kept[-1].documents
    return kept, written


@pytest.mark.parametrize(("commits", "each"), [(30_000, 1), (2_000, 30), (300, 450), (100, 1_500), (60, 3_000)])
def test_segments_stay_few_however_many_commits_there_are(commits: int, each: int) -> None:
    kept, _ = after(commits, each=each)
    documents = commits * each
    assert sum(segment.documents for segment in kept) == documents
    assert len(kept) <= 5 * TIER + documents / (LARGEST_MERGE / 4)


@pytest.mark.parametrize(("commits", "each"), [(30_000, 1), (2_000, 30), (300, 450), (60, 3_000)])
def test_a_document_is_merged_a_few_times_in_its_life(commits: int, each: int) -> None:
    _, written = after(commits, each=each)
    assert written <= 6 * commits * each


def test_no_merge_makes_more_documents_than_wait_in_memory() -> None:
    kept, _ = after(30_000, each=1)
    assert max(segment.documents for segment in kept) <= LARGEST_MERGE


def test_a_large_commit_takes_no_segments_in() -> None:
    assert writer._due([Sized(1)] * 100, LARGEST_MERGE - 5_000) == []


def test_one_segment_is_never_merged_with_nothing() -> None:
    assert writer._due([Sized(LARGEST_MERGE // 2)] * TIER, LARGEST_MERGE // 2 + 1) == []


def test_many_commits_of_one_article_make_few_segments_and_lose_nothing(tmp_path: Path) -> None:
    engine = grown(tmp_path, commits=70)
    assert segments(engine, tmp_path) <= 2 * TIER
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
    monkeypatch.setattr(writer, "TIER", 3)
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
    engine = WhooshEngine(tmp_path)
    for n in range(5):
        put(engine, document(f"{n}", "산불 " * n + "진화", title="가 " * (5 - n)))
    before = search(engine, word("산불"))
    assert segments(engine, tmp_path) == 5
    monkeypatch.setattr(writer, "TIER", 2)
    put(engine, document("x"))
    delete(engine, "x")
    assert segments(engine, tmp_path) == 1
    assert search(engine, word("산불")) == before


def test_a_writer_says_when_it_is_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, "FULL", 10)
    with WhooshEngine(tmp_path).writer() as writing:
        writing.put(document("a", "가 나 다"))
        assert not writing.full
        writing.put(document("b", "가 나 다 라 마"))
        assert writing.full
        writing.commit()
        assert not writing.full

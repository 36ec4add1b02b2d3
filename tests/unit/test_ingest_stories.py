"""The index path finds stories, whatever the order articles come in, and tells the index."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer import ingest
from indexer.analysis.interface import Analyser
from indexer.archive import Archive
from indexer.archive.connect import sqlite_url
from indexer.engines.interface import IndexDocument
from indexer.engines.memory import MemoryEngine
from indexer.sources import read_paths
from tests.fakes import PlainAnalyser, RefusingAnalyser, write_jsonl
from tests.fakes_stories import OTHER, OWN, RELEASE, edited, sentences

ARTICLES = {
    "가람": {"title": "가람군 마을도서관 문 연다", "body": RELEASE, "press": "가람일보"},
    "솔내": {"title": "옛 정미소, 책방으로", "body": edited("솔내신문", "한봄"), "press": "솔내신문"},
    "하늘": {"title": "도서관 소식", "body": " ".join(sentences(RELEASE)[:6]), "press": "하늘타임스"},
    "발췌": {"title": "가람군 마을도서관 문 연다", "body": RELEASE[:200], "press": "누리일보"},
    "취재": {"title": "정미소 골목의 도서관", "body": OWN, "press": "가람일보"},
    "우박": {"title": "우박 피해", "body": OTHER, "press": "가람일보"},
    "우박2": {"title": "사과밭에 우박", "body": f"{OTHER} 오늘 기자", "press": "솔내신문"},
}
STORIES = {frozenset({"가람", "솔내", "하늘", "발췌"}), frozenset({"취재"}), frozenset({"우박", "우박2"})}


def records(names: Sequence[str]) -> list[dict[str, Any]]:
    return [{"id": name, **ARTICLES[name]} for name in names]


def run(archive: Archive, engine: MemoryEngine, path: Path, analyser: Analyser | None = None) -> None:
    ingest.add(read_paths([path]), archive=archive, engine=engine, analyser=analyser or PlainAnalyser())


def groups(archive: Archive) -> set[frozenset[str]]:
    by_story: dict[int, set[str]] = {}
    for stored in archive.changed(0, "plain-1", 1_000):
        by_story.setdefault(stored.story, set()).add(stored.article.id)
    assert 0 not in by_story
    return {frozenset(group) for group in by_story.values()}


@pytest.fixture
def put(monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """The story of each document as it was put into the index last."""
    last: dict[str, int] = {}
    document = ingest._document

    def noted(*given: Any) -> IndexDocument:
        made = document(*given)
        last[made.id] = made.story
        return made

    monkeypatch.setattr(ingest, "_document", noted)
    return last


@settings(max_examples=20)
@given(st.permutations(list(ARTICLES)), st.integers(1, 4), st.integers(1, len(ARTICLES)))
def test_the_stories_are_the_same_in_whatever_order_and_batches_articles_come(
    names: list[str], together: int, runs: int
) -> None:
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(ingest, "SETTLED", together)
        archive, engine = Archive(sqlite_url(Path(folder) / "archive.sqlite3")), MemoryEngine()
        for number in range(runs):
            run(archive, engine, write_jsonl(Path(folder) / f"{number}.jsonl", records(names[number::runs])))
        assert groups(archive) == STORIES
        archive.close()


def test_the_index_has_the_story_of_every_article_that_the_archive_has(
    archive: Archive, tmp_path: Path, put: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ingest, "SETTLED", 2)
    engine = MemoryEngine()
    halves = {"앞": " ".join(sentences(OWN)[:3]), "뒤": " ".join(sentences(OWN)[3:])}
    lines = [{"id": name, "title": name, "body": body} for name, body in halves.items()]
    run(archive, engine, write_jsonl(tmp_path / "a.jsonl", [*lines, *records(list(ARTICLES))]))
    assert put == {stored.article.id: stored.story for stored in archive.changed(0, "plain-1", 99)}
    assert put["앞"] == put["취재"]  # settled in different batches


def test_a_rebuild_finds_no_story_anew(archive: Archive, tmp_path: Path, put: dict[str, int]) -> None:
    engine = MemoryEngine()
    run(archive, engine, write_jsonl(tmp_path / "a.jsonl", records(list(ARTICLES))))
    before = dict(put)
    put.clear()
    ingest.rebuild(archive=archive, engine=engine, analyser=RefusingAnalyser())
    assert put == before


def test_an_archive_of_before_gets_its_stories_from_stored_tokens(archive: Archive, tmp_path: Path) -> None:
    engine = MemoryEngine()
    run(archive, engine, write_jsonl(tmp_path / "a.jsonl", records(list(ARTICLES))))
    with archive._writing() as connection:
        connection.exec_driver_sql("UPDATE articles SET story = NULL")
        connection.exec_driver_sql("DELETE FROM bands")
    ingest.rebuild(archive=archive, engine=engine, analyser=RefusingAnalyser())
    assert groups(archive) == STORIES


def test_tokens_are_stored_in_the_same_step_as_stories(archive: Archive, tmp_path: Path) -> None:
    run(archive, MemoryEngine(), write_jsonl(tmp_path / "a.jsonl", records(list(ARTICLES))))
    assert all(stored.tokens is not None and stored.story for stored in archive.changed(0, "plain-1", 99))

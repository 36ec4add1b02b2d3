"""An edited article is a new version: the newest is found, none is overwritten, and what changed can be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer import ingest
from indexer.archive import Archive
from indexer.engines.memory import MemoryEngine
from indexer.errors import NoSuchVersion, NotFound
from indexer.query.differences import Change
from indexer.query.request import SearchRequest
from indexer.search import Search
from indexer.sources import read_paths
from tests.fakes import PlainAnalyser, write_jsonl

FIRST = {
    "id": "g-1",
    "title": "소각장 짓는다",
    "body": "주민 140명이 모였다.",
    "press": "가람일보",
    "date": "2019-03-27",
}
SECOND = FIRST | {"body": "주민 14명이 모였다.", "reporter": "박서연"}


@pytest.fixture
def search(archive: Archive, tmp_path: Path) -> Search:
    engine = MemoryEngine()
    for name, row in (("처음.jsonl", FIRST), ("고친.jsonl", SECOND)):
        files = read_paths([write_jsonl(tmp_path / name, [row])])
        ingest.add(files, archive=archive, engine=engine, analyser=PlainAnalyser())
    return Search(archive, engine, PlainAnalyser())


def test_search_finds_the_newest_version_and_no_other(search: Search) -> None:
    assert search.search(SearchRequest(text="14명")).total == 1
    assert search.search(SearchRequest(text="140명")).total == 0


def test_every_version_can_be_read(search: Search) -> None:
    assert search.article("g-1").article.body == SECOND["body"]
    assert search.article("g-1").number == 2
    old = search.article("g-1", "140명", number=1)
    assert old.article.body == FIRST["body"]
    assert old.marks["body"] == ((3, 7),)


def test_versions_say_when_and_where_from_and_what_changed(search: Search, tmp_path: Path) -> None:
    first, second = search.versions("g-1")
    assert (first.number, first.place, first.searched, first.changes) == (1, str(tmp_path / "처음.jsonl"), False, {})
    assert (second.number, second.searched) == (2, True)
    assert second.changes == {
        "body": (
            Change("same", "주민 "),
            Change("removed", "140명이"),
            Change("added", "14명이"),
            Change("same", " 모였다."),
        ),
        "reporter": (Change("added", "박서연"),),
    }


@pytest.mark.parametrize("number", [0, 3])
def test_a_version_that_is_not_there_says_which_are(search: Search, number: int) -> None:
    with pytest.raises(NoSuchVersion, match=f"{number}판이 없습니다. 1판부터 2판까지"):
        search.article("g-1", number=number)


def test_versions_of_no_article_are_not_found(search: Search) -> None:
    with pytest.raises(NotFound):
        search.versions("없다")

"""What a feed says of each article: since when it is as it is, and no more than its newspaper lets be seen."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from indexer import ingest
from indexer.archive import Archive
from indexer.archive.connect import writing
from indexer.article import KST
from indexer.engines.memory import MemoryEngine
from indexer.query.request import SearchRequest
from indexer.search import Search
from indexer.sources import read_paths
from tests.fakes import PlainAnalyser, write_jsonl

LONG = " ".join(["둑은 낡았다."] * 40)
NEWS = [
    {
        "id": "g",
        "title": "둑길 놓는다",
        "body": f"{LONG} 소각장은 짓지 않는다.",
        "press": "가람일보",
        "date": "2021-03-02",
    },
    {"id": "s", "title": "소각장", "body": f"{LONG} 소각장은 짓지 않는다.", "press": "솔내신문", "date": "2021-03-01"},
]


@pytest.fixture
def search(archive: Archive, tmp_path: Path) -> Search:
    engine = MemoryEngine()
    ingest.add(
        read_paths([write_jsonl(tmp_path / "a.jsonl", NEWS)]), archive=archive, engine=engine, analyser=PlainAnalyser()
    )
    with writing(archive._database) as connection:
        connection.exec_driver_sql(
            "UPDATE versions SET archived = '2022-05-06T07:08:09+09:00', seal = NULL WHERE article_id = 'g'"
        )
    return Search(archive, engine, PlainAnalyser())


def test_what_is_followed_is_what_is_found_with_when_it_came_in(search: Search) -> None:
    followed = search.following(SearchRequest(text="소각장", sort="newest"))
    assert [one.hit.id for one in followed] == ["g", "s"]
    assert followed[0].changed == datetime(2022, 5, 6, 7, 8, 9, tzinfo=KST)
    assert all(one.changed for one in followed)
    assert "소각장은 짓지 않는다." in followed[0].summary


def test_of_a_restricted_newspaper_the_beginning_is_told_and_nothing_behind_it(
    search: Search, archive: Archive
) -> None:
    archive.set_rights("솔내신문", "snippet")
    whole, cut = search.following(SearchRequest(text="소각장", sort="newest"))
    assert (whole.restricted, cut.restricted) == (False, True)
    assert cut.summary.startswith("둑은 낡았다.")
    assert "소각장" not in cut.summary
    assert len(cut.summary) <= 200


def test_nothing_found_is_nothing_followed(search: Search) -> None:
    assert search.following(SearchRequest(text="없는말")) == ()

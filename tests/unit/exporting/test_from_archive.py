"""Exports of a real archive and index: all of the answer, as readers may see it, of this very moment."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from indexer import ingest, keeping
from indexer.archive import Archive
from indexer.archive.connect import sqlite_url
from indexer.engines.memory import MemoryEngine
from indexer.exporting import FORMATS, compare, gone
from indexer.query.language import GRAMMAR
from indexer.query.request import SearchRequest
from indexer.search import Search
from indexer.sources import read_paths
from tests.exports import csv_rows, ris_records, written, xlsx_rows
from tests.fakes import PlainAnalyser, write_jsonl

PAPERS = ("가람일보", "솔내신문")
ALL = SearchRequest(text="둑", sort="oldest")


def record(number: int, **other: Any) -> dict[str, Any]:
    body = f"가람군은 솔내천 둑 {number}호를 높인다. " * 12
    day = f"2019-{number // 28 % 12 + 1:02}-{number % 28 + 1:02} 09:30"
    made = {"id": f"g-{number}", "title": f"둑 {number}", "body": body, "press": PAPERS[number % 2], "date": day}
    return made | {"reporter": ["박서연", "오민재"], "url": f"https://garamilbo.example/{number}"} | other


class World:
    """An archive with its index."""

    def __init__(self, archive: Archive, folder: Path) -> None:
        self.archive, self.engine, self._folder = archive, MemoryEngine(), folder

    def add(self, *records: dict[str, Any]) -> None:
        path = write_jsonl(self._folder / "a.jsonl", records)
        ingest.add(read_paths([path]), archive=self.archive, engine=self.engine, analyser=PlainAnalyser())

    @property
    def search(self) -> Search:
        return Search(self.archive, self.engine, PlainAnalyser())

    def remove(self, article_id: str) -> None:
        keeping.remove([article_id], "당사자의 요청", archive=self.archive, engine=self.engine)


@pytest.fixture
def world(archive: Archive, tmp_path: Path) -> Iterator[World]:
    made = World(archive, tmp_path)
    made.add(*(record(number) for number in range(210)))
    yield made
    made.engine.close()


def test_an_export_has_every_article_found_in_the_order_of_the_search(world: World) -> None:
    request = SearchRequest(text="둑", press=("솔내신문",), sort="oldest", limit=10, offset=20)
    export = world.search.export(request)
    rows = csv_rows(written("csv", export))
    whole = world.search.search(SearchRequest(text="둑", press=("솔내신문",), sort="oldest", limit=None))
    assert [row["기사ID"] for row in rows] == [hit.id for hit in whole.hits]
    assert len(rows) == export.found == whole.total == 105
    assert rows[0]["기자"] == "박서연, 오민재"


@pytest.mark.parametrize("name", FORMATS)
def test_the_manifest_of_a_file_is_the_one_that_is_given_without_it(world: World, name: str) -> None:
    export = world.search.export(ALL)
    assert written(name, export)
    made = export.manifest()
    assert made == export.look()
    assert (made.total, len(made.articles), made.left_out) == (210, 210, ())
    assert (made.rules.grammar, made.rules.analyser) == (GRAMMAR, "plain-1")
    assert (made.archive.articles, made.archive.change_id, made.archive.indexed) == (210, 210, 210)


def test_an_article_taken_down_while_it_is_exported_is_left_out_and_counted(world: World) -> None:
    export = world.search.export(ALL)
    rows = export.rows()
    first = next(rows)
    world.remove("g-209")
    ids = [first.exported.article.id, *(row.exported.article.id for row in rows)]
    made = export.manifest()
    assert "g-209" not in ids
    assert (made.total, len(made.articles)) == (210, 209)
    assert made.left_out == (("g-209", "taken_down"),)


def test_of_a_restricted_newspaper_only_the_beginning_is_exported(world: World) -> None:
    world.archive.set_rights("솔내신문", "snippet")
    export = world.search.export(ALL)
    for row in (*csv_rows(written("csv", export)), *xlsx_rows(written("xlsx", export))):
        restricted = row["신문"] == "솔내신문"
        assert (len(row["본문"]) <= 200) == restricted
        assert row["본문 범위"].startswith("앞부분") == restricted
    for line in written("jsonl", export).splitlines():
        article = json.loads(line)
        assert article["restricted"] == (article["press"] == "솔내신문") == (len(article["body"]) <= 200)
    assert export.manifest().restricted == 105


def test_an_export_added_to_another_archive_gives_the_same_articles(world: World, tmp_path: Path) -> None:
    world.add(record(7, title="둑 7, 고침", captions=["둑", "물"], subtitle="부제", region="솔내읍", section="사회"))
    export = world.search.export(ALL)
    path = tmp_path / "내보냄" / "둑.jsonl"
    path.parent.mkdir()
    path.write_bytes(written("jsonl", export))
    other = World(Archive(sqlite_url(tmp_path / "other" / "archive.sqlite3")), tmp_path)
    ingest.add(read_paths([path]), archive=other.archive, engine=other.engine, analyser=PlainAnalyser())
    again = other.search.export(ALL).look()
    assert (again.sha256, again.articles) == (export.manifest().sha256, export.manifest().articles)
    summary = ingest.add(read_paths([path]), archive=world.archive, engine=world.engine, analyser=PlainAnalyser())
    assert (summary.unchanged, summary.read) == (210, 210)
    other.archive.close()


def test_a_study_that_is_repeated_says_what_has_changed_since(world: World) -> None:
    before = world.search.export(ALL).look()
    world.add(record(3, body="둑을 다시 쌓는다."), record(211))
    world.remove("g-5")
    world.add(record(8, title="제방", body="제방을 쌓는다."))  # there, but no longer found
    export = world.search.export(before.request)
    after = export.look()
    found = compare(before, after, export.shelf.whereabouts(gone(before, after)))
    assert (found.added, found.changed) == (("g-211",), ("g-3",))
    assert found.whereabouts == {"g-5": "taken_down", "g-8": "held"}
    assert found.rules == {}


def test_stories_that_are_collapsed_are_exported_once_each(archive: Archive, tmp_path: Path) -> None:
    world = World(archive, tmp_path)
    body = "가람군은 솔내천 둑을 높이기로 하고 예산을 세웠다. 군의회는 다음 달에 이를 다룬다. 주민은 반긴다. " * 3
    world.add(record(1, body=body), record(2, body=body), record(3))
    export = world.search.export(SearchRequest(text="둑", collapse=True, sort="oldest"))
    rows = csv_rows(written("csv", export))
    assert (export.found, export.manifest().total, export.manifest().stories) == (2, 3, 2)
    assert [(row["기사ID"], row["같은 글"], row["같은 글의 처음"]) for row in rows] == [
        ("g-1", "1", "g-1"),
        ("g-3", "0", ""),
    ]


def test_links_lead_to_our_pages_where_an_address_is_known(world: World) -> None:
    export = world.search.export(SearchRequest(text="둑", limit=1))
    export.link = lambda article_id: f"https://gisa.example/article/{article_id}"
    assert csv_rows(written("csv", export))[0]["동네기사 주소"].startswith("https://gisa.example/article/g-")
    assert dict(ris_records(written("ris", export))[0])["UR"].startswith("https://garamilbo.example/")

"""Who else printed an article, as a search and an article's page tell it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from indexer import ingest
from indexer.archive import Archive
from indexer.archive.connect import writing
from indexer.engines.memory import MemoryEngine
from indexer.query.request import SearchRequest
from indexer.query.result import SearchResult
from indexer.query.stories import MOST_COMPARED, Printed, Story, word_changes
from indexer.search import Search
from indexer.sources import read_paths
from tests.fakes import PlainAnalyser, write_jsonl

TEXT = "가람군은 솔내천 둑길을 새로 놓는다. 둑길은 길이 삼 킬로미터이다. 군은 내년에 공사를 마친다."
OTHER = TEXT.replace("내년에", "올해")
PRINTS: list[dict[str, Any]] = [
    {"id": "g", "title": "둑길 놓는다", "body": TEXT, "press": "가람일보", "date": "2021-03-02"},
    {
        "id": "s",
        "title": "둑길 놓는다",
        "body": TEXT.replace("내년에", "올해"),
        "press": "솔내신문",
        "date": "2021-03-01",
    },
    {"id": "h", "title": "둑길 놓는다", "body": TEXT, "press": "한들신문", "date": "2021-03-03"},
    {"id": "x", "title": "둑길 걷기 행사", "body": "둑길을 걷는다.", "press": "가람일보", "date": "2021-03-04"},
]


@pytest.fixture
def search(archive: Archive, tmp_path: Path) -> Search:
    """Three prints of one text, and another article."""
    engine = MemoryEngine()
    ingest.add(
        read_paths([write_jsonl(tmp_path / "a.jsonl", PRINTS)]),
        archive=archive,
        engine=engine,
        analyser=PlainAnalyser(),
    )
    with writing(archive._database) as connection:
        connection.exec_driver_sql("UPDATE articles SET story = CASE WHEN id = 'x' THEN 90 ELSE 77 END")
    return Search(archive, engine, PlainAnalyser())


def ask(search: Search, **options: Any) -> SearchResult:
    return search.search(SearchRequest(text="둑길", sort="newest", **options))


def test_a_hit_names_the_other_papers_and_the_first(search: Search) -> None:
    hits = {hit.id: hit for hit in ask(search).hits}
    story = hits["g"].story
    assert story
    assert story.papers == ("솔내신문", "가람일보", "한들신문")
    assert (story.first and story.first.id, [other.id for other in story.others]) == ("s", ["s", "h"])
    assert hits["x"].story is None
    assert {other.changes for other in story.others} == {None}


def test_collapsed_hits_say_in_which_words_the_others_differ(search: Search) -> None:
    story = next(hit.story for hit in ask(search, collapse=True).hits if hit.story)
    changes = {other.id: other.changes or () for other in story.others}
    assert [change for change in changes["s"] if change.kind != "same"] == [("removed", "내년에"), ("added", "올해")]


def test_the_article_page_has_the_others_too(search: Search) -> None:
    story = search.article("h").story
    assert story
    assert [other.id for other in story.others] == ["s", "g"]
    assert [change.kind for change in story.others[1].changes or ()] == ["same"]


@pytest.mark.parametrize("press", ["솔내신문", "가람일보"])
def test_what_readers_may_not_see_is_not_told_by_comparing(search: Search, archive: Archive, press: str) -> None:
    archive.set_rights(press, "snippet")
    for article_id in ("g", "s", "h"):
        story = search.article(article_id).story
        assert story
        here = next(each["press"] for each in PRINTS if each["id"] == article_id)
        assert all(other.changes is None for other in story.others if press in (other.press, here))


def test_the_answer_in_json_has_the_story(search: Search) -> None:
    answer = ask(search, limit=None).to_json()
    story = next(hit["story"] for hit in answer["hits"] if hit["id"] == "h")
    assert story["papers"] == ["솔내신문", "가람일보", "한들신문"]
    assert story["first"]["press"] == "솔내신문"
    assert story["others"][1] == {
        "id": "g",
        "press": "가람일보",
        "title": "둑길 놓는다",
        "published": "2021-03-02T00:00:00+09:00",
        "url": None,
    }


@pytest.mark.parametrize(
    ("times", "first"),
    [
        (("2021-03-01T00:00", "2021-03-02T00:00"), True),
        (("2021-03-01T09:00", "2021-03-01T09:01"), True),
        (("2021-03-01T00:00", "2021-03-01T00:00"), False),
        (("2021-03-01T00:00", "2021-03-01T09:00"), False),
        (("2021-03-01T09:00", "2021-03-01T09:00"), False),
        (("2021-03-01T00:00", ""), True),
        (("", ""), False),
    ],
)
def test_the_first_publisher_is_told_only_where_the_times_do(times: tuple[str, ...], *, first: bool) -> None:
    prints = [
        Printed(id=str(at), press="", title="", url=None, published=datetime.fromisoformat(time) if time else None)
        for at, time in enumerate(times)
    ]
    story = Story(prints=tuple(prints), here="1")
    assert story.first is (prints[0] if first else None)
    assert (story.to_json()["first"] is not None) == first


def test_spaces_and_paragraphs_are_no_difference() -> None:
    assert word_changes("둑길을  새로\n\n놓는다", "둑길을 새로 놓는다") == (("same", "둑길을 새로 놓는다"),)


def test_texts_too_long_to_compare_are_told_apart_by_their_ends() -> None:
    words = [f"낱말{number}" for number in range(int(MOST_COMPARED**0.5) + 9)]
    before, after = " ".join(["가", *words, "끝"]), " ".join(["가", *reversed(words), "끝"])
    changes = word_changes(before, after)
    assert [change.kind for change in changes] == ["same", "removed", "added", "same"]
    assert (changes[0].text, changes[-1].text) == ("가", "끝")

"""Articles on the matter of another one, from what is stored of it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from indexer import ingest
from indexer.analysis.field_terms import FieldTerms
from indexer.analysis.words import BORDERS, HEAD
from indexer.archive import Archive, Tombstone
from indexer.engines.memory import MemoryEngine
from indexer.errors import NotFound, TakenDown
from indexer.query.related import Related
from indexer.query.salient import counted, salient, shared
from indexer.search import Search
from indexer.sources import read_paths
from tests.fakes import PlainAnalyser, RefusingAnalyser, day, write_jsonl

BRIDGE = "한울교 재가설 공사가 늦어진다. 한울교 상판은 낡았다. 군은 재가설 예산을 다시 세운다."
ARTICLES: list[dict[str, Any]] = [
    {"id": "here", "title": "한울교 재가설 늦어져", "body": BRIDGE, "press": "가람일보", "date": "2019-05-02"},
    {"id": "same", "title": "한울교 재가설 늦어져", "body": BRIDGE, "press": "솔내신문", "date": "2019-05-03"},
    {"id": "old", "title": "한울교 상판 낡아", "body": "한울교 재가설 요구가 나왔다.", "date": "2016-04-01"},
    {"id": "older", "title": "한울교 재가설 건의", "body": "주민은 재가설 예산을 바란다.", "date": "2015-01-09"},
    {"id": "new", "title": "한울교 재가설 끝나", "body": "상판을 새로 놓은 한울교 예산은 크다.", "date": "2021-08-01"},
    {"id": "undated", "title": "한울교 재가설의 뒷이야기", "body": "상판 이야기."},
    {"id": "other", "title": "사과 농가 우박 피해", "body": "우박이 농가를 쳤다. 예산은 없다.", "date": "2019-05-02"},
    *(
        {"id": f"more-{n}", "title": f"마을 소식 {n}", "body": "장날 소식을 모았다.", "date": "2018-01-01"}
        for n in range(9)
    ),
]


@pytest.fixture
def search(archive: Archive, tmp_path: Path) -> Search:
    """An archive in which nothing more can be analysed; `here` and `same` print one text."""
    engine = MemoryEngine()
    path = write_jsonl(tmp_path / "a.jsonl", ARTICLES)
    ingest.add(read_paths([path]), archive=archive, engine=engine, analyser=PlainAnalyser())
    return Search(archive, engine, RefusingAnalyser())


def ids(related: Related) -> list[str]:
    return [one.id for one in related.articles]


def test_articles_on_the_same_matter_are_found_without_analysing_anything(search: Search) -> None:
    assert set(ids(search.similar("here"))) == {"old", "older", "new", "undated"}


def test_the_article_itself_and_other_prints_of_it_are_left_out(search: Search) -> None:
    assert not {"here", "same"} & set(ids(search.similar("here")))


def test_the_most_alike_come_first_and_say_why(search: Search) -> None:
    related = search.similar("here").articles
    assert [one.share for one in related] == sorted((one.share for one in related), reverse=True)
    assert all({"한울교", "재가설"} <= set(one.words) for one in related)


def test_coverage_before_and_after_is_in_the_order_of_time(search: Search) -> None:
    related = search.similar("here")
    assert [one.id for one in related.earlier] == ["old", "older"]
    assert [one.id for one in related.later] == ["new"]


def test_an_article_without_a_day_is_neither_before_nor_after_any(search: Search) -> None:
    related = search.similar("undated")
    assert related.articles
    assert related.earlier == related.later == ()


def test_nothing_of_a_body_is_given_away(search: Search, archive: Archive) -> None:
    archive.set_rights("솔내신문", "snippet")
    assert "상판은 낡았다" not in str(search.similar("old").to_json())


def test_what_was_taken_down_is_not_related_to_anything(search: Search, archive: Archive) -> None:
    stone = Tombstone(article_id="old", reason="당사자의 요청", removed=day("2022-01-01"), press="", hashes=())
    archive.bury([stone], lambda address: address)
    assert "old" not in ids(search.similar("here"))
    with pytest.raises(TakenDown):
        search.similar("old")


def test_an_article_that_is_not_there_is_said_to_be_so(search: Search) -> None:
    with pytest.raises(NotFound):
        search.similar("none")


def test_an_article_that_is_not_analysed_yet_is_like_no_other(archive: Archive, tmp_path: Path) -> None:
    engine = MemoryEngine()
    path = write_jsonl(tmp_path / "a.jsonl", ARTICLES)
    ingest.add(read_paths([path]), archive=archive, engine=engine, analyser=PlainAnalyser())
    assert Search(archive, engine, RefusingAnalyser("another-version")).similar("here").articles == ()


# --- the words that a text is about ---


def chosen(terms: Mapping[str, int], frequencies: Mapping[str, int], *, archived: bool = False) -> list[str]:
    each = [term for term, times in terms.items() for _ in range(times)]
    pairs = [(term, position) for position, term in enumerate(each)]
    words = counted({"body": FieldTerms.of(pairs)})
    found = salient(words, lambda asked: [frequencies.get(one, 0) for one in asked], 1_000, archived=archived)
    return [word.letters for word in found]


def test_words_of_few_articles_say_more_than_those_of_many() -> None:
    assert chosen({"군수": 1, "한울교": 1}, {"군수": 600, "한울교": 3}) == ["한울교", "군수"]


def test_words_that_no_other_article_has_find_none() -> None:
    assert chosen({"한울교": 1, "재가설": 1}, {"재가설": 2}) == ["재가설"]
    assert chosen({"한울교": 1, "재가설": 1}, {"한울교": 1, "재가설": 2}, archived=True) == ["재가설"]


def test_a_noun_that_stands_only_within_a_compound_is_not_asked_for_again() -> None:
    compound = f"{HEAD}강소특구{BORDERS}BB"
    known = {compound: 4, "강소": 5, "특구": 40}
    assert chosen({compound: 1, "강소": 1, "특구": 1}, known) == ["강소특구"]
    assert set(chosen({compound: 1, "강소": 1, "특구": 3}, known)) == {"강소특구", "특구"}


def test_numbers_alone_and_days_are_no_words_but_what_is_counted_is() -> None:
    terms = {"2019": 3, "22.5": 3, "12일": 3, "2019년": 3, "66명": 1, "한울교": 2}
    assert chosen(terms, dict.fromkeys(terms, 5)) == ["한울교", "66명"]


def test_of_a_word_and_its_part_the_longer_one_is_named() -> None:
    words = counted({"body": FieldTerms.of([("특구", 0), ("강소특구", 1), ("둑길", 2)])})
    found = salient(words, lambda asked: [2 for _ in asked], 100, archived=False)
    assert set(shared(found, "가람 강소특구와 특구")) == {"강소특구"}

"""The query path, with a plain analyser, over both engines."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from indexer import ingest
from indexer.archive import Archive
from indexer.article import Rejected
from indexer.engines.interface import Engine
from indexer.engines.memory import MemoryEngine
from indexer.engines.whoosh_engine import WhooshEngine
from indexer.errors import IndexMissing, InvalidRequest, NotFound
from indexer.query.request import SearchRequest
from indexer.query.result import FACETS, Missing, Notice, SearchResult
from indexer.search import Search
from indexer.sources import read_paths
from tests.fakes import PlainAnalyser, RefusingAnalyser, found, origin, write_jsonl

ARTICLES: list[dict[str, Any]] = [
    {
        "id": "g-1",
        "title": "은곡소각장 주민설명회 무산",
        "subtitle": "주민 140여 명 단상 점거",
        "body": "가람군이 소각장을 다시 추진한다. 주민은 반대한다.\n\n이도현 군수는 공람을 미뤘다.",
        "captions": ["소각장을 반대하는 주민"],
        "press": "가람일보",
        "section": "사회",
        "region": "은곡면",
        "reporter": "박서연",
        "date": "2018-11-03 23:30",
        "url": "https://www.garamilbo.example/news/articleView.html?idxno=1",
    },
    {
        "id": "g-2",
        "title": "소각장 공람 시작",
        "body": "은곡소각장을 공람한다. 소각장은 하루 50톤을 태운다.",
        "press": "가람일보",
        "section": "자치행정",
        "reporter": ["박서연", "윤도겸"],
        "date": "2020-05-06",
    },
    {
        "id": "s-1",
        "title": "터미널 착공",
        "body": "솔내시외버스터미널을 착공했다. 소각장과 함께 약속한 사업이다.",
        "press": "솔내신문",
        "section": "사회",
        "reporter": "오민재",
        "date": "2019-03-27 23:00",
    },
    {"id": "x-1", "title": "날짜를 모르는 소각장 단신", "body": "짧다."},
]


@pytest.fixture(params=["memory", "whoosh"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    made: Engine = MemoryEngine() if request.param == "memory" else WhooshEngine(tmp_path / "index")
    yield made
    made.close()


@pytest.fixture
def search(archive: Archive, engine: Engine, tmp_path: Path) -> Search:
    """The articles above, indexed."""
    path = write_jsonl(tmp_path / "a.jsonl", ARTICLES)
    ingest.add(read_paths([path]), archive=archive, engine=engine, analyser=PlainAnalyser())
    return Search(archive, engine, PlainAnalyser())


def ids(result: SearchResult) -> list[str]:
    return [hit.id for hit in result.hits]


def ask(search: Search, text: str, **options: Any) -> SearchResult:
    return search.search(SearchRequest(text=text, **options))


def facet(result: SearchResult, name: str) -> dict[str, int]:
    return {item.value: item.count for item in result.facets[name]}


# --- the answer's form ---


def test_an_answer_has_the_form_of_the_design(search: Search) -> None:
    answer = json.loads(json.dumps(ask(search, "소각장 공람", press=("가람일보",)).to_json()))
    assert list(answer) == ["query", "total", "stories", "took_ms", "hits", "facets", "relaxed"]
    query = {"text": "소각장 공람", "echo": "소각장 공람", "warnings": [], "match": "all", "notices": [], "missing": []}
    query["dropped"] = []
    assert (answer["query"], answer["relaxed"]) == (query, None)
    assert (answer["total"], answer["stories"]) == (2, None)
    assert answer["took_ms"] > 0
    assert list(answer["facets"]) == list(FACETS) == ["year", "month", "day", "press", "section", "reporter"]
    assert answer["facets"]["month"] == [{"value": "2018-11", "count": 1}, {"value": "2020-05", "count": 1}]
    hit = next(hit for hit in answer["hits"] if hit["id"] == "g-1")
    assert isinstance(hit.pop("score"), float)
    assert hit == {
        "id": "g-1",
        "title": "은곡소각장 주민설명회 무산",
        "title_marks": [[2, 5]],
        "subtitle": "주민 140여 명 단상 점거",
        "press": "가람일보",
        "section": "사회",
        "region": "은곡면",
        "reporter": "박서연",
        "published": "2018-11-03T23:30:00+09:00",
        "url": "https://www.garamilbo.example/news/articleView.html?idxno=1",
        "excerpt": False,
        "story": None,
        "snippets": [
            {"text": "가람군이 소각장을 다시 추진한다.", "marks": [[5, 8]], "field": "body"},
            {"text": "이도현 군수는 공람을 미뤘다.", "marks": [[8, 10]], "field": "body"},
        ],
        "matched": [
            reason("소각장", "inside", "title", "은곡소각장"),
            reason("소각장", "as_typed", "body", "소각장"),
            reason("공람", "as_typed", "body", "공람"),
            reason("소각장", "as_typed", "caption", "소각장"),
        ],
    }


def reason(word: str, how: str, field: str, printed: str) -> dict[str, Any]:
    """Why an article was found: the word stands there once."""
    how_in_words = {"as_typed": "그대로", "inside": "합성어 안"}[how]
    return {"word": word, "how": how, "field": field, "times": 1, "printed": printed, "how_in_words": how_in_words}


def test_ids_only_leaves_ids_and_scores(search: Search) -> None:
    answer = ask(search, "소각장", with_texts=False).to_json(ids_only=True)
    assert list(answer) == ["query", "total", "stories", "took_ms", "hits"]
    assert all(list(hit) == ["id", "score"] for hit in answer["hits"])
    assert [hit["id"] for hit in answer["hits"]] == ids(ask(search, "소각장"))


def test_an_undated_article_has_no_date_and_no_url(search: Search) -> None:
    (hit,) = ask(search, "단신").to_json()["hits"]
    assert (hit["published"], hit["url"], hit["press"], hit["reporter"]) == (None, None, "", "")


def test_marks_cut_the_words_out_of_titles_and_snippets(search: Search) -> None:
    for hit in ask(search, "소각장").hits:
        assert all(hit.title[start:end] == "소각장" for start, end in hit.title_marks)
        for snippet in hit.snippets:
            assert all(snippet.text[start:end] == "소각장" for start, end in snippet.marks)
    (hit,) = ask(search, "제목:공람").hits
    assert [hit.title[start:end] for start, end in hit.title_marks] == ["공람"]


def test_the_query_is_echoed_as_it_was_understood(search: Search) -> None:
    result = ask(search, "(소각장 or 공람) AND -착공")
    assert result.text == "(소각장 or 공람) AND -착공"
    assert result.echo == "소각장 or 공람 -착공"
    assert [warning.position for warning in result.warnings] == [5]


# --- what is found ---


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("소각장", {"g-1", "g-2", "s-1", "x-1"}),
        ("소각장 공람", {"g-1", "g-2"}),
        ("소각장 -공람", {"s-1", "x-1"}),
        ("착공 OR 공람", {"g-1", "g-2", "s-1"}),
        ('"주민 반대한다"', {"g-1"}),
        ('"반대한다 공람"', set()),
        ('"소각장 추진한다"', set()),
        ('"소각장 다시"', {"g-1"}),
        ('="소각장을 다시"', {"g-1"}),
        ('="소각장 다시"', set()),
        ("소각징~1", {"g-1", "g-2", "s-1", "x-1"}),
        ("주민설명", {"g-1"}),
        ("시외버스 터미널", {"s-1"}),
        ("이도현군수", {"g-1"}),
        ("제목:소각장", {"g-1", "g-2", "x-1"}),
        ("제목:공람", {"g-2"}),
        ("사진:소각장", {"g-1"}),
        ("기자:윤도겸", {"g-2"}),
        ("신문:솔내신문", {"s-1"}),
        ("지역:은곡면", {"g-1"}),
        ("섹션:사회 소각장", {"g-1", "s-1"}),
        ("날짜:2019", {"s-1"}),
        ("날짜:2018-11-03", {"g-1"}),
        ("날짜:2018-11-04", set()),
        ("소각장 날짜:2019..", {"s-1", "g-2"}),
        ("", {"g-1", "g-2", "s-1", "x-1"}),
        ("-소각장", set()),
    ],
)
def test_queries_find_what_they_say(search: Search, text: str, expected: set[str]) -> None:
    result = ask(search, text)
    assert (set(ids(result)), result.total) == (expected, len(expected))
    assert result.warnings == ()


def test_filters_narrow_beside_the_query(search: Search) -> None:
    assert set(ids(ask(search, "소각장", press=("가람일보",)))) == {"g-1", "g-2"}
    assert set(ids(ask(search, "소각장", press=("가람일보", "솔내신문"), section=("사회",)))) == {"g-1", "s-1"}
    assert set(ids(ask(search, "", reporter=("윤도겸", "오민재")))) == {"g-2", "s-1"}
    assert set(ids(ask(search, "", first=date(2018, 11, 3), last=date(2019, 3, 27)))) == {"g-1", "s-1"}
    assert set(ids(ask(search, "", last=date(2018, 11, 2)))) == set()


def test_a_filter_is_the_same_in_any_unicode_form(search: Search) -> None:
    decomposed = "\u1100\u1161\u1105\u1161\u11b7일보\u00a0"
    assert set(ids(ask(search, "", press=(decomposed,)))) == {"g-1", "g-2"}


def test_a_facets_own_filter_does_not_shrink_it(search: Search) -> None:
    result = ask(search, "소각장", press=("가람일보",))
    assert result.total == 2
    assert facet(result, "press") == {"가람일보": 2, "솔내신문": 1}
    assert facet(result, "reporter") == {"박서연": 2, "윤도겸": 1}
    assert facet(result, "year") == {"2018": 1, "2020": 1}


def test_results_are_sorted_by_time_when_asked(search: Search) -> None:
    assert ids(ask(search, "소각장", sort="newest")) == ["g-2", "s-1", "g-1", "x-1"]
    assert ids(ask(search, "소각장", sort="oldest")) == ["g-1", "s-1", "g-2", "x-1"]


def test_relevance_puts_the_word_in_the_title_first(search: Search) -> None:
    order = ids(ask(search, "소각장"))
    assert order.index("g-2") < order.index("s-1")
    scores = [hit.score for hit in ask(search, "소각장").hits]
    assert scores == sorted(scores, reverse=True)


def test_pages_follow_one_another(search: Search) -> None:
    whole = ids(ask(search, "소각장", limit=None))
    pages = [ids(ask(search, "소각장", limit=3, offset=offset)) for offset in (0, 3, 6)]
    assert pages == [whole[:3], whole[3:], []]
    assert ask(search, "소각장", limit=0).total == 4


def test_match_most_ranks_those_with_more_words_first(search: Search) -> None:
    result = ask(search, "터미널 착공 소각장", match="most")
    assert result.total == 4
    assert ids(result)[0] == "s-1"
    assert result.match == "most"


# --- what is said ---


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("둑" * 501, "500자"),
        ("둑 " * 33, "32개"),
        ("(" * 9 + "둑" + ")" * 9, "8겹"),
        ("\u200b" * 9_000 + "둑" * 501, "500자"),
    ],
)
def test_a_query_beyond_the_caps_is_refused(search: Search, text: str, said: str) -> None:
    with pytest.raises(InvalidRequest, match=said) as error:
        ask(search, text)
    assert (error.value.parameter, error.value.code, error.value.exit_code) == ("q", "query_too_large", 2)


def test_a_query_is_cleaned_before_it_is_counted(search: Search) -> None:
    assert set(ids(ask(search, "소\u200b각장\u0000 공\ufeff람"))) == {"g-1", "g-2"}


def test_a_hostile_query_is_answered_in_no_time(search: Search) -> None:
    with pytest.raises(InvalidRequest):
        ask(search, "둑" + "\u0301\u0316" * 200_000 + "가" * 600)


def test_articles_that_wait_for_the_index_are_said(search: Search, archive: Archive) -> None:
    assert ask(search, "소각장").warnings == ()
    archive.store([(origin(), found(id="n-1", title="새 소각장")), (origin(), found(id="n-2"))])
    (warning,) = ask(search, "소각장").warnings
    assert "2건" in warning.message
    assert "rebuild" in warning.message
    assert search.stats().pending == 2


def test_warnings_of_the_parser_come_first_then_those_of_the_plan(search: Search) -> None:
    result = ask(search, "나~1 에서 (소각장")
    assert [warning.position for warning in result.warnings] == [7, 0, 4]


def test_without_an_index_the_reader_is_told_what_to_do(archive: Archive, tmp_path: Path) -> None:
    search = Search(archive, WhooshEngine(tmp_path / "nothing"), PlainAnalyser())
    with pytest.raises(IndexMissing, match="gisa rebuild"):
        ask(search, "소각장")
    with pytest.raises(IndexMissing):
        search.check_ready()
    assert search.stats().articles == 0


# --- what may have been meant ---


def test_a_word_typed_on_the_other_keyboard_is_corrected_and_that_is_said(search: Search) -> None:
    result = ask(search, "ㅅ소각장 thrkrwkd")
    assert result.echo == "ㅅ소각장 소각장"
    result = ask(search, "thrkrwkd 공람")
    assert (set(ids(result)), result.echo) == ({"g-1", "g-2"}, "소각장 공람")
    message = "‘thrkrwkd’를 다른 자판으로 읽어 ‘소각장’으로 찾았습니다"
    assert result.notices == (Notice("keyboard", message, "thrkrwkd 공람", as_typed=True),)


def test_as_typed_nothing_is_corrected(search: Search) -> None:
    result = ask(search, "thrkrwkd", as_typed=True)
    assert (result.total, result.echo, result.notices) == (0, "thrkrwkd", ())


def test_the_marks_of_an_article_are_those_of_the_corrected_query(search: Search) -> None:
    assert search.article("s-1", "thrkrwkd").marks == search.article("s-1", "소각장").marks != {}
    assert search.article("s-1", "thrkrwkd", as_typed=True).marks == {}


def test_in_mode_most_nothing_is_corrected(search: Search) -> None:
    assert ask(search, "thrkrwkd 공람", match="most").notices == ()


# --- when nothing is found ---


def test_of_each_word_it_is_said_how_many_articles_have_it(search: Search) -> None:
    result = ask(search, "터미널 공람 둑방")
    assert result.total == 0
    assert result.missing == (Missing("터미널", 1), Missing("공람", 2), Missing("둑방", 0))


def test_the_words_are_counted_within_the_filters(search: Search) -> None:
    result = ask(search, "터미널 공람", press=("가람일보",), last=date(2019, 1, 1))
    assert result.missing == (Missing("터미널", 0), Missing("공람", 1))


def test_what_has_most_of_the_words_is_shown_beside_the_empty_answer(search: Search) -> None:
    result = ask(search, "터미널 착공 공람")
    assert (result.total, result.hits) == (0, ())
    assert result.relaxed
    assert (result.relaxed.match, ids(result.relaxed)[0]) == ("most", "s-1")
    assert set(ids(result.relaxed)) == {"s-1", "g-1", "g-2"}


@pytest.mark.parametrize("text", ["둑방", "둑방 개울", "신문:없는신문"])
def test_where_no_article_has_any_of_the_words_nothing_is_shown_instead(search: Search, text: str) -> None:
    result = ask(search, text)
    assert (result.total, result.relaxed) == (0, None)


def test_a_similar_word_that_would_find_something_is_offered(search: Search) -> None:
    (notice,) = ask(search, "소각징 공람").notices
    assert notice == Notice("similar", "혹시 ‘소각장’을 찾으십니까?", "소각장 공람", total=2)


@pytest.mark.parametrize(
    ("text", "options"),
    [
        ("소각징 둑방", {}),
        ("소각징", {"as_typed": True}),
        ("소각징", {"match": "most"}),
        ("소각징", {"with_texts": False}),
        ("소각징", {"press": ("없는신문",)}),
    ],
)
def test_a_similar_word_is_not_offered_where_it_finds_nothing_or_nobody_reads_it(
    search: Search, text: str, options: dict[str, Any]
) -> None:
    assert ask(search, text, **options).notices == ()


def test_an_answer_that_found_something_lists_nothing_as_missing(search: Search) -> None:
    result = ask(search, "소각장 공람")
    assert (result.missing, result.relaxed, result.notices) == ((), None, ())


# --- articles ---


def test_an_article_is_shown_with_the_marks_of_the_query(search: Search) -> None:
    view = search.article("g-1", "소각장 -공람 주민")
    assert view.article.title == "은곡소각장 주민설명회 무산"
    cut = {name: [view.article.text(name)[a:b] for a, b in marks] for name, marks in view.marks.items()}
    assert cut == {"title": ["소각장", "주민"]} | {
        "subtitle": ["주민"],
        "body": ["소각장", "주민"],
        "caption": ["소각장", "주민"],
    }
    assert len(view.versions) == 1


@pytest.mark.parametrize("text", ["", "  ", "날짜:2019", "없는말"])
def test_an_article_without_matching_words_has_no_marks(search: Search, text: str) -> None:
    assert search.article("g-1", text).marks == {}


def test_an_unknown_article_is_not_found(search: Search) -> None:
    with pytest.raises(NotFound, match="없는-기사") as error:
        search.article("없는-기사", "소각장")
    assert error.value.article_id == "없는-기사"


def test_the_newest_version_is_shown(search: Search, archive: Archive, engine: Engine, tmp_path: Path) -> None:
    changed = ARTICLES[0] | {"body": "군은 계획을 거둬들였다."}
    files = read_paths([write_jsonl(tmp_path / "b.jsonl", [changed])])
    ingest.add(files, archive=archive, engine=engine, analyser=PlainAnalyser())
    assert search.article("g-1").article.body == "군은 계획을 거둬들였다."
    assert len(search.article("g-1").versions) == 2
    assert set(ids(ask(search, "거둬들였다"))) == {"g-1"}
    assert set(ids(ask(search, "소각장 추진한다"))) == set()


def test_articles_of_another_analyser_version_are_found_and_shown_unmarked(
    search: Search, archive: Archive, engine: Engine
) -> None:
    newer = Search(archive, engine, PlainAnalyser("plain-2"))
    result = ask(newer, "소각장 공람")
    assert result.total == 2
    assert all(hit.snippets and not hit.title_marks for hit in result.hits)
    assert newer.article("g-1", "소각장").marks == {}


# --- cost ---


def test_a_query_without_words_never_calls_the_analyser(search: Search, archive: Archive, engine: Engine) -> None:
    refusing = Search(archive, engine, RefusingAnalyser())
    assert ask(refusing, "날짜:2019 기자:오민재").total == 1
    assert ask(refusing, "", press=("가람일보",)).total == 2
    assert refusing.article("g-1").article.id == "g-1"
    assert refusing.stats().articles == 4


def test_the_same_words_are_analysed_once(archive: Archive, search: Search, engine: Engine) -> None:
    analyser = PlainAnalyser()
    again = Search(archive, engine, analyser)
    for _ in range(3):
        ask(again, "소각장 공람")
    assert analyser.seen == ["소각장", "공람"]


def test_warming_up_opens_everything(search: Search) -> None:
    search.warm_up()
    search.check_ready()


def test_figures_count_what_was_rejected(search: Search, archive: Archive) -> None:
    archive.reject([(origin(), Rejected(path="a.pdf", reason="PDF 문서"))])
    stats = search.stats()
    assert (stats.articles, stats.rejected, stats.analysed, stats.pending) == (4, 1, 4, 0)


def test_many_threads_search_at_once(search: Search) -> None:
    answers: list[list[str]] = []

    def work() -> None:
        for _ in range(5):
            answers.append(ids(ask(search, "소각장 공람 OR 터미널")))
            search.article("g-1", "소각장")

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 30
    assert all(answer == answers[0] for answer in answers)

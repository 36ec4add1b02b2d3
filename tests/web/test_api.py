from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from indexer.article import KST
from indexer.errors import IndexMissing, InvalidRequest
from indexer.query.result import Notice
from tests.web.browser import client_of
from tests.web.fake import FakeSearch, news

ARTICLES = [
    news("2019-03-27", id="g/1", url="https://www.garamilbo.example/1", captions=("특구 지도",)),
    news("2016-08-31", id="g/2", press="솔내신문"),
]


def get(path: str, search: FakeSearch | None = None, status: int = 200, **query: object) -> Any:
    answer = client_of(search or FakeSearch(ARTICLES)).get(path, query_string=query or None)
    assert answer.status_code == status
    assert answer.content_type == "application/json; charset=utf-8"
    return answer.get_json()


def test_search_answers_with_the_stable_shape() -> None:
    found = get("/api/v1/search", q="강소특구", press="가람일보")
    assert set(found) == {"query", "total", "stories", "took_ms", "hits", "facets", "relaxed"}
    said = {"text": "강소특구", "echo": "강소특구", "warnings": [], "match": "all", "notices": [], "missing": []}
    said["dropped"] = []
    assert found["query"] == said
    assert found["total"] == 1
    hit = found["hits"][0]
    assert hit["id"] == "g/1"
    assert hit["published"] == "2019-03-27T09:00:00+09:00"
    a, b = hit["snippets"][0]["marks"][0]
    assert hit["snippets"][0]["text"][a:b] == "강소특구"
    assert list(found["facets"]) == ["year", "month", "day", "press", "section", "reporter"]
    assert {name: value for name, value in hit["matched"][-1].items() if name != "printed"} == {
        "word": "강소특구",
        "how": "as_typed",
        "how_in_words": "그대로",
        "field": "body",
        "times": 1,
    }
    assert found["facets"]["press"] == [{"value": "가람일보", "count": 1}, {"value": "솔내신문", "count": 1}]


def test_the_api_reads_the_same_parameters_as_the_page() -> None:
    search = FakeSearch(ARTICLES)
    get("/api/v1/search", search, q="특구", page=2, size=5, sort="oldest", match="most", reporter=["가", "나"], junk=1)
    asked = search.asked[0]
    assert (asked.limit, asked.offset, asked.sort, asked.match, asked.reporter) == (
        5,
        5,
        "oldest",
        "most",
        ("가", "나"),
    )


def test_an_empty_answer_says_which_word_is_missing_and_what_comes_nearest() -> None:
    found = get("/api/v1/search", q="강소특구 둑방")
    assert (found["total"], found["hits"]) == (0, [])
    assert found["query"]["missing"] == [{"word": "강소특구", "total": 2}, {"word": "둑방", "total": 0}]
    assert (found["relaxed"]["total"], found["relaxed"]["query"]["match"]) == (2, "most")


def test_a_notice_says_what_was_done_and_how_to_undo_it() -> None:
    notice = Notice("keyboard", "‘xmrrn’을 ‘특구’로 찾았습니다", "xmrrn", as_typed=True)
    found = get("/api/v1/search", FakeSearch(ARTICLES, notices=(notice,)), q="xmrrn")
    assert found["query"]["notices"] == [
        {"kind": "keyboard", "message": notice.message, "query": "xmrrn", "as_typed": True, "total": None}
    ]


def test_the_search_as_typed_is_asked_for_with_asis() -> None:
    search = FakeSearch(ARTICLES)
    for asis in ("1", "0", ""):
        get("/api/v1/search", search, q="특구", asis=asis)
    assert [asked.as_typed for asked in search.asked] == [True, False, False]


def test_a_page_past_the_end_is_empty_and_still_tells_the_total() -> None:
    found = get("/api/v1/search", q="특구", page=10**9)
    assert (found["total"], found["hits"]) == (2, [])


def test_korean_is_written_as_korean() -> None:
    answer = client_of(FakeSearch(ARTICLES)).get("/api/v1/search?q=특구")
    assert "가람일보".encode() in answer.data


def test_an_article_comes_whole_with_marks_for_the_query() -> None:
    search = FakeSearch(
        [news("2019-03-27", id="g/1", fetched=datetime(2024, 4, 25, tzinfo=KST), captions=("가", "특구"))]
    )
    article = get("/api/v1/articles/g/1", search, q="특구")
    assert article["captions"] == ["가", "특구"]
    assert article["reporters"] == ["박서연"]
    assert article["versions"] == ["2024-04-25T00:00:00+09:00"]
    assert article["marks"]["caption"] == [[2, 4]]
    assert "subtitle" not in article["marks"]


def test_stats_tell_what_the_archive_holds() -> None:
    stats = get("/api/v1/stats")
    assert (stats["articles"], stats["first"], stats["last"]) == (2, "2016-08-31", "2019-03-27")
    assert stats["years"] == [{"value": "2016", "count": 1}, {"value": "2019", "count": 1}]
    empty = get("/api/v1/stats", FakeSearch())
    assert (empty["articles"], empty["first"], empty["years"]) == (0, None, [])


@pytest.mark.parametrize(("query", "parameter"), [("from=2019-13", "from"), ("page=0", "page"), ("sort=x", "sort")])
def test_bad_input_is_a_400_that_names_the_parameter(query: str, parameter: str) -> None:
    error = get("/api/v1/search?" + query, status=400)["error"]
    assert set(error) == {"code", "message", "parameter"}
    assert error["parameter"] == parameter


def test_what_the_engine_refuses_keeps_its_code() -> None:
    refused = InvalidRequest("너무 깁니다.", parameter="q", code="too_long")
    error = get("/api/v1/search", FakeSearch(problem=refused), status=400)["error"]
    assert error == {"code": "too_long", "message": "너무 깁니다.", "parameter": "q"}


def test_errors_of_the_api_are_json_whatever_they_are() -> None:
    assert get("/api/v1/articles/none", status=404)["error"]["code"] == "not_found"
    assert get("/api/v1/nowhere", status=404)["error"]["parameter"] is None
    missing = FakeSearch(problem=IndexMissing(Path("색인")))
    assert get("/api/v1/search", missing, status=503)["error"]["code"] == "unavailable"
    broken = FakeSearch(problem=RuntimeError("secret"))
    assert "secret" not in str(get("/api/v1/search", broken, status=500))


def test_healthz_answers_whatever_the_engine_does() -> None:
    assert get("/healthz", FakeSearch(problem=RuntimeError("down"))) == {"status": "ok"}


def test_readyz_says_why_it_is_not_ready() -> None:
    assert get("/readyz") == {"status": "ok"}
    answer = get("/readyz", FakeSearch(problem=IndexMissing(Path("/srv/비밀"))), status=503)
    assert "아직 찾을 수 있는 기사가 없습니다" in answer["reason"]
    assert "/srv" not in answer["reason"]

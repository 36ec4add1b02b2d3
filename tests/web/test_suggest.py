from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import webui
from indexer.errors import IndexMissing
from indexer.query.suggest import LIMIT, MOST, Suggestion
from tests.web.archive import get as page
from tests.web.browser import client_of
from tests.web.fake import FakeSearch

FOUND = (
    Suggestion("김해시 강소특구", "word", 12),
    Suggestion("김해시 기자:강수진", "reporter", 3),
    Suggestion("<b>김해</b>, “강소특구” 지정", "title", 1, "www.garamilbo.example/10231"),
)
SCRIPT = Path(webui.__file__).parent / "static" / "suggest.js"


class Suggesting(FakeSearch):
    """Suggests FOUND for everything; `typed` keeps what was asked."""

    def __init__(self, problem: Exception | None = None) -> None:
        super().__init__(problem=problem)
        self.typed: list[tuple[str, int]] = []

    def suggest(self, typed: str, limit: int) -> tuple[Suggestion, ...]:
        self._fail()
        self.typed.append((typed, limit))
        return FOUND[:limit]


def get(search: Suggesting, status: int = 200, **query: object) -> Any:
    answer = client_of(search).get("/api/v1/suggest", query_string=query)
    assert answer.status_code == status
    assert answer.content_type == "application/json; charset=utf-8"
    return answer.get_json()


def test_suggestions_come_with_what_was_asked() -> None:
    search = Suggesting()
    assert get(search, q="김해시 강ㅅ") == {
        "query": "김해시 강ㅅ",
        "suggestions": [
            {"text": "김해시 강소특구", "kind": "word", "count": 12},
            {"text": "김해시 기자:강수진", "kind": "reporter", "count": 3},
            {
                "text": "<b>김해</b>, “강소특구” 지정",
                "kind": "title",
                "count": 1,
                "id": "www.garamilbo.example/10231",
            },
        ],
    }
    assert search.typed == [("김해시 강ㅅ", LIMIT)]


def test_there_are_as_many_as_asked_for() -> None:
    search = Suggesting()
    assert len(get(search, q="강", limit=2)["suggestions"]) == 2
    assert search.typed == [("강", 2)]


@pytest.mark.parametrize("typed", ["", " ", "\u3000"])
def test_nothing_typed_is_not_asked_for(typed: str) -> None:
    search = Suggesting()
    assert get(search, q=typed) == {"query": typed, "suggestions": []}
    assert search.typed == []


def test_spaces_are_kept_as_they_end_the_word() -> None:
    search = Suggesting()
    get(search, q="강소특구 ")
    assert search.typed == [("강소특구 ", LIMIT)]


@pytest.mark.parametrize("limit", ["0", str(MOST + 1), "-1", "many", "1.5", "٣", "9999"])
def test_a_limit_that_is_none_is_a_400_that_names_it(limit: str) -> None:
    error = get(Suggesting(), 400, q="강", limit=limit)["error"]
    assert (error["code"], error["parameter"]) == ("invalid_number", "limit")
    assert str(MOST) in error["message"]


def test_a_text_beyond_the_cap_is_a_400() -> None:
    error = get(Suggesting(), 400, q="강" * 501)["error"]
    assert (error["code"], error["parameter"]) == ("query_too_large", "q")


def test_without_an_index_it_is_unavailable_as_every_search_is() -> None:
    assert get(Suggesting(IndexMissing(Path("색인"))), 503, q="강")["error"]["code"] == "unavailable"


def test_browsers_keep_suggestions_shortly_and_for_one_reader() -> None:
    answer = client_of(Suggesting()).get("/api/v1/suggest?q=강")
    assert answer.headers["Cache-Control"] == "private, max-age=30"


@pytest.mark.parametrize("path", ["/", "/search"])
def test_pages_with_a_box_have_the_script_and_no_role_that_only_it_fulfils(path: str) -> None:
    shown = page(path)
    assert shown.one("input", id="q")["data-suggest"] == "/static/suggest.js"
    box = shown.one("input", id="q")
    assert "role" not in box.attrs
    assert box["autocomplete"] == "off"  # the browser's own list would cover ours


def test_the_policy_lets_the_script_ask() -> None:
    policy = client_of(Suggesting()).get("/").headers["Content-Security-Policy"]
    assert "connect-src 'self'" in policy.split("; ")


def test_the_script_writes_texts_never_markup_and_leaves_composing_alone() -> None:
    script = SCRIPT.read_text("utf-8")
    assert "innerHTML" not in script
    assert "insertAdjacentHTML" not in script
    assert "event.isComposing" in script

"""Whatever an article, a query or an error says, only our own markup comes out."""

from __future__ import annotations

import functools
from datetime import datetime
from urllib.parse import urlsplit

import pytest

from indexer.article import KST, Article
from indexer.errors import GisaError, InvalidRequest
from indexer.query.request import SearchRequest
from indexer.query.result import Hit, Matched, Missing, Notice, SearchResult, Warning  # noqa: A004
from tests.web.browser import Page, client_of
from tests.web.fake import FakeSearch

PAYLOADS = [
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "' autofocus onfocus='alert(1)",
    "</title><svg onload=alert(1)>",
    "{{ 7 * 7 }}{% raw %}",
    "&lt;b&gt;&amp;&#x3c;",
    "javascript:alert(1)",
    "<!--", "]]>", "\u202e뒤집힌 글\u0000",
]  # fmt: skip
FIELDS = ("id", "title", "subtitle", "body", "caption", "press", "section", "region", "reporter", "url")


def article(**said: str) -> Article:
    def text(name: str) -> str:
        return said.get(name, "가나다")

    return Article(
        id=text("id"),
        title=text("title"),
        subtitle=text("subtitle"),
        body=text("body"),
        captions=(text("caption"),),
        press=text("press"),
        section=text("section"),
        region=text("region"),
        reporters=(text("reporter"),),
        published=datetime(2016, 8, 31, tzinfo=KST),
        url=text("url"),
    )


def get(search: FakeSearch, path: str, **query: str) -> Page:
    return Page(client_of(search).get(path, query_string=query).get_data(as_text=True))


@functools.cache
def plain_skeleton(path: str) -> list[tuple[str, tuple[str, ...]]]:
    return get(FakeSearch([article()]), path).skeleton


@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.parametrize("field", FIELDS)
def test_no_field_of_an_article_adds_markup(field: str, payload: str) -> None:
    client = client_of(FakeSearch([article(**{field: payload})]))
    for path in ("/", "/search", "/article/가나다") if field != "id" else ("/", "/search"):
        assert Page(client.get(path).get_data(as_text=True)).skeleton == plain_skeleton(path)


@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.parametrize("field", ["title", "body", "caption", "subtitle"])
def test_marks_around_hostile_words_add_no_other_markup(field: str, payload: str) -> None:
    word = payload.split()[0]
    page = get(FakeSearch([article(**{field: payload})]), "/article/가나다", q=word)
    assert_ours(page)
    assert any(word in mark.data for mark in page.all("mark"))


@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.parametrize(
    "parameter", ["q", "from", "to", "press", "section", "reporter", "sort", "match", "page", "by"]
)
@pytest.mark.parametrize("path", ["/search", "/article/가나다", "/nowhere"])
def test_no_parameter_adds_markup(path: str, parameter: str, payload: str) -> None:
    assert_ours(get(FakeSearch([article()]), path, **{parameter: payload}))


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_warning_echo_or_error_adds_markup(payload: str) -> None:
    assert_ours(get(FakeSearch([article()], warnings=(Warning(0, payload),)), "/search", q=payload, match="most"))
    assert_ours(get(FakeSearch(problem=GisaError(payload)), "/search"))
    assert_ours(get(FakeSearch(problem=InvalidRequest(payload, parameter=payload)), "/search", q=payload))
    assert_ours(get(FakeSearch(), "/article/" + payload.replace("?", "").replace("#", "").replace("%", "")))


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_notice_missing_word_or_reason_adds_markup(payload: str) -> None:
    hit = Hit(id="x", score=1.0, title=payload, matched=(Matched(payload, "inside", "body", 1, payload + "앞"),))
    relaxed = SearchResult(text="", echo=payload, match="most", total=1, hits=(hit,))
    said = SearchResult(
        text=payload,
        echo=payload,
        match="all",
        total=0,
        notices=(Notice("similar", payload, payload, total=1), Notice("hanja", payload, payload, as_typed=True)),
        missing=(Missing(payload, 0), Missing("나", 1)),
        relaxed=relaxed,
    )
    page = get(Saying(said), "/search", q="x")
    assert_ours(page)
    shown = " ".join(payload.split())
    assert page.one("p", class_="missing").text.count(shown) == 1
    assert page.one("details", class_="why").text.count(shown) == 2


class Saying(FakeSearch):
    """Answers one and the same."""

    def __init__(self, result: SearchResult) -> None:
        super().__init__()
        self._result = result

    def search(self, request: SearchRequest) -> SearchResult:
        return self._result


def assert_ours(page: Page) -> None:
    ours = {"html", "head", "meta", "title", "link", "script", "body", "a", "header", "div", "p", "form", "label",
            "input", "button", "details", "summary", "ul", "ol", "li", "code", "fieldset", "legend", "span", "select",
            "option", "main", "h1", "h2", "h3", "b", "nav", "section", "svg", "line", "rect", "text", "table",
            "caption", "thead", "tbody", "tr", "th", "td", "aside", "article", "time", "mark", "footer", "dl", "dt",
            "dd", "defs", "pattern"}  # fmt: skip
    assert {e.tag for e in page.elements} <= ours
    assert [s["src"] for s in page.all("script")] == ["/static/keys.js", "/static/suggest.js"]
    for element in page.elements:
        assert not any(name.startswith("on") or name == "style" for name in element.attrs)
        for name in ("href", "src", "action"):
            address = urlsplit(element.attrs.get(name, "/"))
            assert address.scheme == "", element.attrs
            assert address.netloc == "", element.attrs

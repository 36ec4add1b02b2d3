"""Whatever an article, a query or an error says, only our own markup comes out: hundreds of payloads through every
field and parameter, into every page and every file."""

from __future__ import annotations

import csv
import dataclasses
import io
import itertools
import json
import re
import zipfile
from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import cache
from urllib.parse import quote, urlencode
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from indexer.article import KST, Article
from indexer.citing.parts import address as web_address
from indexer.errors import GisaError, InvalidRequest
from indexer.query.differences import Change
from indexer.query.related import Related
from indexer.query.request import SearchRequest
from indexer.query.result import (
    Dropped,
    Hit,
    Matched,
    Missing,
    Notice,
    SearchResult,
    Version,
    Warning,  # noqa: A004
)
from indexer.query.suggest import Suggestion
from tests.web.browser import client_of
from tests.web.fake import FakeSearch
from tests.web.payloads import payloads
from tests.web.skeleton import foreign, skeleton
from webui.headers import HEADERS
from webui.parameters import EVERY

ALL = payloads()
STORED = tuple(one for one in ALL if one.isprintable() or not re.search("[\ud800-\udfff]", one))
"""What can stand in an archive: the gate lets no surrogates in."""

CHUNK = 100
CHUNKS = [STORED[at : at + CHUNK] for at in range(0, len(STORED), CHUNK)]
FIELDS = ("title", "subtitle", "body", "captions", "press", "section", "region", "reporters", "url", "extra")
PAGES = ("/search", "/kwic", "/draft", "/compare", "/export", "/saved", "/help", "/api", "/coverage", "/", "/article/x")
FORMULA = re.compile(r"[=+\-@\t\r]")


def test_there_are_five_hundred_payloads() -> None:
    assert len(ALL) >= 500
    assert len(STORED) >= 500


# --- articles ---


def harmless(payload: str, number: int) -> str:
    """A text of the same shape: its spaces and breaks are the payload's, its words are nobody's."""
    if web_address(payload):
        return f"https://a.example/{number}"
    return re.sub(r'[^\s"]+', f"가{number}", payload)


def hostile_articles(first: int, texts: Sequence[str], said: Sequence[str]) -> list[Article]:
    """An article for each of `texts`, with another of them in each of its fields. `said` are those texts as they are
    written: themselves, or their harmless twins."""
    many = len(texts)
    return [
        _article(first + at, {name: said[(at + 7 * place) % many] for place, name in enumerate(FIELDS)})
        for at in range(many)
    ]


def _article(number: int, said: dict[str, str]) -> Article:
    return Article(
        id=f"a/{number}",
        title=said["title"],
        subtitle=said["subtitle"],
        body=said["body"],
        captions=(said["captions"],),
        press=said["press"],
        section=said["section"],
        region=said["region"],
        reporters=(said["reporters"],),
        published=datetime(2016, 8, 31, 9, tzinfo=KST),
        url=said["url"],
        extra={"person": [said["extra"]], "tag": [said["extra"]]},
    )


class Lonely(FakeSearch):
    """Says of no article what is like it: that depends on its words, which twins do not share."""

    def similar(self, article_id: str) -> Related:
        return Related(id=article_id, published=None)


def pair(number: int) -> tuple[FakeSearch, FakeSearch]:
    """An archive of hostile articles, and one of articles of the same shape."""
    texts = CHUNKS[number]
    twins = [harmless(text, at) for at, text in enumerate(texts)]
    first = number * CHUNK
    return Lonely(hostile_articles(first, texts, texts)), Lonely(hostile_articles(first, texts, twins))


@cache
def clients(number: int) -> tuple[FlaskClient, FlaskClient]:
    hostile, plain = pair(number)
    return client_of(hostile), client_of(plain)


def fetched(client: FlaskClient, address: str) -> TestResponse:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer


def html(client: FlaskClient, address: str) -> str:
    answer = fetched(client, address)
    assert answer.content_type == "text/html; charset=utf-8"
    return answer.get_data(as_text=True)


@pytest.mark.parametrize("number", range(len(CHUNKS)))
@pytest.mark.parametrize("path", ["/", "/search?size=100", "/coverage", "/export", "/en/search?size=100"])
def test_no_field_of_an_article_adds_markup_to_a_list(path: str, number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("webui.pages.HEADLINES", CHUNK)
    hostile, plain = clients(number)
    assert skeleton(html(hostile, path)) == skeleton(html(plain, path))


@pytest.mark.parametrize("number", range(len(CHUNKS)))
def test_no_field_of_an_article_adds_markup_to_its_page(number: int) -> None:
    hostile, plain = clients(number)
    for at, text in enumerate(CHUNKS[number]):
        path = f"/article/a/{number * CHUNK + at}"
        page = html(hostile, path)
        assert foreign(page) == [], text
        if at % 5 == 0:
            assert skeleton(page) == skeleton(html(plain, path)), text


def test_no_id_of_an_article_adds_markup() -> None:
    for number, texts in enumerate(CHUNKS):
        ids = [text for text in texts if text.strip()]
        article = _article(0, dict.fromkeys(FIELDS, "가"))
        client = client_of(FakeSearch([dataclasses.replace(article, id=one) for one in ids]))
        assert foreign(html(client, "/search?size=100")) == []
        for one in ids[number::5]:
            answer = client.get("/article/" + quote(one, safe=""))
            assert answer.status_code in (200, 308, 404)  # slashes in a row are one address
            assert foreign(answer.get_data(as_text=True)) == []


@pytest.mark.parametrize("number", range(len(CHUNKS)))
def test_marks_around_hostile_words_add_no_other_markup(number: int) -> None:
    hostile, _ = clients(number)
    pages = itertools.cycle(("/search?size=20&match=most", "/kwic?match=most", "/compare?match=most"))
    for path, words in zip(pages, _queries(CHUNKS[number]), strict=False):
        page = html(hostile, f"{path}&{urlencode({'q': words})}")
        assert foreign(page) == []
    for at in range(0, len(CHUNKS[number]), 10):
        text = CHUNKS[number][at]
        assert foreign(html(hostile, f"/article/a/{number * CHUNK + at}?{urlencode({'q': text})}")) == []


def test_prints_and_versions_add_no_markup() -> None:
    search, _ = pair(0)
    search.stories = {article.id: 1 + at // 4 for at, article in enumerate(search.articles)}
    changes = tuple(Change(("same", "removed", "added")[at % 3], text) for at, text in enumerate(STORED))
    when = datetime(2024, 4, 25, tzinfo=KST)
    versions = (
        Version(number=1, archived=when, place=STORED[0], searched=False),
        Version(number=2, archived=when, place=STORED[1], searched=True, changes={"title": changes, "body": changes}),
    )
    search.history["a/0"] = versions
    client = client_of(search)
    assert foreign(html(client, "/search?size=100&collapse=1")) == []
    assert foreign(html(client, "/article/a/0?diff=1")) == []
    assert foreign(html(client, "/article/a/0?version=1&diff=1&q=%3Cb%3E")) == []


# --- files ---


def _queries(texts: Sequence[str]) -> Iterator[str]:
    """Many payloads in one query, as many as a query may have letters."""
    return (" ".join(texts[at : at + 12]) for at in range(0, len(texts), 12))


@pytest.mark.parametrize("number", range(len(CHUNKS)))
def test_the_feed_has_the_elements_of_a_harmless_one(number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("webui.exports.feed.ENTRIES", CHUNK)
    feeds = [ElementTree.fromstring(fetched(one, "/feed.atom").data) for one in clients(number)]
    hostile, plain = [{(element.tag, tuple(element.attrib)) for element in feed.iter()} for feed in feeds]
    assert hostile == plain
    entries = [len(feed.findall("{http://www.w3.org/2005/Atom}entry")) for feed in feeds]
    assert entries == [len(CHUNKS[number])] * 2


def test_feeds_of_hostile_searches_are_well_formed() -> None:
    client, _ = clients(0)
    for words in _queries(ALL):
        answer = client.get("/feed.atom?" + urlencode({"q": words, "press": words}, errors="surrogatepass"))
        assert answer.status_code == 200
        assert ElementTree.fromstring(answer.data).tag == "{http://www.w3.org/2005/Atom}feed"


@pytest.mark.parametrize("path", ["/export.csv", "/kwic.csv?match=most&q=%3Cb%3E"])
def test_tables_have_no_formula_and_no_extra_row_or_cell(path: str) -> None:
    for number in range(len(CHUNKS)):
        tables = []
        for client in clients(number):
            text = fetched(client, path).get_data(as_text=True)
            assert text.startswith("\ufeff")
            tables.append(list(csv.reader(io.StringIO(text[1:], newline=""), strict=True)))
        hostile, plain = tables
        assert {len(row) for row in hostile} == {len(hostile[0])}
        if path == "/export.csv":
            assert len(hostile) == len(plain) == len(CHUNKS[number]) + 1
        for cell in (cell for row in hostile[1:] for cell in row):
            assert not FORMULA.match(cell), cell


def test_a_spreadsheet_has_no_formula_and_no_link() -> None:
    with zipfile.ZipFile(io.BytesIO(fetched(clients(0)[0], "/export.xlsx").data)) as book:
        for name in book.namelist():
            text = book.read(name).decode("utf-8", "replace")
            assert "<f>" not in text
            assert "hyperlink" not in text
            if name.endswith((".xml", ".rels")):
                ElementTree.fromstring(text)


def test_citations_have_one_record_an_article() -> None:
    for number, texts in enumerate(CHUNKS):
        ris = fetched(clients(number)[0], "/export.ris").get_data(as_text=True)
        lines = re.split("\r\n|[\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029]", ris)
        assert sum(line.startswith("TY  - ") for line in lines) == len(texts)
        assert sum(line.startswith("ER  -") for line in lines) == len(texts)
        assert all(re.match("[A-Z][A-Z0-9]  -", line) for line in lines if line.strip("\ufeff"))
        bibtex = fetched(clients(number)[0], "/export.bibtex").get_data(as_text=True)
        assert len(re.findall(r"^@", bibtex, re.MULTILINE)) == len(texts)
        depth = 0
        for brace in re.findall(r"\\.|[{}]", bibtex, re.DOTALL):
            depth += {"{": 1, "}": -1}.get(brace, 0)
            assert depth >= 0
        assert depth == 0


def test_json_lines_are_one_object_an_article() -> None:
    for number, texts in enumerate(CHUNKS):
        lines = fetched(clients(number)[0], "/export.jsonl").get_data(as_text=True).split("\n")
        found = [json.loads(line) for line in lines if line]
        assert len(found) == len(texts)
        assert all(set(one) == set(found[0]) for one in found)


def test_an_articles_own_files_are_safe_to_open() -> None:
    for at, text in enumerate(CHUNKS[0]):
        for form in ("ris", "bibtex", "csl.json"):
            answer = fetched(clients(0)[0], f"/cite/{form}/a/{at}")
            assert answer.headers["Content-Disposition"].startswith("attachment; filename=")
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            assert answer.mimetype != "text/html", text


def test_json_says_the_texts_as_they_are() -> None:
    client, _ = clients(0)
    answer = fetched(client, "/api/v1/search?size=100")
    assert answer.content_type == "application/json; charset=utf-8"
    assert {hit["title"] for hit in answer.get_json()["hits"]} == set(CHUNKS[0])


# --- questions ---


def asked(client: FlaskClient, path: str, **query: str) -> TestResponse:
    answer = client.get(f"{path}?{urlencode(query, errors='surrogatepass')}")
    assert answer.status_code in (200, 302, 400), (path, query)
    assert re.match(r"/(?![/\\])|$", answer.headers.get("Location", ""))
    headers = dict(answer.headers)
    assert {name: headers.get(name) for name in HEADERS} == HEADERS
    assert all(value.isprintable() for value in headers.values())
    return answer


@pytest.mark.parametrize("path", [*PAGES, "/nowhere", "/en/search"])
def test_no_query_adds_markup_to_any_page(path: str) -> None:
    client = client_of(FakeSearch([_article(0, dict.fromkeys(FIELDS, "가"))]))
    for words in _queries(ALL):
        answer = client.get(f"{path}?{urlencode({'q': words}, errors='surrogatepass')}")
        assert answer.status_code in (200, 400, 404)
        assert foreign(answer.get_data(as_text=True)) == [], words


@pytest.mark.parametrize("place", range(len(EVERY)))
def test_no_parameter_adds_markup(place: int) -> None:
    """Each payload goes through four of the parameters, and each of these into a page; `q` is tried whole above."""
    name = EVERY[place].name
    client = client_of(FakeSearch([_article(0, dict.fromkeys(FIELDS, "가"))]))
    pages = [page for page in PAGES if page not in ("/article/x", "/saved", "/help", "/api")]
    step = max(1, len(EVERY) // 4)
    for at, payload in enumerate(ALL[place % step :: step]):
        path = pages[at % len(pages)]
        answer = asked(client, path, **{name: payload})
        assert foreign(answer.get_data(as_text=True)) == [], (payload, path)


def test_no_value_of_a_filter_adds_markup() -> None:
    client = client_of(FakeSearch([_article(0, dict.fromkeys(FIELDS, "가"))]))
    for at in range(0, len(ALL), 40):
        for name in ("press", "section", "not_region"):
            query = urlencode([(name, one) for one in ALL[at : at + 40]], errors="surrogatepass")
            for path in ("/search", "/feed.atom") if name == "press" else ("/search",):
                answer = client.get(f"{path}?{query}")
                assert answer.status_code == 200
                if path == "/search":
                    assert foreign(answer.get_data(as_text=True)) == []


def test_no_address_adds_markup_or_leads_away() -> None:
    client = client_of(FakeSearch())
    prefixes = ("/", "/en/", "/en//", "/article/", "/export.", "/cite/", "/api/v1/")
    for at, payload in enumerate(ALL):
        prefix = prefixes[at % len(prefixes)]
        answer = client.get(prefix + quote(payload, safe="/", errors="surrogatepass"))
        assert answer.status_code in (200, 308, 404, 405), (prefix, payload)
        if answer.mimetype == "text/html":
            assert foreign(answer.get_data(as_text=True)) == [], (prefix, payload)
        location = answer.headers.get("Location", "")
        assert re.match(r"(http://localhost)?/(?![/\\])|$", location), (prefix, payload, location)


def test_no_draft_adds_markup() -> None:
    search, _ = pair(0)
    client = client_of(search)
    for words in _queries(STORED):
        answer = client.post("/draft", data={"text": words, "press": words, "from": words})
        assert answer.status_code in (200, 400)
        assert foreign(answer.get_data(as_text=True)) == []
        answer = client.post("/draft", data={"text": f"{words} 가람군의회는 예산을 깎았다."})
        assert foreign(answer.get_data(as_text=True)) == []


# --- what is said of them ---


def test_no_warning_adds_markup() -> None:
    warnings = tuple(Warning(at, text) for at, text in enumerate(ALL) if text in STORED)
    notices = tuple(Notice("similar", text, text, total=1) for text in STORED)
    search = FakeSearch([_article(0, dict.fromkeys(FIELDS, "가"))], warnings=warnings, notices=notices)
    for path in ("/search", "/kwic?q=%EA%B0%80", "/en/search"):
        assert foreign(html(client_of(search), path)) == []


@pytest.mark.parametrize("path", ["/search", "/kwic", "/feed.atom", "/export", "/export.csv", "/en/search"])
def test_no_error_adds_markup(path: str) -> None:
    for number in range(0, len(STORED), 120):
        text = " ".join(STORED[number : number + 120])
        for problem in (GisaError(text), InvalidRequest(text, parameter=text)):
            answer = client_of(FakeSearch(problem=problem)).get(path)
            assert answer.status_code in (400, 503)
            assert foreign(answer.get_data(as_text=True)) == []


class Saying(FakeSearch):
    """Answers one and the same."""

    def __init__(self, result: SearchResult) -> None:
        super().__init__()
        self._result = result

    def search(self, request: SearchRequest) -> SearchResult:
        return self._result


def test_no_notice_missing_word_or_reason_adds_markup() -> None:
    matched = tuple(Matched(text, "inside", "body", 1, text + "앞") for text in STORED)
    hits = tuple(Hit(id=str(at), score=1.0, title=text, matched=matched[at : at + 5]) for at, text in enumerate(STORED))
    said = SearchResult(
        text="가",
        echo="가",
        match="all",
        total=0,
        missing=tuple(Missing(text, at % 2) for at, text in enumerate(STORED)),
        dropped=tuple(Dropped(text, text, 3) for text in STORED),
        relaxed=SearchResult(text="", echo="가", match="most", total=len(hits), hits=hits),
    )
    page = html(client_of(Saying(said)), "/search?q=x")
    assert foreign(page) == []
    assert page.count("&lt;script&gt;") > 4


def test_no_echo_adds_markup() -> None:
    for words in (" ".join(STORED[at : at + 60]) for at in range(0, len(STORED), 60)):
        said = SearchResult(text=words, echo=words, match="all", total=1, hits=(Hit(id="x", score=1.0),))
        assert foreign(html(client_of(Saying(said)), "/search?q=x")) == [], words


def test_suggestions_are_texts_in_json() -> None:
    search = FakeSearch()
    search.suggestions = tuple(Suggestion(text, "word", 1) for text in STORED)
    for form in ("gisa", "opensearch"):
        answer = client_of(search).get("/api/v1/suggest", query_string={"q": "가", "format": form, "limit": "20"})
        assert "json" in (answer.mimetype or "")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_foreign_markup_is_seen() -> None:
    for bad in ("<script>alert(1)</script>", "<p onclick=x>", "<img src=x>", "<a href=javascript:1>", "<p style=a>",
                "<a href=//evil.example>", "<!-- a -->", "<form action=https://evil.example>", "<iframe>"):  # fmt: skip
        assert foreign(f"<!doctype html><title>a</title><p>b</p>{bad}"), bad
    assert foreign('<!doctype html><title>a</title><p>b <a href="/search?q=a">c</a></p>') == []

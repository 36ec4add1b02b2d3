"""Whatever stands in a URL: a page, or a 400 that says which parameter is wrong and why. Never a 500, and soon."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from urllib.parse import quote

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer import ingest
from indexer.archive import Archive
from indexer.archive.connect import sqlite_url
from indexer.engines.memory import MemoryEngine
from indexer.search import Search
from indexer.sources import read_paths
from tests.fakes import PlainAnalyser, write_jsonl
from tests.web.browser import COMPILED, TODAY, Page
from tests.web.hostile import Answer, addresses, ask
from webui import create_app
from webui.openapi.problems import CODES
from webui.parameters import EVERY, KOREAN

SECONDS = 5.0
"""More than any answer over five articles takes on a busy machine, and far less than a runaway one."""

ARGUMENTS = {
    "article_id": ("g-1",),
    "filename": ("gisa.css", "icon.svg"),
    "field": ("press", "reporter", "person", "no"),
    "form": ("csv", "xlsx", "jsonl", "ris", "bibtex", "csl.json", "no"),
}
"""What stands in the variable parts of the routes."""

ROTATING = 2
"""Addresses that each value of each parameter is tried at, beside the search and its API: all of them get every
parameter, and every value, many times."""

EXPECTED = (200, 302, 400, 404)
"""404 is for files of forms that there are not."""

BIG = b"%EA%B0%80" * 11_000  # 100 kB

VALUES: Mapping[str, bytes] = {
    "nothing": b"",
    "spaces": b"%20%20%09",
    "zero": b"0",
    "one": b"1",
    "huge": b"1000000000",
    "beyond 64 bits": b"9" * 40,
    "negative": b"-1",
    "exponent": b"1e9",
    "fraction": b"1.5",
    "other digits": b"%EF%BC%91",
    "NUL": b"%00",
    "word": b"%EC%82%B0%EB%B6%88",
    "100 kB": BIG,
    "overlong": b"%C0%AF",
    "surrogate": b"%ED%A0%80",
    "cut": b"%EA%B0",
    "half an escape": b"%",
    "raw bytes": b"\xff\xfe\xea",
    "no day": b"0000-00-00",
    "last day": b"9999-12-31",
    "leap": b"2019-02-29",
    "emoji": b"%F0%9F%91%A8%E2%80%8D%F0%9F%91%A9",
    "array": b"%5B1%5D",
    "true": b"true",
    "quote": b"%22",
    "operators": b"%28%28%28%22-OR~2*",
    "CRLF": b"a%0D%0AX-Y:%20z",
}


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The real query path over a few articles."""
    folder = tmp_path_factory.mktemp("hostile")
    articles = [
        {
            "id": f"g-{number}",
            "title": f"은곡소각장 산불 대피 {number}",
            "body": "가람군이 소각장을 다시 추진한다. 주민은 반대한다.\n\n이도현 군수는 산불 예산을 늘렸다.",
            "captions": ["소각장을 반대하는 주민"],
            "press": "가람일보" if number % 2 else "솔내신문",
            "section": "사회",
            "region": "은곡면",
            "reporter": "박서연",
            "date": f"201{number}-11-03 23:30",
            "url": f"https://www.garamilbo.example/news/articleView.html?idxno={number}",
        }
        for number in range(1, 6)
    ]
    engine = MemoryEngine()
    archive = Archive(sqlite_url(folder / "archive.sqlite3"))
    path = write_jsonl(folder / "a.jsonl", articles)
    ingest.add(read_paths([path]), archive=archive, engine=engine, analyser=PlainAnalyser())
    made = create_app(Search(archive, engine, PlainAnalyser()), today=lambda: TODAY)
    made.jinja_env.bytecode_cache = COMPILED
    yield made
    archive.close()


def held(answer: Answer, what: str, expected: tuple[int, ...] = (200, 400)) -> Answer:
    """What must be so of every answer."""
    assert answer.status in expected, f"{answer.status}: {what}"
    assert answer.secured, what
    assert answer.seconds < SECONDS, f"{answer.seconds:.1f} s: {what}"
    return answer


def blamed(answer: Answer, name: str) -> None:
    """A 400 names the parameter and says why and what to do: as JSON to programs, with a way out to readers."""
    if answer.status != 400:
        return
    if answer.headers["Content-Type"].startswith("application/json"):
        error = json.loads(answer.body)["error"]
        assert error["parameter"] == name
        assert error["code"] in {code.code for code in CODES}
        said = error["message"]
    else:
        page = Page(answer.text)
        said = page.one("main").text
        assert page.all("a")
        assert KOREAN[name] in said or name == "q"
    assert re.search("[가-힣]{2}", said)
    assert re.search("십시오|있습니다|없는|처럼", said), said


@pytest.mark.parametrize("place", range(len(EVERY)), ids=[parameter.name for parameter in EVERY])
def test_any_value_of_any_parameter_is_answered_or_refused_by_name(app: Flask, place: int) -> None:
    name = EVERY[place].name
    paths = addresses(app, ARGUMENTS)
    for at, (what, value) in enumerate(VALUES.items()):
        rotating = [paths[(place * 5 + at * ROTATING + step) % len(paths)] for step in range(ROTATING)]
        for path in ("/search", "/api/v1/search", *rotating):
            asked = ask(app, path, name.encode() + b"=" + value)
            answer = held(
                asked,
                f"{path}?{name}={what}",
                EXPECTED,
            )
            blamed(answer, name)


@pytest.mark.parametrize("name", [parameter.name for parameter in EVERY])
def test_a_parameter_ten_thousand_times_is_answered_soon(app: Flask, name: str) -> None:
    for path in ("/search", "/api/v1/search", "/feed.atom", "/kwic", "/compare", "/export", "/coverage"):
        same = b"&".join([name.encode() + b"=1"] * 10_000)
        held(ask(app, path, same), f"{path}: {name} 10,000 times", (200, 302, 400))
        others = b"&".join(f"{name}={number}".encode() for number in range(10_000))
        blamed(held(ask(app, path, others), f"{path}: 10,000 values of {name}", (200, 302, 400)), name)


@pytest.mark.parametrize(
    ("query", "parameter", "said"),
    [
        (b"from=2020&to=2019", "from", "바꾸어"),
        (b"from=2019-13", "from", "없는 달"),
        (b"to=2019-02-30", "to", "없는 날짜"),
        (b"from=0000-00-00", "from", "없는 해"),
        (b"facets=weather", "facets", "person"),
        (b"sort=best", "sort", "newest"),
        (b"page=0", "page", "1부터"),
        (b"page=-1", "page", "1부터"),
        (b"size=101", "size", "100까지"),
        (b"size=1e9", "size", "100까지"),
        (b"by=week", "by", "month"),
        (b"asis=2", "asis", "0, 1"),
        (b"q=" + BIG, "q", "500자"),
        (b"q=" + b"a+" * 33, "q", "32"),
        (b"q=" + b"%28" * 9 + b"a", "q", "8"),
    ],
)
def test_a_refusal_says_which_and_why_and_what_instead(app: Flask, query: bytes, parameter: str, said: str) -> None:
    for path in ("/search", "/api/v1/search"):
        answer = held(ask(app, path, query), path, (400,))
        blamed(answer, parameter)
        assert said in answer.text
    page = Page(ask(app, "/search", query + b"&section=a").text)
    if parameter != "q":  # the way out keeps everything else
        assert any(link["href"].endswith("?section=a") or "section=a" in link["href"] for link in page.all("a"))


def test_a_page_far_past_the_end_is_a_page_that_leads_back(app: Flask) -> None:
    for number in (b"1000000000", b"1000000000000"):
        answer = held(ask(app, "/search", b"q=%EC%82%B0%EB%B6%88&page=" + number), "far", (200,))
        assert "결과의 끝을 지난" in answer.text
        assert json.loads(ask(app, "/api/v1/search", b"page=" + number).body)["hits"] == []


def test_a_query_of_raw_bytes_is_read_as_well_as_it_can_be(app: Flask) -> None:
    written = json.loads(ask(app, "/api/v1/search", b"q=" + quote("산불").encode()).body)
    sent = json.loads(held(ask(app, "/api/v1/search", "q=산불".encode()), "UTF-8", (200,)).body)
    assert (sent["total"], sent["query"]) == (written["total"], written["query"])
    held(ask(app, "/search", "q=산불&press=가".encode("cp949")), "CP949", (200,))
    assert json.loads(ask(app, "/api/v1/search", b"q=a%20b&size=1").body)["query"]["text"] == "a b"


def test_names_that_are_not_ours_are_ignored(app: Flask) -> None:
    plain = json.loads(ask(app, "/api/v1/search").body)["total"]
    for query in (b"a[]=1", b"q[]=x", b"press[0]=x", b"%00=1", b"__proto__=1", b"=", b"&&&&", b"?", b"q%00=x", b"Q=x"):
        assert json.loads(held(ask(app, "/api/v1/search", query), str(query), (200,)).body)["total"] == plain


STRANGE = (
    b"/article/" + b"a" * 100_000,
    b"/" + b"%" * 50_000,
    b"/article/\xff\xfe",
    b"/\x00",
    b"/article/\x00",
    b"/cite/ris/" + b"/" * 5_000,
    b"/en" * 10_000,
    b"/../../etc/passwd",
    b"/static/../params.py",
    b"/static/%2e%2e/params.py",
    b"/export.",
    b"/search/",
    b"/api/v1/articles/" + "가".encode() * 30_000,
)


@pytest.mark.parametrize("path", STRANGE, ids=lambda path: repr(path[:20]))
def test_long_and_strange_addresses_are_no_page(app: Flask, path: bytes) -> None:
    answer = held(ask(app, path), str(path[:40]), (404, 308))
    if answer.status == 404:
        assert answer.headers["Content-Type"].startswith("application/json") or Page(answer.text).one("h1").text
        assert len(answer.body) < 500_000


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS"])
def test_every_page_can_be_asked_about(app: Flask, method: str) -> None:
    for path in addresses(app, ARGUMENTS):
        answer = held(ask(app, path, method=method), f"{method} {path}", (200, 302, 400, 404))
        assert answer.body == b"" or answer.status != 200


@pytest.mark.parametrize(
    "method", ["POST", "PUT", "DELETE", "PATCH", "TRACE", "CONNECT", "PROPFIND", "가", "GET\r\nX: y"]
)
def test_other_methods_are_refused_in_words(app: Flask, method: str) -> None:
    posted = set(addresses(app, ARGUMENTS, "POST"))
    for path in addresses(app, ARGUMENTS):
        if method != "POST" or path not in posted:
            answer = held(ask(app, path, method=method), f"{method} {path}", (405, 404) if "no" in path else (405,))
            if answer.status == 405:
                assert "GET" in answer.headers["Allow"]


@pytest.mark.parametrize(
    "headers",
    [
        {"Accept": "image/webp"},
        {"Accept": "application/json"},
        {"Accept": "*/*;q=nonsense, ,,"},
        {"Accept-Language": "x" * 5_000},
        {"Accept-Encoding": "br;q=NaN"},
        {"Range": "bytes=5-1"},
        {"If-None-Match": '"' + "x" * 5_000},
        {"If-Modified-Since": "yesterday"},
        {"Cookie": "a=" + "b" * 5_000},
        {"Content-Type": "multipart/form-data"},
        {"Content-Length": "-5"},
        {"X-Forwarded-Host": "evil.example"},
        {"Referer": "javascript:alert(1)"},
        {"User-Agent": "\x00"},
    ],
    ids=lambda headers: next(iter(headers)),
)
def test_headers_that_make_no_sense_are_no_matter(app: Flask, headers: dict[str, str]) -> None:
    for path in ("/", "/search", "/api/v1/search", "/feed.atom", "/article/g-1", "/static/gisa.css"):
        answer = held(ask(app, path, headers=headers), f"{path} {headers}", (200, 206, 304, 416))
        assert "evil.example" not in answer.text


@settings(max_examples=150)
@given(query=st.binary(max_size=300))
def test_any_query_at_all_is_answered(app: Flask, query: bytes) -> None:
    held(ask(app, "/search", query), repr(query))


VALUE = st.one_of(st.text(max_size=60).map(lambda text: text.encode("utf-8", "replace")), st.binary(max_size=40))
NAMES = st.sampled_from([parameter.name.encode() for parameter in EVERY])


@settings(max_examples=150)
@given(
    pairs=st.lists(
        st.tuples(
            NAMES,
            st.one_of(st.text(max_size=60).map(lambda text: text.encode("utf-8", "replace")), st.binary(max_size=40)),
        ),
        max_size=8,
    ),
    path=st.sampled_from(
        ["/search", "/api/v1/search", "/kwic", "/compare", "/feed.atom", "/api/v1/timeline", "/export.csv"]
    ),
)
def test_any_values_of_our_parameters_are_answered(app: Flask, pairs: list[tuple[bytes, bytes]], path: str) -> None:
    query = b"&".join(name + b"=" + quote(value).encode() for name, value in pairs)
    answer = held(ask(app, path, query), f"{path}?{query!r}", (200, 302, 400))
    if answer.status == 400 and path.startswith("/api/"):
        assert json.loads(answer.body)["error"]["parameter"] in KOREAN


@settings(max_examples=100)
@given(path=st.binary(max_size=200))
def test_any_address_at_all_is_answered(app: Flask, path: bytes) -> None:
    held(ask(app, b"/" + path), repr(path), (200, 302, 308, 400, 404))


BODIES = (
    b"",
    b"{",
    b"[]",
    b"null",
    b"5",
    b'{"text": 5}',
    b'{"text": null}',
    b'{"text": ["a"]}',
    b'{"text": {}}',
    b'{"text": "\\ud800"}',
    b"\xff\xfe",
    b'{"text": "' + b"a" * 400_000 + b'"}',
    b"[" * 100_000,
    b'{"press": [[]], "text": "a"}',
    b"text=%ED%A0%80&press=%00",
    b"text=a&" * 20_000,
)
FORM = "application/x-www-form-urlencoded"


@pytest.mark.parametrize("body", BODIES, ids=lambda body: repr(body[:20]))
@pytest.mark.parametrize("kind", ["application/json", FORM, "multipart/form-data; boundary=x", "text/plain"])
def test_any_body_of_a_draft_is_answered_or_refused(app: Flask, kind: str, body: bytes) -> None:
    for path in ("/draft", "/api/v1/draft", "/export"):
        answer = app.test_client().post(path, data=body, content_type=kind)
        assert answer.status_code in (200, 400, 413), (path, answer.status_code)
        assert answer.headers["X-Content-Type-Options"] == "nosniff"

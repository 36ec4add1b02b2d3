"""Every answer that can come over the wire, of the pages and of the server itself: its headers, its kind, and that
nothing of what was sent comes back as a header, an address or markup."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.errors import IndexMissing
from tests.reliability.wire import Reply, Wire, served
from tests.web.fake import FakeSearch, news
from tests.web.hostile import addresses
from webui import Public, create_app
from webui.headers import HEADERS

LOWERED = {name.lower(): value for name, value in HEADERS.items()}
EXPECTED = {"content-type", "content-length", "date", "server", "cache-control", *LOWERED}
MAY_COME = EXPECTED | {
    "allow", "connection", "content-disposition", "content-range", "accept-ranges", "etag", "last-modified", "link",
    "location", "retry-after", "transfer-encoding", "www-authenticate", "via",
}  # fmt: skip
"""Headers that an answer of ours may have; any other one is a finding."""

ARGUMENTS = {
    "article_id": ("x", "a/b", "none"),
    "filename": ("gisa.css", "keys.js", "icon.svg", "none"),
    "form": ("csv", "xlsx", "jsonl", "ris", "bibtex", "csl.json", "none"),
    "field": ("press", "none"),
}
"""What stands in the variable parts of the routes."""

QUERIES = ("", "?q=%ED%8A%B9%EA%B5%AC", "?page=0", "?size=x&diff=7", "?q=%22%3Cscript%3E%0d%0aX-Y:%20z")
METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "DELETE", "PATCH", "TRACE")


@pytest.fixture(scope="module")
def wire() -> Iterator[Wire]:
    articles = [news(id="x"), news("2017-01-02", id="a/b", title="특구 예산", press="솔내신문")]
    with served(FakeSearch(articles)) as site:
        yield site


@pytest.fixture(scope="module")
def paths() -> list[str]:
    return addresses(create_app(FakeSearch()), ARGUMENTS)


def held(answer: Reply, what: str) -> Reply:
    """What must be so of every answer whatsoever."""
    assert {name: answer.headers.get(name) for name in LOWERED} == LOWERED, what
    assert set(answer.names) <= MAY_COME, (what, set(answer.names) - MAY_COME)
    once = [name for name in answer.names if answer.names.count(name) > 1]
    assert not once, (what, once)
    assert answer.headers["server"] == "gisa", what  # no version, of nothing
    assert "cache-control" in answer.headers, what
    assert "public" not in answer.headers["cache-control"], what
    if answer.body:
        assert answer.headers.get("content-type"), what
    if answer.status >= 400:
        assert not re.search(rb"Traceback|File \"|/webui/|/indexer/|werkzeug|waitress/|Python/", answer.body), what
    return answer


def test_every_route_by_every_method_with_any_query(wire: Wire, paths: list[str]) -> None:
    seen = set()
    for at, path in enumerate(paths):
        for place, method in enumerate(METHODS):
            query = QUERIES[(at + place) % len(QUERIES)]
            prefix = ("", "/en")[(at + place) % 2]
            answer = held(wire.ask(prefix + path + query, method=method), f"{method} {prefix}{path}{query}")
            seen.add(answer.status)
            assert answer.status < 500, (method, path)
            assert "x-y" not in answer.headers
            if method == "HEAD":
                assert answer.body == b""
    assert seen >= {200, 400, 404, 405}


def test_a_head_says_what_a_get_would(wire: Wire, paths: list[str]) -> None:
    for path in paths:
        head, got = (held(wire.ask(path, method=method), path) for method in ("HEAD", "GET"))
        assert head.status == got.status, path
        for name in ("content-type", "cache-control", "content-disposition", "etag"):
            assert head.headers.get(name) == got.headers.get(name), (path, name)


def test_what_has_not_changed_is_a_304_with_all_headers(wire: Wire) -> None:
    for path in ("/feed.atom", "/static/gisa.css", "/static/keys.js", "/static/icon.svg"):
        whole = wire.ask(path)
        for headers in (
            {"If-None-Match": whole.headers["etag"]},
            {"If-Modified-Since": whole.headers["last-modified"]},
        ):
            answer = held(wire.ask(path, headers=headers), f"{path} {headers}")
            assert (answer.status, answer.body) == (304, b"")


def test_parts_of_files_have_all_headers(wire: Wire) -> None:
    for wanted, status in (("bytes=0-9", 206), ("bytes=999999999-", 416), ("bytes=5-1", 416), ("lines=1", 416)):
        answer = held(wire.ask("/static/gisa.css", headers={"Range": wanted}), wanted)
        assert answer.status in (status, 200), wanted


def test_a_body_that_is_too_large_is_refused_with_all_headers(wire: Wire) -> None:
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = held(wire.ask("/draft", method="POST", headers=form, body=b"text=" + b"a" * 400_000), "draft")
    assert answer.status == 413
    # The server itself stops listening to one that says it is longer than anything taken.
    head = b"POST /draft HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999\r\n\r\n"
    refused = wire.raw(head, method="POST")
    assert refused
    assert held(refused, "declared").status == 413


NO_HTTP = {
    "no request": b"\x16\x03\x01\x02\x00\x01\x00\r\n\r\n",
    "no version": b"GET /\r\n\r\n",
    "a name with markup": b"GET / HTTP/1.1\r\nHost: localhost\r\n<script>alert(1)</script>: a\r\n\r\n",
    "a folded header": b"GET / HTTP/1.1\r\nHost: localhost\r\nX: a\r\n b\r\n\r\n",
    "a bare line feed": b"GET / HTTP/1.1\r\nHost: localhost\r\nX: a\nY: b\r\n\r\n",
    "two lengths": b"POST /draft HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\na",
    "no length": b"POST /draft HTTP/1.1\r\nHost: localhost\r\nContent-Length: <b>\r\n\r\n",
    "both lengths": (
        b"POST /draft HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
    ),
    "another coding": b"POST /draft HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: <b>, chunked\r\n\r\n0\r\n\r\n",
    "a bad chunk": b"POST /draft HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nZZ<b>\r\n\r\n",
    "long headers": b"GET / HTTP/1.1\r\nHost: localhost\r\n" + b"X: " + b"a" * 300_000 + b"\r\n\r\n",
}


@pytest.mark.parametrize("what", NO_HTTP)
def test_what_is_no_http_is_refused_with_all_headers_and_no_markup(wire: Wire, what: str) -> None:
    answer = wire.raw(NO_HTTP[what])
    if answer is None:  # closed without a word
        return
    held(answer, what)
    assert answer.status in (200, 400, 413, 431, 501), what
    kind = answer.headers["content-type"]
    assert b"<b>" not in answer.body, what
    assert b"<script>" not in answer.body, what
    assert kind.startswith("text/plain") or "html" in kind, what
    assert b"b\r\ny" not in answer.body.lower()


@pytest.mark.parametrize(
    ("problem", "status"),
    [(RuntimeError("/srv/secret\r\nSet-Cookie: a=b"), 500), (IndexMissing(Path("/srv/secret")), 503), (None, 200)],
    ids=["bug", "no index", "none"],
)
def test_failures_have_all_headers_and_tell_nothing(problem: Exception | None, status: int) -> None:
    with served(FakeSearch([news(id="x")], problem=problem)) as wire:
        for path in ("/", "/search", "/article/x", "/api/v1/search", "/export.csv", "/feed.atom", "/kwic.csv?q=a"):
            answer = held(wire.ask(path), path)
            assert answer.status == status, path
            assert "secret" not in answer.text
            assert "set-cookie" not in answer.headers
            if status == 503:
                assert int(answer.headers["retry-after"]) > 0


# --- whose name it is ---


FORGED = (
    "evil.example", "evil.example:80", "localhost.evil.example", "127.0.0.1.evil.example", "evil.example.",
    "EVIL.EXAMPLE", "user@evil.example", "localhost@evil.example", "localhost:80@evil.example",
    "localhost, evil.example", "evil.example/localhost", "localhost/.evil.example", "evil.example#localhost",
    "localhost evil.example", "a..b", '"><script>alert(1)</script>', "localhost\"onload=", "[::1].evil.example",
    "[evil.example]", "0x7f.1", "localhost:1:2", "localhost:x", "localhost:-1", "%00", "%0d%0aX-Y:z", "..", "[", "]",
    "*", "localhost\t.evil.example", "évil.example", "evil.local.example", "evil-local.com", "xn--9n2bp8q.example",
    "news.garamilbo.example.evil.example",
)  # fmt: skip
OWN = ("localhost", "LOCALHOST:8000", "127.0.0.1", "127.0.0.1:8000", "[::1]", "[::1]:8000", "192.168.0.7", "gisa",
       "gisa:8000", "newsroom.local", "gisa.internal", "gisa.home.arpa")  # fmt: skip
ASKED = ("/", "/search?q=a", "/article/x", "/feed.atom", "/opensearch.xml", "/api/v1/search", "/export.jsonl", "/api",
         "/cite/ris/x", "/compare?q=", "/nowhere", "/static/gisa.css", "/healthz", "/en/feed.atom", "//x")  # fmt: skip


@pytest.mark.parametrize("host", FORGED)
def test_no_foreign_name_is_answered_or_repeated(wire: Wire, host: str) -> None:
    for path in ASKED:
        head = f"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
        answer = wire.raw(head.encode("latin-1"))
        assert answer
        held(answer, f"{host} {path}")
        assert answer.status in (421, 400), (host, path)
        assert "evil" not in answer.text.lower()
        assert "evil" not in answer.headers.get("location", "").lower()


@pytest.mark.parametrize("host", OWN)
def test_names_that_nobody_outside_can_own_are_answered(wire: Wire, host: str) -> None:
    for path in ("/search?q=a", "/feed.atom", "/api/v1/search"):
        assert held(wire.ask(path, headers={"Host": host}), host).status == 200


FORWARDED = (
    {"X-Forwarded-Host": "evil.example"},
    {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https", "X-Forwarded-Port": "4443"},
    {"X-Forwarded-Server": "evil.example", "X-Host": "evil.example", "X-Original-Host": "evil.example"},
    {"Forwarded": "for=1.2.3.4;host=evil.example;proto=https"},
    {"X-Original-URL": "//evil.example/", "X-Rewrite-URL": "//evil.example/"},
    {"X-Forwarded-Prefix": "//evil.example", "X-Script-Name": "//evil.example", "Script-Name": "//evil.example"},
    {"X-HTTP-Method-Override": "DELETE", "X-Method-Override": "PUT"},
    {"Referer": "https://evil.example/", "Origin": "https://evil.example"},
    {"X-Forwarded-For": "evil.example"},
)


@pytest.mark.parametrize("site", [None, "https://news.garamilbo.example"])
def test_what_proxies_say_changes_no_address(site: str | None) -> None:
    """Every answer is the same, byte for byte, as to who says nothing of the kind."""
    search = FakeSearch([news(id="x")])
    with served(search, public=Public.parse(site) if site else None) as wire:
        for path in ASKED:
            plain = wire.ask(path)
            for headers in FORWARDED:
                answer = held(wire.ask(path, headers=headers), f"{path} {headers}")
                if "X-Forwarded-For" in headers and answer.status == 400:
                    continue  # it comes from this computer, where a proxy would be, and is no address
                assert (answer.status, answer.body) == (plain.status, plain.body), (path, headers)
                assert answer.headers.get("location") == plain.headers.get("location")
                assert "access-control-allow-origin" not in answer.headers
            if site and path in ("/feed.atom", "/opensearch.xml", "/export.jsonl", "/cite/ris/x", "/en/feed.atom"):
                assert "https://news.garamilbo.example/" in plain.text, path
                assert "http://localhost" not in plain.text, path


def test_the_name_of_the_site_is_answered_and_no_name_like_it() -> None:
    with served(FakeSearch([news(id="x")]), public=Public.parse("https://news.garamilbo.example")) as wire:
        for host in ("news.garamilbo.example", "NEWS.garamilbo.example", "news.garamilbo.example:443", "localhost"):
            assert wire.ask("/search", headers={"Host": host}).status == 200
        for host in (
            "garamilbo.example",
            "xnews.garamilbo.example",
            "a.news.garamilbo.example",
            "news.garamilbo.examplx",
        ):
            assert wire.ask("/search", headers={"Host": host}).status == 421


@pytest.mark.parametrize(
    "address",
    ["", "news.example", "//news.example", "ftp://news.example", "https://", "https://a/b", "https://u@a.example",
     "https://a.example?x", "https://a.example#x", "https://a b.example", "javascript://a.example", "https://a.example:x"],
)  # fmt: skip
def test_what_is_no_address_of_a_site_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match="no address"):
        Public.parse(address)


# --- leading away ---


AWAY = tuple(
    path.replace("EVIL", "evil.example")
    for path in (
        "//EVIL", "///EVIL", "//EVIL/", "//EVIL/search", "/\\EVIL", "/\\/EVIL", "\\\\EVIL", "/%2f%2fEVIL", "/%5cEVIL",
        "/%2fEVIL/%2e%2e", "//EVIL%2f..", "/.//EVIL", "/..//EVIL", "//EVIL/..;/", "/;@EVIL", "/@EVIL", "//user@EVIL",
        "/http://EVIL", "/https:EVIL", "/%09/EVIL", "/%0a/EVIL", "/%0d%0aLocation:%20http://EVIL", "//EVIL//search",
        "/en//EVIL", "/en///EVIL/", "/en/%2f/EVIL", "/en/\\EVIL", "/en//EVIL/search", "/static//EVIL",
        "/article//EVIL", "/article//EVIL/x", "/cite/ris//EVIL", "/api/v1/articles//EVIL", "/search//EVIL",
        "/compare//EVIL", "//en//EVIL", "/compare?q=&url=//EVIL", "/compare?q=&next=https://EVIL",
        "/compare?q=//EVIL&q=", "/compare?q=\\EVIL&q=", "/compare?q=&from=//EVIL&q=a", "/search?next=//EVIL",
        "/search?return_to=http://EVIL", "/en?url=//EVIL", "/en//?url=//EVIL", "/search/?u=//EVIL", "/%E3%80%82EVIL",
        "/\u3000/EVIL", "//EVIL\u3002com", "/%ff//EVIL",
    )
)  # fmt: skip


@pytest.mark.parametrize("path", AWAY)
def test_no_address_leads_away(wire: Wire, path: str) -> None:
    answer = held(wire.ask(path), path)
    assert answer.status in (200, 302, 308, 400, 404), path
    places = [answer.headers[name] for name in ("location", "link") if name in answer.headers]
    if "html" in answer.headers.get("content-type", ""):
        places += re.findall(r'(?:href|src|action)="([^"]*)"', answer.text)
    for place in places:
        assert re.match(r"(?:https?://localhost(?::[0-9]+)?)?(?:/(?![/\\])|\?|#|</|$)", place), (path, place)

from __future__ import annotations

import pytest

from tests.web.browser import client_of
from tests.web.fake import FakeSearch, news, unavailable
from tests.web.hostile import addresses
from webui.headers import HEADERS

PATHS = {
    "/": 200,
    "/search?q=특구": 200,
    "/search?page=0": 400,
    "/article/x": 200,
    "/article/none": 404,
    "/article/x?version=x": 400,
    "/article/x?version=9": 404,
    "/coverage": 200,
    "/values/press": 200,
    "/values/nothing": 404,
    "/compare": 200,
    "/compare?q=특구&q=예산": 200,
    "/compare?q=": 302,
    "/compare?q=특구&by=week": 400,
    "/compare.csv": 200,
    "/timeline.csv?q=특구": 200,
    "/api/v1/compare?q=특구": 200,
    "/api/v1/timeline": 200,
    "/nowhere": 404,
    "/api/v1/search": 200,
    "/api/v1/search?size=0": 400,
    "/api/v1/articles/x": 200,
    "/api/v1/stats": 200,
    "/api/v1/coverage": 200,
    "/healthz": 200,
    "/readyz": 200,
    "/static/gisa.css": 200,
    "/static/icon.svg": 200,
    "/static/keys.js": 200,
    "/static/suggest.js": 200,
    "/api/v1/suggest": 200,
    "/static/none": 404,
}


@pytest.mark.parametrize(("path", "status"), PATHS.items())
def test_every_answer_carries_the_security_headers(path: str, status: int) -> None:
    with client_of(FakeSearch([news(id="x")])).get(path) as answer:
        assert answer.status_code == status
        assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS


@pytest.mark.parametrize(("problem", "status"), [(unavailable(), 503), (RuntimeError(), 500)])
@pytest.mark.parametrize("path", ["/", "/search", "/article/x", "/api/v1/search", "/api/v1/stats"])
def test_failures_carry_them_too(path: str, problem: Exception, status: int) -> None:
    answer = client_of(FakeSearch(problem=problem)).get(path)
    assert answer.status_code == status
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS


ARGUMENTS = {
    "article_id": ("x", "none"),
    "filename": ("gisa.css", "keys.js", "none"),
    "form": ("csv", "ris", "xlsx", "none"),
    "field": ("press", "none"),
}
"""What stands in the variable parts of the routes."""


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "POST", "DELETE", "TRACE"])
def test_every_route_carries_them_whatever_it_is_asked(method: str) -> None:
    client = client_of(FakeSearch([news(id="x")]))
    for path in addresses(client.application, ARGUMENTS):
        for prefix in ("", "/en"):
            with client.open(prefix + path, method=method) as answer:
                assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS, (method, path)
                assert "Server" not in answer.headers
                assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("path", ["/feed.atom", "/static/gisa.css", "/static/saved.js"])
def test_what_has_not_changed_carries_them_too(path: str) -> None:
    client = client_of(FakeSearch([news(id="x")]))
    with client.get(path) as answer:
        tag = answer.headers["ETag"]
    with client.get(path, headers={"If-None-Match": tag}) as answer:
        assert answer.status_code == 304
        assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS


def test_refused_methods_carry_them_too() -> None:
    client = client_of(FakeSearch())
    for answer in (client.post("/search"), client.options("/search"), client.head("/search")):
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_the_policy_allows_nothing_inline_and_no_framing() -> None:
    policy = HEADERS["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy


def test_pages_are_checked_for_news_and_takedowns_each_time() -> None:
    answer = client_of(FakeSearch([news(id="x")])).get("/article/x")
    assert answer.headers["Cache-Control"] == "private, no-cache"

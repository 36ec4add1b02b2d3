"""Behind nginx, as docs/operations.md has it: the very lines of that page, over TLS."""

from __future__ import annotations

import base64
import re
import ssl
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from http.client import HTTPResponse, HTTPSConnection

import pytest

from indexer.settings import ROOT
from tests.nginx import NGINX, OPENSSL, certificate, free_port, nginx
from tests.reliability.test_password import QUICK, SECRET
from tests.reliability.wire import served
from tests.web.fake import FakeSearch, news
from webui import Public
from webui.guarding import PER_CLIENT
from webui.headers import HEADERS

NAME = "news.garamilbo.example"
SITE = f"https://{NAME}"

pytestmark = pytest.mark.skipif(
    not (NGINX and OPENSSL), reason="NO NGINX HERE, so running behind it is not tested: install nginx"
)


@dataclass(frozen=True, kw_only=True)
class Proxy:
    """Where nginx listens."""

    port: int

    def ask(
        self,
        path: str,
        *,
        host: str = NAME,
        headers: Mapping[str, str] | None = None,
        source: str = "127.0.0.1",
        body: bytes | None = None,
    ) -> tuple[HTTPResponse, bytes]:
        """An answer and its body; `source` is the address of this computer that it is asked from."""
        unchecked = ssl.create_default_context()
        unchecked.check_hostname, unchecked.verify_mode = False, ssl.CERT_NONE
        connection = HTTPSConnection("127.0.0.1", self.port, timeout=30, context=unchecked, source_address=(source, 0))
        given = {"Host": host} | dict(headers or {})
        connection.request("POST" if body is not None else "GET", path, body=body, headers=given)
        answer = connection.getresponse()
        try:
            return answer, answer.read()
        finally:
            connection.close()


def documented() -> str:
    """The configuration that operators are given."""
    page = (ROOT / "docs/operations.md").read_text("utf-8")
    found = re.search(r"```nginx\n(.*?)```", page, re.DOTALL)
    assert found
    return found[1]


@pytest.fixture(scope="module")
def proxy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    folder = tmp_path_factory.mktemp("nginx")
    certificate(folder, NAME)
    articles = [news(id="x"), *(news(id=f"n{number}", title=f"특구 {number}") for number in range(500))]
    with ExitStack() as stack:
        wire = stack.enter_context(served(FakeSearch(articles), public=Public.parse(SITE), password=QUICK))
        port = free_port()
        servers = (
            documented()
            .replace("listen 443", f"listen 127.0.0.1:{port}")
            .replace("/etc/ssl/gisa", str(folder))
            .replace("127.0.0.1:8000", f"127.0.0.1:{wire.port}")
        )
        stack.enter_context(nginx(folder, servers, port))
        yield Proxy(port=port)


def basic(password: str) -> dict[str, str]:
    return {"Authorization": "Basic " + base64.b64encode(f":{password}".encode()).decode()}


def test_pages_files_and_headers_come_through(proxy: Proxy) -> None:
    for path in (
        "/",
        "/search?q=%ED%8A%B9",
        "/article/x",
        "/api/v1/search",
        "/export.csv",
    ):
        answer, body = proxy.ask(path, headers=basic(SECRET))
        assert answer.status == 200, path
        assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS, path
        assert answer.headers.get_all("Strict-Transport-Security") == ["max-age=31536000"], path
        assert body
    assert body.count(b"\r\n") == 502
    answer, _ = proxy.ask("/search")
    assert answer.status == 401
    assert answer.headers["WWW-Authenticate"].startswith("Basic")


def test_all_addresses_are_of_the_site_whatever_is_forged(proxy: Proxy) -> None:
    forged = {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "http", "Forwarded": "host=evil.example"}
    for path in ("/feed.atom", "/opensearch.xml", "/export.jsonl", "/cite/ris/x", "/compare?q=", "/article/x", "/api"):
        for headers in ({}, forged):
            answer, body = proxy.ask(path, headers=basic(SECRET) | headers)
            assert answer.status in (200, 302), path
            assert "evil" not in body.decode() + str(answer.headers.get("Location"))
            assert "http://localhost" not in body.decode()
            assert "http://127.0.0.1" not in body.decode()
            if path in ("/feed.atom", "/opensearch.xml", "/export.jsonl", "/cite/ris/x"):
                assert f"{SITE}/" in body.decode(), path


def test_another_name_is_refused_by_nginx(proxy: Proxy) -> None:
    for host in ("evil.example", f"{NAME}.evil.example", "127.0.0.1"):
        assert proxy.ask("/search", host=host, headers=basic(SECRET))[0].status == 421


def test_guesses_are_counted_by_the_client_and_not_by_what_it_says(proxy: Proxy) -> None:
    for number in range(PER_CLIENT + 1):
        forged = {"X-Forwarded-For": f"10.0.0.{number}, 127.0.0.1"}
        answer, _ = proxy.ask("/search", headers=basic(f"guess {number}") | forged, source="127.0.0.7")
        assert answer.status == (401 if number < PER_CLIENT else 429)
    assert proxy.ask("/search", headers=basic(SECRET), source="127.0.0.7")[0].status == 429
    assert proxy.ask("/search", headers=basic(SECRET), source="127.0.0.8")[0].status == 200


def test_drafts_and_large_bodies_come_through_or_are_refused(proxy: Proxy) -> None:
    form = basic(SECRET) | {"Content-Type": "application/x-www-form-urlencoded"}
    assert proxy.ask("/draft", headers=form, body=b"text=" + b"%EA%B0%80" * 1_000)[0].status in (200, 400)
    assert proxy.ask("/draft", headers=form, body=b"text=" + b"a" * 400_000)[0].status == 413

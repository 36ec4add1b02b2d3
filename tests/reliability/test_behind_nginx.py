"""Behind nginx, as docs/operations.md has it: the very lines of that page, over TLS."""

from __future__ import annotations

import base64
import os
import re
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from http.client import HTTPResponse, HTTPSConnection
from pathlib import Path

import pytest

from indexer.settings import ROOT
from tests.reliability.test_password import QUICK, SECRET
from tests.reliability.wire import served
from tests.web.fake import FakeSearch, news
from webui import Public
from webui.guarding import PER_CLIENT
from webui.headers import HEADERS

NAME = "news.garamilbo.example"
SITE = f"https://{NAME}"

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
pytestmark = pytest.mark.skipif(
    not (NGINX and shutil.which("openssl")), reason="NO NGINX HERE, so running behind it is not tested: install nginx"
)

AROUND = """
{user} daemon off; worker_processes 1; pid {folder}/pid; error_log stderr warn;
events {{ worker_connections 256; }}
http {{
  access_log off; server_tokens off;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/f;
  uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
  {servers}
}}
"""


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


def certificate(folder: Path) -> None:
    files: list[str | Path] = ["-keyout", folder / "privkey.pem", "-out", folder / "fullchain.pem"]
    kind = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
    command = ["openssl", "req", "-x509", *kind, "-subj", f"/CN={NAME}", *files]
    subprocess.run(command, check=True, capture_output=True)


def free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


@pytest.fixture(scope="module")
def proxy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    folder = tmp_path_factory.mktemp("nginx")
    certificate(folder)
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
        # Its worker would be nobody, and could not write where only root can.
        user = "user root;" if os.geteuid() == 0 else ""
        configuration = folder / "nginx.conf"
        configuration.write_text(AROUND.format(user=user, folder=folder, servers=servers), "utf-8")
        assert NGINX
        process = subprocess.Popen([NGINX, "-p", folder, "-c", configuration], stderr=subprocess.PIPE)
        stack.callback(stopped, process)
        await_open(port, process)
        yield Proxy(port=port)


def stopped(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    process.wait(timeout=10)
    if process.stderr:
        process.stderr.close()


def await_open(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(200):
        assert process.poll() is None, process.stderr and process.stderr.read().decode()
        with socket.socket() as asking:
            if asking.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError("nginx does not listen")


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

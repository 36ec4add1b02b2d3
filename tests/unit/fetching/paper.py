"""A local server that stands in for 가람일보, and a clock that nobody waits for."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from indexer.article import KST

START = datetime(2026, 3, 2, 9, 0, tzinfo=KST)


@dataclass(frozen=True)
class Answer:
    """What the server answers; `write` sends a body of its own instead of `body`."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    write: Callable[[Any], None] | None = None


class Paper:
    """`answers` by path and query; what is not there is a 404. `asked` are the paths, without robots.txt."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.home = f"http://127.0.0.1:{port}"
        self.answers: dict[str, Answer | Callable[[Mapping[str, str]], Answer]] = {}
        self.requests: list[tuple[str, dict[str, str]]] = []

    @property
    def asked(self) -> list[str]:
        return [path for path, _ in self.requests if path != "/robots.txt"]

    def headers_of(self, path: str) -> list[dict[str, str]]:
        return [headers for asked, headers in self.requests if asked == path]

    def url(self, path: str) -> str:
        return self.home + path

    def has(self, path: str, body: str | bytes = b"", status: int = 200, **headers: str) -> str:
        """Lets the server answer so; the address."""
        data = body.encode() if isinstance(body, str) else body
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.answers[path] = Answer(data, status, named)
        return self.url(path)

    def has_article(self, number: int, body: str = "가람군은 솔내천 둑을 높인다.") -> str:
        """An article's page. It is a line of JSONL, so that these tests stand by themselves."""
        path = f"/news/articleView.html?idxno={number}"
        record = {
            "title": f"기사 {number}",
            "body": body,
            "url": f"http://garamilbo.example{path}",
            "press": "가람일보",
        }
        return self.has(path, json.dumps(record, ensure_ascii=False) + "\n")

    def has_list(self, path: str, *links: str) -> str:
        items = "".join(f'<li><a href="{link}">기사</a></li>' for link in links)
        return self.has(path, f"<!doctype html><html><body><ul>{items}</ul></body></html>", Content_Type="text/html")

    def has_feed(self, path: str, *links: str) -> str:
        items = "".join(f"<item><title>기사</title><link>{link}</link></item>" for link in links)
        home = self.home
        return self.has(
            path,
            f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>가람일보</title>'
            f"<link>{home}</link>{items}</channel></rss>",
        )

    def has_sitemap(self, path: str, *links: str, index: bool = False, changed: str = "") -> str:
        outer, inner = ("sitemapindex", "sitemap") if index else ("urlset", "url")
        when = f"<lastmod>{changed}</lastmod>" if changed else ""
        items = "".join(f"<{inner}><loc>{link}</loc>{when}</{inner}>" for link in links)
        text = f'<{outer} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{items}</{outer}>'
        return self.has(path, f'<?xml version="1.0" encoding="UTF-8"?>{text}')


@contextmanager
def paper_running() -> Iterator[Paper]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    server.daemon_threads = True
    paper = Paper(server.server_address[1])

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            paper.requests.append((self.path, dict(self.headers)))
            given = paper.answers.get(self.path, Answer(status=404))
            answer = given if isinstance(given, Answer) else given(dict(self.headers))
            with suppress(OSError):  # who asks may have had enough
                self._send(answer)

        def _send(self, answer: Answer) -> None:
            if answer.write:
                answer.write(self)
                self.close_connection = True
                return
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            if answer.status != 304:
                self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            self.wfile.write(answer.body)

        def log_message(self, *args: object) -> None:
            pass

    server.RequestHandlerClass = Handler
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield paper
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class Clock:
    """Time that passes when somebody sleeps."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.seconds

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.seconds += seconds

    def now(self) -> datetime:
        return START + timedelta(seconds=self.seconds)

    def pass_days(self, days: float) -> None:
        self.seconds += days * 86_400

"""A real server over a fake archive, and a client that says to it what no library would: raw bytes over a socket."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from http.client import HTTPResponse
from typing import Any
from urllib.parse import quote

from indexer.cli.opening import Opening
from indexer.cli.running import BODIES
from indexer.cli.serving import Server
from webui import SearchService, create_app

TODAY = date(2026, 11, 22)


@dataclass(frozen=True, kw_only=True)
class Reply:
    """What came back over the wire. `headers` are in small letters; of several with one name the last."""

    status: int
    headers: Mapping[str, str]
    names: tuple[str, ...]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace")


@dataclass(frozen=True, kw_only=True)
class Wire:
    """Where a server is."""

    port: int

    def raw(self, sent: bytes, *, method: str = "GET") -> Reply | None:
        """The answer to these bytes; None where the connection is closed without one."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=30) as connection:
            connection.sendall(sent)
            answer = HTTPResponse(connection, method=method)
            try:
                answer.begin()
            except (ConnectionError, OSError):
                return None
            found = answer.getheaders()
            headers = {name.lower(): value for name, value in found}
            names = tuple(name.lower() for name, _ in found)
            return Reply(status=answer.status, headers=headers, names=names, body=answer.read())

    def ask(
        self, path: str, *, method: str = "GET", headers: Mapping[str, str] | None = None, body: bytes | None = None
    ) -> Reply:
        """The answer to one whole request. `path` may hold Korean; what is there as %XX stays."""
        given = {"Host": "localhost", "Connection": "close"} | dict(headers or {})
        if body is not None:
            given["Content-Length"] = str(len(body))
        lines = [f"{method} {quote(path, safe='/%?&=+:;,@!$()*~|#[]')} HTTP/1.1"]
        head = "\r\n".join([*lines, *(f"{name}: {value}" for name, value in given.items()), "", ""])
        answer = self.raw(head.encode("latin-1", "replace") + (body or b""), method=method)
        assert answer, path
        return answer


@contextmanager
def served(search: SearchService, **more: Any) -> Iterator[Wire]:
    """The pages of `search`, behind the server that `serve` has; `more` is what create_app takes."""
    opening = Opening(host="127.0.0.1", port=0, public=more.get("public"))
    app = create_app(search, today=lambda: TODAY, **more)
    server = Server(app, host="127.0.0.1", port=0, ident="gisa", **BODIES, **opening.proxied)
    running = threading.Thread(target=server.run, name="reliability")
    running.start()
    try:
        yield Wire(port=server.port)
    finally:
        server.stop()
        running.join(timeout=10)
        server.close()

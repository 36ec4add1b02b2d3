"""Asks an application in ways that no browser would: raw bytes for paths and queries, any method, any header."""

from __future__ import annotations

import itertools
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote_from_bytes, unquote

from flask import Flask
from werkzeug.datastructures import Headers
from werkzeug.test import EnvironBuilder, run_wsgi_app

from webui.headers import HEADERS


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What came back, read to its end, and how long that took."""

    status: int
    headers: Headers
    body: bytes
    seconds: float

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace")

    @property
    def secured(self) -> bool:
        return {name: self.headers.get(name) for name in HEADERS} == HEADERS


def ask(
    app: Flask, path: str | bytes, query: bytes = b"", *, method: str = "GET", headers: dict[str, str] | None = None
) -> Answer:
    """One answer. `path` as bytes is what stands in the request line after percent-decoding, `query` what stands there
    before it."""
    builder = EnvironBuilder(path="/", method=method, headers=Headers(headers or {}))
    environ: dict[str, Any] = dict(builder.get_environ())
    builder.close()
    raw = path.encode() if isinstance(path, str) else path
    environ["PATH_INFO"] = raw.decode("latin-1")
    environ["QUERY_STRING"] = query.decode("latin-1")
    environ["REQUEST_URI"] = quote_from_bytes(raw)
    started = time.perf_counter()
    body, status, found = run_wsgi_app(app, environ, buffered=True)
    whole = b"".join(body)
    return Answer(status=int(status[:3]), headers=found, body=whole, seconds=time.perf_counter() - started)


def addresses(app: Flask, arguments: Mapping[str, Sequence[str]], method: str = "GET") -> list[str]:
    """The paths of every route that answers `method`: one for each value of each of its arguments. An argument that is
    not in `arguments` is a route that nobody thought of here: KeyError."""
    found = []
    build = app.url_map.bind("localhost").build
    for rule in app.url_map.iter_rules():
        if method in (rule.methods or ()):
            names = sorted(rule.arguments)
            choices = itertools.product(*(arguments[name] for name in names))
            found += [unquote(build(rule.endpoint, dict(zip(names, one, strict=True)))) for one in choices]
    return list(dict.fromkeys(found))

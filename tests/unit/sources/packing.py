"""Containers for tests, made of invented articles."""

from __future__ import annotations

import io
import json
import tarfile
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from indexer.article import Found, Rejected
from indexer.sources import read_path

Members = Mapping[str, bytes]


def line(number: int = 1, **fields: Any) -> bytes:
    """A line of JSONL: an article of its own."""
    record = {"id": f"g-{number}", "title": f"솔내천 둑 {number}", "body": "가람군은 둑을 높인다."} | fields
    return (json.dumps(record, ensure_ascii=False) + "\n").encode()


def zipped(members: Members, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip file; names that are no ASCII are marked as UTF-8."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as made:
        for name, data in members.items():
            made.writestr(name, data)
    return file.getvalue()


def tarred(members: Members, others: Iterable[tarfile.TarInfo] = ()) -> bytes:
    """A tar file, with links and devices behind the members."""
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as made:
        for name, data in members.items():
            about = tarfile.TarInfo(name)
            about.size = len(data)
            made.addfile(about, io.BytesIO(data))
        for about in others:
            made.addfile(about)
    return file.getvalue()


def special(name: str, kind: bytes, target: str = "/etc/passwd") -> tarfile.TarInfo:
    """A link or a device."""
    about = tarfile.TarInfo(name)
    about.type, about.linkname = kind, target
    return about


def warc_record(
    url: str, body: bytes, *, status: str = "200 OK", kind: str = "response", headers: Mapping[str, str] | None = None
) -> bytes:
    """One record as a crawler writes it, at 23:00 on 27 March 2019 in Korea."""
    fields = {"Content-Type": "application/json"} | dict(headers or {})
    head = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    block = f"HTTP/1.1 {status}\r\n{head}\r\n".encode() + body if kind in ("response", "revisit") else body
    what = "application/http;msgtype=response" if kind == "response" else fields["Content-Type"]
    named = (
        f"WARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2019-03-27T14:00:00Z\r\nContent-Type: {what}\r\n"
    )
    return f"WARC/1.0\r\n{named}Content-Length: {len(block)}\r\n\r\n".encode() + block + b"\r\n\r\n"


def outcome(path: Path, data: bytes | None = None, scratch: Path | None = None) -> dict[str, list[str]]:
    """What is read, by its place within the file: titles of articles, and reasons with ‘!’ before them."""
    if data is not None:
        path.write_bytes(data)
    told: dict[str, list[str]] = {}
    for file in read_path(path, scratch=scratch):
        for item in file.items:
            where = file.place.removeprefix(str(path)).removeprefix("!")
            told.setdefault(where, []).append(_told(item))
    return told


def _told(item: Found | Rejected) -> str:
    return item.article.title if isinstance(item, Found) else f"!{item.reason}"

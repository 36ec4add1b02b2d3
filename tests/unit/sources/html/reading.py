"""Reads pages as they would stand on disk, by a clock that stands still."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from indexer.article import KST, Article, Found, Rejected
from indexer.sources.blob import Blob
from indexer.sources.html import HtmlReader

PAGES = Path(__file__).parent / "pages"
FIXTURES = Path(__file__).parents[5] / "shared" / "fixtures"
"""Pages of real papers: they stand beside the project, never in it."""


def clock() -> datetime:
    return datetime(2026, 11, 20, 12, 0, tzinfo=KST)


def read(html: str | bytes, url: str | None = None) -> list[Found | Rejected]:
    data = html.encode() if isinstance(html, str) else html
    return list(HtmlReader(clock=clock).read(Blob.of_bytes(data, "기사.html", url=url)))


def article_of(html: str | bytes, url: str | None = None) -> Article:
    (item,) = read(html, url)
    assert isinstance(item, Found), item
    return item.article


def refusal_of(html: str | bytes, url: str | None = None) -> str:
    (item,) = read(html, url)
    assert isinstance(item, Rejected), item
    return item.reason


def page(body: str, head: str = "") -> str:
    return f"<!DOCTYPE html><html><head><meta charset='utf-8'>{head}</head><body>{body}</body></html>"

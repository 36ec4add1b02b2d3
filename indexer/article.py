"""What an article is, wherever it came from."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from types import MappingProxyType
from typing import Any

KST = timezone(timedelta(hours=9), "KST")

TEXT_FIELDS = ("title", "subtitle", "body", "caption")
"""The searchable texts of an article, in reading order. `Article.text(name)` gives each."""

LEADING_FIELDS = ("title", "subtitle")
"""Of these, what is all about what the article is about."""

VALUE_FIELDS = ("press", "section", "region", "reporter", "tag")
"""Fields matched as whole values and counted as facets. `Article.values(name)` gives each."""

TAGS = ("tags", "tag", "태그")
"""What sources call an article's tags."""


@dataclass(frozen=True, kw_only=True)
class Article:
    """One version of one article.

    `id` is the identity its source gives it ("" until `ingest` has settled one, see `identity`).
    `published` and `fetched` are aware datetimes in KST; a source that knows only the day says midnight.
    `extra` keeps whatever else the source said, as JSON values, so that nothing is lost.
    """

    id: str = ""
    title: str = ""
    subtitle: str = ""
    body: str = ""
    captions: tuple[str, ...] = ()
    press: str = ""
    section: str = ""
    region: str = ""
    reporters: tuple[str, ...] = ()
    published: datetime | None = None
    fetched: datetime | None = None
    url: str | None = None
    extra: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def reporter(self) -> str:
        """The reporters' names as one line."""
        return ", ".join(self.reporters)

    @property
    def tags(self) -> tuple[str, ...]:
        """The tags its source gave it, which are kept in `extra`: a list, or one text with commas or # between."""
        given = next((self.extra[name] for name in TAGS if self.extra.get(name)), ())
        named = re.split(r"[,;#\n]", given) if isinstance(given, str) else given
        tags = (tag.strip(" #") for tag in named if isinstance(tag, str)) if isinstance(named, list | tuple) else ()
        return tuple(dict.fromkeys(tag for tag in tags if tag))

    def text(self, name: str) -> str:
        """The text of one of TEXT_FIELDS; captions stand one a line."""
        return "\n".join(self.captions) if name == "caption" else str(getattr(self, name))

    @property
    def texts(self) -> dict[str, str]:
        """The texts by field, in reading order; only those there are."""
        return {name: text for name in TEXT_FIELDS if (text := self.text(name))}

    def values(self, name: str) -> tuple[str, ...]:
        """The values of one of VALUE_FIELDS; empty when the article has none."""
        if name == "reporter":
            return self.reporters
        if name == "tag":
            return self.tags
        value = getattr(self, name)
        return (value,) if value else ()

    @property
    def content_hash(self) -> str:
        """SHA-256 of what a reader sees; the crawl time, the id and `extra` do not make a new version."""
        seen = [self.title, self.subtitle, self.body, *self.captions, "", self.press, self.section, self.region]
        seen += [*self.reporters, "", self.published.isoformat() if self.published else "", self.url or ""]
        return hashlib.sha256(json.dumps(seen, ensure_ascii=False).encode()).hexdigest()


@dataclass(frozen=True, kw_only=True)
class Found:
    """An article as a source gave it. `line` is where it began, from 1, when the file holds several."""

    article: Article
    line: int | None = None


@dataclass(frozen=True, kw_only=True)
class Rejected:
    """What could not be taken in, and why; kept in the archive. `reason` is Korean, for readers.

    `excerpt` is the beginning of the rejected text (at most 500 characters), so that it can be found again.
    """

    path: str
    reason: str
    line: int | None = None
    excerpt: str = ""

    @property
    def place(self) -> str:
        """`path` or `path:line`, as compilers write it."""
        return self.path if self.line is None else f"{self.path}:{self.line}"

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

VALUE_FIELDS = ("press", "section", "region", "reporter", "tag", "person", "place", "organization", "keyword")
"""Fields matched as whole values and counted as facets. `Article.values(name)` gives each."""

LISTED = {
    "tag": ("tags", "tag", "태그"),
    "person": ("people", "인물"),
    "place": ("places", "위치"),
    "organization": ("organizations", "orgs", "기관"),
    "keyword": ("keywords", "키워드"),
}
"""Of the VALUE_FIELDS, those that sources list beside the text, which is kept in `extra`: under which names."""


@dataclass(frozen=True, kw_only=True)
class Article:
    """One version of one article.

    `id` is the identity its source gives it ("" until `ingest` has settled one, see `identity`).
    `published` and `fetched` are aware datetimes in KST; a source that knows only the day says midnight.
    `excerpt` says that `body` is only the beginning of what the paper printed, or nothing of it: a feed's summary, the
    200 characters of a BIG KINDS export.
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
    excerpt: bool = False
    extra: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def reporter(self) -> str:
        """The reporters' names as one line."""
        return ", ".join(self.reporters)

    @property
    def sections(self) -> tuple[str, ...]:
        """Its section, and the further ones that its source lists in `extra["sections"]`."""
        further = self.extra.get("sections")
        every = (self.section, *(further if isinstance(further, list | tuple) else ()))
        return tuple(dict.fromkeys(one for one in every if isinstance(one, str) and one))

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
        if name == "section":
            return self.sections
        if name in LISTED:
            return self._listed(LISTED[name])
        value = getattr(self, name)
        return (value,) if value else ()

    def _listed(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """What `extra` has under the first of these names: a list, or one text with commas or # between."""
        given = next((self.extra[name] for name in names if self.extra.get(name)), ())
        listed = re.split(r"[,;#\n]", given) if isinstance(given, str) else given
        values = (one.strip(" #") for one in listed if isinstance(one, str)) if isinstance(listed, list | tuple) else ()
        return tuple(dict.fromkeys(value for value in values if value))

    @property
    def content_hash(self) -> str:
        """SHA-256 of what a reader sees; the crawl time, the id and `extra` do not make a new version."""
        seen = [self.title, self.subtitle, self.body, *self.captions, "", self.press, self.section, self.region]
        seen += [*self.reporters, "", self.published.isoformat() if self.published else "", self.url or ""]
        seen += ["excerpt"] if self.excerpt else []
        return hashlib.sha256(json.dumps(seen, ensure_ascii=False).encode()).hexdigest()


@dataclass(frozen=True, kw_only=True)
class Found:
    """An article as a source gave it. `line` is where it began, from 1, when the file holds several. `named` says that
    the source itself gave its id: two newspapers that count from 1 may give the same one."""

    article: Article
    line: int | None = None
    named: bool = False


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

"""What a page's JSON-LD says of its article. Broken JSON is mended where it is safe, else passed over."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from indexer.sources.html.page import Script, squeezed

_BLOCK_LIMIT = 2 << 20
"""Characters of a block; the longest seen, with the whole article in it, has 30,000."""

_OBJECT_LIMIT = 10_000
_NESTING = (dict, list)

_WRAPPED = re.compile(r"\A\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>)\s*;?\s*\Z")
_TRAILING_COMMA = re.compile(r",(?=\s*[}\]])")
_ARTICLES = re.compile(r"(?:.*/)?(?:\w*NewsArticle|Article|BlogPosting|SocialMediaPosting|Report|LiveBlogPosting)\Z")


@dataclass(frozen=True, kw_only=True)
class LinkedArticle:
    """An article as JSON-LD describes it; "" and () where it says nothing. Dates are as written."""

    headline: str = ""
    body: str = ""
    published: str = ""
    modified: str = ""
    authors: tuple[str, ...] = ()
    publisher: str = ""
    section: str = ""
    keywords: tuple[str, ...] = ()
    url: str = ""
    free: bool = True


def linked_article(scripts: Iterable[Script]) -> LinkedArticle | None:
    """The first article of the page's JSON-LD blocks, None when they describe none."""
    texts = (script.text for script in scripts if b"application/ld+json" in script.tag.lower())
    for block in texts:
        if len(block) > _BLOCK_LIMIT:
            continue
        for found in objects(loaded(block)):
            if any(_ARTICLES.match(kind) for kind in _strings(found.get("@type"))):
                return _article(found)
    return None


def loaded(text: str) -> Any:
    """The JSON value of a block, mended when it has commas too many; None when it cannot be read."""
    text = _WRAPPED.sub("", text).strip().rstrip(";")
    for attempt in (text, _TRAILING_COMMA.sub("", text)):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def objects(value: Any) -> Iterator[dict[str, Any]]:
    """Every object in a JSON value, outer ones first; a bounded number of them."""
    level, seen = [value] if isinstance(value, _NESTING) else [], 0
    while level and seen < _OBJECT_LIMIT:
        yield from (one for one in level if isinstance(one, dict))
        seen += len(level)
        level = [
            inner
            for outer in level
            for inner in (outer.values() if isinstance(outer, dict) else outer)
            if isinstance(inner, _NESTING)
        ][:_OBJECT_LIMIT]


def _article(found: dict[str, Any]) -> LinkedArticle:
    return LinkedArticle(
        headline=_first(found.get("headline")) or _first(found.get("name")),
        body=_raw(found.get("articleBody")),
        published=_first(found.get("datePublished")) or _first(found.get("dateCreated")),
        modified=_first(found.get("dateModified")),
        authors=_names(found.get("author")) or _names(found.get("creator")),
        publisher=next(iter(_names(found.get("publisher"))), ""),
        section=_first(found.get("articleSection")),
        keywords=tuple(
            word for text in _strings(found.get("keywords")) for part in text.split(",") if (word := squeezed(part))
        ),
        url=_first(found.get("url")) or _address(found.get("mainEntityOfPage")),
        free=str(found.get("isAccessibleForFree", "true")).lower() != "false",
    )


def _names(value: Any) -> tuple[str, ...]:
    """The names of people or organisations, however they are given."""
    given = value if isinstance(value, list) else [value]
    names = [_first(one.get("name")) if isinstance(one, dict) else _first(one) for one in given[:50]]
    return tuple(name for name in names if name and not name.startswith("http"))


def _address(value: Any) -> str:
    return (_first(value.get("@id")) or _first(value.get("url"))) if isinstance(value, dict) else _first(value)


def _strings(value: Any) -> list[str]:
    given = value if isinstance(value, list) else [value]
    return [one for one in given if isinstance(one, str)]


def _first(value: Any) -> str:
    return next((text for one in _strings(value) if (text := squeezed(one))), "")


def _raw(value: Any) -> str:
    return next((one for one in _strings(value) if one.strip()), "")

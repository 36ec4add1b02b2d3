"""The entries of a sitemap or a sitemap index, and what each says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from indexer.article import Article
from indexer.sources.feeds.blocks import Block, blocks, leaves
from indexer.sources.feeds.fragment import plain_title
from indexer.sources.feeds.safety import root_of
from indexer.sources.reader import Unusable
from indexer.sources.repair import Clock, parse_date

ROOTS = ("urlset", "sitemapindex")
"""The names of a sitemap's first element."""

ENTRY_LIMIT = 1 << 16
"""Characters of an entry: an address has 2,048 at most, and a title some hundred."""

_NAMES = "url|sitemap"


def entries_of(text: str) -> Iterator[Block]:
    """The `url` and `sitemap` elements. Raises Unusable when the text is no sitemap, or declares entities."""
    root = root_of(text)
    if root is None or root.name not in ROOTS:
        raise Unusable("사이트맵이 아닙니다. 사이트맵의 주소를 확인하고 다시 받아 넣으십시오.")
    return blocks(text, _NAMES, root.prefix)


def facts_of(entry: Block) -> dict[str, str]:
    """What an entry says by its elements' names, the sitemap's own without prefix: `loc`, `lastmod`, `news:title`."""
    if len(entry.text) > ENTRY_LIMIT:
        raise Unusable(f"항목이 너무 큽니다({ENTRY_LIMIT:,}자 초과). 사이트맵을 다시 받아 넣으십시오.")
    own = entry.text[1:].partition(entry.name)[0]
    return {name.removeprefix(own): text for name, text in leaves(entry.text).items()}


def date_of(text: str, clock: Clock) -> datetime | None:
    """A date of an entry, None without one. Raises Unusable for an impossible one."""
    try:
        return parse_date(text, clock=clock) if text else None
    except ValueError as e:
        raise Unusable(f"발행일을 읽지 못했습니다: {e}. 날짜를 고치거나 원래 페이지를 받아 넣으십시오.") from e


def to_article(facts: dict[str, str], clock: Clock) -> Article:
    """The article that an entry of a news sitemap announces: its title, and nothing of its text."""
    url = facts.get("loc", "")
    keywords = [word.strip() for word in facts.get("news:keywords", "").split(",")]
    extra = {"tags": [word for word in keywords if word], "수정": facts.get("lastmod", "")}
    return Article(
        title=plain_title(facts["news:title"]),
        captions=tuple(plain_title(facts[name]) for name in ("image:caption",) if facts.get(name)),
        press=plain_title(facts.get("news:name", "")),
        published=date_of(facts.get("news:publication_date", ""), clock),
        url=url if re.match("https?://[^/]", url) else None,
        excerpt=True,
        extra={name: value for name, value in extra.items() if value},
    )

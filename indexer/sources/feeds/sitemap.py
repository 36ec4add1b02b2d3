"""Sitemaps: of a news sitemap every entry is an article known by its title; any other holds addresses for `fetch`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from indexer.article import Found, Rejected
from indexer.sources.blob import Blob
from indexer.sources.decode import decode_head
from indexer.sources.feeds.reader import insist_text, printable, text_of
from indexer.sources.feeds.safety import root_of
from indexer.sources.reader import Unusable, rejected
from indexer.sources.repair import Clock, kst_now

if TYPE_CHECKING:
    from indexer.sources.feeds.blocks import Block

FILE_LIMIT = 64 << 20
"""Bytes. The protocol allows 50 MB and 50,000 addresses."""

_ROOTS = ("urlset", "sitemapindex")
_TAIL = 1 << 16
_END = re.compile(r"</(?:[A-Za-z][\w.-]*:)?(?:urlset|sitemapindex)\s*>")


class SitemapReader:
    """Reads news sitemaps. `clock` says what is still in the future."""

    name = "sitemap"

    def __init__(self, *, clock: Clock = kst_now) -> None:
        self._clock = clock

    def recognises(self, head: bytes) -> bool:
        """Whether the root element is a sitemap's, or a sitemap index's."""
        text = decode_head(head)
        try:
            root = root_of(text)
        except Unusable:
            return any(f"<{name}" in text for name in _ROOTS)
        return root is not None and root.name in _ROOTS

    def read(self, blob: Blob) -> Iterator[Found | Rejected]:
        """An item for every entry with a title; one Rejected for those that are addresses only. Raises OSError."""
        from indexer.sources.feeds.sitemap_entries import entries_of

        try:
            text = text_of(blob, FILE_LIMIT, "사이트맵 한 건")
            entries = entries_of(text)
        except Unusable as e:
            yield rejected(blob.place, e.reason, line=e.line)
            return
        bare, first, entry = 0, "", None
        for entry in entries:
            item = self._item(entry, blob)
            if item is None:
                bare, first = bare + 1, first or entry.text
            else:
                yield item
        if bare:
            reason = f"주소만 {bare:,}건 든 사이트맵이라 넣을 글이 없습니다. `./gisa fetch 주소…`로 받으십시오."
            yield rejected(blob.place, reason, text=printable(first))
        if entry is None:
            yield rejected(blob.place, "주소가 하나도 없는 사이트맵입니다. 주소를 확인하고 다시 받아 넣으십시오.")
        elif not _END.search(text[-_TAIL:]):
            reason = "사이트맵이 끝나기 전에 끊겼습니다. 뒤의 주소는 읽지 못했습니다. 다시 받아 넣으십시오."
            yield rejected(blob.place, reason, text=printable(text[-200:]))

    def _item(self, entry: Block, blob: Blob) -> Found | Rejected | None:
        """None for an address without a title."""
        from indexer.sources.feeds.sitemap_entries import facts_of, to_article

        try:
            insist_text(entry.text)
            facts = facts_of(entry)
            if not facts.get("news:title") or not entry.closed:
                return None
            return Found(article=to_article(facts, self._clock), line=entry.line)
        except Unusable as e:
            return rejected(blob.place, e.reason, line=entry.line, text=printable(entry.text))

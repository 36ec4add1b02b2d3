"""RSS (0.9x, 1.0, 2.0) and Atom feeds: an entry each, with its address and as much text as the paper gives."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from indexer.article import Found, Rejected
from indexer.sources.blob import Blob
from indexer.sources.decode import decode, decode_head
from indexer.sources.feeds.safety import root_of
from indexer.sources.lines import line_encoding
from indexer.sources.reader import Unusable, rejected
from indexer.sources.repair import Clock, kst_now

if TYPE_CHECKING:
    from indexer.sources.feeds.blocks import Block
    from indexer.sources.feeds.parts import Feed

FILE_LIMIT = 32 << 20
"""Bytes. A paper's feed has 20 to 1,000 entries of some kB."""

_NO_TEXT = re.compile("[\0\udc80-\udcff]")
_AGAIN = "피드를 다시 받아 넣으십시오."


class FeedReader:
    """Reads a feed entry by entry; a broken one costs that one. `clock` says what is still in the future."""

    name = "feed"

    def __init__(self, *, clock: Clock = kst_now) -> None:
        self._clock = clock

    def recognises(self, head: bytes) -> bool:
        """Whether the root element is a feed's. One that declares entities is recognised, and refused by `read`."""
        text = decode_head(head)
        try:
            root = root_of(text)
        except Unusable:
            return any(mark in text for mark in ("<rss", "<feed", ":RDF"))
        return root is not None and (root.prefix, root.name) in {("", "rss"), ("rdf", "RDF"), (root.prefix, "feed")}

    def read(self, blob: Blob) -> Iterator[Found | Rejected]:
        """An item an entry, in order; last, a Rejected when the feed is cut short. Raises OSError."""
        from indexer.sources.feeds.parts import Feed

        try:
            text = text_of(blob)
            feed = Feed(text, blob.url)
        except Unusable as e:
            yield rejected(blob.place, e.reason, line=e.line)
            return
        last: Block | None = None
        for block in feed.blocks():
            last = block
            yield self._item(feed, block, blob)
        if last is None:
            yield rejected(
                blob.place, f"기사가 하나도 없는 피드입니다. 피드의 주소를 확인하고 {_AGAIN}", text=text.strip()
            )
        elif last.closed and not feed.whole:
            line = last.line + last.text.count("\n")
            reason = f"피드가 끝나기 전에 끊겼습니다. 이 뒤의 기사는 읽지 못했습니다. {_AGAIN}"
            yield rejected(blob.place, reason, line=line, text=last.text[-200:])

    def _item(self, feed: Feed, block: Block, blob: Blob) -> Found | Rejected:
        from indexer.sources.feeds.entry import to_article

        try:
            insist_text(block.text)
            if not block.closed:
                raise Unusable(f"피드가 이 항목에서 끊겼습니다. 이 항목과 뒤의 기사는 읽지 못했습니다. {_AGAIN}")
            article = to_article(feed.entry(block), feed.channel, markup=block.text, clock=self._clock)
        except Unusable as e:
            return rejected(blob.place, e.reason, line=block.line, text=printable(block.text))
        return Found(article=article, line=block.line)


def text_of(blob: Blob, limit: int = FILE_LIMIT, what: str = "피드 한 건") -> str:
    """The text of a file of entries; bytes that cannot be decoded are left in it as lone surrogates, so that they cost
    only the entry they stand in (see `insist_text`). Raises Unusable for more than `limit` bytes.
    """
    data = blob.whole(limit, what)
    try:
        return decode(data)
    except Unusable:
        encoding = line_encoding(blob)
        if encoding == "utf-16":
            raise
        return data.decode(encoding, "surrogateescape")


def insist_text(text: str) -> None:
    """Raises Unusable for an entry with bytes that are no text."""
    if _NO_TEXT.search(text):
        raise Unusable(f"항목의 글자가 깨져 풀 수 없습니다. {_AGAIN}")


def printable(text: str) -> str:
    """The text with U+FFFD for what is none."""
    return text.strip().encode("utf-8", "replace").decode()

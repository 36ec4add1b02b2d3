"""Recognising a text where it is quoted: in the beginning that a rejection shows, in a raw page."""

from __future__ import annotations

import html
import re
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from indexer.article import Article

PIECE = 12
"""Letters that are compared together; of a text every such piece that follows the one before it. So any quotation of
23 letters is found, and one of 12 where it begins at the right place."""

SHORTEST, SHORTEST_RAW = 3, 8
"""Letters of a title that is looked for as a whole, and in raw pages, which are lost whole: ‘오늘의 운세’ is not this
article's alone."""

OPENING = 5
"""Pieces of title and body that are looked for in raw pages: feeds and lists quote the beginning, and what stands at
the end (the address, the notice of rights) is in every page of a paper."""

MOST_UNPACKED = 64 << 20
"""Bytes of a raw page that are looked at."""

_NOT_LETTERS = re.compile(r"[\W_]+")
_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")
_TAG = re.compile(r"<[^<>]{0,2000}>")


@dataclass(frozen=True)
class Trace:
    """What a text is recognised by: pieces of its letters, titles as wholes, and the first pieces."""

    pieces: frozenset[str]
    wholes: frozenset[str]
    openings: frozenset[str]

    @classmethod
    def of(cls, versions: Iterable[Article]) -> Trace:
        """Of all texts of all versions of an article; a title is looked for as a whole too."""
        pieces: set[str] = set()
        wholes: set[str] = set()
        openings: set[str] = set()
        for article in versions:
            for name, text in article.texts.items():
                own = _letters(text)
                cut = [own[at : at + PIECE] for at in range(0, len(own) - PIECE + 1, PIECE)]
                pieces.update(cut)
                openings.update(cut[:OPENING] if name in ("title", "body") else ())
            wholes.update(own for own in [_letters(article.title)] if len(own) >= SHORTEST)
        return cls(frozenset(pieces), frozenset(wholes), frozenset(openings))

    def shows_in(self, text: str) -> bool:
        """Whether a text quotes it, however it is spaced, punctuated and escaped."""
        plain = _ESCAPED.sub(lambda code: chr(int(code[1], 16)), text)
        found = _letters(html.unescape(plain))
        if any(whole in found for whole in self.wholes):
            return True
        return any(found[at : at + PIECE] in self.pieces for at in range(len(found) - PIECE + 1))

    def shows_in_raw(self, data: bytes) -> bool:
        """Whether a raw page, packed or not, quotes its beginning or its title."""
        raw = _unpacked(data)
        sought = [*self.openings, *(whole for whole in self.wholes if len(whole) >= SHORTEST_RAW)]
        for text in _decoded(raw):
            found = _letters(html.unescape(_TAG.sub(" ", text)))
            if any(piece in found for piece in sought):
                return True
        return False


def _letters(text: str) -> str:
    return _NOT_LETTERS.sub("", text).casefold()


def _decoded(raw: bytes) -> Iterator[str]:
    try:
        yield raw.decode("utf-8")
    except UnicodeDecodeError:
        yield raw.decode("cp949", "replace")
        yield raw.decode("utf-8", "replace")


def _unpacked(data: bytes) -> bytes:
    """Raw pages are kept as zlib or gzip streams; what is neither is taken as it is."""
    for wbits in (zlib.MAX_WBITS | 32, -zlib.MAX_WBITS):  # zlib or gzip by their heads, or without a head
        try:
            return zlib.decompressobj(wbits).decompress(data, MOST_UNPACKED)
        except zlib.error:
            continue
    return data

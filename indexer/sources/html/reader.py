"""Saved or fetched HTML pages of articles. One file, one article; a file of several NDSoft texts, one of each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress

from selectolax.lexbor import LexborNode

from indexer.article import Found, Rejected
from indexer.sources.blob import Blob
from indexer.sources.decode import decode, decode_head, marked_encoding
from indexer.sources.html.adapter import to_article
from indexer.sources.html.page import Page, parse_page, text_of
from indexer.sources.reader import Unusable, rejected
from indexer.sources.repair import Clock, kst_now

PAGE_LIMIT = 32 << 20
"""Bytes. Pages with all their pictures inside have a few MB; what is larger is no page of one article."""

_TEXTS_LIMIT = 100
_BEGINS = re.compile(
    r"\A[\s\ufeff]*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--(?:(?!-->).){0,2000}-->\s*){0,20}"
    r"<(?:!doctype\s+html|html|head|body|meta|title|link|base|style|script|div|article|section|main|header|table"
    r"|center|font|span|h[1-6]|p"
    r"|ul|dl|figure|img|iframe|form|nav|br|b|strong)(?=[\s/>])",
    re.IGNORECASE | re.DOTALL,
)
_LATER = re.compile(r"^[ \t]*<(?:!doctype\s+html|html)[\s>]", re.IGNORECASE | re.MULTILINE)
_LEADING = 2_000


class HtmlReader:
    """Reads a page. `clock` says what is still in the future."""

    name = "html"

    def __init__(self, *, clock: Clock = kst_now) -> None:
        self._clock = clock

    def recognises(self, head: bytes) -> bool:
        """Whether the file begins as HTML does; notices of a server may stand before it."""
        text = decode_head(head)
        return "\0" not in text and bool(_BEGINS.match(text) or _LATER.search(text[:_LEADING]))

    def read(self, blob: Blob) -> Iterator[Found | Rejected]:
        """The page's article, or why there is none. Raises OSError."""
        data, page = b"", None
        try:
            data = _in_utf8(blob.whole(PAGE_LIMIT, "기사 페이지 하나"))
            page = parse_page(data, blob.url or "")
            for part in _parts(page):
                yield Found(article=to_article(part, fetched=blob.fetched, clock=self._clock))
        except Unusable as e:
            shown = text_of(page.tree.body) if page else ""
            yield rejected(blob.place, e.reason, line=e.line, text=shown or data.decode().strip())


def _in_utf8(data: bytes) -> bytes:
    """A page in UTF-8 and without a mark, most are as they stand. Raises Unusable as `decode` does."""
    if marked_encoding(data) is None and b"\0" not in data:
        with suppress(UnicodeDecodeError):
            data.decode()
            return data
    return decode(data).encode()


def _parts(page: Page) -> list[Page]:
    """The page; or, of one that strings several articles together, a page of each."""
    texts = page.css("#article-view-content-div")
    if not 1 < len(texts) <= _TEXTS_LIMIT:
        return [page]
    return [parse_page((_scope(node).html or "").encode("utf-8", "ignore"), page.address) for node in texts]


def _scope(node: LexborNode) -> LexborNode:
    """The largest element that holds this text and no other."""
    while (up := node.parent) is not None and up.tag not in ("body", "html"):
        if len(up.css("#article-view-content-div")) > 1:
            break
        node = up
    return node

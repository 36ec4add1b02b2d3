"""An article as people type it: title, perhaps a second headline and a byline, a line with the date, the text.

    둑길 걷기대회 26일 연다
    솔내읍 주민 300명 참가
    박서연 기자 sy@garamilbo.example
    입력 2019.03.27 23:00

    가람군은 …

Strict, because any text may come here last: minutes, source files and READMEs are no articles.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from indexer.article import Found, Rejected
from indexer.sources.blob import Blob
from indexer.sources.decode import decode, decode_head
from indexer.sources.reader import Unusable, rejected
from indexer.sources.repair import Clock, kst_now
from indexer.sources.texts.front_matter import insist_few_lines

FILE_LIMIT = 4 << 20
"""Bytes. The longest of 8,855 real articles has 57 kB."""

_KOREAN = re.compile(r"\A\s*\S?.{0,60}?[가-힣]")


class PlainTextReader:
    """Reads a typed article. `clock` says what is still in the future."""

    name = "plain_text"

    def __init__(self, *, clock: Clock = kst_now) -> None:
        self._clock = clock

    def recognises(self, head: bytes) -> bool:
        """Whether it begins with a Korean title and a date soon after, and goes on with Korean sentences."""
        text = decode_head(head)
        if "\0" in text or "\ufffd" in text:
            return False
        if not _KOREAN.search(text):
            return False
        from indexer.sources.texts.typed_text import looks_like_article

        return looks_like_article(text)

    def read(self, blob: Blob) -> Iterator[Found | Rejected]:
        """The article, or why there is none. Raises OSError."""
        from indexer.sources.texts.typed_text import to_article

        text = ""
        try:
            text = decode(blob.whole(FILE_LIMIT))
            insist_few_lines(text)
            yield Found(article=to_article(text, clock=self._clock))
        except Unusable as e:
            yield rejected(blob.place, e.reason, line=e.line, text=text.strip())

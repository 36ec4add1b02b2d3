"""Plain-text dumps of article pages of the NDSoft CMS, which most Korean local papers run on. One file, one article."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from indexer.article import Article, Found, Rejected
from indexer.sources.blob import Blob
from indexer.sources.decode import decode, decode_head
from indexer.sources.reader import Unusable, rejected
from indexer.sources.repair import Clock, kst_now, parse_date
from indexer.sources.texts.ndsoft_lines import Entry, owner
from indexer.sources.texts.ndsoft_page import DumpPage, looks_like_page, parse_page

FILE_LIMIT = 32 << 20
"""Bytes. The longest page seen is a few hundred kB; what is larger is no page of one article."""

LINE_LIMIT = 100_000
"""Lines of a page: a file of nothing but newlines must not fill the memory."""

_PUBLISHED = (("승인",), ("입력", "등록", "발행", "송고", "게재"), ("날짜",))
"""Which of the head's dates is the date of publication: approval is when the page went public."""


class NdsoftTextReader:
    """Reads a dumped page. `clock` says what is still in the future."""

    name = "ndsoft_text"

    def __init__(self, *, clock: Clock = kst_now) -> None:
        self._clock = clock

    def recognises(self, head: bytes) -> bool:
        """Whether the file begins as an article page does: title, bullets, a date of approval."""
        text = decode_head(head)
        return "\0" not in text and looks_like_page(text)

    def read(self, blob: Blob) -> Iterator[Found | Rejected]:
        """The page's article, or why there is none. Raises OSError."""
        text = ""
        try:
            text = _read_text(blob)
            yield Found(article=to_article(parse_page(text), clock=self._clock))
        except Unusable as e:
            yield rejected(blob.place, e.reason, line=e.line, text=text.strip())


def to_article(page: DumpPage, *, clock: Clock = kst_now) -> Article:
    """The article of a page. Raises Unusable, with the line, without a title, without a text, for an impossible date.

    A photo page (captions, no paragraph) is an article: its captions are news that can be searched. So is a page
    without a date: it stays out of date facets and ranges, but losing it would be worse.
    """
    title, others = _title(page)
    if not (page.paragraphs or page.captions):
        raise Unusable(
            "본문이 없습니다: 기사 문단도 사진 설명도 찾지 못했습니다. 페이지를 다시 저장해 넣으십시오.", page.line
        )
    published, dated = _published(page, clock)
    fetched = _moment(page.crawled, clock)
    return Article(
        title=title,
        subtitle="\n".join((*others, *page.subtitle)),
        body="\n\n".join(page.paragraphs),
        captions=tuple(dict.fromkeys(page.captions)),
        press=next((name for line in page.footer if (name := owner(line))), ""),
        reporters=page.reporters,
        published=published,
        fetched=fetched,
        extra=_extra(page, dated, clock) | ({"crawled": page.crawled} if page.crawled and not fetched else {}),
    )


def _read_text(blob: Blob) -> str:
    text = decode(blob.whole(FILE_LIMIT))
    if text.count("\n") + text.count("\r") > LINE_LIMIT:
        raise Unusable(
            f"기사 한 편으로는 줄이 너무 많습니다({LINE_LIMIT:,}줄 초과). 기사마다 한 파일로 나누어 넣으십시오."
        )
    return text


def _title(page: DumpPage) -> tuple[str, tuple[str, ...]]:
    """(title, other headlines above the bullets, which some skins print there as 부제).

    The title is printed twice (window title, headline); the window title may go on with section and newspaper.
    """
    titles, half = page.titles, len(page.titles) // 2
    if not titles:
        raise Unusable("제목이 없습니다. 제목을 첫 줄에 적어 다시 넣으십시오.", page.entries[0].line)
    if titles == titles[:half] * 2:
        return " ".join(titles[:half]), ()
    first, *others = dict.fromkeys(titles)
    if others and re.match(r" ?[<|:-]", first.removeprefix(others[0])) and first.startswith(others[0]):
        first, *others = others
    return first, tuple(others)


def _published(page: DumpPage, clock: Clock) -> tuple[datetime | None, Entry | None]:
    """(when the article was published, the entry that says so); both None when the page gives no such date."""
    for kinds in _PUBLISHED:
        for entry in page.entries:
            if entry.kind in kinds and entry.value:
                try:
                    return parse_date(entry.value, clock=clock), entry
                except ValueError as e:
                    raise Unusable(
                        f"{entry.label} 날짜를 읽지 못했습니다: {e}. 날짜를 고쳐 다시 넣으십시오.", entry.line
                    ) from e
    return None, None


def _moment(text: str, clock: Clock) -> datetime | None:
    """A time that no article is refused for: None when it cannot be read."""
    try:
        return parse_date(text, clock=clock) if text else None
    except ValueError:
        return None


def _extra(page: DumpPage, dated: Entry | None, clock: Clock) -> dict[str, Any]:
    """What else the page says: its other dates and counts under their Korean labels, bylines as printed, tags."""
    extra: dict[str, Any] = {}
    for entry in page.entries:
        if entry.label and entry.value and entry is not dated:
            count = re.fullmatch("[0-9]{1,9}", entry.value)
            moment = None if count else _moment(entry.value, clock)
            extra[entry.label] = int(entry.value) if count else moment.isoformat() if moment else entry.value
    bylines = ", ".join(entry.value for entry in page.entries if not entry.label)
    said = {"byline": bylines, "signature": page.signature, "tags": list(page.tags), "footer": list(page.footer)}
    return extra | {name: value for name, value in said.items() if value}

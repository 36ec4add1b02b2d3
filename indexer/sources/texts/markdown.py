"""Markdown with front matter, as archives kept in a folder or a static site have it: a file an article."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import TYPE_CHECKING, Any

from indexer.article import Article, Found, Rejected
from indexer.sources.blob import Blob
from indexer.sources.decode import decode, decode_head
from indexer.sources.json_lines.article import ALIASES, to_article
from indexer.sources.reader import Unusable, rejected
from indexer.sources.repair import Clock, kst_now
from indexer.sources.texts import front_matter

if TYPE_CHECKING:
    from indexer.sources.texts.markdown_text import Plain

FILE_LIMIT = 4 << 20
"""Bytes. The longest of 8,855 real articles has 57 kB."""

KOREAN = {
    "title": ("제목", "headline"),
    "subtitle": ("부제", "부제목", "description"),
    "date": ("날짜", "일자", "발행일", "작성일", "승인", "입력"),
    "press": ("신문", "언론사", "매체"),
    "section": ("섹션", "분야", "category", "categories"),
    "region": ("지역",),
    "reporter": ("기자", "author", "authors", "글쓴이"),
    "url": ("주소", "원문", "link", "canonical"),
    "captions": ("사진설명", "사진 설명"),
    "tags": ("태그", "keywords"),
}
"""Our field and further names that front matter has for it, beside jsonl_article.ALIASES."""

_NAMES = {name: field for field, names in ALIASES.items() for name in names}
_NAMES |= {name: field for field, names in KOREAN.items() for name in names}
_TELLING = re.compile(r"^(?:title|제목|headline|date|날짜|published|press|신문)[ \t]*:", re.MULTILINE)


class MarkdownReader:
    """Reads a Markdown file. `clock` says what is still in the future."""

    name = "markdown"

    def __init__(self, *, clock: Clock = kst_now) -> None:
        self._clock = clock

    def recognises(self, head: bytes) -> bool:
        """Whether it begins with front matter that has a title, a date or a newspaper."""
        text = decode_head(head)
        found = front_matter.split(text) if text.lstrip("\ufeff\r\n\t ").startswith("---") else None
        return found is not None and _TELLING.search(found[0]) is not None

    def read(self, blob: Blob) -> Iterator[Found | Rejected]:
        """The article, or why there is none. Raises OSError."""
        text = ""
        try:
            text = decode(blob.whole(FILE_LIMIT))
            front_matter.insist_few_lines(text)
            yield Found(article=self._article(text), named=False)
        except Unusable as e:
            yield rejected(blob.place, e.reason, line=e.line, text=text.strip())

    def _article(self, text: str) -> Article:
        from indexer.sources.texts.markdown_text import plain

        parts = front_matter.split(text)
        if parts is None:
            raise Unusable("머리글이 ‘---’ 줄로 끝나지 않습니다. 머리글과 본문 사이에 ‘---’만 든 줄을 두십시오.")
        head, below, _ = parts
        return _adapted(front_matter.parse(head), plain(below), self._clock)


def _adapted(fields: dict[str, object], below: Plain, clock: Clock) -> Article:
    """The article of fields and text. A field that is named twice, in two languages, stays under its own name."""
    record: dict[str, Any] = {}
    given: dict[str, str] = {}
    for name, value in fields.items():
        field = _NAMES.get(name) or _NAMES.get(name.strip().lower()) or name
        taken = field in record or value in ("", [], {})
        record[name if taken else field] = value
        given.setdefault(field, name)
    _single(record, "section", "sections")
    _lines(record, "subtitle")
    if not isinstance(record.get("body", ""), str):
        record["본문"] = record.pop("body")
    body = [text for text in (record.get("body"), below.body) if isinstance(text, str) and text]
    record["body"] = "\n\n".join(body)
    if not record.get("title"):
        record["title"] = below.heading
    captions = record.get("captions") or []
    record["captions"] = [*(captions if isinstance(captions, list) else [captions]), *below.captions]
    if below.links:
        record.setdefault("links", list(below.links))
    try:
        return to_article(record, clock=clock)
    except Unusable as e:  # say it in the names that the file has
        reason = re.sub("‘(\\w+)’ 필드", lambda one: f"‘{given.get(one[1], one[1])}’ 필드", e.reason)
        raise Unusable(reason, e.line) from e


def _single(record: dict[str, Any], field: str, further: str) -> None:
    """Of a list the first value is the field, and all of them are kept as `further`."""
    values = record.get(field)
    if isinstance(values, list) and values and all(isinstance(value, str) for value in values):
        record[field], rest = values[0], values[1:]
        if rest:
            record[further] = values


def _lines(record: dict[str, Any], field: str) -> None:
    """A list of lines is a text of lines."""
    values = record.get(field)
    if isinstance(values, list) and all(isinstance(value, str) for value in values):
        record[field] = "\n".join(unescape(value) for value in values)

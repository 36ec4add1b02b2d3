"""A JSONL object → Article: field names, aliases and types. Unknown fields are kept as they are."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from typing import Any

from indexer.article import Article
from indexer.sources.reader import Unusable
from indexer.sources.repair import Clock, kst_now, parse_date, split_reporters

ALIASES = {
    "id": ("id", "_id"),
    "title": ("title",),
    "subtitle": ("subtitle",),
    "body": ("body", "text"),
    "date": ("date", "published"),
    "press": ("press",),
    "section": ("section",),
    "region": ("region",),
    "reporter": ("reporter", "reporters"),
    "url": ("url",),
    "captions": ("captions", "caption"),
    "fetched": ("fetched",),
}
"""Our field and the names it may have; the first that is given counts, another is kept in `extra`."""

_ID_LENGTH = 500
# An id is printed one a line, stands in addresses, and is the archive's key.
_NOT_IN_ID = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_KINDS = {str: "글", bool: "참·거짓", int: "숫자", float: "숫자", list: "목록", dict: "객체"}
_KNOWN = frozenset(name for names in ALIASES.values() for name in names)


_OURS = {"reporters": list, "excerpt": bool, "restricted": bool, "extra": dict}
"""What an article has that was written by `./gisa show --json` or `./gisa export`, and of which type."""

_BESIDE = frozenset("reporter excerpt restricted extra version versions marks story score link changes".split())
"""What those write beside the article's own fields."""


def to_article(record: dict[str, Any], *, clock: Clock = kst_now) -> Article:
    """The article of one object: of our own form the very article that was written down, of any other what can be
    understood. Raises Unusable, naming the field, for a wrong type or an impossible date."""
    if not all(isinstance(record.get(name), kind) for name, kind in _OURS.items()):
        return _understood(record, clock)
    fields = {name: value for name, value in record.items() if name not in _BESIDE}
    article = _understood(fields, clock)
    return replace(
        article,
        reporters=tuple(name for name in record["reporters"] if isinstance(name, str)),
        # What readers may see of a restricted newspaper is only the beginning of its article.
        excerpt=record["excerpt"] or record["restricted"],
        extra={name: value for name, value in article.extra.items() if name != "byline"} | record["extra"],
    )


def _understood(record: dict[str, Any], clock: Clock) -> Article:
    """The article of an object that anybody may have written.

    Only a title or a body must be there. A crawl time that cannot be read is kept in `extra`: no article is lost
    for it.
    """
    fields = _Fields(record)
    title, body = fields.text("title"), fields.text("body")
    if not (title.strip() or body.strip()):
        raise Unusable("제목(title)도 본문(body)도 없습니다. 둘 가운데 하나는 있어야 합니다.")
    byline = fields.texts("reporter")
    reporters = tuple(dict.fromkeys(name for line in byline for name in split_reporters(line)))
    as_printed = {"byline": ", ".join(byline)} if byline != list(reporters) else {}
    return Article(
        id=fields.identifier(),
        title=title,
        subtitle=fields.text("subtitle"),
        body=body,
        captions=tuple(line for text in fields.texts("captions") for line in text.splitlines() if line.strip()),
        press=fields.text("press"),
        section=fields.text("section"),
        region=fields.text("region"),
        reporters=reporters,
        published=fields.date("date", clock),
        fetched=fields.date_if_readable("fetched", clock),
        url=fields.text("url").strip() or None,
        extra=as_printed | fields.rest(),  # last: what none of the others has taken
    )


def kind_of(value: object) -> str:
    """What a JSON value is, in Korean."""
    return _KINDS.get(type(value), "null")


class _Fields:
    """An object's fields, taken out one after the other; what nobody takes is the rest."""

    def __init__(self, record: dict[str, Any]) -> None:
        self._left = dict(record)

    def text(self, field: str) -> str:
        name, value = self._take(field)
        if not isinstance(value, str):
            raise _wrong_type(name, "글", value)
        return value

    def texts(self, field: str) -> list[str]:
        name, value = self._take(field)
        values = [value] if isinstance(value, str) else value
        if not isinstance(values, list) or not all(isinstance(text, str) for text in values):
            raise _wrong_type(name, "글이나 글의 목록", value)
        return [text for text in values if text.strip()]

    def identifier(self) -> str:
        name, value = self._take("id")
        text = str(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else value
        if not isinstance(text, str):
            raise _wrong_type(name, "글이나 숫자", value)
        if _NOT_IN_ID.search(text) or len(text) > _ID_LENGTH:
            raise Unusable(
                f"‘{name}’ 필드는 줄바꿈·제어 문자 없이 {_ID_LENGTH}자 이내여야 합니다. 고쳐 다시 넣으십시오."
            )
        return text if text.strip() else ""

    def date(self, field: str, clock: Clock) -> datetime | None:
        name, value = self._take(field)
        # 20190327 without quotes is a date all the same.
        text = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
        if not isinstance(text, str):
            raise _wrong_type(name, "‘2019-03-27’ 같은 글", value)
        try:
            return parse_date(text, clock=clock) if text.strip() else None
        except ValueError as e:
            raise Unusable(f"‘{name}’ 필드의 날짜를 읽지 못했습니다: {e}. 날짜를 고쳐 다시 넣으십시오.") from e

    def date_if_readable(self, field: str, clock: Clock) -> datetime | None:
        before = dict(self._left)
        try:
            return self.date(field, clock)
        except Unusable:
            self._left = before
            return None

    def rest(self) -> dict[str, Any]:
        return {name: value for name, value in self._left.items() if name not in _KNOWN or not _is_empty(value)}

    def _take(self, field: str) -> tuple[str, Any]:
        """(name, value) of the first alias that is given, ("", "") without one."""
        for name in ALIASES[field]:
            if not _is_empty(self._left.get(name)):
                return name, self._left.pop(name)
        return "", ""


def _is_empty(value: object) -> bool:
    return value is None or value == ""


def _wrong_type(name: str, wanted: str, value: object) -> Unusable:
    return Unusable(f"‘{name}’ 필드는 {wanted}이어야 하는데 {kind_of(value)}입니다. 고쳐 다시 넣으십시오.")

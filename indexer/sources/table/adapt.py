"""A row → Article, by what its columns are."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import TypeVar

from indexer.article import Article
from indexer.sources.identity import identity
from indexer.sources.reader import Unusable
from indexer.sources.repair import Clock, parse_date, split_reporters
from indexer.sources.table.bigkinds import identified, is_excerpt
from indexer.sources.table.columns import Layout
from indexer.sources.table.row import Row, letters
from indexer.sources.table.sheet import from_serial

LISTS = ("people", "places", "organizations", "keywords", "tags", "features")
"""Fields that hold several values, kept in `Article.extra` as lists."""

_KEPT = ("bigkinds", "excluded")

_SERIAL = re.compile(r"[0-9]{5}(?:\.[0-9]{1,12})?")
_BARE_ADDRESS = re.compile(r"(?:[A-Za-z0-9-]+\.)+[a-z]{2,12}/")
_NUMBERED = re.compile(r"[^/]+:[0-9]+")
_ID_LENGTH = 500
_REMEMBERED = 4_096
_Value = TypeVar("_Value")


class Adapter:
    """Makes articles of the rows of one table. `clock` says what is still in the future."""

    def __init__(self, layout: Layout, clock: Clock) -> None:
        self._columns = tuple(layout.columns.items())
        self._numbered = tuple(layout.numbered.items())
        self._constants = dict(layout.constants)
        self._clock = clock
        taken = layout.taken
        self._headers = {column: header for column, header in layout.headers.items() if column not in taken}
        self._taken = taken
        # A table says the same few days and bylines again and again, and both take long to read.
        self._date = _remembered(self._read_date)
        self._people = _remembered(split_reporters)

    def article(self, row: Row) -> Article:
        """Raises Unusable without a title and a body, for an impossible date or id."""
        if row.fault:
            raise Unusable(row.fault)
        said = self._said(row.cells)
        title, body = said.get("title", ""), said.get("body", "")
        if not (title or body):
            raise Unusable("제목도 본문도 없습니다. 둘 가운데 하나는 있어야 합니다.")
        known = identified(said.get("bigkinds", ""))
        byline = said.get("reporter", "")
        reporters = self._people(byline)
        many = {name: self._many(columns, row.cells) for name, columns in self._numbered}
        url = _address(said.get("url", ""))
        extra: dict[str, object] = {"byline": byline} if byline != ", ".join(reporters) else {}
        for name in _KEPT:
            if name in said:
                extra[name] = said[name]
        for name in LISTS:
            if name in said:
                extra[name] = _split(said[name], name)
        extra |= {name: values for name, values in many.items() if values}
        fetched = self._fetched(said.get("fetched", ""), extra)
        sections = many.get("sections")
        return Article(
            id=_identifier(said.get("id", "")) or (known[0] if known and not _is_numbered(url) else ""),
            title=title,
            subtitle=said.get("subtitle", ""),
            body=body,
            captions=_lines(said["captions"]) if "captions" in said else (),
            press=said.get("press", ""),
            section=said.get("section") or (sections[0] if sections else ""),
            region=said.get("region", ""),
            reporters=reporters,
            published=self._published(said.get("date", ""), known),
            fetched=fetched,
            url=url,
            excerpt=is_excerpt(body),
            extra=self._others(row.cells, extra) | extra,
        )

    def _said(self, cells: Mapping[int, str]) -> dict[str, str]:
        """Our fields that the row has any text for."""
        said: dict[str, str] = {}
        for name, column in self._columns:
            if column in cells and (text := cells[column].strip()):
                said[name] = text
        return said | self._constants if self._constants else said

    @staticmethod
    def _many(columns: Sequence[int], cells: Mapping[int, str]) -> list[str]:
        """What stands in the columns of a field that has several."""
        values: list[str] = []
        for column in columns:
            if column in cells and (value := cells[column].strip()) and value not in values:
                values.append(value)
        return values

    def _others(self, cells: Mapping[int, str], extra: Mapping[str, object]) -> dict[str, object]:
        """What no field of ours takes, under its header; two of one name also say which column they are."""
        others: dict[str, object] = {}
        for column, cell in cells.items():
            if column not in self._taken and (text := cell.strip()):
                header = self._headers.get(column, "")
                there = not header or header in others or header in extra
                others[f"{header} ({letters(column)}열)".strip() if there else header] = text
        return others

    def _published(self, text: str, known: tuple[str, str, timedelta | None] | None) -> datetime | None:
        """The date of the row; the identifier of BIG KINDS also knows the time, if it speaks of the same day."""
        if known is None:
            return self._date(text) if text else None
        _, day, time = known
        published = self._date(text or day)
        if published is None or time is None or (text != day and f"{published:%Y%m%d}" != day):
            return published
        return published if published.hour or published.minute else published + time

    def _read_date(self, text: str) -> datetime | None:
        shown = from_serial(float(text)) if _SERIAL.fullmatch(text) else text
        try:
            return parse_date(shown, clock=self._clock)
        except ValueError as e:
            raise Unusable(f"날짜를 읽지 못했습니다: {e}. 날짜를 고쳐 다시 넣으십시오.") from e

    def _fetched(self, text: str, extra: dict[str, object]) -> datetime | None:
        """When it was collected. No article is refused for it: what cannot be read is kept as it is."""
        try:
            return self._date(text) if text else None
        except Unusable:
            extra["fetched"] = text
            return None


def _address(text: str) -> str | None:
    """The address of the page. Some papers give BIG KINDS theirs without `http://`."""
    return f"http://{text}" if _BARE_ADDRESS.match(text) else text or None


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line for line in text.splitlines() if line.strip())


def _identifier(text: str) -> str:
    if not text:
        return ""
    shown = " ".join(text.split())
    if len(shown) > _ID_LENGTH or not shown.isprintable():
        raise Unusable(f"기사 id는 제어 문자 없이 {_ID_LENGTH}자 이내여야 합니다. 고쳐 다시 넣으십시오.")
    return shown


def _is_numbered(url: str | None) -> bool:
    """Whether the address itself names the article, so that the row is the same article as its page."""
    return url is not None and "idxno=" in url.lower() and bool(_NUMBERED.fullmatch(identity(Article(url=url))))


def _split(text: str, name: str) -> list[str]:
    """The values of a cell that holds several, each once."""
    for between in ";\n#" if name == "tags" else ";\n":
        text = text.replace(between, ",")
    once = dict.fromkeys(text.split(","))
    if " " in text and (", " in text or " ," in text):
        once = dict.fromkeys(map(str.strip, once))
    if "" in once:
        del once[""]
    return list(once)


def _remembered(function: Callable[[str], _Value]) -> Callable[[str], _Value]:
    """The function, asked once for each of the texts it was asked for lately."""
    known: dict[str, _Value] = {}

    def ask(text: str) -> _Value:
        if text not in known:
            if len(known) >= _REMEMBERED:
                known.clear()
            known[text] = function(text)
        return known[text]

    return ask

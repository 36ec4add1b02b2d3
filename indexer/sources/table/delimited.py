"""Text with separators (CSV, TSV, semicolons) as rows, a record at a time.

A quotation mark that nobody closes would swallow all rows up to the next one. So a record over several lines that is
not as wide as the first costs its first line only, and reading goes on with the next.
"""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator

from indexer.sources.blob import Blob
from indexer.sources.lines import line_encoding, read_lines
from indexer.sources.table.row import MOST_COLUMNS, Row

SEPARATORS = (",", "\t", ";", "|")

LINE_LIMIT = 32 << 20
"""Bytes of a line."""

RECORD_LIMIT = 8_000_000
"""Characters of a row: the gate takes bodies of 6 million."""

REREAD_LIMIT = 64_000_000
"""Characters of a file that are read again after a quotation mark that nobody closed, which bounds the time."""

# For the whole process: the parser has no limit of its own, and stops at 131,072 characters by default.
csv.field_size_limit(max(csv.field_size_limit(), RECORD_LIMIT))

_QUOTES = '큰따옴표의 짝이 맞지 않습니다. 칸 안의 큰따옴표는 두 번("") 적어 다시 넣으십시오.'
_GIVEN_UP = f"{_QUOTES} 이 줄부터는 읽지 않았습니다."
_TOO_LONG = f"행이 너무 깁니다({RECORD_LIMIT:,}자 초과). 기사마다 한 행으로 나누어 다시 넣으십시오."
_NUL = "글이 아닌 자료(NUL 문자)가 들어 있습니다. 그 행을 고쳐 다시 넣으십시오."


def rows(blob: Blob, separator: str, width: int) -> Iterator[Row]:
    """The records that are not blank, numbered by the line they begin at. Raises OSError."""
    encoding = line_encoding(blob)
    codec = "cp949" if encoding == "cp949" else "utf-8"
    return parse(_decoded(read_lines(blob, encoding, LINE_LIMIT), codec), separator, width, codec)


def parse(lines: Iterator[str | None], separator: str, width: int = 0, codec: str = "utf-8") -> Iterator[Row]:
    """The rows of lines without their ends; None is a line that was too long. Bytes that could not be decoded are lone
    surrogates, as Python's `surrogateescape` has them. `width` is how many cells a row has, 0 when it is not known."""
    feed = _Feed(lines)
    reader = csv.reader(feed, delimiter=separator, strict=True)
    while True:
        feed.begin()
        cells, fault = _next(reader, feed)
        if cells is None:
            return
        if feed.lines > 1 and (fault == _QUOTES or (width and len(cells) != width)):
            if not feed.put_back():
                yield Row(feed.number, {0: feed.record[0]}, _GIVEN_UP)
                return
            cells, fault = [feed.record[0]], _QUOTES
        fault = fault or _fault(cells, width, codec)
        filled = {column: text for column, text in enumerate(cells[:MOST_COLUMNS]) if text}
        if fault or any(text.strip() for text in filled.values()):
            yield Row(feed.number, filled, fault, len(cells))


def _next(reader: Iterator[list[str]], feed: _Feed) -> tuple[list[str] | None, str]:
    """(cells of the next record, what is wrong with it); None at the end."""
    try:
        return next(reader), ""
    except StopIteration:
        return None, ""
    except _TooLong:
        # Of many lines it is one that a quotation mark has swallowed.
        return [feed.record[0][:1_000]], _QUOTES if feed.lines > 1 else _TOO_LONG
    except csv.Error:
        return [feed.record[0]], _NUL if "\0" in feed.record[-1] else _QUOTES


def _fault(cells: list[str], width: int, codec: str) -> str:
    if width and len(cells) > width and any(text.strip() for text in cells[width:]):
        remedy = "구분 글자가 든 칸은 큰따옴표로 싸서 다시 넣으십시오."
        return f"칸이 {len(cells)}개로 머리글({width}개)보다 많습니다. {remedy}"
    if any("\0" in text for text in cells):
        return _NUL
    if any(not text.isascii() and _is_broken(text) for text in cells):
        return f"글자가 깨졌습니다: {codec.upper()}로 읽히지 않는 바이트가 있습니다. 그 행을 고쳐 다시 넣으십시오."
    return ""


def _is_broken(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return False


def _decoded(lines: Iterator[tuple[int, bytes | None]], codec: str) -> Iterator[str | None]:
    for number, line in lines:
        text = None if line is None else line.decode(codec, "surrogateescape")
        yield text.removeprefix("\ufeff") if text and number == 1 else text


class _TooLong(Exception):  # never leaves this module
    """A record without an end."""


class _Feed:
    """Lines for the csv module, which can be given back. `number` is the line that the record being read began at."""

    def __init__(self, lines: Iterator[str | None]) -> None:
        self.number = 0
        self._record: list[str | None] = []
        self._lines = lines
        self._given_back: deque[str | None] = deque()
        self._left = REREAD_LIMIT
        self._size = self._taken = 0

    def begin(self) -> None:
        """A new record begins."""
        self.number, self._size = self._taken + 1, 0
        self._record = []

    @property
    def record(self) -> list[str]:
        """The lines of the record that is being read, "" for one that was too long."""
        return [line or "" for line in self._record]

    @property
    def lines(self) -> int:
        """How many they are."""
        return len(self._record)

    def put_back(self) -> bool:
        """Gives back all lines of the record but the first; False when that has been done too often."""
        self._left -= self._size
        self._given_back.extendleft(reversed(self._record[1:]))
        self._taken -= len(self._record) - 1
        return self._left > 0

    def __iter__(self) -> _Feed:
        return self

    def __next__(self) -> str:
        line = self._given_back.popleft() if self._given_back else next(self._lines)
        self._taken += 1
        self._record.append(line)
        self._size += len(line or "")
        if line is None or self._size > RECORD_LIMIT:
            raise _TooLong
        return line + "\n"

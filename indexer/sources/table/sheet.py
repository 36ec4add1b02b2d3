"""The cells of a sheet, a row at a time: however far apart they lie, only what is written takes room."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

from indexer.sources.reader import Unusable
from indexer.sources.table.package import BROKEN, Package
from indexer.sources.table.row import MOST_COLUMNS, Row, column_of
from indexer.sources.table.workbook import TEXT_LIMIT, Workbook, unescaped
from indexer.sources.table.xml import DEPTH_LIMIT, Listener, parse

_LAST_SERIAL = 2_958_465
"""31 December 9999, Excel's last day."""

MOST_EMPTY = 4_000_000
"""Rows, and cells with nothing in them, of a sheet: all of Excel's rows with three formatted cells each. Passing over
them is what takes time in a sheet that has nothing else."""

_MOSTLY_EMPTY = f"빈 칸과 행이 너무 많아({MOST_EMPTY:,}개 초과) 읽기를 멈췄습니다. 엑셀에서 CSV로 저장해 넣으십시오."
_TOO_LONG = f"칸의 글이 너무 깁니다({TEXT_LIMIT:,}자 초과). 기사마다 한 행으로 나누어 다시 넣으십시오."
_COLUMN = re.compile("[A-Za-z]{1,3}")
_WHOLE = re.compile(r"-?[0-9]{1,15}(?:\.0+)?")


def rows(package: Package, workbook: Workbook, part: str) -> Iterator[Row]:
    """The rows of a sheet that hold any text, in their order. Raises Unusable."""
    reading = _Sheet(workbook)
    for _ in parse(package.stream(part), reading):
        done, reading.done = reading.done, []
        yield from done


def from_serial(serial: float, *, since_1904: bool = False) -> str:
    """The date, the time, or both, that Excel shows for a number of days; "" when there is none."""
    if not 0 <= serial < _LAST_SERIAL:
        return ""
    # Excel believes in 29 February 1900; from March on its days are counted from here.
    first = datetime(1904, 1, 1) if since_1904 else datetime(1899, 12, 30)  # noqa: DTZ001  # cells have no zone
    moment = first + timedelta(seconds=round(serial * 86_400))
    if serial < 1:
        return f"{moment:%H:%M:%S}"
    day = f"{moment.year:04}-{moment.month:02}-{moment.day:02}"
    return day if serial == int(serial) else f"{day} {moment:%H:%M:%S}"


class _Sheet(Listener):
    """What the events of a sheet add up to. `done` are the rows that are whole."""

    def __init__(self, workbook: Workbook) -> None:
        self.done: list[Row] = []
        self._workbook = workbook
        self._columns: dict[str, int] = {}
        self._number = 0
        self._column = -1
        self._cells: dict[int, str] = {}
        self._fault = ""
        self._attributes: dict[str, str] = {}
        self._text = ""
        self._pieces: list[str] | None = None
        self._length = self._empties = 0
        self._in_row = self._in_cell = self._in_text = self._reads = self._phonetic = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """A tag opens."""
        # The tags there are most of come first, and nothing is called for them: this is half the time of a sheet.
        if name == "t" or name == "v":
            if self._in_text:
                raise Unusable(BROKEN)
            self._in_text, self._reads = True, not self._phonetic
        elif name == "c":
            if self._in_cell:
                raise Unusable(BROKEN)
            self._in_cell = True
            self._attributes = attributes
            if "r" in attributes and (place := attributes["r"].rstrip("0123456789")):
                self._column = self._columns[place] if place in self._columns else self._placed(place)
            else:
                self._column += 1
                if self._column >= MOST_COLUMNS:
                    raise Unusable(BROKEN)
            self._text, self._pieces = "", None
        elif name == "row":
            self._begin_row(attributes.get("r", ""))
        else:
            if name == "rPh":
                self._phonetic = True
            self.depth += 1
            if self.depth > DEPTH_LIMIT:
                raise Unusable(BROKEN)

    def end(self, name: str) -> None:
        """A tag closes."""
        if name == "t" or name == "v":
            self._in_text = self._reads = False
        elif name == "c":
            self._in_cell = False
            text = self._text if self._pieces is None else "".join(self._pieces)
            if text and (text := self._shown(text)):
                self._cells[self._column] = text
            else:
                self._empty()
        elif name == "row":
            self._in_row = False
            if self._cells:
                self.done.append(Row(self._number, self._cells, self._fault))
                self._cells = {}
        else:
            if name == "rPh":
                self._phonetic = False
            self.depth -= 1

    def text(self, data: str) -> None:
        """Text between tags."""
        if not self._reads:
            return
        if self._text:
            self._more(data)
        else:
            self._text = data  # nearly always all there is
            if len(data) > TEXT_LIMIT:
                self._fault, self._reads = _TOO_LONG, False

    def _more(self, data: str) -> None:
        if self._pieces is None:
            self._pieces, self._length = [self._text], len(self._text)
        self._pieces.append(data)
        self._length += len(data)
        if self._length > TEXT_LIMIT:
            self._fault, self._reads = _TOO_LONG, False

    def _empty(self) -> None:
        self._empties += 1
        if self._empties > MOST_EMPTY:
            raise Unusable(_MOSTLY_EMPTY)

    def _begin_row(self, number: str) -> None:
        if self._in_row:
            raise Unusable(BROKEN)
        self._empty()
        said = int(number) if number.isascii() and number.isdigit() and len(number) <= 9 else 0
        self._in_row, self._number = True, said or self._number + 1
        self._column, self._cells, self._fault = -1, {}, ""

    def _placed(self, place: str) -> int:
        """The column of `B` in `B12`. Cells are placed by it, because those that are empty are not written."""
        column = column_of(place) if _COLUMN.fullmatch(place) else None
        if column is None:
            raise Unusable(BROKEN)
        self._columns[place] = column
        return column

    def _shown(self, text: str) -> str:
        """The cell as Excel shows it; errors such as `#N/A` are nothing."""
        match self._attributes.get("t", "n"):
            case "inlineStr" | "str":
                return unescaped(text) if "_x" in text else text
            case "s":
                at, strings = text.strip(), self._workbook.strings
                number = int(at) if at.isascii() and at.isdigit() and len(at) <= 9 else len(strings)
                return strings[number] if number < len(strings) else ""
            case "n":
                return self._number_shown(text.strip())
            case "b":
                return "TRUE" if text.strip() in ("1", "true") else "FALSE"
            case "d":
                return text.strip().replace("T", " ").removesuffix(" 00:00:00")
            case _:
                return ""

    def _number_shown(self, text: str) -> str:
        try:
            number = float(text)
        except ValueError:
            return text
        if self._attributes.get("s", "") in self._workbook.dates:
            return from_serial(number, since_1904=self._workbook.since_1904) or text
        if _WHOLE.fullmatch(text):
            return text.partition(".")[0]
        return str(int(number)) if number.is_integer() and abs(number) < 1e15 else text

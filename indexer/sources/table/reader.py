"""The readers of tables: workbooks by their zip parts, text by its separators. An article is a row."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, islice

from indexer.article import Found, Rejected
from indexer.sources.blob import Blob
from indexer.sources.containers.zip import office_document
from indexer.sources.decode import NEWLINE, decode_head
from indexer.sources.reader import Unusable, rejected
from indexer.sources.repair import Clock, kst_now
from indexer.sources.table import delimited, sheet
from indexer.sources.table.adapt import Adapter
from indexer.sources.table.columns import HEADER_ROWS, ColumnMap, Layout, find_layout, shown_headers
from indexer.sources.table.package import Package
from indexer.sources.table.row import Row
from indexer.sources.table.workbook import open_workbook

HEAD_BYTES = 1 << 16
"""What is looked at for the separator and the headers: as much as `detect` shows."""

_CONSISTENT_ROWS, _HEADER_LENGTH = 5, 40
_SHOWN_LENGTH = 1_000
_SAY_SO = "`./gisa add --columns title=열이름,body=열이름`으로 알려 주십시오."


class SpreadsheetReader:
    """Reads the sheets of an xlsx file that have a header with a title or a body. `columns` says what guessing cannot,
    `clock` what is still in the future."""

    name = "xlsx"

    def __init__(self, columns: ColumnMap | None = None, *, clock: Clock = kst_now) -> None:
        self._columns = columns
        self._clock = clock

    def recognises(self, head: bytes) -> bool:
        """Whether the file is a zip whose members are those of a workbook."""
        return "xlsx" in (office_document(head) or "")

    def read(self, blob: Blob) -> Iterator[Found | Rejected]:
        """An item for every row below a header, sheet after sheet. Raises OSError."""
        try:
            with Package(blob) as package:
                workbook = open_workbook(package)
                if not workbook.sheets:
                    raise Unusable("셀이 있는 시트가 없습니다. 엑셀에서 열어 확인하십시오.")
                for name, part in workbook.sheets:
                    where = f"‘{name}’ 시트" if len(workbook.sheets) > 1 else "시트"
                    rows = sheet.rows(package, workbook, part)
                    yield from _items(blob.place, rows, self._columns, self._clock, where=where)
        except Unusable as e:
            yield rejected(blob.place, e.reason, line=e.line)


class DelimitedReader:
    """Reads CSV and TSV whose header names a title or a body and one field more. `columns` and `clock` as above."""

    name = "csv"

    def __init__(self, columns: ColumnMap | None = None, *, clock: Clock = kst_now) -> None:
        self._columns = columns
        self._clock = clock

    def recognises(self, head: bytes) -> bool:
        """Whether one of the first lines is a header; where the columns were named, whether it is a table at all."""
        return self._sniffed(head) is not None

    def read(self, blob: Blob) -> Iterator[Found | Rejected]:
        """An item for every row below the header. Raises OSError."""
        try:
            separator, layout = self._sniffed(blob.head(HEAD_BYTES)) or (",", None)
            rows = delimited.rows(blob, separator, layout.width if layout else 0)
            yield from _items(blob.place, rows, self._columns, self._clock, least=2)
        except Unusable as e:
            yield rejected(blob.place, e.reason, line=e.line)

    def _sniffed(self, head: bytes) -> tuple[str, Layout | None] | None:
        """(what stands between cells, what the columns are if that is known); None when it is no table."""
        lines = _first_lines(head)
        for separator in delimited.SEPARATORS if lines else ():
            first = list(islice(delimited.parse(iter(lines), separator), HEADER_ROWS))
            try:
                found = find_layout(first, self._columns, least=2)
            except Unusable:
                found = None
            if found and _fits(first, found[1]):
                return separator, found[1]
        if self._columns is None or not lines or lines[0].lstrip().startswith(("<", "{", "[")):
            return None
        # Columns were named that are not there: the reader says so, with those that are.
        return next(((separator, None) for separator in delimited.SEPARATORS if _is_even(lines, separator)), None)


def describe_compound(head: bytes) -> str:
    """What a file in the container of old Office is, by the names of its parts; "" when they lie too far on."""
    if "EncryptedPackage".encode("utf-16-le") in head:
        return "암호가 걸린 엑셀·워드 문서"
    return "옛 엑셀(xls) 문서" if "Workbook".encode("utf-16-le") in head else ""


def describe_table(head: bytes) -> str:
    """Why a text that is a table gives no articles, "" when it is no table. For `detect.describe`."""
    lines = _first_lines(head)
    separator = next((separator for separator in delimited.SEPARATORS if lines and _is_even(lines, separator)), None)
    if separator is None:
        return ""
    header = next(delimited.parse(iter(lines), separator))
    return f"표이지만 제목이나 본문이 어느 열인지 알 수 없습니다(열: {shown_headers(header)}). {_SAY_SO}"


def _items(
    place: str, rows: Iterator[Row], columns: ColumnMap | None, clock: Clock, *, least: int = 1, where: str = ""
) -> Iterator[Found | Rejected]:
    """The rows of one table. Those above its header say what it is, and are no articles."""
    first = list(islice(rows, HEADER_ROWS))
    if not first:
        return
    try:
        found = find_layout(first, columns, least)
    except Unusable as e:
        yield rejected(
            place, f"{where}: {e.reason}" if where else e.reason, line=first[0].number, text=_printable(first[0].text)
        )
        return
    if found is None:
        what = f"{where}에서 제목이나 본문 열을 찾지 못했습니다" if where else "제목이나 본문 열을 찾지 못했습니다"
        reason = f"{what}(첫 행: {shown_headers(first[0])}). {_SAY_SO}"
        yield rejected(place, reason, line=first[0].number, text=_printable(first[0].text))
        return
    begin, layout = found
    adapter = Adapter(layout, clock)
    for row in chain(first[begin:], rows):
        try:
            yield Found(article=adapter.article(row), line=row.number)
        except Unusable as e:
            yield rejected(place, e.reason, line=row.number, text=_printable(row.text))


def _printable(text: str) -> str:
    """The text without what could not be decoded in it."""
    return text[:_SHOWN_LENGTH].encode("utf-8", "replace").decode()


def _first_lines(head: bytes) -> list[str]:
    """The whole lines at the beginning of a text; none of what is no text."""
    text = decode_head(head).removeprefix("\ufeff")
    if "\ufffd" in text and (other := head.decode("cp949", "replace")).count("\ufffd") < text.count("\ufffd"):
        text = other  # a row is broken, which shall not cost the others
    if "\0" in text or text.lstrip()[:1] in ("", "<"):
        return []
    lines = NEWLINE.split(text)
    return lines[:-1] if len(head) >= HEAD_BYTES and len(lines) > 1 else lines


def _fits(first: list[Row], layout: Layout) -> bool:
    """Whether columns that were given by number are there."""
    return bool(layout.headers) or any(max(layout.taken, default=0) in row.cells for row in first)


def _is_even(lines: list[str], separator: str) -> bool:
    """Whether the first rows all have as many cells, and more than one, and the very first is no prose."""
    rows = list(islice(delimited.parse(iter(lines), separator), _CONSISTENT_ROWS))
    even = len(rows) > 1 and rows[0].width > 1 and all(row.width == rows[0].width and not row.fault for row in rows)
    return even and all(len(text) <= _HEADER_LENGTH for text in rows[0].cells.values())

"""XLSX: a sheet of articles and a sheet that says where they are from. Every cell is text or a number, none is run."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from indexer.errors import ExportFailed
from indexer.exporting.cells import COLUMNS, writable
from indexer.exporting.describing import described
from indexer.exporting.export import Export, Row
from indexer.exporting.scratch import scratch

MOST_ROWS = 1_048_575
"""Articles of a sheet: Excel's rows but for the header."""

MOST_UNITS = 32_767
"""UTF-16 units of a cell in Excel."""

CUT = "잘린 칸"
"""The column that says what of a row did not fit into its cell."""

PIECE = 1 << 16

_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "use_zip64": True,  # only takes effect in a file of 4 GB and more
}


def write(export: Export) -> Iterator[bytes]:
    """The file, piece by piece. It is whole on the disk before the first piece: a ZIP ends with its directory."""
    from xlsxwriter.exceptions import XlsxWriterException

    try:
        with ExitStack() as stack:
            with scratch() as folder:
                path = folder / "export.xlsx"
                _made(path, export)
                file = stack.enter_context(path.open("rb"))
            # It has no name any more: whatever becomes of who takes it, and of us, it is gone then.
            while piece := file.read(PIECE):
                yield piece
    except (OSError, XlsxWriterException) as error:
        raise ExportFailed("엑셀 파일", str(error)) from error


def _made(path: Path, export: Export) -> None:
    import xlsxwriter  # here and above: every other command would wait for it at its start

    book = xlsxwriter.Workbook(str(path), {**_OPTIONS, "tmpdir": str(path.parent)})
    try:
        bold = book.add_format({"bold": True, "bottom": 1})
        _articles(book, export, bold)
        _sources(book, export, bold)
    finally:
        book.close()


def _articles(book: Any, export: Export, bold: Any) -> None:
    sheet = book.add_worksheet("기사")
    sheet.freeze_panes(1, 0)
    for at, column in enumerate(COLUMNS):
        sheet.set_column(at, at, column.width)
        sheet.write_string(0, at, column.name, bold)
    sheet.write_string(0, len(COLUMNS), CUT, bold)
    last = 0
    for last, row in enumerate(export.rows(), start=1):
        _article(sheet, last, row)
    sheet.autofilter(0, 0, last, len(COLUMNS))


def _article(sheet: Any, at: int, row: Row) -> None:
    cut = []
    for place, column in enumerate(COLUMNS):
        value = column.value(row)
        if isinstance(value, str):
            text = fitting(writable(value))
            cut += [column.name] if len(text) < len(writable(value)) else []
            _write(sheet, at, place, text)
        else:
            sheet.write_number(at, place, value)
    _write(sheet, at, len(COLUMNS), ", ".join(cut))


def _sources(book: Any, export: Export, bold: Any) -> None:
    sheet = book.add_worksheet("출처")
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 100)
    for at, (name, value) in enumerate(described(export.manifest())):
        sheet.write_string(at, 0, name, bold)
        _write(sheet, at, 1, fitting(writable(value)))


def _write(sheet: Any, row: int, column: int, text: str) -> None:
    if text:
        # XlsxWriter takes what stands between these tags for markup of its own and does not escape it.
        own = text.startswith("<r>") and text.endswith("</r>")
        sheet.write_string(row, column, f"{text} " if own else text)


def fitting(text: str) -> str:
    """As much of the text as a cell holds, never half of a character."""
    if 2 * len(text) <= MOST_UNITS:
        return text
    units = text.encode("utf-16-le")
    return text if len(units) <= 2 * MOST_UNITS else units[: 2 * MOST_UNITS].decode("utf-16-le", "ignore")

"""CSV as spreadsheets and statistics programs read it: UTF-8 with a mark, RFC 4180, no cell that is run."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from indexer.exporting.cells import COLUMNS, harmless, writable
from indexer.exporting.export import BATCH, Export

MARK = "\ufeff"
"""Without it Excel reads the file in the encoding of its system, and Korean is broken."""


def write(export: Export) -> Iterator[bytes]:
    """The header and a line an article, some at a time."""
    text = io.StringIO(newline="")
    lines = csv.writer(text, lineterminator="\r\n")
    text.write(MARK)
    lines.writerow([column.name for column in COLUMNS])
    for number, row in enumerate(export.rows(), start=1):
        lines.writerow([_cell(column.value(row)) for column in COLUMNS])
        if number % BATCH == 0:
            yield _taken(text)
    yield _taken(text)


def _cell(value: str | float) -> str:
    return harmless(writable(value)) if isinstance(value, str) else str(value)


def _taken(text: io.StringIO) -> bytes:
    """What was written since the last time."""
    written = text.getvalue().encode()
    text.seek(0)
    text.truncate()
    return written

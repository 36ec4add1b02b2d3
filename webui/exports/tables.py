"""Tables of figures as CSV files."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from flask import Response

from indexer.exporting.cells import harmless, writable

MARK = "\ufeff"
"""Without it Excel reads the file in the encoding of its system, and Korean is broken."""


def csv_file(name: str, header: Sequence[str], rows: Iterable[Sequence[str | float | None]]) -> Response:
    """A file to download. A cell without a value is empty; a text is none that a spreadsheet runs."""
    text = io.StringIO(newline="")
    lines = csv.writer(text, lineterminator="\r\n")
    text.write(MARK)
    lines.writerow([harmless(writable(name)) for name in header])
    lines.writerows([["" if cell is None else cell for cell in row] for row in rows])
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(text.getvalue(), mimetype="text/csv", headers=headers)

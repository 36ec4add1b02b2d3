"""The Whoosh schema, as code. The one stored in the index folder is a pickle and is never loaded."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from datetime import date, datetime, timedelta, timezone

from whoosh.columns import NumericColumn, VarBytesColumn
from whoosh.fields import COLUMN, ID, FieldType, Schema
from whoosh.formats import Format

from indexer.article import KST, TEXT_FIELDS, VALUE_FIELDS

SCHEMA_VERSION = 2
"""Part of the index's own version: an index of another is out of date."""

EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)

UNDATED = 0
"""The day column's value for an article without a date; `date.toordinal()` starts at 1."""


class PackedPositions(Format):  # type: ignore[misc]
    """Postings whose value is the positions as 32-bit little-endian numbers; their count is the frequency.

    Whoosh's own Positions pickles a list a posting: three times slower to write, and it cannot be read as an array.
    """

    def __init__(self) -> None:
        self.field_boost = 1.0
        self.options: dict[str, object] = {}

    def decode_frequency(self, value: bytes) -> int:
        """How often the term stands in the field."""
        return len(value) // 4

    def decode_weight(self, value: bytes) -> float:
        """The frequency, as Whoosh's scorers want it."""
        return float(len(value) // 4)

    def decode_positions(self, value: bytes) -> list[int]:
        """Where the term stands, for Whoosh's phrase matcher."""
        return list(struct.unpack(f"<{len(value) // 4}I", value))

    @staticmethod
    def encode(positions: Sequence[int]) -> bytes:
        """The value of a posting. Raises OverflowError for a position that is negative or needs more than 32 bits."""
        try:
            return struct.pack(f"<{len(positions)}I", *positions)
        except struct.error as error:
            raise OverflowError(f"positions beyond 32 bits: {max(positions)}, {min(positions)}") from error


class Terms(FieldType):  # type: ignore[misc]
    """A text field of ready terms: nothing is analysed here."""

    def __init__(self) -> None:
        self.format = PackedPositions()
        self.analyzer = self.vector = self.column_type = None
        self.indexed = True
        self.scorable = self.stored = self.unique = self.spelling = False


def schema() -> Schema:
    """Terms for each text field; columns for what is filtered, counted and sorted by."""
    fields = {name: Terms() for name in TEXT_FIELDS}
    fields |= {length_column(name): COLUMN(NumericColumn("I")) for name in TEXT_FIELDS}
    fields |= {name: _cells() for name in VALUE_FIELDS}
    return Schema(id=ID(), key=_cells(), day=COLUMN(NumericColumn("i")), time=COLUMN(NumericColumn("q")), **fields)


def _cells() -> FieldType:
    # Without stored offsets: cells are only read from first to last, and from 32,769 documents on Whoosh 2.7.4 may
    # write too few offsets when the last documents have no value.
    return COLUMN(VarBytesColumn(allow_offsets=False))


def length_column(name: str) -> str:
    """The column that holds a text field's length in terms."""
    return f"{name}_length"


def day_number(published: datetime | None) -> int:
    """`date.toordinal()` of the day in KST."""
    return published.astimezone(KST).date().toordinal() if published else UNDATED


def day_of(number: int) -> date:
    """The day of a day column's value other than UNDATED."""
    return date.fromordinal(number)


def time_number(published: datetime) -> int:
    """The moment, in microseconds since 1970; exact, and in order before 1970 too."""
    return (published - EPOCH) // timedelta(microseconds=1)


def join_values(values: Sequence[str]) -> bytes:
    """Several values, each once, in one column cell: a line each, so a newline of their own is escaped."""
    lines = (value.replace("\\", "\\\\").replace("\n", "\\n") + "\n" for value in dict.fromkeys(values))
    return "".join(lines).encode()


def split_values(cell: bytes) -> list[str]:
    """What `join_values` joined."""
    lines = cell.decode().split("\n")[:-1]
    return [_unescape(line) for line in lines] if b"\\" in cell else lines


def _unescape(line: str) -> str:
    return "\\".join(part.replace("\\n", "\n") for part in line.split("\\\\"))

"""The Whoosh schema, as code, and how dates are numbered. No schema is ever loaded from an index folder."""

from __future__ import annotations

import struct
from datetime import date, datetime, timedelta, timezone

from whoosh.fields import ID, FieldType, Schema
from whoosh.formats import Existence, Format

from indexer.article import KST, TEXT_FIELDS, VALUE_FIELDS

SCHEMA_VERSION = 5
"""Part of the index's own version: an index of another is out of date."""

WHOOSH_NAME = "MAIN"
"""What Whoosh calls the one index of a folder: its files' names begin with it."""

EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)

UNDATED = -(2**63) + 1
"""The time of an article without a date: newest first, it comes last. Its negative is a number too."""


class Positions(Format):  # type: ignore[misc]
    """Postings whose value is the positions as 32-bit little-endian numbers; their count is the frequency."""

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


class Terms(FieldType):  # type: ignore[misc]
    """A text field of ready terms: nothing is analysed here."""

    def __init__(self) -> None:
        self.format = Positions()
        self.analyzer = self.vector = self.column_type = None
        self.indexed = self.scorable = True
        self.stored = self.unique = self.spelling = False


class Values(FieldType):  # type: ignore[misc]
    """A field whose whole values are its terms: a newspaper's name, a day as 2019-03-27."""

    def __init__(self) -> None:
        self.format = Existence()
        self.analyzer = self.vector = self.column_type = None
        self.indexed = True
        self.scorable = self.stored = self.unique = self.spelling = False


def schema() -> Schema:
    """Terms for each text field; whole values for the id, the day in KST and each value field."""
    fields = {name: Terms() for name in TEXT_FIELDS} | {name: Values() for name in (*VALUE_FIELDS, "day")}
    return Schema(id=ID(stored=True, unique=True), **fields)


def day_number(published: datetime) -> int:
    """`date.toordinal()` of the day in KST."""
    return published.astimezone(KST).date().toordinal()


def day_of(number: int) -> date:
    """The day of such a number."""
    return date.fromordinal(number)


def time_number(published: datetime) -> int:
    """The moment, in microseconds since 1970; exact, and in order before 1970 too."""
    return (published - EPOCH) // timedelta(microseconds=1)

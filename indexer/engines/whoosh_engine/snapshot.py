"""One commit of an index, opened for reading: columns as arrays, postings on demand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
from whoosh.index import FileIndex

from indexer.article import TEXT_FIELDS, VALUE_FIELDS
from indexer.engines.whoosh_engine.schema import UNDATED, length_column, split_values

Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True)
class ValueColumn:
    """The values of one field, for all documents. `documents[i]` has the value `names[ordinals[i]]`; a document with
    several values stands there several times. `documents` is ascending."""

    names: tuple[str, ...]
    documents: Numbers
    ordinals: Numbers


class Snapshot:
    """Reads one commit. A document's number is its place through all segments; deleted ones keep theirs.

    Loading the columns takes some 5 µs a document, once a commit; afterwards nothing is read a document at a time.
    """

    def __init__(self, index: FileIndex) -> None:
        self._reader = index.reader()
        self.size = int(self._reader.doc_count_all())
        self.ids = [cell.decode() for cell in self._cells("key")]
        self.live = np.fromiter((not self._reader.is_deleted(n) for n in range(self.size)), bool, self.size)
        self.count = int(self.live.sum())
        self.days = self._numbers("day")
        self.times = self._numbers("time")
        self.lengths = {name: self._numbers(length_column(name)) for name in TEXT_FIELDS}
        self.mean_lengths = {name: self._mean(lengths) for name, lengths in self.lengths.items()}
        self.values = {name: _value_column(self._cells(name)) for name in VALUE_FIELDS}

    def close(self) -> None:
        """Gives the files back."""
        self._reader.close()

    @cached_property
    def id_ranks(self) -> Numbers:
        """Each document's place among the sorted ids: orders ties without comparing strings at query time."""
        ranks = np.empty(self.size, dtype=np.int64)
        ranks[np.array(sorted(range(self.size), key=self.ids.__getitem__), dtype=np.int64)] = np.arange(self.size)
        return ranks

    @cached_property
    def dated(self) -> npt.NDArray[np.bool_]:
        """Which documents have a date."""
        return np.not_equal(self.days, UNDATED)

    def occurrences(self, field: str, term: str) -> Numbers:
        """Every place of a term as document << 32 | position, ascending; empty when there is none."""
        numbers: list[int] = []
        values: list[bytes] = []
        encoded = term.encode()
        for reader, base in self._reader.leaf_readers():
            if (field, encoded) not in reader:
                continue
            matcher = reader.postings(field, encoded)
            while matcher.is_active():
                numbers.append(base + matcher.id())
                values.append(matcher.value())
                matcher.next()
        frequencies = np.array([len(value) // 4 for value in values], dtype=np.int64)
        positions = np.frombuffer(b"".join(values), "<u4").astype(np.int64)
        return (np.repeat(np.array(numbers, dtype=np.int64), frequencies) << 32) | positions

    def _cells(self, column: str) -> Iterable[Any]:
        for reader, _base in self._reader.leaf_readers():
            size = reader.doc_count_all()
            if reader.has_column(column):
                cells = reader.column_reader(column)
                yield from (cells[number] for number in range(size))
            else:  # no document of this segment has a value
                default = self._reader.schema[column].column_type.default_value()
                yield from (default for _ in range(size))

    def _numbers(self, column: str) -> Numbers:
        return np.fromiter(self._cells(column), dtype=np.int64, count=self.size)

    def _mean(self, lengths: Numbers) -> float:
        # Over the documents that have the field at all: most have no caption, and that makes none of them long.
        present = lengths[self.live & (lengths > 0)]
        return float(present.mean()) if len(present) else 0.0


def _value_column(cells: Iterable[bytes]) -> ValueColumn:
    names: dict[str, int] = {}
    documents: list[int] = []
    ordinals: list[int] = []
    for number, cell in enumerate(cells):
        for name in split_values(cell):
            documents.append(number)
            ordinals.append(names.setdefault(name, len(names)))
    return ValueColumn(tuple(names), np.array(documents, dtype=np.int64), np.array(ordinals, dtype=np.int64))

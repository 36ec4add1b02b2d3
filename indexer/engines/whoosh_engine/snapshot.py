"""One commit of an index, opened for reading: columns as arrays, postings on demand."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC
from whoosh.reading import SegmentReader

from indexer.article import TEXT_FIELDS, VALUE_FIELDS
from indexer.engines.whoosh_engine.folder import WHOOSH_NAME
from indexer.engines.whoosh_engine.schema import UNDATED, length_column, schema, split_values
from indexer.errors import IndexDamaged

Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True)
class ValueColumn:
    """The values of one field, for all documents. `documents[i]` has the value `names[ordinals[i]]`; a document with
    several values stands there several times. `documents` is ascending."""

    names: tuple[str, ...]
    documents: Numbers
    ordinals: Numbers


class _Files(FileStorage):  # type: ignore[misc]
    """Whoosh's storage, except that it knows what it opened: Whoosh leaves files open when opening others fails."""

    def __init__(self, folder: Path) -> None:
        super().__init__(str(folder), readonly=True)
        self._opened: list[Any] = []

    def open_file(self, name: str, **options: Any) -> Any:
        """See FileStorage."""
        file = super().open_file(name, **options)
        self._opened.append(file)
        return file

    def close(self) -> None:
        """Closes whatever is open."""
        while self._opened:
            file = self._opened.pop()
            if not file.is_closed:
                file.close()


class Snapshot:
    """Reads one commit. A document's number is its place through all segments; deleted ones keep theirs.

    Loading the columns takes some 5 µs a document, once a commit; afterwards nothing is read a document at a time.
    Two files a segment stay open; a writer may remove them meanwhile.
    """

    def __init__(self, folder: Path) -> None:
        self._files = _Files(folder)
        self._columns = _Files(folder)
        # A file has one place where it is read, and all threads share the file.
        self._reading = threading.Lock()
        try:
            self._load()
        except BaseException:
            self.close()
            raise
        finally:
            self._columns.close()

    def _load(self) -> None:
        toc = TOC.read(self._columns, WHOOSH_NAME, schema=schema())
        for segment in toc.segments:
            self._verify(segment)
        self._readers = [SegmentReader(self._files, toc.schema, segment) for segment in toc.segments]
        *self._bases, self.size = accumulate((reader.doc_count_all() for reader in self._readers), initial=0)
        self.ids = [cell.decode() for cell in self._cells("key")]
        self.live = np.ones(self.size, dtype=bool)
        for segment, base in zip(toc.segments, self._bases, strict=True):
            self.live[[base + number for number in segment.deleted_docs()]] = False
        self.count = int(self.live.sum())
        self.days = self._numbers("day")
        self.times = self._numbers("time")
        self.lengths = {name: self._numbers(length_column(name)) for name in TEXT_FIELDS}
        self.mean_lengths = {name: self._mean(lengths) for name, lengths in self.lengths.items()}
        self.values = {name: _value_column(self._cells(name)) for name in VALUE_FIELDS}

    def close(self) -> None:
        """Gives the files back."""
        self._files.close()

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
        with self._reading:
            for reader, base in zip(self._readers, self._bases, strict=True):
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

    def _verify(self, segment: Any) -> None:
        """Whoosh takes a column that is missing, or cut short, for one without values: it must be said before."""
        for name, size in segment.sizes.items():
            if (found := self._columns.file_length(name)) != size:
                reason = f"{size:,}바이트여야 하는데 {found:,}바이트입니다"
                raise IndexDamaged(Path(self._columns.folder) / name, reason)

    def _cells(self, column: str) -> Iterator[Any]:
        kind = schema()[column].column_type
        for reader in self._readers:
            segment = reader.segment()
            if segment.codec().column_filename(segment, column) in segment.sizes:
                columns = segment.codec().per_document_reader(self._columns, segment)
                yield from columns.column_reader(column, kind)
                self._columns.close()  # a dozen columns a segment: together they would be too many open files
            else:  # no document of this segment has a value
                yield from (kind.default_value() for _ in range(segment.doc_count_all()))

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

"""One commit of an index, opened for reading: its segments one after the other, and the columns of all documents.

A document's number is its place through all segments; deleted ones keep theirs.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from indexer.article import TEXT_FIELDS
from indexer.engines.whoosh_engine import manifest
from indexer.engines.whoosh_engine.arrays import address
from indexer.engines.whoosh_engine.columns import concatenated, merged_order
from indexer.engines.whoosh_engine.schema import UNDATED
from indexer.engines.whoosh_engine.segment import Postings, Segment, deleted_of, open_all
from indexer.engines.whoosh_engine.values import DayColumn, ValueColumn
from indexer.query import ranking
from indexer.query.plan import Counted
from indexer.query.request import FILTER_FIELDS

Array = npt.NDArray[Any]


class Snapshot:
    """Reads one commit; safe for many threads. Segments that `before` has opened already are shared with it: what a
    commit did not touch is neither verified nor mapped again."""

    def __init__(self, folder: Path, generation: int, before: Snapshot | None = None) -> None:
        commit = manifest.read(folder, generation)
        opened = {segment.id: segment for segment in before.segments} if before else {}
        self.segments: list[Segment] = [opened.get(entry.id) or Segment(folder, entry) for entry in commit.segments]
        for name, contents in commit.contents_table.items():
            contents.verify(folder / name)
        open_all([segment for segment in self.segments if segment.id not in opened])
        sizes = [segment.size for segment in self.segments]
        self.bases: list[int] = np.cumsum([0, *sizes])[:-1].tolist()
        self.size = sum(sizes)
        self._deleted = [deleted_of(folder, entry) for entry in commit.segments]
        self.count = self.size - sum(len(deleted) for deleted in self._deleted)
        self._values: dict[str, ValueColumn] = {}
        self.document_frequencies: dict[Counted, int] = {}  # of words that were asked for

    @cached_property
    def alive(self) -> Array | None:
        """Which documents are not deleted; None when none is."""
        if self.count == self.size:
            return None
        alive = np.ones(self.size, bool)
        for base, deleted in zip(self.bases, self._deleted, strict=True):
            alive[deleted.astype(np.int64) + base] = False
        return alive

    @cached_property
    def everything(self) -> Array:
        """Every document that is not deleted."""
        numbers = np.arange(self.size, dtype=np.uint32)
        return numbers if self.alive is None else numbers[self.alive]

    def living(self, documents: Array) -> Array:
        """Those of the documents that are not deleted."""
        return documents if self.alive is None else documents[self.alive[documents]]

    @cached_property
    def edges(self) -> Array:
        """Where the documents of each segment begin."""
        return np.array(self.bases, np.int64)

    @cached_property
    def cells(self) -> list[Postings | None]:
        """Every field of every segment: segment after segment, its fields in the order of TEXT_FIELDS."""
        return [segment.postings.get(name) for segment in self.segments for name in TEXT_FIELDS]

    def cells_of(self, fields: Sequence[str]) -> Iterator[tuple[int, str, Postings, int]]:
        """The cells of these fields: their number, their field, their postings, the documents of their segment."""
        for number, found in enumerate(self.cells):
            segment, field = divmod(number, len(TEXT_FIELDS))
            if found is not None and TEXT_FIELDS[field] in fields:
                yield number, TEXT_FIELDS[field], found, self.segments[segment].size

    @cached_property
    def lexicons(self) -> Array:
        """The cells as the kernels take them (see kernels.postings)."""
        rows = [_addresses(found) if found else (0,) * 9 for found in self.cells]
        return np.array(rows, np.int64).reshape(-1, 9)

    @cached_property
    def heads(self) -> Array:
        """The lexicons of the cells by their letters (see kernels.heads.LISTED)."""
        rows = [_letters(found) if found else (0,) * 9 for found in self.cells]
        return np.array(rows, np.int64).reshape(-1, 9)

    @cached_property
    def lengths(self) -> Array:
        """The length in terms of each text field, a row each, of each document."""
        lengths = np.stack([self._column(f"{name}.length", np.uint32) for name in TEXT_FIELDS])
        return lengths.astype(np.uint16) if lengths.max(initial=0) < 2**16 else lengths

    @cached_property
    def mean_lengths(self) -> dict[str, float]:
        """Over the documents that have the field at all: most have no caption, and that makes none of them long."""
        means = {}
        for name, lengths in zip(TEXT_FIELDS, self.lengths, strict=True):
            living = lengths if self.alive is None else lengths[self.alive]
            present = int(np.count_nonzero(living))
            means[name] = int(living.sum(dtype=np.int64)) / present if present else 0.0
        return means

    @cached_property
    def forms(self) -> Array:
        """For each text field (weight, constant, slope), as ranking.field_frequency has them: first for what counts in
        full, then for what counts as a part of other words."""
        means = self.mean_lengths
        slopes = {name: ranking.B / max(means[name], 1.0) for name in TEXT_FIELDS}
        forms = np.array([(ranking.FIELD_WEIGHTS[n], 1 - ranking.B, slope) for n, slope in slopes.items()])
        return np.concatenate([forms, forms * (ranking.PART, 1, 1)])

    def values(self, name: str) -> ValueColumn:
        """A value field. Made when it is first asked for: some have a name for every article."""
        # Nothing here may point back at the snapshot: whoever lets go of it gives its files back at once.
        if (column := self._values.get(name)) is None:
            self._values[name] = column = self._value_column(name)  # by two threads at once, one like the other
        return column

    @cached_property
    def stories(self) -> Array:
        """For each document the number of its story, from 1 on; 0 where no other document has the same."""
        _, ordinals, counts = np.unique(self._column("story", np.int64), return_inverse=True, return_counts=True)
        several = counts > 1
        if self.size:  # 0 is no story that anything shares
            several[ordinals[self._column("story", np.int64) == 0]] = False
        return np.where(several, np.cumsum(several), 0).astype(np.uint32)[ordinals]

    @cached_property
    def days(self) -> DayColumn:
        """When the documents were published, in days."""
        days = np.unique(np.concatenate([np.empty(0, np.int32), *(s.documents["day.names"] for s in self.segments)]))
        ordinals = [np.append(0, np.searchsorted(days, s.documents["day.names"]) + 1) for s in self.segments]
        return DayColumn(days, self._renamed("day.first", ordinals))

    @cached_property
    def newest(self) -> Array:
        """The rank of each document by time, newest first, then by id; undated ones last."""
        spelling, ends = concatenated(
            [(np.empty(0, np.uint8), np.empty(0, np.int64))]
            + [(s.documents["id.spelling"], s.documents["id.ends"]) for s in self.segments]
        )
        recent = [s.documents["recent"] + np.uint32(base) for s, base in zip(self.segments, self.bases, strict=True)]
        return _ranks(merged_order(-self._times, spelling, ends, recent))

    @cached_property
    def oldest(self) -> Array:
        """The rank of each document by time, oldest first, then by id; undated ones last."""
        order = np.empty(self.size, np.uint32)
        order[self.newest] = np.arange(self.size, dtype=np.uint32)
        times = self._times[order]
        times[times == UNDATED] = np.iinfo(np.int64).max
        # Stable: what was written in one moment stays in the order of ids.
        return _ranks(order[np.argsort(times, kind="stable")])

    def id_of(self, document: int) -> str:
        """The id of a document."""
        number = bisect_right(self.bases, document) - 1
        return self.segments[number].id_of(document - self.bases[number])

    def prepare(self) -> None:
        """Makes the columns that nearly every search needs, before other threads have the snapshot."""
        _ = self.alive, self.lexicons, self.heads, self.edges, self.forms, self.days, self.newest
        for name in FILTER_FIELDS:
            self.values(name)

    @cached_property
    def _times(self) -> Array:
        return self._column("time", np.int64)

    def _column(self, name: str, dtype: npt.DTypeLike) -> Array:
        return np.concatenate([np.empty(0, dtype), *(segment.documents[name] for segment in self.segments)])

    def _renamed(self, column: str, ordinals: Sequence[Array]) -> Array:
        """A column of ordinals, the segments' own replaced with those of the snapshot."""
        last = max((int(ours.max()) for ours in ordinals), default=0)
        narrow = np.min_scalar_type(last)  # hits lie apart: the more ordinals to a line of the cache, the better
        parts = [
            ours.astype(narrow)[segment.documents[column]]
            for segment, ours in zip(self.segments, ordinals, strict=True)
        ]
        return np.concatenate([np.empty(0, narrow), *parts])

    def _value_column(self, name: str) -> ValueColumn:
        each = [segment.names(name) for segment in self.segments]
        if len(each) == 1:  # in order already
            names, ordinals = each[0], [np.arange(len(each[0]) + 1)]
        else:
            names = sorted({value for part in each for value in part})
            places = {value: place for place, value in enumerate(names, start=1)}
            ordinals = [np.array([0, *(places[value] for value in part)]) for part in each]
        documents = [
            segment.documents[f"{name}.more_documents"] + np.uint32(base)
            for segment, base in zip(self.segments, self.bases, strict=True)
        ]
        return ValueColumn(
            tuple(names),
            self._renamed(f"{name}.first", ordinals),
            np.concatenate([np.empty(0, np.uint32), *documents]),
            self._renamed(f"{name}.more_ordinals", ordinals),
        )


def _ranks(order: Array) -> Array:
    ranks = np.empty(len(order), np.uint32)
    ranks[order] = np.arange(len(order), dtype=np.uint32)
    return ranks


def _letters(found: Postings) -> tuple[int, ...]:
    """A row of `Snapshot.heads`."""
    lexicon = address(found.spelling), address(found.ends), len(found.ends), len(found.spelling)
    bigrams = address(found.bigrams), address(found.bigram_starts), address(found.bigram_terms)
    return (*lexicon, *bigrams, len(found.bigrams), len(found.bigram_terms))


def _addresses(found: Postings) -> tuple[int, ...]:
    """A row of `Snapshot.lexicons`."""
    lexicon = address(found.spelling), address(found.ends), address(found.starts), len(found.ends)
    listed = address(found.documents), address(found.frequencies), found.frequencies.itemsize
    return (*lexicon, *listed, address(found.positions), address(found.skips))

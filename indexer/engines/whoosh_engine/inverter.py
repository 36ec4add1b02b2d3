"""Documents that wait to be written, inverted in memory as they come."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from indexer.analysis.field_terms import FieldTerms
from indexer.article import TEXT_FIELDS
from indexer.engines.interface import IndexDocument
from indexer.engines.numbering import Numbering, grown
from indexer.engines.whoosh_engine.arrays import FileHash, write_arrays
from indexer.engines.whoosh_engine.bigrams import bigram_arrays
from indexer.engines.whoosh_engine.columns import DocumentBuffer
from indexer.engines.whoosh_engine.kernels import inverting, lexicon, places
from indexer.engines.whoosh_engine.segment import DOCUMENTS, TERMS

Array = npt.NDArray[Any]

TYPES = ((np.uint8, np.uint16), (np.uint16, np.uint16), (np.uint32, np.uint32))
"""Types of frequencies and positions in a segment's field: the first that hold all of them. The second for an article
that has a term 256 times, the third for one of half a megabyte."""


class Inverter:
    """A segment in the making. `occurrences` says how much it holds: each takes 8 bytes, and some 16 while it is being
    written."""

    def __init__(self) -> None:
        self._documents = DocumentBuffer()
        self._fields = {name: _Field() for name in TEXT_FIELDS}

    def __len__(self) -> int:
        return len(self._documents)

    @property
    def occurrences(self) -> int:
        """How often terms stand in what was added."""
        return sum(field.count for field in self._fields.values())

    def add(self, document: IndexDocument) -> int:
        """The number the document got. Raises ValueError, and adds nothing, for what cannot be stored."""
        number = self._documents.add(document)
        for name, field in self._fields.items():
            field.add(document.terms.get(name))
        return number

    def write(self, stem: Path, gone: set[int]) -> tuple[int, dict[str, FileHash]]:
        """Writes the two files of the segment, without the documents that are gone; how many documents it has."""
        kept = [number for number in range(len(self)) if number not in gone]
        renumbered = numbers_of(kept, len(self))
        files = {DOCUMENTS: write_arrays(stem.with_suffix(DOCUMENTS), self._documents.arrays(kept))}
        arrays: dict[str, Array] = {}
        for name, field in self._fields.items():
            arrays |= {f"{name}.{part}": array for part, array in field.arrays(renumbered).items()}
        files[TERMS] = write_arrays(stem.with_suffix(TERMS), arrays)
        return len(kept), files


class _Field:
    """The occurrences of one field so far: a term's number and a position each, document after document."""

    def __init__(self) -> None:
        self.count = 0
        self._terms = np.empty(1024, np.int32)
        self._positions = np.empty(1024, np.int32)
        self._document_ends: list[int] = []
        self._known = Numbering()
        self._layout = bytearray()
        self._layout_ends: list[int] = []

    def add(self, found: FieldTerms | None) -> None:
        """The terms of the next document in this field."""
        if found is not None and (added := len(found.positions)):
            end = self.count + added
            self._terms = grown(self._terms, end)
            self._positions = grown(self._positions, end)
            self._known.write(found.spelling, found.ends, self._terms[self.count : end])
            self._positions[self.count : end] = found.positions
            self._layout += found.layout.tobytes()
            self.count = end
        self._document_ends.append(self.count)
        self._layout_ends.append(len(self._layout))

    def arrays(self, renumbered: Array) -> dict[str, Array]:
        """The arrays of `segment.Postings`; none when no document has the field."""
        if not self.count:
            return {}
        order = inverting.in_order(self._known.spelling, self._known.ends)
        ranks = np.empty(len(self._known), np.int64)
        ranks[order] = np.arange(len(self._known))
        document_ends = np.array(self._document_ends, np.int64)
        found = inverting.by_term(self._terms, self._positions, document_ends, renumbered, ranks)
        starts, documents, frequencies, positions = inverting.as_postings(*found)
        used = np.flatnonzero(np.diff(starts))
        spelling, ends = lexicon.gather(self._known.spelling, self._known.ends, order[used])
        types = types_for(frequencies.max(initial=0), positions.max(initial=0))
        return {
            "spelling": spelling,
            "ends": ends.astype(np.uint32),
            "starts": np.append(starts[used], starts[-1]).astype(np.uint32),
            "documents": documents,
            "frequencies": frequencies.astype(types[0]),
            "positions": positions.astype(types[1]),
            "skips": places.skips_of(frequencies),
            **self._layouts(renumbered),
            **bigram_arrays(spelling, ends),
        }

    def _layouts(self, renumbered: Array) -> dict[str, Array]:
        ends = np.array(self._layout_ends, np.int64)
        sizes = ends - np.append(0, ends[:-1])
        kept = renumbered >= 0
        layout = np.frombuffer(self._layout, np.uint8)[np.repeat(kept, sizes)]
        return {"layout": layout, "layout_ends": np.cumsum(sizes[kept]).astype(np.uint32)}


def types_for(most_frequent: int, last_position: int) -> tuple[type[np.unsignedinteger[Any]], ...]:
    """The types of frequencies and positions that hold these."""
    holds = (f for f in TYPES if most_frequent <= np.iinfo(f[0]).max and last_position <= np.iinfo(f[1]).max)
    return next(holds)


def numbers_of(kept: Sequence[int] | Array, size: int) -> Array:
    """The new number of each of `size` documents when only those are kept; -1 for the others."""
    numbers = np.full(size, -1, np.int64)
    numbers[kept] = np.arange(len(kept))
    return numbers

"""A segment, opened: documents as columns, terms and their postings as arrays."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from indexer.analysis import jamo
from indexer.article import TEXT_FIELDS
from indexer.engines.whoosh_engine.arrays import MappedArrays, map_arrays, parted
from indexer.engines.whoosh_engine.kernels import heads, lexicon
from indexer.engines.whoosh_engine.manifest import SegmentEntry
from indexer.errors import IndexDamaged

Array = npt.NDArray[Any]

DOCUMENTS, TERMS = ".documents", ".terms"
"""The endings of a segment's two files. One who only looks ids up opens only the first."""


MOST_SIMILAR = 64
"""Words whose similar terms are remembered."""


@dataclass(frozen=True, eq=False)
class Postings:
    """One text field of a segment. Term t, in the order of its bytes, has the postings `starts[t]` to `starts[t + 1]`:
    a document and a frequency each. The positions of all postings follow one another; how many stand before every
    SKIP-th posting is in `skips`. The layout (see analysis.words) of document d ends at `layout_ends[d]`; the bigrams
    are those of `bigrams.bigram_arrays`."""

    spelling: Array
    ends: Array
    starts: Array
    documents: Array
    frequencies: Array
    positions: Array
    skips: Array
    layout: Array
    layout_ends: Array
    bigrams: Array
    bigram_starts: Array
    bigram_terms: Array

    def find(self, term: Array) -> int:
        """The number of a term, given as UTF-8 bytes; -1 when there is none."""
        return lexicon.find(self.spelling, self.ends, term)

    @cached_property
    def letters(self) -> tuple[Array, Array]:
        """The (spelling, ends) of the terms without their marks; verbs have no letters."""
        return heads.letters(self.spelling, self.ends)

    def similar(self, letters: str, distance: int) -> Array:
        """The nouns and heads that are at most so many letters (자모) away; a verb has no letters there."""
        if (known := self._similar.get((letters, distance))) is not None:  # counted first, then found
            return known
        spelling, ends = self.letters
        near = jamo.within(spelling, ends, jamo.codes(jamo.decomposed(letters)), distance)
        if len(self._similar) >= MOST_SIMILAR:
            self._similar.clear()
        return self._similar.setdefault((letters, distance), near[np.diff(ends, prepend=0)[near] > 0])

    @cached_property
    def _similar(self) -> dict[tuple[str, int], Array]:
        return {}

    def span(self, term: int) -> tuple[int, int]:
        """The postings of a term: the first, and the one behind the last."""
        return int(self.starts[term]), int(self.starts[term + 1])


class Segment:
    """The files of one segment. What is mapped stays readable after the files were removed."""

    def __init__(self, folder: Path, entry: SegmentEntry) -> None:
        self._folder = folder
        self.id, self.size = entry.id, entry.documents
        self._files = entry.files

    @cached_property
    def _documents(self) -> MappedArrays:
        return self._map(DOCUMENTS)

    @cached_property
    def _terms(self) -> MappedArrays:
        return self._map(TERMS)

    def _map(self, ending: str) -> MappedArrays:
        path = self._folder / f"{self.id}{ending}"
        self._files[ending].verify(path)
        return map_arrays(path)

    def open(self) -> None:
        """Verifies and maps both files. Raises IndexDamaged."""
        _ = self._documents, self._terms

    def forget(self) -> None:
        """Gives back the memory that the maps take."""
        for mapped in (self._documents, self._terms):
            mapped.forget()

    @property
    def documents(self) -> Mapping[str, Array]:
        """The columns of the documents, as `columns.py` makes them."""
        return self._documents.arrays

    @cached_property
    def postings(self) -> dict[str, Postings]:
        """The text fields that occur in this segment."""
        arrays = self._terms.arrays
        fields = [name for name in TEXT_FIELDS if f"{name}.starts" in arrays]
        return {n: Postings(*(arrays[f"{n}.{part}"] for part in Postings.__annotations__)) for n in fields}

    def document_of(self, document_id: bytes) -> int:
        """The number of the document of that id, deleted or not; -1 when there is none."""
        arrays = self.documents
        key = np.frombuffer(document_id, np.uint8)
        return lexicon.find_ordered(arrays["id.spelling"], arrays["id.ends"], arrays["id.order"], key)

    def id_of(self, document: int) -> str:
        """The id of a document."""
        spelling, ends = self._ids
        return bytes(spelling[ends[document - 1] if document else 0 : ends[document]]).decode()

    @cached_property
    def _ids(self) -> tuple[memoryview, memoryview]:
        # Views, not arrays: single elements of these are Python's own numbers.
        return self.documents["id.spelling"].data, self.documents["id.ends"].data

    def names(self, field: str) -> list[str]:
        """The values of a value field that occur, in the order of their bytes."""
        arrays = self.documents
        return [name.decode() for name in parted(arrays[f"{field}.spelling"], arrays[f"{field}.ends"])]


def open_all(segments: list[Segment]) -> None:
    """Verifies and maps them, on all cores: hashing leaves other threads running. Raises the first IndexDamaged."""
    with ThreadPoolExecutor() as pool:
        list(pool.map(Segment.open, segments))


def deleted_of(folder: Path, entry: SegmentEntry) -> Array:
    """The deleted documents of a segment as of a commit, ascending."""
    if entry.deleted_hash is None:
        return np.empty(0, np.uint32)
    path = folder / entry.deleted
    entry.deleted_hash.verify(path)
    deleted = map_arrays(path).arrays["deleted"]
    if len(deleted) != entry.deleted_count:
        raise IndexDamaged(path, f"지운 기사가 {entry.deleted_count:,}건이어야 하는데 {len(deleted):,}건입니다")
    return deleted

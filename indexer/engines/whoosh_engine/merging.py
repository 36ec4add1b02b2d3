"""Merging segments: which ones, and their arrays into those of one segment, a bounded piece at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from indexer.article import TEXT_FIELDS
from indexer.engines.whoosh_engine import columns
from indexer.engines.whoosh_engine.arrays import ArrayWriter, FileHash, write_arrays
from indexer.engines.whoosh_engine.bigrams import bigram_arrays
from indexer.engines.whoosh_engine.inverter import numbers_of
from indexer.engines.whoosh_engine.kernels import lexicon, merging, places
from indexer.engines.whoosh_engine.manifest import SegmentEntry
from indexer.engines.whoosh_engine.segment import DOCUMENTS, TERMS, Postings, Segment

Array = npt.NDArray[Any]

TIER = 4
"""So many segments of about one size are merged into one; a tier's are up to so many times larger than those below."""

FLOOR = 4_000
"""Documents up to which segments count as equally small: they are merged in some milliseconds, and stay few."""

LARGEST = 4_000_000
"""Documents that a merge may make in one segment: its postings and positions are numbered with 32 bits."""

MOSTLY_DELETED = 0.3
"""A segment of whose documents such a share is deleted is written anew by itself."""

PIECE = 8_000_000
"""Numbers that are merged in memory at a time, more only where one term alone has more."""


def due(segments: Sequence[SegmentEntry]) -> list[SegmentEntry]:
    """The segments to merge now: the smallest, up to the highest tier that has filled; else one that is mostly
    deleted. Every document is merged some log(documents) times in its life."""
    small = mergeable(segments)
    filling = Counter(_tier(segment) for segment in small)
    filled = max((tier for tier, number in filling.items() if number >= TIER), default=-1)
    if found := [segment for segment in small if _tier(segment) <= filled]:
        return found
    return [s for s in segments if s.deleted_count > MOSTLY_DELETED * s.documents][:1]


def mergeable(segments: Sequence[SegmentEntry]) -> list[SegmentEntry]:
    """Those that are not too large to be merged with others, the smallest first."""
    return sorted((s for s in segments if s.living <= LARGEST // TIER), key=lambda s: s.living)


def _tier(segment: SegmentEntry) -> int:
    tier, size = 0, segment.living // FLOOR
    while size:
        tier, size = tier + 1, size // TIER
    return tier


def merge(segments: Sequence[Segment], deleted: Sequence[Array], stem: Path) -> tuple[int, dict[str, FileHash]]:
    """Writes the two files of one segment that has the living documents of several; how many they are."""
    renumbered, size = [], 0
    for segment, gone in zip(segments, deleted, strict=True):
        kept = np.delete(np.arange(segment.size), gone)
        numbers = numbers_of(kept, segment.size)
        renumbered.append(np.where(numbers >= 0, numbers + size, -1))
        size += len(kept)
    merged = columns.merged([segment.documents for segment in segments], renumbered)
    files = {DOCUMENTS: write_arrays(stem.with_suffix(DOCUMENTS), merged)}
    writer = ArrayWriter(stem.with_suffix(TERMS))
    try:
        for name in TEXT_FIELDS:
            pairs = zip(segments, renumbered, strict=True)
            sources = [_Source(s.postings[name], numbers, s.forget) for s, numbers in pairs if name in s.postings]
            if sources:
                _merge_field(name, sources, writer, size)
        files[TERMS] = writer.close()
    except BaseException:
        writer.discard()
        raise
    return size, files


class _Source:
    """A segment's postings of one field on their way into another segment."""

    def __init__(self, postings: Postings, renumbered: Array, forget: Callable[[], None]) -> None:
        self.postings, self.renumbered, self.forget = postings, renumbered, forget
        self.counts = merging.living(postings.starts, postings.documents, postings.frequencies, renumbered)
        forget()
        self._passed = 0  # positions that were copied or left out

    def layouts(self) -> Iterator[Array]:
        """The layouts of the documents that are kept, some documents at a time."""
        ends = self.postings.layout_ends.astype(np.int64)
        first = 0
        while first < len(ends):
            start = int(ends[first - 1]) if first else 0
            last = max(first + 1, int(np.searchsorted(ends, start + PIECE, side="right")))
            sizes = np.diff(ends[first:last], prepend=start)
            yield self.postings.layout[start : int(ends[last - 1])][np.repeat(self.renumbered[first:last] >= 0, sizes)]
            self.forget()
            first = last

    def copy(self, part: str, first: int, last: int, targets: Array, base: int, out: Array) -> None:
        """Copies a part of the postings of some of its terms to their targets in `out`, which begins at `base`."""
        postings = self.postings
        which = (postings.starts, postings.documents, self.renumbered, first, last, targets, base, out)
        if part == "documents":
            merging.copy_documents(*which)
        elif part == "frequencies":
            merging.copy_frequencies(*which, postings.frequencies)
        else:
            self._passed = merging.copy_positions(*which, postings.frequencies, postings.positions, self._passed)


@dataclass(frozen=True, eq=False)
class _Lexicon:
    """The terms of all sources, one source after the other. `order` is theirs by their bytes, equal terms in the order
    of the sources, so that a term's documents stay ascending; `source_of` is the number of each term's source."""

    spelling: Array
    ends: Array
    order: Array
    source_of: Array

    @classmethod
    def of(cls, sources: Sequence[_Source]) -> _Lexicon:
        spelling, ends = columns.concatenated([(s.postings.spelling, s.postings.ends) for s in sources])
        sizes = [len(source.postings.ends) for source in sources]
        edges = np.cumsum([0, *sizes])
        runs = [np.arange(start, end, dtype=np.uint32) for start, end in pairwise(edges)]
        order = columns.merged_order(columns.NO_KEYS, spelling, ends, runs)
        return cls(spelling, ends, order, np.repeat(np.arange(len(sources), dtype=np.uint16), sizes))

    def merged(self, counts: Array) -> tuple[Array, Array, Array]:
        """The (spelling, ends, starts) of the terms that keep a posting, given how many postings each of `order`
        keeps."""
        fresh = np.flatnonzero(lexicon.new_among(self.spelling, self.ends, self.order))
        totals = np.add.reduceat(counts, fresh) if len(fresh) else counts
        kept = np.flatnonzero(totals)
        spelling, ends = lexicon.gather(self.spelling, self.ends, self.order[fresh[kept]])
        return spelling, ends.astype(np.uint32), np.append(0, np.cumsum(totals[kept], dtype=np.int64)).astype(np.uint32)


def _merge_field(name: str, sources: Sequence[_Source], writer: ArrayWriter, size: int) -> None:
    """Writes the arrays of `segment.Postings`; the merged segment has `size` documents."""
    terms = _Lexicon.of(sources)
    postings, positions = (np.concatenate(kind)[terms.order] for kind in zip(*(s.counts for s in sources), strict=True))
    spelling, ends, starts = terms.merged(postings)
    lexicon_arrays = {"spelling": spelling, "ends": ends, "starts": starts, **bigram_arrays(spelling, ends)}
    for part, array in (lexicon_arrays | {"layout_ends": _layout_ends(sources, size)}).items():
        writer.add(f"{name}.{part}", array)
    writer.begin(f"{name}.layout", np.dtype(np.uint8))
    for source in sources:
        for piece in source.layouts():
            writer.append(piece)
    skips = _Skips()
    for part, counts in (("documents", postings), ("frequencies", postings), ("positions", positions)):
        dtype = np.result_type(*(getattr(source.postings, part) for source in sources))
        writer.begin(f"{name}.{part}", dtype)
        for piece in _pieces(part, dtype, sources, terms, counts):
            writer.append(piece)
            if part == "frequencies":
                skips.add(piece)
    writer.add(f"{name}.skips", skips.array())


def _layout_ends(sources: Sequence[_Source], size: int) -> Array:
    sizes = np.zeros(size, np.int64)
    for source in sources:
        kept = source.renumbered >= 0
        sizes[source.renumbered[kept]] = np.diff(source.postings.layout_ends.astype(np.int64), prepend=0)[kept]
    return np.cumsum(sizes).astype(np.uint32)


def _pieces(
    part: str, dtype: np.dtype[Any], sources: Sequence[_Source], terms: _Lexicon, counts: Array
) -> Iterator[Array]:
    """One part of the merged postings, piece by piece. Every source's terms come in its own order, so that a piece
    takes the next few of each."""
    after = np.cumsum(counts, dtype=np.int64)
    targets = np.empty(len(counts), np.int64)
    targets[terms.order] = after - counts
    edges = np.searchsorted(terms.source_of, np.arange(len(sources)))
    firsts = np.zeros(len(sources), np.int64)
    start, base = 0, 0
    while start < len(counts):
        end = max(start + 1, int(np.searchsorted(after, base + PIECE, side="right")))
        out = np.empty(int(after[end - 1]) - base, dtype)
        lasts = firsts + np.bincount(terms.source_of[terms.order[start:end]], minlength=len(sources))
        for source, edge, first, last in zip(sources, edges, firsts, lasts, strict=True):
            source.copy(part, int(first), int(last), targets[edge:], base, out)
            source.forget()  # what was copied is read no more, and would count as memory of ours
        yield out
        firsts, start, base = lasts, end, int(after[end - 1])


class _Skips:
    """Gathers `Postings.skips` from the frequencies, piece by piece."""

    def __init__(self) -> None:
        self._found: list[Array] = [np.empty(0, np.uint32)]
        self._postings = self._positions = 0

    def add(self, frequencies: Array) -> None:
        after = self._positions + np.cumsum(frequencies, dtype=np.int64)
        before = after - frequencies
        self._found.append(before[-self._postings % places.SKIP :: places.SKIP].astype(np.uint32))
        self._postings += len(frequencies)
        self._positions = int(after[-1]) if len(after) else self._positions

    def array(self) -> Array:
        return np.concatenate(self._found)

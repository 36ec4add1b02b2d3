"""Where the words of a plan stand: postings of single terms, and the places of everything else, cell by cell.

A cell is a field of a segment (see kernels.postings).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, cached_property, reduce
from typing import Any as Whatever
from typing import NamedTuple, cast

import numpy as np
import numpy.typing as npt

from indexer.article import TEXT_FIELDS
from indexer.engines.whoosh_engine.arrays import address
from indexer.engines.whoosh_engine.kernels import nearness, places, postings, sets
from indexer.engines.whoosh_engine.schema import BREAK
from indexer.engines.whoosh_engine.segment import Postings
from indexer.engines.whoosh_engine.snapshot import Snapshot
from indexer.query.plan import Any, Match, Near, Placed, Prefix, SameSentence, TermSequence

Array = npt.NDArray[Whatever]


MOST_KNOWN = 10_000
"""Words whose document frequencies are remembered until the next commit: readers page, filter and go back."""


class Places(NamedTuple):
    """Places in one cell: `positions[ends[i - 1] : ends[i]]` in `documents[i]`, never none."""

    documents: Array
    ends: Array
    positions: Array


NOWHERE = Places(np.empty(0, np.uint32), np.empty(0, np.int64), np.empty(0, np.int32))


class Terms:
    """The terms of one search, each looked up once, in all cells at once."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._spans: dict[str | bytes, Array] = {}

    def lists(self, term: str, fields: tuple[str, ...]) -> tuple[Array, int]:
        """The postings of a term in these fields, as the kernels take them, and how many they are."""
        lists, _, total = self._found(term, fields)
        return lists, total

    def spans(self, term: str | bytes) -> Array:
        """For each cell the first posting of a term, and the one behind its last."""
        if term not in self._spans:
            self._spans[term] = self._found(term, TEXT_FIELDS)[1]
        return self._spans[term]

    def span(self, term: str | bytes, cell: int) -> tuple[int, int]:
        """The same of one cell."""
        start, end = self.spans(term)[cell].tolist()
        return start, end

    def _found(self, term: str | bytes, fields: tuple[str, ...]) -> tuple[Array, Array, int]:
        snapshot = self._snapshot
        lists = np.zeros((len(snapshot.lexicons), 4), np.int64)
        spans = np.zeros((len(snapshot.lexicons), 2), np.int64)
        key = np.frombuffer(term.encode() if isinstance(term, str) else term, np.uint8)
        total = postings.find(snapshot.lexicons, _chosen(fields), key, lists, spans)
        return lists, spans, total


class WordHits:
    """The postings of a word, or of words that stand together: `lists` has a row for each cell, as the kernels want it.
    There are never fewer `postings` than documents."""

    def __init__(self, snapshot: Snapshot, terms: Terms, word: Placed) -> None:
        self._snapshot, self._word = snapshot, word
        self._kept: list[Array] = []  # what `lists` has addresses of, beside the snapshot's own arrays
        if isinstance(word, Match) and len(word.alternatives) == 1 and len(word.alternatives[0]) == 1:
            self.lists, self.postings = terms.lists(word.alternatives[0][0], word.fields)
            return
        self.lists = np.zeros((len(snapshot.lexicons), 4), np.int64)
        if isinstance(word, Match) and len(word.alternatives) == 1:
            self._find_phrase(terms, word.alternatives[0], word.fields)
        else:
            for cell, found in places_of(snapshot, terms, word):
                self._keep(cell, found.documents, np.diff(found.ends, prepend=0).astype(np.uint32))
        self.postings = int(self.lists[:, postings.COUNT].sum())

    @cached_property
    def documents(self) -> Array:
        """The documents that have the word in any of the fields."""
        return any_of(self._snapshot, [self])

    @cached_property
    def count(self) -> int:
        """How many documents those are; no list of them is made where that can be avoided."""
        known = self._snapshot.document_frequencies
        count = known.get(self._word)
        if count is None:
            if len(known) >= MOST_KNOWN:
                known.clear()  # while other threads read it: each keeps what it has read
            count = known[self._word] = self._count()
        return count

    def _count(self) -> int:
        if self._snapshot.alive is not None or "documents" in self.__dict__:
            return len(self.documents)
        return postings.count(self.lists, self._snapshot.edges, len(TEXT_FIELDS))

    def within(self, candidates: Array) -> Array:
        """Those of the candidates that have the word; no candidate is deleted."""
        snapshot = self._snapshot
        return postings.within(self.lists, snapshot.edges, snapshot.size, len(TEXT_FIELDS), candidates)

    def _find_phrase(self, terms: Terms, sequence: TermSequence, fields: tuple[str, ...]) -> None:
        spans = np.array([terms.spans(term) for term in sequence])
        spans[:, ~np.tile(_chosen(fields), len(self._snapshot.segments))] = 0
        documents, frequencies, cuts = places.phrase_everywhere(self._snapshot.lexicons, spans)
        start = 0
        for cell, end in enumerate(cuts.tolist()):
            if end > start:
                self._keep(cell, documents[start:end], frequencies[start:end])
            start = end

    def _keep(self, cell: int, documents: Array, frequencies: Array) -> None:
        self._kept += [documents, frequencies]
        self.lists[cell] = address(documents), address(frequencies), len(frequencies), frequencies.itemsize


def any_of(snapshot: Snapshot, words: Sequence[WordHits]) -> Array:
    """The documents that have any of the words."""
    lists = np.array([word.lists for word in words])
    return snapshot.living(postings.documents(lists, snapshot.edges, snapshot.size, len(TEXT_FIELDS)))


def places_of(snapshot: Snapshot, terms: Terms, node: Placed) -> Iterator[tuple[int, Places]]:
    """The cells where a node stands, and where."""
    for cell, found in enumerate(snapshot.cells):
        if found is not None and len((places := _Cell(terms, cell, found).places(node)).documents):
            yield cell, places


def expansion(snapshot: Snapshot, word: Prefix) -> int:
    """How many postings the terms have that start so, in all fields together."""
    total = 0
    for cell, found in enumerate(snapshot.cells):
        if found is not None and TEXT_FIELDS[cell % len(TEXT_FIELDS)] in word.fields:
            low, high = found.starting(_key(word.prefix))
            total += int(found.starts[high]) - int(found.starts[low])
    return total


class _Cell:
    """One field of one segment, and where the nodes of a plan stand in it."""

    def __init__(self, terms: Terms, cell: int, found: Postings) -> None:
        self._terms, self._cell, self._postings = terms, cell, found
        self._name = TEXT_FIELDS[cell % len(TEXT_FIELDS)]
        self._arrays = (found.documents, found.frequencies, found.positions, found.skips)

    def places(self, node: Placed) -> Places:
        """Where the node stands."""
        match node:
            case Match():
                alternatives = node.alternatives if self._name in node.fields else ()
                return reduce(_joined, map(self._sequence, alternatives), NOWHERE)
            case Prefix():
                return self._starting(node.prefix) if self._name in node.fields else NOWHERE
            case Any():
                return reduce(_joined, map(self.places, cast(tuple[Placed, ...], node.children)), NOWHERE)
            case Near() | SameSentence():
                return self._close(node, list(map(self.places, node.children)))

    def _sequence(self, terms: TermSequence) -> Places:
        """Where the terms stand side by side."""
        spans = []
        for term in terms:
            start, end = self._terms.span(term, self._cell)
            if start == end:
                return NOWHERE
            spans.append((start, end))
        if len(spans) == 1:
            return self._slice(*spans[0])
        edges = np.array(spans, np.int64).T.copy()
        return Places(*places.phrase_in_cell(*self._arrays, *edges))

    def _slice(self, start: int, end: int) -> Places:
        """The places of the postings from `start` to `end`; a document comes once for each of its postings."""
        if start == end:
            return NOWHERE
        found, block = self._postings, start // places.SKIP
        before = int(found.skips[block]) + int(found.frequencies[block * places.SKIP : start].sum())
        ends = np.cumsum(found.frequencies[start:end], dtype=np.int64)
        positions = found.positions[before : before + int(ends[-1])].astype(np.int32)
        return Places(found.documents[start:end].copy(), ends, positions)

    def _starting(self, prefix: str) -> Places:
        """Where any of the terms stands that start so: their postings follow one another."""
        low, high = self._postings.starting(_key(prefix))
        found = self._slice(int(self._postings.starts[low]), int(self._postings.starts[high]))
        return found if high - low < 2 else Places(*places.gathered_places(_by_document(found.documents), *found))

    def _close(self, node: Near | SameSentence, children: list[Places]) -> Places:
        """The first place of each group of places that are as close as the node wants them."""
        shared = reduce(sets.intersection, sorted((child.documents for child in children), key=len))
        if not len(shared):
            return NOWHERE
        beside = [Places(shared, *nearness.places_at(*child, shared)) for child in children]
        if isinstance(node, Near) and node.ordered:
            ends, found = beside[0].ends, beside[0].positions
            reached = found.astype(np.int64)
            for child in beside[1:]:
                reached = nearness.next_places(ends, reached, child.ends, child.positions)
            kept = (reached >= 0) & (reached - found <= node.distance)
        else:
            _, ends, found = reduce(_joined, beside)
            lows = found.astype(np.int64)
            highs = lows + (node.distance + 1) if isinstance(node, Near) else self._sentence_ends(shared, ends, lows)
            each = [nearness.followed(ends, found, lows, highs, child.ends, child.positions) for child in beside]
            kept = np.logical_and.reduce(each)
        ends, found = nearness.kept_places(ends, found, kept)
        return Places(*nearness.kept_documents(shared, ends), found)

    def _sentence_ends(self, documents: Array, ends: Array, found: Array) -> Array:
        """For each place the first break behind it; beyond every position where there is none."""
        breaks = places.places_in(*self._arrays, *self._terms.span(BREAK, self._cell), documents)
        following = nearness.next_places(ends, found, *breaks)
        return np.where(following < 0, 2**31, following)


def _by_document(documents: Array) -> Array:
    """The numbers of the postings by document. Sorted as one number each: numpy does that several at a time."""
    keys = documents.astype(np.uint64) << np.uint64(32) | np.arange(len(documents), dtype=np.uint64)
    keys.sort()
    order: Array = keys.astype(np.uint32)
    return order


def _joined(first: Places, second: Places) -> Places:
    if not len(first.documents):
        return second
    return Places(*nearness.joined_places(*first, *second)) if len(second.documents) else first


@cache
def _chosen(fields: tuple[str, ...]) -> Array:
    """Which of TEXT_FIELDS these are."""
    return np.array([name in fields for name in TEXT_FIELDS])


def _key(term: str) -> Array:
    return np.frombuffer(term.encode(), np.uint8)

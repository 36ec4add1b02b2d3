"""Where the words of a plan stand: postings of single terms, and the places of everything else, field by field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property, reduce
from typing import Any as Whatever
from typing import NamedTuple, cast

import numpy as np
import numpy.typing as npt

from indexer.article import TEXT_FIELDS
from indexer.engines.whoosh_engine.kernels import nearness, places, sets
from indexer.engines.whoosh_engine.schema import BREAK
from indexer.engines.whoosh_engine.segment import Postings
from indexer.engines.whoosh_engine.snapshot import Snapshot
from indexer.query.plan import Any, Match, Near, Placed, Prefix, SameSentence, TermSequence, Word

Array = npt.NDArray[Whatever]


class Part(NamedTuple):
    """What one field of one segment has of a word: documents, as the segment numbers them, and a frequency each."""

    segment: int
    documents: Array
    frequencies: Array


class Places(NamedTuple):
    """Places in one field of one segment: `positions[ends[i - 1] : ends[i]]` in `documents[i]`, never none."""

    documents: Array
    ends: Array
    positions: Array


NOWHERE = Places(np.empty(0, np.uint32), np.empty(0, np.int64), np.empty(0, np.int32))


class WordHits:
    """A word's postings, by field."""

    def __init__(self, snapshot: Snapshot, word: Word) -> None:
        self._snapshot = snapshot
        self.parts = {name: found for name in word.fields if (found := _parts(snapshot, name, word))}

    @property
    def postings(self) -> int:
        """How many there are: never fewer than documents."""
        return sum(len(part.documents) for parts in self.parts.values() for part in parts)

    @cached_property
    def documents(self) -> Array:
        """The documents that have the word in any of the fields."""
        return gathered(self._snapshot, self._by_segment())

    @cached_property
    def count(self) -> int:
        """How many documents those are; no list of them is made where that can be avoided."""
        if self._snapshot.alive is not None or "documents" in self.__dict__:
            return len(self.documents)
        return sum(map(_union_count, self._by_segment().values()))

    def within(self, candidates: Array) -> Array:
        """Those of the candidates that have the word; no candidate is deleted."""
        found = np.zeros(len(candidates), bool)
        cuts = self._snapshot.cuts(candidates)
        for segment, each in self._by_segment().items():
            here = slice(cuts[segment], cuts[segment + 1])
            for documents in each:
                sets.mark(documents, candidates[here], self._snapshot.bases[segment], found[here])
        return candidates[found]

    def _by_segment(self) -> dict[int, list[Array]]:
        grouped: dict[int, list[Array]] = {}
        for parts in self.parts.values():
            for part in parts:
                grouped.setdefault(part.segment, []).append(part.documents)
        return grouped


def gathered(snapshot: Snapshot, grouped: Mapping[int, Sequence[Array]]) -> Array:
    """The union of lists of documents, as the index numbers them, given by segment; without the deleted."""
    unions = {segment: _union(grouped[segment]) for segment in sorted(grouped)}
    documents = np.empty(sum(map(len, unions.values())), np.uint32)
    at = 0
    for segment, found in unions.items():
        np.add(found, np.uint32(snapshot.bases[segment]), out=documents[at : at + len(found)])
        at += len(found)
    return snapshot.living(documents)


def expansion(snapshot: Snapshot, word: Prefix) -> int:
    """How many postings the terms have that start so, in all fields together."""
    postings = 0
    for name in word.fields:
        for found in (segment.postings[name] for segment in snapshot.segments if name in segment.postings):
            low, high = found.starting(_key(word.prefix))
            postings += int(found.starts[high]) - int(found.starts[low])
    return postings


def placed_documents(snapshot: Snapshot, node: Near | SameSentence) -> Array:
    """The documents where the node has a place in any field."""
    grouped: dict[int, list[Array]] = {}
    for name in TEXT_FIELDS:
        for number, segment in enumerate(snapshot.segments):
            if (postings := segment.postings.get(name)) and len(found := _places(name, postings, node).documents):
                grouped.setdefault(number, []).append(found)
    return gathered(snapshot, grouped)


def _union(lists: Sequence[Array]) -> Array:
    return reduce(sets.union, sorted(lists, key=len))  # the long list of the body once


def _union_count(lists: Sequence[Array]) -> int:
    *short, longest = sorted(lists, key=len)
    if not short:
        return len(longest)
    others = _union(short)
    return len(others) + len(longest) - sets.shared_count(others, longest)


def _parts(snapshot: Snapshot, name: str, word: Word) -> list[Part]:
    if isinstance(word, Match) and len(word.alternatives) == 1 and len(word.alternatives[0]) == 1:
        return _term_parts(snapshot, name, word.alternatives[0][0])
    parts = []
    for number, segment in enumerate(snapshot.segments):
        if postings := segment.postings.get(name):
            found = _places(name, postings, word)
            if len(found.documents):
                parts.append(Part(number, *map(_fixed, (found.documents, np.diff(found.ends, prepend=0)))))
    return parts


def _term_parts(snapshot: Snapshot, name: str, term: str) -> list[Part]:
    key, parts = _key(term), []
    for number, segment in enumerate(snapshot.segments):
        postings = segment.postings.get(name)
        if postings and (found := postings.find(key)) >= 0:
            start, end = postings.span(found)
            parts.append(Part(number, postings.documents[start:end], postings.frequencies[start:end]))
    return parts


def _fixed(array: Array) -> Array:
    # Of the type that mapped arrays have: a kernel is compiled for each type it meets.
    array = array.astype(np.uint32, copy=False)
    array.flags.writeable = False
    return array


def _key(term: str) -> Array:
    return np.frombuffer(term.encode(), np.uint8)


def _places(name: str, postings: Postings, node: Placed) -> Places:
    """Where a node stands in one field of one segment."""
    match node:
        case Match():
            found = [_sequence(postings, terms) for terms in node.alternatives] if name in node.fields else []
            return reduce(_joined, found, NOWHERE)
        case Prefix():
            return _starting(postings, node.prefix) if name in node.fields else NOWHERE
        case Any():
            return reduce(
                _joined, (_places(name, postings, child) for child in cast(tuple[Placed, ...], node.children)), NOWHERE
            )
        case Near() | SameSentence():
            return _close(postings, node, [_places(name, postings, child) for child in node.children])


def _joined(first: Places, second: Places) -> Places:
    if not len(first.documents):
        return second
    return Places(*nearness.joined_places(*first, *second)) if len(second.documents) else first


def _term(postings: Postings, number: int) -> Places:
    start, end = postings.span(number)
    return _slice(postings, start, end)


def _slice(postings: Postings, start: int, end: int) -> Places:
    """The places of the postings from `start` to `end`; a document comes once for each of its postings."""
    block = start // places.SKIP
    if start == end:
        return NOWHERE
    before = int(postings.skips[block]) + int(postings.frequencies[block * places.SKIP : start].sum())
    ends = np.cumsum(postings.frequencies[start:end], dtype=np.int64)
    positions = postings.positions[before : before + int(ends[-1])].astype(np.int32)
    return Places(postings.documents[start:end].copy(), ends, positions)


def _sequence(postings: Postings, terms: TermSequence) -> Places:
    """Where the terms stand side by side."""
    numbers = []
    for term in terms:
        numbers.append(postings.find(_key(term)))
        if numbers[-1] < 0:
            return NOWHERE
    if len(numbers) == 1:
        return _term(postings, numbers[0])
    spans = np.array([postings.span(number) for number in numbers], np.int64)
    arrays = (postings.documents, postings.frequencies, postings.positions, postings.skips)
    return Places(*places.phrase(*arrays, spans[:, 0].copy(), spans[:, 1].copy()))


def _starting(postings: Postings, prefix: str) -> Places:
    """Where any of the terms stands that start so: their postings follow one another."""
    low, high = postings.starting(_key(prefix))
    found = _slice(postings, int(postings.starts[low]), int(postings.starts[high]))
    return found if high - low < 2 else Places(*places.gathered_places(*found))


def _close(postings: Postings, node: Near | SameSentence, children: list[Places]) -> Places:
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
        limits = (
            found + np.int64(node.distance + 1)
            if isinstance(node, Near)
            else _sentence_ends(postings, shared, ends, found)
        )
        each = [nearness.followed(ends, found, found.astype(np.int64), limits, c.ends, c.positions) for c in beside]
        kept = np.logical_and.reduce(each)
    ends, found = nearness.kept_places(ends, found, kept)
    return Places(*nearness.kept_documents(shared, ends), found)


def _sentence_ends(postings: Postings, documents: Array, ends: Array, found: Array) -> Array:
    number = postings.find(np.frombuffer(BREAK, np.uint8))
    if number < 0:
        return np.full(len(found), 2**31, np.int64)
    arrays = (postings.documents, postings.frequencies, postings.positions, postings.skips)
    breaks = places.places_in(*arrays, *postings.span(number), documents)
    return nearness.sentence_ends(ends, found, *breaks)

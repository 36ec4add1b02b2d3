"""Where the nodes of a plan stand, cell by cell: a cell is a field of a segment (see kernels.postings)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, cached_property, reduce
from itertools import accumulate
from typing import Any as Whatever
from typing import cast

import numpy as np
import numpy.typing as npt

from indexer.article import TEXT_FIELDS
from indexer.engines.whoosh_engine.kernels import nearness, places, postings, sets
from indexer.engines.whoosh_engine.letters import ANY_TAIL, NOWHERE, Letters, Piece, Places, joined, key_of, piece_of
from indexer.engines.whoosh_engine.segment import Postings
from indexer.engines.whoosh_engine.snapshot import Snapshot
from indexer.query.literal import place
from indexer.query.plan import (
    Any,
    Exact,
    Fuzzy,
    Match,
    Near,
    Phrase,
    Placed,
    Prefix,
    SameSentence,
    TermSequence,
)

Array = npt.NDArray[Whatever]

ROWS = postings.GRADES * len(TEXT_FIELDS)
"""Rows of a segment in the `lists` of a word (see kernels.postings)."""


class Terms:
    """The terms of one search, each looked up once, in all cells at once."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._spans: dict[str, Array] = {}

    def lists(self, term: str, fields: tuple[str, ...]) -> tuple[Array, int]:
        """The postings of a term in these fields, as the kernels take them, and how many they are."""
        lists, _, total = self._found(term, fields)
        return lists, total

    def spans(self, term: str) -> Array:
        """For each cell the first posting of a term, and the one behind its last."""
        if term not in self._spans:
            self._spans[term] = self._found(term, TEXT_FIELDS)[1]
        return self._spans[term]

    def span(self, term: str, cell: int) -> tuple[int, int]:
        """The same of one cell."""
        start, end = self.spans(term)[cell].tolist()
        return start, end

    def _found(self, term: str, fields: tuple[str, ...]) -> tuple[Array, Array, int]:
        snapshot = self._snapshot
        lists = np.zeros((len(snapshot.segments) * ROWS, 4), np.int64)
        spans = np.zeros((len(snapshot.lexicons), 2), np.int64)
        total = postings.find(snapshot.lexicons, chosen_fields(fields), key_of(term), lists, spans)
        return lists, spans, total


def places_of(snapshot: Snapshot, terms: Terms, node: Placed) -> Iterator[tuple[int, Places]]:
    """The cells where a node stands, and where."""
    for cell, found in enumerate(snapshot.cells):
        if found is not None and len((places := Cell(terms, cell, found).places(node)).documents):
            yield cell, places


def expansion(snapshot: Snapshot, word: Prefix | Fuzzy) -> int:
    """How many postings the terms have that it stands for, in all fields together."""
    total = 0
    for _, _, found, _ in snapshot.cells_of(word.fields):
        numbers = _expanded(found, word)
        total += int((found.starts[numbers + 1].astype(np.int64) - found.starts[numbers]).sum())
    return total


def _expanded(found: Postings, word: Prefix | Fuzzy) -> Array:
    """The terms that it stands for."""
    if isinstance(word, Prefix):
        nouns, marked = Letters(found).beginning(word.prefix)
        return np.concatenate([np.arange(nouns.start, nouns.stop), np.arange(marked.start, marked.stop)])
    return found.similar(word.letters, word.distance)


class Cell:
    """One field of one segment, and where the nodes of a plan stand in it."""

    def __init__(self, terms: Terms, cell: int, found: Postings) -> None:
        self._terms, self._cell, self._postings = terms, cell, found
        self._name = TEXT_FIELDS[cell % len(TEXT_FIELDS)]
        self._arrays = (found.documents, found.frequencies, found.positions, found.skips)

    @cached_property
    def letters(self) -> Letters:
        """Its lexicon by letters."""
        return Letters(self._postings)

    def places(self, node: Placed) -> Places:
        """Where the node stands."""
        if isinstance(node, Any):
            return reduce(joined, map(self.places, cast(tuple[Placed, ...], node.children)), NOWHERE)
        if isinstance(node, Near | SameSentence):
            return self._close(node, list(map(self.places, node.children)))
        if self._name not in node.fields:
            return NOWHERE
        match node:
            case Match():
                found = reduce(joined, map(self._sequence, node.alternatives), NOWHERE)
                return reduce(joined, map(self.letters.standing, node.letters), found)
            case Prefix() | Fuzzy():
                return self.letters.of(_expanded(self._postings, node))
            case Phrase():
                return joined(self._apart(node.words), self.letters.standing(node.letters, _cuts(node)))
            case Exact():
                return self.letters.exactly(node.printed)

    def _apart(self, words: tuple[Match, ...]) -> Places:
        """Where the words of a phrase stand in words that follow one another, by the first one."""
        pieces = []
        for step, word in enumerate(words):
            where = place(step, len(words) - 1)
            verbs = piece_of([([number], 0, ANY_TAIL) for number in self.numbers(word)])
            each = [verbs, *(self.letters.piece(letters, where) for letters in word.letters)]
            pieces.append(Piece(*(np.concatenate(column) for column in zip(*each, strict=True))))
        return self.letters.in_a_row(pieces)

    def numbers(self, word: Match) -> list[int]:
        """The terms of a word that are asked for as terms."""
        numbers = (self._postings.find(key_of(term)) for (term,) in word.alternatives)
        return [number for number in numbers if number >= 0]

    def _sequence(self, terms: TermSequence) -> Places:
        """Where the terms stand side by side."""
        spans = []
        for term in terms:
            start, end = self._terms.span(term, self._cell)
            if start == end:
                return NOWHERE
            spans.append((start, end))
        edges = np.array(spans, np.int64).T.copy()
        return Places(*places.phrase_in_cell(*self._arrays, *edges))

    def _close(self, node: Near | SameSentence, children: list[Places]) -> Places:
        """The first place of each group of places that are as close as the node wants them."""
        shared = reduce(sets.intersection, sorted((child.documents for child in children), key=len))
        if not len(shared):
            return NOWHERE
        others = [Places(shared, *nearness.places_at(*child, shared)) for child in children]
        if isinstance(node, Near) and node.ordered:
            ends, found = others[0].ends, others[0].positions
            reached = found.astype(np.int64)
            for child in others[1:]:
                reached = nearness.next_places(ends, reached, child.ends, child.positions)
            kept = (reached >= 0) & (reached - found <= node.distance)
        else:
            _, ends, found = reduce(joined, others)
            lows = found.astype(np.int64)
            layout = self._postings.layout, self._postings.layout_ends
            if isinstance(node, Near):
                highs = lows + (node.distance + 1)
            else:
                highs = places.sentence_ends(shared, ends, found, *layout)
            each = [nearness.followed(ends, found, lows, highs, child.ends, child.positions) for child in others]
            kept = np.logical_and.reduce(each)
        ends, found = nearness.kept_places(ends, found, kept)
        return Places(*nearness.kept_documents(shared, ends), found)


def _cuts(phrase: Phrase) -> tuple[int, ...]:
    """Where the letters of a phrase are cut into its words: so cut, they are words apart, and are found as such."""
    pieces = [word.letters[0] for word in phrase.words if word.letters]
    return tuple(accumulate(map(len, pieces[:-1]))) if "".join(pieces) == phrase.letters else ()


@cache
def chosen_fields(fields: tuple[str, ...]) -> Array:
    """Which of TEXT_FIELDS these are."""
    return np.array([name in fields for name in TEXT_FIELDS])

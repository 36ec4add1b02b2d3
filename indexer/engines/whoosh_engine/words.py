"""The postings of the words of a plan: of single terms, of letters, and of everything else by its places.

A cell is a field of a segment (see kernels.postings).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, reduce
from typing import Any as Whatever

import numpy as np
import numpy.typing as npt

from indexer.article import LEADING_FIELDS, TEXT_FIELDS
from indexer.engines.whoosh_engine.arrays import address
from indexer.engines.whoosh_engine.cells import ROWS, Cell, Terms, chosen_fields, places_of
from indexer.engines.whoosh_engine.kernels import places, postings, sets
from indexer.engines.whoosh_engine.letters import NO_TERMS, Letters, Places, look_up
from indexer.engines.whoosh_engine.segment import Postings
from indexer.engines.whoosh_engine.snapshot import Snapshot
from indexer.query import ranking
from indexer.query.plan import Counted, Match, Part, TermSequence

Array = npt.NDArray[Whatever]


WHOLE = 0
"""The first of the grades."""

MOST_KNOWN = 10_000
"""Words whose document frequencies are remembered until the next commit: readers page, filter and go back."""


class WordHits:
    """The postings of a word, or of words that stand together: `lists` as the kernels want it, ROWS a segment. There
    are never fewer `postings` than documents."""

    def __init__(self, snapshot: Snapshot, terms: Terms, word: Counted) -> None:
        self._snapshot, self._word = snapshot, word
        self._kept: list[Array] = []  # what `lists` has addresses of, beside the snapshot's own arrays
        single = isinstance(word, Match) and not word.letters and len(word.alternatives) == 1
        if isinstance(word, Match) and single and len(word.alternatives[0]) == 1:
            self.lists, self.postings = terms.lists(word.alternatives[0][0], word.fields)
            return
        self.lists = np.zeros((len(snapshot.segments) * ROWS, 4), np.int64)
        if isinstance(word, Match) and single:
            self._find_phrase(terms, word.alternatives[0], word.fields)
        elif isinstance(word, Match) and word.letters:
            self._find_letters(terms, word)
        elif isinstance(word, Part):
            self._find_part(word)
        else:
            for cell, found in places_of(snapshot, terms, word):
                self._keep(cell, WHOLE, found.documents, found.frequencies)
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
        return postings.count(self.lists, self._snapshot.edges, ROWS)

    def within(self, candidates: Array) -> Array:
        """Those of the candidates that have the word; no candidate is deleted."""
        snapshot = self._snapshot
        return postings.within(self.lists, snapshot.edges, snapshot.size, ROWS, candidates)

    def _find_phrase(self, terms: Terms, sequence: TermSequence, fields: tuple[str, ...]) -> None:
        spans = np.array([terms.spans(term) for term in sequence])
        spans[:, ~np.tile(chosen_fields(fields), len(self._snapshot.segments))] = 0
        documents, frequencies, cuts = places.phrase_everywhere(self._snapshot.lexicons, spans)
        start = 0
        for cell, end in enumerate(cuts.tolist()):
            if end > start:
                self._keep(cell, WHOLE, documents[start:end], frequencies[start:end])
            start = end

    def _find_part(self, part: Part) -> None:
        for number, name, found, size in self._snapshot.cells_of(part.fields):
            numbers, others = Letters(found).part(part)
            if part.lead and name not in LEADING_FIELDS:
                leading = (found.starts, found.documents, found.frequencies, found.positions, found.skips)
                documents = places.leading(*leading, numbers, ranking.LEAD)
                early = [np.unique(documents), *(each.documents[_firsts(each) < ranking.LEAD] for each in others)]
                documents = reduce(sets.union, early)
                self._keep(number, WHOLE, documents, np.ones(len(documents), np.uint32))
            else:
                self._keep_terms(number, WHOLE, found, size, numbers, others)

    def _find_letters(self, terms: Terms, word: Match) -> None:
        """The postings of letters: looked up in all cells at once, across words and in tails only where they may be."""
        each = [look_up(self._snapshot.heads, letters) for letters in word.letters]
        for number, _, found, size in self._snapshot.cells_of(word.fields):
            cell = Cell(terms, number, found)
            whole, inside = [np.array(cell.numbers(word), np.int64)], [NO_TERMS]
            for looked in each:
                same, within = looked.terms(number)
                whole.append(same)
                inside.append(within)
            apart = [cell.letters.across(looked.letters) for looked in each if looked.apart(number)]
            tails = [cell.letters.into_tails(looked.letters) for looked in each if looked.has_tail]
            self._keep_terms(number, WHOLE, found, size, np.concatenate(whole), apart)
            self._keep_terms(number, WHOLE + 1, found, size, np.concatenate(inside), tails)

    def _keep_terms(
        self, cell: int, grade: int, found: Postings, size: int, numbers: Array, others: Sequence[Places]
    ) -> None:
        """The postings of terms, and of places beside them."""
        lists = [(found.documents, found.frequencies) for found in others if len(found.documents)]
        if len(numbers) == 1 and not lists:
            start, end = found.span(int(numbers[0]))
            self._keep(cell, grade, found.documents[start:end], found.frequencies[start:end])
            return
        if len(numbers):
            lists.append(postings.of_terms(found.starts, found.documents, found.frequencies, numbers, size))
        if lists:
            self._keep(cell, grade, *reduce(_added, lists))

    def _keep(self, cell: int, grade: int, documents: Array, frequencies: Array) -> None:
        self._kept += [documents, frequencies]
        segment, field = divmod(cell, len(TEXT_FIELDS))
        row = segment * ROWS + grade * len(TEXT_FIELDS) + field
        self.lists[row] = address(documents), address(frequencies), len(frequencies), frequencies.itemsize


def any_of(snapshot: Snapshot, words: Sequence[WordHits]) -> Array:
    """The documents that have any of the words."""
    lists = np.array([word.lists for word in words])
    return snapshot.living(postings.documents(lists, snapshot.edges, snapshot.size, ROWS))


def _firsts(found: Places) -> Array:
    """The first position in each document."""
    firsts: Array = found.positions[np.append(0, found.ends)[: len(found.ends)]]
    return firsts


def _added(first: tuple[Array, Array], second: tuple[Array, Array]) -> tuple[Array, Array]:
    """Two (documents, frequencies) as one."""
    documents, places = np.unique(np.concatenate([first[0], second[0]]), return_inverse=True)
    frequencies = np.bincount(places, np.concatenate([first[1], second[1]])).astype(np.uint32)
    return documents, frequencies

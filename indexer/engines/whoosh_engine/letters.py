"""Where letters stand in one field of one segment: looked up in its lexicon, checked against its layout. What it means
that they stand somewhere is said in query.literal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache, reduce
from typing import Any as Whatever
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from indexer.analysis.terms import LONGEST
from indexer.analysis.words import BARE, CODES, JOINED, ONE_TERM
from indexer.engines.whoosh_engine.kernels import across, heads, nearness, places, sets
from indexer.engines.whoosh_engine.kernels.heads import ENDING
from indexer.engines.whoosh_engine.segment import Postings
from indexer.query.literal import SEVERAL
from indexer.query.plan import Part

Array = npt.NDArray[Whatever]

ANY_TAIL = 2**64 - 2
"""All values that the tail's bits of a layout have where a word stands."""

OTHER_SCRIPTS = "0123456789abcdefghijklmnopqrstuvwxyz"
"""What heads.ENDING_SCRIPT tells from Hangul."""

FEW = 8
"""So many terms are looked up one by one in the documents that matter; of more, all places are collected."""


class Places(NamedTuple):
    """Places in one cell: `positions[ends[i - 1] : ends[i]]` in `documents[i]`, never none."""

    documents: Array
    ends: Array
    positions: Array


NOWHERE = Places(np.empty(0, np.uint32), np.empty(0, np.int64), np.empty(0, np.int32))


class Letters:
    """The lexicon of one field of a segment, by letters; and the places of its terms."""

    def __init__(self, found: Postings) -> None:
        self.postings = found
        self._lexicon = found.spelling, found.ends
        self._bigrams = found.bigrams, found.bigram_starts, found.bigram_terms
        self._all = found.documents, found.frequencies, found.positions, found.skips
        self._layout = found.layout, found.layout_ends

    def nouns(self, letters: str) -> range:
        """The noun that is spelled so."""
        return range(*heads.equal(*self._lexicon, _key(letters), 0))

    def heads(self, letters: str) -> range:
        """The heads that are spelled so; they differ in the nouns they are made of."""
        return range(*heads.equal(*self._lexicon, _key(letters), 1))

    def beginning(self, letters: str) -> tuple[range, range]:
        """The nouns and the heads that begin so."""
        key = _key(letters)
        nouns, found = (range(*heads.beginning(*self._lexicon, key, group)) for group in range(2))
        return nouns, found

    def inside(self, letters: str) -> Array:
        """The terms that hold the letters, see heads.INSIDE; none for a single letter."""
        if len(letters) < 2:
            return np.empty(0, np.int64)
        return heads.having(*self._lexicon, *self._bigrams, _key(letters), heads.INSIDE)

    def having(self, letters: str) -> Array:
        """All terms that hold the letters, two or more."""
        return heads.having(*self._lexicon, *self._bigrams, _key(letters), heads.HOLDING)

    def part(self, part: Part) -> tuple[Array, list[Places]]:
        """The terms of a part of a score, and places beside theirs."""
        if part.how == "inside":
            same = [*self.nouns(part.letters), *self.heads(part.letters)]
            return np.append(np.array(same, np.int64), self.inside(part.letters)), []
        if part.how == "whole":
            return np.array(self.heads(part.letters), np.int64), [
                self.kept(self.of(self.nouns(part.letters)), ANY_TAIL, ONE_TERM)
            ]
        number = self.postings.find(_key(part.letters))
        return np.array([number] if number >= 0 else [], np.int64), []

    def into_tails(self, letters: str) -> Places:
        """The words that have the letters partly in their tail."""
        found = NOWHERE
        for cut in range(1, len(letters)):
            if tails := _beginning_tails(letters[cut:]):
                found = joined(found, self._with_tail(letters[:cut], tails))
                if cut > 1:
                    found = joined(found, self._ending(letters[:cut], tails))
                elif len(letters) >= SEVERAL:
                    found = joined(found, self._after_script(letters[0], tails))
        return found

    def _after_script(self, letter: str, tails: int) -> Places:
        """The words with one of the tails whose head ends with that letter behind one of another script (29명)."""
        found = NOWHERE
        for before in OTHER_SCRIPTS if letter not in OTHER_SCRIPTS else "":
            found = joined(found, self._with_tail(before + letter, tails))
            found = joined(found, self._ending(before + letter, tails, heads.ENDING_CUT))
        return found

    def standing(self, letters: str, *, anywhere: bool = False) -> Places:
        """Every place of the letters: in words and across them (`anywhere` as in literal.standing)."""
        found = joined(self.within_words(letters), self.of(self.nouns(letters)))
        return joined(found, self.across(letters, anywhere=anywhere))

    def within_words(self, letters: str) -> Places:
        """The words that hold the letters."""
        if len(letters) < 2:
            return self._with_tail(letters, ANY_TAIL)
        return joined(self.of(self.having(letters)), self.into_tails(letters))

    def alone(self, letters: str) -> Places:
        """The words whose head is the letters, and those that are printed so."""
        return joined(self._with_tail(letters, ANY_TAIL), self.printed(letters))

    def exactly(self, printed: Sequence[str]) -> Places:
        """Where these words stand as printed, by the first one."""
        if len(printed) == 1:
            return self.within_words(printed[0])
        first, *middle, last = printed
        found = joined(self.printed(first), self._ends_printed(first))
        for steps, letters in enumerate(middle, start=1):
            found = self._beside(found, steps, self.printed(letters, found.documents))
        return self._beside(found, len(middle) + 1, self.begins_printed(last, found.documents))

    def across(self, letters: str, *, anywhere: bool = False) -> Places:
        """Where the letters stand across words, by the first one."""
        letters = letters[:LONGEST]
        if len(letters) < SEVERAL:
            return NOWHERE
        offsets, tails, begins = _cuts(letters)
        terms, begun, rest = heads.seams(*self._lexicon, _key(letters), offsets, tails, begins)
        firsts = list(self._firsts(letters, terms, rest, tails, anywhere=anywhere))
        if not firsts:
            return NOWHERE
        numbers, rows = np.array([first[0] for first in firsts]), np.array([first[1:] for first in firsts])
        columns = self.postings.starts, *self._all, *self._layout
        documents, positions = across.across(*columns, numbers, rows, terms, begun, rest, tails, begins)
        return _sorted(documents, positions)

    def _firsts(
        self, letters: str, terms: Array, rest: Array, tails: Array, *, anywhere: bool
    ) -> Iterator[tuple[int, int, int, int]]:
        """The terms that may be the head of the first word: (term, tail, whether it is a noun, letters of the word)."""
        for cut in np.flatnonzero(rest[1:-1]).tolist():
            for head in range(1, cut + 2):
                if tail := int(tails[head, cut + 1]):
                    noun, low, high = terms[0, head].tolist()
                    yield from ((noun, tail, 1, cut + 1) for _ in range(noun >= 0))
                    yield from ((term, tail, 0, cut + 1) for term in range(low, high))
                    for term, is_noun in self._longer(letters[:head], anywhere=anywhere) if head > 1 else ():
                        yield term, tail, is_noun, cut + 1

    def _longer(self, letters: str, *, anywhere: bool) -> Iterator[tuple[int, int]]:
        """The terms that end with the letters and are longer; unless `anywhere`, where their script changes."""
        which = heads.ENDING if anywhere else heads.ENDING_SCRIPT
        numbers = heads.having(*self._lexicon, *self._bigrams, _key(letters), which)
        if len(numbers):
            marked = heads.marked(*self._lexicon, numbers)
            yield from ((int(term), int(not head)) for term, head in zip(numbers, marked, strict=True))

    def _beside(self, reached: Places, steps: int, following: Places) -> Places:
        """Those of the places that have one of the others `steps` words behind, and nothing but spaces before it."""
        return beside(reached, steps, self.kept(following, ANY_TAIL, JOINED))

    def printed(self, letters: str, within: Array | None = None) -> Places:
        """The words that are printed so, in all documents or in these."""
        found = NOWHERE
        for cut in range(1, len(letters) + 1):
            if code := CODES.get(letters[cut:]):
                found = joined(found, self._with_tail(letters[:cut], 1 << code, within))
        return found

    def begins_printed(self, letters: str, within: Array | None = None) -> Places:
        """The words that are printed so, to the end of their head at least; with two letters or more, those that begin
        so."""
        found = self._with_tail(letters, ANY_TAIL, within)
        for cut in range(1, len(letters)):
            if tails := _beginning_tails(letters[cut:]):
                found = joined(found, self._with_tail(letters[:cut], tails, within))
        if len(letters) > 1:
            nouns, begun = self.beginning(letters)
            simple = self.kept(self.of(self._closed(nouns, letters), within), ANY_TAIL, ONE_TERM)
            found = joined(joined(found, simple), self.of(self._closed(begun, letters), within))
        return found

    def _ends_printed(self, letters: str) -> Places:
        """The words that are longer and end so."""
        found = NOWHERE
        for cut in range(2, len(letters) + 1):
            if code := CODES.get(letters[cut:]):
                found = joined(found, self._ending(letters[:cut], 1 << code))
        return found

    def ends_anywhere(self, letters: str) -> Places:
        """The words whose head is the letters or ends with them, and those that are printed so or end so."""
        found = self.alone(letters)
        if len(letters) > 1:
            found = joined(found, self._ending(letters, ANY_TAIL))
            found = joined(found, self._ends_printed(letters))
        return found

    def _ending(self, letters: str, tails: int, which: int = ENDING) -> Places:
        """The words with one of the tails whose head ends with the letters and is longer."""
        numbers = heads.having(*self._lexicon, *self._bigrams, _key(letters), which)
        if not len(numbers):
            return NOWHERE
        marked = heads.marked(*self._lexicon, numbers)
        simple = self.kept(self.of(numbers[~marked]), tails, ONE_TERM)
        return joined(simple, self.kept(self.of(numbers[marked]), tails, 0))

    def _with_tail(self, head: str, tails: int, within: Array | None = None) -> Places:
        """The words that have that head and one of the tails."""
        simple = self.kept(self.of(self.nouns(head), within), tails, ONE_TERM)
        return joined(simple, self.kept(self.of(self.heads(head), within), tails, 0))

    def kept(self, found: Places, tails: int, flags: int) -> Places:
        """The places of words with one of these tails and all of the flags."""
        if not len(found.documents) or (tails == ANY_TAIL and not flags):
            return found
        kept = places.standing(*found, *self._layout, np.uint64(tails), flags)
        ends, positions = nearness.kept_places(found.ends, found.positions, kept)
        return Places(*nearness.kept_documents(found.documents, ends), positions)

    def _closed(self, terms: range, letters: str) -> Array:
        """Those of the terms, which begin with the letters, where no number or foreign word goes on behind them."""
        return heads.closed(*self._lexicon, terms.start, terms.stop, _key(letters))

    def of(self, terms: Iterable[int], within: Array | None = None) -> Places:
        """The places of terms, in all documents or in these."""
        numbers = np.fromiter(terms, np.int64) if not isinstance(terms, np.ndarray) else terms
        if not len(numbers):
            return NOWHERE
        if within is not None and len(numbers) <= FEW:
            return reduce(joined, (self._in(int(number), within) for number in numbers), NOWHERE)
        found = places.places_of_terms(self.postings.starts, *self._all, numbers)
        if len(numbers) == 1:
            return Places(*found)
        return Places(*places.gathered_places(by_document(found[0]), *found))

    def _in(self, term: int, documents: Array) -> Places:
        ends, positions = places.places_in(*self._all, *self.postings.span(term), documents)
        return Places(*nearness.kept_documents(documents, ends), positions)


def beside(reached: Places, steps: int, following: Places) -> Places:
    """Those of the places that have one of the others `steps` words behind."""
    shared = sets.intersection(reached.documents, following.documents)
    if not len(shared):
        return NOWHERE
    ends, found = nearness.places_at(*reached, shared)
    lows = found.astype(np.int64) + steps
    kept = nearness.followed(ends, found, lows, lows + 1, *nearness.places_at(*following, shared))
    ends, found = nearness.kept_places(ends, found, kept)
    return Places(*nearness.kept_documents(shared, ends), found)


def joined(first: Places, second: Places) -> Places:
    """All places of both."""
    if not len(first.documents):
        return second
    return Places(*nearness.joined_places(*first, *second)) if len(second.documents) else first


def by_document(documents: Array) -> Array:
    """The numbers of the postings by document. Sorted as one number each: numpy does that several at a time."""
    keys = documents.astype(np.uint64) << np.uint64(32) | np.arange(len(documents), dtype=np.uint64)
    keys.sort()
    order: Array = keys.astype(np.uint32)
    return order


@cache
def _tails_that_begin() -> dict[str, int]:
    """For each beginning of a tail a bit for every tail that begins so."""
    found: dict[str, int] = {}
    for tail, code in CODES.items():
        for end in range(1, len(tail) + 1):
            found[tail[:end]] = found.get(tail[:end], 0) | 1 << code
    return found


def _beginning_tails(letters: str) -> int:
    return _tails_that_begin().get(letters, 0)


def _cuts(letters: str) -> tuple[Array, Array, Array]:
    """What heads.seams wants to know of the letters beside their bytes."""
    count = len(letters)
    offsets = np.cumsum([0, *(len(letter.encode()) for letter in letters)])
    tails, begins = np.zeros((count + 1, count + 1), np.int64), np.zeros(count + 1, np.uint64)
    np.fill_diagonal(tails, BARE)
    for start in range(1, count):
        begins[start] = _beginning_tails(letters[start:])
        for end in _tail_ends(letters, start):
            tails[start, end] = CODES[letters[start:end]]
    return offsets, tails, begins


def _sorted(documents: Array, positions: Array) -> Places:
    """Places in order, each once."""
    if not len(documents):
        return NOWHERE
    keys = np.unique(documents.astype(np.int64) << 32 | positions)
    documents, counts = np.unique((keys >> 32).astype(np.uint32), return_counts=True)
    return Places(documents, np.cumsum(counts), (keys & 0xFFFFFFFF).astype(np.int32))


def _tail_ends(letters: str, start: int) -> Iterator[int]:
    for end in range(start + 1, min(len(letters), start + 4) + 1):
        if CODES.get(letters[start:end], BARE) != BARE:
            yield end


def _key(letters: str) -> Array:
    return np.frombuffer(letters.encode(), np.uint8)

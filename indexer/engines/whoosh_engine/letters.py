"""Where letters stand in one field of one segment: looked up in its lexicon, checked against its layout. What it means
that they stand somewhere is said in query.literal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from typing import Any as Whatever
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from indexer.analysis.terms import LONGEST
from indexer.analysis.words import BARE, CODES, JOINED, ONE_TERM
from indexer.engines.whoosh_engine.kernels import heads, nearness, places, rows
from indexer.engines.whoosh_engine.kernels.heads import ENDING, ENDING_CUT, ENDING_SCRIPT, HOLDING, INSIDE
from indexer.engines.whoosh_engine.segment import Postings
from indexer.query.literal import SEVERAL, Place, place
from indexer.query.plan import Part

Array = npt.NDArray[Whatever]

ANY_TAIL = 2**64 - 2
"""All values that the tail's bits of a layout have where a word stands."""

OTHER_SCRIPTS = "0123456789abcdefghijklmnopqrstuvwxyz"
"""What heads.ENDING_SCRIPT tells from Hangul."""


class Places(NamedTuple):
    """Places in one cell: `positions[ends[i - 1] : ends[i]]` in `documents[i]`, never none."""

    documents: Array
    ends: Array
    positions: Array

    @property
    def frequencies(self) -> Array:
        """How many there are in each document."""
        return np.diff(self.ends, prepend=0).astype(np.uint32)


class Piece(NamedTuple):
    """What a word of a phrase may be: each of `terms`, in a word that has all its `flags` and one of its `tails`."""

    terms: Array
    flags: Array
    tails: Array


NO_TERMS = np.empty(0, np.int64)

NO_PIECE = Piece(np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0, np.uint64))

Some = Array | Sequence[int]

NOWHERE = Places(np.empty(0, np.uint32), np.empty(0, np.int64), np.empty(0, np.int32))


class Letters:
    """The lexicon of one field of a segment, by letters; and the places of its terms."""

    def __init__(self, found: Postings) -> None:
        self.postings = found
        self._lexicon = found.spelling, found.ends
        self._bigrams = found.bigrams, found.bigram_starts, found.bigram_terms
        self._all = found.starts, found.documents, found.frequencies, found.positions, found.skips
        self._layout = found.layout, found.layout_ends

    def nouns(self, letters: str) -> range:
        """The noun that is spelled so."""
        return range(*heads.equal(*self._lexicon, key_of(letters), 0))

    def heads(self, letters: str) -> range:
        """The heads that are spelled so; they differ in the nouns they are made of."""
        return range(*heads.equal(*self._lexicon, key_of(letters), 1))

    def beginning(self, letters: str) -> tuple[range, range]:
        """The nouns and the heads that begin so."""
        key = key_of(letters)
        nouns, found = (range(*heads.beginning(*self._lexicon, key, group)) for group in range(2))
        return nouns, found

    def having(self, letters: str, which: int) -> Array:
        """The terms that have the letters as `which` says, see kernels.heads; none for a single letter."""
        if len(letters) < 2:
            return NO_TERMS
        return heads.having(*self._lexicon, *self._bigrams, key_of(letters), which)

    def part(self, part: Part) -> tuple[Array, list[Places]]:
        """The terms of a part of a score, and places beside theirs."""
        if part.how == "inside":
            same = [*self.nouns(part.letters), *self.heads(part.letters)]
            return np.append(np.array(same, np.int64), self.having(part.letters, INSIDE)), []
        if part.how == "whole":
            simple = self._kept(self.of(self.nouns(part.letters)), ANY_TAIL, ONE_TERM)
            return np.array(self.heads(part.letters), np.int64), [simple]
        number = self.postings.find(key_of(part.letters))
        return np.array([number] if number >= 0 else [], np.int64), []

    def standing(self, letters: str, known: tuple[int, ...] = ()) -> Places:
        """Every place of the letters: in words and across them, but not where they are cut as is `known`."""
        found = joined(self.within_words(letters), self.of(self.nouns(letters)))
        return joined(found, self.across(letters, known))

    def within_words(self, letters: str) -> Places:
        """The words that hold the letters."""
        if len(letters) < 2:
            return self._with_tail(letters, ANY_TAIL)
        return joined(self.of(self.having(letters, HOLDING)), self.into_tails(letters))

    def into_tails(self, letters: str) -> Places:
        """The words that have the letters partly in their tail."""
        found = NOWHERE
        for cut in range(1, len(letters)):
            if tails := _beginning_tails(letters[cut:]):
                found = joined(found, self._with_tail(letters[:cut], tails))
                if cut > 1:
                    found = joined(found, self._ending(letters[:cut], tails, ENDING))
                elif len(letters) >= SEVERAL:
                    found = joined(found, self._counted(letters[0], tails))
        return found

    def _counted(self, letter: str, tails: int) -> Places:
        """The words with one of the tails whose head ends with that letter behind one of another script (29명)."""
        found = NOWHERE
        for before in OTHER_SCRIPTS if letter not in OTHER_SCRIPTS else "":
            found = joined(found, self._with_tail(before + letter, tails))
            found = joined(found, self._ending(before + letter, tails, ENDING_CUT))
        return found

    def across(self, letters: str, known: tuple[int, ...] = ()) -> Places:
        """Where the letters stand across words, by the first one; not where they are cut as is `known`."""
        letters = letters[:LONGEST]
        if len(letters) < SEVERAL:
            return NOWHERE
        offsets, tails, begins = _cuts(letters)
        seams = _Seams(*heads.seams(*self._lexicon, key_of(letters), offsets, tails, begins), tails, begins)
        found = NOWHERE
        for cut in range(1, len(letters)):
            if seams.rest[cut]:
                first = piece_of((*seams.word(0, cut), *self._after_script(letters[:cut])))
                if len(first.terms):
                    found = joined(found, self._onward(seams, [first], (cut,), known))
        return found

    def _onward(self, seams: _Seams, pieces: list[Piece], cuts: tuple[int, ...], known: tuple[int, ...]) -> Places:
        """Where words of the pieces follow one another, and then the letters from the last cut on; where those are more
        than one word, only as far as articles have them."""
        found = NOWHERE if cuts == known else self.in_a_row([*pieces, piece_of(seams.last(cuts[-1]))])
        for cut in range(cuts[-1] + 1, len(seams.terms)):
            longer = [*pieces, piece_of(seams.word(cuts[-1], cut))] if seams.rest[cut] else []
            if longer and len(self.in_a_row(longer).documents):
                found = joined(found, self._onward(seams, longer, (*cuts, cut), known))
        return found

    def _after_script(self, letters: str) -> Iterator[tuple[Some, int, int]]:
        """The words that are printed so behind letters of another script (2020도쿄), as piece_of wants them."""
        for cut in range(2, len(letters) + 1):
            if letters[cut:] in CODES and len(numbers := self.having(letters[:cut], ENDING_SCRIPT)):
                yield from self._flagged(numbers, 0, 1 << CODES[letters[cut:]])

    def exactly(self, printed: Sequence[str]) -> Places:
        """Where these words stand as printed, by the first one."""
        if len(printed) == 1:
            return self.within_words(printed[0])
        last = len(printed) - 1
        pieces = [self.piece(letters, place(step, last), printed=True) for step, letters in enumerate(printed)]
        return self.in_a_row(pieces)

    def piece(self, letters: str, where: Place, *, printed: bool = False) -> Piece:
        """What may be a word of a phrase: a head that is the letters, or a word that is printed so; the first may also
        end so, the last begin so. `printed`: with just the tail that is asked for, and joined to the word before."""
        flags = JOINED if printed and where != "first" else 0
        found: list[tuple[Some, int, int]] = []
        for cut in range(1, len(letters) + 1):
            head, tails = letters[:cut], _wanted_tails(letters[cut:], where, printed=printed)
            if tails:
                found += [(self.nouns(head), flags | ONE_TERM, tails), (self.heads(head), flags, tails)]
                found += self._flagged(self.having(head, ENDING), flags, tails) if where == "first" else []
        if where == "last" and len(letters) > 1:
            for begun, one in zip(self.beginning(letters), (ONE_TERM, 0), strict=True):
                closed = heads.closed(*self._lexicon, begun.start, begun.stop, key_of(letters))
                found.append((closed, flags | one, ANY_TAIL))
        return piece_of(found)

    def in_a_row(self, pieces: Sequence[Piece]) -> Places:
        """Where words of the pieces follow one another, by the first one."""
        if not all(len(piece.terms) for piece in pieces):
            return NOWHERE
        ends = np.cumsum([len(piece.terms) for piece in pieces])
        terms, flags, tails = (np.concatenate(column) for column in zip(*pieces, strict=True))
        return _places(rows.in_a_row(*self._all, *self._layout, terms, flags, tails, ends))

    def _ending(self, letters: str, tails: int, which: int) -> Places:
        """The words with one of the tails whose head ends with the letters and is longer."""
        found = NOWHERE
        for terms, flags, _ in self._flagged(self.having(letters, which), 0, tails):
            found = joined(found, self._kept(self.of(terms), tails, flags))
        return found

    def _flagged(self, terms: Array, flags: int, tails: int) -> list[tuple[Some, int, int]]:
        """Terms as piece_of wants them: a noun is a head only where the head is one term."""
        marked = heads.marked(*self._lexicon, terms)
        return [(terms[~marked], flags | ONE_TERM, tails), (terms[marked], flags, tails)]

    def _with_tail(self, head: str, tails: int) -> Places:
        """The words that have that head and one of the tails."""
        simple = self._kept(self.of(self.nouns(head)), tails, ONE_TERM)
        return joined(simple, self._kept(self.of(self.heads(head)), tails, 0))

    def _kept(self, found: Places, tails: int, flags: int) -> Places:
        """The places of words with one of these tails and all of the flags."""
        if not len(found.documents) or (tails == ANY_TAIL and not flags):
            return found
        kept = places.standing(*found, *self._layout, np.uint64(tails), flags)
        ends, positions = nearness.kept_places(found.ends, found.positions, kept)
        return Places(*nearness.kept_documents(found.documents, ends), positions)

    def of(self, terms: Iterable[int]) -> Places:
        """The places of terms."""
        numbers = np.fromiter(terms, np.int64) if not isinstance(terms, np.ndarray) else terms
        if not len(numbers):
            return NOWHERE
        found = places.places_of_terms(*self._all, numbers)
        if len(numbers) == 1:
            return Places(*found)
        return Places(*places.gathered_places(_by_document(found[0]), *found))


class Looked(NamedTuple):
    """Letters, looked up in all cells: see kernels.heads.everywhere. `has_tail`: they may reach into a tail."""

    letters: str
    rows: list[list[int]]
    inside: Array
    has_tail: bool

    def terms(self, cell: int) -> tuple[Array, Array]:
        """The terms of a cell that are the letters, and those that have them inside."""
        noun, first, last, end, _ = self.rows[cell]
        start = self.rows[cell - 1][heads.INSIDE_END] if cell else 0
        return np.array([*([noun] if noun >= 0 else []), *range(first, last)], np.int64), self.inside[start:end]

    def apart(self, cell: int) -> bool:
        """Whether the letters may stand across words there."""
        return bool(self.rows[cell][heads.APART])


def look_up(lexicons: Array, letters: str) -> Looked:
    """Letters in all cells (`Snapshot.heads`) at once."""
    cut = letters[:LONGEST]
    rows, inside = heads.everywhere(lexicons, key_of(cut), *_cuts(cut), SEVERAL)
    has_tail = any(_beginning_tails(letters[start:]) for start in range(1, len(letters)))
    return Looked(letters, rows.tolist(), inside, has_tail)


class _Seams(NamedTuple):
    """How letters may be cut into printed words: see kernels.heads.seams."""

    terms: Array
    begun: Array
    rest: Array
    tails: Array
    begins: Array

    def word(self, start: int, end: int) -> Iterator[tuple[Some, int, int]]:
        """The words that are printed like the letters from start to end, as piece_of wants them."""
        for head in range(start + 1, end + 1):
            if self.tails[head, end]:
                yield from self._heads(start, head, 1 << int(self.tails[head, end]))

    def last(self, start: int) -> Iterator[tuple[Some, int, int]]:
        """The words that are printed like the letters from start on, to the end of their head at least, or begin so."""
        count = len(self.terms)
        for head in range(start + 1, count + 1):
            if tails := ANY_TAIL if head == count else int(self.begins[head]):
                yield from self._heads(start, head, tails)
        nouns, behind, low, high = self.begun[start].tolist()
        yield from (
            (range(*ends), JOINED | one, ANY_TAIL)
            for *ends, one in ((nouns, behind, ONE_TERM), (low, high, 0))
            if ends[0] < ends[1]
        )

    def _heads(self, start: int, end: int, tails: int) -> Iterator[tuple[Some, int, int]]:
        noun, low, high = self.terms[start, end].tolist()
        flags = JOINED if start else 0
        if noun >= 0:
            yield (noun,), flags | ONE_TERM, tails
        if low < high:
            yield range(low, high), flags, tails


def piece_of(found: Iterable[tuple[Some, int, int]]) -> Piece:
    """A piece from (terms, flags, tails)."""
    rows = [(np.asarray(terms, np.int64), flags, tails) for terms, flags, tails in found if len(terms)]
    if not rows:
        return NO_PIECE
    sizes = [len(terms) for terms, _, _ in rows]
    flags = np.repeat(np.array([flags for _, flags, _ in rows], np.int64), sizes)
    tails = np.repeat(np.array([tails for _, _, tails in rows], np.uint64), sizes)
    return Piece(np.concatenate([terms for terms, _, _ in rows]), flags, tails)


def joined(first: Places, second: Places) -> Places:
    """All places of both."""
    if not len(first.documents):
        return second
    return Places(*nearness.joined_places(*first, *second)) if len(second.documents) else first


def _by_document(documents: Array) -> Array:
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


def _wanted_tails(letters: str, where: Place, *, printed: bool) -> int:
    """The tails that may stand behind a head where these letters are asked for behind it."""
    if where == "last" or (not letters and not printed):
        return _beginning_tails(letters) if letters else ANY_TAIL
    return 1 << CODES[letters] if letters in CODES else 0


def _beginning_tails(letters: str) -> int:
    return _tails_that_begin().get(letters, 0)


@lru_cache(maxsize=256)
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


def _places(keys: Array) -> Places:
    """Places from document · 2³² + position; in order, each once."""
    if not len(keys):
        return NOWHERE
    keys = np.unique(keys)
    documents, counts = np.unique((keys >> 32).astype(np.uint32), return_counts=True)
    return Places(documents, np.cumsum(counts), (keys & 0xFFFFFFFF).astype(np.int32))


def _tail_ends(letters: str, start: int) -> Iterator[int]:
    for end in range(start + 1, min(len(letters), start + 4) + 1):
        if CODES.get(letters[start:end], BARE) != BARE:
            yield end


@lru_cache(maxsize=1024)
def key_of(letters: str) -> Array:
    """Letters, or a term, as the kernels take them."""
    return np.frombuffer(letters.encode(), np.uint8)


def forget_letters() -> None:
    """Lets go of the letters that were looked up."""
    key_of.cache_clear()
    _cuts.cache_clear()

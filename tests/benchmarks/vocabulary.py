"""Nouns that were never written: how often each is used, with which others, and how it is spelled; and some verbs.

A noun is a number, its rank. Frequencies follow Zipf and Mandelbrot with two slopes and an endless tail, so that the
vocabulary keeps growing with the text (Heaps). Fitted to articles of 43 outlets and press releases (BIG KINDS,
2020-08-01; Jeonnam, 2025), analysed as the program does. Of 2,660 of their bodies, and of as many made here:

    words a body 267; 214                          terms a body 444; 354
    words with a tail 39 %; 44 %                   words whose head is one noun 58 %; 59 %
    compounds of nouns among words 12 %; 20 %      words with a verb 28 %; 21 %
    words with nothing but a space before 83 %; 83 %
    occurrences a distinct term of a body 1.58; 1.37
    distinct terms of all bodies 133,000; 108,000
    share of the terms of rank 10, 100, 1,000 and 10,000 (in %): 0.35, 0.083, 0.015, 0.0011; 0.35, 0.077, 0.013, 0.0015
    articles that hold the terms of these ranks (in %): 52, 20, 4.3, 0.34; 54, 17, 3.4, 0.41

More compounds than in real text: what it costs to find a noun inside of them is what is to be measured.
"""

from __future__ import annotations

import itertools
import math
from functools import cached_property

import numpy as np
import numpy.typing as npt

from indexer.analysis import words

Numbers = npt.NDArray[np.int64]
Units = npt.NDArray[np.uint16]

WORDS = 1 << 22
HEAD = 1 << 16
"""Ranks drawn from a table; those beyond it from a Pareto distribution."""

OFFSET, SLOPE, TAIL_SLOPE, BEND = 1.5, 0.74, 1.62, 2500.0

COLLOCATES = 4
"""Nouns that a noun is often followed by."""

LONGEST = 5
"""Syllables."""

_AT_MOST = ((500, (0.3, 0.92, 0.99)), (50_000, (0.04, 0.6, 0.9, 0.99)), (WORDS, (0.0, 0.24, 0.65, 0.93)))
"""Of the nouns up to a rank: the shares of those of at most one, two, three and four syllables."""

_STEPS = 1 << 17

_VOWELS = 19 * 21
"""Syllables of each final consonant, and of none."""

_FIRST, _MIDDLE, _LAST, _OF_VERBS = (0,), (7,), (1, 4, 8, 16, 17, 19, 21), (20,)
"""Finals of the syllables that a noun begins with (none), goes on with (ㄷ), ends with (ㄱ ㄴ ㄹ ㅁ ㅂ ㅅ ㅇ), and of
verbs' syllables (ㅆ); a single syllable is an end. So the letters of a noun of two syllables or more never stand in
another, nor across a border: by letters and by terms engines find the same articles."""

VERBS = 4096
_SHORT_STEMS = 128
"""Verbs, and how many of them have a stem of one syllable; the others have two."""

ENDINGS = 4

HEAD_MARK, VERB_MARK, LEMMA_END, ENDING = range(WORDS, WORDS + 4)
BORDERED = ENDING + ENDINGS
STEM = BORDERED + (LONGEST + 1) ** 3
ROWS = STEM + VERBS
"""Rows of `spelling` behind the nouns: the marks of terms (see analysis.words), what ends a verb's dictionary form and
what a verb in a text, the borders of nouns of so many syllables (see `borders`), and the stems of verbs."""


class Vocabulary:
    """The words. Takes about 100 MB, and a second to make."""

    def __init__(self) -> None:
        ranks = np.arange(1, HEAD + 1, dtype=np.float64)
        weights = (ranks + OFFSET) ** -SLOPE * (1 + ranks / BEND) ** (SLOPE - TAIL_SLOPE)
        tail = weights[-1] * HEAD / (TAIL_SLOPE - 1)
        self._head = np.cumsum(weights) / (weights.sum() + tail)
        self._guide = np.searchsorted(self._head, np.arange(_STEPS + 1) / _STEPS)

    def draw(self, chances: npt.NDArray[np.float64]) -> Numbers:
        """The words at these quantiles (0 ≤ chance < 1) of the distribution."""
        found = self._in_head(chances)
        beyond = np.flatnonzero(found == HEAD)
        share = (1 - chances[beyond]) / (1 - self._head[-1])  # of the tail: 1 is its beginning, 0 its end
        cut = (WORDS / HEAD) ** (1 - TAIL_SLOPE)
        found[beyond] = np.minimum(HEAD * (cut + share * (1 - cut)) ** (1 / (1 - TAIL_SLOPE)), WORDS - 1)
        return found

    def collocate(self, words: Numbers, which: Numbers) -> Numbers:
        """What often stands behind each word; `which` says which of its COLLOCATES."""
        return self._in_head(_chance(words * COLLOCATES + which) * self._head[-1])

    def borders(self, first: Numbers, second: Numbers, third: Numbers | None = None) -> Numbers:
        """The rows of the borders in heads of two or three nouns."""
        sizes = self.sizes[first].astype(np.int64) * (LONGEST + 1) + self.sizes[second]
        return BORDERED + sizes * (LONGEST + 1) + (0 if third is None else self.sizes[third])

    def spelled(self, word: int) -> str:
        """A noun as it is written."""
        return self.spelling[word, : self.sizes[word]].tobytes().decode("utf-16-le")

    @cached_property
    def sizes(self) -> npt.NDArray[np.uint8]:
        """How many characters each row of `spelling` has; frequent nouns are short."""
        return np.concatenate([self._syllables, (self.spelling[WORDS:] != ord(" ")).sum(axis=1, dtype=np.uint8)])

    @cached_property
    def _syllables(self) -> npt.NDArray[np.uint8]:
        syllables, start = np.empty(WORDS, np.uint8), 0
        for end, shares in _AT_MOST:
            for first in range(start, end, HEAD):  # in pieces, for little memory
                piece = np.arange(first, min(first + HEAD, end))
                chance = _chance(piece + 2 * WORDS * COLLOCATES)
                syllables[piece] = 1 + np.searchsorted(shares, chance, side="right")
            start = end
        return syllables

    @cached_property
    def spelling(self) -> Units:
        """Nouns, and what else terms are spelled of, as UTF-16 code units, a row each, spaces behind them."""
        spelling = np.full((ROWS, LONGEST + 1), ord(" "), np.uint16)
        for length in range(1, LONGEST + 1):
            nouns = np.flatnonzero(self._syllables == length)
            classes = [_LAST, *[_MIDDLE] * (length - 2), *[_FIRST] * (length > 1)]
            bases = [_VOWELS * len(finals) for finals in classes]
            number = _shuffled(nouns.size, math.prod(bases))
            for place, (finals, base) in enumerate(zip(classes, bases, strict=True), start=1):
                number, digit = np.divmod(number, base)
                spelling[nouns, length - place] = _syllable(digit, finals)
        _spell_the_others(spelling)
        return spelling

    def _in_head(self, chances: npt.NDArray[np.float64]) -> Numbers:
        step = (chances * _STEPS).astype(np.int64)
        found: Numbers = self._guide[step]
        unsure = np.flatnonzero(found != self._guide[step + 1])
        found[unsure] = np.searchsorted(self._head, chances[unsure])
        return found


def _shuffled(count: int, size: int) -> Numbers:
    """So many different numbers below `size`, as if in no order."""
    if size < 1 << 31:
        return np.arange(count, dtype=np.int64) * 1_000_003 % size
    return (np.arange(count, dtype=np.int64) * 2_654_435_761 + 12_345) % size


def _syllable(digit: Numbers, finals: tuple[int, ...]) -> Numbers:
    vowel, final = np.divmod(digit, len(finals))
    found: Numbers = 0xAC00 + vowel * 28 + np.array(finals, dtype=np.int64)[final]
    return found


def _spell_the_others(spelling: Units) -> None:
    """Writes the rows behind the nouns."""
    for row, mark in ((HEAD_MARK, words.HEAD), (VERB_MARK, words.VERB), (LEMMA_END, "다")):
        spelling[row, 0] = ord(mark)
    spelling[ENDING:BORDERED, 0] = [ord(ending) for ending in "했됐갔왔"]
    for row, sizes in enumerate(itertools.product(range(LONGEST + 1), repeat=3), start=BORDERED):
        borders = words.BORDERS + "".join(chr(0x40 + size) for size in sizes if size)
        spelling[row, : len(borders)] = [ord(letter) for letter in borders]
    verbs = np.arange(VERBS)
    stems = np.stack((verbs % _SHORT_STEMS, verbs // _SHORT_STEMS + _SHORT_STEMS), axis=1)
    spelling[STEM:, :2] = _syllable(stems, _OF_VERBS)
    spelling[STEM : STEM + _SHORT_STEMS, 1] = ord(" ")


def utf8(units: Units) -> tuple[npt.NDArray[np.uint8], Numbers]:
    """Three bytes for each syllable, one for each mark; and where each unit ends among them."""
    wide = units >= 0x80
    ends = np.cumsum(1 + 2 * wide.astype(np.int64))
    coded = np.empty(ends[-1] if len(ends) else 0, np.uint8)
    coded[ends[~wide] - 1] = units[~wide]
    syllables, last = units[wide], ends[wide] - 1
    coded[last - 2], coded[last - 1], coded[last] = (
        0xE0 | syllables >> 12,
        0x80 | syllables >> 6 & 0x3F,
        0x80 | syllables & 0x3F,
    )
    return coded, ends


def _chance(numbers: Numbers) -> npt.NDArray[np.float64]:
    """A number's own chance, 0 … 1, always the same (splitmix64)."""
    mixed: npt.NDArray[np.uint64] = numbers.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    mixed = (mixed ^ mixed >> np.uint64(30)) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ mixed >> np.uint64(27)) * np.uint64(0x94D049BB133111EB)
    return np.asarray((mixed ^ mixed >> np.uint64(31)) >> np.uint64(11), dtype=np.float64) / 2.0**53

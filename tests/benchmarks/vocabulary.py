"""Words that were never written: how often each is used, with which others, and how it is spelled.

A word is a number, its rank. Frequencies follow Zipf and Mandelbrot with two slopes and an endless tail, so that the
vocabulary keeps growing with the text (Heaps). Fitted to 2,660 articles of one day (BIG KINDS, 2020-08-01) and 1,002
press releases (Jeonnam, 2025), analysed as the program does. Of their bodies, and of what is made here:

    terms an article 317, 264; 302                 occurrences a distinct term 1.66, 1.59; 1.59
    compounds among terms 12 %, 14 %; 12 %         distinct terms of 2,660 articles 60,000; 79,000
    share of the terms of rank 10, 100, 1,000 and 10,000 (in %): 0.46, 0.10, 0.017, 0.0011; 0.47, 0.10, 0.015, 0.0010
    articles that hold the terms of these ranks (in %): 48, 16, 3.4, 0.2; 56, 18, 2.9, 0.2
    the 100 commonest pairs among all pairs 4.5 %, 6.2 %; 4.7 %
"""

from __future__ import annotations

from functools import cached_property

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.int64]
Units = npt.NDArray[np.uint16]

WORDS = 1 << 22
HEAD = 1 << 16
"""Ranks drawn from a table; those beyond it from a Pareto distribution."""

OFFSET, SLOPE, TAIL_SLOPE, BEND = 1.5, 0.74, 1.62, 2500.0

COLLOCATES = 4
"""Words that a word is often followed by."""

LONGEST = 5
"""Syllables."""

_AT_MOST = ((500, (0.3, 0.92, 0.99)), (50_000, (0.04, 0.6, 0.9, 0.99)), (WORDS, (0.0, 0.24, 0.65, 0.93)))
"""Of the words up to a rank: the shares of those of at most one, two, three and four syllables."""

_STEPS = 1 << 17

_OPEN = 19 * 21
"""Syllables without a final consonant. A word has them everywhere but at its end, and never at its end: where one
word ends in a compound can always be read, so a compound is never spelled like a word or another compound."""

_FINALS = (1, 4, 8, 16, 17, 19, 21)  # ㄱ ㄴ ㄹ ㅁ ㅂ ㅅ ㅇ
_CLOSED = _OPEN * len(_FINALS)


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

    def compounds(self, words: Numbers, which: Numbers) -> npt.NDArray[np.bool_]:
        """Whether a word and its collocate are written as one, as nouns are."""
        return _chance(words * COLLOCATES + which + WORDS * COLLOCATES) < 0.37

    def spelled(self, word: int) -> str:
        """A word as it is written."""
        return self.spelling[word, : self.syllables[word]].tobytes().decode("utf-16-le")

    @cached_property
    def syllables(self) -> npt.NDArray[np.uint8]:
        """How many each word has; frequent ones are short."""
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
        """The syllables of each word as UTF-16 code units, a row each, spaces behind them."""
        spelling = np.full((WORDS, LONGEST + 1), ord(" "), np.uint16)
        for length in range(1, LONGEST + 1):
            words = np.flatnonzero(self.syllables == length)
            number = _shuffled(words.size, _CLOSED * _OPEN ** (length - 1))
            for place in reversed(range(length)):
                base = _CLOSED if place == length - 1 else _OPEN
                number, digit = np.divmod(number, base)
                spelling[words, place] = _syllable(digit, closed=base == _CLOSED)
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


def _syllable(digit: Numbers, *, closed: bool) -> Numbers:
    if not closed:
        return 0xAC00 + digit * 28
    vowel, final = np.divmod(digit, len(_FINALS))
    final_of = np.array(_FINALS, dtype=np.int64)
    return 0xAC00 + vowel * 28 + final_of[final]


def utf8(units: Units) -> npt.NDArray[np.uint8]:
    """Three bytes for each syllable."""
    coded = np.empty((units.size, 3), np.uint8)
    coded[:, 0], coded[:, 1], coded[:, 2] = 0xE0 | units >> 12, 0x80 | units >> 6 & 0x3F, 0x80 | units & 0x3F
    return coded.ravel()


def _chance(numbers: Numbers) -> npt.NDArray[np.float64]:
    """A number's own chance, 0 … 1, always the same (splitmix64)."""
    mixed: npt.NDArray[np.uint64] = numbers.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    mixed = (mixed ^ mixed >> np.uint64(30)) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ mixed >> np.uint64(27)) * np.uint64(0x94D049BB133111EB)
    return np.asarray((mixed ^ mixed >> np.uint64(31)) >> np.uint64(11), dtype=np.float64) / 2.0**53

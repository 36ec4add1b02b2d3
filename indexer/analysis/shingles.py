"""What two texts have in common: their shingles, a sketch to look for alike ones by, and whether they are the same text
(ADR 0016).

A shingle is a run of RUN words that carry meaning, as a number of 63 bits; particles, endings and signs are passed
over, so that 밝혔다 and 밝혔습니다 are one. A sketch is the smallest of these numbers (MinHash with one permutation;
Broder, "On the resemblance and containment of documents", 1997): texts that have many shingles in common have some of
the smallest in common, and of a text and its beginning, some of the smallest at the beginning.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from indexer.analysis.tokens import CODES, ROW, Bytes, CodePoints, Numbers, TokenColumns, code_points
from indexer.compiled import compiled

RUN = 3
"""Words a shingle. ADR 0016."""

BEGINNING = 48
"""Shingles at the beginning of a text, which are sketched by themselves: what 200 characters have."""

SMALLEST, SMALLEST_BEGINNING = 12, 8
"""How many of the smallest shingles of the whole text, and of its beginning, are the sketch."""

FEWEST = 20
"""Texts of fewer shingles have their title among them; who has fewer still than LEAST is like no other."""

LEAST = 8

MOST = 20_000
"""Words of a text that are looked at; more than the longest articles have."""

RESEMBLE, CONTAIN, LEADING = 0.36, 0.9, 0.5
"""What part of all their shingles two texts have in common that are the same; or what part of the shorter one's and of
the longer one's beginning. ADR 0016."""

BRIEF, RESEMBLE_BRIEF = 60, 0.5
"""Of texts of fewer shingles, what part: warnings of heavy rain for two counties explain both what a warning is."""

_WORDS = (
    "NNG NNP NR VV VV-R VV-I VA VA-R VA-I MAG XR SL SH SN W_URL W_EMAIL W_HASHTAG W_MENTION W_SERIAL "
    "USER0 USER1 USER2 USER3 USER4"
).split()
_CARRIES = np.zeros(256, np.bool_)
_CARRIES[[CODES[tag] for tag in _WORDS]] = True

Hashes = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Shingles:
    """The shingles of a text, ascending, each once; and those of its beginning."""

    whole: Hashes
    beginning: Hashes

    @cached_property
    def sketch(self) -> list[int]:
        """The smallest of them, by which alike texts are looked for; none for a text that is too short."""
        if len(self.whole) < LEAST:
            return []
        return sorted({*self.whole[:SMALLEST].tolist(), *self.beginning[:SMALLEST_BEGINNING].tolist()})

    def like(self, other: Shingles) -> bool:
        """Whether the two are the same text: as it is, edited, or cut at its end."""
        short, long = (self, other) if len(self.whole) <= len(other.whole) else (other, self)
        if len(short.whole) < LEAST:
            return False
        common = _common(short.whole, long.whole)
        needed = RESEMBLE if len(short.whole) >= BRIEF else RESEMBLE_BRIEF
        if common >= needed * (len(short.whole) + len(long.whole) - common):
            return True
        if common < CONTAIN * len(short.whole):
            return False
        # A short text in a long one is its beginning, or one of many in a round-up, which is another text.
        return _common(long.beginning, short.whole) >= LEADING * min(len(long.beginning), len(short.whole))


def shingles(fields: Mapping[str, TokenColumns]) -> Shingles:
    """Those of an article, from the tokens of its texts: of the body, and of the title where the body is short."""
    words = _of(fields.get("body"))
    if len(words) < FEWEST + RUN - 1:
        words = np.concatenate((words, _of(fields.get("title"))))
    runs = _runs(words, RUN)
    return Shingles(_distinct(np.sort(runs)), _distinct(np.sort(runs[:BEGINNING])))


def carrying(columns: TokenColumns) -> npt.NDArray[np.bool_]:
    """Which of the tokens carry meaning: those that `words_of` has a number for, in the same order."""
    tags = np.frombuffer(columns.data, np.uint8, columns.count, columns.count * (ROW - 3))
    carries: npt.NDArray[np.bool_] = _CARRIES[tags]
    return carries


def words_of(columns: TokenColumns) -> Hashes:
    """A number for each word of a text that carries meaning, of the first MOST."""
    return _of(columns)


def runs_of(words: Hashes) -> Hashes:
    """A number for each run of RUN words, where it begins."""
    return _runs(words, RUN)


def _of(columns: TokenColumns | None) -> Hashes:
    if columns is None or not columns.count:
        return np.empty(0, np.int64)
    count, data = columns.count, columns.data
    steps = np.frombuffer(data, "<i4", count)
    lengths = np.frombuffer(data, "<i4", count, count * 4)
    tags = np.frombuffer(data, np.uint8, count, count * (ROW - 3))
    return _words(code_points(columns.text), steps, lengths, tags, _CARRIES, MOST)


@compiled
def _words(
    codes: CodePoints, steps: Numbers, lengths: Numbers, tags: Bytes, carries: npt.NDArray[np.bool_], most: int
) -> Hashes:
    """A number for each word that carries meaning, as it is printed, in small letters (FNV-1a over code points)."""
    hashes = np.empty(min(len(tags), most), np.int64)
    size = start = 0
    for token in range(len(tags)):
        start += steps[token]
        if size == most:
            break
        if not carries[tags[token]] or start < 0:
            continue
        value = np.uint64(14695981039346656037)
        for at in range(start, min(start + lengths[token], len(codes))):
            code = codes[at]
            if 65 <= code <= 90:
                code += 32
            value = (value ^ np.uint64(code)) * np.uint64(1099511628211)
        hashes[size] = np.int64(value >> np.uint64(1))
        size += 1
    return hashes[:size]


@compiled
def _runs(words: Hashes, run: int) -> Hashes:
    """A number for each run of so many words (the finaliser of SplitMix64 after each word)."""
    runs = np.empty(max(len(words) - run + 1, 0), np.int64)
    for first in range(len(runs)):
        value = np.uint64(0x9E3779B97F4A7C15)
        for at in range(first, first + run):
            value ^= np.uint64(words[at])
            value = (value ^ (value >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
            value = (value ^ (value >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
            value ^= value >> np.uint64(31)
        runs[first] = np.int64(value >> np.uint64(1))
    return runs


@compiled
def _distinct(listed: Hashes) -> Hashes:
    """Ascending numbers, each once. Writes over them."""
    size = 0
    for at in range(len(listed)):
        if at == 0 or listed[at] != listed[at - 1]:
            listed[size] = listed[at]
            size += 1
    return listed[:size]


@compiled
def _common(some: Hashes, others: Hashes) -> int:
    """How many numbers two ascending lists have in common."""
    left = right = found = 0
    while left < len(some) and right < len(others):
        if some[left] == others[right]:
            found += 1
            left += 1
            right += 1
        elif some[left] < others[right]:
            left += 1
        else:
            right += 1
    return found

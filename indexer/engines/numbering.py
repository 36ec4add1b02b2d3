"""Terms as numbers, in the order in which they first come: what is done a million times is done with these."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt

from indexer.compiled import compiled

Numbers = npt.NDArray[Any]


class Numbering:
    """The terms known so far: of number n, the UTF-8 bytes `spelling[ends[n - 1] : ends[n]]`."""

    def __init__(self) -> None:
        self._known = 0
        self._table = np.full(1024, -1, np.int32)
        self._hashes = np.empty(512, np.uint64)
        self._pool = np.empty(1 << 14, np.uint8)
        self._pool_ends = np.empty(512, np.uint32)

    def __len__(self) -> int:
        return self._known

    @property
    def spelling(self) -> Numbers:
        """All of them, one after another, and some room."""
        return self._pool

    @property
    def ends(self) -> Numbers:
        """Where each of them ends."""
        return self._pool_ends[: self._known]

    def terms(self) -> Iterator[str]:
        """All of them, in order."""
        start = 0
        for first in range(0, self._known, 10_000):
            ends = self.ends[first : first + 10_000].tolist()
            spelled, at = self._pool[start : ends[-1]].tobytes(), 0
            for end in ends:
                yield spelled[at : end - start].decode()
                at = end - start
            start = ends[-1]

    def write(self, spelling: Numbers, ends: Numbers, numbers: Numbers) -> None:
        """Writes the number of each term into `numbers`; term i is the bytes `spelling[ends[i - 1] : ends[i]]`."""
        most = self._known + len(ends)
        self._hashes, self._pool_ends = grown(self._hashes, most), grown(self._pool_ends, most)
        spelled = int(self._pool_ends[self._known - 1]) if self._known else 0
        self._pool = grown(self._pool, spelled + len(spelling))
        if most * 2 > len(self._table):  # at most half full, so that a term is found after a step or two
            self._table = np.full(_size(most * 4), -1, np.int32)
            _hash_again(self._hashes, self._known, self._table)
        known = (self._table, self._hashes, self._pool, self._pool_ends, self._known)
        self._known = _number(spelling, ends, *known, numbers)


def grown(array: Numbers, least: int) -> Numbers:
    """The array, or a larger one that begins with it, in which there is room for so many."""
    if least <= len(array):
        return array
    larger = np.empty(_size(least), array.dtype)
    larger[: len(array)] = array
    return larger


def _size(least: int) -> int:
    return 1 << (least - 1).bit_length()


@compiled
def _number(
    spelling: Numbers,
    ends: Numbers,
    table: Numbers,
    hashes: Numbers,
    pool: Numbers,
    pool_ends: Numbers,
    known: int,
    numbers: Numbers,
) -> int:
    """Writes the number of each term into `numbers`, a new term getting the next one; how many are known then.

    `table` is a hash table with open addressing (a term's number, or -1), its size a power of two; `pool` and
    `pool_ends` spell the terms known so far, `hashes` has the hash of each (FNV-1a, 64 bits).
    """
    mask = np.uint64(len(table) - 1)
    start = 0
    for i in range(len(ends)):
        end = np.int64(ends[i])
        code = np.uint64(14695981039346656037)
        for place in range(start, end):
            code = (code ^ np.uint64(spelling[place])) * np.uint64(1099511628211)
        slot = np.int64((code ^ (code >> np.uint64(32))) & mask)
        while True:
            number = np.int64(table[slot])
            if number < 0:
                number = known
                table[slot], hashes[number] = number, code
                before = np.int64(pool_ends[number - 1]) if number else 0
                for place in range(start, end):
                    pool[before + place - start] = spelling[place]
                pool_ends[number] = before + end - start
                known += 1
                break
            if hashes[number] == code:
                before = np.int64(pool_ends[number - 1]) if number else 0
                same = np.int64(pool_ends[number]) - before == end - start
                step = 0
                while same and step < end - start:
                    same = pool[before + step] == spelling[start + step]
                    step += 1
                if same:
                    break
            slot = np.int64(np.uint64(slot + 1) & mask)
        numbers[i] = number
        start = end
    return known


@compiled
def _hash_again(hashes: Numbers, known: int, table: Numbers) -> None:
    """Fills a larger, empty table with the terms known so far."""
    mask = np.uint64(len(table) - 1)
    for number in range(known):
        code = hashes[number]
        slot = np.int64((code ^ (code >> np.uint64(32))) & mask)
        while table[slot] >= 0:
            slot = np.int64(np.uint64(slot + 1) & mask)
        table[slot] = number

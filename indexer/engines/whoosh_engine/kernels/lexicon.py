"""Byte strings in order: looking them up, and merging sorted runs of them."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from indexer.compiled import compiled

Numbers = npt.NDArray[Any]


@compiled
def _compare(spelling: Numbers, start: int, end: int, other: Numbers, other_start: int, other_end: int) -> int:
    """Below, at or above zero as the first string comes before, equals or comes after the other, byte by byte."""
    length, other_length = end - start, other_end - other_start
    for step in range(min(length, other_length)):
        difference = np.int64(spelling[start + step]) - np.int64(other[other_start + step])
        if difference:
            return difference  # type: ignore[no-any-return]
    return length - other_length


@compiled
def lower_bound(spelling: Numbers, ends: Numbers, key: Numbers) -> int:
    """The number of the first string that does not come before `key`; their count when all do."""
    low, high = 0, len(ends)
    while low < high:
        middle = (low + high) >> 1
        start = np.int64(ends[middle - 1]) if middle else 0
        if _compare(spelling, start, np.int64(ends[middle]), key, 0, len(key)) < 0:
            low = middle + 1
        else:
            high = middle
    return low


@compiled
def find(spelling: Numbers, ends: Numbers, key: Numbers) -> int:
    """The number of the string that equals `key`, -1 when none does."""
    low = lower_bound(spelling, ends, key)
    if low == len(ends):
        return -1
    start = np.int64(ends[low - 1]) if low else 0
    return low if _compare(spelling, start, np.int64(ends[low]), key, 0, len(key)) == 0 else -1


@compiled
def find_ordered(spelling: Numbers, ends: Numbers, order: Numbers, key: Numbers) -> int:
    """As `find`, among strings that are in order only when taken as `order` says."""
    low, high = 0, len(order)
    while low < high:
        middle = (low + high) >> 1
        number = np.int64(order[middle])
        start = np.int64(ends[number - 1]) if number else 0
        if _compare(spelling, start, np.int64(ends[number]), key, 0, len(key)) < 0:
            low = middle + 1
        else:
            high = middle
    if low == len(order):
        return -1
    number = np.int64(order[low])
    start = np.int64(ends[number - 1]) if number else 0
    return number if _compare(spelling, start, np.int64(ends[number]), key, 0, len(key)) == 0 else -1


@compiled
def merge(keys: Numbers, spelling: Numbers, ends: Numbers, first: Numbers, second: Numbers) -> Numbers:
    """Two ordered runs of string numbers as one, ordered by key (if
    there are any), then by string, then by number."""
    merged = np.empty(len(first) + len(second), first.dtype)
    i = j = 0
    while i < len(first) and j < len(second):
        a, b = np.int64(first[i]), np.int64(second[j])
        order = 0
        if len(keys):  # compared, as a difference could overflow
            order = np.int64(keys[a] > keys[b]) - np.int64(keys[a] < keys[b])
        if order == 0:
            a_start = np.int64(ends[a - 1]) if a else 0
            b_start = np.int64(ends[b - 1]) if b else 0
            order = _compare(spelling, a_start, np.int64(ends[a]), spelling, b_start, np.int64(ends[b]))
        if order < 0 or (order == 0 and a < b):
            merged[i + j] = first[i]
            i += 1
        else:
            merged[i + j] = second[j]
            j += 1
    merged[i + j : len(merged) - len(second) + j] = first[i:]
    merged[len(first) + j :] = second[j:]
    return merged


@compiled
def new_among(spelling: Numbers, ends: Numbers, order: Numbers) -> Numbers:
    """Whether each string differs from the one before it, strings taken as `order` says."""
    fresh = np.ones(len(order), np.bool_)
    for i in range(1, len(order)):
        a, b = np.int64(order[i - 1]), np.int64(order[i])
        a_start = np.int64(ends[a - 1]) if a else 0
        b_start = np.int64(ends[b - 1]) if b else 0
        fresh[i] = _compare(spelling, a_start, np.int64(ends[a]), spelling, b_start, np.int64(ends[b])) != 0
    return fresh


@compiled
def gather(spelling: Numbers, ends: Numbers, numbers: Numbers) -> tuple[Numbers, Numbers]:
    """The strings of these numbers, as (spelling, ends)."""
    taken = np.empty(len(numbers), np.int64)
    total = 0
    for i in range(len(numbers)):
        number = np.int64(numbers[i])
        total += np.int64(ends[number]) - (np.int64(ends[number - 1]) if number else 0)
        taken[i] = total
    gathered = np.empty(total, np.uint8)
    at = 0
    for i in range(len(numbers)):
        number = np.int64(numbers[i])
        for place in range(np.int64(ends[number - 1]) if number else 0, np.int64(ends[number])):
            gathered[at] = spelling[place]
            at += 1
    return gathered, taken

"""Sets of document numbers as ascending arrays."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from indexer.compiled import compiled, gallop

Documents = npt.NDArray[Any]

MUCH_LONGER = 12
"""A list so many times longer than the other is galloped through; below that, taking both step by step is faster."""


@compiled
def intersection(first: Documents, second: Documents) -> Documents:
    """What is in both."""
    if len(first) > len(second):
        first, second = second, first
    found = np.empty(len(first), first.dtype)
    count = i = j = 0
    if len(first) * MUCH_LONGER < len(second):
        for i in range(len(first)):
            j = gallop(second, j, len(second), first[i])
            if j == len(second):
                break
            if second[j] == first[i]:
                found[count] = first[i]
                count += 1
        return found[:count]
    while i < len(first) and j < len(second):
        # Without a branch that the processor could guess wrong: which list is behind is as good as random.
        a, b = first[i], second[j]
        found[count] = a
        count += a == b
        i += a <= b
        j += b <= a
    return found[:count]


@compiled
def difference(first: Documents, second: Documents) -> Documents:
    """What is in the first and not in the second."""
    found = np.empty(len(first), first.dtype)
    count = j = 0
    far = len(first) * MUCH_LONGER < len(second)
    for i in range(len(first)):
        wanted = first[i]
        if far:
            j = gallop(second, j, len(second), wanted)
        else:
            while j < len(second) and second[j] < wanted:
                j += 1
        found[count] = wanted
        count += j == len(second) or second[j] != wanted
    return found[:count]


@compiled
def union(first: Documents, second: Documents) -> Documents:
    """What is in either."""
    if len(first) > len(second):
        first, second = second, first
    found = np.empty(len(first) + len(second), first.dtype)
    count = i = j = 0
    if len(first) * MUCH_LONGER < len(second):
        for i in range(len(first)):
            after = gallop(second, j, len(second), first[i])
            found[count : count + after - j] = second[j:after]
            count += after - j
            j = after
            if j == len(second) or second[j] != first[i]:
                found[count] = first[i]
                count += 1
        found[count : count + len(second) - j] = second[j:]
        return found[: count + len(second) - j]
    while i < len(first) and j < len(second):
        a, b = first[i], second[j]
        found[count] = min(a, b)
        count += 1
        i += a <= b
        j += b <= a
    rest = len(first) - i
    found[count : count + rest] = first[i:]
    count += rest
    rest = len(second) - j
    found[count : count + rest] = second[j:]
    return found[: count + rest]

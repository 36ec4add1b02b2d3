"""Where single terms stand. Places are (documents, ends, positions), see the package."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from indexer.compiled import compiled, gallop

Numbers = npt.NDArray[Any]

SKIP = 128
"""Postings between two entries of `skips`, which say how many positions stand before every SKIP-th posting."""


@compiled
def skips_of(frequencies: Numbers) -> Numbers:
    """The `skips` of a list of postings."""
    skips = np.empty((len(frequencies) + SKIP - 1) // SKIP, np.uint32)
    before = 0
    for posting in range(len(frequencies)):
        if posting % SKIP == 0:
            skips[posting // SKIP] = before
        before += np.int64(frequencies[posting])
    return skips


@compiled
def _positions_before(frequencies: Numbers, skips: Numbers, posting: Any, near: Any, before: Any) -> Any:
    """How many positions stand before that posting, given that `before` stand before the earlier one `near`."""
    block = posting // SKIP * SKIP
    if near < block:
        near, before = block, np.int64(skips[posting // SKIP])
    for step in range(near, posting):
        before += np.int64(frequencies[step])
    return before


@compiled
def places_in(
    documents: Numbers, frequencies: Numbers, positions: Numbers, skips: Numbers, start: int, end: int, wanted: Numbers
) -> tuple[Numbers, Numbers]:
    """The (ends, positions) of one term, whose postings are `start` to `end`, in the documents `wanted`: no positions
    where it does not stand."""
    ends = np.empty(len(wanted), np.int64)
    postings = np.full(len(wanted), -1, np.int64)
    total, j = 0, start
    for i in range(len(wanted)):
        j = gallop(documents, j, end, wanted[i])
        if j < end and documents[j] == wanted[i]:
            postings[i] = j
            total += np.int64(frequencies[j])
        ends[i] = total
    found = np.empty(total, np.int32)
    near, before = np.int64(0), np.int64(0)
    at = 0
    for posting in postings:
        if posting >= 0:
            before = _positions_before(frequencies, skips, posting, near, before)
            near = posting
            for place in range(before, before + np.int64(frequencies[posting])):
                found[at] = positions[place]
                at += 1
    return ends, found


@compiled
def gathered_places(order: Numbers, documents: Numbers, ends: Numbers, positions: Numbers) -> tuple[Numbers, ...]:
    """Places of several terms, one after the other, as those of one: documents ascending and each once, and so the
    positions in each. `order` are the numbers of the postings by document."""
    found = np.empty(len(documents), np.uint32)
    found_ends = np.empty(len(documents), np.int64)
    found_places = np.empty(len(positions), np.int32)
    size = count = first = 0
    for i in range(len(order)):
        posting = np.int64(order[i])
        if not size or documents[posting] != found[size - 1]:
            first = count
            found[size] = documents[posting]
            size += 1
        for place in range(ends[posting - 1] if posting else 0, ends[posting]):
            count = _inserted(found_places, first, count, positions[place])
        found_ends[size - 1] = count
    return found[:size], found_ends[:size], found_places[:count]


@compiled
def _inserted(found: Numbers, first: int, count: int, position: int) -> int:
    """Puts a position where it belongs among those from `first` to `count`, once; how many there are then."""
    at = count
    while at > first and found[at - 1] > position:
        at -= 1
    if at > first and found[at - 1] == position:
        return count
    for step in range(count, at, -1):
        found[step] = found[step - 1]
    found[at] = position
    return count + 1

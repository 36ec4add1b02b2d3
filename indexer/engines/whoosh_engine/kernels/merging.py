"""Copying the postings of several segments into one, term by term."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from indexer.compiled import compiled

Numbers = npt.NDArray[Any]


@compiled
def living(starts: Numbers, documents: Numbers, frequencies: Numbers, renumbered: Numbers) -> tuple[Numbers, Numbers]:
    """How many postings and how many positions each term keeps, when documents that became -1 in `renumbered` go."""
    postings = np.zeros(len(starts) - 1, np.uint32)
    positions = np.zeros(len(starts) - 1, np.uint32)
    for term in range(len(starts) - 1):
        for posting in range(np.int64(starts[term]), np.int64(starts[term + 1])):
            if renumbered[documents[posting]] >= 0:
                postings[term] += 1
                positions[term] += frequencies[posting]
    return postings, positions


@compiled
def copy_documents(
    starts: Numbers,
    documents: Numbers,
    renumbered: Numbers,
    first: int,
    last: int,
    targets: Numbers,
    base: int,
    out: Numbers,
) -> None:
    """The living documents of the terms from `first` up to `last`, each term's from its place in `targets` on;
    `out` begins at the place `base`."""
    for term in range(first, last):
        at = targets[term] - base
        for posting in range(np.int64(starts[term]), np.int64(starts[term + 1])):
            number = renumbered[documents[posting]]
            if number >= 0:
                out[at] = number
                at += 1


@compiled
def copy_frequencies(
    starts: Numbers,
    documents: Numbers,
    renumbered: Numbers,
    first: int,
    last: int,
    targets: Numbers,
    base: int,
    out: Numbers,
    frequencies: Numbers,
) -> None:
    """The same for their frequencies."""
    for term in range(first, last):
        at = targets[term] - base
        for posting in range(np.int64(starts[term]), np.int64(starts[term + 1])):
            if renumbered[documents[posting]] >= 0:
                out[at] = frequencies[posting]
                at += 1


@compiled
def copy_positions(
    starts: Numbers,
    documents: Numbers,
    renumbered: Numbers,
    first: int,
    last: int,
    targets: Numbers,
    base: int,
    out: Numbers,
    frequencies: Numbers,
    positions: Numbers,
    before: int,
) -> int:
    """The same for their positions; `before` positions stand before those of `first`, and so many are returned that
    stand before those of `last`."""
    for term in range(first, last):
        at = targets[term] - base
        for posting in range(np.int64(starts[term]), np.int64(starts[term + 1])):
            after = before + np.int64(frequencies[posting])
            if renumbered[documents[posting]] >= 0:
                for place in range(before, after):
                    out[at] = positions[place]
                    at += 1
            before = after
    return before

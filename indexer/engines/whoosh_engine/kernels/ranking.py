"""Scores, the best of them, and counts."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from indexer.compiled import compiled, gallop

Numbers = npt.NDArray[Any]

LANED = 10_000
"""Values from which on the same one seldom comes twice in a row, and tables for each would be as long as articles."""

LANES = 4
"""Counts are kept in so many tables in turn: the next addition to the same number need not wait for the last."""


@compiled
def best(scores: Numbers, hits: Numbers, ranks: Numbers, wanted: int) -> Numbers:
    """The places of the `wanted` best hits, best first: by falling score, then by rising rank (no two are equal). Ranks
    are those of all documents.

    A heap of the best so far with the worst on top, so that nearly all are passed over after one comparison.
    """
    size = min(wanted, len(hits))
    heap = np.arange(size)
    for start in range(size // 2 - 1, -1, -1):
        _sink(heap, start, size, scores, hits, ranks)
    worst = scores[heap[0]] if size else 0
    for i in range(size, len(hits) if size else 0):
        if scores[i] >= worst and (scores[i] > worst or ranks[hits[i]] < ranks[hits[heap[0]]]):
            heap[0] = i
            _sink(heap, 0, size, scores, hits, ranks)
            worst = scores[heap[0]]
    for end in range(size - 1, 0, -1):
        heap[0], heap[end] = heap[end], heap[0]
        _sink(heap, 0, end, scores, hits, ranks)
    return heap


@compiled
def _sink(heap: Numbers, start: int, size: int, scores: Numbers, hits: Numbers, ranks: Numbers) -> None:
    """Lets the element at `start` sink until no worse one is below it."""
    moving = heap[start]
    at = start
    while True:
        below = 2 * at + 1
        if below >= size:
            break
        a = heap[below]
        if below + 1 < size:
            b = heap[below + 1]
            if scores[b] < scores[a] or (scores[b] == scores[a] and ranks[hits[b]] > ranks[hits[a]]):
                below, a = below + 1, b
        if scores[moving] < scores[a] or (scores[moving] == scores[a] and ranks[hits[moving]] > ranks[hits[a]]):
            break
        heap[at] = a
        at = below
    heap[at] = moving


@compiled
def firsts(scores: Numbers, hits: Numbers, ranks: Numbers, stories: Numbers) -> Numbers:
    """The places, ascending, of the hits that come first of their story, by the order of `best`. Stories are those of
    all documents, 0 for one of its own."""
    kept = np.ones(len(hits), np.bool_)
    last = 0
    for i in range(len(hits)):
        last = max(last, stories[hits[i]])
    first = np.full(last + 1, -1)
    for i in range(len(hits)):
        story = stories[hits[i]]
        if story:
            other = first[story]
            if other < 0:
                first[story] = i
            elif scores[i] > scores[other] or (scores[i] == scores[other] and ranks[hits[i]] < ranks[hits[other]]):
                first[story] = i
                kept[other] = False
            else:
                kept[i] = False
    return np.flatnonzero(kept)


@compiled
def value_counts(
    documents: Numbers, ordinals: Numbers, more_documents: Numbers, more_ordinals: Numbers, values: int, most: int
) -> tuple[Numbers, Numbers]:
    """The `most` most frequent of the ordinals that the documents have, by falling count and then by themselves, and
    their counts. Documents with several values have the others in (document, ordinal) pairs, documents ascending;
    ordinal 0 is none."""
    several = LANES if values < LANED else 1
    lanes = np.zeros((several, values + 1), np.int64)
    for i in range(len(documents)):
        lanes[i % several, ordinals[documents[i]]] += 1
    counts = lanes.sum(axis=0) if several > 1 else lanes[0]
    i = j = 0
    while i < len(documents) and j < len(more_documents):
        if documents[i] < more_documents[j]:
            i = gallop(documents, i, len(documents), more_documents[j])
        elif more_documents[j] < documents[i]:
            j = gallop(more_documents, j, len(more_documents), documents[i])
        else:
            counts[more_ordinals[j]] += 1
            j += 1
    counts[0] = 0
    found = np.flatnonzero(counts)
    if most < len(found):
        places = np.arange(len(found))
        found = found[best(counts[found], places, places, most)]
    else:
        found = found[np.argsort(-counts[found], kind="mergesort")]
    return found, counts[found]


@compiled
def time_counts(documents: Numbers, ordinals: Numbers, places: Numbers, values: int) -> tuple[Numbers, Numbers]:
    """The values of a time facet that the documents have, in order, and their counts. `places` says which value, from
    1 on, the day of each ordinal belongs to, 0 being none of either."""
    lanes = np.zeros((LANES, values + 1), np.int64)
    for i in range(len(documents)):
        lanes[i % LANES, places[ordinals[documents[i]]]] += 1
    counts = lanes.sum(axis=0)[1:]
    found = np.flatnonzero(counts)
    return found, counts[found]

"""Scores, the best of them, and counts."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from indexer.compiled import compiled

Numbers = npt.NDArray[Any]


FEW = 8
"""Hits are looked up among postings so many times more numerous; else the postings are, among the hits."""


@compiled
def note_places(hits: Numbers, base: int, places: Numbers) -> None:
    """Writes into `places[hit - base]` where each hit stands among the hits. What was there before need not be cleared:
    a place counts only when the hit there is the one asked for (Briggs, Torczon, "An efficient representation for
    sparse sets", 1993)."""
    for i in range(len(hits)):
        places[hits[i] - base] = i


@compiled
def add_frequencies(
    hits: Numbers,
    base: int,
    places: Numbers,
    documents: Numbers,
    frequencies: Numbers,
    lengths: Numbers,
    constant: float,
    slope: float,
    weight: float,
    weighted: Numbers,
) -> None:
    """Adds a field's part of a word's weighted frequency to `weighted[i]` for each of the hits that the postings have:
    weight · frequency / (constant + slope · length). Hits are numbers of the index, the postings' begin at `base`;
    `places` is as `note_places` leaves it."""
    if len(hits) * FEW < len(documents):
        j = 0
        for i in range(len(hits)):
            wanted = hits[i] - base
            if documents[j] < wanted:
                j = _gallop(documents, j, wanted)
            if j == len(documents):
                return
            if documents[j] == wanted:
                weighted[i] += weight * frequencies[j] / (constant + slope * lengths[hits[i]])
        return
    for j in range(len(documents)):
        document = np.int64(documents[j])
        i = np.int64(places[document])
        if i < len(hits) and hits[i] == document + base:
            weighted[i] += weight * frequencies[j] / (constant + slope * lengths[document + base])


@compiled
def _gallop(documents: Numbers, start: int, wanted: int) -> int:
    # As sets.gallop, which stands in another file.
    size = len(documents)
    step, low = 1, start
    while low + step < size and documents[low + step] < wanted:
        low += step
        step <<= 1
    high = min(low + step, size)
    low += 1
    while low < high:
        middle = (low + high) >> 1
        if documents[middle] < wanted:
            low = middle + 1
        else:
            high = middle
    return low


@compiled
def add_scores(weighted: Numbers, rarity: float, k1: float, scores: Numbers) -> None:
    """Adds a word's scores, rarity · w / (k1 + w), and sets the weighted frequencies back to 0 for the next word."""
    for i in range(len(weighted)):
        if weighted[i] > 0:
            scores[i] += rarity * (weighted[i] / (k1 + weighted[i]))
            weighted[i] = 0.0


@compiled
def best(scores: Numbers, ranks: Numbers, wanted: int) -> Numbers:
    """The places of the `wanted` best, best first: by falling score, then by rising rank (no two are equal).

    A heap of the best so far with the worst on top, so that nearly all are passed over after one comparison.
    """
    size = min(wanted, len(scores))
    heap = np.arange(size)
    for start in range(size // 2 - 1, -1, -1):
        _sink(heap, start, size, scores, ranks)
    for i in range(size, len(scores)):
        top = heap[0] if size else 0
        if size and (scores[i] > scores[top] or (scores[i] == scores[top] and ranks[i] < ranks[top])):
            heap[0] = i
            _sink(heap, 0, size, scores, ranks)
    for end in range(size - 1, 0, -1):
        heap[0], heap[end] = heap[end], heap[0]
        _sink(heap, 0, end, scores, ranks)
    return heap


@compiled
def _sink(heap: Numbers, start: int, size: int, scores: Numbers, ranks: Numbers) -> None:
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
            if scores[b] < scores[a] or (scores[b] == scores[a] and ranks[b] > ranks[a]):
                below, a = below + 1, b
        if scores[moving] < scores[a] or (scores[moving] == scores[a] and ranks[moving] > ranks[a]):
            break
        heap[at] = a
        at = below
    heap[at] = moving


@compiled
def count(documents: Numbers, ordinals: Numbers, counts: Numbers) -> None:
    """Adds 1 to the count of each document's ordinal."""
    for i in range(len(documents)):
        counts[ordinals[documents[i]]] += 1


@compiled
def count_more(documents: Numbers, more_documents: Numbers, more_ordinals: Numbers, counts: Numbers) -> None:
    """The same for the further values of documents that have several: (document, ordinal) pairs, documents
    ascending."""
    i = 0
    for j in range(len(more_documents)):
        wanted = more_documents[j]
        if i < len(documents) and documents[i] < wanted:
            i = _gallop(documents, i, wanted)
        if i == len(documents):
            return
        if documents[i] == wanted:
            counts[more_ordinals[j]] += 1

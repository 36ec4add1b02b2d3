"""From documents' terms to terms' documents, in memory."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from indexer.compiled import compiled

Numbers = npt.NDArray[Any]


@compiled
def by_term(
    terms: Numbers, places: Numbers, document_ends: Numbers, renumbered: Numbers, ranks: Numbers
) -> tuple[Numbers, Numbers, Numbers]:
    """Occurrences, given document after document, sorted by the rank of their term: (starts, documents, positions),
    the occurrences of rank r being `starts[r]` to `starts[r + 1]`, by document. A document that became -1 in
    `renumbered` is left out."""
    starts = np.zeros(len(ranks) + 1, np.int64)
    at = 0
    for document in range(len(document_ends)):
        end = np.int64(document_ends[document])
        if renumbered[document] >= 0:
            for i in range(at, end):
                starts[ranks[terms[i]] + 1] += 1
        at = end
    starts = np.cumsum(starts)
    nexts = starts.copy()
    documents = np.empty(starts[-1], np.uint32)
    positions = np.empty(starts[-1], np.int32)
    at = 0
    for document in range(len(document_ends)):
        end = np.int64(document_ends[document])
        number = renumbered[document]
        if number >= 0:
            for i in range(at, end):
                rank = ranks[terms[i]]
                documents[nexts[rank]] = number
                positions[nexts[rank]] = places[i]
                nexts[rank] += 1
        at = end
    return starts, documents, positions


@compiled
def as_postings(starts: Numbers, documents: Numbers, positions: Numbers) -> tuple[Numbers, Numbers, Numbers, Numbers]:
    """What `by_term` gives as postings: (starts, documents, frequencies, positions), the postings of rank r being
    `starts[r]` to `starts[r + 1]`. Positions are put in order; one that comes twice counts once. Works in place."""
    posting_starts = np.zeros(len(starts), np.int64)
    frequencies = np.empty(len(documents), np.uint32)
    posting = place = 0
    for rank in range(len(starts) - 1):
        i = starts[rank]
        while i < starts[rank + 1]:
            document, first = documents[i], place
            while i < starts[rank + 1] and documents[i] == document:
                position = positions[i]
                at = place
                while at > first and positions[at - 1] > position:
                    at -= 1
                if at == first or positions[at - 1] != position:
                    for step in range(place, at, -1):
                        positions[step] = positions[step - 1]
                    positions[at] = position
                    place += 1
                i += 1
            documents[posting] = document
            frequencies[posting] = place - first
            posting += 1
        posting_starts[rank + 1] = posting
    return posting_starts, documents[:posting], frequencies[:posting], positions[:place]


@compiled
def in_order(spelling: Numbers, ends: Numbers) -> Numbers:
    """The numbers of byte strings in their order, equal ones as they come. Merge sort, without Python's objects."""
    order, merged, keys = np.arange(len(ends)), np.empty(len(ends), np.int64), _heads(spelling, ends)
    width = 1
    while width < len(order):
        for first in range(0, len(order), 2 * width):
            middle, end = min(first + width, len(order)), min(first + 2 * width, len(order))
            i, j = first, middle
            for at in range(first, end):
                if i == middle or (j < end and _before(keys, spelling, ends, order[j], order[i])):
                    merged[at] = order[j]
                    j += 1
                else:
                    merged[at] = order[i]
                    i += 1
        order, merged = merged, order
        width *= 2
    return order


@compiled
def _heads(spelling: Numbers, ends: Numbers) -> Numbers:
    """The first eight bytes of each string as one number: they mostly decide."""
    heads = np.zeros(len(ends), np.uint64)
    start = 0
    for number in range(len(ends)):
        end = np.int64(ends[number])
        for place in range(start, start + 8):
            heads[number] = heads[number] << np.uint64(8) | np.uint64(spelling[place] if place < end else 0)
        start = end
    return heads


@compiled
def _before(heads: Numbers, spelling: Numbers, ends: Numbers, one: int, other: int) -> bool:
    if heads[one] != heads[other]:
        return heads[one] < heads[other]  # type: ignore[no-any-return]
    start, other_start = np.int64(ends[one - 1]) if one else 0, np.int64(ends[other - 1]) if other else 0
    length, other_length = np.int64(ends[one]) - start, np.int64(ends[other]) - other_start
    for step in range(min(length, other_length)):
        if spelling[start + step] != spelling[other_start + step]:
            return spelling[start + step] < spelling[other_start + step]  # type: ignore[no-any-return]
    return length < other_length  # type: ignore[no-any-return]

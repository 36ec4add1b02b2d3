"""Places beside places: near, in one sentence, of one word or another. Places are (documents, ends, positions), see the
package."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from indexer.compiled import compiled

Numbers = npt.NDArray[Any]


@compiled
def places_at(documents: Numbers, ends: Numbers, places: Numbers, wanted: Numbers) -> tuple[Numbers, Numbers]:
    """The (ends, positions) of places in the documents `wanted`, all of which they have."""
    found_ends = np.empty(len(wanted), np.int64)
    found = np.empty(len(places), places.dtype)
    count = j = 0
    for i in range(len(wanted)):
        while documents[j] < wanted[i]:
            j += 1
        for place in range(ends[j - 1] if j else 0, ends[j]):
            found[count] = places[place]
            count += 1
        found_ends[i] = count
    return found_ends, found[:count]


@compiled
def followed(
    ends: Numbers, places: Numbers, lows: Numbers, highs: Numbers, other_ends: Numbers, others: Numbers
) -> Numbers:
    """For each place, whether the other has one from `lows` up to, not including, `highs` in the same document; both
    have the same documents. Lows ascend within a document."""
    kept = np.zeros(len(places), np.bool_)
    i = j = 0
    for document in range(len(ends)):
        while i < ends[document]:
            while j < other_ends[document] and others[j] < lows[i]:
                j += 1
            kept[i] = j < other_ends[document] and others[j] < highs[i]
            i += 1
        j = np.int64(other_ends[document])
    return kept


@compiled
def next_places(ends: Numbers, reached: Numbers, other_ends: Numbers, others: Numbers) -> Numbers:
    """For each place reached, the other's next one behind it in the same document; -1 where there is none. Both have
    the same documents; the places reached ascend within a document, except that -1 stays -1."""
    following = np.full(len(reached), -1, np.int64)
    i = j = 0
    for document in range(len(ends)):
        while i < ends[document]:
            if reached[i] >= 0:
                while j < other_ends[document] and others[j] <= reached[i]:
                    j += 1
                if j < other_ends[document]:
                    following[i] = others[j]
            i += 1
        j = np.int64(other_ends[document])
    return following


@compiled
def kept_places(ends: Numbers, places: Numbers, kept: Numbers) -> tuple[Numbers, Numbers]:
    """The (ends, positions) of the places that are kept."""
    shorter = np.empty(len(ends), np.int64)
    found = np.empty(len(places), places.dtype)
    count = i = 0
    for document in range(len(ends)):
        while i < ends[document]:
            found[count] = places[i]
            count += kept[i]
            i += 1
        shorter[document] = count
    return shorter, found[:count]


@compiled
def joined_places(
    documents: Numbers, ends: Numbers, places: Numbers, others: Numbers, other_ends: Numbers, other_places: Numbers
) -> tuple[Numbers, Numbers, Numbers]:
    """All places of the one and of the other, as (documents, ends, positions)."""
    found = np.empty(len(documents) + len(others), documents.dtype)
    found_ends = np.empty(len(found), np.int64)
    found_places = np.empty(len(places) + len(other_places), places.dtype)
    count = at = i = j = p = q = 0
    while i < len(documents) or j < len(others):
        ours = j == len(others) or (i < len(documents) and documents[i] <= others[j])
        theirs = i == len(documents) or (j < len(others) and others[j] <= documents[i])
        found[count] = documents[i] if ours else others[j]
        p_end = np.int64(ends[i]) if ours else p
        q_end = np.int64(other_ends[j]) if theirs else q
        while p < p_end or q < q_end:
            a = p < p_end and (q == q_end or places[p] <= other_places[q])
            b = q < q_end and (p == p_end or other_places[q] <= places[p])
            found_places[at] = places[p] if a else other_places[q]
            at += 1
            p += a
            q += b
        found_ends[count] = at
        count += 1
        i += ours
        j += theirs
    return found[:count], found_ends[:count], found_places[:at]


@compiled
def kept_documents(documents: Numbers, ends: Numbers) -> tuple[Numbers, Numbers]:
    """The (documents, ends) without the documents that have no place left."""
    found, found_ends = np.empty_like(documents), np.empty_like(ends)
    count = before = 0
    for i in range(len(documents)):
        found[count], found_ends[count] = documents[i], ends[i]
        count += ends[i] > before
        before = ends[i]
    return found[:count], found_ends[:count]

"""Words in a row: where terms of several pieces stand in words that follow one another."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from indexer.analysis import words
from indexer.compiled import compiled

Numbers = npt.NDArray[Any]

SKIP = 128
"""As in places."""

_TAIL = words.TAIL


@compiled
def in_a_row(
    starts: Numbers,
    documents: Numbers,
    frequencies: Numbers,
    positions: Numbers,
    skips: Numbers,
    layout: Numbers,
    layout_ends: Numbers,
    terms: Numbers,
    flags: Numbers,
    tails: Numbers,
    ends: Numbers,
) -> Numbers:
    """The places of the first words, as document · 2³² + position, ascending. Piece i is one of `terms[ends[i - 1] :
    ends[i]]`, in a word that has all its `flags` and one of its `tails`, a bit each (see analysis.words)."""
    marks = np.zeros(len(layout_ends), np.uint8)
    for piece in range(len(ends)):
        for row in range(ends[piece - 1] if piece else 0, ends[piece]):
            for posting in range(np.int64(starts[terms[row]]), np.int64(starts[terms[row] + 1])):
                if marks[documents[posting]] == piece:
                    marks[documents[posting]] = piece + 1
    found = np.empty(0, np.int64)
    for piece in range(len(ends)):
        first = ends[piece - 1] if piece else 0
        here = _keys(
            starts, documents, frequencies, positions, skips, layout, layout_ends,
            terms[first : ends[piece]], flags[first : ends[piece]], tails[first : ends[piece]], marks, len(ends), piece,
        )  # fmt: skip
        found = _shared(found, here) if piece else here
    return found


@compiled
def _keys(
    starts: Numbers, documents: Numbers, frequencies: Numbers, positions: Numbers, skips: Numbers, layout: Numbers,
    layout_ends: Numbers, terms: Numbers, flags: Numbers, tails: Numbers, marks: Numbers, marked: int, piece: int,
) -> Numbers:  # fmt: skip
    """The places of a piece in the documents that have all pieces, by the first word's position, ascending."""
    found = np.empty(64, np.int64)
    count = 0
    for row in range(len(terms)):
        first = np.int64(starts[terms[row]])
        before = np.int64(skips[first // SKIP]) if first // SKIP < len(skips) else np.int64(0)
        for posting in range(first // SKIP * SKIP, first):
            before += np.int64(frequencies[posting])
        for posting in range(first, np.int64(starts[terms[row] + 1])):
            document, after = np.int64(documents[posting]), before + np.int64(frequencies[posting])
            if marks[document] == marked:
                begin = np.int64(layout_ends[document - 1]) if document else np.int64(0)
                for place in range(before, after):
                    byte = np.int64(layout[begin + np.int64(positions[place])])
                    tail = tails[row] >> np.uint64(byte & _TAIL) & np.uint64(1)
                    if tail == np.uint64(1) and byte & flags[row] == flags[row] and positions[place] >= piece:
                        if count == len(found):
                            found = np.append(found, np.empty(count, np.int64))
                        found[count] = document << 32 | (np.int64(positions[place]) - piece)
                        count += 1
            before = after
    ordered = found[:count]
    if len(terms) > 1:
        ordered.sort()
    return ordered


@compiled
def _shared(first: Numbers, second: Numbers) -> Numbers:
    """What is in both; each once."""
    found = np.empty(min(len(first), len(second)), np.int64)
    count = i = j = 0
    while i < len(first) and j < len(second):
        if first[i] < second[j]:
            i += 1
        elif second[j] < first[i]:
            j += 1
        else:
            if count == 0 or found[count - 1] != first[i]:
                found[count] = first[i]
                count += 1
            i += 1
    return found[:count]

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
    ends[i]]`, in a word that has all its `flags` and one of its `tails`, a bit each (see analysis.words).

    The layout is looked at last: it lies anywhere in memory, and few places are left by then.
    """
    marks = _marked(starts, documents, terms, ends, len(layout_ends))
    having = np.flatnonzero(marks == len(ends))
    slots = np.empty(len(layout_ends), np.int32)
    for slot in range(len(having)):
        slots[having[slot]] = slot
    found = np.empty(0, np.int64)
    for piece in range(len(ends) if len(having) else 0):
        rows = terms[ends[piece - 1] if piece else 0 : ends[piece]]
        columns = starts, documents, frequencies, positions, skips
        bounds, here = _by_document(*columns, rows, marks, len(ends), slots, len(having))
        found = _followed(found, slots, bounds, here, piece) if piece else _keys(having, bounds, here)
    found.sort()
    fits = np.zeros(len(found), np.uint64)
    for key in found:
        marks[key >> 32] = len(ends) + 1
    for piece in range(len(ends) if len(found) else 0):
        for row in range(ends[piece - 1] if piece else 0, ends[piece]):
            _fit(
                starts, documents, frequencies, positions, skips, layout, layout_ends,
                terms[row], flags[row], tails[row], marks, len(ends) + 1, piece, found, fits,
            )  # fmt: skip
    placed: Numbers = found[fits == np.uint64((1 << len(ends)) - 1)]
    return placed


@compiled
def _marked(starts: Numbers, documents: Numbers, terms: Numbers, ends: Numbers, size: int) -> Numbers:
    """Of each document how many of the pieces it has, one after the other; those that have all are of use."""
    marks = np.zeros(size, np.uint8)
    for piece in range(len(ends)):
        for row in range(ends[piece - 1] if piece else 0, ends[piece]):
            for posting in range(np.int64(starts[terms[row]]), np.int64(starts[terms[row] + 1])):
                if marks[documents[posting]] == piece:
                    marks[documents[posting]] = piece + 1
    return marks


@compiled
def _by_document(
    starts: Numbers, documents: Numbers, frequencies: Numbers, positions: Numbers, skips: Numbers, terms: Numbers,
    marks: Numbers, marked: int, slots: Numbers, count: int,
) -> tuple[Numbers, Numbers]:  # fmt: skip
    """The positions of the terms in the marked documents; those of slot i from `bounds[i]` to `bounds[i + 1]`."""
    bounds = np.zeros(count + 1, np.int64)
    for term in terms:
        for posting in range(np.int64(starts[term]), np.int64(starts[term + 1])):
            if marks[documents[posting]] == marked:
                bounds[slots[documents[posting]] + 1] += np.int64(frequencies[posting])
    bounds = np.cumsum(bounds)
    found, nexts = np.empty(bounds[-1], np.int32), bounds.copy()
    for term in terms:
        before = _before(frequencies, skips, np.int64(starts[term]))
        for posting in range(np.int64(starts[term]), np.int64(starts[term + 1])):
            after = before + np.int64(frequencies[posting])
            if marks[documents[posting]] == marked:
                slot = slots[documents[posting]]
                for place in range(before, after):
                    found[nexts[slot]] = positions[place]
                    nexts[slot] += 1
            before = after
    return bounds, found


@compiled
def _keys(having: Numbers, bounds: Numbers, positions: Numbers) -> Numbers:
    keys = np.empty(len(positions), np.int64)
    for slot in range(len(having)):
        for place in range(bounds[slot], bounds[slot + 1]):
            keys[place] = having[slot] << 32 | np.int64(positions[place])
    return keys


@compiled
def _followed(found: Numbers, slots: Numbers, bounds: Numbers, positions: Numbers, steps: int) -> Numbers:
    """The places that have one of the positions so many words behind; each once, if each was there once."""
    kept = np.empty(len(found), np.int64)
    count = 0
    for key in found:
        slot, wanted = slots[key >> 32], (key & 0xFFFFFFFF) + steps
        there = False
        for place in range(bounds[slot], bounds[slot + 1]):
            there |= positions[place] == wanted
        kept[count] = key
        count += there
    return kept[:count]


@compiled
def _fit(
    starts: Numbers, documents: Numbers, frequencies: Numbers, positions: Numbers, skips: Numbers, layout: Numbers,
    layout_ends: Numbers, term: int, flags: int, tails: np.uint64, marks: Numbers, marked: int, piece: int,
    found: Numbers, fits: Numbers,
) -> None:  # fmt: skip
    """Notes at which of the places a term of that piece stands in a word with the flags and one of the tails."""
    before = _before(frequencies, skips, np.int64(starts[term]))
    for posting in range(np.int64(starts[term]), np.int64(starts[term + 1])):
        document, after = np.int64(documents[posting]), before + np.int64(frequencies[posting])
        if marks[document] == marked:
            begin = np.int64(layout_ends[document - 1]) if document else np.int64(0)
            for place in range(before, after):
                key = document << 32 | max(np.int64(positions[place]) - piece, 0)
                at = np.searchsorted(found, key)
                if at < len(found) and found[at] == key and np.int64(positions[place]) >= piece:
                    byte = np.int64(layout[begin + np.int64(positions[place])])
                    if tails >> np.uint64(byte & _TAIL) & np.uint64(1) and byte & flags == flags:
                        fits[at] |= np.uint64(1) << np.uint64(piece)
        before = after


@compiled
def _before(frequencies: Numbers, skips: Numbers, posting: int) -> Any:
    """How many positions stand before that posting."""
    block = posting // SKIP
    before = np.int64(skips[block]) if block < len(skips) else np.int64(0)
    for step in range(block * SKIP, posting):
        before += np.int64(frequencies[step])
    return before

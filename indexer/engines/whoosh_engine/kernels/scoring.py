"""What words score: BM25F over the postings of all fields and segments (see postings for the tables)."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from indexer.compiled import bytes_at, compiled, gallop, numbers_at, shorts_at

Numbers = npt.NDArray[Any]

LISTED, FREQUENT, COUNT, WIDTH = range(4)
"""Columns of `lists`, as in postings."""

FAR = 64
"""Documents from one hit to the next, on average, from which on every hit is looked up among the postings."""

FEW = 8
"""Hits are looked up among postings so many times more numerous; else the postings are, among the hits."""


@compiled
def scores(
    words: Numbers,
    rarities: Numbers,
    bases: Numbers,
    lengths: Numbers,
    forms: Numbers,
    k1: Numbers,
    units: float,
    hits: Numbers,
) -> Numbers:
    """The sum over the words of rarity · w / (k1 of the word + w) for each of the hits, in whole `units`; w is the sum
    over the fields of weight · frequency / (constant + slope · length). `words` has the `lists` of each word, `lengths`
    a row of lengths for each field, and `forms` a row (weight, constant, slope) for each row that a segment has in
    `lists`."""
    found, weighted = np.zeros(len(hits)), np.zeros(len(hits))
    start, fields = 0, len(forms)
    for segment in range(len(bases)):
        base = bases[segment]
        stop = bases[segment + 1] if segment + 1 < len(bases) else np.int64(lengths.shape[1])
        end = gallop(hits, start, len(hits), stop)
        here = hits[start:end]
        places = _places(here, base, stop - base)
        for word in range(len(words) if len(here) else 0):
            for field in range(fields):
                row = words[word, segment * fields + field]
                if row[COUNT]:
                    local = lengths[field % len(lengths), base:stop]
                    _add_frequencies(here, base, places, row, local, forms[field], weighted[start:end])
            _saturate(found[start:end], weighted[start:end], rarities[word], k1[word])
        start = end
    rounded = np.empty(len(hits), np.int64)
    for i in range(len(hits)):
        rounded[i] = np.int64(np.rint(found[i] * units))
    return rounded


@compiled
def _saturate(found: Numbers, weighted: Numbers, rarity: float, k1: float) -> None:
    """A loop of its own, without a branch: so the compiler does several at a time."""
    for i in range(len(found)):
        found[i] += rarity * (weighted[i] / (k1 + weighted[i]))
        weighted[i] = 0.0


@compiled
def _places(hits: Numbers, base: int, size: int) -> Numbers:
    """Where each hit stands among the hits, by its number in the segment; anything for other documents: a place counts
    only when the hit there is the one asked for (Briggs, Torczon, "An efficient representation for sparse sets", 1993).
    Empty when the hits are so few that touching so much memory would take longer than looking them up."""
    places = np.empty(size if len(hits) * FAR > size else 0, np.uint32)
    if len(places):
        for i in range(len(hits)):
            places[hits[i] - base] = i
    return places


@compiled
def _add_frequencies(
    hits: Numbers, base: int, places: Numbers, row: Numbers, lengths: Numbers, form: Numbers, weighted: Numbers
) -> None:
    """Adds a field's part of a word's weighted frequency for each of the hits that the postings have."""
    listed = numbers_at(row[LISTED], row[COUNT])
    if row[WIDTH] == 1:
        _add(hits, base, places, listed, bytes_at(row[FREQUENT], row[COUNT]), lengths, form, weighted)
    elif row[WIDTH] == 2:
        _add(hits, base, places, listed, shorts_at(row[FREQUENT], row[COUNT]), lengths, form, weighted)
    else:
        _add(hits, base, places, listed, numbers_at(row[FREQUENT], row[COUNT]), lengths, form, weighted)


@compiled
def _add(
    hits: Numbers,
    base: int,
    places: Numbers,
    listed: Numbers,
    frequencies: Numbers,
    lengths: Numbers,
    form: Numbers,
    weighted: Numbers,
) -> None:
    weight, constant, slope = form[0], form[1], form[2]
    if len(places) == 0 or len(hits) * FEW < len(listed):
        j = 0
        for i in range(len(hits)):
            document = np.int64(hits[i]) - base
            j = gallop(listed, j, len(listed), document)
            if j == len(listed):
                return
            if listed[j] == document:
                frequency = np.float64(frequencies[j])
                weighted[i] += weight * frequency / (constant + slope * lengths[document])
        return
    for j in range(len(listed)):
        i = places[listed[j]]
        if i < len(hits) and hits[i] - base == listed[j]:
            frequency = np.float64(frequencies[j])
            weighted[i] += weight * frequency / (constant + slope * lengths[listed[j]])

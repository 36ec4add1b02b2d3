"""Where terms stand: alone, side by side, and those of one beginning. Places are (documents, ends, positions), see the
package."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from indexer.compiled import bytes_at, compiled, gallop, numbers_at, shorts_at

Numbers = npt.NDArray[Any]

SKIP = 128
"""Postings between two entries of `skips`, which say how many positions stand before every SKIP-th posting."""

TERMS, DOCUMENTS, FREQUENCIES, BYTES, POSITIONS, SKIPS = 3, 4, 5, 6, 7, 8
"""Columns of `lexicons`, as in postings."""


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
def places_of_terms(
    starts: Numbers, documents: Numbers, frequencies: Numbers, positions: Numbers, skips: Numbers, terms: Numbers
) -> tuple[Numbers, Numbers, Numbers]:
    """The places of several terms, one term after the other, as (documents, ends, positions)."""
    size = count = 0
    for term in terms:
        for posting in range(np.int64(starts[term]), np.int64(starts[term + 1])):
            size, count = size + 1, count + np.int64(frequencies[posting])
    found, ends, places = np.empty(size, np.uint32), np.empty(size, np.int64), np.empty(count, np.int32)
    size = count = 0
    for term in terms:
        first = np.int64(starts[term])
        before = _positions_before(frequencies, skips, first, np.int64(0), np.int64(0))
        for posting in range(first, np.int64(starts[term + 1])):
            for place in range(before, before + np.int64(frequencies[posting])):
                places[count] = positions[place]
                count += 1
            before += np.int64(frequencies[posting])
            found[size], ends[size] = documents[posting], count
            size += 1
    return found, ends, places


@compiled
def leading(
    starts: Numbers,
    documents: Numbers,
    frequencies: Numbers,
    positions: Numbers,
    skips: Numbers,
    terms: Numbers,
    lead: int,
) -> Numbers:
    """The documents where one of the terms stands before position `lead`, in no order."""
    size = 0
    for term in terms:
        size += np.int64(starts[term + 1]) - np.int64(starts[term])
    found = np.empty(size, np.uint32)
    count = 0
    for term in terms:
        first = np.int64(starts[term])
        before = _positions_before(frequencies, skips, first, np.int64(0), np.int64(0))
        for posting in range(first, np.int64(starts[term + 1])):
            found[count] = documents[posting]
            count += positions[before] < lead
            before += np.int64(frequencies[posting])
    return found[:count]


@compiled
def standing(
    documents: Numbers,
    ends: Numbers,
    places: Numbers,
    layout: Numbers,
    layout_ends: Numbers,
    tails: np.uint64,
    flags: int,
) -> Numbers:
    """Which of the places are of a word whose tail is one of `tails` (a bit for each value of the layout's bits 0-5)
    and that has all of `flags` (see analysis.words)."""
    kept = np.zeros(len(places), np.bool_)
    i = 0
    for number in range(len(documents)):
        document = np.int64(documents[number])
        first = np.int64(layout_ends[document - 1]) if document else 0
        last = np.int64(layout_ends[document])
        while i < ends[number]:
            if first + places[i] < last:
                byte = np.int64(layout[first + places[i]])
                wanted = tails >> np.uint64(byte & 0x3F) & np.uint64(1)
                kept[i] = wanted == np.uint64(1) and byte & flags == flags
            i += 1
    return kept


@compiled
def sentence_ends(documents: Numbers, ends: Numbers, places: Numbers, layout: Numbers, layout_ends: Numbers) -> Numbers:
    """For each place where its sentence ends: the next position of the layout that has no word."""
    found = np.empty(len(places), np.int64)
    i = 0
    for number in range(len(documents)):
        document = np.int64(documents[number])
        first = np.int64(layout_ends[document - 1]) if document else 0
        last = np.int64(layout_ends[document])
        while i < ends[number]:
            at = first + places[i]
            while at < last and layout[at]:
                at += 1
            found[i] = at - first
            i += 1
    return found


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


@compiled
def phrase_everywhere(lexicons: Numbers, spans: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """The documents that have the phrase, the field of a segment after the other, their frequencies, and where those of
    each cell end. `spans[k, cell]` are the first posting of term k in a cell and the one behind its last."""
    counts = spans[:, :, 1] - spans[:, :, 0]
    most = np.int64(0)
    for cell in range(len(lexicons)):
        most += counts[:, cell].min()
    documents, frequencies = np.empty(most, np.uint32), np.empty(most, np.uint32)
    cuts = np.zeros(len(lexicons), np.int64)
    size = np.int64(0)
    for cell in range(len(lexicons)):
        if counts[:, cell].min():
            row, starts, stops = lexicons[cell], spans[:, cell, 0].copy(), spans[:, cell, 1].copy()
            listed = numbers_at(row[DOCUMENTS], stops.max())
            skips = numbers_at(row[SKIPS], stops.max() // SKIP + 1)
            if row[BYTES] == 1:
                narrow = bytes_at(row[FREQUENCIES], stops.max())
                found, ends, _ = phrase_in_cell(listed, narrow, shorts_at(row[POSITIONS], 1), skips, starts, stops)
            elif row[BYTES] == 2:
                middling = shorts_at(row[FREQUENCIES], stops.max())
                found, ends, _ = phrase_in_cell(listed, middling, shorts_at(row[POSITIONS], 1), skips, starts, stops)
            else:
                wide = numbers_at(row[FREQUENCIES], stops.max())
                found, ends, _ = phrase_in_cell(listed, wide, numbers_at(row[POSITIONS], 1), skips, starts, stops)
            for i in range(len(found)):
                documents[size + i] = found[i]
                frequencies[size + i] = ends[i] - (ends[i - 1] if i else 0)
            size += len(found)
        cuts[cell] = size
    return documents[:size], frequencies[:size], cuts


@compiled
def phrase_in_cell(
    documents: Numbers, frequencies: Numbers, positions: Numbers, skips: Numbers, starts: Numbers, stops: Numbers
) -> tuple[Numbers, Numbers, Numbers]:
    """Where terms stand side by side in one field of one segment, as (documents, ends, positions of the first); term k
    has the postings `starts[k]` to `stops[k]`. The rarest term leads, and the others are galloped through after it."""
    lead = np.argmin(stops - starts)
    count = np.int64(0)
    for posting in range(starts[lead], stops[lead]):
        count += np.int64(frequencies[posting])
    found = np.empty(stops[lead] - starts[lead], np.uint32)
    found_ends = np.empty(len(found), np.int64)
    found_places = np.empty(count, np.int32)
    terms = len(starts)
    at, near, before = starts.copy(), np.zeros(terms, np.int64), np.zeros(terms, np.int64)
    place, stop = np.empty(terms, np.int64), np.empty(terms, np.int64)
    size = count = np.int64(0)
    for posting in range(starts[lead], stops[lead]):
        at[lead] = posting
        if not _meet(documents, at, stops, lead):
            continue
        for term in range(terms):
            before[term] = _positions_before(frequencies, skips, at[term], near[term], before[term])
            near[term], place[term] = at[term], before[term]
            stop[term] = before[term] + np.int64(frequencies[at[term]])
        held, count = count, _side_by_side(positions, place, stop, lead, found_places, count)
        if count > held:
            found[size], found_ends[size] = documents[posting], count
            size += 1
    return found[:size], found_ends[:size], found_places[:count]


@compiled
def _meet(documents: Numbers, at: Numbers, stops: Numbers, lead: Any) -> bool:
    """Moves all terms but the lead on to its document; whether they all have it."""
    wanted = documents[at[lead]]
    for term in range(len(at)):
        if term != lead:
            at[term] = gallop(documents, at[term], stops[term], wanted)
            if at[term] == stops[term] or documents[at[term]] != wanted:
                return False
    return True


@compiled
def _side_by_side(positions: Numbers, place: Numbers, stop: Numbers, lead: Any, found: Numbers, count: Any) -> Any:
    """Appends the first position of each place in one document where term k stands k behind it; how many are found
    then. Term k's positions there are those from `place[k]` to `stop[k]`."""
    while place[lead] < stop[lead]:
        first = np.int64(positions[place[lead]]) - lead
        beside = True
        for term in range(len(place)):
            if beside and term != lead:
                while place[term] < stop[term] and positions[place[term]] < first + term:
                    place[term] += 1
                beside = place[term] < stop[term] and positions[place[term]] == first + term
        if beside:
            found[count] = first
            count += 1
        place[lead] += 1
    return count

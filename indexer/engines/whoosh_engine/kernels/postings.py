"""A word's postings in every field of every segment at once, so that a search takes few calls of compiled code.

A cell is a field of a segment: cell = segment · fields + field. The arrays of all cells are reached through tables of
addresses, since a call with hundreds of arrays would take longer than the search. Whoever makes a table keeps the
arrays.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from indexer.compiled import bytes_at, compiled, gallop, numbers_at

Numbers = npt.NDArray[Any]

SPELLING, ENDS, STARTS, TERMS, DOCUMENTS, FREQUENCIES, BYTES, POSITIONS, SKIPS = range(9)
"""Columns of `lexicons`, a row a cell: addresses of the arrays of `segment.Postings`, the number of terms, and the
bytes of a frequency (1 or 2 with positions of 2, or 4 with 4); all 0 where the segment has no such field."""

LISTED, FREQUENT, COUNT, WIDTH = range(4)
"""Columns of `lists`, a word's postings, GRADES rows a cell: addresses of the documents and of their frequencies, how
many they are, and the bytes of a frequency. Documents are numbered as their segment numbers them. In the functions
below, `fields` are the rows of a segment."""

GRADES = 2
"""Rows of `lists` for each cell: a segment has those of its fields for what counts in full, then those for what counts
as a part of other words (ranking.PART)."""

MUCH_LONGER = 12
"""As in sets."""

DENSE = 16
"""From one in so many documents on, a mark for every document is faster than lists that are merged or looked up in: the
processor cannot guess which of two lists goes on."""


@compiled
def find(lexicons: Numbers, chosen: Numbers, key: Numbers, lists: Numbers, spans: Numbers) -> int:
    """Looks a term up in the chosen fields of all segments: writes its rows of `lists` and, in `spans`, its first
    posting and the one behind its last. How many postings it has in all."""
    fields = len(chosen)
    total = 0
    for cell in range(len(lexicons)):
        row = lexicons[cell]
        if row[TERMS] == 0 or not chosen[cell % fields]:
            continue
        kept = lists[cell // fields * GRADES * fields + cell % fields]
        number = _find(bytes_at(row[SPELLING], 1), numbers_at(row[ENDS], row[TERMS]), key)
        if number >= 0:
            starts = numbers_at(row[STARTS], row[TERMS] + 1)
            start, end = np.int64(starts[number]), np.int64(starts[number + 1])
            kept[LISTED] = row[DOCUMENTS] + 4 * start
            kept[FREQUENT] = row[FREQUENCIES] + row[BYTES] * start
            kept[COUNT] = end - start
            kept[WIDTH] = row[BYTES]
            spans[cell, 0], spans[cell, 1] = start, end
            total += end - start
    return total


@compiled
def counts(lexicons: Numbers, keys: Numbers, ends: Numbers) -> Numbers:
    """How many postings each of the terms has in all cells. The terms stand one behind the other in `keys`."""
    found = np.zeros(len(ends), np.int64)
    for cell in range(len(lexicons)):
        row = lexicons[cell]
        if row[TERMS] == 0:
            continue
        spelling, stops = bytes_at(row[SPELLING], 1), numbers_at(row[ENDS], row[TERMS])
        starts = numbers_at(row[STARTS], row[TERMS] + 1)
        for term in range(len(ends)):
            number = _find(spelling, stops, keys[ends[term - 1] if term else 0 : ends[term]])
            if number >= 0:
                found[term] += np.int64(starts[number + 1]) - np.int64(starts[number])
    return found


@compiled
def _find(spelling: Numbers, ends: Numbers, key: Numbers) -> int:
    # As lexicon.find. The length of the spelling is not known here, and not looked at.
    low, high = 0, len(ends)
    while low < high:
        middle = (low + high) >> 1
        if _compared(spelling, ends, middle, key) < 0:
            low = middle + 1
        else:
            high = middle
    return low if low < len(ends) and _compared(spelling, ends, low, key) == 0 else -1


@compiled
def _compared(spelling: Numbers, ends: Numbers, number: int, key: Numbers) -> int:
    start, end = np.int64(ends[number - 1]) if number else 0, np.int64(ends[number])
    for step in range(min(end - start, len(key))):
        if spelling[start + step] != key[step]:
            return -1 if spelling[start + step] < key[step] else 1
    return end - start - len(key)  # type: ignore[no-any-return]


@compiled
def of_terms(
    starts: Numbers, documents: Numbers, frequencies: Numbers, terms: Numbers, size: int
) -> tuple[Numbers, Numbers]:
    """The postings of several terms as those of one, as (documents, frequencies): the terms of a document are added up.
    The segment has `size` documents."""
    total = 0
    for term in terms:
        total += np.int64(starts[term + 1]) - np.int64(starts[term])
    if total * DENSE > size:
        return _added(starts, documents, frequencies, terms, size)
    keys = np.empty(total, np.uint64)
    count = 0
    for term in terms:
        for posting in range(np.int64(starts[term]), np.int64(starts[term + 1])):
            keys[count] = np.uint64(documents[posting]) << np.uint64(32) | np.uint64(frequencies[posting])
            count += 1
    keys.sort()
    found, added = np.empty(total, np.uint32), np.zeros(total, np.uint32)
    count = 0
    for key in keys:
        document = np.uint32(key >> np.uint64(32))
        count += count == 0 or found[count - 1] != document
        found[count - 1] = document
        added[count - 1] += np.uint32(key & np.uint64(0xFFFFFFFF))
    return found[:count], added[:count]


@compiled
def _added(
    starts: Numbers, documents: Numbers, frequencies: Numbers, terms: Numbers, size: int
) -> tuple[Numbers, Numbers]:
    """The same where they are many: a sum for every document of the segment."""
    sums = np.zeros(size, np.uint32)
    for term in terms:
        for posting in range(np.int64(starts[term]), np.int64(starts[term + 1])):
            sums[documents[posting]] += frequencies[posting]
    count = 0
    found, added = np.empty(size + 1, np.uint32), np.empty(size + 1, np.uint32)
    for document in range(size):
        found[count], added[count] = document, sums[document]
        count += sums[document] > 0
    return found[:count], added[:count]


@compiled
def documents(words: Numbers, bases: Numbers, size: int, fields: int) -> Numbers:
    """The documents that have any of the words in any field, as the index numbers them; `words` has the `lists` of each
    word, `size` is the number of documents."""
    found = np.empty(min(size, words[:, :, COUNT].sum()) + 1, np.uint32)  # one more, for what is then not counted
    count = 0
    for segment in range(len(bases)):
        base = bases[segment]
        stop = bases[segment + 1] if segment + 1 < len(bases) else size
        rows = words[:, segment * fields : (segment + 1) * fields].copy().reshape(-1, 4)
        total, longest = rows[:, COUNT].sum(), rows[:, COUNT].max()
        if total * DENSE > stop - base and (total - longest) * 2 > longest:
            marks = _marked(rows, stop - base)
            for document in range(stop - base):
                found[count] = document + base
                count += marks[document]
        else:
            joined = _joined(rows, 0)
            for i in range(len(joined)):
                found[count + i] = joined[i] + base
            count += len(joined)
    return found[:count]


@compiled
def _marked(rows: Numbers, size: int) -> Numbers:
    """Which documents of a segment of that size are in any of the lists."""
    marks = np.zeros(size, np.uint8)
    for row in range(len(rows)):
        for document in numbers_at(rows[row, LISTED], rows[row, COUNT]):
            marks[document] = 1
    return marks


@compiled
def count(lists: Numbers, bases: Numbers, fields: int) -> int:
    """How many documents those are."""
    total = 0
    for segment in range(len(bases)):
        rows = lists[segment * fields : (segment + 1) * fields]
        longest = np.argmax(rows[:, COUNT])
        others = _joined(rows, longest + 1)
        listed = numbers_at(rows[longest, LISTED], rows[longest, COUNT])
        total += len(listed) + len(others) - _shared(others, listed)
    return total


@compiled
def _joined(rows: Numbers, but: int) -> Numbers:
    """The union of the lists, without the one of number `but` - 1; the long list of the body comes last."""
    order = np.argsort(rows[:, COUNT])
    joined = np.empty(0, np.uint32)
    for row in order:
        if rows[row, COUNT] and row != but - 1:
            listed = numbers_at(rows[row, LISTED], rows[row, COUNT])
            joined = _union(joined, listed) if len(joined) else listed
    return joined


@compiled
def _union(first: Numbers, second: Numbers) -> Numbers:
    # As sets.union, of a first that is not longer than the second.
    found = np.empty(len(first) + len(second), np.uint32)
    count = j = 0
    for i in range(len(first)):
        if len(first) * MUCH_LONGER < len(second):
            after = gallop(second, j, len(second), first[i])
            found[count : count + after - j] = second[j:after]
            count, j = count + after - j, after
        else:
            while j < len(second) and second[j] < first[i]:
                found[count] = second[j]
                count, j = count + 1, j + 1
        if j == len(second) or second[j] != first[i]:
            found[count] = first[i]
            count += 1
    found[count : count + len(second) - j] = second[j:]
    return found[: count + len(second) - j]


@compiled
def _shared(few: Numbers, many: Numbers) -> int:
    """How many are in both."""
    shared = j = 0
    for i in range(len(few)):
        j = gallop(many, j, len(many), few[i])
        if j == len(many):
            break
        shared += many[j] == few[i]
    return shared


@compiled
def within(lists: Numbers, bases: Numbers, size: int, fields: int, candidates: Numbers) -> Numbers:
    """Those of the candidates that have the word in any field."""
    kept = np.zeros(len(candidates), np.bool_)
    start = 0
    for segment in range(len(bases)):
        base = bases[segment]
        stop = bases[segment + 1] if segment + 1 < len(bases) else size
        end = gallop(candidates, start, len(candidates), stop)
        here, kept_here = candidates[start:end], kept[start:end]
        rows = lists[segment * fields : (segment + 1) * fields]
        if len(here) * DENSE > stop - base:
            marks = _marked(rows, stop - base)
            for i in range(len(here)):
                kept_here[i] = marks[here[i] - base]
        else:
            for row in range(fields if len(here) else 0):
                listed = numbers_at(rows[row, LISTED], rows[row, COUNT])
                _mark(listed, here, base, kept_here)
        start = end
    return candidates[kept]


@compiled
def _mark(listed: Numbers, candidates: Numbers, base: int, kept: Numbers) -> None:
    """Sets where a candidate is in the list; the shorter of the two is looked up in the longer."""
    i = j = 0
    if len(listed) < len(candidates):
        for j in range(len(listed)):
            i = gallop(candidates, i, len(candidates), listed[j] + base)
            if i == len(candidates):
                return
            kept[i] |= candidates[i] == listed[j] + base
    else:
        for i in range(len(candidates)):
            j = gallop(listed, j, len(listed), candidates[i] - base)
            if j == len(listed):
                return
            kept[i] |= listed[j] == candidates[i] - base

"""Letters across words that are written apart (나주 시장 for 나주시장): see query.literal.

`terms`, `begun` and `rest` are as `heads.seams` gives them. `tails[i, j]` is the code of the tail that letters i to j
are, 0 when they are none and 1 when there are none; `tail_begins[i]` has a bit for each tail that the letters from i on
begin.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from indexer.analysis import words
from indexer.compiled import compiled

Numbers = npt.NDArray[Any]

SKIP = 128
"""As in places."""

_TAIL, _ONE_TERM, _JOINED = words.TAIL, words.ONE_TERM, words.JOINED

MANY = 16
"""Terms of a beginning from which on their documents are marked before they are looked up one by one."""


@compiled
def across(
    starts: Numbers,
    documents: Numbers,
    frequencies: Numbers,
    positions: Numbers,
    skips: Numbers,
    layout: Numbers,
    layout_ends: Numbers,
    first_terms: Numbers,
    first_rows: Numbers,
    terms: Numbers,
    begun: Numbers,
    rest: Numbers,
    tails: Numbers,
    tail_begins: Numbers,
) -> tuple[Numbers, Numbers]:
    """The (documents, positions) of the words where the letters begin, in no order. A first word is one of
    `first_terms`, of which `first_rows` say (tail, whether it is a noun that must be the whole head, letters)."""
    found, found_positions = np.empty(16, np.uint32), np.empty(16, np.int32)
    count = 0
    marks = np.zeros((len(rest), 0), np.uint8)
    for row in range(len(first_terms)):
        term = first_terms[row]
        tail, noun, cut = first_rows[row, 0], first_rows[row, 1], first_rows[row, 2]
        before = _before(frequencies, skips, np.int64(starts[term]))
        for posting in range(np.int64(starts[term]), np.int64(starts[term + 1])):
            document = np.int64(documents[posting])
            first = np.int64(layout_ends[document - 1]) if document else np.int64(0)
            last = np.int64(layout_ends[document])
            for place in range(before, before + np.int64(frequencies[posting])):
                at = first + np.int64(positions[place])
                if at + 1 >= last or not layout[at + 1] & _JOINED or layout[at] & _TAIL != tail:
                    continue
                if noun and not layout[at] & _ONE_TERM:
                    continue
                if len(marks[0]) == 0 and count == 0 and _many(begun):
                    marks = _marked(starts, documents, begun, rest, len(layout_ends))
                holds = _goes_on(
                    starts, documents, frequencies, positions, skips, layout, at + 1, last, document, first,
                    cut, terms, begun, rest, tails, tail_begins, marks,
                )  # fmt: skip
                if holds:
                    if count == len(found):
                        found = np.append(found, np.empty(count, np.uint32))
                        found_positions = np.append(found_positions, np.empty(count, np.int32))
                    found[count], found_positions[count] = document, positions[place]
                    count += 1
            before += np.int64(frequencies[posting])
    return found[:count], found_positions[:count]


@compiled
def _many(begun: Numbers) -> bool:
    """Whether a beginning has so many terms that marks pay."""
    many = False
    for i in range(len(begun)):
        many |= begun[i, 1] - begun[i, 0] + begun[i, 3] - begun[i, 2] > MANY
    return many


@compiled
def _marked(starts: Numbers, documents: Numbers, begun: Numbers, rest: Numbers, size: int) -> Numbers:
    """For each letter that may begin the last word, which documents have a term that begins so."""
    marks = np.zeros((len(rest), size), np.uint8)
    for i in range(len(begun)):
        for group in range(0, 4, 2):
            if rest[i] and begun[i, group] < begun[i, group + 1]:
                for posting in range(np.int64(starts[begun[i, group]]), np.int64(starts[begun[i, group + 1]])):
                    marks[i, documents[posting]] = 1
    return marks


@compiled
def _goes_on(  # noqa: C901  (one loop over words, pieces and tails; a kernel calls nothing it need not)
    starts: Numbers, documents: Numbers, frequencies: Numbers, positions: Numbers, skips: Numbers, layout: Numbers,
    at: int, last: int, document: int, first: int,
    cut: int, terms: Numbers, begun: Numbers, rest: Numbers, tails: Numbers, tail_begins: Numbers, marks: Numbers,
) -> bool:  # fmt: skip
    """Whether the letters from `cut` on stand in the words from place `at` of the layout on, which ends at `last`."""
    count = len(terms)
    reached = np.zeros(count + 1, np.bool_)
    reached[cut] = True
    while at < last and layout[at] & _JOINED:
        following = np.zeros(count + 1, np.bool_)
        going = False
        for i in range(1, count):
            if not reached[i] or not rest[i]:
                continue
            where = at - first
            for h in range(i + 1, count + 1):
                if terms[i, h, 0] < 0 and terms[i, h, 1] == terms[i, h, 2]:
                    continue
                code = np.int64(layout[at]) & _TAIL
                ends_here = h == count or (tail_begins[h] >> np.uint64(code)) & np.uint64(1) == np.uint64(1)
                onward = -1
                for j in range(h, count):
                    if rest[j] and tails[h, j] == code:
                        onward = j
                if (ends_here or onward >= 0) and _stands(
                    starts, documents, frequencies, positions, skips, layout[at], document, where, terms[i, h]
                ):
                    if ends_here:
                        return True
                    following[onward] = going = True
            byte = layout[at]
            if _begins(starts, documents, frequencies, positions, skips, byte, document, where, begun[i], marks[i]):
                return True
        if not going:
            return False
        reached = following
        at += 1
    return False


@compiled
def _stands(
    starts: Numbers, documents: Numbers, frequencies: Numbers, positions: Numbers, skips: Numbers, byte: int,
    document: int, position: int, terms: Numbers,
) -> bool:  # fmt: skip
    """Whether the head of that word is the noun, or one of the heads, of a row of `terms`."""
    if byte & _ONE_TERM:
        noun = terms[0]
        return noun >= 0 and _has(starts, documents, frequencies, positions, skips, noun, document, position)
    for term in range(terms[1], terms[2]):
        if _has(starts, documents, frequencies, positions, skips, term, document, position):
            return True
    return False


@compiled
def _begins(
    starts: Numbers, documents: Numbers, frequencies: Numbers, positions: Numbers, skips: Numbers, byte: int,
    document: int, position: int, begun: Numbers, marks: Numbers,
) -> bool:  # fmt: skip
    """Whether the head of that word is one of those that begin so."""
    if len(marks) and not marks[document]:
        return False
    group = 0 if byte & _ONE_TERM else 2
    for term in range(begun[group], begun[group + 1]):
        if _has(starts, documents, frequencies, positions, skips, term, document, position):
            return True
    return False


@compiled
def _has(
    starts: Numbers, documents: Numbers, frequencies: Numbers, positions: Numbers, skips: Numbers,
    term: int, document: int, position: int,
) -> bool:  # fmt: skip
    """Whether a term stands at a position of a document."""
    low, high = np.int64(starts[term]), np.int64(starts[term + 1])
    end = high
    while low < high:
        middle = (low + high) >> 1
        if documents[middle] < document:
            low = middle + 1
        else:
            high = middle
    if low == end or documents[low] != document:
        return False
    before = _before(frequencies, skips, low)
    found = False
    for place in range(before, before + np.int64(frequencies[low])):
        found |= positions[place] == position
    return found


@compiled
def _before(frequencies: Numbers, skips: Numbers, posting: int) -> Any:
    """How many positions stand before that posting."""
    block = posting // SKIP
    before = np.int64(skips[block]) if block < len(skips) else np.int64(0)
    for step in range(block * SKIP, posting):
        before += np.int64(frequencies[step])
    return before

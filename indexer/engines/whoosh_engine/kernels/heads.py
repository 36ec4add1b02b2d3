"""The lexicon of a field by letters: which terms are, begin with, end with or hold given letters (see analysis.words).

Letters are UTF-8 bytes. Terms are nouns as they are printed, and heads of words; verbs in their dictionary form are
passed over. A bigram stands for each two letters of a term but its first two, by which the lexicon itself is in order.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from indexer.analysis import words
from indexer.compiled import bytes_at, compiled, numbers_at

Numbers = npt.NDArray[Any]

_VERB, _HEAD, _BORDERS = ord(words.VERB), ord(words.HEAD), ord(words.BORDERS)

INSIDE, HOLDING, ENDING, ENDING_SCRIPT, ENDING_CUT = range(5)
"""Which terms `having` gives: those that hold the letters somewhere but are not all of them, except where the letters
are within one of the nouns that the head is known to be made of (that noun is a term there); all that hold them; those
that end with them and have more before; of these, those whose script changes there (2020도쿄); and even those where a
number or a foreign word is cut there."""


@compiled
def bigrams(spelling: Numbers, ends: Numbers) -> Numbers:
    """Each bigram and the number of a term that has it, as one number (bigram · 2³² + term), in no order."""
    found = np.empty(_count(spelling), np.uint64)  # a letter ends one bigram at most
    count = start = 0
    for term in range(len(ends)):
        end = np.int64(ends[term])
        at, stop = _letters(spelling, start, end)
        before = np.uint64(0)
        letter = 0
        while at < stop:
            size = _size(spelling[at])
            code = _code(spelling, at, size)
            if letter > 1:
                found[count] = (before << np.uint64(16) | code) << np.uint64(32) | np.uint64(term)
                count += 1
            before, letter, at = code, letter + 1, at + size
        start = end
    return found[:count]


@compiled
def _letters(spelling: Numbers, start: int, end: int) -> tuple[int, int]:
    """Where a term's letters begin and end, without its marks; a verb has none."""
    if start < end and spelling[start] == _VERB:
        return start, start
    if start < end and spelling[start] == _HEAD:
        start += 1
        stop = start
        while stop < end and spelling[stop] != _BORDERS:
            stop += 1
        return start, stop
    return start, end


@compiled
def _size(byte: int) -> int:
    return 1 if byte < 0x80 else 2 if byte < 0xE0 else 3 if byte < 0xF0 else 4


@compiled
def _code(spelling: Numbers, at: int, size: int) -> Any:
    """A letter's code point, of which 16 bits are kept: a bigram only says where to look."""
    code = np.uint64(spelling[at]) & np.uint64(0xFF >> (size + 1) if size > 1 else 0x7F)
    for step in range(1, size):
        code = code << np.uint64(6) | np.uint64(spelling[at + step]) & np.uint64(0x3F)
    return code & np.uint64(0xFFFF)


@compiled
def having(
    spelling: Numbers, ends: Numbers, keys: Numbers, starts: Numbers, terms: Numbers, letters: Numbers, which: int
) -> Numbers:
    """The numbers of the terms that have the letters, of which there are two or more. `keys` are the bigrams, the
    terms of bigram i are `terms[starts[i] : starts[i + 1]]`."""
    first, last, pair = _rarest(keys, starts, letters)
    ranges = np.zeros(4, np.int64)
    if pair and which < ENDING:
        for group in range(2):
            ranges[2 * group], ranges[2 * group + 1] = beginning(spelling, ends, letters, group)
    found = np.empty(last - first + ranges[1] - ranges[0] + ranges[3] - ranges[2], np.int64)
    count = 0
    for at in range(first, last):
        term = np.int64(terms[at])
        start = np.int64(ends[term - 1]) if term else 0
        twice = pair and which < ENDING and _begins(spelling, start, np.int64(ends[term]), letters)
        found[count] = term
        count += not twice and _has(spelling, start, np.int64(ends[term]), letters, which)
    for group in range(0, 4, 2):
        for term in range(ranges[group], ranges[group + 1]):
            found[count] = term
            count += _has(spelling, np.int64(ends[term - 1]) if term else 0, np.int64(ends[term]), letters, which)
    return found[:count]


@compiled
def beginning(spelling: Numbers, ends: Numbers, letters: Numbers, heads: int) -> tuple[int, int]:
    """The numbers of the nouns, or of the heads, that begin with the letters: the first one, and behind the last."""
    low = _bound(spelling, ends, letters, heads, 0)
    return low, _bound(spelling, ends, letters, heads, 0xFF)


@compiled
def equal(spelling: Numbers, ends: Numbers, letters: Numbers, heads: int) -> tuple[int, int]:
    """The numbers of the nouns, or of the heads, that have just these letters."""
    low = _bound(spelling, ends, letters, heads, 0)
    if heads:
        return low, _bound(spelling, ends, letters, heads, _BORDERS + 1)
    there = low < len(ends)
    if there:
        start = np.int64(ends[low - 1]) if low else 0
        there = np.int64(ends[low]) - start == len(letters) and _same(spelling, start, letters)
    return low, low + there


@compiled
def _bound(spelling: Numbers, ends: Numbers, letters: Numbers, heads: int, more: int) -> int:
    """The first term that does not come before the letters, marked as heads are, and one byte more unless that is 0."""
    low, high = 0, len(ends)
    while low < high:
        middle = (low + high) >> 1
        start, end = np.int64(ends[middle - 1]) if middle else 0, np.int64(ends[middle])
        if _before(spelling, start, end, letters, heads, more):
            low = middle + 1
        else:
            high = middle
    return low


@compiled
def _before(spelling: Numbers, start: int, end: int, letters: Numbers, heads: int, more: int) -> bool:
    size = heads + len(letters) + (more > 0)
    for step in range(min(end - start, size)):
        wanted = _HEAD if step < heads else letters[step - heads] if step - heads < len(letters) else more
        if spelling[start + step] != wanted:
            return spelling[start + step] < wanted  # type: ignore[no-any-return]
    return end - start < size


@compiled
def _rarest(keys: Numbers, starts: Numbers, letters: Numbers) -> tuple[int, int, bool]:
    """Where the terms of the rarest bigram stand, and whether it is the only one: of more, the first does not lead, as
    it is not kept of terms that begin with it."""
    best = stop = np.int64(-1)
    at, before, letter = 0, np.uint64(0), 0
    pair = _count(letters) == 2
    while at < len(letters):
        size = _size(letters[at])
        code = _code(letters, at, size)
        if letter > 1 or (letter == 1 and pair):
            key = before << np.uint64(16) | code
            low = np.searchsorted(keys, np.uint32(key))
            if low == len(keys) or keys[low] != key:
                return 0, 0, pair
            if best < 0 or np.int64(starts[low + 1]) - np.int64(starts[low]) < stop - best:
                best, stop = np.int64(starts[low]), np.int64(starts[low + 1])
        before, letter, at = code, letter + 1, at + size
    return max(best, 0), max(stop, 0), pair


@compiled
def _count(letters: Numbers) -> int:
    """How many letters there are: bytes that do not go on with one."""
    count = 0
    for byte in letters:
        count += byte & 0xC0 != 0x80
    return count


@compiled
def _has(spelling: Numbers, first: int, end: int, letters: Numbers, which: int) -> bool:
    """Whether a term has the letters as `which` wants it."""
    start, stop = _letters(spelling, first, end)
    size = len(letters)
    if which >= ENDING:
        behind = stop - start > size and _same(spelling, stop - size, letters)
        if which == ENDING_CUT:
            return behind
        if which == ENDING or not behind:
            return behind and _apart(spelling, start, stop - size)
        changes = _kind(spelling[stop - size - 1]) != _kind(spelling[stop - size])
        return changes and _apart(spelling, start, stop - size)
    if which == INSIDE and stop - start == size:
        return False
    for at in range(start, stop - size + 1):
        here = _same(spelling, at, letters) and _apart(spelling, start, at) and _closed(spelling, at + size, stop)
        if here and (which == HOLDING or not _is_noun(spelling, start, stop, end, at, at + size)):
            return True
    return False


@compiled
def _begins(spelling: Numbers, first: int, end: int, letters: Numbers) -> bool:
    start, stop = _letters(spelling, first, end)
    return stop - start >= len(letters) and _same(spelling, start, letters)


@compiled
def _same(spelling: Numbers, at: int, letters: Numbers) -> bool:
    same = True
    for step in range(len(letters)):
        same = same and spelling[at + step] == letters[step]
    return same


@compiled
def _apart(spelling: Numbers, start: int, at: int) -> bool:
    """Whether a new script begins there: neither a number nor a foreign word is found within another (KT in KTX)."""
    kind = _kind(spelling[at])
    if at == start or not kind:
        return True
    comma = kind == 1 and spelling[at - 1] in (0x2C, 0x2E) and at - 1 > start and _kind(spelling[at - 2]) == 1
    return not comma and _kind(spelling[at - 1]) != kind


@compiled
def _closed(spelling: Numbers, at: int, stop: int) -> bool:
    """The same for the end of what is found."""
    kind = _kind(spelling[at - 1])
    if at == stop or not kind:
        return True
    comma = kind == 1 and spelling[at] in (0x2C, 0x2E) and at + 1 < stop and _kind(spelling[at + 1]) == 1
    return not comma and _kind(spelling[at]) != kind


@compiled
def _kind(byte: int) -> int:
    """1 for a digit, 2 for a Latin letter, 0 for the rest. Terms have small letters only."""
    return 1 if 0x30 <= byte <= 0x39 else 2 if 0x61 <= byte <= 0x7A else 0


@compiled
def _is_noun(spelling: Numbers, start: int, stop: int, end: int, first: int, last: int) -> bool:
    """Whether what stands from `first` to `last` is, or is inside of, one of the nouns that the borders say."""
    at = start
    for border in range(stop + 1, end):
        after = at
        for _ in range(spelling[border] & 0x1F):
            after += _size(spelling[after])
        if at <= first and last <= after:
            return spelling[border] < 0x60  # type: ignore[no-any-return]
        at = after
    return False


@compiled
def seams(
    spelling: Numbers, ends: Numbers, letters: Numbers, offsets: Numbers, tails: Numbers, tail_begins: Numbers
) -> tuple[Numbers, Numbers, Numbers]:
    """How the letters may be cut into printed words, as far as the lexicon knows: (terms, begun, rest).

    Of the letters i to j, `terms[i, j]` are the noun, -1 if there is none, and the first head and the one behind the
    last; of those from i on, `begun[i]` are the nouns and the heads that begin so, two numbers each. `rest[i]` is
    whether the letters from i on may be whole words and the beginning of one. Letter i is `letters[offsets[i] :
    offsets[i + 1]]`; `tails[i, j]` is whether letters i to j are a tail, `tail_begins[i]` which ones those from i on
    begin, a bit each."""
    count = len(offsets) - 1
    terms, begun = np.zeros((count, count + 1, 3), np.int64), np.zeros((count, 4), np.int64)
    terms[:, :, 0] = -1
    rest = np.zeros(count + 1, np.bool_)
    for i in range(count - 1, -1, -1):
        for h in range(i + 1, count + 1):
            piece = letters[offsets[i] : offsets[h]]
            noun, behind = equal(spelling, ends, piece, 0)
            low, high = equal(spelling, ends, piece, 1)
            if behind > noun or high > low:
                terms[i, h, 0], terms[i, h, 1], terms[i, h, 2] = noun if behind > noun else -1, low, high
                rest[i] |= h == count or tail_begins[h] > 0
                for j in range(h, count):
                    rest[i] |= (j == h or tails[h, j] > 0) and rest[j]
            elif not _begun(spelling, ends, piece):
                break
            if h == count and count - i > 1 and not _kind(piece[-1]):
                begun[i, 0], begun[i, 1] = beginning(spelling, ends, piece, 0)
                begun[i, 2], begun[i, 3] = beginning(spelling, ends, piece, 1)
                rest[i] = True
    return terms, begun, rest


@compiled
def _begun(spelling: Numbers, ends: Numbers, letters: Numbers) -> bool:
    """Whether a noun or a head begins with the letters."""
    for group in range(2):
        low, high = beginning(spelling, ends, letters, group)
        if low < high:
            return True
    return False


@compiled
def marked(spelling: Numbers, ends: Numbers, terms: Numbers) -> Numbers:
    """Which of the terms are heads, not nouns."""
    found = np.empty(len(terms), np.bool_)
    for i in range(len(terms)):
        start = np.int64(ends[terms[i] - 1]) if terms[i] else 0
        found[i] = spelling[start] == _HEAD
    return found


@compiled
def closed(spelling: Numbers, ends: Numbers, first: int, last: int, letters: Numbers) -> Numbers:
    """The terms from `first` to `last`, all of which begin with the letters, that do not go on in the same number or
    foreign word."""
    found = np.empty(last - first, np.int64)
    count = 0
    for term in range(first, last):
        start, stop = _letters(spelling, np.int64(ends[term - 1]) if term else 0, np.int64(ends[term]))
        found[count] = term
        count += _closed(spelling, start + len(letters), stop)
    return found[:count]


@compiled
def letters(spelling: Numbers, ends: Numbers) -> tuple[Numbers, Numbers]:
    """The (spelling, ends) of the terms without their marks; verbs are empty."""
    found, found_ends = np.empty_like(spelling), np.empty_like(ends)
    count = 0
    for term in range(len(ends)):
        start, stop = _letters(spelling, np.int64(ends[term - 1]) if term else 0, np.int64(ends[term]))
        found[count : count + stop - start] = spelling[start:stop]
        count += stop - start
        found_ends[term] = count
    return found[:count], found_ends


SPELLING, ENDS, TERMS, SPELLED, BIGRAMS, BIGRAM_STARTS, BIGRAM_TERMS, PAIRS, LISTED = range(9)
"""Columns of `lexicons`, a row a cell: addresses of the spelling and the ends, how many terms and bytes of spelling
there are; addresses of the arrays of bigrams, how many bigrams and terms of theirs there are. All 0 where there is no
cell."""

NOUN, FIRST, LAST, INSIDE_END, APART = range(5)
"""Columns of what `everywhere` finds, a row a cell: the noun, -1 when there is none; the first head and the one behind
the last; where the terms that have the letters inside end; whether the letters may stand across words."""


@compiled
def everywhere(
    lexicons: Numbers, letters: Numbers, offsets: Numbers, tails: Numbers, begins: Numbers, several: int
) -> tuple[Numbers, Numbers]:
    """What a word needs to know of all cells at once: (rows, terms that have the letters inside, cell after cell)."""
    rows = np.zeros((len(lexicons), 5), np.int64)
    inside = np.empty(0, np.int64)
    for cell in range(len(lexicons)):
        row = lexicons[cell]
        rows[cell, NOUN] = -1
        if row[TERMS]:
            spelling, ends = bytes_at(row[SPELLING], row[SPELLED]), numbers_at(row[ENDS], row[TERMS])
            low, high = equal(spelling, ends, letters, 0)
            rows[cell, NOUN] = low if low < high else -1
            rows[cell, FIRST], rows[cell, LAST] = equal(spelling, ends, letters, 1)
            if len(offsets) > 2:
                keys, terms = numbers_at(row[BIGRAMS], row[PAIRS]), numbers_at(row[BIGRAM_TERMS], row[LISTED])
                starts = numbers_at(row[BIGRAM_STARTS], row[PAIRS] + 1)
                inside = np.append(inside, having(spelling, ends, keys, starts, terms, letters, INSIDE))
            if len(offsets) > several:
                rows[cell, APART] = _may_be_apart(spelling, ends, letters, offsets, tails, begins)
        rows[cell, INSIDE_END] = len(inside)
    return rows, inside


@compiled
def _may_be_apart(
    spelling: Numbers, ends: Numbers, letters: Numbers, offsets: Numbers, tails: Numbers, begins: Numbers
) -> bool:
    """Whether the letters may be cut so that words of the lexicon, and the beginning of one, are spelled by them. The
    first one may be a part of a word: of what is before a change of script nothing is known."""
    _, _, rest = seams(spelling, ends, letters, offsets, tails, begins)
    may = False
    for cut in range(1, len(offsets) - 1):
        may |= rest[cut]
    return may

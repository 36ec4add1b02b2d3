"""Plain words as tokens (see spelling), which nearly all are: in compiled code, a field at a time."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from indexer.analysis import words
from indexer.analysis.field_terms import FieldTerms
from indexer.compiled import compiled

Numbers = npt.NDArray[Any]

NOUN, ONE, HEAD, VERB, LAYOUT, FIRST, LAST, BREAK = "N", "O", "H", "V", "L", "F", "E", "B"
"""Marks: what a token begins with. Letters of articles are small ones."""

JOINED, APART = "J", "A"
"""The first letter of a LAYOUT."""

SEPARATOR = "|"

TAILS = 0x200
"""The letter of the tail of number 0; those of the others follow it."""

LONG = 64
"""Letters of a head, beyond which it is not spelled here."""

_NOUN, _ONE, _HEAD, _VERB, _LAYOUT, _FIRST, _LAST, _BREAK = map(
    ord, (NOUN, ONE, HEAD, VERB, LAYOUT, FIRST, LAST, BREAK)
)
_JOINED, _APART, _SEPARATOR, _SPACE = ord(JOINED), ord(APART), ord(SEPARATOR), ord(" ")
_VERB_TERM, _HEAD_TERM, _BORDERS = map(ord, (words.VERB, words.HEAD, words.BORDERS))
_TAIL, _ONE_TERM, _WORD_JOINED = words.TAIL, words.ONE_TERM, words.JOINED
_TAILS, _LONG = TAILS, LONG
_LETTER = 3  # bytes: of Hangul and Chinese characters, all that a plain word has


def written(terms: FieldTerms) -> tuple[bytes, list[tuple[int, int, list[bytes]]]]:
    """The field's words with spaces between them, but for those that are not plain. Of each of these its position,
    where in the bytes it belongs, and its terms as they are spelled."""
    # No word takes more: a letter of three bytes comes in two pairs of seven, and in all terms that have it.
    room = 6 * len(terms.spelling) + 2 * len(terms.ends) + 24 * len(terms.layout)
    out, left = np.empty(room, np.uint8), np.empty((len(terms.layout), 4), np.int64)
    order, starts = _by_word(terms.positions, len(terms.layout))
    size, count = _write(terms.spelling, terms.ends, terms.layout, order, starts, out, left)
    spelling, ends = terms.spelling.tobytes(), np.append(terms.ends, 0)  # of number -1, where the first one begins
    spans = np.stack((ends[order - 1], ends[order]), axis=1)
    mixed = []
    for position, at, first, last in left[:count].tolist():
        mixed.append((position, at, [spelling[start:end] for start, end in spans[first:last].tolist()]))
    return out[:size].tobytes(), mixed


@compiled
def _by_word(positions: Numbers, count: int) -> tuple[Numbers, Numbers]:
    """The numbers of the terms by word, and where in them each word begins."""
    starts = np.zeros(count + 1, np.int64)
    for position in positions:
        starts[position + 1] += 1
    starts = np.cumsum(starts)
    nexts, order = starts.copy(), np.empty(len(positions), np.int64)
    for term in range(len(positions)):
        order[nexts[positions[term]]] = term
        nexts[positions[term]] += 1
    return order, starts


@compiled
def _write(
    spelling: Numbers, ends: Numbers, layout: Numbers, order: Numbers, starts: Numbers, out: Numbers, left: Numbers
) -> tuple[int, int]:
    """Fills `out`, and `left` with (position, place, its terms from, to) of what is not plain; how much of each."""
    at = count = 0
    spans = np.empty((len(ends), 2), np.int64)
    for position in range(len(layout)):
        if position:
            out[at] = _SPACE
            at += 1
        if not layout[position]:
            out[at] = _BREAK
            at += 1
            continue
        terms = order[starts[position] : starts[position + 1]]
        for i in range(len(terms)):
            spans[i, 0] = ends[terms[i] - 1] if terms[i] else 0
            spans[i, 1] = ends[terms[i]]
        start, end = _head(spelling, spans[: len(terms)], layout[position])
        if start >= 0 and _is_plain(spelling, spans[: len(terms)], start, end):
            at = _word(spelling, spans[: len(terms)], start, end, layout[position], out, at)
        else:
            left[count] = position, at, starts[position], starts[position + 1]
            count += 1
    return at, count


@compiled
def _head(spelling: Numbers, spans: Numbers, layout: int) -> tuple[int, int]:
    """Where the letters of the head are spelled; -1 where that is in pieces. A word may have none."""
    start = end = found = 0
    for i in range(len(spans)):
        first = spelling[spans[i, 0]] if spans[i, 1] > spans[i, 0] else 0
        if layout & _ONE_TERM:
            if first not in (_VERB_TERM, _HEAD_TERM) and not found:
                start, end, found = spans[i, 0], spans[i, 1], 1
        elif first == _HEAD_TERM:
            start, end, found = spans[i, 0] + 1, _before_borders(spelling, spans[i, 0], spans[i, 1]), found + 1
    return (start, end) if found < 2 else (-1, -1)


@compiled
def _before_borders(spelling: Numbers, start: int, end: int) -> int:
    for place in range(start, end):
        if spelling[place] == _BORDERS:
            return place
    return end


@compiled
def _is_plain(spelling: Numbers, spans: Numbers, start: int, end: int) -> bool:
    """Whether nothing but letters is in its terms, no letter twice in its head, and its nouns stand there."""
    if not _letters(spelling, start, end) or end - start > _LETTER * _LONG:
        return False
    for place in range(start, end, _LETTER):
        if _find(spelling, place, place + _LETTER, place + _LETTER, end):
            return False
    plain = True
    for i in range(len(spans)):
        plain = plain and _is_plain_term(spelling, spans[i, 0], spans[i, 1], start, end)
    return plain


@compiled
def _is_plain_term(spelling: Numbers, begin: int, stop: int, start: int, end: int) -> bool:
    """The same of one of its terms; its head stands from start to end."""
    if begin == stop:
        return False
    if spelling[begin] == _VERB_TERM:
        return _letters(spelling, begin + 1, stop)
    if spelling[begin] == _HEAD_TERM:
        return begin + 1 == start
    if begin == start and start < end:
        return True
    return _letters(spelling, begin, stop) and _find(spelling, begin, stop, start, end)


@compiled
def _letters(spelling: Numbers, start: int, end: int) -> bool:
    """Whether all are letters of three bytes; no mark is one, nor a space (U+3000)."""
    if (end - start) % _LETTER:
        return False
    for place in range(start, end, _LETTER):
        first, second = spelling[place], spelling[place + 1]
        if not 0xE3 <= first <= 0xED or (first == 0xE3 and second == 0x80):
            return False
    return True


@compiled
def _find(spelling: Numbers, wanted: int, stop: int, start: int, end: int) -> bool:
    """Whether the letters from wanted to stop stand between start and end."""
    for place in range(start, end - (stop - wanted) + 1, _LETTER):
        step = 0
        while step < stop - wanted and spelling[place + step] == spelling[wanted + step]:
            step += 1
        if step == stop - wanted:
            return True
    return False


@compiled
def _word(spelling: Numbers, spans: Numbers, start: int, end: int, layout: int, out: Numbers, at: int) -> int:
    """Writes the tokens of a plain word; where the next one begins."""
    for i in range(len(spans)):
        begin, stop = spans[i]
        mark = _NOUN
        if spelling[begin] == _VERB_TERM:
            mark, begin = _VERB, begin + 1
        elif spelling[begin] == _HEAD_TERM:
            mark, begin, stop = _HEAD, begin + 1, _before_borders(spelling, begin, stop)
        elif layout & _ONE_TERM and stop - begin == end - start and _find(spelling, begin, stop, start, end):
            mark = _ONE
        at = _token(mark, spelling, begin, stop, out, at)
        out[at] = _SEPARATOR
        at += 1
    tail = _TAILS + (layout & _TAIL)
    out[at], out[at + 1] = _LAYOUT, _JOINED if layout & _WORD_JOINED else _APART
    out[at + 2], out[at + 3] = 0xC0 | (tail >> 6), 0x80 | (tail & 0x3F)
    at += 4
    if end - start > 2 * _LETTER:
        out[at] = _SEPARATOR
        at = _token(_FIRST, spelling, start, start + _LETTER, out, at + 1)
        out[at] = _SEPARATOR
        at = _token(_LAST, spelling, end - _LETTER, end, out, at + 1)
        for place in range(start, end - _LETTER, _LETTER):
            out[at] = _SEPARATOR
            at = _token(0, spelling, place, place + 2 * _LETTER, out, at + 1)
    return at


@compiled
def _token(mark: int, spelling: Numbers, start: int, end: int, out: Numbers, at: int) -> int:
    if mark:
        out[at] = mark
        at += 1
    for place in range(start, end):
        out[at] = spelling[place]
        at += 1
    return at

"""Where the letters of a typed word stand in a text: what `standing` says, found in arrays. Nearly every word of nearly
every query is looked for so, in every hit of a page; a text becomes no words and terms for it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeGuard

import numpy as np
import numpy.typing as npt

from indexer.analysis import hanja, terms
from indexer.analysis.laid import Laid
from indexer.analysis.tokens import Bytes, CodePoints, Numbers, TokenColumns, code_points
from indexer.analysis.words import BORDERS, HEAD, letters_of
from indexer.compiled import compiled
from indexer.query import literal
from indexer.query.plan import Match, Word
from indexer.query.standing import Stand, shown

_Table = npt.NDArray[np.int32]
_WITHIN, _ACROSS = 0, 1
HEADLINE = 200
"""Characters up to which a text is looked through for single letters."""
_SPACES = code_points(terms.SPACES)
_ZERO, _NINE, _A, _Z, _COMMA, _DOT = (ord(letter) for letter in "09az,.")
_HEAD, _BORDERS = ord(HEAD), ord(BORDERS)
_SEVERAL = literal.SEVERAL


def can(word: Word) -> TypeGuard[Match]:
    """Whether `stands` can tell of a word of a plan."""
    return isinstance(word, Match) and not word.alternatives


def possible(columns: TokenColumns, word: Match) -> bool:
    """Whether a word can stand in a text at all. All that `stands` finds is made of the letters of the text and of its
    forms: a headline without one of them need not be laid out. A long text has nearly every letter."""
    if len(columns.text) > HEADLINE:
        return True
    there = terms.small(columns.text + columns.forms)
    return any(all(letter in there for letter in letters) for letters in word.letters) or bool(hanja.words(there))


def stands(laid: Laid, word: Match) -> Iterator[Stand]:
    """What `standing.Text.stands` gives of the same text, without the unseen. The words of the text do not overlap."""
    yield from _stands(laid, word.letters[0])
    for letters in word.letters[1:]:
        for found in _stands(laid, letters):
            yield found._replace(how="without_particle") if found.how == "as_typed" else found


def _stands(laid: Laid, letters: str) -> Iterator[Stand]:
    across = -1
    rows = _lettered(laid.codes, terms.LOWER, laid.spans, laid.layout, _TAIL_SIZES, code_points(letters), _SPACES)
    for kind, position, start, end, entire in rows.tolist():
        if kind == _WITHIN:
            yield Stand(position, ((start, end),), "as_typed" if entire else "inside")
        elif position > across:  # all that begins in a word is told at once
            across = position
            yield from _across(laid, position, letters)
    wanted = np.frombuffer(letters.encode(), np.uint8)
    spelled_so = _spelled_so(np.frombuffer(laid.spelling, np.uint8), laid.ends, wanted)
    for position, start, end in laid.places[spelled_so].tolist():
        yield Stand(position, ((start, end),), "as_typed")
    for one in laid.otherwise:
        if letters_of(one.term) == letters and one.term.startswith(HEAD):
            yield Stand(one.position, ((one.start, one.end),), "as_typed")


def _across(laid: Laid, position: int, letters: str) -> Iterator[Stand]:
    last = min(position + len(letters), len(laid.layout))
    words = [laid.word(each) for each in range(position, last)]
    for found in literal.across(words, 0, letters):
        yield shown(words, found)._replace(position=position)


_TAIL_SIZES = np.array(terms.TAIL_SIZES, np.uint8)


@compiled
def _lettered(
    codes: CodePoints,
    lower: CodePoints,
    spans: _Table,
    layout: Bytes,
    tails: Bytes,
    wanted: CodePoints,
    spaces: CodePoints,
) -> _Table:
    """A row for each place, by place: within a word or perhaps across some, the word's position, the span in the text
    (of the first letter, across), and whether it is all of a word."""
    rows, count, size = np.empty((16, 5), np.int32), 0, len(wanted)
    for position in range(len(layout) if size else 0):
        start, end = spans[position, 0], spans[position, 1]
        head = end - tails[layout[position]] if layout[position] else start
        if size == 1 and head - start > 1:
            continue
        for at in range(start, head):
            if _small(codes, at, lower) != wanted[0]:
                continue
            within = at + size <= end
            if within and not (size == 1 or _stands_within(codes, lower, wanted, start, head, end, at)):
                continue
            if not within and not (size >= _SEVERAL and _goes_on(codes, lower, wanted, at, spaces)):
                continue
            if count == len(rows):
                grown = np.empty((2 * count, 5), np.int32)
                grown[:count] = rows
                rows = grown
            rows[count, 0], rows[count, 1] = _WITHIN if within else _ACROSS, position
            rows[count, 2], rows[count, 3] = at, at + size
            rows[count, 4] = at == start and (at + size == head or at + size == end)
            count += 1
    return rows[:count]


@compiled
def _small(codes: CodePoints, at: int, lower: CodePoints) -> int:
    return int(lower[codes[at]] if codes[at] < len(lower) else codes[at])


@compiled
def _stands_within(
    codes: CodePoints, lower: CodePoints, wanted: CodePoints, start: int, head: int, end: int, at: int
) -> bool:
    """See literal.inside."""
    for step in range(len(wanted)):
        if _small(codes, at + step, lower) != wanted[step]:
            return False
    if _cuts(codes, lower, start, end, at) or _cuts(codes, lower, start, end, at + len(wanted)):
        return False
    if at + len(wanted) <= head or at == start or head - at > 1:
        return True
    before, here = _small(codes, at - 1, lower), _small(codes, at, lower)
    return len(wanted) >= _SEVERAL and _kind(before) != _kind(here)


@compiled
def _goes_on(codes: CodePoints, lower: CodePoints, wanted: CodePoints, at: int, spaces: CodePoints) -> bool:
    """Whether all letters follow one another from there, spaces and middle dots aside."""
    step = 0
    while step < len(wanted) and at < len(codes):
        letter = _small(codes, at, lower)
        between = False
        for space in spaces:
            between |= codes[at] == space
        if letter == wanted[step]:
            step += 1
        elif not between:
            return False
        at += 1
    return step == len(wanted)


@compiled
def _cuts(codes: CodePoints, lower: CodePoints, start: int, end: int, at: int) -> bool:
    """See literal._cuts."""
    if not start < at < end:
        return False
    before, after = _small(codes, at - 1, lower), _small(codes, at, lower)
    if _kind(before) == 1 and after in (_COMMA, _DOT) and at + 1 < end and _kind(_small(codes, at + 1, lower)) == 1:
        return True
    if before in (_COMMA, _DOT) and at - start > 1 and _kind(after) == 1 and _kind(_small(codes, at - 2, lower)) == 1:
        return True
    return _kind(before) == _kind(after) and _kind(after) != 0


@compiled
def _kind(letter: int) -> int:
    """See literal._kind."""
    if _ZERO <= letter <= _NINE:
        return 1
    return 2 if _A <= letter <= _Z else 0


@compiled
def _spelled_so(spelling: Bytes, ends: Numbers, wanted: Bytes) -> Numbers:
    """The terms that are spelled so, and the heads that have these letters."""
    found, count, size = np.empty(len(ends), np.int32), 0, len(wanted)
    begin = 0
    for term in range(len(ends)):
        end = ends[term]
        first = begin + 1 if begin < end and spelling[begin] == _HEAD else begin
        stop = first + size
        if stop == end or (first > begin and stop < end and spelling[stop] == _BORDERS):
            same = True
            for step in range(size):
                same = same and spelling[first + step] == wanted[step]
            if same:
                found[count] = term
                count += 1
        begin = end
    return found[:count]

"""What letters can be in words that stand together: the rules of query.literal and query.standing, word by word."""

from __future__ import annotations

from enum import IntEnum

from indexer.analysis.words import Word
from indexer.query import literal
from indexer.query.standing import fits


class Role(IntEnum):
    """What a run of letters of a printed word can be, if it is less than the whole head; several are their sum. By its
    head a word is found without them, and so is the middle one of several, which is all of its word."""

    STANDS = 1
    """It stands in the word as printed."""
    PHRASE_FIRST = 2
    PHRASE_LAST = 4
    EXACT_FIRST = 8
    EXACT_LAST = 16
    """In words as printed."""
    ACROSS_FIRST = 32
    """The end of a word from where its script changes: 도쿄 in 2020도쿄."""
    ACROSS_LAST = 64
    """In letters across words."""


SETS = (
    Role.PHRASE_FIRST,
    Role.PHRASE_FIRST | Role.EXACT_FIRST,
    Role.PHRASE_FIRST | Role.EXACT_FIRST | Role.ACROSS_FIRST,
    Role.PHRASE_LAST,
    Role.PHRASE_LAST | Role.EXACT_LAST,
    Role.PHRASE_LAST | Role.EXACT_LAST | Role.ACROSS_LAST,
    Role.ACROSS_LAST,
)
"""What letters that are less than the whole head are at once, beside STANDS: no others occur together. The order is
part of every index."""


def roles(word: Word, start: int, end: int) -> int:
    """What the letters from start to end can be; `start` is in the head."""
    found = Role.STANDS if literal.stands(word, start, end) else 0
    found |= _in_phrase(word, start, end)
    if end == len(word.printed):
        found |= Role.EXACT_FIRST if literal.begins_printed(word, start) else 0
        found |= Role.ACROSS_FIRST if start and literal.may_begin(word, start) else 0
    if start == 0 and word.joined:
        found |= Role.EXACT_LAST if literal.ends_printed(word, end) else 0
        found |= Role.ACROSS_LAST if literal.may_end(word, end) else 0
    return found


def _in_phrase(word: Word, start: int, end: int) -> int:
    found = Role.PHRASE_FIRST if fits(word, start, end, "first") else 0
    return found | (Role.PHRASE_LAST if fits(word, start, end, "last") else 0)

"""What letters can be in words that stand together: the rules of query.literal and query.standing, word by word."""

from __future__ import annotations

from enum import IntFlag

from indexer.analysis.words import Word
from indexer.query import literal
from indexer.query.standing import fits


class Role(IntFlag):
    """What a run of letters of a printed word can be."""

    STANDS = 1
    """It stands in the word as printed."""
    PHRASE_FIRST = 2
    PHRASE_MIDDLE = 4
    PHRASE_LAST = 8
    EXACT_FIRST = 16
    MIDDLE = 32
    """All of a word that is joined to the one before: of words as printed, and of letters across words."""
    EXACT_LAST = 64
    ACROSS_FIRST = 128
    """The end of a word from where its script changes: 도쿄 in 2020도쿄."""
    ACROSS_LAST = 256


def roles(word: Word, start: int, end: int) -> Role:
    """What the letters from start to end can be; `start` is in the head."""
    found = Role.STANDS if literal.stands(word, start, end) else Role(0)
    found |= _in_phrase(word, start, end)
    if end == len(word.printed):
        found |= Role.EXACT_FIRST if literal.begins_printed(word, start) else Role(0)
        found |= Role.ACROSS_FIRST if start and literal.may_begin(word, start) else Role(0)
    if start == 0 and word.joined:
        found |= Role.MIDDLE if end == len(word.printed) else Role(0)
        found |= Role.EXACT_LAST if literal.ends_printed(word, end) else Role(0)
        found |= Role.ACROSS_LAST if literal.may_end(word, end) else Role(0)
    return found


def _in_phrase(word: Word, start: int, end: int) -> Role:
    found = Role.PHRASE_FIRST if fits(word, start, end, "first") else Role(0)
    found |= Role.PHRASE_MIDDLE if fits(word, start, end, "middle") else Role(0)
    return found | (Role.PHRASE_LAST if fits(word, start, end, "last") else Role(0))

"""What it means that letters stand in a text as printed: inside a word, or across words that are written apart.

The engines look this up in arrays; here it is said once, plainly, for snippets, explanations and tests (ADR 0013).

- Inside a word letters may stand anywhere in its head, and reach into its tail with the whole head or two letters of it
  (three letters or more also with one, where the script changes: 29명에게); a single letter is found only where it is
  the whole head. A number or a foreign word is not found within another one (KT in KTX, 500 in 1,500).
- Across words (나주 시장 for 나주시장) three letters or more begin where a word begins, or where its script changes
  (2020도쿄), go on through whole words with nothing between but spaces and middle dots, and end where a head ends or
  within its tail; two letters or more that end in Hangul may also be the beginning of the last word.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from indexer.analysis.words import Word

SEVERAL = 3
"""So many letters at least are found across words: two of one each (도 청 for 도청) are mostly two words."""

Place = Literal["first", "middle", "last"]
"""Where a word stands in a phrase."""

Kind = Literal["whole", "inside", "spaced"]
"""The head of a word (강소특구 in 강소특구를); within a word (의료기기강소특구); across words (강소 특구)."""


class Standing(NamedTuple):
    """Where letters stand: from letter `start` of word `first` up to, not including, letter `end` of word `last`."""

    first: int
    start: int
    last: int
    end: int
    kind: Kind


def place(step: int, last: int) -> Place:
    """The place of a word, of which the last is number `last`."""
    return "last" if step == last else "middle" if step else "first"


def standing(words: Sequence[Word | None], letters: str) -> Iterator[Standing]:
    """Everywhere the letters stand, by position."""
    for position, word in enumerate(words):
        if word is None:
            continue
        for start in inside(word, letters):
            whole = start == 0 and len(letters) == word.head
            yield Standing(position, start, position, start + len(letters), "whole" if whole else "inside")
        yield from across(words, position, letters)


def inside(word: Word, letters: str) -> Iterator[int]:
    """Where the letters stand in a word."""
    size = len(letters)
    if size == 1:
        yield from (0,) if word.head == 1 and word.printed[0] == letters else ()
        return
    start = word.printed.find(letters, 0, word.head + size) if size else -1
    while 0 <= start < word.head:
        if stands(word, start, start + size):
            yield start
        start = word.printed.find(letters, start + 1)


def stands(word: Word, start: int, end: int) -> bool:
    """Whether what is printed from start to end, and begins in the head, stands there as letters of its own."""
    if end - start == 1:
        return word.head == 1
    return _free(word.printed, start, end) and (end <= word.head or _reaches(word, start, end - start))


def across(words: Sequence[Word | None], first: int, letters: str) -> Iterator[Standing]:
    """Where the letters stand across words, of which that one is the first."""
    word = words[first]
    if word is None or len(letters) < SEVERAL:
        return
    for start in range(word.head):
        piece = word.printed[start:]
        if may_begin(word, start) and len(piece) < len(letters) and letters.startswith(piece):
            for last, end in _onward(words, first + 1, letters[len(piece) :]):
                yield Standing(first, start, last, end, "spaced")


def may_begin(word: Word, start: int) -> bool:
    """Whether letters that go on in the next word may begin there: at its beginning, or where its script changes."""
    if start == 0:
        return True
    changes = _kind(word.printed[start]) != _kind(word.printed[start - 1]) and not cuts(word.printed, start)
    return changes and word.head - start > 1


def may_end(word: Word, end: int) -> bool:
    """Whether letters that come from the word before may end there: behind the head, or behind two letters of it."""
    return end >= word.head or (end > 1 and not _kind(word.printed[end - 1]))


def _onward(words: Sequence[Word | None], position: int, rest: str) -> Iterator[tuple[int, int]]:
    word = words[position] if position < len(words) else None
    if word is None or not word.joined:
        return
    if word.printed.startswith(rest):
        if may_end(word, len(rest)):
            yield position, len(rest)
    elif rest.startswith(word.printed):
        yield from _onward(words, position + 1, rest[len(word.printed) :])


def printed(words: Sequence[Word | None], wanted: Sequence[str]) -> Iterator[Standing]:
    """Where the wanted words stand as printed, one after another, nothing but spaces between them."""
    if len(wanted) == 1:
        yield from (found for found in standing(words, wanted[0]) if found.kind != "spaced")
        return
    for first in range(len(words) - len(wanted) + 1):
        if found := _printed_from(words[first : first + len(wanted)], wanted):
            yield found._replace(first=first, last=first + len(wanted) - 1)


def _printed_from(words: Sequence[Word | None], wanted: Sequence[str]) -> Standing | None:
    here = [word for word in words if word]
    if len(here) < len(words) or not all(word.joined for word in here[1:]):
        return None
    start, end = len(here[0].printed) - len(wanted[0]), len(wanted[-1])
    begins, ends = begins_printed(here[0], start), ends_printed(here[-1], end)
    middle = all(word.printed == piece for word, piece in zip(here[1:-1], wanted[1:-1], strict=True))
    matched = here[0].printed.endswith(wanted[0]) and here[-1].printed.startswith(wanted[-1]) and middle
    return Standing(0, start, len(words) - 1, end, "whole") if begins and ends and matched else None


def begins_printed(word: Word, start: int) -> bool:
    """Whether the first of several words as printed may begin there."""
    return start == 0 or (start > 0 and word.head - start > 1 and not cuts(word.printed, start))


def ends_printed(word: Word, end: int) -> bool:
    """Whether the last of several words as printed may end there."""
    return end >= min(word.head, 2) and not cuts(word.printed, end)


def _reaches(word: Word, start: int, size: int) -> bool:
    """Whether so many letters from there on may reach into the tail."""
    if start == 0 or word.head - start > 1:
        return True
    return size >= SEVERAL and _kind(word.printed[start - 1]) != _kind(word.printed[start])


def _free(text: str, start: int, end: int) -> bool:
    """Whether neither end cuts a number or a foreign word."""
    return not (cuts(text, start) or cuts(text, end))


def cuts(text: str, at: int) -> bool:
    """Whether a number or a foreign word goes on there."""
    if not 0 < at < len(text):
        return False
    before, after = text[at - 1], text[at]
    if before > "z" and after > "z":  # as nearly all letters of an article: for speed
        return False
    digits = _kind(before) == 1 and after in ",." and at + 1 < len(text) and _kind(text[at + 1]) == 1
    digits |= before in ",." and at > 1 and _kind(text[at - 2]) == 1 and _kind(after) == 1
    return digits or (_kind(before) == _kind(after) != 0)


def _kind(letter: str) -> int:
    """1 for a digit, 2 for a Latin letter, 0 for the rest. Printed words have small letters only."""
    return 1 if "0" <= letter <= "9" else 2 if "a" <= letter <= "z" else 0

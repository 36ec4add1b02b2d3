"""Hangul letter by letter, as it is typed on a two-set keyboard: initials, and words that differ in few letters.

A letter (자모) is one key: 강 = ㄱㅏㅇ, 과 = ㄱㅗㅏ, 닭 = ㄷㅏㄹㄱ, 깎 = ㄲㅏㄲ. Compound vowels and finals are taken
apart, so that what is half typed is a prefix of the whole (고 of 과, 달 of 닭). Letters are written as compatibility
jamo (U+3131 to U+3163), which stand alone. The arithmetic of syllables: The Unicode Standard, section 3.12.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from indexer.compiled import compiled

INITIALS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
VOWELS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
FINALS = ("", *"ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ")
"""The parts of syllables in the order of Unicode; a syllable may have no final."""

COMPOUNDS = dict(
    zip(
        "ㅘㅙㅚㅝㅞㅟㅢㄳㄵㄶㄺㄻㄼㄽㄾㄿㅀㅄ",
        "ㅗㅏ ㅗㅐ ㅗㅣ ㅜㅓ ㅜㅔ ㅜㅣ ㅡㅣ ㄱㅅ ㄴㅈ ㄴㅎ ㄹㄱ ㄹㅁ ㄹㅂ ㄹㅅ ㄹㅌ ㄹㅍ ㄹㅎ ㅂㅅ".split(),
        strict=True,
    )
)
"""What takes two keys, and which."""

_FIRST, _LAST = ord("가"), ord("힣")
_PER_INITIAL, _PER_VOWEL = len(VOWELS) * len(FINALS), len(FINALS)
_CONSONANTS = re.compile("[ㄱ-ㅎ]+")

_Array = npt.NDArray[Any]


def syllable(initial: str, vowel: str, final: str = "") -> str:
    """The syllable of an initial, a vowel and a final, each one letter, compound or not; ValueError where none is."""
    place = INITIALS.index(initial) * _PER_INITIAL + VOWELS.index(vowel) * _PER_VOWEL + FINALS.index(final)
    return chr(_FIRST + place)


def parts(char: str) -> tuple[str, str, str]:
    """The initial, the vowel and the final of a syllable, as `syllable` takes them; ValueError for anything else."""
    if not "가" <= char <= "힣":
        raise ValueError(f"{char!r} is no syllable")
    place = ord(char) - _FIRST
    return INITIALS[place // _PER_INITIAL], VOWELS[place % _PER_INITIAL // _PER_VOWEL], FINALS[place % _PER_VOWEL]


def decomposed(text: str) -> str:
    """The text with every syllable and compound letter as its letters; anything else stays."""
    return "".join(map(_letters, text))


def initials(text: str) -> str:
    """The text with every syllable as its initial: 강소특구 → ㄱㅅㅌㄱ. Compound letters are taken apart, because input
    methods join what is typed (ㄳㅌㄱ); anything else stays."""
    return "".join(parts(char)[0] if "가" <= char <= "힣" else _letters(char) for char in text)


def is_initials(text: str) -> bool:
    """Whether it is two or more consonants and nothing else, as one types for `initials`."""
    return bool(_CONSONANTS.fullmatch(text)) and len(decomposed(text)) > 1


def distance(a: str, b: str, most: int) -> int:
    """How many letters must be put in, left out or replaced to make `b` of `a` (Levenshtein, "Binary codes capable of
    correcting deletions, insertions, and reversals", 1966); `most` + 1 where it is more than `most`."""
    first, second = codes(decomposed(a)), codes(decomposed(b))
    return int(_distance(first, len(first), second, len(second), most, np.empty(2 * most + 2, np.int64)))


def codes(text: str) -> npt.NDArray[np.uint32]:
    """The code points of a text, as `within` wants the letters."""
    return np.fromiter(map(ord, text), np.uint32, len(text))


def within(spelling: _Array, ends: _Array, letters: _Array, most: int) -> npt.NDArray[np.int64]:
    """The numbers, ascending, of the terms that are at most `most` letters away from `letters`.

    `spelling` (uint8) has the terms in UTF-8 one after another, `ends` where each one ends; `letters` are the codes of
    a decomposed word. A term's marks (analysis.words: one control character before it, or all from one behind it) are
    no letters of it, and what is not UTF-8 is no term. Takes time linear in the spelling, whatever the word's length.
    """
    found: npt.NDArray[np.int64] = _within(spelling, ends, letters, most, _KEYS)
    return found


@lru_cache(maxsize=1 << 14)  # all syllables
def _letters(char: str) -> str:
    """The letters of a character; itself if it has none."""
    if not "가" <= char <= "힣":
        return COMPOUNDS.get(char, char)
    return "".join(COMPOUNDS.get(part, part) for part in parts(char))


# One row a part of a syllable: initials, vowels, finals, then the compatibility jamo. At most two letters, 0 for none.
_VOWEL_ROW = len(INITIALS)
_FINAL_ROW = _VOWEL_ROW + len(VOWELS)
_JAMO_ROW = _FINAL_ROW + len(FINALS)
_FIRST_JAMO, _LAST_JAMO = ord("ㄱ"), ord("ㅣ")
_SPACE = ord(" ")


def _keys() -> _Array:
    jamo = map(chr, range(_FIRST_JAMO, _LAST_JAMO + 1))
    rows = [decomposed(part).ljust(2, "\0") for part in (*INITIALS, *VOWELS, *FINALS, *jamo)]
    return codes("".join(rows)).reshape(-1, 2)


_KEYS = _keys()


@compiled
def _within(spelling: _Array, ends: _Array, letters: _Array, most: int, keys: _Array) -> npt.NDArray[np.int64]:
    found = np.empty(len(ends), np.int64)
    other = np.empty(len(letters) + most + 8, np.uint32)  # one character is five letters at most
    row = np.empty(2 * most + 2, np.int64)
    wanted = _marks(letters, len(letters))
    count = start = 0
    for term in range(len(ends)):
        end = np.int64(ends[term])
        if 5 * (end - start) >= 3 * (len(letters) - most):  # no spelling has more letters: a syllable, 3 bytes, has 5
            size = _read(spelling, start, end, keys, other, len(letters) + most, wanted, most)
            if size >= 0 and _few(wanted & ~_marks(other, size), most):  # almost none are left
                found[count] = term
                count += np.int64(_distance(letters, len(letters), other, size, most, row) <= most)
        start = end
    return found[:count].copy()  # type: ignore[no-any-return]


@compiled
def _marks(letters: _Array, size: int) -> int:
    """Which letters there are, one bit each. What has a letter that the other lacks differs from it by that one."""
    marks = np.int64(0)
    for at in range(size):
        marks |= np.int64(1) << np.int64(letters[at] & 63)
    return marks  # type: ignore[no-any-return]


@compiled
def _few(marks: int, most: int) -> bool:
    for _ in range(most):
        marks &= marks - 1  # clears the lowest bit
    return marks == 0


@compiled
def _read(
    spelling: _Array, start: int, end: int, keys: _Array, letters: _Array, longest: int, wanted: int, most: int
) -> int:
    """Writes the letters of a term to `letters`; how many, -1 when they are more than `longest`, when more than `most`
    are not among the wanted, or when it is not UTF-8."""
    at, size, strange = start + np.int64(start < end and spelling[start] < _SPACE), 0, 0
    while at < end and size <= longest and strange <= most and spelling[at] >= _SPACE:
        lead = np.int64(spelling[at])
        width = 1 if lead < 0x80 else 2 if lead < 0xE0 else 3 if lead < 0xF0 else 4
        if lead >= 0xF8 or at + width > end:
            return -1
        code = lead if width == 1 else lead & 0x7F >> width
        for step in range(1, width):
            code = code << 6 | np.int64(spelling[at + step]) & 0x3F
        before, size = size, _put(code, keys, letters, size)
        for new in range(before, size):
            strange += ~wanted >> np.int64(letters[new] & 63) & 1
        at += width
    return size if size <= longest and strange <= most else -1


@compiled
def _put(code: int, keys: _Array, letters: _Array, size: int) -> int:
    """Writes the letters of a code point; how many there are then."""
    if _FIRST <= code <= _LAST:
        place = code - _FIRST
        size = _put_part(place // _PER_INITIAL, keys, letters, size)
        size = _put_part(_VOWEL_ROW + place % _PER_INITIAL // _PER_VOWEL, keys, letters, size)
        return _put_part(_FINAL_ROW + place % _PER_VOWEL, keys, letters, size)
    if _FIRST_JAMO <= code <= _LAST_JAMO:
        return _put_part(_JAMO_ROW + code - _FIRST_JAMO, keys, letters, size)
    letters[size] = code
    return size + 1


@compiled
def _put_part(part: int, keys: _Array, letters: _Array, size: int) -> int:
    # The second letter is written even where there is none: the next one goes over it.
    letters[size], letters[size + 1] = keys[part, 0], keys[part, 1]
    return size + np.int64(keys[part, 0] != 0) + np.int64(keys[part, 1] != 0)  # type: ignore[no-any-return]


@compiled
def _distance(first: _Array, count: int, second: _Array, other_count: int, most: int, row: _Array) -> int:
    """Levenshtein's distance if it is `most` or less, else `most` + 1. Only the cells near the diagonal are
    computed (Ukkonen, "Algorithms for approximate string matching", 1985): row[c] is the one of i letters of `first`
    and i + c - most of `second`."""
    beyond = most + 1
    if abs(count - other_count) > most:
        return beyond
    for cell in range(2 * most + 2):
        row[cell] = cell - most if most <= cell <= 2 * most else beyond
    for i in range(1, count + 1):
        best = before = beyond
        for cell in range(2 * most + 1):
            j = i + cell - most
            here = beyond
            if 0 <= j <= other_count:
                here = min(before, row[cell + 1]) + 1
                if j:
                    here = min(here, row[cell] + np.int64(first[i - 1] != second[j - 1]))
            row[cell] = before = min(here, beyond)
            best = min(best, before)
        if best > most:
            return beyond
    return row[other_count - count + most]  # type: ignore[no-any-return]

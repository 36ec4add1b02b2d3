"""Hanja as Hangul: 女性 → 여성, 不動産 → 부동산, 合格率 → 합격률, 金泳三 → 김영삼.

A character has one reading here, its usual one (hanja.txt, ADR 0011); words that are read otherwise are listed
(hanja_words.txt). Spelling goes by 한글 맞춤법: 두음 법칙 (제10항–제12항), 렬 and 률 after a vowel or ㄴ (제11항).
Where the second word of a compound begins can only be guessed: four characters, or six, are mostly words of two
(海外旅行 → 해외여행).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from indexer.analysis.jamo import parts, syllable

_RUN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")
_ENDS = (4, 3, 2)  # how long listed words are, the longest first
_NARROW = frozenset("ㅑㅕㅖㅛㅠㅣ")  # the vowels before which no word begins with ㄴ or ㄹ
_COUNTERS = "年月日時分秒回次位"  # after a number they end a word: 3年連續 → 3년연속

# The surname 金 is 김. Names have three characters; these are the words of three that begin with 금, and what follows
# when 金 alone is a person, as headlines have it (金 지사).
_IS_NAME = re.compile("金(?![融屬利額庫品賞剛冠權一星曜銀管本貨錢塊鑛箔婚髮言字門])..")
_PERSON_FOLLOWS = re.compile(" ?(?:씨|양|군|모|전|前|의원|지사|시장|군수|장관|총리|대통령|위원장|대표|교수|감독|회장)")


class HanjaWord(NamedTuple):
    """A run of Hanja in a text: its span in code points, and how it is read."""

    start: int
    end: int
    reading: str


def reading(text: str) -> str | None:
    """The text with its Hanja as Hangul, the rest as it is; None where there are none that have a reading.

    Characters without a reading stay. Compatibility ideographs (U+F900 to U+FA0B) are read as KS X 1001 lists them; the
    gate makes usual ones of them, so they come only from elsewhere.
    """
    read = _RUN.sub(_read, text)
    return read if read != text else None


def words(text: str) -> list[HanjaWord]:
    """The runs of Hanja in a text, in order, without those that have a character of no known reading."""
    return [HanjaWord(*run.span(), read) for run in _RUN.finditer(text) if not _RUN.search(read := _read(run))]


def _read(run: re.Match[str]) -> str:
    """The reading of a run, which depends on what stands around it."""
    before = run.string[max(run.start() - 1, 0) : run.start()]
    if _IS_NAME.fullmatch(run[0]) or (run[0] == "金" and _PERSON_FOLLOWS.match(run.string, run.end())):
        return "김" + _spelled(run[0][1:], "김", frozenset())
    return _spelled(run[0], before, _begins(run[0], before))


def _begins(run: str, before: str) -> frozenset[int]:
    """The places in the run where a word begins, as far as can be told."""
    if before.isdecimal():
        rest = 1 if len(run) > 2 and run[0] in _COUNTERS else len(run)
        return frozenset((rest,))
    if len(run) == 1 and "가" <= before <= "힣":  # 대통領
        return frozenset()
    return frozenset(range(0, len(run), 2) if len(run) in (4, 6) else (0,))


def _spelled(run: str, before: str, begins: frozenset[int]) -> str:
    """The reading of a run where words begin at `begins` and `before` stands before it."""
    read, at = before, 0
    while at < len(run):
        listed = next((word for end in _ENDS if (word := _words().get(run[at : at + end]))), None)
        piece = listed or _in_place(run[at : at + 2], read, starts=at in begins)
        read += piece
        at += len(piece)
    return read[len(before) :]


def _in_place(pair: str, read: str, *, starts: bool) -> str:
    """The reading of the first character of `pair` between what is read already and the second one."""
    usual, following = _characters().get(pair[0], pair[0]), _characters().get(pair[1:], "")
    if pair[0] >= "\uf900" or not "가" <= usual <= "힣":
        return usual
    if pair[0] == "不":
        return "부" if following and parts(following)[0] in "ㄷㅈ" else "불"
    if starts:
        return _beginning(usual)
    last = read[-1:]
    after_vowel_or_n = "가" <= last <= "힣" and parts(last)[2] in ("", "ㄴ")
    return _beginning(usual) if usual in ("렬", "률") and after_vowel_or_n else usual


def _beginning(read: str) -> str:
    """A syllable as it is at a word's beginning."""
    initial, vowel, final = parts(read)
    if initial == "ㄹ" and vowel not in _NARROW:
        return syllable("ㄴ", vowel, final)
    return syllable("ㅇ", vowel, final) if initial in "ㄴㄹ" and vowel in _NARROW else read


@cache
def _characters() -> Mapping[str, str]:
    return {char: read for read, chars in _rows("hanja.txt") for char in chars}


@cache
def _words() -> Mapping[str, str]:
    return {word: read for read, word in _rows("hanja_words.txt")}


def _rows(name: str) -> Iterator[tuple[str, str]]:
    """The reading and what is read so, of each line of a data file."""
    for line in Path(__file__).with_name(name).read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            read, written = line.split()
            yield read, written

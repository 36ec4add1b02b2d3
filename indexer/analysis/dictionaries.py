"""User words: what local papers print as one word and Kiwi would cut in pieces or read as something else (ADR 0012)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from indexer.analysis.gate import clean
from indexer.errors import UnreadableDictionary
from indexer.korean import josa

Words = Mapping[str, str]
"""User words and their tags."""

TAGS = {
    "NNG": "일반 명사",
    "NNP": "고유 명사",
    "NNB": "의존 명사",
    "MAG": "일반 부사",
    "MM": "관형사",
}
"""The tags a user word may have: only words that do not inflect, because an inflected one would change the analysis of
texts that do not contain it letter for letter (see `Finder`)."""

HEADER = "word\ttag"
"""How a header begins."""

LENGTHS = range(2, 31)
"""Letters of a user word. One letter alone stands inside every other word."""

# What Kiwi takes letter for letter. A lone jamo would be taken for the final of the syllable before it.
_WORD = re.compile(r"[가-힣A-Za-z0-9一-鿿·&+-]+")

FINALS = 28
"""Syllables of one initial and vowel, in a row in Unicode: without a final, then with each."""


@dataclass(frozen=True)
class _Entry:
    tag: str
    place: str


def read(folder: Path) -> dict[str, str]:
    """The words of all `*.tsv` of a folder: word, tag and, if they like, a note in columns; lines that begin with `#`,
    empty lines and a header say nothing. Raises UnreadableDictionary for the first line that is wrong."""
    entries: dict[str, _Entry] = {}
    if not folder.is_dir():
        raise UnreadableDictionary(folder, None, "사전 폴더가 없습니다", "GISA_DICTIONARIES를 확인하십시오")
    for file in sorted(folder.glob("*.tsv")):
        for number, line in _lines(file):
            word, tag = _columns(file, number, line)
            known = entries.setdefault(word, _Entry(tag, f"{file.name}:{number}"))
            if known.tag != tag:
                reason = f"‘{word}’의 품사가 {known.place}에서는 {known.tag}인데 여기서는 {tag}입니다"
                raise UnreadableDictionary(file, number, reason, "둘 가운데 하나를 지우십시오")
    return {word: entry.tag for word, entry in entries.items()}


def _lines(file: Path) -> Iterator[tuple[int, str]]:
    """The lines that hold a word, numbered from 1."""
    for number, line in enumerate(_text(file).split("\n"), start=1):
        line = line.removesuffix("\r")
        if line.strip() and not line.startswith(("#", HEADER)):
            yield number, line


def _text(file: Path) -> str:
    try:
        raw = file.read_bytes()
    except OSError as error:
        raise UnreadableDictionary(file, None, f"읽을 수 없습니다: {error.strerror}", "권한을 확인하십시오") from error
    if raw.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        raise UnreadableDictionary(file, 1, "파일 맨 앞에 BOM이 있습니다", "BOM 없는 UTF-8로 저장하십시오")
    try:
        return raw.decode()
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise UnreadableDictionary(file, line, "UTF-8이 아닙니다(CP949인 듯합니다)", "UTF-8로 저장하십시오") from error


def _columns(file: Path, number: int, line: str) -> tuple[str, str]:
    """The word and its tag."""
    word, tag, *_note = (*line.split("\t", 2), "")[:3]
    if wrong := next(_wrong(word, tag), None):
        raise UnreadableDictionary(file, number, *wrong)
    return word, tag


def _wrong(word: str, tag: str) -> Iterator[tuple[str, str]]:
    """What is wrong with a line, and what to do about it; the first is what matters."""
    if not word.strip():
        yield "낱말이 비었습니다", "낱말을 쓰거나 그 줄을 지우십시오"
    if any(char.isspace() for char in word):
        yield f"‘{word}’에 빈칸이 있습니다", "붙여 쓴 낱말만 쓰고, 낱말과 품사 사이는 탭 하나로 띄우십시오"
    if clean(word) != word:
        yield f"{word!a}에 보이지 않는 글자나 풀어 쓴 한글이 있습니다", "그 낱말을 새로 쳐 넣으십시오"
    if not _WORD.fullmatch(word):
        yield f"‘{word}’에 쓸 수 없는 글자가 있습니다", "한글 음절, 로마자, 한자, 숫자와 · & + - 만 쓰십시오"
    if len(word) not in LENGTHS:
        yield f"‘{word}’{josa(word, '은/는')} {len(word)}자입니다", f"{LENGTHS[0]}~{LENGTHS[-1]}자로 쓰십시오"
    if word.isdecimal():
        yield f"‘{word}’는 숫자뿐입니다", "글자가 든 낱말을 쓰십시오"
    if tag not in TAGS:
        choice = ", ".join(f"{name}({korean})" for name, korean in TAGS.items())
        what = f"의 품사 ‘{tag}’{josa(tag, '을/를')} 모릅니다" if tag else "에 품사가 없습니다"
        yield f"‘{word}’{what}", f"낱말 뒤에 탭을 치고 {choice} 가운데 하나를 쓰십시오"


def differing(one: Words, other: Words) -> set[str]:
    """The words that were added, removed or given another tag."""
    return {word for word in one.keys() | other.keys() if one.get(word) != other.get(word)}


class Finder:
    """Tells the texts whose analysis a set of words, as `read` gives them, can change: those that hold one of them.

    Kiwi matches a user word letter for letter, capitals and small letters apart, and never over a space. But where its
    last syllable ends in a vowel, Kiwi finds it under a final as well, which it reads as a particle or an ending: with
    솔내고 as a word, 솔내곤 is 솔내고 + ㄴ.
    """

    def __init__(self, words: Iterable[str]) -> None:
        # A text has some thousand different pairs of letters, of which few begin a word: only those are searched for.
        patterns: dict[tuple[str, str], list[str]] = defaultdict(list)
        for word in sorted(words):
            for second in _with_finals(word[1]) if len(word) == 2 else word[1]:
                patterns[word[0], second].append(_pattern(word))
        self._by_beginning = {beginning: re.compile("|".join(several)) for beginning, several in patterns.items()}
        self._beginnings = frozenset(patterns)

    def in_text(self, text: str) -> bool:
        """Whether one of the words stands in the text, at any place."""
        return any(self._by_beginning[pair].search(text) for pair in self._beginnings.intersection(pairwise(text)))


def _pattern(word: str) -> str:
    return re.escape(word[:-1]) + f"[{re.escape(_with_finals(word[-1]))}]"


def _with_finals(letter: str) -> str:
    """The letter; of a syllable that ends in a vowel, that and the 27 that have a final."""
    if not "가" <= letter <= "힣" or (ord(letter) - ord("가")) % FINALS:
        return letter
    return "".join(map(chr, range(ord(letter), ord(letter) + FINALS)))

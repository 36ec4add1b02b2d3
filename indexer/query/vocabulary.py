"""The words of an index that readers type, and looking up those that begin with what is typed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from indexer.analysis.jamo import decomposed, initials
from indexer.analysis.words import BORDERS, HEAD, VERB, letters_of

Array = npt.NDArray[Any]

LARGE = 10_000
"""Documents from which on a word must stand in two of them to be suggested: half of all words stand in one, and many
of these are misprints."""

MOST_WORDS = 300_000
"""Words of a vocabulary: the most frequent ones. Some 40 MB, with what finds them."""

LONGEST_WORD = 20
"""Letters of a word that is suggested."""

_WIDTH, _INITIALS_WIDTH = 48, 16  # bytes of a key: longer ones are cut, and what was typed so far needs no help
_AFTER = b"\xff"  # comes after every byte of a key
_FIRST_JAMO, _LAST_JAMO, _JAMO_BYTE = "ㄱ", "ㅣ", 0x80


def typed_word(term: str) -> str:
    """The letters of a term if readers type it, else "": nouns, and heads that are made of nouns alone (강소특구, not
    밝혔다), of 2 to LONGEST_WORD letters."""
    letters = letters_of(term)
    if term.startswith(VERB) or not 2 <= len(letters) <= LONGEST_WORD:
        return ""
    borders = term.partition(BORDERS)[2]
    made_of_nouns = sum(ord(border) & 0x1F for border in borders) == len(letters)
    return letters if made_of_nouns or not term.startswith(HEAD) else ""


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """Words in no order, each once: word i is the UTF-8 bytes `spelling[ends[i - 1] : ends[i]]`. `frequencies` are its
    document frequencies, those of its fields and of its terms added up: an estimate from above, but that deleted
    documents and postings left out for being rare may count or not. `titles` is whether it stands in a title."""

    spelling: npt.NDArray[np.uint8]
    ends: npt.NDArray[np.int64]
    frequencies: npt.NDArray[np.int64]
    titles: npt.NDArray[np.bool_]

    @classmethod
    def of(cls, words: Iterable[tuple[str, int, bool]]) -> Vocabulary:
        """From (word, frequency, whether it stands in a title)."""
        rows = list(words)
        spelled = [word.encode() for word, _, _ in rows]
        return cls(
            spelling=np.frombuffer(b"".join(spelled), np.uint8),
            ends=np.cumsum([len(word) for word in spelled], dtype=np.int64),
            frequencies=np.array([frequency for _, frequency, _ in rows], np.int64),
            titles=np.array([titled for _, _, titled in rows], np.bool_),
        )

    @classmethod
    def counted(cls, postings: Iterable[tuple[str, bool]], documents: int) -> Vocabulary:
        """From the (term, whether it stands in a title) of every posting of so many documents."""
        frequencies: Counter[str] = Counter()
        titles = set()
        for term, titled in postings:
            frequencies[word := typed_word(term)] += 1
            titles |= {word} if titled else set()
        del frequencies[""]
        least = 2 if documents >= LARGE else 1
        found = [(word, count, word in titles) for word, count in frequencies.most_common(MOST_WORDS) if count >= least]
        return cls.of(found)

    def word(self, number: int) -> str:
        """The word of a number."""
        start = self.ends[number - 1] if number else 0
        return self.spelling[start : self.ends[number]].tobytes().decode()

    def __len__(self) -> int:
        return len(self.ends)


class Beginnings:
    """The words of a vocabulary by their letters (자모), and by their initials."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self._by_letters = _sorted(_keys(vocabulary, decomposed, _WIDTH))
        self._by_initials = _sorted(_keys(vocabulary, initials, _INITIALS_WIDTH))

    def letters(self, letters: str) -> Array:
        """The numbers of the words that begin with these letters (jamo.decomposed), in the order of letters."""
        return _beginning(*self._by_letters, letters)

    def initials(self, letters: str) -> Array:
        """The numbers of the words whose initials begin so, in the initials' order."""
        return _beginning(*self._by_initials, letters)

    def most_frequent(self, numbers: Array, count: int) -> list[int]:
        """Of these numbers so many with the highest frequencies, falling; equal ones in the order they came."""
        frequencies = self.vocabulary.frequencies[numbers]
        if len(numbers) > count:  # the lowest frequency that is among them; nearly all others can be passed over
            least = np.partition(frequencies, len(numbers) - count)[len(numbers) - count]
            kept = frequencies >= least
            numbers, frequencies = numbers[kept], frequencies[kept]
        chosen: list[int] = numbers[np.argsort(-frequencies, kind="stable")[:count]].tolist()
        return chosen


def _beginning(keys: Array, numbers: Array, letters: str) -> Array:
    prefix = _key(letters)
    if not 0 < len(prefix) < keys.itemsize:
        return numbers[:0]
    return numbers[np.searchsorted(keys, prefix) : np.searchsorted(keys, prefix + _AFTER)]


def _sorted(keys: Array) -> tuple[Array, Array]:
    """The keys in order, and which word each is of."""
    numbers = np.argsort(keys, kind="stable").astype(np.uint32)
    return keys[numbers], numbers


def _key(letters: str) -> bytes:
    """What words are ordered by: a byte for each jamo, so that keys are short; UTF-8 for the rest, in which no such
    byte begins a character."""
    return b"".join(
        bytes([_JAMO_BYTE + ord(letter) - ord(_FIRST_JAMO)]) if _FIRST_JAMO <= letter <= _LAST_JAMO else letter.encode()
        for letter in letters
    )


def _keys(vocabulary: Vocabulary, letters_of_character: Callable[[str], str], width: int) -> Array:
    """The key of each word, as bytes of that width. All words at once: what is done letter by letter in Python is done
    once for every character there is."""
    codes = np.frombuffer(vocabulary.spelling.tobytes().decode().encode("utf-32-le"), np.uint32)
    seen = np.zeros(codes.max(initial=0) + 1, np.bool_)
    seen[codes] = True
    characters = map(chr, np.flatnonzero(seen).tolist())
    table = np.array([b"", *(_key(letters_of_character(character)) for character in characters)], "S8")
    rows = table.view(np.uint8).reshape(-1, 8)[np.cumsum(seen)[codes]]  # filled up with zeros
    sizes = np.append(0, np.cumsum(np.count_nonzero(rows, axis=1)))
    ends = sizes[np.cumsum((vocabulary.spelling & 0xC0) != 0x80)[vocabulary.ends - 1]]
    return _cut(rows[rows > 0], ends, width)


def _cut(spelling: Array, ends: Array, width: int) -> Array:
    """The strings as an array of strings of at most that width."""
    lengths = np.diff(ends, prepend=0)
    places = np.arange(len(spelling)) + np.repeat(np.arange(len(ends)) * width - (ends - lengths), lengths)
    fits = places < np.repeat(np.arange(1, len(ends) + 1) * width, lengths)
    keys = np.zeros((len(ends), width), np.uint8)
    keys.ravel()[places[fits]] = spelling[fits]
    return keys.view(f"S{width}").ravel()

"""A text laid out as arrays, of which only what is looked at becomes words and terms.

Most of what `terms.read` makes of a text is made for nothing where a few words are looked for in it: an article has
some seven hundred words, and three of them are meant.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import AnyStr

import numpy as np
import numpy.typing as npt

from indexer.analysis import jamo, terms, words
from indexer.analysis.terms import Occurrence
from indexer.analysis.tokens import Bytes, CodePoints, Numbers, TokenColumns, code_points
from indexer.compiled import compiled

_Table = npt.NDArray[np.int32]
_IS_SPACE = np.zeros(0x10000, np.bool_)
_IS_SPACE[terms.small_codes(code_points(terms.SPACES))] = True


@dataclass(frozen=True, eq=False)
class Laid:
    """A text as `terms.laid_out` gives it: the terms' spelling in UTF-8 and where each ends in it, the position and
    span of each, the layout and the words' spans by position, and the Hanja that is `read_otherwise`."""

    text: str
    spelling: bytes
    ends: Numbers
    places: _Table
    layout: Bytes
    spans: _Table
    otherwise: tuple[Occurrence, ...]

    @classmethod
    def of(cls, columns: TokenColumns) -> Laid:
        """From what is stored."""
        spelling, ends, table, layout, spans = terms.laid_out(columns)
        otherwise = tuple(terms.read_otherwise(columns.text, layout, spans))
        return cls(columns.text, spelling.tobytes(), ends, table.take(terms.PLACE, axis=1), layout, spans, otherwise)

    def word(self, position: int) -> words.Word | None:
        """The word of a position; None where sentences part."""
        if not (code := int(self.layout[position])):
            return None
        start, end = self.spans[position].tolist()
        head = end - start - terms.TAIL_SIZES[code]
        return words.Word(terms.small(self.text[start:end]), head, code >= words.JOINED, start)

    def beside(self, start: int, end: int) -> tuple[words.Word | None, words.Word | None]:
        """The words before and behind those that a place of the text is in; None where its sentence begins or ends."""
        first, last = self._words_at(np.array([start, end - 1]))
        behind = self.word(last + 1) if last + 1 < len(self.layout) else None
        return self.word(first - 1) if first else None, behind

    def with_term(self, letters: str) -> Iterator[int]:
        """The positions of the terms that have these letters (as in a term) in them, and some others."""
        if found := _everywhere(self.spelling, letters.encode()):
            yield from self.places[np.searchsorted(self.ends, np.array(found, np.int32), side="right"), 0].tolist()
        yield from (one.position for one in self.otherwise if letters in one.term)

    def like(self, letters: str, distance: int) -> Iterator[int]:
        """The positions of the terms that are at most so many keystrokes from these letters (jamo.distance)."""
        spelling, asked = np.frombuffer(self.spelling, np.uint8), jamo.codes(jamo.decomposed(letters))
        yield from self.places[jamo.within(spelling, self.ends, asked, distance), 0].tolist()
        yield from (one.position for one in self.otherwise)

    def with_letters(self, letters: str) -> Iterator[int]:
        """The positions of the words in which these letters stand as printed, whatever spaces and middle dots stand
        among them."""
        wanted, (squeezed, kept) = _without_spaces(terms.small(letters)), self._squeezed
        if found := _everywhere(squeezed, wanted):
            if self.overlaps:  # no analyser makes such words
                yield from range(len(self.layout))
                return
            last = kept[np.array(found) + max(len(wanted) - 1, 0)]
            for begin, end in zip(self._words_at(kept[found]), self._words_at(last), strict=True):
                yield from range(begin, end + 1)

    def read(self, positions: Iterable[int]) -> tuple[list[list[Occurrence]], list[words.Word | None]]:
        """The terms by position and the words of these positions, in order. They are numbered anew from 0: what stood
        side by side still does, and where something was left out there is a position without a word."""
        runs = np.array(list(_runs(positions, len(self.layout))), np.int32).reshape(-1, 2)
        bounds = np.searchsorted(np.ascontiguousarray(self.places[:, 0]), runs).tolist()
        occurrences: list[list[Occurrence]] = []
        printed: list[words.Word | None] = []
        for (first, last), (begin, end) in zip(runs.tolist(), bounds, strict=True):
            shift = len(printed) - first
            printed += [*terms.words_of(self._small, self.layout[first:last], self.spans[first:last]), None]
            occurrences += [[] for _ in range(last - first + 1)]
            at = int(self.ends[begin - 1]) if begin else 0
            places = self.places[begin:end].tolist()
            for stop, (position, start, behind) in zip(self.ends[begin:end].tolist(), places, strict=True):
                found = Occurrence(self.spelling[at:stop].decode(), position + shift, start, behind)
                occurrences[position + shift].append(found)
                at = stop
            for one in self.otherwise:
                if first <= one.position < last:
                    occurrences[one.position + shift].append(one._replace(position=one.position + shift))
        return occurrences, printed

    def _words_at(self, letters: npt.NDArray[np.intp]) -> list[int]:
        """The positions of the words that these letters of the text are in; of the next word where one is in none."""
        found: list[int] = np.searchsorted(self._word_ends, letters.astype(np.int32), side="right").tolist()
        return found

    @cached_property
    def _word_ends(self) -> _Table:
        return np.maximum.accumulate(self.spans[:, 1])

    @cached_property
    def overlaps(self) -> bool:
        """Whether words of the text do."""
        return _overlaps(self.spans, self.layout)

    @cached_property
    def codes(self) -> CodePoints:
        """The text's."""
        return code_points(self.text)

    @cached_property
    def _codes(self) -> CodePoints:
        return terms.small_codes(self.codes)

    @cached_property
    def _small(self) -> str:
        return self._codes.tobytes().decode("utf-32-le")

    @cached_property
    def _squeezed(self) -> tuple[str, npt.NDArray[np.intp]]:
        return _squeezed(self._codes)


@compiled
def _overlaps(spans: _Table, layout: Bytes) -> bool:
    end = 0
    for position in range(len(layout)):
        if layout[position]:
            if spans[position, 0] < end:
                return True
            end = max(end, spans[position, 1])
    return False


def _squeezed(codes: CodePoints) -> tuple[str, npt.NDArray[np.intp]]:
    """The text without spaces and middle dots, and where each of its letters stood."""
    kept = np.flatnonzero(~_IS_SPACE[np.minimum(codes, len(_IS_SPACE) - 1)])
    return codes[kept].tobytes().decode("utf-32-le"), kept


@lru_cache(maxsize=1024)
def _without_spaces(letters: str) -> str:
    return _squeezed(code_points(letters))[0]


def _everywhere(text: AnyStr, wanted: AnyStr) -> list[int]:
    """All places where it begins, overlapping ones too."""
    found, at = [], text.find(wanted)
    while 0 <= at < len(text):
        found.append(at)
        at = text.find(wanted, at + 1)
    return found


def _runs(positions: Iterable[int], size: int) -> Iterator[tuple[int, int]]:
    """The positions as runs that follow one another, (first, behind the last)."""
    begin = end = -1
    for position in sorted(set(positions)):
        if position >= size:
            break
        if position > end:
            if end > begin:
                yield begin, end
            begin = position
        end = position + 1
    if end > begin:
        yield begin, end

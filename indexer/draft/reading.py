"""A draft as it is compared: its sentences, the words of each that tell it from others, and its runs of words."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from indexer.analysis.field_terms import FieldTerms
from indexer.analysis.shingles import RUN, Hashes, Shingles, carrying, runs_of, shingles, words_of
from indexer.analysis.terms import Occurrence, field_terms, printed_words, read
from indexer.analysis.tokens import TokenColumns, Tokens
from indexer.analysis.words import HEAD, Word, nouns_of
from indexer.query.result import Span
from indexer.query.vocabulary import typed_word

_NAMES = frozenset("NNP SL SH W_HASHTAG USER0 USER1 USER2 USER3 USER4".split())
LONGEST_TITLE = 60
"""Letters of a first line that may be a title."""

_LEAST_DIGITS = 2
"""Digits of a number that stands alone, without a unit: 3 is in every article."""


@dataclass(frozen=True)
class Unit:
    """A word that tells a sentence from others: its letters, as terms are spelled, the terms it is in an index, and
    where it stands in the draft. It is a `name` (or letters that are no Korean), a `compound` of nouns, a `number` with
    what is counted, or another noun."""

    letters: str
    kind: str
    terms: tuple[str, ...]
    start: int
    end: int

    @property
    def telling(self) -> bool:
        """Whether it is more than a noun that any text may have."""
        return self.kind != "noun"


@dataclass(frozen=True)
class Sentence:
    """A sentence of a draft, as a span of its text."""

    start: int
    end: int
    units: tuple[Unit, ...]


@dataclass(frozen=True, eq=False)
class Draft:
    """A text, analysed. Lives as long as it is compared, and no longer."""

    text: str = field(repr=False)
    columns: TokenColumns = field(repr=False)

    @cached_property
    def shingles(self) -> Shingles:
        """Those of an article of this text."""
        return shingles({"body": self.columns})

    @cached_property
    def terms(self) -> dict[str, FieldTerms]:
        """Its terms: a short first line is taken for its title."""
        every = field_terms(self.columns)
        line, _, rest = self.text.partition("\n")
        if not rest or len(line) > LONGEST_TITLE:
            return {"body": every}
        printed = printed_words(self.columns.tokens(), self.text)
        behind = next((at for at, word in enumerate(printed) if word and word.start > len(line)), len(printed))
        title = [pair for pair in every.pairs() if pair[1] < behind]
        return {"title": FieldTerms.of(title), "body": every}

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """The sentences in order, numbered as in `runs`."""
        tokens = self.columns.tokens()
        spans = _spans(tokens)
        starts = [start for start, _ in spans]
        units: dict[int, list[Unit]] = defaultdict(list)
        for unit in _units(tokens, self.text):
            units[bisect_right(starts, unit.start) - 1].append(unit)
        return tuple(Sentence(start, end, tuple(units[i])) for i, (start, end) in enumerate(spans))

    @cached_property
    def runs(self) -> tuple[Hashes, npt.NDArray[np.int64]]:
        """The runs of words that stand within one sentence, and the sentence of each."""
        words, tokens = words_of(self.columns), self.columns.tokens()
        numbered = np.array(tokens.sentences, np.int64)[carrying(self.columns)][: len(words)]
        runs = runs_of(words)
        first, last = numbered[: len(runs)], numbered[RUN - 1 : RUN - 1 + len(runs)]
        within: npt.NDArray[Any] = first == last
        return runs[within], first[within]


def _spans(tokens: Tokens) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    sentences = zip(tokens.sentences, tokens.starts, tokens.ends, strict=True)
    before = -1
    for sentence, start, end in sentences:
        if sentence == before:
            spans[-1] = spans[-1][0], max(spans[-1][1], end)
        else:
            spans.append((start, end))
        before = sentence
    return spans


def _units(tokens: Tokens, text: str) -> Iterator[Unit]:
    """Of each printed word the whole head where that is made of nouns, else its nouns."""
    occurrences, printed = read(tokens, text)
    here: dict[int, list[Occurrence]] = defaultdict(list)
    for occurrence in occurrences:
        here[occurrence.position].append(occurrence)
    tags = sorted(zip(tokens.starts, tokens.tags, strict=True))
    for position, found in here.items():
        yield from _units_of(printed[position], found, tags)


def _units_of(word: Word | None, found: Sequence[Occurrence], tags: Sequence[tuple[int, str]]) -> Iterator[Unit]:
    head = word.printed[: word.head] if word else ""
    nouns = [(typed_word(occurrence.term), occurrence) for occurrence in found]
    whole = [occurrence for letters, occurrence in nouns if word and letters == head and occurrence.start == word.start]
    if whole:
        terms = tuple(dict.fromkeys(occurrence.term for occurrence in whole))
        start, end = whole[0].start, whole[0].start + len(head)
        yield Unit(head, _kind(head, terms, tags, (start, end)), terms, start, end)
        return
    for letters, one in nouns:
        if letters:
            span = one.start, one.end
            yield Unit(letters, _kind(letters, (one.term,), tags, span), (one.term,), *span)


def _kind(letters: str, terms: Sequence[str], tags: Sequence[tuple[int, str]], span: Span) -> str:
    if any(letter.isdigit() for letter in letters):
        counted = not letters.isdigit() or len(letters) >= _LEAST_DIGITS
        return "number" if counted else "noun"
    first, last = (bisect_left(tags, (at, "")) for at in span)
    if _NAMES.intersection(tag for _, tag in tags[first:last]):
        return "name"
    # 강소특구 is one, 관련자들 is not: suffixes are no nouns.
    return "compound" if any(len(list(nouns_of(term))) > 1 for term in terms if term.startswith(HEAD)) else "noun"

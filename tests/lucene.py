"""Lucene's intervals, as its documentation says, over the tokens that a cluster is given; and a lexicon of one text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise, product

from indexer.analysis.field_terms import FieldTerms
from indexer.analysis.words import VERB, letters_of
from indexer.engines.opensearch_engine.places import (
    AnyOf,
    Filtered,
    Near,
    Nth,
    Row,
    Sentence,
    Source,
    Starting,
    Together,
    Token,
)
from indexer.engines.opensearch_engine.plain import BREAK, SEPARATOR
from indexer.engines.opensearch_engine.roles import Role
from indexer.engines.opensearch_engine.spelling import role_tokens, spelled
from indexer.query.plan import Fuzzy, Prefix
from indexer.query.standing import stands_for

Interval = tuple[int, int]
"""The first and the last word."""


class Words:
    """The lexicon of one text."""

    def __init__(self, terms: FieldTerms) -> None:
        self._terms = {term for term, _ in terms.pairs() if not term.startswith(VERB)}
        self._letters = set(map(letters_of, self._terms))
        self._tokens = {token for word in tokens_of(terms) for token in word}

    def knows(self, letters: str) -> bool:
        return letters in self._letters

    def knows_end(self, letters: str) -> bool:
        return any(token in self._tokens for token in role_tokens(Role.ACROSS_FIRST, letters))

    def expanded(self, word: Prefix | Fuzzy) -> Sequence[str]:
        return sorted({letters_of(term) for term in self._terms if stands_for(word, term)})


def tokens_of(terms: FieldTerms) -> list[list[str]]:
    """As the cluster's analyser cuts a field."""
    return [word.split(SEPARATOR) for word in spelled(terms).split(" ")] if len(terms.layout) else []


def intervals(source: Source, words: Sequence[Sequence[str]]) -> set[Interval]:
    """Where a source stands; of those within one another only the shortest."""
    match source:
        case Token(text):
            return {(at, at) for at, word in enumerate(words) if text in word}
        case Starting(text):
            return {(at, at) for at, word in enumerate(words) if any(token.startswith(text) for token in word)}
        case AnyOf(sources):
            return _shortest(found for one in sources for found in intervals(one, words))
        case Together((first, *others)):
            outer = [intervals(other, words) for other in others]
            return {one for one in intervals(first, words) if all(any(_within(one, o) for o in each) for each in outer)}
        case Row(sources):
            return {one for one, each in _rows(sources, words) if all(a[1] + 1 == b[0] for a, b in pairwise(each))}
        case Filtered(inner, how, others):
            beside = intervals(others, words)
            return {one for one in intervals(inner, words) if _FILTERS[how](one, beside)}
        case Nth(inner, modulus, number):
            return {one for one in intervals(inner, words) if one[0] % modulus == number}
        case Near() | Sentence():
            return _groups(source, words)
    raise AssertionError(source)


def _groups(source: Near | Sentence, words: Sequence[Sequence[str]]) -> set[Interval]:
    ordered = isinstance(source, Near) and source.ordered
    rows = _rows(source.sources, words)
    found = _shortest(one for one, each in rows if not ordered or all(a[1] < b[0] for a, b in pairwise(each)))
    if isinstance(source, Near):
        return {(start, end) for start, end in found if end - start <= source.distance}
    return {(start, end) for start, end in found if [BREAK] not in words[start : end + 1]}


def _rows(sources: Iterable[Source], words: Sequence[Sequence[str]]) -> Iterable[tuple[Interval, Sequence[Interval]]]:
    for each in product(*(intervals(one, words) for one in sources)):
        yield (min(start for start, _ in each), max(end for _, end in each)), each


def _within(inner: Interval, outer: Interval) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def _shortest(found: Iterable[Interval]) -> set[Interval]:
    every = set(found)
    return {one for one in every if not any(_within(other, one) for other in every - {one})}


_FILTERS: dict[str, Callable[[Interval, set[Interval]], bool]] = {
    "contained_by": lambda one, others: any(_within(one, other) for other in others),
    "not_contained_by": lambda one, others: not any(_within(one, other) for other in others),
    "before": lambda one, others: any(one[1] < other[0] for other in others),
    "after": lambda one, others: any(other[1] < one[0] for other in others),
}

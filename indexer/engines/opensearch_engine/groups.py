"""Groups of words within groups (NEAR in NEAR, NEAR in a sentence): where one begins, word by word, as plan.Near says.

Lucene tells of intervals within one another only the shortest, so of "가 가 나" not that 나 is near the first 가, too.
Words that are told apart by their positions hide one another no more: of every eighth word only one is within eight.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

from indexer.engines.opensearch_engine.places import (
    AnyOf,
    Filtered,
    Near,
    Nth,
    Sentence,
    Source,
    Token,
    any_of,
    first_of,
    size,
    together,
)
from indexer.engines.opensearch_engine.plain import BREAK
from indexer.errors import InvalidRequest

MOST = 3_000
"""Clauses of a group in a field. NEAR/10 between two words takes a thousand."""

_FAR = 2**30

_TOO_LARGE = (
    "NEAR, PRE, 문장( ) 안의 NEAR, PRE가 이 색인(오픈서치)에는 너무 큽니다. "
    "안쪽의 거리를 줄이거나, 낱말을 덜 적어 다시 찾으십시오."
)

_BREAK = Token(BREAK)


def beginnings(source: Source) -> Source:
    """The first word of everything that the source stands at. Raises InvalidRequest where that asks too much."""
    match source:
        case AnyOf(sources):
            return any_of(map(beginnings, sources))
        case Near(sources, distance, ordered=True):
            return _in_order(sources, distance)
        case Near(sources, distance):
            return _first_of_all(sources, lambda first, other: _in_order((first, other), distance))
        case Sentence(sources):
            return _first_of_all(sources, _before_in_sentence)
        case _:
            return first_of(source)


def _first_of_all(sources: Sequence[Source], before: Callable[[Source, Source], Source]) -> Source:
    """Words of any of them that have all the others beside them or, as `before` says, behind them."""
    return any_of(
        together(*(any_of([together(first, other), before(first, other)]) for other in sources if other != first))
        for first in sources
    )


def _in_order(sources: Sequence[Source], distance: int) -> Source:
    """Words of the first with the others behind them, one after another, none farther than the distance."""
    first, *others = sources
    modulus = 1 << distance.bit_length()  # more than the distance: of these words none hides another
    _check(modulus * (2 * size(first) + sum(map(size, others))))
    found = []
    for number in range(modulus):
        here = Nth(first, modulus, number)
        found.append(Filtered(here, "contained_by", Near((here, *others), distance, ordered=True)))
    return any_of(found)


def _before_in_sentence(first: Source, other: Source) -> Source:
    """Words of the first with the other behind them in the same sentence."""
    _check(5 * size(first) + 6 * size(other))
    last = Filtered(other, "contained_by", Near((other, _BREAK), _FAR, ordered=True))  # of its sentence
    between = Filtered(first, "contained_by", Near((_BREAK, last), _FAR, ordered=True))
    beginning = Filtered(_apart(first, "after"), "before", _apart(other, "after"))
    ending = Filtered(_apart(first, "before"), "before", _apart(other, "before"))
    return any_of([between, beginning, ending])


def _apart(source: Source, how: Literal["after", "before"]) -> Source:
    """Its words with no end of a sentence before them, or behind: those that are not `how` one."""
    return Filtered(source, "not_contained_by", Filtered(source, how, _BREAK))


def _check(clauses: int) -> None:
    if clauses > MOST:
        raise InvalidRequest(_TOO_LARGE, parameter="q", code="query_too_large")

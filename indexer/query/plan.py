"""The query as an engine executes it: terms instead of words. Made from the tree by `planner.understand`.

A plan is the same for every engine and for the snippets: what a `Word` finds in the index, it marks in the text.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from indexer.analysis.gate import clean
from indexer.article import TEXT_FIELDS

TermSequence = tuple[str, ...]
"""Terms at adjacent positions of one field, in this order."""


@dataclass(frozen=True)
class Match:
    """A typed word or phrase: articles where any of `alternatives` stands in one of `fields`. Its places are where
    they begin. It scores by them; occurrences that begin at one position count once."""

    text: str
    alternatives: tuple[TermSequence, ...]
    fields: tuple[str, ...] = TEXT_FIELDS


@dataclass(frozen=True)
class Prefix:
    """A typed beginning of words: articles where a term that starts with `prefix` stands in one of `fields`. It
    scores like a Match whose alternatives are all those terms."""

    text: str
    prefix: str
    fields: tuple[str, ...] = TEXT_FIELDS


@dataclass(frozen=True)
class Near:
    """Articles where every child has a place in one field, all within `distance` positions of each other; `ordered`:
    each child behind the one before it. Children are nodes with places (`Placed`).

    Its own places are the first positions of the groups that are so close: of (p₁ … pₙ), one place of each child, with
    max - min ≤ distance (and p₁ < p₂ < … when ordered), the smallest. The scores of its words are summed, as in All:
    a word counts wherever it stands."""

    children: tuple[Placed, ...]
    distance: int
    ordered: bool = False


@dataclass(frozen=True)
class SameSentence:
    """Articles where every child has a place in one and the same sentence of one field. Its own places are the first
    positions of such groups; scores are summed as in Near."""

    children: tuple[Placed, ...]


@dataclass(frozen=True)
class Value:
    """Articles with that value in one of VALUE_FIELDS; compared by `value_key`."""

    field: str
    key: str


@dataclass(frozen=True)
class Days:
    """Articles published on a day of `date.toordinal()` first..last, both inclusive; None is open. Undated articles
    are in no range."""

    first: int | None
    last: int | None


@dataclass(frozen=True)
class Every:
    """Every article."""


@dataclass(frozen=True)
class All:
    """Articles in every child; scores are summed."""

    children: tuple[Plan, ...]


@dataclass(frozen=True)
class Any:
    """Articles in any child; scores are summed."""

    children: tuple[Plan, ...]


@dataclass(frozen=True)
class Without:
    """Articles not in the child."""

    child: Plan


Word = Match | Prefix
"""What scores, and what snippets mark."""

Placed = Word | Near | SameSentence | Any
"""What stands at positions of a field; an Any only when all its children do: it stands where any of them stands."""

Plan = Word | Near | SameSentence | Value | Days | Every | All | Any | Without


def value_key(value: str) -> str:
    """What two values must share to be the same: case and spaces aside."""
    return "".join(clean(value).split()).casefold()


def matches(plan: Plan) -> Iterator[Word]:
    """The words that an article may be found by, left to right; not those it must be without."""
    if isinstance(plan, Match | Prefix):
        yield plan
    elif isinstance(plan, Near | SameSentence | All | Any):
        for child in plan.children:
            yield from matches(child)


def prefixes(plan: Plan) -> Iterator[Prefix]:
    """Every Prefix, whether or not an article may be found by it."""
    match plan:
        case Prefix():
            yield plan
        case All() | Any() | Near() | SameSentence():
            for child in plan.children:
                yield from prefixes(child)
        case Without():
            yield from prefixes(plan.child)

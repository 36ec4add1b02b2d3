"""The query as an engine executes it: terms instead of words. Made from the tree by `planner.understand`.

A plan is the same for every engine and for the snippets: what a `Word` finds in the index, it marks in the text.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple

from indexer.analysis.gate import clean
from indexer.article import TEXT_FIELDS
from indexer.query import ranking

TermSequence = tuple[str, ...]
"""Terms at adjacent positions of one field, in this order."""


@dataclass(frozen=True)
class Match:
    """A typed word: articles where one of the term sequences in `alternatives` stands in one of `fields`, or one of
    `letters` does as printed (see literal). Its places are where they begin. It scores by them: what is a word or a
    noun of its own counts in full, letters inside of other words count PART as much (see ranking)."""

    text: str
    alternatives: tuple[TermSequence, ...] = ()
    fields: tuple[str, ...] = TEXT_FIELDS
    letters: tuple[str, ...] = ()


@dataclass(frozen=True)
class Phrase:
    """Typed words side by side: articles where `words` stand in words that follow one another, the first at the end of
    its head, the last at the beginning of its own, or where `letters`, theirs written together, stand as printed."""

    text: str
    words: tuple[Match, ...]
    letters: str
    fields: tuple[str, ...] = TEXT_FIELDS


@dataclass(frozen=True)
class Exact:
    """Articles where these words stand as printed, particles and spaces and all: the first may be the end of a printed
    word, the last the beginning of one; a single one may stand anywhere in a word."""

    text: str
    printed: tuple[str, ...]
    fields: tuple[str, ...] = TEXT_FIELDS


@dataclass(frozen=True)
class Fuzzy:
    """Articles with a word whose head is at most `distance` keystrokes from `letters` (see analysis.jamo)."""

    text: str
    letters: str
    distance: int
    fields: tuple[str, ...] = TEXT_FIELDS


@dataclass(frozen=True)
class Prefix:
    """A typed beginning of words: articles where a word, or a noun in one, that starts with `prefix` stands in one of
    `fields`."""

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


How = Literal["noun", "verb", "inside", "whole"]


@dataclass(frozen=True)
class Part:
    """Letters that count towards a score; no article is found by them alone. `how`: where they are a noun, a verb (as
    terms), where any head or noun has them inside, where they are a whole head. With `lead` only in titles and
    subtitles and among the first words of other fields (ranking.LEAD)."""

    letters: str
    how: How
    fields: tuple[str, ...] = TEXT_FIELDS
    lead: bool = False


Word = Match | Phrase | Prefix | Exact | Fuzzy
"""What scores, and what snippets mark."""

Placed = Word | Near | SameSentence | Any
"""What stands at positions of a field; an Any only when all its children do: it stands where any of them stands."""

Plan = Word | Near | SameSentence | Value | Days | Every | All | Any | Without


Counted = Placed | Part
"""What a score may be made of."""


class Scored(NamedTuple):
    """A part of a score: `weight` times how rare the node is (or `rare`, where that is given), `beyond` what the rarest
    of these is, times how often it stands, saturated by `k1` (see ranking)."""

    node: Counted
    weight: float = 1.0
    k1: float = ranking.K1
    beyond: tuple[Counted, ...] = ()
    rare: Counted | None = None


def scored_by(plan: Plan) -> tuple[Scored, ...]:
    """What scores in a plan unless something else is said: its words."""
    return tuple(Scored(word, k1=ranking.K1) for word in matches(plan))


def value_key(value: str) -> str:
    """What two values must share to be the same: case and spaces aside."""
    return "".join(clean(value).split()).casefold()


def matches(plan: Plan) -> Iterator[Word]:
    """The words that an article may be found by, left to right; not those it must be without."""
    if isinstance(plan, Word):
        yield plan
    elif isinstance(plan, Near | SameSentence | All | Any):
        for child in plan.children:
            yield from matches(child)


def expanded(plan: Plan) -> Iterator[Prefix | Fuzzy]:
    """Every node that stands for however many terms, whether or not an article may be found by it."""
    match plan:
        case Prefix() | Fuzzy():
            yield plan
        case All() | Any() | Near() | SameSentence():
            for child in plan.children:
                yield from expanded(child)
        case Without():
            yield from expanded(plan.child)

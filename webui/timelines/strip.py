"""Articles as dots along time: a small picture beside a list that says the same. Pure functions.

Places along the axis are percentages, so that it stretches; heights are pixels.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from webui.periods import dotted

PLACES = 40
"""Along the axis: dots of one place stand on one another."""

MOST_HIGH = 5
"""Dots on one another; of more, their number."""

STEP, TOP, UNDER = 9, 14, 20
MOST_TICKS = 6
STRIDES = (1, 2, 5, 10, 20, 50)
MONTHS, DAYS = 3 * 366, 92
"""An axis shorter than this many days has ticks of months, of days."""


@dataclass(frozen=True, kw_only=True)
class Point:
    """An article of a day. `kind` says how it is drawn: whole, partial, related or here."""

    id: str
    title: str
    day: date
    kind: str


@dataclass(frozen=True, kw_only=True)
class Dot:
    """A point as drawn: `x` in percent, `y` in pixels."""

    point: Point
    x: str
    y: int

    @property
    def name(self) -> str:
        """What is said of it."""
        return f"{dotted(self.point.day)} {self.point.title}"


@dataclass(frozen=True, kw_only=True)
class Label:
    """Text at a place."""

    x: str
    y: int
    text: str


@dataclass(frozen=True, kw_only=True)
class Strip:
    """All that is drawn; `more` are the numbers of dots that stand above the ones that are."""

    dots: tuple[Dot, ...]
    more: tuple[Label, ...]
    ticks: tuple[Label, ...]
    base: int
    height: int


def draw(points: Sequence[Point]) -> Strip | None:
    """The picture; None where there is nothing to see: fewer than two articles, or a single day."""
    days = [point.day for point in points]
    if len(points) < 2 or min(days) == max(days):
        return None
    first, ticks, last = _axis(min(days), max(days))
    whole = (last - first).days
    placed = [(int((point.day - first).days * PLACES / whole), point) for point in points]
    # What the list is about stands at the bottom of its place, then what prints most of it.
    placed.sort(key=lambda pair: (pair[0], _KINDS.index(pair[1].kind), pair[1].day, pair[1].id))
    high = min(max(Counter(place for place, _ in placed).values()), MOST_HIGH)
    base = TOP + high * STEP
    dots, more = _stacked(placed, base)
    return Strip(
        dots=tuple(dots),
        more=tuple(more),
        ticks=tuple(Label(x=_percent((day - first).days / whole), y=base + 14, text=text) for day, text in ticks),
        base=base,
        height=base + UNDER,
    )


_KINDS = ("here", "whole", "partial", "related")


def _stacked(placed: Sequence[tuple[int, Point]], base: int) -> tuple[list[Dot], list[Label]]:
    heights: Counter[int] = Counter()
    dots = []
    for place, point in placed:
        if heights[place] < MOST_HIGH:
            dots.append(Dot(point=point, x=_middle(place), y=base - heights[place] * STEP - STEP // 2))
        heights[place] += 1
    beyond = [(place, count - MOST_HIGH) for place, count in heights.items() if count > MOST_HIGH]
    return dots, [Label(x=_middle(place), y=TOP - 4, text=f"+{count}") for place, count in beyond]


def _axis(first: date, last: date) -> tuple[date, list[tuple[date, str]], date]:
    """Where the axis begins, its ticks, and where it ends."""
    span = (last - first).days
    if span > MONTHS:
        years = range(first.year, last.year + 1)
        return (
            date(first.year, 1, 1),
            [(date(year, 1, 1), str(year)) for year in years[:: _stride(len(years))]],
            date(last.year, 12, 31),
        )
    if span > DAYS:
        months = list(_months(first, last))
        begins = [(month, f"{month.year}.{month.month:02}") for month in months[:: _stride(len(months))]]
        return months[0], begins, last + timedelta(days=1)
    step = timedelta(days=_stride(span + 1))
    days = [first + step * number for number in range((last - first) // step + 1)]
    return (
        first,
        [(day, dotted(day)[5 if number else 0 :]) for number, day in enumerate(days)],
        last + timedelta(days=1),
    )


def _months(first: date, last: date) -> Iterator[date]:
    for number in range(first.year * 12 + first.month - 1, last.year * 12 + last.month):
        yield date(number // 12, number % 12 + 1, 1)


def _stride(count: int) -> int:
    return next((stride for stride in STRIDES if count <= stride * MOST_TICKS), STRIDES[-1])


def _middle(place: int) -> str:
    return _percent((place + 0.5) / PLACES)


def _percent(part: float) -> str:
    return f"{part * 100:.2f}".rstrip("0").rstrip(".") + "%"

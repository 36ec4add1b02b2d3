"""The axis of time: which years, months or days there are to see, and the days that each stands for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from webui.language import language
from webui.parameters import Unit
from webui.periods import Days, day_in_words, month_days, month_in_words, period_in_words, year_days

__all__ = [
    "MAX_EMPTY_YEARS",
    "Place",
    "Unit",
    "every_place",
    "months_asked",
    "places",
    "possible",
    "touched",
    "years_of",
]

MAX_EMPTY_YEARS = 150
"""A longer span (one misprinted date makes one) shows only the years that hold something."""
MAX_YEARS_BY_MONTH = 30
MAX_MONTHS_BY_DAY = 3

Month = tuple[int, int]
"""Year, and month from 1."""


@dataclass(frozen=True)
class Place:
    """A year, month or day of the axis, before its count is known. `value` is its form in a URL, `name` in words,
    `tick` its label. Label strides count in `ordinal`; None takes no label. `whole_year` is the year that a label
    stands for when its place is but a month."""

    value: str
    days: Days
    name: str
    tick: str
    ordinal: int | None
    whole_year: str = ""


def years_of(values: Iterable[str]) -> list[int]:
    """The years from the first to the last of those, the empty ones too unless they are too many."""
    years = sorted({int(value) for value in values})
    if not years:
        return []
    span = range(years[0], years[-1] + 1)
    return list(span) if len(span) <= MAX_EMPTY_YEARS else years


def touched(years: Iterable[int], first: date | None, last: date | None) -> list[int]:
    """The years of which a period has any day."""
    return [y for y in years if (first is None or first.year <= y) and (last is None or y <= last.year)]


def possible(wanted: Unit, years: Sequence[int], first: date | None, last: date | None) -> Unit:
    """The unit wanted, or the finest one that fits on a page."""
    if wanted == "day" and 0 < months_asked(first, last) <= MAX_MONTHS_BY_DAY:
        return "day"
    if wanted != "year" and 0 < len(touched(years, first, last)) <= MAX_YEARS_BY_MONTH:
        return "month"
    return "year"


def months_asked(first: date | None, last: date | None) -> int:
    """How many months a closed period touches; 0 for an open one."""
    return (last.year - first.year) * 12 + last.month - first.month + 1 if first and last else 0


def places(unit: Unit, years: Sequence[int], first: date | None, last: date | None) -> Sequence[Place]:
    """The axis around a period, as a page shows it: all the years; the months of the years that are touched; the days
    of the months."""
    if unit == "day" and first and last:
        return _kept(unit, tuple(_months_from((first.year, first.month), (last.year, last.month))), language())
    if unit == "month":
        months = [(year, month) for year in touched(years, first, last) for month in range(1, 13)]
        return _kept(unit, tuple(months), language())
    return [_year(year) for year in years]


@lru_cache(maxsize=64)
def _kept(unit: Unit, months: tuple[Month, ...], _language: str) -> Sequence[Place]:
    """Pages show the same few axes again and again."""
    return _days(months) if unit == "day" else _months(months)


def every_place(unit: Unit, years: Sequence[int], first: date | None, last: date | None) -> Sequence[Place]:
    """The axis of a period and nothing around it, however long it is."""
    inside = touched(years, first, last)
    if unit == "year":
        return [_year(year) for year in inside]
    months = [(year, month) for year in inside for month in range(1, 13)]
    months = [m for m in months if _overlaps(month_days(*m), first, last)]
    return _months(months) if unit == "month" else [p for p in _days(months) if _overlaps(p.days, first, last)]


def _overlaps(days: Days, first: date | None, last: date | None) -> bool:
    return (first is None or days[1] >= first) and (last is None or days[0] <= last)


def _year(year: int) -> Place:
    return _year_in(year, language())


@lru_cache(maxsize=1024)
def _year_in(year: int, _language: str) -> Place:
    days = year_days(year)
    return Place(f"{year:04}", days, period_in_words(*days), str(year), year)


def _months_from(first: Month, last: Month) -> list[Month]:
    numbers = range(first[0] * 12 + first[1] - 1, last[0] * 12 + last[1])
    return [(number // 12, number % 12 + 1) for number in numbers]


def _months(months: Sequence[Month]) -> Sequence[Place]:
    """Named by their months where there are a dozen at most, else by their years, each at its January."""
    found: list[Place] = []
    for n, (year, month) in enumerate(months):
        value, days = f"{year:04}-{month:02}", month_days(year, month)
        name = period_in_words(*days)
        if len(months) <= 12:
            tick = f"{year}.{month}" if n and month == 1 else month_in_words(month)
            found.append(Place(value, days, name, tick, n))
        else:
            found.append(Place(value, days, name, str(year), year if month == 1 else None, f"{year:04}"))
    return found


def _days(months: Sequence[Month]) -> Sequence[Place]:
    return [place for month in months for place in _days_of(month, alone=len(months) == 1)]


def _days_of(month: Month, *, alone: bool) -> Iterator[Place]:
    for n in range(1, month_days(*month)[1].day + 1):
        day = date(*month, n)
        tick = month_in_words(day.month) if n == 1 and not alone else str(n)
        ordinal = n - 1 if alone or n <= 27 else None  # the next month's label needs room
        yield Place(day.isoformat(), (day, day), day_in_words(day), tick, ordinal)

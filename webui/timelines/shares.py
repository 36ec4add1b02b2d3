"""Counts along time beside all the articles there are: shares, and how sure they are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from indexer.query.result import FacetCount
from webui.parameters import Unit
from webui.timelines.axis import Place

SURE = 30
"""Of fewer articles than that a share says little: one more article moves it by three points and more."""

Facets = Mapping[str, Sequence[FacetCount]]
"""Counts by facet, as a SearchResult has them and as Search.totals gives them."""

Period = tuple[date | None, date | None]
"""First and last day, both inclusive; None is open."""

_SIZES: Mapping[Unit, int] = {"year": 4, "month": 7, "day": 10}


@dataclass(frozen=True, kw_only=True)
class Held:
    """The months ("YYYY-MM") of which the archive has anything. In a month without any, a count of zero is no
    finding: not of the month, nor of its days."""

    months: Set[str]

    def has(self, period: str) -> bool:
        """Whether there is anything of a year, of a month, or of a day's month."""
        return period[:7] in self.months if len(period) > 4 else period in self.years

    @cached_property
    def years(self) -> Set[str]:
        """Those with a month that has anything."""
        return {month[:4] for month in self.months}


def held(totals: Facets) -> Held:
    """What is held, of all articles by month."""
    return Held(months=frozenset(month for month, count in totals.get("month", ()) if count))


@dataclass(frozen=True, kw_only=True)
class Point:
    """One period ("YYYY", "YYYY-MM" or "YYYY-MM-DD"): `count` articles found of `total`. `missing` says that the
    archive has nothing then."""

    period: str
    count: int
    total: int
    missing: bool

    @property
    def share(self) -> float | None:
        """From 0 to 1; None where there is nothing to have a share of."""
        return share(self.count, self.total)

    def to_json(self) -> dict[str, Any]:
        """As in docs/api.md."""
        found = None if self.share is None else round(self.share, 6)
        return {
            "period": self.period,
            "count": self.count,
            "total": self.total,
            "share": found,
            "missing": self.missing,
        }


def points(
    unit: Unit, places: Iterable[Place], found: Facets, totals: Facets, kept: Held, period: Period
) -> tuple[Point, ...]:
    """The counts of those places, of the days of the period only: their sum is what a search in that period finds (but
    for the undated). The archive may have grown between the two counts: a total is never below its count."""
    counts, all_of = (within(facets, unit, period) for facets in (found, totals))
    return tuple(
        Point(
            period=place.value,
            count=(count := counts.get(place.value, 0)),
            total=max(count, all_of.get(place.value, 0)),
            missing=not count and not kept.has(place.value),
        )
        for place in places
    )


def counted_by(unit: Unit, period: Period) -> tuple[Unit, ...]:
    """The units whose counts say how much is in each unit of a period: its days, unless it is all time."""
    return (unit,) if period == (None, None) else ("day",)


def within(facets: Facets, unit: Unit, period: Period) -> dict[str, int]:
    """The counts of a period, by unit."""
    if period == (None, None):
        return dict(facets.get(unit, ()))
    begin, end = (day.isoformat() if day else usual for day, usual in zip(period, ("", "9999-12-31"), strict=True))
    size = _SIZES[unit]
    counts: dict[str, int] = {}
    for day, count in facets.get("day", ()):
        if begin <= day <= end:
            counts[day[:size]] = counts.get(day[:size], 0) + count
    return counts


def share(count: int, total: int | None) -> float | None:
    """The part that `count` is of `total`, from 0 to 1; None of nothing."""
    return count / total if total else None


def unsure(total: int | None) -> bool:
    """Whether a share of so many says little."""
    return total is not None and 0 < total < SURE


def percent(part: float) -> str:
    """A share in figures: 3.5%, 0.35%; 100% and 0% only for all and nothing."""
    hundred = part * 100
    if hundred in (0, 100):
        return f"{hundred:.0f}%"
    if hundred < 0.01:
        return "<0.01%"
    return f"{hundred:.2f}%" if hundred < 1 else f"{min(hundred, 99.9):.1f}%"

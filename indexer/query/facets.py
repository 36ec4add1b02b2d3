"""Facets: what is counted, and in which order the counts are shown."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from indexer.query.result import FACETS, FacetCount

TIME_FACETS = ("year", "month", "day")


def time_values(day: date) -> dict[str, str]:
    """The values a day has in the time facets: 2019, 2019-03, 2019-03-27."""
    text = day.isoformat()
    return {"year": text[:4], "month": text[:7], "day": text}


def ordered_counts(counts: Mapping[str, Mapping[str, int]]) -> dict[str, tuple[FacetCount, ...]]:
    """Every facet of FACETS: time in time order, values by falling count, equal counts by value."""
    ordered = {}
    for name in FACETS:
        items = sorted(counts.get(name, {}).items())
        if name not in TIME_FACETS:
            items.sort(key=lambda item: -item[1])
        ordered[name] = tuple(FacetCount(value, count) for value, count in items)
    return ordered

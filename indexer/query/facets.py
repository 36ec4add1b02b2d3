"""Facets: what is counted, and in which order the counts are shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from indexer.query.result import ENTITY_FACETS, FACETS, FacetCount

TIME_FACETS = ("year", "month", "day")

MOST_VALUES = 50
"""Values of an entity facet in one answer: keywords are as many as words, and nobody reads the thousandth."""


def time_values(day: date) -> dict[str, str]:
    """The values a day has in the time facets: 2019, 2019-03, 2019-03-27."""
    text = day.isoformat()
    return {"year": text[:4], "month": text[:7], "day": text}


def ordered_counts(
    counts: Mapping[str, Mapping[str, int]], facets: Iterable[str] = FACETS
) -> dict[str, tuple[FacetCount, ...]]:
    """Each of the facets: time in time order, values by falling count, equal counts by value."""
    ordered = {}
    for name in facets:
        items = sorted(counts.get(name, {}).items())
        if name not in TIME_FACETS:
            items.sort(key=lambda item: -item[1])
        shown = items[:MOST_VALUES] if name in ENTITY_FACETS else items
        ordered[name] = tuple(FacetCount(value, count) for value, count in shown)
    return ordered

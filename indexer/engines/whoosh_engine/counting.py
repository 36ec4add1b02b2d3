"""Facets: how many documents have each value."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt

from indexer.engines.whoosh_engine.kernels import ranking
from indexer.engines.whoosh_engine.snapshot import Snapshot
from indexer.query.facets import TIME_FACETS
from indexer.query.result import FacetCount

Array = npt.NDArray[Any]

_facet_count = partial(tuple.__new__, FacetCount)
"""As FacetCount._make, without a call of Python code for each of hundreds."""


def facet_counts(
    snapshot: Snapshot, facets: Iterable[str], held: Array, filters: Mapping[str, Array]
) -> dict[str, tuple[FacetCount, ...]]:
    """The counts of each facet over the documents that pass all filters but its own. `filters` says of each of the
    documents `held` whether it passes; the three time facets share one filter."""
    counted: dict[str, tuple[FacetCount, ...]] = {}
    per_day: Array | None = None
    for name in facets:
        if name in TIME_FACETS:
            if per_day is None:
                per_day = _per_day(snapshot, _passing("time", held, filters))
            counted[name] = _time_counts(snapshot, name, per_day)
        else:
            counted[name] = _value_counts(snapshot, name, _passing(name, held, filters))
    return counted


def _passing(facet: str, held: Array, filters: Mapping[str, Array]) -> Array:
    others = [passes for name, passes in filters.items() if name != facet]
    return held[np.logical_and.reduce(others)] if others else held


def _per_day(snapshot: Snapshot, documents: Array) -> Array:
    counts = np.zeros(len(snapshot.days.days) + 1, np.int64)
    ranking.count(documents, snapshot.days.ordinals, counts)
    return counts[1:]


def _time_counts(snapshot: Snapshot, name: str, per_day: Array) -> tuple[FacetCount, ...]:
    values, places = snapshot.days.labels[name]
    counts = np.bincount(places, weights=per_day, minlength=len(values)).astype(np.int64)
    return _listed(values, counts, np.flatnonzero(counts))


def _value_counts(snapshot: Snapshot, name: str, documents: Array) -> tuple[FacetCount, ...]:
    """By falling count, equal counts by value: names are in order already."""
    column = snapshot.values[name]
    counts = np.zeros(len(column.names) + 1, np.int64)
    ranking.count(documents, column.ordinals, counts)
    ranking.count_more(documents, column.more_documents, column.more_ordinals, counts)
    some = np.flatnonzero(counts[1:])
    return _listed(column.names, counts[1:], some[np.argsort(-counts[1:][some], kind="stable")])


def _listed(values: Sequence[str], counts: Array, chosen: Array) -> tuple[FacetCount, ...]:
    names = [values[place] for place in chosen.tolist()]
    return tuple(map(_facet_count, zip(names, counts[chosen].tolist(), strict=True)))

"""Facets: how many documents have each value."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt

from indexer.engines.whoosh_engine.kernels import ranking
from indexer.engines.whoosh_engine.snapshot import Snapshot
from indexer.query.facets import MOST_VALUES, TIME_FACETS
from indexer.query.result import ENTITY_FACETS, FacetCount

Array = npt.NDArray[Any]

_facet_count = partial(tuple.__new__, FacetCount)
"""As FacetCount._make, without a call of Python code for each of hundreds."""


def facet_counts(
    snapshot: Snapshot, facets: Iterable[str], held: Array, filters: Mapping[str, Array]
) -> dict[str, tuple[FacetCount, ...]]:
    """The counts of each facet over the documents that pass all filters but its own. `filters` says of each of the
    documents `held` whether it passes; the three time facets share one filter."""
    counted = {}
    for name in facets:
        if name in TIME_FACETS:
            counted[name] = _time_counts(snapshot, name, _passing("time", held, filters))
        else:
            counted[name] = _value_counts(snapshot, name, _passing(name, held, filters))
    return counted


def _passing(facet: str, held: Array, filters: Mapping[str, Array]) -> Array:
    others = [passes for name, passes in filters.items() if name != facet]
    return held[np.logical_and.reduce(others)] if others else held


def _time_counts(snapshot: Snapshot, name: str, documents: Array) -> tuple[FacetCount, ...]:
    values, places = snapshot.days.labels[name]
    found, counts = ranking.time_counts(documents, snapshot.days.ordinals, places, len(values))
    return _listed([values[place] for place in found.tolist()], counts)


def _value_counts(snapshot: Snapshot, name: str, documents: Array) -> tuple[FacetCount, ...]:
    """By falling count, equal counts by value: names are in order already."""
    column = snapshot.values(name)
    if not column.names:  # most archives have no entities: asking for them is free
        return ()
    more = column.more_documents, column.more_ordinals
    most = MOST_VALUES if name in ENTITY_FACETS else len(column.names)
    found, counts = ranking.value_counts(documents, column.ordinals, *more, len(column.names), most)
    return _listed([column.names[ordinal - 1] for ordinal in found.tolist()], counts)


def _listed(names: list[str], counts: Array) -> tuple[FacetCount, ...]:
    return tuple(map(_facet_count, zip(names, counts.tolist(), strict=True)))

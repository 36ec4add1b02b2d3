"""Facets: how many documents have each value."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, overload

import numpy as np
import numpy.typing as npt

from indexer.engines.whoosh_engine.kernels import ranking
from indexer.engines.whoosh_engine.snapshot import Snapshot
from indexer.query.facets import MOST_VALUES, TIME_FACETS
from indexer.query.result import ENTITY_FACETS, FacetCount

Array = npt.NDArray[Any]

_facet_count = partial(tuple.__new__, FacetCount)
"""As FacetCount._make, without a call of Python code for each of hundreds."""


class Listed(Sequence[FacetCount]):
    """The counts of values, each made when it is looked at: an answer has thousands of reporters and of days, and a
    page shows a few of them. `places` are those of the values in `names`."""

    def __init__(self, names: Sequence[str], places: Array, counts: Array) -> None:
        self._names, self._places, self._counts = names, places, counts

    def __len__(self) -> int:
        return len(self._counts)

    @overload
    def __getitem__(self, at: int) -> FacetCount: ...

    @overload
    def __getitem__(self, at: slice) -> Sequence[FacetCount]: ...

    def __getitem__(self, at: int | slice) -> FacetCount | Sequence[FacetCount]:
        if isinstance(at, slice):
            return tuple(self._made(self._places[at], self._counts[at]))
        return FacetCount(self._names[int(self._places[at])], int(self._counts[at]))

    def __iter__(self) -> Iterator[FacetCount]:
        return self._made(self._places, self._counts)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return repr(tuple(self))

    def _made(self, places: Array, counts: Array) -> Iterator[FacetCount]:
        names = map(self._names.__getitem__, places.tolist())
        return map(_facet_count, zip(names, counts.tolist(), strict=True))


def facet_counts(
    snapshot: Snapshot, facets: Iterable[str], held: Array, filters: Mapping[str, Array]
) -> dict[str, Sequence[FacetCount]]:
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


def _time_counts(snapshot: Snapshot, name: str, documents: Array) -> Sequence[FacetCount]:
    values, places = snapshot.days.labels[name]
    found, counts = ranking.time_counts(documents, snapshot.days.ordinals, places, len(values))
    return Listed(values, found, counts)


def _value_counts(snapshot: Snapshot, name: str, documents: Array) -> Sequence[FacetCount]:
    """By falling count, equal counts by value: names are in order already."""
    column = snapshot.values(name)
    if not column.names:  # most archives have no entities: asking for them is free
        return ()
    more = column.more_documents, column.more_ordinals
    most = MOST_VALUES if name in ENTITY_FACETS else len(column.names)
    found, counts = ranking.value_counts(documents, column.ordinals, *more, len(column.names), most)
    return Listed(column.names, found - 1, counts)

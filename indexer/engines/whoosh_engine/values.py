"""Columns of the documents of a snapshot: the values of a field, and the days."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from indexer.engines.whoosh_engine.schema import day_of
from indexer.query.facets import TIME_FACETS, time_values
from indexer.query.plan import value_key

Array = npt.NDArray[Any]


@dataclass(frozen=True, eq=False)
class ValueColumn:
    """The values of one field. A document's (first) value is `names[ordinals[document] - 1]`, 0 standing for none; the
    few that have several have the others in (`more_documents`, `more_ordinals`), documents ascending. Names are in
    the order of their bytes."""

    names: tuple[str, ...]
    ordinals: Array
    more_documents: Array
    more_ordinals: Array

    def having(self, documents: Array, wanted: Sequence[int]) -> Array:
        """Which of the documents have one of these ordinals."""
        chosen = np.zeros(len(self.names) + 1, bool)
        chosen[list(wanted)] = True
        held = chosen[self.ordinals[documents]]
        further = self.more_documents[chosen[self.more_ordinals]]
        places = np.searchsorted(documents, further)
        known = places < len(documents)
        places, further = places[known], further[known]
        held[places[documents[places] == further]] = True
        return held

    def ordinals_of(self, names: Iterable[str]) -> list[int]:
        """The ordinals of those names that any document has."""
        return [self.by_name[name] for name in names if name in self.by_name]

    @cached_property
    def by_name(self) -> dict[str, int]:
        """The ordinal of each name."""
        return {name: ordinal for ordinal, name in enumerate(self.names, start=1)}

    @cached_property
    def by_key(self) -> dict[str, list[int]]:
        """The ordinals of the names that share a `value_key`."""
        ordinals: dict[str, list[int]] = {}
        for name, ordinal in self.by_name.items():
            ordinals.setdefault(value_key(name), []).append(ordinal)
        return ordinals


class DayColumn:
    """The days of the documents: `days` are those that occur (`date.toordinal()`), ascending; a document's is
    `days[ordinals[document] - 1]`, 0 standing for none."""

    def __init__(self, days: Array, ordinals: Array) -> None:
        self.days, self.ordinals = days, ordinals

    def within(self, documents: Array, first: int | None, last: int | None) -> Array:
        """Which of the documents are of these days; undated ones are in no range."""
        low = 0 if first is None else int(np.searchsorted(self.days, first))
        high = len(self.days) if last is None else int(np.searchsorted(self.days, last, side="right"))
        ordinals = self.ordinals[documents]
        return (ordinals > low) & (ordinals <= high)

    @cached_property
    def labels(self) -> dict[str, tuple[list[str], Array]]:
        """For each time facet its values in order, and for each ordinal the number of its value, from 1 on."""
        values = [time_values(day_of(day)) for day in self.days.tolist()]
        found = {}
        for name in TIME_FACETS:
            places = {value: place for place, value in enumerate(dict.fromkeys(each[name] for each in values))}
            found[name] = list(places), np.array([0, *(places[each[name]] + 1 for each in values)], np.uint32)
        return found

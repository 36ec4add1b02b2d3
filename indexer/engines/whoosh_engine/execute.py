"""Executing a plan over the arrays of a snapshot: one path for every query. Documents are numbers, ascending."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import reduce

import numpy as np
import numpy.typing as npt

from indexer.engines.interface import EngineAnswer, EngineQuery
from indexer.engines.whoosh_engine.schema import day_of
from indexer.engines.whoosh_engine.snapshot import Numbers, Snapshot
from indexer.query.facets import ordered_counts, time_values
from indexer.query.plan import All, Any, Days, Every, Match, Plan, TermSequence, Value, Without, value_key
from indexer.query.ranking import PRECISION, field_frequency, rarity, saturated
from indexer.query.request import FILTER_FIELDS
from indexer.query.result import FacetCount

Mask = npt.NDArray[np.bool_]
Scores = npt.NDArray[np.float64]


def answer(snapshot: Snapshot, query: EngineQuery) -> EngineAnswer:
    """The asked-for page, the exact total and the facets."""
    execution = _Execution(snapshot)
    held = execution.documents(query.plan) & snapshot.live
    filters = _filters(snapshot, query)
    hits = np.flatnonzero(_all_of(held, filters.values()))
    scores = np.round(execution.scores[hits], PRECISION)
    stop = None if query.limit is None else query.offset + query.limit
    page = _order(snapshot, hits, scores, query)[query.offset : stop]
    found = [(snapshot.ids[hits[place]], float(scores[place])) for place in page]
    facets = _facets(snapshot, held, filters) if query.with_facets else {}
    return EngineAnswer(total=len(hits), found=found, facets=facets)


class _Execution:
    """Evaluates a plan, gathering scores as it meets the words. Words below a NOT do not score."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self.scores: Scores = np.zeros(snapshot.size)

    def documents(self, plan: Plan, *, scoring: bool = True) -> Mask:
        """Which documents the plan holds for."""
        match plan:
            case Match():
                return self._match(plan, scoring=scoring)
            case Value():
                return self._value(plan)
            case Days():
                return _within(self._snapshot, plan.first, plan.last)
            case Every():
                return _everything(self._snapshot)
            case All():
                children = (self.documents(child, scoring=scoring) for child in plan.children)
                return reduce(np.logical_and, children, _everything(self._snapshot))
            case Any():
                children = (self.documents(child, scoring=scoring) for child in plan.children)
                return reduce(np.logical_or, children, ~_everything(self._snapshot))
            case Without():
                return ~self.documents(plan.child, scoring=False)

    def _match(self, node: Match, *, scoring: bool) -> Mask:
        snapshot = self._snapshot
        frequencies = np.zeros(snapshot.size)
        for name in node.fields:
            documents, counts = np.unique(_starts(snapshot, name, node.alternatives) >> 32, return_counts=True)
            lengths = snapshot.lengths[name][documents].astype(np.float64)
            counted = counts.astype(np.float64)
            frequencies[documents] += field_frequency(name, counted, lengths, snapshot.mean_lengths[name])
        held = frequencies > 0
        if scoring:
            self.scores += rarity(int(held.sum()), snapshot.count) * saturated(frequencies)
        return held

    def _value(self, node: Value) -> Mask:
        column = self._snapshot.values[node.field]
        return _with_values(self._snapshot, node.field, {n for n in column.names if value_key(n) == node.key})


def _starts(snapshot: Snapshot, field: str, alternatives: Sequence[TermSequence]) -> Numbers:
    """Where any of the sequences begins, as document << 32 | position."""
    found = []
    for sequence in alternatives:
        starts = snapshot.occurrences(field, sequence[0])
        for step, term in enumerate(sequence[1:], start=1):
            if not len(starts):
                break
            # Positions are far below 2³², so a step never carries over into the document.
            starts = np.intersect1d(starts, snapshot.occurrences(field, term) - step, assume_unique=True)
        found.append(starts)
    return reduce(np.union1d, found)


def _everything(snapshot: Snapshot) -> Mask:
    return np.ones(snapshot.size, dtype=bool)


def _within(snapshot: Snapshot, first: int | None, last: int | None) -> Mask:
    return snapshot.dated & (snapshot.days >= (first or 0)) & (snapshot.days <= (last or date.max.toordinal()))


def _with_values(snapshot: Snapshot, field: str, wanted: Iterable[str]) -> Mask:
    column = snapshot.values[field]
    held = np.zeros(snapshot.size, dtype=bool)
    chosen = set(wanted)
    ordinals = [place for place, name in enumerate(column.names) if name in chosen]
    held[column.documents[np.isin(column.ordinals, ordinals)]] = True
    return held


def _filters(snapshot: Snapshot, query: EngineQuery) -> dict[str, Mask]:
    """The filters beside the plan, by what they filter; the dates' filter is called time."""
    chosen = {name: _with_values(snapshot, name, values) for name, values in query.chosen.items() if values}
    unbounded = query.first is None and query.last is None
    return {"time": _everything(snapshot) if unbounded else _within(snapshot, query.first, query.last), **chosen}


def _all_of(held: Mask, masks: Iterable[Mask]) -> Mask:
    return reduce(np.logical_and, masks, held)


def _order(snapshot: Snapshot, hits: Numbers, scores: Scores, query: EngineQuery) -> Numbers:
    """The places of `hits` in the asked-for order; see EngineAnswer for ties."""
    times = snapshot.times[hits]
    newest = times if query.sort == "oldest" else -times
    keys: list[npt.NDArray[np.generic]] = [snapshot.id_ranks[hits], newest, ~snapshot.dated[hits]]
    if query.sort == "relevance":
        keys.append(-scores)
    order: Numbers = np.lexsort(keys)
    return order


def _facets(snapshot: Snapshot, held: Mask, filters: Mapping[str, Mask]) -> dict[str, tuple[FacetCount, ...]]:
    """The counts of each facet over what passes all filters but its own."""
    passing = {
        name: _all_of(held, (mask for other, mask in filters.items() if other != name))
        for name in ("time", *FILTER_FIELDS)
    }
    counts: dict[str, Counter[str]] = {name: _value_counts(snapshot, name, passing[name]) for name in FILTER_FIELDS}
    days, per_day = np.unique(snapshot.days[passing["time"] & snapshot.dated], return_counts=True)
    for day, count in zip(days.tolist(), per_day.tolist(), strict=True):
        for name, value in time_values(day_of(day)).items():
            counts.setdefault(name, Counter())[value] += count
    return ordered_counts(counts)


def _value_counts(snapshot: Snapshot, field: str, held: Mask) -> Counter[str]:
    column = snapshot.values[field]
    counts = np.bincount(column.ordinals[held[column.documents]], minlength=len(column.names))
    return Counter({name: int(count) for name, count in zip(column.names, counts, strict=True) if count})

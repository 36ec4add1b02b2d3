"""Executing a plan over the arrays of a snapshot: one path for every query. Documents are numbers, ascending."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from typing import Any as Whatever

import numpy as np
import numpy.typing as npt

from indexer.engines.interface import EngineAnswer, EngineQuery, check_expansion
from indexer.engines.whoosh_engine.cells import Terms, expansion
from indexer.engines.whoosh_engine.counting import facet_counts
from indexer.engines.whoosh_engine.kernels import scoring, sets
from indexer.engines.whoosh_engine.kernels.ranking import best, firsts
from indexer.engines.whoosh_engine.snapshot import Snapshot
from indexer.engines.whoosh_engine.words import WordHits, any_of
from indexer.query import ranking
from indexer.query.plan import (
    All,
    Any,
    Counted,
    Days,
    Every,
    Exact,
    Fuzzy,
    Match,
    Near,
    Phrase,
    Plan,
    Prefix,
    SameSentence,
    Scored,
    Value,
    Without,
    Word,
    expanded,
    scored_by,
)

Array = npt.NDArray[Whatever]

NONE = np.empty(0, np.uint32)


def answer(snapshot: Snapshot, query: EngineQuery) -> EngineAnswer:
    """The asked-for page, the exact total and the facets."""
    for word in expanded(query.plan):
        check_expansion(word, expansion(snapshot, word))
    execution = _Execution(snapshot)
    held = execution.documents(query.plan)
    filters = _filters(snapshot, query, held)
    hits = held[np.logical_and.reduce(list(filters.values()))] if filters else held
    page, stories = _page(snapshot, execution, query, hits)
    return EngineAnswer(
        total=len(hits),
        found=page,
        facets=facet_counts(snapshot, query.facets, held, filters),
        stories=stories if query.collapse else None,
    )


class _Execution:
    """Evaluates one plan. A node is either listed, or asked which of some candidates it holds for: what is rare is
    listed, and the rest is asked about that."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._terms = Terms(snapshot)
        self._words: dict[Counted, WordHits] = {}

    def documents(self, plan: Plan) -> Array:
        """The documents the plan holds for."""
        snapshot = self._snapshot
        match plan:
            case Match() | Phrase() | Prefix() | Exact() | Fuzzy():
                return self._hits(plan).documents
            case Near() | SameSentence():
                return self._hits(plan).documents
            case All():
                rarest, *others = sorted(plan.children, key=self._most) or [Every()]
                return reduce(self._within, others, self.documents(rarest))
            case Any():
                words = [child for child in plan.children if isinstance(child, Word)]
                others = [child for child in plan.children if not isinstance(child, Word)]
                found = any_of(snapshot, list(map(self._hits, words))) if words else NONE
                return reduce(sets.union, map(self.documents, others), found)
            case Every():
                return snapshot.everything
            case Without():
                return sets.difference(snapshot.everything, self.documents(plan.child))
            case Days() | Value():
                return snapshot.everything[self._holds(plan, snapshot.everything)]

    def _within(self, candidates: Array, plan: Plan) -> Array:
        """Those of the candidates that the plan holds for."""
        match plan:
            case Match() | Phrase() | Prefix() | Exact() | Fuzzy():
                return self._hits(plan).within(candidates)
            case All():
                return reduce(self._within, sorted(plan.children, key=self._most), candidates)
            case Any():
                return reduce(sets.union, (self._within(candidates, child) for child in plan.children), NONE)
            case Without():
                return sets.difference(candidates, self._within(candidates, plan.child))
            case Every():
                return candidates
            case Days() | Value():
                return candidates[self._holds(plan, candidates)]
            case _:
                return sets.intersection(candidates, self.documents(plan))

    def _holds(self, plan: Days | Value, candidates: Array) -> Array:
        """For which of the candidates it holds."""
        if isinstance(plan, Days):
            return self._snapshot.days.within(candidates, plan.first, plan.last)
        column = self._snapshot.values(plan.field)
        return column.having(candidates, column.by_key.get(plan.key, ()))

    def _most(self, plan: Plan) -> int:
        """How many documents it can at most hold for, as far as that is cheap to say."""
        match plan:
            case Match() | Phrase() | Prefix() | Exact() | Fuzzy():
                return self._hits(plan).postings
            case Near() | SameSentence() | All():
                return min(map(self._most, plan.children), default=self._snapshot.size)
            case Any():
                return sum(map(self._most, plan.children))
            case _:
                return self._snapshot.size

    def _hits(self, word: Counted) -> WordHits:
        if word not in self._words:
            self._words[word] = WordHits(self._snapshot, self._terms, word)
        return self._words[word]

    def scores(self, scored: Sequence[Scored], documents: Array) -> Array:
        """What they score in each of the documents: millionths, in whole numbers (see PRECISION)."""
        snapshot = self._snapshot
        rarities = [self._rarity(part.rare or part.node) - self._rarity(*part.beyond) for part in scored]
        weights = [part.weight * max(rarity, 0.0) for part, rarity in zip(scored, rarities, strict=True)]
        parts = [(self._hits(part.node).lists, weight, part.k1) for part, weight in zip(scored, weights, strict=True)]
        if not any(weights):
            return np.zeros(len(documents), np.int64)
        lists, *numbers = (np.array(column) for column in zip(*(part for part in parts if part[1]), strict=True))
        columns = snapshot.edges, snapshot.lengths, snapshot.forms
        return scoring.scores(lists, numbers[0], *columns, numbers[1], 10.0**ranking.PRECISION, documents)

    def _rarity(self, *nodes: Counted) -> float:
        """That of the rarest."""
        return max((ranking.rarity(self._hits(node).count, self._snapshot.count) for node in nodes), default=0.0)


def _filters(snapshot: Snapshot, query: EngineQuery, held: Array) -> dict[str, Array]:
    """Which of the documents pass each filter beside the plan; the dates' filter is called time."""
    filters: dict[str, Array] = {}
    if query.first is not None or query.last is not None:
        filters["time"] = snapshot.days.within(held, query.first, query.last)
    for name, chosen in query.chosen.items():
        if chosen:
            column = snapshot.values(name)
            filters[name] = column.having(held, column.ordinals_of(chosen))
    for name, left_out in query.left_out.items():
        if left_out:
            column = snapshot.values(name)
            passes = ~column.having(held, column.ordinals_of(left_out))
            filters[name] = filters[name] & passes if name in filters else passes
    return filters


def _page(
    snapshot: Snapshot, execution: _Execution, query: EngineQuery, hits: Array
) -> tuple[list[tuple[str, float]], int]:
    """The hits of the page in order, and how many it was cut from: all, or the first ones of their stories."""
    wanted = len(hits) if query.limit is None else query.offset + query.limit
    by_score = query.sort == "relevance"
    scored = scored_by(query.plan) if query.scored is None else query.scored
    scores = execution.scores(scored, hits) if by_score else np.zeros(len(hits), np.int64)
    ranks = snapshot.oldest if query.sort == "oldest" else snapshot.newest
    if query.collapse:
        first = firsts(scores, hits, ranks, snapshot.stories)
        scores, hits = scores[first], hits[first]
    places = best(scores, hits, ranks, wanted)[query.offset :]
    if not by_score:  # those of the page are enough
        shown = np.sort(places)
        scores[shown] = execution.scores(scored, hits[shown])
    units = 10**ranking.PRECISION
    page = zip(hits[places].tolist(), scores[places].tolist(), strict=True)
    return [(snapshot.id_of(document), score / units) for document, score in page], len(hits)

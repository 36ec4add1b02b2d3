"""Random histories and queries: the Whoosh engine answers what the memory engine answers, and what Whoosh answers."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from whoosh import query as whoosh
from whoosh.index import open_dir
from whoosh.query.spans import SpanNear2
from whoosh.scoring import BaseScorer, WeightingModel
from whoosh.searching import Searcher

from indexer.article import TEXT_FIELDS
from indexer.engines.interface import EngineQuery, IndexDocument
from indexer.engines.memory import MemoryEngine
from indexer.engines.whoosh_engine import WhooshEngine, merging
from indexer.query.plan import All, Any, Days, Every, Match, Near, Plan, Value, Without, value_key
from indexer.query.ranking import field_frequency, rarity, saturated
from tests.contract.building import ids, letters, search, without_fsync
from tests.contract.corpora import EVERY_TERM, HISTORIES, QUERIES, WHOOSH_PLANS, History, Put, play, spoken

RANDOM = settings(
    max_examples=60,
    deadline=None,
    derandomize=False,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


class Merging(NamedTuple):
    """When segments are merged, and how many numbers of theirs at a time."""

    tier: int
    piece: int


MERGING = st.builds(Merging, st.sampled_from([2, 3, 8]), st.sampled_from([1, 3, 1000]))
"""Tiers of two or three make every few commits a merge."""


@contextmanager
def played(history: History, merges: Merging) -> Iterator[tuple[WhooshEngine, Path]]:
    """A Whoosh engine with that behind it, and its folder. At most six documents to a segment let some segments grow
    too large to be merged again."""
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        without_fsync(patch)
        patch.setattr(merging, "FLOOR", 1)
        patch.setattr(merging, "LARGEST", 6)
        patch.setattr(merging, "TIER", merges.tier)
        patch.setattr(merging, "PIECE", merges.piece)
        with closing(WhooshEngine(Path(folder))) as engine:
            with engine.writer():
                pass
            play(history, engine)
            yield engine, Path(folder) / engine.index_id


@contextmanager
def searcher_of(folder: Path, **options: object) -> Iterator[Searcher]:
    """Whoosh's own, over the same files."""
    with open_dir(str(folder)).searcher(**options) as searcher:
        yield searcher


@RANDOM
@given(history=HISTORIES, queries=st.lists(QUERIES, min_size=1, max_size=8), merges=MERGING)
def test_both_engines_give_one_answer(history: History, queries: list[EngineQuery], merges: Merging) -> None:
    memory = MemoryEngine()
    play(history, memory)
    with played(history, merges) as (engine, _):
        assert engine.count() == memory.count()
        for query in queries:
            assert engine.search(query) == memory.search(query)


def test_letters_reach_into_a_tail_behind_a_number_of_any_digits() -> None:
    terms = {"body": spoken("29+명_에게")}
    history: History = [[Put(IndexDocument(id="a", terms=terms, values={}, published=None))]]
    memory = MemoryEngine()
    play(history, memory)
    with played(history, Merging(8, 1000)) as (engine, _):
        assert ids(memory, letters("명에게")) == ids(engine, letters("명에게")) == ["a"]


@RANDOM
@given(history=HISTORIES, plans=st.lists(WHOOSH_PLANS, min_size=1, max_size=8), merges=MERGING)
def test_whooshs_own_queries_find_the_same_documents(history: History, plans: list[Plan], merges: Merging) -> None:
    with played(history, merges) as (engine, folder), searcher_of(folder) as searcher:
        for plan in plans:
            found = searcher.docs_for_query(_Translation(searcher).of(plan))
            assert sorted(searcher.stored_fields(number)["id"] for number in found) == sorted(
                ids(engine, plan, limit=None)
            )


@RANDOM
@given(history=HISTORIES, merges=MERGING)
def test_whoosh_scores_by_our_formula_as_we_do(history: History, merges: Merging) -> None:
    with played(history, merges) as (engine, folder), searcher_of(folder, weighting=_OurFormula()) as searcher:
        for name in TEXT_FIELDS:
            for term in EVERY_TERM:
                ours = dict(search(engine, Match(term, ((term,),), (name,)), limit=None).found)
                results = searcher.search(whoosh.Term(name, term), limit=None)
                assert {hit["id"]: hit.score for hit in results} == pytest.approx(ours, abs=1e-6)
                in_order = [ours[hit["id"]] for hit in results]
                assert in_order == sorted(in_order, reverse=True)


class _Translation:
    """Plans as queries of Whoosh's own."""

    def __init__(self, searcher: Searcher) -> None:
        self._reader = searcher.reader()

    def of(self, plan: Plan) -> whoosh.Query:
        match plan:
            case Match():
                return whoosh.Or([query for name in plan.fields for query in self._words(name, plan)])
            case Near():
                return whoosh.Or([near for name in TEXT_FIELDS for near in self._nears(name, plan)])
            case Value():
                return whoosh.Or([whoosh.Term(plan.field, name) for name in self._values(plan)])
            case Days():
                first, last = (day and datetime.date.fromordinal(day).isoformat() for day in (plan.first, plan.last))
                return whoosh.TermRange("day", first, last) if first or last else whoosh.Every("day")
            case Every():
                return whoosh.Every()
            case All():
                return whoosh.And([self.of(child) for child in plan.children])
            case Any():
                return whoosh.Or([self.of(child) for child in plan.children])
            case Without():
                return whoosh.And([whoosh.Every(), whoosh.Not(self.of(plan.child))])
        raise AssertionError(plan)

    def _words(self, name: str, word: Match) -> list[whoosh.Query]:
        return [
            whoosh.Term(name, terms[0]) if len(terms) == 1 else whoosh.Phrase(name, list(terms))
            for terms in word.alternatives
        ]

    def _nears(self, name: str, near: Near) -> Iterator[whoosh.Query]:
        """Of two words of one term: Whoosh measures from the end of a phrase, and between three words pair by pair."""
        first, second = ([*_terms(name, child)] for child in near.children)
        for pair in ([one, other] for one in first for other in second):
            yield _Near(pair, slop=near.distance, ordered=near.ordered, mindist=int(near.ordered))

    def _values(self, plan: Value) -> Iterator[str]:
        return (name for name in self._reader.field_terms(plan.field) if value_key(name) == plan.key)


def _terms(name: str, word: Plan) -> Iterator[whoosh.Term]:
    assert isinstance(word, Match)
    if name in word.fields:
        yield from (whoosh.Term(name, term) for [term] in word.alternatives)


class _Near(SpanNear2):  # type: ignore[misc]
    def _and_query(self) -> whoosh.Query:
        return whoosh.And(self.qs)  # in Whoosh 2.7.4, a NameError


class _OurFormula(WeightingModel):  # type: ignore[misc]
    """`ranking.py` over one field, from what Whoosh knows of the living documents."""

    def scorer(self, searcher: Searcher, name: str, text: bytes, qf: int = 1) -> _Scorer:
        index = searcher.get_parent()
        lengths = [index.doc_field_length(number, name, 0) for number in index.reader().all_doc_ids()]
        present = [length for length in lengths if length]
        matching = sum(1 for _ in index.reader().postings(name, text).all_ids())
        return _Scorer(searcher, name, sum(present) / len(present), rarity(matching, len(lengths)))


class _Scorer(BaseScorer):  # type: ignore[misc]
    def __init__(self, searcher: Searcher, name: str, mean_length: float, weight: float) -> None:
        self._searcher, self._name, self._mean_length, self._weight = searcher, name, mean_length, weight

    def score(self, matcher: whoosh.Query) -> float:
        length = float(self._searcher.doc_field_length(matcher.id(), self._name))
        frequency: float = field_frequency(self._name, float(matcher.weight()), length, self._mean_length)
        return self._weight * saturated(frequency)

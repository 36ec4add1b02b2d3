"""Random histories and queries: the Whoosh engine answers what the memory engine answers, and what Whoosh answers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from whoosh import query as whoosh
from whoosh.index import open_dir

from indexer.engines.interface import EngineQuery
from indexer.engines.memory import MemoryEngine
from indexer.engines.whoosh_engine import WhooshEngine, writer
from indexer.query.plan import All, Any, Every, Match, Plan, Without
from tests.contract.building import ids, without_fsync
from tests.contract.corpora import HISTORIES, QUERIES, WORD_PLANS, History, play

RANDOM = settings(
    max_examples=60,
    deadline=None,
    derandomize=False,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@contextmanager
def played(history: History, tier: int) -> Iterator[tuple[WhooshEngine, Path]]:
    """A Whoosh engine with that behind it, and its folder. Tiers of two or three make every few commits a merge; at
    most six documents to a segment let some segments grow too large to be merged again."""
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        without_fsync(patch)
        patch.setattr(writer, "TIER", tier)
        patch.setattr(writer, "LARGEST_MERGE", 6)
        with closing(WhooshEngine(Path(folder))) as engine:
            with engine.writer():
                pass
            play(history, engine)
            yield engine, Path(folder) / engine.index_id


@RANDOM
@given(history=HISTORIES, queries=st.lists(QUERIES, min_size=1, max_size=8), tier=st.sampled_from([2, 3, 8]))
def test_both_engines_give_one_answer(history: History, queries: list[EngineQuery], tier: int) -> None:
    memory = MemoryEngine()
    play(history, memory)
    with played(history, tier) as (engine, _):
        assert engine.count() == memory.count()
        for query in queries:
            assert engine.search(query) == memory.search(query)


@RANDOM
@given(history=HISTORIES, plans=st.lists(WORD_PLANS, min_size=1, max_size=8), tier=st.sampled_from([2, 3, 8]))
def test_whooshs_own_queries_find_the_same_documents(history: History, plans: list[Plan], tier: int) -> None:
    with played(history, tier) as (engine, folder), open_dir(str(folder)).searcher() as searcher:
        for plan in plans:
            keys = [_key(searcher, number) for number in searcher.docs_for_query(_translated(plan))]
            assert sorted(keys) == sorted(ids(engine, plan, limit=None))


def _key(searcher: object, number: int) -> str:
    for reader, base in searcher.reader().leaf_readers():  # type: ignore[attr-defined]
        if base <= number < base + reader.doc_count_all():
            return str(reader.column_reader("key")[number - base].decode())
    raise AssertionError(number)


def _translated(plan: Plan) -> whoosh.Query:
    match plan:
        case Match():
            return whoosh.Or([_sequence(name, words) for name in plan.fields for words in plan.alternatives])
        case Every():
            return whoosh.Every()
        case All():
            return whoosh.And([_translated(child) for child in plan.children])
        case Any():
            return whoosh.Or([_translated(child) for child in plan.children])
        case Without():
            return whoosh.And([whoosh.Every(), whoosh.Not(_translated(plan.child))])
    raise AssertionError(plan)


def _sequence(name: str, words: tuple[str, ...]) -> whoosh.Query:
    return whoosh.Term(name, words[0]) if len(words) == 1 else whoosh.Phrase(name, list(words))

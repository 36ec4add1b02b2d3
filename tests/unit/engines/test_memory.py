"""What the memory engine is beside the contract: nothing shared, nothing kept, and right by the definitions."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from hypothesis import given

from indexer.analysis.field_terms import FieldTerms
from indexer.analysis.words import BARE, ONE_TERM
from indexer.engines import interface
from indexer.engines.interface import IndexDocument
from indexer.engines.memory import MemoryEngine
from indexer.errors import InvalidRequest
from indexer.query.plan import Any, Near, Placed, Plan, Without
from tests.contract.building import document, found, ids, near, prefix, put, search, word
from tests.contract.corpora import PLACED, TEXTS
from tests.contract.definitions import defined


def test_each_object_is_an_index_of_its_own() -> None:
    one, other = MemoryEngine(), MemoryEngine()
    put(one, document("a", "산불"))
    assert one.index_id != other.index_id
    assert (one.count(), other.count()) == (1, 0)


def test_it_need_not_be_written_before_it_is_asked() -> None:
    assert search(MemoryEngine(), word("산불")).total == 0


def test_searches_go_on_while_documents_are_committed() -> None:
    engine, done = MemoryEngine(), Event()

    def ask() -> None:
        while not done.is_set():
            assert len(ids(engine, limit=None)) % 10 == 0

    with ThreadPoolExecutor(2) as pool:
        asked = [pool.submit(ask) for _ in range(2)]
        for start in range(0, 1_000, 10):
            put(engine, *(document(f"{start + n}") for n in range(10)))
        done.set()
        for each in asked:
            each.result()
    assert engine.count() == 1_000


def test_a_closed_engine_still_answers() -> None:
    engine = MemoryEngine()
    put(engine, document("a", "산불"))
    engine.close()
    assert found(engine) == "a"


# Beginnings of too many words


@pytest.mark.parametrize(
    "plan",
    [
        prefix("솔"),
        Without(prefix("솔")),
        near(1, word("가"), prefix("솔")),
        Without(near(1, word("가"), prefix("솔"))),
        Any((word("가"), prefix("솔"))),
    ],
)
def test_a_beginning_of_too_many_words_is_refused(monkeypatch: pytest.MonkeyPatch, plan: Plan) -> None:
    engine = MemoryEngine()
    put(engine, document("a", "솔내천 솔내읍 솔내천"), document("b", "솔내천", title="솔"), document("c", "소나무"))
    monkeypatch.setattr(interface, "MOST_EXPANDED", 4)
    search(engine, plan)
    monkeypatch.setattr(interface, "MOST_EXPANDED", 3)
    search(engine, prefix("솔내"))
    search(engine, prefix("솔", fields=["body", "caption"]))
    with pytest.raises(InvalidRequest, match=r"‘솔\*’: .* 앞부분을 더 길게") as refused:
        search(engine, plan)
    assert (refused.value.code, refused.value.parameter) == ("query_too_large", "q")


# The definitions of plan.py, word for word


@given(TEXTS, PLACED)
def test_what_stands_together_is_found_as_the_plan_defines_it(body: FieldTerms, plan: Placed) -> None:
    engine = MemoryEngine()
    put(engine, IndexDocument(id="a", terms={"body": body}, values={}, published=None))
    places = defined(body, plan)
    assert bool(found(engine, plan)) == bool(places)
    for place in range(len(body.layout) + 1):  # a marker beside each word in turn shows which are the node's places
        layout = [*body.layout.tolist(), BARE | ONE_TERM]
        marked = FieldTerms.of([*body.pairs(), ("여기", place)], layout)
        put(engine, IndexDocument(id="a", terms={"body": marked}, values={}, published=None))
        assert bool(found(engine, Near((word("여기"), plan), 1))) == bool({place - 1, place, place + 1} & places)

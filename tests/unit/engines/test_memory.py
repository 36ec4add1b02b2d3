"""What the memory engine is beside the contract: nothing shared, nothing kept."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Event

from indexer.engines.memory import MemoryEngine
from tests.contract.building import document, found, ids, put, search, word


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

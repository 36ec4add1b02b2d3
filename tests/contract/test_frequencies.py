"""How common terms are, as `Engine.frequencies` says."""

from __future__ import annotations

from indexer.analysis.words import HEAD, VERB
from indexer.engines.interface import Engine
from tests.contract.building import document, put, search, word


def test_a_term_counts_once_a_document_and_field(engine: Engine) -> None:
    put(
        engine,
        document("1", "산불 산불 진화", title="산불"),
        document("2", "산불 복구"),
        document("3", "둑길", caption="복구"),
    )
    assert engine.frequencies(["산불", "진화", "복구", "둑길"]) == [3, 1, 2, 1]


def test_a_term_that_stands_nowhere_counts_nothing(engine: Engine) -> None:
    put(engine, document("1", "산불"))
    assert engine.frequencies(["산", "산불꽃", "", "a"]) == [0, 0, 0, 0]
    assert engine.frequencies([]) == []


def test_marked_terms_are_terms_of_their_own(engine: Engine) -> None:
    put(engine, document("1", f"이동 {VERB}이동하다 {HEAD}이동지원"))
    assert engine.frequencies(["이동", VERB + "이동하다", HEAD + "이동지원", "이동하다"]) == [1, 1, 1, 0]


def test_the_terms_of_several_commits_are_added_up(engine: Engine) -> None:
    for number in range(3):
        put(engine, document(str(number), "산불 진화"))
    assert engine.frequencies(["진화", "산불"]) == [3, 3]


def test_an_empty_index_has_no_term(engine: Engine) -> None:
    assert engine.frequencies(["산불"]) == [0]


def test_an_engine_that_has_forgotten_answers_as_before(engine: Engine) -> None:
    put(engine, document("1", "산불 진화"))
    assert engine.frequencies(["산불"]) == [1]
    engine.forget()
    assert engine.frequencies(["산불"]) == [1]
    assert search(engine, word("진화")).total == 1

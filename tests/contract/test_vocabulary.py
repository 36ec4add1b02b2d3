"""The words of an index that readers type, and words that are similar, of every engine."""

from __future__ import annotations

import random

import numpy as np
import pytest

from indexer.analysis.field_terms import FieldTerms
from indexer.analysis.words import BORDERS, HEAD, VERB
from indexer.article import TEXT_FIELDS
from indexer.engines.interface import Engine, IndexDocument
from indexer.engines.memory import MemoryEngine
from indexer.engines.whoosh_engine import vocabulary as counting
from indexer.query import vocabulary
from indexer.query.vocabulary import typed_word
from tests.contract.building import delete, document, put


def words(engine: Engine) -> dict[str, tuple[int, bool]]:
    found = engine.vocabulary()
    rows = zip(found.frequencies.tolist(), found.titles.tolist(), strict=True)
    return {found.word(number): row for number, row in enumerate(rows)}


def of_terms(document_id: str, **fields: list[str]) -> IndexDocument:
    """A document of terms as they are spelled in an index, one a word."""
    terms = {name: FieldTerms.of([(term, at) for at, term in enumerate(found)]) for name, found in fields.items()}
    return IndexDocument(id=document_id, terms=terms, values={}, published=None)


def test_an_empty_index_has_no_words(engine: Engine) -> None:
    assert words(engine) == {}
    assert engine.similar("산불", 1) == []


def test_a_word_counts_once_for_each_field_of_each_document_that_has_it(engine: Engine) -> None:
    put(engine, document("a", "산불 산불 진화", title="산불"), document("b", "진화"))
    assert words(engine) == {"산불": (2, True), "진화": (2, False)}


def test_words_of_all_commits_are_counted_together(engine: Engine) -> None:
    put(engine, document("a", "산불"))
    put(engine, document("b", "산불 복구", caption="복구"))
    assert words(engine) == {"산불": (2, False), "복구": (2, False)}


def test_nouns_and_heads_of_nouns_are_words_and_nothing_else_is(engine: Engine) -> None:
    heads = [f"{HEAD}지역사회{BORDERS}BB", f"{HEAD}사람들{BORDERS}Ba", f"{HEAD}밝혔다", f"{HEAD}특구로서의{BORDERS}B"]
    put(engine, of_terms("a", body=["특구", "둑", f"{VERB}열리다", *heads]))
    assert words(engine) == {"특구": (1, False), "지역사회": (1, False), "사람들": (1, False)}


def test_a_noun_and_a_head_of_one_spelling_are_one_word(engine: Engine) -> None:
    put(engine, of_terms("a", body=["의회", f"{HEAD}의회{BORDERS}AA"]), of_terms("b", title=["의회"]))
    assert words(engine) == {"의회": (3, True)}


def test_no_word_is_longer_than_one_would_wait_for(engine: Engine) -> None:
    put(engine, document("a", "가" * vocabulary.LONGEST_WORD + " " + "가" * (vocabulary.LONGEST_WORD + 1)))
    assert words(engine) == {"가" * vocabulary.LONGEST_WORD: (1, False)}


def test_a_large_index_leaves_out_what_stands_in_one_document(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (vocabulary, counting):
        monkeypatch.setattr(module, "LARGE", 3)
    put(engine, document("a", "산불 진화"), document("b", "산불 복구"), document("c", "산불"))
    put(engine, document("d", "복구 새말"))
    assert "산불" in words(engine)
    assert "진화" not in words(engine)
    assert "새말" not in words(engine)


def test_of_too_many_words_the_most_frequent_are_kept(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (vocabulary, counting):
        monkeypatch.setattr(module, "MOST_WORDS", 2)
    put(engine, document("a", "산불 진화 복구", title="산불"), document("b", "복구 산불"))
    assert set(words(engine)) == {"산불", "복구"}


def test_similar_words_come_by_frequency_the_word_itself_among_them(engine: Engine) -> None:
    put(engine, document("a", "교평리 교편리 산불"), document("b", "교편리", title="교편리"))
    assert engine.similar("교평리", 1) == [("교편리", 3), ("교평리", 1)]
    assert engine.similar("교평리", 0) == [("교평리", 1)]
    assert engine.similar("강소특구", 2) == []


def test_similar_words_are_read_without_their_marks(engine: Engine) -> None:
    put(engine, of_terms("a", body=[f"{HEAD}지역사회{BORDERS}BB", f"{VERB}지역사히"], title=["지역사회"]))
    assert engine.similar("지역사호", 2) == [("지역사회", 2)]
    assert engine.similar("둑", 3) == []  # a verb is as far as if it had no letters


def test_the_vocabulary_is_made_once_a_commit(engine: Engine) -> None:
    put(engine, document("a", "산불"))
    before = engine.vocabulary()
    assert engine.vocabulary() is before or isinstance(engine, MemoryEngine)  # that one takes no time
    put(engine, document("b", "복구"))
    assert set(words(engine)) == {"산불", "복구"}
    delete(engine, "a")
    assert "복구" in words(engine)


def test_every_term_is_a_word_or_none_as_typed_word_says(engine: Engine) -> None:
    chance = random.Random(7)
    letters = "가강ㄱ漢字a1.😀"
    terms = set()
    for _ in range(400):
        spelled = "".join(chance.choices(letters, k=chance.randint(1, 24)))
        borders = "".join(chance.choices("ABCDabc", k=chance.randint(0, 8)))
        terms.add(chance.choice([spelled, VERB + spelled, HEAD + spelled, HEAD + spelled + BORDERS + borders]))
    put(engine, *(of_terms(str(n), **{TEXT_FIELDS[n % 4]: [term]}) for n, term in enumerate(sorted(terms))))
    assert set(words(engine)) == {typed_word(term) for term in terms} - {""}
    assert int(np.sum(engine.vocabulary().frequencies)) == sum(typed_word(term) != "" for term in terms)

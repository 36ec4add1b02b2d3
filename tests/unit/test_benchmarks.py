"""The benchmarks run, with our engine alone and few articles; what they measure is not looked at."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from indexer.engines.memory import MemoryEngine
from tests.benchmarks import articles, growing, searching
from tests.benchmarks.freshness import freshen
from tests.benchmarks.vocabulary import Vocabulary

FEW = 300


@pytest.fixture(scope="module")
def words() -> Vocabulary:
    return Vocabulary()


def test_a_race_of_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    written = tmp_path / "race.json"
    options = ["--articles", str(FEW), "--against", "", "--rounds", "1", "--json", str(written)]
    assert searching.main(options) == 0
    assert "| phrase of common words |" in capsys.readouterr().out
    assert json.loads(written.read_text("utf-8"))["articles"] == FEW
    growing.main([str(written), str(written)])
    assert "| **median** | 1.0 |" in capsys.readouterr().out


def test_one_more_article_is_found() -> None:
    engine = MemoryEngine()
    assert len(list(freshen(engine, engine, 1000, 3))) == 3


def test_the_same_terms_for_every_engine(words: Vocabulary) -> None:
    batch = next(articles.batches(20, words=words))
    for document, (about, texts) in zip(batch.documents(), batch.texts(), strict=True):
        assert document.id == articles.id_of(about.number)
        assert {name: [term for term, _ in found.pairs()] for name, found in document.terms.items()} == {
            name: text.split(" ") for name, text in texts.items()
        }


def test_no_term_twice_at_a_position_nor_in_a_break(words: Vocabulary) -> None:
    batch = next(articles.batches(20, words=words))
    for document in batch.documents():
        for found in document.terms.values():
            assert len(set(found.pairs())) == len(found)
            assert not set(found.positions.tolist()) & set(found.breaks.tolist())


def test_a_small_corpus_begins_a_larger_one(words: Vocabulary) -> None:
    small, large = (next(articles.batches(count, words=words)).documents() for count in (10, 20))
    for one, other in zip(small, large, strict=False):
        assert (one.id, one.values, one.published) == (other.id, other.values, other.published)
        assert one.terms["body"].pairs() == other.terms["body"].pairs()


def test_words_are_spelled_differently(words: Vocabulary) -> None:
    spelled = [words.spelled(word) for word in range(0, 4_000_000, 199)]
    assert len(set(spelled)) == len(spelled)

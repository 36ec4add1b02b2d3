"""The benchmarks run, with our engine alone and few articles; what they measure is not looked at."""

from __future__ import annotations

import json
import re
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.analysis.words import BORDERS, HEAD, ONE_TERM, VERB, letters_of, nouns_of
from indexer.engines.memory import MemoryEngine
from indexer.query.plan import Match
from indexer.query.standing import Text
from tests.benchmarks import articles, growing, ranking, searching
from tests.benchmarks.competitors.bm25s_texts import Units, bigrams, rankings, splitters
from tests.benchmarks.freshness import freshen
from tests.benchmarks.queries import typed
from tests.benchmarks.vocabulary import WORDS, Vocabulary
from tests.contract.building import ids, put
from tests.fakes import PlainAnalyser, write_jsonl

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


def test_the_same_words_for_every_engine(words: Vocabulary) -> None:
    batch = next(articles.batches(20, words=words))
    for document, (about, texts) in zip(batch.documents(), batch.texts(), strict=True):
        assert document.id == articles.id_of(about.number)
        for name, found in document.terms.items():
            assert [term.strip(VERB) for term, _ in found.pairs() if term[0] != HEAD] == texts[name].split(" ")
        assert document.terms.keys() == texts.keys()


def test_terms_are_as_an_analysis_makes_them(words: Vocabulary) -> None:
    batch = next(articles.batches(20, words=words))
    for document in batch.documents():
        for found in document.terms.values():
            assert len(set(found.pairs())) == len(found.pairs())
            assert not set(found.positions.tolist()) & set(found.breaks.tolist())
            for term, position in found.pairs():
                pieces = [term for term, other in found.pairs() if other == position and term[0] not in HEAD + VERB]
                if BORDERS in term:
                    assert [letters_of(term)[start:end] for start, end in nouns_of(term)] == pieces
                assert bool(found.layout[position] & ONE_TERM) == (len(pieces) == 1)


def test_the_size_of_the_text_is_that_of_its_words_and_spaces(words: Vocabulary) -> None:
    batch = next(articles.batches(20, words=words))
    fields = [found for document in batch.documents() for found in document.terms.values()]
    printed = [word.printed for found in fields for word in Text.of_terms(found).printed if word]
    assert batch.text_size == sum(len(f"{word} ".encode()) for word in printed)


def test_by_letters_the_articles_are_found_that_have_the_terms(words: Vocabulary) -> None:
    batch = next(articles.batches(15, words=words))
    engine = MemoryEngine()
    put(engine, *batch.documents())
    terms = {articles.id_of(about.number): f" {' . '.join(texts.values())} " for about, texts in batch.texts()}
    nouns = [words.spelled(noun) for noun in batch.nouns[:200:5].tolist() if noun < WORDS]
    pairs = [f"{one} {two}" for one, two in pairwise(nouns) if len(one) > 1 < len(two)]
    there = (re.search(r" ([^다. ]{2,} [^다. ]{2,}) ", text) for text in terms.values())
    pairs = [*pairs[:10], *(found[1] for found in there if found)]
    for asked in [*nouns[:20], *pairs]:
        found = ids(engine, typed(Match(asked, (tuple(asked.split()),))), limit=None)
        assert set(found) == {number for number, text in terms.items() if f" {asked} " in text}


def test_a_small_corpus_begins_a_larger_one(words: Vocabulary) -> None:
    small, large = (next(articles.batches(count, words=words)).documents() for count in (10, 20))
    for one, other in zip(small, large, strict=False):
        assert (one.id, one.values, one.published) == (other.id, other.values, other.published)
        assert one.terms["body"].pairs() == other.terms["body"].pairs()


def test_words_are_spelled_differently(words: Vocabulary) -> None:
    spelled = [words.spelled(word) for word in range(0, 4_000_000, 199)]
    assert len(set(spelled)) == len(spelled)


@pytest.fixture
def judged(tmp_path: Path) -> Path:
    """A BEIR folder with one judged query, and one that nobody has judged."""
    folder = tmp_path / "questions"
    corpus = [{"_id": "c1", "title": "둑 착공", "text": "솔내천 둑을 높인다."}, {"_id": "c2", "text": "소각장 공람"}]
    write_jsonl(folder / "corpus.jsonl", corpus)
    write_jsonl(folder / "queries.jsonl", [{"_id": "q1", "text": "둑 높이기"}, {"_id": "q2", "text": "둑"}])
    (folder / "qrels.tsv").write_text("query-id\tcorpus-id\tscore\nq1\tc1\t2\n", "utf-8")
    return folder


def test_a_ranking_is_measured_alone_where_no_baseline_is_installed(
    judged: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "bm25s", None)
    ranking.main(["--sets", str(judged)], PlainAnalyser())
    printed = capsys.readouterr()
    assert "| questions | nDCG@10 | 1.0000 | — |" in printed.out
    assert "bm25s is not installed" in printed.err


def test_a_ranking_is_measured_beside_its_baselines(
    judged: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked: list[Units] = []

    def second_best(corpus: Units, queries: Units, depth: int) -> list[list[int]]:
        asked.append(queries)
        return [[1, 0] for _ in queries]

    monkeypatch.setattr(ranking, "rankings", second_best)
    ranking.main(["--sets", str(judged)], PlainAnalyser())
    table = capsys.readouterr().out
    assert "| set | measure | whitespace | bigrams | Kiwi | Kiwi + bigrams | ours | margin |" in table
    assert "| questions | MRR@10 | **0.5000** | **0.5000** | **0.5000** | **0.5000** | 1.0000 | +0.5000 |" in table
    assert asked[0] == [["둑", "높이기"]]  # the judged query alone


def test_the_margin_is_over_the_best_baseline() -> None:
    scores = {
        name: dict.fromkeys(ranking.MEASURES, score) for name, score in (("worse", 0.2), ("best", 0.7), ("ours", 0.6))
    }
    assert "| news | R@100 | 0.2000 | **0.7000** | 0.6000 | -0.1000 |" in ranking.table({"news": scores})


def test_a_baseline_of_morphemes_has_neither_particles_nor_symbols() -> None:
    baselines = splitters(PlainAnalyser())
    assert baselines["Kiwi"](["소각장을, 이전했다."]) == [["소각장", "이전"]]
    assert baselines["Kiwi + bigrams"](["소각장을"]) == [["소각장", "소각", "각장", "장을"]]


@given(st.lists(st.text(max_size=20), max_size=4))
def test_letters_are_paired_within_words_only(texts: list[str]) -> None:
    together = bigrams([" ".join(texts)])
    assert together == [[pair for units in bigrams(texts) for pair in units]]
    assert all(1 <= len(pair) <= 2 and not set(pair) & set(" .,") for pair in together[0])


def test_plain_bm25_finds_what_holds_a_unit_and_nothing_else() -> None:
    pytest.importorskip("bm25s")
    corpus = [["둑", "착공", "공람"], ["둑"], ["소각장"]]
    assert rankings(corpus, [["둑", "없는 말"], ["없는 말"], []], 100) == [[1, 0], [], []]

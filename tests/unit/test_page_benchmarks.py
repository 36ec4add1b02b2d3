"""The benchmarks of pages measure what they say: texts that the program reads as its own, and parts that add up."""

from __future__ import annotations

import random
import time
from contextlib import closing
from pathlib import Path

import pytest

from indexer.analysis.kiwi import KiwiAnalyser
from indexer.analysis.terms import field_terms
from indexer.analysis.tokens import unpack_columns
from indexer.archive import Archive
from indexer.engines.interface import EngineQuery
from indexer.engines.whoosh_engine import WhooshEngine
from indexer.query.plan import Every, Match
from indexer.query.snippets import snippets
from indexer.query.sought import Sought
from tests.benchmarks.archived import Printer, build
from tests.benchmarks.articles import batches, id_of
from tests.benchmarks.load import ASKS, Known, Seen, table
from tests.benchmarks.metering import Meter
from tests.benchmarks.vocabulary import Vocabulary


class Steps:
    def outer(self) -> int:
        _busy()
        return self.inner + 1

    @property
    def inner(self) -> int:
        _busy()
        return 1


def _busy() -> None:
    until = time.thread_time() + 0.01
    while time.thread_time() < until:
        pass


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder: Path = tmp_path_factory.mktemp("archive")
    build(folder, 60)
    return folder


def test_printed_words_have_the_terms_of_the_same_articles_in_an_index() -> None:
    (batch,) = batches(20, words=(words := Vocabulary()))
    for (article, packed), document in zip(Printer(words).articles(batch), batch.documents(), strict=True):
        if int(document.id[1:]) % 10 < 7:  # the others have the texts of another
            for name, columns in unpack_columns(packed, article.texts).items():
                nouns = {term for term in field_terms(columns).pairs() if not term[0].startswith(("\x01", "\x02"))}
                ours = {term for term in document.terms[name].pairs() if not term[0].startswith(("\x01", "\x02"))}
                assert nouns == ours


def test_an_archive_is_built_with_its_index_and_stories(built: Path) -> None:
    with closing(Archive(f"sqlite:///{built / 'archive.sqlite3'}")) as archive:
        with closing(WhooshEngine(built / "index")) as engine:
            assert engine.search(EngineQuery(plan=Every(), facets=("keyword",))).total == 60
        stored = archive.current([id_of(n) for n in range(60)], _analyser(archive))
        assert len(stored) == 60
        assert all(one.tokens for one in stored.values())
        shared = [stored[id_of(n)].story for n in (6, 7, 8, 9)]
        assert len(set(shared)) == 1
        one = stored[id_of(3)]
        noun = one.article.body.split()[0][:2]
        assert snippets(Sought(one.article, one.columns(), (Match(noun, letters=(noun,)),)))


def _analyser(archive: Archive) -> str:
    return KiwiAnalyser(1, archive.words).version


def test_time_is_counted_to_the_innermost_part_and_functions_are_given_back() -> None:
    meter, before = Meter(), dict(vars(Steps))
    with meter.wrapping({"밖": [(Steps, "outer")], "안": [(Steps, "inner")]}), meter.at("나머지"):
        assert Steps().outer() == 2
    assert dict(vars(Steps)) == before
    assert min(meter.seconds["밖"], meter.seconds["안"]) > 0.009
    assert meter.calls == {"나머지": 1, "밖": 1, "안": 1}


def test_a_part_elsewhere_than_it_belongs_is_counted_as_another() -> None:
    meter = Meter({"안": ("밖", "더")})
    with meter.wrapping({"밖": [(Steps, "outer")], "안": [(Steps, "inner")]}):
        Steps().outer()
        assert Steps().inner == 1
    assert meter.calls == {"밖": 1, "안": 1, "더": 1}


def test_a_function_that_is_gone_is_said_to_be() -> None:
    lost = Meter().wrapping({"": [(Steps, "former")]})
    with pytest.raises(AttributeError, match="Steps has no former any more"), lost:
        pass


def test_what_clients_ask_is_of_what_they_know() -> None:
    known = Known(words=["예산"], articles=["a-1"], presses=["가람일보"])
    urls = {kind: ask(known, random.Random(1)) for kind, (_, ask) in ASKS.items()}
    assert sum(weight for weight, _ in ASKS.values()) == 100
    assert urls["기사"].startswith("/article/a-1?q=%EC%98%88")
    assert "press=%EA%B0%80" in urls["신문 고르기"]


def test_errors_and_times_of_all_clients_are_told() -> None:
    seen = Seen()
    seen.times["기사"] += [1.0, 2.0, 3.0]
    assert "| 기사 | 3 | 2 | 3 | 3 | 3 |" in table(seen, 3)
    assert "3번 답했다: 1초에 1.0번" in table(seen, 3)

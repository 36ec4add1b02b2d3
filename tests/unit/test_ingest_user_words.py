"""User words that change: what is analysed again, what is not, and that a crash loses nothing."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from indexer import ingest
from indexer.archive import Archive
from indexer.engines.interface import Engine
from indexer.engines.memory import MemoryEngine
from indexer.engines.whoosh_engine import WhooshEngine
from indexer.query.request import SearchRequest
from indexer.search import Search
from indexer.sources import read_paths
from tests.fakes import PlainAnalyser, RefusingAnalyser, write_jsonl

WORDS = {"공선회": "NNG"}


@pytest.fixture(params=["memory", "whoosh"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    made: Engine = MemoryEngine() if request.param == "memory" else WhooshEngine(tmp_path / "index")
    yield made
    made.close()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Twenty articles; the user word is in the fourth and the twelfth."""
    records: list[dict[str, Any]] = [{"id": f"a-{n}", "title": f"기사 {n}", "body": "둑을 높인다."} for n in range(20)]
    records[3]["body"] = "공선회가 모였다."
    records[11]["title"] = "딸기공선회장 뽑혔다"
    return write_jsonl(tmp_path / "a.jsonl", records)


def add(archive: Archive, engine: Engine, path: Path, analyser: PlainAnalyser) -> list[int]:
    told: list[int] = []
    ingest.add(read_paths([path]), archive=archive, engine=engine, analyser=analyser, on_renewed=told.append)
    return told


def total(archive: Archive, engine: Engine) -> int:
    return Search(archive, engine, PlainAnalyser()).search(SearchRequest(text="")).total


def test_only_articles_with_a_changed_word_are_analysed_again(archive: Archive, engine: Engine, path: Path) -> None:
    assert add(archive, engine, path, PlainAnalyser()) == []
    taught = PlainAnalyser(words=WORDS)
    assert add(archive, engine, path, taught) == [2]
    assert taught.seen == ["기사 3", "공선회가 모였다.", "딸기공선회장 뽑혔다", "둑을 높인다."]
    assert archive.pending(engine.index_id) == 0
    assert total(archive, engine) == 20


def test_the_same_words_again_analyse_nothing(archive: Archive, engine: Engine, path: Path) -> None:
    add(archive, engine, path, PlainAnalyser(words=WORDS))
    refusing = RefusingAnalyser(words=WORDS)
    ingest.add(read_paths([path]), archive=archive, engine=engine, analyser=refusing)
    assert ingest.rebuild(archive=archive, engine=engine, analyser=refusing) == 20


def test_a_rebuild_analyses_again_what_a_changed_word_is_in(archive: Archive, engine: Engine, path: Path) -> None:
    add(archive, engine, path, PlainAnalyser(words=WORDS))
    taught, told = PlainAnalyser(), list[int]()
    assert ingest.rebuild(archive=archive, engine=engine, analyser=taught, on_renewed=told.append) == 20
    assert told == [2]
    assert len(taught.seen) == 4


def test_every_index_catches_up_with_renewed_articles(archive: Archive, tmp_path: Path, path: Path) -> None:
    here, there = WhooshEngine(tmp_path / "here"), WhooshEngine(tmp_path / "there")
    for engine in (here, there):
        add(archive, engine, path, PlainAnalyser())
    add(archive, here, path, PlainAnalyser(words=WORDS))
    assert (archive.pending(here.index_id), archive.pending(there.index_id)) == (0, 2)
    add(archive, there, path, PlainAnalyser(words=WORDS))
    assert archive.pending(there.index_id) == 0
    here.close()
    there.close()


class Interrupted(PlainAnalyser):
    """Stops at the second text."""

    def columns(self, texts: Any) -> Any:
        for number, columns in enumerate(super().columns(texts)):
            if number == 1:
                raise KeyboardInterrupt
            yield columns


def test_an_interrupted_renewal_is_gone_on_with(archive: Archive, engine: Engine, path: Path) -> None:
    add(archive, engine, path, PlainAnalyser())
    with pytest.raises(KeyboardInterrupt):
        add(archive, engine, path, Interrupted(words=WORDS))
    assert total(archive, engine) == 20
    assert archive.pending(engine.index_id) == 2
    again = PlainAnalyser(words=WORDS)
    assert add(archive, engine, path, again) == []
    assert again.seen == ["기사 3", "공선회가 모였다.", "딸기공선회장 뽑혔다", "둑을 높인다."]
    assert archive.pending(engine.index_id) == 0


def test_a_rebuild_without_changed_words_does_not_load_kiwi(tmp_path: Path) -> None:
    code = f"""
        import sys
        from pathlib import Path
        from indexer import ingest
        from indexer.analysis.dictionaries import read
        from indexer.analysis.kiwi import KiwiAnalyser
        from indexer.archive import Archive
        from indexer.archive.connect import sqlite_url
        from indexer.engines.memory import MemoryEngine
        from indexer.settings import DEFAULT_DICTIONARIES
        archive = Archive(sqlite_url(Path({str(tmp_path)!r}) / "archive.sqlite3"))
        analyser = KiwiAnalyser(1, lambda: read(DEFAULT_DICTIONARIES))
        for _ in range(2):
            ingest.rebuild(archive=archive, engine=MemoryEngine(), analyser=analyser)
        assert len(archive.words()) > 900
        assert "kiwipiepy" not in sys.modules
    """
    code = "\n".join(line[8:] for line in code.split("\n"))
    subprocess.run([sys.executable, "-c", code], check=True)

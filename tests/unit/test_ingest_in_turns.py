"""Several computers share an archive and an index: who finds it written by another loses nothing and indexes nothing
twice."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import pytest

from indexer import ingest, keeping
from indexer.archive import Archive
from indexer.cli import report
from indexer.engines import turns
from indexer.engines.interface import Engine
from indexer.engines.memory import MemoryEngine
from indexer.errors import IndexBusy
from indexer.ingest import Summary
from indexer.sources import read_paths
from tests.fakes import PlainAnalyser, RefusingAnalyser, write_jsonl


@pytest.fixture(autouse=True)
def shared(monkeypatch: pytest.MonkeyPatch) -> None:
    """As one on a server is."""
    monkeypatch.setattr(Archive, "shared", True)
    monkeypatch.setattr(ingest, "BATCH", 2)


@pytest.fixture
def engine() -> Engine:
    return MemoryEngine()


@pytest.fixture
def news(tmp_path: Path) -> Path:
    return write_jsonl(tmp_path / "a.jsonl", [{"id": f"a-{n}", "title": f"둑 {n}", "body": "솔내천"} for n in range(5)])


class Sleeps:
    """What happens while somebody waits, a step a pause; nothing is waited for."""

    def __init__(self, *steps: Callable[[], object]) -> None:
        self.steps, self.slept = list(steps), 0.0

    def sleep(self, seconds: float) -> None:
        self.slept += seconds
        if self.steps:
            self.steps.pop(0)()

    def monotonic(self) -> float:
        return self.slept


def add(
    archive: Archive, engine: Engine, *paths: Path, patience: float = 5.0, told: list[str] | None = None
) -> Summary:
    said = [] if told is None else told
    return ingest.add(
        read_paths(paths),
        archive=archive,
        engine=engine,
        analyser=PlainAnalyser(),
        patience=patience,
        on_busy=lambda busy: said.append(report.waiting_text(busy, 300)),
    )


def test_who_finds_it_busy_archives_at_once_and_indexes_when_its_turn_comes(
    archive: Archive, engine: Engine, news: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    with ExitStack() as another:
        another.enter_context(engine.writer())
        sleeps = Sleeps(lambda: None, another.close)
        monkeypatch.setattr(turns, "time", sleeps)
        summary = add(archive, engine, news, told=told)
    assert (summary.added, summary.pending, engine.count()) == (5, 0, 5)
    assert told[0].startswith("다른 프로그램이 색인을 쓰고 있습니다: memory. 그동안 기사를 보관소에 넣고, ")
    assert told[0].endswith("길어도 5분 기다립니다.")
    assert sleeps.slept == 2 * turns.PAUSE
    assert keeping.check(archive, engine, "plain-1").flaws == ()


def test_who_waits_too_long_leaves_what_it_archived_to_the_next_run(
    archive: Archive, engine: Engine, news: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns, "time", Sleeps())
    with engine.writer():
        summary = add(archive, engine, news)
    assert (summary.added, summary.pending, engine.count()) == (5, 5, 0)
    assert "5건은" in report.pending_text(summary.pending)
    summary = add(archive, engine)
    assert (summary.read, summary.pending, engine.count()) == (0, 0, 5)


def test_what_the_other_indexed_meanwhile_is_waited_for_no_longer_and_done_once(
    archive: Archive, engine: Engine, news: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    more = write_jsonl(tmp_path / "b.jsonl", [{"id": "b-1", "title": "산불", "body": "가람군"}])
    another = PlainAnalyser()
    waiting: list[Summary] = []
    monkeypatch.setattr(turns, "time", Sleeps())

    def meanwhile(done: int) -> None:
        """Somebody else adds what this one goes along with: patience ends, the articles stay for it."""
        if done and not waiting:
            waiting.append(add(archive, engine, more))

    ingest.add(read_paths([news]), archive=archive, engine=engine, analyser=another, progress=meanwhile)
    assert [(one.added, one.pending > 0) for one in waiting] == [(1, True)]
    assert engine.count() == 6
    assert len(another.seen) == 2 * 5  # titles and bodies; those of the sixth were analysed by who waited
    with engine.writer():  # whoever writes now, all is in already
        left = add(archive, engine, more)
    assert (left.unchanged, left.pending) == (1, 0)
    ingest.add([], archive=archive, engine=engine, analyser=RefusingAnalyser())


def test_who_is_not_to_wait_and_who_shares_no_archive_reads_nothing(
    archive: Archive, engine: Engine, news: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for is_shared, patience in ((True, 0.0), (False, 5.0)):
        monkeypatch.setattr(Archive, "shared", is_shared)
        with engine.writer(), pytest.raises(IndexBusy):
            add(archive, engine, news, patience=patience)
        assert archive.ids() == set()


def test_who_waits_analyses_what_the_writer_has_not_come_to_and_the_writer_does_not_again(
    archive: Archive, engine: Engine, news: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns, "time", Sleeps())
    monkeypatch.setattr(ingest, "CATCH_UP", 2)
    with engine.writer():
        assert add(archive, engine, news).pending == 5
    ingest.add([], archive=archive, engine=engine, analyser=RefusingAnalyser())
    assert engine.count() == 5


def test_who_waits_with_other_user_words_than_the_archives_analyses_nothing(
    archive: Archive, engine: Engine, news: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns, "time", Sleeps())
    archive.renew({"솔내천": "NNP"})
    with engine.writer():
        add(archive, engine, news)
    assert all(stored.tokens is None for stored in archive.changed(0, "plain-1", 10))

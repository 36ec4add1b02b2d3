"""A text that kills or stops the analyser costs itself: it is rejected and told, and every other one is found."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from queue import SimpleQueue
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer import ingest
from indexer.analysis.guarded import ROOT, GuardedAnalyser
from indexer.analysis.interface import Unanalysed
from indexer.archive import Archive
from indexer.archive.connect import sqlite_url
from indexer.article import Rejected
from indexer.engines.memory import MemoryEngine
from indexer.errors import AnalyserFailed
from indexer.query.request import SearchRequest
from indexer.search import Search
from indexer.sources import read_paths
from tests.fakes import PlainAnalyser, columns_of, write_jsonl
from tests.reliability.touchy import ENDLESS, FATAL, HARMFUL, ONCE, PATIENCE, RAISING, guarded


@pytest.fixture
def analyser() -> Iterator[GuardedAnalyser]:
    made = guarded()
    yield made
    made.close()


def add(archive: Archive, engine: MemoryEngine, analyser: GuardedAnalyser, *paths: Path) -> ingest.Summary:
    return ingest.add(read_paths(paths), archive=archive, engine=engine, analyser=analyser)


def ids(archive: Archive, engine: MemoryEngine, text: str) -> list[str]:
    found = Search(archive, engine, PlainAnalyser()).search(SearchRequest(text=text, limit=None))
    return [hit.id for hit in found.hits]


def record(number: int, body: str = "", **more: str) -> dict[str, str]:
    return {"id": f"a-{number}", "title": f"기사 {number}", "body": f"표식{number}번을 찾는다. {body}"} | more


# --- the process ---


def test_a_guarded_analysis_is_the_same_and_in_order(analyser: GuardedAnalyser) -> None:
    texts = ["", "둑을 높인다.", *(f"표식{number}번\n글 {'가' * number}" for number in range(3_000))]
    assert list(analyser.columns(texts)) == [columns_of(text) for text in texts]


def test_only_the_harmful_texts_are_not_analysed(analyser: GuardedAnalyser) -> None:
    texts = [f"글 {number}" for number in range(60)]
    for place, word in ((0, FATAL), (20, RAISING), (59, ENDLESS)):
        texts[place] += f" {word}"
    made = list(analyser.columns(texts))
    assert [columns.text for columns in made] == texts
    undone = {number: columns.reason for number, columns in enumerate(made) if isinstance(columns, Unanalysed)}
    assert sorted(undone) == [0, 20, 59]
    assert "신호 9" in undone[0]
    assert "종료 1" in undone[20]
    assert "초가 지나도" in undone[59]


def test_a_text_that_is_met_when_the_process_dies_of_something_else_is_analysed(tmp_path: Path) -> None:
    analyser = guarded(tmp_path / "met")
    texts = [f"글 {number} {ONCE if number == 5 else ''}" for number in range(9)]
    assert list(analyser.columns(texts)) == [columns_of(text) for text in texts]
    assert (tmp_path / "met").exists()
    analyser.close()


def test_an_endless_text_is_given_up_in_its_time(analyser: GuardedAnalyser) -> None:
    list(analyser.columns(["준비"]))
    begun = time.monotonic()
    assert isinstance(next(iter(analyser.columns([ENDLESS]))), Unanalysed)
    assert 2 * PATIENCE <= time.monotonic() - begun < 2 * PATIENCE + 10


def test_a_long_text_has_more_time() -> None:
    analyser = guarded(patience=0.000_001)
    (made,) = analyser.columns(["둑 " * 20_000])
    assert made.count == 20_000
    analyser.close()


def test_a_text_longer_than_any_pipe_holds_stops_nobody_when_the_process_is_stuck(analyser: GuardedAnalyser) -> None:
    first, second = analyser.columns([ENDLESS, "둑" * 3_000_000])
    assert isinstance(first, Unanalysed)
    assert second.count == 1


def test_a_process_that_cannot_start_is_one_error_with_its_last_words() -> None:
    for command in ([sys.executable, "-c", "raise SystemExit('모형이 없다')"], [sys.executable, "-c", ""]):
        analyser = GuardedAnalyser(PlainAnalyser(), command=command)
        with pytest.raises(AnalyserFailed, match="형태소 분석기가 뜨지 않습니다: 종료"):
            list(analyser.columns(["둑"]))
        analyser.close()


def test_the_process_ends_when_whoever_started_it_is_killed(tmp_path: Path) -> None:
    told = tmp_path / "pid"
    script = (
        "import pathlib, sys, time; from tests.reliability.touchy import guarded; made = guarded();"
        "list(made.columns(['둑'])); path = pathlib.Path(sys.argv[1]); part = path.with_suffix('.part');"
        "part.write_text(str(made._process._process.pid)); part.replace(path); time.sleep(600)"
    )
    parent = subprocess.Popen([sys.executable, "-c", script, str(told)], cwd=ROOT)
    until = time.monotonic() + 60
    while not told.exists() and time.monotonic() < until:
        time.sleep(0.05)
    worker = int(told.read_text())
    os.kill(parent.pid, signal.SIGKILL)
    parent.wait()
    while alive(worker) and time.monotonic() < until:
        time.sleep(0.05)
    assert not alive(worker)


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_a_worker_answers_no_less_when_nothing_more_comes_for_now() -> None:
    # An analyser that reads ahead would wait for a text that is sent only after its answer.
    analyser, asked = guarded(patience=30), SimpleQueue[str]()
    asked.put("둑을 높인다.")
    answers = analyser.columns(iter(asked.get, "끝"))
    asked.put("끝")
    assert next(answers) == columns_of("둑을 높인다.")
    analyser.close()


# --- the index path ---


def test_the_rejected_are_told_with_their_place_and_all_others_found(
    archive: Archive, analyser: GuardedAnalyser, tmp_path: Path
) -> None:
    rows = [record(number) for number in range(30)]
    rows[3]["body"] += FATAL
    rows[7]["title"] += f" {ENDLESS}"
    path, engine = write_jsonl(tmp_path / "a.jsonl", rows), MemoryEngine()
    told: list[Rejected] = []
    summary = ingest.add(read_paths([path]), archive=archive, engine=engine, analyser=analyser, on_rejected=told.append)
    assert (summary.added, summary.rejected, summary.read) == (28, 2, 30)
    assert archive.rejections() == told
    assert [(item.path, item.line, item.reason[:3]) for item in told] == [
        (str(path), 4, "본문:"),
        (str(path), 8, "제목:"),
    ]
    assert told[0].excerpt == "기사 3"
    assert [ids(archive, engine, f"표식{number}번") for number in (2, 3, 4)] == [["a-2"], [], ["a-4"]]
    assert engine.count() == archive.stats(engine.index_id, analyser.version).articles == 28
    assert archive.pending(engine.index_id) == 0


def test_an_update_that_kills_leaves_the_article_as_it_was(
    archive: Archive, analyser: GuardedAnalyser, tmp_path: Path
) -> None:
    engine = MemoryEngine()
    add(archive, engine, analyser, write_jsonl(tmp_path / "a.jsonl", [record(1), record(2)]))
    summary = add(archive, engine, analyser, write_jsonl(tmp_path / "b.jsonl", [record(1, FATAL), record(3)]))
    assert (summary.added, summary.updated, summary.rejected) == (1, 0, 1)
    assert ids(archive, engine, "표식1번") == ["a-1"]
    assert len(archive.versions("a-1")) == 1
    assert archive.pending(engine.index_id) == 0
    assert engine.count() == 3


def test_a_text_and_a_fatal_correction_in_one_run_leave_the_text(
    archive: Archive, analyser: GuardedAnalyser, tmp_path: Path
) -> None:
    engine = MemoryEngine()
    summary = add(archive, engine, analyser, write_jsonl(tmp_path / "a.jsonl", [record(1), record(1, FATAL)]))
    assert (summary.added, summary.updated, summary.rejected) == (1, 0, 1)
    assert ids(archive, engine, "표식1번") == ["a-1"]
    assert archive.pending(engine.index_id) == 0


def test_what_was_acknowledged_before_stays_and_is_found_by_its_printed_words(archive: Archive, tmp_path: Path) -> None:
    path, engine, plain = (
        write_jsonl(tmp_path / "a.jsonl", [record(1, FATAL), record(2)]),
        MemoryEngine(),
        PlainAnalyser(),
    )
    ingest.add(read_paths([path]), archive=archive, engine=engine, analyser=plain)
    other = guarded()
    other._analyser = PlainAnalyser("plain-2")  # a later one, which cannot do what the one before it could
    assert ingest.rebuild(archive=archive, engine=engine, analyser=other) == 2
    assert not archive.rejections()
    found = Search(archive, engine, PlainAnalyser("plain-2")).search(SearchRequest(text=FATAL))
    assert [hit.id for hit in found.hits] == ["a-1"]
    other.close()


def test_the_rejected_come_in_when_they_can_be_analysed(archive: Archive, tmp_path: Path) -> None:
    path, engine, analyser = write_jsonl(tmp_path / "a.jsonl", [record(1, FATAL)]), MemoryEngine(), guarded()
    for _ in range(2):
        assert add(archive, engine, analyser, path).rejected == 1
    assert len(archive.rejections()) == 1
    analyser.close()
    ingest.add(read_paths([path]), archive=archive, engine=engine, analyser=PlainAnalyser())
    assert ids(archive, engine, "표식1번") == ["a-1"]


kinds = st.sampled_from(["good", "good", "good", FATAL, RAISING, "again"])


@settings(max_examples=3)  # each starts a process a harmful text and more
@given(st.lists(kinds, min_size=1, max_size=8), st.integers(1, 5))
def test_wherever_the_harmful_stand_every_other_article_is_found(made: list[str], batch: int) -> None:
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        for name in ("BATCH", "CATCH_UP", "SETTLED"):
            patch.setattr(ingest, name, batch)
        rows, good = list[dict[str, str]](), set[str]()
        for number, kind in enumerate(made):
            if kind == "again":
                number = max(0, number - 1)
                kind = f"고친 글 {len(rows)}"
            rows.append(record(number, "" if kind == "good" else kind))
            good |= set() if kind in HARMFUL else {f"a-{number}"}
        archive, engine, analyser = Archive(sqlite_url(Path(folder) / "a.sqlite3")), MemoryEngine(), guarded()
        summary = add(archive, engine, analyser, write_jsonl(Path(folder) / "a.jsonl", rows))
        analyser.close()
        assert summary.read == len(rows)
        # Of what was corrected before its turn came, only the correction is analysed.
        assert (
            len({row["id"] for row in rows}) - len(good)
            <= summary.rejected
            <= sum(row["body"].endswith(HARMFUL) for row in rows)
        )
        assert {hit for number in range(len(made)) for hit in ids(archive, engine, f"표식{number}번")} == good
        assert archive.pending(engine.index_id) == 0
        assert engine.count() == len(good)
        archive.close()


def test_random_kills_of_the_process_lose_no_article(archive: Archive, tmp_path: Path) -> None:
    analyser, engine, chance = guarded(patience=30), MemoryEngine(), random.Random(7)
    rows = [record(number) for number in range(200)]
    path = write_jsonl(tmp_path / "a.jsonl", rows)
    kills = set(chance.sample(range(200), 3))

    def killing(texts: Iterator[str]) -> Iterator[str]:
        for number, text in enumerate(texts):
            if number // 2 in kills and number % 2 and analyser._process:
                analyser._process._process.kill()
            yield text

    plain = analyser.columns
    analyser.columns = lambda texts: plain(killing(iter(texts)))  # type: ignore[method-assign]
    summary = add(archive, engine, analyser, path)
    analyser.close()
    assert (summary.added, summary.rejected) == (200, 0)
    assert all(ids(archive, engine, f"표식{number}번") == [f"a-{number}"] for number in range(200))

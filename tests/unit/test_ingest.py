"""The index path, with a plain analyser: everything read is accounted for, and nothing acknowledged is ever lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from indexer import ingest
from indexer.analysis.interface import Analyser
from indexer.archive import Archive
from indexer.archive.connect import sqlite_url
from indexer.article import TEXT_FIELDS, Rejected
from indexer.engines.interface import Engine, EngineWriter, IndexDocument
from indexer.engines.memory import MemoryEngine
from indexer.engines.whoosh_engine import WhooshEngine
from indexer.errors import IndexBusy, UnreadableSource
from indexer.ingest import Summary
from indexer.query.request import SearchRequest
from indexer.search import Search
from indexer.sources import read_paths
from tests.fakes import PlainAnalyser, RefusingAnalyser, write_jsonl


def record(number: int, **fields: Any) -> dict[str, Any]:
    """An article that only `표식{number}번` finds."""
    return {"id": f"a-{number}", "title": f"기사 {number}", "body": f"표식{number}번을 찾는다."} | fields


def records(count: int) -> list[dict[str, Any]]:
    return [record(number) for number in range(count)]


def run(archive: Archive, engine: Engine, *paths: Path, analyser: Analyser | None = None, **more: Any) -> Summary:
    return ingest.add(read_paths(paths), archive=archive, engine=engine, analyser=analyser or PlainAnalyser(), **more)


def ids(archive: Archive, engine: Engine, text: str) -> list[str]:
    found = Search(archive, engine, PlainAnalyser()).search(SearchRequest(text=text, limit=None))
    assert found.total == len(found.hits)
    return [hit.id for hit in found.hits]


def counts(summary: Summary) -> dict[str, int]:
    return {name: count for name in ("added", "updated", "unchanged", "rejected") if (count := getattr(summary, name))}


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Batches of a few articles, so that few articles make several."""
    monkeypatch.setattr(ingest, "BATCH", 7)
    monkeypatch.setattr(ingest, "CATCH_UP", 3)
    monkeypatch.setattr(ingest, "SETTLED", 7)


@pytest.fixture(params=["memory", "whoosh"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    made: Engine = MemoryEngine() if request.param == "memory" else WhooshEngine(tmp_path / "index")
    yield made
    made.close()


# --- what is read ---


def test_articles_are_found_once_they_are_added(archive: Archive, engine: Engine, tmp_path: Path) -> None:
    summary = run(archive, engine, write_jsonl(tmp_path / "a.jsonl", records(3)))
    assert counts(summary) == {"added": 3}
    assert [ids(archive, engine, f"표식{number}번") for number in range(4)] == [["a-0"], ["a-1"], ["a-2"], []]


def test_a_second_run_adds_nothing_and_analyses_nothing(archive: Archive, engine: Engine, tmp_path: Path) -> None:
    path = write_jsonl(tmp_path / "a.jsonl", records(20))
    run(archive, engine, path)
    again = run(archive, engine, path, analyser=RefusingAnalyser())
    assert counts(again) == {"unchanged": 20}
    assert engine.count() == 20


def test_a_changed_article_is_found_by_its_new_words_only(archive: Archive, engine: Engine, tmp_path: Path) -> None:
    run(archive, engine, write_jsonl(tmp_path / "a.jsonl", records(3)))
    changed = record(1, body="고친 글에는 새표식을 쓴다.")
    assert counts(run(archive, engine, write_jsonl(tmp_path / "b.jsonl", [changed]))) == {"updated": 1}
    assert ids(archive, engine, "새표식") == ["a-1"]
    assert ids(archive, engine, "표식1번") == []
    assert engine.count() == 3


def test_what_cannot_be_read_is_kept_in_rejected_and_told(archive: Archive, tmp_path: Path) -> None:
    path = write_jsonl(tmp_path / "a.jsonl", [record(1), '{"title": "깨진', record(2, date="2019-02-30"), record(3)])
    told: list[Rejected] = []
    summary = run(archive, MemoryEngine(), path, on_rejected=told.append)
    assert counts(summary) == {"added": 2, "rejected": 2}
    assert archive.rejections() == told
    assert [(item.path, item.line) for item in told] == [(str(path), 2), (str(path), 3)]
    assert "2019-02-30" in told[1].reason


def test_an_article_that_is_empty_once_cleaned_is_rejected_with_its_place(archive: Archive, tmp_path: Path) -> None:
    path = write_jsonl(tmp_path / "a.jsonl", [record(1), {"title": "\u200b\u2066", "body": ""}])
    assert counts(run(archive, MemoryEngine(), path)) == {"added": 1, "rejected": 1}
    (item,) = archive.rejections()
    assert (item.place, item.reason) == (f"{path}:2", "제목도 본문도 없습니다")


def test_an_id_that_another_paper_uses_is_rejected_by_name(archive: Archive, tmp_path: Path) -> None:
    both = [record(1, press="가람일보"), record(1, press="솔내신문", body="다른 글")]
    assert counts(run(archive, MemoryEngine(), write_jsonl(tmp_path / "a.jsonl", both))) == {"added": 1, "rejected": 1}
    (item,) = archive.rejections()
    assert "a-1" in item.reason
    assert "가람일보" in item.reason
    assert item.line == 2


@pytest.mark.parametrize(
    "line",
    [
        '{"title": "\\ud800"}',
        '{"title": "제목", "date": "\\ud800"}',
        '{"\\ud800": 1, "\\ud800": 2, "title": "제목"}',
        '{"title": "제목", "press": "\\ud800", "extra": "\\ud800"}',
        '{"title": "제목\\u0000", "body": "\\u0000", "url": "\\ud800\\u0000"}',
    ],
)
def test_what_no_database_can_hold_stops_no_run(archive: Archive, tmp_path: Path, line: str) -> None:
    summary = run(archive, MemoryEngine(), write_jsonl(tmp_path / "a.jsonl", [record(1), line, record(2)]))
    assert summary.read == 3
    assert summary.accepted >= 2
    assert len(archive.rejections()) == summary.rejected


def test_a_file_named_in_another_encoding_is_read_and_its_name_shown(archive: Archive, tmp_path: Path) -> None:
    path = Path(str(tmp_path / "기사.jsonl").encode("cp949").decode("utf-8", "surrogateescape"))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text('{"title": "하나"}\n{"title": "깨진\n', encoding="utf-8")
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    assert counts(run(archive, MemoryEngine(), path)) == {"added": 1, "rejected": 1}
    assert archive.rejections()[0].path.endswith("기사.jsonl")


def test_nothing_is_read_when_one_path_is_missing(archive: Archive, tmp_path: Path) -> None:
    path = write_jsonl(tmp_path / "a.jsonl", records(3))
    with pytest.raises(UnreadableSource, match=r"없는\.jsonl"):
        run(archive, MemoryEngine(), path, tmp_path / "없는.jsonl")
    assert archive.stats("", "plain-1").articles == 0


def test_nothing_is_read_while_somebody_else_writes_the_index(archive: Archive, tmp_path: Path) -> None:
    path = write_jsonl(tmp_path / "a.jsonl", records(3))
    other, mine = WhooshEngine(tmp_path / "index"), WhooshEngine(tmp_path / "index")
    with other.writer(), pytest.raises(IndexBusy):
        run(archive, mine, path)
    assert archive.stats("", "plain-1").articles == 0


def test_an_empty_folder_adds_nothing(archive: Archive, engine: Engine, tmp_path: Path) -> None:
    (tmp_path / "빈 폴더").mkdir()
    assert run(archive, engine, tmp_path / "빈 폴더").read == 0
    assert engine.count() == 0


def test_progress_counts_everything_that_is_read(archive: Archive, tmp_path: Path, small: None) -> None:
    told: list[int] = []
    path = write_jsonl(tmp_path / "a.jsonl", [*records(20), '{"title": "깨진', *records(2)])
    summary = run(archive, MemoryEngine(), path, progress=told.append)
    assert sum(told) == summary.read == 23
    assert len(told) == 4


def test_an_article_without_an_id_gets_one_and_keeps_it(archive: Archive, tmp_path: Path) -> None:
    lines = [{"title": "단신", "body": "표식을 찾는다.", "url": "https://www.garamilbo.example/news/1"}]
    for _ in range(2):
        summary = run(archive, MemoryEngine(), write_jsonl(tmp_path / "a.jsonl", lines))
    assert counts(summary) == {"unchanged": 1}
    assert list(archive.current(["garamilbo.example/news/1"], "plain-1"))


# --- for any mix of lines ---

BROKEN = (
    '{"id": "x", "title": "깨진',
    '{"id": "x", "title": "", "body": " "}',
    '{"id": "x", "title": "없는 날", "date": "2019-02-30"}',
    '{"id": "x", "title": ["목록"]}',
    '{"id": "x", "title": "둘"} {"id": "y"}',
)
LINES = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 2)) | st.sampled_from(BROKEN), max_size=25)
"""(article, version) pairs, and broken lines."""


@settings(max_examples=60)
@given(lines=LINES, batch=st.integers(1, 9), ahead=st.integers(0, 12))
@example(lines=[(0, 0), (0, 1), (0, 0), (0, 2)], batch=2, ahead=5)
def test_every_mix_of_good_repeated_changed_and_broken_lines_adds_up(
    lines: list[tuple[int, int] | str], batch: int, ahead: int
) -> None:
    with (
        TemporaryDirectory() as folder,
        pytest.MonkeyPatch.context() as patch,
        opened(Path(folder)) as archive,
    ):
        patch.setattr(ingest, "BATCH", batch)
        patch.setattr(ingest, "CATCH_UP", 2)
        engine = MemoryEngine()
        path = write_jsonl(Path(folder) / "a.jsonl", [record(9), *map(_line, lines)])
        summary = run(archive, engine, path, analyser=PlainAnalyser(ahead=ahead))
        expected, current = _expected(lines)
        assert counts(summary) == counts(expected)
        assert summary.read == 1 + len(lines)
        assert archive.stats(engine.index_id, "plain-1").pending == 0
        for number in range(6):
            for version in range(3):
                right = [f"a-{number}"] if current.get(number) == version else []
                assert ids(archive, engine, f"표식{number}판{version}호") == right
        assert engine.count() == 1 + len(current)
        assert len(archive.rejections()) == summary.rejected


@contextmanager
def opened(folder: Path) -> Iterator[Archive]:
    archive = Archive(sqlite_url(folder / "archive.sqlite3"))
    yield archive
    archive.close()


def _line(line: tuple[int, int] | str) -> dict[str, Any] | str:
    if isinstance(line, str):
        return line
    return record(line[0], body=f"표식{line[0]}판{line[1]}호를 찾는다.")


def _expected(lines: list[tuple[int, int] | str]) -> tuple[Summary, dict[int, int]]:
    """What a reader would say becomes of the lines, and which version of each article is the newest."""
    summary, seen, current = Summary(added=1), set[tuple[int, int]](), dict[int, int]()
    for line in lines:
        if isinstance(line, str):
            summary.rejected += 1
        elif line in seen:
            summary.unchanged += 1
        else:
            summary.added += line[0] not in current
            summary.updated += line[0] in current
            current[line[0]] = line[1]
            seen.add(line)
    return summary, current


# --- crashes ---


class Crash(BaseException):
    """Like a kill: nothing may catch it."""


Wrap = Callable[[str, Callable[..., Any]], Callable[..., Any]]
"""A method's name and the method, and what is called in its place."""


class Faults:
    """Raises Crash at the nth call of one method, before or after it does its work."""

    def __init__(self, at: str, nth: int) -> None:
        self.when, _, self.method = at.partition(" ")
        self.left = nth

    def __call__(self, name: str, method: Callable[..., Any]) -> Callable[..., Any]:
        def called(*given_: Any, **named: Any) -> Any:
            self.left -= name == self.method
            crash = name == self.method and self.left == 0
            if crash and self.when == "before":
                raise Crash
            done = method(*given_, **named)
            if crash:
                raise Crash
            return done

        return called


class FaultyWriter:
    """An EngineWriter whose methods may crash."""

    def __init__(self, writer: EngineWriter, wrap: Wrap) -> None:
        self._writer = writer
        self.index_id = writer.index_id
        self.put: Callable[[IndexDocument], None] = wrap("put", writer.put)
        self.delete: Callable[[str], None] = writer.delete
        self.commit: Callable[[], None] = wrap("commit", writer.commit)
        self.purge = writer.purge
        self.puts = 0

    @property
    def full(self) -> bool:
        self.puts += 1
        return self.puts % 10 == 0


class FaultyEngine:
    """An Engine whose writer may crash; commits every ten articles."""

    def __init__(self, engine: Engine, wrap: Wrap) -> None:
        self._engine, self._wrap = engine, wrap
        self.search, self.count, self.close = engine.search, engine.count, engine.close
        self.vocabulary, self.similar = engine.vocabulary, engine.similar
        self.frequencies, self.forget = engine.frequencies, engine.forget

    @property
    def index_id(self) -> str:
        return self._engine.index_id

    @property
    def commit(self) -> str:
        return self._engine.commit

    @contextmanager
    def writer(self, *, afresh: bool = False) -> Iterator[FaultyWriter]:
        with self._engine.writer(afresh=afresh) as writer:
            yield FaultyWriter(writer, self._wrap)


PLACES = [
    f"{when} {method}"
    for method in ("store", "reject", "changed", "settle", "put", "commit", "set_position")
    for when in ("before", "after")
]


@pytest.mark.parametrize("nth", [1, 3])
@pytest.mark.parametrize("place", PLACES)
def test_after_a_crash_the_next_run_finds_everything_exactly_once(
    archive: Archive, engine: Engine, tmp_path: Path, small: None, place: str, nth: int
) -> None:
    changed = [record(number, body="고친 글.") for number in range(5)]
    lines: list[dict[str, Any] | str] = [*records(25), '{"title": "깨진', *changed, *records(30)]
    path = write_jsonl(tmp_path / "a.jsonl", lines)
    faults = Faults(place, nth)
    crash(archive, engine, path, faults)
    assert faults.left <= 0 or "reject" in place  # it did crash; one line is rejected once
    summary = run(archive, engine, path)
    assert summary.read == len(lines)
    check_whole(archive, engine)
    assert len(archive.rejections()) == 1


@pytest.mark.parametrize("place", PLACES)
def test_what_was_acknowledged_before_a_crash_is_indexed_without_the_files(
    archive: Archive, tmp_path: Path, small: None, place: str
) -> None:
    engine = MemoryEngine()
    path = write_jsonl(tmp_path / "a.jsonl", records(30))
    crash(archive, engine, path, Faults(place, 2))
    path.unlink()
    acknowledged = archive.stats("", "plain-1").articles
    run(archive, engine)
    assert engine.count() == acknowledged
    assert archive.stats(engine.index_id, "plain-1").pending == 0


@pytest.mark.parametrize("place", [place for place in PLACES if place.split()[1] not in ("store", "reject")])
def test_a_crash_while_rebuilding_costs_nothing(
    archive: Archive, engine: Engine, tmp_path: Path, small: None, place: str
) -> None:
    run(archive, engine, write_jsonl(tmp_path / "a.jsonl", records(30)))
    with pytest.MonkeyPatch.context() as patch:
        faults = Faults(place, 1)
        faulty(patch, archive, faults)
        analyser = PlainAnalyser("plain-2")
        with pytest.raises(Crash):
            ingest.rebuild(archive=archive, engine=FaultyEngine(engine, faults), analyser=analyser)
    assert ids(archive, engine, "표식3번") == ["a-3"]
    assert ingest.rebuild(archive=archive, engine=engine, analyser=PlainAnalyser("plain-2")) == 30
    assert ids(archive, engine, "표식3번") == ["a-3"]


def crash(archive: Archive, engine: Engine, path: Path, faults: Faults) -> None:
    with pytest.MonkeyPatch.context() as patch, suppress(Crash):
        faulty(patch, archive, faults)
        run(archive, FaultyEngine(engine, faults), path, analyser=PlainAnalyser(ahead=4))


def faulty(patch: pytest.MonkeyPatch, archive: Archive, faults: Faults) -> None:
    for name in ("store", "reject", "changed", "settle", "set_position"):
        patch.setattr(archive, name, faults(name, getattr(archive, name)))


def check_whole(archive: Archive, engine: Engine) -> None:
    """Thirty articles, the first five of them changed, each found once."""
    assert engine.count() == 30
    assert archive.stats(engine.index_id, "plain-1").pending == 0
    assert sorted(ids(archive, engine, "고친")) == [f"a-{number}" for number in range(5)]
    for number in range(30):
        assert ids(archive, engine, f"표식{number}번") == ([f"a-{number}"] if number >= 5 else [])


def test_ctrl_c_loses_nothing_that_was_acknowledged(
    archive: Archive, engine: Engine, tmp_path: Path, small: None
) -> None:
    path = write_jsonl(tmp_path / "a.jsonl", records(40))
    acknowledged = 0

    def progress(steps: int) -> None:
        nonlocal acknowledged
        acknowledged += steps
        if acknowledged > 15:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(archive, engine, path, progress=progress)
    assert archive.stats("", "plain-1").articles >= acknowledged > 15
    assert counts(run(archive, engine, path)).keys() == {"added", "unchanged"}
    assert engine.count() == 40


def test_an_analyser_that_fails_leaves_the_articles_for_the_next_run(
    archive: Archive, engine: Engine, tmp_path: Path
) -> None:
    path = write_jsonl(tmp_path / "a.jsonl", records(5))
    with pytest.raises(AssertionError):
        run(archive, engine, path, analyser=RefusingAnalyser())
    assert archive.stats(engine.index_id, "plain-1").pending == 5
    run(archive, engine, path)
    assert engine.count() == 5


# --- rebuilding ---


def test_a_rebuild_uses_the_stored_tokens(archive: Archive, engine: Engine, tmp_path: Path) -> None:
    run(archive, engine, write_jsonl(tmp_path / "a.jsonl", records(12)))
    before = engine.index_id
    told: list[int] = []
    made = ingest.rebuild(archive=archive, engine=engine, analyser=RefusingAnalyser(), progress=told.append)
    assert (made, sum(told)) == (12, 12)
    assert engine.index_id != before
    assert ids(archive, engine, "표식7번") == ["a-7"]


def test_a_rebuild_analyses_what_another_version_has_analysed(archive: Archive, engine: Engine, tmp_path: Path) -> None:
    run(archive, engine, write_jsonl(tmp_path / "a.jsonl", records(12)))
    newer = PlainAnalyser("plain-2")
    assert ingest.rebuild(archive=archive, engine=engine, analyser=newer) == 12
    assert len(newer.seen) == 24  # a title and a body each
    assert ingest.rebuild(archive=archive, engine=engine, analyser=RefusingAnalyser("plain-2")) == 12


def test_a_rebuild_analyses_only_the_articles_that_were_not(archive: Archive, tmp_path: Path, small: None) -> None:
    run(archive, MemoryEngine(), write_jsonl(tmp_path / "a.jsonl", records(20)))
    newer = PlainAnalyser("plain-2", ahead=3)
    run(archive, MemoryEngine(), write_jsonl(tmp_path / "b.jsonl", [record(n, body="고침") for n in (3, 11)]))
    changed = archive.changed(20, "plain-1", 10)
    archive.store_tokens("plain-2", [(stored.version_id, stored.tokens or b"") for stored in changed])
    engine = MemoryEngine()
    assert ingest.rebuild(archive=archive, engine=engine, analyser=newer) == 20
    assert len(newer.seen) == 36
    assert ids(archive, engine, "고침") == ["a-11", "a-3"]


def test_an_empty_archive_makes_an_empty_index(archive: Archive, engine: Engine) -> None:
    assert ingest.rebuild(archive=archive, engine=engine, analyser=RefusingAnalyser()) == 0
    assert ids(archive, engine, "") == []


def test_an_index_that_was_lost_is_filled_again_by_the_next_run(archive: Archive, tmp_path: Path) -> None:
    run(archive, MemoryEngine(), write_jsonl(tmp_path / "a.jsonl", records(12)))
    fresh = MemoryEngine()
    run(archive, fresh, analyser=RefusingAnalyser())
    assert fresh.count() == 12


# --- memory ---


class Gauge:
    """How many articles were read from the archive and are not yet in the index."""

    def __init__(self, archive: Archive, patch: pytest.MonkeyPatch) -> None:
        self.held = self.most = 0
        read = archive.changed

        def changed(after: int, analyser: str, limit: int) -> Any:
            rows = read(after, analyser, limit)
            self.held += len(rows)
            self.most = max(self.most, self.held)
            return rows

        patch.setattr(archive, "changed", changed)

    def __call__(self, name: str, method: Callable[..., Any]) -> Callable[..., Any]:
        def called(*given_: Any) -> Any:
            self.held -= name == "put"
            return method(*given_)

        return called


def test_the_analyser_is_not_fed_the_whole_corpus_ahead(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gauge = Gauge(archive, monkeypatch)
    engine = FaultyEngine(MemoryEngine(), gauge)
    path = write_jsonl(tmp_path / "a.jsonl", records(1_500))
    analyser = PlainAnalyser(ahead=34)  # what Kiwi reads ahead with two workers
    run(archive, engine, path, analyser=analyser)
    assert engine.count() == 1_500
    assert gauge.held == 0
    assert gauge.most <= ingest.CATCH_UP + ingest.SETTLED + 34


def test_a_rebuild_holds_few_articles_at_a_time(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(archive, MemoryEngine(), write_jsonl(tmp_path / "a.jsonl", records(600)))
    gauge = Gauge(archive, monkeypatch)
    engine = FaultyEngine(MemoryEngine(), gauge)
    assert ingest.rebuild(archive=archive, engine=engine, analyser=RefusingAnalyser()) == 600
    assert gauge.most <= ingest.CATCH_UP + ingest.SETTLED


# --- what an engine is given ---


def test_an_engine_is_given_terms_values_and_the_time(archive: Archive, tmp_path: Path) -> None:
    seen: list[IndexDocument] = []

    def watched(name: str, method: Callable[..., Any]) -> Callable[..., Any]:
        return seen.append if name == "put" else method

    whole = {
        "id": "a-1",
        "title": "둑 높인다",
        "subtitle": "예산 42억",
        "body": "가람군은 둑을 높인다. 군의회는 반대한다.",
        "caption": ["솔내천 둑", "군의회"],
        "press": "가람일보",
        "reporter": ["박서연", "윤도겸"],
        "date": "2019-03-27 23:00",
    }
    run(archive, FaultyEngine(MemoryEngine(), watched), write_jsonl(tmp_path / "a.jsonl", [whole]))
    (document,) = seen
    assert list(document.terms) == list(TEXT_FIELDS)
    assert document.terms["title"].pairs() == [("둑", 0), ("\x01높인다", 1), ("\x02높인다", 1)]
    assert [term for term, _ in document.terms["caption"].pairs()] == ["솔내천", "둑", "군의회"]
    assert [terms.breaks.tolist() for terms in document.terms.values()] == [[], [], [3], [2]]
    assert document.values == {"press": ("가람일보",), "reporter": ("박서연", "윤도겸")}
    assert document.published is not None
    assert document.published.isoformat() == "2019-03-27T23:00:00+09:00"

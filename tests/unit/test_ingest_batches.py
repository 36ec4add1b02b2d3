"""Whatever stands where in what is read: everything is counted, and every good article found by its own words only."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer import ingest
from indexer.archive import Archive
from indexer.archive.connect import sqlite_url
from indexer.engines.memory import MemoryEngine
from indexer.query.request import SearchRequest
from indexer.search import Search
from indexer.sources import read_paths
from tests.fakes import PlainAnalyser
from tests.unit.sources.packing import line, tarred, warc_record, zipped

GOOD, AGAIN = "good", "again"
BAD: dict[str, Callable[[int], bytes]] = {
    "no date": lambda n: line(n, date="2019-02-30"),
    "no text": lambda n: line(n, title="", body=" "),
    "broken": lambda n: line(n)[:-9] + b"\n",
    "no text at all": lambda n: b"\xff\xfe\xff" + line(n),
    "a list": lambda n: b'["' + b"x" * n + b'"]\n',
    "deep": lambda n: b'{"title": ' + b"[" * 90 + b"]" * 90 + b"}\n",
}
PACKED: dict[str, Callable[[bytes], bytes]] = {
    "jsonl": lambda data: data,
    "gzip": gzip.compress,
    "zip": lambda data: zipped({"가.jsonl": data}),
    "tar": lambda data: tarred({"나/가.jsonl": data}),
    "warc": lambda data: warc_record("https://garamilbo.example/가", data),
}

documents = st.lists(st.sampled_from([GOOD, GOOD, AGAIN, *BAD]), max_size=12)
batches = st.lists(st.tuples(st.sampled_from(sorted(PACKED)), documents), min_size=1, max_size=4)


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ingest, "BATCH", 5)
    monkeypatch.setattr(ingest, "CATCH_UP", 3)


def good(number: int) -> bytes:
    """An article that only `표식{number}번` finds."""
    return line(number, title=f"기사 {number}", body=f"표식{number}번을 찾는다.")


@settings(max_examples=20)
@given(batches)
def test_a_bad_document_anywhere_costs_itself_alone(made: list[tuple[str, list[str]]]) -> None:
    with TemporaryDirectory() as folder:
        wanted, bad, again, number, paths = list[int](), 0, 0, 0, list[Path]()
        for place, (packing, kinds) in enumerate(made):
            data = good(9_000 + place)  # so that no file is empty
            wanted.append(9_000 + place)
            for kind in kinds:
                number += 1
                if kind == GOOD:
                    wanted.append(number)
                    data += good(number)
                elif kind == AGAIN:
                    again += 1
                    data += good(wanted[-1])
                else:
                    bad += 1
                    data += BAD[kind](number)
            paths.append(Path(folder) / f"{place}")
            paths[-1].write_bytes(PACKED[packing](data))
        archive, engine = Archive(sqlite_url(Path(folder) / "T" / "archive.sqlite3")), MemoryEngine()
        try:
            done = ingest.add(read_paths(paths), archive=archive, engine=engine, analyser=PlainAnalyser())
            assert (done.added, done.unchanged, done.updated, done.rejected) == (len(wanted), again, 0, bad)
            assert done.read == len(wanted) + again + bad
            assert len(archive.rejections()) == bad
            search = Search(archive, engine, PlainAnalyser())
            for mark in wanted:
                found = search.search(SearchRequest(text=f"표식{mark}번", limit=None))
                assert [hit.id for hit in found.hits] == [f"g-{mark}"]
            assert search.search(SearchRequest(text="표식", limit=None)).total in (0, len(wanted))
            repeated = ingest.add(read_paths(paths), archive=archive, engine=engine, analyser=PlainAnalyser())
            assert (repeated.added, repeated.updated, repeated.rejected) == (0, 0, bad)
        finally:
            archive.close()

"""The probes say what is so, at once; an index that is replaced under load is not noticed."""

from __future__ import annotations

import http.client
import json
import shutil
import statistics
import sys
import threading
import time
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from indexer import ingest
from indexer.archive import Archive
from indexer.cli.serving import THREADS
from indexer.engines.whoosh_engine import WhooshEngine
from indexer.settings import Settings
from tests.benchmarks.load import learn
from tests.fakes import PlainAnalyser
from tests.reliability.clients import Clients, at_work
from tests.reliability.served import PLAIN, Served, filled, serving
from tests.reliability.test_stopping import SLOW

PROBED = 0.1
"""Seconds that a probe may take."""

SWAPS = 20


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return filled(tmp_path_factory.mktemp("가람") / "T", 300)


def probed(served: Served, times: int) -> list[float]:
    """Seconds that each probe took, on a connection of its own, as a supervisor asks."""
    seconds = []
    for _ in range(times):
        started = time.perf_counter()
        assert served.get("/healthz") == (200, b'{"status":"ok"}\n')
        seconds.append(time.perf_counter() - started)
        time.sleep(0.05)
    return seconds


def probed_while_searches_are_at_work(data: Path, times: int) -> list[float]:
    """With as many more searches in line as there are at work; each keeps a processor busy."""
    with serving(data, program=("-c", SLOW + PLAIN)) as served, ExitStack() as open_ones:
        served.get("/api/v1/search", q="산불")
        over = threading.Event()

        def ask() -> None:
            while not over.is_set():
                assert served.get("/api/v1/search", q="둑")[0] == http.client.OK

        asking = [threading.Thread(target=ask) for _ in range(2 * THREADS["search"])]
        for thread in asking:
            open_ones.callback(thread.join)
            thread.start()
        open_ones.callback(over.set)
        time.sleep(0.5)
        seconds = probed(served, times)
    sys.stdout.write(f"\nprobes: median {statistics.median(seconds) * 1000:.0f} ms, ")
    sys.stdout.write(f"at most {max(seconds) * 1000:.0f} ms\n")
    return seconds


def test_a_probe_is_answered_while_every_search_is_at_work(data: Path) -> None:
    # Other tests may have the processors: one probe in two. The full run holds every one to it.
    assert statistics.median(probed_while_searches_are_at_work(data, 20)) < PROBED


@pytest.mark.full
def test_every_probe_is_answered_at_once_while_every_search_is_at_work(data: Path) -> None:
    assert max(probed_while_searches_are_at_work(data, 200)) < PROBED


def test_ready_says_so_as_soon_as_there_is_an_index_and_as_soon_as_there_is_none(data: Path, tmp_path: Path) -> None:
    shutil.copytree(data, tmp_path / "T")
    settings = Settings(data=tmp_path / "T")
    settings.index.rename(tmp_path / "elsewhere")
    with serving(settings.data, ready="/healthz") as served:
        status, body = served.get("/readyz")
        assert status == http.client.SERVICE_UNAVAILABLE
        assert "아직 찾을 수 있는 기사가 없습니다" in json.loads(body)["reason"]
        for path in ("/search", "/api/v1/search"):
            assert served.get(path, q="둑")[0] == http.client.SERVICE_UNAVAILABLE
        (tmp_path / "elsewhere").rename(settings.index)
        assert served.get("/readyz")[0] == http.client.OK
        assert served.json("/api/v1/search", q="둑")["total"] > 0
        settings.index.rename(tmp_path / "elsewhere")
        assert served.get("/readyz")[0] == http.client.SERVICE_UNAVAILABLE


def swapped_under_load(data: Path, times: int) -> None:
    settings = Settings(data=data)
    with serving(data) as served:
        known = learn(served.port)
        before = served.json("/api/v1/search", q="산불")["total"]
        names = set()
        with (
            closing(Archive(settings.archive_url)) as archive,
            closing(WhooshEngine(settings.index)) as engine,
            at_work(Clients(served.port, known, count=8, pause=0.05)) as end,
        ):
            for _ in range(times):
                ingest.rebuild(archive=archive, engine=engine, analyser=PlainAnalyser())
                names.add(engine.index_id)
                assert served.json("/api/v1/search", q="산불")["total"] == before
            met = end()
        assert (met.failed, met.dropped, met.refused) == ([], [], 0)
        assert len(names) == times
        assert met.answers > times
        assert served.maps == 0


def test_an_index_is_replaced_under_load_without_an_error(data: Path) -> None:
    swapped_under_load(data, SWAPS)

"""Told to stop while it is asked: what was asked is answered, and then it ends, soon."""

from __future__ import annotations

import http.client
import signal
import socket
import time
from contextlib import closing
from pathlib import Path

import pytest

from tests.benchmarks.load import learn
from tests.reliability.clients import Clients, at_work
from tests.reliability.served import PLAIN, filled, serving

ENDS = 10.0
"""Seconds from being told until the process is gone."""

SLOW = """
import time
from indexer.search import Search
quick = Search.search
def search(self, request):
    until = time.monotonic() + (1.5 if request.text == "둑" else 0)
    while time.monotonic() < until:
        sum(range(500))
    return quick(self, request)
Search.search = search
"""
"""A search for 둑 keeps a processor busy for a while."""


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return filled(tmp_path_factory.mktemp("가람") / "T", 300)


def stopped_under_load(data: Path, signalled: signal.Signals, *, kept: bool, after: float) -> None:
    with serving(data) as served:
        known = learn(served.port)
        with at_work(Clients(served.port, known, count=8, kept=kept)) as end:
            time.sleep(after)
            served.process.send_signal(signalled)
            told = time.monotonic()
            code = served.process.wait(ENDS)
            seconds = time.monotonic() - told
            met = end()
    assert (met.dropped, met.failed) == ([], [])
    assert (code, met.refused) == (0, 8)
    assert met.answers > 8
    assert seconds < ENDS


@pytest.mark.parametrize("kept", [True, False])
def test_no_request_is_dropped_by_a_server_that_is_stopped_under_load(data: Path, kept: bool) -> None:
    stopped_under_load(data, signal.SIGTERM, kept=kept, after=1.0)


@pytest.mark.full
@pytest.mark.parametrize("kept", [True, False])
@pytest.mark.parametrize("signalled", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize("turn", range(5))
def test_no_request_is_dropped_whenever_it_is_stopped(
    data: Path, signalled: signal.Signals, kept: bool, turn: int
) -> None:
    stopped_under_load(data, signalled, kept=kept, after=0.3 + 0.37 * turn)


def test_questions_that_wait_in_line_are_answered_before_the_end(data: Path) -> None:
    with serving(data, program=("-c", SLOW + PLAIN)) as served:
        served.get("/api/v1/search", q="산불")
        asked = []
        for _ in range(12):  # four more than are answered at once
            connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=60)
            connection.request("GET", "/api/v1/search?q=%EB%91%91")
            asked.append(connection)
        time.sleep(0.5)
        served.process.terminate()
        told = time.monotonic()
        for connection in asked:
            with closing(connection):
                answer = connection.getresponse()
                assert answer.status == http.client.OK
                assert answer.read().endswith(b"}\n")
        assert served.process.wait(ENDS) == 0
        assert time.monotonic() - told < ENDS


def test_who_says_nothing_does_not_keep_a_server_from_ending(data: Path) -> None:
    with serving(data) as served:
        silent = [socket.create_connection(("127.0.0.1", served.port)) for _ in range(20)]
        for connection in silent[10:]:
            connection.sendall(b"GET /search?q=")
        served.process.terminate()
        told = time.monotonic()
        assert served.process.wait(ENDS) == 0
        assert time.monotonic() - told < ENDS / 2
        for connection in silent:
            connection.close()


def test_who_takes_no_answer_does_not_keep_a_server_from_ending(data: Path) -> None:
    with serving(data) as served:
        deaf = socket.create_connection(("127.0.0.1", served.port))
        deaf.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1024)
        for _ in range(200):
            deaf.sendall(b"GET /export.jsonl HTTP/1.1\r\nHost: gisa.example\r\n\r\n")
        time.sleep(0.3)
        served.process.terminate()
        told = time.monotonic()
        assert served.process.wait(ENDS) == 0
        assert time.monotonic() - told < ENDS
        deaf.close()


def test_told_twice_it_ends_at_once(data: Path) -> None:
    with serving(data, program=("-c", SLOW.replace("1.5", "30") + PLAIN)) as served:
        served.get("/api/v1/search", q="산불")
        with closing(http.client.HTTPConnection("127.0.0.1", served.port)) as connection:
            connection.request("GET", "/api/v1/search?q=%EB%91%91")
            time.sleep(0.3)
            served.process.send_signal(signal.SIGINT)
            time.sleep(0.3)
            assert served.process.poll() is None
            served.process.send_signal(signal.SIGINT)
            served.process.wait(ENDS / 2)

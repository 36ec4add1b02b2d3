"""Two hundred clients that behave badly cost the others nothing; who is too slow is let go of."""

from __future__ import annotations

import http.client
import os
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from indexer.cli import serving as ours
from indexer.cli.serving import Server, lane_of
from indexer.settings import ROOT
from tests.reliability.badly_behaved import KINDS
from tests.reliability.served import Served, filled, serving

WORSE = 2.0
"""Times as long as without them."""

PIECE = 1 << 20
"""Bytes that an answer is made of, as exports are: nobody holds it whole."""

QUICK = 0.05
"""Seconds: what is answered sooner differs by what else the machine does, such as other tests."""


@contextmanager
def badly_behaved(port: int) -> Iterator[None]:
    """All of them, in a process of their own."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.reliability.badly_behaved", str(port)],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert process.stdout is not None
    try:
        assert process.stdout.readline() == b"begun\n"
        yield
    finally:
        process.communicate(timeout=60)


def asked(served: Served, times: int) -> list[float]:
    """Seconds that each of so many searches takes, pages on connections of their own."""
    seconds = []
    for number in range(times):
        started = time.perf_counter()
        assert served.get("/search", q=("둑", "산불 예산", "솔내읍", '"소각장"')[number % 4])[0] == http.client.OK
        seconds.append(time.perf_counter() - started)
    return seconds


def compared(data: Path, times: int, rounds: int) -> tuple[float, float, Served]:
    """The median with and without them, in turns."""
    without: list[float] = []
    beside: list[float] = []
    with serving(data) as served:
        asked(served, 12)
        for _ in range(rounds):
            without += asked(served, times)
            with badly_behaved(served.port):
                beside += asked(served, times)
                assert served.get("/healthz")[0] == http.client.OK
            time.sleep(1.0)
        without += asked(served, times)
        assert served.process.poll() is None
    one, other = statistics.median(without), statistics.median(beside)
    ninth = [statistics.quantiles(each, n=10)[8] for each in (without, beside)]
    sys.stdout.write(f"\n{len(beside)} searches: median {one * 1000:.0f} ms, beside them {other * 1000:.0f} ms; ")
    sys.stdout.write(f"p90 {ninth[0] * 1000:.0f}, {ninth[1] * 1000:.0f} ms\n")
    return one, other, served


def test_two_hundred_clients_that_behave_badly_make_no_search_wait(tmp_path: Path) -> None:
    assert sum(count for count, _, _ in KINDS) == 200
    without, beside, _ = compared(filled(tmp_path / "T", 300), 40, 1)
    assert beside < WORSE * max(without, QUICK)


@pytest.mark.full
def test_two_hundred_clients_make_no_search_wait_for_minutes(tmp_path: Path) -> None:
    without, beside, _ = compared(filled(tmp_path / "T", 5_000), 1_500, 2)
    assert beside < WORSE * without


# --- the server by itself, with less patience ---


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., int]]:
    """Starts a server that answers what the tests say; its port."""
    monkeypatch.setattr(ours, "SILENT", 2)
    monkeypatch.setattr(ours, "PATIENCE", 1)
    monkeypatch.setattr(ours, "MOST_CONNECTIONS", 30)
    usual = sys.getswitchinterval()
    running: list[tuple[Server, threading.Thread]] = []

    def start(answer: Callable[[str], bytes]) -> int:
        def application(environ, start_response):  # type: ignore[no-untyped-def]
            body = answer(environ["PATH_INFO"])
            start_response("200 OK", [("Content-Length", str(len(body)))])
            return [body[at : at + PIECE] for at in range(0, len(body), PIECE)]

        server = Server(application, host="127.0.0.1", port=0)
        thread = threading.Thread(target=server.run)
        thread.start()
        running.append((server, thread))
        return server.port

    yield start
    for server, thread in running:
        server.stop()
        thread.join()
        server.close()
    sys.setswitchinterval(usual)


def opened(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), timeout=10)


def ended_after(connection: socket.socket) -> float:
    """Seconds until the server ends a connection, whatever it says before."""
    started = time.monotonic()
    try:
        while connection.recv(65_536):
            pass
    except ConnectionResetError:
        pass
    return time.monotonic() - started


def test_who_asks_nothing_or_half_of_it_is_let_go_of(impatient: Callable[..., int]) -> None:
    port = impatient(lambda path: b"")
    for sent, least in ((b"", 1.0), (b"GET / HT", 0.5), (b"POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\na", 0.5)):
        with opened(port) as connection:
            connection.sendall(sent)
            assert least < ended_after(connection) < 10


def trickle(connection: socket.socket, seconds: float) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        connection.sendall(b"a")
        time.sleep(0.2)


def test_a_byte_now_and_then_does_not_help(impatient: Callable[..., int]) -> None:
    port = impatient(lambda path: b"")
    with opened(port) as connection:
        started = time.monotonic()
        with pytest.raises((BrokenPipeError, ConnectionResetError)):
            trickle(connection, 10)
    assert time.monotonic() - started < 10


def test_who_asks_steadily_and_who_waits_for_a_long_answer_is_not(impatient: Callable[..., int]) -> None:
    def answer(path: str) -> bytes:
        if path == "/late":
            time.sleep(4)
        return path.encode()

    port = impatient(answer)
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=10)) as connection:
        for path, said in (("/late", b"/late"), ("/", b"/"), ("/late", b"/late")):
            connection.request("GET", path)
            assert connection.getresponse().read() == said
            time.sleep(1.2)


def test_who_does_not_take_the_answer_is_let_go_of_and_frees_its_thread(impatient: Callable[..., int]) -> None:
    huge = b"a" * (40 << 20)
    port = impatient(lambda path: huge if path == "/export.csv" else b"soon")
    deaf = [opened(port) for _ in range(5)]
    for connection in deaf:
        connection.sendall(b"GET /export.csv HTTP/1.1\r\n\r\n")
    time.sleep(6)
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=10)) as hearing:
        hearing.request("GET", "/export.csv")
        assert len(hearing.getresponse().read()) == len(huge)
    for connection in deaf:
        connection.close()


def test_a_newcomer_takes_the_place_of_who_was_silent_for_longest(impatient: Callable[..., int]) -> None:
    port = impatient(lambda path: b"soon")
    silent = [opened(port) for _ in range(40)]
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=10)) as asking:
        started = time.monotonic()
        asking.request("GET", "/")
        assert asking.getresponse().read() == b"soon"
        assert time.monotonic() - started < 1
    assert silent[0].recv(1) == b""
    for each in silent:
        each.close()


def test_too_long_a_header_or_body_is_refused(impatient: Callable[..., int]) -> None:
    port = impatient(lambda path: b"soon")
    for sent, status in (
        (b"GET / HTTP/1.1\r\nCookie: " + b"a" * 300_000 + b"\r\n\r\n", b"431"),
        (b"POST / HTTP/1.1\r\nContent-Length: 99999999999\r\n\r\n", b"413"),
    ):
        with opened(port) as connection:
            connection.sendall(sent)
            assert connection.recv(12).split()[1] == status


def test_what_takes_long_has_a_lane_of_its_own() -> None:
    lanes = {lane_of(path): path for path in ("/healthz", "/search", "/export.csv")}
    assert lanes == {"probe": "/healthz", "search": "/search", "export": "/export.csv"}
    assert {lane_of(path) for path in ("/readyz",)} == {"probe"}
    for path in ("/export", "/en/export.xlsx", "/export.manifest.json", "/kwic.csv", "/en/kwic.jsonl"):
        assert lane_of(path) == "export"
    for path in ("/", "/kwic", "/article/export.csv", "/healthz/x", "", "/api/v1/search"):
        assert lane_of(path) == "search"

"""Readers who ask a server one thing after another, and what became of every question."""

from __future__ import annotations

import http.client
import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from tests.benchmarks.load import ASKS, Known

PATIENT = 60.0
"""Seconds that a reader waits."""


@dataclass
class Met:
    """What one reader, or all of them, met. `refused`: the server took no more connections; `dropped`: it took one and
    a question, and gave no whole answer."""

    seconds: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    failed: list[str] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)
    refused: int = 0

    @property
    def answers(self) -> int:
        return sum(self.statuses.values())

    def and_(self, other: Met) -> None:
        """Adds what another met."""
        self.seconds += other.seconds
        self.statuses += other.statuses
        self.failed += other.failed
        self.dropped += other.dropped
        self.refused += other.refused


class Clients:
    """Readers at work until `stop`, each on a thread. `pause` seconds lie between an answer and the next question;
    with `kept`, a reader keeps the connection as long as the server does."""

    def __init__(self, port: int, known: Known, *, count: int = 8, pause: float = 0.0, kept: bool = True) -> None:
        self._port, self._known, self._pause, self._kept = port, known, pause, kept
        self._met = [Met() for _ in range(count)]
        self._over = threading.Event()
        self._threads = [threading.Thread(target=self._ask, args=(n, met)) for n, met in enumerate(self._met)]

    def start(self) -> None:
        """Begins."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> Met:
        """Ends, after the answers that are awaited."""
        self._over.set()
        whole = Met()
        for thread, met in zip(self._threads, self._met, strict=True):
            thread.join()
            whole.and_(met)
        return whole

    @property
    def answers(self) -> int:
        """So far."""
        return sum(met.answers for met in self._met)

    def _ask(self, number: int, met: Met) -> None:
        chance = random.Random(number)
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=PATIENT)
        while not self._over.is_set() and not met.refused:
            self._one(connection, _question(self._known, chance), met)
            if not self._kept:
                connection.close()
            self._over.wait(self._pause * chance.uniform(0.5, 1.5))
        connection.close()

    def _one(self, connection: http.client.HTTPConnection, url: str, met: Met) -> None:
        started = time.perf_counter()
        try:
            if connection.sock is None:
                connection.connect()
        except ConnectionRefusedError:
            met.refused += 1
            return
        except OSError as error:
            met.dropped.append(f"connecting: {error!r}")
            return
        try:
            connection.request("GET", url)
            answer = connection.getresponse()
            answer.read()
        except (OSError, http.client.HTTPException) as error:
            met.dropped.append(f"{url}: {error!r}")
            connection.close()
            return
        met.seconds.append(time.perf_counter() - started)
        met.statuses[answer.status] += 1
        if answer.status != http.client.OK:
            met.failed.append(f"{answer.status} {url}")


@contextmanager
def at_work(clients: Clients) -> Iterator[Callable[[], Met]]:
    """Readers who ask during the block; what is given ends them and says what they met."""
    clients.start()
    try:
        yield clients.stop
    finally:
        clients.stop()


def _question(known: Known, chance: random.Random) -> str:
    kind = chance.choices(list(ASKS), [weight for weight, _ in ASKS.values()])[0]
    return ASKS[kind][1](known, chance)

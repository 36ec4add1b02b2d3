"""Threads that search one engine all the time, and every search that failed or told less than there is."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from indexer.engines.interface import Engine, EngineQuery
from indexer.errors import GisaError

CLIENTS = 4


@dataclass
class Met:
    """What became of the searches; `slowest` in seconds."""

    answers: int = 0
    slowest: float = 0.0
    failed: list[str] = field(default_factory=list)
    short: list[str] = field(default_factory=list)


Asked = Sequence[tuple[EngineQuery, int]]
"""Searches, and how many articles each has to find, at least."""


@contextmanager
def searching(engine: Engine, asked: Asked, *, clients: int = CLIENTS) -> Iterator[Callable[[], Met]]:
    """Clients at work during the block; what is given ends them and says what they met."""
    over, all_met = threading.Event(), [Met() for _ in range(clients)]
    threads = [
        threading.Thread(target=_search, args=(engine, [*asked[first:], *asked[:first]], met, over))
        for first, met in enumerate(all_met)
    ]

    def end() -> Met:
        over.set()
        for thread in threads:
            thread.join()
        return Met(
            sum(met.answers for met in all_met),
            max(met.slowest for met in all_met),
            [text for met in all_met for text in met.failed],
            [text for met in all_met for text in met.short],
        )

    for thread in threads:
        thread.start()
    try:
        yield end
    finally:
        end()


def _search(engine: Engine, asked: Asked, met: Met, over: threading.Event) -> None:
    while not over.is_set():
        for query, least in asked:
            started = time.perf_counter()
            try:
                total = engine.search(query).total
            except GisaError as error:
                met.failed.append(f"{query.plan}: {error}")
                continue
            met.answers += 1
            met.slowest = max(met.slowest, time.perf_counter() - started)
            if total < least:
                met.short.append(f"{query.plan}: {total} of {least}")

"""Whatever is asked: an answer or a refusal, never an error of the server's, and none takes long."""

from __future__ import annotations

import itertools
import os
import statistics
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import numpy as np
import pytest

from indexer.analysis.kiwi import KiwiAnalyser
from indexer.archive import Archive
from indexer.engines.whoosh_engine import WhooshEngine
from indexer.prepare import prepare
from indexer.search import Search
from indexer.settings import Settings
from tests.benchmarks.archived import build
from tests.reliability.queries import ATTACKS, attacks, fuzzed
from tests.reliability.served import filled
from tests.web.hostile import ask
from webui import create_app

LONGEST = 2.0
"""Seconds of the processor that an answer may take."""

SEED = 20_240_301
FUZZED = 100_000
ARTICLES = 20_000
"""Of the archive that the full run asks."""

PATHS = ("/api/v1/search",) * 6 + ("/search", "/search", "/kwic", "/feed.atom", "/api/v1/suggest", "/compare")
"""Asked in turns: the same query is understood everywhere, and what is made of its answer differs."""

OTHERS = (
    "/export.jsonl",
    "/timeline.csv",
    "/values/press",
    "/api/v1/kwic",
    "/api/v1/timeline",
    "/export",
    "/article/g-1",
)

FREQUENT = 200
"""Words of an archive that most of its articles have, which queries of it are made of."""


class Asked:
    """An archive that is asked."""

    def __init__(self, archive: Archive, engine: WhooshEngine, kiwi: KiwiAnalyser) -> None:
        self._engine = engine
        self._app = create_app(Search(archive, engine, kiwi))
        prepare()  # as installing does
        for text in ("q=%EB%91%91*", "q=%22%EB%91%91+a%22~5&match=most&collapse=1", "q=%EB%91%91+NEAR%2F3+a~1"):
            for path in dict.fromkeys((*PATHS, *OTHERS[1:])):
                ask(self._app, path, text.encode())  # loads the analyser

    def __call__(self, path: str, query: bytes) -> float:
        """The processor's seconds that the answer took, which is none of the server's errors. Nothing else is asked
        meanwhile, and what other programs do with the machine does not count."""
        started = time.process_time()
        answer = ask(self._app, path, query)
        seconds = time.process_time() - started
        assert answer.status in (200, 302, 400, 404), (answer.status, path, query)
        assert answer.secured, (path, query)
        return seconds

    def words(self) -> list[str]:
        """The FREQUENT ones, the most frequent first."""
        held = self._engine.vocabulary()
        first = np.argsort(held.frequencies)[::-1][:FREQUENT]
        starts = held.ends - np.diff(held.ends, prepend=0)
        return [held.spelling[starts[at] : held.ends[at]].tobytes().decode() for at in first]


@contextmanager
def opened(settings: Settings, kiwi: KiwiAnalyser) -> Iterator[Asked]:
    """The archive of a data folder."""
    with closing(Archive(settings.archive_url)) as archive, closing(WhooshEngine(settings.index)) as engine:
        yield Asked(archive, engine, kiwi)


@pytest.fixture(scope="module")
def small(kiwi: KiwiAnalyser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asked]:
    """Of 300 articles."""
    data = filled(tmp_path_factory.mktemp("가람") / "T", 300, kiwi)
    with opened(Settings(data=data), kiwi) as asked:
        yield asked


@pytest.fixture(scope="module")
def large(kiwi: KiwiAnalyser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asked]:
    """One made for benchmarks; GISA_TEST_ARCHIVE names one that is there, to be asked in its place."""
    named = os.environ.get("GISA_TEST_ARCHIVE")
    settings = Settings(data=Path(named)) if named else build(tmp_path_factory.mktemp("made") / "T", ARTICLES)
    with opened(settings, kiwi) as asked:
        yield asked


def test_there_are_forty_attacks_at_least() -> None:
    assert len(ATTACKS) >= 40


@pytest.mark.parametrize("name", ATTACKS)
def test_an_attack_is_answered_or_refused_soon(small: Asked, name: str) -> None:
    for path in dict.fromkeys(PATHS):
        assert small(path, ATTACKS[name].query) < LONGEST, path


def test_made_up_queries_are_answered_or_refused_soon(small: Asked) -> None:
    for path, query in zip(itertools.cycle(PATHS), itertools.islice(fuzzed(SEED), 200), strict=False):
        assert small(path, query) < LONGEST, (path, query)


@pytest.mark.full
@pytest.mark.parametrize("name", ATTACKS)
def test_an_attack_of_a_large_archive_is_answered_or_refused_soon(large: Asked, name: str) -> None:
    query = attacks(large.words()[:20])[name].query
    # /export.jsonl writes out all that is found, which takes as long as there is of it.
    seconds = {path: large(path, query) for path in (*dict.fromkeys(PATHS), *OTHERS[1:])}
    longest = max(seconds, key=lambda path: seconds[path])
    sys.stdout.write(f"\n{seconds[longest]:.2f} s at {longest}: {name} ")
    sys.stdout.flush()
    assert seconds[longest] < LONGEST


@pytest.mark.full
def test_a_hundred_thousand_made_up_queries_of_a_large_archive(large: Asked) -> None:
    count, seed = int(os.environ.get("GISA_TEST_QUERIES", FUZZED)), int(os.environ.get("GISA_TEST_SEED", SEED + 1))
    seconds, slow = [], []
    kinds: Counter[str] = Counter()
    for path, query in zip(itertools.cycle(PATHS), itertools.islice(fuzzed(seed, large.words()), count), strict=False):
        seconds.append(large(path, query))
        kinds[path] += 1
        if seconds[-1] >= LONGEST:
            slow.append((seconds[-1], path, query))
            sys.stdout.write(f"\ntoo slow: {slow[-1]}")
        if len(seconds) % 1_000 == 0:
            sys.stdout.write(f"\n{so_far(seconds)}, {len(slow)} too slow")
            sys.stdout.flush()
    sys.stdout.write(f"\n{so_far(seconds)}; {dict(kinds)}\n")
    assert slow == []


def so_far(seconds: list[float]) -> str:
    """How long they took."""
    p99 = statistics.quantiles(seconds, n=100)[98] * 1000
    mean = statistics.mean(seconds) * 1000
    return f"{len(seconds):,} queries: mean {mean:.1f} ms, p99 {p99:.0f} ms, at most {max(seconds):.2f} s"

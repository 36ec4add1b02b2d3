"""Hostile texts go through the real analyser: none ends the run, and a good article between two of them is found."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer import ingest
from indexer.analysis.gate import clean
from indexer.analysis.guarded import GuardedAnalyser
from indexer.analysis.interface import Unanalysed
from indexer.analysis.kiwi import KiwiAnalyser
from indexer.archive import Archive
from indexer.engines.whoosh_engine import WhooshEngine
from indexer.query.request import SearchRequest
from indexer.search import Search
from indexer.settings import SAMPLES
from indexer.sources import read_paths
from tests.reliability.hostile_texts import KINDS, NEWS, hostile_texts

LONGEST = 5.0
"""Seconds from one answer to the next, which is what a text may take, beyond the start of another process."""

STARTING = 60.0


@pytest.fixture(scope="module")
def guarded() -> Iterator[GuardedAnalyser]:
    made = GuardedAnalyser(KiwiAnalyser())
    yield made
    made.close()


def through(analyser: GuardedAnalyser, count: int) -> Counter[str]:
    """Every text, one at a time; what became of them."""
    outcome, slowest = Counter[str](), 0.0
    list(analyser.columns(["준비"]))
    for number, text in enumerate(hostile_texts(count)):
        begun = time.monotonic()
        (columns,) = analyser.columns([clean(text)])
        slowest = max(slowest, time.monotonic() - begun)
        kind = KINDS[number % len(KINDS)].__name__
        outcome[f"{kind}: {columns.reason}" if isinstance(columns, Unanalysed) else "done"] += 1
    print(f"slowest {slowest:.2f} s; {dict(outcome)}")  # the figure of docs/reliability.md
    assert slowest < 2 * LONGEST + STARTING
    return outcome


def test_hostile_texts_are_analysed_or_refused(guarded: GuardedAnalyser) -> None:
    assert through(guarded, 170).total() == 170


@pytest.mark.full
def test_five_thousand_hostile_texts_are_analysed_or_refused(guarded: GuardedAnalyser) -> None:
    assert through(guarded, 5_000).total() == 5_000


def test_tokens_of_the_guarded_analyser_are_those_of_the_plain_one(
    kiwi: KiwiAnalyser, guarded: GuardedAnalyser
) -> None:
    rows = map(json.loads, (SAMPLES / "garamilbo.jsonl").read_text(encoding="utf-8").splitlines())
    texts = [clean(row[name]) for row in rows for name in ("title", "body")]
    texts += [clean(text) for text in hostile_texts(34, seed=2) if len(text) < 5_000]
    assert list(guarded.columns(texts)) == list(kiwi.columns(texts))


@pytest.mark.full
def test_a_good_article_between_hostile_ones_is_found(
    archive: Archive, guarded: GuardedAnalyser, kiwi: KiwiAnalyser, tmp_path: Path
) -> None:
    count, path, engine = 1_000, tmp_path / "a.jsonl", WhooshEngine(tmp_path / "index")
    with path.open("w", encoding="utf-8") as file:
        for number, text in enumerate(hostile_texts(count, seed=3)):
            good = {"id": f"good-{number}", "title": f"표식{number}번", "body": NEWS}
            bad = {"id": f"bad-{number}", "title": text[:900], "body": text, "press": text[:40]}
            file.writelines(json.dumps(row) + "\n" for row in (good, bad))
    summary = ingest.add(read_paths([path]), archive=archive, engine=engine, analyser=guarded)
    assert summary.read == 2 * count
    search = Search(archive, engine, kiwi)
    for number in range(count):
        assert search.search(SearchRequest(text=f'="표식{number}번"')).total == 1
    engine.close()

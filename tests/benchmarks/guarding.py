"""What does it cost to analyse in a process of its own, where a text that kills Kiwi costs that text only?

    python -m tests.benchmarks.guarding [--articles 500] [--rounds 5] [--source FILE.jsonl]

Both ways of adding the same articles take turns, so that a machine whose speed drifts is fair to both; Kiwi is loaded
before anything is timed. Processor time is that of all processes.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import statistics
import tempfile
import time
from contextlib import closing
from pathlib import Path

from indexer import ingest
from indexer.analysis.guarded import GuardedAnalyser
from indexer.analysis.interface import Analyser
from indexer.analysis.kiwi import KiwiAnalyser
from indexer.archive import Archive
from indexer.archive.connect import sqlite_url
from indexer.engines.whoosh_engine import WhooshEngine
from indexer.settings import SAMPLES
from indexer.sources import read_paths
from tests.benchmarks.indexing import CORPUS

TICKS = os.sysconf("SC_CLK_TCK")


def main() -> None:
    options = _options()
    lines = options.source.read_text(encoding="utf-8").splitlines()
    rows = map(json.loads, itertools.islice(itertools.cycle(lines), options.articles))
    here = KiwiAnalyser(options.workers)
    beside = GuardedAnalyser(KiwiAnalyser(options.workers), options.workers)
    rates: dict[str, list[float]] = {"in this process": [], "guarded": []}
    processor: dict[str, list[float]] = {name: [] for name in rates}
    with tempfile.TemporaryDirectory() as folder, closing(beside):
        source = Path(folder) / "articles.jsonl"
        texts = (json.dumps(row | {"id": f"b-{number}"}, ensure_ascii=False) for number, row in enumerate(rows))
        source.write_text("\n".join(texts), encoding="utf-8")
        for turn in range(options.rounds + 1):
            for name, analyser in (("in this process", here), ("guarded", beside)):
                list(analyser.columns(["준비"]))
                seconds, used = _added(source, analyser, Path(folder) / f"{turn}{name}", _worker(beside))
                if turn:  # the first loads machine code
                    rates[name].append(options.articles / seconds)
                    processor[name].append(used / options.articles * 1000)
    _report(options, rates, processor)


def _added(source: Path, analyser: Analyser, place: Path, worker: int | None) -> tuple[float, float]:
    """Seconds, and seconds of processor time."""
    with closing(WhooshEngine(place / "index")) as engine, closing(Archive(sqlite_url(place / "a.sqlite3"))) as archive:
        begun, used = time.perf_counter(), time.process_time() + _used(worker)
        ingest.add(read_paths([source]), archive=archive, engine=engine, analyser=analyser)
        return time.perf_counter() - begun, time.process_time() + _used(worker) - used


def _worker(analyser: GuardedAnalyser) -> int | None:
    return analyser._process._process.pid if analyser._process else None


def _used(pid: int | None) -> float:
    """Seconds of processor time of another process (Linux)."""
    if pid is None:
        return 0.0
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def _report(options: argparse.Namespace, rates: dict[str, list[float]], processor: dict[str, list[float]]) -> None:
    print(f"articles {options.articles}, workers {options.workers}, rounds {options.rounds}, {options.source.name}")
    for name in rates:
        rate, used = statistics.median(rates[name]), statistics.median(processor[name])
        print(f"{name:16} {rate:8.1f} articles/s {used:8.2f} ms of processor time an article")
    plain, guarded = rates["in this process"], rates["guarded"]
    ratio = statistics.median(b / a for a, b in zip(plain, guarded, strict=True))
    print(f"guarded ÷ in this process: rate {ratio:.3f}   (bar 0.9)")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=500)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--source", type=Path, default=CORPUS if CORPUS.exists() else SAMPLES / "garamilbo.jsonl")
    return parser.parse_args()


if __name__ == "__main__":
    main()

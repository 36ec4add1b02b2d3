"""How fast is indexing beside Kiwi alone, and rebuilding from stored tokens beside rebuilding with Kiwi, in one run?

    python -m tests.benchmarks.indexing [--articles 1000] [--rounds 3] [--source FILE.jsonl]
    python -m tests.benchmarks.indexing --articles 100000 --rounds 1     # is it as fast at the end as at the beginning?

They take turns, so that a machine whose speed drifts is fair to all; ratios are medians of the rounds. A source with
fewer articles is repeated under other ids. Kiwi alone has the texts of the first ALONE articles, with the same workers.
"""

from __future__ import annotations

import argparse
import itertools
import json
import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from indexer import ingest
from indexer.analysis.kiwi import KiwiAnalyser
from indexer.archive import Archive
from indexer.archive.connect import sqlite_url
from indexer.engines.whoosh_engine import WhooshEngine
from indexer.settings import ROOT, SAMPLES
from indexer.sources import read_paths

CORPUS = ROOT.parent / "shared" / "corpus" / "press_releases_jeonnam_2025.jsonl"
ALONE = 2000
PARTS = 10
TOKENS, ANEW = "rebuild from tokens", "rebuild with Kiwi"


class Run:
    """One way to go through articles: when how many were done."""

    def __init__(self) -> None:
        self._done = 0
        self._clock: list[tuple[int, float, float]] = []  # articles, seconds, seconds of processor time
        self._note()

    def done(self, steps: int) -> None:
        """Notes progress, a hundred times a second at most."""
        self._done += steps
        if time.perf_counter() - self._clock[-1][1] > 0.01:
            self._note()

    def end(self, articles: int) -> Run:
        """Notes the end, when all that was done is on the disk."""
        self._done = articles
        self._note()
        return self

    def _note(self) -> None:
        self._clock.append((self._done, time.perf_counter(), time.process_time()))

    @property
    def rate(self) -> float:
        """Articles a second."""
        return self._rate(self._clock[0], self._clock[-1])

    @property
    def processor(self) -> float:
        """Milliseconds of processor time an article."""
        return (self._clock[-1][2] - self._clock[0][2]) / self._clock[-1][0] * 1000

    @property
    def parts(self) -> tuple[float, float]:
        """Articles a second in the first and in the last of PARTS parts."""
        total = self._clock[-1][0]
        first = next(at for at in self._clock if at[0] * PARTS >= total)
        last = max(at for at in self._clock if at[0] * PARTS <= total * (PARTS - 1))
        return self._rate(self._clock[0], first), self._rate(last, self._clock[-1])

    @staticmethod
    def _rate(begin: tuple[int, float, float], end: tuple[int, float, float]) -> float:
        return (end[0] - begin[0]) / (end[1] - begin[1]) if end[0] > begin[0] else 0.0


@dataclass
class Figures:
    """What the rounds gave, by name; sizes in bytes."""

    runs: dict[str, list[Run]] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)

    def timed(self, name: str, articles: int, work: Callable[[Run], object]) -> None:
        """Runs it once more."""
        run = Run()
        work(run)
        self.runs.setdefault(name, []).append(run.end(articles))

    def ratio(self, name: str, other: str) -> float:
        """The rate of one ÷ that of the other."""
        return statistics.median(a.rate / b.rate for a, b in zip(self.runs[name], self.runs[other], strict=True))


def main() -> None:
    options = _options()
    rows = [json.loads(line) for line in options.source.open(encoding="utf-8")]
    alone = min(options.articles, ALONE)
    analyser = KiwiAnalyser(options.workers)
    kiwi = analyser._load()
    texts = [text for row in _repeated(rows, alone) for text in _texts(row)]
    figures = Figures()
    with tempfile.TemporaryDirectory() as folder:  # machine code is loaded, or made, before anything is timed
        _index(rows, 10, analyser, Path(folder), Figures())
    for _ in range(options.rounds):
        figures.timed("Kiwi alone", alone, lambda _: [len(tokens) for tokens in kiwi.tokenize(texts)])
        with tempfile.TemporaryDirectory() as folder:
            _index(rows, options.articles, analyser, Path(folder), figures)
    _report(figures, options)


def _index(rows: list[dict[str, Any]], articles: int, analyser: KiwiAnalyser, place: Path, figures: Figures) -> None:
    """Adds, rebuilds from tokens, and rebuilds with an analyser that has stored none."""
    source, text = place / "articles.jsonl", 0
    with source.open("w", encoding="utf-8") as file:
        for row in _repeated(rows, articles):
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
            text += sum(len(part.encode()) for part in _texts(row))
    url = sqlite_url(place / "archive.sqlite3")
    with closing(WhooshEngine(place / "index")) as engine:
        with closing(Archive(url)) as archive:
            add = partial(ingest.add, read_paths([source]), archive=archive, engine=engine, analyser=analyser)
            figures.timed("add", articles, lambda run: add(progress=run.done))
        assert engine.count() == articles
        figures.sizes = {"text": text, "archive": _size(place, "archive*"), "index": _size(place / "index", "**/*")}
        with closing(Archive(url)) as archive:
            rebuild = partial(ingest.rebuild, archive=archive, engine=engine)
            figures.timed(TOKENS, articles, lambda run: rebuild(analyser=analyser, progress=run.done))
            figures.timed(ANEW, articles, lambda run: rebuild(analyser=_without_tokens(analyser), progress=run.done))


def _without_tokens(analyser: KiwiAnalyser) -> KiwiAnalyser:
    """The same Kiwi under a version that has stored no tokens."""
    other = KiwiAnalyser(analyser._workers)
    other._kiwi = analyser._kiwi
    vars(other)["version"] = "another"
    return other


def _size(place: Path, pattern: str) -> int:
    return sum(file.stat().st_size for file in place.glob(pattern) if file.is_file())


def _report(figures: Figures, options: argparse.Namespace) -> None:
    print(f"articles {options.articles}, workers {options.workers}, rounds {options.rounds}, {options.source.name}")
    print(f"{'':20} {'articles/s':>10} {'CPU ms':>8}   first and last tenth, articles/s")
    for name, runs in figures.runs.items():
        rate, processor = (statistics.median(getattr(run, what) for run in runs) for what in ("rate", "processor"))
        first, last = (statistics.median(run.parts[part] for run in runs) for part in (0, 1))
        shown = "" if name == "Kiwi alone" else f"   {first:,.0f} {last:,.0f}  ({last / first:.2f})"
        print(f"{name:20} {rate:10,.1f} {processor:8.3f}{shown}")
    print(f"add ÷ Kiwi's rate                {figures.ratio('add', 'Kiwi alone'):.3f}   (bar 0.9)")
    tokens = statistics.median(run.rate for run in figures.runs[TOKENS])
    print(f"rebuild from tokens              {tokens:,.0f}   (bar 3,000 articles a second)")
    print(f"rebuild from tokens ÷ with Kiwi  {figures.ratio(TOKENS, ANEW):.1f}")
    text = figures.sizes["text"]
    for name in ("archive", "index"):
        print(f"{name} ÷ UTF-8 text {figures.sizes[name] / text:.3f}   ({figures.sizes[name] / 1e6:.1f} MB)")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB   (bar 1536)")


def _repeated(rows: list[dict[str, Any]], count: int) -> Iterator[dict[str, Any]]:
    """So many articles, repeated under other ids where there are fewer."""
    rounds = (dict(row, id=f"{row['id']}-{turn}") for turn in itertools.count() for row in rows)
    return itertools.islice(rounds, count)


def _texts(row: dict[str, Any]) -> list[str]:
    return [text for name in ("title", "subtitle", "body") if (text := row.get(name))]


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--source", type=Path, default=CORPUS if CORPUS.exists() else SAMPLES / "garamilbo.jsonl")
    return parser.parse_args()


if __name__ == "__main__":
    main()

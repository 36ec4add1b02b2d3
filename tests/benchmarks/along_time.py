"""What do all articles along time cost, beside which counts stand as shares and zeros as gaps?

    python -m tests.benchmarks.along_time [--articles 100000] [--rounds 30] [--keep FOLDER]

Everything there is, counted by month (gaps), by year and month and by day (shares), and with a filter. Medians.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack, closing
from pathlib import Path

from indexer.engines.interface import Engine, EngineQuery
from indexer.query.plan import Every
from indexer.query.request import SearchRequest
from indexer.totals import totals
from tests.benchmarks.articles import batches
from tests.benchmarks.competitors.ours import engine_in, fill

WAYS: dict[str, tuple[str, ...]] = {
    "by month": ("month",),
    "by year and month": ("year", "month"),
    "by year, month and day": ("year", "month", "day"),
}


def main(arguments: Sequence[str] | None = None) -> None:
    options = _options(arguments)
    with ExitStack() as stack:
        folder = options.keep or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        index = folder / f"along-time-{options.articles}"
        if not index.exists():
            engine = engine_in(index)
            fill(engine, ([*batch.documents()] for batch in batches(options.articles)))
            engine.close()
        engine = stack.enter_context(closing(engine_in(index)))
        print(f"{engine.count():,} articles\n\n| counted | all ms | one section ms | values |\n|---|---|---|---|")
        for name, units in WAYS.items():
            _print_row(engine, name, units, options.rounds)


def _print_row(engine: Engine, name: str, units: tuple[str, ...], rounds: int) -> None:
    sections = engine.search(EngineQuery(plan=Every(), limit=0, facets=("section",))).facets["section"]
    filtered = SearchRequest(section=(sections[0].value,))
    every = _median(lambda: totals(engine, SearchRequest(), units), rounds)
    some = _median(lambda: totals(engine, filtered, units), rounds)
    values = sum(len(counts) for counts in totals(engine, SearchRequest(), units).values())
    print(f"| {name} | {every:.2f} | {some:.2f} | {values:,} |")


def _median(work: Callable[[], object], rounds: int) -> float:
    """Milliseconds."""
    taken = []
    for _ in range(rounds):
        started = time.perf_counter()
        work()
        taken.append(time.perf_counter() - started)
    return statistics.median(taken) * 1000


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--keep", type=Path, help="builds here what is not here already")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main()

"""What do collapsing stories, and counting entities, add to a search of so many articles?

    python -m tests.benchmarks.collapsing [--articles 100000] [--rounds 9] [--keep FOLDER]

The questions of tests.benchmarks.searching, each asked plainly and then with one thing more, in turn. A third of the
articles are in stories of four; an article has twenty keywords of a hundred thousand words, and two names each for the
three other entities. A question's time is the median of its rounds, a class's the median of its questions.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import replace
from pathlib import Path

import numpy as np

from indexer.engines.interface import Engine, EngineQuery, IndexDocument
from indexer.query.result import FACETS
from tests.benchmarks.articles import SEED, batches
from tests.benchmarks.competitors.ours import engine_in, fill
from tests.benchmarks.queries import questions, typed
from tests.benchmarks.vocabulary import Vocabulary

ENTITIES = ("person", "place", "organization", "keyword")
KEYWORDS, EACH, NAMES = 100_000, 20, 5_000
WAYS = {"plain": {}, "collapsed": {"collapse": True}, "with entities": {"facets": (*FACETS, *ENTITIES)}}


def main(arguments: Sequence[str] | None = None) -> None:
    options = _options(arguments)
    with ExitStack() as stack:
        folder = options.keep or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        index = folder / f"stories-{options.articles}"
        if not index.exists():
            engine = engine_in(index)
            fill(engine, _batches(options.articles))
            engine.close()
        engine = stack.enter_context(closing(engine_in(index)))
        print("| question | hits | " + " | ".join(f"{way} ms" for way in WAYS) + " |")
        print("|---|---|" + "---|" * len(WAYS))
        for name, plans in questions(Vocabulary(), batches(options.articles)).items():
            asked = [EngineQuery(plan=typed(plan)) for plan in plans]
            times = [_times(engine, query, options.rounds) for query in asked]
            hits = statistics.median(engine.search(query).total for query in asked)
            row = [f"{statistics.median(each) * 1000:.2f}" for each in zip(*times, strict=True)]
            print(f"| {name} | {hits:,.0f} | " + " | ".join(row) + " |")


def _times(engine: Engine, query: EngineQuery, rounds: int) -> list[float]:
    """The median time of each way."""
    queries = [replace(query, **changes) for changes in WAYS.values()]  # type: ignore[arg-type]  # by their names
    taken: list[list[float]] = [[] for _ in queries]
    for _ in range(rounds):
        for each, times in zip(queries, taken, strict=True):
            started = time.perf_counter()
            engine.search(each)
            times.append(time.perf_counter() - started)
    return [statistics.median(times) for times in taken]


def _batches(articles: int) -> Iterator[list[IndexDocument]]:
    random = np.random.default_rng(SEED)
    for batch in batches(articles):
        yield [_told(document, random) for document in batch.documents()]


def _told(document: IndexDocument, random: np.random.Generator) -> IndexDocument:
    """With entities, frequent ones more often than rare ones, and perhaps in a story."""
    keywords = (KEYWORDS * random.random(EACH) ** 3).astype(int).tolist()
    names = {name: (NAMES * random.random(2) ** 3).astype(int).tolist() for name in ENTITIES if name != "keyword"}
    values = {name: tuple(f"{name}{number}" for number in numbers) for name, numbers in names.items()}
    values["keyword"] = tuple(f"낱말{number}" for number in keywords)
    story = int(random.integers(1, 25_000)) if random.random() < 1 / 3 else 0
    return replace(document, values={**document.values, **values}, story=story)


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--keep", type=Path)
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main()

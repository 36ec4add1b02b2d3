"""What does an index on OpenSearch cost beside the one on this computer? One node, in one run.

    python -m tests.benchmarks.clustered [--articles 100000] [--rounds 5] [--fills 2] [--heap 4096] [--keep FOLDER]
    python -m tests.benchmarks.clustered --data FOLDER     # filling alone, of an archive with real articles

Filling is `./gisa rebuild`, from stored tokens to a searchable index: articles a second, milliseconds of processor an
article of this process and of the node, bytes an article. A node that has just started compiles what it does, so the
last of several fillings counts.

Searches are those of `searching`: the ten best, the exact total, all facets, as readers ask. Both engines are asked by
this process; they take turns at every question, and of two times asked at a turn the second counts. Totals and counts
must be equal; where they are not, it is said and the exit status is 1. What a cluster refuses (a beginning of too many
words) is said, too.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path

from indexer import ingest
from indexer.analysis.kiwi import KiwiAnalyser
from indexer.archive import Archive
from indexer.engines.interface import Engine, EngineAnswer, EngineQuery
from indexer.engines.whoosh_engine import WhooshEngine
from indexer.errors import InvalidRequest
from indexer.query.plan import Plan
from indexer.settings import Settings
from tests.benchmarks import archived
from tests.benchmarks.articles import batches
from tests.benchmarks.queries import questions, typed
from tests.benchmarks.report import row
from tests.benchmarks.vocabulary import Vocabulary
from tests.services.engines import opened
from tests.services.opensearch import Node, node

NAME = "bench"
TICKS = os.sysconf("SC_CLK_TCK")
SLOW = 1.0
"""Seconds beyond which a question is asked once a round, in two rounds."""


@dataclass(frozen=True)
class Filled:
    """One rebuild: articles, seconds, seconds of processor of this process and of the node, bytes by index."""

    articles: int
    seconds: float
    own: float
    node: float
    sizes: dict[str, int]

    def __str__(self) -> str:
        each = {name: round(size / self.articles) for name, size in self.sizes.items()}
        return (
            f"{self.articles:,} articles: {self.articles / self.seconds:,.0f}/s; processor an article: "
            f"{1000 * self.own / self.articles:.2f} ms here, {1000 * self.node / self.articles:.2f} ms on the node; "
            f"bytes an article: {sum(each.values()):,} {each}"
        )


def main(arguments: Sequence[str] | None = None) -> int:
    """The status to exit with."""
    options = _options(arguments)
    with ExitStack() as stack:
        keep = options.keep or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        settings = Settings(data=options.data) if options.data else archived.build(keep, options.articles)
        server = stack.enter_context(node(heap=options.heap, hasty=False))
        cluster = stack.enter_context(closing(opened(server.url, name=NAME)))
        for _ in range(options.fills):
            print(fill(settings, cluster, server), flush=True)
        if options.data:
            return 0
        return ask(stack.enter_context(closing(WhooshEngine(settings.index))), cluster, options)


def fill(settings: Settings, engine: Engine, server: Node) -> Filled:
    """Makes the index anew from the archive's tokens."""
    with engine.writer():
        pass  # there is one, so that the next is not seen before it is whole
    with closing(Archive(settings.archive_url)) as archive:
        began = time.perf_counter(), time.process_time(), _processor(server)
        articles = ingest.rebuild(archive=archive, engine=engine, analyser=KiwiAnalyser(1, archive.words))
        ended = time.perf_counter(), time.process_time(), _processor(server)
    seconds, own, there = (after - before for before, after in zip(began, ended, strict=True))
    return Filled(articles, seconds, own, there, _sizes(server))


def _processor(server: Node) -> float:
    """Seconds that a node has worked since it was started."""
    told = Path(f"/proc/{server.pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(told[11]) + int(told[12])) / TICKS


def _sizes(server: Node) -> dict[str, int]:
    for action in ("_flush?force=true", "_refresh"):
        server.ask("POST", f"/{NAME}-o*/{action}")
    found = server.ask("GET", f"/{NAME}-o*/_stats/store")[1]["indices"]
    names = {"words" if name.endswith("-words") else "articles": name for name in found}
    return {kind: found[name]["primaries"]["store"]["size_in_bytes"] for kind, name in sorted(names.items())}


def ask(embedded: Engine, cluster: Engine, options: argparse.Namespace) -> int:
    """Asks both in turn and prints what they took."""
    ratios: list[float] = []
    different = 0
    print(row("query", "embedded", "OpenSearch", "embedded ÷ OpenSearch"))
    print(row("---", "--:", "--:", "--:"))
    for kind, plans in questions(Vocabulary(), batches(options.articles)).items():
        pairs = []
        for plan in map(typed, plans):
            try:
                ours, theirs, same = _race(embedded, cluster, plan, options.rounds)
            except InvalidRequest as refused:
                print(f"{kind}: {refused}", file=sys.stderr)
                continue
            pairs.append((ours, theirs))
            if not same:
                different += 1
                print(f"NOT EQUAL: {kind}, {plan}", file=sys.stderr)
        if not pairs:
            continue
        ratios += [ours / theirs for ours, theirs in pairs]
        middle = [1000 * statistics.median(times) for times in zip(*pairs, strict=True)]
        each = statistics.median(ours / theirs for ours, theirs in pairs)
        print(row(kind, f"{middle[0]:.2f}", f"{middle[1]:.1f}", f"{each:.3f}"), flush=True)
    print(row("**median of all**", "", "", f"{statistics.median(ratios):.3f} ({min(ratios):.3f}–{max(ratios):.3f})"))
    return 1 if different else 0


def _race(embedded: Engine, cluster: Engine, plan: Plan, rounds: int) -> tuple[float, float, bool]:
    """The median seconds of each, and whether they answered the same."""
    times: tuple[list[float], list[float]] = ([], [])
    engines = (embedded, cluster)
    answers: list[EngineAnswer | None] = [None, None]
    for turn in range(rounds):
        for number in (0, 1) if turn % 2 else (1, 0):
            if turn > 1 and times[number][0] > SLOW:
                continue
            seconds, answers[number] = _timed(engines[number].search, plan)
            if seconds < SLOW:
                seconds, answers[number] = _timed(engines[number].search, plan)
            times[number].append(seconds)
    ours, theirs = answers
    assert ours
    assert theirs
    same = (ours.total, ours.facets) == (theirs.total, theirs.facets)
    return statistics.median(times[0]), statistics.median(times[1]), same


def _timed(search: Callable[[EngineQuery], EngineAnswer], plan: Plan) -> tuple[float, EngineAnswer]:
    start = time.perf_counter()
    answer = search(EngineQuery(plan=plan))
    return time.perf_counter() - start, answer


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--data", type=Path, help="a data folder with an archive, in place of invented articles")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--fills", type=int, default=2)
    parser.add_argument("--heap", type=int, default=4096, help="megabytes of the node")
    parser.add_argument("--keep", type=Path)
    return parser.parse_args(arguments)


if __name__ == "__main__":
    raise SystemExit(main())

"""How long do suggestions take while one types, and making them ready after a commit?

    python -m tests.benchmarks.suggesting [--articles 100000] [--times 20] [--keep FOLDER] [--json FILE]

Words of the corpus, of which some are commonly used and some rarely, are typed to half as people do: a letter, a
syllable, a syllable and a half, initials, Latin keys, and behind another word. Each is asked for as often as `--times`
says, words and titles together, as the program does; a median and a 95th percentile of all by kind. Making ready is
counting the words of the index, and ordering them by their letters; memory is what the process takes more after it.
`--keep` keeps the index for the next run.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from multiprocessing.connection import Connection
from pathlib import Path

import numpy as np

from indexer.analysis.jamo import decomposed, initials
from indexer.engines.interface import Engine, EngineQuery
from indexer.query.forgiving.keyboard import latin
from indexer.query.plan import Every
from indexer.query.suggest import LIMIT, TITLES, VALUES, Suggestions
from tests.benchmarks.competitors.ours import engine_in
from tests.benchmarks.report import row
from tests.benchmarks.running import Process, built, memory

RANKS = (0, 3, 30, 300, 3_000, 30_000)
"""Words that are typed: places among the words by falling frequency."""


@dataclass(frozen=True)
class Suggested:
    """Seconds by kind of text. `words` are those of the vocabulary, `counting` and `ordering` the seconds that making
    ready took, `megabytes` what it took of memory."""

    words: int
    counting: float
    ordering: float
    megabytes: float
    seconds: dict[str, list[float]]


def main(arguments: Sequence[str] | None = None) -> None:
    options = _options(arguments)
    with ExitStack() as stack:
        folder = options.keep or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        index = folder / f"ours-{options.articles}"
        built("ours", index, options.articles)
        with Process(_measure, index, options.times) as measuring:
            found: Suggested = measuring.receive()
    print(_report(options.articles, found))
    if options.json:
        options.json.write_text(json.dumps({"articles": options.articles} | asdict(found), indent=1) + "\n", "utf-8")


def measure(engine: Engine, times: int) -> Suggested:
    """Makes suggestions ready, and asks."""
    values = engine.search(EngineQuery(plan=Every(), limit=0, facets=tuple(VALUES))).facets
    engine.similar("", 0)  # opens what every search needs
    before, started = memory().own, time.perf_counter()
    vocabulary = engine.vocabulary()
    counted = time.perf_counter()
    suggestions = Suggestions(vocabulary, values)
    ordered = time.perf_counter()
    taken = memory().own - before
    order = np.argsort(-vocabulary.frequencies, kind="stable")
    words = [vocabulary.word(int(order[rank])) for rank in RANKS if rank < len(order)]
    seconds = {
        kind: [_seconds(engine, suggestions, text) for text in texts for _ in range(times)]
        for kind, texts in _half_typed(words).items()
    }
    return Suggested(len(vocabulary), counted - started, ordered - counted, taken, seconds)


def _half_typed(words: Sequence[str]) -> dict[str, list[str]]:
    """The texts by kind. A syllable and a half is the first one, and an initial."""
    return {
        "a letter (ㄱ)": [decomposed(word)[:1] for word in words],
        "a syllable (강)": [word[:1] for word in words],
        "and a half (강ㅅ)": [word[0] + initials(word)[1] for word in words],
        "two syllables (강소)": [word[:2] for word in words],
        "initials (ㄱㅅ)": [initials(word)[:2] for word in words],
        "Latin keys (rkdt)": ["".join(latin(letter) or letter for letter in decomposed(word)[:4]) for word in words],
        "behind a word (김해 강ㅅ)": [f"{words[0]} {word[0]}{initials(word)[1]}" for word in words],
    }


def _seconds(engine: Engine, suggestions: Suggestions, typed: str) -> float:
    started = time.perf_counter()
    if plan := suggestions.titles(typed):
        engine.search(EngineQuery(plan=plan, sort="newest", limit=TITLES, facets=()))
    suggestions.find(typed, LIMIT)
    return time.perf_counter() - started


def _measure(line: Connection, index: Path, times: int) -> None:
    measure(engine_in(index), 1)  # what is compiled at its first use
    line.send(measure(engine_in(index), times))


def _report(articles: int, found: Suggested) -> str:
    every = [second for seconds in found.seconds.values() for second in seconds]
    lines = [
        f"{articles:,} articles, {found.words:,} words",
        f"{found.counting:.2f} s counting, {found.ordering:.2f} s ordering, {found.megabytes:,.0f} MB",
        "",
        row("typed", "median ms", "p95 ms", "worst ms"),
        row("---", "--:", "--:", "--:"),
    ]
    for kind, seconds in (found.seconds | {"**all**": every}).items():
        figures = [*np.percentile(seconds, (50, 95)), max(seconds)]
        lines.append(row(kind, *(f"{figure * 1000:.2f}" for figure in figures)))
    return "\n".join(lines)


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--json", type=Path)
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main()

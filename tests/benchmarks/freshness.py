"""How long until one more article is searchable in an index of so many, and what memory do writer and server take?

    python -m tests.benchmarks.freshness [--articles 100000] [--times 20] [--kiwi] [--keep FOLDER] [--json FILE]

An engine is open and has answered; another one, as the program's `add` has, puts one article and commits; then the open
engine is searched for a word that only this article has. Measured from asking for the writer to the answer: the median
and the worst of all, and the first. A copy of the index is written to; `--keep` keeps the index for the next run.
The peak of the writer's memory is that of building the whole index, in a process of its own. The server's memory is
that of a process which has opened the index and answered the questions of tests.benchmarks.searching; `--kiwi` loads
Kiwi there as well, as a server does with its first query.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass, replace
from multiprocessing.connection import Connection
from pathlib import Path

from indexer.analysis.field_terms import FieldTerms
from indexer.article import TEXT_FIELDS
from indexer.engines.interface import Engine, EngineQuery, IndexDocument
from indexer.query.plan import Match, Plan
from tests.benchmarks.articles import batches
from tests.benchmarks.competitors.ours import Ours, engine_in
from tests.benchmarks.queries import questions, typed
from tests.benchmarks.running import Built, Memory, Process, built, memory
from tests.benchmarks.vocabulary import Vocabulary


@dataclass(frozen=True)
class Fresh:
    """One article more: seconds to write it, and then to find it."""

    writing: float
    finding: float

    @property
    def seconds(self) -> float:
        """Until it is found."""
        return self.writing + self.finding


def main(arguments: Sequence[str] | None = None) -> None:
    options = _options(arguments)
    with ExitStack() as stack:
        folder = options.keep or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        index = folder / f"ours-{options.articles}"
        building = built("ours", index, options.articles)
        plans = [plan for found in questions(Vocabulary(), batches(options.articles)).values() for plan in found]
        with Process(_serve, index, plans, options.kiwi) as serving:
            serves: Memory = serving.receive()
        copy = Path(stack.enter_context(tempfile.TemporaryDirectory(dir=folder))) / "index"
        shutil.copytree(index, copy)
        with Process(_freshen, copy, options.articles, options.times) as freshening:
            times: list[Fresh] = freshening.receive()
    print(_report(options.articles, building, serves, times, kiwi=options.kiwi))
    if options.json:
        found = {"articles": options.articles, "kiwi": options.kiwi, "built": asdict(building)}
        found |= {"server": asdict(serves), "times": [asdict(each) for each in times]}
        options.json.write_text(json.dumps(found, indent=1) + "\n", "utf-8")


def freshen(reading: Engine, writing: Engine, articles: int, times: int) -> Iterator[Fresh]:
    """Adds one article after the other, and finds each."""
    assert _total(reading, _word(-1)) == 0
    for number, document in enumerate(_more(articles, times)):
        started = time.perf_counter()
        with writing.writer() as writer:
            writer.put(document)
            writer.commit()
        written = time.perf_counter()
        total = _total(reading, _word(number))
        found = time.perf_counter()
        assert total == 1, f"{_word(number)} is found in {total} articles"
        yield Fresh(written - started, found - written)


def _more(articles: int, times: int) -> Iterator[IndexDocument]:
    """Articles behind the first ones; each has a word of its own for a subtitle."""
    number = 0
    for batch in batches(times, behind=articles):
        for document in batch.documents():
            yield replace(document, terms={**document.terms, "subtitle": FieldTerms.of([(_word(number), 0)])})
            number += 1


def _word(number: int) -> str:
    return f"새말{number}"


def _total(engine: Engine, word: str) -> int:
    return engine.search(EngineQuery(plan=Match(word, (), TEXT_FIELDS, (word,)))).total


def _freshen(line: Connection, index: Path, articles: int, times: int) -> None:
    line.send(list(freshen(engine_in(index), engine_in(index), articles, times)))


def _serve(line: Connection, index: Path, plans: list[Plan], kiwi: bool) -> None:
    if kiwi:
        from indexer.analysis.kiwi import KiwiAnalyser

        list(KiwiAnalyser(1).analyse(["군수가 산불 진화 현장을 찾았다."]))
    engine = Ours()
    engine.open(index)
    for plan in plans:
        engine.answer(typed(plan))
    line.send(memory())
    engine.close()


def _report(articles: int, building: Built, serves: Memory, times: list[Fresh], *, kiwi: bool) -> str:
    found = [each.seconds * 1000 for each in times]
    writing = statistics.median(each.writing for each in times) * 1000
    finding = statistics.median(each.finding for each in times) * 1000
    lines = (
        f"{articles:,} articles, one more, {len(times)} times",
        f"until found    median {statistics.median(found):.0f} ms, worst {max(found):.0f} ms, first {found[0]:.0f} ms",
        f"of which       {writing:.0f} ms writing, {finding:.0f} ms finding (medians)",
        f"writer's peak  {building.peak_mb:,.0f} MB ({building.floor_mb:,.0f} MB before it began)",
        f"server         {serves.resident:,.0f} MB, of it without mapped files {serves.own:,.0f} MB"
        + (", with Kiwi" if kiwi else ""),
    )
    return "\n".join(lines)


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--kiwi", action="store_true")
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--json", type=Path)
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main()

"""How fast is a search beside Tantivy, SQLite FTS5, bm25s and Whoosh's own, on the same terms, in one run?

    python -m tests.benchmarks.searching [--articles 100000] [--against tantivy,fts5,bm25s,whoosh] [--rounds 7]
                                         [--keep FOLDER] [--json FILE]

Every search gives the ten best, the exact total, and the counts by month, press and section (bm25s has the ten best
only, and is asked only what it can). Each engine answers in a process of its own. They take turns at every question,
the first to answer changing from round to round, so that a machine whose speed drifts is fair to all; an engine that
takes longer than a second is asked three times. At its turn an engine is asked twice and the second time counts: at the
first the processor's caches are full of what the others did (`--cold` counts the first). A question's time is the
median of its rounds, a class's that of its questions. Totals and counts must be equal between the engines; where they
are not, it is said and the exit status is 1.

Same words: the others have the nouns and the verbs' dictionary forms, and are asked for them as terms; ours has the
heads of words too, and is asked as readers ask, by letters: for a noun wherever it stands in a word, and for two nouns
side by side in one word or in two. The vocabulary is such that the same articles hold both. Four text fields each, a
title's words weighted twice, a subtitle's one and a half times (`tantivy-one` and bm25s have one field for all text,
which is less work). Ours ranks by BM25F, theirs by a BM25 for each field, so only totals and counts can be compared,
not the order. Prefixes are scored by all but Tantivy. bm25s is all in memory.

`--keep` keeps the indexes for the next run. Whoosh's own takes part up to 10,000 articles. `--engine memory` tries the
benchmark with the plain engine of the tests, `--engine none` times the others alone.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from pathlib import Path

from indexer.query.plan import Plan
from tests.benchmarks import report
from tests.benchmarks.articles import batches
from tests.benchmarks.competitors.interface import Answer, Missing
from tests.benchmarks.queries import questions, typed
from tests.benchmarks.running import MOST_ARTICLES, Built, Serving, built
from tests.benchmarks.vocabulary import Vocabulary

SLOW, SLOW_ROUNDS = 1.0, 3
OURS = {"whoosh": "ours", "memory": "memory", "none": None}


@dataclass
class Race:
    """What was measured. `seconds` is by class, question and engine, one number a round; the first engine is ours."""

    articles: int
    rounds: int
    built: dict[str, Built] = field(default_factory=dict)
    opening: dict[str, float] = field(default_factory=dict)
    resident_mb: dict[str, float] = field(default_factory=dict)
    own_mb: dict[str, float] = field(default_factory=dict)
    hits: dict[str, list[int]] = field(default_factory=dict)
    seconds: dict[str, list[dict[str, list[float]]]] = field(default_factory=dict)
    mismatches: list[str] = field(default_factory=list)


def main(arguments: Sequence[str] | None = None) -> int:
    """The status to exit with."""
    options = _options(arguments)
    with ExitStack() as stack:
        folder = options.keep or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        race = run(options.names, folder, options.articles, options.rounds, cold=options.cold)
    print(report.table(race))
    if options.json:
        options.json.write_text(json.dumps(asdict(race), ensure_ascii=False, indent=1) + "\n", "utf-8")
    return 1 if race.mismatches else 0


def run(names: Sequence[str], folder: Path, articles: int, rounds: int, *, cold: bool = False) -> Race:
    """Builds what is not built, one after the other, and lets them answer in turn."""
    race = Race(articles, rounds)
    asked = questions(Vocabulary(), batches(articles))
    for name in names:
        try:
            race.built[name] = built(name, folder / f"{name}-{articles}", articles)
        except Missing as missing:
            print(missing, file=sys.stderr)
    with ExitStack() as stack:
        serving = [stack.enter_context(Serving(name, folder / f"{name}-{articles}")) for name in race.built]
        for kind, plans in asked.items():
            race.hits[kind], race.seconds[kind] = [], []
            for plan in plans:
                _ask_all(race, serving, kind, plan, cold=cold)
            print(f"{kind}: asked", file=sys.stderr)
        for each in serving:
            memory = each.memory()
            race.opening[each.name] = each.opening
            race.resident_mb[each.name], race.own_mb[each.name] = memory.resident, memory.own
    return race


def _ask_all(race: Race, serving: list[Serving], kind: str, plan: Plan, *, cold: bool) -> None:
    """One question, all rounds."""
    seconds: dict[str, list[float]] = {}
    answers: dict[str, Answer] = {}
    for turn in range(race.rounds):
        first = turn % len(serving)
        for each in serving[first:] + serving[:first]:
            known = seconds.get(each.name, [])
            slow = known and known[0] > SLOW
            if (slow and turn >= SLOW_ROUNDS) or (turn and not known):
                continue
            asked = typed(plan) if each.name in OURS.values() else plan
            found = each.ask(asked)
            if found and not cold and found.seconds < SLOW:
                found = each.ask(asked)
            if found:
                seconds.setdefault(each.name, []).append(found.seconds)
                answers[each.name] = found.answer
    race.seconds[kind].append({each.name: seconds[each.name] for each in serving if each.name in seconds})
    counted = {each.name: answers[each.name] for each in serving if each.name in answers}
    race.hits[kind].append(next((a.total for a in counted.values() if a.total is not None), 0))
    race.mismatches += _mismatches(kind, plan, counted)


def _mismatches(kind: str, plan: Plan, answers: dict[str, Answer]) -> list[str]:
    """What differs from the first engine that counts."""
    counting = {name: answer for name, answer in answers.items() if answer.total is not None}
    if not counting:
        return []
    reference, right = next(iter(counting.items()))
    found = []
    for name, answer in counting.items():
        if answer.total != right.total:
            found.append(f"{kind}, {plan}: {reference} has {right.total} articles, {name} {answer.total}")
        elif answer.facets != right.facets:
            found.append(f"{kind}, {plan}: the counts of {reference} and {name} differ")
    return found


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--engine", choices=OURS, default="whoosh")
    parser.add_argument("--against", default="tantivy,fts5,bm25s,whoosh", help="of these, tantivy-one; empty for none")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--cold", action="store_true")
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args(arguments)
    names = [OURS[options.engine], *options.against.split(",")]
    options.names = [name for name in names if name and options.articles <= MOST_ARTICLES.get(name, options.articles)]
    return options


if __name__ == "__main__":
    raise SystemExit(main())

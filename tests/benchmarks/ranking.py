"""How good is the ranking of match=most beside plain BM25 over words, letter pairs and morphemes, in one run?

    python -m tests.benchmarks.ranking --sets DIR…

Each DIR is a BEIR folder (corpus.jsonl, queries.jsonl, qrels.tsv). The baselines (competitors/bm25s_texts.py) have
title and text as one field, and the same beginning of a long query as ours; ours goes the whole index and query path,
as `./gisa evaluate` does. The margin is over the best baseline, for each measure by itself. Without bm25s ours is
measured alone, and it is said.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

from indexer.analysis.interface import Analyser
from indexer.analysis.kiwi import KiwiAnalyser
from indexer.evaluation.measures import ndcg, recall, reciprocal_rank
from indexer.evaluation.run import DEPTH, evaluate
from indexer.query.language import LIMITS
from tests.benchmarks.competitors.bm25s_texts import rankings, splitters
from tests.benchmarks.competitors.interface import Missing
from tests.benchmarks.report import row

MEASURES = {"nDCG@10": ndcg, "MRR@10": reciprocal_rank, "R@100": recall}
OURS = "ours"

Scores = dict[str, dict[str, float]]
"""By engine and measure; ours is the last engine."""


@dataclass(frozen=True)
class Judged:
    """A BEIR folder: texts by article, and of the judged queries their texts and the gains of articles."""

    articles: Mapping[str, str]
    queries: Mapping[str, str]
    gains: Mapping[str, Mapping[str, int]]


def main(arguments: Sequence[str] | None = None, analyser: Analyser | None = None) -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sets", type=Path, nargs="+", required=True, metavar="DIR")
    options = parser.parse_args(arguments)
    analyser = analyser or KiwiAnalyser()
    print(table({folder.name: measured(folder, analyser) for folder in options.sets}))


def measured(folder: Path, analyser: Analyser) -> Scores:
    """The baselines' scores and ours."""
    scores: Scores = {}
    try:
        scores.update(_baselines(read(folder), analyser))
    except Missing as missing:
        print(missing, file=sys.stderr)
    ours = evaluate(folder, analyser)
    return {**scores, OURS: {name: ours[name] for name in MEASURES}}


def read(folder: Path) -> Judged:
    """The folder's files; it raises what they raise."""
    gains: dict[str, dict[str, int]] = defaultdict(dict)
    for judgement in csv.DictReader((folder / "qrels.tsv").read_text("utf-8-sig").splitlines(), delimiter="\t"):
        gains[judgement["query-id"]][judgement["corpus-id"]] = int(judgement["score"])
    articles = {each["_id"]: f"{each.get('title') or ''}\n{each['text']}" for each in _rows(folder / "corpus.jsonl")}
    queries = {each["_id"]: each["text"] for each in _rows(folder / "queries.jsonl") if each["_id"] in gains}
    return Judged(articles, queries, dict(gains))


def table(found: Mapping[str, Scores]) -> str:
    """A row a set and measure; the best baseline is bold."""
    engines = list(next(iter(found.values())))
    lines = [row("set", "measure", *engines, "margin"), row("---", "---", *["--:"] * (len(engines) + 1))]
    for name, scores in found.items():
        lines += [row(name, measure, *_cells(scores, measure)) for measure in MEASURES]
    return "\n".join(lines)


def _cells(scores: Scores, measure: str) -> Iterator[str]:
    best = max((scores[engine][measure] for engine in scores if engine != OURS), default=None)
    for engine, values in scores.items():
        shown = f"{values[measure]:.4f}"
        yield f"**{shown}**" if engine != OURS and values[measure] == best else shown
    yield "—" if best is None else f"{scores[OURS][measure] - best:+.4f}"


def _baselines(judged: Judged, analyser: Analyser) -> Scores:
    names = list(judged.articles)
    texts = list(judged.articles.values())
    asked = [" ".join(text.split()[: LIMITS.terms])[: LIMITS.characters] for text in judged.queries.values()]
    scores: Scores = {}
    for baseline, split in splitters(analyser).items():
        ranked = rankings(split(texts), split(asked), DEPTH)
        answers = {
            query: [names[place] for place in places] for query, places in zip(judged.queries, ranked, strict=True)
        }
        scores[baseline] = {
            name: fmean(measure(answers[query], judged.gains[query]) for query in answers)
            for name, measure in MEASURES.items()
        }
    return scores


def _rows(file: Path) -> Iterator[dict[str, str]]:
    return (json.loads(line) for line in file.read_text("utf-8-sig").split("\n") if line.strip())


if __name__ == "__main__":
    main()

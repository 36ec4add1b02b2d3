"""Evaluating on a BEIR folder: its corpus goes the index path into a temporary archive, its queries the query path."""

from __future__ import annotations

import csv
import json
import tempfile
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from statistics import fmean

from indexer import ingest
from indexer.analysis.interface import Analyser
from indexer.archive import Archive
from indexer.archive.connect import sqlite_url
from indexer.engines.whoosh_engine import WhooshEngine
from indexer.errors import UnreadableSource
from indexer.evaluation.measures import ndcg, recall, reciprocal_rank
from indexer.query.request import SearchRequest
from indexer.search import Search

DEPTH = 100
"""Hits asked for a query: as deep as the deepest measure looks."""

Progress = Callable[[int], None]


def evaluate(folder: Path, analyser: Analyser, progress: Progress = lambda _: None) -> dict[str, float]:
    """Mean nDCG@10, MRR@10 and R@100 over the judged queries, with match "most". Raises UnreadableSource."""
    queries, judgements = _queries(folder / "queries.jsonl"), _judgements(folder / "qrels.tsv")
    with tempfile.TemporaryDirectory() as place:
        archive = Archive(sqlite_url(Path(place) / "archive.sqlite3"))
        engine = WhooshEngine(Path(place) / "index")
        corpus = folder / "corpus.jsonl"
        summary = ingest.add([corpus], archive=archive, engine=engine, analyser=analyser, progress=progress)
        search = Search(archive, engine, analyser)
        rankings = {name: _ranking(search, text) for name, text in queries.items() if name in judgements}
        engine.close()
        archive.close()
    measures = (("nDCG@10", ndcg), ("MRR@10", reciprocal_rank), ("R@100", recall))
    means = {
        name: round(fmean(measure(ranking, judgements[query]) for query, ranking in rankings.items()), 4)
        for name, measure in measures
    }
    return {"queries": len(rankings), "articles": summary.accepted, "rejected": summary.rejected, **means}


def _ranking(search: Search, text: str) -> list[str]:
    # A pasted headline or question is words, not operators, and may be longer than a typed query.
    request = SearchRequest(text=text, match="most", limit=DEPTH, with_texts=False)
    return [hit.id for hit in search.search(request).hits]


def _queries(file: Path) -> dict[str, str]:
    rows = (json.loads(line) for line in _text(file).splitlines() if line.strip())
    return {str(row["_id"]): str(row["text"]) for row in rows}


def _judgements(file: Path) -> dict[str, dict[str, int]]:
    judged: dict[str, dict[str, int]] = defaultdict(dict)
    for row in csv.DictReader(_text(file).splitlines(), delimiter="\t"):
        judged[row["query-id"]][row["corpus-id"]] = int(row["score"])
    if not judged:
        raise UnreadableSource(file, None, "판정이 없습니다. 열은 query-id, corpus-id, score입니다")
    return dict(judged)


def _text(file: Path) -> str:
    try:
        return file.read_text("utf-8")
    except (OSError, UnicodeError) as error:
        raise UnreadableSource(file, None, f"읽을 수 없습니다: {error}. BEIR 폴더인지 확인하십시오") from error

"""Evaluating on a BEIR folder: its corpus goes the index path into a temporary archive, its queries the query path."""

from __future__ import annotations

import csv
import json
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import fmean

from indexer import ingest
from indexer.analysis.interface import Analyser
from indexer.archive import Archive
from indexer.archive.connect import sqlite_url
from indexer.engines.whoosh_engine import WhooshEngine
from indexer.errors import InvalidRequest, UnreadableSource
from indexer.evaluation.measures import ndcg, recall, reciprocal_rank
from indexer.query.language import LIMITS
from indexer.query.request import SearchRequest
from indexer.search import Search
from indexer.sources import read_paths

DEPTH = 100
"""Hits asked for a query: as deep as the deepest measure looks."""

Progress = Callable[[int], None]


def evaluate(folder: Path, analyser: Analyser, progress: Progress = lambda _: None) -> dict[str, float]:
    """Mean nDCG@10, MRR@10 and R@100 over the judged queries, with match "most". Raises UnreadableSource."""
    queries, judgements = _queries(folder / "queries.jsonl"), _judgements(folder / "qrels.tsv")
    judged = {name: text for name, text in queries.items() if name in judgements}
    if not judged:
        raise UnreadableSource(folder / "queries.jsonl", None, "qrels.tsv에 판정이 있는 질의가 하나도 없습니다")
    with _temporary() as (archive, engine):
        corpus = folder / "corpus.jsonl"
        summary = ingest.add(read_paths([corpus]), archive=archive, engine=engine, analyser=analyser, progress=progress)
        search = Search(archive, engine, analyser)
        rankings = {name: _ranking(search, text) for name, text in judged.items()}
    measures = (("nDCG@10", ndcg), ("MRR@10", reciprocal_rank), ("R@100", recall))
    means = {
        name: round(fmean(measure(ranking, judgements[query]) for query, ranking in rankings.items()), 4)
        for name, measure in measures
    }
    return {"queries": len(rankings), "articles": summary.accepted, "rejected": summary.rejected, **means}


@contextmanager
def _temporary() -> Iterator[tuple[Archive, WhooshEngine]]:
    with tempfile.TemporaryDirectory() as place, ExitStack() as stack:
        archive = Archive(sqlite_url(Path(place) / "archive.sqlite3"))
        stack.callback(archive.close)
        engine = WhooshEngine(Path(place) / "index")
        stack.callback(engine.close)
        yield archive, engine


def _ranking(search: Search, text: str) -> list[str]:
    # A pasted headline or question may be longer than a typed query: its beginning is asked.
    words = " ".join(text.split()[: LIMITS.terms])[: LIMITS.characters]
    request = SearchRequest(text=words, match="most", limit=DEPTH, with_texts=False)
    try:
        return [hit.id for hit in search.search(request).hits]
    except InvalidRequest:  # beyond another cap all the same: it found nothing
        return []


def _queries(file: Path) -> dict[str, str]:
    queries = {}
    for number, line in enumerate(_text(file).split("\n"), start=1):
        if line.strip():
            try:
                row = json.loads(line)
                queries[str(row["_id"])] = str(row["text"])
            except (ValueError, TypeError, KeyError) as error:
                raise UnreadableSource(file, number, '{"_id": …, "text": …} 꼴의 JSON이 아닙니다') from error
    return queries


def _judgements(file: Path) -> dict[str, dict[str, int]]:
    judged: dict[str, dict[str, int]] = defaultdict(dict)
    for number, row in enumerate(csv.DictReader(_text(file).splitlines(), delimiter="\t"), start=2):
        try:
            judged[row["query-id"]][row["corpus-id"]] = int(row["score"])
        except (ValueError, TypeError, KeyError) as error:
            reason = "판정을 읽지 못했습니다. 열은 query-id, corpus-id, score이고 score는 정수입니다"
            raise UnreadableSource(file, number, reason) from error
    if not judged:
        raise UnreadableSource(file, None, "판정이 없습니다. 열은 query-id, corpus-id, score입니다")
    return dict(judged)


def _text(file: Path) -> str:
    try:
        return file.read_text("utf-8-sig")
    except UnicodeError as error:
        raise UnreadableSource(file, None, "UTF-8이 아닙니다. BEIR 폴더인지 확인하십시오") from error
    except OSError as error:
        raise UnreadableSource(file, None, f"읽을 수 없습니다: {error.strerror}. BEIR 폴더인지 확인하십시오") from error

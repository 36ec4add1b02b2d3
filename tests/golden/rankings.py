"""Rankings as text: how they are made, and how they are read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from indexer import ingest
from indexer.analysis.kiwi import KiwiAnalyser
from indexer.archive import Archive
from indexer.archive.connect import sqlite_url
from indexer.engines.whoosh_engine import WhooshEngine
from indexer.query.request import MatchMode, SearchRequest
from indexer.search import Search
from indexer.sources import read_paths

SAMPLES = Path(__file__).parents[2] / "data" / "samples"
FILE = Path(__file__).with_name("rankings.txt")

SHOWN = 8
"""Hits of a query: what a reader sees first."""

MOST = "[most] "
"""Stands before a query that is asked in that mode."""


@contextmanager
def samples(analyser: KiwiAnalyser, folder: Path) -> Iterator[Search]:
    """The samples, indexed in an empty folder."""
    with (
        closing(Archive(sqlite_url(folder / "archive.sqlite3"))) as archive,
        closing(WhooshEngine(folder / "index")) as engine,
    ):
        ingest.add(read_paths([SAMPLES]), archive=archive, engine=engine, analyser=analyser)
        yield Search(archive, engine, analyser)


def ranking(search: Search, query: str) -> str:
    """The query as its line has it, how many articles it finds, and the first of them."""
    mode: MatchMode = "most" if query.startswith(MOST) else "all"
    result = search.search(SearchRequest(text=query.removeprefix(MOST), match=mode, limit=SHOWN))
    hits = [f"  {number}  {hit.id}  {hit.title}" for number, hit in enumerate(result.hits, start=1)]
    return "\n".join([query, f"  총 {result.total:,}건", *hits])


def golden() -> dict[str, str]:
    """The rankings on file, by their query."""
    blocks = FILE.read_text("utf-8").strip().split("\n\n")
    return {block.partition("\n")[0]: block for block in blocks}


def as_file(rankings: list[str]) -> str:
    """What the file has in it; a blank line between two."""
    return "\n\n".join(rankings) + "\n"

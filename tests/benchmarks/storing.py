"""How many articles a second the archive takes in: SQLite beside PostgreSQL, one process and several.

    python -m tests.benchmarks.storing --articles 8000 --rounds 3

What `./gisa add` does with the archive and nothing else: batches are stored and read back, their tokens stored, their
stories found. Articles are made and analysed before the clock starts. The server runs as it comes: what it has
acknowledged is on the disk.
"""

from __future__ import annotations

import argparse
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from indexer.analysis.tokens import TokenColumns
from indexer.archive import Archive, Origin
from indexer.archive.connect import sqlite_url
from indexer.archive.postgresql import url_of
from indexer.article import Article, Found
from indexer.ingest import BATCH, SETTLED
from indexer.settings import ROOT
from tests.fakes import columns_of
from tests.services import postgresql

WORDS = 20_000
LENGTH = 190
"""Words of an article, which then has 2,000 bytes of text, as real ones do."""

WORKERS = (1, 4)


def made(worker: int, count: int) -> list[Found]:
    """Invented articles; no two tell the same story."""
    chance = random.Random(worker)
    syllables = [chr(0xAC00 + 28 * chance.randrange(399)) for _ in range(300)]
    words = ["".join(chance.choices(syllables, k=chance.randint(2, 4))) for _ in range(WORDS)]
    found = []
    for number in range(count):
        body = " ".join(chance.choices(words, k=LENGTH)) + "."
        item = Article(id=f"b-{worker}-{number}", title=f"{worker}번 {number}째 소식", body=body, press="가람일보")
        found.append(Found(article=item, line=number, named=True))
    return found


def work(url: str, worker: int, count: int) -> None:
    """Stores articles when it is told to go."""
    every = made(worker, count)
    tokens = {one.article.id: {n: columns_of(text) for n, text in one.article.texts.items()} for one in every}
    origin = Origin(f"{worker}.jsonl", "0" * 64, "jsonl")
    with closing(Archive(url)) as archive:
        print("ready", flush=True)
        sys.stdin.readline()
        for start in range(0, count, BATCH):
            batch = every[start : start + BATCH]
            archive.store([(origin, one) for one in batch])
            _settle(archive, [one.article.id for one in batch], tokens)


def _settle(archive: Archive, ids: list[str], tokens: Mapping[str, Mapping[str, TokenColumns]]) -> None:
    stored = list(archive.current(ids, "plain-1").values())
    for start in range(0, len(stored), SETTLED):
        archive.settle("plain-1", [(one, tokens[one.article.id]) for one in stored[start : start + SETTLED]])


def rate(url: str, workers: int, articles: int) -> float:
    """Articles a second of so many processes together."""
    Archive(url).close()
    each = articles // workers
    command = [sys.executable, "-m", "tests.benchmarks.storing", "--url", url, "--articles", str(each), "--worker"]
    pipe = subprocess.PIPE
    running = [
        subprocess.Popen([*command, str(number)], cwd=ROOT, stdin=pipe, stdout=pipe, text=True)
        for number in range(workers)
    ]
    for one in running:
        assert one.stdout
        assert one.stdout.readline() == "ready\n"
    started = time.perf_counter()
    for one in running:
        assert one.stdin
        one.stdin.write("go\n")
        one.stdin.flush()
    assert [one.wait() for one in running] == [0] * workers
    seconds = time.perf_counter() - started
    with closing(Archive(url)) as archive:
        assert archive.stats("", "plain-1").analysed == each * workers
    return each * workers / seconds


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--articles", type=int, default=8_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--url")
    parser.add_argument("--worker", type=int)
    options = parser.parse_args()
    if options.worker is not None:
        work(options.url, options.worker, options.articles)
        return
    with postgresql.running(durable=True) as server:
        for workers in WORKERS:
            rates: dict[str, list[float]] = {"SQLite": [], "PostgreSQL": []}
            for _ in range(options.rounds):
                with tempfile.TemporaryDirectory() as folder:
                    url = sqlite_url(Path(folder) / "archive.sqlite3")
                    rates["SQLite"].append(rate(url, workers, options.articles))
                name = server.create()
                rates["PostgreSQL"].append(rate(url_of(server.url(name)), workers, options.articles))
                size = server.sql(f"SELECT pg_database_size('{name}')")[0]
                server.drop(name)
            for name, measured in rates.items():
                print(f"{workers} processes, {name:10} {statistics.median(measured):7,.0f} articles/s", measured)
            print(f"PostgreSQL: {int(size) / options.articles:,.0f} bytes an article")


if __name__ == "__main__":
    main()

"""How well are articles of the same text grouped, and what does it cost?

Pairs of articles of one day, labelled by reading (near_duplicate_pairs.tsv; ADR 0016): `same` prints mostly the same
sentences, `partly` some of them or all of them reworded, `own` has a text of its own on the same matter. Precision and
recall are of `same` against `own`, of pairs compared directly and of pairs found in one story of an archive that holds
the whole day. Of `partly`, told how many are grouped. The thresholds were chosen on these pairs; those of
near_duplicate_held_out.tsv were drawn and labelled afterwards, without a look at the score, and nothing was chosen on
them.

    python -m tests.benchmarks.near_duplicates [--corpus ../shared/corpus/bigkinds_20200801.jsonl]
"""

from __future__ import annotations

import argparse
import csv
import json
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from indexer.analysis.gate import clean
from indexer.analysis.kiwi import KiwiAnalyser
from indexer.analysis.shingles import shingles
from indexer.analysis.tokens import TokenColumns
from indexer.archive import Archive, Origin, Stored
from indexer.archive.connect import sqlite_url
from indexer.article import Article, Found

HERE = Path(__file__).parent
PAIRS = {"chosen on": HERE / "near_duplicate_pairs.tsv", "held out": HERE / "near_duplicate_held_out.tsv"}
CORPUS = HERE.parents[2] / "shared" / "corpus" / "bigkinds_20200801.jsonl"
TOGETHER = 100
EXCERPT = 200

Fields = dict[str, TokenColumns]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, default=CORPUS)
    articles = _articles(parser.parse_args().corpus)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "archive.sqlite3"
        archive = Archive(sqlite_url(path))
        started = time.process_time()
        fields = _analysed(articles)
        analysing = time.process_time() - started
        analysed = _stored(archive, articles, fields)
        before = path.stat().st_size
        stories, settling = _settled(archive, analysed)
        _report(articles, fields, stories)
        count = len(articles)
        kiwi, ours = analysing / count * 1e6, settling / count * 1e6
        print(
            f"processor time an article: Kiwi {kiwi:,.0f} µs, settling {ours:,.0f} µs, tokens packed and stored in it"
        )
        archive.close()
        print(f"archive {(path.stat().st_size - before) / count:,.0f} bytes an article more, tokens among them")


def _articles(corpus: Path) -> list[Article]:
    """The articles, and of every tenth its beginning, as another paper's excerpt."""
    rows = [json.loads(line) for line in corpus.read_text(encoding="utf-8").splitlines()]
    whole = [
        Article(id=row["id"], title=clean(row["title"]), body=clean(row["body"]), press=row["press"]) for row in rows
    ]
    return whole + [
        replace(one, id=f"{one.id}-excerpt", press="발췌", body=one.body[:EXCERPT], excerpt=True)
        for one in whole[::10]
        if len(one.body) > 2 * EXCERPT
    ]


def _analysed(articles: list[Article]) -> list[Fields]:
    columns = KiwiAnalyser().columns(text for article in articles for text in article.texts.values())
    return [{name: next(columns) for name in article.texts} for article in articles]


def _stored(archive: Archive, articles: list[Article], fields: list[Fields]) -> list[tuple[Stored, Fields]]:
    origin = Origin("corpus", "", "jsonl")
    archive.store([(origin, Found(article=article, named=True)) for article in articles])
    by_id = {article.id: its for article, its in zip(articles, fields, strict=True)}
    found: list[tuple[Stored, Fields]] = []
    position = 0
    while changed := archive.changed(position, "none", 500):
        found += [(stored, by_id[stored.article.id]) for stored in changed]
        position = changed[-1].change_id
    return found


def _settled(archive: Archive, analysed: list[tuple[Stored, Fields]]) -> tuple[dict[str, int], float]:
    started = time.process_time()
    for start in range(0, len(analysed), TOGETHER):
        archive.settle("kiwi", analysed[start : start + TOGETHER])
    took = time.process_time() - started
    ids = [stored.article.id for stored, _ in analysed]
    return {name: stored.story for name, stored in archive.current(ids, "kiwi").items()}, took


def _report(articles: list[Article], fields: list[Fields], stories: dict[str, int]) -> None:
    its = {article.id: shingles(columns) for article, columns in zip(articles, fields, strict=True)}
    for name, path in PAIRS.items():
        with path.open(encoding="utf-8", newline="") as file:
            pairs = [(row["one"], row["other"], row["label"]) for row in csv.DictReader(file, delimiter="\t")]
        _measure(f"{name}, compared", pairs, lambda one, other: its[one].like(its[other]))
        _measure(f"{name}, grouped", pairs, lambda one, other: stories[one] == stories[other])
    cut = [name for name in stories if name.endswith("-excerpt")]
    found = sum(stories[name] == stories[name.removesuffix("-excerpt")] for name in cut)
    print(f"excerpts of {EXCERPT} characters with the whole: {found} of {len(cut)}")
    sizes = Counter(Counter(stories.values()).values())
    print("stories by size:", ", ".join(f"{size}: {count}" for size, count in sorted(sizes.items())))


def _measure(name: str, pairs: list[tuple[str, str, str]], alike: Callable[[str, str], bool]) -> None:
    found = Counter(label for one, other, label in pairs if alike(one, other))
    every = Counter(label for _, _, label in pairs)
    precision = found["same"] / max(found["same"] + found["own"], 1)
    recall = found["same"] / every["same"]
    partly = f"{found['partly']} of {every['partly']} partly"
    print(f"{name}: precision {precision:.3f}, recall {recall:.3f} ({dict(found)} of {dict(every)}; {partly})")


if __name__ == "__main__":
    main()

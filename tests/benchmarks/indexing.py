"""How fast is indexing beside Kiwi alone, on the same texts with the same workers, in one run?

    python -m tests.benchmarks.indexing [--articles 1000] [--rounds 3] [--source FILE.jsonl]

The two take turns, so that a machine whose speed drifts is fair to both. Prints medians, peak memory and sizes.
"""

from __future__ import annotations

import argparse
import itertools
import json
import resource
import statistics
import tempfile
import time
from pathlib import Path

from indexer import ingest
from indexer.analysis.kiwi import KiwiAnalyser
from indexer.archive import Archive
from indexer.archive.connect import sqlite_url
from indexer.engines.whoosh_engine import WhooshEngine
from indexer.settings import ROOT, SAMPLES

CORPUS = ROOT.parent / "shared" / "corpus" / "press_releases_jeonnam_2025.jsonl"


def main() -> None:
    options = _options()
    lines = _lines(options.source, options.articles)
    texts = [text for line in lines for name in ("title", "subtitle", "body") if (text := json.loads(line).get(name))]
    analyser = KiwiAnalyser(options.workers)
    kiwi = analyser._load()
    alone, whole, again, sizes = [], [], [], (0, 0, 0)
    for _ in range(options.rounds):
        started = time.perf_counter()
        for _tokens in kiwi.tokenize(texts):
            pass
        alone.append(time.perf_counter() - started)
        seconds, rebuilt, sizes = _index(lines, analyser)
        whole.append(seconds)
        again.append(rebuilt)
    ratio = statistics.median(a / w for a, w in zip(alone, whole, strict=True))
    characters, count = sum(map(len, texts)), len(lines)
    print(f"articles {count}, characters {characters}, workers {options.workers}, rounds {options.rounds}")
    print(f"Kiwi alone        {_rates(alone, count, characters)}")
    print(f"add, end to end   {_rates(whole, count, characters)}")
    print(f"rebuild           {_rates(again, count, characters)}")
    print(f"add ÷ Kiwi's rate {ratio:.3f}   (bar 0.6)")
    print("text {:.1f} MB, archive {:.1f} MB, index {:.1f} MB".format(*(size / 1e6 for size in sizes)))
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB   (bar 1536)")


def _index(lines: list[str], analyser: KiwiAnalyser) -> tuple[float, float, tuple[int, int, int]]:
    """Seconds to add and to rebuild, and bytes of text, archive and index."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        source = place / "articles.jsonl"
        source.write_text("".join(lines), "utf-8")
        archive = Archive(sqlite_url(place / "archive.sqlite3"))
        engine = WhooshEngine(place / "index")
        summary = ingest.add([source], archive=archive, engine=engine, analyser=analyser)
        assert summary.accepted == len(lines)
        started = time.perf_counter()
        ingest.rebuild(archive=archive, engine=engine, analyser=analyser)
        rebuilt = time.perf_counter() - started
        engine.close()
        archive.close()
        index = sum(file.stat().st_size for file in (place / "index").rglob("*") if file.is_file())
        return summary.seconds, rebuilt, (source.stat().st_size, (place / "archive.sqlite3").stat().st_size, index)


def _rates(seconds: list[float], articles: int, characters: int) -> str:
    median = statistics.median(seconds)
    return f"{median:7.2f} s   {articles / median:7.1f} articles/s   {characters / median / 1000:6.1f} k chars/s"


def _lines(source: Path, count: int) -> list[str]:
    """So many articles of a JSONL file, repeated under other ids where it has fewer."""
    rows = [json.loads(line) for line in source.open(encoding="utf-8")]
    rounds = (dict(row, id=f"{row['id']}-{turn}") for turn in itertools.count() for row in rows)
    return [json.dumps(row, ensure_ascii=False) + "\n" for row in itertools.islice(rounds, count)]


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--source", type=Path, default=CORPUS if CORPUS.exists() else SAMPLES / "garamilbo.jsonl")
    return parser.parse_args()


if __name__ == "__main__":
    main()

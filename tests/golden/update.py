"""Writes the rankings anew: `python -m tests.golden.update`. Review the diff."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from indexer.analysis.kiwi import KiwiAnalyser
from tests.golden.rankings import FILE, as_file, golden, ranking, samples


def update() -> None:
    """Asks every query on file again."""
    with TemporaryDirectory() as folder, samples(KiwiAnalyser(workers=1), Path(folder)) as search:
        FILE.write_text(as_file([ranking(search, query) for query in golden()]), "utf-8")


if __name__ == "__main__":
    update()

"""How fast is everything exported, and in how much memory? A process for each format, over an archive of yours.

python -m tests.benchmarks.exporting --data data/archive [--rounds 3]
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from indexer.cli.commands import opened
from indexer.exporting import FORMATS
from indexer.query.request import SearchRequest
from indexer.settings import Settings
from tests.peak import peak_megabytes

LOOK = "manifest"
"""The manifest alone, as the page for it and a study that is compared make it."""


def measured(data: Path, name: str) -> dict[str, float]:
    """Articles, seconds of processor time, bytes, and by how many megabytes this process grew while it wrote them."""
    with opened(Settings(data=data)) as parts:
        export = parts.search.export(SearchRequest())
        before, started = peak_megabytes(), time.process_time()
        if name == LOOK:
            size = len(json.dumps(export.look().to_json(), ensure_ascii=False).encode())
        else:
            size = sum(map(len, FORMATS[name].write(export)))
        seconds = time.process_time() - started
        return {"articles": export.found, "s": seconds, "bytes": size, "MB": peak_megabytes() - before}


def rows(data: Path, rounds: int) -> list[str]:
    """A Markdown row for each: the fastest of the rounds, the most memory of any."""
    listed = []
    for name in (*FORMATS, LOOK):
        command = [sys.executable, "-m", "tests.benchmarks.exporting", "--data", str(data), "--one", name]
        answers = [json.loads(subprocess.run(command, capture_output=True, check=True).stdout) for _ in range(rounds)]
        best, memory = min(answers, key=lambda answer: float(answer["s"])), max(answer["MB"] for answer in answers)
        speed = best["articles"] / best["s"]
        listed.append(
            f"| {name} | {best['s']:.2f} s | {speed:,.0f} | {best['bytes'] / 1e6:.1f} MB | +{memory:.0f} MB |"
        )
    return listed


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--one", choices=(*FORMATS, LOOK), help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.one:
        print(json.dumps(measured(options.data, options.one)))
        return 0
    print("| | processor time | articles/s | size | memory |\n|---|--:|--:|--:|--:|")
    for row in rows(options.data, options.rounds):
        print(row)
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""How does the time of a search grow with the articles? From what two runs of tests.benchmarks.searching wrote.

    python -m tests.benchmarks.growing SMALLER.json LARGER.json

For each class and engine: how many times longer the larger corpus takes. 10 for ten times the articles is linear; less
is what a fixed part of the time, or skipping, has saved. Both runs ask the same questions.
"""

from __future__ import annotations

import argparse
import json
import statistics
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.benchmarks.report import class_seconds, row
from tests.benchmarks.running import Built
from tests.benchmarks.searching import Race


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("smaller", type=Path)
    parser.add_argument("larger", type=Path)
    options = parser.parse_args(arguments)
    print(table(read(options.smaller), read(options.larger)))


def read(file: Path) -> Race:
    """A race as it was written."""
    found: dict[str, Any] = json.loads(file.read_text("utf-8"))
    found["built"] = {name: Built(**each) for name, each in found["built"].items()}
    return Race(**found)


def table(smaller: Race, larger: Race) -> str:
    """Growth by class and engine."""
    names = [name for name in larger.built if name in smaller.built]
    growth: dict[str, list[float]] = {name: [] for name in names}
    lines = [
        f"{smaller.articles:,} → {larger.articles:,} articles: times the smaller one's time",
        "",
        row("query", *names),
        row("---", *["--:"] * len(names)),
    ]
    for kind in larger.seconds:
        cells = []
        for name in names:
            before, after = (class_seconds(race, kind, name) for race in (smaller, larger))
            if before and after:
                growth[name].append(after / before)
            cells.append(f"{after / before:.1f}" if before and after else "—")
        lines.append(row(kind, *cells))
    lines.append(row("**median**", *(f"{statistics.median(found):.1f}" if found else "—" for found in growth.values())))
    lines.append(row("index size", *(f"{larger.built[n].size / max(smaller.built[n].size, 1):.1f}" for n in names)))
    lines.append(row("building", *(f"{larger.built[n].seconds / smaller.built[n].seconds:.1f}" for n in names)))
    return "\n".join(lines)


if __name__ == "__main__":
    main()

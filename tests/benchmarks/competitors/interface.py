"""What is asked of every engine in a race."""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, Protocol

from indexer.query.plan import Plan

FACETS = ("month", "press", "section")
LIMIT = 10

Articles = Iterable[list[Any]]
"""Articles as one of the methods of Batch makes them, a thousand at a time."""


class Missing(Exception):
    """A competitor is not installed."""


@dataclass(frozen=True)
class Answer:
    """`total` is exact, or None where an engine has none; `found` are numbers of articles, best first. A month is
    "2019-03", or 2019 * 12 + 2 where that is what an engine keeps."""

    total: int | None
    found: list[int]
    facets: Mapping[str, Mapping[Any, int]] = field(default_factory=dict)

    def readable(self) -> dict[str, dict[str, int]]:
        """The counts by what is shown, sorted; made outside of what is measured."""
        shown = {name: {month_text(key): count for key, count in found.items()} for name, found in self.facets.items()}
        return {name: dict(sorted(found.items())) for name, found in shown.items()}


class Competitor(Protocol):
    """An engine. Made once to build and once to answer, in processes of their own."""

    takes: Literal["documents", "texts"]
    """In which form of tests/benchmarks/articles.py it is given articles."""

    def build(self, folder: Path, articles: Articles) -> None:
        """Writes an index into an empty folder."""

    def open(self, folder: Path) -> None:
        """Makes ready to answer."""

    def can(self, plan: Plan) -> bool:
        """Whether the engine has such queries."""

    def answer(self, plan: Plan) -> Answer:
        """The ten best, how many there are, and how many of each month, press and section."""

    def close(self) -> None:
        """Gives files and memory back."""


def module(name: str) -> Any:
    """A competitor's module, imported when it is needed and not before."""
    try:
        return importlib.import_module(name)
    except ImportError as missing:
        message = f"{name} is not installed: pip install -r tests/benchmarks/requirements.txt"
        raise Missing(message) from missing


def month_text(key: str | int) -> str:
    """`2019-03` of 2019 * 12 + 2; anything else as it is."""
    return f"{key // 12}-{key % 12 + 1:02d}" if isinstance(key, int) else key

"""SQLite's FTS5: a contentless table of four columns, and a table of what is counted beside it.

Terms are Hangul, so the unicode61 tokenizer leaves them as they are. Month, press and section are one number, fetched
for each hit and counted by numpy: less time than GROUP BY on that number, half of one GROUP BY for each. The year is a
condition on the day in the same table.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from indexer.article import TEXT_FIELDS
from indexer.query.plan import All, Days, Match, Plan, Prefix
from indexer.query.plan import Any as AnyOf
from indexer.query.ranking import FIELD_WEIGHTS
from tests.benchmarks.articles import About
from tests.benchmarks.competitors.interface import LIMIT, Answer, Articles

CACHE = 1_000_000
"""Kilobytes of pages kept, enough that none is read twice."""

_TABLES = f"""
CREATE VIRTUAL TABLE texts USING fts5({", ".join(TEXT_FIELDS)}, content='', tokenize='unicode61 remove_diacritics 0');
CREATE TABLE articles (number INTEGER PRIMARY KEY, day INTEGER, counted INTEGER);
"""
_WEIGHTS = ", ".join(str(FIELD_WEIGHTS[name]) for name in TEXT_FIELDS)
_BEST = f"SELECT rowid FROM texts WHERE texts MATCH ? ORDER BY bm25(texts, {_WEIGHTS}) LIMIT {LIMIT}"
_BEST_DATED = (
    "SELECT texts.rowid FROM texts CROSS JOIN articles ON number = texts.rowid"
    f" WHERE texts MATCH ? AND day BETWEEN ? AND ? ORDER BY bm25(texts, {_WEIGHTS}) LIMIT {LIMIT}"
)
_COUNTED = "SELECT counted FROM texts CROSS JOIN articles ON number = texts.rowid WHERE texts MATCH ?"
_IN_DAYS = " AND day BETWEEN ? AND ?"

_BITS = 8
"""Of `counted` for press, and for section."""


class Fts5:
    """The engine."""

    takes: Literal["documents", "texts"] = "texts"

    def __init__(self) -> None:
        self._database: Any = None
        self._names: dict[str, list[str]] = {}

    def build(self, folder: Path, articles: Articles) -> None:
        """See Competitor.build."""
        database = sqlite3.connect(folder / "fts5.sqlite3")
        database.executescript(f"PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-{CACHE};{_TABLES}")
        database.execute("INSERT INTO texts(texts, rank) VALUES('hashsize', 268435456)")
        columns = ", ".join(("rowid", *TEXT_FIELDS))
        names: dict[str, dict[str, int]] = {"press": {}, "section": {}}
        for batch in articles:
            database.executemany(f"INSERT INTO texts({columns}) VALUES (?, ?, ?, ?, ?)", _texts(batch))
            database.executemany("INSERT INTO articles VALUES (?, ?, ?)", _values(batch, names))
        database.commit()
        database.execute("INSERT INTO texts(texts) VALUES('optimize')")
        database.commit()
        database.close()
        (folder / "names.json").write_text(json.dumps({name: list(found) for name, found in names.items()}))

    def open(self, folder: Path) -> None:
        """See Competitor.open."""
        self._database = sqlite3.connect(folder / "fts5.sqlite3")
        self._database.executescript(f"PRAGMA cache_size=-{CACHE}; PRAGMA mmap_size=8000000000;")
        self._names = json.loads((folder / "names.json").read_text())

    def can(self, plan: Plan) -> bool:
        """See Competitor.can."""
        return True

    def answer(self, plan: Plan) -> Answer:
        """See Competitor.answer."""
        words, days = _parted(plan)
        asked: tuple[Any, ...] = (_expression(words), *days)
        found = [number for (number,) in self._database.execute(_BEST_DATED if days else _BEST, asked)]
        rows = self._database.execute(_COUNTED + (_IN_DAYS if days else ""), asked)
        counted = np.fromiter((row[0] for row in rows), np.int64)
        mask = (1 << _BITS) - 1
        facets: dict[str, dict[Any, int]] = {
            "month": _counts(counted >> 2 * _BITS),
            "press": {self._names["press"][key]: n for key, n in _counts(counted >> _BITS & mask).items()},
            "section": {self._names["section"][key]: n for key, n in _counts(counted & mask).items()},
        }
        return Answer(total=counted.size, found=found, facets=facets)

    def close(self) -> None:
        """See Competitor.close."""
        self._database.close()


def _texts(batch: list[tuple[About, dict[str, str]]]) -> Iterator[tuple[Any, ...]]:
    for about, texts in batch:
        yield (about.number, *(texts.get(name, "") for name in TEXT_FIELDS))


def _values(batch: list[tuple[About, dict[str, str]]], names: dict[str, dict[str, int]]) -> Iterator[tuple[Any, ...]]:
    for about, _ in batch:
        counted = about.published.year * 12 + about.published.month - 1
        for name, value in (("press", about.press), ("section", about.section)):
            counted = counted << _BITS | names[name].setdefault(value, len(names[name]))
        yield about.number, about.published.toordinal(), counted


def _counts(numbers: npt.NDArray[np.int64]) -> dict[int, int]:
    counts = np.bincount(numbers)
    present = np.flatnonzero(counts)
    return dict(zip(present.tolist(), counts[present].tolist(), strict=True))


def _parted(plan: Plan) -> tuple[Plan, tuple[int, ...]]:
    """The words and the days."""
    if isinstance(plan, All) and isinstance(days := plan.children[-1], Days):
        (words,) = plan.children[:-1]
        return words, (days.first or 0, days.last or 4_000_000)
    return plan, ()


def _expression(plan: Plan) -> str:
    match plan:
        case All(children):
            return " AND ".join(map(_expression, children))
        case AnyOf(children):
            return " OR ".join(map(_expression, children))
        case Match(_, ((*sequence,),)):
            return f'"{" ".join(sequence)}"'
        case Prefix(_, prefix):
            return f'"{prefix}"*'
        case _:
            raise NotImplementedError(plan)

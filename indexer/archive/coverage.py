"""What the archive holds of each newspaper, month by month, and the months of which it holds nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select

from indexer.archive.tables import articles, origins, versions, visits


@dataclass(frozen=True, kw_only=True)
class PaperCoverage:
    """One newspaper: `first` and `last` are months ("YYYY-MM", "" where no article has a day), `months` counts the
    articles of each month that has any, `holes` are the months between first and last that have none. `undated`
    articles are in `total` alone. `last_read` is when a file or page of its was last read (KST)."""

    press: str
    first: str
    last: str
    months: Mapping[str, int]
    holes: tuple[str, ...]
    undated: int
    total: int
    last_read: datetime | None

    @property
    def years(self) -> dict[str, int]:
        """The counts by year ("YYYY"), in time order."""
        counts: dict[str, int] = {}
        for month, count in self.months.items():
            counts[month[:4]] = counts.get(month[:4], 0) + count
        return counts

    def to_json(self) -> dict[str, Any]:
        """The form of docs/commands.md, for the command line and the API alike."""
        return {
            "press": self.press,
            "first": self.first or None,
            "last": self.last or None,
            "months": dict(self.months),
            "holes": list(self.holes),
            "undated": self.undated,
            "total": self.total,
            "last_read": self.last_read.isoformat() if self.last_read else None,
        }


@dataclass(frozen=True, kw_only=True)
class Coverage:
    """All newspapers by name; articles whose newspaper is not known are under ""."""

    papers: tuple[PaperCoverage, ...]

    def of(self, presses: Sequence[str]) -> Coverage:
        """Those newspapers only; all when none is named."""
        return Coverage(papers=tuple(p for p in self.papers if p.press in presses)) if presses else self

    def to_json(self) -> dict[str, Any]:
        """As PaperCoverage.to_json."""
        return {"papers": [paper.to_json() for paper in self.papers]}


def coverage(connection: Connection) -> Coverage:
    """The matrix of what is searched: the newest version of every article."""
    month = func.substr(articles.c.day, 1, 7).label("month")
    counted = select(articles.c.press, month, func.count()).group_by(articles.c.press, month)
    counts: dict[str, dict[str | None, int]] = defaultdict(dict)
    for press, when, count in connection.execute(counted):
        counts[press][when] = int(count)
    read = _last_read(connection)
    return Coverage(papers=tuple(_paper(press, counts[press], read.get(press)) for press in sorted(counts)))


def _paper(press: str, counts: Mapping[str | None, int], last_read: str | None) -> PaperCoverage:
    months = {month: counts[month] for month in sorted(month for month in counts if month)}
    first, last = (min(months), max(months)) if months else ("", "")
    return PaperCoverage(
        press=press,
        first=first,
        last=last,
        months=months,
        holes=tuple(month for month in months_between(first, last) if month not in months) if months else (),
        undated=counts.get(None, 0),
        total=sum(counts.values()),
        last_read=datetime.fromisoformat(last_read) if last_read else None,
    )


def months_between(first: str, last: str) -> Iterator[str]:
    """The months ("YYYY-MM") from the first to the last, both of them too."""
    month, end = _number(first), _number(last)
    while month <= end:
        yield f"{month // 12:04d}-{month % 12 + 1:02d}"
        month += 1


def _number(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:7]) - 1


def _last_read(connection: Connection) -> dict[str, str]:
    """By newspaper, when something that it is in was last read: a file, or a page that was asked for and unchanged."""
    # The pairs are read off an index: the rows of versions are long, with every text in them.
    pairs = select(versions.c.press, versions.c.origin_id).distinct().subquery()
    files = pairs.join(origins, origins.c.id == pairs.c.origin_id)
    visited = files.outerjoin(visits, visits.c.url == origins.c.path)
    times = func.max(origins.c.last_read), func.max(visits.c.visited)
    query = select(pairs.c.press, *times).select_from(visited).group_by(pairs.c.press)
    return {press: max(filter(None, when)) for press, *when in connection.execute(query)}

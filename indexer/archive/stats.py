"""What the archive holds, in figures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Stats:
    """Counts of the newest versions. `presses` by falling count, `years` in time order (undated articles are in
    neither first, last nor years). `pending` articles are archived but not yet in the index."""

    articles: int
    versions: int
    rejected: int
    pending: int
    analysed: int
    presses: tuple[tuple[str, int], ...]
    years: tuple[tuple[str, int], ...]
    first: date | None
    last: date | None

    def to_json(self) -> dict[str, Any]:
        """The form of docs/api.md, for the command line and the API alike; counts are listed as facets are."""
        return {
            "articles": self.articles,
            "versions": self.versions,
            "rejected": self.rejected,
            "pending": self.pending,
            "analysed": self.analysed,
            "first": self.first.isoformat() if self.first else None,
            "last": self.last.isoformat() if self.last else None,
            "presses": [{"value": value, "count": count} for value, count in self.presses],
            "years": [{"value": value, "count": count} for value, count in self.years],
        }

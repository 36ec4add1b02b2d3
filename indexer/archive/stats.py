"""What the archive holds, in figures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


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

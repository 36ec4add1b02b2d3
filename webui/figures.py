"""The archive's figures for every page's masthead, without counting the archive for every page."""

from __future__ import annotations

import time
from collections.abc import Callable

from indexer.archive.stats import Stats
from indexer.errors import GisaError
from webui.service import SearchService

SECONDS = 10.0  # how old the masthead's figures may be; pages about the archive itself ask for fresh ones


class Figures:
    """Stats that are at most SECONDS old."""

    def __init__(self, search: SearchService, clock: Callable[[], float] = time.monotonic) -> None:
        self._search = search
        self._clock = clock
        self._seen: tuple[float, Stats] | None = None

    def fresh(self) -> Stats:
        """Counted now. Raises GisaError when the archive cannot be read."""
        stats = self._search.stats()
        self._seen = (self._clock(), stats)
        return stats

    def recent(self) -> Stats | None:
        """Counted lately; None when they cannot be had, for a page can do without."""
        seen = self._seen
        if seen and self._clock() - seen[0] < SECONDS:
            return seen[1]
        try:
            return self.fresh()
        except GisaError:
            return None

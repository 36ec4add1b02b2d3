"""One request at a time a host, and a pause after each: a small paper's server has readers to serve."""

from __future__ import annotations

import time
from collections.abc import Callable

DELAY = 2.0
"""Seconds between two requests to a host."""

LONGEST_DELAY = 60.0
"""What a robots.txt may ask for: with more, one paper would take days."""

LONGEST_HOLD = 300.0
"""Seconds for which a server that asks to be left alone is waited for; with more, it is left for the next run."""

FIRST_HOLD = 30.0
"""Seconds that a server is left alone that says it is busy but not for how long; twice as long every further time."""


class Pace:
    """When each host may be asked next. `clock` in seconds, as `sleep`."""

    def __init__(
        self,
        delay: float = DELAY,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._delay, self._clock, self._sleep = delay, clock, sleep
        self._next: dict[str, float] = {}
        self._wanted: dict[str, float] = {}
        self._held: dict[str, int] = {}

    def ready(self, host: str) -> float:
        """When the host may be asked, by the clock; hosts with the least are asked first."""
        return self._next.get(host, 0.0)

    def wait(self, host: str) -> None:
        """Sleeps until the host may be asked."""
        if (pause := self.ready(host) - self._clock()) > 0:
            self._sleep(pause)

    def want(self, host: str, delay: float | None) -> None:
        """The host's robots.txt wants so long a pause; a shorter one than ours changes nothing."""
        self._wanted[host] = min(delay or 0.0, LONGEST_DELAY)

    def asked(self, host: str) -> None:
        """The host was asked, or has answered, or not: the pause begins."""
        pause = max(self._delay, self._wanted.get(host, 0.0))
        self._next[host] = max(self.ready(host), self._clock() + pause)

    def hold(self, host: str, seconds: float | None) -> bool:
        """The host asks to be left alone, for so many seconds if it says; False when that is too long to wait for."""
        times = self._held[host] = self._held.get(host, 0) + 1
        pause = FIRST_HOLD * 2 ** (times - 1) if seconds is None else seconds
        self._next[host] = max(self.ready(host), self._clock() + pause)
        return pause <= LONGEST_HOLD

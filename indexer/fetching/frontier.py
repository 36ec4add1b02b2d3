"""Which address is asked next. What waits is in the archive; here is only what this run knows of hosts and limits."""

from __future__ import annotations

from collections.abc import Sequence

from indexer.archive.fetched import Fetched, Role, Waiting
from indexer.errors import FetchFailed
from indexer.fetching.address import host_of, same_site
from indexer.fetching.politeness import Pace

MOST_LISTINGS = 200
"""Listings asked in one run; a sitemap index may name thousands, which then wait for the next."""

PATIENCE = 5
"""Failures one after the other from which on a host is left alone until the next run."""

TRIES = 3
"""Times that an address is asked in one run whose server says that it is busy."""


class Frontier:
    """Of the addresses that wait, those at the papers of `hosts`; without any, all. `limit` bounds the pages asked."""

    def __init__(self, log: Fetched, pace: Pace, hosts: Sequence[str], limit: int | None) -> None:
        self._log, self._pace, self._papers, self._limit = log, pace, hosts, limit
        self._listings = 0
        self._left_alone: set[str] = set()
        self._put_off: set[str] = set()
        self._failures: dict[str, int] = {}
        self._tries: dict[str, int] = {}

    def belongs(self, host: str, to: str) -> bool:
        """Whether a link or redirect from the host `to` to this one is followed: the same paper's, or one given."""
        return same_site(host, to) or host in self._papers

    def hosts(self) -> list[str]:
        """The hosts of this run that have something waiting."""
        every = self._log.hosts()
        if not self._papers:
            return every
        return [host for host in every if any(same_site(host, paper) for paper in self._papers)]

    def next(self) -> Waiting | None:
        """An address of the host that has been left in peace for longest; None when the run is at its end."""
        roles = self._roles()
        for host in sorted(set(self.hosts()) - self._left_alone, key=lambda host: (self._pace.ready(host), host)):
            if waiting := self._log.next_waiting(host, roles, self._put_off):
                return waiting
        return None

    def asked(self, host: str, role: Role) -> None:
        """Counts what an address turned out to be."""
        self._failures[host] = 0
        self._listings += role == "listing"
        self._spent(role)

    def failed(self, waiting: Waiting, error: FetchFailed) -> None:
        """Puts off what a server cannot give now, and leaves a host alone that gives nothing."""
        host = waiting.host
        self._spent(waiting.role)
        self._failures[host] = self._failures.get(host, 0) + 1 if error.again else 0  # a 404 is an answer
        self._tries[waiting.url] = self._tries.get(waiting.url, 0) + 1
        busy = error.status in (429, 503)
        if not busy or self._tries[waiting.url] >= TRIES:
            self._put_off.add(waiting.url)
        if self._failures[host] >= PATIENCE or (busy and not self._pace.hold(host_of(error.address), error.wait)):
            self._left_alone.add(host)

    def leave_alone(self, waiting: Waiting, host: str) -> None:
        """Nothing more is asked of the host in this run; the address, which may be another host's, is put off."""
        self._left_alone.add(host)
        self._put_off.add(waiting.url)

    def _spent(self, role: Role) -> None:
        if self._limit is not None and role == "page":
            self._limit -= 1

    def _roles(self) -> list[Role]:
        roles: list[Role] = []
        if self._limit is None or self._limit > 0:
            roles += ["page", ""]
        if self._listings < MOST_LISTINGS:
            roles += ["listing"]
        return roles

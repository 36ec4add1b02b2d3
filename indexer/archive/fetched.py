"""The archive's face for fetching: what is to be asked, what was got, what is to be read again."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from contextlib import AbstractContextManager
from datetime import datetime

from sqlalchemy import Connection

from indexer.archive import pages
from indexer.archive.pages import Address, Page, Role, Visit, Waiting

__all__ = ["Address", "Fetched", "Page", "Role", "Visit", "Waiting"]

Transaction = Callable[[], AbstractContextManager[Connection]]


class Fetched:
    """Every method is one transaction and raises ArchiveError. Times are aware, in KST."""

    def __init__(self, reading: Transaction, writing: Transaction) -> None:
        self._reading, self._writing = reading, writing

    def found(self, addresses: Collection[Address], now: datetime, before: datetime) -> set[str]:
        """Lets addresses wait: new ones, listings, pages asked `before` that time. Gives those that wait now."""
        with self._writing() as connection:
            return pages.found(connection, addresses, now, before)

    def record(
        self,
        *visits: Visit,
        page: Page | None = None,
        found: Collection[Address] = (),
        before: datetime | None = None,
    ) -> bool:
        """All that one request gave: how it went (and for the address it was redirected to), the page, and the
        addresses found on it, as in `found`. Whether the page is another than the one kept."""
        with self._writing() as connection:
            for visit in visits:
                pages.visited(connection, visit)
            if found:
                pages.found(connection, found, visits[0].time, before or visits[0].time)
            return page is not None and pages.keep(connection, page)

    def hosts(self) -> list[str]:
        """The hosts that have addresses waiting."""
        with self._reading() as connection:
            return pages.hosts(connection)

    def waiting(self, among: Collection[str]) -> int:
        """How many addresses wait at those hosts."""
        with self._reading() as connection:
            return pages.waiting(connection, among)

    def next_waiting(self, host: str, roles: Collection[Role], but: Collection[str] = ()) -> Waiting | None:
        """The address to ask next at that host: of those roles, listings first, then in the order found. `but` are left
        out."""
        with self._reading() as connection:
            return pages.next_waiting(connection, host, roles, but)

    def unread(self) -> list[int]:
        """The rows of pages that no reader has read yet, in the order they were fetched."""
        with self._reading() as connection:
            return pages.unread(connection)

    def newest(self) -> list[int]:
        """The rows of the newest page of each address."""
        with self._reading() as connection:
            return pages.newest(connection)

    def page(self, row: int) -> Page | None:
        """A kept page; None when it was taken down meanwhile."""
        with self._reading() as connection:
            return pages.page(connection, row)

    def mark_read(self, rows: Sequence[int], now: datetime) -> None:
        """Notes that a reader has been over these pages, and what it made of them is archived."""
        with self._writing() as connection:
            pages.mark_read(connection, rows, now)

    def drop(self, rows: Sequence[int]) -> None:
        """Deletes kept pages."""
        with self._writing() as connection:
            pages.drop(connection, rows)

    def taken_down(self, article_id: str) -> bool:
        """Whether that article was taken down, so that its page is not to be fetched again."""
        with self._reading() as connection:
            return pages.taken_down(connection, article_id)

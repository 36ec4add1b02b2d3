"""What a fetch has found, asked and got: addresses in `visits`, raw pages in `pages`. Inside a transaction of the
caller's.

A fetch keeps no list of its own: what it has yet to ask is what waits here, so it goes on from where it was stopped.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import Connection, bindparam, delete, func, insert, select, true, update

from indexer.archive.tables import pages, tombstones, visits
from indexer.errors import ArchiveError

Role = Literal["", "page", "listing"]
"""What an address is: an article's page, a listing (a feed, a sitemap, a section's list), or not yet known."""

_KNOWN = (visits.c.url, visits.c.role, visits.c.visited, visits.c.waiting)
_TOGETHER = 500
"""Addresses looked up by one statement."""


@dataclass(frozen=True, kw_only=True)
class Address:
    """An address that was found. `further` is how many pages of a list may still follow it, `changed` when its paper
    says that it was changed last (in KST)."""

    url: str
    host: str
    role: Role = ""
    further: int = 0
    changed: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Waiting(Address):
    """An address to be asked, with what its server said when it was asked for last."""

    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, kw_only=True)
class Visit:
    """How asking went: `status` is None when no server answered, `note` says in Korean what was wrong. With `again`,
    the address goes on waiting."""

    url: str
    host: str
    time: datetime
    status: int | None
    role: Role = ""
    etag: str | None = None
    last_modified: str | None = None
    note: str = ""
    again: bool = False


@dataclass(frozen=True, kw_only=True)
class Page:
    """A page as its server sent it, unpacked."""

    url: str
    fetched: datetime
    status: int
    content_type: str
    data: bytes


def found(connection: Connection, addresses: Collection[Address], now: datetime, before: datetime) -> set[str]:
    """Lets addresses wait: new ones, listings, and pages that were asked `before` that time. Those that wait now."""
    given = {address.url: address for address in addresses}
    known: dict[str, Any] = {}
    for some in _parts(list(given)):
        rows = connection.execute(select(*_KNOWN).where(visits.c.url.in_(some)))
        known |= {row.url: row for row in rows}
    new = [_new_row(address, now) for address in given.values() if address.url not in known]
    if new:
        connection.execute(insert(visits), new)
    due = [row.url for row in known.values() if _due(row, given[row.url], before)]
    if due:
        # Values are set by their columns' names, so the condition's must be another.
        change = update(visits).where(visits.c.url == bindparam("at"))
        connection.execute(change, [{"at": url, "waiting": True, "further": given[url].further} for url in due])
    return {*due, *(row["url"] for row in new)}


def visited(connection: Connection, visit: Visit) -> None:
    """Notes how asking went; an address that nobody found (a redirect's end) is noted too."""
    row: dict[str, Any] = {
        "visited": _text(visit.time),
        "waiting": visit.again,
        "status": visit.status,
        "note": visit.note,
    }
    if visit.status in (200, 304):
        row |= {"role": visit.role, "etag": visit.etag, "last_modified": visit.last_modified}
    if not connection.execute(update(visits).where(visits.c.url == visit.url).values(row)).rowcount:
        known = {"url": visit.url, "host": visit.host, "found": _text(visit.time), "role": visit.role}
        connection.execute(insert(visits).values(known | row))


def keep(connection: Connection, page: Page) -> bool:
    """Keeps a page, to be read; False when it is, byte for byte, the one that is kept of that address."""
    digest = hashlib.sha256(page.data).hexdigest()
    newest = select(pages.c.sha256).where(pages.c.url == page.url).order_by(pages.c.id.desc()).limit(1)
    if connection.scalar(newest) == digest:
        return False
    connection.execute(
        insert(pages).values(
            url=page.url,
            fetched=_text(page.fetched),
            status=page.status,
            content_type=page.content_type,
            sha256=digest,
            data=zlib.compress(page.data),
        )
    )
    return True


def hosts(connection: Connection) -> list[str]:
    """The hosts that have addresses waiting."""
    return list(
        connection.scalars(select(visits.c.host).where(visits.c.waiting == true()).distinct().order_by(visits.c.host))
    )


def waiting(connection: Connection, among: Collection[str]) -> int:
    """How many addresses wait at those hosts."""
    count = select(func.count()).select_from(visits).where(visits.c.waiting == true(), visits.c.host.in_(among))
    return connection.scalar(count) or 0


def next_waiting(connection: Connection, host: str, roles: Collection[Role], but: Collection[str]) -> Waiting | None:
    """The address to ask next at that host: of those roles, listings first, then in the order found. `but` are left
    out."""
    mine = visits.c.waiting == true(), visits.c.host == host, visits.c.url.not_in(but)
    rows = (
        # One role at a time, so that the index gives the first: many thousands may be waiting.
        connection.execute(select(visits).where(*mine, visits.c.role == role).order_by(visits.c.id).limit(1)).first()
        for role in ("listing", "", "page")
        if role in roles
    )
    row = next((row for row in rows if row is not None), None)
    if row is None:
        return None
    return Waiting(
        url=row.url,
        host=row.host,
        role=row.role,
        further=row.further,
        etag=row.etag,
        last_modified=row.last_modified,
    )


def unread(connection: Connection) -> list[int]:
    """The rows of pages that no reader has read yet, in the order they were fetched."""
    return list(connection.scalars(select(pages.c.id).where(pages.c.read.is_(None)).order_by(pages.c.id)))


def newest(connection: Connection) -> list[int]:
    """The rows of the newest page of each address."""
    last = select(func.max(pages.c.id)).where(pages.c.status == 200).group_by(pages.c.url)
    return sorted(connection.scalars(last))


def page(connection: Connection, row: int) -> Page | None:
    """A kept page; None when it was taken down meanwhile. Raises ArchiveError for a damaged one."""
    kept = connection.execute(select(pages).where(pages.c.id == row)).first()
    if kept is None:
        return None
    try:
        data = zlib.decompress(kept.data)
    except zlib.error as error:
        raise ArchiveError(f"보관한 쪽이 깨졌습니다: {kept.url}. 백업에서 되살리십시오.") from error
    fetched = datetime.fromisoformat(kept.fetched)
    return Page(url=kept.url, fetched=fetched, status=kept.status, content_type=kept.content_type, data=data)


def mark_read(connection: Connection, rows: Sequence[int], now: datetime) -> None:
    """Notes that a reader has been over these pages, and what it made of them is archived."""
    for some in _parts(rows):
        connection.execute(update(pages).where(pages.c.id.in_(some)).values(read=_text(now)))


def drop(connection: Connection, rows: Sequence[int]) -> None:
    """Deletes kept pages."""
    for some in _parts(rows):
        connection.execute(delete(pages).where(pages.c.id.in_(some)))


def taken_down(connection: Connection, article_id: str) -> bool:
    """Whether that article was taken down, so that its page is not to be fetched again."""
    return connection.scalar(select(tombstones.c.article_id).where(tombstones.c.article_id == article_id)) is not None


def _new_row(address: Address, now: datetime) -> dict[str, Any]:
    return {
        "url": address.url,
        "host": address.host,
        "role": address.role,
        "further": address.further,
        "found": _text(now),
        "waiting": True,
    }


def _due(known: Any, given: Address, before: datetime) -> bool:
    """Whether an address that is known is asked again. One asked for by hand has no role yet: it is, unless it is known
    to be a page that was asked lately."""
    if known.waiting or known.visited is None:
        return True
    # A sitemap may say only the day of the change, which the visit of that day may have come before.
    if given.changed is not None and known.visited >= _text(given.changed + timedelta(days=1)):
        return False
    roles = given.role, known.role
    return "listing" in roles or "page" not in roles or known.visited < _text(before)


def _parts(rows: Sequence[Any]) -> Iterator[Sequence[Any]]:
    return (rows[start : start + _TOGETHER] for start in range(0, len(rows), _TOGETHER))


def _text(time: datetime) -> str:
    return time.isoformat(timespec="seconds")

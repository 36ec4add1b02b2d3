"""What an archive is at a moment, in as few figures as tell it from what it was and will be; and which texts it has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlalchemy import Connection, func, select

from indexer.archive.reading import MOST_IDS
from indexer.archive.tables import articles, versions


@dataclass(frozen=True, kw_only=True)
class ArchiveState:
    """`articles` are held, `change_id` is the last in the log of changes, `indexed` how far along it the index that
    was asked has come. `first` and `last` are the days of the oldest and the newest article, None without dated ones.
    """

    articles: int
    change_id: int
    indexed: int
    first: date | None = None
    last: date | None = None


class Head(NamedTuple):
    """What tells the newest version of an article from others: the hash of its text, whose it is, and whether it is
    only a beginning."""

    content_hash: str
    press: str
    excerpt: bool


def state(connection: Connection, indexed: int) -> ArchiveState:
    """The state now."""
    day, change = articles.c.day, articles.c.change_id
    query = select(func.count(), func.max(change), func.min(day), func.max(day)).select_from(articles)
    held, change_id, first, last = connection.execute(query).one()
    return ArchiveState(
        articles=int(held),
        change_id=int(change_id or 0),
        indexed=indexed,
        first=date.fromisoformat(first) if first else None,
        last=date.fromisoformat(last) if last else None,
    )


def heads(connection: Connection, ids: Sequence[str]) -> dict[str, Head]:
    """Of those articles that there are."""
    joined = articles.join(versions, versions.c.id == articles.c.version_id)
    query = select(articles.c.id, versions.c.content_hash, versions.c.press, versions.c.excerpt).select_from(joined)
    found = {}
    for start in range(0, len(ids), MOST_IDS):
        rows = connection.execute(query.where(articles.c.id.in_(ids[start : start + MOST_IDS])))
        found.update({article_id: Head(text, press, bool(excerpt)) for article_id, text, press, excerpt in rows})
    return found

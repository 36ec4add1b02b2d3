"""Taking back an article that cannot be indexed after all, inside a transaction of the caller's.

A text is archived before it is analysed. One that the analyser cannot do would be held and never found: it leaves
again, and stands among the rejected, like a file that cannot be read.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, delete, select, update

from indexer.archive import numbers
from indexer.archive.reading import Stored
from indexer.archive.storing import Origin, reject
from indexer.archive.tables import articles, bands, origins, tokens, versions
from indexer.article import Rejected

EXCERPT = 500
"""Characters of its beginning that the rejection shows."""


def withdraw(connection: Connection, stored: Stored, reason: str, now: str) -> tuple[Rejected, bool] | None:
    """Takes a version back, unless something newer is searched by now, and rejects it; also whether the article has
    another version, which is searched then: it comes last in the log of changes. None where another process was
    quicker."""
    row = connection.execute(_origin_of(stored.version_id)).one_or_none()
    if row is None:
        return None
    numbers.keep(connection)
    title, body = stored.article.title, stored.article.body
    item = Rejected(path=row.path, line=row.origin_line, reason=reason, excerpt=(title or body)[:EXCERPT])
    reject(connection, [(Origin(row.path, row.sha256, row.kind), item)], now)
    others = _others(connection, stored)
    searched = connection.scalar(select(articles.c.version_id).where(articles.c.id == stored.article.id))
    if searched == stored.version_id and others:
        last = numbers.last_change(connection)
        before = max(others, key=lambda other: (not other.excerpt, other.fetched or "", other.number))
        day = before.published[:10] if before.published else None
        values = {"version_id": before.id, "change_id": last + 1, "press": before.press, "day": day, "story": None}
        connection.execute(update(articles).where(articles.c.id == stored.article.id).values(values))
    elif searched == stored.version_id:
        connection.execute(delete(articles).where(articles.c.id == stored.article.id))
    for table in (tokens, bands):
        connection.execute(delete(table).where(table.c.version_id == stored.version_id))
    connection.execute(delete(versions).where(versions.c.id == stored.version_id))
    return item, bool(others)


def _origin_of(version_id: int) -> Any:
    joined = versions.join(origins, origins.c.id == versions.c.origin_id)
    columns = (origins.c.path, origins.c.sha256, origins.c.kind, versions.c.origin_line)
    return select(*columns).select_from(joined).where(versions.c.id == version_id)


def _others(connection: Connection, stored: Stored) -> Sequence[Any]:
    own = (versions.c.article_id == stored.article.id) & (versions.c.id != stored.version_id)
    return connection.execute(select(versions).where(own)).all()

"""Writing to the archive, inside a transaction of the caller's."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection, Table, delete, func, insert, select, update

from indexer.archive.tables import articles, origins, positions, rejected, versions
from indexer.article import Article, Found, Rejected


@dataclasses.dataclass(frozen=True)
class Origin:
    """A file as it was read: the same bytes at the same path are one origin. `kind` is the reader's name."""

    path: str
    sha256: str
    kind: str


@dataclasses.dataclass(frozen=True)
class Outcome:
    """What became of one article. `clash` names the newspaper that has the id already: nothing was stored."""

    kind: Literal["added", "updated", "unchanged", "clash"]
    clash: str = ""


@dataclasses.dataclass
class _Known:
    """An article as the archive and the batch so far have it: `press`, `fetched` and `newest` (the content hash) of the
    version that is searched, the last version's `number`, and the `hashes` of all."""

    press: str
    fetched: str | None
    number: int
    newest: str
    hashes: set[str]


def store(connection: Connection, batch: Sequence[tuple[Origin, Found]], now: str) -> list[Outcome]:
    """Stores each article as a first or next version, unless the archive has that text already."""
    known = _known(connection, {found.article.id for _, found in batch})
    origin_ids = {origin: _origin_id(connection, origin, now) for origin in dict.fromkeys(item[0] for item in batch)}
    change = connection.scalar(select(func.max(articles.c.change_id))) or 0
    outcomes = []
    for origin, found in batch:
        outcome = _judge(known.get(found.article.id), found.article)
        if outcome.kind in ("added", "updated"):
            change += 1
            _write(connection, found, known, {"origin_id": origin_ids[origin], "archived": now}, change)
        outcomes.append(outcome)
    return outcomes


def reject(connection: Connection, batch: Sequence[tuple[Origin, Rejected]], now: str) -> None:
    """Keeps each rejection once."""
    for origin, item in batch:
        row = {"path": item.path, "line": item.line or 0, "sha256": origin.sha256, "reason": item.reason}
        seen = select(rejected.c.id).where(*(rejected.c[name] == value for name, value in row.items()))
        if connection.scalar(seen) is None:
            connection.execute(insert(rejected).values(**row, excerpt=item.excerpt, rejected=now))


def set_position(connection: Connection, index_id: str, change_id: int) -> None:
    """Writes an index's position, the first or a later one."""
    connection.execute(delete(positions).where(positions.c.index_id == index_id))
    connection.execute(insert(positions).values(index_id=index_id, change_id=change_id))


def _known(connection: Connection, ids: set[str]) -> dict[str, _Known]:
    columns = (articles.c.id, articles.c.press, versions.c.fetched, versions.c.content_hash)
    newest = select(*columns).join(versions, versions.c.id == articles.c.version_id).where(articles.c.id.in_(ids))
    known = {row.id: _Known(row.press, row.fetched, 0, row.content_hash, set()) for row in connection.execute(newest)}
    every = select(versions.c.article_id, versions.c.number, versions.c.content_hash)
    for row in connection.execute(every.where(versions.c.article_id.in_(ids))):
        article = known[row.article_id]
        article.number = max(article.number, row.number)
        article.hashes.add(row.content_hash)
    return known


def _origin_id(connection: Connection, origin: Origin, now: str) -> int:
    """The row of that file, made or its reading time renewed."""
    same = (origins.c.path == origin.path) & (origins.c.sha256 == origin.sha256)
    found = connection.scalar(select(origins.c.id).where(same))
    if found is not None:
        connection.execute(update(origins).where(origins.c.id == found).values(last_read=now))
        return int(found)
    return _insert(connection, origins, dataclasses.asdict(origin) | {"first_read": now, "last_read": now})


def _judge(known: _Known | None, article: Article) -> Outcome:
    if known is None:
        return Outcome("added")
    if known.press and article.press and known.press != article.press:
        return Outcome("clash", known.press)
    if article.content_hash in known.hashes:
        # An older text met again (an old file re-read) is no news, unless a later fetch shows that the paper went back.
        went_back = article.content_hash != known.newest and _fetch_order(article.fetched, known.fetched) > 0
        return Outcome("updated" if went_back else "unchanged")
    return Outcome("updated")


def _fetch_order(fetched: datetime | None, other: str | None) -> int:
    """1 when it was fetched after the other, -1 when before; 0 at the same time, or when either is not known."""
    if fetched is None or other is None:
        return 0
    then = datetime.fromisoformat(other)
    return (fetched > then) - (fetched < then)


def _write(connection: Connection, found: Found, known: dict[str, _Known], where: dict[str, Any], change: int) -> None:
    article = found.article
    before = known.get(article.id)
    number = before.number + 1 if before else 1
    row = _row(article) | where | {"number": number, "origin_line": found.line}
    version = _insert(connection, versions, row)
    if before and _fetch_order(article.fetched, before.fetched) < 0:
        # A crawl that was older than the one before it: a version to keep, not the one to search.
        before.number = number
        before.hashes.add(row["content_hash"])
        return
    current = {"version_id": version, "change_id": change, "press": article.press, "day": _day(article.published)}
    if before:
        connection.execute(update(articles).where(articles.c.id == article.id).values(current))
    else:
        connection.execute(insert(articles).values(id=article.id, **current))
    hashes = (before.hashes if before else set()) | {row["content_hash"]}
    known[article.id] = _Known(article.press, row["fetched"], number, row["content_hash"], hashes)


def _insert(connection: Connection, table: Table, row: dict[str, Any]) -> int:
    key = connection.execute(insert(table).values(row)).inserted_primary_key
    assert key is not None  # single-row inserts always have one
    return int(key[0])


def _row(article: Article) -> dict[str, Any]:
    return {
        "article_id": article.id,
        "content_hash": article.content_hash,
        "title": article.title,
        "subtitle": article.subtitle,
        "body": article.body,
        "captions": list(article.captions),
        "press": article.press,
        "section": article.section,
        "region": article.region,
        "reporters": list(article.reporters),
        "published": article.published.isoformat() if article.published else None,
        "fetched": article.fetched.isoformat() if article.fetched else None,
        "url": article.url,
        "extra": dict(article.extra),
    }


def _day(published: datetime | None) -> str | None:
    return published.date().isoformat() if published else None

"""Writing to the archive, inside a transaction of the caller's."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection, and_, bindparam, delete, insert, select, update

from indexer.archive import numbers, takedown
from indexer.archive.seals import seal
from indexer.archive.tables import articles, origins, positions, rejected, tokens, versions
from indexer.article import Article, Found, Rejected


@dataclasses.dataclass(frozen=True)
class Origin:
    """A file as it was read: the same bytes at the same path are one origin. `kind` is the reader's name."""

    path: str
    sha256: str
    kind: str


@dataclasses.dataclass(frozen=True)
class Outcome:
    """What became of one article. Of two kinds nothing was stored: `clash` names the newspaper that has the id already,
    and `removed` says why and when the article was taken down."""

    kind: Literal["added", "updated", "unchanged", "clash", "removed"]
    clash: str = ""
    removed: str = ""


@dataclasses.dataclass
class _Known:
    """An article as the archive and the batch so far have it: `press`, `fetched`, `newest` (the content hash) and
    `excerpt` of the version that is searched, the last version's `number`, and the `hashes` of all."""

    press: str = ""
    fetched: str | None = None
    number: int = 0
    newest: str = ""
    excerpt: bool = False
    hashes: set[str] = dataclasses.field(default_factory=set)


@dataclasses.dataclass
class _Batch:
    """What a batch will write, so that each table is written by one statement: rows of `versions`, and of `articles`
    by id, those the archive has not got and those it has."""

    version: int
    change: int
    versions: list[dict[str, Any]] = dataclasses.field(default_factory=list)
    new: dict[str, dict[str, Any]] = dataclasses.field(default_factory=dict)
    moved: dict[str, dict[str, Any]] = dataclasses.field(default_factory=dict)


_TOGETHER = 500
"""Versions in one statement; databases cap the parameters."""


def store(
    connection: Connection, batch: Sequence[tuple[Origin, Found]], now: str, *, restore: bool = False
) -> list[Outcome]:
    """Stores each article as a first or next version, unless the archive has that text already or it was taken down;
    with `restore`, the tombstone gives way."""
    buried = takedown.buried(connection)
    known = _known(connection, {found.article.id for _, found in batch})
    origin_ids = {origin: _origin_id(connection, origin, now) for origin in dict.fromkeys(item[0] for item in batch)}
    written = _Batch(numbers.last_version(connection), numbers.last_change(connection))
    outcomes = []
    for origin, found in batch:
        row = _row(found.article)
        stone = buried.of(found.article.id, row["content_hash"])
        if stone and not restore:
            outcomes.append(Outcome("removed", removed=stone.in_words))
            continue
        if stone:
            takedown.restore(connection, stone.article_id)
        outcome = _judge(known.get(found.article.id), found, row["content_hash"])
        if outcome.kind in ("added", "updated"):
            row |= {"origin_id": origin_ids[origin], "origin_line": found.line, "archived": now}
            _add(written, known, found.article, row)
        outcomes.append(outcome)
    _write(connection, written)
    return outcomes


def reject(connection: Connection, batch: Sequence[tuple[Origin, Rejected]], now: str) -> None:
    """Keeps each rejection once."""
    for origin, item in batch:
        row = {"path": item.path, "line": item.line or 0, "sha256": origin.sha256, "reason": item.reason}
        seen = select(rejected.c.id).where(*(rejected.c[name] == value for name, value in row.items()))
        if connection.scalar(seen) is None:
            connection.execute(insert(rejected).values(**row, excerpt=item.excerpt, rejected=now))


def store_tokens(connection: Connection, analyser: str, packed: Mapping[int, bytes]) -> None:
    """Stores the packed tokens of those versions that have none of that analyser version: an article that changed its
    place in the log may be analysed twice, by two processes too, and taken down while it is analysed."""
    its = and_(tokens.c.version_id == versions.c.id, tokens.c.analyser == analyser)
    query = select(versions.c.id).outerjoin_from(versions, tokens, its).where(tokens.c.version_id.is_(None))
    wanted, lacking = list(packed), set[int]()
    for start in range(0, len(wanted), _TOGETHER):
        lacking.update(connection.scalars(query.where(versions.c.id.in_(wanted[start : start + _TOGETHER]))))
    rows = [{"version_id": one, "analyser": analyser, "data": packed[one]} for one in wanted if one in lacking]
    if rows:
        connection.execute(insert(tokens), rows)


def position(connection: Connection, index_id: str) -> int:
    """An index's position; 0 for one never heard of."""
    return connection.scalar(select(positions.c.change_id).where(positions.c.index_id == index_id)) or 0


def set_position(connection: Connection, index_id: str, change_id: int) -> None:
    """Writes an index's position, the first or a later one."""
    connection.execute(delete(positions).where(positions.c.index_id == index_id))
    connection.execute(insert(positions).values(index_id=index_id, change_id=change_id))


_COMPARED = ("number", "content_hash", "fetched", "excerpt")


def _known(connection: Connection, ids: set[str]) -> dict[str, _Known]:
    searched = (articles.c.version_id == versions.c.id).label("searched")
    columns: list[Any] = [articles.c.id, articles.c.press, *(versions.c[name] for name in _COMPARED), searched]
    every = select(*columns).join(versions, versions.c.article_id == articles.c.id)
    known: dict[str, _Known] = {}
    rows = connection.execute(every.where(articles.c.id.in_(ids)))
    for name, press, number, content_hash, fetched, excerpt, is_searched in rows:
        article = known.setdefault(name, _Known(press))
        article.number = max(article.number, number)
        article.hashes.add(content_hash)
        if is_searched:
            article.fetched, article.newest, article.excerpt = fetched, content_hash, bool(excerpt)
    return known


def _origin_id(connection: Connection, origin: Origin, now: str) -> int:
    """The row of that file, made or its reading time renewed."""
    same = (origins.c.path == origin.path) & (origins.c.sha256 == origin.sha256)
    found = connection.scalar(select(origins.c.id).where(same))
    if found is not None:
        connection.execute(update(origins).where(origins.c.id == found).values(last_read=now))
        return int(found)
    row = dataclasses.asdict(origin) | {"first_read": now, "last_read": now}
    key = connection.execute(insert(origins).values(row)).inserted_primary_key
    assert key is not None  # single-row inserts always have one
    return int(key[0])


def _judge(known: _Known | None, found: Found, content_hash: str) -> Outcome:
    article = found.article
    if known is None:
        return Outcome("added")
    if found.named and known.press and article.press and known.press != article.press:
        return Outcome("clash", known.press)
    if content_hash in known.hashes:
        # An older text met again (an old file re-read) is no news, unless a later fetch shows that the paper went back.
        later = _fetch_order(article.fetched, known.fetched) > 0 and article.excerpt == known.excerpt
        went_back = content_hash != known.newest and later
        return Outcome("updated" if went_back else "unchanged")
    return Outcome("updated")


def _fetch_order(fetched: datetime | None, other: str | None) -> int:
    """1 when it was fetched after the other, -1 when before; 0 at the same time, or when either is not known."""
    if fetched is None or other is None:
        return 0
    then = datetime.fromisoformat(other)
    return (fetched > then) - (fetched < then)


def _behind(article: Article, before: _Known) -> bool:
    """Whether it is a version to keep, not the one to search: a crawl that was older than the one before it, or the
    beginning of an article that is there in full."""
    if article.excerpt != before.excerpt:
        return article.excerpt
    return _fetch_order(article.fetched, before.fetched) < 0


def _add(written: _Batch, known: dict[str, _Known], article: Article, row: dict[str, Any]) -> None:
    """Puts a version, and the article it makes or changes, into what will be written."""
    before = known.setdefault(article.id, _Known())
    before.number += 1
    before.hashes.add(row["content_hash"])
    written.version += 1
    written.change += 1
    row = row | {"id": written.version, "number": before.number}
    written.versions.append(row | {"seal": seal(row)})
    first = before.number == 1
    if not first and _behind(article, before):
        return
    before.press, before.fetched, before.newest = article.press, row["fetched"], row["content_hash"]
    before.excerpt = article.excerpt
    new = first or article.id in written.new
    (written.new if new else written.moved)[article.id] = {
        "id": article.id,
        "version_id": written.version,
        "change_id": written.change,
        "press": article.press,
        "day": _day(article.published),
        "story": None,  # another text is another story, or the same one: its tokens will tell
    }


def _write(connection: Connection, written: _Batch) -> None:
    if written.versions:
        connection.execute(insert(versions), written.versions)
    if written.new:
        connection.execute(insert(articles), list(written.new.values()))
    if written.moved:
        # Values are set by their columns' names, so the condition's must be another.
        rows = [{"moved": row["id"]} | row for row in written.moved.values()]
        connection.execute(update(articles).where(articles.c.id == bindparam("moved")), rows)


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
        "excerpt": article.excerpt,
        "extra": dict(article.extra),
    }


def _day(published: datetime | None) -> str | None:
    return published.date().isoformat() if published else None

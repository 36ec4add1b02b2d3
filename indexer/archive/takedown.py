"""Taking articles down: their text leaves the archive, a tombstone without a word of it stays."""

from __future__ import annotations

import dataclasses
import re
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, Select, delete, insert, select, update

from indexer.archive import numbers, postgresql
from indexer.archive.connect import meant
from indexer.archive.tables import (
    articles,
    bands,
    pages,
    rejected,
    tokens,
    tombstones,
    versions,
    visits,
)
from indexer.archive.traces import Trace
from indexer.article import Article
from indexer.errors import ArchiveBusy, InvalidRequest

WAIT_MS = 20_000
"""How long the erasing waits for readers of the old pages, in milliseconds."""

_TRACES = "글은 지웠지만 보관소의 파일에 흔적이 남아 있을 수 있습니다"

_TEXTS = "versions, articles, tokens, bands, pages, rejected, visits"
"""The tables that may have had a word of it."""

_SITE = re.compile(r"^https?://(www\.)?")


@dataclass(frozen=True, kw_only=True)
class Tombstone:
    """An article that was taken down: why, when (KST), whose it was, and the content hashes of its versions."""

    article_id: str
    reason: str
    removed: datetime
    press: str = ""
    hashes: tuple[str, ...] = ()

    @property
    def in_words(self) -> str:
        """The reason and the day, for a message."""
        return f"{self.reason}, {self.removed:%Y-%m-%d}"

    def to_json(self) -> dict[str, Any]:
        """A line of the export that `Tombstone.of_json` reads."""
        return {
            "id": self.article_id,
            "reason": self.reason,
            "removed": self.removed.isoformat(),
            "press": self.press,
            "hashes": list(self.hashes),
        }

    @classmethod
    def of_json(cls, line: object) -> Tombstone:
        """Raises InvalidRequest for what is no line of an export."""
        try:
            if not isinstance(line, dict) or not isinstance(line["id"], str) or not line["id"]:
                raise ValueError
            removed = datetime.fromisoformat(line["removed"])
            hashes = tuple(str(each) for each in line.get("hashes", ()))
            texts = {name: str(line.get(name, "")) for name in ("reason", "press")}
        except (KeyError, TypeError, ValueError) as error:
            message = "내린 기사의 목록이 아닙니다. `./gisa tombstones --json`으로 만든 파일을 주십시오."
            raise InvalidRequest(message, parameter="from") from error
        return cls(article_id=line["id"], removed=removed, hashes=hashes, **texts)


@dataclass(frozen=True)
class Buried:
    """The tombstones of an archive, to be asked about what comes in."""

    by_id: dict[str, Tombstone]
    by_hash: dict[str, Tombstone]

    def of(self, article_id: str, content_hash: str) -> Tombstone | None:
        """The tombstone that bars an article of that id, or of that very text, from coming in."""
        return self.by_id.get(article_id) or self.by_hash.get(content_hash)


def listed(connection: Connection) -> list[Tombstone]:
    """All of them, in the order in which they were made."""
    return _stones(connection, select(tombstones).order_by(tombstones.c.removed, tombstones.c.article_id))


def _stones(connection: Connection, query: Select[Any]) -> list[Tombstone]:
    return [
        Tombstone(
            article_id=row.article_id,
            reason=row.reason,
            removed=datetime.fromisoformat(row.removed),
            press=row.press,
            hashes=tuple(row.hashes),
        )
        for row in connection.execute(query)
    ]


def of(connection: Connection, article_id: str) -> Tombstone | None:
    """The tombstone of that article, if it was taken down."""
    return next(iter(_stones(connection, select(tombstones).where(tombstones.c.article_id == article_id))), None)


def buried(connection: Connection) -> Buried:
    """All of them, by what they bar."""
    every = listed(connection)
    return Buried({t.article_id: t for t in every}, {one: t for t in every for one in t.hashes})


def restore(connection: Connection, article_id: str) -> None:
    """Takes a tombstone away, so that the article may come in again."""
    connection.execute(delete(tombstones).where(tombstones.c.article_id == article_id))


def unknown(connection: Connection, article_ids: Iterable[str]) -> list[str]:
    """Those of which there is neither an article nor a tombstone."""

    def there(article_id: str) -> bool:
        columns = (articles.c.id, tombstones.c.article_id)
        return any(connection.scalar(select(column).where(column == article_id)) is not None for column in columns)

    return [article_id for article_id in article_ids if not there(article_id)]


def bury(connection: Connection, stones: Sequence[Tombstone], identity_of: Callable[[str], str]) -> list[str]:
    """Deletes every text of those articles and leaves the tombstones; the ids of which there was any text.

    `identity_of` gives the id that an article at a web address has: raw pages are found by it. An earlier tombstone
    keeps its reason and time, and learns what further hashes there are."""
    texts: list[Any] = []
    numbers.keep(connection)
    for stone in stones:
        own = connection.execute(select(versions).where(versions.c.article_id == stone.article_id)).all()
        press = connection.scalar(select(articles.c.press).where(articles.c.id == stone.article_id))
        _mark(connection, dataclasses.replace(stone, press=press or stone.press), [row.content_hash for row in own])
        _delete_article(connection, stone.article_id)
        texts += own
    ids, addresses = {stone.article_id for stone in stones}, {_SITE.sub("", row.url) for row in texts if row.url}
    _forget_pages(connection, lambda url: _SITE.sub("", url) in addresses or identity_of(url) in ids)
    if texts:
        _forget_mentions(connection, Trace.of(map(_texts, texts)))
    return list(dict.fromkeys(row.article_id for row in texts))


def _texts(row: Any) -> Article:
    return Article(title=row.title, subtitle=row.subtitle, body=row.body, captions=tuple(row.captions))


def _mark(connection: Connection, stone: Tombstone, hashes: Sequence[str]) -> None:
    here = connection.execute(select(tombstones).where(tombstones.c.article_id == stone.article_id)).one_or_none()
    known = list(dict.fromkeys([*(here.hashes if here else ()), *stone.hashes, *hashes]))
    if here:
        same = tombstones.c.article_id == stone.article_id
        connection.execute(update(tombstones).where(same).values(hashes=known, press=here.press or stone.press))
        return
    row = {"reason": stone.reason, "removed": stone.removed.isoformat(timespec="seconds"), "press": stone.press}
    connection.execute(insert(tombstones).values(article_id=stone.article_id, hashes=known, **row))


def _delete_article(connection: Connection, article_id: str) -> None:
    own = select(versions.c.id).where(versions.c.article_id == article_id)
    connection.execute(delete(articles).where(articles.c.id == article_id))
    for table in (tokens, bands):
        connection.execute(delete(table).where(table.c.version_id.in_(own)))
    connection.execute(delete(versions).where(versions.c.article_id == article_id))


def _forget_pages(connection: Connection, is_its: Callable[[str], bool]) -> None:
    """Drops the raw pages at its addresses, and what was noted of its visits."""
    for url in {*connection.scalars(select(pages.c.url).distinct()), *connection.scalars(select(visits.c.url))}:
        if is_its(url):
            connection.execute(delete(pages).where(pages.c.url == url))
            connection.execute(update(visits).where(visits.c.url == url).values(note=""))


def _forget_mentions(connection: Connection, trace: Trace) -> None:
    """Forgets what quotes the text elsewhere: the beginnings that rejections show, raw feeds and lists that hold it."""
    for number, reason, excerpt in connection.execute(
        select(rejected.c.id, rejected.c.reason, rejected.c.excerpt)
    ).all():
        if trace.shows_in(reason):
            connection.execute(delete(rejected).where(rejected.c.id == number))
        elif trace.shows_in(excerpt):
            connection.execute(update(rejected).where(rejected.c.id == number).values(excerpt=""))
    with connection.execute(select(pages.c.id, pages.c.data), execution_options={"yield_per": 20}) as raw:
        found = [number for number, data in raw if trace.shows_in_raw(data)]
    for number in found:
        connection.execute(delete(pages).where(pages.c.id == number))


def erase(engine: Engine, wait_ms: int = WAIT_MS) -> None:
    """Writes the database anew, so that no byte of what was deleted is left in its files.

    secure_delete overwrites what is deleted, but copies of it stay in the gaps of pages that were once moved, and in
    the log of changes. Raises ArchiveBusy when somebody goes on reading the old pages for `wait_ms`."""
    if engine.dialect.name == "postgresql":
        postgresql.erase(engine, _TEXTS, wait_ms, _TRACES)
        return
    with closing(engine.raw_connection()) as raw:
        cursor = raw.cursor()
        before = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
        try:
            cursor.execute(f"PRAGMA busy_timeout={wait_ms}")
            cursor.execute("VACUUM")
            waiting = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        except sqlite3.Error as error:
            if "locked" in str(error) or "busy" in str(error):
                raise ArchiveBusy(f"{_TRACES}: {error}") from error
            raise meant(engine.url.render_as_string(), f"{error} ({_TRACES})") from error
        finally:
            cursor.execute(f"PRAGMA busy_timeout={before}")
            cursor.close()
    if waiting:
        raise ArchiveBusy(f"{_TRACES}: 다른 프로그램이 옛 기록을 읽고 있습니다")

"""Opening the database, and the border where SQLAlchemy's exceptions become ours."""

from __future__ import annotations

import logging
import os
import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.schema import CreateColumn

from indexer.archive import postgresql
from indexer.archive.tables import meta, metadata
from indexer.errors import ArchiveDamaged, ArchiveError, ArchiveFull

WAIT_MS = 60_000
"""How long a writer waits for another, in milliseconds, before it gives up."""

_SQLITE = "sqlite:///"

WRITES = "gisa_writes"
"""The execution option of a connection that will write."""

SCHEMA = "3"
"""Version of the tables; an archive of a later one is refused rather than misread, an earlier one is brought up."""

_ADDED = {
    "1": (("versions", "excerpt"), ("articles", "story"), ("versions", "seal")),
    "2": (("versions", "seal"),),
}
"""The columns that tables of an earlier version lack; tables and indexes it lacks are made."""


_DAMAGE = ("malformed", "not a database", "Could not decode to UTF-8")
"""How SQLite says that a file is not what it wrote."""

_BROKEN = re.compile("disk I/O error|unable to open database file")
"""How it says that something with a file went wrong, which may be that there is no room for the memory of its log."""

ROOM = 128 << 10
"""Bytes without which a disk counts as full: four times the least that SQLite asks for."""

_VERSION = select(meta.c.value).where(meta.c.name == "schema")


def open_database(url: str, *, make: bool = True) -> Engine:
    """The engine for an SQLAlchemy URL, its tables made where there are none, if that is meant. Raises ArchiveError."""
    place = postgresql.shown(url)
    with our_errors(place):
        engine = _engine(url)
    try:
        with our_errors(place):
            found = _schema_of(engine) or (_made(engine) if make else None)
            if found in _ADDED:
                found = _brought_up(engine)
        _check_schema(found, place)
    except BaseException:
        engine.dispose()
        raise
    return engine


def _check_schema(found: str | None, place: str) -> None:
    if found is None:
        raise ArchiveError(
            f"보관소가 없습니다: {place}. `./gisa add 파일…`로 기사를 넣거나 GISA_ARCHIVE_URL을 확인하십시오."
        )
    if found != SCHEMA:
        raise ArchiveError(
            f"{place}: 보관소의 형식이 {found}판인데 이 프로그램은 {SCHEMA}판을 읽습니다. "
            "그 판의 프로그램으로 여십시오."
        )


def _engine(url: str) -> Engine:
    # What goes wrong is said by our errors, once; what cannot be closed after Ctrl-C is nobody's news.
    logging.getLogger("sqlalchemy.pool").setLevel(logging.CRITICAL)
    if postgresql.is_its(url):
        return postgresql.engine_of(url, WAIT_MS)
    engine = create_engine(url)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _schema_of(engine: Engine) -> str | None:
    """The version of the tables that are there; None where there are none. Only reads."""
    if not inspect(engine).has_table(meta.name):
        return None
    with engine.begin() as connection:
        return connection.scalar(_VERSION)


def _made(engine: Engine) -> str:
    with writing(engine) as connection:
        metadata.create_all(connection)
        if connection.scalar(_VERSION) is None:  # else another process was quicker
            connection.execute(meta.insert().values(name="schema", value=SCHEMA))
    return SCHEMA


def _brought_up(engine: Engine) -> str:
    """Makes tables of an earlier version into today's; all of it or nothing."""
    with writing(engine) as connection:
        # Asked again under the lock: another process may have been quicker.
        found = connection.scalar(_VERSION) or SCHEMA
        for table, column in _ADDED.get(found, ()):
            made = CreateColumn(metadata.tables[table].c[column]).compile(dialect=engine.dialect)
            connection.exec_driver_sql(f"ALTER TABLE {table} ADD COLUMN {made}")
        metadata.create_all(connection)
        for index in chain.from_iterable(table.indexes for table in metadata.sorted_tables):
            index.create(connection, checkfirst=True)
        connection.execute(meta.update().where(meta.c.name == "schema").values(value=SCHEMA))
    return SCHEMA


def sqlite_url(path: Path) -> str:
    """The URL of an SQLite file, whose folder is made, and is on the disk: SQLite syncs what is in it, not the folder's
    own name, without which all of that would be gone after a power cut."""
    try:
        made = [folder for folder in (path.parent, *path.parent.parents) if not folder.exists()]
        path.parent.mkdir(parents=True, exist_ok=True)
        for folder in made:
            _sync(folder.parent)
    except OSError as error:
        raise ArchiveError(f"{path.parent}: 폴더를 만들 수 없습니다: {error.strerror}") from error
    return f"{_SQLITE}{path}"


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def our_errors(place: str) -> Iterator[None]:
    """Turns SQLAlchemy's errors into ArchiveError."""
    try:
        yield
    except UnicodeDecodeError as error:  # a damaged name, which stands in SQLite's own message, too
        raise ArchiveDamaged(place, f"보관소를 쓸 수 없습니다: {error}") from error
    except SQLAlchemyError as error:
        cause = getattr(error, "orig", None) or error
        if postgresql.is_its(place):
            raise postgresql.meant(place, cause) from error
        raise meant(place, str(cause)) from error


def meant(place: str, cause: str) -> ArchiveError:
    """The error that SQLite's words mean: before Python 3.11 it has no numbers for them. `place` is a URL or words."""
    if "disk is full" in cause or (_BROKEN.search(cause) and _is_full(place)):
        return ArchiveFull(place, cause)
    if any(words in cause for words in _DAMAGE):
        return ArchiveDamaged(place, f"보관소를 쓸 수 없습니다: {cause}")
    remedy = "디스크의 빈 곳과 권한을 확인하십시오"
    if "disk I/O error" in cause:
        remedy = "디스크가 잘못을 알려 왔습니다. 빈 곳과 권한, 디스크의 상태를 확인한 뒤 같은 명령을 다시 하십시오"
    return ArchiveError(f"보관소를 쓸 수 없습니다: {place}: {cause}. {remedy}.")


def _is_full(place: str) -> bool:
    folder = Path(place.removeprefix(_SQLITE)).parent
    return place.startswith(_SQLITE) and folder.is_dir() and shutil.disk_usage(folder).free < ROOM


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A transaction that sees one moment, whoever writes meanwhile."""
    options = postgresql.READING if engine.dialect.name == "postgresql" else {}
    with engine.connect().execution_options(**options) as connection, connection.begin():
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction that will write: one at a time, from its first statement on."""
    its = engine.dialect.name == "postgresql"
    options = postgresql.WRITING if its else {WRITES: True}
    with engine.connect().execution_options(**options) as connection, connection.begin():
        if its:
            postgresql.lock(connection)
        yield connection


def _begin_sqlite(connection: Connection) -> None:
    # A transaction that reads first and writes then fails, however long it waits, if another wrote in between; so one
    # that will write takes the lock at once.
    connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get(WRITES) else "BEGIN")


def _prepare_sqlite(connection: sqlite3.Connection, _record: Any) -> None:
    connection.isolation_level = None  # Python's own idea of when to BEGIN; _begin_sqlite knows better
    cursor = connection.cursor()
    # WAL: readers go on while a writer writes. FULL: what is acknowledged survives a power cut. secure_delete: a taken
    # down text leaves no bytes behind.
    cursor.execute(f"PRAGMA busy_timeout={WAIT_MS}")
    # A page of 4 kB mostly holds one article, and a quarter stays empty. A file that is there keeps its pages.
    for pragma in ("page_size=8192", "journal_mode=WAL", "synchronous=FULL", "secure_delete=ON", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.execute("PRAGMA trusted_schema=OFF")  # triggers and views of somebody else's file may compute, no more
    cursor.close()

"""Opening the database, and the border where SQLAlchemy's exceptions become ours."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event, select
from sqlalchemy.exc import SQLAlchemyError

from indexer.archive.tables import meta, metadata
from indexer.errors import ArchiveError

WAIT_MS = 60_000
"""How long a writer waits for another, in milliseconds, before it gives up."""

SCHEMA = "1"
"""Version of the tables; an archive of another is refused rather than misread."""


def open_database(url: str) -> Engine:
    """The engine for an SQLAlchemy URL, its tables made where there are none. Raises ArchiveError."""
    with our_errors(url):
        engine = create_engine(url)
        if engine.dialect.name == "sqlite":
            event.listen(engine, "connect", _prepare_sqlite)
        metadata.create_all(engine)
        with engine.begin() as connection:
            found = connection.scalar(select(meta.c.value).where(meta.c.name == "schema"))
            if found is None:
                connection.execute(meta.insert().values(name="schema", value=SCHEMA))
    if found not in (None, SCHEMA):
        raise ArchiveError(
            f"{url}: 보관소의 형식이 {found}판인데 이 프로그램은 {SCHEMA}판을 읽습니다. 그 판의 프로그램으로 여십시오."
        )
    return engine


def sqlite_url(path: Path) -> str:
    """The URL of an SQLite file, whose folder is made."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ArchiveError(f"{path.parent}: 폴더를 만들 수 없습니다: {error.strerror}") from error
    return f"sqlite:///{path}"


@contextmanager
def our_errors(place: str) -> Iterator[None]:
    """Turns SQLAlchemy's errors into ArchiveError."""
    try:
        yield
    except SQLAlchemyError as error:
        cause = getattr(error, "orig", None) or error
        raise ArchiveError(
            f"보관소를 쓸 수 없습니다: {place}: {cause}. 디스크의 빈 곳과 권한을 확인하십시오."
        ) from error


def _prepare_sqlite(connection: sqlite3.Connection, _record: Any) -> None:
    cursor = connection.cursor()
    # WAL: readers go on while a writer writes. FULL: what is acknowledged survives a power cut. secure_delete: a taken
    # down text leaves no bytes behind.
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.execute(f"PRAGMA busy_timeout={WAIT_MS}")
    cursor.close()

"""The tables. SQLAlchemy Core, nothing that only one database knows: SQLite or PostgreSQL holds the archive."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    DDL,
    JSON,
    BigInteger,
    Boolean,
    Column,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    event,
    false,
)

metadata = MetaData()


def witness(name: str, *columns: str) -> Index:
    """An index that has these columns a second time, beside a row's number: SQLite's integrity check compares the two,
    so that a value the disk has changed shows. No query uses it. Other databases have checksums of their own."""
    index = Index(name, *columns)
    index.ddl_if(dialect="sqlite")
    return index


class _Bytewise(TypeDecorator[str]):
    """A text of any length on PostgreSQL, in the order of its letters' numbers, as everywhere else here: the order of a
    language is another on another system. NUL is no letter there; none is archived, but somebody may ask for one."""

    impl = Text
    cache_ok = True

    def __init__(self) -> None:
        super().__init__(collation="C")

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """NUL becomes the sign of what cannot be read."""
        return value.replace("\0", "\ufffd") if value and "\0" in value else value


class _Json(TypeDecorator[Any]):
    """JSON as SQLite has it, as it was written: PostgreSQL's own refuses what a paper may send (NaN, lone surrogates),
    and its seal with it."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str:
        """Written in ASCII."""
        return json.dumps(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        """Read again."""
        return None if value is None else json.loads(value)


def _text(length: int | None = None) -> Text | String:
    kind = Text() if length is None else String(length)
    return kind.with_variant(_Bytewise(), "postgresql")


_JSON = JSON().with_variant(_Json(), "postgresql")

# SQLite counts only an INTEGER PRIMARY KEY by itself; elsewhere the log may outgrow 32 bits.
_Number = BigInteger().with_variant(Integer, "sqlite")

meta = Table(
    "meta",
    metadata,
    Column("name", _text(40), primary_key=True),
    Column("value", _text(), nullable=False),
    witness("meta_again", "value"),
)

origins = Table(
    "origins",
    metadata,
    Column("id", _Number, primary_key=True),
    Column("path", _text(), nullable=False),
    Column("sha256", _text(64), nullable=False),
    Column("kind", _text(40), nullable=False),
    Column("first_read", _text(32), nullable=False),
    Column("last_read", _text(32), nullable=False),
    UniqueConstraint("path", "sha256"),
    witness("origins_again", "kind", "first_read", "last_read"),
    comment="a file as it was read: its bytes' hash, which reader read it, and when (ISO 8601, KST)",
)

versions = Table(
    "versions",
    metadata,
    Column("id", _Number, primary_key=True),
    Column("article_id", _text(), nullable=False),
    Column("number", Integer, nullable=False),
    Column("content_hash", _text(64), nullable=False),
    Column("title", _text(), nullable=False),
    Column("subtitle", _text(), nullable=False),
    Column("body", _text(), nullable=False),
    Column("captions", _JSON, nullable=False),
    Column("press", _text(), nullable=False),
    Column("section", _text(), nullable=False),
    Column("region", _text(), nullable=False),
    Column("reporters", _JSON, nullable=False),
    Column("published", _text(32)),
    Column("fetched", _text(32)),
    Column("url", _text()),
    Column("extra", _JSON, nullable=False),
    Column("origin_id", ForeignKey("origins.id"), nullable=False),
    Column("origin_line", Integer),
    Column("archived", _text(32), nullable=False),
    Column("excerpt", Boolean, nullable=False, server_default=false()),
    Column("seal", _Number),
    UniqueConstraint("article_id", "number"),
    Index("versions_by_press", "press", "origin_id"),
    comment="every text an article ever had; nothing is overwritten; `seal` is that of seals.py, none of early ones",
)

articles = Table(
    "articles",
    metadata,
    Column("id", _text(), primary_key=True),
    Column("version_id", ForeignKey("versions.id"), nullable=False),
    Column("change_id", _Number, nullable=False),
    Column("press", _text(), nullable=False),
    Column("day", _text(10)),
    Column("story", _Number),
    Index("articles_by_change", "change_id"),
    Index("articles_by_story", "story"),
    Index("articles_by_version", "version_id"),
    witness("articles_again", "press", "day"),
    comment="the newest version of each article, the one that is searched, and its place in the log of changes",
)

tokens = Table(
    "tokens",
    metadata,
    Column("version_id", ForeignKey("versions.id"), primary_key=True),
    Column("analyser", _text(120), primary_key=True),
    Column("data", LargeBinary, nullable=False),
    comment="analysis.tokens.pack of a version's texts, by analyser version",
)

rejected = Table(
    "rejected",
    metadata,
    Column("id", _Number, primary_key=True),
    Column("path", _text(), nullable=False),
    Column("line", Integer, nullable=False, default=0),
    Column("sha256", _text(64), nullable=False),
    Column("reason", _text(), nullable=False),
    Column("excerpt", _text(), nullable=False),
    Column("rejected", _text(32), nullable=False),
    UniqueConstraint("path", "line", "sha256", "reason"),
    witness("rejected_again", "excerpt", "rejected"),
    comment="what could not be taken in, where and why; line 0 is the whole file",
)

positions = Table(
    "positions",
    metadata,
    Column("index_id", _text(64), primary_key=True),
    Column("change_id", _Number, nullable=False),
    witness("positions_again", "change_id"),
    comment="how far along the log of changes each index has come",
)

bands = Table(
    "bands",
    metadata,
    Column("band", _Number, primary_key=True, autoincrement=False),
    Column("version_id", ForeignKey("versions.id"), primary_key=True),
    Index("bands_by_version", "version_id"),
    comment="the sketch of each newest version (analysis.shingles): those of the same text have numbers in common",
    sqlite_with_rowid=False,
)

pages = Table(
    "pages",
    metadata,
    Column("id", _Number, primary_key=True),
    Column("url", _text(), nullable=False),
    Column("fetched", _text(32), nullable=False),
    Column("status", Integer, nullable=False),
    Column("content_type", _text(), nullable=False),
    Column("sha256", _text(64), nullable=False),
    Column("data", LargeBinary, nullable=False),
    Column("read", _text(32)),
    Index("pages_by_url", "url"),
    Index("pages_by_read", "read"),
    witness("pages_again", "fetched", "status", "content_type", "sha256"),
    comment="raw pages as they were fetched, compressed: a better reader can read them again; `read` is when one did",
)

visits = Table(
    "visits",
    metadata,
    Column("id", _Number, primary_key=True),
    Column("url", _text(), nullable=False, unique=True),
    Column("host", _text(), nullable=False),
    Column("role", _text(10), nullable=False, default=""),
    Column("further", Integer, nullable=False, default=0),
    Column("found", _text(32), nullable=False),
    Column("visited", _text(32)),
    Column("waiting", Boolean, nullable=False),
    Column("status", Integer),
    Column("etag", _text()),
    Column("last_modified", _text()),
    Column("note", _text(), nullable=False, default=""),
    Index("visits_by_host", "waiting", "host", "role", "id"),
    witness("visits_again", "further", "found", "visited", "status", "etag", "last_modified", "note"),
    comment="addresses that a fetch has found: what each is (page, listing), how many pages of a list may follow,"
    " whether it waits to be asked for, when it was asked for last, and what its server said of it",
)

tombstones = Table(
    "tombstones",
    metadata,
    Column("article_id", _text(), primary_key=True),
    Column("reason", _text(), nullable=False),
    Column("removed", _text(32), nullable=False),
    Column("press", _text(), nullable=False),
    Column("hashes", _JSON, nullable=False),
    witness("tombstones_again", "reason", "removed", "press", "hashes"),
    comment="articles that were taken down, and the content hashes of all their versions: no text",
)

rights = Table(
    "rights",
    metadata,
    Column("press", _text(), primary_key=True),
    Column("level", _text(20), nullable=False),
    Column("since", _text(32), nullable=False),
    witness("rights_again", "level", "since"),
    comment="which newspapers may be read here in full, and which only as a snippet with a link",
)

_UNSAMPLED = {
    versions: ("title", "subtitle", "body", "captions", "url", "extra"),
    rejected: ("reason", "excerpt"),
    tokens: ("data",),
    pages: ("data",),
    visits: ("note",),
}
"""Columns of which PostgreSQL keeps no samples for its planner: what was taken down would stay in them. No query looks
for them."""


def _altered(table: Table, change: str, columns: Sequence[str]) -> None:
    """Changes columns of a table when it is made on PostgreSQL."""
    done = ", ".join(f"ALTER COLUMN {name} {change}" for name in columns)
    ddl: DDL = DDL(f"ALTER TABLE {table.name} {done}")  # type: ignore[no-untyped-call]
    event.listen(table, "after_create", ddl.execute_if(dialect="postgresql"))


for _table, _columns in _UNSAMPLED.items():
    _altered(_table, "SET STATISTICS 0", _columns)
for _table in (tokens, pages):  # packed already
    _altered(_table, "SET STORAGE EXTERNAL", ("data",))

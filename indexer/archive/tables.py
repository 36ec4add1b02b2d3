"""The tables. SQLAlchemy Core, nothing that only SQLite knows, so that PostgreSQL can hold the archive too."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
)

metadata = MetaData()


def witness(name: str, *columns: str) -> Index:
    """An index that has these columns a second time, beside a row's number: SQLite's integrity check compares the two,
    so that a value the disk has changed shows. No query uses it. Other databases have checksums of their own."""
    index = Index(name, *columns)
    index.ddl_if(dialect="sqlite")
    return index


# SQLite counts only an INTEGER PRIMARY KEY by itself; elsewhere the log may outgrow 32 bits.
_Number = BigInteger().with_variant(Integer, "sqlite")

meta = Table(
    "meta",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("value", Text, nullable=False),
    witness("meta_again", "value"),
)

origins = Table(
    "origins",
    metadata,
    Column("id", _Number, primary_key=True),
    Column("path", Text, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("kind", String(40), nullable=False),
    Column("first_read", String(32), nullable=False),
    Column("last_read", String(32), nullable=False),
    UniqueConstraint("path", "sha256"),
    witness("origins_again", "kind", "first_read", "last_read"),
    comment="a file as it was read: its bytes' hash, which reader read it, and when (ISO 8601, KST)",
)

versions = Table(
    "versions",
    metadata,
    Column("id", _Number, primary_key=True),
    Column("article_id", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("content_hash", String(64), nullable=False),
    Column("title", Text, nullable=False),
    Column("subtitle", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("captions", JSON, nullable=False),
    Column("press", Text, nullable=False),
    Column("section", Text, nullable=False),
    Column("region", Text, nullable=False),
    Column("reporters", JSON, nullable=False),
    Column("published", String(32)),
    Column("fetched", String(32)),
    Column("url", Text),
    Column("extra", JSON, nullable=False),
    Column("origin_id", ForeignKey("origins.id"), nullable=False),
    Column("origin_line", Integer),
    Column("archived", String(32), nullable=False),
    Column("excerpt", Boolean, nullable=False, server_default=false()),
    Column("seal", _Number),
    UniqueConstraint("article_id", "number"),
    Index("versions_by_press", "press", "origin_id"),
    comment="every text an article ever had; nothing is overwritten; `seal` is that of seals.py, none of early ones",
)

articles = Table(
    "articles",
    metadata,
    Column("id", Text, primary_key=True),
    Column("version_id", ForeignKey("versions.id"), nullable=False),
    Column("change_id", _Number, nullable=False),
    Column("press", Text, nullable=False),
    Column("day", String(10)),
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
    Column("analyser", String(120), primary_key=True),
    Column("data", LargeBinary, nullable=False),
    comment="analysis.tokens.pack of a version's texts, by analyser version",
)

rejected = Table(
    "rejected",
    metadata,
    Column("id", _Number, primary_key=True),
    Column("path", Text, nullable=False),
    Column("line", Integer, nullable=False, default=0),
    Column("sha256", String(64), nullable=False),
    Column("reason", Text, nullable=False),
    Column("excerpt", Text, nullable=False),
    Column("rejected", String(32), nullable=False),
    UniqueConstraint("path", "line", "sha256", "reason"),
    witness("rejected_again", "excerpt", "rejected"),
    comment="what could not be taken in, where and why; line 0 is the whole file",
)

positions = Table(
    "positions",
    metadata,
    Column("index_id", String(64), primary_key=True),
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
    Column("url", Text, nullable=False),
    Column("fetched", String(32), nullable=False),
    Column("status", Integer, nullable=False),
    Column("content_type", Text, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("data", LargeBinary, nullable=False),
    Column("read", String(32)),
    Index("pages_by_url", "url"),
    Index("pages_by_read", "read"),
    witness("pages_again", "fetched", "status", "content_type", "sha256"),
    comment="raw pages as they were fetched, compressed: a better reader can read them again; `read` is when one did",
)

visits = Table(
    "visits",
    metadata,
    Column("id", _Number, primary_key=True),
    Column("url", Text, nullable=False, unique=True),
    Column("host", Text, nullable=False),
    Column("role", String(10), nullable=False, default=""),
    Column("further", Integer, nullable=False, default=0),
    Column("found", String(32), nullable=False),
    Column("visited", String(32)),
    Column("waiting", Boolean, nullable=False),
    Column("status", Integer),
    Column("etag", Text),
    Column("last_modified", Text),
    Column("note", Text, nullable=False, default=""),
    Index("visits_by_host", "waiting", "host", "role", "id"),
    witness("visits_again", "further", "found", "visited", "status", "etag", "last_modified", "note"),
    comment="addresses that a fetch has found: what each is (page, listing), how many pages of a list may follow,"
    " whether it waits to be asked for, when it was asked for last, and what its server said of it",
)

tombstones = Table(
    "tombstones",
    metadata,
    Column("article_id", Text, primary_key=True),
    Column("reason", Text, nullable=False),
    Column("removed", String(32), nullable=False),
    Column("press", Text, nullable=False),
    Column("hashes", JSON, nullable=False),
    witness("tombstones_again", "reason", "removed", "press", "hashes"),
    comment="articles that were taken down, and the content hashes of all their versions: no text",
)

rights = Table(
    "rights",
    metadata,
    Column("press", Text, primary_key=True),
    Column("level", String(20), nullable=False),
    Column("since", String(32), nullable=False),
    witness("rights_again", "level", "since"),
    comment="which newspapers may be read here in full, and which only as a snippet with a link",
)

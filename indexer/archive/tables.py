"""The tables. SQLAlchemy Core, nothing that only SQLite knows, so that PostgreSQL can hold the archive too."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
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
)

metadata = MetaData()

# SQLite counts only an INTEGER PRIMARY KEY by itself; elsewhere the log may outgrow 32 bits.
_Number = BigInteger().with_variant(Integer, "sqlite")

meta = Table(
    "meta",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("value", Text, nullable=False),
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
    UniqueConstraint("article_id", "number"),
    comment="every text an article ever had; nothing is overwritten",
)

articles = Table(
    "articles",
    metadata,
    Column("id", Text, primary_key=True),
    Column("version_id", ForeignKey("versions.id"), nullable=False),
    Column("change_id", _Number, nullable=False),
    Column("press", Text, nullable=False),
    Column("day", String(10)),
    Index("articles_by_change", "change_id"),
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
    comment="what could not be taken in, where and why; line 0 is the whole file",
)

positions = Table(
    "positions",
    metadata,
    Column("index_id", String(64), primary_key=True),
    Column("change_id", _Number, nullable=False),
    comment="how far along the log of changes each index has come",
)

"""Whether a database is sound: as the database says itself, as our tables hang together, and letter by letter."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Select, func, select

from indexer.analysis.tokens import unpack_columns
from indexer.archive.reading import article_of
from indexer.archive.seals import SEALED
from indexer.archive.tables import articles, bands, pages, tokens, tombstones, versions
from indexer.article import Article
from indexer.errors import ArchiveDamaged

MOST_SAID = 5
"""Lines of the database's own report that are shown, and ids of articles that are damaged."""

TOGETHER = 100
"""Rows that are in memory at once."""


def flaws(connection: Connection) -> list[str]:
    """What is wrong, in words; nothing in a sound database."""
    found = _own_report(connection) if connection.dialect.name == "sqlite" else []
    newest = select(func.count()).select_from(articles.outerjoin(versions, versions.c.id == articles.c.version_id))
    loose_tokens = select(func.count()).select_from(tokens.outerjoin(versions, versions.c.id == tokens.c.version_id))
    loose_bands = select(func.count()).select_from(bands.outerjoin(versions, versions.c.id == bands.c.version_id))
    orphans = select(func.count()).select_from(versions.outerjoin(articles, articles.c.id == versions.c.article_id))
    risen = select(func.count()).select_from(articles.join(tombstones, tombstones.c.article_id == articles.c.id))
    strange = (versions.c.id.is_(None)) | (versions.c.article_id != articles.c.id)
    counted: tuple[tuple[str, Select[Any]], ...] = (
        ("글이 없는 기사", newest.where(strange)),
        ("기사가 없는 글", orphans.where(articles.c.id.is_(None))),
        ("글이 없는 토큰", loose_tokens.where(versions.c.id.is_(None))),
        ("글이 없는 지문", loose_bands.where(versions.c.id.is_(None))),
        ("내렸는데 남은 기사", risen),
    )
    for what, query in counted:
        if count := connection.scalar(query):
            found.append(f"{what} {count:,}건")
    return found + _changed_texts(connection) + _changed_pages(connection)


def _own_report(connection: Connection) -> list[str]:
    said = [str(row[0]) for row in connection.exec_driver_sql(f"PRAGMA integrity_check({MOST_SAID})")]
    broken = [] if said == ["ok"] else said
    loose = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    return broken + ([f"가리키는 곳이 없는 기록 {len(loose):,}개"] if loose else [])


def _changed_texts(connection: Connection) -> list[str]:
    """Every text against its seal, and its tokens."""
    texts, parses = [], []
    for values, sealed, packed in _versions(connection):
        try:
            if not _readable(article_of(values, sealed), packed):
                parses.append(str(values[1]))
        except (ArchiveDamaged, ValueError, TypeError, AttributeError):
            texts.append(str(values[1]))
    named = (("글이 넣은 것과 다른 판", texts), ("형태소 기록이 깨진 판", parses))
    return [f"{what} {len(ids):,}건({', '.join(ids[:MOST_SAID])})" for what, ids in named if ids]


def _readable(article: Article, packed: list[bytes]) -> bool:
    try:
        for data in packed:
            unpack_columns(data, article.texts)
    except ValueError:
        return False
    return True


def _versions(connection: Connection) -> Iterator[tuple[list[Any], int | None, list[bytes]]]:
    """Every version: its values, its seal, its tokens by each analyser."""
    rows = select(versions.c.seal, *(versions.c[name] for name in SEALED)).order_by(versions.c.id)
    held = select(tokens.c.data)
    for sealed, *values in connection.execute(rows, execution_options={"yield_per": TOGETHER}):
        yield values, sealed, list(connection.scalars(held.where(tokens.c.version_id == values[0])))


def _changed_pages(connection: Connection) -> list[str]:
    changed = []
    query = select(pages.c.url, pages.c.sha256, pages.c.data)
    for url, sha256, data in connection.execute(query, execution_options={"yield_per": TOGETHER}):
        try:
            if hashlib.sha256(zlib.decompress(data)).hexdigest() != sha256:
                changed.append(url)
        except zlib.error:
            changed.append(url)
    return [f"내용이 바뀐 쪽 {len(changed):,}개({', '.join(changed[:MOST_SAID])})"] if changed else []

"""Whether a database is sound: as the database says itself, and as our tables hang together."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Select, func, select

from indexer.archive.tables import articles, bands, tokens, tombstones, versions

MOST_SAID = 5
"""Lines of the database's own report that are shown."""


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
    return found


def _own_report(connection: Connection) -> list[str]:
    said = [str(row[0]) for row in connection.exec_driver_sql(f"PRAGMA integrity_check({MOST_SAID})")]
    broken = [] if said == ["ok"] else said
    loose = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    return broken + ([f"가리키는 곳이 없는 기록 {len(loose):,}개"] if loose else [])

"""Which stored tokens a change of user words makes stale, inside a transaction of the caller's (ADR 0012).

The words in force are in `meta`, word by word: those of another set are what changed, and only a text that holds one of
these can be read in another way.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from indexer.analysis.dictionaries import Finder, Words, differing
from indexer.archive import numbers
from indexer.archive.tables import articles, meta, tokens, versions

RECORD = "words"
"""The row of `meta`: the user words and their tags as a JSON object."""

TOGETHER = 64
"""Articles whose texts are in memory at once, and ids in a statement."""


def recorded(connection: Connection) -> dict[str, str]:
    """The user words that the stored tokens were made with. Before there were any, nothing was noted."""
    held = connection.scalar(select(meta.c.value).where(meta.c.name == RECORD))
    return dict(json.loads(held)) if held else {}


def stale(connection: Connection, words: Words) -> list[tuple[str, int]]:
    """The articles, as (id, version row) pairs, that have tokens and whose texts hold a word that is new, gone or
    tagged otherwise among these words."""
    changed = differing(recorded(connection), words)
    if not changed:
        return []
    finder = Finder(changed)
    texts = (versions.c.title, versions.c.subtitle, versions.c.body, versions.c.captions)
    analysed = select(tokens.c.version_id)
    query = (
        select(articles.c.id, articles.c.version_id, *texts)
        .join_from(articles, versions, versions.c.id == articles.c.version_id)
        .where(articles.c.version_id.in_(analysed))
        .order_by(articles.c.change_id)
    )
    with connection.execute(query, execution_options={"yield_per": TOGETHER}) as rows:
        return [
            (article_id, version_id)
            for article_id, version_id, title, subtitle, body, captions in rows
            if any(map(finder.in_text, (title, subtitle, body, *captions)))
        ]


def renew(connection: Connection, words: Words) -> int:
    """Drops the stale tokens, moves their articles to the end of the log, notes the words; how many articles."""
    found = stale(connection, words)
    for start in range(0, len(found), TOGETHER):
        version_ids = [version_id for _, version_id in found[start : start + TOGETHER]]
        # Of every analyser: another version of Kiwi, met again, has tokens of the old words too.
        connection.execute(delete(tokens).where(tokens.c.version_id.in_(version_ids)))
    _move(connection, [article_id for article_id, _ in found])
    if words != recorded(connection):
        _note(connection, words)
    return len(found)


def _move(connection: Connection, article_ids: Sequence[str]) -> None:
    """Puts articles at the end of the log of changes."""
    if article_ids:
        last = numbers.last_change(connection)
        rows = [{"moved": name, "change_id": last + step} for step, name in enumerate(article_ids, start=1)]
        connection.execute(update(articles).where(articles.c.id == bindparam("moved")), rows)


def _note(connection: Connection, words: Words) -> None:
    value = json.dumps(dict(words), ensure_ascii=False, sort_keys=True)
    connection.execute(delete(meta).where(meta.c.name == RECORD))
    connection.execute(insert(meta).values(name=RECORD, value=value))

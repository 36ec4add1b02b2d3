"""The numbers of versions and of changes. None is given twice, even when what had it was taken down.

Another process may have read that version, or that place in the log, and still be at work with it: its tokens would
become another text's, or its index would never see the change that has the number next.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, delete, func, insert, select

from indexer.archive.tables import articles, meta, versions

_CHANGE, _VERSION = "last_change", "last_version"
"""The rows of `meta`: the last numbers there were when something was last taken down or back."""


def last_change(connection: Connection) -> int:
    """The end of the log of changes: the next change has a larger number."""
    return _last(connection, _CHANGE, func.max(articles.c.change_id))


def last_version(connection: Connection) -> int:
    """The row of the version that came in last; what comes in later has a larger one."""
    # A story may be called by a version that an earlier program has taken down.
    return max(_last(connection, _VERSION, func.max(versions.c.id)), connection.scalar(_LAST_STORY) or 0)


def keep(connection: Connection) -> None:
    """Notes the last numbers, before rows are deleted."""
    noted = {_CHANGE: last_change(connection), _VERSION: last_version(connection)}
    connection.execute(delete(meta).where(meta.c.name.in_(noted)))
    connection.execute(insert(meta), [{"name": name, "value": str(last)} for name, last in noted.items()])


_LAST_STORY = select(func.max(articles.c.story))


def _last(connection: Connection, name: str, largest: Any) -> int:
    noted = select(meta.c.value).where(meta.c.name == name).scalar_subquery()
    there, before = connection.execute(select(select(largest).scalar_subquery(), noted)).one()
    return max(int(there or 0), int(before or 0))

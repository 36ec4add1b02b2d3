"""The versions of an article: which there are, which one is read, and what each changed. Pure functions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from indexer.query.lexer import FIELD_NAMES
from indexer.query.result import ArticleView, Version
from webui.language import say
from webui.results.changes import changed
from webui.results.present import moment

CHANGED_NAMES: Mapping[str, str] = {**FIELD_NAMES, "caption": "사진설명", "published": "발행", "url": "주소"}


@dataclass(frozen=True, kw_only=True)
class Edition:
    """One version: 2판, when it came in (`datetime` for machines) and from where, the URL query that shows it, and what
    it changed by field. `newest` is the one that searches find."""

    name: str
    archived: str
    datetime: str
    place: str
    query: str
    current: bool
    newest: bool
    excerpt: bool
    changes: tuple[tuple[str, Markup], ...]


@dataclass(frozen=True, kw_only=True)
class History:
    """The versions, newest first; none where there is only one. `old` is the name of the one being read when it is
    not the newest; `newest` and `changes` are URL queries; `open` says that the changes are asked for."""

    editions: tuple[Edition, ...]
    old: str
    newest: str
    changes: str
    open: bool


def history(view: ArticleView, versions: tuple[Version, ...], carried: str, *, changes: bool) -> History:
    """What the page of `view` says of all versions; `carried` is the URL query of what was looked for."""
    editions = tuple(_edition(version, view.number, carried) for version in reversed(versions))
    old = any(edition.current and not edition.newest for edition in editions)
    return History(
        editions=editions,
        old=say("{n}판", n=view.number) if old else "",
        newest=carried or "?",
        changes=_joined(carried, "diff=1"),
        open=changes,
    )


def _edition(version: Version, number: int, carried: str) -> Edition:
    return Edition(
        name=say("{n}판", n=version.number),
        archived=moment(version.archived),
        datetime=version.archived.isoformat(timespec="seconds"),
        place=version.place,
        query=(carried or "?") if version.searched else _joined(carried, f"version={version.number}"),
        current=version.number == number,
        newest=version.searched,
        excerpt=version.excerpt,
        changes=tuple((say(CHANGED_NAMES[name]), changed(changes)) for name, changes in version.changes.items()),
    )


def _joined(carried: str, pair: str) -> str:
    return f"{carried}&{pair}" if carried else f"?{pair}"

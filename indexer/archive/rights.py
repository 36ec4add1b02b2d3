"""What readers may see of each newspaper: its full text, or the beginning with a link to the paper."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, get_args

from sqlalchemy import Connection, delete, func, insert, select

from indexer.archive.tables import articles, rights
from indexer.article import Article

Level = Literal["full", "snippet"]
"""`full` is everything; `snippet` is the title, the beginning of the body and the link."""

LEVELS: tuple[Level, ...] = get_args(Level)

BEGINNING = 200
"""Characters of the body that a `snippet` newspaper gives at most: as many as BIG KINDS shows of every article."""

_END = re.compile(r"[.?!…][\"'”’)]*(?=\s|$)|\n")


@dataclass(frozen=True, kw_only=True)
class PressRights:
    """A newspaper, what may be seen of it, how many articles it has, and since when this was said (None: never)."""

    press: str
    level: Level
    articles: int
    since: datetime | None = None

    def to_json(self) -> dict[str, Any]:
        """The form of docs/commands.md."""
        since = self.since.isoformat() if self.since else None
        return {"press": self.press, "level": self.level, "articles": self.articles, "since": since}


def within_rights(article: Article, level: Level) -> Article:
    """The article as far as readers may see it: every page, answer and export goes through here. The body that is
    left is a beginning of the body that was, so that places in it stay what they are."""
    if level == "full":
        return article
    extra = {name: value for name, value in article.extra.items() if _short(value)}
    return dataclasses.replace(article, body=beginning(article.body), captions=(), extra=extra)


def beginning(body: str) -> str:
    """At most BEGINNING characters, up to the end of a sentence where the second half of them has one, else of a
    word."""
    if len(body) <= BEGINNING:
        return body
    ends = [found.end() for found in _END.finditer(body[: BEGINNING + 1]) if found.end() <= BEGINNING]
    if ends and ends[-1] >= BEGINNING // 2:
        return body[: ends[-1]].rstrip()
    space = max(body.rfind(" ", 0, BEGINNING + 1), body.rfind("\n", 0, BEGINNING + 1))
    return body[: space if space >= BEGINNING // 2 else BEGINNING].rstrip()


def _short(value: object) -> bool:
    # Sources keep there whatever they have no field for, a summary or every word of the article too.
    return len(json.dumps(value, ensure_ascii=False, default=str)) <= BEGINNING


def levels(connection: Connection) -> dict[str, Level]:
    """What was said of each newspaper; of the others nothing was: they are `full`."""
    rows = connection.execute(select(rights.c.press, rights.c.level))
    return {press: level if level in LEVELS else "snippet" for press, level in rows}


def listed(connection: Connection) -> tuple[PressRights, ...]:
    """Every newspaper that has articles or of which something was said, by name."""
    counted = select(articles.c.press, func.count()).group_by(articles.c.press)
    counts: Mapping[str, int] = {press: int(count) for press, count in connection.execute(counted)}
    since = {
        press: datetime.fromisoformat(when)
        for press, when in connection.execute(select(rights.c.press, rights.c.since))
    }
    said = levels(connection)
    return tuple(
        PressRights(press=p, level=said.get(p, "full"), articles=counts.get(p, 0), since=since.get(p))
        for p in sorted(counts.keys() | said.keys())
    )


def set_level(connection: Connection, press: str, level: Level, now: str) -> None:
    """Says it of one newspaper, for the first or another time."""
    connection.execute(delete(rights).where(rights.c.press == press))
    connection.execute(insert(rights).values(press=press, level=level, since=now))

"""Reading from the archive, inside a transaction of the caller's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Select, and_, bindparam, func, select

from indexer.analysis.tokens import TokenColumns, unpack_columns
from indexer.archive.seals import SEALED, seal_of
from indexer.archive.stats import Stats
from indexer.archive.tables import articles, origins, positions, rejected, tokens, tombstones, versions
from indexer.article import Article, Rejected
from indexer.errors import ArchiveDamaged

MOST_IDS = 500
"""Ids asked for in one statement; databases cap the number of parameters."""

MOST_TEXT = 4_000_000
"""Characters of the articles that are read together; the last one may go beyond."""


@dataclass(frozen=True, kw_only=True)
class Stored:
    """The newest version of an article. `tokens` is None where that analyser has not been over it yet; `story` is 0
    where nobody has looked for one."""

    article: Article
    version_id: int
    change_id: int
    tokens: bytes | None
    story: int = 0

    def columns(self) -> dict[str, TokenColumns]:
        """Its tokens by field; none where that analyser has not been over it yet. Raises ArchiveDamaged."""
        try:
            return unpack_columns(self.tokens, self.article.texts) if self.tokens else {}
        except ValueError as error:
            raise ArchiveDamaged(self.article.id, "형태소 기록을 풀 수 없습니다") from error


@dataclass(frozen=True, kw_only=True)
class Numbered:
    """One version of an article: its number from 1, when it came in, from which place, and whether it is the one that
    is searched."""

    stored: Stored
    number: int
    archived: datetime
    place: str
    searched: bool


def changed(connection: Connection, after: int, analyser: str, limit: int) -> list[Stored]:
    """The next articles by place in the log of changes, at least one: `limit`, fewer when they are of MOST_TEXT."""
    query = _newest(analyser).where(articles.c.change_id > after).order_by(articles.c.change_id).limit(limit)
    found: list[Stored] = []
    size = 0
    with connection.execute(query, execution_options={"stream_results": True}) as rows:
        for row in rows:
            found.append(_stored(row))
            size += len(found[-1].article.body)
            if size >= MOST_TEXT:
                break
    return found


def current(connection: Connection, ids: Sequence[str], analyser: str) -> dict[str, Stored]:
    """Those articles by id."""
    found, query = {}, _of_ids(analyser)
    for start in range(0, len(ids), MOST_IDS):
        rows = connection.execute(query, {"ids": ids[start : start + MOST_IDS]})
        found.update({stored.article.id: stored for stored in map(_stored, rows)})
    return found


def members(connection: Connection, stories: Sequence[int]) -> dict[int, tuple[Stored, ...]]:
    """The articles of those stories, without tokens, the first publisher first: by time of publication, undated ones
    last, then as they came in. A story that no article has is left out. Raises ArchiveDamaged."""
    found: dict[int, list[Stored]] = {}
    wanted = list(dict.fromkeys(stories))
    for start in range(0, len(wanted), MOST_IDS):
        for row in connection.execute(_MEMBERS, {"stories": wanted[start : start + MOST_IDS]}):
            stored = _stored(row)
            found.setdefault(stored.story, []).append(stored)
    return {story: tuple(sorted(listed, key=_first_published)) for story, listed in found.items()}


def _first_published(stored: Stored) -> tuple[bool, float, int]:
    when = stored.article.published
    return (when is None, when.timestamp() if when else 0.0, stored.version_id)


def archived(connection: Connection, ids: Sequence[str]) -> dict[str, datetime]:
    """When the newest version of each was archived; unknown ids are left out."""
    joined = articles.join(versions, versions.c.id == articles.c.version_id)
    query = select(articles.c.id, versions.c.archived).select_from(joined)
    found = {}
    for start in range(0, len(ids), MOST_IDS):
        rows = connection.execute(query.where(articles.c.id.in_(ids[start : start + MOST_IDS])))
        found.update({article_id: datetime.fromisoformat(time) for article_id, time in rows})
    return found


def version_times(connection: Connection, article_id: str) -> tuple[datetime, ...]:
    """When each version was archived, oldest first."""
    query = select(versions.c.archived).where(versions.c.article_id == article_id).order_by(versions.c.number)
    return tuple(datetime.fromisoformat(time) for time in connection.scalars(query))


def numbered(connection: Connection, article_id: str, analyser: str) -> list[Numbered]:
    """Every version of an article, oldest first."""
    held = and_(tokens.c.version_id == versions.c.id, tokens.c.analyser == analyser)
    joined = (
        versions.join(articles, articles.c.id == versions.c.article_id)
        .join(origins, origins.c.id == versions.c.origin_id)
        .outerjoin(tokens, held)
    )
    beside = (versions.c.number, versions.c.archived, origins.c.path, articles.c.version_id)
    query = select(*beside, *_READ).select_from(joined).where(versions.c.article_id == article_id)
    found = []
    for number, archived, place, newest, *row in connection.execute(query.order_by(versions.c.number)):
        stored = _stored(row)
        searched = stored.version_id == newest
        time = datetime.fromisoformat(archived)
        found.append(Numbered(stored=stored, number=number, archived=time, place=place, searched=searched))
    return found


def rejections(connection: Connection) -> list[Rejected]:
    """All of them, oldest first."""
    rows = connection.execute(select(rejected).order_by(rejected.c.id))
    return [Rejected(path=r.path, line=r.line or None, reason=r.reason, excerpt=r.excerpt) for r in rows]


def ids(connection: Connection, up_to: int | None = None) -> set[str]:
    """The ids of all articles, or of those up to that place in the log of changes."""
    query = select(articles.c.id)
    return set(connection.scalars(query if up_to is None else query.where(articles.c.change_id <= up_to)))


_BEHIND = (
    select(func.count())
    .select_from(articles)
    .where(
        articles.c.change_id
        > func.coalesce(
            select(positions.c.change_id).where(positions.c.index_id == bindparam("index_id")).scalar_subquery(), 0
        )
    )
)


def pending(connection: Connection, index_id: str) -> int:
    """How many articles changed since that index last caught up."""
    return connection.scalar(_BEHIND, {"index_id": index_id}) or 0


_COUNTED = (articles, versions, rejected, tokens, tombstones)
_MARK = select(
    *(select(func.count()).select_from(table).scalar_subquery() for table in _COUNTED),
    select(func.max(articles.c.change_id)).scalar_subquery(),
)


def mark(connection: Connection) -> tuple[int, ...]:
    """What is another after every change of the archive that `stats` would show, and costs little to ask for."""
    return tuple(connection.execute(_MARK).one())


def stats(connection: Connection, analyser: str, pending: int) -> Stats:
    """The archive in figures."""
    year = func.substr(articles.c.day, 1, 4)
    dated = articles.c.day.is_not(None)
    presses = _counts(connection, select(articles.c.press, func.count()).group_by(articles.c.press))
    first, last = connection.execute(select(func.min(articles.c.day), func.max(articles.c.day))).one()
    held = select(func.count()).select_from(articles.join(tokens, tokens.c.version_id == articles.c.version_id))
    return Stats(
        articles=_count(connection, articles),
        versions=_count(connection, versions),
        rejected=_count(connection, rejected),
        pending=pending,
        analysed=connection.scalar(held.where(tokens.c.analyser == analyser)) or 0,
        presses=tuple(sorted(presses, key=lambda item: (-item[1], item[0]))),
        years=tuple(sorted(_counts(connection, select(year, func.count()).where(dated).group_by(year)))),
        first=date.fromisoformat(first) if first else None,
        last=date.fromisoformat(last) if last else None,
    )


_READ = (articles.c.change_id, tokens.c.data, articles.c.story, versions.c.seal, *(versions.c[n] for n in SEALED))
"""What `_stored` takes, by place: a rebuild would spend a tenth of its time on looking columns up by name."""


@lru_cache(maxsize=8)
def _of_ids(analyser: str) -> Select[Any]:
    # Made once: it takes as long as asking the database.
    return _newest(analyser).where(articles.c.id.in_(bindparam("ids", expanding=True)))


def _newest(analyser: str) -> Select[Any]:
    held = and_(tokens.c.version_id == articles.c.version_id, tokens.c.analyser == analyser)
    joined = articles.join(versions, versions.c.id == articles.c.version_id).outerjoin(tokens, held)
    return select(*_READ).select_from(joined)


_MEMBERS = _newest("").where(articles.c.story.in_(bindparam("stories", expanding=True)))
"""Tokens of no analyser: none are read."""


def _stored(row: Sequence[Any]) -> Stored:
    change_id, packed, story, sealed, *values = row
    article = article_of(values, sealed)
    return Stored(article=article, version_id=values[0], change_id=change_id, tokens=packed, story=story or 0)


def article_of(values: Sequence[Any], sealed: int | None) -> Article:
    """The article of a version's values of SEALED. Raises ArchiveDamaged when they are not what was written."""
    if sealed is not None and seal_of(values) != sealed:
        raise ArchiveDamaged(str(values[1]), "글이 넣은 것과 다릅니다")
    article_id, title, subtitle, body, captions, press, section, region, reporters, *rest = values[1:]
    published, fetched, url, excerpt, extra, _, content_hash, *_ = rest
    article = Article(
        id=article_id,
        title=title,
        subtitle=subtitle,
        body=body,
        captions=tuple(captions),
        press=press,
        section=section,
        region=region,
        reporters=tuple(reporters),
        published=datetime.fromisoformat(published) if published else None,
        fetched=datetime.fromisoformat(fetched) if fetched else None,
        url=url,
        excerpt=bool(excerpt),
        extra=extra,
    )
    if sealed is None and article.content_hash != content_hash:  # an early one, that has no seal
        raise ArchiveDamaged(article_id, "글이 넣은 것과 다릅니다")
    return article


def _counts(connection: Connection, query: Select[Any]) -> list[tuple[str, int]]:
    return [(str(value), int(count)) for value, count in connection.execute(query)]


def _count(connection: Connection, table: Any) -> int:
    return connection.scalar(select(func.count()).select_from(table)) or 0

"""Stories: articles that print the same text, inside a transaction of the caller's (ADR 0016).

A story is called by the version that founded it. `bands` has the sketch of every newest version: who has two of its
numbers in common may be the same text, and is compared.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    Connection,
    any_,
    bindparam,
    delete,
    func,
    insert,
    literal,
    select,
    update,
)

from indexer.analysis.shingles import Shingles, shingles
from indexer.analysis.tokens import unpack_columns
from indexer.archive import numbers, postgresql
from indexer.archive.tables import articles, bands, tokens, versions
from indexer.errors import ArchiveDamaged

MOST_ALIKE = 64
"""Versions under one number of a sketch: what more texts have in common than that, finds the first of them."""

MOST_COMPARED = 12
"""Versions that a text is compared with, those with most of its sketch first."""

TOGETHER = 500
"""Numbers in one statement; databases cap the parameters."""


@dataclass(frozen=True, eq=False)
class Text:
    """The newest version of an article, whose story is to be found."""

    article_id: str
    version_id: int
    shingles: Shingles


def settle(connection: Connection, texts: Iterable[Text]) -> dict[int, int]:
    """Finds the story of each text that has none yet, and writes it down; of every text the story, by version. Articles
    whose story became part of another go to the end of the log of changes."""
    by_version = {text.version_id: text for text in texts}
    found = dict(_settled(connection, list(by_version.values())))
    fresh = [text for version, text in by_version.items() if found.get(version, version) is None]
    stories = _Stories(connection)
    stories.read(fresh, _alike(connection, fresh))
    for text in fresh:
        stories.join(text)
    stories.write(fresh)
    # What is not an article's newest version any more is called by itself: the newest one is still to come.
    return {version: stories.of(version) if known is None else known for version, known in found.items()} | {
        version: version for version in by_version if version not in found
    }


def _settled(connection: Connection, texts: Sequence[Text]) -> Iterator[tuple[int, int | None]]:
    """The newest versions among the texts, with their stories as they are written down."""
    query = select(articles.c.version_id, articles.c.story)
    for some in _some([text.version_id for text in texts]):
        rows = connection.execute(query.where(articles.c.version_id.in_(some)))
        yield from ((version, story) for version, story in rows)


def _alike(connection: Connection, fresh: Sequence[Text]) -> dict[int, list[int]]:
    """The versions that each text is to be compared with. Writes the sketches, in place of those of older versions."""
    _forget(connection, [text.article_id for text in fresh])
    having = _having(connection, {band for text in fresh for band in text.shingles.sketch})
    alike, rows = {}, []
    for text in fresh:
        sketch = text.shingles.sketch
        counts = Counter(version for band in sketch for version in having.get(band, ()))
        likely = sorted((-count, version) for version, count in counts.items() if count > 1)
        alike[text.version_id] = [version for _, version in likely[:MOST_COMPARED]]
        for band in sketch:
            listed = having.setdefault(band, [])
            if len(listed) < MOST_ALIKE:
                listed.append(text.version_id)
                rows.append({"band": band, "version_id": text.version_id})
    if rows and connection.dialect.name == "postgresql":
        postgresql.insert_numbers(connection, bands.name, rows)
    elif rows:
        connection.execute(insert(bands), rows)
    return alike


def _forget(connection: Connection, article_ids: Sequence[str]) -> None:
    for some in _some(article_ids):
        theirs = select(versions.c.id).where(versions.c.article_id.in_(some))
        connection.execute(delete(bands).where(bands.c.version_id.in_(theirs)))


def _having(connection: Connection, wanted: Iterable[int]) -> dict[int, list[int]]:
    """The versions whose sketches have each of the numbers."""
    having: dict[int, list[int]] = {}
    query = select(bands.c.band, bands.c.version_id).order_by(bands.c.band, bands.c.version_id)
    for among in _among(connection, sorted(wanted)):
        for band, version in connection.execute(query.where(among)):
            having.setdefault(band, []).append(version)
    return having


def _among(connection: Connection, wanted: Sequence[int]) -> Iterator[ColumnElement[bool]]:
    if connection.dialect.name == "postgresql":  # one array, where others have a parameter for each number
        yield bands.c.band == any_(literal(wanted, ARRAY(BigInteger)))
    else:
        yield from (bands.c.band.in_(some) for some in _some(wanted))


@dataclass
class _Stories:
    """The stories of a batch and of what it is compared with. `story` and `shingles` are by version; `into` says which
    story became part of which; `alike` are the versions to compare each text with."""

    connection: Connection
    story: dict[int, int] = field(default_factory=dict)
    shingles: dict[int, Shingles] = field(default_factory=dict)
    into: dict[int, int] = field(default_factory=dict)
    alike: dict[int, list[int]] = field(default_factory=dict)
    new: set[int] = field(default_factory=set)

    def read(self, fresh: Sequence[Text], alike: dict[int, list[int]]) -> None:
        """Takes the texts, and from the archive what they are compared with."""
        self.alike = alike
        for text in fresh:
            self.story[text.version_id] = text.version_id
            self.shingles[text.version_id] = text.shingles
            self.new.add(text.version_id)
        others = sorted({version for listed in alike.values() for version in listed} - self.new)
        for version, story, its in _compared(self.connection, others):
            self.story[version], self.shingles[version] = story, its

    def of(self, version: int) -> int:
        """The story of a version, as it is by now."""
        story = self.story[version]
        while story in self.into:
            story = self.into[story]
        return story

    def join(self, text: Text) -> None:
        """Makes a text part of every story that it is the same text as, and these one story."""
        for other in self.alike[text.version_id]:
            if other not in self.story or self.of(other) == self.of(text.version_id):
                continue
            if text.shingles.like(self.shingles[other]):
                small, large = sorted((self.of(text.version_id), self.of(other)), key=self._size)
                self.into[small] = large

    def _size(self, story: int) -> tuple[bool, int, int]:
        """The larger of two stories is the one that keeps its name; of equal ones, the older."""
        if story in self.new:
            return False, 0, -story
        together = [old for old in (story, *self.into) if old == story or self.into[old] == story]
        query = select(func.count()).select_from(articles).where(articles.c.story.in_(together))
        return True, self.connection.scalar(query) or 0, -story

    def write(self, fresh: Sequence[Text]) -> None:
        """Writes down what has changed."""
        for story in [story for story in self.into if story not in self.new]:
            self._move(story)
        if fresh:
            rows = [{"its": text.version_id, "story": self.of(text.version_id)} for text in fresh]
            self.connection.execute(update(articles).where(articles.c.version_id == bindparam("its")), rows)

    def _move(self, story: int) -> None:
        """Puts the articles of a story that became part of another into that, and at the end of the log of changes."""
        target = self.into[story]
        while target in self.into:
            target = self.into[target]
        moved = self.connection.scalars(select(articles.c.id).where(articles.c.story == story)).all()
        last = numbers.last_change(self.connection)
        rows = [{"its": name, "story": target, "change_id": last + step} for step, name in enumerate(moved, start=1)]
        if rows:
            self.connection.execute(update(articles).where(articles.c.id == bindparam("its")), rows)


def _compared(connection: Connection, wanted: Sequence[int]) -> Iterator[tuple[int, int, Shingles]]:
    """Of those that are newest versions, with a story and tokens: the version, its story, its shingles."""
    texts = (versions.c.title, versions.c.subtitle, versions.c.body, versions.c.captions)
    query = (
        select(articles.c.version_id, articles.c.story, tokens.c.data, *texts)
        .join_from(articles, versions, versions.c.id == articles.c.version_id)
        .join(tokens, tokens.c.version_id == articles.c.version_id)
        .where(articles.c.story.is_not(None))
        .order_by(articles.c.version_id, tokens.c.analyser)
    )
    for some in _some(wanted):
        for version, story, packed, title, subtitle, body, captions in connection.execute(
            query.where(articles.c.version_id.in_(some))
        ):
            fields = {"title": title, "subtitle": subtitle, "body": body, "caption": "\n".join(captions)}
            try:
                made = shingles(unpack_columns(packed, fields))
            except ValueError as error:
                raise ArchiveDamaged(title, "형태소 기록을 풀 수 없습니다") from error
            yield version, story, made


def alike(connection: Connection, text: Shingles) -> list[int]:
    """The stories that print a text which is not in the archive, by the sketch of each article; none of a text that is
    too short to tell."""
    having = _having(connection, text.sketch)
    counts = Counter(version for listed in having.values() for version in listed)
    likely = sorted((-count, version) for version, count in counts.items() if count > 1)
    others = _compared(connection, [version for _, version in likely[:MOST_COMPARED]])
    return list(dict.fromkeys(story for _, story, its in others if text.like(its)))


def _some(every: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(every), TOGETHER):
        yield every[start : start + TOGETHER]

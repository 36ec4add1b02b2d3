"""Where an export takes its articles from: some at a time, and as far as readers may see them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, Protocol

from indexer.archive import Archive, Level, within_rights
from indexer.article import Article
from indexer.printed import stories_of
from indexer.query.stories import Story

Whereabouts = Literal["held", "taken_down", "unknown"]
"""Of an article that is not in an answer: in the archive, taken down, or never heard of."""


@dataclass(frozen=True, kw_only=True)
class Exported:
    """An article as it is written out: `article` is what readers may see of it, `content_hash` is that of all of it.
    `restricted` says that the newspaper lets only the beginning be seen; `story` is who else printed the same text."""

    article: Article
    content_hash: str
    restricted: bool = False
    story: Story | None = None


class Seen(NamedTuple):
    """What there is to say of an article that is not read."""

    content_hash: str
    restricted: bool
    excerpt: bool


class Shelf(Protocol):
    """Gives articles by id; ids that it does not have are left out of every answer but that of `whereabouts`."""

    def texts(self, ids: Sequence[str]) -> Mapping[str, Exported]:
        """The newest versions of some articles, each batch as it is at that moment."""

    def heads(self, ids: Sequence[str]) -> Mapping[str, Seen]:
        """Of each what `texts` would give beside its text."""

    def whereabouts(self, ids: Sequence[str]) -> Mapping[str, Whereabouts]:
        """Where each of the articles is."""


class ArchiveShelf:
    """The articles of an archive."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive

    def texts(self, ids: Sequence[str]) -> dict[str, Exported]:
        """See Shelf.texts."""
        stored = self._archive.current(ids, "")  # tokens of no analyser: none are read
        levels = self._levels(one.article.press for one in stored.values())
        stories = stories_of(self._archive, list(stored.values()), 0)
        return {
            article_id: Exported(
                article=within_rights(one.article, levels[one.article.press]),
                content_hash=one.article.content_hash,
                restricted=levels[one.article.press] != "full",
                story=stories.get(article_id),
            )
            for article_id, one in stored.items()
        }

    def heads(self, ids: Sequence[str]) -> dict[str, Seen]:
        """See Shelf.heads."""
        heads = self._archive.heads(ids)
        levels = self._levels(head.press for head in heads.values())
        return {
            article_id: Seen(head.content_hash, restricted=levels[head.press] != "full", excerpt=head.excerpt)
            for article_id, head in heads.items()
        }

    def whereabouts(self, ids: Sequence[str]) -> dict[str, Whereabouts]:
        """See Shelf.whereabouts."""
        held = self._archive.heads(ids)
        stones = {stone.article_id for stone in self._archive.tombstones()} if len(held) < len(ids) else set()
        return {one: "held" if one in held else "taken_down" if one in stones else "unknown" for one in ids}

    def _levels(self, presses: Iterable[str]) -> dict[str, Level]:
        return {press: self._archive.rights_of(press) for press in set(presses)}

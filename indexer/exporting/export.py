"""One search's whole answer, in its order: ids of one commit of the index, articles read from the archive as they are
written."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from indexer.archive import ArchiveState
from indexer.exporting.manifest import HASH_KEPT, Manifest, Rules
from indexer.exporting.shelf import Exported, Seen, Shelf
from indexer.query.request import SearchRequest
from indexer.query.result import SearchResult

BATCH = 200
"""Articles that are in memory together."""

HEADS = 5_000
"""Articles whose hashes alone are read together."""


class Row(NamedTuple):
    """An article of the answer. `link` is its page here, "" where no address of ours is known."""

    exported: Exported
    score: float
    link: str


@dataclass(frozen=True, kw_only=True)
class Circumstances:
    """What an answer depends on beside its question: the rules it was found by, what the archive held, and when."""

    rules: Rules
    archive: ArchiveState
    made: datetime


class Export:
    """The answer to `request`, whatever page it asks for. `rows` reads the articles, once; then `manifest` says what
    was read. An article that was taken down since the index was asked is left out, and counted.

    `link` gives the address of an article's page here; `progress` is told how many more are done."""

    def __init__(
        self,
        request: SearchRequest,
        result: SearchResult,
        shelf: Shelf,
        circumstances: Circumstances,
    ) -> None:
        self.request, self.shelf = request, shelf
        self.link: Callable[[str], str] = lambda article_id: ""
        self.progress: Callable[[int], None] = lambda count: None
        self._result, self._circumstances = result, circumstances
        self._found = [(hit.id, hit.score) for hit in result.hits]
        self._taken: list[tuple[str, str]] = []
        self._left_out: list[str] = []
        self._digest = hashlib.sha256()
        self._only: Counter[str] = Counter()

    @property
    def found(self) -> int:
        """How many articles there are to write: those found, or one of each story where the request collapses them."""
        return len(self._found)

    def rows(self) -> Iterator[Row]:
        """The articles in their order. What is in memory does not grow with the answer, but for its ids."""
        self._begin()
        for start in range(0, len(self._found), BATCH):
            some = self._found[start : start + BATCH]
            yield from self._read(some)
            self.progress(len(some))

    def look(self) -> Manifest:
        """The manifest as it would be, without reading the articles: which there are and what their texts are."""
        self._begin()
        for start in range(0, len(self._found), HEADS):
            some = [article_id for article_id, _ in self._found[start : start + HEADS]]
            heads = self.shelf.heads(some)
            for article_id in some:
                if article_id in heads:
                    self._note(article_id, heads[article_id])
                else:
                    self._left_out.append(article_id)
        return self.manifest()

    def manifest(self) -> Manifest:
        """What the rows so far were made of."""
        where = self.shelf.whereabouts(self._left_out) if self._left_out else {}
        return Manifest(
            made=self._circumstances.made,
            request=self.request,
            echo=self._result.echo,
            warnings=tuple(warning.message for warning in self._result.warnings),
            notices=tuple(notice.message for notice in self._result.notices),
            rules=self._circumstances.rules,
            archive=self._circumstances.archive,
            total=self._result.total,
            stories=self._result.stories,
            restricted=self._only["restricted"],
            excerpts=self._only["excerpts"],
            left_out=tuple((article_id, where.get(article_id, "unknown")) for article_id in self._left_out),
            sha256=self._digest.hexdigest(),
            articles=tuple(self._taken),
        )

    def _begin(self) -> None:
        self._taken, self._left_out, self._only = [], [], Counter()
        self._digest = hashlib.sha256()

    def _read(self, some: Sequence[tuple[str, float]]) -> Iterator[Row]:
        texts = self.shelf.texts([article_id for article_id, _ in some])
        for article_id, score in some:
            if exported := texts.get(article_id):
                self._note(article_id, Seen(exported.content_hash, exported.restricted, exported.article.excerpt))
                yield Row(exported, score, self.link(article_id))
            else:
                self._left_out.append(article_id)

    def _note(self, article_id: str, seen: Seen) -> None:
        self._digest.update(f"{article_id}\t{seen.content_hash}\n".encode())
        self._taken.append((article_id, seen.content_hash[:HASH_KEPT]))
        self._only["restricted"] += seen.restricted
        self._only["excerpts"] += seen.excerpt

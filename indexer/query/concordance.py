"""What a concordance answers: lines of words in context, with what they are the lines of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from indexer.query.context import Order
from indexer.query.result import SearchResult


@dataclass(frozen=True, kw_only=True)
class Line:
    """One place with its context. `start` and `end` are in `article.text(field)`; `mark` is the number of its first
    mark among those of the article, from 1."""

    id: str
    title: str
    press: str
    published: datetime | None
    url: str | None
    field: str
    start: int
    end: int
    mark: int
    left: str
    keyword: str
    right: str

    def to_json(self) -> dict[str, Any]:
        """As in docs/api.md."""
        own = {name: getattr(self, name) for name in ("id", "title", "press", "url", "field", "start", "end")}
        published = self.published.isoformat() if self.published else None
        return {**own, "published": published, "left": self.left, "keyword": self.keyword, "right": self.right}


class Neighbour(NamedTuple):
    """A word without its particle, and how often it stands there."""

    word: str
    times: int


class Neighbours(NamedTuple):
    """The words that most often stand right before and right behind the keywords, in the same sentence; only those that
    do more than once."""

    left: tuple[Neighbour, ...]
    right: tuple[Neighbour, ...]

    def to_json(self) -> dict[str, Any]:
        """As in docs/api.md."""
        return {side: [one._asdict() for one in found] for side, found in self._asdict().items()}


@dataclass(frozen=True, kw_only=True)
class Concordance:
    """A page of lines. `result` is the answer that they are the lines of, without its hits. Ordered by context,
    `of_lines` counts every line, which are those of the first `of_articles` articles, and `neighbours` are theirs; else
    both are None, and the lines are those of the `of_articles` articles of this page. `nothing_to_mark` says that the
    query has no word that could stand in a text; `cut` that of some articles only the beginning may be shown, and the
    lines in it."""

    result: SearchResult
    order: Order
    width: int
    of_articles: int
    of_lines: int | None
    lines: tuple[Line, ...]
    nothing_to_mark: bool
    cut: bool
    neighbours: Neighbours | None = None

    @property
    def articles(self) -> int:
        """How many articles there are to go through: one for each story where the request collapses them."""
        return self.result.total if self.result.stories is None else self.result.stories

    @property
    def capped(self) -> bool:
        """Whether only the first articles' lines were ordered."""
        return self.of_lines is not None and self.of_articles < self.articles

    def to_json(self) -> dict[str, Any]:
        """As in docs/api.md."""
        result = self.result.to_json(ids_only=True)
        return {
            **{name: result[name] for name in ("query", "total", "stories", "took_ms")},
            "order": self.order,
            "width": self.width,
            "of_articles": self.of_articles,
            "of_lines": self.of_lines,
            "capped": self.capped,
            "cut": self.cut,
            "neighbours": self.neighbours.to_json() if self.neighbours else None,
            "lines": [line.to_json() for line in self.lines],
        }

"""What is answered: one SearchResult, from which every format (page, JSON, …) is made. Spans, never HTML."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from indexer.article import TEXT_FIELDS, Article
from indexer.query.differences import Change
from indexer.query.stories import Story

Span = tuple[int, int]
"""Start and end, in code points of the text beside it; end is exclusive."""

FACETS = ("year", "month", "day", "press", "section", "reporter")
"""What every answer counts."""

ENTITY_FACETS = ("person", "place", "organization", "keyword", "tag", "region")
"""What is counted when it is asked for: of each the facets.MOST_VALUES most frequent values."""


@dataclass(frozen=True)
class Warning:  # noqa: A001  (what the field calls it; no Python warning is raised here)
    """Something in the query was repaired or not understood. `position` is a code point offset in the query."""

    position: int
    message: str

    def to_json(self) -> dict[str, Any]:
        """As in docs/api.md."""
        return {"position": self.position, "message": self.message}


@dataclass(frozen=True)
class Snippet:
    """A piece of the article's text; `marks` cut the matched words out of `text`."""

    text: str
    marks: tuple[Span, ...]
    field: str


@dataclass(frozen=True)
class Notice:
    """Something that was done for the reader, or could be: never silent, and one click to undo or to do.

    `kind` is one of NOTICES. `query` is the query text that the click asks for, `as_typed` with the box's help turned
    off; `total` is how many articles it finds, where that is known."""

    kind: str
    message: str
    query: str
    as_typed: bool = False
    total: int | None = None

    def to_json(self) -> dict[str, Any]:
        """As in docs/api.md."""
        return {
            "kind": self.kind,
            "message": self.message,
            "query": self.query,
            "as_typed": self.as_typed,
            "total": self.total,
        }


NOTICES = ("keyboard", "hanja", "number", "looser", "similar")
"""Typed on the other keyboard; Hanja read; a number also written otherwise; a word read more loosely because it stands
nowhere as typed; a similar word that the index has and that would find more (only offered)."""


class Missing(NamedTuple):
    """A word of a query that found nothing, and how many articles have it (within the filters)."""

    word: str
    total: int


class Dropped(NamedTuple):
    """A part of a query that found nothing, the query without it, and how many articles that finds (within the
    filters)."""

    word: str
    query: str
    total: int


class Matched(NamedTuple):
    """Why an article was found: a word of the query, how it stands (a key of HOW), in which field, how often, and one
    place of it as printed."""

    word: str
    how: str
    field: str
    times: int
    printed: str

    def to_json(self) -> dict[str, Any]:
        """As in docs/api.md."""
        return {**self._asdict(), "how_in_words": HOW[self.how]}


HOW = {
    "as_typed": "그대로",
    "without_particle": "조사만 다름",
    "inflected": "활용형",
    "inside": "합성어 안",
    "spaced": "띄어쓰기 다름",
    "beginning": "이렇게 시작하는 말",
    "similar": "비슷한 말",
}
"""What standing.How is called."""


@dataclass(frozen=True, kw_only=True)
class Hit:
    """One article of the answer, in ranking order. Without texts, all but id and score is empty. `excerpt` says that
    the archive has only the beginning of it; `story` is who else printed the same text, None when nobody did."""

    id: str
    score: float
    title: str = ""
    title_marks: tuple[Span, ...] = ()
    subtitle: str = ""
    press: str = ""
    section: str = ""
    region: str = ""
    reporter: str = ""
    published: datetime | None = None
    url: str | None = None
    excerpt: bool = False
    snippets: tuple[Snippet, ...] = ()
    matched: tuple[Matched, ...] = ()
    story: Story | None = None


class FacetCount(NamedTuple):
    """How many articles have `value`. A tuple, since an answer has hundreds."""

    value: str
    count: int  # type: ignore[assignment]  # instead of a tuple's own count()


@dataclass(frozen=True, kw_only=True)
class SearchResult:
    """The answer. `total` is exact and counts articles; `stories` counts the stories that they are, where the request
    collapses them: then there is one hit for each. `facets` holds every name of FACETS and what was asked for of
    ENTITY_FACETS: time facets in time order and only for dated articles, the others by falling count; a facet's own
    filter does not shrink its own counts, and they are all of articles.

    When all words together are in no article, `missing` says of each word how many articles have it, `dropped` how many
    have all parts of the query but one, and `relaxed` is
    the first page of what has most of them (match "most"), which is never counted in `total`."""

    text: str
    echo: str
    match: str
    total: int
    stories: int | None = None
    warnings: tuple[Warning, ...] = ()
    took_ms: float = 0.0
    hits: tuple[Hit, ...] = ()
    facets: Mapping[str, Sequence[FacetCount]] = field(default_factory=dict)
    notices: tuple[Notice, ...] = ()
    missing: tuple[Missing, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    relaxed: SearchResult | None = None

    def to_json(self, *, ids_only: bool = False) -> dict[str, Any]:
        """The stable form of docs/api.md; `ids_only` leaves id and score in the hits and no facets."""
        query = {
            "text": self.text,
            "echo": self.echo,
            "warnings": [warning.to_json() for warning in self.warnings],
            "match": self.match,
            "notices": [notice.to_json() for notice in self.notices],
            "missing": [missing._asdict() for missing in self.missing],
            "dropped": [dropped._asdict() for dropped in self.dropped],
        }
        found: dict[str, Any] = {"query": query, "total": self.total, "stories": self.stories}
        found["took_ms"] = round(self.took_ms, 3)
        if ids_only:
            return found | {"hits": [{"id": h.id, "score": h.score} for h in self.hits]}
        names = dict.fromkeys((*FACETS, *self.facets))
        facets = {name: [{"value": f.value, "count": f.count} for f in self.facets.get(name, ())] for name in names}
        relaxed = self.relaxed.to_json() if self.relaxed else None
        return found | {"hits": [_hit_json(hit) for hit in self.hits], "facets": facets, "relaxed": relaxed}


def _hit_json(hit: Hit) -> dict[str, Any]:
    return {
        "id": hit.id,
        "title": hit.title,
        "title_marks": [list(mark) for mark in hit.title_marks],
        "subtitle": hit.subtitle,
        "press": hit.press,
        "section": hit.section,
        "region": hit.region,
        "reporter": hit.reporter,
        "published": _time_json(hit.published),
        "url": hit.url,
        "excerpt": hit.excerpt,
        "score": hit.score,
        "snippets": [
            {"text": s.text, "marks": [list(mark) for mark in s.marks], "field": s.field} for s in hit.snippets
        ],
        "matched": [matched.to_json() for matched in hit.matched],
        "story": hit.story.to_json() if hit.story else None,
    }


COMPARED = (*TEXT_FIELDS, "press", "section", "region", "reporter", "published", "url")
"""What is compared of two versions of an article."""


@dataclass(frozen=True, kw_only=True)
class Version:
    """One of the texts an article had. `number` counts from 1, `archived` is when it came in and `place` where from;
    `searched` marks the one that searches find. `changes` are the differences from the version before, for each of
    COMPARED that has any."""

    number: int
    archived: datetime
    place: str
    searched: bool
    fetched: datetime | None = None
    excerpt: bool = False
    changes: Mapping[str, tuple[Change, ...]] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """As in docs/api.md."""
        return {
            "number": self.number,
            "archived": _time_json(self.archived),
            "fetched": _time_json(self.fetched),
            "place": self.place,
            "searched": self.searched,
            "excerpt": self.excerpt,
            "changes": {name: [list(change) for change in changes] for name, changes in self.changes.items()},
        }


@dataclass(frozen=True, kw_only=True)
class ArticleView:
    """One whole article to read. `marks` holds, for each of TEXT_FIELDS that has any, the spans a query matched in
    `article.text(name)`. `versions` are the times (KST) each version was archived, oldest first; `number` says which
    of them this is, from 1. `restricted` says that the newspaper lets only the beginning be seen, which `article` is
    then cut to: the rest is to be read at its `url`."""

    article: Article
    restricted: bool = False
    number: int = 1
    versions: tuple[datetime, ...] = ()
    marks: dict[str, tuple[Span, ...]] = field(default_factory=dict)
    story: Story | None = None

    def to_json(self) -> dict[str, Any]:
        """The form of docs/api.md, for the command line and the API alike."""
        article = self.article
        return {
            "id": article.id,
            "title": article.title,
            "subtitle": article.subtitle,
            "body": article.body,
            "captions": list(article.captions),
            "press": article.press,
            "section": article.section,
            "region": article.region,
            "reporter": article.reporter,
            "reporters": list(article.reporters),
            "published": _time_json(article.published),
            "fetched": _time_json(article.fetched),
            "url": article.url,
            "excerpt": article.excerpt,
            "restricted": self.restricted,
            "extra": dict(article.extra),
            "version": self.number,
            "versions": [_time_json(time) for time in self.versions],
            "marks": {name: [list(span) for span in spans] for name, spans in self.marks.items()},
            "story": self.story.to_json() if self.story else None,
        }


def _time_json(time: datetime | None) -> str | None:
    return time.isoformat() if time else None

"""What is answered: one SearchResult, from which every format (page, JSON, …) is made. Spans, never HTML."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from indexer.article import Article

Span = tuple[int, int]
"""Start and end, in code points of the text beside it; end is exclusive."""

FACETS = ("year", "month", "day", "press", "section", "reporter")


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


@dataclass(frozen=True, kw_only=True)
class Hit:
    """One article of the answer, in ranking order. Without texts, all but id and score is empty."""

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
    snippets: tuple[Snippet, ...] = ()


class FacetCount(NamedTuple):
    """How many articles have `value`. A tuple, since an answer has hundreds."""

    value: str
    count: int  # type: ignore[assignment]  # instead of a tuple's own count()


@dataclass(frozen=True, kw_only=True)
class SearchResult:
    """The answer. `total` is exact. `facets` holds every name of FACETS: time facets in time order and only for
    dated articles, the others by falling count; a facet's own filter does not shrink its own counts."""

    text: str
    echo: str
    match: str
    total: int
    warnings: tuple[Warning, ...] = ()
    took_ms: float = 0.0
    hits: tuple[Hit, ...] = ()
    facets: dict[str, tuple[FacetCount, ...]] = field(default_factory=dict)

    def to_json(self, *, ids_only: bool = False) -> dict[str, Any]:
        """The stable form of docs/api.md; `ids_only` leaves id and score in the hits and no facets."""
        query = {
            "text": self.text,
            "echo": self.echo,
            "warnings": [warning.to_json() for warning in self.warnings],
            "match": self.match,
        }
        found: dict[str, Any] = {"query": query, "total": self.total, "took_ms": round(self.took_ms, 3)}
        if ids_only:
            return found | {"hits": [{"id": h.id, "score": h.score} for h in self.hits]}
        facets = {name: [{"value": f.value, "count": f.count} for f in self.facets.get(name, ())] for name in FACETS}
        return found | {"hits": [_hit_json(hit) for hit in self.hits], "facets": facets}


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
        "score": hit.score,
        "snippets": [
            {"text": s.text, "marks": [list(mark) for mark in s.marks], "field": s.field} for s in hit.snippets
        ],
    }


@dataclass(frozen=True, kw_only=True)
class ArticleView:
    """One whole article to read. `marks` holds, for each of TEXT_FIELDS that has any, the spans a query matched in
    `article.text(name)`. `versions` are the times (KST) each version was archived, oldest first."""

    article: Article
    versions: tuple[datetime, ...] = ()
    marks: dict[str, tuple[Span, ...]] = field(default_factory=dict)

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
            "extra": dict(article.extra),
            "versions": [_time_json(time) for time in self.versions],
            "marks": {name: [list(span) for span in spans] for name, spans in self.marks.items()},
        }


def _time_json(time: datetime | None) -> str | None:
    return time.isoformat() if time else None

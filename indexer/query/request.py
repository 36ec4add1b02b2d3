"""What is asked: one search, with its filters, order and page."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal, get_args

Sort = Literal["relevance", "newest", "oldest"]
MatchMode = Literal["all", "most"]
SORTS: tuple[Sort, ...] = get_args(Sort)
MATCH_MODES: tuple[MatchMode, ...] = get_args(MatchMode)
FILTER_FIELDS = ("press", "section", "reporter", "region")
"""Facets that can be chosen as filters beside the query: several values of one field mean any of them. And what can be
left out: an article that has any of those values is not found."""


@dataclass(frozen=True, kw_only=True)
class SearchRequest:
    """One search. `first` and `last` are inclusive days in KST; `limit` None means all hits."""

    text: str = ""
    first: date | None = None
    last: date | None = None
    press: tuple[str, ...] = ()
    section: tuple[str, ...] = ()
    reporter: tuple[str, ...] = ()
    region: tuple[str, ...] = ()
    not_press: tuple[str, ...] = ()
    not_section: tuple[str, ...] = ()
    not_reporter: tuple[str, ...] = ()
    not_region: tuple[str, ...] = ()
    sort: Sort = "relevance"
    match: MatchMode = "all"
    limit: int | None = 10
    offset: int = 0
    collapse: bool = False
    """True shows of every story (the same text in several papers) the article that comes first in the order."""
    facets: tuple[str, ...] = ()
    """Those of ENTITY_FACETS that are counted beside FACETS."""
    with_texts: bool = field(default=True)
    """False leaves ids and scores only: no texts, snippets or facets (`--ids-only`)."""
    as_typed: bool = False
    """True searches every word as it is typed: nothing is corrected, and no number is read in its other forms."""

    def chosen(self, name: str) -> tuple[str, ...]:
        """The chosen values of one of FILTER_FIELDS."""
        return tuple(getattr(self, name))

    def left_out(self, name: str) -> tuple[str, ...]:
        """The values of one of FILTER_FIELDS that no article found may have."""
        return tuple(getattr(self, f"not_{name}"))

"""What counts along time stand beside: what the archive holds, asked of the search engine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from indexer.query.request import FILTER_FIELDS, SearchRequest
from webui.service import SearchService
from webui.timelines.shares import Facets


@dataclass(frozen=True, kw_only=True)
class Beside:
    """`papers` are all articles of the newspapers that are asked: where there are none, the archive has a gap. `totals`
    are those that pass the other filters too: what shares are shares of."""

    papers: Facets
    totals: Facets


def papers(search: SearchService, request: SearchRequest, units: Sequence[str] = ()) -> Facets:
    """All articles of the newspapers that a request is about: by month, and by those units."""
    about = SearchRequest(press=request.press, not_press=request.not_press)
    return search.totals(about, tuple(dict.fromkeys(("month", *units))))


def beside(search: SearchService, request: SearchRequest, units: Sequence[str]) -> Beside:
    """What is beside the articles of a request, by those units."""
    kept = papers(search, request, units)
    others = [name for name in FILTER_FIELDS if name != "press"]
    narrowed = any(request.chosen(name) or request.left_out(name) for name in others)
    return Beside(papers=kept, totals=search.totals(request, units) if narrowed else kept)

"""The pages: home, search, article."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from flask import Blueprint, render_template, request

from indexer.query.reasons import RELAXED
from indexer.query.request import SearchRequest
from indexer.query.result import SearchResult
from webui import helping, params, present, reading, timeline
from webui.figures import Figures
from webui.params import Params
from webui.service import SearchService

HEADLINES = 8  # newest articles on the home page


class Pages:
    """HTML for readers. `today` (KST) is what 최근 1주 counts from."""

    def __init__(self, search: SearchService, figures: Figures, today: Callable[[], date]) -> None:
        self._search = search
        self._figures = figures
        self._today = today

    def blueprint(self) -> Blueprint:
        """The routes, and `tagline()` for every page's masthead."""
        routes = Blueprint("pages", __name__)
        routes.add_url_rule("/", view_func=self.home)
        routes.add_url_rule("/search", view_func=self.search)
        routes.add_url_rule("/article/<path:article_id>", view_func=self.article)
        routes.add_app_template_global(self.tagline, "tagline")
        return routes

    def tagline(self) -> tuple[str, ...]:
        """What the archive holds, in a few words; empty when that cannot be known now."""
        stats = self._figures.recent()
        return present.tagline(stats) if stats else ()

    def home(self) -> str:
        """What the archive holds, and ways in."""
        stats = self._figures.fresh()
        if not stats.articles:
            return render_template("empty.html", stats=stats)
        newest = self._search.search(SearchRequest(sort="newest", limit=HEADLINES))
        asked = Params(sort="newest")
        return render_template(
            "home.html",
            stats=stats,
            span=present.years_span(stats),
            timeline=timeline.of_archive(stats),
            **self._advanced(asked, newest),
            rows=present.rows(asked, newest),
        )

    def search(self) -> str:
        """One page of an answer."""
        asked = params.read(request.args)
        result = self._search.search(asked.request())
        return render_template(
            "search.html",
            q=asked.q,
            result=result,
            understood=present.understood(asked, result),
            notes=helping.notes(asked, result),
            missing=helping.missing(result),
            relaxed=helping.relaxed(asked, result),
            relaxed_name=RELAXED,
            chips=present.chips(asked),
            timeline=timeline.of_result(asked, result, self._figures.recent()),
            rows=present.rows(asked, result),
            pager=present.pager(asked, result.total),
            sorts=present.sorts(asked),
            ways_out=present.ways_out(asked, result),
            canonical=asked.query(),
            unfiltered=asked.unfiltered().query(),
            all_words=asked.but(match="all").query(),
            most_words=asked.but(match="most").query(),
            **self._advanced(asked, result),
        )

    def article(self, article_id: str) -> str:
        """One article to read."""
        text = request.args.get("q", "")
        view = self._search.article(article_id, text)
        return render_template("article.html", q=text, article=reading.read(view, text))

    def _advanced(self, asked: Params, result: SearchResult) -> dict[str, object]:
        """What the facets and the 상세검색 form need."""
        return {
            "asked": asked,
            "facets": present.facets(asked, result),
            "periods": present.recent_periods(asked, self._today()),
        }

"""The pages: home, search, article, coverage."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, render_template, request

from indexer.query.reasons import RELAXED, counted_both
from indexer.query.request import SearchRequest
from indexer.query.result import SearchResult
from webui import covering, editions, entities, helping, params, present, reading, timeline, together
from webui.parameters import DIFF
from webui.params import Params
from webui.site import Site

HEADLINES = 8  # newest articles on the home page


def routes(site: Site) -> Blueprint:
    """The pages' addresses."""
    return Pages(site).blueprint()


class Pages:
    """HTML for readers."""

    def __init__(self, site: Site) -> None:
        self._search, self._figures, self._today = site.search, site.figures, site.today

    def blueprint(self) -> Blueprint:
        """The routes, and `tagline()` for every page's masthead."""
        routes = Blueprint("pages", __name__)
        routes.add_url_rule("/", view_func=self.home)
        routes.add_url_rule("/search", view_func=self.search)
        routes.add_url_rule("/article/<path:article_id>", view_func=self.article)
        routes.add_url_rule("/coverage", view_func=self.coverage)
        routes.add_app_template_global(self.tagline, "tagline")
        routes.add_app_template_global(together.beside, "beside")
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
        wanted = tuple(dict.fromkeys((*asked.facets, *entities.ENTITIES)))
        result = self._search.search(replace(asked.request(), facets=wanted))
        return render_template(
            "search.html",
            q=asked.q,
            result=result,
            counted=counted_both(result),
            toggle=together.toggle(asked),
            entities=entities.entities(asked, result),
            understood=present.understood(asked, result),
            notes=helping.notes(asked, result),
            missing=helping.missing(result),
            relaxed=helping.relaxed(asked, result),
            relaxed_name=RELAXED,
            chips=present.chips(asked),
            timeline=timeline.of_result(asked, result, self._figures.recent()),
            rows=present.rows(asked, result),
            pager=present.pager(asked, together.shown(result)),
            sorts=present.sorts(asked),
            ways_out=present.ways_out(asked, result),
            canonical=asked.query(),
            unfiltered=asked.unfiltered().query(),
            all_words=asked.but(match="all").query(),
            most_words=asked.but(match="most").query(),
            **self._advanced(asked, result),
        )

    def article(self, article_id: str) -> str:
        """One article to read: its newest version, or the one of a number, and what has changed."""
        text = request.args.get("q", "")
        view = self._search.article(article_id, text, number=params.version(request.args))
        versions = self._search.versions(article_id) if len(view.versions) > 1 else ()
        return render_template(
            "article.html",
            q=text,
            article=reading.read(view, text),
            history=editions.history(view, versions, text, changes=DIFF.read(request.args)),
        )

    def coverage(self) -> str:
        """What the archive holds of each newspaper, year by year and month by month."""
        chosen = tuple(dict.fromkeys(request.args.getlist("press")))
        return render_template("coverage.html", coverage=covering.laid_out(self._search.coverage(), chosen))

    def _advanced(self, asked: Params, result: SearchResult) -> dict[str, object]:
        """What the facets and the 상세검색 form need."""
        return {
            "asked": asked,
            "facets": present.facets(asked, result),
            "periods": present.recent_periods(asked, self._today()),
        }

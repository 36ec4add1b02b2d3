"""The pages: home, search, article, coverage."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, abort, render_template, request

from indexer.query.reasons import RELAXED
from indexer.query.request import FILTER_FIELDS, SearchRequest
from indexer.query.result import SearchResult
from webui import covering, params
from webui.articles import citing, editions, reading, related
from webui.parameters import DIFF, FIND, UNITS
from webui.params import Params
from webui.results import entities, facets, helping, present, ticks, together, ways_out
from webui.site import Site
from webui.timelines import beside, drawn, timeline
from webui.timelines.shares import held
from webui.timelines.timeline import Timeline

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
        routes.add_url_rule("/values/<field>", view_func=self.values)
        routes.add_url_rule("/coverage", view_func=self.coverage)
        routes.add_app_template_global(self.tagline, "tagline")
        routes.add_app_template_global(together.beside, "beside")
        routes.add_app_template_global(ticks.ticks, "ticks")
        routes.add_app_template_global(drawn.bars, "bars_of")
        routes.add_app_template_global(drawn.lines, "lines_of")
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
        wanted = tuple(dict.fromkeys((*asked.facets, *entities.ENTITIES, "region")))
        result = self._search.search(replace(asked.request(), facets=wanted))
        return render_template(
            "search.html",
            q=asked.q,
            result=result,
            title=present.title(asked, result),
            browsing=present.browsing(asked),
            counted=present.counted(result),
            toggle=together.toggle(asked),
            entities=entities.entities(asked, result),
            understood=present.understood(asked, result),
            notes=helping.notes(asked, result),
            missing=helping.missing(result),
            relaxed=helping.relaxed(asked, result),
            relaxed_name=RELAXED,
            chips=present.chips(asked),
            timeline=self._timeline(asked, result),
            rows=present.rows(asked, result),
            pager=present.pager(asked, together.shown(result)),
            sorts=present.sorts(asked),
            ways_out=() if result.total else ways_out.ways_out(asked, result, self._count),
            canonical=asked.query(),
            unfiltered=asked.unfiltered().query(),
            all_words=asked.linked(match="all"),
            most_words=asked.linked(match="most"),
            **self._advanced(asked, result),
        )

    def article(self, article_id: str) -> str:
        """One article to read: its newest version, or the one of a number, and what has changed."""
        asked, number = reading.asked(request.args), params.version(request.args)
        view = self._search.article(article_id, asked.q, number=number, as_typed=reading.as_typed(asked))
        versions = self._search.versions(article_id) if len(view.versions) > 1 else ()
        return render_template(
            "article.html",
            q=asked.q,
            article=reading.read(view, asked),
            related=related.beside(self._search.similar(article_id), view.article.title),
            cited=citing.cited(view.article, version=number),
            history=editions.history(view, versions, asked.words(), changes=DIFF.read(request.args)),
        )

    def _count(self, asked: Params) -> int:
        return self._search.search(replace(asked.request(), limit=0, offset=0, facets=(), with_texts=False)).total

    def values(self, field: str) -> str:
        """All values of one facet, and a box to find some of them."""
        if field not in FILTER_FIELDS:
            abort(404)
        asked, find = params.read(request.args), FIND.read(request.args)
        result = self._search.search(
            replace(asked.request(), limit=0, offset=0, facets=(field,) if field == "region" else ())
        )
        page = facets.listed(asked, field, find, result)
        return render_template("values.html", q=asked.q, asked=asked, page=page, **self._frame(asked))

    def coverage(self) -> str:
        """What the archive holds of each newspaper, year by year and month by month."""
        chosen = tuple(dict.fromkeys(request.args.getlist("press")))
        return render_template("coverage.html", coverage=covering.laid_out(self._search.coverage(), chosen))

    def _timeline(self, asked: Params, result: SearchResult) -> Timeline | None:
        """The search along time, beside what the archive holds; all other articles are counted for shares only."""
        papers = beside.papers(self._search, asked.request())
        units = UNITS[: UNITS.index(asked.by) + 1]  # a coarser one is drawn where that does not fit the page
        totals = beside.beside(self._search, asked.request(), units).totals if asked.share else None
        return timeline.of_result(asked, result, self._figures.recent(), held=held(papers), totals=totals)

    def _frame(self, asked: Params) -> dict[str, object]:
        """What says which search a page belongs to."""
        return {"chips": present.chips(asked), "unfiltered": asked.unfiltered().query()}

    def _advanced(self, asked: Params, result: SearchResult) -> dict[str, object]:
        """What the facets and the 상세검색 form need."""
        return {
            "asked": asked,
            "facets": facets.facets(asked, result),
            "periods": present.recent_periods(asked, self._today()),
        }

"""The JSON API and the two probes."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, jsonify, request

from indexer.archive.stats import Stats
from indexer.errors import GisaError
from indexer.query.result import ArticleView
from webui import params
from webui.figures import Figures
from webui.service import SearchService


class Api:
    """`/api/v1/…`, `/healthz` and `/readyz`."""

    def __init__(self, search: SearchService, figures: Figures) -> None:
        self._search = search
        self._figures = figures

    def blueprint(self) -> Blueprint:
        """The routes."""
        routes = Blueprint("api", __name__)
        routes.add_url_rule("/api/v1/search", view_func=self.search)
        routes.add_url_rule("/api/v1/articles/<path:article_id>", view_func=self.article)
        routes.add_url_rule("/api/v1/stats", view_func=self.stats)
        routes.add_url_rule("/healthz", view_func=self.healthz)
        routes.add_url_rule("/readyz", view_func=self.readyz)
        return routes

    def search(self) -> Response:
        """The SearchResult of the same parameters as the page's."""
        asked = params.read(request.args)
        return jsonify(self._search.search(asked.request()).to_json())

    def article(self, article_id: str) -> Response:
        """One article, with marks on what `q` matches."""
        return jsonify(article_json(self._search.article(article_id, request.args.get("q", ""))))

    def stats(self) -> Response:
        """What the archive holds, counted now."""
        return jsonify(stats_json(self._figures.fresh()))

    def healthz(self) -> Response:
        """The process answers; says nothing of the engine."""
        return jsonify({"status": "ok"})

    def readyz(self) -> Response:
        """Searches can be answered: 200, or 503 with the reason."""
        try:
            self._search.check_ready()
        except GisaError as error:
            response = jsonify({"status": "unavailable", "reason": str(error)})
            response.status_code = 503
            return response
        return jsonify({"status": "ok"})


def article_json(view: ArticleView) -> dict[str, Any]:
    """One article as JSON; `marks` are spans within the field's text (captions joined by line breaks)."""
    article = view.article
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
        "published": article.published.isoformat() if article.published else None,
        "fetched": article.fetched.isoformat() if article.fetched else None,
        "url": article.url,
        "extra": dict(article.extra),
        "versions": [time.isoformat() for time in view.versions],
        "marks": {name: [list(span) for span in spans] for name, spans in view.marks.items()},
    }


def stats_json(stats: Stats) -> dict[str, Any]:
    """What the archive holds, as JSON; counts are listed as facets are."""
    return {
        "articles": stats.articles,
        "versions": stats.versions,
        "rejected": stats.rejected,
        "pending": stats.pending,
        "analysed": stats.analysed,
        "presses": [{"value": value, "count": count} for value, count in stats.presses],
        "years": [{"value": value, "count": count} for value, count in stats.years],
        "first": stats.first.isoformat() if stats.first else None,
        "last": stats.last.isoformat() if stats.last else None,
    }

"""The JSON API and the two probes."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, request

from indexer.errors import GisaError, InvalidRequest
from indexer.query.language import LIMITS
from webui import params
from webui.articles import reading
from webui.opensearch import SUGGESTIONS
from webui.parameters import DIFF, FORMAT, LIMIT
from webui.site import Site

SHORTLY = "private, max-age=30"
"""Suggestions may be as old as that: who deletes a letter gets the same ones again."""


def routes(site: Site) -> Blueprint:
    """The API's addresses."""
    return Api(site).blueprint()


class Api:
    """`/api/v1/…`, `/healthz` and `/readyz`."""

    def __init__(self, site: Site) -> None:
        self._search, self._figures = site.search, site.figures

    def blueprint(self) -> Blueprint:
        """The routes."""
        routes = Blueprint("api", __name__)
        routes.add_url_rule("/api/v1/search", view_func=self.search)
        routes.add_url_rule("/api/v1/articles/<path:article_id>", view_func=self.article)
        routes.add_url_rule("/api/v1/suggest", view_func=self.suggest)
        routes.add_url_rule("/api/v1/stats", view_func=self.stats)
        routes.add_url_rule("/api/v1/coverage", view_func=self.coverage)
        routes.add_url_rule("/healthz", view_func=self.healthz)
        routes.add_url_rule("/readyz", view_func=self.readyz)
        return routes

    def search(self) -> Response:
        """The SearchResult of the same parameters as the page's."""
        asked = params.read(request.args)
        return jsonify(self._search.search(asked.request()).to_json())

    def article(self, article_id: str) -> Response:
        """One article, with marks on what `q` matches, understood as in a search with that `match` and `asis`;
        `version` asks for an older text, `diff=1` for what each version changed too."""
        asked, number = reading.asked(request.args), params.version(request.args)
        as_typed = reading.as_typed(asked)
        found = self._search.article(article_id, asked.q, number=number, as_typed=as_typed).to_json()
        if DIFF.read(request.args):
            found["changes"] = [version.to_json() for version in self._search.versions(article_id)]
        return jsonify(found)

    def suggest(self) -> Response:
        """How the query `q` may go on, `limit` of them at most; in the form of browsers' search bars where asked."""
        form, limit = FORMAT.read(request.args), LIMIT.read(request.args)
        typed = request.args.get("q", "")
        if len(typed) > LIMITS.characters:
            message = f"검색어는 {LIMITS.characters}자까지 적을 수 있습니다."
            raise InvalidRequest(message, parameter="q", code="query_too_large")
        found = self._search.suggest(typed, limit) if typed.strip() else ()
        if form == "opensearch":
            response = jsonify([typed, [suggestion.text for suggestion in found]])
            response.content_type = SUGGESTIONS
        else:
            response = jsonify({"query": typed, "suggestions": [suggestion.to_json() for suggestion in found]})
        response.headers["Cache-Control"] = SHORTLY
        return response

    def stats(self) -> Response:
        """What the archive holds, counted now."""
        return jsonify(self._figures.fresh().to_json())

    def coverage(self) -> Response:
        """How many articles of each newspaper (`press`, all if none is named) and month there are."""
        return jsonify(self._search.coverage().of(request.args.getlist("press")).to_json())

    def healthz(self) -> Response:
        """The process answers; says nothing of the engine."""
        return jsonify({"status": "ok"})

    def readyz(self) -> Response:
        """Searches can be answered: 200, or 503 with the reason."""
        try:
            self._search.check_ready()
        except GisaError as error:
            response = jsonify({"status": "unavailable", "reason": error.for_readers})
            response.status_code = 503
            return response
        return jsonify({"status": "ok"})

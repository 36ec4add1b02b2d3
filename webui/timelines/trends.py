"""The timeline's figures for programs: CSV and JSON."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from flask import Blueprint, Response, jsonify, request

from indexer.query.result import SearchResult
from webui import params
from webui.exports.tables import csv_file
from webui.params import Params
from webui.site import Site
from webui.timelines import axis
from webui.timelines.beside import beside
from webui.timelines.shares import Point, counted_by, held, points

COLUMNS = ("period", "count", "total", "share", "missing")


def routes(site: Site) -> Blueprint:
    """`/timeline.csv` and `/api/v1/timeline`."""
    trends = Trends(site)
    routes = Blueprint("trends", __name__)
    routes.add_url_rule("/timeline.csv", view_func=trends.file, endpoint="file")
    routes.add_url_rule("/api/v1/timeline", view_func=trends.api, endpoint="api")
    return routes


class Trends:
    """A search's articles along time, each period beside all the articles of the same filters."""

    def __init__(self, site: Site) -> None:
        self._search = site.search

    def file(self) -> Response:
        """A line a period, as a table for spreadsheets."""
        return csv_file("timeline.csv", COLUMNS, map(cells, self._counted(params.read(request.args))[1]))

    def api(self) -> Response:
        """The same as JSON, with the query as it was understood."""
        asked = params.read(request.args)
        result, counted = self._counted(asked)
        return jsonify(
            {
                "query": result.to_json()["query"],
                "total": result.total,
                "undated": result.total - sum(point.count for point in counted),
                "by": asked.by,
                "points": [point.to_json() for point in counted],
            }
        )

    def _counted(self, asked: Params) -> tuple[SearchResult, Sequence[Point]]:
        result = self._search.search(replace(asked.request(), limit=0, offset=0, facets=(), collapse=False))
        period = asked.first, asked.last
        around = beside(self._search, asked.request(), counted_by(asked.by, period))
        found = {one.value for one in result.facets.get("year", ())}
        years = axis.years_of({*found, *held(around.papers).years})
        places = axis.every_place(asked.by, years, *period)
        return result, points(asked.by, places, result.facets, around.totals, held(around.papers), period)


def cells(point: Point) -> tuple[str | float | None, ...]:
    """A point as a line of COLUMNS: missing is 1 or 0."""
    return tuple(int(value) if isinstance(value, bool) else value for value in point.to_json().values())

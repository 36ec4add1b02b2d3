"""Comparing queries along time: the page, its figures as CSV, and the same as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from flask import Blueprint, Response, jsonify, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from indexer.errors import InvalidRequest
from indexer.query.result import SearchResult
from webui.exports.tables import csv_file
from webui.language import say
from webui.results import present
from webui.site import Site
from webui.timelines import axis, comparing
from webui.timelines.beside import beside
from webui.timelines.compared import Answer, Compared, compared, years_of
from webui.timelines.comparing import MOST, Question
from webui.timelines.shares import Point, counted_by, held, points


def routes(site: Site) -> Blueprint:
    """`/compare`, `/compare.csv` and `/api/v1/compare`."""
    compare = Compare(site)
    routes = Blueprint("compare", __name__)
    routes.add_url_rule("/compare", view_func=compare.page, endpoint="page")
    routes.add_url_rule("/compare.csv", view_func=compare.file, endpoint="file")
    routes.add_url_rule("/api/v1/compare", view_func=compare.api, endpoint="api")
    return routes


class Compare:
    """Up to MOST queries over one axis."""

    def __init__(self, site: Site) -> None:
        self._search = site.search

    def page(self) -> AnyResponse:
        """The chart, its legend and table, and the form. A query that cannot be asked is named at its box (400)."""
        question = comparing.read(request.args)
        if not all(value.strip() for _, value in request.args.items(multi=True)):
            return redirect(url_for("compare.page") + question.query())  # the form sends its empty boxes too
        answers = [self._answer(question, text) for text in question.texts]
        page = render_template(
            "compare.html",
            q="",
            question=question,
            boxes=[(answer.text, answer.problem) for answer in answers] + [("", "")] * (MOST - len(answers)),
            compared=self._compared(question, answers),
            chips=_chips(question),
        )
        return make_response(page, 400 if any(answer.problem for answer in answers) else 200)

    def file(self) -> Response:
        """A line a period, with a column a query for counts and one for shares."""
        question = comparing.read(request.args)
        counted = self._counted(question)
        header = [name for result, _ in counted for name in (f"{result.text} (count)", f"{result.text} (share)")]
        return csv_file("compare.csv", ["period", "missing", "total", *header], _lines([line for _, line in counted]))

    def api(self) -> Response:
        """The points of each query, as of a timeline."""
        question = comparing.read(request.args)
        series = [
            {
                "query": result.to_json()["query"],
                "total": result.total,
                "undated": result.total - sum(point.count for point in line),
                "points": [point.to_json() for point in line],
            }
            for result, line in self._counted(question)
        ]
        return jsonify({"by": question.asked.by, "series": series})

    def _answer(self, question: Question, text: str) -> Answer:
        try:
            return Answer(text=text, result=self._found(question, text))
        except InvalidRequest as error:
            if error.parameter != "q":
                raise
            return Answer(text=text, result=None, problem=str(error))

    def _found(self, question: Question, text: str) -> SearchResult:
        return self._search.search(replace(question.alone(text).request(), limit=0))

    def _compared(self, question: Question, answers: Sequence[Answer]) -> Compared | None:
        if not any(answer.result for answer in answers):
            return None
        asked = question.asked
        # Which unit fits the page is known when the years are; days are only drawn of a period.
        units = ("day",) if asked.first or asked.last else ("year", "month")
        around = beside(self._search, asked.request(), units)
        return compared(question, answers, around.totals, around.papers)

    def _counted(self, question: Question) -> list[tuple[SearchResult, tuple[Point, ...]]]:
        """Each query with its points, of the unit that is asked, however many. Raises InvalidRequest, naming the query
        that cannot be asked."""
        answers = [self._answer(question, text) for text in question.texts]
        for answer in answers:
            if answer.problem:
                message = say("검색식 ‘{text}’: {problem}", text=answer.text[:40], problem=answer.problem)
                raise InvalidRequest(message, parameter="q", code="query_too_large")
        found = [answer.result for answer in answers if answer.result]
        asked = question.asked
        period = asked.first, asked.last
        around = beside(self._search, asked.request(), counted_by(asked.by, period))
        kept = held(around.papers)
        places = axis.every_place(asked.by, years_of(found, around.papers), *period)
        return [(one, points(asked.by, places, one.facets, around.totals, kept, period)) for one in found]


def _chips(question: Question) -> list[tuple[present.Chip, str]]:
    """The filters in force and the comparisons without them; the period has boxes of its own."""
    chips = present.chips(question.asked)
    return [(chip, question.with_texts(chip.query)) for chip in chips if chip.field != "period"]


def _lines(series: Sequence[Sequence[Point]]) -> Iterator[list[str | float | None]]:
    """A line a period: what it is, whether nothing is held of it, all articles, and each query's count and share."""
    for line in zip(*series, strict=True):
        first = line[0].to_json()
        missing = int(all(point.missing for point in line))
        # Where the archive grew between the counts, each point has a total of its own; the greatest holds for all.
        total = max(point.total for point in line)
        cells = [cell for point in line for cell in (point.count, point.to_json()["share"])]
        yield [first["period"], missing, total, *cells]

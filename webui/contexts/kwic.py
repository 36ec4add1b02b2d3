"""Words in context: the page, its lines as files, and the same as JSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Sequence

from flask import Blueprint, Response, jsonify, render_template, request, url_for

from indexer.exporting.cells import harmless, writable
from indexer.query.concordance import Line
from indexer.query.lexer import FIELD_NAMES
from webui.contexts import concording
from webui.exports.exporting import after, attachment, links
from webui.exports.tables import MARK
from webui.language import say
from webui.results import helping, present, together
from webui.site import Site

TOGETHER = 200
"""Lines that are written at once."""

COLUMNS = ("기사ID", "일시", "신문", "제목", "자리", "왼쪽 문맥", "낱말", "오른쪽 문맥", "원문주소", "동네기사 주소")

Linking = Callable[[str], str]


def routes(site: Site) -> Blueprint:
    """`/kwic`, `/kwic.csv`, `/kwic.jsonl` and `/api/v1/kwic`."""
    made = Kwic(site)
    blueprint = Blueprint("kwic", __name__)
    blueprint.add_url_rule("/kwic", view_func=made.page, endpoint="page")
    blueprint.add_url_rule("/kwic.csv", view_func=made.csv, endpoint="csv")
    blueprint.add_url_rule("/kwic.jsonl", view_func=made.jsonl, endpoint="jsonl")
    blueprint.add_url_rule("/api/v1/kwic", view_func=made.api, endpoint="api")
    return blueprint


class Kwic:
    """The views. A page is of the same parameters as that of the search, with `order` and `width`; the files have every
    line, whatever `page` and `size` say."""

    def __init__(self, site: Site) -> None:
        self._search, self._today = site.search, site.today

    def page(self) -> str:
        """A table with a line for each place."""
        asked = concording.read(request.args)
        found = self._search.concordance(asked.request(), asked.order, asked.width)
        return render_template(
            "kwic.html",
            q=asked.q,
            asked_at=url_for("kwic.page"),  # who looks at contexts goes on looking at them
            asked=asked,
            listed=asked.search.query(),
            found=found,
            result=found.result,
            understood=present.understood(asked, found.result),
            notes=helping.notes(asked, found.result),
            chips=present.chips(asked),
            unfiltered=asked.unfiltered().query(),
            rows=concording.rows(asked, found),
            columns=concording.columns(asked),
            counted=concording.counted(found),
            said=concording.said(asked, found),
            pager=concording.pages(asked, found),
            orders=concording.article_orders(asked),
            widths=concording.widths(asked),
            toggle=together.toggle(asked),
        )

    def csv(self) -> Response:
        """A row a line, for spreadsheets."""
        return self._file("csv", "text/csv; charset=utf-8", _csv)

    def jsonl(self) -> Response:
        """A JSON object a line, for programs."""
        return self._file("jsonl", "application/x-ndjson; charset=utf-8", _jsonl)

    def api(self) -> Response:
        """The Concordance of the same parameters as the page's."""
        asked = concording.read(request.args)
        return jsonify(self._search.concordance(asked.request(), asked.order, asked.width).to_json())

    def _file(self, suffix: str, media: str, written: Callable[[Iterable[Line], Linking], Iterator[str]]) -> Response:
        """All lines, streamed. What goes wrong before the first of them is a page that says so; what does later breaks
        the connection off."""
        asked = concording.read(request.args)
        lines = self._search.concordance_lines(asked.request(), asked.order, asked.width)
        pieces = (piece.encode() for piece in written(lines, links()))
        response = Response(after(next(pieces, b""), pieces), content_type=media)
        name = f"{say('문맥')} {asked.q}"
        response.headers["Content-Disposition"] = attachment(name, self._today(), suffix)
        return response


def _csv(lines: Iterable[Line], link: Linking) -> Iterator[str]:
    text = io.StringIO(newline="")
    rows = csv.writer(text, lineterminator="\r\n")
    text.write(MARK)
    rows.writerow(COLUMNS)
    for some in _together(lines):
        rows.writerows([harmless(writable(cell)) for cell in _cells(line, link)] for line in some)
        yield text.getvalue()
        text.seek(0)
        text.truncate()
    yield text.getvalue()


def _cells(line: Line, link: Linking) -> tuple[str, ...]:
    published = line.published.isoformat() if line.published else ""
    where = FIELD_NAMES.get(line.field, line.field)
    context = (line.left, line.keyword, line.right)
    return (line.id, published, line.press, line.title, where, *context, line.url or "", link(line.id))


def _jsonl(lines: Iterable[Line], link: Linking) -> Iterator[str]:
    for some in _together(lines):
        values = (line.to_json() | {"link": link(line.id)} for line in some)
        yield "".join(json.dumps(value, ensure_ascii=False) + "\n" for value in values)


def _together(lines: Iterable[Line]) -> Iterator[Sequence[Line]]:
    some: list[Line] = []
    for line in lines:
        some.append(line)
        if len(some) == TOGETHER:
            yield some
            some = []
    if some:
        yield some

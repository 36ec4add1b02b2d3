"""Several queries beside each other along time: the lines, the legend and the table. Pure functions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil

from indexer.query.result import SearchResult
from webui.language import say
from webui.parameters import UNITS, Unit
from webui.params import Params
from webui.periods import period_in_words
from webui.timelines import axis, lines
from webui.timelines.axis import Place
from webui.timelines.chart import text_width
from webui.timelines.comparing import Question
from webui.timelines.lines import Line, Lines
from webui.timelines.shares import SURE, Facets, Point, held, percent, points, share, unsure
from webui.timelines.timeline import MEASURES, UNIT_NAMES, Way

NAMED = 13
"""Letters of a query that stand at the end of its line; the legend has all of it."""

MOST_ROWS = 62
"""Of a longer axis the table has only the periods in which anything was found."""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What one query has found, or why it could not be asked."""

    text: str
    result: SearchResult | None
    problem: str = ""


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One query in one period, at a place of the axis. `query` finds the articles, empty where there are none."""

    name: str
    query: str
    point: Point

    @property
    def percent(self) -> str:
        """Its share in figures; empty where there is nothing to have a share of."""
        return "" if self.point.share is None else percent(self.point.share)

    @property
    def unsure(self) -> bool:
        """Whether its share says little, for there are few articles at all."""
        return unsure(self.point.total)


@dataclass(frozen=True, kw_only=True)
class Series:
    """One query. `number` is that of its box and says how its line is drawn, `short` stands at its end. Of `total`
    articles `undated` are in none of its `cells`; `percent` is the others' share of all there are. `notes` say what of
    it was understood otherwise. `query` searches for it, `without` compares the others."""

    number: int
    text: str
    short: str
    total: int
    undated: int
    percent: str
    notes: tuple[str, ...]
    query: str
    without: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, kw_only=True)
class Row:
    """A period in the table: `query` compares in it alone."""

    name: str
    query: str
    missing: bool
    cells: tuple[Cell, ...]


@dataclass(frozen=True, kw_only=True)
class Compared:
    """The page but its form. `chart` is None when nothing is dated; `grid` are its heights and their labels.
    `range_query` asks for a period of the same unit when `from` and `to` are added, `periods` are the places for a
    script (2016-08:12), `all_time` the way out of the `period`. `margin` is the room of the grid's labels and
    `ends` that of the names beside the lines, in pixels. `shortened` says that the table leaves empty periods out."""

    unit: Unit
    shares: bool
    series: tuple[Series, ...]
    chart: Lines | None
    grid: tuple[tuple[str, str], ...]
    rows: tuple[Row, ...]
    shortened: bool
    units: tuple[Way, ...]
    measures: tuple[Way, ...]
    range_query: str
    periods: str
    all_time: str | None
    period: str
    margin: int
    ends: int
    data: str
    sure: int = SURE

    @property
    def drawn(self) -> tuple[tuple[Series, Line], ...]:
        """Each query with its line."""
        return tuple(zip(self.series, self.chart.lines, strict=True)) if self.chart else ()

    @property
    def has_missing(self) -> bool:
        """Whether anything is hatched."""
        return bool(self.chart and self.chart.gaps)

    @property
    def has_unsure(self) -> bool:
        """Whether any share that is shown says little."""
        return self.shares and any(cell.unsure and cell.point.count for one in self.series for cell in one.cells)


def compared(question: Question, answers: Sequence[Answer], totals: Facets, kept: Facets) -> Compared:
    """Lays out what was found. `totals` are all articles that pass the filters, `kept` all of the newspapers."""
    found = [(number, answer.result) for number, answer in enumerate(answers, start=1) if answer.result]
    years = years_of([result for _, result in found], kept)
    asked, period = question.asked, (question.asked.first, question.asked.last)
    unit = axis.possible(asked.by, years, *period)
    places = axis.every_place(unit, years, *period)
    series = tuple(
        _series(question, number, result, places, points(unit, places, result.facets, totals, held(kept), period), unit)
        for number, result in found
    )
    chart = _drawn(places, series, shares=asked.share)
    grid = _grid(chart, shares=asked.share)
    rows = _rows(question, unit, places, series)
    return Compared(
        unit=unit,
        shares=asked.share,
        series=series,
        chart=chart,
        grid=grid,
        rows=rows,
        shortened=len(rows) < len(places),
        units=tuple(_unit_way(question, name, unit, years) for name in UNITS),
        measures=tuple(_measure_way(question, name, shares=shares) for name, shares in MEASURES),
        range_query=question.but(since="", until="", by=unit).query(),
        periods=" ".join(f"{p.value}:{sum(s.cells[i].point.count for s in series)}" for i, p in enumerate(places)),
        all_time=question.but(since="", until="", by="year").query() if asked.since or asked.until else None,
        margin=10 + ceil(max((text_width(label) for _, label in grid), default=0)),
        ends=28 + ceil(max((text_width(one.short) for one in series), default=0)),
        period=period_in_words(*period),
        data=question.but(by=unit, share=False).query(),
    )


def years_of(found: Sequence[SearchResult], kept: Facets) -> list[int]:
    """The years of everything that is held or found."""
    values = {one.value for result in found for one in result.facets.get("year", ())}
    return axis.years_of({*values, *held(kept).years})


def _series(
    question: Question,
    number: int,
    result: SearchResult,
    places: Sequence[Place],
    counted: Sequence[Point],
    unit: Unit,
) -> Series:
    text, finer = result.text, _finer(unit)
    alone = question.alone(text).but(by=finer, share=False)
    searched = _narrowed(question.asked, alone.within(by=finer), lambda **period: alone.but(**period).query())
    dated, of = sum(point.count for point in counted), sum(point.total for point in counted)
    part = share(dated, of)
    return Series(
        number=number,
        text=text,
        short=text if len(text) <= NAMED else text[: NAMED - 1] + "…",
        total=result.total,
        undated=max(0, result.total - dated),
        percent="" if part is None else percent(part),
        notes=(*(w.message for w in result.warnings), *(n.message for n in result.notices)),
        query=question.alone(text).query(),
        without=question.without(text).query(),
        cells=tuple(
            Cell(name=place.name, query=searched(place) if point.count else "", point=point)
            for place, point in zip(places, counted, strict=True)
        ),
    )


def _narrowed(asked: Params, within: Callable[[str], str], otherwise: Callable[..., str]) -> Callable[[Place], str]:
    """Makes the queries that ask for a place of the axis, or for what of it is in the period that is asked: `within`
    for whole places, of which there are hundreds, `otherwise` where the period cuts one."""
    first, last = asked.first or date.min, asked.last or date.max

    def query(place: Place) -> str:
        begins, ends = place.days
        if first <= begins and ends <= last:
            return within(place.value)
        since = asked.since if first > begins else place.value
        return otherwise(since=since, until=asked.until if last < ends else place.value)

    return query


def _drawn(places: Sequence[Place], series: Sequence[Series], *, shares: bool) -> Lines | None:
    if not places or not any(cell.point.count for one in series for cell in one.cells):
        return None
    missing = [all(one.cells[i].point.missing for one in series) for i in range(len(places))]
    values = [[_value(cell.point, shares=shares) for cell in one.cells] for one in series]
    sure = [
        value
        for one, line in zip(series, values, strict=True)
        for cell, value in zip(one.cells, line, strict=True)
        if value and not (shares and cell.unsure)
    ]
    # As in webui.timelines.chart: shares that say little don't flatten those that say much.
    highest = max(sure, default=0.0) or max((value or 0.0 for line in values for value in line), default=0.0)
    return lines.draw(places, values, highest=highest, missing=missing, whole=not shares)


def _value(point: Point, *, shares: bool) -> float | None:
    """The height of a line; None where a zero would be no finding."""
    if point.missing:
        return None
    return point.share if shares else float(point.count)


def _grid(chart: Lines | None, *, shares: bool) -> tuple[tuple[str, str], ...]:
    if not chart:
        return ()
    return tuple((y, f"{value * 100:g}%" if shares else f"{value:,.0f}") for y, value in chart.grid)


def _rows(question: Question, unit: Unit, places: Sequence[Place], series: Sequence[Series]) -> tuple[Row, ...]:
    finer = _finer(unit)
    narrowed = _narrowed(
        question.asked, question.within(by=finer), lambda **period: question.but(**period, by=finer).query()
    )
    rows = []
    for i, place in enumerate(places):
        cells = tuple(one.cells[i] for one in series)
        if len(places) <= MOST_ROWS or any(cell.point.count for cell in cells):
            missing = bool(cells) and all(cell.point.missing for cell in cells)
            rows.append(Row(name=place.name, query=narrowed(place), missing=missing, cells=cells))
    return tuple(rows)


def _finer(unit: Unit) -> Unit:
    return "month" if unit == "year" else "day"


def _measure_way(question: Question, name: str, *, shares: bool) -> Way:
    return Way(name=say(name), query=question.but(share=shares).query(), current=shares == question.asked.share)


def _unit_way(question: Question, name: Unit, current: Unit, years: Sequence[int]) -> Way:
    possible = axis.possible(name, years, question.asked.first, question.asked.last) == name
    query = question.but(by=name).query() if possible else None
    return Way(name=say(UNIT_NAMES[name]), query=query, current=name == current)

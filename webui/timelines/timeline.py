"""Coverage along time: which years, months or days the chart shows, what each holds, and where each leads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from indexer.archive.stats import Stats
from indexer.query.result import SearchResult
from webui.language import say
from webui.parameters import UNITS, Unit
from webui.params import Params
from webui.periods import Days, month_in_words, period_in_words, year_in_words
from webui.timelines import axis, comparing
from webui.timelines.axis import Place
from webui.timelines.chart import Chart, Slot, draw
from webui.timelines.shares import SURE, Facets, Held, percent, share, unsure

UNIT_NAMES: Mapping[Unit, str] = {"year": "연간", "month": "월간", "day": "일간"}
MEASURES = (("건수", False), ("전체 기사 대비", True))
"""What bars are, and whether that is a share."""


@dataclass(frozen=True, kw_only=True)
class Way:
    """A link of the timeline: to another unit, or a step back out. `query` None means it cannot be taken;
    `current` that we are there."""

    name: str
    query: str | None
    current: bool = False


@dataclass(frozen=True, kw_only=True)
class Timeline:
    """All the page draws. `shares` says that bars are shares of all articles, `measures` are the ways to counts and
    to shares. `undated` hits are in no slot. `range_query` asks for a period of the same unit when `from` and `to` are
    added, `data` for the counts as a file (None where there is none), `comparison` for other queries beside this."""

    unit: Unit
    slots: tuple[Slot, ...]
    chart: Chart
    units: tuple[Way, ...]
    crumbs: tuple[Way, ...]
    undated: int
    range_query: str
    shares: bool = False
    measures: tuple[Way, ...] = ()
    data: str | None = None
    comparison: str = ""
    sure: int = SURE

    @property
    def shown(self) -> tuple[Slot, ...]:
        """Slots for the table: all of a short axis, those that hold something of a long one."""
        return self.slots if len(self.slots) <= 31 else tuple(slot for slot in self.slots if slot.count)

    @property
    def has_missing(self) -> bool:
        """Whether any slot is hatched."""
        return any(slot.missing for slot in self.slots)

    @property
    def has_unsure(self) -> bool:
        """Whether any slot's share says little."""
        return self.shares and any(slot.unsure and slot.count for slot in self.slots)

    @property
    def periods(self) -> str:
        """The slots for a script: each one's period and count, as 2016-08:12."""
        return " ".join(f"{slot.value}:{slot.count}" for slot in self.slots)


def of_result(
    params: Params, result: SearchResult, stats: Stats | None, *, held: Held | None = None, totals: Facets | None = None
) -> Timeline | None:
    """The timeline of a search; None when no hit is dated. `stats` gives the axis the archive's whole span, `held` says
    in which months there is anything (nothing is hatched where that is not known), `totals` of how many articles bars
    are shares, if they are."""
    by_year = _counts(result, "year")
    if not by_year:
        return None
    years = axis.years_of({*by_year, *(year for year, _ in (stats.years if stats else ()))})
    first, last = params.first, params.last
    undated = 0 if first or last else result.total - sum(by_year.values())
    unit = axis.possible(params.by, years, first, last)
    places = axis.places(unit, years, first, last)
    slots = tuple(map(_Slots(params, unit, _counts(result, unit), held, totals).at, places))
    return Timeline(
        unit=unit,
        slots=slots,
        chart=draw(slots, pitch=12 if unit == "month" and len(slots) > 12 else 1, shares=totals is not None),
        units=tuple(_unit_way(params, name, unit, years) for name in UNITS),
        crumbs=_crumbs(params),
        undated=max(0, undated),
        range_query=params.linked(since="", until="", by=unit),
        shares=totals is not None,
        measures=tuple(_measure_way(params, name, shares=shares) for name, shares in MEASURES),
        data=params.linked(by=unit, share=False),
        comparison=comparing.of(params).query() if params.q.strip() else "",
    )


def _counts(result: SearchResult, unit: Unit) -> dict[str, int]:
    return {one.value: one.count for one in result.facets.get(unit, ())}


def of_archive(stats: Stats) -> Timeline | None:
    """The timeline of all articles, by year; None when none is dated."""
    if not stats.years:
        return None
    counts, params = dict(stats.years), Params(sort="newest")
    held = Held(months={f"{year}-01" for year in counts})  # years are all that is drawn
    places = axis.places("year", axis.years_of(counts), None, None)
    slots = tuple(map(_Slots(params, "year", counts, held, None).at, places))
    undated = stats.articles - sum(counts.values())
    return Timeline(
        unit="year",
        slots=slots,
        chart=draw(slots),
        units=(),
        crumbs=(),
        undated=max(0, undated),
        range_query=params.query(),
    )


class _Slots:
    """Makes the slots of one axis; what is the same for all of them is worked out once."""

    def __init__(
        self, params: Params, unit: Unit, counts: Mapping[str, int], held: Held | None, totals: Facets | None
    ) -> None:
        finer: Unit = "month" if unit == "year" else "day"
        self._counts, self._held = counts, held
        self._totals = None if totals is None else {one.value: one.count for one in totals.get(unit, ())}
        self._first, self._last = params.first, params.last
        self._within, self._by_month = params.within(by=finer), params.within(by="month")

    def at(self, place: Place) -> Slot:
        """The slot of a place."""
        year, value, count = place.whole_year, place.value, self._counts.get(place.value, 0)
        # The archive may have grown between the two counts.
        total = None if self._totals is None else max(count, self._totals.get(value, 0))
        return Slot(
            name=place.name,
            tick=place.tick,
            ordinal=place.ordinal,
            count=count,
            total=total,
            value=value,
            said=said(place.name, count, total) if count else "",
            query=self._within(value) if count else "",
            tick_query=self._by_month(year) if year and place.ordinal else "",
            chosen=self._chosen(place.days),
            missing=not count and self._held is not None and not self._held.has(value),
        )

    def _chosen(self, days: Days) -> bool:
        first, last = self._first, self._last
        if first is None and last is None:
            return False
        return (first is None or days[1] >= first) and (last is None or days[0] <= last)


def said(name: str, count: int, total: int | None) -> str:
    """What is in a period, in words: 2016년 12건, 2016년 12건 / 340건, 3.5%."""
    if total is None:
        return say("{name} {n:,}건", name=name, n=count)
    part = share(count, total)
    told = "" if part is None else percent(part)
    text = say("{name} {n:,}건 / {total:,}건, {percent}", name=name, n=count, total=total, percent=told)
    return f"{text} ({say('기사가 적어 불확실')})" if unsure(total) else text


def _unit_way(params: Params, name: Unit, current: Unit, years: list[int]) -> Way:
    possible = axis.possible(name, years, params.first, params.last) == name
    query = params.linked(by=name, page=params.page) if possible else None
    return Way(name=say(UNIT_NAMES[name]), query=query, current=name == current)


def _measure_way(params: Params, name: str, *, shares: bool) -> Way:
    query = params.linked(share=shares, page=params.page)
    return Way(name=say(name), query=query, current=shares == params.share)


def _crumbs(params: Params) -> tuple[Way, ...]:
    """All time › the year › the month › the day, as far as one of each holds the whole period."""
    first, last = params.first, params.last
    if first is None and last is None:
        return ()
    steps: list[tuple[str, str, Unit]] = [(say("전체 기간"), "", "year")]
    if first and last and first.year == last.year:
        steps.append((year_in_words(first.year), first.isoformat()[:4], "month"))
        if first.month == last.month:
            steps.append((month_in_words(first.month), first.isoformat()[:7], "day"))
            if first == last:
                steps.append((say("{day}일", day=first.day), first.isoformat(), "day"))
    ways = [_step(params, *step) for step in steps]
    if any(way.current for way in ways):
        return tuple(ways)
    here = period_in_words(first, last)
    if len(ways) > 1 and first:
        here = here.removeprefix(year_in_words(first.year) + " ")
    return (*ways, Way(name=here, query=None, current=True))


def _step(params: Params, name: str, period: str, unit: Unit) -> Way:
    there = params.but(since=period, until=period, by=unit)
    if (there.first, there.last) == (params.first, params.last):
        return Way(name=name, query=None, current=True)
    return Way(name=name, query=there.query())

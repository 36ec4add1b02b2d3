"""Coverage along time: which years, months or days the chart shows, what each holds, and where each leads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from indexer.archive.stats import Stats
from indexer.query.result import SearchResult
from webui import axis
from webui.axis import Place
from webui.chart import Chart, Slot, draw
from webui.parameters import UNITS, Unit
from webui.params import Params
from webui.periods import Days, period_in_words
from webui.shares import Facets, Held

UNIT_NAMES: Mapping[Unit, str] = {"year": "연간", "month": "월간", "day": "일간"}


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
    added, `data` for the counts as a file; None where there is none."""

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
    params: Params,
    result: SearchResult,
    stats: Stats | None,
    *,
    held: Held | None = None,
    totals: Facets | None = None,
) -> Timeline | None:
    """The timeline of a search; None when no hit is dated. `stats` gives the axis the archive's whole span, `held` says
    in which months there is anything (nothing is hatched where that is not known), `totals` of how many articles bars
    are shares, if they are."""
    counts = {name: {f.value: f.count for f in result.facets.get(name, ())} for name in UNITS}
    if not counts["year"]:
        return None
    years = axis.years_of({*counts["year"], *(year for year, _ in (stats.years if stats else ()))})
    first, last = params.first, params.last
    undated = 0 if first or last else result.total - sum(counts["year"].values())
    unit = axis.possible(params.by, years, first, last)
    places = axis.places(unit, years, first, last)
    slots = tuple(_slot(params, place, unit, counts[unit], held, _all_of(totals, unit)) for place in places)
    return Timeline(
        unit=unit,
        slots=slots,
        chart=draw(slots, pitch=12 if unit == "month" and len(slots) > 12 else 1, shares=totals is not None),
        units=tuple(_unit_way(params, name, unit, years) for name in UNITS),
        crumbs=_crumbs(params),
        undated=max(0, undated),
        range_query=params.but(since="", until="", by=unit).query(),
        shares=totals is not None,
        measures=_measures(params, shares=totals is not None),
        data=params.but(by=unit).query(),
    )


def of_archive(stats: Stats) -> Timeline | None:
    """The timeline of all articles, by year; None when none is dated."""
    if not stats.years:
        return None
    counts, params = dict(stats.years), Params(sort="newest")
    held = Held(months={f"{year}-01" for year in counts})  # years are all that is drawn
    places = axis.places("year", axis.years_of(counts), None, None)
    slots = tuple(_slot(params, place, "year", counts, held, None) for place in places)
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


def _all_of(totals: Facets | None, unit: Unit) -> Mapping[str, int] | None:
    return None if totals is None else {found.value: found.count for found in totals.get(unit, ())}


def _slot(
    params: Params,
    place: Place,
    unit: Unit,
    counts: Mapping[str, int],
    held: Held | None,
    totals: Mapping[str, int] | None,
) -> Slot:
    year, count = place.whole_year, counts.get(place.value, 0)
    finer: Unit = "month" if unit == "year" else "day"
    return Slot(
        name=place.name,
        tick=place.tick,
        ordinal=place.ordinal,
        count=count,
        # The archive may have grown between the two counts.
        total=None if totals is None else max(count, totals.get(place.value, 0)),
        value=place.value,
        query=params.but(since=place.value, until=place.value, by=finer).query() if count else "",
        tick_query=params.but(since=year, until=year, by="month").query() if year and place.ordinal else "",
        chosen=_overlaps(params, place.days),
        missing=not count and held is not None and not held.has(place.value),
    )


def _overlaps(params: Params, days: Days) -> bool:
    first, last = params.first, params.last
    if first is None and last is None:
        return False
    return (first is None or days[1] >= first) and (last is None or days[0] <= last)


def _unit_way(params: Params, name: Unit, current: Unit, years: list[int]) -> Way:
    possible = axis.possible(name, years, params.first, params.last) == name
    query = params.but(by=name, page=params.page).query() if possible else None
    return Way(name=UNIT_NAMES[name], query=query, current=name == current)


def _measures(params: Params, *, shares: bool) -> tuple[Way, ...]:
    """Counts, and shares of all articles."""
    if not hasattr(params, "share"):
        return ()
    named = (("건수", False), ("전체 기사 대비", True))
    return tuple(
        Way(name=name, query=params.but(share=wanted, page=params.page).query(), current=wanted == shares)
        for name, wanted in named
    )


def _crumbs(params: Params) -> tuple[Way, ...]:
    """All time › the year › the month › the day, as far as one of each holds the whole period."""
    first, last = params.first, params.last
    if first is None and last is None:
        return ()
    steps: list[tuple[str, str, Unit]] = [("전체 기간", "", "year")]
    if first and last and first.year == last.year:
        steps.append((f"{first.year}년", first.isoformat()[:4], "month"))
        if first.month == last.month:
            steps.append((f"{first.month}월", first.isoformat()[:7], "day"))
            if first == last:
                steps.append((f"{first.day}일", first.isoformat(), "day"))
    ways = [_step(params, *step) for step in steps]
    if any(way.current for way in ways):
        return tuple(ways)
    here = period_in_words(first, last)
    if len(ways) > 1 and first:
        here = here.removeprefix(f"{first.year}년 ")
    return (*ways, Way(name=here, query=None, current=True))


def _step(params: Params, name: str, period: str, unit: Unit) -> Way:
    there = params.but(since=period, until=period, by=unit)
    if (there.first, there.last) == (params.first, params.last):
        return Way(name=name, query=None, current=True)
    return Way(name=name, query=there.query())

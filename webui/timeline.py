"""Coverage along time: which years, months or days the chart shows, what each holds, and where each leads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from datetime import date

from indexer.archive.stats import Stats
from indexer.query.result import SearchResult
from webui.chart import Chart, Slot, draw
from webui.params import UNITS, Params, Unit
from webui.periods import Days, day_in_words, month_days, period_in_words, year_days

UNIT_NAMES: Mapping[Unit, str] = {"year": "연간", "month": "월간", "day": "일간"}

Counts = dict[str, dict[str, int]]
"""By facet: how many hits a value has."""

MAX_EMPTY_YEARS = 150
"""A longer span (one misprinted date makes one) shows only the years that hold something."""
MAX_YEARS_BY_MONTH = 30
MAX_MONTHS_BY_DAY = 3


@dataclass(frozen=True, kw_only=True)
class Way:
    """A link of the timeline: to another unit, or a step back out. `query` None means it cannot be taken;
    `current` that we are there."""

    name: str
    query: str | None
    current: bool = False


@dataclass(frozen=True, kw_only=True)
class Timeline:
    """All the page draws. `undated` hits are in no slot. `shown` are the slots worth a table row."""

    unit: Unit
    slots: tuple[Slot, ...]
    chart: Chart
    units: tuple[Way, ...]
    crumbs: tuple[Way, ...]
    undated: int

    @property
    def shown(self) -> tuple[Slot, ...]:
        """Slots for the table: all of a short axis, those that hold something of a long one."""
        return self.slots if len(self.slots) <= 31 else tuple(slot for slot in self.slots if slot.count)

    @property
    def has_missing(self) -> bool:
        """Whether any slot is hatched."""
        return any(slot.missing for slot in self.slots)


def of_result(params: Params, result: SearchResult, stats: Stats | None) -> Timeline | None:
    """The timeline of a search; None when no hit is dated. `stats` gives the axis the archive's whole span."""
    counts: Counts = {name: {f.value: f.count for f in result.facets.get(name, ())} for name in UNITS}
    if not counts["year"]:
        return None
    years = _axis_years({*counts["year"], *(year for year, _ in (stats.years if stats else ()))})
    unbounded = not (params.since or params.until)
    undated = result.total - sum(counts["year"].values()) if unbounded else 0
    unit = _possible(params, params.by, years)
    slots = _slots(params, unit, years, counts[unit], held={year for year, _ in stats.years} if stats else None)
    return Timeline(
        unit=unit,
        slots=slots,
        chart=draw(slots, pitch=12 if unit == "month" and len(slots) > 12 else 1),
        units=tuple(_unit_way(params, name, unit, years) for name in UNITS),
        crumbs=_crumbs(params),
        undated=max(0, undated),
    )


def of_archive(stats: Stats) -> Timeline | None:
    """The timeline of all articles, by year; None when none is dated."""
    if not stats.years:
        return None
    counts = dict(stats.years)
    slots = _slots(Params(sort="newest"), "year", _axis_years(counts), counts, held=set(counts))
    undated = stats.articles - sum(counts.values())
    return Timeline(unit="year", slots=slots, chart=draw(slots), units=(), crumbs=(), undated=max(0, undated))


def _axis_years(values: Iterable[str]) -> list[int]:
    years = sorted(int(value) for value in values)
    span = range(years[0], years[-1] + 1)
    return list(span) if len(span) <= MAX_EMPTY_YEARS else years


def _touched(params: Params, years: list[int]) -> list[int]:
    first, last = params.first, params.last
    return [y for y in years if (first is None or first.year <= y) and (last is None or y <= last.year)]


def _possible(params: Params, wanted: Unit, years: list[int]) -> Unit:
    """The unit wanted, or the finest one that fits on the page."""
    if wanted == "day" and 0 < _months_asked(params) <= MAX_MONTHS_BY_DAY:
        return "day"
    if wanted != "year" and 0 < len(_touched(params, years)) <= MAX_YEARS_BY_MONTH:
        return "month"
    return "year"


def _months_asked(params: Params) -> int:
    first, last = params.first, params.last
    if first is None or last is None:
        return 0
    return (last.year - first.year) * 12 + last.month - first.month + 1


def _slots(
    params: Params, unit: Unit, years: list[int], counts: Mapping[str, int], *, held: Set[str] | None
) -> tuple[Slot, ...]:
    """The axis of `unit`. `held` are the years in which the archive has anything; None when that is not known."""
    finer: Unit = "month" if unit == "year" else "day"
    if unit == "day":
        places = _days(params)
    elif unit == "month":
        places = _months(_touched(params, years))
    else:
        places = [_Place(f"{year:04}", year_days(year), f"{year}년", str(year), year) for year in years]
    return tuple(_slot(params, place, counts.get(place.value, 0), finer, held) for place in places)


@dataclass(frozen=True)
class _Place:
    """A slot before its count is known. `whole_year` is the year a label stands for when its slot is but a month."""

    value: str
    days: Days
    name: str
    tick: str
    ordinal: int | None
    whole_year: str = ""


def _months(years: list[int]) -> list[_Place]:
    places = []
    for year in years:
        for month in range(1, 13):
            value, days, name = f"{year:04}-{month:02}", month_days(year, month), f"{year}년 {month}월"
            if len(years) == 1:
                places.append(_Place(value, days, name, f"{month}월", month - 1))
            else:
                places.append(_Place(value, days, name, str(year), year if month == 1 else None, f"{year:04}"))
    return places


def _days(params: Params) -> list[_Place]:
    first, last = params.first, params.last
    if first is None or last is None:
        return []
    one_month = _months_asked(params) == 1
    places = []
    for number in range(first.year * 12 + first.month - 1, last.year * 12 + last.month):
        for n in range(1, month_days(number // 12, number % 12 + 1)[1].day + 1):
            day = date(number // 12, number % 12 + 1, n)
            tick = f"{day.month}월" if n == 1 and not one_month else str(n)
            ordinal = n - 1 if one_month or n <= 27 else None  # the next month's label needs room
            places.append(_Place(day.isoformat(), (day, day), day_in_words(day), tick, ordinal))
    return places


def _slot(params: Params, place: _Place, count: int, finer: Unit, held: Set[str] | None) -> Slot:
    year = place.whole_year
    return Slot(
        name=place.name,
        tick=place.tick,
        ordinal=place.ordinal,
        count=count,
        query=params.but(since=place.value, until=place.value, by=finer).query() if count else "",
        tick_query=params.but(since=year, until=year, by="month").query() if year and place.ordinal else "",
        chosen=_overlaps(params, place.days),
        missing=not count and held is not None and place.value[:4] not in held,
    )


def _overlaps(params: Params, days: Days) -> bool:
    first, last = params.first, params.last
    if first is None and last is None:
        return False
    return (first is None or days[1] >= first) and (last is None or days[0] <= last)


def _unit_way(params: Params, name: Unit, current: Unit, years: list[int]) -> Way:
    possible = _possible(params, name, years) == name
    query = params.but(by=name, page=params.page).query() if possible else None
    return Way(name=UNIT_NAMES[name], query=query, current=name == current)


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

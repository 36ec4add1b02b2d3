"""What can be asked instead where nothing was found: less words, less filters, a wider period. Pure functions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from indexer.query.request import FILTER_FIELDS
from indexer.query.result import SearchResult
from webui.language import say
from webui.params import Params
from webui.periods import period_in_words
from webui.results.present import Chip, chips

_OUTSIDE = {"period": ("year", "다른 때에 {n:,}건"), "press": ("press", "다른 신문에 {n:,}건")}
_OUTSIDE |= {"section": ("section", "다른 섹션에 {n:,}건"), "region": ("region", "다른 지역에 {n:,}건")}

WIDER = (1, 5)
"""Years that a period is widened by, before and after."""


@dataclass(frozen=True, kw_only=True)
class WayOut:
    """A link to a question that may find something; `note` says how many articles, where that is known."""

    name: str
    query: str
    note: str = ""


def ways_out(params: Params, result: SearchResult) -> tuple[WayOut, ...]:
    """Fewer words first, then a wider period, then without each filter, then without any."""
    dropped = [
        WayOut(
            name=say("‘{word}’ 빼고 찾기", word=less.word),
            query=params.but(q=less.query).query(),
            note=say("기사 {n:,}건", n=less.total),
        )
        for less in result.dropped
        if less.total
    ]
    held = chips(params)
    without = [_without(chip, params, result) for chip in held]
    every = [WayOut(name=say("필터 없이 찾기"), query=params.unfiltered().query())] if len(held) > 1 else []
    return (*dropped, *_wider(params, result), *without, *every)


def _without(chip: Chip, params: Params, result: SearchResult) -> WayOut:
    name = say("{kind} ‘{value}’ 없이 찾기", kind=chip.kind, value=chip.value)
    return WayOut(name=name, query=chip.query, note=_outside(chip.field, params, result))


def _outside(field: str, params: Params, result: SearchResult) -> str:
    """How many wait outside one filter. A facet's own filter does not shrink its counts, so the figure is exact for
    dated articles and for fields of one value."""
    if field not in _OUTSIDE or (field in FILTER_FIELDS and (len(params.chosen(field)) > 1 or params.left_out(field))):
        return ""
    facet, words = _OUTSIDE[field]
    count = sum(f.count for f in result.facets.get(facet, ()))
    return say(words, n=count) if count else ""


def _wider(params: Params, result: SearchResult) -> list[WayOut]:
    """The period with some years more on both sides, the first that has anything."""
    first, last = params.first, params.last
    for years in WIDER if first or last else ():
        begins, ends = _moved(first, -years), _moved(last, years)
        days = ((date.fromisoformat(f.value), f.count) for f in result.facets.get("day", ()))
        count = sum(n for day, n in days if (begins is None or begins <= day) and (ends is None or day <= ends))
        if count:
            wider = params.but(since=begins.isoformat() if begins else "", until=ends.isoformat() if ends else "")
            name = say("{period}에서 찾기", period=period_in_words(begins, ends))
            return [WayOut(name=name, query=wider.query(), note=say("기사 {n:,}건", n=count))]
    return []


def _moved(day: date | None, years: int) -> date | None:
    if day is None:
        return None
    year = min(max(day.year + years, 1), 9999)
    return date(year, day.month, min(day.day, 28) if day.month == 2 else day.day)

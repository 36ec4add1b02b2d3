"""What can be asked instead where nothing was found: less words, less filters, a wider period. Pure functions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from indexer.query.result import SearchResult
from webui.language import say
from webui.params import Params
from webui.periods import period_in_words
from webui.results.present import Chip, chips

ASKED = 10
"""Filters in force of which each is tried to do without."""

Counting = Callable[[Params], int]
"""How many articles another question finds."""

WIDER = (1, 5)
"""Years that a period is widened by, before and after."""


@dataclass(frozen=True, kw_only=True)
class WayOut:
    """A link to a question that finds something; `note` says how many articles."""

    name: str
    query: str
    note: str


def ways_out(params: Params, result: SearchResult, count: Counting) -> tuple[WayOut, ...]:
    """Fewer words first, then a wider period, then without each filter, then without any: what finds something."""
    dropped = [
        _way(say("‘{word}’ 빼고 찾기", word=less.word), params.but(q=less.query).query(), less.total)
        for less in result.dropped
    ]
    held = chips(params)
    without = [_without(params, chip, count) for chip in held[:ASKED]]
    whole = params.unfiltered()
    every = [_way(say("필터 없이 찾기"), whole.query(), count(whole))] if len(held) > 1 else []
    return tuple(filter(None, (*dropped, *_wider(params, result), *without, *every)))


def _way(name: str, query: str, total: int) -> WayOut | None:
    return WayOut(name=name, query=query, note=say("기사 {n:,}건", n=total)) if total else None


def _without(params: Params, chip: Chip, count: Counting) -> WayOut | None:
    name = say("{kind} ‘{value}’ 없이 찾기", kind=chip.kind, value=chip.value)
    return _way(name, chip.query, count(params.but(**chip.changes)))


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

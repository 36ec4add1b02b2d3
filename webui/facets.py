"""The filters' values with their counts: which can be ticked, left out, and looked for among all. Pure functions."""

from __future__ import annotations

from dataclasses import dataclass

from indexer.query.request import FILTER_FIELDS
from indexer.query.result import SearchResult
from webui.language import say
from webui.parameters import FIELD_NAMES
from webui.params import Params

FIRST, MORE = 8, 32
"""Values in sight, and behind 더 보기; the page of a facet (`listed`) has them all."""

LISTED = 500
"""Values on the page of a facet."""


@dataclass(frozen=True, kw_only=True)
class FacetRow:
    """One value. `query` ticks it or, when it is `chosen`, unticks it; `without` leaves its articles out or, when it is
    `left_out`, takes them in again ("" where that cannot be asked)."""

    value: str
    count: int
    query: str
    chosen: bool
    without: str = ""
    left_out: bool = False


@dataclass(frozen=True, kw_only=True)
class FacetGroup:
    """The values of one field: those in sight, those behind 더 보기, how many there are in `all`, and the URL query of
    the page that lists them ("" where there is none)."""

    field: str
    name: str
    rows: tuple[FacetRow, ...]
    more: tuple[FacetRow, ...]
    all: int = 0
    query: str = ""


@dataclass(frozen=True, kw_only=True)
class FacetPage:
    """All values of one field that hold what was typed (`find`), at most LISTED of them; `matching` of `all`."""

    field: str
    name: str
    find: str
    rows: tuple[FacetRow, ...]
    matching: int
    all: int


def facets(params: Params, result: SearchResult) -> tuple[FacetGroup, ...]:
    """The filters' values with their counts; those chosen and left out are always in sight."""
    groups = (_group(params, name, result) for name in FILTER_FIELDS)
    return tuple(group for group in groups if group.rows)


def listed(params: Params, field: str, find: str, result: SearchResult) -> FacetPage:
    """The page of one facet."""
    rows = _rows(params, field, result)
    wanted = "".join(find.split()).casefold()
    found = [row for row in rows if wanted in "".join(row.value.split()).casefold()]
    return FacetPage(
        field=field,
        name=say(FIELD_NAMES[field]),
        find=find.strip(),
        rows=tuple(found[:LISTED]),
        matching=len(found),
        all=len(rows),
    )


def _group(params: Params, field: str, result: SearchResult) -> FacetGroup:
    rows = _rows(params, field, result)
    held = [row for row in rows[FIRST:] if row.chosen or row.left_out]
    more = [row for row in rows[FIRST : FIRST + MORE] if not (row.chosen or row.left_out)]
    return FacetGroup(
        field=field,
        name=say(FIELD_NAMES[field]),
        rows=tuple(rows[:FIRST] + held),
        more=tuple(more),
        all=len(rows),
        query=params.but().query(),
    )


def _rows(params: Params, field: str, result: SearchResult) -> list[FacetRow]:
    counts = {f.value: f.count for f in result.facets.get(field, ()) if f.value}
    chosen, left_out = params.chosen(field), params.left_out(field)
    counts |= {value: 0 for value in (*chosen, *left_out) if value not in counts}
    return [
        FacetRow(
            value=value,
            count=count,
            query=params.toggled(field, value).query(),
            chosen=value in chosen,
            without=params.toggled(f"not_{field}", value).query(),
            left_out=value in left_out,
        )
        for value, count in counts.items()
    ]

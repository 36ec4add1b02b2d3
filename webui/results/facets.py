"""The filters' values with their counts: which can be ticked, left out, and looked for among all. Pure functions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from indexer.query.request import FILTER_FIELDS
from indexer.query.result import FacetCount, SearchResult
from webui.language import say
from webui.parameters import FIELD_NAMES
from webui.params import Params

FIRST, MORE = 8, 10
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
    counts = _counts(params, field, result.facets.get(field, ()))
    wanted = "".join(find.split()).casefold()
    found = [value for value in counts if wanted in "".join(value.split()).casefold()]
    return FacetPage(
        field=field,
        name=say(FIELD_NAMES[field]),
        find=find.strip(),
        rows=_rows(params, field, counts, found[:LISTED]),
        matching=len(found),
        all=len(counts),
    )


def _group(params: Params, field: str, result: SearchResult) -> FacetGroup:
    set_here = {*params.chosen(field), *params.left_out(field)}
    counted = result.facets.get(field, ())
    # Reporters are thousands, of which nobody sees more than these; only what is set has to be looked for.
    counts = _counts(params, field, counted if set_here else counted[: FIRST + MORE])
    values = list(counts)
    held = [value for value in values[FIRST:] if value in set_here]
    more = [value for value in values[FIRST : FIRST + MORE] if value not in set_here]
    return FacetGroup(
        field=field,
        name=say(FIELD_NAMES[field]),
        rows=_rows(params, field, counts, values[:FIRST] + held),
        more=_rows(params, field, counts, more),
        all=len(values) if set_here else len(counted),
        query=params.linked(),
    )


def _counts(params: Params, field: str, counted: Iterable[FacetCount]) -> dict[str, int]:
    counts = {value: count for value, count in counted if value}
    return counts | {value: 0 for value in (*params.chosen(field), *params.left_out(field)) if value not in counts}


def _rows(params: Params, field: str, counts: Mapping[str, int], values: Iterable[str]) -> tuple[FacetRow, ...]:
    chosen, left_out = params.chosen(field), params.left_out(field)
    ticked, without = params.adding(field), params.adding(f"not_{field}")

    def row(value: str) -> FacetRow:
        if value in chosen or value in left_out:
            return _set(params, field, value, counts[value])
        return FacetRow(value=value, count=counts[value], query=ticked(value), chosen=False, without=without(value))

    return tuple(map(row, values))


def _set(params: Params, field: str, value: str, count: int) -> FacetRow:
    """The row of a value that is chosen or left out."""
    return FacetRow(
        value=value,
        count=count,
        query=params.linked(**params.toggling(field, value)),
        chosen=value in params.chosen(field),
        without=params.linked(**params.toggling(f"not_{field}", value)),
        left_out=value in params.left_out(field),
    )

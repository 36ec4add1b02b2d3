"""What sources list beside the text: people, places, organizations, keywords. A click writes it into the query."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import islice

from indexer.query.language import parse
from indexer.query.lexer import FIELD_NAMES
from indexer.query.result import FacetCount, SearchResult
from indexer.query.tree import Or
from webui.language import say
from webui.params import Params
from webui.results.facets import FacetGroup, FacetRow

ENTITIES: Mapping[str, str] = {"person": "인물", "place": "장소", "organization": "기관", "keyword": "키워드"}
"""What the search page counts, and what readers call it."""

ROWS, MORE = 8, 8
"""Of each so many are in sight, and so many behind 더 보기: a click on one counts anew what is beside it."""

_QUOTES = frozenset('"“”„‟＂')


def entities(params: Params, result: SearchResult) -> tuple[FacetGroup, ...]:
    """The most frequent values of each that has any."""
    typed = _typed(params.q)
    groups = (_group(params, typed, name, result.facets.get(name, ())) for name in ENTITIES)
    return tuple(group for group in groups if group.rows)


def _group(params: Params, typed: str, name: str, counts: Sequence[FacetCount]) -> FacetGroup:
    # What stands in quotes cannot have any: such a name has no way to be asked for.
    listed = (each for each in counts if not _QUOTES & set(each.value))
    if _clause(name, "")[:-1] in params.q:  # some may be chosen, and these come first
        every = sorted(listed, key=lambda each: _clause(name, each.value) not in params.q)
        first = max(ROWS, sum(_clause(name, each.value) in params.q for each in every))
        rows = [_row(params, typed, name, each) for each in every[: first + MORE]]
    else:
        first, adding = ROWS, _adding(params, typed, name)
        rows = [adding(each) for each in islice(listed, first + MORE)]
    return FacetGroup(field=name, name=say(ENTITIES[name]), rows=tuple(rows[:first]), more=tuple(rows[first:]))


def _clause(name: str, value: str) -> str:
    return f'{FIELD_NAMES[name]}:"{value}"'


def _row(params: Params, typed: str, name: str, counted: FacetCount) -> FacetRow:
    clause = _clause(name, counted.value)
    chosen = clause in params.q
    q = _without(params.q, clause) if chosen else f"{typed} {clause}".strip()
    return FacetRow(value=counted.value, count=counted.count, query=params.linked(q=q), chosen=chosen)


def _adding(params: Params, typed: str, name: str) -> Callable[[FacetCount], FacetRow]:
    """Makes the rows of values that are not chosen: their links differ in the value alone."""
    saying = params.saying(f'{typed} {FIELD_NAMES[name]}:"'.lstrip(), '"')
    return lambda each: FacetRow(value=each.value, count=each.count, query=saying(each.value), chosen=False)


def _typed(q: str) -> str:
    """The query, to write something beside it."""
    typed = q.strip()
    return f"({typed})" if isinstance(parse(typed).tree, Or) else typed  # OR binds less than what stands beside it


def _without(q: str, clause: str) -> str:
    return " ".join(q.replace(clause, " ").split())

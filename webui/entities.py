"""What sources list beside the text: people, places, organizations, keywords. A click writes it into the query."""

from __future__ import annotations

from collections.abc import Mapping

from indexer.query.language import parse
from indexer.query.lexer import FIELD_NAMES
from indexer.query.result import FacetCount, SearchResult
from indexer.query.tree import Or
from webui.facets import FacetGroup, FacetRow
from webui.language import say
from webui.params import Params

ENTITIES: Mapping[str, str] = {"person": "인물", "place": "장소", "organization": "기관", "keyword": "키워드"}
"""What the search page counts, and what readers call it."""

ROWS, MORE = 10, 15
"""Of each so many are in sight, and so many behind 더 보기: a click on one counts anew what is beside it."""

_QUOTES = frozenset('"“”„‟＂')


def entities(params: Params, result: SearchResult) -> tuple[FacetGroup, ...]:
    """The most frequent values of each that has any."""
    groups = (_group(params, name, result.facets.get(name, ())) for name in ENTITIES)
    return tuple(group for group in groups if group.rows)


def _group(params: Params, name: str, counts: tuple[FacetCount, ...]) -> FacetGroup:
    # What stands in quotes cannot have any: such a name has no way to be asked for.
    rows = [_row(params, name, each) for each in counts if not _QUOTES & set(each.value)]
    rows.sort(key=lambda row: not row.chosen)
    first = max(ROWS, sum(row.chosen for row in rows))
    return FacetGroup(
        field=name, name=say(ENTITIES[name]), rows=tuple(rows[:first]), more=tuple(rows[first : first + MORE])
    )


def _row(params: Params, name: str, counted: FacetCount) -> FacetRow:
    clause = f'{FIELD_NAMES[name]}:"{counted.value}"'
    chosen = clause in params.q
    q = _without(params.q, clause) if chosen else _with(params.q, clause)
    return FacetRow(value=counted.value, count=counted.count, query=params.but(q=q).query(), chosen=chosen)


def _with(q: str, clause: str) -> str:
    typed = q.strip()
    if isinstance(parse(typed).tree, Or):  # binds less than what is written beside it
        typed = f"({typed})"
    return f"{typed} {clause}".strip()


def _without(q: str, clause: str) -> str:
    return " ".join(q.replace(clause, " ").split())

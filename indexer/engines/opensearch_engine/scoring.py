"""Scores as the other engines make them (query.ranking), of what Lucene counts.

A field's similarity gives how often a token stands there. What a word counts in a field is a sum of these; it is
weighed by the field's length and summed over the fields by scripts, then saturated: BM25F, to the precision of 32 bits.
Rarities are counted beforehand and are the same on all shards.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from indexer.article import LEADING_FIELDS, TEXT_FIELDS
from indexer.engines.opensearch_engine import places
from indexer.engines.opensearch_engine.asked import Asked
from indexer.engines.opensearch_engine.places import NOWHERE, Leading, Query, Source, first_of
from indexer.query import ranking
from indexer.query.plan import Counted, Match, Part, Scored, Word

_FIELD = "return params.w * _score / (params.a + params.b * doc[params.length].value)"
_SATURATED = "return params.w * _score / (params.k + _score)"
_COUNT = "return params.w * _score / (1.0 - _score)"
"""An `intervals` query scores f / (1 + f) for f places: this is f again."""

_ROUNDED = "return Math.round(_score * params.u) / params.u"


def fields_of(node: Counted) -> tuple[str, ...]:
    """The fields that a node may stand in."""
    return node.fields if isinstance(node, Word | Part) else TEXT_FIELDS


def holding(asked: Asked, node: Counted) -> Query:
    """Articles in which a node counts."""
    clauses = []
    for name in fields_of(node):
        source = asked.part(node) if isinstance(node, Part) else asked.standing(node, name)
        clauses.append(places.query(name, source))
    return clauses[0] if len(clauses) == 1 else {"bool": {"should": clauses}}


def scored(
    asked: Asked, parts: Sequence[Scored], rarities: Mapping[Counted, float], means: Mapping[str, float]
) -> Query | None:
    """The sum of what is scored; None where nothing is."""
    clauses = []
    for part in parts:
        beyond = max((rarities[node] for node in part.beyond), default=0.0)
        weight = part.weight * max(rarities[part.rare or part.node] - beyond, 0.0)
        if weight and (clause := _part(asked, part, weight, means)):
            clauses.append(clause)
    if not clauses:
        return None
    return _script({"bool": {"should": clauses}}, _ROUNDED, u=10.0**ranking.PRECISION)


def _part(asked: Asked, part: Scored, weight: float, means: Mapping[str, float]) -> Query | None:
    if isinstance(part.node, Part) and part.node.lead:
        return _leading(asked, part.node, weight)
    fields = [clause for name in fields_of(part.node) if (clause := _field(asked, part.node, name, means[name]))]
    return _script({"bool": {"should": fields}}, _SATURATED, w=weight, k=part.k1) if fields else None


def _leading(asked: Asked, node: Part, weight: float) -> Query:
    """What counts the same however often it stands where an article begins."""
    source = asked.part(node)
    clauses = [
        places.query(name, source if name in LEADING_FIELDS else Leading(source, ranking.LEAD)) for name in node.fields
    ]
    return {"constant_score": {"filter": {"bool": {"should": clauses}}, "boost": weight}}


def _field(asked: Asked, node: Counted, name: str, mean: float) -> Query | None:
    by_place = not isinstance(node, Part) and not (isinstance(node, Match) and node.letters)
    counts = [
        query
        for weight, source in asked.counting(node, name)
        for query in _counts(name, weight, source, by_place=by_place)
    ]
    if not counts:
        return None
    each = {"bool": {"should": counts}}
    beside, share = 1 - ranking.B, ranking.B / max(mean, 1.0)
    return _script(each, _FIELD, w=ranking.FIELD_WEIGHTS[name], a=beside, b=share, length=f"length.{name}")


def _counts(name: str, weight: float, source: Source, *, by_place: bool) -> list[Query]:
    if source == NOWHERE:
        return []
    found = []
    for query, placed in places.counted(name, first_of(source), by_place=by_place):
        found.append(_script(query, _COUNT, w=weight) if placed else _boosted(query, name, weight))
    return found


def _boosted(query: Query, name: str, weight: float) -> Query:
    [(kind, asked)] = query.items()
    return {kind: {name: asked[name] | {"boost": weight}}}


def _script(query: Query, source: str, **params: float | str) -> Query:
    return {"script_score": {"query": query, "script": {"source": source, "params": params}}}

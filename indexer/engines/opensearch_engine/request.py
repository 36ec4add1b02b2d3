"""A search as a request: which articles, in which order, what is counted of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from indexer.article import VALUE_FIELDS
from indexer.engines.interface import EngineQuery
from indexer.engines.opensearch_engine.asked import Asked
from indexer.engines.opensearch_engine.places import Query
from indexer.engines.opensearch_engine.scoring import holding
from indexer.query import plan as plans
from indexer.query.facets import TIME_FACETS, ordered_counts, time_values
from indexer.query.plan import All, Days, Every, Plan, Value, Without
from indexer.query.request import Sort
from indexer.query.result import FacetCount

MOST_BUCKETS = 60_000
"""Values of all facets together in one answer: a cluster gives 65,535. What is more is asked for after it."""

Answered = Mapping[str, Any]
"""The counts of an answer, by facet."""

_DATES: dict[Sort, list[Query]] = {
    "newest": [{"published": {"order": "desc", "missing": "_last"}}],
    "oldest": [{"published": {"order": "asc", "missing": "_last"}}],
}


def held(asked: Asked, plan: Plan) -> Query:
    """The articles that a plan holds for."""
    match plan:
        case Every():
            return {"match_all": {}}
        case All():
            return {"bool": {"filter": [held(asked, child) for child in plan.children]}}
        case plans.Any():
            return (
                {"bool": {"should": [held(asked, c) for c in plan.children]}} if plan.children else {"match_none": {}}
            )
        case Without():
            return {"bool": {"must_not": [held(asked, plan.child)]}}
        case Value():
            return {"term": {f"key.{plan.field}": plan.key}}
        case Days():
            return _days(plan.first, plan.last)
        case _:
            return holding(asked, plan)


def _days(first: int | None, last: int | None) -> Query:
    bounds = {name: day for name, day in (("gte", first), ("lte", last)) if day is not None}
    return {"range": {"day": bounds}} if bounds else {"exists": {"field": "day"}}


def filters(query: EngineQuery) -> dict[str, Query]:
    """The filters beside the plan by what they are of; the dates' is called time."""
    found: dict[str, Query] = {}
    if query.first is not None or query.last is not None:
        found["time"] = _days(query.first, query.last)
    for name in {**query.chosen, **query.left_out}:
        chosen, left_out = query.chosen.get(name, ()), query.left_out.get(name, ())
        must = {"filter": [{"terms": {name: list(chosen)}}]} if chosen else {}
        must_not = {"must_not": [{"terms": {name: list(left_out)}}]} if left_out else {}
        if must or must_not:
            found[name] = {"bool": must | must_not}
    return found


def order(sort: Sort) -> list[Query]:
    """Scores or dates, then the newest, then ids."""
    first: list[Query] = [{"_score": "desc"}] if sort == "relevance" else []
    return [*first, *_DATES["oldest" if sort == "oldest" else "newest"], {"id": "asc"}]


def facets(query: EngineQuery, by: Mapping[str, Query], after: Mapping[str, Any] | None = None) -> Query:
    """What is counted: for each facet the articles that pass all filters but its own. With `after` only the facets that
    have more values (`further`), from there on."""
    wanted = {"time" if name in TIME_FACETS else name for name in query.facets}
    found: Query = {}
    for name in sorted(wanted if after is None else after):
        others = [clause for field, clause in by.items() if field != name]
        field = "day" if name == "time" else name
        values = {"size": MOST_BUCKETS // len(wanted), "sources": [{"value": {"terms": {"field": field}}}]}
        values |= {"after": after[name]} if after else {}
        found[name] = {"filter": {"bool": {"filter": others}}, "aggs": {"values": {"composite": values}}}
    return found


def further(asked: Query, answered: Answered) -> dict[str, Any]:
    """Where the facets go on that have more values than the answer, which was to `asked`."""
    return {
        name: answered[name]["values"]["after_key"]
        for name, each in asked.items()
        if len(answered[name]["values"]["buckets"]) == each["aggs"]["values"]["composite"]["size"]
    }


def counts(query: EngineQuery, answers: Sequence[Answered]) -> dict[str, tuple[FacetCount, ...]]:
    """The facets of an answer and of those that go on after it, in order."""
    found: dict[str, dict[str, int]] = {}
    for name in VALUE_FIELDS:
        found[name] = dict(_buckets(answers, name))
    for day, count in _buckets(answers, "time"):
        for name, value in time_values(date.fromordinal(day)).items():
            counted = found.setdefault(name, {})
            counted[value] = counted.get(value, 0) + count
    return ordered_counts(found, query.facets)


def _buckets(answers: Sequence[Answered], name: str) -> Iterator[tuple[Any, int]]:
    for answered in answers:
        for bucket in answered.get(name, {}).get("values", {}).get("buckets", ()):
            yield bucket["key"]["value"], bucket["doc_count"]

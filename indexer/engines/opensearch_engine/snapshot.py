"""One commit of an index, and what was counted of it: the same questions are asked again and again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from indexer.article import TEXT_FIELDS
from indexer.engines.interface import EngineAnswer, EngineQuery
from indexer.engines.opensearch_engine import request, scoring
from indexer.engines.opensearch_engine.asked import Asked
from indexer.engines.opensearch_engine.client import Client
from indexer.engines.opensearch_engine.lexicon import Lexicon
from indexer.engines.opensearch_engine.places import Query
from indexer.query import plan as plans
from indexer.query import ranking
from indexer.query.plan import Counted, Exact, Match, Part, Phrase, Plan, Scored, scored_by

WINDOW = 10_000
"""Hits that are cut from one answer; what is further on is read page by page."""

PAGE = 5_000

KEPT = "5m"
"""How long the cluster keeps what is being read page by page, from one page to the next."""

MOST_KNOWN = 10_000
"""Words whose document frequencies are remembered."""


class Snapshot:
    """The commit `number` of an index."""

    def __init__(self, client: Client, index: str, number: int) -> None:
        self._client, self.index, self.number = client, index, number
        self.lexicon = Lexicon(client, index)
        self._frequencies: dict[Counted, int] = {}

    def answer(self, query: EngineQuery) -> EngineAnswer:
        """See Engine.search."""
        parts = scored_by(query.plan) if query.scored is None else query.scored
        self.lexicon.look_up(_runs([query.plan, *(part.node for part in parts)]))
        asked = Asked(self.lexicon)
        held = request.held(asked, query.plan)
        by = request.filters(query)
        body = self._body(query, held, self._scored(asked, parts))
        asked_for = request.facets(query, by)
        body |= {"aggs": asked_for, "track_total_hits": True}
        if by:
            body["post_filter"] = {"bool": {"filter": list(by.values())}}
        hits = {"bool": {"filter": [held, *by.values()]}}
        page = _Page(self._client, self.index, query, body)
        return EngineAnswer(
            total=page.total,
            found=page.found,
            facets=request.counts(query, [page.facets, *self._further(query, held, by, asked_for, page.facets)]),
            stories=self._stories(hits) if query.collapse else None,
        )

    def _further(
        self, query: EngineQuery, held: Query, by: Mapping[str, Query], asked_for: Query, answered: request.Answered
    ) -> Iterator[request.Answered]:
        """The values of facets that have more than one answer holds."""
        while after := request.further(asked_for, answered):
            asked_for = request.facets(query, by, after)
            body = {"size": 0, "query": held, "aggs": asked_for}
            answered = self._client.ask("POST", f"/{self.index}/_search", body)["aggregations"]
            yield answered

    def _body(self, query: EngineQuery, held: Query, scored: Query | None) -> dict[str, Any]:
        should = {"should": [scored]} if scored else {}
        return {
            "query": {"bool": {"filter": [held]} | should},
            "sort": request.order(query.sort),
            "track_scores": True,
            "_source": False,
            "stored_fields": "_none_",
            "docvalue_fields": ["id", "group"],
        }

    def _scored(self, asked: Asked, parts: Sequence[Scored]) -> Query | None:
        nodes = {node for part in parts for node in (part.rare or part.node, *part.beyond)}
        self._count(asked, [node for node in nodes if node not in self._frequencies])
        rarities = {node: ranking.rarity(self._frequencies[node], self.count) for node in nodes}
        return scoring.scored(asked, parts, rarities, self._means)

    def _count(self, asked: Asked, nodes: Sequence[Counted]) -> None:
        if not nodes:
            return
        if len(self._frequencies) > MOST_KNOWN:
            self._frequencies.clear()
        lines = []
        for node in nodes:
            lines += [
                {"index": self.index},
                {"size": 0, "track_total_hits": True, "query": scoring.holding(asked, node)},
            ]
        answers = self._client.ask("POST", "/_msearch", lines)["responses"]
        for node, answer in zip(nodes, answers, strict=True):
            self._client.raise_error(answer)
            self._frequencies[node] = answer["hits"]["total"]["value"]

    @cached_property
    def count(self) -> int:
        """How many documents there are."""
        return int(self._client.ask("GET", f"/{self.index}/_count")["count"])

    @cached_property
    def _means(self) -> Mapping[str, float]:
        aggs = {name: {"avg": {"field": f"length.{name}"}} for name in TEXT_FIELDS}
        found = self._client.ask("POST", f"/{self.index}/_search", {"size": 0, "aggs": aggs})["aggregations"]
        return {name: found[name]["value"] or 0.0 for name in TEXT_FIELDS}

    def _stories(self, hits: Query) -> int:
        """How many stories they are: those that nobody else prints, and the different others, page by page."""
        alone = {"alone": {"missing": {"field": "story"}}}
        first = self._client.ask("POST", f"/{self.index}/_search", {"size": 0, "query": hits, "aggs": alone})
        count = int(first["aggregations"]["alone"]["doc_count"])
        sources = [{"story": {"terms": {"field": "story"}}}]
        after: dict[str, Any] = {}
        while True:
            aggs = {"stories": {"composite": {"size": WINDOW, "sources": sources} | after}}
            found = self._client.ask("POST", f"/{self.index}/_search", {"size": 0, "query": hits, "aggs": aggs})
            buckets = found["aggregations"]["stories"]["buckets"]
            count += len(buckets)
            if len(buckets) < WINDOW:
                return count
            after = {"after": found["aggregations"]["stories"]["after_key"]}


class _Page:
    """The hits that a query cuts out, its total and its facets."""

    def __init__(self, client: Client, index: str, query: EngineQuery, body: dict[str, Any]) -> None:
        self._client, self._index, self._query = client, index, query
        end = WINDOW + 1 if query.limit is None else query.offset + query.limit
        if end <= WINDOW:
            collapse = {"collapse": {"field": "group"}} if query.collapse else {}
            asked = body | collapse | {"from": query.offset, "size": query.limit}
            answer = client.ask("POST", f"/{index}/_search", asked, allow_partial_search_results="false")
            self.found = [_hit(hit) for hit in answer["hits"]["hits"]]
        else:
            answer, self.found = self._walked(body)
        self.total: int = answer["hits"]["total"]["value"]
        self.facets: request.Answered = answer.get("aggregations", {})

    def _walked(self, body: dict[str, Any]) -> tuple[dict[str, Any], list[tuple[str, float]]]:
        """All hits, a page at a time, of the index as it is now; those of the query's page are kept."""
        kept = self._client.ask("POST", f"/{self._index}/_search/point_in_time", keep_alive=KEPT)["pit_id"]
        try:
            body |= {"pit": {"id": kept, "keep_alive": KEPT}, "size": PAGE}
            first = self._client.ask("POST", "/_search", body)
            return first, list(self._cut(self._hits(body, first)))
        finally:
            self._client.ask("DELETE", "/_search/point_in_time", {"pit_id": [kept]})

    def _hits(self, body: dict[str, Any], page: dict[str, Any]) -> Iterator[dict[str, Any]]:
        further = {name: value for name, value in body.items() if name != "aggs"} | {"track_total_hits": False}
        while hits := page["hits"]["hits"]:
            yield from hits
            page = self._client.ask("POST", "/_search", further | {"search_after": hits[-1]["sort"]})

    def _cut(self, hits: Iterable[dict[str, Any]]) -> Iterator[tuple[str, float]]:
        seen: set[str] = set()
        number = 0
        end = None if self._query.limit is None else self._query.offset + self._query.limit
        for hit in hits:
            if end is not None and number >= end:
                return
            if self._query.collapse:
                if (group := hit["fields"]["group"][0]) in seen:
                    continue
                seen.add(group)
            if number >= self._query.offset:
                yield _hit(hit)
            number += 1


def _hit(hit: Mapping[str, Any]) -> tuple[str, float]:
    return hit["fields"]["id"][0], round(hit["_score"] or 0.0, ranking.PRECISION)


def _runs(nodes: Iterable[Plan | Part]) -> Iterator[str]:
    """All runs of letters that a lexicon will be asked for."""
    for node in nodes:
        for letters in _letters(node):
            for start in range(len(letters)):
                yield from (letters[start:end] for end in range(start + 1, len(letters) + 1))


def _letters(node: Plan | Part) -> Iterator[str]:
    match node:
        case Match():
            yield from node.letters
        case Phrase():
            yield node.letters
            yield from (letters for word in node.words for letters in word.letters)
        case Exact():
            yield from node.printed
        case Part():
            yield node.letters
        case plans.All() | plans.Any() | plans.Near() | plans.SameSentence():
            yield from (letters for child in node.children for letters in _letters(child))
        case plans.Without():
            yield from _letters(node.child)

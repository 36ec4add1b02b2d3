"""Whoosh as it comes: its own writer, codec, collectors and facets. About a hundred times slower than the others, so it
is given at most 10,000 articles."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

from indexer.article import TEXT_FIELDS
from indexer.query.plan import All, Days, Match, Plan, Prefix
from indexer.query.plan import Any as AnyOf
from indexer.query.ranking import FIELD_WEIGHTS, K1, B
from tests.benchmarks.competitors.interface import FACETS, LIMIT, Answer, Articles, module


class StockWhoosh:
    """The engine."""

    takes: Literal["documents", "texts"] = "texts"

    most = 10_000

    def __init__(self) -> None:
        for name in ("analysis", "fields", "index", "query", "scoring", "sorting"):
            setattr(self, f"_{name}", module(f"whoosh.{name}"))
        self._searcher: Any = None

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(name)

    def build(self, folder: Path, articles: Articles) -> None:
        """See Competitor.build."""
        texts = {name: self._fields.TEXT(analyzer=self._analysis.SpaceSeparatedTokenizer()) for name in TEXT_FIELDS}
        values = {name: self._fields.ID(sortable=True) for name in ("press", "section")}
        numbers = {name: self._fields.NUMERIC(sortable=True) for name in ("day", "month")}
        schema = self._fields.Schema(number=self._fields.STORED, **texts, **values, **numbers)
        writer = self._index.create_in(folder, schema).writer(limitmb=512)
        for batch in articles:
            for about, written in batch:
                month = about.published.year * 12 + about.published.month - 1
                day = about.published.toordinal()
                writer.add_document(
                    number=about.number, press=about.press, section=about.section, day=day, month=month, **written
                )
        writer.commit()

    def open(self, folder: Path) -> None:
        """See Competitor.open."""
        self._searcher = self._index.open_dir(folder).searcher(weighting=self._scoring.BM25F(B=B, K1=K1))

    def can(self, plan: Plan) -> bool:
        """See Competitor.can."""
        return True

    def answer(self, plan: Plan) -> Answer:
        """See Competitor.answer."""
        grouped = self._sorting.Facets()
        for name in FACETS:
            grouped.add_field(name, maptype=self._sorting.Count)
        results = self._searcher.search(self._query_of(plan), limit=LIMIT, groupedby=grouped)
        facets = {name: dict(results.groups(name)) for name in FACETS}
        return Answer(total=len(results), found=[hit["number"] for hit in results], facets=facets)

    def close(self) -> None:
        """See Competitor.close."""
        self._searcher.close()

    def _query_of(self, plan: Plan) -> Any:
        query = self._query
        match plan:
            case All(children):
                return query.And([self._query_of(child) for child in children])
            case AnyOf(children):
                return query.Or([self._query_of(child) for child in children])
            case Days(first, last):
                return query.ConstantScoreQuery(query.NumericRange("day", first, last), 0.0)
            case Match(_, ((*sequence,),)) if len(sequence) > 1:
                return query.Or([query.Phrase(name, sequence, boost=FIELD_WEIGHTS[name]) for name in TEXT_FIELDS])
            case Match(_, ((term,),)):
                return query.Or([query.Term(name, term, boost=FIELD_WEIGHTS[name]) for name in TEXT_FIELDS])
            case Prefix(_, prefix):
                return query.Or([query.Prefix(name, prefix, boost=FIELD_WEIGHTS[name]) for name in TEXT_FIELDS])
            case _:
                raise NotImplementedError(plan)

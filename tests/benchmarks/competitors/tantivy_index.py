"""Tantivy: four text fields with positions, boosted as ours are; one segment; counts by its aggregations.

Of what can be chosen, what was fastest is used. One segment: one writer thread with all the memory it takes. The ten
best without Tantivy's own count, so that it may skip what cannot be among them; the total comes from the aggregation,
which meets every article anyway. Months, presses and sections are numbers, aggregated by value: faster than texts and
than histograms. A prefix is a fuzzy term without any fuzziness: two to three times as fast as a regex, while its phrase
prefix knows fifty words only. Tantivy does not score it.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Literal

from indexer.article import TEXT_FIELDS
from indexer.query.plan import All, Days, Match, Plan, Prefix
from indexer.query.plan import Any as AnyOf
from indexer.query.ranking import FIELD_WEIGHTS
from tests.benchmarks.competitors.interface import FACETS, LIMIT, Answer, Articles, module

HEAP = 3_900_000_000
_BUCKETS = 10_000


class Tantivy:
    """The engine."""

    takes: Literal["documents", "texts"] = "texts"

    fields: tuple[str, ...] = TEXT_FIELDS

    def __init__(self) -> None:
        self._tantivy = module("tantivy")
        builder = self._tantivy.SchemaBuilder()
        for name in self.fields:
            builder.add_text_field(name, tokenizer_name="terms", index_option="position")
        for name in ("number", "day", *FACETS):
            builder.add_unsigned_field(name, fast=True, indexed=name == "day")
        self._schema = builder.build()
        self._index: Any = None
        self._searcher: Any = None
        self._names: dict[str, list[str]] = {}

    def build(self, folder: Path, articles: Articles) -> None:
        """See Competitor.build."""
        index = self._tantivy.Index(self._schema, path=str(folder))
        self._register(index)
        writer = index.writer(heap_size=HEAP, num_threads=1)
        names: dict[str, dict[str, int]] = {name: {} for name in FACETS}
        for batch in articles:
            for about, texts in batch:
                document = self._tantivy.Document()
                for name, text in self._texts(texts).items():
                    document.add_text(name, text)
                month = about.published.year * 12 + about.published.month - 1
                values = {"month": month, "number": about.number, "day": about.published.toordinal()}
                for name, value in (("press", about.press), ("section", about.section)):
                    values[name] = names[name].setdefault(value, len(names[name]))
                for name, number in values.items():
                    document.add_unsigned(name, number)
                writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()
        (folder / "names.json").write_text(json.dumps({name: list(found) for name, found in names.items()}))

    def open(self, folder: Path) -> None:
        """See Competitor.open."""
        self._index = self._tantivy.Index.open(str(folder))
        self._register(self._index)
        self._names = json.loads((folder / "names.json").read_text())
        self._searcher = self._index.searcher()

    @property
    def segments(self) -> int:
        """How many the index has."""
        return int(self._searcher.num_segments)

    def can(self, plan: Plan) -> bool:
        """See Competitor.can."""
        return True

    def answer(self, plan: Plan) -> Answer:
        """See Competitor.answer."""
        query = self._query(plan)
        best = self._searcher.search(query, LIMIT, count=False)
        found = self._searcher.fast_field_values("number", [address for _, address in best.hits])
        asked = {name: {"terms": {"field": name, "size": _BUCKETS}} for name in FACETS}
        counted = self._searcher.aggregate(query, asked)
        facets = {
            name: {self._value(name, int(each["key"])): each["doc_count"] for each in counted[name]["buckets"]}
            for name in FACETS
        }
        return Answer(total=sum(facets["section"].values()), found=found, facets=facets)

    def close(self) -> None:
        """See Competitor.close."""
        self._searcher = self._index = None

    def _texts(self, texts: dict[str, str]) -> dict[str, str]:
        return texts

    def _value(self, name: str, key: int) -> str | int:
        return key if name == "month" else self._names[name][key]

    def _register(self, index: Any) -> None:
        analyzer = self._tantivy.TextAnalyzerBuilder(self._tantivy.Tokenizer.whitespace()).build()
        index.register_tokenizer("terms", analyzer)

    def _query(self, plan: Plan) -> Any:
        query, occur = self._tantivy.Query, self._tantivy.Occur
        match plan:
            case All(children):
                return query.boolean_query([(occur.Must, self._query(child)) for child in children])
            case AnyOf(children):
                return query.boolean_query([(occur.Should, self._query(child)) for child in children])
            case Days(first, last):
                day = self._tantivy.FieldType.Unsigned
                return query.boost_query(query.range_query(self._schema, "day", day, first, last), 0.0)
            case Match() | Prefix():
                clauses = [(occur.Should, self._clause(plan, name)) for name in self.fields]
                return query.boolean_query(clauses) if len(clauses) > 1 else clauses[0][1]
            case _:
                raise NotImplementedError(plan)

    def _clause(self, plan: Match | Prefix, name: str) -> Any:
        """A word, a phrase or a prefix in one field."""
        query = self._tantivy.Query
        if isinstance(plan, Prefix):
            return query.fuzzy_term_query(self._schema, name, plan.prefix, distance=0, prefix=True)
        (sequence,) = plan.alternatives
        if len(sequence) > 1:
            found = query.phrase_query(self._schema, name, list(sequence))
        else:
            found = query.term_query(self._schema, name, sequence[0], index_option="freq")
        weight = FIELD_WEIGHTS.get(name, 1.0)
        return found if weight == 1.0 else query.boost_query(found, weight)


class TantivyOneField(Tantivy):
    """The same with all text in one field: a quarter of the work, and no weight for a title."""

    fields = ("text",)

    def _texts(self, texts: dict[str, str]) -> dict[str, str]:
        return {"text": " ".join(texts.values())}

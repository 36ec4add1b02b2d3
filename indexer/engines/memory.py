"""The plainest engine: dictionaries and loops. For tests: what it answers is easy to see to be right."""

from __future__ import annotations

import threading
import uuid
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

from indexer.article import KST, TEXT_FIELDS
from indexer.engines.interface import EngineAnswer, EngineQuery, IndexDocument
from indexer.errors import IndexBusy
from indexer.query.facets import ordered_counts, time_values
from indexer.query.plan import All, Any, Days, Every, Match, Plan, TermSequence, Value, Without, matches, value_key
from indexer.query.ranking import PRECISION, field_frequency, rarity, saturated
from indexer.query.request import FILTER_FIELDS
from indexer.query.result import FacetCount

_UNDATED = datetime(1, 1, 1, tzinfo=timezone.utc)


@dataclass
class _Index:
    id: str = field(default_factory=lambda: uuid.uuid4().hex)
    documents: dict[str, IndexDocument] = field(default_factory=dict)


class _Writer:
    """Changes wait here until they are committed."""

    full = False

    def __init__(self, index: _Index) -> None:
        self._index = index
        self._waiting: dict[str, IndexDocument | None] = {}

    @property
    def index_id(self) -> str:
        return self._index.id

    def put(self, document: IndexDocument) -> None:
        self._waiting[document.id] = document

    def delete(self, document_id: str) -> None:
        self._waiting[document_id] = None

    def commit(self) -> None:
        documents = self._index.documents | self._waiting
        # A new dictionary: searches in other threads are reading the old one.
        self._index.documents = {i: document for i, document in documents.items() if document}
        self._waiting.clear()


class MemoryEngine:
    """Keeps everything in memory, for as long as the object lives."""

    def __init__(self) -> None:
        self._index = _Index()
        self._writing = threading.Lock()

    @property
    def index_id(self) -> str:
        """Anew with every object and every rebuild."""
        return self._index.id

    @contextmanager
    def writer(self, *, afresh: bool = False) -> Iterator[_Writer]:
        """See Engine.writer."""
        if not self._writing.acquire(blocking=False):
            raise IndexBusy(Path("memory"))
        try:
            index = _Index() if afresh else self._index
            writer = _Writer(index)
            yield writer
            writer.commit()
            self._index = index
        finally:
            self._writing.release()

    def count(self) -> int:
        """How many documents there are."""
        return len(self._index.documents)

    def close(self) -> None:
        """Nothing to give back."""

    def search(self, query: EngineQuery) -> EngineAnswer:
        """Looks at every document."""
        documents = self._index.documents
        held = {i for i, document in documents.items() if _holds(document, query.plan)}
        hits = {i for i in held if all(_filters(documents[i], query).values())}
        scores = _scores(documents, query.plan, hits)
        order = sorted(hits, key=lambda i: _order(documents[i], scores[i], query))
        stop = None if query.limit is None else query.offset + query.limit
        page = [(i, scores[i]) for i in order[query.offset : stop]]
        facets = _facets([documents[i] for i in held], query) if query.with_facets else {}
        return EngineAnswer(total=len(hits), found=page, facets=facets)


def _scores(documents: Mapping[str, IndexDocument], plan: Plan, hits: set[str]) -> dict[str, float]:
    scores = dict.fromkeys(hits, 0.0)
    means = {name: _mean(len(d.terms.get(name, ())) for d in documents.values()) for name in TEXT_FIELDS}
    for node in matches(plan):
        found = {i: f for i, d in documents.items() if (f := _frequency(d, node, means))}
        weight = rarity(len(found), len(documents))
        for i in hits & found.keys():
            scores[i] += weight * saturated(found[i])
    return {i: round(score, PRECISION) for i, score in scores.items()}


def _mean(lengths: Iterator[int]) -> float:
    # Over the documents that have the field at all: most have no caption, and that makes none of them long.
    present = [length for length in lengths if length]
    return sum(present) / len(present) if present else 0.0


def _holds(document: IndexDocument, plan: Plan) -> bool:
    match plan:
        case Match():
            return any(_starts(document.terms.get(name, ()), plan.alternatives) for name in plan.fields)
        case Value():
            return plan.key in map(value_key, document.values.get(plan.field, ()))
        case Days():
            return _within(document, plan.first, plan.last)
        case Every():
            return True
        case All():
            return all(_holds(document, child) for child in plan.children)
        case Any():
            return any(_holds(document, child) for child in plan.children)
        case Without():
            return not _holds(document, plan.child)


def _starts(terms: Sequence[tuple[str, int]], alternatives: Sequence[TermSequence]) -> set[int]:
    """The positions where any of the sequences begins."""
    places = defaultdict(set)
    for term, position in terms:
        places[term].add(position)
    return {
        start
        for sequence in alternatives
        for start in places.get(sequence[0], ())
        if all(start + step in places.get(term, ()) for step, term in enumerate(sequence))
    }


def _frequency(document: IndexDocument, node: Match, means: Mapping[str, float]) -> float:
    total = 0.0
    for name in node.fields:
        terms = document.terms.get(name, ())
        if found := len(_starts(terms, node.alternatives)):
            total += field_frequency(name, float(found), float(len(terms)), means[name])
    return total


def _day(document: IndexDocument) -> date | None:
    return document.published.astimezone(KST).date() if document.published else None


def _within(document: IndexDocument, first: int | None, last: int | None) -> bool:
    day = _day(document)
    return day is not None and (first or 0) <= day.toordinal() <= (last or date.max.toordinal())


def _filters(document: IndexDocument, query: EngineQuery) -> dict[str, bool]:
    """Whether the document passes each filter; the dates' filter is called time."""
    unbounded = query.first is None and query.last is None
    passes = {"time": unbounded or _within(document, query.first, query.last)}
    for name, chosen in query.chosen.items():
        passes[name] = not chosen or bool(set(chosen) & set(document.values.get(name, ())))
    return passes


def _order(document: IndexDocument, score: float, query: EngineQuery) -> tuple[float, bool, timedelta, str]:
    time = (document.published or _UNDATED) - _UNDATED
    best = -score if query.sort == "relevance" else 0.0
    return (best, document.published is None, time if query.sort == "oldest" else -time, document.id)


def _facets(held: list[IndexDocument], query: EngineQuery) -> dict[str, tuple[FacetCount, ...]]:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for document in held:
        failed = {name for name, passes in _filters(document, query).items() if not passes}
        if not failed - {"time"} and (day := _day(document)):
            for name, value in time_values(day).items():
                counts[name][value] += 1
        for name in FILTER_FIELDS:
            if not failed - {name}:
                counts[name].update(set(document.values.get(name, ())))
    return ordered_counts(counts)

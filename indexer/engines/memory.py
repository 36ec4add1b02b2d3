"""The plainest engine: dictionaries and loops. For tests: what it answers is easy to see to be right."""

from __future__ import annotations

import threading
import uuid
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from functools import lru_cache
from pathlib import Path

from indexer.analysis.field_terms import FieldTerms
from indexer.analysis.words import letters_of
from indexer.article import KST, LEADING_FIELDS, TEXT_FIELDS, VALUE_FIELDS
from indexer.engines.interface import EngineAnswer, EngineQuery, IndexDocument, check_expansion
from indexer.errors import IndexBusy
from indexer.query.facets import ordered_counts, time_values
from indexer.query.plan import (
    All,
    Any,
    Counted,
    Days,
    Every,
    Exact,
    Fuzzy,
    Match,
    Near,
    Part,
    Phrase,
    Plan,
    Prefix,
    SameSentence,
    Scored,
    Value,
    Without,
    Word,
    expanded,
    scored_by,
    value_key,
)
from indexer.query.ranking import PRECISION, field_frequency, rarity, saturated
from indexer.query.result import FacetCount
from indexer.query.standing import Text, stands_for
from indexer.query.vocabulary import Vocabulary

_UNDATED = datetime(1, 1, 1, tzinfo=timezone.utc)
_FAR = 2**31  # a distance no field is long enough for


@dataclass
class _Index:
    id: str = field(default_factory=lambda: uuid.uuid4().hex)
    documents: dict[str, IndexDocument] = field(default_factory=dict)
    commits: int = 0


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
        self._index.commits += 1
        self._waiting.clear()

    def purge(self) -> None:
        self.commit()


class MemoryEngine:
    """Keeps everything in memory, for as long as the object lives."""

    def __init__(self) -> None:
        self._index = _Index()
        self._writing = threading.Lock()

    @property
    def index_id(self) -> str:
        """Anew with every object and every rebuild."""
        return self._index.id

    @property
    def commit(self) -> str:
        """See Engine.commit."""
        return f"{self._index.id}.{self._index.commits}"

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

    def vocabulary(self) -> Vocabulary:
        """See Engine.vocabulary; made anew at every call."""
        documents = self._index.documents
        return Vocabulary.counted(((term, name == "title") for name, term in _postings(documents)), len(documents))

    def similar(self, letters: str, distance: int) -> list[tuple[str, int]]:
        """See Engine.similar."""
        near = Fuzzy(letters, letters, distance)
        found = Counter(letters_of(term) for _, term in _postings(self._index.documents) if stands_for(near, term))
        return sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))

    def frequencies(self, terms: Sequence[str]) -> list[int]:
        """See Engine.frequencies."""
        counts = Counter(term for _, term in _postings(self._index.documents))
        return [counts[term] for term in terms]

    def forget(self) -> None:
        """Nothing is remembered."""

    def close(self) -> None:
        """Nothing to give back."""

    def search(self, query: EngineQuery) -> EngineAnswer:
        """Looks at every document."""
        documents = self._index.documents
        _refuse_short_prefixes(documents, query.plan)
        held = {i for i, document in documents.items() if _holds(document, query.plan)}
        hits = {i for i in held if all(_filters(documents[i], query).values())}
        scores = _scores(documents, scored_by(query.plan) if query.scored is None else query.scored, hits)
        order = sorted(hits, key=lambda i: _order(documents[i], scores[i], query))
        firsts = _first_of_stories(documents, order) if query.collapse else order
        stop = None if query.limit is None else query.offset + query.limit
        page = [(i, scores[i]) for i in firsts[query.offset : stop]]
        facets = _facets([documents[i] for i in held], query)
        stories = len(firsts) if query.collapse else None
        return EngineAnswer(total=len(hits), found=page, facets=facets, stories=stories)


def _first_of_stories(documents: Mapping[str, IndexDocument], order: Sequence[str]) -> list[str]:
    firsts: dict[int | str, str] = {}
    for i in order:
        firsts.setdefault(documents[i].story or i, i)
    return list(firsts.values())


def _scores(documents: Mapping[str, IndexDocument], scored: Sequence[Scored], hits: set[str]) -> dict[str, float]:
    scores = dict.fromkeys(hits, 0.0)
    means = {name: _mean(len(d.terms.get(name, ())) for d in documents.values()) for name in TEXT_FIELDS}
    nodes = {node for part in scored for node in (part.node, part.rare or part.node, *part.beyond)}
    counted = {node: _counted(documents, node, means) for node in nodes}
    rarities = {node: rarity(len(found), len(documents)) for node, found in counted.items()}
    for part in scored:
        beyond = max(map(rarities.__getitem__, part.beyond), default=0.0)
        weight = part.weight * max(rarities[part.rare or part.node] - beyond, 0.0)
        for i in hits & counted[part.node].keys():
            scores[i] += weight * saturated(counted[part.node][i], part.k1)
    return {i: round(score, PRECISION) for i, score in scores.items()}


def _counted(documents: Mapping[str, IndexDocument], node: Counted, means: Mapping[str, float]) -> dict[str, float]:
    """How much a node counts in each document that has it."""
    return {i: counts for i, document in documents.items() if (counts := _frequency(document, node, means))}


def _mean(lengths: Iterator[int]) -> float:
    # Over the documents that have the field at all: most have no caption, and that makes none of them long.
    present = [length for length in lengths if length]
    return sum(present) / len(present) if present else 0.0


def _holds(document: IndexDocument, plan: Plan) -> bool:
    match plan:
        case Match() | Phrase() | Prefix() | Exact() | Fuzzy() | Near() | SameSentence():
            return any(_places(document, name, plan) for name in TEXT_FIELDS)
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


def _places(document: IndexDocument, name: str, node: Plan) -> list[int]:
    """The positions in one field where a node of plan.Placed stands, ascending."""
    match node:
        case Match() | Phrase() | Prefix() | Exact() | Fuzzy():
            found = _positions(document, name, node)
        case Any():
            found = {place for child in node.children for place in _places(document, name, child)}
        case Near():
            places = [_places(document, name, child) for child in node.children]
            found = (_firsts_in_order if node.ordered else _firsts)(places, node.distance)
        case SameSentence():
            places = [_places(document, name, child) for child in node.children]
            found = {first for sentence in _by_sentence(document, name, places) for first in _firsts(sentence)}
        case _:
            raise ValueError(f"stands nowhere: {node}")
    return sorted(found)


def _positions(document: IndexDocument, name: str, word: Word) -> set[int]:
    if name not in word.fields or name not in document.terms:
        return set()
    return {found.position for found in _text(document.terms[name]).stands(word)}


@lru_cache(maxsize=4096)
def _text(terms: FieldTerms) -> Text:
    return Text.of_terms(terms)


def _firsts(places: Sequence[Sequence[int]], distance: int = _FAR) -> set[int]:
    """The places of any child that have one of every child behind them, or beside them, within the distance."""
    candidates = {place for child in places for place in child}
    return {p for p in candidates if all(any(p <= place <= p + distance for place in child) for child in places)}


def _firsts_in_order(places: Sequence[Sequence[int]], distance: int) -> set[int]:
    """The places of the first child behind which the others follow one after another, within the distance."""
    found = set()
    for first in places[0]:
        last: int | None = first
        for child in places[1:]:  # the nearest that follows leaves most room for the next
            last = next((place for place in child if last is not None and last < place <= first + distance), None)
        if last is not None:
            found.add(first)
    return found


def _by_sentence(document: IndexDocument, name: str, places: Sequence[Sequence[int]]) -> Iterator[list[list[int]]]:
    """The same places, sentence by sentence."""
    breaks = document.terms[name].breaks.tolist() if name in document.terms else []
    for number in range(len(breaks) + 1):
        yield [[place for place in child if bisect_left(breaks, place) == number] for child in places]


def _postings(documents: Mapping[str, IndexDocument]) -> Iterator[tuple[str, str]]:
    """The (field, term) of every posting."""
    for document in documents.values():
        for name in document.terms:
            yield from {(name, term) for term, _ in _terms(document, name)}


def _terms(document: IndexDocument, name: str) -> list[tuple[str, int]]:
    return document.terms[name].pairs() if name in document.terms else []


def _frequency(document: IndexDocument, node: Counted, means: Mapping[str, float]) -> float:
    total = 0.0
    for name in TEXT_FIELDS:
        if isinstance(node, Word | Part):
            here = name in node.fields and name in document.terms
            found = _times(_text(document.terms[name]), name, node) if here else 0.0
        else:
            found = float(len(_places(document, name, node)))
        if found:
            total += field_frequency(name, found, float(len(document.terms[name])), means[name])
    return total


def _times(text: Text, name: str, node: Word | Part) -> float:
    return text.part(node, leads=name in LEADING_FIELDS) if isinstance(node, Part) else text.frequency(node)


def _refuse_short_prefixes(documents: Mapping[str, IndexDocument], plan: Plan) -> None:
    for word in expanded(plan):
        postings = {
            (i, name, term)
            for i, document in documents.items()
            for name in word.fields
            for term, _ in _terms(document, name)
            if stands_for(word, term)
        }
        check_expansion(word, len(postings))


def _day(document: IndexDocument) -> date | None:
    return document.published.astimezone(KST).date() if document.published else None


def _within(document: IndexDocument, first: int | None, last: int | None) -> bool:
    day = _day(document)
    return day is not None and (first or 0) <= day.toordinal() <= (last or date.max.toordinal())


def _filters(document: IndexDocument, query: EngineQuery) -> dict[str, bool]:
    """Whether the document passes each filter; the dates' filter is called time."""
    unbounded = query.first is None and query.last is None
    passes = {"time": unbounded or _within(document, query.first, query.last)}
    for name in {**query.chosen, **query.left_out}:
        values, chosen = set(document.values.get(name, ())), query.chosen.get(name, ())
        passes[name] = (not chosen or bool(values & set(chosen))) and not values & set(query.left_out.get(name, ()))
    return passes


def _order(document: IndexDocument, score: float, query: EngineQuery) -> tuple[float, bool, timedelta, str]:
    time = (document.published or _UNDATED) - _UNDATED
    best = -score if query.sort == "relevance" else 0.0
    return (best, document.published is None, time if query.sort == "oldest" else -time, document.id)


def _facets(held: list[IndexDocument], query: EngineQuery) -> dict[str, tuple[FacetCount, ...]]:
    """Those asked for; a facet's own filter does not shrink its counts."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for document in held:
        failed = {name for name, passes in _filters(document, query).items() if not passes}
        if not failed - {"time"} and (day := _day(document)):
            for name, value in time_values(day).items():
                counts[name][value] += 1
        for name in VALUE_FIELDS:
            if not failed - {name}:
                counts[name].update(set(document.values.get(name, ())))
    return ordered_counts(counts, query.facets)

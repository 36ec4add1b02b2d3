"""Small documents and plans, written as one would on paper. Shared by the tests of the engines."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

import pytest

from indexer.analysis.field_terms import FieldTerms
from indexer.analysis.words import VERB
from indexer.article import KST, TEXT_FIELDS
from indexer.engines.interface import Engine, EngineAnswer, EngineQuery, IndexDocument
from indexer.query.plan import (
    Days,
    Every,
    Exact,
    Fuzzy,
    Match,
    Near,
    Phrase,
    Placed,
    Plan,
    Prefix,
    SameSentence,
    Value,
    value_key,
)


def document(
    document_id: str, body: str = "", *, published: str | datetime | None = None, **named: str | Sequence[str]
) -> IndexDocument:
    """`body` and the other text fields as words; the value fields as a value or several."""
    texts = {name: str(named.pop(name, "")) for name in TEXT_FIELDS if name != "body"} | {"body": body}
    return IndexDocument(
        id=document_id,
        terms={name: FieldTerms.of(terms(text)) for name, text in texts.items() if text},
        values={name: (value,) if isinstance(value, str) else tuple(value) for name, value in named.items()},
        published=at(published) if isinstance(published, str) else published,
    )


def terms(text: str) -> list[tuple[str, int]]:
    """`산불 진화 / 복구` → 산불·0 진화·1 복구·3: a stroke is the end of a sentence and leaves a gap; `강소특구@0` says
    its position itself, as the second noun of a word does."""
    found: list[tuple[str, int]] = []
    position = 0
    for word in text.split():
        term, given, place = word.partition("@")
        if given:
            found.append((term, int(place)))
            continue
        if word != "/":
            found.append((term, position))
        position += 1
    return found


def at(text: str) -> datetime:
    """`2019-03-27`, or with a time, in KST."""
    return datetime.fromisoformat(text).replace(tzinfo=KST)


def day(text: str) -> int:
    """The number a day has in plans and filters."""
    return date.fromisoformat(text).toordinal()


def word(*alternatives: str, fields: Iterable[str] = TEXT_FIELDS) -> Match:
    """`word("강소 특구", "강소특구")`: the terms side by side, or the one term."""
    return Match(alternatives[0], tuple(tuple(text.split()) for text in alternatives), tuple(fields))


def letters(*typed: str, verbs: Iterable[str] = (), fields: Iterable[str] = TEXT_FIELDS) -> Match:
    """A typed word, as it was typed and without its particle, and the verbs that it is a form of."""
    return Match(typed[0], tuple((VERB + verb,) for verb in verbs), tuple(fields), typed)


def phrase(text: str, *, fields: Iterable[str] = TEXT_FIELDS) -> Phrase:
    """Typed words side by side."""
    return Phrase(text, tuple(map(letters, text.split())), "".join(text.split()), tuple(fields))


def exact(text: str, *, fields: Iterable[str] = TEXT_FIELDS) -> Exact:
    """`="…"`."""
    return Exact(text, tuple(text.split()), tuple(fields))


def fuzzy(text: str, distance: int, *, fields: Iterable[str] = TEXT_FIELDS) -> Fuzzy:
    """`…~distance`."""
    return Fuzzy(text, text, distance, tuple(fields))


def prefix(text: str, *, fields: Iterable[str] = TEXT_FIELDS) -> Prefix:
    """`산*`."""
    return Prefix(text, text, tuple(fields))


def near(distance: int, *children: Placed) -> Near:
    """`… NEAR/distance …`."""
    return Near(children, distance)


def in_order(distance: int, *children: Placed) -> Near:
    """`… PRE/distance …`."""
    return Near(children, distance, ordered=True)


def sentence(*children: Placed) -> SameSentence:
    """`문장(… …)`."""
    return SameSentence(children)


def value(field: str, text: str) -> Value:
    """As the planner makes it from what was typed."""
    return Value(field, value_key(text))


def days(first: str | None, last: str | None) -> Days:
    """A range of days; None is open."""
    return Days(day(first) if first else None, day(last) if last else None)


def put(engine: Engine, *documents: IndexDocument, afresh: bool = False) -> None:
    """One commit."""
    with engine.writer(afresh=afresh) as writer:
        for each in documents:
            writer.put(each)
        writer.commit()


def delete(engine: Engine, *ids: str) -> None:
    """One commit."""
    with engine.writer() as writer:
        for each in ids:
            writer.delete(each)
        writer.commit()


def search(engine: Engine, plan: Plan | None = None, **options: Any) -> EngineAnswer:
    """Everything, if no plan is given."""
    return engine.search(EngineQuery(plan=plan or Every(), **options))


def ids(engine: Engine, plan: Plan | None = None, **options: Any) -> list[str]:
    """The ids found, in their order."""
    return [document_id for document_id, _ in search(engine, plan, **options).found]


def found(engine: Engine, plan: Plan | None = None, **options: Any) -> str:
    """The one-letter ids found, all of them, sorted: "abd"."""
    return "".join(sorted(ids(engine, plan, limit=None, **options)))


def facet(engine: Engine, name: str, plan: Plan | None = None, **options: Any) -> dict[str, int]:
    """One facet, in its order (dictionaries keep it)."""
    return {item.value: item.count for item in search(engine, plan, **options).facets[name]}


def without_fsync(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small commits spend most of their time waiting for the disk; tests/unit/engines sees to it that they do wait."""
    monkeypatch.setattr(os, "fsync", lambda _: None)

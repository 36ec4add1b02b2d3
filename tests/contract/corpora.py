"""Random corpora, histories and plans, from alphabets so small that everything collides with everything."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from hypothesis import strategies as st

from indexer.article import TEXT_FIELDS, VALUE_FIELDS
from indexer.engines.interface import Engine, EngineQuery, IndexDocument
from indexer.query.plan import All, Any, Days, Every, Match, Plan, Value, Without, value_key
from indexer.query.request import FILTER_FIELDS, SORTS
from tests.contract.building import at, day


class Put(NamedTuple):
    """Write this document."""

    document: IndexDocument


class Delete(NamedTuple):
    """Take out the document of this id."""

    id: str


Step = Put | Delete
History = list[list[Step]]
"""Commits, each a list of what was done before it."""

IDS = st.sampled_from(["a", "b", "c", "d/d", "이", "f"])
WORDS = "가나다라"
TICK = timedelta(microseconds=1)
NOON = at("2019-03-27T12:00")
PUBLISHED: st.SearchStrategy[datetime | None] = st.sampled_from(
    [None, NOON, NOON - TICK, NOON + TICK, at("2019-03-27"), at("2019-03-28") - TICK, at("1945-08-15")]
)
DAYS = st.sampled_from([None, day("1945-08-15"), day("2019-03-26"), day("2019-03-27"), day("2019-03-28"), 1, 3_652_059])
VALUES = st.sampled_from(["옥천", "옥 천", "Abc", "aBC", "둘\n줄", "희귀"])
SEVERAL = st.sampled_from([(), ("옥천",), ("옥 천", "옥천"), ("Abc",), ("aBC", "둘\n줄"), ("둘\n줄", "Abc", "Abc")])


def _text(letters: str) -> list[tuple[str, int]]:
    """`가나/다^라`: a term a letter, a stroke a sentence's gap; after ^ a term stands where the one before stands."""
    found: list[tuple[str, int]] = []
    position = 0
    for before, letter in zip(" " + letters, letters, strict=False):
        position += letter != "^" and before != "^"
        if letter in WORDS:
            found.append((letter, position))
    return found


TEXTS = st.text(WORDS + WORDS + "/^", max_size=9).map(_text)
DOCUMENTS = st.builds(
    lambda document_id, texts, values, published: IndexDocument(
        id=document_id,
        terms={name: text for name, text in zip(TEXT_FIELDS, texts, strict=True) if text or name == "body"},
        values={name: some for name, some in zip(VALUE_FIELDS, values, strict=True) if some},
        published=published,
    ),
    IDS,
    st.tuples(TEXTS, st.just([]), TEXTS, st.just([])) | st.tuples(TEXTS, TEXTS, TEXTS, TEXTS),
    st.tuples(SEVERAL, SEVERAL, SEVERAL, SEVERAL),
    PUBLISHED,
)
STEPS: st.SearchStrategy[Step] = st.builds(Put, DOCUMENTS) | st.builds(Put, DOCUMENTS) | st.builds(Delete, IDS)
HISTORIES: st.SearchStrategy[History] = st.lists(st.lists(STEPS, max_size=4), max_size=9)

SEQUENCES = st.text(WORDS, min_size=1, max_size=3).map(tuple)
MATCHES = st.builds(
    Match,
    st.just("말"),
    st.lists(SEQUENCES, min_size=1, max_size=3).map(tuple),
    st.sampled_from([TEXT_FIELDS, TEXT_FIELDS, ("title",), ("body",), ("caption", "body"), ("subtitle", "title")]),
)


def _nested(leaves: st.SearchStrategy[Plan]) -> st.SearchStrategy[Plan]:
    return st.recursive(
        leaves,
        lambda inner: (
            st.builds(All, st.lists(inner, min_size=1, max_size=3).map(tuple))
            | st.builds(Any, st.lists(inner, min_size=1, max_size=3).map(tuple))
            | st.builds(Without, inner)
        ),
        max_leaves=5,
    )


WORD_PLANS = _nested(MATCHES | st.just(Every()))
PLANS = _nested(
    MATCHES
    | MATCHES
    | st.builds(Value, st.sampled_from(VALUE_FIELDS), VALUES.map(value_key))
    | st.builds(Days, DAYS, DAYS)
    | st.just(Every())
)
QUERIES = st.builds(
    EngineQuery,
    plan=PLANS,
    first=st.none() | DAYS,
    last=st.none() | DAYS,
    chosen=st.dictionaries(st.sampled_from(FILTER_FIELDS), SEVERAL, max_size=2),
    sort=st.sampled_from(SORTS),
    limit=st.none() | st.integers(0, 4),
    offset=st.integers(0, 3),
)


def play(history: History, engine: Engine) -> None:
    """Does it all, one writer a commit."""
    for commit in history:
        with engine.writer() as writer:
            for step in commit:
                if isinstance(step, Put):
                    writer.put(step.document)
                else:
                    writer.delete(step.id)
            writer.commit()

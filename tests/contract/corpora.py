"""Random corpora, histories and plans, from alphabets so small that everything collides with everything."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import NamedTuple

from hypothesis import strategies as st

from indexer.analysis.field_terms import FieldTerms
from indexer.article import TEXT_FIELDS, VALUE_FIELDS
from indexer.engines.interface import Engine, EngineQuery, IndexDocument
from indexer.query.plan import (
    All,
    Any,
    Days,
    Every,
    Match,
    Near,
    Placed,
    Plan,
    Prefix,
    SameSentence,
    Value,
    Without,
    value_key,
)
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
TERMS = {"가": "가", "나": "가나", "다": "가나다", "라": "라", "마": "각"}
"""The letter that stands for a term, and the term: some begin as others do, and 각 only with the bytes of 가."""
TICK = timedelta(microseconds=1)
NOON = at("2019-03-27T12:00")
PUBLISHED: st.SearchStrategy[datetime | None] = st.sampled_from(
    [None, NOON, NOON - TICK, NOON + TICK, at("2019-03-27"), at("2019-03-28") - TICK, at("1945-08-15")]
)
DAYS = st.sampled_from([None, day("1945-08-15"), day("2019-03-26"), day("2019-03-27"), day("2019-03-28"), 1, 3_652_059])
VALUES = st.sampled_from(["옥천", "옥 천", "Abc", "aBC", "둘\n줄", "희귀"])
SEVERAL = st.sampled_from([(), ("옥천",), ("옥 천", "옥천"), ("Abc",), ("aBC", "둘\n줄"), ("둘\n줄", "Abc", "Abc")])


def _text(letters: str) -> FieldTerms:
    """`가나/다^라`: a term a letter, a stroke the end of a sentence; two letters around ^ stand at one position."""
    pairs: list[tuple[str, int]] = []
    breaks = []
    for position, place in enumerate(re.findall(r"[가-마](?:\^[가-마])*|/", letters)):
        if place == "/":
            breaks.append(position)
        else:
            pairs += [(TERMS[letter], position) for letter in place.split("^")]
    return FieldTerms.of(pairs, breaks)


LETTERS = "".join(TERMS)
TEXTS = st.text(LETTERS + LETTERS + "//^", max_size=12).map(_text)
NO_TEXT = st.just(_text(""))
DOCUMENTS = st.builds(
    lambda document_id, texts, values, published: IndexDocument(
        id=document_id,
        terms={name: text for name, text in zip(TEXT_FIELDS, texts, strict=True) if text or name == "body"},
        values={name: some for name, some in zip(VALUE_FIELDS, values, strict=True) if some},
        published=published,
    ),
    IDS,
    st.tuples(TEXTS, NO_TEXT, TEXTS, NO_TEXT) | st.tuples(TEXTS, TEXTS, TEXTS, TEXTS),
    st.tuples(SEVERAL, SEVERAL, SEVERAL, SEVERAL),
    PUBLISHED,
)
STEPS: st.SearchStrategy[Step] = st.builds(Put, DOCUMENTS) | st.builds(Put, DOCUMENTS) | st.builds(Delete, IDS)
HISTORIES: st.SearchStrategy[History] = st.lists(st.lists(STEPS, max_size=4), max_size=9)

FIELDS = st.sampled_from([TEXT_FIELDS, TEXT_FIELDS, ("title",), ("body",), ("caption", "body"), ("subtitle", "title")])
SEQUENCES = st.text(LETTERS, min_size=1, max_size=3).map(lambda letters: tuple(TERMS[letter] for letter in letters))
MATCHES = st.builds(Match, st.just("말"), st.lists(SEQUENCES, min_size=1, max_size=3).map(tuple), FIELDS)
PREFIXES = st.builds(Prefix, st.just("말"), st.sampled_from(["가", "가나", "가나다", "라", "각", "없"]), FIELDS)


def _together(inner: st.SearchStrategy[Placed]) -> st.SearchStrategy[Placed]:
    children = st.lists(inner, min_size=1, max_size=3).map(tuple)
    near = st.builds(Near, children, st.integers(1, 5), st.booleans())
    return near | near | st.builds(SameSentence, children) | st.builds(Any, children)


PLACED: st.SearchStrategy[Placed] = st.recursive(MATCHES | PREFIXES, _together, max_leaves=5)


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


TERM = st.sampled_from(sorted(TERMS.values())).map(lambda term: (term,))
ONE_TERM = st.builds(Match, st.just("말"), st.lists(TERM, min_size=1, max_size=3).map(tuple), FIELDS) | PREFIXES
PAIRS = st.builds(Near, st.tuples(ONE_TERM, ONE_TERM), st.integers(1, 5), st.booleans())
FILTERS = st.builds(Value, st.sampled_from(VALUE_FIELDS), VALUES.map(value_key)) | st.builds(Days, DAYS, DAYS)
PLANS = _nested(MATCHES | PLACED | PLACED | FILTERS | st.just(Every()))
WHOOSH_PLANS = _nested(MATCHES | PREFIXES | PAIRS | FILTERS | st.just(Every()))
"""What Whoosh's queries can say: it has no sentences, and measures what is near as we do only between two terms."""
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

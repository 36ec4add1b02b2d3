"""Random corpora, histories and plans, from alphabets so small that everything collides with everything."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from typing import NamedTuple

from hypothesis import strategies as st

from indexer.analysis.field_terms import FieldTerms
from indexer.analysis.words import BORDERS, CODES, HEAD, JOINED, ONE_TERM, VERB
from indexer.article import TEXT_FIELDS, VALUE_FIELDS
from indexer.engines.interface import Engine, EngineQuery, IndexDocument
from indexer.query.plan import (
    All,
    Any,
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
    Without,
    value_key,
)
from indexer.query.request import FILTER_FIELDS, SORTS
from indexer.query.result import ENTITY_FACETS, FACETS
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
NOUNS = ("가", "나", "가나", "나다", "가나다", "각", "kt", "x", "1,5", "5")
"""Some begin or end as others do, 각 only with the bytes of 가; heads are made of them side by side."""
TAILS = ("", "", "", "은", "에서", "했다", "한")
VERBS = ("가다", "나다하다")
TICK = timedelta(microseconds=1)
NOON = at("2019-03-27T12:00")
PUBLISHED: st.SearchStrategy[datetime | None] = st.sampled_from(
    [None, NOON, NOON - TICK, NOON + TICK, at("2019-03-27"), at("2019-03-28") - TICK, at("1945-08-15")]
)
DAYS = st.sampled_from([None, day("1945-08-15"), day("2019-03-26"), day("2019-03-27"), day("2019-03-28"), 1, 3_652_059])
VALUES = st.sampled_from(["옥천", "옥 천", "Abc", "aBC", "둘\n줄", "희귀"])
SEVERAL = st.sampled_from([(), ("옥천",), ("옥 천", "옥천"), ("Abc",), ("aBC", "둘\n줄"), ("둘\n줄", "Abc", "Abc")])


class Spoken(NamedTuple):
    """A printed word: the nouns of its head (what is in brackets is none: a suffix, or a verb), its tail, a verb that
    it is a form of, and whether only a space is before it; no nouns are the end of a sentence."""

    nouns: tuple[str, ...]
    tail: str = ""
    verb: str = ""
    joined: bool = True


def field(words: Sequence[Spoken]) -> FieldTerms:
    """The terms of a text, as analysis.terms makes them."""
    pairs: list[tuple[str, int]] = []
    layout = []
    for position, word in enumerate(words):
        if not word.nouns:
            layout.append(0)
            continue
        spelled = [noun.strip("[]") for noun in word.nouns]
        pairs += [(noun, position) for noun in word.nouns if noun[0] != "["]
        pairs += [(VERB + word.verb, position)] if word.verb else []
        simple = len(word.nouns) == 1 and word.nouns[0][0] != "["
        if not simple:
            borders = [chr((0x60 if noun[0] == "[" else 0x40) + len(noun.strip("[]"))) for noun in word.nouns]
            known = "" if len(word.nouns) == 1 else BORDERS + "".join(borders)
            pairs.append((HEAD + "".join(spelled) + known, position))
        layout.append(CODES[word.tail] | ONE_TERM * simple | JOINED * word.joined)
    return FieldTerms.of(pairs, layout)


def spoken(text: str) -> FieldTerms:
    """`강소+특구_를 지정_했다=지정하다, [열렸다] / 끝`: nouns joined by +, a tail behind _, a verb behind =, what is
    no noun in brackets; a comma keeps the next word apart, a stroke ends a sentence."""
    words: list[Spoken] = []
    joined = False
    for item in text.split():
        printed, _, verb = item.removesuffix(",").partition("=")
        nouns, _, tail = printed.partition("_")
        words.append(Spoken(() if item == "/" else tuple(nouns.split("+")), tail, verb, joined))
        joined = item != "/" and not item.endswith(",")
    return field(words)


NOUN = st.sampled_from([*NOUNS, *NOUNS, "[가나다]", "[다]"])


def _spoken_so(nouns: tuple[str, ...]) -> bool:
    """Whether an analysis gives such nouns side by side: it never cuts a number in two."""
    meeting = pairwise(nouns)
    return not any(before[-1].isdecimal() and after[0].isdecimal() for before, after in meeting)


SPOKEN = st.builds(
    Spoken,
    st.lists(NOUN, min_size=1, max_size=3).map(tuple).filter(_spoken_so) | NOUN.map(lambda noun: (noun,)),
    st.sampled_from(TAILS),
    st.sampled_from(["", "", "", *VERBS]),
    st.sampled_from([True, True, True, False]),
)
TEXTS = st.lists(SPOKEN | SPOKEN | SPOKEN | st.just(Spoken(())), max_size=7).map(field)
NO_TEXT = st.just(field([]))
DOCUMENTS = st.builds(
    lambda document_id, texts, values, published: IndexDocument(
        id=document_id,
        terms={name: text for name, text in zip(TEXT_FIELDS, texts, strict=True) if text or name == "body"},
        values={name: some for name, some in zip(VALUE_FIELDS, values, strict=True) if some},
        published=published,
    ),
    IDS,
    st.tuples(TEXTS, NO_TEXT, TEXTS, NO_TEXT) | st.tuples(TEXTS, TEXTS, TEXTS, TEXTS),
    st.tuples(*[SEVERAL] * len(VALUE_FIELDS)),
    PUBLISHED,
)
STEPS: st.SearchStrategy[Step] = st.builds(Put, DOCUMENTS) | st.builds(Put, DOCUMENTS) | st.builds(Delete, IDS)
HISTORIES: st.SearchStrategy[History] = st.lists(st.lists(STEPS, max_size=4), max_size=9)

FIELDS = st.sampled_from([TEXT_FIELDS, TEXT_FIELDS, ("title",), ("body",), ("caption", "body"), ("subtitle", "title")])
EVERY_TERM = (*NOUNS, *(VERB + verb for verb in VERBS), HEAD + "가나다")
TERM = st.sampled_from(EVERY_TERM)
SEQUENCES = st.lists(TERM, min_size=1, max_size=3).map(tuple)
LETTERS = st.lists(st.sampled_from([*NOUNS, "다", "은", "에", "했다"]), min_size=1, max_size=4).map("".join)
SINGLE = TERM.map(lambda term: (term,))
MATCHES = st.builds(Match, st.just("말"), st.lists(SEQUENCES, min_size=1, max_size=3).map(tuple), FIELDS)
LITERALS = st.builds(
    Match,
    st.just("말"),
    st.lists(SINGLE, max_size=1).map(tuple),
    FIELDS,
    st.lists(LETTERS, min_size=1, max_size=2, unique=True).map(tuple),
)
PREFIXES = st.builds(Prefix, st.just("말"), st.sampled_from(["가", "가나", "가나다", "라", "각", "없"]), FIELDS)
PHRASES = st.builds(Phrase, st.just("말"), st.lists(LITERALS, min_size=2, max_size=3).map(tuple), LETTERS, FIELDS)
EXACTS = st.builds(Exact, st.just("말"), st.lists(LETTERS, min_size=1, max_size=3).map(tuple), FIELDS)
FUZZIES = st.builds(Fuzzy, st.just("말"), st.sampled_from(["가나", "나가", "가나다"]), st.integers(1, 2), FIELDS)
WORDS = MATCHES | LITERALS | LITERALS | PREFIXES | PHRASES | EXACTS | FUZZIES


def _together(inner: st.SearchStrategy[Placed]) -> st.SearchStrategy[Placed]:
    children = st.lists(inner, min_size=1, max_size=3).map(tuple)
    near = st.builds(Near, children, st.integers(1, 5), st.booleans())
    return near | near | st.builds(SameSentence, children) | st.builds(Any, children)


PLACED: st.SearchStrategy[Placed] = st.recursive(WORDS, _together, max_leaves=5)


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


ONE_TERM_EACH = st.builds(Match, st.just("말"), st.lists(SINGLE, min_size=1, max_size=3).map(tuple), FIELDS)
PAIRS = st.builds(Near, st.tuples(ONE_TERM_EACH, ONE_TERM_EACH), st.integers(1, 5), st.booleans())
FILTERS = st.builds(Value, st.sampled_from(VALUE_FIELDS), VALUES.map(value_key)) | st.builds(Days, DAYS, DAYS)
PLANS = _nested(WORDS | PLACED | PLACED | FILTERS | st.just(Every()))
WHOOSH_PLANS = _nested(MATCHES | PAIRS | FILTERS | st.just(Every()))
"""What Whoosh's queries can say: it has no sentences, and measures what is near as we do only between two terms."""
QUERIES = st.builds(
    EngineQuery,
    plan=PLANS,
    first=st.none() | DAYS,
    last=st.none() | DAYS,
    chosen=st.dictionaries(st.sampled_from(FILTER_FIELDS), SEVERAL, max_size=2),
    left_out=st.just({}) | st.dictionaries(st.sampled_from(FILTER_FIELDS), SEVERAL, max_size=2),
    sort=st.sampled_from(SORTS),
    limit=st.none() | st.integers(0, 4),
    offset=st.integers(0, 3),
    facets=st.sampled_from([FACETS, FACETS, (*FACETS, *ENTITY_FACETS), ("keyword", "year")]),
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

"""What a cluster is given and asked, without one: places over the tokens of a text are those of query.standing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.analysis.field_terms import FieldTerms
from indexer.analysis.words import VERB, Word
from indexer.engines.opensearch_engine import spelling
from indexer.engines.opensearch_engine.asked import Asked
from indexer.engines.opensearch_engine.places import query
from indexer.engines.opensearch_engine.plain import SEPARATOR
from indexer.engines.opensearch_engine.roles import SETS, Role, roles
from indexer.engines.opensearch_engine.spelling import shown
from indexer.query.plan import Match
from indexer.query.plan import Word as Asking
from indexer.query.standing import Text, word_of
from tests.contract.building import exact, letters, phrase, prefix
from tests.contract.corpora import EXACTS, FUZZIES, LITERALS, MATCHES, PHRASES, PREFIXES, TEXTS, spoken
from tests.lucene import Words, intervals, tokens_of

MARKS = {SEPARATOR, *map(chr, range(ord("A"), ord("Z") + 1))}

WORDS = LITERALS | LITERALS | EXACTS | PHRASES | PREFIXES | FUZZIES | MATCHES


def places(terms: FieldTerms, asked: Asking) -> set[int]:
    source = Asked(Words(terms)).standing(asked, asked.fields[0])
    return {first for first, _ in intervals(source, tokens_of(terms))}


def meant(terms: FieldTerms, asked: Asking) -> set[int]:
    return {found.position for found in Text.of_terms(terms).stands(asked)}


def _without_heads(asked: Asking) -> bool:
    """Heads have no borders here: one is taken for another of the same letters."""
    alternatives = [term for sequence in getattr(asked, "alternatives", ()) for term in sequence]
    inner = [term for word in getattr(asked, "words", ()) for sequence in word.alternatives for term in sequence]
    return not any(term.startswith("\x02") for term in [*alternatives, *inner])


@settings(max_examples=300)
@given(terms=TEXTS, asked=WORDS.filter(_without_heads))
def test_a_word_stands_where_it_is_said_to(terms: FieldTerms, asked: Asking) -> None:
    found = places(terms, asked)
    # A row that begins with a word it goes on with may be told at that one, too (places.first_of).
    assert meant(terms, asked) <= found
    assert bool(found) == bool(meant(terms, asked))


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("의료+기기+강소+특구_를 지정_했다", letters("강소특구")),
        ("의료+기기+강소+특구_를 지정_했다", letters("특구를")),
        ("나주 시장_을 만났다", letters("나주시장")),
        ("2020+도쿄 올림픽", letters("도쿄올림픽")),
        ("29+명_에게 나누었다", letters("명에게")),
        ("KT+위즈 500+만", letters("kt")),
        ("강소 특구_를 지정_했다", phrase("특구 지정")),
        ("강소 특구_를 지정_했다", exact("특구를 지정")),
        ("솔내+천_에서", prefix("솔내")),
        ("가나다가나_에게", letters("다가")),
    ],
    ids=str,
)
def test_examples_stand_at_one_place(text: str, asked: Asking) -> None:
    terms = spoken(text)
    assert places(terms, asked) == meant(terms, asked)


def one_by_one(terms: FieldTerms) -> list[list[str]]:
    """The tokens of each word, spelled without compiled code."""
    found: list[list[str]] = [[] for _ in range(len(terms.layout))]
    for term, position in terms.pairs():
        found[position].append(term)
    return [
        SEPARATOR.join(spelling.tokens(word_of(here, layout), layout, here)).split(SEPARATOR) if layout else ["B"]
        for layout, here in zip(terms.layout.tolist(), found, strict=True)
    ]


@pytest.mark.parametrize("size", [64, 65, 150])
def test_letters_are_found_in_a_long_word_that_has_none_of_them_twice(size: int) -> None:
    text = "".join(map(chr, range(ord("가"), ord("가") + size)))
    terms = spoken(f"솔내 {text}_에서 끝")
    assert tokens_of(terms) == one_by_one(terms)
    assert places(terms, letters(text[20:53])) == places(terms, letters(text[-33:])) == {1}
    assert places(terms, letters(text[30] + text[20:29])) == set()


ODD = st.text(st.sampled_from("가나다라각한\x01\x02\x03 |AB5a,\u3000\u3001ㄱ漢é😀"), max_size=6)
"""What no analyser gives, and an engine may be given all the same."""


@given(terms=TEXTS)
def test_compiled_code_spells_words_as_they_are_spelled_one_by_one(terms: FieldTerms) -> None:
    assert tokens_of(terms) == one_by_one(terms)


@given(
    pairs=st.lists(st.tuples(ODD, st.integers(0, 4)), max_size=12),
    layout=st.lists(st.integers(0, 255).filter(lambda byte: byte == 0 or 0 < byte & 0x3F < 60), min_size=5, max_size=5),
)
def test_compiled_code_spells_what_no_analyser_gives_as_it_is_spelled_one_by_one(
    pairs: list[tuple[str, int]], layout: list[int]
) -> None:
    terms = FieldTerms.of(pairs, layout)
    assert tokens_of(terms) == one_by_one(terms)


def plainly(word: Word, terms: Sequence[str]) -> set[str]:
    """The tokens of a mixed word, worked out for itself."""
    return set(spelling._alike.__wrapped__(word._replace(start=0), *terms).split(SEPARATOR))


@given(text=TEXTS)
def test_words_that_are_alike_are_spelled_as_each_would_be_by_itself(text: FieldTerms) -> None:
    for position, layout in enumerate(text.layout.tolist()):
        terms = [term for term, at in text.pairs() if at == position and not term.startswith(VERB)]
        word = word_of(terms, layout) if layout else None
        if word and word.head:
            assert set(spelling._runs(word, terms).split(SEPARATOR)) == plainly(word, terms)


def test_what_letters_can_be_at_once_is_known() -> None:
    kinds = ("".join(letters) for size in range(1, 6) for letters in product("0a가,", repeat=size))
    for head, tail, joined in product(kinds, ("", "는", "에게"), (False, True)):
        word = Word(head + tail, len(head), joined)
        for start, end in combinations(range(len(word.printed) + 1), 2):
            if start < word.head and not (start == 0 and end >= word.head):
                assert roles(word, start, end) & ~Role.STANDS in (0, *SETS)


@given(st.text(max_size=8))
def test_no_letter_is_taken_for_a_mark_or_the_end_of_a_word(text: str) -> None:
    assert not any(letter.isspace() or letter < "\x21" or letter in MARKS for letter in shown(text))
    assert shown(text) == shown(shown(text))


def test_what_is_made_of_terms_alone_is_asked_as_terms() -> None:
    asked = Asked(Words(spoken("산불")))
    assert query("body", asked.standing(Match("산불", (("산불",),)), "body")) == {
        "bool": {"should": [{"term": {"body": {"value": mark + "산불"}}} for mark in "NO"]}
    }


def clauses(found: object) -> Iterator[str]:
    if isinstance(found, dict):
        for name, inner in found.items():
            yield name
            yield from clauses(inner)
    elif isinstance(found, list):
        for inner in found:
            yield from clauses(inner)


def test_a_word_of_a_dozen_letters_each_of_which_is_a_word_is_asked_in_bounds() -> None:
    alphabet = "가나다라마바사아자차카타"
    asked = Asked(Words(spoken(" ".join(alphabet))))
    many = [name for name in clauses(query("body", asked.standing(letters(alphabet), "body"))) if name == "match"]
    assert len(many) < 1_500

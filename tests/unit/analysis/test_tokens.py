from __future__ import annotations

import zlib
from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.analysis.tokens import TAGS, TokenColumns, Tokens, pack, unpack, unpack_columns
from tests.fakes import columns_of, tokens_of

TEXTS = st.text(max_size=200)


@st.composite
def token_columns(draw: st.DrawFn) -> tuple[str, Tokens]:
    """Any columns an analyser may give: spans anywhere in a text, forms that stand there and forms that don't."""
    text = draw(TEXTS)
    size = draw(st.integers(0, 30))
    spans = [sorted((draw(st.integers(0, len(text))), draw(st.integers(0, len(text))))) for _ in range(size)]
    # No form is empty, and none holds a newline that does not stand in the text.
    other = st.text(st.characters(codec="utf-8", exclude_characters="\n"), min_size=1, max_size=8)
    forms = [text[a:b] if a < b and draw(st.booleans()) else draw(other) for a, b in spans]
    steps = st.lists(st.integers(0, 1), min_size=size, max_size=size)
    return text, Tokens(
        forms=forms,
        tags=draw(st.lists(st.sampled_from(TAGS), min_size=size, max_size=size)),
        starts=[start for start, _ in spans],
        ends=[end for _, end in spans],
        eojeols=list(accumulate(draw(steps))),
        sentences=list(accumulate(draw(steps))),
    )


@given(token_columns())
def test_columns_hold_what_lists_held(case: tuple[str, Tokens]) -> None:
    text, tokens = case
    columns = TokenColumns.of(tokens, text)
    assert (columns.tokens(), columns.count, columns.text) == (tokens, len(tokens), text)


@given(st.dictionaries(st.sampled_from(["title", "subtitle", "body", "caption", "사진"]), token_columns()))
def test_what_is_packed_unpacks_to_the_same(fields: dict[str, tuple[str, Tokens]]) -> None:
    texts = {name: text for name, (text, _) in fields.items()}
    columns = {name: TokenColumns.of(tokens, text) for name, (text, tokens) in fields.items()}
    assert unpack_columns(pack(columns), texts) == columns
    assert unpack(pack(columns), texts) == {name: tokens for name, (_, tokens) in fields.items()}


def test_no_field_and_no_token_are_packed_too() -> None:
    assert unpack(pack({}), {}) == {}
    assert unpack(pack({"title": TokenColumns.of(Tokens(), "…")}), {"title": "…"}) == {"title": Tokens()}


def test_a_form_that_stands_in_the_text_is_not_stored_again() -> None:
    tokens = Tokens(
        ["둑", "높이", "었", "다"], ["NNG", "VV", "EP", "EF"], [0, 2, 3, 4], [1, 4, 4, 5], [0, 1, 1, 1], [0] * 4
    )
    assert TokenColumns.of(tokens, "둑 높였다!").forms == "\n높이\n었\n"


def test_the_stored_form_stays_as_it_is() -> None:
    """Archives are read by later versions of the program: what changes this changes FORMAT."""
    tokens = Tokens(["둑", "높이", "다"], ["NNG", "VV", "EF"], [0, 2, 4], [1, 4, 5], [0, 1, 1], [0, 1, 1])
    starts, lengths = b"\0\0\0\0\2\0\0\0\2\0\0\0", b"\1\0\0\0\2\0\0\0\1\0\0\0"
    tags, eojeols, sentences = bytes([0, 5, 30]), b"\0\1\0", b"\0\1\0"
    forms = "\n높이\n".encode()
    columns = TokenColumns.of(tokens, "둑 높였다!")
    assert columns.data == starts + lengths + tags + eojeols + sentences + forms
    head = b"\1" + b"\5" + b"\3\0\0\0" + bytes([len(forms), 0, 0, 0]) + b"title"
    assert zlib.decompress(pack({"title": columns})) == head + columns.data


def test_columns_that_are_cut_off_are_refused() -> None:
    columns = columns_of("둑을 높인다")
    with pytest.raises(ValueError, match="tokens"):
        TokenColumns(columns.text, columns.count, columns.data[: columns.count * 11 - 1])


def test_offsets_far_into_a_long_text_are_kept() -> None:
    text = "가" * 5_999_998 + "람군"
    tokens = Tokens(["가", "람군", "군"], ["NNG", "NNP", "NNG"], [0, 5_999_998, 5_999_999], [1, 6_000_000, 6_000_000])
    tokens.eojeols, tokens.sentences = [0, 0, 1], [0, 0, 1]
    assert unpack(pack({"body": TokenColumns.of(tokens, text)}), {"body": text}) == {"body": tokens}


def test_many_eojeols_and_sentences_are_numbered_on() -> None:
    text = "둑이 높다. " * 2_000
    tokens = tokens_of(text)
    assert tokens.sentences[-1] == 1_999
    assert unpack(pack({"body": columns_of(text)}), {"body": text})["body"] == tokens


def test_a_tag_of_a_later_kiwi_is_kept_as_unknown() -> None:
    tokens = Tokens(["둑"], ["NEW"], [0], [1], [0], [0])
    assert TokenColumns.of(tokens, "둑").tokens().tags == ["UN"]


def test_every_tag_has_one_code() -> None:
    assert len(set(TAGS)) == len(TAGS) <= 256


def test_packed_tokens_are_smaller_than_the_text_they_are_of() -> None:
    text = (
        "가람군은 솔내천 둑을 높이고 달여울저수지 방류 기준을 바꾼다고 27일 밝혔다. 군의회는 예산 42억 원을 심의한다. "
        * 20
    )
    assert len(pack({"body": columns_of(text)})) < len(text.encode())

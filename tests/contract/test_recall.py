"""Whatever is printed is found: any letters of a word, and any that go on from one word to the next, in every engine,
however an analyser cuts the words into nouns."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer.analysis.terms import LONGEST, field_terms, printed_words
from indexer.analysis.tokens import TokenColumns, Tokens
from indexer.analysis.words import Word
from indexer.engines.interface import Engine, IndexDocument
from indexer.query.literal import SEVERAL
from tests.contract.building import exact, found, letters, put
from tests.fakes import append

PIECES = st.text("가나다라", min_size=1, max_size=3) | st.sampled_from(["kt", "x", "5", "2020", "1,500", "시", "군"])
TAILS = st.sampled_from(["", "", "을", "에서", "했다", "마저"])
TAGS = {"을": "JKO", "에서": "JKB", "했다": "XSV", "마저": "JX"}


class Analysed(NamedTuple):
    """A text and how it was cut."""

    text: str
    tokens: Tokens

    @property
    def words(self) -> list[Word]:
        return [word for word in printed_words(self.tokens, self.text) if word]


def tag_of(piece: str) -> str:
    return TAGS.get(piece) or ("SN" if piece[0].isdigit() else "SL" if piece.isascii() else "NNG")


@st.composite
def analysed(draw: st.DrawFn) -> Analysed:
    """Eojeols of pieces and a tail; some pieces are verbs, prefixes or suffixes."""
    text, tokens = "", Tokens()
    for eojeol in range(draw(st.integers(1, 5))):
        text += " " if eojeol else ""
        for piece in [*draw(st.lists(PIECES, min_size=1, max_size=4)), draw(TAILS)]:
            hangul = piece and piece not in TAGS and not piece.isascii() and "," not in piece
            tag = draw(st.sampled_from(["NNG", "NNG", "NNP", "VV", "XPN", "XSN"])) if hangul else tag_of(piece or "가")
            if piece:
                append(tokens, (piece, tag, len(text), len(text) + len(piece), eojeol, 0))
            text += piece
    return Analysed(text, tokens)


def cuts(text: str, at: int) -> bool:
    """Whether a number or a foreign word goes on there."""
    return any(found.start() < at < found.end() for found in re.finditer(r"[0-9]+(?:[,.][0-9]+)*|[a-z]+", text))


def within(text: str, last: int) -> Iterator[str]:
    """All letters of two and more up to `last` that cut no number and no foreign word."""
    for start in range(last - 1):
        for end in range(start + 2, last + 1):
            if not cuts(text, start) and not cuts(text, end):
                yield text[start:end]


def across(words: list[Word]) -> Iterator[str]:
    """The letters from the beginning of a word to the end of a later head."""
    for first in range(len(words)):
        for last in range(first + 1, len(words)):
            before = "".join(word.printed for word in words[first:last])
            yield before + words[last].printed[: words[last].head]


def put_alone(engine: Engine, made: Analysed) -> None:
    terms = {"body": field_terms(TokenColumns.of(made.tokens, made.text))}
    put(engine, IndexDocument(id="a", terms=terms, values={}, published=None), afresh=True)


EACH_AFRESH = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@EACH_AFRESH
@given(made=analysed(), data=st.data())
def test_any_letters_of_a_head_are_found(engine: Engine, made: Analysed, data: st.DataObject) -> None:
    put_alone(engine, made)
    every = sorted({typed for word in made.words for typed in within(word.printed, word.head)})
    for typed in data.draw(st.lists(st.sampled_from(every), max_size=8, unique=True)) if every else ():
        assert found(engine, letters(typed)) == "a", typed
        assert found(engine, exact(typed)) == "a", typed


@EACH_AFRESH
@given(made=analysed())
def test_a_word_is_found_as_it_is_printed(engine: Engine, made: Analysed) -> None:
    put_alone(engine, made)
    for word in made.words:
        assert found(engine, letters(word.printed)) == "a", word
        assert found(engine, letters(word.printed[: word.head])) == "a", word
        assert found(engine, exact(word.printed)) == "a", word


@EACH_AFRESH
@given(made=analysed())
def test_words_are_found_without_the_spaces_between_them(engine: Engine, made: Analysed) -> None:
    put_alone(engine, made)
    for typed in across(made.words):
        if SEVERAL <= len(typed) <= LONGEST:
            assert found(engine, letters(typed)) == "a", typed


@pytest.mark.parametrize("size", [63, 64, 65, 96, 97, 150])
def test_up_to_33_letters_are_found_in_a_word_of_any_length(engine: Engine, size: int) -> None:
    text = "".join(map(chr, range(ord("가"), ord("가") + size)))
    put_alone(engine, Analysed(text, Tokens([text], ["NNP"], [0], [size], [0], [0])))
    for start in range(0, size - 33, 5):
        assert found(engine, letters(text[start : start + 33])) == "a", start
    assert found(engine, letters(text[-33:])) == found(engine, letters(text[:33])) == "a"

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from indexer.analysis.gate import clean
from indexer.analysis.kiwi import CHUNK, RUN, chunks

# Long texts of few examples: units repeated, so that limits are met.
UNITS = st.one_of(st.sampled_from(["가", "나다 ", "끝. ", "\n", " ", "😀", ".", "가나"]), st.text(max_size=5))
LONG = st.lists(st.tuples(UNITS, st.integers(1, 1_500)), max_size=6).map(
    lambda parts: clean("".join(unit * count for unit, count in parts))
)


@given(LONG)
@example("")
@example("가" * 100_000)
@example("가" * (CHUNK - 1) + "😀" * 200)
@example(("가" * 300 + " ") * 10)
def test_chunks_cover_the_text_except_the_surplus_of_runs(text: str) -> None:
    reached = 0
    for offset, piece in chunks(text):
        assert text[offset : offset + len(piece)] == piece
        assert len(piece) <= CHUNK
        assert offset >= reached
        left_out(text, reached, offset)
        reached = offset + len(piece)
    left_out(text, reached, len(text))


def left_out(text: str, start: int, end: int) -> None:
    """Only more of what stands RUN times before it may be left out."""
    if start < end:
        assert text[start - RUN : start] == text[start] * RUN
        assert set(text[start:end]) == {text[start]}
        assert not text[start].isspace()


@given(LONG)
def test_there_is_always_a_piece_and_none_is_empty_but_of_an_empty_text(text: str) -> None:
    pieces = [piece for _, piece in chunks(text)]
    assert pieces == [""] if not text else all(pieces)


def test_a_short_text_is_one_piece() -> None:
    assert chunks("가람군은 둑을 높인다.") == [(0, "가람군은 둑을 높인다.")]


def test_an_empty_text_is_one_empty_piece() -> None:
    assert chunks("") == [(0, "")]


def test_long_texts_are_cut_between_lines_first() -> None:
    paragraphs = ["가람군은 둑을 높인다. " * 30 + "끝.\n"] * 4
    assert [piece for _, piece in chunks("".join(paragraphs))] == ["".join(paragraphs[:2]), "".join(paragraphs[2:])]


def test_without_lines_after_a_sentence_and_without_sentences_after_a_space() -> None:
    sentences = [piece for _, piece in chunks("가람군은 둑을 높인다. " * 200)]
    assert all(piece.endswith(". ") for piece in sentences)
    words = [piece for _, piece in chunks("가람군 " * 600)]
    assert all(piece.endswith(" ") for piece in words)


def test_a_word_without_end_is_cut_where_it_must_be() -> None:
    assert [len(piece) for _, piece in chunks("가나" * CHUNK)] == [CHUNK, CHUNK]


def test_of_one_letter_repeated_only_the_beginning_is_analysed() -> None:
    assert chunks("둑" + "ㅋ" * 500 + "가람") == [(0, "둑" + "ㅋ" * RUN), (501, "가람")]


@pytest.mark.parametrize("before", range(20))
def test_a_run_is_seen_wherever_it_begins(before: int) -> None:
    text = "나다" * before + "ㅋ" * (RUN + 1) + "가람"
    assert chunks(text) == [(0, text[: 2 * before + RUN]), (2 * before + RUN + 1, "가람")]


def test_spaces_and_newlines_are_no_run() -> None:
    text = "가" + "\n" * 100 + "나" + " " * 100 + "다"
    assert chunks(text) == [(0, text)]

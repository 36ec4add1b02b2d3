"""Tails, layouts and the marks of terms, as they are written down in every index."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.analysis import words
from indexer.analysis.folding import FOLDED
from indexer.analysis.gate import clean
from indexer.analysis.words import BARE, BORDERS, CODES, HEAD, JOINED, ONE_TERM, TAIL, TAILS, VERB

LETTERS = st.text("가나다kt15", min_size=1, max_size=8)


def test_every_tail_has_a_code_of_its_own_that_fits_its_bits() -> None:
    assert len(set(CODES.values())) == len(CODES) == len(TAILS) + 1
    assert CODES[""] == BARE
    assert all(BARE <= code <= TAIL for code in CODES.values())


@pytest.mark.parametrize("flags", [0, ONE_TERM, JOINED, ONE_TERM | JOINED])
@pytest.mark.parametrize("tail", ["", *TAILS])
def test_the_tail_is_read_from_the_layout_whatever_its_flags(tail: str, flags: int) -> None:
    assert words.tail_of(CODES[tail] | flags) == tail


def test_a_layout_of_nothing_is_no_word() -> None:
    assert words.tail_of(0) == ""
    assert 0 not in CODES.values()


def test_tails_are_hangul_of_four_letters_at_most() -> None:
    assert all(1 <= len(tail) <= 4 and all("가" <= letter <= "힣" for letter in tail) for tail in TAILS)


def test_no_text_has_the_marks() -> None:
    assert clean(VERB + HEAD + BORDERS) == ""


@given(LETTERS, st.lists(st.tuples(st.integers(1, 30), st.booleans()), min_size=1))
def test_nouns_are_read_from_the_borders_and_affixes_passed_over(letters: str, pieces: list[tuple[int, bool]]) -> None:
    borders = "".join(chr((0x40 if noun else 0x60) + size) for size, noun in pieces)
    starts = [sum(size for size, _ in pieces[:number]) for number in range(len(pieces))]
    wanted = [(start, start + size) for start, (size, noun) in zip(starts, pieces, strict=True) if noun]
    term = HEAD + letters + BORDERS + borders
    assert list(words.nouns_of(term)) == wanted
    assert words.letters_of(term) == letters


@given(LETTERS)
def test_a_term_without_borders_has_its_letters_and_no_nouns_in_it(letters: str) -> None:
    for term in (letters, HEAD + letters):
        assert words.letters_of(term) == letters
        assert list(words.nouns_of(term)) == []


def test_every_character_that_is_read_as_a_middle_dot_joins_words() -> None:
    assert {chr(code) for code, usual in FOLDED.items() if chr(usual) == "·"} <= set(words.DOTS)

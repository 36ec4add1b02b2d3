"""Hangul letter by letter, against slow definitions."""

from __future__ import annotations

import itertools
import unicodedata
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from indexer.analysis import jamo, words
from indexer.analysis.jamo import codes, decomposed, distance, initials, is_initials, within

SYLLABLES = st.text(st.characters(min_codepoint=ord("가"), max_codepoint=ord("힣")), max_size=6)
MIXED = st.text(
    st.one_of(st.sampled_from("가각갂과괅깎나낙ㄱㄳㅏㅘ힣"), st.sampled_from("abé漢😀 -"), st.characters()), max_size=7
)
FEW = st.text("가각고과곽닭다ㄱaé漢😀", max_size=6)


def levenshtein(a: str, b: str) -> int:
    """The whole table, as textbooks have it."""
    above: Sequence[int] = range(len(b) + 1)
    for i, letter in enumerate(a, 1):
        row = [i]
        for j, other in enumerate(b, 1):
            row.append(min(above[j] + 1, row[-1] + 1, above[j - 1] + (letter != other)))
        above = row
    return above[-1]


def lexicon(terms: Sequence[bytes]) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.uint32]]:
    return np.frombuffer(b"".join(terms), np.uint8), np.fromiter(itertools.accumulate(map(len, terms)), np.uint32)


def found(terms: Sequence[bytes], typed: str, most: int) -> list[int]:
    listed: list[int] = within(*lexicon(terms), codes(decomposed(typed)), most).tolist()
    return listed


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("강", "ㄱㅏㅇ"),
        ("과", "ㄱㅗㅏ"),
        ("닭", "ㄷㅏㄹㄱ"),
        ("깎", "ㄲㅏㄲ"),
        ("있다", "ㅇㅣㅆㄷㅏ"),
        ("의료 KTX-3", "ㅇㅡㅣㄹㅛ KTX-3"),
        ("ㄳㅘ", "ㄱㅅㅗㅏ"),
        ("漢", "漢"),
    ],
)
def test_a_syllable_is_the_keys_it_is_typed_with(text: str, letters: str) -> None:
    assert decomposed(text) == letters


@given(SYLLABLES)
def test_letters_are_those_of_unicode_with_compounds_apart(text: str) -> None:
    names = [unicodedata.name(char).split()[-1] for char in unicodedata.normalize("NFD", text)]
    parts = [unicodedata.lookup(f"HANGUL LETTER {name}") for name in names]
    assert decomposed(text) == "".join(jamo.COMPOUNDS.get(part, part) for part in parts)


@given(MIXED)
def test_decomposing_twice_is_decomposing_once(text: str) -> None:
    assert decomposed(decomposed(text)) == decomposed(text)


@given(st.text(st.sampled_from("가각고과닭강뷁ㄱ1"), min_size=1, max_size=6))
def test_what_is_half_typed_begins_the_whole(text: str) -> None:
    last = decomposed(text[-1])
    for typed in range(len(last) + 1):
        assert decomposed(text).startswith(decomposed(text[:-1]) + last[:typed])
    assert decomposed("닭").startswith(decomposed("달"))
    assert decomposed("과").startswith(decomposed("고"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [("강소특구", "ㄱㅅㅌㄱ"), ("까치", "ㄲㅊ"), ("GTX-A 노선", "GTX-A ㄴㅅ"), ("ㄳㅌㄱ", "ㄱㅅㅌㄱ"), ("", "")],
)
def test_initials_are_the_first_letters_and_the_rest_stays(text: str, expected: str) -> None:
    assert initials(text) == expected


@given(SYLLABLES)
def test_initials_begin_the_letters_of_each_syllable(text: str) -> None:
    assert initials(text) == "".join(decomposed(char)[0] for char in text)
    assert is_initials(initials(text)) == (len(text) > 1)


@pytest.mark.parametrize("text", ["ㄱㅅㅌㄱ", "ㄱㅅ", "ㄳ", "ㄲㅊ", "ㅋㅋㅋ"])
def test_two_consonants_or_more_are_initials(text: str) -> None:
    assert is_initials(text)


@pytest.mark.parametrize("text", ["", "ㄱ", "ㄱㅏ", "ㅏㅓ", "강ㅅ", "ㄱ ㅅ", "ㄱ1", "gs"])
def test_anything_else_is_not(text: str) -> None:
    assert not is_initials(text)


@given(FEW, FEW, st.integers(0, 4))
@example("강소특구", "간소특구", 1)
def test_distance_is_levenshteins_up_to_the_most(a: str, b: str, most: int) -> None:
    whole = levenshtein(decomposed(a), decomposed(b))
    assert distance(a, b, most) == min(whole, most + 1)


@given(FEW, MIXED, st.integers(0, 3))
def test_distance_is_the_same_in_both_directions(a: str, b: str, most: int) -> None:
    assert distance(a, b, most) == distance(b, a, most)
    assert distance(b, b, most) == 0


def test_a_slip_of_one_key_is_a_distance_of_one() -> None:
    for typed in ("강서특구", "강소특그", "강소득구", "강소트구", "강솥특구", "깡소특구"):
        assert distance("강소특구", typed, 2) == 1


@given(st.lists(FEW, max_size=8), FEW, st.integers(0, 3))
def test_terms_within_a_distance_are_those_that_are(spelled: list[str], typed: str, most: int) -> None:
    near = [number for number, word in enumerate(spelled) if distance(word, typed, most) <= most]
    assert found([word.encode() for word in spelled], typed, most) == near


@given(MIXED.filter(lambda text: text.isprintable()))
def test_every_term_is_within_nothing_of_itself(word: str) -> None:
    assert found(["가".encode(), word.encode(), b"xyz"], word, 0)[-1:] == ([1] if word != "xyz" else [2])


@given(st.lists(st.binary(max_size=6), max_size=6), FEW, st.integers(0, 2))
@example([b"\xff"], "가", 2)
@example([b"a", b"\xea\xb0"], "a", 1)
@example([b"\xff\x80\x80\x80"], "가", 2)
def test_what_is_not_text_is_no_term_and_harms_none(spelled: list[bytes], typed: str, most: int) -> None:
    known = ["가나".encode(), *spelled, typed.encode()]
    numbers = found(known, typed, most)
    assert numbers[-1] == len(known) - 1
    assert not {number for number, word in enumerate(known) if word.startswith(b"\xff")} & set(numbers)


@given(
    FEW.filter(bool),
    st.sampled_from(["", words.VERB, words.HEAD]),
    st.sampled_from(["", words.BORDERS, f"{words.BORDERS}BB"]),
)
def test_the_marks_of_a_term_are_no_letters_of_it(word: str, before: str, behind: str) -> None:
    terms = ["다른낱말", f"{before}{word}{behind}", f"{before}{word}나라{behind}"]
    assert found([term.encode() for term in terms], word, 0) == [1]


def test_there_may_be_no_terms_and_no_letters() -> None:
    assert found([], "가", 1) == []
    assert found(["가".encode(), b"", b"a"], "", 1) == [1, 2]

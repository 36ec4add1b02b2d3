"""What a typed query may have meant besides: what becomes of its tree, and what is said."""

from __future__ import annotations

from collections.abc import Collection

import pytest

from indexer.query import tree
from indexer.query.correcting import Correction
from indexer.query.language import parse
from indexer.query.result import NOTICES, Notice


def corrected(text: str, *occurring: str) -> tuple[str, tuple[str, ...]]:
    """The query in an archive where just these words occur, as it is printed, and the kinds of what is said."""
    found, notices = correction(text, occurring)
    assert {notice.kind for notice in notices} <= set(NOTICES)
    assert all(notice.query == text and notice.as_typed for notice in notices)
    return str(found), tuple(notice.kind for notice in notices)


def correction(text: str, occurring: Collection[str]) -> tuple[tree.Tree, list[Notice]]:
    made = Correction(text, lambda word: word in occurring)
    return made.of(parse(text).tree), made.notices


def same(text: str) -> tuple[str, tuple[str, ...]]:
    return str(parse(text).tree), ()


# --- the other keyboard ---


@pytest.mark.parametrize(("typed", "meant"), [("rkdthxmrrn", "강소특구"), ("ㅏㅅㅌ", "ktx")])
def test_what_was_typed_on_the_other_keyboard_is_read_as_it_was_meant(typed: str, meant: str) -> None:
    assert corrected(typed, meant) == (meant, ("keyboard",))


def test_it_is_left_alone_where_it_occurs_as_typed_or_what_was_meant_does_not() -> None:
    assert corrected("rkdthxmrrn", "강소특구", "rkdthxmrrn") == same("rkdthxmrrn")
    assert corrected("rkdthxmrrn") == same("rkdthxmrrn")


def test_initials_and_single_letters_are_no_latin_letters() -> None:
    assert corrected("ㄱㅅㅌㄱ", "rtxr") == same("ㄱㅅㅌㄱ")
    assert corrected("ㅏ", "k") == same("ㅏ")


def test_a_correction_is_said_with_what_was_typed() -> None:
    _, (notice,) = correction("rkdthxmrrn 지정", {"강소특구"})
    message = "‘rkdthxmrrn’을 다른 자판으로 읽어 ‘강소특구’로 찾았습니다"
    assert notice == Notice("keyboard", message, "rkdthxmrrn 지정", as_typed=True)


# --- numbers ---


def test_a_number_is_searched_in_its_other_forms_that_occur() -> None:
    expected = "(or 1만5천원 1만5000원 15,000원)", ("number",)
    assert corrected("1만5천원", "1만5000원", "15,000원", "1만5천원") == expected
    assert corrected("1만5천원", "15,000원") == ("(or 1만5천원 15,000원)", ("number",))
    assert corrected("1만5천원") == same("1만5천원")


def test_a_number_written_apart_from_its_unit_is_one_word() -> None:
    assert corrected("성금 1만5천 원 전달", "15,000원") == ("(and 성금 (or 1만5천원 15,000원) 전달)", ("number",))
    assert corrected("1만5천 원", "15,000원") == ("(or 1만5천원 15,000원)", ("number",))
    assert corrected("1억 2천만", "1억2000만") == ("(or 1억2천만 1억2000만)", ("number",))


def test_a_number_whose_other_forms_do_not_occur_is_one_word_all_the_same() -> None:
    assert corrected("성금 1만5천 원") == ("(and 성금 1만5천원)", ())


@pytest.mark.parametrize("text", ["2019년 예산", "제3조 1항", "은곡리 15번지", "17곳 둑"])
def test_years_and_what_is_no_amount_are_left_alone(text: str) -> None:
    assert corrected(text, "2천19년", "십칠곳") == same(text)


# --- Hanja ---


def test_hanja_are_searched_as_they_are_read_too() -> None:
    assert corrected("大選 공약") == ("(and (or 大選 대선) 공약)", ("hanja",))


# --- where ---


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("rkdthxmrrn OR 둑", "(or 강소특구 둑)"),
        ("둑 -rkdthxmrrn", "(and 둑 (not 강소특구))"),
        ("제목:rkdthxmrrn", "(title: 강소특구)"),
        ("문장(rkdthxmrrn 둑)", "(sentence 강소특구 둑)"),
        ("(둑 rkdthxmrrn) OR 시장", "(or (and 둑 강소특구) 시장)"),
    ],
)
def test_words_are_corrected_wherever_they_are_searched_in_texts(text: str, expected: str) -> None:
    assert corrected(text, "강소특구") == (expected, ("keyboard",))


@pytest.mark.parametrize(
    "text",
    [
        '"rkdthxmrrn 지정"',
        '="rkdthxmrrn"',
        "rkdthxmrrn*",
        "rkdthxmrrn~1",
        "기자:rkdthxmrrn",
        "신문:(rkdthxmrrn OR 大選)",
        "태그:大選",
        "날짜:2019",
        "",
    ],
)
def test_names_and_what_is_asked_for_exactly_are_left_alone(text: str) -> None:
    assert corrected(text, "강소특구") == same(text)

"""The ways in which a number is written."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from indexer.query.forgiving.numbers import MOST, _value, _ways, forms, spans

NUMBERS = st.integers(1, 10**16 - 1) | st.builds(int.__mul__, st.integers(1, 9999), st.sampled_from([100, 1000, 10**7]))
TEXTS = st.text(st.one_of(st.sampled_from("0123456789,. 조억만천백십일원명년제-\"'*"), st.characters()), max_size=20)


@pytest.mark.parametrize(
    "same",
    [
        "1만5천원 1만5000원 15,000원 15000원",
        "1천억 1,000억 1000억 100,000,000,000",
        "2조3000억 2조3천억 2조3,000억 2.3조",
        "1억2천만원 1억2000만원 120,000,000원 1.2억원",
        "3천200명 3200명 3,200명 3천2백명",
        "3.5만명 3만5000명 35,000명",
        "40,000㎡ 4만㎡ 40000㎡",
        "3조원 3,000,000,000,000원",
        "300가구 3백가구",
        "5000만원 5천만원 오천만원 50,000,000원",
        "10만원 십만원 100,000원",
        "1000만원 천만원 1천만원",
        "3000시간 3천시간",
        "1,234,567 123만4567",
    ],
)
def test_each_way_of_writing_leads_to_the_others(same: str) -> None:
    ways = set(same.split())
    for way in ways:
        assert {*forms(way), way} >= ways - {"오천만원", "십만원"}


@pytest.mark.parametrize("spaced", ["1만5천 원", "1만 5천원", "1만 5천 원", "1만 5000 원"])
def test_spaces_before_the_unit_and_behind_a_scale_change_nothing(spaced: str) -> None:
    assert {"15,000원", "15000원", "1.5만원"} < set(forms(spaced))
    assert not any(" " in form for form in forms(spaced))


@pytest.mark.parametrize("word", ["1만5천여명", "1만5천원을", "1만5천원대", "1만5천㎡"])
def test_the_unit_and_what_hangs_on_it_stay(word: str) -> None:
    assert f"15,000{word[4:]}" in forms(word)


@pytest.mark.parametrize(
    "word",
    [
        *"2019년 2019 2000년대 3월 27일 100일 1203동 1000호 1430시 제3조 3조 3조2항 제1회 2019.03.27 10:30 119".split(),
        *"1588-1234 055-123-4567 3.5% 12.5 15명 한 만원 만 이천시 천원 백 구만리 강소특구 KTX 0 007 01만 12,34".split(),
        *"1,2345 1만50000 5억3조 1.55555억 99999999999999999 ! 1.5".split(),
        *("", " ", "1 000", "만 5천", "1만  5천"),
    ],
)
def test_years_dates_names_and_what_has_one_form_are_left_alone(word: str) -> None:
    assert forms(word) == ()


@given(NUMBERS)
@example(15000)
@example(10**12)
def test_every_way_of_writing_a_number_is_worth_that_number(value: int) -> None:
    for way in _ways(value):
        assert _value(way) == value, way


@given(NUMBERS, st.sampled_from(["원", "명", "㎡", "여명"]))
@example(25 * 10**12, "명")
def test_what_a_form_leads_to_is_the_same_whichever_it_is(value: int, unit: str) -> None:
    all_forms = set(forms(f"{value:,}{unit}")) | {f"{value:,}{unit}"}
    assert len(all_forms) <= MOST + 1
    for form in all_forms:
        may_be_law = unit != "원" and re.fullmatch(f"[0-9]+조[0-9]*{unit}", form)  # 3조: left alone, as above
        if form[0].isdecimal() and not may_be_law:
            assert set(forms(form)) | {form} == all_forms


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("예산 1만5천 원 지원", ["1만5천 원"]),
        ("2019년 1억 2천만 원을 100억 예산", ["1억 2천만 원을", "100억"]),
        ('제3조 2019.03.27 1588-1234 "3천 명이" 1만5천원*', ["3천 명이", "1만5천원"]),
        ("(30,000㎡ OR 십만원) -15000명", ["30,000㎡", "십만원", "15000명"]),
        ("300명~500명", ["300명", "500명"]),
        ("1,500-2,000명", []),
        ("15,000 주민", ["15,000"]),
        ("A15000원", []),
        ("", []),
    ],
)
def test_numbers_are_found_in_a_query(text: str, found: list[str]) -> None:
    assert [text[start:end] for start, end in spans(text)] == found


@given(TEXTS)
def test_spans_are_in_order_and_have_forms(text: str) -> None:
    last = 0
    for start, end in spans(text):
        assert last <= start < end <= len(text)
        assert forms(text[start:end])
        last = end
    given_form = "".join(text.split())
    assert given_form not in forms(text)


@pytest.mark.parametrize(
    "text", ["1" * 500, "1,111" * 100, "천백" * 250, "1만" * 250, "십" * 500, "1만 " * 160, "1." * 250]
)
def test_no_text_takes_long(text: str) -> None:
    start = time.perf_counter()
    spans(text)
    forms(text)
    assert time.perf_counter() - start < 0.5

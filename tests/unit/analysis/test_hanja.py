"""Hanja as Hangul."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.analysis.hanja import HanjaWord, reading, words

KS_X_1001 = [bytes((row, cell)).decode("euc-kr") for row in range(0xCA, 0xFE) for cell in range(0xA1, 0xFF)]


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("李", "이"),
        ("女性", "여성"),
        ("子女", "자녀"),
        ("年", "연"),
        ("來年", "내년"),
        ("勞動者", "노동자"),
        ("法律", "법률"),
        ("里長", "이장"),
        ("洞里", "동리"),
    ],
)
def test_a_word_does_not_begin_with_r_nor_with_ny(typed: str, read: str) -> None:
    assert reading(typed) == read


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("比率", "비율"),
        ("出産率", "출산율"),
        ("合格率", "합격률"),
        ("출생率", "출생률"),
        ("비率", "비율"),
        ("系列", "계열"),
    ],
)
def test_a_rate_is_yul_after_a_vowel_or_n(typed: str, read: str) -> None:
    assert reading(typed) == read


@pytest.mark.parametrize(
    ("typed", "read"),
    [("10年", "10년"), ("10年間", "10년간"), ("3年連續", "3년연속"), ("대통領", "대통령"), ("5里", "5리")],
)
def test_behind_a_number_or_a_syllable_no_word_begins(typed: str, read: str) -> None:
    assert reading(typed) == read


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("海外旅行", "해외여행"),
        ("國民年金", "국민연금"),
        ("男女老少", "남녀노소"),
        ("大韓民國", "대한민국"),
        ("全羅南道", "전라남도"),
        ("國際勞動機構", "국제노동기구"),
    ],
)
def test_four_characters_are_two_words(typed: str, read: str) -> None:
    assert reading(typed) == read


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("音樂", "음악"),
        ("娛樂室", "오락실"),
        ("失樂園", "실낙원"),
        ("自動車", "자동차"),
        ("自轉車", "자전거"),
        ("復活", "부활"),
        ("復舊", "복구"),
        ("智異山", "지리산"),
        ("新女性", "신여성"),
        ("十月", "시월"),
        ("高句麗史", "고구려사"),
    ],
)
def test_a_character_is_read_as_its_word_is(typed: str, read: str) -> None:
    assert reading(typed) == read


@pytest.mark.parametrize(
    ("typed", "read"), [("不動産", "부동산"), ("不足", "부족"), ("不滿", "불만"), ("不實", "부실"), ("不", "불")]
)
def test_bul_is_bu_before_d_and_j(typed: str, read: str) -> None:
    assert reading(typed) == read


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("金泳三", "김영삼"),
        ("金 지사", "김 지사"),
        ("金씨", "김씨"),
        ("金海", "김해"),
        ("金融", "금융"),
        ("金融圈", "금융권"),
        ("金값", "금값"),
        ("一金三百", "일금삼백"),
    ],
)
def test_gim_is_a_name_and_geum_is_gold(typed: str, read: str) -> None:
    assert reading(typed) == read


def test_what_is_not_hanja_stays_as_it_is() -> None:
    assert reading("李明博 전 대통령, KTX 開通") == "이명박 전 대통령, KTX 개통"
    assert reading("강소특구 KTX 2019 ひらがな 々〇") is None
    assert reading("") is None


@pytest.mark.parametrize(
    ("typed", "read"),
    [("\uf900", "개"), ("\u8c48", "기"), ("\uf914", "낙"), ("\uf95c", "락"), ("\uf9e1", "이"), ("\uf90a", "금")],
)
def test_a_compatibility_ideograph_is_read_as_given(typed: str, read: str) -> None:
    assert reading(typed) == read


def test_every_hanja_of_ks_x_1001_has_a_reading() -> None:
    assert len(KS_X_1001) == 4888
    for char in KS_X_1001:
        read = reading(char)
        assert read is not None
        assert "가" <= read <= "힣"


def test_the_plain_hanja_of_ks_x_1001_stand_in_the_order_of_their_readings() -> None:
    """The standard orders them so: that our readings do too, but for those with several, says that they are right."""
    read = [words(f"1{char}")[0].reading for char in KS_X_1001 if char < "\uf900"]
    falls = sum(first > second for first, second in pairwise(read))
    assert falls < 20


def test_words_say_where_they_stand_and_leave_out_what_cannot_be_read() -> None:
    assert words("故 李明博 전 㐀大統領과 國會") == [
        HanjaWord(0, 1, "고"),
        HanjaWord(2, 5, "이명박"),
        HanjaWord(14, 16, "국회"),
    ]


@given(
    st.text(st.one_of(st.sampled_from(KS_X_1001), st.sampled_from("가힣1 㐀不金率年지사"), st.characters()), max_size=9)
)
def test_any_text_is_read_character_by_character(text: str) -> None:
    read = reading(text) or text
    assert len(read) == len(text)
    for start, end, word in words(text):
        assert read[start:end] == word
        assert all("가" <= char <= "힣" for char in word)
    assert all(new == old or "가" <= new <= "힣" for new, old in zip(read, text, strict=True))


def test_a_long_text_takes_time_in_proportion() -> None:
    """Copied at each of its words, such a text would be 10 GB."""
    assert len(words("金 " * 100_000)) == 100_000

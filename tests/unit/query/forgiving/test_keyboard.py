"""The keyboard in the wrong language."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.analysis.jamo import decomposed
from indexer.query.forgiving.keyboard import _keys, composed, korean, latin

SYLLABLES = st.text(st.characters(min_codepoint=ord("가"), max_codepoint=ord("힣")), max_size=8)
KEYS = st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=10)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("rkdthxmrrn", "강소특구"),
        ("dksehdtl", "안동시"),
        ("rlagotl", "김해시"),
        ("tjdnf", "서울"),
        ("ghdrlfehd", "홍길동"),
        ("rhksrhkd", "관광"),
        ("eorn", "대구"),
        ("eovy", "대표"),
        ("eocor", "대책"),
        ("eocordnl", "대책위"),
        ("ekfrrhrl", "닭고기"),
        ("dmlfydnjs", "의료원"),
        ("Qnflrhddnjs", "뿌리공원"),
        ("dPtks", "예산"),
    ],
)
def test_korean_typed_in_english_is_seen(typed: str, meant: str) -> None:
    assert korean(typed) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("rkdthxmrrn 2019", "강소특구 2019"),
        ('"dksehd tksqnf"', '"안동 산불"'),
        ("rkdthxmrrn-2", "강소특구-2"),
        ("강소xmrrn", "강소특구"),
    ],
)
def test_what_is_beside_the_letters_is_kept(typed: str, meant: str) -> None:
    assert (korean(typed) or typed) == meant


ENGLISH = """apple samsung KTX GTX-A covid news AI seoul hello e-mail youtube kbs dog go rain send the work works world
with windows disk total them dutch social city Disk CJ SNS RKDTH naver kakao online festival smart hub data report bus
www.example.co.kr a@b.kr"""


@pytest.mark.parametrize("typed", [*ENGLISH.split(), "", " ", "2019", "강소특구", "Go to work", "rkdthxmrrn KTX"])
def test_english_and_what_is_no_whole_word_is_left_alone(typed: str) -> None:
    assert korean(typed) is None


@pytest.mark.parametrize("typed", ["rkdthxmrr", "rkdthxmrrnr1k", "rnr", "Rkdthxmrrnz"])
def test_letters_that_stay_alone_and_single_syllables_are_no_korean(typed: str) -> None:
    assert korean(typed) is None


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ㅏㅅㅌ", "ktx"),
        ("ㅎㅅㅌ", "gtx"),
        ("ㅎㅅㅌ-ㅁ", "gtx-a"),
        ("네ㅐㄱㅅ", "sport"),
        ("퍄냣", "visit"),
        ("ㅊ애8", "cdo8"),
    ],
)
def test_latin_typed_in_korean_is_seen(typed: str, meant: str) -> None:
    assert latin(typed) == meant


@pytest.mark.parametrize("typed", ["강소특구", "김해시 2019", "뿌리공원", "KTX", "", "2019", "닭고기", "ㆍ", "漢"])
def test_korean_and_what_has_no_hangul_is_left_alone(typed: str) -> None:
    assert latin(typed) is None


@given(SYLLABLES)
def test_composing_what_was_decomposed_gives_it_back(text: str) -> None:
    assert composed(decomposed(text)) == text


@pytest.mark.parametrize(
    ("letters", "text"),
    [
        ("ㄱㅏㄱㅅㅣ", "각시"),
        ("ㅏㄱㅏ", "ㅏ가"),
        ("ㄱㅗㅏㄴㄱㅗㅏㅇ", "관광"),
        ("ㄷㅏㄹㄱㅇㅣ", "닭이"),
        ("ㅋㅋ", "ㅋㅋ"),
    ],
)
def test_a_consonant_belongs_to_the_vowel_behind_it(letters: str, text: str) -> None:
    assert composed(letters) == text


@given(KEYS)
def test_whatever_is_taken_for_korean_has_these_keys(typed: str) -> None:
    meant = korean(typed)
    if meant is not None:
        keys = "".join(_keys(char) if "가" <= char <= "힣" else char for char in meant)
        assert keys == "".join(key if key in "QWERTOP" or not key.isupper() else key.lower() for key in typed)
        assert sum("가" <= char <= "힣" for char in meant) > 1


@given(st.text(max_size=8))
def test_any_text_may_be_asked(typed: str) -> None:
    for meant in (korean(typed), latin(typed)):
        assert meant is None or meant != typed

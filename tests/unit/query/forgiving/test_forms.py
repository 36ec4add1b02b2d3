"""Characters in their usual form."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from indexer.analysis.folding import FOLDED
from indexer.analysis.gate import clean
from indexer.query.forgiving.forms import folded

ODD = st.text(st.one_of(st.sampled_from("ＫＴ１ﾡￂﾤ㈜(주)삼m²k³ㆍ\u200b\u3000강"), st.characters()), max_size=12)


@pytest.mark.parametrize(
    ("typed", "usual"),
    [
        ("ＫＴＸ　개통", "KTX 개통"),
        ("１２３명", "123명"),
        ("５％", "5%"),
        ("𝐊𝐓𝐗", "KTX"),
        ("강소\u200b특구", "강소특구"),
        ("강소\u00a0특구", "강소 특구"),
        (unicodedata.normalize("NFD", "강소특구"), "강소특구"),
        ("ﾡￂﾤ", "간"),
        ("ﾾￂﾤﾡￚﾩ", "한글"),
        ("３・１운동", "3·1운동"),
        ("GTX‑A", "GTX-A"),
        ("(주)삼양", "㈜삼양"),
        ("（주）삼양", "㈜삼양"),
        ("삼양(주)", "삼양㈜"),
        ("(사)한국", "㈔한국"),
        ("30m²", "30㎡"),
        ("30m²의", "30㎡의"),
        ("m²² Am²", "m²² Am²"),
        ("5km² 3m³", "5㎢ 3㎥"),
    ],
)
def test_odd_forms_become_usual(typed: str, usual: str) -> None:
    assert folded(typed) == usual


@pytest.mark.parametrize("dot", "ㆍ·‧・•∙․･⋅")
def test_all_middle_dots_are_one(dot: str) -> None:
    assert folded(f"중{dot}고교") == "중·고교"


@pytest.mark.parametrize(
    "typed",
    [
        "강소특구 KTX",
        "",
        "30㎡",
        "㈜삼양",
        "½ ㏊ Ⅲ ①",
        "소각장 (주 OR 사)",
        "(주) 소각장",
        '"R&D 예산" -2019',
        "ㄱㅅㅌㄱ",
        "女性",
    ],
)
def test_what_is_usual_is_the_text_itself(typed: str) -> None:
    assert folded(typed) == typed


@given(ODD)
@example("ﾡ\u3161\uffc2")
@example("km\u00b2\u00b2")
@example("（\u200b주)가")
@example("Ａ\u0301")
@example("ﾡￂ\u11a8")
def test_folding_twice_is_folding_once(text: str) -> None:
    assert folded(folded(text)) == folded(text)
    assert clean(folded(text)) == folded(text)


@given(ODD)
def test_folding_one_to_one_keeps_length_and_what_the_gate_did(text: str) -> None:
    cleaned = clean(text)
    assert len(cleaned.translate(FOLDED)) == len(cleaned)


def test_what_is_folded_to_is_not_folded_itself_and_makes_no_spaces() -> None:
    assert not set(FOLDED) & set(FOLDED.values())
    assert not any(chr(code).isspace() or unicodedata.combining(chr(code)) for code in FOLDED.values())
    assert all(FOLDED[full] == full - 0xFEE0 for full in range(0xFF01, 0xFF5F))

from __future__ import annotations

import dataclasses
import re
import time
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from indexer.analysis import gate
from indexer.analysis.gate import LIMITS, MARKS, Refused, admit, clean, one_line
from indexer.article import Article
from tests.fakes import article

AWKWARD = st.text(
    st.one_of(
        st.characters(),
        st.characters(categories=["Cs", "Cc", "Cf", "Mn", "Mc", "Zs", "Zl", "Zp"]),
        st.sampled_from(
            "\0\r\n\t\x0b\x0c\x85\u2028\u2029\u200b\u202e\u2066\ufeff\ud800\udfff\u1100\u1161\u11a8가각\u0344\u0301\u0327é"
        ),
    )
)
HIDDEN = "\0\x07\x1b\x7f\x9f\u00ad\u200b\u200e\u202a\u202e\u2060\u2066\u2069\ufeff\ufffe\uffff\ud800\udfff"


@given(AWKWARD)
@example("\r\u200b\n")
@example("a" + "\u0344" * 40)
@example("\u1ebf" + "\u0327\u0316" * 40)
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert clean(clean(text)) == clean(text)
    assert one_line(one_line(text)) == one_line(text)


@given(AWKWARD)
def test_clean_text_is_nfc_and_can_be_stored(text: str) -> None:
    cleaned = clean(text)
    assert unicodedata.is_normalized("NFC", cleaned)
    cleaned.encode()
    assert not set(cleaned) & set(HIDDEN + "\r\t\x0b\x0c\x85\u2028\u2029\u00a0\u3000")
    assert all(unicodedata.category(char) not in ("Cc", "Cs", "Zl", "Zp") or char == "\n" for char in cleaned)


def test_texts_that_are_not_gone_over_would_come_out_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = [char for code in range(0x110000) if gate._PLAIN.fullmatch(char := chr(code))]
    monkeypatch.setattr(gate, "_PLAIN", re.compile("(?!)"))
    for text in ("".join(plain), *(between.join(plain) for between in "가각e1\n")):
        assert clean(text) == text


def test_hangul_typed_letter_by_letter_becomes_syllables() -> None:
    typed_on_a_mac = unicodedata.normalize("NFD", "강소특구")
    assert len(typed_on_a_mac) > 4
    assert clean(typed_on_a_mac) == "강소특구"


def test_what_cannot_be_seen_is_taken_out_of_words() -> None:
    assert clean("강" + HIDDEN + "소특구") == "강소특구"


def test_emoji_keep_the_joiners_they_are_made_of() -> None:
    assert clean("👩\u200d🌾 농부 ❤\ufe0f") == "👩\u200d🌾 농부 ❤\ufe0f"


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029"])
def test_every_way_to_break_a_line_is_one(newline: str) -> None:
    assert clean(f"첫 줄{newline}둘째 줄") == "첫 줄\n둘째 줄"


@pytest.mark.parametrize("space", ["\t", "\u00a0", "\u2002", "\u2009", "\u202f", "\u3000"])
def test_every_kind_of_space_is_one(space: str) -> None:
    assert clean(f"솔내천{space}범람") == "솔내천 범람"


def test_a_letter_with_a_million_marks_is_cleaned_in_no_time() -> None:
    started = time.perf_counter()
    cleaned = clean("가" + "\u0301\u0316" * 500_000 + "람")
    assert time.perf_counter() - started < 10  # quadratic, it would take hours
    assert len(cleaned) == MARKS + 2


def test_long_rows_of_punctuation_stay_whole() -> None:
    assert clean("…" * 200 + "─" * 200) == "…" * 200 + "─" * 200


# --- articles ---


def test_an_article_is_cleaned_in_all_its_texts() -> None:
    dirty = Article(
        id=" a-1\u200b ",
        title=" 솔내천\r\n둑\t높인다 ",
        subtitle="첫째\r\n둘째 ",
        body="\n 본문\u00ad이다.\r\r끝. \n",
        captions=(" 둑을\n보는 주민들 ", "\u200b"),
        press="가람\n일보",
        section=" 사설 \u00b7 칼럼 ",
        region="은곡면\t",
        reporters=("박서연 ", " ", "윤\n도겸"),
        url=" https://www.garamilbo.example/1\x00 ",
    )
    assert admit(dirty) == Article(
        id="a-1",
        title="솔내천 둑 높인다",
        subtitle="첫째\n둘째",
        body="본문이다.\n\n끝.",
        captions=("둑을 보는 주민들",),
        press="가람 일보",
        section="사설 \u00b7 칼럼",
        region="은곡면",
        reporters=("박서연", "윤 도겸"),
        url="https://www.garamilbo.example/1",
    )


def test_what_is_not_text_passes_as_it_is() -> None:
    given_ = article(published="2019-03-27 23:00", fetched=None, extra={"분량": [1, {"쪽": "A\u200b1"}]})
    assert admit(given_) == given_


@given(AWKWARD, AWKWARD, AWKWARD)
def test_admitting_twice_is_admitting_once(title: str, body: str, name: str) -> None:
    raw = Article(title=title, body=body, press=name, reporters=(name,), captions=(body,), url=name)
    try:
        admitted = admit(raw)
    except Refused:
        assert not clean(title).strip()
        assert not clean(body).strip()
    else:
        assert admit(admitted) == admitted
        assert "\n" not in admitted.press + "".join(admitted.reporters)


@pytest.mark.parametrize("nothing", ["", " ", "\n\t", "\u200b", "\ud800", "\0"])
def test_an_article_with_no_title_and_no_body_is_refused(nothing: str) -> None:
    with pytest.raises(Refused, match="제목도 본문도 없습니다"):
        admit(Article(id="a", title=nothing, body=nothing, subtitle="부제만", captions=("사진만",)))


def test_a_title_or_a_body_alone_is_enough() -> None:
    assert admit(Article(title="단신")).body == ""
    assert admit(Article(body="제목 없는 단신.")).title == ""


@pytest.mark.parametrize("name", sorted(LIMITS))
def test_a_text_beyond_its_limit_is_refused_and_one_within_is_not(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    korean, _ = LIMITS[name]
    monkeypatch.setitem(gate.LIMITS, name, (korean, 10))
    fits = {"captions": ("가" * 10,)} if name == "caption" else {name: "가" * 10}
    longer = {"captions": ("가" * 11,)} if name == "caption" else {name: "가" * 11}
    admit(dataclasses.replace(Article(title="단신"), **fits))
    with pytest.raises(Refused, match=rf"{korean}[이가] 너무 깁니다: 11자 \(최대 10자\)"):
        admit(dataclasses.replace(Article(title="단신"), **longer))


def test_captions_count_together() -> None:
    _, limit = LIMITS["caption"]
    many = ("가" * 1_000,) * (limit // 1_000 + 1)
    with pytest.raises(Refused, match="사진설명"):
        admit(Article(title="화보", captions=many))


def test_a_body_of_the_longest_allowed_size_is_admitted() -> None:
    _, limit = LIMITS["body"]
    assert len(admit(Article(body="가" * limit)).body) == limit

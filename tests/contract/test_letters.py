"""Letters as printed: inside of words, across words, with their tails; phrases, exact words and similar ones.

What each example says is said in query.literal and query.plan; engines are asked what those mean.
"""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from indexer.analysis.field_terms import FieldTerms
from indexer.article import TEXT_FIELDS
from indexer.engines.interface import Engine, IndexDocument
from indexer.query.plan import All, Plan, Without
from tests.contract.building import (
    exact,
    found,
    fuzzy,
    in_order,
    letters,
    near,
    phrase,
    prefix,
    put,
    search,
    sentence,
    word,
)
from tests.contract.corpora import spoken


def put_texts(engine: Engine, *texts: str) -> None:
    """Documents a, b, c, … with these bodies."""
    put(engine, *(of(name, body=spoken(text)) for name, text in zip("abcdefghij", texts, strict=False)))


def of(document_id: str, **terms: FieldTerms) -> IndexDocument:
    return IndexDocument(id=document_id, terms=terms, values={}, published=None)


def holds(engine: Engine, text: str, plan: Plan) -> bool:
    """Whether a text is found, beside one that never is."""
    put(engine, of("a", body=spoken(text)), of("b", body=spoken("곁")), afresh=True)
    return found(engine, plan) == "a"


# In words


@pytest.mark.parametrize(
    ("text", "typed", "there"),
    [
        ("의료+기기+강소+특구_를", "강소특구", True),
        ("의료+기기+강소+특구_를", "의료기기", True),
        ("의료+기기+강소+특구_를", "기강", True),
        ("의료+기기+강소+특구_를", "의료기기강소특구", True),
        ("의료+기기+강소+특구_를", "의강", False),
        ("의료기기강소특구", "강소특구", True),
        ("[신]+청사+[들]", "신청사", True),
        ("[열렸다]=열리다", "열렸", True),
        ("[열렸다]=열리다", "열리다", False),
        # tails
        ("특구_를", "특구를", True),
        ("특구_를", "구를", False),
        ("강소특구_를", "특구를", True),
        ("강소+특구_에서는", "특구에서", True),
        ("특구_에서", "특구에게", False),
        ("특구_에서", "에서", False),
        ("9+명_에게", "명에게", True),
        ("둑_을", "둑을", True),
        # numbers and foreign words are whole
        ("ktx", "kt", False),
        ("ktx", "tx", False),
        ("kt+위즈", "kt", True),
        ("kt위즈", "kt위", True),
        ("2020도쿄", "도쿄", True),
        ("2020도쿄", "2020", True),
        ("2020도쿄", "20", False),
        ("1,500원", "500", False),
        ("1,500원", "1,500", True),
        ("1,500원", "500원", False),
        ("15개", "5개", False),
        # a single letter
        ("시_는", "시", True),
        ("시장_은", "시", False),
        ("김해+시_는", "시", True),
        ("김해시_는", "시", False),
        ("[시]_는", "시", True),
    ],
)
def test_letters_are_found_in_words(engine: Engine, text: str, typed: str, there: bool) -> None:
    assert holds(engine, text, letters(typed)) == there
    assert holds(engine, f"앞 {text}, 뒤", letters(typed)) == there


def test_letters_are_not_found_in_the_dictionary_form_of_verbs(engine: Engine) -> None:
    put_texts(engine, "[열렸다]=열리다", "열리다")
    assert found(engine, letters("열리다")) == "b"
    assert found(engine, letters("열렸다", verbs=["열리다"])) == "a"
    assert found(engine, letters("열리는", verbs=["열리다"])) == "a"


def test_a_typed_word_is_found_with_its_particle_or_without_it(engine: Engine) -> None:
    put_texts(engine, "특구_를", "특구_에서", "특구를", "강소특구", "구")
    assert found(engine, letters("특구를", "특구")) == "abcd"
    assert found(engine, letters("특구를")) == "ac"


@pytest.mark.parametrize("field", TEXT_FIELDS)
def test_letters_are_found_only_in_the_fields_asked_for(engine: Engine, field: str) -> None:
    put(engine, *(of(name[0], **{name: spoken("의료강소 특구_를")}) for name in TEXT_FIELDS))
    for typed in ("료강소", "의료강소특구", "특구를"):
        assert found(engine, letters(typed, fields=[field])) == field[0]
        assert found(engine, letters(typed)) == "bcst"


# Across words


@pytest.mark.parametrize(
    ("text", "typed", "there"),
    [
        ("나주 시장_을", "나주시장", True),
        ("나주 시장_을", "나주시장을", True),
        ("나주 시장_을", "나주시장에", False),
        ("나주 시장_을", "주시장", False),
        ("나주 시장_을", "나주시", False),
        ("나주 시장+골목", "나주시장", True),
        ("나주 시장+골목", "나주시장골", True),
        ("나주 시_는", "나주시", True),
        ("나주, 시장", "나주시장", False),
        ("나주 / 시장", "나주시장", False),
        ("나주_의 시장", "나주시장", False),
        ("나주_의 시장", "나주의시장", True),
        ("나주 옛 시장 골목", "나주옛시장골목", True),
        ("나주 옛 시장 골목", "옛시장", True),
        ("나주 옛, 시장 골목", "나주옛시장골목", False),
        ("전남+나주 시장", "나주시장", False),
        ("2020도쿄 올림픽", "도쿄올림픽", True),
        ("2020도쿄 올림픽", "20도쿄올림픽", False),
        ("kt 위즈", "kt위즈", True),
        ("제 15+회", "제1", False),
        ("제 15", "제15", True),
        ("제 15+회", "제15", False),
        ("가 나 다 라 마 바 사 아 자 차 카 타", "가나다라마바사아자차카타", True),
        ("도 청", "도청", False),
        ("도 청사", "도청사", True),
        ("[열린] 민주+당", "열린민주당", True),
    ],
)
def test_letters_are_found_across_words(engine: Engine, text: str, typed: str, there: bool) -> None:
    assert holds(engine, text, letters(typed)) == there
    assert holds(engine, f"앞, {text}, 뒤", letters(typed)) == there


def test_letters_across_words_are_where_the_first_word_is(engine: Engine) -> None:
    put_texts(engine, "나주 시장 앞", "앞 나주 시장")
    market = letters("나주시장")
    assert found(engine, in_order(2, market, word("앞"))) == "a"
    assert found(engine, in_order(1, word("앞"), market)) == "b"
    assert found(engine, in_order(1, market, word("앞"))) == ""


# Scores


def scores(engine: Engine, plan: Plan) -> Mapping[str, float]:
    return dict(search(engine, plan).found)


def test_letters_in_a_longer_word_count_less_than_a_word_or_a_noun_of_its_own(engine: Engine) -> None:
    put_texts(engine, "강소특구 눈", "의료+강소특구 눈", "[강소특구]_를 눈", "의료강소특구 눈", "비 눈")
    got = scores(engine, letters("강소특구"))
    assert got["a"] == got["b"] == got["c"] > got["d"] > 0
    assert "e" not in got


def test_letters_across_words_count_as_a_word(engine: Engine) -> None:
    put_texts(engine, "나주시장 눈", "나주 시장")
    got = scores(engine, letters("나주시장"))
    assert got["a"] == got["b"]


def test_letters_score_the_more_often_they_stand_there(engine: Engine) -> None:
    put_texts(engine, "큰나주시장 큰나주시장 눈", "큰나주시장 눈 비", "눈 비 바람")
    got = scores(engine, letters("나주시장"))
    assert got["a"] > got["b"]


# Phrases


@pytest.mark.parametrize(
    ("text", "there"),
    [
        ("강소 특구", True),
        ("강소 특구_를", True),
        ("강소_는 특구", True),
        ("강소, 특구", True),
        ("강소 / 특구", False),
        ("강소 옛 특구", False),
        ("특구 강소", False),
        ("의료+강소 특구+단지_를", True),
        ("의료강소 특구단지_를", True),
        ("강소기업 특구", False),
        ("강소 신특구", False),
        ("강소특구", True),
        ("의료강소특구단지", True),
        ("강소특 구", True),
        ("강소 특", False),
    ],
)
def test_a_phrase_of_typed_words_is_found(engine: Engine, text: str, there: bool) -> None:
    assert holds(engine, text, phrase("강소 특구")) == there
    assert holds(engine, f"앞, {text}, 뒤", phrase("강소 특구")) == there


def test_in_the_middle_of_a_phrase_a_word_is_whole(engine: Engine) -> None:
    put_texts(engine, "의료+강소 특구_를 지정+식", "강소 특구단지 지정", "강소 신특구 지정", "강소 특구 지정_했다")
    assert found(engine, phrase("강소 특구 지정")) == "ad"


def test_a_phrase_has_the_places_of_its_first_word(engine: Engine) -> None:
    put_texts(engine, "강소 특구 지정", "지정 / 강소 특구", "강소 / 특구 지정")
    assert found(engine, in_order(2, phrase("강소 특구"), word("지정"))) == "a"
    assert found(engine, near(2, phrase("강소 특구"), word("지정"))) == "ab"
    assert found(engine, sentence(phrase("강소 특구"), word("지정"))) == "a"
    assert found(engine, All((word("지정"), Without(phrase("강소 특구"))))) == "c"


# Exactly as printed


@pytest.mark.parametrize(
    ("text", "asked", "there"),
    [
        ("특구_를", "특구를", True),
        ("강소+특구_를", "특구를", True),
        ("강소+특구_를", "강소특구", True),
        ("특구", "특구를", False),
        ("강소+특구_를 지정_했다", "특구를 지정", True),
        ("강소+특구_를 지정_했다", "특구를 지정했다", True),
        ("강소+특구_를 지정_했다", "강소특구를 지정했다", True),
        ("강소+특구_를 지정_했다", "특구 지정", False),
        ("특구_를, 지정_했다", "특구를 지정", False),
        ("특구_를 / 지정_했다", "특구를 지정", False),
        ("특구_를 새로 지정", "특구를 새로 지정", True),
        ("특구_를 새로이 지정", "특구를 새로 지정", False),
        ("특구를지정", "특구를 지정", False),
        ("특구_를 지정", "특구를지정", False),
        ("제 15+회", "제 1", False),
    ],
)
def test_exactly_these_words_are_found(engine: Engine, text: str, asked: str, there: bool) -> None:
    assert holds(engine, text, exact(asked)) == there
    assert holds(engine, f"앞, {text}, 뒤", exact(asked)) == there


# Similar words, and beginnings


def test_similar_words_are_so_many_keystrokes_away(engine: Engine) -> None:
    put_texts(engine, "솔내천", "솔네천_을", "솔네촌", "솔내+천_이", "솔내천변", "맑은솔내천", "[솔내다]=솔내천다")
    assert found(engine, fuzzy("솔내천", 1)) == "abd"
    assert found(engine, fuzzy("솔내천", 2)) == "abcd"


def test_a_beginning_is_that_of_a_head_or_of_a_noun_in_one(engine: Engine) -> None:
    put_texts(engine, "솔내천", "맑은+솔내천_을", "맑은솔내천", "[솔내]+마을", "[솔내다]=솔내다")
    assert found(engine, prefix("솔내")) == "abde"
    assert found(engine, prefix("맑은솔")) == "bc"


# Over commits


def test_letters_are_found_in_every_commit_and_gone_with_their_document(engine: Engine) -> None:
    for name, text in {"a": "의료강소특구", "b": "강소 특구_를", "c": "강소+특구", "d": "강소특구"}.items():
        put(engine, of(name, body=spoken(text)))
    assert found(engine, letters("강소특구")) == "abcd"
    put(engine, of("a", body=spoken("다른 말")))
    with engine.writer() as writer:
        writer.delete("c")
        writer.commit()
    assert found(engine, letters("강소특구")) == "bd"
    assert found(engine, phrase("강소 특구")) == "bd"

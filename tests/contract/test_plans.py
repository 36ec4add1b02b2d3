"""Which documents a plan holds for: every clause of query/plan.py. What has places is in test_standing_together.py."""

from __future__ import annotations

import pytest

from indexer.article import TEXT_FIELDS
from indexer.engines.interface import Engine
from indexer.query.plan import All, Any, Days, Every, Plan, Without
from tests.contract.building import days, document, found, put, search, value, word


@pytest.mark.parametrize("field", TEXT_FIELDS)
def test_a_word_is_found_in_each_field(engine: Engine, field: str) -> None:
    put(engine, document("a", **{field: "산불 진화"}), document("b", **{field: "복구"}))
    assert found(engine, word("진화")) == "a"


@pytest.mark.parametrize("field", TEXT_FIELDS)
def test_a_word_is_found_only_in_the_fields_asked_for(engine: Engine, field: str) -> None:
    put(engine, *(document(name[0], **{name: "산불"}) for name in TEXT_FIELDS))
    assert found(engine, word("산불", fields=[field])) == field[0]


def test_two_fields_of_four_can_be_asked_for(engine: Engine) -> None:
    put(engine, *(document(name[0], **{name: "산불"}) for name in TEXT_FIELDS))
    assert found(engine, word("산불", fields=["title", "caption"])) == "ct"


def test_a_word_nobody_wrote_finds_nothing(engine: Engine) -> None:
    put(engine, document("a", "산불"))
    assert search(engine, word("홍수")).total == 0


def test_a_term_is_found_whole_or_not_at_all(engine: Engine) -> None:
    put(engine, document("a", "군산시의회"), document("b", "시의회"))
    assert found(engine, word("시의회")) == "b"


def test_any_alternative_will_do(engine: Engine) -> None:
    put(engine, document("a", "강소특구"), document("b", "강소 특구"), document("c", "특구 강소"))
    assert found(engine, word("강소특구", "강소 특구")) == "ab"


def test_alternatives_that_begin_at_one_position_count_once(engine: Engine) -> None:
    # Both have three words; in b the compound is beside its first noun, in a it stands for itself.
    put(engine, document("a", "강소특구 홍수 눈"), document("b", "강소 특구 강소특구@0 눈"))
    scores = dict(search(engine, word("강소특구", "강소 특구")).found)
    assert scores["a"] == scores["b"]


def test_one_term_named_twice_counts_once(engine: Engine) -> None:
    put(engine, document("a", "산불 산불 진화"))
    assert search(engine, word("산불", "산불")).found == search(engine, word("산불")).found


def test_a_term_put_twice_at_one_position_counts_once(engine: Engine) -> None:
    put(engine, document("a", "산불 비"), document("b", "산불 산불@0 비"))
    scores = dict(search(engine, word("산불")).found)
    assert scores["a"] == scores["b"]


def test_a_term_put_twice_at_one_position_makes_no_phrase(engine: Engine) -> None:
    put(engine, document("a", "산불 산불@0 비"), document("b", "진화"))
    assert found(engine, word("산불 진화")) == ""


def test_positions_may_come_in_any_order_within_a_word(engine: Engine) -> None:
    put(engine, document("a", "산불@5 산불@2 진화@3 진화@9"))
    assert found(engine, word("산불 진화")) == "a"


# Sequences


def test_a_sequence_must_stand_side_by_side_in_its_order(engine: Engine) -> None:
    put(engine, document("a", "산불 진화 완료"), document("b", "진화 산불"), document("c", "산불 완료 진화"))
    assert found(engine, word("산불 진화")) == "a"


def test_a_long_sequence_must_be_there_to_its_end(engine: Engine) -> None:
    put(engine, document("a", "가 나 다 라"), document("b", "가 나 다 마 라"), document("c", "가 나 가 나 다 라"))
    assert found(engine, word("가 나 다 라")) == "ac"


def test_a_sequence_does_not_reach_over_the_end_of_a_sentence(engine: Engine) -> None:
    put(engine, document("a", "산불 / 진화"))
    assert found(engine, word("산불 진화")) == ""
    assert found(engine, All((word("산불"), word("진화")))) == "a"


def test_a_sequence_does_not_reach_from_field_to_field(engine: Engine) -> None:
    put(engine, document("a", "진화", title="산불"))
    assert found(engine, word("산불 진화")) == ""


def test_a_sequence_does_not_reach_from_document_to_document(engine: Engine) -> None:
    put(engine, document("a", "눈 산불"), document("b", "진화 눈"), document("c", "눈 진화"))
    assert found(engine, word("산불 진화")) == ""


def test_a_repeated_word_is_a_sequence_of_its_own(engine: Engine) -> None:
    put(engine, document("a", "가 가"), document("b", "가 나 가"), document("c", "가"))
    assert found(engine, word("가 가")) == "a"


def test_several_terms_stand_at_one_position(engine: Engine) -> None:
    put(engine, document("a", "강소 특구 강소특구@0 지정"), document("b", "강소 특구 강소특구@0 / 지정"))
    assert found(engine, word("특구 지정")) == "a"
    assert found(engine, word("강소특구")) == "ab"


# All, Any, Without, Every


@pytest.fixture
def letters(engine: Engine) -> Engine:
    """Documents named for the words in them."""
    put(engine, document("x", "가"), document("y", "나"), document("z", "가 나"), document("w", "다"))
    return engine


가, 나, 다, 없음 = word("가"), word("나"), word("다"), word("없음")


@pytest.mark.parametrize(
    ("plan", "expected"),
    [
        (Every(), "wxyz"),
        (All((가, 나)), "z"),
        (All((가, 없음)), ""),
        (All(()), "wxyz"),
        (Any((가, 나)), "xyz"),
        (Any((가, 없음)), "xz"),
        (Any(()), ""),
        (Without(가), "wy"),
        (Without(Without(가)), "xz"),
        (Without(Without(Without(가))), "wy"),
        (Without(없음), "wxyz"),
        (Without(Every()), ""),
        (All((가, Without(나))), "x"),
        (All((Without(가), Without(나))), "w"),
        (Any((Without(가), 나)), "wyz"),
        (Without(Any((가, 나))), "w"),
        (Without(All((가, 나))), "wxy"),
        (All((Every(), 다)), "w"),
        (Any((Every(), 다)), "wxyz"),
        (All((Any((가, 다)), Without(All((가, 나))))), "wx"),
        (Any((All((가, 나)), All((다, Without(가))))), "wz"),
    ],
    ids=str,
)
def test_plans_nest(letters: Engine, plan: Plan, expected: str) -> None:
    assert found(letters, plan) == expected
    assert search(letters, plan).total == len(expected)


# Value


def test_a_value_is_compared_without_case_and_spaces(engine: Engine) -> None:
    put(engine, document("a", press="옥천 News"), document("b", press="옥천news"), document("c", press="옥천신문"))
    assert found(engine, value("press", " 옥 천NEWS ")) == "ab"


def test_a_value_is_compared_whole(engine: Engine) -> None:
    put(engine, document("a", section="사회"), document("b", section="사회·복지"))
    assert found(engine, value("section", "사회")) == "a"


def test_any_of_several_reporters_is_found(engine: Engine) -> None:
    put(engine, document("a", reporter=["김용구", "이 하나"]), document("b", reporter="이하나"), document("c"))
    assert found(engine, value("reporter", "이하나")) == "ab"
    assert found(engine, value("reporter", "김용구")) == "a"


@pytest.mark.parametrize("field", ["press", "section", "region", "reporter"])
def test_a_value_is_found_in_its_own_field_only(engine: Engine, field: str) -> None:
    names = ("press", "section", "region", "reporter")
    put(engine, *(document(name[:3], **{name: "옥천"}) for name in names))
    assert search(engine, value(field, "옥천")).found == [(field[:3], 0.0)]


def test_a_value_nobody_has_finds_nothing(engine: Engine) -> None:
    put(engine, document("a", press="옥천신문"))
    assert found(engine, value("region", "옥천")) == ""
    assert found(engine, Without(value("region", "옥천"))) == "a"


def test_words_and_values_do_not_mix(engine: Engine) -> None:
    put(engine, document("a", "옥천", press="영동"))
    assert found(engine, word("영동")) == ""
    assert found(engine, value("press", "옥천")) == ""


# Days


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("2019-03-27", "2019-03-27", "b"),
        ("2019-03-26", "2019-03-27", "ab"),
        ("2019-03-27", None, "bc"),
        (None, "2019-03-27", "ab"),
        ("2019-04-01", None, ""),
        (None, "2019-03-25", ""),
        ("2019-03-28", "2019-03-26", ""),
        ("0001-01-01", "9999-12-31", "abc"),
    ],
)
def test_days_are_inclusive_and_open_where_no_end_is_given(
    engine: Engine, first: str | None, last: str | None, expected: str
) -> None:
    put(engine, document("a", published="2019-03-26"), document("b", published="2019-03-27"))
    put(engine, document("c", published="2019-03-28"), document("u"))
    assert found(engine, days(first, last)) == expected


def test_undated_documents_are_in_no_range_but_in_the_rest(engine: Engine) -> None:
    put(engine, document("a", published="2019-03-27"), document("u"))
    assert found(engine, Days(None, None)) == "a"
    assert found(engine, Without(Days(None, None))) == "u"
    assert found(engine, Without(days("2020-01-01", None))) == "au"


def test_a_day_begins_and_ends_at_midnight_in_korea(engine: Engine) -> None:
    put(engine, document("a", published="2019-03-27T00:00:00"), document("b", published="2019-03-27T23:59:59.999999"))
    put(engine, document("c", published="2019-03-28T00:00:00"))
    assert found(engine, days("2019-03-27", "2019-03-27")) == "ab"


def test_days_before_1970_and_at_both_ends_of_the_calendar_are_days_too(engine: Engine) -> None:
    put(engine, document("a", published="1945-08-15T12:00"), document("b", published="0001-01-01"))
    put(engine, document("c", published="9999-12-31T23:59"))
    assert found(engine, days("1945-08-15", "1945-08-15")) == "a"
    assert found(engine, days(None, "1969-12-31")) == "ab"
    assert found(engine, days("9999-12-31", None)) == "c"

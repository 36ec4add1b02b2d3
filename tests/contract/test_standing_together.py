"""Beginnings of words, what stands near what, and what stands in one sentence: the nodes of plan.Placed."""

from __future__ import annotations

import pytest

from indexer.article import TEXT_FIELDS
from indexer.engines.interface import Engine
from indexer.query.plan import All, Any, Every, Placed, Plan, Without
from tests.contract.building import days, document, found, in_order, near, prefix, put, search, sentence, value, word

가, 나, 다, 라, 없음 = map(word, ("가", "나", "다", "라", "없음"))


def put_texts(engine: Engine, *texts: str) -> None:
    """Documents a, b, c, … with these bodies."""
    put(engine, *(document(name, text) for name, text in zip("abcdefgh", texts, strict=False)))


# Beginnings


def test_a_beginning_finds_every_term_that_starts_so(engine: Engine) -> None:
    put_texts(engine, "솔내천", "솔내읍", "솔내", "솔", "맑은솔내", "솔 내천")
    assert found(engine, prefix("솔내")) == "abc"
    assert found(engine, prefix("솔내천")) == "a"
    assert found(engine, prefix("솔")) == "abcdf"
    assert found(engine, prefix("솔내천변")) == ""


@pytest.mark.parametrize("field", TEXT_FIELDS)
def test_a_beginning_is_found_only_in_the_fields_asked_for(engine: Engine, field: str) -> None:
    put(engine, *(document(name[0], **{name: "솔내천"}) for name in TEXT_FIELDS))
    assert found(engine, prefix("솔내", fields=[field])) == field[0]
    assert found(engine, prefix("솔내")) == "bcst"


def test_terms_that_start_so_at_one_position_count_once(engine: Engine) -> None:
    # In b a compound stands beside its first noun.
    put_texts(engine, "강소특구 눈 비", "강소 특구 강소특구@0 비")
    scores = dict(search(engine, prefix("강소")).found)
    assert scores["a"] == scores["b"]


def test_two_terms_that_start_so_count_twice(engine: Engine) -> None:
    put_texts(engine, "솔내천 솔내읍", "솔내천 가", "솔내읍 가")
    scores = dict(search(engine, prefix("솔내")).found)
    assert scores["a"] > scores["b"] == scores["c"]


def test_a_beginning_is_found_in_whatever_commit_its_terms_came(engine: Engine) -> None:
    put(engine, document("a", "솔내천"))
    put(engine, document("b", "솔내읍"), document("c", "솔내천"))
    put(engine, document("a", "다른 말"))
    assert found(engine, prefix("솔내")) == "bc"
    assert found(engine, Without(prefix("솔내"))) == "a"


# Near


@pytest.mark.parametrize(
    ("plan", "expected"),
    [
        (near(1, 가, 나), "ab"),
        (near(2, 가, 나), "abc"),
        (near(3, 가, 나), "abcd"),
        (in_order(1, 가, 나), "a"),
        (in_order(2, 가, 나), "ac"),
        (in_order(3, 나, 가), "bd"),
        (near(9, 가, 없음), ""),
        (near(9, 가, 가), "abcde"),
        (in_order(9, 가, 가), ""),
    ],
    ids=str,
)
def test_the_distance_is_that_of_the_positions(engine: Engine, plan: Plan, expected: str) -> None:
    put_texts(engine, "가 나", "나 가", "가 x 나", "나 x x 가", "가")
    assert found(engine, plan) == expected
    assert search(engine, plan).total == len(expected)


def test_all_must_be_within_the_distance_and_not_only_neighbours(engine: Engine) -> None:
    put_texts(engine, "가 x 나 x 다", "가 나 x x x 다", "가 x x 나 x x 다", "다 나 가")
    assert found(engine, near(4, 가, 나, 다)) == "ad"
    assert found(engine, near(5, 가, 나, 다)) == "abd"
    assert found(engine, in_order(5, 가, 나, 다)) == "ab"
    assert found(engine, in_order(4, 다, 나, 가)) == "d"


def test_the_nearest_places_count_wherever_the_first_ones_are(engine: Engine) -> None:
    put_texts(engine, "나 x x x 가 x x x 나 가 x x x 나", "가 가 x 나 x 나", "나 x 가 x x 가")
    assert found(engine, near(1, 가, 나)) == "a"
    assert found(engine, in_order(2, 가, 나)) == "b"
    assert found(engine, in_order(2, 나, 가)) == "ac"


def test_an_ordered_group_may_pass_over_a_place_to_find_the_next(engine: Engine) -> None:
    put_texts(engine, "가 다 나 다", "가 다 나 x 다", "나 가 다")
    assert found(engine, in_order(3, 가, 나, 다)) == "a"
    assert found(engine, in_order(4, 가, 나, 다)) == "ab"


def test_an_ordered_group_may_begin_at_a_later_place(engine: Engine) -> None:
    put_texts(engine, "가 x x x x 나 가 나 다")
    assert found(engine, in_order(2, 가, 나, 다)) == "a"


def test_a_repeated_word_in_order_must_be_there_twice(engine: Engine) -> None:
    put_texts(engine, "가", "가 x 가", "가 가 가")
    assert found(engine, in_order(2, 가, 가)) == "bc"
    assert found(engine, in_order(2, 가, 가, 가)) == "c"


def test_terms_at_one_position_are_near_but_in_no_order(engine: Engine) -> None:
    put_texts(engine, "강소 특구 강소특구@0")
    assert found(engine, near(1, word("강소"), word("강소특구"))) == "a"
    assert found(engine, in_order(9, word("강소"), word("강소특구"))) == ""
    assert found(engine, in_order(1, word("강소특구"), word("특구"))) == "a"


def test_the_end_of_a_sentence_counts_as_one(engine: Engine) -> None:
    put_texts(engine, "가 / 나", "가 / / 나", "나 / 가")
    assert found(engine, near(1, 가, 나)) == ""
    assert found(engine, near(2, 가, 나)) == "ac"
    assert found(engine, in_order(3, 가, 나)) == "ab"


def test_a_near_holds_in_one_field(engine: Engine) -> None:
    put(
        engine, document("a", "나", title="가"), document("b", "x", caption="가 나"), document("c", "가", title="나 가")
    )
    assert found(engine, near(9, 가, 나)) == "bc"
    assert found(engine, near(9, word("가", fields=["title"]), 나)) == "c"
    assert found(engine, near(9, word("가", fields=["title", "caption"]), 나)) == "bc"
    assert found(engine, near(9, word("가", fields=["body"]), word("나", fields=["title"]))) == ""


def test_a_near_does_not_reach_from_document_to_document(engine: Engine) -> None:
    put_texts(engine, "x 가", "나 x", "다")
    assert found(engine, near(9, 가, 나)) == ""


def test_several_terms_stand_where_they_begin(engine: Engine) -> None:
    long = word("가 나 다")
    put_texts(engine, "가 나 다 x 라", "라 x 가 나 다", "가 나 x 다 라")
    assert found(engine, near(3, long, 라)) == "b"
    assert found(engine, near(4, long, 라)) == "ab"
    assert found(engine, in_order(4, long, 라)) == "a"


def test_a_phrase_in_a_near_may_share_its_words(engine: Engine) -> None:
    put_texts(engine, "가 나", "가 x 나")
    assert found(engine, in_order(1, word("가 나"), 나)) == "a"
    assert found(engine, near(1, word("가 나"), 가)) == "a"


def test_any_alternative_of_a_word_has_places(engine: Engine) -> None:
    zone = word("강소특구", "강소 특구")
    put_texts(engine, "강소특구 지정", "강소 특구 지정", "강소 x 특구 지정", "강소 특구 강소특구@0 지정")
    assert found(engine, in_order(1, zone, word("지정"))) == "a"
    assert found(engine, in_order(2, zone, word("지정"))) == "abd"


def test_a_beginning_in_a_near_has_the_places_of_all_its_terms(engine: Engine) -> None:
    put_texts(engine, "솔내천 x 가", "솔내읍 x x x 가", "솔내읍 x x x 솔내천 가", "가")
    assert found(engine, near(2, prefix("솔내"), 가)) == "ac"
    assert found(engine, in_order(9, prefix("솔내"), prefix("솔내"))) == "c"
    assert found(engine, near(9, prefix("솔내"), prefix("솔"))) == "abc"


def test_any_in_a_near_stands_where_any_of_its_children_does(engine: Engine) -> None:
    either = Any((나, word("다 라")))
    put_texts(engine, "가 나", "가 다 라", "가 다", "가 x x 나", "나 x x 가 다 라", "나")
    assert found(engine, near(1, 가, either)) == "abe"
    assert found(engine, in_order(3, either, 가)) == "e"
    assert found(engine, near(1, 가, Any((Any((나, 없음)), 없음)))) == "a"


def test_any_of_different_fields_is_near_in_each_of_its_own(engine: Engine) -> None:
    either = Any((word("나", fields=["title"]), word("다", fields=["body"])))
    put(engine, document("a", "가 다"), document("b", "가 나"), document("c", "다", title="가 나"))
    put(engine, document("d", "나", title="가 다"))
    assert found(engine, near(9, 가, either)) == "ac"


# Groups in groups


def test_a_near_stands_where_its_first_word_does(engine: Engine) -> None:
    inner = near(4, 나, 다)
    put_texts(engine, "가 나 x x x 다", "가 x 나 x x x 다", "나 x x x 다 가", "가 x x 다 나")
    assert found(engine, near(1, 가, inner)) == "a"
    assert found(engine, near(2, 가, inner)) == "ab"
    assert found(engine, in_order(3, 가, inner)) == "abd"
    assert found(engine, in_order(5, inner, 가)) == "c"


def test_a_near_has_every_place_that_a_group_begins_at(engine: Engine) -> None:
    # 나 and 다 stand within three at 0 (나 다), at 1 (다 나) and at 3 (나 다), never at 5.
    put_texts(engine, "나 다 x 나 x 다 가")
    inner = near(3, 나, 다)
    assert [bool(found(engine, in_order(n, inner, 가))) for n in (1, 2, 3)] == [False, False, True]
    assert found(engine, near(3, inner, inner, 가)) == "a"


def test_an_ordered_near_stands_where_its_first_child_does(engine: Engine) -> None:
    put_texts(engine, "가 나 x 다", "가 x x 나 다")
    inner = in_order(2, 나, 다)
    assert found(engine, in_order(1, 가, inner)) == "a"
    assert found(engine, near(3, 가, inner)) == "ab"


def test_groups_nest_to_any_depth(engine: Engine) -> None:
    put_texts(engine, "가 나 다 라", "라 다 나 가", "가 나 x 다 라")
    plan: Placed = 라
    for letter in (다, 나, 가):
        plan = in_order(1, letter, plan)
    assert found(engine, plan) == "a"
    assert found(engine, sentence(near(1, 가, 나), Any((near(1, 다, 라), 없음)))) == "abc"


def test_a_group_of_one_is_that_one(engine: Engine) -> None:
    put_texts(engine, "가 / 나", "나")
    for plan in (near(1, 가), in_order(1, 가), sentence(가)):
        assert search(engine, plan).found == search(engine, 가).found


# One sentence


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("가 나", True),
        ("나 x x x x x x 가", True),
        ("가 / 나", False),
        ("가 / 나 가", True),
        ("가 나 /", True),
        ("/ 가 나", True),
        ("/ 가 / 나 /", False),
        ("x 가 / 나 x", False),
        ("가 / x / 나", False),
        ("가 / / 나", False),
        ("다 / 나 가 / 다", True),
        ("가 다 / 다 나", False),
        ("강소 가 강소나@0 나", True),
    ],
)
def test_a_sentence_ends_at_its_break(engine: Engine, text: str, holds: bool) -> None:
    put(engine, document("a", text), document("b", "다"))
    assert found(engine, sentence(가, 나)) == ("a" if holds else "")


def test_all_must_be_in_one_and_the_same_sentence(engine: Engine) -> None:
    put_texts(engine, "가 나 / 나 다 / 다 가", "x / 다 x 나 가 / x")
    assert found(engine, sentence(가, 나, 다)) == "b"


def test_a_sentence_is_of_one_field(engine: Engine) -> None:
    put(engine, document("a", "나", title="가"), document("b", "가 / 나", title="나 가"))
    assert found(engine, sentence(가, 나)) == "b"
    assert found(engine, sentence(word("가", fields=["body"]), 나)) == ""


def test_breaks_are_of_their_own_field_and_document(engine: Engine) -> None:
    put(engine, document("a", "가 x 나", title="x / x"), document("b", "가 / 나", title="x x x"))
    put(engine, document("c", "가 x 나"))
    assert found(engine, sentence(가, 나)) == "ac"


def test_a_sentence_in_a_group_stands_where_its_first_word_does(engine: Engine) -> None:
    inner = sentence(나, 다)
    put_texts(engine, "가 나 x 다", "가 / 나 다", "가 x x 다 나", "나 / 가 / 다", "가 나 / 다")
    assert found(engine, near(1, 가, inner)) == "a"
    assert found(engine, near(2, 가, inner)) == "ab"
    assert found(engine, sentence(가, inner)) == "ac"
    assert found(engine, in_order(3, 가, inner)) == "abc"


def test_a_near_in_a_sentence_counts_where_it_begins(engine: Engine) -> None:
    put_texts(engine, "가 x 나 / 다", "가 / 나 다", "가 / 다 나")
    assert found(engine, sentence(가, near(2, 나, 다))) == "a"


# With other nodes, and over commits


@pytest.mark.parametrize(
    ("plan", "expected"),
    [
        (All((near(1, 가, 나), 다)), "b"),
        (All((near(1, 가, 나), Without(다))), "a"),
        (Any((near(1, 가, 나), sentence(가, 라))), "abd"),
        (Without(near(1, 가, 나)), "cd"),
        (Without(Without(sentence(가, 나))), "abc"),
        (All((가, Without(in_order(1, 가, 나)))), "cd"),
        (All((Every(), Without(prefix("나")))), "d"),
        (All((near(9, 가, 나), value("press", "솔내신문"))), "c"),
        (All((near(9, 가, 나), days("2019-01-01", None))), "a"),
        (Any((near(1, 가, 없음), sentence(없음, 나), prefix("없"))), ""),
    ],
    ids=str,
)
def test_groups_stand_beside_other_nodes(engine: Engine, plan: Plan, expected: str) -> None:
    put(engine, document("a", "가 나", published="2019-03-27"), document("b", "x 가 나 / 다"))
    put(engine, document("c", "가 x 나", press="솔내신문"), document("d", "가 라"))
    assert found(engine, plan) == expected
    assert search(engine, plan).total == len(expected)


def test_groups_are_found_in_every_commit_and_gone_with_their_document(engine: Engine) -> None:
    for name in "abcdef":
        put(engine, document(name, "x / 가 나 솔내천"))
    put(engine, document("a", "가 x 나 / 솔내천"), document("b", "가 / 나"))
    with engine.writer() as writer:
        writer.delete("c")
        writer.commit()
    assert found(engine, near(1, 가, 나)) == "def"
    assert found(engine, sentence(가, 나)) == "adef"
    assert found(engine, sentence(가, prefix("솔내"))) == "def"


def test_groups_in_long_texts(engine: Engine) -> None:
    apart = " ".join(["가"] + ["x"] * 99 + ["나", "/"]) + " "
    put_texts(engine, apart * 3 + "x " * 50 + "/ 가 " + "x " * 99 + "나", apart * 3, "가 x / " * 300 + "나")
    assert found(engine, near(99, 가, 나)) == "abc"
    assert found(engine, in_order(99, 가, 나)) == "c"
    assert found(engine, in_order(100, 가, 나)) == "abc"
    assert found(engine, sentence(가, 나)) == "ab"

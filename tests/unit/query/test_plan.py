from __future__ import annotations

import pytest

from indexer.query.plan import (
    All,
    Any,
    Days,
    Every,
    Exact,
    Fuzzy,
    Match,
    Near,
    Phrase,
    Prefix,
    SameSentence,
    Scored,
    Value,
    Without,
    expanded,
    matches,
    scored_by,
    value_key,
)


def word(text: str) -> Match:
    return Match(text, letters=(text,))


def test_the_words_an_article_may_be_found_by_are_listed_left_to_right() -> None:
    plan = All(
        (word("가"), Any((word("나"), Prefix("다", "다"))), Without(word("라")), Days(1, None), Every(), word("마"))
    )
    assert [found.text for found in matches(plan)] == ["가", "나", "다", "마"]


def test_words_that_stand_together_are_listed_too() -> None:
    sentence = SameSentence((word("나"), Prefix("다", "다")))
    near = Near((word("가"), Any((sentence, word("라"))), word("마")), 5)
    assert [found.text for found in matches(All((near, Value("press", "x"), word("바"))))] == list("가나다라마바")
    assert list(matches(Without(near))) == []


def test_a_phrase_is_one_word_whatever_it_is_made_of() -> None:
    phrase = Phrase("가 나", (word("가"), word("나")), "가나")
    plan = All((phrase, Exact("다 라", ("다", "라")), Fuzzy("마바", "마바", 1)))
    assert list(matches(plan)) == list(plan.children)


def test_what_scores_is_the_words_unless_something_else_is_said() -> None:
    plan = All((Any((word("가"), Prefix("나", "나"))), Without(word("다")), Value("press", "x")))
    assert scored_by(plan) == (Scored(word("가")), Scored(Prefix("나", "나")))
    assert scored_by(Every()) == ()


def test_what_stands_for_many_terms_is_found_wherever_it_is_in_a_plan() -> None:
    prefix, fuzzy, inner = Prefix("가", "가"), Fuzzy("나다", "나다", 1), Prefix("라", "라")
    near = Near((prefix, Any((word("마"), fuzzy))), 5)
    plan = All((near, Without(Any((inner, word("바")))), SameSentence((word("사"), prefix)), Days(1, None)))
    assert list(expanded(plan)) == [prefix, fuzzy, inner, prefix]
    assert list(expanded(word("가"))) == []


@pytest.mark.parametrize(
    "same", ["가람일보", "가람 일보", " 가람\u00a0일보 ", "가람\u200b일보", "\u1100\u1161\u1105\u1161\u11b7일보"]
)
def test_values_are_the_same_whatever_their_spaces_and_form(same: str) -> None:
    assert value_key(same) == value_key("가람일보")


def test_values_are_the_same_in_either_case() -> None:
    assert value_key("Garam ILBO") == value_key("garamilbo")
    assert value_key("가람일보") != value_key("가람신문")

from __future__ import annotations

import pytest

from indexer.query.plan import (
    All,
    Any,
    Days,
    Every,
    Match,
    Near,
    Prefix,
    SameSentence,
    Value,
    Without,
    matches,
    value_key,
)


def word(text: str) -> Match:
    return Match(text, ((text,),))


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


@pytest.mark.parametrize(
    "same", ["가람일보", "가람 일보", " 가람\u00a0일보 ", "가람\u200b일보", "\u1100\u1161\u1105\u1161\u11b7일보"]
)
def test_values_are_the_same_whatever_their_spaces_and_form(same: str) -> None:
    assert value_key(same) == value_key("가람일보")


def test_values_are_the_same_in_either_case() -> None:
    assert value_key("Garam ILBO") == value_key("garamilbo")
    assert value_key("가람일보") != value_key("가람신문")

"""Mode "most": any of the words will do. What they score by is in test_most.py."""

from __future__ import annotations

from datetime import date

import pytest

from indexer.analysis.tokens import Tokens
from indexer.query.language import parse
from indexer.query.plan import All, Any, Every, Part, Value, Without, matches
from indexer.query.planner import understand
from tests.fakes import tokens_of
from tests.unit.query.test_planner import days, plan, understood, warned, word
from tests.unit.query.test_planner_together import YEAR, near, phrase, prefix, sentence

소각장, 공람, 착공 = word("소각장"), word("공람"), word("착공")


def most(*words: str) -> Any:
    """Any of several words."""
    return Any(tuple(map(word, words)))


def test_in_mode_most_any_of_the_words_will_do_as_their_letters_stand() -> None:
    assert plan("소각장 공람", "most") == most("소각장", "공람")
    assert plan('"소각장을 공람에"', "most") == most("소각장", "공람")
    assert plan("소각장을", "most") == word("소각장")


def test_in_mode_most_words_that_follow_one_another_are_read_as_one_text() -> None:
    seen: list[str] = []

    def analyse(text: str) -> Tokens:
        seen.append(text)
        return tokens_of(text)

    understand(parse("소각장을 공람 날짜:2019 착공").tree, "", "most", analyse)
    assert set(seen) == {"소각장을 공람", "착공"}


def test_in_mode_most_there_is_a_score_of_its_own() -> None:
    assert understood("소각장 공람", "most").scored
    assert understood("소각장 공람").scored is None
    assert understood("날짜:2019", "most").scored is None


def test_in_mode_most_a_part_of_a_score_counts_once() -> None:
    scored = understood("소각장 날짜:2019 소각장", "most").scored or ()
    assert len(scored) == len(set(scored))


def test_in_mode_most_what_must_not_stand_there_does_not_score() -> None:
    scored = understood("소각장 -착공식", "most").scored or ()
    assert not [each for each in scored if isinstance(each.node, Part) and "착공" in each.node.letters]


@pytest.mark.parametrize("text", ["둑 솔내*", "둑 달여울~1", "둑 소각장 NEAR/5 공람", '둑 ="소각장을"'])
def test_in_mode_most_whatever_articles_are_found_by_scores(text: str) -> None:
    found = understood(text, "most")
    scored = [each.node for each in found.scored or ()]
    assert not [each for each in matches(found.plan) if each not in scored and each != word("둑")]


def test_in_mode_most_conditions_stay_conditions() -> None:
    assert plan("소각장 공람 날짜:2019 기자:박서연 -착공", "most") == All(
        (
            most("소각장", "공람"),
            days(date(2019, 1, 1), date(2019, 12, 31)),
            Value("reporter", "박서연"),
            Without(착공),
        )
    )
    assert plan("날짜:2019", "most") == days(date(2019, 1, 1), date(2019, 12, 31))
    assert plan("-소각장", "most") == All((Every(), Without(소각장)))


def test_in_mode_most_particles_are_left_out_without_a_word() -> None:
    assert plan("소각장 에서 공람", "most") == most("소각장", "공람")


def test_in_mode_most_nothing_left_is_said() -> None:
    assert understood("에서 을", "most").plan == Every()
    assert warned("에서 을", "most") == [(0, "찾을 낱말이 없어 모든 기사를 봅니다")]


# --- beside what stands together ---


def test_in_mode_most_a_near_is_one_of_the_alternatives() -> None:
    assert plan("둑 소각장 NEAR/5 공람", "most") == Any((word("둑"), near(소각장, 공람)))
    assert plan("둑 문장(소각장 공람)", "most") == Any((word("둑"), sentence(소각장, 공람)))
    assert plan("둑 솔내* 날짜:2019", "most") == All((Any((word("둑"), prefix("솔내"))), YEAR))
    assert plan("둑 -(소각장 NEAR/5 공람)", "most") == All((word("둑"), Without(near(소각장, 공람))))


def test_in_mode_most_all_of_a_near_must_stand_there() -> None:
    assert plan("소각장 NEAR/5 (착공 공람)", "most") == near(소각장, 착공, 공람)
    assert plan('소각장 NEAR/5 "착공 공람"', "most") == near(소각장, phrase("착공 공람"))


def test_in_mode_most_a_condition_out_of_a_near_stays_a_condition() -> None:
    found = understood("둑 문장(소각장 공람 날짜:2019)", "most")
    assert found.plan == All((Any((word("둑"), sentence(소각장, 공람))), YEAR))

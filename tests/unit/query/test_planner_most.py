"""Mode "most": any of the words will do. What they score by is in test_most.py."""

from __future__ import annotations

from datetime import date

from indexer.analysis.tokens import Tokens
from indexer.query.language import parse
from indexer.query.plan import All, Any, Every, Match, Plan, Value, Without
from indexer.query.planner import understand
from tests.fakes import tokens_of
from tests.unit.query.test_planner import days, plan, understood, warned, word
from tests.unit.query.test_planner_together import YEAR, near, phrase, prefix, sentence

소각장, 공람, 착공 = word("소각장"), word("공람"), word("착공")


def noun(text: str) -> Match:
    """What finds articles in mode "most" by a noun."""
    return Match(text, ((text.lower(),),))


def most(*words: str) -> Any:
    """Words that are one noun each: their nouns, then their letters inside of words."""
    return Any((*map(noun, words), *map(word, words)))


def test_in_mode_most_any_of_the_words_will_do_as_nouns_or_as_letters() -> None:
    assert plan("소각장 공람", "most") == most("소각장", "공람")
    assert plan('"소각장을 공람에"', "most") == most("소각장", "공람")


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


def test_in_mode_most_conditions_stay_conditions() -> None:
    assert plan("소각장 공람 날짜:2019 기자:박서연 -착공", "most") == All(
        (
            most("소각장", "공람"),
            days(date(2019, 1, 1), date(2019, 12, 31)),
            Value("reporter", "박서연"),
            Without(most("착공")),
        )
    )
    assert plan("날짜:2019", "most") == days(date(2019, 1, 1), date(2019, 12, 31))
    assert plan("-소각장", "most") == All((Every(), Without(most("소각장"))))


def test_in_mode_most_particles_are_left_out_without_a_word() -> None:
    assert plan("소각장 에서 공람", "most") == most("소각장", "공람")


def test_in_mode_most_nothing_left_is_said() -> None:
    assert understood("에서 을", "most").plan == Every()
    assert warned("에서 을", "most") == [(0, "찾을 낱말이 없어 모든 기사를 봅니다")]


# --- beside what stands together ---


def test_in_mode_most_a_near_is_one_of_the_alternatives() -> None:
    assert plan("둑 소각장 NEAR/5 공람", "most") == Any((most_of("둑"), near(소각장, 공람)))
    assert plan("둑 문장(소각장 공람)", "most") == Any((most_of("둑"), sentence(소각장, 공람)))
    assert plan("둑 솔내* 날짜:2019", "most") == All((Any((most_of("둑"), prefix("솔내"))), YEAR))
    assert plan("둑 -(소각장 NEAR/5 공람)", "most") == All((most_of("둑"), Without(near(소각장, 공람))))


def most_of(text: str) -> Plan:
    """A word of one letter is no letters inside of others."""
    return noun(text) if len(text) == 1 else most(text)


def test_in_mode_most_all_of_a_near_must_stand_there() -> None:
    assert plan("소각장 NEAR/5 (착공 공람)", "most") == near(소각장, 착공, 공람)
    assert plan('소각장 NEAR/5 "착공 공람"', "most") == near(소각장, phrase("착공 공람"))


def test_in_mode_most_a_condition_out_of_a_near_stays_a_condition() -> None:
    found = understood("둑 문장(소각장 공람 날짜:2019)", "most")
    assert found.plan == All((Any((most_of("둑"), sentence(소각장, 공람))), YEAR))

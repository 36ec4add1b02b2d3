"""Words, operators, fields and dates; see test_planner_together.py and test_planner_most.py for the rest."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.analysis.gate import clean
from indexer.analysis.kiwi import KiwiAnalyser
from indexer.analysis.tokens import Tokens
from indexer.analysis.words import VERB
from indexer.article import TEXT_FIELDS
from indexer.query.language import parse
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
    Plan,
    Prefix,
    SameSentence,
    Value,
    Without,
    matches,
)
from indexer.query.planner import Understood, understand
from indexer.query.request import MatchMode
from indexer.query.result import Notice
from tests.fakes import tokens_of


def understood(text: str, mode: MatchMode = "all", *, occurs: Callable[[Match], bool] = lambda _: True) -> Understood:
    parsed = parse(clean(text))
    return understand(parsed.tree, parsed.text, mode, tokens_of, occurs)


def plan(text: str, mode: MatchMode = "all") -> Plan:
    """The plan of a query nothing had to be said about."""
    found = understood(text, mode)
    assert found.warnings == ()
    return found.plan


def word(text: str, *fields: str) -> Match:
    """A word that is one printed word, typed without a particle."""
    return Match(text, (), fields or TEXT_FIELDS, (text.lower(),))


def days(first: date | None, last: date | None) -> Days:
    return Days(first.toordinal() if first else None, last.toordinal() if last else None)


def warned(text: str, mode: MatchMode = "all") -> list[tuple[int, str]]:
    return [(warning.position, warning.message) for warning in understood(text, mode).warnings]


# --- words ---


def test_a_word_is_searched_in_every_text_field() -> None:
    assert plan("소각장") == Match("소각장", (), ("title", "subtitle", "body", "caption"), ("소각장",))


def test_a_word_with_a_particle_is_searched_with_and_without_it() -> None:
    assert plan("소각장을") == Match("소각장을", letters=("소각장을", "소각장"))


def test_a_word_is_searched_in_small_letters_and_shown_as_typed() -> None:
    assert plan("GMP") == Match("GMP", letters=("gmp",))


def test_the_printed_words_of_a_typed_one_stand_side_by_side() -> None:
    words = Match("r", letters=("r",)), Match("d예산", letters=("d예산",))
    assert plan("R&D예산") == Phrase("R&D예산", words, "rd예산")


def test_a_phrase_is_its_words_side_by_side_and_their_letters_together() -> None:
    words = Match("소각장을", letters=("소각장을", "소각장")), Match("은곡리에", letters=("은곡리에", "은곡리"))
    assert plan('"소각장을 은곡리에"') == Phrase("소각장을 은곡리에", words, "소각장을은곡리에")


def test_a_phrase_of_one_word_is_that_word() -> None:
    assert plan('"소각장"') == word("소각장")


def test_a_phrase_keeps_the_particles_that_stand_alone_out() -> None:
    assert plan('"소각장 에서 공람"') == Phrase("소각장 에서 공람", (word("소각장"), word("공람")), "소각장공람")


def test_a_verb_is_searched_as_it_is_typed_and_in_its_dictionary_form() -> None:
    assert plan("걷다") == Match("걷다", ((VERB + "걷다",),), letters=("걷다",))


# --- read as typed first ---


def test_a_word_whose_particle_may_end_a_name_is_searched_as_typed() -> None:
    assert plan("매물도") == word("매물도")


def test_it_is_read_without_the_particle_where_it_stands_nowhere_as_typed_and_that_is_said() -> None:
    asked: list[Match] = []

    def occurs(match: Match) -> bool:
        asked.append(match)
        return match.letters != ("매물도",)

    found = understood("제목:매물도", occurs=occurs)
    assert found.plan == Match("매물도", fields=("title",), letters=("매물도", "매물"))
    message = "‘매물도’ 그대로 쓴 기사가 없어 조사를 뺀 ‘매물’로 찾았습니다"
    assert found.notices == (Notice("looser", message, "제목:매물도", as_typed=True),)
    assert {match.fields for match in asked} == {TEXT_FIELDS}, "whether a name exists is no question of the field"


def test_where_even_the_looser_reading_stands_nowhere_nothing_is_said() -> None:
    found = understood("매물도", occurs=lambda _: False)
    assert (found.plan, found.notices) == (Match("매물도", letters=("매물도", "매물")), ())


def test_what_is_searched_as_typed_is_not_looked_up_without_need() -> None:
    def occurs(match: Match) -> bool:
        raise AssertionError(match)

    assert understood("소각장을 걷다", occurs=occurs).notices == ()


@pytest.mark.parametrize("text", ["에서", "‘을’", "은"])
def test_a_word_of_particles_only_is_left_out_and_said_so(text: str) -> None:
    found = understood(f"소각장 {text}")
    assert found.plan == word("소각장")
    ((position, message),) = warned(f"소각장 {text}")
    assert position == 4
    assert message == f"‘{text}’: 찾을 낱말이 없습니다(조사·어미·기호뿐). 빼고 찾았습니다"


def test_a_query_of_particles_only_finds_everything_and_says_so() -> None:
    assert understood("에서").plan == Every()
    assert [position for position, _ in warned("을 에서 을")] == [0, 2, 5]


def test_a_word_that_kiwi_takes_for_endings_may_be_a_name() -> None:
    def endings(text: str) -> Tokens:
        return Tokens(["이", "고", "은"], ["VCP", "EC", "ETM"], [0, 1, 2], [1, 2, 3], [0] * 3, [0] * 3)

    found = understand(parse("이고은").tree, "이고은", "all", endings)
    assert (found.plan, found.warnings, found.notices) == (word("이고은"), (), ())


# --- how words are put together ---


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", Every()),
        ("소각장 공람", All((word("소각장"), word("공람")))),
        ("소각장 OR 공람", Any((word("소각장"), word("공람")))),
        ("-소각장", All((Every(), Without(word("소각장"))))),
        ("소각장 -공람", All((word("소각장"), Without(word("공람"))))),
        ("소각장 -(공람 OR 착공)", All((word("소각장"), Without(Any((word("공람"), word("착공"))))))),
        ("-(소각장 공람)", All((Every(), Without(All((word("소각장"), word("공람"))))))),
        ("(소각장 OR 공람) 착공", All((Any((word("소각장"), word("공람"))), word("착공")))),
        ("소각장 공람 OR 착공", Any((All((word("소각장"), word("공람"))), word("착공")))),
    ],
)
def test_operators_keep_their_meaning(text: str, expected: Plan) -> None:
    assert plan(text) == expected


def test_what_is_left_of_an_operator_stands_alone() -> None:
    assert understood("소각장 OR 에서").plan == word("소각장")
    assert understood("소각장 -에서").plan == word("소각장")
    assert understood("(에서 을) 소각장").plan == word("소각장")
    assert understood("-에서").plan == Every()


# --- fields ---


@pytest.mark.parametrize(
    ("name", "field"),
    [("제목", "title"), ("부제", "subtitle"), ("본문", "body"), ("사진", "caption"), ("title", "title")],
)
def test_a_text_field_narrows_its_words(name: str, field: str) -> None:
    assert plan(f"{name}:소각장 공람") == All((word("소각장", field), word("공람")))
    assert plan(f"{name}:(소각장 OR 공람)") == Any((word("소각장", field), word("공람", field)))
    assert plan(f"{name}:(소각장 -공람)") == All((word("소각장", field), Without(word("공람", field))))


def test_an_inner_field_wins() -> None:
    found = understood("제목:(소각장 본문:공람)")
    assert found.plan == All((word("소각장", "title"), word("공람", "body")))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("기자:박서연", Value("reporter", "박서연")),
        ('신문:"가람 일보"', Value("press", "가람일보")),
        ("섹션:사설·칼럼", Value("section", "사설·칼럼")),
        ("지역:은곡면", Value("region", "은곡면")),
        ("press:GARAM", Value("press", "garam")),
        ("신문:(가람일보 OR 솔내신문)", Any((Value("press", "가람일보"), Value("press", "솔내신문")))),
        ("-기자:박서연", All((Every(), Without(Value("reporter", "박서연"))))),
        ("기자:을", Value("reporter", "을")),
        ("태그:소각장", Value("tag", "소각장")),
        ("tag:(환경 OR 교통)", Any((Value("tag", "환경"), Value("tag", "교통")))),
        ('태그:="소각장 공람"', Value("tag", "소각장공람")),
    ],
)
def test_a_value_field_is_compared_whole(text: str, expected: Plan) -> None:
    assert plan(text) == expected


# --- dates ---


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("날짜:2019", days(date(2019, 1, 1), date(2019, 12, 31))),
        ("날짜:2019-03..2019-06", days(date(2019, 3, 1), date(2019, 6, 30))),
        ("날짜:>=2019-03-27", days(date(2019, 3, 27), None)),
        ("날짜:..2019", days(None, date(2019, 12, 31))),
        ("-날짜:2019-03-27", All((Every(), Without(days(date(2019, 3, 27), date(2019, 3, 27)))))),
        ("소각장 날짜:2019-03-27", All((word("소각장"), days(date(2019, 3, 27), date(2019, 3, 27))))),
    ],
)
def test_dates_become_days_both_inclusive(text: str, expected: Plan) -> None:
    assert plan(text) == expected


def test_a_query_without_words_analyses_nothing() -> None:
    def refuse(text: str) -> Tokens:
        raise AssertionError(text)

    for text in ("", "날짜:2019", "기자:박서연 -신문:가람일보", "지역:은곡면 OR 섹션:(사회 문화)", "태그:소각장"):
        parsed = parse(text)
        for mode in ("all", "most"):
            understand(parsed.tree, parsed.text, mode, refuse)


# --- as printed, and similar ---


@pytest.mark.parametrize("text", ['="소각장을 공람"', "=“소각장을  공람”", '="‘소각장을’ 공람!"'])
def test_what_stands_exactly_so_keeps_its_particles(text: str) -> None:
    found = plan(text)
    assert isinstance(found, Exact)
    assert (found.printed, found.fields) == (("소각장을", "공람"), TEXT_FIELDS)


def test_what_stands_exactly_so_is_searched_in_its_field_and_in_small_letters() -> None:
    assert plan('제목:="GMP 제조실"') == Exact("GMP 제조실", ("gmp", "제조실"), ("title",))


def test_particles_alone_stand_exactly_so_too() -> None:
    assert plan('="에서"') == Exact("에서", ("에서",))


def test_a_similar_word_has_its_letters_and_its_distance() -> None:
    assert plan("달여울~") == Fuzzy("달여울", "달여울", 1)
    assert plan("본문:달여울초~2") == Fuzzy("달여울초", "달여울초", 2, ("body",))


@pytest.mark.parametrize("text", ["둑 나~1", "둑 기자:박서연~1", "둑 솔~2"])
def test_what_is_too_short_or_a_name_is_searched_as_it_is_and_that_is_said(text: str) -> None:
    typed = text.partition(":")[2] or text.removeprefix("둑 ")
    ((position, message),) = warned(text)
    assert position == text.index(typed)
    assert message == f"‘{typed}’: 너무 짧거나 이름 필드여서, 비슷한 낱말 없이 그대로 찾았습니다"
    plain = Value("reporter", "박서연") if "기자" in text else word(typed[0])
    assert understood(text).plan == All((word("둑"), plain))


def test_every_form_is_said_at_its_own_place() -> None:
    assert [position for position, _ in warned("나~1 나~1 기자:솔내~2 은~2")] == [0, 4, 11, 16, 16]


# --- any query ---


@given(st.text(st.sampled_from('가나 을에서"()|-*~=:OR NEAR/3제목태그날짜2019문장'), max_size=40))
def test_any_query_becomes_a_plan_in_either_mode(text: str) -> None:
    for mode in ("all", "most"):
        found = understood(text, mode)
        check(found.plan)
        assert all(0 <= warning.position <= len(clean(text)) for warning in found.warnings)


def check(node: Plan) -> None:
    """What engines rely on: several children, something to look for in every word, places in what stands together."""
    match node:
        case All() | Any() | Near() | SameSentence():
            assert len(node.children) > 1
            assert isinstance(node, All | Any) or all(map(has_places, node.children))
            assert not isinstance(node, Near) or node.distance > 0
            for child in node.children:
                check(child)
        case Without():
            check(node.child)
        case Match():
            assert node.fields
            assert node.letters or node.alternatives
            assert all(node.letters)
            assert all(all(sequence) and sequence for sequence in node.alternatives)
        case Phrase():
            assert len(node.words) > 1
            assert all(map(is_word_of_a_phrase, node.words))
        case Exact():
            assert node.printed
            assert all(node.printed)
        case Fuzzy():
            assert node.letters
            assert node.distance > 0
        case Prefix():
            assert node.fields
            assert node.prefix


def is_word_of_a_phrase(word: Match) -> bool:
    """Whether one printed word may be it: by its letters, or by a single term."""
    return bool(word.letters) and all(len(sequence) == 1 for sequence in word.alternatives)


def has_places(node: Plan) -> bool:
    if isinstance(node, Any):
        return all(map(has_places, node.children))
    return isinstance(node, Match | Phrase | Exact | Fuzzy | Prefix | Near | SameSentence)


# --- with Kiwi ---


@pytest.mark.parametrize("name", ["허성곤", "강소특구", "의료기기강소특구", "이고은", "표민경", "이동하", "박덕흠"])
def test_a_name_is_searched_by_its_letters_however_kiwi_splits_it(kiwi: KiwiAnalyser, name: str) -> None:
    def analyse(text: str) -> Tokens:
        return next(kiwi.analyse([text]))

    assert list(matches(understand(parse(name).tree, name, "all", analyse).plan)) == [word(name)]


@pytest.mark.parametrize("text", ["에서", "까지", "…"])
def test_particles_and_signs_alone_are_left_out(kiwi: KiwiAnalyser, text: str) -> None:
    def analyse(piece: str) -> Tokens:
        return next(kiwi.analyse([piece]))

    found = understand(parse(f"소각장 {text}").tree, f"소각장 {text}", "all", analyse)
    assert found.plan == word("소각장")
    assert [warning.position for warning in found.warnings] == ([] if text == "…" else [4])

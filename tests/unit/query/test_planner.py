"""Words, operators, fields and dates; what stands together is in test_planner_together.py."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.analysis.gate import clean
from indexer.analysis.kiwi import KiwiAnalyser
from indexer.analysis.tokens import Tokens
from indexer.article import TEXT_FIELDS
from indexer.query.language import parse
from indexer.query.plan import All, Any, Days, Every, Match, Near, Plan, Prefix, SameSentence, Value, Without, matches
from indexer.query.planner import Understood, understand
from indexer.query.request import MatchMode
from tests.fakes import tokens_of


def understood(text: str, mode: MatchMode = "all") -> Understood:
    parsed = parse(clean(text))
    return understand(parsed.tree, parsed.text, mode, tokens_of)


def plan(text: str, mode: MatchMode = "all") -> Plan:
    """The plan of a query nothing had to be said about."""
    found = understood(text, mode)
    assert found.warnings == ()
    return found.plan


def word(text: str, *fields: str) -> Match:
    """A word of one morpheme, typed without a particle."""
    return Match(text, ((text,),), fields or TEXT_FIELDS)


def days(first: date | None, last: date | None) -> Days:
    return Days(first.toordinal() if first else None, last.toordinal() if last else None)


def warned(text: str, mode: MatchMode = "all") -> list[tuple[int, str]]:
    return [(warning.position, warning.message) for warning in understood(text, mode).warnings]


# --- words ---


def test_a_word_is_searched_in_every_text_field() -> None:
    assert plan("소각장") == Match("소각장", (("소각장",),), ("title", "subtitle", "body", "caption"))


def test_a_word_with_a_particle_is_searched_with_and_without_it() -> None:
    assert plan("소각장을") == Match("소각장을", (("소각장을",), ("소각장",)))


def test_a_word_of_several_morphemes_is_searched_whole_and_side_by_side() -> None:
    assert plan("R&D예산") == Match("R&D예산", (("r&d예산",), ("r", "d", "예산")))


def test_a_phrase_is_its_morphemes_side_by_side() -> None:
    assert plan('"소각장을 은곡리에"') == Match("소각장을 은곡리에", (("소각장", "은곡리"),))


def test_a_phrase_of_one_word_is_that_word() -> None:
    assert plan('"소각장"') == word("소각장")


def test_a_verb_is_searched_in_its_dictionary_form() -> None:
    assert plan("걷다") == Match("걷다", (("걷다",),))


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
    assert found.plan == Match("이고은", (("이고은",),))
    assert [warning.message for warning in found.warnings] == [
        "‘이고은’: 조사나 어미로만 읽혀, 이름처럼 그대로 쓰인 곳만 찾았습니다"
    ]


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


# --- what is not executed yet ---


@pytest.mark.parametrize(
    ("text", "position", "shown", "expected"),
    [
        ('둑 ="소각장 공람"', 2, '="소각장 공람"', Match("소각장 공람", (("소각장", "공람"),))),
        ("둑 =“소각장  공람”", 2, "=“소각장  공람”", Match("소각장 공람", (("소각장", "공람"),))),
        ("둑 달여울~1", 2, "달여울~1", word("달여울")),
        ("둑 달여울~", 2, "달여울~", word("달여울")),
    ],
)
def test_forms_that_are_not_executed_yet_are_replaced_and_said_so(
    text: str, position: int, shown: str, expected: Plan
) -> None:
    assert understood(text).plan == All((word("둑"), expected))
    ((place, message),) = warned(text)
    assert place == position
    assert message.startswith(f"‘{shown}’: ")
    assert "아직 지원하지 않습니다" in message


@pytest.mark.parametrize("text", ["둑 태그:소각장", "둑 tag:소각장", "둑 -태그:소각장", "둑 태그:(소각장 OR 공람)"])
def test_tags_are_left_out_and_said_so(text: str) -> None:
    assert understood(text).plan == word("둑")
    ((place, message),) = warned(text)
    assert text[place:].startswith(("태그:", "tag:"))
    assert "아직 지원하지 않습니다" in message


def test_every_form_is_said_at_its_own_place() -> None:
    text = '태그:하나 솔내~1 솔내~1 소각장~2 태그:둘 ="가 나" ="가 나"'
    places = [place for place, _ in warned(text)]
    assert places == [0, 6, 11, 16, 22, 27, 34]


def test_a_form_in_a_field_is_replaced_in_that_field() -> None:
    assert understood("제목:솔내~1").plan == word("솔내", "title")


def test_a_word_left_out_of_a_replaced_form_is_said_at_the_same_place() -> None:
    assert [place for place, _ in warned("둑 에서~1")] == [2, 2]


# --- match most ---


def test_in_mode_most_any_of_the_words_will_do() -> None:
    assert plan("소각장 공람", "most") == Any((word("소각장"), word("공람")))


def test_in_mode_most_every_morpheme_counts_and_the_whole_word_beside_them() -> None:
    assert plan("R&D예산", "most") == Any(
        (word_of("r"), word_of("d"), word_of("예산"), word_of("r&d예산")),
    )
    assert plan('"소각장을 은곡리에"', "most") == Any((word_of("소각장"), word_of("은곡리")))
    assert plan("소각장을", "most") == word_of("소각장")


def word_of(term: str) -> Match:
    return Match(term, ((term,),))


def test_in_mode_most_conditions_stay_conditions() -> None:
    assert plan("소각장 공람 날짜:2019 기자:박서연 -착공", "most") == All(
        (
            Any((word("소각장"), word("공람"))),
            days(date(2019, 1, 1), date(2019, 12, 31)),
            Value("reporter", "박서연"),
            Without(word("착공")),
        )
    )
    assert plan("날짜:2019", "most") == days(date(2019, 1, 1), date(2019, 12, 31))
    assert plan("-소각장", "most") == All((Every(), Without(word("소각장"))))


def test_in_mode_most_particles_are_left_out_without_a_word() -> None:
    assert plan("소각장 에서 공람", "most") == Any((word("소각장"), word("공람")))


def test_in_mode_most_nothing_left_is_said() -> None:
    assert understood("에서 을", "most").plan == Every()
    assert warned("에서 을", "most") == [(0, "찾을 낱말이 없어 모든 기사를 봅니다")]


# --- any query ---


@given(st.text(st.sampled_from('가나 을에서"()|-*~=:OR NEAR/3제목태그날짜2019문장'), max_size=40))
def test_any_query_becomes_a_plan_in_either_mode(text: str) -> None:
    for mode in ("all", "most"):
        found = understood(text, mode)
        check(found.plan)
        assert all(0 <= warning.position <= len(clean(text)) for warning in found.warnings)


def check(node: Plan) -> None:
    """What engines rely on: several children, something to look for in every word, places in what stands together."""
    if isinstance(node, All | Any | Near | SameSentence):
        assert len(node.children) > 1
        for child in node.children:
            check(child)
            assert isinstance(node, All | Any) or has_places(child)
    elif isinstance(node, Without):
        check(node.child)
    elif isinstance(node, Match):
        assert node.fields
        assert node.alternatives
        assert all(all(sequence) and sequence for sequence in node.alternatives)
    elif isinstance(node, Prefix):
        assert node.fields
        assert node.prefix
    if isinstance(node, Near):
        assert node.distance > 0


def has_places(node: Plan) -> bool:
    if isinstance(node, Any):
        return all(map(has_places, node.children))
    return isinstance(node, Match | Prefix | Near | SameSentence)


# --- with Kiwi ---


def test_a_name_that_kiwi_splits_is_also_searched_whole(kiwi: KiwiAnalyser) -> None:
    def analyse(text: str) -> Tokens:
        return next(kiwi.analyse([text]))

    for text in ("허성곤", "강소특구", "의료기기강소특구", "이고은", "표민경"):
        (match,) = matches(understand(parse(text).tree, text, "all", analyse).plan)
        assert isinstance(match, Match)
        assert (text,) in match.alternatives


@pytest.mark.parametrize("text", ["에서", "그리고", "까지", "ㅋㅋㅋ"])
def test_particles_and_conjunctions_alone_are_left_out(kiwi: KiwiAnalyser, text: str) -> None:
    def analyse(piece: str) -> Tokens:
        return next(kiwi.analyse([piece]))

    found = understand(parse(f"소각장 {text}").tree, f"소각장 {text}", "all", analyse)
    assert found.plan == word("소각장")
    assert [warning.position for warning in found.warnings] == [4]

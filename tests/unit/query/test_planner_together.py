"""Beginnings of words, what stands near what, and what stands in one sentence."""

from __future__ import annotations

import pytest

from indexer.article import TEXT_FIELDS
from indexer.query.plan import (
    All,
    Any,
    Days,
    Every,
    Exact,
    Fuzzy,
    Near,
    Phrase,
    Placed,
    Plan,
    Prefix,
    SameSentence,
    Value,
    Without,
)
from tests.unit.query.test_planner import plan, understood, warned, word

소각장, 공람, 착공, 둑 = word("소각장"), word("공람"), word("착공"), word("둑")
YEAR = Days(737060, 737424)  # 2019
LIFTED = "빼는 말, 날짜, 이름 필드는 글 안에 자리가 없어 기사 전체를 두고 따졌습니다"
NOWHERE = "한 필드 안에서 찾는데 낱말의 필드가 서로 다릅니다. 맞는 기사가 없으니 필드를 같게 하십시오"


def near(*children: Placed, distance: int = 5) -> Near:
    return Near(children, distance)


def in_order(*children: Placed, distance: int = 5) -> Near:
    return Near(children, distance, ordered=True)


def sentence(*children: Placed) -> SameSentence:
    return SameSentence(children)


def prefix(text: str, *fields: str) -> Prefix:
    return Prefix(text, text, fields or TEXT_FIELDS)


def phrase(text: str) -> Phrase:
    """Words without particles."""
    return Phrase(text, tuple(map(word, text.split())), "".join(text.split()))


# --- beginnings ---


def test_a_beginning_is_searched_as_it_is_written() -> None:
    assert plan("솔내*") == prefix("솔내")
    assert plan("솔내에*") == prefix("솔내에")
    assert plan("에서*") == prefix("에서")


def test_a_beginning_is_written_as_terms_are() -> None:
    assert plan("SOLnae*") == Prefix("SOLnae", "solnae")
    assert plan("가" * 70 + "*") == Prefix("가" * 70, "가" * 64)
    assert plan("\u1109\u1169\u11af내*") == prefix("솔내")


def test_a_beginning_is_searched_in_its_field() -> None:
    assert plan("제목:솔내*") == prefix("솔내", "title")
    assert plan("본문:(솔내* OR 공람)") == Any((prefix("솔내", "body"), word("공람", "body")))


@pytest.mark.parametrize("text", ["기자:박서*", "둑 신문:박서*", "-지역:박서*"])
def test_names_are_compared_whole_and_it_is_said_so(text: str) -> None:
    field = {"기": "reporter", "둑": "press", "-": "region"}[text[0]]
    assert Value(field, "박서") in values(understood(text).plan)
    ((position, message),) = warned(text)
    assert position == text.index("박서")
    assert message == "‘박서*’: 이 필드는 이름 전체가 같은 것만 찾습니다. ‘*’를 떼고 찾았습니다"


def values(node: Plan) -> list[Plan]:
    if isinstance(node, All | Any):
        return [found for child in node.children for found in values(child)]
    return values(node.child) if isinstance(node, Without) else [node]


def test_what_stands_before_a_symbol_must_stand_before_the_beginning() -> None:
    # Words end at signs: no word is r&d예산; the text R&D예산 has r and d예산.
    r, d = word("r"), word("d")
    assert plan("R&D*") == Any((Prefix("R&D", "r&d"), in_order(r, Prefix("R&D", "d"), distance=1)))
    assert plan("R&D-예*") == Any((Prefix("R&D-예", "r&d-예"), in_order(r, d, Prefix("R&D-예", "예"), distance=2)))
    assert plan("a-b-a-c*") == Any((prefix("a-b-a-c"), in_order(*map(word, "aba"), Prefix("a-b-a-c", "c"), distance=3)))


@pytest.mark.parametrize("text", ["‘솔내*", "솔내’*"])
def test_a_sign_beside_a_beginning_is_no_part_of_it(text: str) -> None:
    found = plan(text)
    assert isinstance(found, Prefix)
    assert found.prefix == "솔내"


@pytest.mark.parametrize("number", ["2.5", "1,200", "2019"])
def test_a_number_is_one_beginning(number: str) -> None:
    assert plan(f"{number}*") == prefix(number)


# --- near ---


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("소각장 NEAR/5 공람", near(소각장, 공람)),
        ("소각장 near/5 공람", near(소각장, 공람)),
        ('"소각장 공람"~5', near(소각장, 공람)),
        ('"소각장 공람"~', near(소각장, 공람, distance=10)),
        ("소각장 PRE/5 공람", in_order(소각장, 공람)),
        ("소각장 NEAR/5 공람 NEAR/5 착공", near(소각장, 공람, 착공)),
        ("소각장 PRE/5 공람 PRE/5 소각장", in_order(소각장, 공람, 소각장)),
        ("소각장 PRE/5 공람 NEAR/9 착공", near(in_order(소각장, 공람), 착공, distance=9)),
        ("소각장 NEAR/5 (공람 NEAR/2 착공)", near(소각장, near(공람, 착공, distance=2))),
        ("소각장 NEAR/5 (공람 OR 착공)", near(소각장, Any((공람, 착공)))),
        ("소각장 NEAR/5 (공람 착공)", near(소각장, 공람, 착공)),
        ("소각장 PRE/5 (공람 착공)", in_order(소각장, 공람, 착공)),
        ("소각장 NEAR/5 솔내*", near(소각장, prefix("솔내"))),
        ('소각장 NEAR/5 "공람 착공"', near(소각장, phrase("공람 착공"))),
        ('소각장 NEAR/5 ="공람 착공"', near(소각장, Exact("공람 착공", ("공람", "착공")))),
        ("소각장 NEAR/5 달여울~1", near(소각장, Fuzzy("달여울", "달여울", 1))),
        ("소각장 NEAR/5 문장(공람 착공)", near(소각장, sentence(공람, 착공))),
        ("둑 소각장 NEAR/5 공람", All((둑, near(소각장, 공람)))),
        ("둑 OR 소각장 NEAR/5 공람", Any((둑, near(소각장, 공람)))),
        ("둑 -소각장 NEAR/5 공람", All((둑, Without(near(소각장, 공람))))),
    ],
)
def test_what_is_near_is_a_near(text: str, expected: Plan) -> None:
    assert plan(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("소각장 NEAR/5 (둑 OR (공람 착공))", near(소각장, Any((둑, near(공람, 착공))))),
        ("소각장 PRE/5 (둑 OR (공람 착공))", in_order(소각장, Any((둑, in_order(공람, 착공))))),
        ("문장(소각장 (둑 OR (공람 착공)))", sentence(소각장, Any((둑, sentence(공람, 착공))))),
    ],
)
def test_alternatives_of_several_words_must_stand_together_themselves(text: str, expected: Plan) -> None:
    assert plan(text) == expected


def test_a_word_is_near_itself() -> None:
    assert plan("소각장 NEAR/5 소각장") == 소각장
    assert plan('"소각장 공람 소각장"~5') == near(소각장, 공람)
    assert plan("소각장 NEAR/5 (소각장 NEAR/5 소각장)") == 소각장
    assert plan("문장(소각장 소각장)") == 소각장
    assert plan("문장(소각장 제목:소각장)") == sentence(소각장, word("소각장", "title"))


def test_a_word_behind_itself_is_another() -> None:
    assert plan("소각장 PRE/5 소각장") == in_order(소각장, 소각장)


@pytest.mark.parametrize(
    ("text", "position", "expected"),
    [
        ("소각장 NEAR/5 에서", 11, 소각장),
        ("에서 PRE/5 소각장", 0, 소각장),
        ('"소각장 에서 공람"~5', 0, near(소각장, 공람)),
        ("문장(소각장 에서)", 7, 소각장),
    ],
)
def test_particles_have_no_place_and_are_left_out(text: str, position: int, expected: Plan) -> None:
    assert understood(text).plan == expected
    assert warned(text) == [(position, "‘에서’: 찾을 낱말이 없습니다(조사·어미·기호뿐). 빼고 찾았습니다")]


def test_a_near_of_particles_only_is_nothing() -> None:
    assert understood("소각장 (에서 NEAR/5 을)").plan == 소각장
    assert understood("에서 NEAR/5 을").plan == Every()


def test_a_tag_has_no_place() -> None:
    found = understood("소각장 NEAR/5 태그:공람")
    assert found.plan == All((소각장, Value("tag", "공람")))
    assert [warning.position for warning in found.warnings] == [4]


# --- one sentence ---


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("문장(소각장 공람)", sentence(소각장, 공람)),
        ("sentence(소각장 공람 착공)", sentence(소각장, 공람, 착공)),
        ("문장(소각장 (공람 OR 솔내*))", sentence(소각장, Any((공람, prefix("솔내"))))),
        ("문장(소각장 문장(공람 착공))", sentence(소각장, sentence(공람, 착공))),
        ("문장(소각장 공람 NEAR/5 착공)", sentence(소각장, near(공람, 착공))),
        ("문장(소각장)", 소각장),
        ("문장(소각장 OR 공람)", Any((소각장, 공람))),
        ("-문장(소각장 공람)", All((Every(), Without(sentence(소각장, 공람))))),
    ],
)
def test_what_is_in_one_sentence_is_a_sentence(text: str, expected: Plan) -> None:
    assert plan(text) == expected


# --- what has no place in the text ---


@pytest.mark.parametrize(
    ("text", "position", "shown", "expected"),
    [
        ("소각장 NEAR/5 날짜:2019", 4, "NEAR/5", All((소각장, YEAR))),
        ("기자:박서연 NEAR/5 소각장", 7, "NEAR/5", All((소각장, Value("reporter", "박서연")))),
        ("소각장 NEAR/5 공람 NEAR/5 날짜:2019", 4, "NEAR/5", All((near(소각장, 공람), YEAR))),
        ("소각장 NEAR/5 (공람 -착공)", 4, "NEAR/5", All((near(소각장, 공람), Without(착공)))),
        ("소각장 NEAR/5 (-착공)", 4, "NEAR/5", All((소각장, Without(착공)))),
        ("소각장 PRE/5 (공람 OR 날짜:2019)", 4, "PRE/5", All((소각장, Any((공람, YEAR))))),
        ("문장(소각장 공람 -착공)", 0, "문장(", All((sentence(소각장, 공람), Without(착공)))),
        ("둑 문장(소각장 날짜:2019)", 2, "문장(", All((둑, 소각장, YEAR))),
        ("날짜:2019 NEAR/5 기자:박서연", 8, "NEAR/5", All((YEAR, Value("reporter", "박서연")))),
        ('신문:"가람 일보"~5', 3, '"가람 일보"~5', All((Value("press", "가람"), Value("press", "일보")))),
    ],
)
def test_what_has_no_place_becomes_a_condition_and_it_is_said_so(
    text: str, position: int, shown: str, expected: Plan
) -> None:
    assert understood(text).plan == expected
    assert warned(text) == [(position, f"‘{shown}’: {LIFTED}")]


def test_a_condition_is_lifted_out_of_all_that_is_around_it() -> None:
    text = "둑 NEAR/9 (소각장 NEAR/5 공람 NEAR/5 날짜:2019)"
    assert understood(text).plan == All((near(둑, near(소각장, 공람), distance=9), YEAR))
    assert [position for position, _ in warned(text)] == [text.index("NEAR/5"), 2]


# --- fields ---


def test_words_keep_their_fields() -> None:
    assert plan("제목:소각장 NEAR/5 공람") == near(word("소각장", "title"), 공람)
    assert plan("제목:(소각장 NEAR/5 공람)") == near(word("소각장", "title"), word("공람", "title"))
    assert plan("본문:문장(소각장 공람)") == sentence(word("소각장", "body"), word("공람", "body"))
    either = Any((word("공람", "body"), word("착공", "title")))
    assert plan("제목:소각장 NEAR/5 (본문:공람 OR 제목:착공)") == near(word("소각장", "title"), either)


@pytest.mark.parametrize(
    ("text", "position", "shown"),
    [
        ("제목:소각장 NEAR/5 본문:공람", 7, "NEAR/5"),
        ("제목:소각장 PRE/5 (공람 NEAR/3 본문:착공)", 7, "PRE/5"),
        ("제목:소각장 PRE/5 (본문:공람 OR 사진:착공)", 7, "PRE/5"),
        ("둑 NEAR/9 (제목:소각장 PRE/5 본문:공람)", 17, "PRE/5"),
        ("문장(제목:소각장 본문:솔내*)", 0, "문장("),
    ],
)
def test_words_of_different_fields_are_never_near_and_it_is_said_so(text: str, position: int, shown: str) -> None:
    found = understood(text)
    assert isinstance(found.plan, Near | SameSentence)
    assert warned(text) == [(position, f"‘{shown}’: {NOWHERE}")]

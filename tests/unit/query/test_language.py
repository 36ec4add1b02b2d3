from __future__ import annotations

import re
import unicodedata
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.query import language
from indexer.query.language import LIMITS, Limits, Parsed, parse
from indexer.query.lexer import FIELDS, MOST_APART, lex
from indexer.query.result import Warning  # noqa: A004
from indexer.query.tree import (
    And,
    Dates,
    Everything,
    Exact,
    Fuzzy,
    InField,
    Near,
    Not,
    Or,
    Phrase,
    Prefix,
    SameSentence,
    Tree,
    Word,
)

WIDE = Limits(characters=10**9, terms=10**9, depth=8)

FRAGMENTS = (
    *'()""“”„‟＂|&*~-−=:：（）｜ ',
    *(
        " OR ",
        " AND ",
        " NOT ",
        " NEAR/5 ",
        " PRE/3 ",
        " NEAR ",
        "문장(",
        "sentence(",
        "~1",
        "~10",
        "~0",
        '="',
        '"a b"~4',
    ),
    *("제목:", "본문: ", "기자:", "PHOTO:", "날짜:", "date:2019..", "날짜:2019-03", "날짜:>=2020", "태그:"),
    *(
        "산불",
        "화재 ",
        "이도현",
        "R&D",
        "코로나-19",
        "3~5월",
        "솔내*",
        "교평리~",
        "…",
        "·",
        "‘의회’",
        "10:30",
        "or",
        "-5도",
    ),
    *("\x00", "\u200b", "\u202e", "\ud800", "\u1112\u1161\u11ab", "\u0301", "郡"),
)
ANYTHING = st.text(st.characters(codec=None, categories=None), max_size=80) | st.text(max_size=80)
GRAMMAR = st.lists(st.sampled_from(FRAGMENTS), max_size=40).map("".join)
LEAVES = st.sampled_from(
    ("산불", "R&D", '"OR"', '"a b"', '="c"', '"a b"~4', "솔내*", "교평리~1", "날짜:2019", "날짜:2020..", "…")
)
SHAPED = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.builds("({})".format, inner),
        st.builds("-{}".format, inner),
        st.builds("{}:({})".format, st.sampled_from(("제목", "기자")), inner),
        st.builds("{}({} {})".format, st.sampled_from(("", "문장", "제목:", "-")), inner, inner),
        st.builds("{}{}{}".format, inner, st.sampled_from((" ", " OR ", " NEAR/5 ", " PRE/3 ", " NEAR/3 ")), inner),
        st.builds("({}){}({})".format, inner, st.sampled_from((" ", " OR ", " NEAR/5 ", " PRE/3 ")), inner),
    ),
    max_leaves=8,
)
QUERIES = SHAPED | ANYTHING | GRAMMAR | st.lists(GRAMMAR | ANYTHING, max_size=4).map(" ".join)


def said(text: str) -> list[str]:
    return [warning.message for warning in parse(text).warnings]


def clean(text: str) -> Tree:
    """The tree of a query that needs no repair."""
    parsed = parse(text)
    assert parsed.warnings == ()
    assert parsed.excess is None
    return parsed.tree


# --- words and operators ---


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("강소특구", "강소특구"),
        ("강소특구 예산", "(and 강소특구 예산)"),
        ("산불 -속초", "(and 산불 (not 속초))"),
        ("산불 −속초", "(and 산불 (not 속초))"),
        ("산불 NOT 속초", "(and 산불 (not 속초))"),
        ("산불 AND 속초", "(and 산불 속초)"),
        ("산불 & 속초", "(and 산불 속초)"),
        ("산불 OR 화재", "(or 산불 화재)"),
        ("산불|화재", "(or 산불 화재)"),
        ("산불｜화재", "(or 산불 화재)"),
        ("산불 화재 OR 소방 진화", "(or (and 산불 화재) (and 소방 진화))"),
        ("산불 (화재 OR 소방) 진화", "(and 산불 (or 화재 소방) 진화)"),
        ("산불 （화재 OR 소방）", "(and 산불 (or 화재 소방))"),
        ("(a b) (c d)", "(and a b c d)"),
        ("a OR (b OR c) OR d", "(or a b c d)"),
        ("((a))", "a"),
        ("군수(이도현)", "(and 군수 이도현)"),
        ("NOT NOT a", "a"),
        ("--a", "a"),
        ("-(-a)", "a"),
        ("-(-(a b)) c", "(and a b c)"),
        ("a -(b OR c)", "(and a (not (or b c)))"),
        ("a (-b)", "(and a (not b))"),
    ],
)
def test_operators_bind_as_documented(text: str, tree: str) -> None:
    assert str(clean(text)) == tree


@pytest.mark.parametrize(
    "text", ["R&D", "코로나-19", "10:30", "http://a.example/b", "가람일보:", "or산불", "3~5", "2019~2020", "‘의회’"]
)
def test_a_word_that_only_looks_like_an_operator_stays_as_typed(text: str) -> None:
    assert clean(text) == Word(text)


def test_a_minus_before_a_number_is_a_not_for_the_echo_to_show() -> None:
    assert str(clean("-5도")) == "(and * (not 5도))"


def test_nothing_typed_is_everything() -> None:
    assert parse("") == Parsed("", Everything())
    assert parse(" \t\n\u3000") == Parsed(" \t\n\u3000", Everything())


def test_only_negatives_are_taken_from_everything() -> None:
    assert clean("-속초") == And((Everything(), Not(Word("속초"))))
    assert str(clean("-속초 -강릉")) == "(and * (not 속초) (not 강릉))"
    assert str(clean("산불 OR -속초")) == "(or 산불 (and * (not 속초)))"


# --- quotes, near, prefix, fuzzy ---


def test_a_quoted_text_is_a_phrase_and_a_quoted_word_a_word() -> None:
    assert clean('"의료기기  강소기업"') == Phrase("의료기기 강소기업")
    assert clean('"강소특구"') == Word("강소특구")


@pytest.mark.parametrize("text", ["“옥천 산불”", "„옥천 산불‟", "＂옥천 산불＂", '“옥천 산불"', '"옥천\u200b산불"'])
def test_quotes_of_any_shape_make_a_phrase(text: str) -> None:
    assert clean(text) == Phrase("옥천 산불")


def test_what_is_quoted_is_never_an_operator() -> None:
    assert clean('"OR"') == Word("OR")
    assert clean('"-5도"') == Word("-5도")
    assert clean('"제목:산불"') == Word("제목:산불")
    assert clean('"a OR (b"') == Phrase("a OR (b")


def test_equals_before_a_quote_is_exact() -> None:
    assert clean('="강소특구"') == Exact("강소특구")
    assert clean("=“의료기기 강소기업”") == Exact("의료기기 강소기업")
    assert clean("a=b") == Word("a=b")


def test_a_phrase_with_a_distance_is_near() -> None:
    assert clean('"이도현 소각장"~10') == Near((Word("이도현"), Word("소각장")), 10)
    assert clean('"이도현 소각장"~') == Near((Word("이도현"), Word("소각장")), 10)


def test_near_chains_are_one_near_if_alike_and_nest_to_the_left_if_not() -> None:
    assert str(clean("a NEAR/5 b NEAR/5 c")) == "(near/5 a b c)"
    assert str(clean("a PRE/5 b NEAR/5 c")) == "(near/5 (pre/5 a b) c)"
    assert str(clean("a NEAR/5 (b NEAR/5 c)")) == "(near/5 a (near/5 b c))"


def test_near_binds_tighter_than_and_and_not() -> None:
    assert str(clean("x a PRE/10 b y")) == "(and x (pre/10 a b) y)"
    assert str(clean("x -a near/3 b")) == "(and x (not (near/3 a b)))"
    assert str(clean("제목:a NEAR/3 b")) == "(near/3 (title: a) b)"
    assert str(clean("a NEAR/3 제목:b")) == "(near/3 a (title: b))"


def test_a_sentence_holds_what_its_parentheses_hold() -> None:
    assert clean("문장(이도현 소각장)") == SameSentence((Word("이도현"), Word("소각장")))
    assert str(clean("Sentence(a (b OR c)) d")) == "(and (sentence a (or b c)) d)"
    assert clean("문장(이도현)") == Word("이도현")
    assert clean("문장 (a b)") == And((Word("문장"), Word("a"), Word("b")))


def test_stars_and_tildes_at_a_words_end() -> None:
    assert clean("솔내*") == Prefix("솔내")
    assert clean("교평리~2") == Fuzzy("교평리", 2)
    assert clean("교평리~") == Fuzzy("교평리", 1)
    assert clean("교평리~0") == Word("교평리")


def test_distances_out_of_bounds_are_clamped_and_said() -> None:
    assert parse("교평리~7") == Parsed(
        "교평리~7", Fuzzy("교평리", 2), (Warning(0, "‘~’ 뒤의 수는 0부터 2까지라 가장 가까운 값으로 읽었습니다"),)
    )
    for text in ("a NEAR/0 b", f'"a b"~{"9" * 400}', "a PRE/101 b"):
        tree = parse(text).tree
        assert isinstance(tree, Near)
        assert tree.distance in (1, MOST_APART)
        assert len(said(text)) == 1


# --- fields and dates ---


@pytest.mark.parametrize(("korean", "english"), FIELDS.items())
def test_every_field_has_a_korean_and_an_english_name(korean: str, english: str) -> None:
    for name in (korean, english, english.upper()):
        tree = clean(f"{name}:2019")
        assert tree == (
            Dates(date(2019, 1, 1), date(2019, 12, 31)) if english == "date" else InField(english, Word("2019"))
        )


def test_a_field_holds_for_the_next_word_phrase_or_group() -> None:
    assert str(clean("제목:산불 화재")) == "(and (title: 산불) 화재)"
    assert str(clean("제목: 산불")) == "(title: 산불)"
    assert str(clean("제목：산불")) == "(title: 산불)"
    assert str(clean('photo:"강소기업 특구"')) == '(caption: "강소기업 특구")'
    assert str(clean("제목:(산불 OR 화재) 소방")) == "(and (title: (or 산불 화재)) 소방)"


def test_a_negative_field_is_the_negation_of_the_field() -> None:
    for text in ("-제목:산불", "제목:-산불", "제목:(-산불)"):
        assert clean(text) == And((Everything(), Not(InField("title", Word("산불")))))


def test_of_nested_fields_the_inner_wins() -> None:
    assert parse("제목:본문:산불").tree == InField("body", Word("산불"))
    assert parse("제목:본문:산불").warnings == (Warning(3, "‘본문:’: 필드가 겹쳐 안쪽의 것으로 찾습니다"),)
    assert str(parse("제목:(a 본문:b)").tree) == "(title: (and a (body: b)))"
    assert parse("제목:(a 본문:b)").warnings[0].position == 6
    assert parse("제목:(본문:b)").tree == InField("body", Word("b"))


def test_dates_are_inclusive_days() -> None:
    assert clean("날짜:2019-03..2019-06") == Dates(date(2019, 3, 1), date(2019, 6, 30))
    assert str(clean("소각장 날짜:>=2019-03-27")) == "(and 소각장 (date 2019-03-27..))"
    assert str(clean('날짜:"2019년 3월"')) == "(date 2019-03-01..2019-03-31)"
    assert str(clean("-date:2019~2020")) == "(and * (not (date 2019-01-01..2020-12-31)))"


def test_an_impossible_date_is_left_out_and_said() -> None:
    parsed = parse("소각장 날짜:2019-02-30")
    assert parsed.tree == Word("소각장")
    assert parsed.warnings == (Warning(4, "2019-02-30은 없는 날짜입니다. 이 날짜 조건은 빼고 찾습니다"),)


def test_a_date_without_a_date_leaves_the_rest_alone() -> None:
    assert parse("날짜:(a b)").tree == And((Word("a"), Word("b")))
    assert said("날짜:(a b)") == ["‘날짜:’ 뒤에 날짜가 없습니다"]


# --- repairs ---


def test_an_open_quote_reaches_to_the_end() -> None:
    assert parse('"옥천 산불').warnings == (Warning(0, "따옴표가 닫히지 않았습니다"),)
    assert parse('"옥천 산불').tree == Phrase("옥천 산불")


@pytest.mark.parametrize(
    ("text", "tree", "position"),
    [
        ("*", "*", 0),
        ("a ~", "a", 2),
        ("a ~1", "a", 2),
        ("a - b", "(and a b)", 2),
        ("a -", "a", 2),
        ("a -)", "a", 2),
        ("()", "*", 0),
        ("a 문장()", "a", 2),
        ('""', "*", 0),
        ('a "…"', "a", 2),
        ("OR", "*", 0),
        ("a OR", "a", 2),
        ("OR a", "a", 0),
        ("a OR OR b", "(or a b)", 5),
        ("a || b", "(or a b)", 3),
        ("a AND", "a", 2),
        ("AND a", "a", 0),
        ("a AND AND b", "(and a b)", 6),
        ("a AND OR b", "(or a b)", 2),
        ("a NOT", "a", 2),
        ("NOT OR a", "a", 0),
        ("NEAR/5 a", "a", 0),
        ("a NEAR/5", "a", 2),
        ("a NEAR/5 -b", "(and a (not b))", 2),
        ("(a b", "(and a b)", 0),
        ("a) b", "(and a b)", 1),
        ("a (b OR c", "(and a (or b c))", 2),
        ("제목:", "*", 0),
        ("a 제목: OR b", "(or a b)", 2),
        ("제목 : 산불", "(and 제목 산불)", 3),
        ("날짜: OR a", "a", 0),
        ("솔내**", "솔내*", 3),
        ("솔내*~1", "솔내*", 3),
        ("*솔내", "*솔내", 0),
        ("솔*내", "솔*내", 1),
        ('"산불"~3', "산불", 0),
        ("2019 .. 2020", "(and 2019 2020)", 5),
        ("a or b", "(and a or b)", 2),
        ("a NEAR b", "(and a NEAR b)", 2),
        ("…", "*", 0),
    ],
)
def test_what_is_wrong_is_repaired_and_said_where(text: str, tree: str, position: int) -> None:
    parsed = parse(text)
    assert str(parsed.tree) == tree
    assert position in [warning.position for warning in parsed.warnings]


def test_punctuation_beside_words_is_dropped_in_silence() -> None:
    assert str(clean("산불 · 화재 …")) == "(and 산불 화재)"


# --- text of every kind ---


def test_positions_refer_to_the_nfc_text() -> None:
    parsed = parse(unicodedata.normalize("NFD", "산불 (화재"))
    assert parsed.text == "산불 (화재"
    assert parsed.warnings == (Warning(3, "괄호가 닫히지 않았습니다"),)


@pytest.mark.parametrize("space", ["\x00", "\u200b", "\u202e", "\ud800", "\u00a0", "\u3000", "\ufeff"])
def test_control_format_and_surrogate_code_points_are_spaces(space: str) -> None:
    assert clean(f"산불{space}화재") == And((Word("산불"), Word("화재")))


# --- the documentation ---


def rows(heading: str) -> list[list[str]]:
    """The cells of the tables under a heading of docs/query-language.md, without their first two lines."""
    page = (Path(__file__).parents[3] / "docs/query-language.md").read_text(encoding="utf-8")
    section = page.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("|")]
    cells = [re.split(r"(?<!\\)\|", line)[1:-1] for line in lines[2:]]
    return [[cell.strip().replace("\\", "") for cell in row] for row in cells]


@pytest.mark.parametrize("heading", ["낱말과 연산자", "어디에서 찾을지: 필드"])
def test_every_documented_example_needs_no_repair(heading: str) -> None:
    assert len(rows(heading)) == (len(FIELDS) if "필드" in heading else 14)
    for _, example, *_ in rows(heading):
        clean(example.strip("`"))


def test_documented_dates_and_precedences_hold() -> None:
    for example, _ in rows("언제 나왔는지: 날짜"):
        assert isinstance(clean(example.strip("`")), Dates)
    for short, full in rows("먼저 묶이는 차례"):
        assert clean(short.strip("`")) == clean(full.strip("`"))


def test_documented_repairs_are_made_and_said() -> None:
    for wrong, right, message in rows("잘못 적었을 때"):
        parsed = parse(wrong.strip("`"))
        assert parsed.tree == parse(right.strip("`") if "`" in right else "").tree
        assert [warning.message for warning in parsed.warnings] == [message]


# --- caps ---


def test_at_a_cap_everything_is_read() -> None:
    clean("가" * LIMITS.characters)
    clean(" ".join(["가"] * LIMITS.terms))
    clean("(" * LIMITS.depth + "가" + ")" * LIMITS.depth)


@pytest.mark.parametrize(
    ("text", "tree", "cap"),
    [
        ("가" * 501, "가" * 500, "500자"),
        (" ".join(["가"] * 33), f"(and{' 가' * 32})", "32개"),
        (f'나 "{" ".join(["가"] * 32)}"~5', "나", "32개"),
        (" OR ".join(["둑~"] * 9), f"(or{' 둑~1' * 8})", "8개"),
        ("가 " + "(" * 9 + "나", "가", "8겹"),
    ],
)
def test_over_a_cap_reading_stops_and_says_so(text: str, tree: str, cap: str) -> None:
    parsed = parse(text)
    assert str(parsed.tree) == tree
    assert parsed.excess is not None
    assert cap in parsed.excess
    assert parsed.warnings == ()


def test_decomposed_hangul_counts_as_composed() -> None:
    assert parse(unicodedata.normalize("NFD", "각" * 500)).excess is None


@pytest.mark.parametrize(
    "piece", [*FRAGMENTS, "a ", "a OR ", "-a ", "제목:a ", "a NEAR/5 ", "a NEAR/5 b PRE/3 ", "( a ", '"a b" ']
)
def test_a_hundred_thousand_characters_of_anything_are_refused_at_once(piece: str) -> None:
    parsed = parse(piece * (100_000 // len(piece)))
    assert parsed.excess is not None
    assert len(parsed.text) <= LIMITS.characters
    assert str(parsed.tree)


@pytest.mark.parametrize(
    "piece", [*FRAGMENTS, "a ", "a OR ", "-a ", "제목:a ", "a NEAR/5 ", "( a ) ", '"a b" ', "a) ", "-(a OR b) "]
)
def test_work_grows_with_the_text_and_no_faster(piece: str, monkeypatch: pytest.MonkeyPatch) -> None:
    steps = 0
    look = language._Parser._kind

    def counted(parser: language._Parser) -> str:
        nonlocal steps
        steps += 1
        return look(parser)

    monkeypatch.setattr(language._Parser, "_kind", counted)
    taken = []
    for times in (1_000, 2_000):
        steps = 0
        parse(piece * times, limits=WIDE)
        taken.append(steps)
    assert taken[1] <= 2 * taken[0] + 10
    assert taken[0] <= 20 * len(piece) * 1_000


# --- for any text ---


@given(QUERIES)
@settings(max_examples=1_000, deadline=None)
def test_no_text_raises_and_everything_said_has_its_place(text: str) -> None:
    parsed = parse(text)
    positions = [warning.position for warning in parsed.warnings]
    assert positions == sorted(set(positions))
    assert all(0 <= position < len(parsed.text) for position in positions)
    assert str(parsed.tree).encode()
    assert all(warning.message.encode() and "\n" not in warning.message for warning in parsed.warnings)


@given(QUERIES)
@settings(max_examples=500, deadline=None)
def test_there_are_never_more_tokens_than_characters(text: str) -> None:
    tokens, _ = lex(text)
    assert len(tokens) <= len(text)
    ends = [0, *(token.start + len(token.raw) for token in tokens)]
    assert all(end <= token.start for end, token in zip(ends, tokens, strict=False))
    assert all(token.raw for token in tokens)


@given(QUERIES)
@settings(max_examples=1_000, deadline=None)
def test_trees_are_flat_and_a_not_always_has_something_to_be_taken_from(text: str) -> None:
    tree = parse(text).tree
    if tree != Everything():
        assert_normal(tree)


def assert_normal(tree: Tree) -> None:
    assert not isinstance(tree, (Not, Everything))
    match tree:
        case And(children) | SameSentence(children):
            rest = children[1:] if children[0] == Everything() else children
            assert len(children) > 1
            assert not any(isinstance(child, (And, Everything)) for child in rest)
            assert all(isinstance(child, Not) for child in rest) == (children[0] == Everything())
            for child in rest:
                assert_normal(child.child if isinstance(child, Not) else child)
        case Or(children) | Near(children):
            assert len(children) > 1
            assert not (isinstance(tree, Or) and any(isinstance(child, Or) for child in children))
            for child in children:
                assert_normal(child)
        case InField(_, child):
            assert not isinstance(child, (InField, Dates))
            assert_normal(child)
        case Word(word) | Prefix(word) | Fuzzy(word):
            assert word
            assert not any(char.isspace() for char in word)

from __future__ import annotations

import pytest
from hypothesis import given, settings

from indexer.korean import josa
from indexer.query.echo import echo, in_words
from indexer.query.language import Limits, parse
from indexer.query.tree import Everything

from .test_language import QUERIES

LONG = Limits(characters=5_000)  # an echo may be longer than the query: a|b becomes a OR b


@pytest.mark.parametrize(
    "text",
    [
        "강소특구",
        "강소특구 예산",
        "산불 -속초",
        "-속초",
        "산불 화재 OR 소방 -진화",
        "(산불 OR 화재) 소방",
        "산불 -(화재 OR 소방)",
        '"의료기기 강소기업"',
        '="강소특구"',
        '"이도현 소각장"~10',
        "이도현 PRE/10 소각장",
        '"이도현 소각장"~10 NEAR/3 착공',
        "이도현 NEAR/3 (소각장 OR 매립장)",
        "이도현 NEAR/3 (소각장 PRE/5 착공)",
        "이도현 NEAR/3 (소각장 착공)",
        "제목:(이도현 PRE/3 소각장)",
        "문장(이도현 (소각장 OR 매립장))",
        "솔내*",
        "교평리~1",
        "제목:산불",
        "제목:(산불 OR 화재)",
        "-제목:산불",
        "날짜:2019-03..2019-06",
        '"OR"',
        "10:30",
        "",
    ],
)
def test_what_is_already_normal_echoes_as_itself(text: str) -> None:
    assert echo(parse(text).tree) == text


@pytest.mark.parametrize(
    ("text", "echoed"),
    [
        ("산불|화재", "산불 OR 화재"),
        ("“옥천 산불", '"옥천 산불"'),
        ("title:산불 AND NOT 속초", "제목:산불 -속초"),
        ("a NEAR/5 b NEAR/5 c", '"a b c"~5'),
        ("교평리~", "교평리~1"),
        ("날짜:>=2019-03-01", "날짜:2019-03.."),
        ("((a) b", "a b"),
        ('"강소특구"', "강소특구"),
        ('"제목:a"', '"제목:a"'),
        ("제목:(-산불)", "-제목:산불"),
        ("date:2019년", "날짜:2019"),
    ],
)
def test_the_echo_is_the_query_normalised(text: str, echoed: str) -> None:
    assert echo(parse(text).tree) == echoed


@given(QUERIES)
@settings(max_examples=1_500, deadline=None)
def test_an_echo_is_read_as_the_tree_it_was_made_from(text: str) -> None:
    tree = parse(text).tree
    echoed = echo(tree)
    again = parse(echoed, limits=LONG)
    assert again.tree == tree
    assert again.excess is None
    assert echo(again.tree) == echoed
    assert bool(echoed) == (tree != Everything())


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "모든 기사"),
        ("강소특구", "‘강소특구’가 든 기사"),
        ("강소특구 예산", "‘강소특구’와 ‘예산’이 모두 든 기사"),
        ("산불 화재 소방", "‘산불’, ‘화재’, ‘소방’이 모두 든 기사"),
        ("산불 OR 화재", "‘산불’과 ‘화재’ 가운데 하나라도 든 기사"),
        ("산불 -속초", "‘속초’가 든 것은 빼고 ‘산불’이 든 기사"),
        ("산불 -속초 -강릉", "‘속초’와 ‘강릉’ 가운데 하나라도 든 것은 빼고 ‘산불’이 든 기사"),
        ("-속초", "‘속초’가 든 것은 빼고 나머지 모든 기사"),
        ("산불 -(속초 OR 날짜:2019)", "[‘속초’가 들거나 2019년에 나온] 것은 빼고 ‘산불’이 든 기사"),
        ("(산불 OR 날짜:2019) 예산", "[‘산불’이 들거나 2019년에 나온] 것이고 ‘예산’이 든 기사"),
        ("(산불 OR 화재) 예산", "‘산불’과 ‘화재’ 가운데 하나라도 들고 ‘예산’이 든 기사"),
        ("산불 OR 화재 -속초", "‘산불’이 들거나 [‘속초’가 든 것은 빼고 ‘화재’가 든] 기사"),
        ('"의료기기 강소기업"', "이어진 말 ‘의료기기 강소기업’이 든 기사"),
        ('="의료기기"', "적힌 그대로의 ‘의료기기’가 든 기사"),
        ("솔내*", "‘솔내’로 시작하는 말이 든 기사"),
        ("교평리~1", "‘교평리’에서 자모 1개까지 다른 말이 든 기사"),
        ('"이도현 소각장"~10', "‘이도현’과 ‘소각장’이 서로 10낱말 안에 든 기사"),
        ("이도현 PRE/10 소각장", "‘이도현’과 ‘소각장’이 이 차례로 10낱말 안에 든 기사"),
        ("a NEAR/3 (b OR c)", "‘a’와 ‘b OR c’가 서로 3낱말 안에 든 기사"),
        ("문장(이도현 소각장)", "‘이도현’과 ‘소각장’이 한 문장에 든 기사"),
        ("제목:산불", "제목에 ‘산불’이 든 기사"),
        ("제목:(산불 화재) 소방", "제목에 ‘산불’과 ‘화재’가 모두 들고 ‘소방’이 든 기사"),
        ("제목:(산불 -화재)", "제목만 보아 [‘화재’가 든 것은 빼고 ‘산불’이 든] 기사"),
        ("사진:소각장", "사진 설명에 ‘소각장’이 든 기사"),
        ("기자:박서연", "기자가 ‘박서연’인 기사"),
        ("기자:(박서연 OR 정하람) 소각장", "기자가 ‘박서연’과 ‘정하람’ 가운데 하나이고 ‘소각장’이 든 기사"),
        ("신문:가람일보 -기자:박서연", "기자가 ‘박서연’인 것은 빼고 신문이 ‘가람일보’인 기사"),
        ('섹션:"사람 들"', "섹션이 ‘사람 들’인 기사"),
        ("기자:(a b)", "기자만 보아 [‘a’와 ‘b’가 모두 든] 기사"),
        ("날짜:2019", "2019년에 나온 기사"),
        ("날짜:2019-03", "2019년 3월에 나온 기사"),
        ("날짜:2019-03-27", "2019년 3월 27일에 나온 기사"),
        ("날짜:2019-03..2019-06 산불", "2019년 3월 1일부터 2019년 6월 30일 사이에 나오고 ‘산불’이 든 기사"),
        ("날짜:2019..", "2019년 1월 1일부터 나온 기사"),
        ("날짜:..2019", "2019년 12월 31일까지 나온 기사"),
        ("‘의회’", "‘의회’가 든 기사"),
    ],
)
def test_a_query_is_said_in_korean(text: str, words: str) -> None:
    assert in_words(parse(text).tree) == words


@given(QUERIES)
@settings(max_examples=1_000, deadline=None)
def test_every_query_can_be_said_in_one_line(text: str) -> None:
    words = in_words(parse(text).tree)
    assert words.endswith(" 기사")
    assert words.count("[") == words.count("]") or set("[]") & set(text)
    assert words.encode()
    assert "\n" not in words


@pytest.mark.parametrize(
    ("word", "after"),
    [
        ("강소특구", "가"),
        ("예산", "이"),
        ("2019", "가"),
        ("1", "이"),
        ("코로나-19", "가"),
        ("2020", "이"),
        ("R&D", "가"),
        ("GMP", "가"),
        ("SMR", "이"),
        ("AI", "가"),
        ("Seoul", "이"),
        ("google", "이"),
        ("cafe", "가"),
        ("b", "가"),
        ("50%", "가"),
        ("ㅋㅋ", "이"),
        ("ㅠ", "가"),
        ("“산불”", "이"),
        ("故", "이(가)"),
        ("", "이(가)"),
    ],
)
def test_the_particle_follows_the_sound_of_the_last_letter(word: str, after: str) -> None:
    assert josa(word, "이/가") == after


def test_the_particle_ro_takes_a_rieul_for_a_vowel() -> None:
    assert [josa(word, "으로/로") for word in ("솔내", "서울", "한벌", "산불", "소각장", "2018", "2020")] == [
        *("로", "로", "로", "로", "으로", "로", "으로")
    ]

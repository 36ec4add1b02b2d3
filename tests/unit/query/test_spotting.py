"""What `spotted` leaves of a text is enough: the words stand in it where they stand in the whole text."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from indexer.analysis.kiwi import KiwiAnalyser
from indexer.query.language import parse
from indexer.query.plan import Word, matches
from indexer.query.planner import understand
from indexer.query.result import Span
from indexer.query.spotting import spotted
from indexer.query.standing import How, Text
from tests.fakes import columns_of, tokens_of

BODY = """가람군은 솔내천 둑을 높인다. 군의회는 예산을 깎았다, 은곡리 주민은 둑을 반대한다.

“둑을 높이자”던 박서연 위원장은 본예산을 되살리라고 했다. 시·군·구 소각 장은 2019년 KTX 역에 짓지 않았다.
大選이 가깝다."""

QUERIES = (
    "둑",
    "예산",
    "예산을",
    "솔내천둑",
    "소각장",
    "시군구",
    "시·군·구",
    "대선",
    "2019",
    "ktx",
    "높이다",
    "깎다",
    "주민 둑",
    '"둑을 높이자"',
    '"은곡리 주민"',
    '"본 예산"',
    '"시군구 소각장"',
    '"본예산 되살리"',
    '="예산을 깎았다"',
    '="본예산을 되살리라고"',
    "군의*",
    "예산~1",
    "예산 OR 소각장 OR 없는말",
    "제목:둑",
)

Shown = list[tuple[tuple[Span, ...], How]]


def words(text: str) -> tuple[Word, ...]:
    parsed = parse(text)
    return tuple(matches(understand(parsed.tree, parsed.text, "all", tokens_of).plan))


def shown(text: Text, asked: tuple[Word, ...]) -> list[Shown]:
    return [[(stand.spans, stand.how) for stand in text.stands(word)] for word in asked]


def whole(text: str) -> Text:
    return Text.of_tokens(tokens_of(text), text)


@pytest.mark.parametrize("query", QUERIES)
def test_words_stand_where_they_stand_in_the_whole_text(query: str) -> None:
    asked = words(query)
    assert shown(spotted(columns_of(BODY), asked), asked) == shown(whole(BODY), asked)


LETTERS = st.text(st.sampled_from("가나다군을은했다 \n.·,A1한大"), max_size=40)


@given(text=LETTERS, query=st.text(st.sampled_from('가나다군을은 "A1*~='), min_size=1, max_size=8))
@example(text="가나군을 다", query="가나군")
@example(text="가 나 다군", query="가나다")
@example(text="가·나·다", query="나다")
def test_words_stand_where_they_stand_in_any_text(text: str, query: str) -> None:
    asked = words(query)
    assert shown(spotted(columns_of(text), asked), asked) == shown(whole(text), asked)


@given(text=st.text(max_size=60), query=st.text(min_size=1, max_size=6))
def test_no_text_and_no_query_breaks_it(text: str, query: str) -> None:
    try:
        columns = columns_of(text)
    except UnicodeEncodeError:  # lone surrogates, which the gate takes out
        return
    asked = words(query)
    assert shown(spotted(columns, asked), asked) == shown(whole(text), asked)


def test_what_is_left_out_is_most_of_the_text() -> None:
    text = spotted(columns_of(BODY), words("예산"))
    assert [word.printed for word in text.printed if word] == ["예산을", "본예산을"]


@pytest.mark.parametrize("query", QUERIES)
def test_kiwi_finds_no_other_places(query: str, kiwi: KiwiAnalyser) -> None:
    tokens, columns = next(kiwi.analyse([BODY])), next(kiwi.columns([BODY]))
    parsed = parse(query)
    found = understand(parsed.tree, parsed.text, "all", lambda text: next(kiwi.analyse([text])))
    asked = tuple(matches(found.plan))
    assert shown(spotted(columns, asked), asked) == shown(Text.of_tokens(tokens, BODY), asked)

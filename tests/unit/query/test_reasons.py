from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.article import TEXT_FIELDS
from indexer.query.reasons import Reason, asked_for, counted, missing_words, never_together, reasons
from indexer.query.result import HOW, Matched, Missing, SearchResult


def empty(echo: str, *missing: tuple[str, int]) -> SearchResult:
    return SearchResult(text=echo, echo=echo, match="all", total=0, missing=tuple(Missing(*pair) for pair in missing))


# --- why an article was found ---


def test_a_word_is_told_with_every_way_and_place_it_stands() -> None:
    found = [
        Matched("강소특구", "inside", "body", 3, "의료기기강소특구"),
        Matched("강소특구", "as_typed", "title", 1, "강소특구"),
    ]
    assert reasons(found) == (Reason("강소특구", "합성어 안(의료기기강소특구) 본문 3곳 · 그대로 제목 1곳"),)


def test_the_words_of_several_fields_are_told_together() -> None:
    found = [
        Matched("의회", "inside", "title", 1, "군의회"),
        Matched("예산을", "without_particle", "title", 1, "예산"),
        Matched("의회", "inside", "body", 1_200, "시의회"),
        Matched("의회", "inside", "caption", 2, "군의회"),
    ]
    assert reasons(found) == (
        Reason("의회", "합성어 안(군의회, 시의회) 제목 1곳, 본문 1,200곳, 사진 2곳"),
        Reason("예산을", "조사만 다름(예산) 제목 1곳"),
    )


def test_what_stands_as_typed_is_not_repeated() -> None:
    assert reasons([Matched("ktx", "as_typed", "body", 1, "KTX")]) == (Reason("ktx", "그대로 본문 1곳"),)
    assert reasons([]) == ()


@given(
    st.lists(
        st.builds(
            Matched,
            st.sampled_from(["가", "나"]),
            st.sampled_from([*HOW]),
            st.sampled_from(TEXT_FIELDS),
            st.integers(1, 9),
            st.sampled_from(["가", "가나"]),
        ),
        max_size=12,
    )
)
def test_no_place_is_lost(found: list[Matched]) -> None:
    told = reasons(found)
    assert [reason.word for reason in told] == list(dict.fromkeys(each.word for each in found))
    assert sum(reason.places.count("곳") for reason in told) == len(found)


# --- why nothing was found ---


def test_counts_agree_with_the_words_before_them() -> None:
    assert counted(Missing("강소특구", 1_200)) == "‘강소특구’가 든 기사 1,200건"
    assert counted(Missing("둑방", 0)) == "‘둑방’이 든 기사 0건"


@pytest.mark.parametrize(
    ("echo", "missing", "said"),
    [
        ("강소특구 둑방", [("강소특구", 12), ("둑방", 0)], "둘이 함께 든 기사는 없습니다"),
        ('가 "나 다" 라*', [("가", 1), ("나 다", 2), ("라", 3)], "셋이 함께 든 기사는 없습니다"),
        ("가 나 다 라 마", [(word, 1) for word in "가나다라마"], "모두 함께 든 기사는 없습니다"),
        ("가 나", [("가", 0), ("나", 0)], ""),
        ("가", [("가", 3)], ""),
    ],
)
def test_words_that_no_article_has_together_are_said_so(echo: str, missing: list[tuple[str, int]], said: str) -> None:
    assert never_together(empty(echo, *missing)) == said


@pytest.mark.parametrize(
    "echo", ["가 나 -다", "가 나 날짜:2019", "가 NEAR/3 나", "문장(가 나)", "제목:가 나", "(가 OR 나) 다"]
)
def test_words_are_not_said_to_be_apart_where_something_else_may_be_why(echo: str) -> None:
    assert never_together(empty(echo, ("가", 3), ("나", 4))) == ""


def test_one_word_that_nobody_wrote_is_not_said_twice() -> None:
    assert missing_words(empty("둑방", ("둑방", 0))) == ()
    assert missing_words(empty("둑방 날짜:2019", ("둑방", 3))) == (Missing("둑방", 3),)
    assert missing_words(empty("가 나", ("가", 0), ("나", 0))) == (Missing("가", 0), Missing("나", 0))


def test_a_corrected_query_is_read_beyond_the_caps_of_typed_ones() -> None:
    assert len(str(asked_for(empty(" ".join(f"{n}만5천원" for n in range(100)))))) > 500

"""When two texts are the same text."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.analysis.shingles import LEAST, SMALLEST, SMALLEST_BEGINNING, Shingles, shingles
from tests.fakes import columns_of
from tests.fakes_stories import OTHER, OWN, RELEASE, edited, sentences


def of(body: str, title: str = "") -> Shingles:
    return shingles({name: columns_of(text) for name, text in (("title", title), ("body", body)) if text})


def alike(one: str, other: str) -> bool:
    assert of(one).like(of(other)) == of(other).like(of(one))
    return of(one).like(of(other))


def test_a_release_is_the_same_text_with_each_paper_s_byline_and_small_changes() -> None:
    assert alike(RELEASE, RELEASE)
    assert alike(RELEASE, edited("가람일보", "한봄"))
    assert alike(edited("솔내신문", "오늘"), edited("가람일보", "한봄"))


def test_a_text_of_its_own_on_the_same_event_is_another() -> None:
    assert not alike(RELEASE, OWN)
    assert not alike(RELEASE, OTHER)


def test_a_text_cut_at_its_end_is_the_same_text() -> None:
    assert alike(RELEASE, " ".join(sentences(RELEASE)[:3]))
    assert alike(RELEASE + " " + OTHER + " " + OWN, RELEASE[:200])


def test_a_brief_in_a_round_up_is_another_text_unless_it_comes_first() -> None:
    brief = " ".join(sentences(OTHER)[:3])
    round_up = f"{OWN} {brief} {RELEASE}"
    assert not alike(round_up, brief)


def test_warnings_by_one_template_for_two_places_are_two_texts() -> None:
    template = (
        "기상청은 {} {}시를 기해 {}에 호우주의보를 발효한다고 밝혔다. 호우주의보는 3시간 강우량이 60㎜ 또는 "
        "12시간 강우량이 110㎜ 이상으로 예측될 때 내려진다. 현재 {} 일대에는 시간당 "
        "{}㎜의 비가 내리며 {} 수위는 {}m를 가리킨다. "
        "{} 주민은 {} 대피소와 {} 마을회관을 쓸 수 있다."
    )
    one = template.format("1일", 9, "가람군 솔내읍", "솔내읍", 12, "솔내천", 1.4, "솔내읍", "솔내초", "안골")
    other = template.format("3일", 17, "하늘면 윗말", "하늘면", 31, "하늘강", 2.9, "윗말", "하늘중", "윗말")
    assert alike(one, one)
    assert not alike(one, other)


def test_capital_letters_make_no_other_word() -> None:
    assert list(of(f"KTX SRT {RELEASE}").whole) == list(of(f"ktx srt {RELEASE}").whole)


def test_the_title_counts_only_where_the_body_is_short() -> None:
    assert list(of(RELEASE, "제목 하나").whole) == list(of(RELEASE, "다른 제목").whole)
    assert not of("오늘 소식을 알립니다.", "솔내읍 도서관 문 열어").like(
        of("오늘 소식을 알립니다.", "하늘면 우박 피해 커")
    )


@pytest.mark.parametrize("text", ["", "짧다", "아주 짧은 글이다.", "!!! …… ※※"])
def test_a_text_too_short_to_tell_is_like_none_and_sketched_by_nothing(text: str) -> None:
    assert of(text).sketch == []
    assert not of(text).like(of(text))
    assert not of(text).like(of(RELEASE))


def test_one_word_over_and_over_is_one_shingle() -> None:
    assert len(of("가람 " * 5_000).whole) == 1


@given(st.text(max_size=300))
def test_whatever_the_text_its_shingles_ascend_and_its_sketch_is_of_them(text: str) -> None:
    its = of(text.encode("utf-8", "ignore").decode())
    assert bool(np.all(np.diff(its.whole) > 0))
    assert set(its.beginning.tolist()) <= set(its.whole.tolist())
    assert set(its.sketch) <= set(its.whole.tolist())
    assert len(its.sketch) <= SMALLEST + SMALLEST_BEGINNING
    assert all(0 <= one < 2**63 for one in its.sketch)
    assert its.like(its) == (len(its.whole) >= LEAST)

"""What changed between two texts."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.query import differences as module
from indexer.query.differences import Change, differences

TEXT = st.text(alphabet=st.sampled_from("가나 \n다.12"), max_size=60)


@given(TEXT, TEXT)
def test_what_is_not_added_is_the_text_before_and_what_is_not_removed_the_text_after(before: str, after: str) -> None:
    changes = differences(before, after)
    assert "".join(text for kind, text in changes if kind != "added") == before
    assert "".join(text for kind, text in changes if kind != "removed") == after
    assert all(text for _, text in changes)
    assert all(one.kind != after_it.kind for one, after_it in pairwise(changes))


@given(TEXT)
def test_the_same_text_has_no_difference(text: str) -> None:
    assert {change.kind for change in differences(text, text)} <= {"same"}


def test_a_corrected_number_is_the_only_change() -> None:
    assert differences("주민 140명이 반발했다.\n\n둑은 그대로다.", "주민 14명이 반발했다.\n\n둑은 그대로다.") == (
        Change("same", "주민 "),
        Change("removed", "140명이"),
        Change("added", "14명이"),
        Change("same", " 반발했다.\n\n둑은 그대로다."),
    )


def test_a_new_paragraph_is_added_whole() -> None:
    assert differences("하나다.\n셋이다.", "하나다.\n둘이다.\n셋이다.") == (
        Change("same", "하나다.\n"),
        Change("added", "둘이다.\n"),
        Change("same", "셋이다."),
    )


def test_words_changed_side_by_side_are_one_change() -> None:
    assert [change for change in differences("군수 김한결 밝혔다", "의장 박서연 밝혔다") if change.kind != "same"] == [
        Change("removed", "군수 김한결"),
        Change("added", "의장 박서연"),
    ]


def test_a_passage_too_long_to_compare_is_removed_and_added_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_COMPARED", 10)
    kinds = [change.kind for change in differences("같다\n" + "가 나 " * 9, "같다\n" + "다 라 " * 9)]
    assert kinds == ["same", "removed", "added", "same"]

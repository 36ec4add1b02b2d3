"""What stands beside a place, on one line, and by what lines are ordered."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.query.context import LINE_END, Place, context, places, sort_key
from indexer.query.standing import Stand

TEXT = "군의회는 지난해 본예산을 깎았다.\n\n새 예산은 늦었다."
AT = TEXT.index("예산")


def test_what_is_written_on_to_the_word_stays_on_it() -> None:
    assert context(TEXT, AT, AT + 2, 40) == ("군의회는 지난해 본", "예산", "을 깎았다. ¶ 새 예산은 늦었다.")


def test_a_space_beside_the_word_stays() -> None:
    second = TEXT.rindex("예산")
    left, keyword, right = context(TEXT, second, second + 2, 40)
    assert (left[-4:], keyword, right) == ("¶ 새 ", "예산", "은 늦었다.")


def test_contexts_are_cut_between_words() -> None:
    text = "가나다 라마바 사아자 예산 차카타 파하가 나다라"
    at = text.index("예산")
    assert context(text, at, at + 2, 10) == ("라마바 사아자 ", "예산", " 차카타 파하가"[:8])
    assert context(text, at, at + 2, 8) == ("라마바 사아자 ", "예산", " 차카타 파하가")


def test_a_word_without_an_end_is_cut_where_the_context_is() -> None:
    text = "가" * 90 + "예산" + "나" * 90
    assert context(text, 90, 92, 20) == ("가" * 20, "예산", "나" * 20)


def test_runs_of_spaces_and_new_lines_take_one_place() -> None:
    text = "가  나 \n\n \n 예산\t \u3000다\n"
    at = text.index("예산")
    assert context(text, at, at + 2, 20) == (f"가 나 {LINE_END} ", "예산", f" 다 {LINE_END}")


@given(st.text("가나 \n.", max_size=80), st.data())
def test_no_context_is_wider_than_asked(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    width = data.draw(st.integers(1, 30))
    left, _, right = context(text, start, end, width)
    assert max(len(left), len(right)) <= width


@pytest.mark.parametrize(
    ("order", "in_order"),
    [
        ("left", ["나 예산 가", "가 다 예산 라", "추경예산 가", "추경 예산 나"]),
        ("right", ["나 예산 가", "추경예산 가", "추경 예산 나", "가 다 예산 라"]),
        ("word", ["나 예산 가", "추경예산 가", "추경 예산 나", "가 다 예산 라"]),
    ],
)
def test_lines_are_ordered_by_the_words_beside_them(order: str, in_order: list[str]) -> None:
    key = sort_key("left" if order == "left" else "right" if order == "right" else "word")
    keys = [key(text, text.index("예산"), text.index("예산") + 2) for text in in_order]
    assert keys == sorted(keys)
    assert len(set(keys)) == len(keys)


def test_signs_and_case_do_not_count_in_an_order() -> None:
    key = sort_key("right")
    assert key("예산 ‘KTX’, 역", 0, 2) == key("예산 ktx 역", 0, 2) == key("예산 ＫＴＸ·역", 0, 2)


def stand(*spans: tuple[int, int]) -> Stand:
    return Stand(0, spans, "as_typed")


def test_a_place_goes_from_the_first_to_the_last_of_its_marks() -> None:
    marks = {"title": ((0, 2),), "body": ((0, 2), (3, 4), (8, 10))}
    stands = {"title": [stand((0, 2))], "body": [stand((8, 10)), stand((0, 2), (3, 4)), stand((9, 9))]}
    assert places(stands, marks) == [Place("title", 0, 2, 1), Place("body", 0, 4, 2), Place("body", 8, 10, 4)]

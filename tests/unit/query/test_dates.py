from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from indexer.query.dates import format_range, parse_period, parse_range

MARCH = (date(2019, 3, 1), date(2019, 3, 31))
DAY = (date(2019, 3, 27), date(2019, 3, 27))


@pytest.mark.parametrize("text", ["2019", "2019년", " 2019 ", "2019."])
def test_a_year_is_its_first_and_last_day(text: str) -> None:
    assert parse_period(text) == (date(2019, 1, 1), date(2019, 12, 31))


@pytest.mark.parametrize("text", ["2019-03", "2019-3", "2019.03", "2019/3", "2019년 3월", "2019년3월", "2019. 3."])
def test_a_month_is_its_first_and_last_day(text: str) -> None:
    assert parse_period(text) == MARCH


@pytest.mark.parametrize("text", ["2019-03-27", "2019.03.27", "2019/3/27", "2019년 3월 27일", "2019. 3. 27."])
def test_a_day_is_itself_twice(text: str) -> None:
    assert parse_period(text) == DAY


def test_february_knows_leap_years() -> None:
    assert parse_period("2020-02")[1] == date(2020, 2, 29)
    assert parse_period("2100-02")[1] == date(2100, 2, 28)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("2019-02-30", "2019-02-30은 없는 날짜입니다"),
        ("2019.2.29", "2019-02-29는 없는 날짜입니다"),
        ("2019-01-00", "2019-01-00은 없는 날짜입니다"),
        ("2019-13", "2019-13은 없는 달입니다"),
        ("2019-14-01", "2019-14는 없는 달입니다"),
        ("0000", "0000년은 없는 해입니다"),
        ("내일", "날짜로 읽을 수 없습니다: ‘내일’. 2019, 2019-03, 2019-03-27처럼 적으십시오"),
    ],
)
def test_an_impossible_period_says_why(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=f"^{reason}$"):
        parse_period(text)


@pytest.mark.parametrize(
    "text", ["", " ", "19-03", "201903", "2019-3-2-1", "2019월", "２０１９", "2019-", "-2019", "x" * 10**6]
)
def test_garbage_is_a_short_value_error(text: str) -> None:
    with pytest.raises(ValueError, match="날짜로 읽을 수 없습니다") as caught:
        parse_period(text)
    assert len(str(caught.value)) < 100


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2019", date(2019, 1, 1), date(2019, 12, 31)),
        ("2019-03..2019-06", date(2019, 3, 1), date(2019, 6, 30)),
        ("2019-03 .. 2019-06", date(2019, 3, 1), date(2019, 6, 30)),
        ("2019.03..2019.06", date(2019, 3, 1), date(2019, 6, 30)),
        ("2019~2020", date(2019, 1, 1), date(2020, 12, 31)),
        ("..2019", None, date(2019, 12, 31)),
        ("2019..", date(2019, 1, 1), None),
        (">=2019-03-27", date(2019, 3, 27), None),
        ("<=2019-03", None, date(2019, 3, 31)),
        (">2019-03", date(2019, 4, 1), None),
        ("<2019-03", None, date(2019, 2, 28)),
        ("> 2019", date(2020, 1, 1), None),
        ("≥2019", date(2019, 1, 1), None),
        ("≤2019", None, date(2019, 12, 31)),
    ],
)
def test_ranges_are_inclusive_and_strict_signs_move_past_the_edge(
    text: str, first: date | None, last: date | None
) -> None:
    assert parse_range(text) == (first, last)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("2019-06..2019-03", "시작하는 날\\(2019-06-01\\)이 끝나는 날\\(2019-03-31\\)보다 늦습니다"),
        ("..", "날짜가 없습니다"),
        ("", "날짜가 없습니다"),
        (">=", "날짜가 없습니다"),
        (">9999", "‘>9999’에 드는 날짜가 없습니다"),
        ("<0001", "‘<0001’에 드는 날짜가 없습니다"),
        ("2019..2020..2021", "날짜로 읽을 수 없습니다"),
        (">=2019..", "날짜로 읽을 수 없습니다"),
        ("2019-02-30..", "2019-02-30은 없는 날짜입니다"),
    ],
)
def test_an_impossible_range_says_why(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        parse_range(text)


@pytest.mark.parametrize(
    "text", ["2019", "2019-03", "2019-03-27", "2019..2020", "2019-03..2019-06", "2019..", "..2019-03"]
)
def test_a_range_is_written_as_briefly_as_it_was_read(text: str) -> None:
    assert format_range(*parse_range(text)) == text


@given(st.dates(), st.integers(0, 4000))
@example(date.max, 0)
@example(date.min, 0)
@example(date(2019, 3, 1), 30)
def test_every_range_is_read_back_as_written(first: date, days: int) -> None:
    last = first + timedelta(days=min(days, (date.max - first).days))
    for ends in ((first, last), (first, None), (None, last)):
        assert parse_range(format_range(*ends)) == ends


@given(st.text(max_size=30) | st.text("0123456789-./년월일~<>= ", max_size=14))
@settings(max_examples=1_000, deadline=None)
def test_any_text_is_a_range_in_order_or_a_value_error(text: str) -> None:
    try:
        first, last = parse_range(text)
    except ValueError as error:
        assert str(error)  # noqa: PT017  (either outcome is right)
    else:
        assert first is not None or last is not None
        assert first is None or last is None or first <= last

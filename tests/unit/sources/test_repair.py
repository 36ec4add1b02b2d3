"""Dates and bylines as local papers write them."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import datetime, timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from indexer.article import KST
from indexer.sources.repair import UNKNOWN, parse_date, split_reporters
from tests.unit.sources.pages import clock


@pytest.mark.parametrize(
    "text",
    [
        "2019-03-27 15:05",
        "2019.03.27 15:05",
        "2019.03.27. 15:05",
        "2019. 3. 27. 오후 3:05",
        "2019/3/27 15:05:00",
        "2019년 3월 27일 오후 3시 5분",
        "2019년 03월 27일(수) 15시 05분 00초",
        "2019-03-27 (수) 15:05",
        "2019.03.27 15:05 (수요일)",
        "２０１９．０３．２７　１５：０５",
        "2019-03-27T15:05:00+09:00",
        "2019-03-27T15:05:00.000+0900",
        "2019-03-27T06:05:00Z",
        "2019-03-27T01:05-05:00",
        "2019-03-27 3:05 PM",
        "2019-03-27\u00a015:05 KST",
        "201903271505",
        "20190327150500",
        "20190327T150500",
        "20190327 15:05",
        " 2019-03-27 15:05\n",
    ],
)
def test_a_time_is_read_however_it_is_written(text: str) -> None:
    assert parse_date(text, clock=clock) == datetime(2019, 3, 27, 15, 5, tzinfo=KST)


@pytest.mark.parametrize(
    "text",
    [
        "2019-03-27",
        "2019.03.27",
        "2019.3.27.",
        "2019/3/27",
        "20190327",
        "2019년 3월 27일",
        "2019.03.27(수)",
        "2019-03-27 오전 12시",
        "2019-03-26 24:00",
    ],
)
def test_a_day_is_its_midnight_in_korea(text: str) -> None:
    parsed = parse_date(text, clock=clock)
    assert parsed == datetime(2019, 3, 27, tzinfo=KST)
    assert parsed.utcoffset() == timedelta(hours=9)


def test_noon_is_noon() -> None:
    assert parse_date("2019-03-27 오후 12:30", clock=clock).hour == 12


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("2019-02-30", "2019-02-30은 없는 날짜입니다"),
        ("2023-02-29", "2023-02-29는 없는 날짜입니다"),
        ("2019.4.31", "2019-04-31은 없는 날짜입니다"),
        ("2019-13-01", "2019-13-01은 없는 날짜입니다"),
        ("2019-00-00", "2019-00-00은 없는 날짜입니다"),
        ("2019-03-27 25:00", "25:00은 없는 시각입니다"),
        ("2019-03-27 24:30", "24:30은 없는 시각입니다"),
        ("2019-03-27 10:75", "10:75는 없는 시각입니다"),
        ("2019-03-27 오전 13:00", "오전 13:00은 없는 시각입니다"),
        ("2019-03-27T10:00+23:00", "없는 시간대입니다"),
        ("1879-12-31", "1879년은 기사가 나올 수 없는 해입니다"),
        ("2026-11-22", "2026-11-22는 아직 오지 않은 날입니다"),
        ("9999-12-31T23:59-12:00", "9999년은 기사가 나올 수 없는 해입니다"),
        ("0001-01-01T00:00+14:00", "0001년"),
        ("19.03.27", "읽을 수 있는 날짜가 아닙니다"),
        ("2019-03", "읽을 수 있는 날짜가 아닙니다"),
        ("2019", "읽을 수 있는 날짜가 아닙니다"),
        ("어제", "읽을 수 있는 날짜가 아닙니다(2019-03-27이나 2019.03.27 23:00처럼 씁니다): 어제"),
        ("", "읽을 수 있는 날짜가 아닙니다"),
        ("2019-03-27" + " " * 100_000 + "x", "읽을 수 있는 날짜가 아닙니다"),
    ],
)
def test_an_impossible_date_is_refused_in_korean(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=re.escape(reason)):
        parse_date(text, clock=clock)


def test_tomorrow_is_allowed_and_1880_too() -> None:
    assert parse_date("2026-11-21 12:00", clock=clock).day == 21
    assert parse_date("1880-01-01", clock=clock).year == 1880


@pytest.mark.parametrize(
    "text", ["1970-01-01", "1970.01.01 09:00", "1970-01-01T00:00:00Z", "Thu, 01 Jan 1970 00:00:00 GMT"]
)
def test_the_zero_of_a_computers_clock_is_no_date(text: str) -> None:
    with pytest.raises(ValueError, match="날짜를 모를 때"):
        parse_date(text, clock=clock)


def test_the_morning_of_that_day_is_one() -> None:
    assert parse_date("1970-01-01 06:00", clock=clock).hour == 6


@settings(deadline=None)
@given(st.datetimes(datetime(1880, 1, 1), datetime(2026, 11, 20)))  # noqa: DTZ001
def test_every_moment_of_the_press_is_read_back(moment: datetime) -> None:
    moment = moment.replace(second=0, microsecond=0, tzinfo=KST)
    assume(moment not in UNKNOWN)
    for form in ("%Y.%m.%d %H:%M", "%Y-%m-%dT%H:%M:%S+09:00", "%Y년 %m월 %d일 %H시 %M분", "%Y%m%d%H%M"):
        assert parse_date(moment.strftime(form).rjust(12), clock=clock) == moment


@settings(deadline=None)
@given(st.text() | st.from_regex(r"[0-9]{4}[-./년][0-9]{1,2}[-./월][0-9]{1,2}.*"))
def test_any_text_is_a_date_or_a_value_error(text: str) -> None:
    with suppress(ValueError):
        assert parse_date(text, clock=clock).utcoffset() == timedelta(hours=9)


@pytest.mark.parametrize(
    ("byline", "people"),
    [
        ("박서연 기자", ("박서연",)),
        ("박서연기자", ("박서연",)),
        ("박서연·오민재 기자", ("박서연", "오민재")),
        ("박서연ㆍ오민재ㆍ최여울 기자", ("박서연", "오민재", "최여울")),
        ("박서연, 오민재 기자", ("박서연", "오민재")),
        ("박서연 및 오민재 기자", ("박서연", "오민재")),
        ("박서연.오민재(seo@garamilbo.example)", ("박서연", "오민재")),
        ("박서연|오민재|기자|기자", ("박서연", "오민재")),
        ("박서연 기자 박서연 기자 오민재 인턴기자", ("박서연", "오민재")),
        ("박서연 오민재", ("박서연", "오민재")),
        ("홍길동 기자 abc@x.example", ("홍길동",)),
        ("홍길동(abc.d-e+f@x.co.example)", ("홍길동",)),
        ("[가람=박서연 기자]", ("박서연",)),
        ("(가람)박서연 박서연", ("박서연",)),
        ("세종=박서연", ("박서연",)),
        ("박서연 기자 =", ("박서연",)),
        ("/박서연 기자", ("박서연",)),
        ("세종/박서연 기자", ("박서연",)),
        ("베이징/박서연 특파원", ("박서연",)),
        ("박서연/오민재 기자", ("박서연", "오민재")),
        ("글·사진 박서연 기자", ("박서연",)),
        ("글 박서연 기자 · 사진 오민재 기자", ("박서연", "오민재")),
        ("기자명 박서연 기자", ("박서연",)),
        ("박서연 경제전문기자", ("박서연",)),
        ("박서연 미국 통신원", ("박서연",)),
        ("박서연 시민기자(솔내읍 주부)", ("박서연",)),
        ("사회부 박서연", ("박서연",)),
        ("국제부 박서연 기자", ("박서연",)),
        ("가람일보 박서연 기자", ("박서연",)),
        ("남궁혜린 기자", ("남궁혜린",)),
        ("남궁 혜린 기자", ("남궁혜린",)),
        ("홍 길 동", ("홍길동",)),
        ("들찬솔 기자", ("들찬솔",)),
        ("박서연 변호사", ("박서연 변호사",)),
        ("본지 편집국", ("본지 편집국",)),
        ("디지털뉴스팀 기자", ("디지털뉴스팀",)),
        ("가람일보", ("가람일보",)),
        ("Jane Smith 기자", ("Jane Smith",)),
        ("\u1107\u1161\u11a8\u1109\u1165\u110b\u1167\u11ab 기자", ("박서연",)),
        ("기자", ()),
        ("abc@x.example", ()),
        ("", ()),
    ],
)
def test_a_byline_is_split_into_its_people(byline: str, people: tuple[str, ...]) -> None:
    assert split_reporters(byline) == people


@settings(deadline=None)
@given(st.text() | st.text(alphabet="박서연 기자·,/|=()[]<>@.a"))
def test_any_byline_gives_names_without_doubles(byline: str) -> None:
    people = split_reporters(byline)
    assert len(set(people)) == len(people)
    assert all(name == " ".join(name.split()) != "" for name in people)

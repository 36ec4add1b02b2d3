"""Days and periods as people write them, for the query language, the command line and the URL.

All days are calendar days in KST. Every ValueError carries a Korean reason, fit to be shown to the reader.
"""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

Range = tuple[date | None, date | None]
"""First and last day, both inclusive; None is open."""

_PERIOD = re.compile(
    r"(\d{4})(?:\s*년|\.|\s*[-./년]\s*(\d{1,2})(?:\s*월|\.|\s*[-./월]\s*(\d{1,2})(?:\s*일|\.)?)?)?",
    re.ASCII,
)
_SIGN = re.compile(r"(>=|<=|>|<|≥|≤)(.*)", re.DOTALL)
_LONGEST = 60  # no period or range is longer; keeps a pasted page out of the error message and the regex
_HOW = "2019, 2019-03, 2019-03-27처럼 적으십시오"


def parse_period(text: str) -> tuple[date, date]:
    """The first and last day of a year, a month or a day, both inclusive.

    Reads `2019`, `2019-03`, `2019-03-27`, with `.` or `/` for `-`, and `2019년 3월 27일`.
    ValueError says in Korean what is wrong: no such month, no such day, or not a date.
    """
    found = _PERIOD.fullmatch(text.strip()) if len(text) <= _LONGEST else None
    if found is None:
        raise ValueError(f"날짜로 읽을 수 없습니다: ‘{_short(text)}’. {_HOW}")
    year, month, day = (None if part is None else int(part) for part in found.groups())
    assert year is not None  # the pattern's first group is not optional
    if not date.min.year <= year:
        raise ValueError(f"{year:04}년은 없는 해입니다")
    if month is None:
        return date(year, 1, 1), date(year, 12, 31)
    if not 1 <= month <= 12:
        raise ValueError(f"{_topic(f'{year:04}-{month:02}')} 없는 달입니다")
    last = calendar.monthrange(year, month)[1]
    if day is None:
        return date(year, month, 1), date(year, month, last)
    if not 1 <= day <= last:
        raise ValueError(f"{_topic(f'{year:04}-{month:02}-{day:02}')} 없는 날짜입니다")
    return date(year, month, day), date(year, month, day)


def parse_range(text: str) -> Range:
    """The days a range means: `2019`, `2019-03..2019-06`, `..2019`, `2019..`, `>=2019-03-27`, `<=`, `>`, `<`.

    `~` may stand for `..`. The strict signs move past the period's edge: `>2019-03` begins on 2019-04-01.
    ValueError, with a Korean reason, where an end cannot be read, both are missing, or the start is after the end.
    """
    text = text.strip()
    if signed := _SIGN.fullmatch(text):
        return _one_sided(signed[1], signed[2])
    head, dots, tail = text.partition("..")
    if not dots:
        head, dots, tail = text.partition("~")
    if not head.strip() and not tail.strip():
        raise ValueError(f"날짜가 없습니다. {_HOW}")
    if not dots:
        return parse_period(head)
    first = parse_period(head)[0] if head.strip() else None
    last = parse_period(tail)[1] if tail.strip() else None
    if first is not None and last is not None and first > last:
        raise ValueError(f"시작하는 날({first})이 끝나는 날({last})보다 늦습니다")
    return first, last


def format_range(first: date | None, last: date | None) -> str:
    """The shortest text that `parse_range` reads as these days; "" when both are open."""
    size = _granularity(first, last)
    ends = [day.isoformat()[:size] if day else "" for day in (first, last)]
    if ends[0] == ends[1]:
        return ends[0]
    return "..".join(ends)


def _one_sided(sign: str, period: str) -> Range:
    if not period.strip():
        raise ValueError(f"날짜가 없습니다. {_HOW}")
    first, last = parse_period(period)
    try:
        if sign in (">", "<"):
            return (last + timedelta(days=1), None) if sign == ">" else (None, first - timedelta(days=1))
    except OverflowError:
        raise ValueError(f"‘{sign}{period.strip()}’에 드는 날짜가 없습니다") from None
    return (first, None) if sign in (">=", "≥") else (None, last)


def _granularity(first: date | None, last: date | None) -> int:
    """How many characters of the ISO dates say the range: 4 whole years, 7 whole months, 10 days."""
    if (first is None or first.day == 1) and (last is None or last.day == _days_in_month(last)):
        january, december = first is None or first.month == 1, last is None or last.month == 12
        return 4 if january and december else 7
    return 10


def _days_in_month(day: date) -> int:
    return calendar.monthrange(day.year, day.month)[1]


def _topic(number: str) -> str:
    """With 은 or 는, by how its last digit is read (이, 사, 오, 구 end in a vowel)."""
    return f"{number}{'는' if number[-1] in '2459' else '은'}"


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 20 else f"{text[:20]}…"

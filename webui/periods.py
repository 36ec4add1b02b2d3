"""Spans of days, in Korean words."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

Days = tuple[date, date]
"""First and last day, both inclusive."""


def year_days(year: int) -> Days:
    """The days of a year."""
    return date(year, 1, 1), date(year, 12, 31)


def month_days(year: int, month: int) -> Days:
    """The days of a month."""
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def period_in_words(first: date | None, last: date | None) -> str:
    """A period as a reader says it: 2016년, 2016년 8월, 2015–2017년, 2015년부터; empty for all time."""
    if first and last:
        return _closed(first, last)
    if first:
        return f"{_beginning(first)}부터"
    if last:
        return f"{_ending(last)}까지"
    return ""


def day_in_words(day: date) -> str:
    """A day: 2016년 8월 31일."""
    return f"{day.year}년 {day.month}월 {day.day}일"


def dotted(day: date) -> str:
    """A day in figures, as newspapers print it: 2016.08.31."""
    return f"{day.year}.{day.month:02}.{day.day:02}"


def _closed(first: date, last: date) -> str:
    if first == last:
        return day_in_words(first)
    if (first, last) == month_days(first.year, first.month):
        return f"{first.year}년 {first.month}월"
    if first == year_days(first.year)[0] and last == year_days(last.year)[1]:
        return f"{first.year}년" if first.year == last.year else f"{first.year}–{last.year}년"
    if first.day == 1 and last == month_days(last.year, last.month)[1]:
        end = f"{last.month}월" if first.year == last.year else f"{last.year}년 {last.month}월"
        return f"{first.year}년 {first.month}월–{end}"
    return f"{dotted(first)}–{dotted(last)}"


def _beginning(first: date) -> str:
    return f"{first.year}년" if (first.month, first.day) == (1, 1) else day_in_words(first)


def _ending(last: date) -> str:
    return f"{last.year}년" if (last.month, last.day) == (12, 31) else day_in_words(last)

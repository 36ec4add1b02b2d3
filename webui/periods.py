"""Spans of days, in words."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from webui.language import language, say

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
        return say("{first}부터", first=_beginning(first))
    if last:
        return say("{last}까지", last=_ending(last))
    return ""


def year_in_words(year: int) -> str:
    """A year: 2016년."""
    return say("{year}년", year=year)


def month_in_words(month: int) -> str:
    """A month of a year that is known: 8월."""
    return say("{month}월", month=_month(month))


def day_in_words(day: date) -> str:
    """A day: 2016년 8월 31일."""
    return say("{year}년 {month}월 {day}일", year=day.year, month=_month(day.month), day=day.day)


def dotted(day: date) -> str:
    """A day in figures, as newspapers print it: 2016.08.31."""
    return f"{day.year}.{day.month:02}.{day.day:02}"


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def _month(number: int) -> str:
    """Months have names in English."""
    return _MONTHS[number - 1] if language() == "en" else str(number)


def _month_of_year(day: date) -> str:
    return say("{year}년 {month}월", year=day.year, month=_month(day.month))


def _closed(first: date, last: date) -> str:
    if first == last:
        return day_in_words(first)
    if (first, last) == month_days(first.year, first.month):
        return _month_of_year(first)
    if first == year_days(first.year)[0] and last == year_days(last.year)[1]:
        if first.year == last.year:
            return year_in_words(first.year)
        return say("{first}–{last}년", first=first.year, last=last.year)
    if first.day == 1 and last == month_days(last.year, last.month)[1]:
        end = month_in_words(last.month) if first.year == last.year else _month_of_year(last)
        return f"{_month_of_year(first)}–{end}"
    return f"{dotted(first)}–{dotted(last)}"


def _beginning(first: date) -> str:
    return year_in_words(first.year) if (first.month, first.day) == (1, 1) else day_in_words(first)


def _ending(last: date) -> str:
    return year_in_words(last.year) if (last.month, last.day) == (12, 31) else day_in_words(last)

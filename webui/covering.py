"""What the archive holds, newspaper by newspaper: years beside each other, months below. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from indexer.archive.coverage import Coverage, PaperCoverage
from indexer.query.stories import UNNAMED
from webui.language import say
from webui.params import Params
from webui.periods import month_days, period_in_words, year_days
from webui.results.present import moment

MOST_YEARS_BY_MONTH = 150
"""Years of all papers together whose months one page shows; beyond them a paper at a time is chosen."""

MOST_YEARS = 150
"""A longer span (one misprinted date makes one) shows only the years that hold something."""


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A month or year of a paper: `query` finds its articles. `hole` says that there are none between months that have
    some, `outside` that it is before the first or after the last. A year's `holes` are its months without articles.
    `level` is how much there is beside the paper's fullest, from 1 to 4; 0 for nothing."""

    name: str
    count: int
    query: str
    hole: bool
    outside: bool
    holes: int
    level: int


@dataclass(frozen=True, kw_only=True)
class Paper:
    """One newspaper. `by_month` has a row of twelve cells for each year, none where the page would be too long."""

    name: str
    anchor: str
    span: str
    total: int
    query: str
    holes: int
    undated: int
    last_read: str
    years: tuple[Cell, ...]
    by_month: tuple[tuple[str, tuple[Cell, ...]], ...]


@dataclass(frozen=True, kw_only=True)
class LaidOut:
    """The page: `years` are its columns; `chosen` says that some papers only are shown, `missing` names those that are
    chosen and not there."""

    years: tuple[str, ...]
    papers: tuple[Paper, ...]
    by_month: bool
    chosen: bool
    missing: tuple[str, ...]


def laid_out(coverage: Coverage, chosen: Sequence[str] = ()) -> LaidOut:
    """The papers, or those of them that are chosen."""
    shown = coverage.of(chosen).papers
    years = _years(shown)
    by_month = sum(len(_years([paper])) for paper in shown) <= MOST_YEARS_BY_MONTH or len(shown) == 1
    papers = tuple(_paper(number, paper, years, by_month=by_month) for number, paper in enumerate(shown, start=1))
    held = {paper.press for paper in coverage.papers}
    missing = tuple(press for press in chosen if press not in held)
    return LaidOut(years=years, papers=papers, by_month=by_month, chosen=bool(chosen), missing=missing)


def _years(papers: Sequence[PaperCoverage]) -> tuple[str, ...]:
    """Those from the first to the last, the empty ones between too."""
    held = sorted({year for paper in papers for year in paper.years})
    if not held or int(held[-1]) - int(held[0]) >= MOST_YEARS:
        return tuple(held)
    return tuple(f"{year:04}" for year in range(int(held[0]), int(held[-1]) + 1))


def _paper(number: int, paper: PaperCoverage, years: Sequence[str], *, by_month: bool) -> Paper:
    fullest = max(paper.years.values(), default=0)
    return Paper(
        name=paper.press or say(UNNAMED),
        anchor=f"paper-{number}",
        span=_span(paper),
        total=paper.total,
        query="?" + urlencode({"press": paper.press}, errors="replace"),
        holes=len(paper.holes),
        undated=paper.undated,
        last_read=_read(paper.last_read),
        years=tuple(_cell(paper, year, paper.years.get(year, 0), fullest) for year in years),
        by_month=tuple(_months(paper, year) for year in _years([paper])) if by_month else (),
    )


def _months(paper: PaperCoverage, year: str) -> tuple[str, tuple[Cell, ...]]:
    fullest = max(paper.months.values(), default=0)
    names = [f"{year}-{month:02}" for month in range(1, 13)]
    return year, tuple(_cell(paper, name, paper.months.get(name, 0), fullest) for name in names)


def _cell(paper: PaperCoverage, name: str, count: int, fullest: int) -> Cell:
    size = len(name)
    outside = not paper.first[:size] <= name <= paper.last[:size] or not paper.first
    asked = Params(press=(paper.press,), since=name, until=name, sort="newest", by="month" if size == 4 else "day")
    year, _, month = name.partition("-")
    return Cell(
        name=period_in_words(*(month_days(int(year), int(month)) if month else year_days(int(year)))),
        count=count,
        query=asked.query() if count and paper.press else "",  # articles of no paper cannot be asked for
        hole=not count and not outside,
        outside=outside and not count,
        holes=sum(hole.startswith(name) for hole in paper.holes) if size == 4 else 0,
        level=-(-4 * count // fullest) if fullest else 0,
    )


def _span(paper: PaperCoverage) -> str:
    first, last = (month.replace("-", ".") for month in (paper.first, paper.last))
    return first if first == last else f"{first}–{last}"


def _read(time: datetime | None) -> str:
    return moment(time) if time else ""

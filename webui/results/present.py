"""What the search page shows, from one SearchResult: rows, chips, facets, pages and ways out. Pure functions."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from markupsafe import Markup, escape

from indexer.archive.stats import Stats
from indexer.query.echo import echo, in_words
from indexer.query.reasons import Reason, asked_for, reasons
from indexer.query.request import Sort
from indexer.query.result import Hit, SearchResult
from indexer.query.tree import And, Everything, Not, Tree
from webui.language import language, say
from webui.marks import marked
from webui.parameters import FIELD_NAMES
from webui.params import FILTERS, Params
from webui.periods import dotted, period_in_words

SORT_NAMES: Mapping[Sort, str] = {"relevance": "관련도순", "newest": "최신순", "oldest": "오래된순"}
SNIPPET_NAMES: Mapping[str, str] = {"subtitle": "부제", "caption": "사진"}
SIZES = (10, 20, 50, 100)
UNTITLED = "(제목 없음)"


@dataclass(frozen=True, kw_only=True)
class Link:
    """A link within the search: its words, the URL query it leads to, and whether it is what we see now."""

    name: str
    query: str
    current: bool = False


@dataclass(frozen=True, kw_only=True)
class Chip:
    """One filter in force (`field` is one of FILTERS or period), what of the search `changes` without it, and the URL
    query of that."""

    field: str
    kind: str
    value: str
    changes: Mapping[str, Any]
    query: str


@dataclass(frozen=True, kw_only=True)
class Row:
    """One `hit`. `query` carries the search's words over to the article; `reasons` say why it was found; `excerpt` that
    only its beginning is held."""

    id: str
    query: str
    title: Markup
    day: str
    datetime: str
    press: str
    snippets: tuple[tuple[str, Markup], ...]
    links: tuple[Link, ...]
    reasons: tuple[Reason, ...]
    excerpt: bool
    hit: Hit


@dataclass(frozen=True, kw_only=True)
class Understood:
    """The query as a Korean noun phrase, its quoted words in bold; whether it wants `several` things at once."""

    words: Markup
    several: bool


@dataclass(frozen=True, kw_only=True)
class Pager:
    """The pages of a result. `numbers` has None for a gap, `sizes` lead to longer and shorter pages. `beyond` says that
    this page is past the `last`."""

    last: int
    beyond: bool
    numbers: tuple[Link | None, ...] = ()
    previous: str | None = None
    next: str | None = None
    end: str = ""
    sizes: tuple[Link, ...] = ()


def understood(params: Params, result: SearchResult) -> Understood:
    """What was searched for, said back."""
    tree = asked_for(result)
    if language() == "en":  # in words only Korean is known; the query language is the same in both
        return Understood(words=Markup('<b lang="ko">{}</b>').format(echo(tree)), several=_several(tree))
    several = _several(tree)
    loose = several and params.match == "most"
    said = f"‘{echo(tree)}’ 가운데 하나라도 든 기사" if loose else in_words(tree)
    bold = Markup("<b>{}</b>")
    pieces = enumerate(re.split(r"(‘[^’]*’)", said))
    return Understood(
        words=Markup("").join(bold.format(piece) if i % 2 else escape(piece) for i, piece in pieces),
        several=several,
    )


def _several(tree: Tree) -> bool:
    wanted = [c for c in tree.children if not isinstance(c, (Everything, Not))] if isinstance(tree, And) else []
    return len(wanted) > 1


def browsing(params: Params) -> str:
    """What is shown where nothing was typed."""
    if params.filtered:
        if params.sort == "oldest":
            return say("고른 조건에 맞는 기사를 모두 오래된 것부터 봅니다.")
        return say("고른 조건에 맞는 기사를 모두 새것부터 봅니다.")
    if params.sort == "oldest":
        return say("보관된 기사를 모두 오래된 것부터 봅니다.")
    return say("보관된 기사를 모두 새것부터 봅니다.")


def title(params: Params, result: SearchResult) -> str:
    """What the browser calls the page: the question, how much it found, and which page of it."""
    asked = params.q.strip() or say("모든 기사")
    parts = [asked, say("{n:,}건", n=result.total)]
    if params.page > 1:
        parts.append(say("{page:,}쪽", page=params.page))
    return " · ".join(parts)


def counted(result: SearchResult) -> str:
    """How many there are, and which way it is counted."""
    if result.stories is None:
        return say("총 {n:,}건", n=result.total)
    return say("기사 {n:,}건 (같은 글을 묶으면 {stories:,}편)", n=result.total, stories=result.stories)


def chips(params: Params) -> tuple[Chip, ...]:
    """Every filter in force."""
    period = period_in_words(params.first, params.last)
    whole = {"since": "", "until": "", "by": "year"}
    found = [_chip(params, "period", say("기간"), period, whole)] if period else []
    for field in FILTERS:
        kind = say(FIELD_NAMES[field.removeprefix("not_")])
        for value in getattr(params, field):
            shown = say("{value} 빼고", value=value) if field.startswith("not_") else value
            found.append(_chip(params, field, kind, shown, params.toggling(field, value)))
    return tuple(found)


def _chip(params: Params, field: str, kind: str, value: str, changes: Mapping[str, Any]) -> Chip:
    return Chip(field=field, kind=kind, value=value, changes=changes, query=params.linked(**changes))


def rows(params: Params, result: SearchResult) -> tuple[Row, ...]:
    """The hits of this page."""
    carried = params.words()
    return tuple(_row(params, hit, carried) for hit in result.hits)


def _row(params: Params, hit: Hit, carried: str) -> Row:
    snippets = [(say(SNIPPET_NAMES.get(s.field, "")), marked(s.text, s.marks)) for s in hit.snippets]
    if not snippets and hit.subtitle:
        snippets = [("", marked(" · ".join(hit.subtitle.splitlines()), ()))]
    links = [_narrowing(params, "section", hit.section, "{name}")]
    links += [_narrowing(params, "reporter", name, "{name} 기자") for name in hit.reporter.split(", ")]
    return Row(
        id=hit.id,
        query=carried,
        title=marked(hit.title, hit.title_marks) if hit.title else Markup(UNTITLED),
        day=dotted(hit.published.date()) if hit.published else say("날짜 없음"),
        datetime=hit.published.isoformat() if hit.published else "",
        press=hit.press,
        snippets=tuple(snippets),
        links=tuple(link for link in links if link.name),
        reasons=reasons(hit.matched, say),
        excerpt=hit.excerpt,
        hit=hit,
    )


def _narrowing(params: Params, field: str, value: str, called: str) -> Link:
    if not value:
        return Link(name="", query="")
    current = value in params.chosen(field)
    query = params.query() if current else params.linked(**{field: (value,)})
    name = value if value.endswith("기자") else say(called, name=value)
    return Link(name=name, query=query, current=current)


def pager(params: Params, total: int) -> Pager:
    """Where this page stands among all of them."""
    last = max(1, -(-total // params.size))
    page = params.page
    if page > last:
        return Pager(last=last, beyond=True, end=params.but(page=last).query())
    numbers = [None if n is None else _page_link(params, n) for n in page_numbers(page, last)]
    return Pager(
        last=last,
        beyond=False,
        numbers=tuple(numbers) if last > 1 else (),
        previous=params.linked(page=page - 1) if page > 1 else None,
        next=params.linked(page=page + 1) if page < last else None,
        sizes=_sizes(params) if total > SIZES[0] else (),
    )


def _sizes(params: Params) -> tuple[Link, ...]:
    sizes = sorted({*SIZES, params.size})
    return tuple(
        Link(name=say("{n}건", n=size), query=params.linked(size=size), current=size == params.size) for size in sizes
    )


def _page_link(params: Params, number: int) -> Link:
    return Link(name=str(number), query=params.linked(page=number), current=number == params.page)


def page_numbers(page: int, last: int) -> list[int | None]:
    """The first page, the last, those around this one; None for a gap of more than one page."""
    wanted = sorted({1, last, *range(max(1, page - 2), min(last, page + 2) + 1)})
    numbers: list[int | None] = []
    for before, number in zip([0, *wanted[:-1]], wanted, strict=True):
        if number - before == 2:
            numbers.append(before + 1)
        elif number - before > 2:
            numbers.append(None)
        numbers.append(number)
    return numbers


def sorts(params: Params) -> tuple[Link, ...]:
    """The orders to choose from; without words nothing is more relevant than anything else."""
    offered = [sort for sort in SORT_NAMES if params.q.strip() or sort != "relevance"]
    return tuple(
        Link(name=say(SORT_NAMES[sort]), query=params.linked(sort=sort), current=sort == params.sort)
        for sort in offered
    )


def recent_periods(params: Params, today: date) -> tuple[Link, ...]:
    """All time, and the last week, month, three months and year."""
    whole = params.but(since="", until="", by="year")
    begun = {"1주": _days_ago(today, 7), "1개월": _months_ago(today, 1)}
    begun |= {"3개월": _months_ago(today, 3), "1년": _months_ago(today, 12)}
    links = [Link(name=say("전체"), query=whole.query(), current=not (params.since or params.until))]
    for name, day in begun.items():
        there = whole.but(since=day.isoformat())
        current = (params.since, params.until) == (there.since, there.until)
        links.append(Link(name=say(name), query=there.query(), current=current))
    return tuple(links)


def _days_ago(day: date, days: int) -> date:
    return date.fromordinal(max(1, day.toordinal() - days))


def _months_ago(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, 28))


def tagline(stats: Stats) -> tuple[str, ...]:
    """What the archive holds, for the masthead: 지역신문 3곳, 2009–2026, 기사 142건."""
    presses = sum(1 for name, _ in stats.presses if name)
    papers = say("지역신문 {n:,}곳", n=presses) if presses else ""
    parts = (papers, years_span(stats), say("기사 {n:,}건", n=stats.articles))
    return tuple(part for part in parts if part)


def years_span(stats: Stats) -> str:
    """The archive's years: 2009–2026."""
    if stats.first is None or stats.last is None:
        return ""
    first, last = stats.first.year, stats.last.year
    return str(first) if first == last else f"{first}–{last}"


def seconds(took_ms: float) -> str:
    """A search's time: 0.004초."""
    return say("{seconds}초", seconds=f"{took_ms / 1000:.3f}")


def moment(time: datetime) -> str:
    """A day, and the time when one is known (sources that know only the day say midnight)."""
    clock = f" {time:%H:%M}" if (time.hour, time.minute) != (0, 0) else ""
    return dotted(time.date()) + clock

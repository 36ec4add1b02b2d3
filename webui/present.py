"""What the search page shows, from one SearchResult: rows, chips, facets, pages and ways out. Pure functions."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from markupsafe import Markup, escape

from indexer.archive.stats import Stats
from indexer.query.echo import echo, in_words
from indexer.query.reasons import Reason, asked_for, reasons
from indexer.query.request import FILTER_FIELDS, Sort
from indexer.query.result import Hit, SearchResult
from indexer.query.tree import And, Everything, Not
from webui.marks import marked
from webui.params import Params
from webui.periods import dotted, period_in_words

FILTER_NAMES: Mapping[str, str] = {"press": "신문", "section": "섹션", "reporter": "기자"}
SORT_NAMES: Mapping[Sort, str] = {"relevance": "관련도순", "newest": "최신순", "oldest": "오래된순"}
SNIPPET_NAMES: Mapping[str, str] = {"subtitle": "부제", "caption": "사진"}
FACET_ROWS = 8
UNTITLED = "(제목 없음)"


@dataclass(frozen=True, kw_only=True)
class Link:
    """A link within the search: its words, the URL query it leads to, and whether it is what we see now."""

    name: str
    query: str
    current: bool = False


@dataclass(frozen=True, kw_only=True)
class Chip:
    """One filter in force, and the search without it. `note` says what dropping it would find, where that is known."""

    kind: str
    value: str
    query: str
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class FacetRow:
    """One value that can be ticked or, when `chosen`, unticked."""

    value: str
    count: int
    query: str
    chosen: bool


@dataclass(frozen=True, kw_only=True)
class FacetGroup:
    """The values of one filter: the first few, and the rest behind 더 보기."""

    field: str
    name: str
    rows: tuple[FacetRow, ...]
    more: tuple[FacetRow, ...]


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
    """The pages of a result. `numbers` has None for a gap. `beyond` says that this page is past the `last`."""

    last: int
    beyond: bool
    numbers: tuple[Link | None, ...] = ()
    previous: str | None = None
    next: str | None = None
    end: str = ""


def understood(params: Params, result: SearchResult) -> Understood:
    """What was searched for, said back."""
    tree = asked_for(result)
    wanted = [c for c in tree.children if not isinstance(c, (Everything, Not))] if isinstance(tree, And) else []
    several = len(wanted) > 1
    loose = several and params.match == "most"
    said = f"‘{echo(tree)}’ 가운데 하나라도 든 기사" if loose else in_words(tree)
    bold = Markup("<b>{}</b>")
    pieces = enumerate(re.split(r"(‘[^’]*’)", said))
    return Understood(
        words=Markup("").join(bold.format(piece) if i % 2 else escape(piece) for i, piece in pieces),
        several=several,
    )


def chips(params: Params) -> tuple[Chip, ...]:
    """Every filter in force."""
    period = period_in_words(params.first, params.last)
    found = [Chip(kind="기간", value=period, query=params.but(since="", until="", by="year").query())] if period else []
    for name in FILTER_FIELDS:
        found += [
            Chip(kind=FILTER_NAMES[name], value=value, query=params.toggled(name, value).query())
            for value in params.chosen(name)
        ]
    return tuple(found)


def facets(params: Params, result: SearchResult) -> tuple[FacetGroup, ...]:
    """The filters' values with their counts; chosen ones are always among the first."""
    groups = (_group(params, name, result) for name in FILTER_FIELDS)
    return tuple(group for group in groups if group.rows)


def _group(params: Params, name: str, result: SearchResult) -> FacetGroup:
    counts = {f.value: f.count for f in result.facets.get(name, ())}
    chosen = params.chosen(name)
    counts |= {value: 0 for value in chosen if value not in counts}
    rows = [
        FacetRow(value=value, count=count, query=params.toggled(name, value).query(), chosen=value in chosen)
        for value, count in counts.items()
        if value
    ]
    first = rows[:FACET_ROWS] + [row for row in rows[FACET_ROWS:] if row.chosen]
    more = [row for row in rows[FACET_ROWS:] if not row.chosen]
    return FacetGroup(field=name, name=FILTER_NAMES[name], rows=tuple(first), more=tuple(more))


def rows(params: Params, result: SearchResult) -> tuple[Row, ...]:
    """The hits of this page."""
    carried = Params(q=params.q).query() if params.q.strip() else ""
    return tuple(_row(params, hit, carried) for hit in result.hits)


def _row(params: Params, hit: Hit, carried: str) -> Row:
    snippets = [(SNIPPET_NAMES.get(s.field, ""), marked(s.text, s.marks)) for s in hit.snippets]
    if not snippets and hit.subtitle:
        snippets = [("", marked(" · ".join(hit.subtitle.splitlines()), ()))]
    links = [_narrowing(params, "section", hit.section, "")]
    links += [_narrowing(params, "reporter", name, " 기자") for name in hit.reporter.split(", ")]
    return Row(
        id=hit.id,
        query=carried,
        title=marked(hit.title, hit.title_marks) if hit.title else Markup(UNTITLED),
        day=dotted(hit.published.date()) if hit.published else "날짜 없음",
        datetime=hit.published.isoformat() if hit.published else "",
        press=hit.press,
        snippets=tuple(snippets),
        links=tuple(link for link in links if link.name),
        reasons=reasons(hit.matched),
        excerpt=hit.excerpt,
        hit=hit,
    )


def _narrowing(params: Params, field: str, value: str, suffix: str) -> Link:
    if not value:
        return Link(name="", query="")
    current = value in params.chosen(field)
    there = params if current else params.but(**{field: (value,)})
    return Link(name=value if value.endswith("기자") else value + suffix, query=there.query(), current=current)


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
        previous=params.but(page=page - 1).query() if page > 1 else None,
        next=params.but(page=page + 1).query() if page < last else None,
    )


def _page_link(params: Params, number: int) -> Link:
    return Link(name=str(number), query=params.but(page=number).query(), current=number == params.page)


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
        Link(name=SORT_NAMES[sort], query=params.but(sort=sort).query(), current=sort == params.sort)
        for sort in offered
    )


def ways_out(params: Params, result: SearchResult) -> tuple[Chip, ...]:
    """For an empty answer: each filter that can be dropped, and how many articles wait outside it. A facet's own
    filter does not shrink its counts, so the figures are exact for dated articles and for single-valued fields."""
    return tuple(
        Chip(kind=chip.kind, value=chip.value, query=chip.query, note=_outside(chip.kind, params, result))
        for chip in chips(params)
    )


def _outside(kind: str, params: Params, result: SearchResult) -> str:
    name = {"기간": "year", "신문": "press", "섹션": "section"}.get(kind)
    if name is None or len(params.chosen(name) if name != "year" else ()) > 1:
        return ""
    count = sum(f.count for f in result.facets.get(name, ()))
    outside = {"year": "다른 때", "press": "다른 신문", "section": "다른 섹션"}[name]
    return f"{outside}에 {count:,}건" if count else ""


def recent_periods(params: Params, today: date) -> tuple[Link, ...]:
    """All time, and the last week, month, three months and year."""
    whole = params.but(since="", until="", by="year")
    begun = {"1주": _days_ago(today, 7), "1개월": _months_ago(today, 1)}
    begun |= {"3개월": _months_ago(today, 3), "1년": _months_ago(today, 12)}
    links = [Link(name="전체", query=whole.query(), current=not (params.since or params.until))]
    for name, day in begun.items():
        there = whole.but(since=day.isoformat())
        current = (params.since, params.until) == (there.since, there.until)
        links.append(Link(name=name, query=there.query(), current=current))
    return tuple(links)


def _days_ago(day: date, days: int) -> date:
    return date.fromordinal(max(1, day.toordinal() - days))


def _months_ago(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, 28))


def tagline(stats: Stats) -> tuple[str, ...]:
    """What the archive holds, for the masthead: 지역신문 3곳, 2009–2026, 기사 142건."""
    presses = sum(1 for name, _ in stats.presses if name)
    parts = (f"지역신문 {presses:,}곳" if presses else "", years_span(stats), f"기사 {stats.articles:,}건")
    return tuple(part for part in parts if part)


def years_span(stats: Stats) -> str:
    """The archive's years: 2009–2026."""
    if stats.first is None or stats.last is None:
        return ""
    first, last = stats.first.year, stats.last.year
    return str(first) if first == last else f"{first}–{last}"


def seconds(took_ms: float) -> str:
    """A search's time: 0.004초."""
    return f"{took_ms / 1000:.3f}초"


def moment(time: datetime) -> str:
    """A day, and the time when one is known (sources that know only the day say midnight)."""
    clock = f" {time:%H:%M}" if (time.hour, time.minute) != (0, 0) else ""
    return dotted(time.date()) + clock

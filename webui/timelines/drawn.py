"""The bars of a timeline and the lines of its table as HTML: there may be hundreds, and a template takes five times as
long for each."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup, escape

from webui.language import say
from webui.timelines.chart import Bar, Chart, Slot

SHORT = 31
"""Bars up to which the label of the first stands under its middle."""


def bars(chart: Chart, address: str) -> Markup:
    """All that stands in the chart for its slots; links lead to `address`, the search page's."""
    to = escape(address)
    drawn = []
    for bar in chart.bars:
        if bar.slot.count:
            drawn.append(_bar(bar, chart, to))
        if bar.ticked:
            drawn.append(_year(bar, chart, to) if bar.slot.tick_query else _tick(bar, chart))
    return Markup("".join(drawn))


def _bar(bar: Bar, chart: Chart, to: str) -> str:
    slot = bar.slot
    said, marked = escape(slot.said), f"{' chosen' if slot.chosen else ''}{' unsure' if slot.unsure else ''}"
    how = ' aria-current="true"' if slot.chosen else ""
    how += ' tabindex="-1"' if chart.crowded else ""
    return (
        f'<a href="{to}{escape(slot.query)}" data-at="{bar.number}" aria-label="{said}" class="at{marked}"{how}>\n'
        f"<title>{said}</title>\n"
        f'<rect class="slot" x="{bar.left}" width="{bar.pitch}" y="0" height="{chart.height}"/>\n'
        f'<rect class="bar" x="{bar.x}" width="{bar.width}" y="{bar.y}" height="{bar.height}"/>\n'
        f"{_cut(bar, chart)}{_figure(bar)}</a>\n"
    )


def _cut(bar: Bar, chart: Chart) -> str:
    if not bar.beyond:
        return ""
    return f'<line class="cut" x1="{bar.x}" x2="{bar.end}" y1="{chart.top + 12}" y2="{chart.top + 7}"/>'


def _figure(bar: Bar) -> str:
    if not bar.counted:
        return ""
    place = f'x="{bar.middle}" y="{float(bar.y) - 6}"'
    return f'<text class="count {bar.counted} {bar.anchor}" {place}>{escape(bar.label)}</text>'


def _year(bar: Bar, chart: Chart, to: str) -> str:
    """The label of a year among months: it leads there."""
    slot = bar.slot
    name, tick = escape(say("{year}년의 달마다", year=slot.tick)), escape(slot.tick)
    return (
        f'<a class="tick {bar.ticked}" href="{to}{escape(slot.tick_query)}" aria-label="{name}">'
        f'<text class="start" x="{bar.left}" y="{chart.base + 17}">{tick}</text></a>\n'
        f'<line class="notch {bar.ticked}" x1="{bar.left}" x2="{bar.left}" y1="{chart.base}" y2="{chart.base + 5}"/>\n'
    )


def _tick(bar: Bar, chart: Chart) -> str:
    at_start = bar.number == 0 and len(chart.bars) > SHORT
    marked = f"{' chosen' if bar.slot.chosen and chart.span else ''}{' start' if at_start else ''}"
    place = f'x="{bar.left if at_start else bar.middle}" y="{chart.base + 17}"'
    return f'<text class="tick {bar.ticked}{marked}" {place} aria-hidden="true">{escape(bar.slot.tick)}</text>\n'


def lines(slots: Iterable[Slot], address: str, *, shares: bool) -> Markup:
    """The slots as rows of a table."""
    to = escape(address)
    return Markup("".join([_line(slot, to, shares=shares) for slot in slots]))


def _line(slot: Slot, to: str, *, shares: bool) -> str:
    period = escape(slot.name)
    name = f'<a href="{to}{escape(slot.query)}">{period}</a>' if slot.count else period
    count = escape(say("보관 없음")) if slot.missing else f"{slot.count:,}"
    cells = f'<th scope="row">{name}</th><td>{count}</td>{_share(slot) if shares else ""}'
    marked = ' class="chosen"' if slot.chosen else ""
    return f"<tr{marked}>{cells}</tr>\n"


def _share(slot: Slot) -> str:
    told = f" <small>{escape(say('불확실'))}</small>" if slot.unsure else ""
    return f"<td>{slot.total or 0:,}</td><td>{escape(slot.percent)}{told}</td>"

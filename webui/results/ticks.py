"""The values of facets as HTML: a page has some 130 of them, and a template takes five times as long for each."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup, escape

from webui.language import say
from webui.results.facets import FacetRow


def ticks(rows: Iterable[FacetRow], address: str) -> Markup:
    """The values as items of a list, each with the links of FacetRow: they lead to `address`, the search page's."""
    unit, to = escape(say("건")), escape(address)
    return Markup("".join([_tick(row, to, unit) for row in rows]))


def _tick(row: FacetRow, to: str, unit: str) -> str:
    value, marked, current, told = escape(row.value), "", "", ""
    if row.chosen:
        marked, current = ' class="chosen"', ' aria-current="true"'
        told = f'<span class="unseen"> {escape(say("(고름, 누르면 뺍니다)"))}</span>'
    elif row.left_out:
        marked = ' class="left-out"'
    return (
        f'<li{marked}><a class="tick" href="{to}{escape(row.query)}"{current}>\n'
        '  <span class="tickbox" aria-hidden="true"></span>\n'
        f'  <span class="value">{value}{told}</span>\n'
        f'  <span class="number">{row.count:,}<span class="unseen">{unit}</span></span>\n'
        f"</a>{_without(row, value, to)}</li>\n"
    )


def _without(row: FacetRow, value: Markup, to: str) -> str:
    if not row.without:
        return ""
    name = say("{value} 다시 넣기", value=value) if row.left_out else say("{value} 빼기", value=value)
    return f'<a class="without" href="{to}{escape(row.without)}"><span class="unseen">{name}</span></a>'

"""The values of facets as HTML: a page has some 130 of them, and a template takes five times as long for each."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup, escape

from webui.escaping import PLACE, around, escaped
from webui.language import korean, say
from webui.results.facets import FacetRow


def ticks(rows: Sequence[FacetRow], address: str) -> Markup:
    """The values as items of a list, each with the links of FacetRow: they lead to `address`, the search page's."""
    unit, to, lang = escape(say("건")), escape(address), korean()
    out, back = around(say("{value} 빼기", value=PLACE)), around(say("{value} 다시 넣기", value=PLACE))
    values, queries = escaped([row.value for row in rows]), escaped([row.query for row in rows])
    withouts = escaped([row.without for row in rows])
    drawn = []
    for row, value, query, without in zip(rows, values, queries, withouts, strict=True):
        marked, current, told = _state(row)
        before, behind = back if row.left_out else out
        shown = f"<span{lang}>{value}</span>" if lang else value
        beside = f'<a class="without" href="{to}{without}"><span class="unseen">{before}{value}{behind}</span></a>'
        drawn.append(
            f'<li{marked}><a class="tick" href="{to}{query}"{current}>\n'
            '  <span class="tickbox" aria-hidden="true"></span>\n'
            f'  <span class="value">{shown}{told}</span>\n'
            f'  <span class="number">{row.count:,}<span class="unseen">{unit}</span></span>\n'
            f"</a>{beside if without else ''}</li>\n"
        )
    return Markup("".join(drawn))


def _state(row: FacetRow) -> tuple[str, str, str]:
    """The attributes of a row and of its link, and what is said behind its value."""
    if row.chosen:
        told = f'<span class="unseen"> {escape(say("(고름, 누르면 뺍니다)"))}</span>'
        return ' class="chosen"', ' aria-current="true"', told
    return (' class="left-out"' if row.left_out else ""), "", ""

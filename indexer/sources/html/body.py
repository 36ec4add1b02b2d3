"""Where a page has its text: in a skin's container or one that many use, in JSON-LD, in scripts, where it is dense."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from indexer.sources.html.embedded import Embedded, embedded_article
from indexer.sources.html.flow import Flow, read_flow
from indexer.sources.html.general import containers
from indexer.sources.html.json_ld import LinkedArticle
from indexer.sources.html.ndsoft import Skin, container_of, skin_of
from indexer.sources.html.page import Page, parse_piece, squeezed

_LEAST_BODY = 20
_MORE = 1.3
"""JSON-LD that holds so many times the text that the page shows is taken instead: the page was cut or drawn later."""

_SURE = ("article-body", "named", "board")


@dataclass(frozen=True, kw_only=True)
class Body:
    """`rule` is kept with the article: a better rule later shows which pages to read again."""

    rule: str
    flow: Flow
    container: LexborNode | None = None
    skin: Skin | None = None
    embedded: Embedded | None = None


def find_body(page: Page, linked: LinkedArticle | None) -> Body | None:
    """The text by the surest rule that finds one, None when none does."""
    shown = next(_shown(page), None)
    told = _told(linked)
    size = _size(shown.flow) if shown else 0
    if told and _size(told.flow) >= max(_LEAST_BODY, _MORE * size):
        return (
            told
            if shown is None
            else Body(rule="json-ld", flow=_merged(told.flow, shown.flow), container=shown.container)
        )
    if shown and (shown.skin or shown.rule in _SURE):
        return shown
    return _drawn(page) or shown


def _shown(page: Page) -> Iterator[Body]:
    """What the page itself shows, the surest place first."""
    skin = skin_of(page)
    container = container_of(page, skin) if skin else None
    if skin and container is not None and _has_text(flow := read_flow(container)):
        yield Body(rule=skin.name, flow=flow, container=container, skin=skin)
    for rule, node in containers(page):
        if _has_text(flow := read_flow(node)):
            yield Body(rule=rule, flow=flow, container=node)


def _told(linked: LinkedArticle | None) -> Body | None:
    if linked is None or len(linked.body) < _LEAST_BODY:
        return None
    return Body(rule="json-ld", flow=_flow_of(linked.body))


def _drawn(page: Page) -> Body | None:
    """The article in the data of the page's scripts."""
    title = page.meta("headline", "og:title") or page.title
    found = embedded_article(page.scripts, title) if title else None
    if found is None:
        return None
    flow = _flow_of(found.html)
    flow.subtitle = flow.subtitle or list(found.subtitle)
    return Body(rule="script-data", flow=flow, embedded=found)


def _flow_of(text: str) -> Flow:
    """The flow of HTML or of plain text with a paragraph a line."""
    if re.search(r"<(?:p|br|div)[\s/>]", text):
        piece = parse_piece(text)
        return read_flow(piece) if piece is not None else Flow()
    lines = [line for raw in re.split(r"[\r\n]+", text) if (line := squeezed(raw))]
    return Flow(paragraphs=lines, linked=[False] * len(lines))


def _merged(told: Flow, shown: Flow) -> Flow:
    """The paragraphs that were told with all else that was shown."""
    return Flow(told.paragraphs, told.linked, shown.captions, shown.subtitle, shown.quotes, shown.related, shown.aside)


def _size(flow: Flow) -> int:
    return sum(len(text) for text, linked in zip(flow.paragraphs, flow.linked, strict=True) if not linked)


def _has_text(flow: Flow) -> bool:
    return _size(flow) >= 2 or bool(flow.captions)

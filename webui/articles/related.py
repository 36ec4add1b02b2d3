"""What stands on the page of an article of others on its matter. Pure functions."""

from __future__ import annotations

from dataclasses import dataclass

from indexer.article import KST
from indexer.query.related import Related
from webui.drafts.drafted import Line, line
from webui.results.present import UNTITLED
from webui.timelines.strip import Point, Strip, draw

SHOWN = 6
"""Articles that are named at once."""


@dataclass(frozen=True, kw_only=True)
class Beside:
    """The most alike articles, and all that were published before and after this one, in the order of time."""

    best: tuple[Line, ...]
    earlier: tuple[Line, ...]
    later: tuple[Line, ...]
    strip: Strip | None
    capped: bool


def beside(related: Related, title: str) -> Beside | None:
    """What is shown beside the article of that title; None where nothing is like it."""
    if not related.articles:
        return None
    here = related.published.astimezone(KST).date() if related.published else None
    points = [
        Point(id=one.id, title=one.title or UNTITLED, day=one.published.astimezone(KST).date(), kind="related")
        for one in related.articles
        if one.published
    ]
    if here:
        points.append(Point(id="", title=title or UNTITLED, day=here, kind="here"))
    return Beside(
        best=tuple(map(line, related.articles[:SHOWN])),
        earlier=tuple(map(line, reversed(related.earlier))),
        later=tuple(map(line, related.later)),
        strip=draw(points) if here else None,
        capped=related.capped,
    )

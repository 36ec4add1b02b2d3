"""The papers that printed one text: who they are, who was first, and in which words they differ. Pure functions."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from indexer.query.result import Hit, SearchResult
from indexer.query.stories import UNNAMED, Printed, Story
from webui.language import say
from webui.params import Params
from webui.periods import dotted
from webui.results.changes import changed, differ
from webui.results.present import UNTITLED, Link

SHOWN = 8
"""Papers named beside a hit; the article's page names them all."""


@dataclass(frozen=True, kw_only=True)
class Print:
    """One paper's print: `id` is empty for the article it is shown beside. `changes` is what differs; `same` says that
    it was compared and nothing does."""

    id: str
    press: str
    title: str
    day: str
    first: bool
    changes: Markup
    same: bool


@dataclass(frozen=True, kw_only=True)
class Together:
    """A story beside one of its articles: 같은 글 4곳, its prints, and how many more there are."""

    name: str
    prints: tuple[Print, ...]
    more: int

    @property
    def compared(self) -> tuple[Print, ...]:
        """Those whose differing words can be shown."""
        return tuple(one for one in self.prints if one.changes)


def beside(hit: Hit) -> Together | None:
    """What a hit says of the others."""
    return together(hit.story, SHOWN)


def together(story: Story | None, most: int | None = None) -> Together | None:
    """The prints of a story in their order, so many of them; None where there is no other."""
    if story is None:
        return None
    prints = tuple(_print(one, story) for one in story.prints[:most])
    return Together(name=_name(story), prints=prints, more=len(story.prints) - len(prints))


def _name(story: Story) -> str:
    """As Story.name, in the reader's language."""
    prints, papers = len(story.prints), len(story.papers)
    return say("같은 글 {n:,}곳", n=papers) if papers == prints else say("같은 글 {n:,}건", n=prints)


def _print(one: Printed, story: Story) -> Print:
    differing = one.changes is not None and differ(one.changes)
    return Print(
        id="" if one.id == story.here else one.id,
        press=one.press or say(UNNAMED),
        title=one.title or say(UNTITLED),
        day=dotted(one.published.date()) if one.published else say("날짜 없음"),
        first=one is story.first,
        changes=changed(one.changes) if differing and one.changes else Markup(),
        same=one.changes is not None and not differing,
    )


def shown(result: SearchResult) -> int:
    """How many hits there are in all pages."""
    return result.total if result.stories is None else result.stories


def toggle(params: Params) -> Link:
    """To the other way of showing them."""
    name = say("같은 글 풀기") if params.collapse else say("같은 글 묶기")
    return Link(name=name, query=params.linked(collapse=not params.collapse), current=params.collapse)

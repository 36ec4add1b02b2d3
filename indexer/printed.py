"""Who else printed the articles of an answer: from the archive's stories to what pages show of them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import islice

from indexer.archive import Archive, Stored
from indexer.article import Article
from indexer.query.stories import Printed, Story, word_changes


def stories_of(archive: Archive, hits: Sequence[Stored], compared: int) -> dict[str, Story]:
    """The stories of those of the articles that others print too, by id. The texts of so many others are compared with
    each; never those of newspapers of which readers may see only the beginning."""
    members = archive.story_members([hit.story for hit in hits if hit.story])
    several = [hit for hit in hits if _is_among(hit, members.get(hit.story, ()))]
    papers = {one.article.press for hit in several for one in members[hit.story]} if compared else set()
    closed = {press for press in papers if archive.rights_of(press) != "full"}
    found = {}
    for hit in several:
        chosen = _to_compare(hit, members[hit.story], compared, closed)
        prints = tuple(_printed(hit.article, one.article, chosen) for one in members[hit.story])
        found[hit.article.id] = Story(prints=prints, here=hit.article.id)
    return found


def _is_among(hit: Stored, members: Sequence[Stored]) -> bool:
    """Whether it is one of several; not where the archive's list has changed since it was read, or is damaged."""
    return len(members) > 1 and any(one.article.id == hit.article.id for one in members)


def _to_compare(hit: Stored, members: Sequence[Stored], most: int, closed: Collection[str]) -> tuple[str, ...]:
    if hit.article.excerpt or hit.article.press in closed:
        return ()
    others = (one.article for one in members if one.article.id != hit.article.id)
    return tuple(islice((other.id for other in others if other.press not in closed), most))


def _printed(here: Article, other: Article, chosen: Collection[str]) -> Printed:
    changes = word_changes(_text(here), _text(other)) if other.id in chosen and not other.excerpt else None
    return Printed(
        id=other.id, press=other.press, title=other.title, published=other.published, url=other.url, changes=changes
    )


def _text(article: Article) -> str:
    return "\n".join((article.title, article.subtitle, article.body))

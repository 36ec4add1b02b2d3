"""Who else printed the articles of an answer: from the archive's stories to what pages show of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from itertools import islice

from indexer.archive import Archive, Stored
from indexer.archive.stories import StoryMember
from indexer.article import Article
from indexer.query.stories import Printed, Story, word_changes


def stories_of(archive: Archive, hits: Sequence[Stored], compared: int) -> dict[str, Story]:
    """The stories of those of the articles that others print too, by id. The texts of so many others are compared with
    each; never those of newspapers of which readers may see only the beginning."""
    members = archive.story_members([hit.story for hit in hits if hit.story])
    several = [hit for hit in hits if _is_among(hit, members.get(hit.story, ()))]
    papers = {one.press for hit in several for one in members[hit.story]} if compared else set()
    closed = {press for press in papers if archive.rights_of(press) != "full"}
    chosen = {hit.article.id: _to_compare(hit, members[hit.story], compared, closed) for hit in several}
    texts = _texts(archive, chosen)
    found = {}
    for hit in several:
        prints = map(_printed, members[hit.story])
        compared_prints = tuple(_compared(hit.article, one, texts, chosen[hit.article.id]) for one in prints)
        found[hit.article.id] = Story(prints=compared_prints, here=hit.article.id)
    return found


def _is_among(hit: Stored, members: Sequence[StoryMember]) -> bool:
    """Whether it is one of several; not where the archive's list has changed since it was read, or is damaged."""
    return len(members) > 1 and any(one.article_id == hit.article.id for one in members)


def _to_compare(hit: Stored, members: Sequence[StoryMember], most: int, closed: Collection[str]) -> tuple[str, ...]:
    if hit.article.excerpt or hit.article.press in closed:
        return ()
    others = (one.article_id for one in members if one.article_id != hit.article.id and one.press not in closed)
    return tuple(islice(others, most))


def _texts(archive: Archive, chosen: Mapping[str, Sequence[str]]) -> dict[str, Article]:
    ids = list(dict.fromkeys(one for some in chosen.values() for one in some))
    stored = archive.current(ids, "") if ids else {}  # tokens of no analyser: none are read
    return {article_id: found.article for article_id, found in stored.items() if not found.article.excerpt}


def _printed(member: StoryMember) -> Printed:
    return Printed(
        id=member.article_id, press=member.press, title=member.title, published=member.published, url=member.url
    )


def _compared(here: Article, other: Printed, texts: Mapping[str, Article], chosen: Collection[str]) -> Printed:
    if other.id not in chosen or other.id not in texts:
        return other
    return replace(other, changes=word_changes(_text(here), _text(texts[other.id])))


def _text(article: Article) -> str:
    return "\n".join((article.title, article.subtitle, article.body))

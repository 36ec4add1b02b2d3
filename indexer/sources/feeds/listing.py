"""Addresses of articles in what a paper publishes as lists: feeds and sitemaps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from indexer.sources.feeds.entry import link_of, published_of
from indexer.sources.feeds.fragment import plain_title
from indexer.sources.feeds.parts import Feed, joined
from indexer.sources.feeds.sitemap_entries import date_of, entries_of, facts_of
from indexer.sources.reader import Unusable
from indexer.sources.repair import Clock, kst_now


@dataclass(frozen=True)
class Link:
    """An article's page. `published` and `changed` are in KST, None where the list gives no readable date."""

    url: str
    title: str = ""
    published: datetime | None = None
    changed: datetime | None = None


def feed_links(text: str, base: str | None = None, *, clock: Clock = kst_now) -> list[Link]:
    """The pages that a feed lists, in its order, each once. Relative addresses are resolved against the channel's, and
    that against `base`, where the feed was fetched from; without either they stay relative. Raises Unusable when the
    text is no feed; broken entries are left out.
    """
    return _once(_feed_links(Feed(text, base), clock))


def sitemap_links(text: str, base: str | None = None, *, clock: Clock = kst_now) -> tuple[list[Link], list[str]]:
    """(pages, addresses of further sitemaps) that a sitemap or an index lists. Raises Unusable otherwise."""
    pages, further = list[Link](), list[Link]()
    for entry in entries_of(text):
        with suppress(Unusable):
            facts = facts_of(entry)
            if not facts.get("loc") or not entry.closed:
                continue
            published = _date(facts.get("news:publication_date", ""), clock)
            title = plain_title(facts.get("news:title", ""))
            changed = _date(facts.get("lastmod", ""), clock)
            link = Link(joined(base or "", facts["loc"]), title, published, changed)
            (further if entry.name == "sitemap" else pages).append(link)
    return _once(pages), [link.url for link in _once(further)]


def _feed_links(feed: Feed, clock: Clock) -> Iterator[Link]:
    for block in feed.blocks():
        with suppress(Unusable):
            entry = feed.entry(block)
            url, otherwise = link_of(entry, feed.channel)
            if block.closed:
                title = entry.get("title")
                published = None
                with suppress(Unusable):
                    published = published_of(entry, clock=clock)
                yield Link(url or otherwise, plain_title(title) if isinstance(title, str) else "", published)


def _date(text: str, clock: Clock) -> datetime | None:
    with suppress(Unusable):
        return date_of(text, clock)
    return None


def _once(links: Iterable[Link]) -> list[Link]:
    """Of links to the same page the first."""
    first = dict[str, Link]()
    for link in links:
        if link.url:
            first.setdefault(link.url, link)
    return list(first.values())

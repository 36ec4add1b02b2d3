"""What was fetched: an article's own page, or a listing of pages (a feed, a sitemap, a section's list)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from indexer.article import Found
from indexer.fetching.inflating import MAGIC, Broken, TooLarge, gunzip
from indexer.fetching.session import LARGEST, Reply
from indexer.sources import Blob, read_blob
from indexer.sources.decode import decode
from indexer.sources.detect import HEAD_BYTES, detect
from indexer.sources.feeds.listing import Link, feed_links, sitemap_links
from indexer.sources.feeds.reader import FeedReader
from indexer.sources.feeds.sitemap import SitemapReader
from indexer.sources.links import is_article_url, is_list_url, next_page, page_links, plain_url
from indexer.sources.reader import Unusable

LINKS_OF_A_LIST = 3
"""Links to articles from which on a page without an article of its own is taken for a list."""

MOST_ADDRESSES = 50_000
"""Addresses of one listing: what the sitemap protocol allows."""

_FEED, _SITEMAP = FeedReader(), SitemapReader()


@dataclass(frozen=True)
class Listing:
    """Addresses of pages, each with the time it was changed last where that is known, of further listings, and of the
    next page of a list; as `plain_url`."""

    pages: dict[str, datetime | None] = field(default_factory=dict)
    listings: Sequence[str] = ()
    following: str | None = None


def listing_of(reply: Reply) -> Listing | None:
    """What the reply lists; None when it is a page to be read as an article. Raises Unusable for a listing that cannot
    be read."""
    data = _unpacked(reply.data)
    head = data[:HEAD_BYTES]
    if detect(head, (_FEED,)):
        return Listing(_plain(feed_links(decode(data), reply.url)))
    if detect(head, (_SITEMAP,)):
        pages, further = sitemap_links(decode(data), reply.url)
        return Listing(_plain(pages), list(_plain([Link(url) for url in further])))
    reader = detect(head)
    if is_article_url(reply.url) or (reader is not None and reader.name != "html"):
        return None
    return _list(reply.url, data)


def _list(address: str, data: bytes) -> Listing | None:
    links = page_links(data, address)
    articles = [link for link in links if is_article_url(link)]
    if not is_list_url(address) and (len(articles) < LINKS_OF_A_LIST or _has_article(address, data)):
        return None
    return Listing(dict.fromkeys(articles), following=next_page(address, links))


def _has_article(address: str, data: bytes) -> bool:
    return any(isinstance(item, Found) for item in read_blob(Blob.of_bytes(data, address, url=address)).items)


def _unpacked(data: bytes) -> bytes:
    """`sitemap.xml.gz` is a file that is packed, whatever its server says of it."""
    if not data.startswith(MAGIC):
        return data
    try:
        return gunzip(data, LARGEST)
    except TooLarge as error:
        raise Unusable(f"풀면 너무 큽니다({LARGEST >> 20} MB 초과).") from error
    except Broken as error:
        raise Unusable("압축이 깨졌습니다.") from error


def _plain(links: Sequence[Link]) -> dict[str, datetime | None]:
    made = ((plain_url(link.url), link.changed) for link in links[:MOST_ADDRESSES])
    return {url: changed for url, changed in made if url}

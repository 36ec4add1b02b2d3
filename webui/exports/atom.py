"""A search as an Atom 1.0 feed (RFC 4287). Pure functions: from hits to bytes."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from xml.etree import ElementTree

from indexer.citing.parts import address
from indexer.following import Followed
from webui.results.present import UNTITLED

ATOM = "http://www.w3.org/2005/Atom"
NAME = "동네기사"
NEVER = datetime(1970, 1, 1, tzinfo=timezone.utc)
"""When a feed without dated entries was last changed: a feed must say something, and always the same."""

_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NAMESPACE = uuid.UUID("4cb1d2e3-e542-4b52-bc33-925f91a54a27")  # ours, drawn once


@dataclass(frozen=True, kw_only=True)
class Feed:
    """What a feed says of itself. `key` is what it follows, the same however its address is spelt; `here` is its own
    address and `page` that of the search, `article` gives an article's: absolute ones."""

    key: str
    title: str
    subtitle: str
    here: str
    page: str
    article: Callable[[str], str]
    rights: Callable[[str], str]


def written(feed: Feed, entries: Sequence[Followed]) -> bytes:
    """The document, UTF-8. The same entries give the same bytes."""
    root = ElementTree.Element("feed", {"xmlns": ATOM, _LANGUAGE: "ko"})
    _text(root, "id", identifier("feed", feed.key))
    _text(root, "title", feed.title)
    if feed.subtitle:
        _text(root, "subtitle", feed.subtitle)
    _text(root, "updated", _time(changed(entries)))
    _link(root, "self", feed.here, "application/atom+xml")
    _link(root, "alternate", feed.page, "text/html")
    _text(ElementTree.SubElement(root, "author"), "name", NAME)
    _text(root, "generator", NAME)
    for entry in entries:
        _entry(root, feed, entry)
    return bytes(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True))


def changed(entries: Sequence[Followed]) -> datetime:
    """When the newest change among them came in."""
    return max(map(_updated, entries), default=NEVER)


def identifier(kind: str, key: str) -> str:
    """A name for ever, whatever host the feed is read from: readers know by it what they have seen."""
    return uuid.uuid5(_NAMESPACE, f"{kind}:{clean(key)}").urn


def clean(text: str) -> str:
    """One line of what XML can hold."""
    return " ".join(_UNWRITABLE.sub("", text).split())


def _entry(root: ElementTree.Element, feed: Feed, followed: Followed) -> None:
    hit = followed.hit
    entry = ElementTree.SubElement(root, "entry")
    _text(entry, "id", identifier("article", hit.id))
    _text(entry, "title", clean(hit.title) or UNTITLED)
    _link(entry, "alternate", feed.article(hit.id), "text/html")
    if original := address(hit.url):
        _link(entry, "via", original)
    if hit.published:
        _text(entry, "published", _time(hit.published))
    _text(entry, "updated", _time(_updated(followed)))
    for name in hit.reporter.split(", ") if hit.reporter else [hit.press]:
        if clean(name):
            _text(ElementTree.SubElement(entry, "author"), "name", name)
    if term := clean(hit.section):
        ElementTree.SubElement(entry, "category", {"term": term})
    if clean(followed.summary):
        _text(entry, "summary", followed.summary)
    if clean(hit.press):
        _text(entry, "rights", feed.rights(hit.press))


def _updated(followed: Followed) -> datetime:
    return followed.changed or followed.hit.published or NEVER


def _text(parent: ElementTree.Element, name: str, text: str) -> None:
    ElementTree.SubElement(parent, name).text = clean(text)


def _link(parent: ElementTree.Element, rel: str, href: str, kind: str = "") -> None:
    said = {"rel": rel, "href": clean(href)}
    ElementTree.SubElement(parent, "link", said | ({"type": kind} if kind else {}))


def _time(time: datetime) -> str:
    return time.isoformat(timespec="seconds")

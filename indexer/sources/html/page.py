"""An HTML page parsed once, within limits: its tree, its scripts apart, what its `<meta>` elements say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from indexer.sources.reader import Unusable

MARKUP_LIMIT = 2 << 20
"""Characters of a page without its scripts, styles and inlined pictures. The largest seen has 160,000."""

TAG_LIMIT = 50_000
"""Tags of a page. The largest seen has 9,000."""

_NODES = 300
"""As many nodes are looked at where a page should have a few; nested in each other they would cost the square."""

DEPTH_LIMIT = 1_000
"""Nested tags. The parser looks through all open ones at every `<div>`: 200,000 would take it hours."""

ATTRIBUTE_LIMIT = 1_000
"""Attributes of one tag. The parser compares each with all before it: 100,000 take 40 s."""

_TRUSTED_TAGS = 15_000
"""As many tags are parsed in half a second however they nest; only pages with more are looked through beforehand."""

_TRUSTED_ATTRIBUTES = 5_000

# Bytes, because they are searched faster than Korean `str` are; classes of letters, because IGNORECASE is slow.
_SET_APART = re.compile(rb"<(?:!--|(?P<tag>[Ss][Cc][Rr][Ii][Pp][Tt]|[Ss][Tt][Yy][Ll][Ee])(?=[\s/>]))")
_ENDS = {
    b"script": re.compile(rb"</[Ss][Cc][Rr][Ii][Pp][Tt][^>]{0,200}>"),
    b"style": re.compile(rb"</[Ss][Tt][Yy][Ll][Ee][^>]{0,200}>"),
    b"": re.compile(rb"-->"),
}
_SAVED_FROM = re.compile(rb"<!-- saved from url=\([0-9]{1,6}\)(\S{1,2000})")
_BEGINNING = 2_000
_INLINED = re.compile(rb"data:[a-z]{2,20}/[^\s\"'()<>]{1000,}")
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9:-]*)")
# These end by themselves: void elements, and those that the next of their kind closes.
_FLAT = frozenset(
    "area base br col embed hr img input link meta param source track wbr p li td th tr dd dt option".split()
)
_LONG = 20_000
_LONG_TAG = re.compile(rf"<[A-Za-z][^<>\"']{{{_LONG}}}")
_ATTRIBUTE = re.compile(r"[\s/]*[^\s/>][^\s/>=]*(?:\s*=\s*(?:\"[^\"]*(?:\"|\Z)|'[^']*(?:'|\Z)|[^\s>]*))?")

_UNSEEN = ("\u200b", "\u2060", "\ufeff")
_CLASS = re.compile(b"class=[\"']?([^\"'>]*)")
_ID = re.compile(b"id=[\"']?([^\"'>]*)")
_NAMED = re.compile(r"[.#]([\w-]+)")

# Freeing one large block teaches the C library to keep as much memory for the next page, which it otherwise gives back
# after every page and takes anew: that costs as much as parsing does.
bytes(8 << 20)


class Script(NamedTuple):
    """A `<script>` without a source of its own: its opening tag and what it holds, in UTF-8."""

    tag: bytes
    data: bytes

    @property
    def text(self) -> str:
        """What it holds. Few scripts of a page are looked into."""
        return self.data.decode()


@dataclass(frozen=True)
class Page:
    """`metas` holds the contents of `<meta>` elements by lower-case name, property or itemprop, in their order;
    `address` where the page was fetched or saved from, "" when nobody knows."""

    tree: LexborHTMLParser
    scripts: tuple[Script, ...] = ()
    metas: Mapping[str, list[str]] = field(default_factory=dict)
    address: str = ""
    names: frozenset[str] = frozenset()
    """Every class and id of the page, in lower case."""

    def css(self, selectors: str) -> list[LexborNode]:
        """The nodes of `tree.css`, much faster: only selectors whose classes and ids the page has are tried."""
        tried = ", ".join(part for part, needed in _parts(selectors) if needed <= self.names)
        return self.tree.css(tried)[:_NODES] if tried else []

    def first(self, selectors: str) -> LexborNode | None:
        """The first node that has any text, None without one."""
        return next((node for node in self.css(selectors) if text_of(node)), None)

    def meta(self, *names: str) -> str:
        """The first content of the first of these that has one."""
        return next((value for name in names for value in self.metas.get(name, ()) if value), "")

    @cached_property
    def title(self) -> str:
        """The window title."""
        return text_of(self.tree.css_first("title"))


@lru_cache(maxsize=256)
def _parts(selectors: str) -> tuple[tuple[str, frozenset[str]], ...]:
    """(a selector, the classes and ids that it asks for) of each in a list; none of ours has a comma of its own."""
    return tuple((part, frozenset(name.lower() for name in _NAMED.findall(part))) for part in selectors.split(","))


def parse_page(data: bytes, address: str = "") -> Page:
    """Parses a page in UTF-8. Raises Unusable for one built to choke the parser."""
    markup, scripts = _apart(_INLINED.sub(b"", data) if len(data) > MARKUP_LIMIT else data)
    _insist_harmless(markup)
    tree = LexborHTMLParser(markup)
    saved = _SAVED_FROM.search(data, 0, _BEGINNING)
    said = saved[1].decode("utf-8", "ignore") if saved else ""
    return Page(tree, scripts, _metas(tree), address or said, _names(markup))


def parse_piece(html: str) -> LexborNode | None:
    """The body of a piece of HTML that stood in a script or a feed. Raises Unusable as `parse_page` does."""
    return parse_page(html.encode("utf-8", "ignore")).tree.body


def text_of(node: LexborNode | None) -> str:
    """All text of a node on one line, "" of None."""
    return squeezed(node.text(separator=" ")) if node is not None else ""


def squeezed(text: str) -> str:
    """The text on one line, without invisible characters and outer spaces."""
    if not text.isascii():
        for unseen in _UNSEEN:
            if unseen in text:
                text = text.replace(unseen, "")
    return " ".join(text.split())


def attribute(node: LexborNode, name: str) -> str:
    """An attribute's value, "" without one."""
    return node.attributes.get(name) or ""


def _apart(data: bytes) -> tuple[bytes, tuple[Script, ...]]:
    """(the page without scripts, styles and comments, the scripts): less to parse, and nothing hides in them."""
    kept, scripts, at = list[bytes](), list[Script](), 0
    while found := _SET_APART.search(data, at):
        kept.append(data[at : found.start()])
        tag = (found["tag"] or b"").lower()
        end = _ENDS[tag].search(data, found.end())
        if tag == b"script":
            opened = data.find(b">", found.end()) + 1
            inner = data[opened : end.start() if end else len(data)] if opened else b""
            scripts.append(Script(data[found.start() : opened][:500], inner))
        at = end.end() if end else len(data)
    kept.append(data[at:])
    return b"".join(kept), tuple(scripts)


def _names(markup: bytes) -> frozenset[str]:
    """The classes and ids in markup: more words than there are, never fewer."""
    lower = markup.lower()
    return frozenset(b" ".join({*_CLASS.findall(lower), *_ID.findall(lower)}).decode().split())


def _metas(tree: LexborHTMLParser) -> dict[str, list[str]]:
    metas: dict[str, list[str]] = {}
    for node in tree.css("meta[content]"):
        said = node.attributes
        value = squeezed(said.get("content") or "")
        for name in {said.get("property"), said.get("name"), said.get("itemprop")}:
            if name:
                metas.setdefault(name.lower(), []).append(value)
    return metas


# --- limits ---


def _insist_harmless(markup: bytes) -> None:
    """Raises Unusable for a page whose parsing would take more than a second or two."""
    if len(markup) > MARKUP_LIMIT and len(markup.decode()) > MARKUP_LIMIT:
        raise Unusable(
            f"기사 페이지 하나로는 너무 큽니다(스크립트와 그림을 빼고 {MARKUP_LIMIT >> 20}백만 자 초과). 기사마다 한"
            f" 파일로 나누어 넣으십시오."
        )
    if markup.count(b"<") > _TRUSTED_TAGS and not _nests_well(markup.decode()):
        raise Unusable(
            f"태그가 너무 많거나({TAG_LIMIT:,}개 초과) 너무 깊이 겹쳐 있어({DEPTH_LIMIT:,}겹 초과) 기사 페이지로 볼 수"
            f" 없습니다."
            " 기사 페이지를 다시 저장해 넣으십시오."
        )
    if (markup.count(b"=") > _TRUSTED_ATTRIBUTES or _has_long_tag(markup)) and _most_attributes(
        markup.decode()
    ) > ATTRIBUTE_LIMIT:
        raise Unusable(
            f"한 태그에 속성이 너무 많아({ATTRIBUTE_LIMIT:,}개 초과) 기사 페이지로 볼 수 없습니다. 기사 페이지를 다시"
            f" 저장해 넣으십시오."
        )


def _has_long_tag(markup: bytes) -> bool:
    """Whether a tag may be long enough for a thousand attributes; a look at every few thousandth byte mostly tells."""
    at = 0
    while at + _LONG < len(markup):
        following = markup.rfind(b"<", at + 1, at + _LONG + 1)
        if following < 0:
            return bool(_LONG_TAG.search(markup.decode()))
        at = following
    return False


def _nests_well(markup: str) -> bool:
    depth = 0
    for count, tag in enumerate(_TAG.finditer(markup)):
        if tag[2].lower() not in _FLAT:
            depth = max(0, depth - 1) if tag[1] else depth + 1
        if depth > DEPTH_LIMIT or count > TAG_LIMIT:
            return False
    return True


def _most_attributes(markup: str) -> int:
    return max(_attributes(markup), default=0)


def _attributes(markup: str) -> Iterator[int]:
    """How many attributes each tag has, with quotes read as the parser reads them."""
    at = 0
    while tag := _TAG.search(markup, at):
        at, count = tag.end(), 0
        while found := _ATTRIBUTE.match(markup, at):
            at, count = found.end(), count + 1
            if count > ATTRIBUTE_LIMIT:
                break
        yield count
        if count > ATTRIBUTE_LIMIT:
            return

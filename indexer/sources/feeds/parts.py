"""The parts of a feed, parsed each by itself: what its channel says, and its entries as feedparser understands them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from urllib.parse import urljoin
from xml.parsers import expat

from indexer.sources.feeds.blocks import Block, blocks, well_formed
from indexer.sources.feeds.fragment import plain_title
from indexer.sources.feeds.safety import PROLOG_LIMIT, insist_shallow, root_of
from indexer.sources.reader import Unusable

ENTRY_LIMIT = 4 << 20
"""Characters of an entry. Full texts have some thousands; pictures within them a few hundred thousand."""

LOOSE_LIMIT = 2 << 20
"""Characters of broken entries that feedparser's loose parser may read in a feed: it was seen to take 4 s a million."""

MARK_LIMIT = 200_000
"""Line ends and `&…;` beyond MARKS_FREE an entry, in a feed: expat hands over the text between them piece by piece,
and feedparser takes 5 s for a million pieces."""

MARKS_FREE = 20_000
"""Line ends and `&…;` that an entry may have; the longest full texts have some thousand."""

_NAMES = "item|entry"
_ROOT_NAMES = ("rss", "feed", "RDF")
_ROOT_TAG = re.compile(r"<(?:[A-Za-z][\w.-]*:)?(?:rss|feed|RDF)(?:\s[^<>]*)?>")
_END = re.compile(r"</(?:[A-Za-z][\w.-]*:)?(?:rss|feed|RDF|channel)\s*>")
_SAYS = re.compile(r"<(?:[A-Za-z][\w.-]*:)?(?:title|description|summary|content|encoded|body|div)[\s>]")
_DECLARATION = re.compile(r"<\?xml[^<>]*>")
_CDATA = re.compile(r"<!\[CDATA\[(?:[^\]]|\](?!\]>))*\]\]>")
# ‘가람일보 - 전체기사’, ‘가람일보 RSS’, ‘전체기사 | 가람일보’: what a channel is called beside its paper.
_LISTING = (
    r"(?:전체\s?(?:기사|뉴스|글)?|최신\s?(?:기사|뉴스|글)|인기\s?기사|(?:RSS|Atom)(?:\s?(?:피드|서비스|feed|[0-9.]+))*)"
)
_TAIL = re.compile(rf"(?:\s*[-–—|:·>»]+\s*{_LISTING}|\s+{_LISTING})\s*$", re.IGNORECASE)
_LEAD = re.compile(rf"^\s*{_LISTING}\s*[-–—|:·>»]+\s*", re.IGNORECASE)
_SECTION = re.compile(r"^(?P<press>\S.*?)\s+[-–—|>»]\s+(?P<section>[가-힣·/]{2,8})$")

# A caption would be taken for the text of the entry; of ‘sy@garamilbo.example (박서연)’ half a name would be left.
_APART_IN_ATOM = {
    "media:description": "gisacaption",
    "media:text": "gisacaption",
    "media:title": "gisatitle",
    "dc:creator": "gisaauthor",
}
_APART = _APART_IN_ATOM | {"author": "gisaauthor"}

Entry = Mapping[str, object]
"""What feedparser found in an entry, by its names: title, link, summary, content, published …"""


@dataclass(frozen=True)
class Channel:
    """What a feed says of itself. `section` is what it lists, where its title names one: ‘가람일보 - 정치’."""

    press: str = ""
    link: str = ""
    section: str = ""


class Feed:
    """A feed's text: its channel and its blocks. Raises Unusable when it is none, or declares entities."""

    def __init__(self, text: str, base: str | None = None) -> None:
        root = root_of(text)
        if root is None or root.name not in _ROOT_NAMES:
            raise Unusable("RSS나 Atom 피드가 아닙니다. 피드의 주소를 확인하고 다시 받아 넣으십시오.")
        self._text = text
        self._prefix = root.prefix if root.name == "feed" else ""
        first = next(iter(blocks(text[: PROLOG_LIMIT * 4], _NAMES, self._prefix)), None)
        before = text[: text.find(first.text)] if first else text
        # A feed begun twice (`<title><?xml…?><rss…>`, as a CMS was seen to write) begins where it last does.
        last = next(iter([*_ROOT_TAG.finditer(before[:PROLOG_LIMIT])][::-1]), None)
        self._open = _DECLARATION.sub("", last.group() if last else "<rss>")
        self._close = "</" + self._open[1:-1].split()[0].rstrip("/") + ">"
        self._loose_left, self._marks_left = LOOSE_LIMIT, MARK_LIMIT
        self.channel = self._channel(before[last.end() if last else 0 :][:PROLOG_LIMIT], base)

    def blocks(self) -> Iterator[Block]:
        """Its entries, as printed; an entry cut by the end of the text is not `closed`."""
        for block in blocks(self._text, _NAMES, self._prefix):
            end = None if block.closed else _END.search(block.text)
            yield Block(block.name, block.text[: end.start()], block.line, closed=True) if end else block

    @property
    def whole(self) -> bool:
        """Whether the feed's end is there."""
        return _END.search(self._text[-PROLOG_LIMIT:]) is not None

    def entry(self, block: Block) -> Entry:
        """What feedparser finds in a block. Raises Unusable for one that cannot be parsed in bounded time."""
        if len(block.text) > ENTRY_LIMIT:
            raise Unusable(f"항목이 너무 큽니다({ENTRY_LIMIT >> 20}백만 자 초과). 원래 페이지를 받아 넣으십시오.")
        if not _SAYS.search(block.text):
            raise Unusable("제목도 본문도 없는 항목입니다. 원래 페이지를 받아 넣으십시오.")
        marks = max(0, block.text.count("\n") + block.text.count("&") - MARKS_FREE)
        if marks > self._marks_left:
            raise Unusable("항목이 빈 줄이나 특수 문자로 차 있습니다. 원래 페이지를 받아 넣으십시오.")
        self._marks_left -= marks
        markup = _apart(well_formed(block.text), _APART if block.name == "item" else _APART_IN_ATOM)
        insist_shallow(_CDATA.sub("", markup))
        wrapped = f"{self._open}{markup}{self._close}"
        if _is_broken(wrapped):
            if len(wrapped) > self._loose_left:
                raise Unusable("항목의 XML이 깨져 있고, 깨진 것이 너무 많습니다. 피드를 다시 받아 넣으십시오.")
            self._loose_left -= len(wrapped)
        entries = _parsed(wrapped).get("entries")
        if not isinstance(entries, list) or not entries:
            raise Unusable("항목에서 기사를 찾지 못했습니다. 피드를 다시 받아 넣으십시오.")
        found: Entry = dict(entries[0])
        return found

    def _channel(self, head: str, base: str | None) -> Channel:
        """Of a head that is no more than what stands before the first entry."""
        try:
            head = well_formed(_DECLARATION.sub("", head))
            insist_shallow(_CDATA.sub("", head))
            found = _parsed(f"{self._open}{head}{self._close}").get("feed")
        except Unusable:
            found = None
        says: Mapping[str, object] = dict(found) if isinstance(found, Mapping) else {}
        title, link = says.get("title"), says.get("link")
        press, section = press_of(title if isinstance(title, str) else "")
        return Channel(press, joined(base or "", link if isinstance(link, str) else ""), section)


def press_of(title: str) -> tuple[str, str]:
    """(newspaper, section) of a channel's title: ‘가람일보 - 전체기사’ is 가람일보, ‘가람일보 - 정치’ its politics."""
    title = plain_title(title).strip(" :|[]<>«»")
    short = _LEAD.sub("", _TAIL.sub("", title)).strip() or title
    found = _SECTION.match(short)
    return (found["press"], found["section"]) if found else (short, "")


def joined(base: str, link: str) -> str:
    """The absolute address of a link, the link itself when there is none."""
    try:
        return urljoin(base, link.strip()) if link.strip() else base
    except ValueError:
        return link.strip()


def _apart(markup: str, names: dict[str, str]) -> str:
    """The markup with these leaf elements under names of our own, numbered: what feedparser would put in a wrong place,
    or spoil."""
    count = 0

    def renamed(tag: re.Match[str]) -> str:
        nonlocal count
        count += not tag[1]
        # Of unknown elements with attributes feedparser keeps these, not the text.
        return f"<{tag[1]}{names[tag[2]]}{count}>"

    return re.sub(rf"<(/?)({'|'.join(names)})(?:\s[^<>]*)?(?<!/)>", renamed, markup)


def _is_broken(xml: str) -> bool:
    try:
        expat.ParserCreate(namespace_separator=" ").Parse(xml.encode("utf-8", "replace"), True)
    except expat.ExpatError:
        return True
    return False


def _parsed(xml: str) -> Mapping[str, object]:
    """What feedparser makes of it. It is handed UTF-8 and no declaration; links and HTML are left as they are."""
    import feedparser  # type: ignore[import-untyped]

    headers = {"content-type": "application/xml; charset=utf-8"}
    try:
        found: Mapping[str, object] = feedparser.parse(
            BytesIO(xml.encode("utf-8", "replace")),
            response_headers=headers,
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except Exception as e:  # its loose parser raises what it meets: AssertionError, ValueError, RecursionError …
        raise Unusable("항목의 XML이 깨져 읽지 못했습니다. 피드를 다시 받아 넣으십시오.") from e
    return found

"""The text of a container as a reader sees it: paragraphs, captions, 부제; what stands between them set aside."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode

from indexer.sources.html.classes import is_related, kind_of
from indexer.sources.html.page import attribute, squeezed, text_of

_BLOCKS = frozenset(
    "p div section article main ul ol li dl dt dd h1 h2 h3 h4 h5 h6 table tbody tr td th caption blockquote pre center"
    " figure address fieldset form hr header details summary".split()
)
_CAPTION_LENGTH = 400
"""Characters. A table or figure with a picture and no more text than this holds its caption."""

_KEPT_SHARE = 0.5
"""An element whose name says that it is no text stays when it holds this share of it: then the name means other."""

_LOOKS = 5_000_000
"""Nodes that may be visited only to see how much an element holds: less than a second."""

_FREE_LOOKS = 60

_GAP = re.compile(r"\n[ \t\u00a0\u3000\u200b]*\n\s*")
_PHOTO_MARK = re.compile(r"[▲△▶◀▼↑]\s?\S")
_ICON = re.compile(r"icon|btn|button|blank|spacer|bullet|logo|dot\.gif", re.IGNORECASE)


@dataclass(frozen=True)
class Link:
    """A link that stood beside the text."""

    title: str
    url: str


@dataclass
class Flow:
    """`linked` says of every paragraph whether it is nothing but links, `links` holds those."""

    paragraphs: list[str] = field(default_factory=list)
    linked: list[bool] = field(default_factory=list)
    captions: list[str] = field(default_factory=list)
    subtitle: list[str] = field(default_factory=list)
    quotes: list[str] = field(default_factory=list)
    related: list[Link] = field(default_factory=list)
    aside: list[str] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)


def read_flow(top: LexborNode) -> Flow:
    """Goes through a container once, without recursion: pages nest as deep as they like."""
    return _Walk(top).run()


class _Walk:
    def __init__(self, top: LexborNode, *, plain: bool = False) -> None:
        self._top, self._flow, self._plain = top, Flow(), plain
        self._held = list[str]()
        self._chars = self._link_chars = self._in_link = 0
        self._after_image = False
        self._size = len(top.text())
        self._looks, self._most_looks = 0, _FREE_LOOKS

    def run(self) -> Flow:
        node, depth = self._top.first_child, 0
        while node is not None:
            if self._enter(node):
                child = node.first_child
                if child is not None:
                    node, depth = child, depth + 1
                    continue
                self._leave(node)
            following = node.next
            while following is None and depth > 0:
                parent = node.parent
                if parent is None:
                    break
                node, depth = parent, depth - 1
                self._leave(node)
                following = node.next
            node = following
        self._flush()
        return self._flow

    def _enter(self, node: LexborNode) -> bool:
        """Takes in a node; whether its children are to be gone through."""
        tag = node.tag or ""
        if tag == "-text":
            self._text(node.text_content or "")
            return False
        if tag[:1] in "-!":
            return False
        if tag == "br":
            self._held.append("\n")
            return False
        if tag == "img":
            self._after_image = self._after_image or not _ICON.search(attribute(node, "src"))
            return False
        kind = kind_of(node)
        if kind and not self._into(node, kind):
            return False
        if tag in _BLOCKS:
            self._flush()
        if tag in ("table", "figure") and self._whole(node, tag):
            return False
        self._in_link += tag == "a"
        return True

    def _leave(self, node: LexborNode) -> None:
        tag = node.tag or ""
        self._in_link -= tag == "a"
        if tag in _BLOCKS:
            self._flush()
        if tag == "a" and self._in_link == 0:
            self._flow.links.append(Link(text_of(node), attribute(node, "href")))

    def _text(self, text: str) -> None:
        if self._top.tag != "pre":
            text = text.replace("\n", " ").replace("\r", " ")
        size = len(text.strip())
        self._chars += size
        self._link_chars += size if self._in_link else 0
        self._held.append(text)

    def _into(self, node: LexborNode, kind: str) -> bool:
        """Sets aside what is no paragraph; whether the element is to be gone through like any other all the same."""
        if kind == "skip":
            return False
        if not self._may_look():
            return True
        text = text_of(node)
        if kind in ("never", "rather not"):
            large = len(text) > _KEPT_SHARE * self._size and len(text) > (500 if kind == "never" else 20)
            if not large and text:
                self._set_aside(node, text)
            return large
        return self._take(node, kind, text)

    def _may_look(self) -> bool:
        """Looking into an element costs its size; elements that nest a thousandfold are not looked into each time."""
        self._looks += 1
        if self._looks == _FREE_LOOKS + 1:
            self._most_looks = max(_FREE_LOOKS, _LOOKS // (1 + sum(1 for _ in self._top.traverse())))
        return self._looks <= self._most_looks

    def _take(self, node: LexborNode, kind: str, text: str) -> bool:
        """Takes caption, 부제 and pull quote in; True when it is none by its place or size."""
        if self._plain:
            return True
        if kind == "caption" and len(text) <= _KEPT_SHARE * max(self._size, 2 * _CAPTION_LENGTH):
            self._caption(text)
            return False
        if kind == "subtitle" and not self._flow.paragraphs and len(text) < max(600, self._size // 4):
            self._flush()
            self._flow.subtitle += _lines(node)
            return False
        if kind == "quote" and len(text) < 300:
            self._flow.quotes.append(text)
            return False
        return True

    def _set_aside(self, node: LexborNode, text: str) -> None:
        self._flow.aside.append(text)
        if is_related(node):
            self._flow.related += [Link(text_of(a), attribute(a, "href")) for a in node.css("a[href]") if text_of(a)]

    def _caption(self, text: str) -> None:
        if text and text not in self._flow.captions:
            self._flow.captions.append(text)
        self._after_image = False

    def _whole(self, node: LexborNode, tag: str) -> bool:
        """Whether a table or figure was taken in as one: a picture with its caption, rows of cells."""
        if not self._may_look():
            return False
        if node.css_first("img") is not None and len(text := text_of(node)) <= _CAPTION_LENGTH < self._size + 400:
            if node.css_first("figcaption") is not None or not text:
                self._after_image = True
                return False
            if tag == "figure" or len(text) < max(200, self._size // 3):
                self._caption(text)
                return True
        if tag == "figure" or node.css_first("table table, td table") is not None:
            return False
        rows = [[text_of(cell) for cell in row.css("td, th")] for row in node.css("tr")]
        if not any(sum(map(bool, row)) > 1 for row in rows) or any(len(cell) > 300 for row in rows for cell in row):
            return False
        self._add("\n".join(line for row in rows if (line := " | ".join(filter(None, row)))), linked=False)
        return True

    def _flush(self) -> None:
        """What was held becomes a paragraph, or several where empty lines stand between."""
        if not self._held:
            return
        text, linked = "".join(self._held), 0 < self._chars <= self._link_chars * 1.1
        self._held, self._chars, self._link_chars = [], 0, 0
        if not text or text.isspace():
            return
        for piece in _GAP.split(text) if "\n" in text else (text,):
            lines = [line for raw in piece.split("\n") if (line := squeezed(raw))]
            if lines:
                self._add("\n".join(lines), linked=linked)

    def _add(self, text: str, *, linked: bool) -> None:
        if self._after_image and _PHOTO_MARK.match(text) and len(text) <= _CAPTION_LENGTH:
            self._caption(text)
            return
        self._after_image = False
        self._flow.paragraphs.append(text)
        self._flow.linked.append(linked)


def _lines(node: LexborNode) -> list[str]:
    """The lines of a short element, as `<br>` and blocks end them."""
    flow = _Walk(node, plain=True).run()
    lines = [line for text in flow.paragraphs for line in text.split("\n")]
    return lines or [text for text in [text_of(node)] if text]

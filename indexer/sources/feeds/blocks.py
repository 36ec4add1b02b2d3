"""A feed or sitemap cut into its entries, each with its line, in one pass: a broken entry costs that entry only.

Nothing is parsed here and nothing expanded, so the pass takes time and memory by the length of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

_ENDS = {"<![CDATA[": "]]>", "<!--": "-->"}
_LEAF = re.compile(
    r"<(?P<name>[A-Za-z][\w.:-]*)(?:\s[^<>]*)?>(?P<text>[^<]*)"
    r"(?:<!\[CDATA\[(?P<data>(?:[^\]]|\](?!\]>))*)\]\]>\s*)?</"
)
_OPEN_AMPERSAND = re.compile(r"&(?!#[0-9]{1,7};|#[xX][0-9A-Fa-f]{1,6};|[A-Za-z][A-Za-z0-9]{1,31};)")
_ENTITY = re.compile(r"&(?!amp;|lt;|gt;|quot;|apos;)[A-Za-z][A-Za-z0-9]{1,31};")
_OPEN_ANGLE = re.compile(r"<(?![/A-Za-z!?])|<(?=[^\x00-\x7f])")
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@dataclass(frozen=True)
class Block:
    """An element as printed, `<item>…</item>`; `line` counts from 1. `closed` is False for the last when the text
    ends within it."""

    name: str
    text: str
    line: int
    closed: bool


def blocks(text: str, names: str, prefix: str = "") -> Iterator[Block]:
    """Every element of these names (`item|entry`) that stands neither in another of them, nor in CDATA or a comment.

    One that is not closed ends where the next begins.
    """
    name_of = re.compile(
        rf"<!\[CDATA\[|<!--|<(?P<end>/?){prefix and re.escape(prefix) + ':'}(?P<name>{names})(?=[\s>/])"
    )
    lines, ends = _Lines(text), _Ends(text)
    at, opened, name = 0, -1, ""
    while found := name_of.search(text, at):
        at = found.end()
        if found["name"] is None:
            at = ends.after(found.group(), at)
        elif found["end"]:
            if opened >= 0:
                at = (text.find(">", at) + 1) or len(text)
                yield Block(name, text[opened:at], lines.of(opened), closed=True)
                opened = -1
        else:
            if opened >= 0:
                yield Block(name, text[opened : found.start()], lines.of(opened), closed=True)
            opened, name = found.start(), found["name"]
    if opened >= 0:
        yield Block(name, text[opened:], lines.of(opened), closed=False)


def leaves(block: str) -> dict[str, str]:
    """The texts of the elements that hold nothing but text, by name: `news:title`. Of several alike the first."""
    found = dict[str, str]()
    for leaf in _LEAF.finditer(block):
        value = leaf["data"] if leaf["data"] is not None else unescape(leaf["text"])
        found.setdefault(leaf["name"], " ".join(value.split()))
    return found


def well_formed(block: str) -> str:
    """The block with what careless generators forget repaired outside of CDATA: bare `&` and `<`, HTML's entities."""
    parts = re.split(r"(<!\[CDATA\[)", _NO_XML.sub(" ", block))
    repaired, cdata = [_repaired(parts[0])], False
    for part in parts[1:]:
        if part == "<![CDATA[":
            cdata = True
            continue
        data, mark, rest = part.partition("]]>")
        if cdata and mark:
            repaired += ["<![CDATA[", data, mark, _repaired(rest)]
        else:  # never closed: it is no CDATA
            repaired.append(_repaired(part))
        cdata = False
    return "".join(repaired)


def _repaired(markup: str) -> str:
    markup = _OPEN_AMPERSAND.sub("&amp;", markup)
    markup = _ENTITY.sub(_as_character, markup)
    return _OPEN_ANGLE.sub("&lt;", markup)


def _as_character(entity: re.Match[str]) -> str:
    character = unescape(entity.group())
    return entity.group().replace("&", "&amp;") if character == entity.group() else character


class _Lines:
    """Line numbers of places asked for in ascending order."""

    def __init__(self, text: str) -> None:
        self._text, self._at, self._line = text, 0, 1
        self._newline = "\n" if "\n" in text else "\r"

    def of(self, at: int) -> int:
        self._line += self._text.count(self._newline, self._at, at)
        self._at = at
        return self._line


class _Ends:
    """Where CDATA and comments end. Each end is looked for once, however many openings come before it."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._known = dict.fromkeys(_ENDS, -1)

    def after(self, start: str, at: int) -> int:
        """Behind the end; `at` itself when there is none, or when it belongs to a later opening: then it is a stray."""
        if 0 <= self._known[start] < at or self._known[start] == -1:
            end = self._text.find(_ENDS[start], at)
            self._known[start] = end if end >= 0 else len(self._text)
        end = self._known[start]
        if end >= len(self._text) or self._text.find(start, at, end) >= 0:
            return at
        return end + len(_ENDS[start])

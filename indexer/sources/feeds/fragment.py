"""Fragments of HTML as feeds carry them, escaped once or twice → titles, paragraphs and captions."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape

from indexer.sources.feeds.safety import insist_shallow

_TAG = re.compile(r"</?[A-Za-z][A-Za-z0-9:]*(?:\s[^<>]*)?/?>")
_ESCAPED_TAG = re.compile(r"&lt;/?(?:p|br|b|strong|div|span|img|a|em|i|u|font|table|h[1-6])\b[^<>]{0,2000}?&gt;", re.I)
_BLOCKS = (
    "p,div,li,ul,ol,dl,dt,dd,h1,h2,h3,h4,h5,h6,tr,table,blockquote,section,article,figure,figcaption,pre,hr,center"
)
_BLOCK_TAG = re.compile(r"<(?:br|p|div|li|h[1-6]|table|blockquote|section|figure)[\s/>]", re.IGNORECASE)
# Marks that no text holds: a paragraph ends, a line ends.
_PARAGRAPH, _LINE = "\x1d", "\x1e"
_ESCAPES = 3
"""How often a text may have been escaped: twice is common, more was not seen."""


@dataclass(frozen=True)
class Fragment:
    """What a reader of the rendered fragment sees."""

    paragraphs: tuple[str, ...]
    captions: tuple[str, ...] = ()

    @property
    def body(self) -> str:
        """The paragraphs, with a blank line between."""
        return "\n\n".join(self.paragraphs)


def plain_title(text: str) -> str:
    """A title as printed: unescaped as often as it was escaped, without tags, on one line.

    ‘<가람군>’ is no tag: names of tags are Latin.
    """
    text = _TAG.sub("", text)
    for _ in range(_ESCAPES):
        if (unescaped := unescape(text)) == text:
            break
        text = _TAG.sub("", unescaped)
    return " ".join(text.split())


def read_fragment(text: str) -> Fragment:
    """The paragraphs and captions of HTML, or of plain text. Raises Unusable for what cannot be parsed in bounds."""
    for _ in range(_ESCAPES):
        if _TAG.search(text) or not _ESCAPED_TAG.search(text):
            break
        text = unescape(text)
    return _of_html(text) if _TAG.search(text) else Fragment(_tidy(re.split(r"\n\s*\n", unescape(text)), "\n"))


def _of_html(html: str) -> Fragment:
    from selectolax.lexbor import LexborHTMLParser

    insist_shallow(html)
    if not _BLOCK_TAG.search(html):  # a plain text with a link in it
        html = re.sub(r"\n[^\S\n]*\n", "<p>", html)
    page = LexborHTMLParser(html.replace(_PARAGRAPH, " ").replace(_LINE, " "))
    for node in page.css("script,style,noscript,iframe,object"):
        node.decompose()
    images = [node.attributes.get("alt") or "" for node in page.css("img")]
    captions = _tidy([*(node.text() for node in page.css("figcaption")), *images], " ")
    for node in page.css("figcaption"):
        node.decompose()
    for node in page.css("br"):
        node.replace_with(_LINE)
    for node in page.css(_BLOCKS):
        node.insert_before(_PARAGRAPH)
        node.insert_after(_PARAGRAPH)
    root = page.body or page.root
    text = re.sub(r"[\r\n\t]+", " ", root.text(deep=True) if root else "")
    # Two line ends are how old editors write a paragraph.
    pieces = re.split(rf"{_PARAGRAPH}|{_LINE}(?:\s*{_LINE})+", text)
    return Fragment(_tidy([piece.replace(_LINE, "\n") for piece in pieces], "\n"), tuple(dict.fromkeys(captions)))


def _tidy(pieces: list[str], between: str) -> tuple[str, ...]:
    """The pieces that say something, with single spaces."""
    lines = ([" ".join(line.split()) for line in piece.split("\n")] for piece in pieces)
    return tuple(whole for kept in lines if (whole := between.join(line for line in kept if line)))

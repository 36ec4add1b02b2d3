"""Markdown → the paragraphs a reader of the page sees. Marks go, texts stay, pictures become captions."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape

_FENCE = re.compile(r" {0,3}(?:```+|~~~+)")
_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+(.*)$")
_UNDERLINE = re.compile(r" {0,3}(?:=+|-+)[ \t]*$")
_RULE = re.compile(r" {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$")
_QUOTE = re.compile(r"^ {0,3}(?:> ?)+")
_ITEM = re.compile(r"[ \t]{0,12}(?:[-*+]|[0-9]{1,9}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?")
_DEFINITION = re.compile(r" {0,3}\[[^\[\]]{1,200}\]:[ \t]*<?(\S+?)>?(?:[ \t]+[\"'(].*)?$")
_TABLE_RULE = re.compile(r"[ \t]*\|?(?:[ \t]*:?-+:?[ \t]*\|)+[ \t]*:?-*:?[ \t]*$")
_IMAGE = re.compile(
    r"!\[([^\[\]]{0,1000})\](?:\(([^()\s]{0,2000})(?:[ \t]+[\"']([^\"']{0,500})[\"'])?\)|\[[^\[\]]{0,200}\])"
)
_LINK = re.compile(
    r"\[([^\[\]]{1,1000})\](?:\(<?([^()\s<>]{0,2000})>?(?:[ \t]+[\"'][^\"']{0,500}[\"'])?\)|\[[^\[\]]{0,200}\])"
)
_AUTO = re.compile(r"<(https?://[^<>\s]{1,2000})>")
_TAG = re.compile(r"</?[A-Za-z][A-Za-z0-9]*(?:[ \t][^<>]*)?/?>")
_STRONG = re.compile(r"(?<![\\`])(\*\*\*|\*\*|\*|~~|`{1,3})(?=\S)([^*~`\n]{1,2000}?)(?<=\S)\1")
_UNDERSCORED = re.compile(r"(?<![\w\\])(__|_)(?=\S)([^_\n]{1,2000}?)(?<=\S)\1(?!\w)")
_MARKED = re.compile(r"[\[\]<>*_~`\\&]")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")


@dataclass(frozen=True)
class Plain:
    """What a Markdown text says. `heading` is its first heading of the first level, which is not in `body`, when
    nothing stands above it."""

    body: str
    captions: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    heading: str = ""


def plain(text: str) -> Plain:
    """The plain text of Markdown. Never raises: what is no Markdown is text."""
    gathered = _Gathered()
    code = False
    for line in _without_comments(text).split("\n"):
        if _FENCE.match(line):
            code = not code
            gathered.end()
        elif code:
            gathered.text(line.rstrip())
        else:
            gathered.line(line)
    gathered.end()
    body = "\n\n".join(gathered.paragraphs)
    return Plain(body, tuple(dict.fromkeys(gathered.captions)), tuple(dict.fromkeys(gathered.links)), gathered.heading)


class _Gathered:
    """Paragraphs as they fill, line by line."""

    def __init__(self) -> None:
        self.paragraphs, self.captions, self.links = list[str](), list[str](), list[str]()
        self.heading = ""
        # Lines of the paragraph, each in the pieces that its editor wrapped; whether the next piece begins a line.
        self._lines, self._fresh = list[list[str]](), True

    def line(self, line: str) -> None:
        """A line outside of code."""
        line = _QUOTE.sub("", line, count=1)
        if not line.strip():
            self.end()
        elif definition := _DEFINITION.match(line):
            self.links.append(definition[1])
        elif heading := _HEADING.match(line):
            self.end()
            self._head(len(heading[1]), _without_closing(heading[2]))
        elif _UNDERLINE.match(line) and len(self._lines) == 1:
            self._head(1 if "=" in line else 2, " ".join(self._lines.pop()))
        elif not (_RULE.match(line) or _TABLE_RULE.match(line)):
            self._words(line)

    def text(self, line: str) -> None:
        """A line that is taken as it is."""
        if line.strip():
            self._lines.append([line])
        else:
            self.end()

    def end(self) -> None:
        """The paragraph is full."""
        if self._lines:
            self.paragraphs.append("\n".join(" ".join(line) for line in self._lines))
        self._lines, self._fresh = [], True

    def _words(self, line: str) -> None:
        item, row = _ITEM.match(line), line.lstrip().startswith("|")
        text = line.replace("|", " ") if row else line[item.end() :] if item else line.removesuffix("\\")
        words = " ".join(self._inline(text).split())
        if not words:
            return
        if item or row or self._fresh:
            self._lines.append([words])
        else:
            self._lines[-1].append(words)
        self._fresh = row or line.endswith(("  ", "\\"))

    def _head(self, level: int, text: str) -> None:
        words = " ".join(self._inline(text).split())
        if level == 1 and not self.heading and not self.paragraphs:
            self.heading = words
        elif words:
            self.paragraphs.append(words)
        self._fresh = True

    def _inline(self, text: str) -> str:
        """A line without its marks; its pictures and links are noted."""
        if not _MARKED.search(text):
            return text
        text = _IMAGE.sub(self._image, text)
        text = _LINK.sub(self._link, text)
        text = _TAG.sub(" ", _AUTO.sub(r"\1", text))
        for _ in range(2):  # bold within italics
            text = _UNDERSCORED.sub(r"\2", _STRONG.sub(r"\2", text))
        return unescape(_ESCAPED.sub(r"\1", text))

    def _image(self, found: re.Match[str]) -> str:
        if caption := " ".join((found[1].strip() or found[3] or "").split()):
            self.captions.append(unescape(caption))
        return ""

    def _link(self, found: re.Match[str]) -> str:
        if found[2]:
            self.links.append(found[2])
        return found[1]


def _without_comments(text: str) -> str:
    first, *rest = text.split("<!--")
    # One that is never closed is no comment: nothing is lost for it.
    ends = (piece.partition("-->") for piece in rest)
    return first + "".join(after if mark else f"<!--{before}" for before, mark, after in ends)


def _without_closing(heading: str) -> str:
    """‘둑길 ##’ → ‘둑길’; ‘C#’ stays."""
    text = heading.rstrip()
    bare = text.rstrip("#")
    return bare.rstrip() if bare != text and (not bare or bare[-1] in " \t") else text

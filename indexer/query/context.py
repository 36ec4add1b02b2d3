"""A place of a text in its context: what stands left and right of it on one line, and how such lines are ordered.

Contexts are of one field; they go across sentences, and where a line of the text ends they say so (¶).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple, get_args

from indexer.analysis.folding import folded
from indexer.query.result import Span
from indexer.query.standing import Stand

Order = Literal["list", "left", "right", "word", "date"]
"""As the articles come; by the words to the left, to the right; by the word itself; by date, the oldest first."""

ORDERS: tuple[Order, ...] = get_args(Order)
BY_CONTEXT: tuple[Order, ...] = ("left", "right", "word")
"""The orders for which every line has to be known."""

WIDTH, NARROWEST, WIDEST = 40, 20, 100
"""Characters of a context on each side."""

LINE_END = "¶"
COMPARED = 5
"""Words on each side that lines are ordered by; what is still alike stays in the order of the articles."""

REACH = 120
"""Characters in which these words are looked for, so that the order is the same at every width."""

_NEWLINES = re.compile(r"\s*\n\s*")
_SPACES = re.compile(r"\s+")
_WORD = re.compile(r"\w+")


class Context(NamedTuple):
    """A line: what stands to the left of the keyword and to the right, with the space between them where there is one
    (본|예산|을 깎았다, 내년 |예산|을)."""

    left: str
    keyword: str
    right: str


@dataclass(frozen=True)
class Place:
    """Where a line's keyword stands in a field, and the number of the first mark in it among the marks of the whole
    article, from 1."""

    field: str
    start: int
    end: int
    mark: int


def places(stands: Mapping[str, Iterable[Stand]], marks: Mapping[str, Iterable[Span]]) -> list[Place]:
    """A place for each keyword, in reading order: from the first to the last mark of what was found there, one where
    such places overlap or touch. Every one of the `marks` (`snippets.article_marks`) is in one of them; both mappings
    are by field in reading order."""
    found: list[Place] = []
    number = 1
    for field, spans in marks.items():
        firsts = [start for start, _ in spans]
        for start, end in _keywords(stands[field], spans):
            inside = [number + at for at, first in enumerate(firsts) if start <= first < end]
            found.append(Place(field, start, end, inside[0]))
        number += len(firsts)
    return found


def _keywords(stands: Iterable[Stand], marks: Iterable[Span]) -> list[Span]:
    spans = list(marks)
    for stand in stands:
        shown = [span for span in stand.spans if span[0] < span[1]]
        spans += [(min(shown)[0], max(end for _, end in shown))] if shown else []
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined


def context(text: str, start: int, end: int, width: int) -> Context:
    """The line of a place: contexts of at most `width` characters, cut between words."""
    # Runs of spaces become one, so more is taken than is shown.
    before, after = text[max(0, start - 2 * width) : start], text[end : end + 2 * width]
    left = _on_one_line(before).lstrip() if 2 * width >= start else _on_one_line(before)
    right = _on_one_line(after).rstrip() if end + 2 * width >= len(text) else _on_one_line(after)
    return Context(_end_of(left, width), _on_one_line(text[start:end]), _beginning_of(right, width))


def _on_one_line(text: str) -> str:
    return _SPACES.sub(" ", _NEWLINES.sub(f" {LINE_END} ", text))


def _end_of(text: str, width: int) -> str:
    if len(text) <= width:
        return text
    kept = text[-width:]
    if text[-width - 1] == " " or kept[0] == " ":
        return kept.removeprefix(" ")
    space = kept.find(" ", 0, len(kept) // 2)
    return kept[space + 1 :]  # the whole of it where one word is that long


def _beginning_of(text: str, width: int) -> str:
    if len(text) <= width:
        return text
    kept = text[:width]
    if text[width] == " " or kept[-1] == " ":
        return kept.removesuffix(" ")
    space = kept.rfind(" ", len(kept) // 2)
    return kept[:space] if space >= 0 else kept


Key = tuple[tuple[str, ...], ...]


def sort_key(order: Order) -> Callable[[str, int, int], Key]:
    """What lines are sorted by in one of BY_CONTEXT, of a text and the place in it: words by their letters, by code
    point, which for Hangul is 가나다. What is written on to the keyword counts as the word beside it."""
    return {"left": _left, "right": _right, "word": _word}[order]


def _left(text: str, start: int, end: int) -> Key:
    return neighbours(text, start, end)


def _right(text: str, start: int, end: int) -> Key:
    before, after = neighbours(text, start, end)
    return after, before


def _word(text: str, start: int, end: int) -> Key:
    return (tuple(_words(text[start:end])), *_right(text, start, end))


def neighbours(text: str, start: int, end: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The COMPARED words on each side as they are compared, the nearest first."""
    before, after = _words(text[max(0, start - REACH) : start]), _words(text[end : end + REACH])
    return tuple(before[: -COMPARED - 1 : -1]), tuple(after[:COMPARED])


def _words(text: str) -> list[str]:
    return _WORD.findall(folded(text).casefold())

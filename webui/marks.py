"""Texts with their matched words marked: the one place where article text becomes HTML."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup, escape

from indexer.query.result import Span
from webui.language import say


def merged(spans: Iterable[Span], length: int) -> list[Span]:
    """Spans in order, cut to a text of `length`; overlapping and touching ones become one, empty ones none."""
    whole: list[Span] = []
    for start, end in sorted((max(0, start), min(length, end)) for start, end in spans):
        if start >= end:
            continue
        if whole and start <= whole[-1][1]:
            whole[-1] = (whole[-1][0], max(whole[-1][1], end))
        else:
            whole.append((start, end))
    return whole


def marked(text: str, spans: Iterable[Span]) -> Markup:
    """`text` as HTML, all of it escaped, the spans within <mark>."""
    pieces: list[str] = []
    at = 0
    for start, end in merged(spans, len(text)):
        pieces += [escape(text[at:start]), "<mark>", escape(text[start:end]), "</mark>"]
        at = end
    return Markup("".join([*pieces, escape(text[at:])]))


class Steps:
    """Marks that lead from one to the next without scripts: each has an id and links to its neighbours.

    The links are empty (the style sheet draws their arrows), so that copied text and reader views stay clean. One
    object marks all texts of a page, in reading order; `total` says beforehand how many marks there will be.
    """

    def __init__(self, total: int) -> None:
        self.total = total
        self.done = 0

    def marked(self, text: str, spans: Iterable[Span]) -> Markup:
        """As `marked`, numbered m1, m2 … with links to the marks before and after."""
        pieces: list[Markup] = []
        at = 0
        for start, end in merged(spans, len(text)):
            pieces += [escape(text[at:start]), self._mark(text[start:end])]
            at = end
        return Markup("").join([*pieces, escape(text[at:])])

    def _mark(self, word: str) -> Markup:
        self.done += 1
        before, after = (self.done - 2) % self.total + 1, self.done % self.total + 1
        return Markup(
            '<mark id="m{0}">{1}'
            '<a class="step up" href="#m{2}" aria-label="{5}"></a>'
            '<a class="step down" href="#m{3}" aria-label="{6}" data-place="{0}/{4}"></a></mark>'
        ).format(self.done, word, before, after, self.total, say("이전 표시"), say("다음 표시"))


def lines(text: str, spans: Iterable[Span]) -> list[tuple[str, list[Span]]]:
    """The text's lines that hold anything, each with the spans (cut) that fall in it."""
    whole = merged(spans, len(text))
    found: list[tuple[str, list[Span]]] = []
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        if line.strip():
            found.append((line, [(a - start, b - start) for a, b in whole if a < end and b > start]))
        start = end + 1
    return found

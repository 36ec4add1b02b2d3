"""Marks and snippets, from the stored tokens: what a plan's words found is marked where it stands, nothing is analysed.

A mark covers the matched words only: no particle, no space between two words, no overlap.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, get_args

import numpy as np

from indexer.analysis.tokens import TokenColumns
from indexer.article import TEXT_FIELDS, Article
from indexer.query.result import Matched, Snippet, Span
from indexer.query.sought import Found, Sought
from indexer.query.standing import How, Stand

LONGEST = 180
"""Characters of a snippet: three lines on a phone."""

BEFORE = 40
"""Characters kept before the first mark when a sentence has to be cut."""

SHOWN_FIELDS = ("body", "caption", "subtitle")
"""Where snippets are taken from, in this order; the title is shown anyway."""


_PLAINNESS: Mapping[How, int] = {how: place for place, how in enumerate(get_args(How))}
"""One place may be found in several ways: the plainest is told."""


class _Held(NamedTuple):
    """What stands marked in a sentence, and which of the query's words (by number) it holds."""

    marks: tuple[Span, ...]
    words: frozenset[int]


@dataclass(frozen=True)
class _Sentence:
    """A sentence's span, and what stands marked in it."""

    start: int
    end: int
    marks: tuple[Span, ...] = ()


def article_marks(sought: Sought) -> dict[str, tuple[Span, ...]]:
    """The marks in each of TEXT_FIELDS that has any, as spans of `article.text(field)`."""
    marks = {name: field_marks(name, sought) for name in TEXT_FIELDS}
    return {name: spans for name, spans in marks.items() if spans}


def field_marks(name: str, sought: Sought) -> tuple[Span, ...]:
    """The marks in one of TEXT_FIELDS, as spans of `article.text(name)`; empty where there are none."""
    if name not in sought.tokens:
        return ()
    return merged(span for spans in sought.marked(name).values() for span in spans)


def snippets(sought: Sought) -> tuple[Snippet, ...]:
    """The one or two sentences that show most of the words; the beginning of the article where none stands."""
    for name in SHOWN_FIELDS:
        if name in sought.tokens and (found := sought.marked(name)):
            best = _best(sought.tokens[name], found)
            text = sought.article.text(name)
            return tuple(_cut(name, text, sentence) for sentence in best)
    return _beginning(sought.article)


def matched(sought: Sought) -> tuple[Matched, ...]:
    """Why the article was found: of each word, in each field and each way that it stands there, how often."""
    told = []
    for name in sought.tokens:
        text = sought.article.text(name)
        for found in sought.found(name):
            for how, places in _ways(found.stands):
                printed = _printed(text, places[0], found)
                told.append(Matched(sought.words[found.number].text, how, name, len(places), printed))
    return tuple(told)


def _ways(stands: Sequence[Stand]) -> Iterator[tuple[How, Sequence[Stand]]]:
    """The places of each way to stand, the plainest way first; a place comes once."""
    ways: dict[How, dict[int, Stand]] = defaultdict(dict)
    for stand in stands:
        ways[stand.how].setdefault(stand.position, stand)
    seen: set[int] = set()
    for how in sorted(ways, key=_PLAINNESS.__getitem__):
        if places := [stand for position, stand in ways[how].items() if position not in seen]:
            yield how, places
        seen.update(ways[how])


def _printed(text: str, stand: Stand, found: Found) -> str:
    """What is shown of a place: the word that it is inside of, without its tail where it does not reach there."""
    start, end = stand.spans[0][0], stand.spans[-1][1]
    word = found.printed(stand.position) if stand.how == "inside" else None
    return word.printed[: max(word.head, end - word.start)] if word else text[start:end]


def _beginning(article: Article) -> tuple[Snippet, ...]:
    for name in SHOWN_FIELDS:
        if text := article.text(name):
            paragraph = text.partition("\n\n")[0]
            return (_cut(name, text, _Sentence(0, len(paragraph))),)
    return ()


def merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The same characters with no two spans overlapping or touching, in order."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)


def _held(found: Sequence[tuple[int, Span]]) -> _Held:
    if len(found) == 1:
        return _Held((found[0][1],), frozenset((found[0][0],)))
    return _Held(merged(span for _, span in found), frozenset(word for word, _ in found))


def _best(tokens: TokenColumns, found: Mapping[int, Sequence[Span]]) -> list[_Sentence]:
    """The sentence with most different words, and a second one if it adds a word; joined when they are neighbours."""
    starts, ends, numbers = tokens.places()
    inside: dict[int, list[tuple[int, Span]]] = defaultdict(list)
    pairs = [(word, span) for word, spans in found.items() for span in spans]
    at = np.searchsorted(starts, np.array([span[0] for _, span in pairs], np.int32), side="right") - 1
    for number, pair in zip(numbers[np.maximum(at, 0)].tolist(), pairs, strict=True):
        inside[number].append(pair)
    held = {number: _held(some) for number, some in inside.items()}

    def sentence(number: int) -> _Sentence:
        first, last = np.searchsorted(numbers, np.array([number, number + 1], np.int32)).tolist()
        return _Sentence(int(starts[first:last].min()), int(ends[first:last].max()), held[number].marks)

    first = max(held, key=lambda n: (len(held[n].words), len(held[n].marks), -n))
    second = max(held, key=lambda n: (len(held[n].words - held[first].words), len(held[n].marks), -n))
    if not held[second].words - held[first].words:
        return [sentence(first)]
    early, late = map(sentence, sorted((first, second)))
    if late.start - early.end <= 2 and late.end - early.start <= LONGEST:
        return [_Sentence(early.start, late.end, early.marks + late.marks)]
    return [early, late]


def _cut(field: str, text: str, sentence: _Sentence) -> Snippet:
    start, end = sentence.start, sentence.end
    if end - start > LONGEST:
        if sentence.marks and sentence.marks[0][0] - start > BEFORE:
            start = _after_space(text, sentence.marks[0][0] - BEFORE, sentence.marks[0][0])
        if end - start > LONGEST:
            end = _before_space(text, start + LONGEST, start)
    before, after = ("…" if start > sentence.start else ""), ("…" if end < sentence.end else "")
    shift = len(before) - start
    marks = tuple((first + shift, last + shift) for first, last in sentence.marks if start <= first and last <= end)
    return Snippet(before + text[start:end].replace("\n", " ") + after, marks, field)


def _after_space(text: str, start: int, latest: int) -> int:
    space = text.find(" ", start, latest)
    return start if space < 0 else space + 1


def _before_space(text: str, end: int, earliest: int) -> int:
    space = text.rfind(" ", earliest, end + 1)
    return end if space <= earliest else space

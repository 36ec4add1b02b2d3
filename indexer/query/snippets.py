"""Marks and snippets, from the stored tokens: what a plan's words found is marked where it stands, nothing is analysed.

A mark covers the matched words only: no particle, no space between two words, no overlap.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import get_args

from indexer.analysis.tokens import Tokens
from indexer.article import TEXT_FIELDS, Article
from indexer.query.plan import Word
from indexer.query.result import Matched, Snippet, Span
from indexer.query.standing import How, Stand, Text

LONGEST = 180
"""Characters of a snippet: three lines on a phone."""

BEFORE = 40
"""Characters kept before the first mark when a sentence has to be cut."""

SHOWN_FIELDS = ("body", "caption", "subtitle")
"""Where snippets are taken from, in this order; the title is shown anyway."""


_PLAINEST: tuple[How, ...] = get_args(How)
"""One place may be found in several ways: the plainest is told."""


@dataclass(frozen=True)
class _Sentence:
    """A sentence's span, what stands marked in it, and which of the query's words (by number) it holds."""

    start: int
    end: int
    marks: tuple[Span, ...] = ()
    words: frozenset[int] = frozenset()


def article_marks(article: Article, tokens: Mapping[str, Tokens], words: Sequence[Word]) -> dict[str, tuple[Span, ...]]:
    """The marks in each of TEXT_FIELDS that has any, as spans of `article.text(field)`."""
    marks = {name: field_marks(name, article, tokens, words) for name in TEXT_FIELDS}
    return {name: spans for name, spans in marks.items() if spans}


def field_marks(name: str, article: Article, tokens: Mapping[str, Tokens], words: Sequence[Word]) -> tuple[Span, ...]:
    """The marks in one of TEXT_FIELDS, as spans of `article.text(name)`; empty where there are none."""
    if name not in tokens:
        return ()
    found = marked(name, article.text(name), tokens[name], words)
    return merged(span for spans in found.values() for span in spans)


def snippets(article: Article, tokens: Mapping[str, Tokens], words: Sequence[Word]) -> tuple[Snippet, ...]:
    """The one or two sentences that show most of the words; the beginning of the article where none stands."""
    for name in SHOWN_FIELDS:
        if name not in tokens:
            continue
        text = article.text(name)
        if found := marked(name, text, tokens[name], words):
            best = _best(_sentences(tokens[name], found))
            return tuple(_cut(name, text, sentence) for sentence in best)
    return _beginning(article)


def matched(article: Article, tokens: Mapping[str, Tokens], words: Sequence[Word]) -> tuple[Matched, ...]:
    """Why the article was found: of each word, in each field and each way that it stands there, how often."""
    found = []
    for name in tokens:
        text, here = article.text(name), Text.of_tokens(tokens[name], article.text(name))
        for word in (word for word in words if name in word.fields):
            ways: dict[How, dict[int, str]] = defaultdict(dict)
            for stand in sorted(here.stands(word), key=lambda stand: _PLAINEST.index(stand.how)):
                if stand.spans and not any(stand.position in places for places in ways.values()):
                    start, end = stand.spans[0][0], stand.spans[-1][1]
                    ways[stand.how][stand.position] = _whole_word(here, stand, text[start:end])
            found += [Matched(word.text, how, name, len(at), next(iter(at.values()))) for how, at in ways.items()]
    return tuple(found)


def _whole_word(text: Text, stand: Stand, printed: str) -> str:
    """What is shown of a place: the word that it is inside of, without its tail where it does not reach there."""
    word = text.printed[stand.position]
    end = stand.spans[-1][1] - word.start if word else 0
    return word.printed[: max(word.head, end)] if stand.how == "inside" and word else printed


def marked(field: str, text: str, tokens: Tokens, words: Sequence[Word]) -> dict[int, list[Span]]:
    """The spans of each word that stands in the field, by its number in `words`."""
    here = Text.of_tokens(tokens, text)
    found = {}
    for number, word in enumerate(words):
        if field in word.fields:
            # Kiwi finds verbs of no length (진행중이라며: an unwritten 하): nothing there can be marked.
            spans = [span for stand in here.stands(word) for span in stand.spans if span[0] < span[1]]
            if spans:
                found[number] = spans
    return found


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


def _sentences(tokens: Tokens, found: Mapping[int, Sequence[Span]]) -> list[_Sentence]:
    """The sentences that hold a mark, in order."""
    edges: dict[int, Span] = {}
    for start, end, number in zip(tokens.starts, tokens.ends, tokens.sentences, strict=True):
        first, last = edges.get(number, (start, end))
        edges[number] = (min(first, start), max(last, end))
    inside: dict[int, list[tuple[int, Span]]] = defaultdict(list)
    for word, spans in found.items():
        for span in spans:
            at = bisect_right(tokens.starts, span[0]) - 1
            inside[tokens.sentences[max(at, 0)]].append((word, span))
    return [
        _Sentence(*edges[number], merged(span for _, span in held), frozenset(word for word, _ in held))
        for number, held in sorted(inside.items())
    ]


def _best(sentences: Sequence[_Sentence]) -> list[_Sentence]:
    """The sentence with most different words, and a second one if it adds a word; joined when they are neighbours."""
    first = max(sentences, key=lambda s: (len(s.words), len(s.marks), -s.start))
    second = max(sentences, key=lambda s: (len(s.words - first.words), len(s.marks), -s.start))
    if not second.words - first.words:
        return [first]
    early, late = sorted((first, second), key=lambda s: s.start)
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

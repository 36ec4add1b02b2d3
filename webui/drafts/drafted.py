"""What the page of a draft shows, from one DraftAnswer. Pure functions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from urllib.parse import urlencode

from indexer.article import KST
from indexer.query.drafts import STANDINGS, Copy, DraftAnswer, DraftSentence, FirstSeen, Standing
from indexer.query.related import RelatedArticle, Shown
from indexer.query.result import Span
from indexer.query.stories import UNNAMED
from webui.language import say
from webui.periods import day_in_words, dotted
from webui.results.present import UNTITLED
from webui.timelines.strip import Point, Strip, draw

WORDS = 6
"""Shared words named beside an article."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """An article in a list. `sentences` are those of the draft that it prints, `words` what the two share."""

    id: str
    title: str
    press: str
    day: str
    datetime: str
    excerpt: bool
    sentences: int = 0
    words: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Group:
    """Articles of one kind under a heading; `empty` is said where there are none."""

    id: str
    name: str
    lines: tuple[Line, ...]
    empty: str = ""


@dataclass(frozen=True, kw_only=True)
class Piece:
    """A run of letters of a draft: `kind` is "unseen" for what no article has, "missing" for what the article named
    beside its sentence has not, else ""."""

    text: str
    kind: str = ""


@dataclass(frozen=True, kw_only=True)
class Sentence:
    """A sentence to read: how it stands, in words too, and the number of the article that says so (0: none)."""

    standing: Standing
    name: str
    pieces: tuple[Piece, ...]
    number: int = 0
    article: str = ""


@dataclass(frozen=True, kw_only=True)
class Name:
    """A name, when it first stood in the archive, in how many articles, and the URL query that finds them."""

    word: str
    press: str
    first: Line | None
    total: int
    query: str


@dataclass(frozen=True, kw_only=True)
class Drafted:
    """The page."""

    summary: tuple[str, ...]
    groups: tuple[Group, ...]
    strip: Strip | None
    paragraphs: tuple[tuple[Sentence, ...], ...]
    counts: tuple[tuple[Standing, str, int], ...]
    sources: tuple[Line, ...]
    names: tuple[Name, ...]
    unseen: tuple[str, ...]
    answer: DraftAnswer


def laid_out(answer: DraftAnswer) -> Drafted:
    """The page of an answer."""
    numbers = {one.id: number for number, one in enumerate(answer.sources, start=1)}
    return Drafted(
        summary=tuple(_summary(answer)),
        groups=tuple(_groups(answer)),
        strip=draw(tuple(_points(answer))),
        paragraphs=tuple(_paragraphs(answer, numbers)),
        counts=tuple((standing, standing_name(standing), answer.count(standing)) for standing in STANDINGS),
        sources=tuple(map(line, answer.sources)),
        names=tuple(map(_name, answer.names)),
        unseen=answer.unseen,
        answer=answer,
    )


def standing_name(standing: Standing) -> str:
    """How a sentence stands, in the reader's language."""
    return say(STANDINGS[standing])


def line(one: Shown | FirstSeen) -> Line:
    """An article as a list shows it."""
    return Line(
        id=one.id,
        title=one.title or UNTITLED,
        press=one.press or say(UNNAMED),
        day=dotted(one.published.astimezone(KST).date()) if one.published else say("날짜 없음"),
        datetime=one.published.isoformat() if one.published else "",
        excerpt=isinstance(one, Shown) and one.excerpt,
        sentences=one.sentences if isinstance(one, Copy) else 0,
        words=one.words[:WORDS] if isinstance(one, RelatedArticle) else (),
    )


def _groups(answer: DraftAnswer) -> Iterator[Group]:
    none = say("같은 글이 실린 적이 없습니다.")
    yield Group(id="whole", name=say("같은 글"), lines=tuple(map(line, answer.whole)), empty=none)
    if answer.partial:
        yield Group(id="partial", name=say("같은 문장이 있는 글"), lines=tuple(map(line, answer.partial)))
    none = say("같은 일을 다룬 기사를 찾지 못했습니다.")
    yield Group(id="coverage", name=say("이어지는 보도"), lines=tuple(map(line, answer.related)), empty=none)


def _summary(answer: DraftAnswer) -> Iterator[str]:
    whole, partial, related = len(answer.whole), len(answer.partial), len(answer.related)
    if not (whole or partial or related):
        yield say("이 글과 같은 글도, 이어지는 보도도 찾지 못했습니다.")
        return
    yield say("같은 글 {n:,}건이 이미 실렸습니다.", n=whole) if whole else say("같은 글은 실리지 않았습니다.")
    if partial:
        yield say("같은 문장이 있는 글이 {n:,}건 있습니다.", n=partial)
    if related:
        yield say("이어지는 보도는 {n:,}건입니다.", n=related)
    first = answer.first
    if first and first.published:
        undated = any(one.published is None for one in (*answer.copies, *answer.related))
        known = "날짜를 아는 것 가운데 처음은 {day} {press}입니다."
        text = known if undated else "찾은 것 가운데 처음은 {day} {press}입니다."
        day = day_in_words(first.published.astimezone(KST).date())
        yield say(text, day=day, press=first.press or say("이름을 모르는 신문"))
    if answer.capped:
        yield say("많아서 가장 가까운 것만 보입니다.")


def _points(answer: DraftAnswer) -> Iterator[Point]:
    for one in (*answer.copies, *answer.related):
        kind = "related" if not isinstance(one, Copy) else "whole" if one.whole else "partial"
        if one.published:
            day = one.published.astimezone(KST).date()
            yield Point(id=one.id, title=one.title or UNTITLED, day=day, kind=kind)


def _paragraphs(answer: DraftAnswer, numbers: dict[str, int]) -> Iterator[tuple[Sentence, ...]]:
    """The sentences, with what stands between them; a new line begins a paragraph."""
    paragraph: list[Sentence] = []
    at = 0
    for sentence in answer.sentences:
        between = answer.text[at : sentence.start]
        if "\n" in between and paragraph:
            yield tuple(paragraph)
            paragraph = []
        if between.strip():  # what was passed over, as a run of one letter is
            paragraph.append(_plain(between))
        if paragraph and sentence.article and paragraph[-1].article == sentence.article:
            paragraph[-1] = replace(paragraph[-1], number=0)  # it is named once, behind the last of them
        paragraph.append(_sentence(sentence, answer.text, numbers))
        at = max(at, sentence.end)
    if answer.text[at:].strip():
        paragraph.append(_plain(answer.text[at:]))
    if paragraph:
        yield tuple(paragraph)


def _plain(text: str) -> Sentence:
    return Sentence(standing="open", name=standing_name("open"), pieces=(Piece(text=text.strip()),))


def _sentence(sentence: DraftSentence, text: str, numbers: dict[str, int]) -> Sentence:
    return Sentence(
        standing=sentence.standing,
        name=standing_name(sentence.standing),
        pieces=tuple(_pieces(sentence, text)),
        number=numbers.get(sentence.article, 0),
        article=sentence.article,
    )


def _pieces(sentence: DraftSentence, text: str) -> Iterator[Piece]:
    kinds = {**dict.fromkeys(sentence.missing, "missing"), **dict.fromkeys(sentence.unseen, "unseen")}
    spans = _apart(sorted(kinds), sentence)
    edges = [sentence.start, *(edge for span in spans for edge in span), sentence.end]
    for number, (start, end) in enumerate(pairwise(edges)):
        if start < end:
            yield Piece(text=text[start:end], kind=kinds[spans[number // 2]] if number % 2 else "")


def _apart(spans: Sequence[Span], sentence: DraftSentence) -> list[Span]:
    """Those within the sentence that do not begin within another."""
    kept: list[Span] = []
    for start, end in spans:
        if start >= (kept[-1][1] if kept else sentence.start) and end <= sentence.end:
            kept.append((start, end))
    return kept


def _name(one: FirstSeen) -> Name:
    quoted = f'"{one.word}"' if " " in one.word else one.word
    query = "?" + urlencode({"q": quoted, "sort": "oldest"}) if one.total and '"' not in one.word else ""
    return Name(word=one.word, press=one.press, first=line(one) if one.id else None, total=one.total, query=query)

"""“Have we covered this?”: a draft against the archive (ADR 0021).

    text ─► analysed once ─► what is alike, by text, by matter, by sentence ─► compared word by word ─► DraftAnswer

Nothing of a draft stays: it is written nowhere, no message names its words, and what engines remember of searches they
are told to forget.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from indexer.analysis.gate import clean, one_line
from indexer.analysis.interface import Analyser
from indexer.archive import Archive
from indexer.draft.comparing import FEWEST_UNITS, Found, Rare, find, knowing, rare_words
from indexer.draft.naming import first_seen, unseen
from indexer.draft.reading import Draft, Sentence
from indexer.engines.interface import Engine, EngineQuery
from indexer.errors import InvalidRequest
from indexer.query.drafts import MOST_CHARACTERS, Copy, DraftAnswer, DraftRequest, DraftSentence, Standing
from indexer.query.plan import Every
from indexer.query.related import RelatedArticle, Shown
from indexer.query.salient import Salient, shared
from indexer.similar import MOST, SHARE, alike, salient_of

MOST_COPIES = 20

_HANGUL = re.compile("[가-힣]")

PARTLY, FEWEST_SENTENCES = 0.2, 2
"""An article that has so many of a draft's sentences, or this part of them, prints some of it: a single one may be how
every press release ends."""


PIECE, FEWEST_LETTERS = 1_000, 20
"""In so many characters a text has at least so many different Hangul letters: news has 150. Kiwi takes 3 to 6 s for a
draft that is made of a handful of them (가나다가나다…), and for one of 20 at most four times as long as for news."""


def check(request: DraftRequest, *, archive: Archive, engine: Engine, analyser: Analyser) -> DraftAnswer:
    """What the archive has of a draft. Raises InvalidRequest for one that is empty, too long or no text."""
    started = time.perf_counter()
    text = _admitted(request.text)
    within = EngineQuery(
        plan=Every(),
        first=_ordinal(request.first),
        last=_ordinal(request.last),
        chosen={"press": tuple(map(one_line, request.press))},
        limit=0,
        facets=(),
    )
    try:
        draft = Draft(text, next(iter(analyser.columns([text]))))
        answer = _answer(draft, archive, engine, analyser.version, within)
    finally:
        engine.forget()
    return replace(answer, took_ms=(time.perf_counter() - started) * 1000)


def _admitted(text: str) -> str:
    cleaned = clean(text).strip()
    if not cleaned:
        raise InvalidRequest("글이 비어 있습니다. 견줄 글을 붙여 넣으십시오.", parameter="text", code="empty")
    if len(cleaned) > MOST_CHARACTERS:
        message = f"글이 너무 깁니다: {len(cleaned):,}자. {MOST_CHARACTERS:,}자까지 견줄 수 있으니 나누어 넣으십시오."
        raise InvalidRequest(message, parameter="text", code="too_long")
    for start in range(0, len(cleaned) - PIECE + 1, PIECE):
        if _repeats(cleaned[start : start + PIECE]):
            message = (
                f"{start + 1:,}번째 글자부터 {PIECE:,}자가 몇 안 되는 글자의 되풀이라서 글로 읽을 수 없습니다."
                " 그곳을 빼고 다시 하십시오."
            )
            raise InvalidRequest(message, parameter="text", code="repetitive")
    return cleaned


def _repeats(piece: str) -> bool:
    letters = _HANGUL.findall(piece)
    return 2 * len(letters) > len(piece) and len(set(letters)) < FEWEST_LETTERS


def _answer(draft: Draft, archive: Archive, engine: Engine, analyser: str, within: EngineQuery) -> DraftAnswer:
    articles, count = engine.search(within).total, engine.count()
    words = salient_of(draft.terms, engine)
    rare = rare_words(draft, engine, count)
    found = find(draft, words, rare, archive=archive, engine=engine, within=within, analyser=analyser)
    copies = _copies(found, len(draft.sentences))
    related = list(_related(found, words, copies))
    strange, unasked = unseen(rare, engine, within)
    sentences = tuple(_sentences(draft, rare, found, strange))
    named = dict.fromkeys(sentence.article for sentence in sentences if sentence.article)
    return DraftAnswer(
        text=draft.text,
        articles=articles,
        compared=len(found.stored),
        sentences=sentences,
        copies=tuple(copies[:MOST_COPIES]),
        related=tuple(related[:MOST]),
        sources=tuple(Shown(**Shown.facts(found.stored[article_id].article)) for article_id in named),
        names=tuple(first_seen(draft, rare, archive, engine, within)),
        unseen=tuple(_in_order(draft, strange)),
        unasked=unasked,
        capped=len(related) > MOST or len(copies) > MOST_COPIES,
    )


def _copies(found: Found, sentences: int) -> list[Copy]:
    """What prints the draft, all of it first, then most sentences first, then the oldest."""
    copies = []
    for article_id, stored in found.stored.items():
        printed, whole = found.printed.get(article_id), article_id in found.whole
        count = int(printed.sum()) if printed is not None else 0
        if whole or count >= FEWEST_SENTENCES or count > PARTLY * sentences:
            copies.append(Copy.of(stored.article, whole=whole, sentences=count))
    return sorted(copies, key=_most_first)


def _most_first(copy: Copy) -> tuple[bool, int, bool, float]:
    when = copy.published
    return (not copy.whole, -copy.sentences, when is None, when.timestamp() if when else 0.0)


def _related(found: Found, words: Sequence[Salient], copies: Sequence[Copy]) -> Iterator[RelatedArticle]:
    """What is on the matter and prints nothing of the draft, nor is another print of what does."""
    printing = {copy.id for copy in copies}
    stories = {found.stored[copy.id].story for copy in copies} - {0}
    for article_id, share in found.shares.items():
        stored = found.stored.get(article_id)
        if stored and share >= SHARE and article_id not in printing and stored.story not in stories:
            common = shared(words, found.texts[article_id])
            if alike(words, common):
                yield RelatedArticle.of(stored.article, share, common)


def _sentences(
    draft: Draft, rare: Sequence[Sequence[Rare]], found: Found, strange: frozenset[str]
) -> Iterator[DraftSentence]:
    for number, (sentence, words) in enumerate(zip(draft.sentences, rare, strict=True)):
        standing, article = _standing(sentence, number, words, found)
        lacking = [unit for unit in sentence.units if article and unit.telling and found.lacks(article, unit)]
        yield DraftSentence(
            start=sentence.start,
            end=sentence.end,
            standing=standing,
            article=article,
            missing=tuple((unit.start, unit.end) for unit in lacking),
            unseen=tuple((unit.start, unit.end) for unit in sentence.units if unit.letters in strange),
        )


def _standing(sentence: Sentence, number: int, words: Sequence[Rare], found: Found) -> tuple[Standing, str]:
    """How a sentence stands, and the article it stands so by."""
    numbers = [unit for unit in sentence.units if unit.kind == "number"]
    printing = [article_id for article_id, printed in found.printed.items() if printed[number]]
    for article_id in printing:
        if not any(found.lacks(article_id, unit) for unit in numbers):
            return "printed", article_id
    if printing:  # the same words with another number: what is told is known, the number is not
        return "known", printing[0]
    if len(words) < FEWEST_UNITS:
        return "open", ""
    article = knowing(words, found)
    return ("known", article) if article else ("new", "")


def _in_order(draft: Draft, strange: frozenset[str]) -> Iterator[str]:
    """Those words as they come in the draft, each once, as they are written there."""
    left = set(strange)
    for sentence in draft.sentences:
        for unit in sentence.units:
            if unit.letters in left:
                left.remove(unit.letters)
                yield draft.text[unit.start : unit.end]


def _ordinal(day: date | None) -> int | None:
    return day.toordinal() if day else None

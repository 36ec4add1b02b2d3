"""A draft answered by hand: sentences that stand in an article are printed, those that share two words with one are
known, the others are new."""

from __future__ import annotations

import re
from collections.abc import Sequence

from indexer.article import Article
from indexer.query.drafts import Copy, DraftAnswer, DraftRequest, DraftSentence, FirstSeen, Standing
from indexer.query.related import RelatedArticle, Shown


def fake_draft(request: DraftRequest, articles: Sequence[Article]) -> DraftAnswer:
    """The answer to a draft from these articles."""
    text = request.text.strip()
    sentences = [_sentence(found.span(), text, articles) for found in re.finditer(r"[^.\n]+\.?", text)]
    copied = {one.article for one in sentences if one.standing == "printed"}
    known = {one.article for one in sentences if one.standing == "known"} - copied
    words = list(dict.fromkeys(re.findall(r"\w{3,}", text)))
    named = dict.fromkeys(one.article for one in sentences if one.article)
    by_id = {a.id: a for a in articles}
    return DraftAnswer(
        text=text,
        articles=len(articles),
        compared=len(articles),
        sentences=tuple(sentences),
        copies=tuple(Copy.of(a, whole=a.body.strip() in text, sentences=1) for a in articles if a.id in copied),
        related=tuple(RelatedArticle.of(a, 0.4, tuple(words[:3])) for a in articles if a.id in known),
        sources=tuple(Shown(**Shown.facts(by_id[article_id])) for article_id in named),
        names=tuple(_first(word, articles) for word in words[:6]),
        unseen=tuple(word for word in words if not any(word in a.body for a in articles))[:4],
        took_ms=12.3,
    )


def _sentence(span: tuple[int, int], text: str, articles: Sequence[Article]) -> DraftSentence:
    start, end = span
    sentence = text[start:end].strip()
    words = re.findall(r"\w{2,}", sentence)
    standing: Standing = "new" if len(words) > 1 else "open"
    article = ""
    for one in articles:
        if sentence and sentence in one.body:
            standing, article = "printed", one.id
        elif standing == "new" and sum(word in one.body for word in words) > 1:
            standing, article = "known", one.id
    unseen = [found.span() for found in re.finditer(r"\d+", text[start:end])]
    return DraftSentence(
        start=start,
        end=end,
        standing=standing,
        article=article,
        unseen=tuple((start + a, start + b) for a, b in unseen) if standing == "new" else (),
    )


def _first(word: str, articles: Sequence[Article]) -> FirstSeen:
    having = sorted((a for a in articles if word in a.body), key=lambda a: (a.published is None, str(a.published)))
    if not having:
        return FirstSeen(word=word, total=0)
    first = having[0]
    return FirstSeen(
        word=word,
        total=len(having),
        id=first.id,
        title=first.title,
        press=first.press,
        published=first.published,
    )

"""“Have we covered this?”: what is asked of a draft, and what is answered (ADR 0021)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from indexer.article import Article
from indexer.query.related import RelatedArticle, Shown
from indexer.query.result import Span

MOST_CHARACTERS = 20_000
"""Of a draft: ten long articles. What is longer is refused, not cut: half an answer would be taken for a whole one."""

Standing = Literal["printed", "known", "new", "open"]

STANDINGS: Mapping[Standing, str] = {
    "printed": "이미 실린 문장",
    "known": "아는 이야기",
    "new": "새로운 내용",
    "open": "가리지 않은 문장",
}
"""A sentence of a draft: it stands in an article, numbers and all; most of its names, numbers and rare words stand
together in one; they do in none that was compared; it has too few of them to tell."""


@dataclass(frozen=True, kw_only=True)
class DraftRequest:
    """A text and what to compare it with: newspapers (any of them; none is all) and inclusive days in KST. The text is
    not shown where a request is printed, lest it stand in a log."""

    text: str
    press: tuple[str, ...] = ()
    first: date | None = None
    last: date | None = None

    def __repr__(self) -> str:
        return f"DraftRequest(<{len(self.text)} characters>)"


@dataclass(frozen=True, kw_only=True)
class DraftSentence:
    """A sentence of a draft, as a span of its text (code points). `article` is the id of one in which it is printed or
    known, "" else. As spans of the whole text: `missing` are the names, compounds and numbers that this article does
    not have, `unseen` those that no article has."""

    start: int
    end: int
    standing: Standing
    article: str = ""
    missing: tuple[Span, ...] = ()
    unseen: tuple[Span, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Copy(Shown):
    """An article that prints the draft, wholly (`whole`: edited or cut, but the same text) or in part: so many of its
    sentences."""

    whole: bool
    sentences: int

    @classmethod
    def of(cls, article: Article, *, whole: bool, sentences: int) -> Copy:
        """One of an archived article."""
        return cls(**cls.facts(article), whole=whole, sentences=sentences)


@dataclass(frozen=True, kw_only=True)
class FirstSeen:
    """A name or a compound of the draft, how many articles have it, and the oldest of them. `id` is "" when none has
    it; `published` is None for that, and where no day of those is known."""

    word: str
    total: int
    id: str = ""
    title: str = ""
    press: str = ""
    published: datetime | None = None

    def to_json(self) -> dict[str, Any]:
        """As in docs/api.md."""
        return vars(self) | {"published": _time_json(self.published)}


@dataclass(frozen=True, kw_only=True)
class DraftAnswer:
    """What there is of a draft. `text` is the draft as it was read (gate.clean), `articles` are all that there are
    within the filters, `compared` of them were read word by word. `copies` come first those that print all of it,
    `related` the most alike first; `capped` says that there may be more of them. `sources` are the articles that its
    sentences name, in the order in which they do. `unseen` are names, compounds and numbers of the draft that no
    article has; so many more `unasked` were not looked up."""

    text: str
    articles: int
    compared: int
    sentences: tuple[DraftSentence, ...] = ()
    copies: tuple[Copy, ...] = ()
    related: tuple[RelatedArticle, ...] = ()
    sources: tuple[Shown, ...] = ()
    names: tuple[FirstSeen, ...] = ()
    unseen: tuple[str, ...] = ()
    unasked: int = 0
    capped: bool = False
    took_ms: float = 0.0

    @property
    def whole(self) -> tuple[Copy, ...]:
        """The copies that print all of it."""
        return tuple(copy for copy in self.copies if copy.whole)

    @property
    def partial(self) -> tuple[Copy, ...]:
        """Those that print some of it."""
        return tuple(copy for copy in self.copies if not copy.whole)

    @property
    def first(self) -> Copy | RelatedArticle | None:
        """The oldest of all that were found; None where there is none, or no day of them is known."""
        every: tuple[Copy | RelatedArticle, ...] = (*self.copies, *self.related)
        dated = [(one.published, one.id, one) for one in every if one.published]
        return min(dated)[2] if dated else None

    def count(self, standing: Standing) -> int:
        """How many sentences stand so."""
        return sum(sentence.standing == standing for sentence in self.sentences)

    def to_json(self) -> dict[str, Any]:
        """As in docs/api.md."""
        return {
            "characters": len(self.text),
            "articles": self.articles,
            "compared": self.compared,
            "counts": {standing: self.count(standing) for standing in STANDINGS},
            "first": self.first.to_json() if self.first else None,
            "copies": [copy.to_json() for copy in self.copies],
            "related": [one.to_json() for one in self.related],
            "capped": self.capped,
            "sources": [one.to_json() for one in self.sources],
            "names": [name.to_json() for name in self.names],
            "unseen": list(self.unseen),
            "unasked": self.unasked,
            "sentences": [
                {
                    "text": self.text[one.start : one.end],
                    "standing": one.standing,
                    "standing_in_words": STANDINGS[one.standing],
                    "article": one.article,
                    "missing": [self.text[start:end] for start, end in one.missing],
                    "unseen": [self.text[start:end] for start, end in one.unseen],
                }
                for one in self.sentences
            ],
            "took_ms": round(self.took_ms, 3),
        }


def _time_json(time: datetime | None) -> str | None:
    return time.isoformat() if time else None

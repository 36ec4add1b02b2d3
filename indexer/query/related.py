"""Articles on the matter of another one, or of a draft: what is answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypedDict

from indexer.article import Article


@dataclass(frozen=True, kw_only=True)
class Shown:
    """What is shown of an article in a list: nothing of its body. `excerpt` says that the archive has only the
    beginning of it."""

    id: str
    title: str
    press: str
    published: datetime | None
    url: str | None
    excerpt: bool

    @classmethod
    def facts(cls, article: Article) -> Facts:
        """What an article gives."""
        return {
            "id": article.id,
            "title": article.title,
            "press": article.press,
            "published": article.published,
            "url": article.url,
            "excerpt": article.excerpt,
        }

    def to_json(self) -> dict[str, Any]:
        """As in docs/api.md."""
        return vars(self) | {"published": self.published.isoformat() if self.published else None}


class Facts(TypedDict):
    """The facts of an article by the names of Shown."""

    id: str
    title: str
    press: str
    published: datetime | None
    url: str | None
    excerpt: bool


@dataclass(frozen=True, kw_only=True)
class RelatedArticle(Shown):
    """An article that is like another text. `share` (0 … 1) is how much of what that text is about it has, `words` what
    the two have in common, the most telling first."""

    share: float
    words: tuple[str, ...]

    @classmethod
    def of(cls, article: Article, share: float, words: tuple[str, ...]) -> RelatedArticle:
        """One of an archived article."""
        return cls(**cls.facts(article), share=round(min(share, 1.0), 3), words=words)

    def to_json(self) -> dict[str, Any]:
        """As in docs/api.md."""
        return super().to_json() | {"words": list(self.words)}


@dataclass(frozen=True, kw_only=True)
class Related:
    """What is like one article, most alike first, each text once; nothing of its own story. `published` is that of the
    article; `capped` says that there may be more."""

    id: str
    published: datetime | None
    articles: tuple[RelatedArticle, ...] = ()
    capped: bool = False

    @property
    def earlier(self) -> tuple[RelatedArticle, ...]:
        """Those published before it, the newest first; none where its day is not known."""
        return tuple(sorted(self._dated(later=False), key=_newest_first))

    @property
    def later(self) -> tuple[RelatedArticle, ...]:
        """Those published after it, the oldest first."""
        return tuple(sorted(self._dated(later=True), key=_newest_first, reverse=True))

    def _dated(self, *, later: bool) -> list[RelatedArticle]:
        here = self.published
        dated = [(one, one.published) for one in self.articles if one.published]
        return [one for one, when in dated if here and when != here and (when > here) == later]

    def to_json(self) -> dict[str, Any]:
        """As in docs/api.md."""
        return {
            "id": self.id,
            "similar": [one.to_json() for one in self.articles],
            "earlier": [one.id for one in self.earlier],
            "later": [one.id for one in self.later],
            "capped": self.capped,
        }


def _newest_first(one: RelatedArticle) -> tuple[float, str]:
    return (-one.published.timestamp() if one.published else 0.0, one.id)

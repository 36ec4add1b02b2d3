"""What the comparison of queries asks: several queries, and for all of them the same filters, period and unit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from indexer.errors import InvalidRequest
from webui import params
from webui.parameters import Args, Unit
from webui.params import FILTERS, Params

MOST = 5
"""Queries on one chart: more lines than that nobody tells apart."""


@dataclass(frozen=True, kw_only=True)
class Question:
    """One URL of the comparison. `asked` is everything but the queries."""

    texts: tuple[str, ...]
    asked: Params

    def but(self, **changes: Any) -> Question:
        """The same queries, asked otherwise."""
        return replace(self, asked=self.asked.but(**changes))

    def without(self, text: str) -> Question:
        """The others."""
        return replace(self, texts=tuple(other for other in self.texts if other != text))

    def query(self) -> str:
        """The URL's query, `?` included; empty when nothing is asked."""
        return self.with_texts(self.asked.query())

    def with_texts(self, rest: str) -> str:
        """A URL's query of everything but the queries, with them."""
        texts = urlencode([("q", text) for text in self.texts], errors="replace")
        return "?" + "&".join(filter(None, (texts, rest.removeprefix("?")))) if texts or rest else ""

    def within(self, *, by: Unit) -> Callable[[str], str]:
        """Makes the queries of the same comparison in one period or another, as Params.within."""
        texts = urlencode([("q", text) for text in self.texts], errors="replace")
        rest = self.asked.within(by=by)
        return lambda period: f"?{texts}&{rest(period).removeprefix('?')}"

    @property
    def unfiltered(self) -> Question:
        """The same queries and period, without filters."""
        return self.but(**dict.fromkeys(FILTERS, ()))

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """What a form asks along with the queries and the period."""
        return [(name, value) for name, value in self.asked.pairs() if name not in ("from", "to")]

    def alone(self, text: str) -> Params:
        """The search for one of the queries."""
        return self.asked.but(q=text, sort="relevance")


def read(args: Args) -> Question:
    """What a URL asks; empty queries and second ones of the same text are no queries. Raises InvalidRequest."""
    texts = tuple(dict.fromkeys(text.strip() for text in args.getlist("q") if text.strip()))
    if len(texts) > MOST:
        message = f"검색식은 {MOST}개까지 나란히 볼 수 있습니다. 지금 {len(texts)}개이니 줄여 다시 비교하십시오."
        raise InvalidRequest(message, parameter="q", code="too_many")
    return Question(texts=texts, asked=_plain(params.read(args)))


def of(asked: Params) -> Question:
    """The query of a search, to compare others with it."""
    return Question(texts=(asked.q.strip(),), asked=_plain(asked))


def _plain(asked: Params) -> Params:
    """Without what is about a list of hits: its order, its pages, its other counts."""
    usual = Params(sort="newest")
    return replace(
        asked, q="", sort=usual.sort, page=usual.page, size=usual.size, facets=usual.facets, collapse=usual.collapse
    )

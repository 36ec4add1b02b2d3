"""What an engine is. Terms, values and days go in, a plan is asked, ids, scores and counts come out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from indexer.analysis.field_terms import FieldTerms
from indexer.errors import InvalidRequest
from indexer.query.plan import Fuzzy, Plan, Prefix, Scored
from indexer.query.request import Sort
from indexer.query.result import FACETS, FacetCount
from indexer.query.vocabulary import Vocabulary

MOST_EXPANDED = 5_000_000
"""Postings that the words of one prefix may have together. Beyond them a search raises InvalidRequest: it would be
slow, and so many words are no question."""


@dataclass(frozen=True, kw_only=True)
class IndexDocument:
    """An article as an engine sees it. `terms` holds the terms of each text field that has any; `values` the values of
    each value field that has any, a value counting once. `published` is aware. `story` is the same for what is the same
    text in several papers, a number of 64 bits with sign; 0 is a story of its own."""

    id: str
    terms: Mapping[str, FieldTerms]
    values: Mapping[str, Sequence[str]]
    published: datetime | None
    story: int = 0


@dataclass(frozen=True, kw_only=True)
class EngineQuery:
    """One search. `first` and `last` (`date.toordinal()`), `chosen` (values by field, any of them) and `left_out`
    (values by field, none of them) are the filters beside the plan: the counts of a facet are of the articles that pass
    all filters but the facet's own. `facets` names the fields of FACETS and VALUE_FIELDS that are counted. The score
    is the sum of what is `scored`, if None of the plan's words. `collapse` leaves of every story the hit that comes
    first in the order, before `offset` and `limit` cut the page; facets count articles all the same."""

    plan: Plan
    scored: tuple[Scored, ...] | None = None
    first: int | None = None
    last: int | None = None
    chosen: Mapping[str, Sequence[str]] = field(default_factory=dict)
    left_out: Mapping[str, Sequence[str]] = field(default_factory=dict)
    sort: Sort = "relevance"
    limit: int | None = 10
    offset: int = 0
    facets: Sequence[str] = FACETS
    collapse: bool = False


@dataclass(frozen=True, kw_only=True)
class EngineAnswer:
    """`total` is exact, of articles; `stories` is the exact number of their stories, None unless the query collapses
    them. `found` are (id, score) pairs of the asked-for page in order. Equal scores are ordered newest
    first, then by id; undated articles come last in every order of dates. `facets` has the facets asked for, and every
    one of them."""

    total: int
    found: Sequence[tuple[str, float]]
    facets: Mapping[str, Sequence[FacetCount]]
    stories: int | None = None


def check_expansion(word: Prefix | Fuzzy, postings: int) -> None:
    """Raises InvalidRequest when the words it stands for have more postings than MOST_EXPANDED."""
    if postings > MOST_EXPANDED:
        message = f"‘{word.text}*’: 이렇게 시작하는 낱말이 너무 많습니다. 앞부분을 더 길게 적어 다시 찾으십시오."
        if isinstance(word, Fuzzy):
            message = (
                f"‘{word.text}~{word.distance}’: 비슷한 낱말이 너무 많습니다. 더 긴 낱말을 적거나 ‘~1’로 찾으십시오."
            )
        raise InvalidRequest(message, parameter="q", code="query_too_large")


class EngineWriter(Protocol):
    """The one writer of an index. What is put is searchable after `commit`, all of it or none."""

    @property
    def index_id(self) -> str:
        """The id of the index being written (see Engine.index_id)."""

    @property
    def full(self) -> bool:
        """Whether enough is waiting that it should be committed now, to keep memory bounded."""

    def put(self, document: IndexDocument) -> None:
        """Adds a document, in place of the one of the same id if there is one. One that raises changes nothing."""

    def delete(self, document_id: str) -> None:
        """Takes a document out; none of that id is no error."""

    def commit(self) -> None:
        """Makes what was put and deleted durable and searchable."""

    def purge(self) -> None:
        """Commits, then writes whatever still holds something of a deleted document anew without it."""


class Engine(Protocol):
    """An index. Safe for many threads and beside writers in other processes. Raises the IndexFailure errors."""

    @property
    def index_id(self) -> str:
        """Which index this is: an archive position belongs to one index_id, so an index that was lost, replaced or
        made by other rules is never taken for complete."""

    @property
    def commit(self) -> str:
        """Which commit is the newest: another after every change that can be found. Costs no more than a look."""

    def writer(self, *, afresh: bool = False) -> AbstractContextManager[EngineWriter]:
        """The writer; leaving the block commits what is waiting, leaving it by an exception drops that. `afresh`
        writes a new index, which takes the old one's place when the block ends well. Raises IndexBusy while another
        writer is at work."""

    def search(self, query: EngineQuery) -> EngineAnswer:
        """Answers from the newest commit."""

    def count(self) -> int:
        """How many documents there are."""

    def vocabulary(self) -> Vocabulary:
        """The words of the newest commit that readers type (`vocabulary.typed_word`): at most MOST_WORDS, the most
        frequent ones; in an index of LARGE documents or more, those that stand in two at least. Where making it takes
        long, the first call after a commit does, and the others give the same object."""

    def similar(self, letters: str, distance: int) -> list[tuple[str, int]]:
        """The nouns and heads that are at most so many keystrokes from the letters (jamo.distance), these among them,
        each with its document frequency (estimated as in Vocabulary), the most frequent first. Reads every word there
        is: tens of milliseconds for a million."""

    def frequencies(self, terms: Sequence[str]) -> list[int]:
        """How many documents have each term, those of its fields added up: an estimate from above of how common it is.
        Deleted documents may count. Hundreds of terms in well under a millisecond; nothing of them is remembered."""

    def forget(self) -> None:
        """Lets go of the words of searches that are remembered to answer the next ones sooner."""

    def close(self) -> None:
        """Gives files and memory back."""

"""What the web pages need from the search engine; `indexer.search.Search` is one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

from indexer.archive.coverage import Coverage
from indexer.archive.stats import Stats
from indexer.exporting import Export
from indexer.following import Followed
from indexer.query.concordance import Concordance, Line
from indexer.query.context import WIDTH, Order
from indexer.query.drafts import DraftAnswer, DraftRequest
from indexer.query.related import Related
from indexer.query.request import SearchRequest
from indexer.query.result import ArticleView, FacetCount, SearchResult, Version
from indexer.query.suggest import Suggestion


class SearchService(Protocol):
    """Answers searches and shows articles. Every error is a GisaError with a Korean message."""

    def search(self, request: SearchRequest) -> SearchResult:
        """One answer. Raises InvalidRequest for what cannot be asked, IndexMissing and others when it cannot answer."""

    def suggest(self, typed: str, limit: int) -> tuple[Suggestion, ...]:
        """How a query that is being typed may go on, so many at most."""

    def article(
        self, article_id: str, text: str = "", *, number: int | None = None, as_typed: bool = False
    ) -> ArticleView:
        """One whole article, with marks on what the query `text` matches, corrected unless it is to be taken
        `as_typed`: the newest version, or that of a number. Raises NotFound and NoSuchVersion."""

    def following(self, request: SearchRequest) -> tuple[Followed, ...]:
        """The hits of a search with what a feed says of each. Raises what `search` raises."""

    def similar(self, article_id: str) -> Related:
        """What is on the matter of an article, its own story left out. Raises NotFound."""

    def draft(self, request: DraftRequest) -> DraftAnswer:
        """What the archive has of a text that is written now; nothing of it is kept. Raises InvalidRequest for one that
        is empty or too long."""

    def export(self, request: SearchRequest) -> Export:
        """The whole answer of a request, whatever page it asks for, to be written out. Raises what `search` raises."""

    def concordance(self, request: SearchRequest, order: Order = "list", width: int = WIDTH) -> Concordance:
        """A page of words in context. The request's limit and offset count articles, or lines in one of BY_CONTEXT's
        orders. Raises what `search` raises."""

    def concordance_lines(self, request: SearchRequest, order: Order = "list", width: int = WIDTH) -> Iterator[Line]:
        """All of them, to be written out. Raises what `search` raises before the first."""

    def versions(self, article_id: str) -> tuple[Version, ...]:
        """The texts an article has had, oldest first, each with what it changed. Raises NotFound."""

    def totals(self, request: SearchRequest, units: Sequence[str]) -> Mapping[str, Sequence[FacetCount]]:
        """All articles of each of the units (year, month, day) that pass the request's filters, without its words and
        its period."""

    def coverage(self) -> Coverage:
        """How many articles of each newspaper and month there are."""

    def stats(self) -> Stats:
        """What the archive holds."""

    def check_ready(self) -> None:
        """Raises the GisaError that says why searches cannot be answered yet; returns when they can."""

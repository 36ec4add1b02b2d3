"""What the web pages need from the search engine; `indexer.search.Search` is one."""

from __future__ import annotations

from typing import Protocol

from indexer.archive.coverage import Coverage
from indexer.archive.stats import Stats
from indexer.query.request import SearchRequest
from indexer.query.result import ArticleView, SearchResult, Version
from indexer.query.suggest import Suggestion


class SearchService(Protocol):
    """Answers searches and shows articles. Every error is a GisaError with a Korean message."""

    def search(self, request: SearchRequest) -> SearchResult:
        """One answer. Raises InvalidRequest for what cannot be asked, IndexMissing and others when it cannot answer."""

    def suggest(self, typed: str, limit: int) -> tuple[Suggestion, ...]:
        """How a query that is being typed may go on, so many at most."""

    def article(self, article_id: str, text: str = "", *, number: int | None = None) -> ArticleView:
        """One whole article, with marks on what the query `text` matches: the newest version, or that of a number.
        Raises NotFound and NoSuchVersion."""

    def versions(self, article_id: str) -> tuple[Version, ...]:
        """The texts an article has had, oldest first, each with what it changed. Raises NotFound."""

    def coverage(self) -> Coverage:
        """How many articles of each newspaper and month there are."""

    def stats(self) -> Stats:
        """What the archive holds."""

    def check_ready(self) -> None:
        """Raises the GisaError that says why searches cannot be answered yet; returns when they can."""

"""Archive: what ingest stores, what engines catch up from, and what readers read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import Connection, func, select

from indexer.analysis.dictionaries import Words
from indexer.archive import reading, renewing, storing
from indexer.archive.connect import open_database, our_errors, writing
from indexer.archive.reading import Stored
from indexer.archive.stats import Stats
from indexer.archive.storing import Origin, Outcome
from indexer.archive.tables import articles, positions, tokens
from indexer.article import KST, Found, Rejected

__all__ = ["Archive", "Origin", "Outcome", "Stored"]


class Archive:
    """One SQL database, by SQLAlchemy URL. Every method is one transaction and raises ArchiveError.

    Times are written as ISO 8601 in KST, like everything a reader sees.
    """

    def __init__(self, url: str) -> None:
        self._url = url
        self._database = open_database(url)

    def close(self) -> None:
        """Gives the connections back."""
        self._database.dispose()

    # --- storing (ingest) ---

    def store(self, batch: Sequence[tuple[Origin, Found]]) -> list[Outcome]:
        """Stores a batch and acknowledges it: one outcome for each, in order. Articles have their ids already."""
        with self._writing() as connection:
            return storing.store(connection, batch, _now())

    def reject(self, batch: Sequence[tuple[Origin, Rejected]]) -> None:
        """Keeps what could not be taken in; the same thing twice is kept once."""
        with self._writing() as connection:
            storing.reject(connection, batch, _now())

    def store_tokens(self, analyser: str, packed: Sequence[tuple[int, bytes]]) -> None:
        """Stores (version row, packed tokens) pairs under an analyser version."""
        rows = [{"version_id": version, "analyser": analyser, "data": data} for version, data in packed]
        if rows:
            with self._writing() as connection:
                connection.execute(tokens.insert(), rows)

    # --- renewing (ingest) ---

    def words(self) -> Words:
        """The user words that the stored tokens were made with; none in an archive that has never heard of any."""
        with self._reading() as connection:
            return renewing.recorded(connection)

    def stale(self, words: Words) -> int:
        """Of how many articles the tokens would be others with these user words. Reads all texts if any word is new."""
        with self._reading() as connection:
            return len(renewing.stale(connection, words))

    def renew(self, words: Words) -> int:
        """Takes up user words: drops the tokens that are stale, puts their articles (how many, it returns) at the end
        of the log of changes, so that every index catches up with them, and notes the words. All of it or nothing."""
        with self._writing() as connection:
            return renewing.renew(connection, words)

    # --- catching up (engines) ---

    def position(self, index_id: str) -> int:
        """How far along the log of changes that index has come; 0 for one never heard of."""
        with self._reading() as connection:
            query = select(positions.c.change_id).where(positions.c.index_id == index_id)
            return connection.scalar(query) or 0

    def set_position(self, index_id: str, change_id: int) -> None:
        """Notes that an index holds everything up to that change."""
        with self._writing() as connection:
            storing.set_position(connection, index_id, change_id)

    def pending(self, index_id: str) -> int:
        """How many articles changed since that index last caught up."""
        behind = articles.c.change_id > self.position(index_id)
        with self._reading() as connection:
            return connection.scalar(select(func.count()).select_from(articles).where(behind)) or 0

    def changed(self, after: int, analyser: str, limit: int) -> list[Stored]:
        """The newest versions of the next articles changed after that position, in the order of changes, with the
        tokens of that analyser version where there are any: `limit` articles, fewer where they are long."""
        with self._reading() as connection:
            return reading.changed(connection, after, analyser, limit)

    # --- reading (search, pages) ---

    def current(self, ids: Sequence[str], analyser: str) -> dict[str, Stored]:
        """The newest versions of those articles, by id, with their tokens; unknown ids are left out."""
        with self._reading() as connection:
            return reading.current(connection, ids, analyser)

    def versions(self, article_id: str) -> tuple[datetime, ...]:
        """When each version of an article was archived, oldest first; empty when there is no such article."""
        with self._reading() as connection:
            return reading.version_times(connection, article_id)

    def rejections(self) -> list[Rejected]:
        """Everything that was rejected, oldest first."""
        with self._reading() as connection:
            return reading.rejections(connection)

    def stats(self, index_id: str, analyser: str) -> Stats:
        """What the archive holds, and how far that index is behind."""
        pending = self.pending(index_id)
        with self._reading() as connection:
            return reading.stats(connection, analyser, pending)

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with our_errors(self._url), self._database.begin() as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with our_errors(self._url), writing(self._database) as connection:
            yield connection


def _now() -> str:
    return datetime.now(KST).isoformat(timespec="seconds")

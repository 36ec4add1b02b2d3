"""Archive: what ingest stores, what engines catch up from, and what readers read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from indexer.analysis.dictionaries import Words
from indexer.analysis.shingles import Shingles, shingles
from indexer.analysis.tokens import TokenColumns, pack
from indexer.archive import (
    coverage,
    integrity,
    numbers,
    reading,
    renewing,
    rights,
    state,
    stories,
    storing,
    takedown,
    withdrawing,
)
from indexer.archive.connect import open_database, our_errors, writing
from indexer.archive.connect import reading as one_moment
from indexer.archive.coverage import Coverage
from indexer.archive.fetched import Fetched
from indexer.archive.postgresql import shown
from indexer.archive.reading import Numbered, Stored
from indexer.archive.rights import Level, PressRights
from indexer.archive.state import ArchiveState, Head
from indexer.archive.stats import Stats
from indexer.archive.storing import Origin, Outcome
from indexer.archive.tables import positions
from indexer.archive.takedown import Tombstone
from indexer.article import KST, Found, Rejected
from indexer.errors import ArchiveDamaged

__all__ = ["Archive", "Numbered", "Origin", "Outcome", "Stored"]


class Archive:
    """One SQL database, by SQLAlchemy URL. Every method is one transaction and raises ArchiveError.

    Times are written as ISO 8601 in KST, like everything a reader sees.
    """

    def __init__(self, url: str, *, make: bool = True) -> None:
        self._url = shown(url)
        self._database = open_database(url, make=make)
        self._counted: tuple[object, Stats] | None = None

    @property
    def shared(self) -> bool:
        """Whether several computers may have it open, each with an index of its own."""
        return self._database.dialect.name == "postgresql"

    def close(self) -> None:
        """Gives the connections back."""
        self._database.dispose()

    # --- storing (ingest) ---

    def store(self, batch: Sequence[tuple[Origin, Found]], *, restore: bool = False) -> list[Outcome]:
        """Stores a batch and acknowledges it: one outcome for each, in order. Articles have their ids already. What was
        taken down stays out, unless `restore` asks for it."""
        with self._writing() as connection:
            return storing.store(connection, batch, _now(), restore=restore)

    def reject(self, batch: Sequence[tuple[Origin, Rejected]]) -> None:
        """Keeps what could not be taken in; the same thing twice is kept once."""
        with self._writing() as connection:
            storing.reject(connection, batch, _now())

    def store_tokens(self, analyser: str, packed: Sequence[tuple[int, bytes]]) -> None:
        """Stores (version row, packed tokens) pairs under an analyser version."""
        if packed:
            with self._writing() as connection:
                storing.store_tokens(connection, analyser, dict(packed))

    def settle(self, analyser: str, batch: Sequence[tuple[Stored, Mapping[str, TokenColumns]]]) -> dict[int, int]:
        """Stores the tokens of those articles that have none of that analyser version, and finds which tell the same
        story: of every version the story (`Stored.story`)."""
        packed = {stored.version_id: pack(fields) for stored, fields in batch if stored.tokens is None}
        texts = [
            stories.Text(stored.article.id, stored.version_id, shingles(fields))
            for stored, fields in batch
            if not stored.story
        ]
        known = {stored.version_id: stored.story for stored, _ in batch if stored.story}
        if not packed and not texts:
            return known
        with self._writing() as connection:
            storing.store_tokens(connection, analyser, packed)
            return known | stories.settle(connection, texts)

    def withdraw(self, stored: Stored, reason: str) -> tuple[Rejected, bool] | None:
        """Takes back a version that cannot be analysed and rejects it; also whether the article has another version,
        which is searched then. None where it is gone already."""
        with self._writing() as connection:
            return withdrawing.withdraw(connection, stored, reason, _now())

    def last_version(self) -> int:
        """The row of the version that came in last; what comes in later has a larger one."""
        with self._reading() as connection:
            return numbers.last_version(connection)

    def last_change(self) -> int:
        """The end of the log of changes."""
        with self._reading() as connection:
            return numbers.last_change(connection)

    # --- keeping (removals, rights, coverage) ---

    def tombstones(self) -> list[Tombstone]:
        """The articles that were taken down, in the order in which they were."""
        with self._reading() as connection:
            return takedown.listed(connection)

    def tombstone(self, article_id: str) -> Tombstone | None:
        """That of one article, if it was taken down."""
        with self._reading() as connection:
            return takedown.of(connection, article_id)

    def without_trace(self, article_ids: Sequence[str]) -> list[str]:
        """Those of which there is neither an article nor a tombstone."""
        with self._reading() as connection:
            return takedown.unknown(connection, article_ids)

    def bury(self, stones: Sequence[Tombstone], identity_of: Callable[[str], str]) -> list[str]:
        """Deletes every text of those articles and leaves the tombstones, all or none; the ids that had any text.
        `identity_of` gives the id of an article at a web address. `erase` then makes the files forget it too."""
        with self._writing() as connection:
            return takedown.bury(connection, stones, identity_of)

    def erase(self, wait_ms: int = takedown.WAIT_MS) -> None:
        """Writes the files anew without what was deleted. Raises ArchiveBusy while others read what was."""
        with our_errors(self._url):
            takedown.erase(self._database, wait_ms)

    def forget_indexes(self) -> None:
        """Lets no index count as complete: the archive is another than it was."""
        with self._writing() as connection:
            connection.execute(positions.delete())

    def rights(self) -> tuple[PressRights, ...]:
        """Of every newspaper what readers may see."""
        with self._reading() as connection:
            return rights.listed(connection)

    def rights_of(self, press: str) -> Level:
        """What readers may see of one newspaper."""
        with self._reading() as connection:
            return rights.levels(connection).get(press, "full")

    def levels(self) -> dict[str, Level]:
        """What readers may see of each newspaper of which that was said."""
        with self._reading() as connection:
            return rights.levels(connection)

    def set_rights(self, press: str, level: Level) -> None:
        """Says of one newspaper what readers may see."""
        with self._writing() as connection:
            rights.set_level(connection, press, level, _now())

    def coverage(self) -> Coverage:
        """What there is of each newspaper, month by month."""
        with self._reading() as connection:
            return coverage.coverage(connection)

    def flaws(self) -> list[str]:
        """What is wrong with the database, in words; nothing in a sound one. Reads all of it."""
        with self._reading() as connection:
            return integrity.flaws(connection)

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
            return storing.position(connection, index_id)

    def set_position(self, index_id: str, change_id: int) -> None:
        """Notes that an index holds everything up to that change."""
        with self._writing() as connection:
            storing.set_position(connection, index_id, change_id)

    def pending(self, index_id: str) -> int:
        """How many articles changed since that index last caught up."""
        with self._reading() as connection:
            return reading.pending(connection, index_id)

    def indexed(self, index_id: str) -> set[str]:
        """The ids of all articles that the index holds, if it has come as far as it is said to."""
        with self._reading() as connection:
            return reading.ids(connection, storing.position(connection, index_id))

    def ids(self) -> set[str]:
        """The ids of all articles."""
        with self._reading() as connection:
            return reading.ids(connection)

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

    def heads(self, ids: Sequence[str]) -> dict[str, Head]:
        """Of those articles by id which text each is, without reading it; unknown ids are left out."""
        with self._reading() as connection:
            return state.heads(connection, ids)

    def state(self, index_id: str) -> ArchiveState:
        """What the archive is now, and how far that index has come with it."""
        indexed = self.position(index_id)
        with self._reading() as connection:
            return state.state(connection, indexed)

    def archived(self, ids: Sequence[str]) -> dict[str, datetime]:
        """When the newest version of each was archived; unknown ids are left out."""
        with self._reading() as connection:
            return reading.archived(connection, ids)

    def versions(self, article_id: str) -> tuple[datetime, ...]:
        """When each version of an article was archived, oldest first; empty when there is no such article."""
        with self._reading() as connection:
            return reading.version_times(connection, article_id)

    def numbered(self, article_id: str, analyser: str) -> list[Numbered]:
        """Every version of an article, oldest first, with its tokens; empty when there is no such article."""
        with self._reading() as connection:
            return reading.numbered(connection, article_id, analyser)

    def story_members(self, wanted: Sequence[int]) -> dict[int, tuple[Stored, ...]]:
        """The articles of each of those stories (`Stored.story`), without tokens, the first publisher first."""
        with self._reading() as connection:
            return reading.members(connection, wanted)

    def alike(self, text: Shingles) -> list[int]:
        """The stories (`Stored.story`) that print that text, which is not in the archive itself."""
        with self._reading() as connection:
            return stories.alike(connection, text)

    def rejections(self) -> list[Rejected]:
        """Everything that was rejected, oldest first."""
        with self._reading() as connection:
            return reading.rejections(connection)

    def stats(self, index_id: str, analyser: str) -> Stats:
        """What the archive holds, and how far that index is behind. Counted again only when there is another count."""
        with self._reading() as connection:
            pending, mark = reading.pending(connection, index_id), (analyser, reading.mark(connection))
            if self._counted is None or self._counted[0] != mark:
                self._counted = mark, reading.stats(connection, analyser, pending)
            return replace(self._counted[1], pending=pending)

    # --- fetching ---

    @property
    def fetched(self) -> Fetched:
        """The addresses and raw pages of `fetch`."""
        return Fetched(self._reading, self._writing)

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        try:
            with our_errors(self._url), one_moment(self._database) as connection:
                yield connection
        except ValueError as error:  # what is stored is no date, no JSON, no text
            raise ArchiveDamaged(self._url, str(error)) from error

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with our_errors(self._url), writing(self._database) as connection:
            yield connection


def _now() -> str:
    return datetime.now(KST).isoformat(timespec="seconds")

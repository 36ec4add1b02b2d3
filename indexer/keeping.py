"""Taking down, checking, bringing back: what is done to an archive and its index together."""

from __future__ import annotations

import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from indexer.archive import Archive, Tombstone, backup
from indexer.archive.backup import Backup
from indexer.archive.connect import sqlite_url
from indexer.article import KST, Article
from indexer.engines.interface import Engine, EngineQuery
from indexer.errors import ArchiveError, IndexFailure, IndexMissing, InvalidRequest, NotFound
from indexer.exporting.scratch import sweep
from indexer.query.plan import Every
from indexer.sources import identity


@dataclass(frozen=True, kw_only=True)
class Removal:
    """What a removal did: the ids whose text was there and is gone, and those of which only the tombstone was or is
    new."""

    removed: tuple[str, ...]
    without_text: tuple[str, ...]
    seconds: float

    def to_json(self) -> dict[str, Any]:
        """The form of docs/commands.md."""
        seconds = round(self.seconds, 3)
        return {"removed": list(self.removed), "without_text": list(self.without_text), "seconds": seconds}


@dataclass(frozen=True, kw_only=True)
class Checked:
    """How archive and index are: `flaws` say what is damaged and what to do, none in sound ones; `pending` articles
    are archived but not in the index yet, which is no damage."""

    articles: int
    indexed: int
    pending: int
    flaws: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """The form of docs/commands.md."""
        counts = {"articles": self.articles, "indexed": self.indexed, "pending": self.pending}
        return {"sound": not self.flaws} | counts | {"flaws": list(self.flaws)}


def remove(article_ids: Sequence[str], reason: str, *, archive: Archive, engine: Engine) -> Removal:
    """Takes articles down: their text leaves archive and index, tombstones stay. All of them, or none where one is not
    known (NotFound). Where it was interrupted, the same again does the rest.

    Raises IndexBusy before anything is done, ArchiveBusy when all is deleted but the files could not be cleaned."""
    if not reason.strip():
        raise InvalidRequest(
            "내리는 까닭을 --reason으로 적으십시오. 그 까닭이 기사 자리에 남습니다.", parameter="reason"
        )
    if unknown := archive.without_trace(article_ids):
        raise NotFound(unknown[0])
    now = datetime.now(KST).replace(microsecond=0)
    stones = [Tombstone(article_id=i, reason=reason.strip(), removed=now) for i in dict.fromkeys(article_ids)]
    return apply(stones, archive=archive, engine=engine)


def apply(stones: Sequence[Tombstone], *, archive: Archive, engine: Engine) -> Removal:
    """Takes down what those tombstones name, of whichever archive they are; ids that are not here are barred."""
    started = time.perf_counter()
    with engine.writer() as writer:
        removed = archive.bury(stones, id_at)
        # Of all, not of these only: a removal may have been interrupted here.
        for stone in archive.tombstones():
            writer.delete(stone.article_id)
        writer.purge()
        archive.erase()
    sweep()
    others = [stone.article_id for stone in stones if stone.article_id not in removed]
    return Removal(removed=tuple(removed), without_text=tuple(others), seconds=time.perf_counter() - started)


def apply_to_backup(stones: Sequence[Tombstone], folder: Path) -> Removal:
    """The same in a backup, which is whole and sealed again afterwards. Raises DamagedBackup."""
    started = time.perf_counter()
    removed: list[str] = []
    backup.changed(backup.read(folder), lambda copy: removed.extend(_buried_in(copy, stones)))
    others = [stone.article_id for stone in stones if stone.article_id not in removed]
    return Removal(removed=tuple(removed), without_text=tuple(others), seconds=time.perf_counter() - started)


def restore(folder: Path, database: Path) -> Backup:
    """Puts a backup in the place of a database, if there is one. What was taken down in either stays down. The index
    is another matter: it is to be rebuilt. Raises DamagedBackup, ArchiveBusy; nothing has changed then."""
    whole = backup.read(folder)
    stones = _tombstones_of(database)
    backup.put_back(whole, database, lambda copy: _made_current(copy, stones))
    return whole


def _made_current(database: Path, stones: Sequence[Tombstone]) -> None:
    _buried_in(database, stones)
    with closing(Archive(sqlite_url(database))) as archive:
        archive.forget_indexes()  # one that is there may have come further than the backup


def _tombstones_of(database: Path) -> list[Tombstone]:
    if not database.exists():
        return []
    try:
        with closing(Archive(sqlite_url(database))) as archive:
            return archive.tombstones()
    except ArchiveError:  # it is damaged, which may be why it is replaced
        return []


def _buried_in(database: Path, stones: Sequence[Tombstone]) -> list[str]:
    if not stones:
        return []
    with closing(Archive(sqlite_url(database))) as archive:
        removed = archive.bury(stones, id_at)
        archive.erase()
    return removed


def id_at(url: str) -> str:
    """The id of an article at a web address."""
    return identity(Article(url=url))


def check(archive: Archive, engine: Engine, analyser: str) -> Checked:
    """Reads all of the archive and of the index. Raises nothing that it can say."""
    flaws, articles, indexed, pending = [], 0, 0, 0
    try:
        flaws = [f"보관소: {flaw}. {remedy(shared=archive.shared)}" for flaw in archive.flaws()]
        stats = archive.stats(engine.index_id, analyser)
        articles, pending = stats.articles, stats.pending
        indexed = engine.count()
        flaws += _differences(archive, engine)
    except IndexMissing as error:
        flaws += [f"색인: {error}"] if articles else []
    except IndexFailure as error:
        flaws.append(f"색인: {error}")
    except ArchiveError as error:
        flaws.append(f"보관소: {error} {remedy(shared=archive.shared)}")
    return Checked(articles=articles, indexed=indexed, pending=pending, flaws=tuple(flaws))


def _differences(archive: Archive, engine: Engine) -> list[str]:
    """What the index has that the archive has not, and the other way round. Others may write meanwhile: what the index
    must have is asked before it, what it may have after it."""
    must = archive.indexed(engine.index_id)
    held = {article_id for article_id, _ in engine.search(EngineQuery(plan=Every(), limit=None, facets=())).found}
    may = archive.ids()
    lacking, strange = (must & may) - held, held - may
    flaws = []
    if lacking:
        remedy = "`./gisa rebuild`로 색인을 다시 만드십시오"
        flaws.append(f"색인: 보관한 기사 {len(lacking):,}건이 없습니다({_some(lacking)}). {remedy}")
    if strange:
        remedy = (
            "내리다 멈춘 것이면 같은 `./gisa remove`를 다시 하십시오. 아니면 보관소에서 기사가 사라진 것이니 "
            "그 기사를 다시 `./gisa add`하거나 백업을 되살리고 `./gisa rebuild`를 하십시오"
        )
        flaws.append(f"색인: 보관소에 없는 기사 {len(strange):,}건이 있습니다({_some(strange)}). {remedy}")
    return flaws


def _some(ids: set[str]) -> str:
    return ", ".join(sorted(ids)[:MOST_NAMED]) + (" …" if len(ids) > MOST_NAMED else "")


MOST_NAMED = 5
"""Ids that a flaw names."""


def remedy(*, shared: bool) -> str:
    """How a damaged archive is replaced: a file, or a shared one on a server."""
    if shared:
        return "`pg_amcheck`로 서버를 확인하고, `pg_restore`로 성한 백업을 되살린 뒤 `./gisa rebuild`를 하십시오"
    return "`./gisa restore 백업 --data 새 폴더`로 성한 백업을 되살리십시오"

"""WhooshEngine: the folder, its writer and its snapshots together."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from indexer.engines.interface import EngineAnswer, EngineQuery
from indexer.engines.whoosh_engine.execute import answer
from indexer.engines.whoosh_engine.folder import RULES, IndexFolder, damage
from indexer.engines.whoosh_engine.snapshot import Snapshot
from indexer.engines.whoosh_engine.writer import WhooshWriter
from indexer.errors import IndexDamaged

ATTEMPTS = 50
"""Commits that may be published, one after the other, while a search is opening the one before."""


@dataclass
class _Open:
    """A snapshot and how many searches are using it; the last one closes it when a newer one has taken its place."""

    commit: tuple[str, int]
    snapshot: Snapshot
    users: int = 0


class WhooshEngine:
    """See Engine. `root` is the folder that `folder.py` describes; it need not be there yet."""

    def __init__(self, root: Path) -> None:
        self._folder = IndexFolder(root)
        self._open: _Open | None = None
        self._lock = threading.Lock()

    @property
    def index_id(self) -> str:
        """See Engine.index_id; "" when there is no index."""
        return self._folder.current()

    @contextmanager
    def writer(self, *, afresh: bool = False) -> Iterator[WhooshWriter]:
        """See Engine.writer. An index made by other rules is written afresh without being asked to."""
        with self._folder.lock():
            name, fresh = self._to_write(afresh=afresh)
            writer = WhooshWriter(self._folder.open(name), name)
            try:
                yield writer
                writer.commit()
            except BaseException:
                writer.cancel()
                if fresh:
                    self._folder.remove(name)
                raise
            if fresh:
                self._folder.publish(name)

    def _to_write(self, *, afresh: bool) -> tuple[str, bool]:
        """The name of the index to write, and whether it is a new one that is yet to be published."""
        try:
            current = self._folder.current()
        except IndexDamaged:
            if not afresh:
                raise
            return self._folder.create(), True
        self._folder.sweep(current)
        if afresh or (current and not current.startswith(RULES)):
            return self._folder.create(), True
        if not current:
            self._folder.publish(current := self._folder.create())
        return current, False

    def search(self, query: EngineQuery) -> EngineAnswer:
        """See Engine.search."""
        with self._snapshot() as snapshot, damage(self._folder.root):
            return answer(snapshot, query)

    def count(self) -> int:
        """See Engine.count."""
        with self._snapshot() as snapshot:
            return snapshot.count

    def close(self) -> None:
        """Gives the files back."""
        with self._lock:
            if self._open and not self._open.users:
                self._open.snapshot.close()
            self._open = None

    @contextmanager
    def _snapshot(self) -> Iterator[Snapshot]:
        used = self._newest()
        try:
            yield used.snapshot
        finally:
            with self._lock:
                used.users -= 1
                if not used.users and used is not self._open:
                    used.snapshot.close()

    def _newest(self) -> _Open:
        """The newest commit, opened if it isn't yet, with one more user."""
        with self._lock:
            left = ATTEMPTS
            while True:
                commit = self._folder.newest()
                try:
                    used = self._opened(commit)
                    used.users += 1
                    return used
                except IndexDamaged:
                    # A writer that has published the next commit removes the files of this one while we open them.
                    left -= 1
                    if not left or self._folder.newest() == commit:
                        raise

    def _opened(self, commit: tuple[str, int]) -> _Open:
        if self._open and self._open.commit == commit:
            return self._open
        folder = self._folder.root / commit[0]
        with damage(folder):
            opened = _Open(commit, Snapshot(folder))
        if self._open and not self._open.users:
            self._open.snapshot.close()
        self._open = opened
        return opened

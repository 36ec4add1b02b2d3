"""WhooshEngine: the folder, its writer and its snapshots together."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from whoosh.index import FileIndex

from indexer.engines.interface import EngineAnswer, EngineQuery
from indexer.engines.whoosh_engine.execute import answer
from indexer.engines.whoosh_engine.folder import RULES, IndexFolder, damage
from indexer.engines.whoosh_engine.snapshot import Snapshot
from indexer.engines.whoosh_engine.writer import WhooshWriter


@dataclass
class _Open:
    """A snapshot and how many searches are using it; the last one closes it when a newer one has taken its place."""

    index: FileIndex
    index_id: str
    generation: int
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
            current = self._folder.current()
            if not current:
                self._folder.publish(current := self._folder.create())
            self._folder.sweep()
            afresh = afresh or not current.startswith(RULES)
            name = self._folder.create() if afresh else current
            writer = WhooshWriter(self._folder.open(name), name)
            try:
                yield writer
                writer.commit()
            except BaseException:
                writer.cancel()
                raise
            if afresh:
                self._folder.publish(name)

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
            name = self._folder.usable()
            with damage(self._folder.root / name):
                index = self._open.index if self._open and self._open.index_id == name else self._folder.open(name)
                generation = index.latest_generation()
                if not self._open or (self._open.index_id, self._open.generation) != (name, generation):
                    opened = _Open(index, name, generation, Snapshot(index))
                    if self._open and not self._open.users:
                        self._open.snapshot.close()
                    self._open = opened
            self._open.users += 1
            return self._open

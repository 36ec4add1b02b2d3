"""WhooshEngine: the folder, its writer and its snapshots together."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from indexer.engines.interface import EngineAnswer, EngineQuery
from indexer.engines.whoosh_engine.execute import answer
from indexer.engines.whoosh_engine.folder import RULES, IndexFolder, damage
from indexer.engines.whoosh_engine.letters import forget_letters
from indexer.engines.whoosh_engine.snapshot import Snapshot
from indexer.engines.whoosh_engine.vocabulary import frequencies, similar, vocabulary
from indexer.engines.whoosh_engine.writer import WhooshWriter, create
from indexer.errors import IndexDamaged
from indexer.query.vocabulary import Vocabulary

ATTEMPTS = 50
"""Commits that may be published, one after the other, while a search is opening the one before."""


class WhooshEngine:
    """See Engine. `root` is the folder that `folder.py` describes; it need not be there yet."""

    def __init__(self, root: Path) -> None:
        self._folder = IndexFolder(root)
        self._open: tuple[tuple[str, int], Snapshot] | None = None
        self._lock = threading.Lock()

    @property
    def index_id(self) -> str:
        """See Engine.index_id; "" when there is no index."""
        return self._folder.current()

    @property
    def commit(self) -> str:
        """See Engine.commit. Raises IndexMissing where there is no index."""
        name, number = self._folder.newest()
        return f"{name}.{number}"

    @contextmanager
    def writer(self, *, afresh: bool = False) -> Iterator[WhooshWriter]:
        """See Engine.writer. An index made by other rules is written afresh without being asked to."""
        with self._folder.lock():
            name, fresh = self._to_write(afresh=afresh)
            writer = WhooshWriter(self._folder.root / name, name)
            try:
                yield writer
                writer.commit()
                if fresh:
                    writer.merge_all()
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
            return self._created(), True
        self._folder.sweep(current)
        if afresh or (current and not current.startswith(RULES)):
            return self._created(), True
        if not current:
            self._folder.publish(current := self._created())
        return current, False

    def _created(self) -> str:
        name = self._folder.create()
        create(self._folder.root / name)
        return name

    def search(self, query: EngineQuery) -> EngineAnswer:
        """See Engine.search."""
        return answer(self._snapshot(), query)

    def count(self) -> int:
        """See Engine.count."""
        return self._snapshot().count

    def vocabulary(self) -> Vocabulary:
        """See Engine.vocabulary."""
        return vocabulary(self._snapshot())

    def similar(self, letters: str, distance: int) -> list[tuple[str, int]]:
        """See Engine.similar."""
        return similar(self._snapshot(), letters, distance)

    def frequencies(self, terms: Sequence[str]) -> list[int]:
        """See Engine.frequencies."""
        return frequencies(self._snapshot(), terms)

    def forget(self) -> None:
        """See Engine.forget."""
        with self._lock:
            opened = self._open
        if opened:
            opened[1].document_frequencies.clear()
        forget_letters()

    def close(self) -> None:
        """Lets go of the commit that is open; searches at work keep theirs until they end."""
        with self._lock:
            self._open = None

    def _snapshot(self) -> Snapshot:
        """The newest commit, opened if it isn't yet."""
        with self._lock:
            left = ATTEMPTS
            while True:
                commit = self._folder.newest()
                if self._open and self._open[0] == commit:
                    return self._open[1]
                try:
                    self._open = (commit, self._opened(commit))
                except IndexDamaged:
                    # A writer that has published the next commit removes the files of this one while we open them.
                    left -= 1
                    if not left or self._folder.newest() == commit:
                        raise

    def _opened(self, commit: tuple[str, int]) -> Snapshot:
        name, generation = commit
        before = self._open[1] if self._open and self._open[0][0] == name else None
        with damage(self._folder.root / name):
            opened = Snapshot(self._folder.root / name, generation, before)
            opened.prepare()
        return opened

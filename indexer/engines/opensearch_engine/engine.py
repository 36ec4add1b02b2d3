"""OpenSearchEngine: the cluster, its writer and its snapshots together."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from indexer.engines.interface import EngineAnswer, EngineQuery
from indexer.engines.opensearch_engine import lexicon
from indexer.engines.opensearch_engine.client import Client
from indexer.engines.opensearch_engine.mapping import RULES, index_settings
from indexer.engines.opensearch_engine.place import Place
from indexer.engines.opensearch_engine.snapshot import Snapshot
from indexer.engines.opensearch_engine.state import State
from indexer.engines.opensearch_engine.writer import OpenSearchWriter
from indexer.errors import IndexDamaged, IndexMissing
from indexer.query.vocabulary import Vocabulary

CLAUSES = 16_384
"""Clauses of a query: a headline that is pasted has some thousands. A cluster allows 1,024 unless it is told."""

_CLAUSES = "indices.query.bool.max_clause_count"


class OpenSearchEngine:
    """See Engine. `place` says where; there need not be an index yet. The cluster is asked nothing until it must be."""

    def __init__(self, place: Place) -> None:
        self._client = Client(place)
        self._state = State(self._client)
        self._open: Snapshot | None = None
        self._checked = False
        self._lock = threading.Lock()

    @property
    def index_id(self) -> str:
        """See Engine.index_id; "" when there is no index."""
        return self._current()[0]

    @property
    def commit(self) -> str:
        """See Engine.commit. Raises IndexMissing where there is no index."""
        index, number = self._newest()
        return f"{index}.{number}"

    @contextmanager
    def writer(self, *, afresh: bool = False) -> Iterator[OpenSearchWriter]:
        """See Engine.writer. An index made by other rules is written afresh without being asked to."""
        self._check()
        self._state.prepare()
        with self._state.writing() as lease:
            current, commit = self._state.current()
            self._sweep(current)
            fresh = afresh or not current.startswith(self._prefix)
            index = self._created() if fresh else current
            if not current:
                self._publish(index, 0)
            patient = self._client.patient(lease.keep)
            writer = OpenSearchWriter(patient, State(patient), index, published=not fresh or not current)
            try:
                yield writer
                writer.commit()
                if fresh and current:
                    writer.finish()  # which somebody who lost the lease cannot
                    self._publish(index, commit + 1)
                    self._sweep(index)
            except BaseException:
                writer.cancel()
                if fresh and current:
                    self._remove(index)
                raise
            finally:
                writer.close()

    @property
    def _prefix(self) -> str:
        return f"{self._client.place.name}-{RULES}"

    def _allow_clauses(self) -> None:
        """Lets queries have as many clauses as ours need, on all nodes, where nobody has said how many they may have.
        Who may not change that on this cluster must do it there (docs/operations.md)."""
        said = self._client.ask("GET", "/_cluster/settings", flat_settings="true", ignore=(401, 403))
        if not any(_CLAUSES in said.get(kind, {}) for kind in ("persistent", "transient", "error")):
            allowed = {"persistent": {_CLAUSES: CLAUSES}}
            self._client.ask("PUT", "/_cluster/settings", allowed, ignore=(400, 401, 403))

    def _created(self) -> str:
        self._allow_clauses()
        index = self._prefix + uuid.uuid4().hex
        self._client.ask("PUT", f"/{index}", index_settings(self._client.place.shards))
        lexicon.create(self._client, index)
        return index

    def _publish(self, index: str, commit: int) -> None:
        """Makes that index the current one, for us and behind the alias for everybody else."""
        name = self._client.place.name
        actions = [{"remove": {"index": f"{name}-o*", "alias": name, "must_exist": False}}]
        self._client.ask("POST", "/_aliases", {"actions": [*actions, {"add": {"index": index, "alias": name}}]})
        self._state.publish(index, commit)

    def _sweep(self, kept: str) -> None:
        """Removes replaced indexes, and those that a killed rebuild left half made."""
        found = self._client.ask("GET", f"/{self._client.place.name}-o*", ignore_unavailable="true")
        for index in found:
            if index not in (kept, lexicon.words_index(kept)):
                self._client.ask("DELETE", f"/{index}", ignore=404)

    def _remove(self, index: str) -> None:
        for each in (index, lexicon.words_index(index)):
            self._client.ask("DELETE", f"/{each}", ignore=404)

    def search(self, query: EngineQuery) -> EngineAnswer:
        """See Engine.search."""
        return self._snapshot().answer(query)

    def count(self) -> int:
        """See Engine.count."""
        return self._snapshot().count

    def vocabulary(self) -> Vocabulary:
        """See Engine.vocabulary."""
        snapshot = self._snapshot()
        return snapshot.lexicon.vocabulary(snapshot.count)

    def similar(self, letters: str, distance: int) -> list[tuple[str, int]]:
        """See Engine.similar."""
        return self._snapshot().lexicon.similar(letters, distance)

    def frequencies(self, terms: Sequence[str]) -> list[int]:
        """See Engine.frequencies."""
        return self._snapshot().lexicon.frequencies(terms)

    def forget(self) -> None:
        """See Engine.forget."""
        self.close()

    def close(self) -> None:
        """Lets go of what was counted of the newest commit."""
        with self._lock:
            self._open = None

    def _snapshot(self) -> Snapshot:
        index, number = self._newest()
        with self._lock:
            if not self._open or (self._open.index, self._open.number) != (index, number):
                self._open = Snapshot(self._client, index, number)
            return self._open

    def _newest(self) -> tuple[str, int]:
        index, number = self._current()
        if not index:
            raise IndexMissing(self._client.place.shown)
        if not index.startswith(self._prefix):
            raise IndexDamaged(self._client.place.shown, f"다른 판의 규칙으로 만든 색인입니다({index!r})")
        return index, number

    def _current(self) -> tuple[str, int]:
        self._check()
        return self._state.current()

    def _check(self) -> None:
        if not self._checked:
            self._client.check_version()
            self._checked = True

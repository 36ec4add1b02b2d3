"""Writing: documents wait in memory, are sent in bulk at a commit, and are seen by one refresh."""

from __future__ import annotations

import time

from indexer.engines.interface import IndexDocument
from indexer.engines.opensearch_engine import forgetting, lexicon
from indexer.engines.opensearch_engine.client import Client, line
from indexer.engines.opensearch_engine.counts import Counts
from indexer.engines.opensearch_engine.mapping import key_of, source_of
from indexer.engines.opensearch_engine.sender import BULK, Sender
from indexer.engines.opensearch_engine.state import State
from indexer.errors import IndexFailure

FLUSH = {"force": "true", "wait_if_ongoing": "true"}
EXPUNGE = {"only_expunge_deletes": "true", "request_timeout": 3_600}
"""Merging takes as long as it takes: asked again after a minute, it would only begin again."""

PURGED = 180.0
"""Seconds in which what was deleted has to be gone from the disk: a shard tells its copies every 30."""

FULL = 48_000_000
"""Bytes that may wait in memory, some 4,000 articles."""

MOST_COUNTED = 2_000_000
"""Words that may wait in memory, a hundred bytes each, some 300,000 articles: one that is sent twice is updated the
second time, which takes a node five times as long."""


class OpenSearchWriter:
    """The EngineWriter of one index. One that is not `current` yet is seen by nobody before it is published: what is
    put is sent while more is put, its words when `finish` is called."""

    def __init__(self, client: Client, state: State, index: str, *, published: bool) -> None:
        self.index_id = index
        self._client, self._state, self._published = client, state, published
        self._sender = Sender(client)
        self._words_sent = False
        self._forget()

    def _forget(self) -> None:
        self._waiting: dict[str, bytes] = {}
        self._changed: set[str] = set()  # their words were counted, and they may have others now
        self._bytes = 0
        self._counts = Counts()

    @property
    def full(self) -> bool:
        """See EngineWriter.full."""
        return self._bytes >= (FULL if self._published else BULK)

    def put(self, document: IndexDocument) -> None:
        """See EngineWriter.put. Raises ValueError for what cannot be stored."""
        key = key_of(document.id)
        source = source_of(document)
        written = line({"index": {"_id": key}}) + line(source)
        self._counts.add(document, [source[name] for name in document.terms if name in source])
        self._wait(key, written)

    def delete(self, document_id: str) -> None:
        """See EngineWriter.delete."""
        key = key_of(document_id)
        self._wait(key, line({"delete": {"_id": key}}))

    def _wait(self, key: str, written: bytes) -> None:
        if before := self._waiting.pop(key, b""):
            self._changed.add(key)
        self._bytes += len(written) - len(before)
        self._waiting[key] = written

    def commit(self) -> None:
        """See EngineWriter.commit. Words before articles: a word that an article has is known when that is found."""
        if not self._waiting:
            return
        if self._published or len(self._counts) >= MOST_COUNTED:
            self._send_words()
        self._changed |= self._sender.send(self.index_id, self._waiting.items(), told=True)
        self._waiting, self._bytes = {}, 0
        if self._published:
            self._settle()
            self._publish()

    def finish(self) -> None:
        """Sends what is left of an index that nobody has seen yet. Its articles take the node a while to make ready:
        most of that is done beside the words."""
        self._sender.ask("POST", f"/{self.index_id}/_refresh")
        self._send_words()
        self._settle()

    def _send_words(self) -> None:
        words = self._counts.lines(afresh=not (self._published or self._words_sent))
        self._changed |= self._sender.send(lexicon.words_index(self.index_id), words)
        self._counts, self._words_sent = Counts(), True

    def _settle(self) -> None:
        """Lets everything that was sent be seen, and the words go that no article has any more."""
        self._changed |= self._sender.wait()
        self.refresh()
        words = lexicon.words_index(self.index_id)
        if moved := forgetting.changes(self._client, self.index_id, sorted(self._changed)):
            self._sender.send(words, moved.items())
            self._sender.wait()
            self._client.ask("POST", f"/{words}/_refresh")
        self._forget()

    def refresh(self) -> None:
        """Lets everything that was sent be seen."""
        for index in (lexicon.words_index(self.index_id), self.index_id):
            self._client.ask("POST", f"/{index}/_refresh")

    def _publish(self) -> None:
        _, commit = self._state.current()
        self._state.publish(self.index_id, commit + 1)

    def purge(self) -> None:
        """See EngineWriter.purge: segments with deleted documents are written anew, and the log of changes is cut."""
        self.commit()
        until = time.monotonic() + PURGED
        while sum(map(self._expunge, (self.index_id, lexicon.words_index(self.index_id)))):
            if time.monotonic() > until:
                reason = (
                    "내린 기사를 파일에서 다 없애지 못했습니다. 모든 노드가 떠 있는지 보고 같은 명령을 다시 하십시오"
                )
                raise IndexFailure(f"오픈서치 {self._client.place.shown}: {reason}.")
            time.sleep(1)
        self.refresh()

    def _expunge(self, index: str) -> int:
        """Documents that are deleted and still there: a shard lets go of them when all of its copies know of them."""
        for act, how in (("_flush", FLUSH), ("_forcemerge", EXPUNGE), ("_flush", FLUSH)):
            self._client.ask("POST", f"/{index}/{act}", **how)
        self._client.ask("POST", f"/{index}/_refresh")
        return int(self._client.ask("GET", f"/{index}/_stats/docs")["_all"]["total"]["docs"]["deleted"])

    def cancel(self) -> None:
        """Drops what was not committed; nothing is underway afterwards."""
        self._sender.close()
        self._forget()

    def close(self) -> None:
        """Ends the threads that send."""
        self._sender.close()

"""What all who use an index share of it: which one is the current one, its newest commit, and who writes."""

from __future__ import annotations

import os
import platform
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from indexer.engines.opensearch_engine.client import Client
from indexer.errors import GisaError, IndexBusy

LEASE, BEAT = 30.0, 8.0
"""Seconds for which a writer that says nothing is taken to be at work, and after which it says that it is."""

_SETTINGS = {
    "settings": {"index": {"number_of_shards": 1, "auto_expand_replicas": "0-1"}},
    "mappings": {"dynamic": False},
}


class State:
    """Two documents of an index of their own: `current` and `writer`."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._index = f"{client.place.name}-state"

    def current(self) -> tuple[str, int]:
        """The name of the current index, "" where there is none, and the number of its newest commit."""
        found = self._read("current")
        source = found.get("_source", {})
        return source.get("index", ""), source.get("commit", 0)

    def publish(self, index: str, commit: int) -> None:
        """Makes that commit the newest, of that index, which is the current one from now on."""
        self._client.ask("PUT", f"/{self._index}/_doc/current", {"index": index, "commit": commit})

    def _read(self, name: str) -> dict[str, Any]:
        return self._client.ask("GET", f"/{self._index}/_doc/{name}", ignore=404)

    def prepare(self) -> None:
        """Makes the index where there is none."""
        self._client.ask("PUT", f"/{self._index}", _SETTINGS, ignore=400)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Held by the one writer, and again and again while it is at work: who stops without a word is taken to be gone
        after LEASE seconds. Raises IndexBusy, which says who holds it."""
        me = {"owner": uuid.uuid4().hex, "who": f"{platform.node()}의 {os.getpid()}번"}
        self._take(me)
        done = threading.Event()
        beating = threading.Thread(target=self._beat, args=(me, done), daemon=True)
        beating.start()
        try:
            yield
        finally:
            done.set()
            beating.join()
            self._client.ask("DELETE", f"/{self._index}/_doc/writer", ignore=404)

    def _take(self, me: dict[str, str]) -> None:
        found = self._read("writer")
        before = found.get("_source") or {}
        if before.get("until", 0) > time.time():
            raise IndexBusy(self._client.place.shown, before.get("who", ""))
        known = {"if_seq_no": found["_seq_no"], "if_primary_term": found["_primary_term"]} if before else {}
        only = known or {"op_type": "create"}
        answer = self._client.ask("PUT", f"/{self._index}/_doc/writer", self._held(me), ignore=409, **only)
        if "error" in answer:
            raise IndexBusy(self._client.place.shown)

    def _beat(self, me: dict[str, str], done: threading.Event) -> None:
        while not done.wait(BEAT):
            try:
                self._client.ask("PUT", f"/{self._index}/_doc/writer", self._held(me))
            except GisaError:
                continue  # the cluster is away: what is being written notices that itself

    @staticmethod
    def _held(me: dict[str, str]) -> dict[str, object]:
        return {**me, "until": time.time() + LEASE}

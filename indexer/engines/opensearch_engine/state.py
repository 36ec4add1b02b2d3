"""What all who use an index share of it: which one is the current one, its newest commit, and who writes."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from indexer.engines.opensearch_engine.client import Client
from indexer.engines.opensearch_engine.lease import Lease

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
        """Makes the index where there is none, and waits for one that another is making just now."""
        if "error" in self._client.ask("GET", f"/{self._index}/_settings", ignore=404):
            # Only then: a cluster whose disks are nearly full makes no index, not even one that is there.
            self._client.ask("PUT", f"/{self._index}", _SETTINGS, ignore=400)
        self._client.ask("GET", f"/_cluster/health/{self._index}", wait_for_active_shards="1", ignore=408)

    @contextmanager
    def writing(self) -> Iterator[Lease]:
        """Held by the one writer, and again and again while it is at work: who stops without a word is taken to be gone
        after LEASE seconds. Raises IndexBusy, which says who holds it."""
        lease = Lease(self._client, self._index)
        lease.take()
        beating = threading.Thread(target=lease.beat, daemon=True)
        beating.start()
        try:
            yield lease
        finally:
            lease.stop()
            beating.join()
            lease.leave()

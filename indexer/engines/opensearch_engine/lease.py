"""The turn of the one writer: a document of the cluster that names whose turn it is and until when.

Every write of it is conditional on the one before it: of two who believe that it is theirs one learns that it is not.
"""

from __future__ import annotations

import os
import platform
import threading
import time
import uuid
from typing import TYPE_CHECKING, Any

from indexer.errors import GisaError, IndexBusy, IndexTaken

if TYPE_CHECKING:
    from indexer.engines.opensearch_engine.client import Client

LEASE, BEAT = 30.0, 8.0
"""Seconds for which a writer that says nothing is taken to be at work, and after which it says that it is."""

DOUBT = LEASE / 2
"""Seconds after which one that could not say so asks whether it still is the writer before it writes any more."""

ANSWERED = 5.0
"""Seconds that the cluster may take to note it before it is asked again."""

_GONE = (404, 409)


class Lease:
    """Whose turn it is to write, as of one who may write or wants to. Safe for many threads: some work, one beats."""

    def __init__(self, client: Client, index: str) -> None:
        self._client, self._path = client, f"/{index}/_doc/writer"
        self._owner = uuid.uuid4().hex
        self._who = f"{platform.node()}의 {os.getpid()}번"
        self._known: dict[str, int] = {}  # what the document was when it was last ours
        self._until = 0.0
        self._taken_by: str | None = None
        self._lock, self._done = threading.Lock(), threading.Event()

    def take(self) -> None:
        """Makes it ours. Raises IndexBusy, which says who has it."""
        found = self._read()
        before = found.get("_source") or {}
        if before.get("until", 0) > time.time():
            raise IndexBusy(self._client.place.shown, before.get("who", ""))
        if not self._put(**(_version(found) if before else {"op_type": "create"})):
            # Another was quicker, or the answer to our first try was lost.
            found = self._read()
            if not self._ours(found):
                raise IndexBusy(self._client.place.shown, found.get("_source", {}).get("who", ""))
            self._known, self._until = _version(found), found["_source"]["until"]

    def keep(self) -> None:
        """Asked before whatever is written. Raises IndexTaken where it is no longer ours."""
        with self._lock:
            if self._taken_by is None and time.time() > self._until - DOUBT:
                self._renew()
            if self._taken_by is not None:
                raise IndexTaken(self._client.place.shown, self._taken_by)

    def beat(self) -> None:
        """Says again and again that its owner is at work, until `leave`, or until it is no longer."""
        while not self._done.wait(BEAT):
            with self._lock:
                try:
                    self._renew()
                except GisaError:
                    continue  # the cluster is away: what is being written notices that itself
                if self._taken_by is not None:
                    return

    def stop(self) -> None:
        """Ends `beat`."""
        self._done.set()

    def leave(self) -> None:
        """Gives it to whoever comes next; another's is left as it is."""
        found = self._read()
        if self._ours(found):
            self._client.ask("DELETE", self._path, ignore=_GONE, **_version(found))

    def _renew(self) -> None:
        known = self._known
        while not self._put(**known):
            found = self._read()
            if not self._ours(found):
                self._taken_by = found.get("_source", {}).get("who", "")
                return
            known = _version(found)  # the answer to an earlier renewal was lost

    def _put(self, **only: Any) -> bool:
        """Writes the document, if it is what it is thought to be."""
        until = time.time() + LEASE
        body = {"owner": self._owner, "who": self._who, "until": until}
        answer = self._client.ask("PUT", self._path, body, ignore=_GONE, request_timeout=ANSWERED, **only)
        if "error" in answer:
            return False
        self._known, self._until = _version(answer), until
        return True

    def _read(self) -> dict[str, Any]:
        return self._client.ask("GET", self._path, ignore=404, request_timeout=ANSWERED)

    def _ours(self, found: dict[str, Any]) -> bool:
        return bool(found.get("_source", {}).get("owner") == self._owner)


def _version(document: dict[str, Any]) -> dict[str, int]:
    return {"if_seq_no": document["_seq_no"], "if_primary_term": document["_primary_term"]}

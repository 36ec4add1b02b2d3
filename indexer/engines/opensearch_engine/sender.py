"""Bulk requests, sent beside the writer: while the cluster takes one, the next is made."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from indexer.engines.opensearch_engine.client import Client, said
from indexer.errors import IndexFailure

BULK = 8_000_000
"""Bytes of one bulk request, but for a document that is larger by itself."""

SENDERS = 3
"""Requests that are underway at once."""

ERRORS = "errors,items.*.status,items.*.error"
RESULTS = f"{ERRORS},items.*._id,items.*.result"
"""What the cluster answers of each document: it would say eight times as much."""


class Sender:
    """Of what is sent under one key, the last wins. Errors of what was sent come with the next call."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._threads = ThreadPoolExecutor(SENDERS, thread_name_prefix="bulk")
        self._asked: list[Future[Any]] = []
        self._underway: deque[tuple[Future[set[str]], frozenset[tuple[str, str]]]] = deque()

    def send(self, index: str, documents: Iterable[tuple[str, bytes]], *, told: bool = False) -> set[str]:
        """Sends (key, lines of a bulk request); waits only while too many are underway, or the same key is. Gives what
        `wait` does, of those that came to their end; with `told` these will be among them."""
        changed: set[str] = set()
        for some in _parts(documents):
            keys = frozenset((index, key) for key in some)
            while self._underway and (len(self._underway) >= SENDERS or self._has(keys)):
                changed |= self._underway.popleft()[0].result()
            sent = self._threads.submit(self._bulk, index, b"".join(some.values()), told=told)
            self._underway.append((sent, keys))
        return changed

    def ask(self, method: str, path: str) -> None:
        """Makes a request of another kind beside what is sent."""
        self._asked.append(self._threads.submit(self._client.ask, method, path))

    def wait(self) -> set[str]:
        """Waits for all, and gives the keys of what was there before, or was to be deleted, where that is `told`."""
        changed: set[str] = set()
        while self._asked:
            self._asked.pop().result()
        while self._underway:
            changed |= self._underway.popleft()[0].result()
        return changed

    def close(self) -> None:
        """Ends the threads; what was not begun is not sent."""
        self._underway.clear()
        self._asked.clear()
        self._threads.shutdown(cancel_futures=True)

    def _has(self, keys: frozenset[tuple[str, str]]) -> bool:
        return any(keys & underway for _, underway in self._underway)

    def _bulk(self, index: str, body: bytes, *, told: bool) -> set[str]:
        answer = self._client.ask("POST", f"/{index}/_bulk", body, filter_path=RESULTS if told else ERRORS)
        if answer.get("errors"):
            self._check(answer["items"])
        results = [result for item in answer["items"] for result in item.values()] if told else []
        return {result["_id"] for result in results if result["result"] != "created"}

    def _check(self, items: Iterable[Mapping[str, Mapping[str, Any]]]) -> None:
        for item in items:
            [result] = item.values()
            if "error" in result:
                place = self._client.place.shown
                raise IndexFailure(
                    f"오픈서치 {place}: 기사를 색인에 넣지 못했습니다: {said(result)}."
                    " `./gisa rebuild`로 다시 만드십시오."
                )


def _parts(documents: Iterable[tuple[str, bytes]]) -> Iterator[dict[str, bytes]]:
    part: dict[str, bytes] = {}
    size = 0
    for key, each in documents:
        if part and size + len(each) > BULK:
            yield part
            part, size = {}, 0
        part[key] = each
        size += len(each)
    if part:
        yield part

"""What a writer sends, and when, without a cluster: one that answers as if it had everything already."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import closing
from typing import Any, cast

import pytest

from indexer.engines.opensearch_engine import sender, writer
from indexer.engines.opensearch_engine.client import Client
from indexer.engines.opensearch_engine.place import Place
from indexer.engines.opensearch_engine.sender import Sender
from indexer.engines.opensearch_engine.state import State
from indexer.engines.opensearch_engine.writer import OpenSearchWriter
from indexer.errors import IndexFailure
from tests.contract.building import document


class Cluster:
    """Says of every document that it replaced one, and remembers what it was sent, by path."""

    place = Place(url="http://garam.example:9200", name="gisa")

    def __init__(self, failing: str = "") -> None:
        self.asked: list[tuple[str, Any]] = []
        self._failing, self._lock = failing, threading.Lock()

    def ask(self, method: str, path: str, body: object = None, **_: object) -> dict[str, Any]:
        with self._lock:
            self.asked.append((path, body))
        if isinstance(body, bytes):
            lines = map(json.loads, body.splitlines())
            keys = [line[action]["_id"] for line in lines for action in ("index", "update") if action in line]
            failed = {"error": {"type": "broken", "reason": self._failing}, "status": 400} if self._failing else {}
            items = [{"index": {"_id": key, "result": "updated"} | failed} for key in keys]
            return {"errors": bool(failed), "items": items}
        return {"hits": {"hits": []}}

    def sent(self, end: str) -> list[Any]:
        return [body for path, body in self.asked if path.endswith(end)]


@pytest.fixture
def cluster() -> Cluster:
    return Cluster()


@pytest.fixture
def writing(cluster: Cluster) -> Iterator[OpenSearchWriter]:
    client = cast(Client, cluster)
    with closing(OpenSearchWriter(client, State(client), "gisa-1", published=True)) as made:
        yield made


def test_words_are_looked_for_of_changed_articles_and_of_nothing_else(
    cluster: Cluster, writing: OpenSearchWriter
) -> None:
    for number in range(3):
        writing.put(document(f"g-{number}", "산불 진화 헬기"))
    writing.commit()
    [asked] = cluster.sent("/_search")
    [words] = cluster.sent("gisa-1-words/_bulk")
    assert len(asked["query"]["terms"]["of"]) == 3
    assert words.count(b'"update"') == 3


def test_words_come_before_the_articles_that_have_them_can_be_seen(cluster: Cluster, writing: OpenSearchWriter) -> None:
    writing.put(document("g-1", "산불"))
    writing.commit()
    paths = [path for path, _ in cluster.asked]
    assert paths.index("/gisa-1-words/_refresh") < paths.index("/gisa-1/_refresh")


def test_words_are_written_once_and_added_to_only_where_they_were_sent_before(
    cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = cast(Client, cluster)
    for most, acts in ((10, [b'"index"']), (1, [b'"index"', b'"update"'])):
        monkeypatch.setattr(writer, "MOST_COUNTED", most)
        cluster.asked.clear()
        with closing(OpenSearchWriter(client, State(client), "gisa-1", published=False)) as rebuilding:
            rebuilding.put(document("g-1", "산불"))
            rebuilding.commit()
            rebuilding.put(document("g-2", "산불"))
            rebuilding.finish()
        sent = cluster.sent("gisa-1-words/_bulk")
        assert len(sent) == len(acts)
        assert all(act in lines for act, lines in zip(acts, sent, strict=True))


def test_all_that_a_rebuild_sends_can_be_seen_at_its_end(cluster: Cluster) -> None:
    client = cast(Client, cluster)
    with closing(OpenSearchWriter(client, State(client), "gisa-1", published=False)) as rebuilding:
        rebuilding.put(document("g-1", "산불"))
        rebuilding.commit()
        rebuilding.finish()
    paths = [path for path, _ in cluster.asked]
    for index in ("gisa-1", "gisa-1-words"):
        last = len(paths) - 1 - paths[::-1].index(f"/{index}/_bulk")
        assert f"/{index}/_refresh" in paths[last:]


def test_what_is_sent_twice_under_one_key_is_never_underway_twice(
    cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sender, "BULK", 1)
    began, going = threading.Event(), threading.Event()
    order: list[bytes] = []

    class Slow(Cluster):
        def ask(self, method: str, path: str, body: object = None, **_: object) -> dict[str, Any]:
            assert isinstance(body, bytes)
            if body == b"first":
                began.set()
                assert going.wait(10)
            order.append(body)
            return {"errors": False, "items": []}

    with closing(Sender(cast(Client, Slow()))) as sending:
        sending.send("gisa-1", [("a", b"first")])
        assert began.wait(10)
        threading.Timer(0.2, going.set).start()
        sending.send("gisa-1", [("b", b"other"), ("a", b"second")])
        sending.wait()
    assert order.index(b"first") < order.index(b"second")


def test_what_the_cluster_refuses_is_told_at_the_next_call() -> None:
    with closing(Sender(cast(Client, Cluster(failing="가득 참")))) as sending:
        sending.send("gisa-1", [("a", b'{"index":{"_id":"a"}}\n{}\n')])
        with pytest.raises(IndexFailure, match="broken: 가득 참"):
            sending.wait()

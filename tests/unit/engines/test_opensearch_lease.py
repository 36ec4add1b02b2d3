"""The turn to write on a cluster, without one: nobody takes it back from another, and a lost answer is no lost turn."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any, cast

import pytest

from indexer.engines.opensearch_engine import lease
from indexer.engines.opensearch_engine.lease import BEAT, DOUBT, LEASE, Lease
from indexer.engines.opensearch_engine.place import Place
from indexer.errors import IndexAway, IndexBusy, IndexTaken
from tests.contract.building import document

DOCUMENT = "/gisa-state/_doc/writer"


class Cluster:
    """Documents with the numbers of their writes, as a cluster keeps them; to everything else it says yes."""

    place = Place(url="http://127.0.0.1:9200", name="gisa")

    def __init__(self) -> None:
        self.documents: dict[str, dict[str, Any]] = {}
        self.asked: list[tuple[str, str]] = []
        self.writes = 0
        self.answers_lost = 0
        self.away = False

    def ask(self, method: str, path: str, body: object = None, **params: Any) -> dict[str, Any]:
        if self.away:
            raise IndexAway("away")
        self.asked.append((method, path))
        if "/_doc/" not in path:
            return _yes(path)
        if method == "GET":
            return self.documents.get(path, {"found": False})
        answer = self._write(method, path, cast("dict[str, Any]", body), params)
        if self.answers_lost:  # the client asks again what was not answered
            self.answers_lost -= 1
            answer = self._write(method, path, cast("dict[str, Any]", body), params)
        return answer

    def _write(self, method: str, path: str, body: dict[str, Any], only: dict[str, Any]) -> dict[str, Any]:
        held = self.documents.get(path)
        wanted = only.get("if_seq_no")
        if (only.get("op_type") == "create" and held) or (wanted is not None and (held or {}).get("_seq_no") != wanted):
            return {"error": {"type": "version_conflict_engine_exception"}, "status": 409}
        self.documents.pop(path, None)
        self.writes += 1
        if method == "PUT":
            self.documents[path] = {"_source": body, "_seq_no": self.writes, "_primary_term": 1}
        return {"_seq_no": self.writes, "_primary_term": 1}

    @property
    def owner(self) -> str:
        """Whose turn it is."""
        return str(self.documents[DOCUMENT]["_source"]["who"])


def _yes(path: str) -> dict[str, Any]:
    if path == "/":
        return {"version": {"distribution": "opensearch", "number": "2.19.3"}}
    return {"errors": False, "items": []} if path.endswith("_bulk") else {}


class Clock:
    """The time of day of both writers."""

    def __init__(self) -> None:
        self.now = 1_000_000.0

    def time(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(lease, "time", made)
    return made


@pytest.fixture
def cluster() -> Cluster:
    return Cluster()


def writer(cluster: Cluster, who: str) -> Lease:
    made = Lease(cast("Any", cluster), "gisa-state")
    made._who = who
    return made


def taken(cluster: Cluster, who: str) -> Lease:
    made = writer(cluster, who)
    made.take()
    return made


def test_while_one_has_it_nobody_else_gets_it(cluster: Cluster, clock: Clock) -> None:
    taken(cluster, "가람")
    clock.now += LEASE - 1
    with pytest.raises(IndexBusy, match="가람이"):
        taken(cluster, "솔내")


def test_who_was_away_for_longer_than_the_lease_does_not_take_it_back(cluster: Cluster, clock: Clock) -> None:
    away = taken(cluster, "가람")
    clock.now += LEASE + 1
    taken(cluster, "솔내")
    for _ in range(2):
        with pytest.raises(IndexTaken, match=r"127\.0\.0\.1:9200.*솔내이.*넘겨받았습니다.*다시 하십시오"):
            away.keep()
    assert cluster.owner == "솔내"


def test_who_was_away_and_was_missed_by_nobody_goes_on(cluster: Cluster, clock: Clock) -> None:
    away = taken(cluster, "가람")
    clock.now += 10 * LEASE
    away.keep()
    with pytest.raises(IndexBusy):
        taken(cluster, "솔내")


def test_beats_end_where_it_is_anothers_and_leave_it_so(
    cluster: Cluster, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    away = taken(cluster, "가람")
    clock.now += LEASE + 1
    taken(cluster, "솔내")
    monkeypatch.setattr(lease, "BEAT", 0.001)
    beating = threading.Thread(target=away.beat, daemon=True)
    beating.start()
    beating.join(10)
    away.stop()
    assert cluster.owner == "솔내"
    with pytest.raises(IndexTaken):
        away.keep()


def test_who_leaves_takes_only_its_own_away(cluster: Cluster, clock: Clock) -> None:
    away = taken(cluster, "가람")
    clock.now += LEASE + 1
    next_one = taken(cluster, "솔내")
    away.leave()
    assert cluster.owner == "솔내"
    next_one.leave()
    assert DOCUMENT not in cluster.documents


def test_who_finds_it_given_up_by_another_has_lost_it(cluster: Cluster, clock: Clock) -> None:
    away = taken(cluster, "가람")
    clock.now += LEASE + 1
    taken(cluster, "솔내").leave()
    with pytest.raises(IndexTaken, match="다른 프로그램이"):
        away.keep()
    assert DOCUMENT not in cluster.documents


def test_of_two_that_find_it_free_at_once_one_gets_it(cluster: Cluster, clock: Clock) -> None:
    one, two = writer(cluster, "가람"), writer(cluster, "솔내")
    free = cluster.ask("GET", DOCUMENT)
    one.take()
    reads = iter([free, cluster.documents[DOCUMENT]])
    two._read = lambda: next(reads)  # type: ignore[method-assign]  # it read before the other wrote
    with pytest.raises(IndexBusy, match="가람이"):
        two.take()


def test_an_answer_that_was_lost_loses_no_turn(cluster: Cluster, clock: Clock) -> None:
    cluster.answers_lost = 1
    one = taken(cluster, "가람")
    for lost in (1, 0, 2, 1):
        clock.now += DOUBT + 1
        cluster.answers_lost = lost
        one.keep()
        assert cluster.documents[DOCUMENT]["_source"]["until"] == clock.now + LEASE
    cluster.answers_lost = 1
    one.leave()
    assert DOCUMENT not in cluster.documents


def test_between_beats_the_cluster_is_not_asked(cluster: Cluster, clock: Clock) -> None:
    one = taken(cluster, "가람")
    asked = len(cluster.asked)
    clock.now += BEAT + 1
    one.keep()
    assert len(cluster.asked) == asked


def test_a_cluster_that_is_away_is_no_lost_turn(cluster: Cluster, clock: Clock) -> None:
    one = taken(cluster, "가람")
    clock.now += LEASE + 1
    cluster.away = True
    with pytest.raises(IndexAway):
        one.keep()
    cluster.away = False
    one.keep()
    assert cluster.owner == "가람"


# --- the writer that has it ---


@pytest.fixture
def bare(cluster: Cluster, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """An engine that asks this cluster."""
    pytest.importorskip("opensearchpy")
    from indexer.engines.opensearch_engine.client import Client
    from indexer.engines.opensearch_engine.engine import OpenSearchEngine

    def ask(_client: Client, method: str, path: str, body: object, params: dict[str, Any]) -> dict[str, Any]:
        return cluster.ask(method, path, body, **params)

    monkeypatch.setattr(Client, "_ask", ask)
    made = OpenSearchEngine(cluster.place)
    yield made
    made.close()


def lose(cluster: Cluster, clock: Clock) -> None:
    clock.now += LEASE + 1
    taken(cluster, "솔내")
    cluster.asked.clear()


def harmless(asked: list[tuple[str, str]]) -> bool:
    """Nothing was written but what asks whether it may be: the turn's own document, which refuses."""
    return all(method == "GET" or path == DOCUMENT for method, path in asked)


def lose_with(writing: Any, cluster: Cluster, clock: Clock, act: str) -> None:
    writing.put(document("a", "산불"))
    lose(cluster, clock)
    getattr(writing, act)()


@pytest.mark.parametrize("act", ["commit", "purge"])
def test_a_writer_that_lost_its_turn_writes_nothing_more(cluster: Cluster, clock: Clock, bare: Any, act: str) -> None:
    with bare.writer():
        pass
    commit = bare.commit
    with bare.writer() as writing:
        with pytest.raises(IndexTaken):
            lose_with(writing, cluster, clock, act)
        writing.cancel()
    assert harmless(cluster.asked)
    assert cluster.owner == "솔내"
    assert bare.commit == commit


def rebuild_and_lose(engine: Any, cluster: Cluster, clock: Clock) -> None:
    with engine.writer(afresh=True) as writing:
        writing.put(document("a", "산불"))
        lose(cluster, clock)


def test_a_rebuild_that_lost_its_turn_is_not_published(cluster: Cluster, clock: Clock, bare: Any) -> None:
    with bare.writer():
        pass
    before = bare.index_id
    with pytest.raises(IndexTaken):
        rebuild_and_lose(bare, cluster, clock)
    assert bare.index_id == before
    assert not [path for method, path in cluster.asked if method == "DELETE" and before in path]


def test_a_writer_that_waits_for_the_cluster_asks_again_whose_turn_it_is(
    cluster: Cluster, clock: Clock, bare: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def come_back(_pause: float) -> None:
        cluster.away = False
        lose(cluster, clock)

    monkeypatch.setattr("indexer.engines.opensearch_engine.client.time.sleep", come_back)
    with bare.writer() as writing:
        writing.put(document("a", "산불"))
        cluster.away = True
        with pytest.raises(IndexTaken):
            writing.commit()
        assert harmless(cluster.asked)
        writing.cancel()

"""Nodes that die, disks that are full, servers that are not who they should be: what readers and writers are told."""

from __future__ import annotations

import http.client
import re
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import pytest

from indexer import ingest
from indexer.archive import Archive
from indexer.engines.interface import Engine, EngineQuery, IndexDocument
from indexer.errors import IndexFailure
from indexer.query.plan import Every
from indexer.search import Search
from indexer.sources import SourceFile, read_paths
from tests.contract.building import day, delete, document, prefix, put, search, word
from tests.fakes import PlainAnalyser, write_jsonl
from tests.reliability.served import TOPICS, articles
from tests.services.engines import opened
from tests.services.fixtures import or_skip
from tests.services.front import Front, front
from tests.services.full_disk import WATCHFUL, full_disk, no_new_index
from tests.services.impostor import ROOTS, impostor, root_of
from tests.services.opensearch import Cluster, Node, node
from tests.services.searchers import searching
from webui import create_app

pytestmark = [pytest.mark.services, pytest.mark.usefixtures("opensearch_client")]

HELD, MORE, STEP = 1_000, 400, 50
"""Articles that are there before anything is harmed, that are written meanwhile, and of these in one commit."""

ONE_A_NODE, FEW = {"settings": {"number_of_shards": 3, "number_of_replicas": 1}}, 30
"""An index with something on each of three nodes, and articles for it."""

SOON = 60.0
"""Seconds in which somebody who asks in vain is told so."""

AWAY = 4.0
"""Seconds that a node is away while somebody writes."""

Made = TypeVar("Made")

QUERIES = (
    EngineQuery(plan=Every(), limit=20),
    EngineQuery(plan=word("산불")),
    EngineQuery(plan=word("예산"), sort="newest", collapse=True),
    EngineQuery(plan=prefix("도"), chosen={"press": ["가람일보"]}),
    EngineQuery(plan=word("둑"), first=day("2012-01-01"), last=day("2019-12-31"), limit=100),
)


def documents(count: int, start: int = 0) -> list[IndexDocument]:
    """Invented ones, of two topics each."""
    made = []
    for number in range(start, start + count):
        one, two = TOPICS[number % len(TOPICS)], TOPICS[(number * 7 + 3) % len(TOPICS)]
        date = f"20{10 + number % 14:02}-{number % 12 + 1:02}-{number % 28 + 1:02}"
        press = ("가람일보", "솔내신문")[number % 2]
        made.append(document(f"g-{number}", f"{one} {two} / 가람군", title=one, published=date, press=press))
    return made


def ids(engine: Engine) -> set[str]:
    return {found for found, _ in search(engine, limit=None, facets=()).found}


def started(work: Callable[[], Made]) -> Future[Made]:
    """Work on a thread: nodes are started by this one."""
    future: Future[Made] = Future()

    def run() -> None:
        try:
            future.set_result(work())
        except BaseException as error:
            future.set_exception(error)

    threading.Thread(target=run, daemon=True).start()
    return future


def said(error: pytest.ExceptionInfo[IndexFailure]) -> str:
    """What an operator is told: in Korean, and what to do."""
    text = str(error.value)
    assert re.search("십시오", text), text
    assert not re.search(r"Traceback|Exception|Error\(", text), text
    return text


@pytest.fixture(scope="module")
def harmed() -> Iterator[Node]:
    with or_skip(), node(settings=WATCHFUL) as made:
        yield made


@pytest.fixture
def watchful(harmed: Node) -> Node:
    """A node that is killed and filled: whatever a test did to it before, it runs."""
    if not harmed.running:
        harmed.restart()
    return harmed


@pytest.fixture(scope="module")
def guarded(opensearch_node: Node) -> Iterator[Front]:
    with or_skip(), front(opensearch_node) as made:
        yield made


def put_articles(asked: Cluster, index: str) -> None:
    assert asked.ask("PUT", f"/{index}", ONE_A_NODE)[0] == 200
    for number in range(FEW):
        assert asked.ask("PUT", f"/{index}/_doc/{number}", {"title": "둑 보수", "number": number})[0] == 201
    assert asked.ask("POST", f"/{index}/_refresh")[0] == 200


def counted(asked: Cluster, index: str) -> int:
    status, answer = asked.ask("POST", f"/{index}/_search", {"size": 0, "track_total_hits": True})
    assert status == 200
    assert answer["_shards"]["failed"] == 0
    return int(answer["hits"]["total"]["value"])


def test_two_of_three_nodes_answer_with_every_article_and_the_third_comes_back(opensearch_cluster: Cluster) -> None:
    put_articles(opensearch_cluster, "articles")
    opensearch_cluster.await_green()
    _, (manager,) = opensearch_cluster.ask("GET", "/_cat/cluster_manager?format=json")
    (killed,) = [node for node in opensearch_cluster.nodes if node.name == manager["node"]]
    killed.kill()
    assert len(opensearch_cluster.alive) == 2
    assert counted(opensearch_cluster, "articles") == FEW
    opensearch_cluster.start()
    assert opensearch_cluster.ask("GET", "/_cluster/health")[1]["number_of_nodes"] == 3
    assert counted(opensearch_cluster, "articles") == FEW


def test_a_node_that_dies_under_load_costs_no_search_and_no_article(opensearch_cluster: Cluster) -> None:
    with closing(opened(*opensearch_cluster.urls, name="killed")) as engine:
        put(engine, *documents(HELD), afresh=True)
        opensearch_cluster.await_green()
        expected = [(query, engine.search(query).total) for query in QUERIES]
        assert all(total for _, total in expected)

        def write() -> None:
            for start in range(HELD, HELD + MORE, STEP):
                put(engine, *documents(STEP, start))

        with searching(engine, expected) as end:
            for killed in opensearch_cluster.nodes[:2]:
                writing = started(write)
                time.sleep(1)
                killed.kill()
                with closing(opened(*opensearch_cluster.urls, name="killed")) as another:
                    assert another.count() >= HELD
                writing.result(120)
                time.sleep(1)
                opensearch_cluster.start()
            met = end()
        print(f"\n{met.answers} searches, the slowest {met.slowest:.1f} s")
        assert (met.failed, met.short) == ([], [])
        assert met.answers > 100
        assert ids(engine) == {f"g-{number}" for number in range(HELD + MORE)}
        assert engine.count() == HELD + MORE


def test_without_any_node_the_pages_say_so_and_are_there_again_when_it_is(watchful: Node, archive: Archive) -> None:
    with closing(opened(watchful.url, name="away")) as engine:
        put(engine, *documents(10), afresh=True)
        pages = create_app(Search(archive, engine, PlainAnalyser())).test_client()
        assert pages.get("/readyz").status_code == http.client.OK
        watchful.kill()
        began = time.monotonic()
        with pytest.raises(IndexFailure) as error:
            engine.search(QUERIES[0])
        assert time.monotonic() - began < SOON
        assert watchful.url.removeprefix("http://") in said(error)
        assert pages.get("/readyz").status_code == http.client.SERVICE_UNAVAILABLE
        assert pages.get("/healthz").status_code == http.client.OK
        for path in ("/search?q=둑", "/api/v1/search?q=둑"):
            answer = pages.get(path)
            assert answer.status_code == http.client.SERVICE_UNAVAILABLE
            assert error.value.for_readers in answer.text
            assert str(watchful.port) not in answer.text, "readers need not see where it is"
        watchful.restart()
        assert pages.get("/readyz").status_code == http.client.OK
        assert pages.get("/search?q=둑").status_code == http.client.OK


def test_ingest_waits_for_a_node_that_is_away_and_goes_on(watchful: Node, archive: Archive, tmp_path: Path) -> None:
    halves = [write_jsonl(tmp_path / f"{start}.jsonl", articles(300, start)) for start in (0, 300)]
    reached, away = threading.Event(), threading.Event()

    def files() -> Iterator[SourceFile]:
        yield from read_paths([halves[0]])
        reached.set()
        assert away.wait(SOON)
        yield from read_paths([halves[1]])

    with closing(opened(watchful.url, name="waits")) as engine:
        with engine.writer():
            pass
        adding = started(lambda: ingest.add(files(), archive=archive, engine=engine, analyser=PlainAnalyser()))
        assert reached.wait(SOON)
        watchful.kill()
        away.set()
        time.sleep(AWAY)
        assert not adding.done(), adding
        watchful.restart()
        assert adding.result(120).added == 600
        assert engine.count() == 600
        assert not archive.pending(engine.index_id)


def test_a_wrong_password_is_told_and_not_repeated(guarded: Front) -> None:
    for wrong in (replace(guarded, password="솔내천-둑"), replace(guarded, user="", password="")):
        with closing(opened(wrong.url, name="guarded", front=wrong)) as engine:
            with pytest.raises(IndexFailure) as error:
                engine.count()
            assert "비밀번호" in said(error)
            assert "솔내천-둑" not in said(error) + repr(engine)


def test_a_certificate_that_nobody_vouches_for_is_not_trusted(guarded: Front) -> None:
    with closing(opened(guarded.url, name="guarded", front=replace(guarded, certificate=None))) as engine:
        with pytest.raises(IndexFailure) as error:
            engine.count()
        assert "인증서" in said(error)


def test_over_tls_with_the_password_everything_works(guarded: Front) -> None:
    with closing(opened(guarded.url, name="guarded", front=guarded)) as engine:
        put(engine, *documents(20), afresh=True)
        assert engine.count() == 20
        assert search(engine, word("산불")).total > 0


@pytest.mark.parametrize("who", sorted(ROOTS))
def test_another_server_than_the_one_that_is_meant_is_named_and_not_written_to(who: str) -> None:
    with impostor(root_of(ROOTS[who])) as url, closing(opened(url, name="other")) as engine:
        acts: tuple[Callable[[], object], ...] = (engine.count, lambda: put(engine, *documents(1)))
        for act in acts:
            with pytest.raises(IndexFailure) as error:
                act()
            assert str(ROOTS[who]["number"]) in said(error)


def test_a_page_in_the_place_of_a_server_is_no_answer() -> None:
    for status in (200, 502):
        with impostor("<h1>Bad Gateway</h1>", status=status, kind="text/html") as url:
            with closing(opened(url, name="other")) as engine, pytest.raises(IndexFailure) as error:
                engine.count()
            said(error)


def test_on_a_full_disk_nothing_is_written_all_is_found_and_it_goes_on(watchful: Node) -> None:
    with closing(opened(watchful.url, name="full")) as engine:
        put(engine, *documents(HELD), afresh=True)
        with full_disk(watchful, "_all"):
            acts: tuple[Callable[[], None], ...] = (
                lambda: put(engine, *documents(5, HELD)),
                lambda: delete(engine, "g-1"),
            )
            for act in acts:
                began = time.monotonic()
                with pytest.raises(IndexFailure) as error:
                    act()
                assert time.monotonic() - began < SOON
                assert "디스크" in said(error)
            assert engine.count() == HELD
            assert search(engine, word("산불")).total > 0
        put(engine, *documents(5, HELD))
        delete(engine, "g-1")
        assert engine.count() == HELD + 4


def test_where_no_index_can_be_made_the_one_that_is_there_is_written_and_a_new_one_is_refused(watchful: Node) -> None:
    with closing(opened(watchful.url, name="narrow")) as engine:
        put(engine, *documents(FEW), afresh=True)
        with no_new_index(watchful):
            put(engine, *documents(5, FEW))
            delete(engine, "g-1")
            with pytest.raises(IndexFailure) as error:
                put(engine, *documents(1), afresh=True)
            assert "디스크" in said(error)
            assert "비밀번호" not in said(error)
            assert engine.count() == FEW + 4
        put(engine, *documents(FEW), afresh=True)
        assert engine.count() == FEW


def test_an_index_of_somebody_elses_is_left_as_it_is(opensearch_node: Node) -> None:
    theirs = {"mappings": {"properties": {"title": {"type": "integer"}, "id": {"type": "geo_point"}}}}
    assert opensearch_node.ask("PUT", "/theirs", theirs)[0] == 200
    before = opensearch_node.ask("GET", "/theirs")[1]["theirs"]["mappings"]
    with closing(opened(opensearch_node.url, name="theirs")) as engine:
        looks: tuple[Callable[[], object], ...] = (engine.count, lambda: search(engine))
        for look in looks:
            with pytest.raises(IndexFailure):
                look()
        with pytest.raises(IndexFailure) as error:
            put(engine, *documents(1))
        assert "theirs" in said(error)
    assert opensearch_node.ask("GET", "/theirs")[1]["theirs"]["mappings"] == before

"""Several `serve` over one archive and one index on servers, behind nginx: nobody can tell which of them answers."""

from __future__ import annotations

import http.client
import re
import signal
import threading
import time
import uuid
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from urllib.parse import quote

import pytest

from indexer import ingest, keeping
from indexer.archive import Archive
from indexer.archive.postgresql import url_of
from indexer.engines.interface import Engine
from indexer.search import Search
from indexer.settings import ROOT
from indexer.sources import read_paths
from tests.fakes import PlainAnalyser, write_jsonl
from tests.nginx import NGINX, OPENSSL, certificate, free_port, nginx
from tests.reliability.served import Served, articles, serving
from tests.reliability.test_behind_nginx import NAME, Proxy
from tests.services.engines import opened
from tests.services.opensearch import Node
from tests.services.postgresql import Server, running
from webui import create_app

pytestmark = [pytest.mark.services, pytest.mark.usefixtures("opensearch_client")]

HELD = 60
TIMES = re.compile(rb'"took_ms":\s*[\d.]+|[\d.,]+\s*(?:\xec\xb4\x88|s\b|ms\b|seconds?)')
"""How long it took, in JSON and on pages."""

PATHS = (
    "/",
    "/search?q=둑",
    "/search?q=산불+OR+예산&sort=newest&press=가람일보&collapse=1",
    "/en/search?q=둑",
    "/article/g-7?q=둑",
    "/kwic?q=둑&order=left",
    "/kwic.csv?q=둑",
    "/compare?q=둑&q=산불",
    "/timeline.csv?q=둑",
    "/values/press?q=둑",
    "/coverage",
    "/feed.atom?q=둑",
    "/opensearch.xml",
    "/help",
    "/export.csv?q=둑",
    "/export.ris?q=둑",
    "/cite/ris/g-7",
    "/api/v1/search?q=둑",
    "/api/v1/suggest?q=도",
    "/api/v1/articles/g-7",
    "/api/v1/stats",
    "/api/v1/coverage",
    "/api/v1/openapi.json",
    "/static/gisa.css",
    "/article/없는-기사",
)


@dataclass(frozen=True)
class Desk:
    """The archive and its index, as whoever adds has them."""

    archive: Archive
    engine: Engine

    def add(self, folder: Path, count: int, start: int = 0) -> None:
        """So many articles."""
        path = write_jsonl(folder / f"{start}.jsonl", articles(count, start))
        ingest.add(read_paths([path]), archive=self.archive, engine=self.engine, analyser=PlainAnalyser())


@pytest.fixture
def desk(postgresql: Server, opensearch_node: Node, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """An archive on a server, an index on a cluster; the environment says so to every process."""
    database, name = postgresql.create(), f"served{uuid.uuid4().hex[:8]}"
    told = {"ARCHIVE_URL": postgresql.url(database), "ENGINE": "opensearch"}
    told |= {"OPENSEARCH_URL": opensearch_node.url, "OPENSEARCH_INDEX": name, "DICTIONARIES": str(tmp_path)}
    for variable, value in told.items():
        monkeypatch.setenv(f"GISA_{variable}", value)
    archive = Archive(url_of(postgresql.url(database)))
    with closing(archive), closing(opened(opensearch_node.url, name=name)) as engine:
        made = Desk(archive, engine)
        made.add(tmp_path, HELD)
        yield made
    opensearch_node.ask("DELETE", f"/{name}-*?expand_wildcards=all")
    postgresql.drop(database)


@contextmanager
def two(folder: Path) -> Iterator[tuple[Served, Served]]:
    """Servers with a data folder of their own each, with nothing in it."""
    with ExitStack() as stack:
        made = []
        for number in (1, 2):
            (folder / f"own-{number}").mkdir()
            options = ("--site", f"https://{NAME}")
            log = folder / f"{number}.log"
            made.append(stack.enter_context(serving(folder / f"own-{number}", log=log, options=options)))
        yield made[0], made[1]


@contextmanager
def balanced(folder: Path, servers: tuple[Served, ...]) -> Iterator[Proxy]:
    """nginx before them, with the very lines of docs/operations.md."""
    blocks = re.findall(r"```nginx\n(.*?)```", (ROOT / "docs/operations.md").read_text("utf-8"), re.DOTALL)
    (block,) = [block for block in blocks if block.startswith("upstream")]
    port = free_port()
    certificate(folder, NAME)
    block = block.replace("listen 443", f"listen 127.0.0.1:{port}").replace("/etc/ssl/gisa", str(folder))
    for number, server in enumerate(servers, 11):
        assert f"10.0.0.{number}:8000" in block
        block = block.replace(f"10.0.0.{number}:8000", f"127.0.0.1:{server.port}")
    with nginx(folder, block, port):
        yield Proxy(port=port)


def told(server: Served, path: str) -> tuple[int, dict[str, str], bytes]:
    """Status, headers and body of an answer, but for its time."""
    with closing(http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)) as connection:
        connection.request("GET", quote(path, safe="/?=&+-.%"), headers={"Host": NAME})
        answer = connection.getresponse()
        body = TIMES.sub(b"", answer.read())
        headers = {name.lower(): value for name, value in answer.getheaders()}
        lasting = {name: value for name, value in headers.items() if name not in ("date", "content-length")}
        return answer.status, lasting, body


def totals(servers: tuple[Served, ...]) -> set[int]:
    return {int(server.json("/api/v1/search")["total"]) for server in servers}


def test_two_servers_with_empty_folders_answer_with_the_same_bytes(desk: Desk, tmp_path: Path) -> None:
    with two(tmp_path) as servers:
        for path in PATHS:
            here, there = (told(server, path) for server in servers)
            assert here == there, path
            assert here[0] == (HTTPStatus.NOT_FOUND if "없는" in path else HTTPStatus.OK), path
            assert "set-cookie" not in here[1]
        assert told(servers[0], "/feed.atom?q=둑")[1]["etag"]
        desk.add(tmp_path, 5, HELD)
        keeping.remove(["g-1"], "당사자의 요청", archive=desk.archive, engine=desk.engine)
        assert totals(servers) == {HELD + 4}
        assert [told(server, "/article/g-1")[0] for server in servers] == [HTTPStatus.NOT_FOUND] * 2
        for path in PATHS:
            assert told(servers[0], path) == told(servers[1], path), path
    assert [path.name for number in (1, 2) for path in (tmp_path / f"own-{number}").rglob("*")] == []


@pytest.mark.skipif(not (NGINX and OPENSSL), reason="NO NGINX HERE, so several are not tested behind it: install nginx")
def test_one_of_two_servers_dies_and_nobody_who_asks_notices(desk: Desk, tmp_path: Path) -> None:
    failed, answered, over = list[str](), list[int](), threading.Event()

    def ask(proxy: Proxy) -> None:
        while not over.is_set():
            for path in ("/search?q=%EB%91%91", "/api/v1/search?q=%EC%98%88%EC%82%B0", "/article/g-7"):
                answer, body = proxy.ask(path)
                if answer.status != HTTPStatus.OK or len(body) < 100:
                    failed.append(f"{answer.status} {path}")
                answered.append(1)

    with two(tmp_path) as servers, balanced(tmp_path, servers) as proxy:
        asking = [threading.Thread(target=ask, args=(proxy,)) for _ in range(2)]
        for thread in asking:
            thread.start()
        try:
            await_answers(answered, 10)
            servers[0].process.send_signal(signal.SIGKILL)
            servers[0].process.wait(10)
            await_answers(answered, len(answered) + 30)
        finally:
            over.set()
            for thread in asking:
                thread.join()
    assert failed == []


def await_answers(answered: Sequence[int], count: int) -> None:
    """Until there are so many: a busy machine answers few in a second."""
    until = time.monotonic() + 120
    while len(answered) < count:
        assert time.monotonic() < until, f"{len(answered)} answers"
        time.sleep(0.05)


def test_without_the_database_it_is_not_ready_and_with_it_it_is_again(opensearch_node: Node, tmp_path: Path) -> None:
    name = f"ready{uuid.uuid4().hex[:8]}"
    with closing(opened(opensearch_node.url, name=name)) as engine, running() as server:
        database = server.create()
        with closing(Archive(url_of(server.url(database)))) as archive:
            Desk(archive, engine).add(tmp_path, 5)
            pages = create_app(Search(archive, engine, PlainAnalyser())).test_client()
            assert pages.get("/readyz").status_code == HTTPStatus.OK
            server.sql(f"ALTER DATABASE {database} ALLOW_CONNECTIONS false")
            server.sql(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{database}'")
            for path in ("/readyz", "/search?q=둑", "/api/v1/search?q=둑"):
                answer = pages.get(path)
                assert answer.status_code == HTTPStatus.SERVICE_UNAVAILABLE, path
                assert server.password not in answer.text
                assert str(server.port) not in answer.text, "readers need not see where it is"
            assert pages.get("/healthz").status_code == HTTPStatus.OK
            server.sql(f"ALTER DATABASE {database} ALLOW_CONNECTIONS true")
            assert pages.get("/readyz").status_code == HTTPStatus.OK
            assert pages.get("/search?q=둑").status_code == HTTPStatus.OK
    opensearch_node.ask("DELETE", f"/{name}-*?expand_wildcards=all")

"""A real server for the browser: the sample articles, Kiwi, the engine, the archive, on a port of its own."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

from waitress import wasyncore
from waitress.server import create_server

from indexer import ingest
from indexer.analysis.kiwi import KiwiAnalyser
from indexer.archive import Archive
from indexer.archive.connect import sqlite_url
from indexer.engines.whoosh_engine import WhooshEngine
from indexer.search import Search
from indexer.sources import read_paths
from tests.browser.invented import FIRST_PRINTS, LATER_PRINTS, RESTRICTED_PRESS
from tests.fakes import write_jsonl
from webui import create_app

SAMPLES = Path(__file__).parents[2] / "data" / "samples"
TODAY = date(2026, 11, 22)


@dataclass(frozen=True, kw_only=True)
class Site:
    """A server that runs: where it is, and what answers behind it."""

    url: str
    search: Search

    def at(self, path: str) -> str:
        """The whole address of a path with its query."""
        return self.url + path


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What came for an address, errors too."""

    status: int
    headers: Mapping[str, str]
    content: bytes

    @property
    def text(self) -> str:
        """The content as text."""
        return self.content.decode()


def fetched(address: str) -> Answer:
    """What the server answers, without a browser."""
    try:
        with urlopen(address, timeout=60) as answer:
            return Answer(status=answer.status, headers=dict(answer.headers), content=answer.read())
    except HTTPError as error:
        with error:
            return Answer(status=error.code, headers=dict(error.headers), content=error.read())


@contextmanager
def site_of(analyser: KiwiAnalyser, folder: Path) -> Iterator[Site]:
    """The samples and the invented articles, indexed in an empty folder and served."""
    with opened(analyser, folder) as search, served(search) as url:
        yield Site(url=url, search=search)


@contextmanager
def empty_site(analyser: KiwiAnalyser, folder: Path) -> Iterator[Site]:
    """An archive with nothing in it, served."""
    with (
        closing(Archive(sqlite_url(folder / "archive.sqlite3"))) as archive,
        closing(WhooshEngine(folder / "index")) as engine,
    ):
        ingest.rebuild(archive=archive, engine=engine, analyser=analyser)
        search = Search(archive, engine, analyser)
        with served(search) as url:
            yield Site(url=url, search=search)


@contextmanager
def opened(analyser: KiwiAnalyser, folder: Path) -> Iterator[Search]:
    """The samples and the invented articles, searchable."""
    prints = [SAMPLES, folder / "first.jsonl"], [folder / "later.jsonl"]
    write_jsonl(folder / "first.jsonl", FIRST_PRINTS)
    write_jsonl(folder / "later.jsonl", LATER_PRINTS)
    with (
        closing(Archive(sqlite_url(folder / "archive.sqlite3"))) as archive,
        closing(WhooshEngine(folder / "index")) as engine,
    ):
        for paths in prints:
            ingest.add(read_paths(paths), archive=archive, engine=engine, analyser=analyser)
        archive.set_rights(RESTRICTED_PRESS, "snippet")
        search = Search(archive, engine, analyser)
        search.warm_up()
        yield search


@contextmanager
def served(search: Search) -> Iterator[str]:
    """The web pages of `search` on a free port of this machine."""
    server = create_server(create_app(search, today=lambda: TODAY), host="127.0.0.1", port=0, threads=4)
    running = threading.Thread(target=server.run, name="site")
    running.start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}"
    finally:
        server.trigger.pull_trigger(lambda: wasyncore.close_all(server._map))  # in the thread that waits on them
        running.join(timeout=10)
        server.task_dispatcher.shutdown()


def arguments() -> list[str]:
    """How Chromium is started: root has no sandbox, and small /dev/shm of containers is not used."""
    return ["--disable-dev-shm-usage", *(["--no-sandbox"] if os.geteuid() == 0 else [])]

"""Several computers read the same files into one archive on a server: nothing doubled, nothing lost, whoever dies."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from indexer import keeping
from indexer.archive import Archive, Stored
from indexer.archive.connect import reading
from indexer.archive.postgresql import url_of
from indexer.archive.tables import articles, bands, versions
from indexer.engines.interface import Engine
from indexer.query.request import SearchRequest
from indexer.search import Search
from indexer.settings import ROOT
from tests.fakes import PlainAnalyser, write_jsonl
from tests.fakes_stories import RELEASE
from tests.services.engines import opened
from tests.services.opensearch import Node
from tests.services.postgresql import Server

pytestmark = pytest.mark.services

ARTICLES, CORRECTED, PRINTS = 120, 40, 8
"""How many there are, how many of them in two texts, how many that are one press release."""

WORKERS, KILLS, SHARING = 4, 3, 3


def texts() -> list[dict[str, Any]]:
    """Every text of every article."""
    made = []
    for number in range(ARTICLES):
        body = RELEASE if number < PRINTS else f"표식{number}번 소식이다. {number}째 이야기. " * 5
        row = {"id": f"a-{number}", "title": f"기사 {number}", "press": f"{number % 9}번신문", "body": body}
        made.append(row | {"date": "2020-01-02", "fetched": "2020-01-02T03:00:00+09:00"})
        if number >= ARTICLES - CORRECTED:
            made.append(made[-1] | {"body": f"{body} 고친 글.", "fetched": "2020-01-05T03:00:00+09:00"})
    return made


def shares(folder: Path, chance: random.Random) -> list[Path]:
    """A file for each worker: most of all texts, in an order of its own; every text is in one at least."""
    every = texts()
    made = []
    for worker in range(WORKERS):
        mine = [row for at, row in enumerate(every) if at % WORKERS == worker or chance.random() < 0.6]
        chance.shuffle(mine)
        made.append(write_jsonl(folder / f"{worker}.jsonl", mine))
    return made


def start(url: str, path: Path, **more: str) -> subprocess.Popen[str]:
    command: list[str | Path] = [sys.executable, "-m", "tests.services.adding", path]
    environment = os.environ | {"GISA_ARCHIVE_URL": url, "PYTHONPATH": str(ROOT)} | more
    pipe = subprocess.PIPE
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=pipe, stderr=pipe, text=True)


class Follower:
    """An index that goes along the log of changes while others write: the last change it has seen of each article."""

    def __init__(self, archive: Archive) -> None:
        self.archive, self.position = archive, 0
        self.seen: dict[str, int] = {}
        self.disorder: list[tuple[int, int]] = []

    def step(self) -> bool:
        """The next changes; False where there are none."""
        changed = self.archive.changed(self.position, "plain-1", 50)
        for stored in changed:
            if stored.change_id <= self.position:
                self.disorder.append((self.position, stored.change_id))
            self.position = stored.change_id
            self.seen[stored.article.id] = stored.change_id
        return bool(changed)


@contextmanager
def following(url: str) -> Iterator[Follower]:
    """Goes along until the body of the `with` is done, then to the end."""
    done, failed = threading.Event(), list[Exception]()

    def follow() -> None:
        try:
            while not done.is_set():
                follower.step()
                time.sleep(0.02)
            while follower.step():
                pass
        except Exception as error:
            failed.append(error)

    with closing(Archive(url)) as archive:
        follower = Follower(archive)
        thread = threading.Thread(target=follow)
        thread.start()
        try:
            yield follower
        finally:
            done.set()
            thread.join()
    assert not failed


@pytest.fixture
def url(postgresql: Server) -> Iterator[str]:
    """A database without tables: who comes first makes them."""
    name = postgresql.create()
    yield postgresql.url(name)
    postgresql.drop(name)


def newest(archive: Archive) -> dict[str, Stored]:
    return archive.current([f"a-{number}" for number in range(ARTICLES)], "plain-1")


def assert_whole(archive: Archive, follower: Follower) -> None:
    """Every article once, every text of it once, the newest is searched, numbers and stories are right."""
    held = newest(archive)
    assert len(held) == len(archive.ids()) == ARTICLES
    assert archive.flaws() == []
    wanted = {row["id"]: row["body"].strip() for row in texts()}  # the later of two is the newer
    assert {name: stored.article.body for name, stored in held.items()} == wanted
    with reading(archive._database) as connection:
        rows = connection.execute(select(versions.c.article_id, versions.c.number).order_by(versions.c.number)).all()
        changes = connection.scalars(select(articles.c.change_id)).all()
        sketched = set(connection.scalars(select(bands.c.version_id)))
    assert len(rows) == len(set(rows)) == len(texts())
    assert {number for _, number in rows} == {1, 2}
    assert len(set(changes)) == ARTICLES
    assert sketched <= {stored.version_id for stored in held.values()}
    assert follower.disorder == []
    assert follower.seen == {name: stored.change_id for name, stored in held.items()}
    assert all(stored.tokens and stored.story for stored in held.values())
    prints = {held[f"a-{number}"].story for number in range(PRINTS)}
    assert len(prints) == 1
    others = {stored.story for name, stored in held.items() if int(name[2:]) >= PRINTS}
    assert prints.isdisjoint(others)


def ended(process: subprocess.Popen[str]) -> dict[str, Any]:
    out, err = process.communicate(timeout=300)
    assert process.returncode == 0, err
    told: dict[str, Any] = json.loads(out)
    return told


def test_four_at_once_double_nothing_and_lose_nothing(url: str, tmp_path: Path) -> None:
    with following(url_of(url)) as follower:
        told = [ended(one) for one in [start(url, path) for path in shares(tmp_path, random.Random(1))]]
    with closing(Archive(url_of(url))) as archive:
        assert_whole(archive, follower)
    assert sum(one["added"] for one in told) == ARTICLES
    assert sum(one["added"] + one["updated"] for one in told) == len(texts())
    assert sum(one["rejected"] for one in told) == 0
    assert max(one["indexed"] for one in told) == ARTICLES


def test_whoever_is_killed_and_starts_again_doubles_nothing_and_loses_nothing(url: str, tmp_path: Path) -> None:
    chance = random.Random(2)
    paths = shares(tmp_path, chance)
    with following(url_of(url)) as follower:
        running = [start(url, path) for path in paths]
        for _ in range(KILLS):
            before = len(follower.seen)
            until = time.monotonic() + 20
            while len(follower.seen) < min(before + 10, ARTICLES) and time.monotonic() < until:
                time.sleep(0.01)
            victim = chance.randrange(WORKERS)
            running[victim].kill()
            running[victim].communicate()
            running[victim] = start(url, paths[victim])
        told = [ended(one) for one in running]
    with closing(Archive(url_of(url))) as archive:
        assert_whole(archive, follower)
    assert all(one["rejected"] == 0 for one in told)


@pytest.fixture
def shared(opensearch_client: None, opensearch_node: Node) -> Iterator[tuple[Engine, dict[str, str]]]:
    """An index on a cluster, and what a process is told to write it, too."""
    name = f"shared{uuid.uuid4().hex[:8]}"
    told = {"GISA_ENGINE": "opensearch", "GISA_OPENSEARCH_URL": opensearch_node.url, "GISA_OPENSEARCH_INDEX": name}
    with closing(opened(opensearch_node.url, name=name)) as engine:
        yield engine, told
    opensearch_node.ask("DELETE", f"/{name}-*?expand_wildcards=all")


def assert_found(archive: Archive, engine: Engine) -> None:
    """All that is archived is found, once, by its newest text, and archive and index agree."""
    assert asdict(keeping.check(archive, engine, "plain-1")) == {
        "articles": ARTICLES,
        "indexed": ARTICLES,
        "pending": 0,
        "flaws": (),
    }
    search = Search(archive, engine, PlainAnalyser())
    for number in range(PRINTS, ARTICLES):
        found = search.search(SearchRequest(text=f"표식{number}번"))
        assert [hit.id for hit in found.hits] == [f"a-{number}"]
    assert search.search(SearchRequest(text="고친")).total == CORRECTED


def test_three_that_write_one_index_find_everything_once(
    url: str, shared: tuple[Engine, dict[str, str]], tmp_path: Path
) -> None:
    engine, told = shared
    with following(url_of(url)) as follower:
        paths = shares(tmp_path, random.Random(3))[:SHARING]
        running = [start(url, path, **told) for path in paths]
        last = write_jsonl(tmp_path / "last.jsonl", texts()[SHARING::WORKERS])
        ended(start(url, last, **told))
        said = [ended(one) for one in running]
    assert sum(one["rejected"] + one["pending"] for one in said) == 0
    with closing(Archive(url_of(url))) as archive:
        assert_whole(archive, follower)
        assert_found(archive, engine)


def test_an_index_whose_writer_is_killed_is_written_on_by_the_next(
    url: str, shared: tuple[Engine, dict[str, str]], tmp_path: Path
) -> None:
    engine, told = shared
    path = write_jsonl(tmp_path / "all.jsonl", texts())
    with following(url_of(url)) as follower:
        killed = start(url, path, **told)
        until = time.monotonic() + 60
        while len(follower.seen) < ARTICLES / 4 and time.monotonic() < until:
            time.sleep(0.01)
        others = [start(url, path, **told) for _ in range(SHARING - 1)]
        killed.kill()
        killed.communicate()
        for one in others:
            assert ended(one)["pending"] == 0
    with closing(Archive(url_of(url))) as archive:
        assert_whole(archive, follower)
        assert_found(archive, engine)


def test_a_lock_of_a_process_that_was_killed_is_free_at_once(url: str) -> None:
    code = (
        "import os, time; from indexer.archive import Archive; from indexer.archive.connect import writing\n"
        "from indexer.archive.postgresql import url_of\n"
        "archive = Archive(url_of(os.environ['GISA_ARCHIVE_URL']))\n"
        "with writing(archive._database):\n    print('held', flush=True); time.sleep(60)\n"
    )
    environment = os.environ | {"GISA_ARCHIVE_URL": url, "PYTHONPATH": str(ROOT)}
    held = subprocess.Popen([sys.executable, "-c", code], env=environment, stdout=subprocess.PIPE, text=True)
    assert held.stdout
    assert held.stdout.readline() == "held\n"
    held.kill()
    held.communicate()
    started = time.monotonic()
    with closing(Archive(url_of(url))) as archive:
        archive.set_position("index", 1)
    assert time.monotonic() - started < 10

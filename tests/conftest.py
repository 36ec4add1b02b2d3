"""What all tests share: one Kiwi a run, a fresh archive a test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from sqlalchemy import true

from indexer.analysis.kiwi import KiwiAnalyser
from indexer.archive import Archive
from indexer.archive.connect import sqlite_url, writing
from indexer.archive.postgresql import url_of
from indexer.archive.tables import meta, metadata
from tests.archives import databases_of, too_many
from tests.services import postgresql as services

# The machine may be busy with other things: an example that takes long is no failure.
settings.register_profile("gisa", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("gisa")

pytest_plugins = ["tests.services.fixtures"]


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--full` runs what takes minutes and gigabytes, too, `--services` what asks real servers."""
    parser.addoption("--full", action="store_true", help="run the tests marked full, which take minutes and gigabytes")
    parser.addoption("--services", action="store_true", help="run the tests marked services, against real servers")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leaves those tests out otherwise, and says so."""
    items[:] = [item for item in items if not too_many(getattr(getattr(item, "callspec", None), "params", {}))]
    reasons = {"full": "takes minutes and gigabytes: run with --full", "services": "needs servers: run with --services"}
    for marker, reason in reasons.items():
        if not config.getoption(f"--{marker}"):
            for item in items:
                if item.get_closest_marker(marker):
                    item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(scope="session")
def kiwi() -> KiwiAnalyser:
    """The real analyser. Loading takes seconds and 540 MB, so there is one."""
    return KiwiAnalyser(workers=2)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[services.Server]:
    """A PostgreSQL server, one a run."""
    if lacking := services.missing():
        pytest.skip(f"without {lacking}")
    with services.running() as server:
        yield server


@pytest.fixture(scope="session")
def emptied(postgresql: services.Server) -> Iterator[Callable[[], str]]:
    """Gives the URL of a database that has the tables, and nothing in them: the same one each time, because to make one
    takes longer than most tests."""
    url = url_of(postgresql.url(postgresql.create()))
    made = Archive(url)

    def empty() -> str:
        with writing(made._database) as connection:
            for table in reversed(metadata.sorted_tables):
                kept = meta.c.name != "schema" if table is meta else true()
                connection.execute(table.delete().where(kept))
        return url

    yield empty
    made.close()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Runs tests of the archive on every database, the others on the one that is a file."""
    marked = any("archive_url" in mark.args[0] for mark in metafunc.definition.iter_markers("parametrize"))
    if "archive_url" in metafunc.fixturenames and not marked:
        metafunc.parametrize("archive_url", databases_of(metafunc.module.__name__), indirect=True)


@pytest.fixture
def archive_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Where an empty archive is or will be: in a folder, or on a server."""
    if request.param == "sqlite":
        yield sqlite_url(tmp_path / "data" / "archive.sqlite3")
        return
    yield request.getfixturevalue("emptied")()


@pytest.fixture
def archive(archive_url: str) -> Iterator[Archive]:
    """An empty archive."""
    made = Archive(archive_url)
    yield made
    made.close()

"""What all tests share: one Kiwi a run, a fresh archive a test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from indexer.analysis.kiwi import KiwiAnalyser
from indexer.archive import Archive
from indexer.archive.connect import sqlite_url

# The machine may be busy with other things: an example that takes long is no failure.
settings.register_profile("gisa", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("gisa")


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--full` runs what takes minutes and gigabytes, too."""
    parser.addoption("--full", action="store_true", help="run the tests marked full, which take minutes and gigabytes")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leaves those tests out otherwise, and says so."""
    if not config.getoption("--full"):
        for item in items:
            if item.get_closest_marker("full"):
                item.add_marker(pytest.mark.skip(reason="takes minutes and gigabytes: run with --full"))


@pytest.fixture(scope="session")
def kiwi() -> KiwiAnalyser:
    """The real analyser. Loading takes seconds and 540 MB, so there is one."""
    return KiwiAnalyser(workers=2)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """An empty archive."""
    made = Archive(sqlite_url(tmp_path / "data" / "archive.sqlite3"))
    yield made
    made.close()

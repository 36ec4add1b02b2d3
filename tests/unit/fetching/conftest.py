from __future__ import annotations

from collections.abc import Iterator

import pytest

from indexer.fetching import Session
from indexer.fetching.address import Policy
from tests.unit.fetching.paper import Clock, Paper, paper_running


@pytest.fixture
def paper() -> Iterator[Paper]:
    with paper_running() as running:
        yield running


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def session() -> Iterator[Session]:
    """One that may ask this computer, unlike the one of the command line."""
    made = Session("gisa/1.0 (+news@garamilbo.example)", policy=Policy(loopback=True))
    yield made
    made.close()

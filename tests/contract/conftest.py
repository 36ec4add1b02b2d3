"""Every test of this folder runs against every engine: what passes here is an engine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.engines.interface import Engine
from indexer.engines.memory import MemoryEngine
from indexer.engines.whoosh_engine import WhooshEngine
from tests.contract.building import without_fsync


@pytest.fixture(params=["memory", "whoosh", pytest.param("opensearch", marks=pytest.mark.services)])
def engine(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    """An engine with an empty index."""
    without_fsync(monkeypatch)
    made: Engine
    if request.param == "opensearch":
        made = request.getfixturevalue("opensearch_engine")
    else:
        made = MemoryEngine() if request.param == "memory" else WhooshEngine(tmp_path / "index")
    with made.writer():
        pass
    yield made
    made.close()


@pytest.fixture
def nesting(request: pytest.FixtureRequest, engine: Engine) -> None:
    """For what asks for groups of words within groups, which OpenSearch refuses (docs/engines.md)."""
    if not isinstance(engine, MemoryEngine | WhooshEngine):
        pytest.skip("OpenSearch tells of such groups only the closest: it refuses them")

"""Every test of this folder runs against every engine: what passes here is an engine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.engines.interface import Engine
from indexer.engines.memory import MemoryEngine
from indexer.engines.whoosh_engine import WhooshEngine
from tests.contract.building import without_fsync


@pytest.fixture(params=["memory", "whoosh", "opensearch"])
def engine(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    """An engine with an empty index."""
    without_fsync(monkeypatch)
    made: Engine
    if request.param == "opensearch":
        import os, uuid
        from indexer.engines.opensearch_engine import OpenSearchEngine, Place
        made = OpenSearchEngine(Place(url=os.environ["OS_URL"], name="t" + uuid.uuid4().hex[:8]))
    else:
        made = MemoryEngine() if request.param == "memory" else WhooshEngine(tmp_path / "index")
    with made.writer():
        pass
    yield made
    if request.param == "opensearch":
        name = made._client.place.name
        made._client.ask("DELETE", f"/{name}-state"); made._sweep("")
    made.close()

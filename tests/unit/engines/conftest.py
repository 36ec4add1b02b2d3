"""Every engine that a test opens is closed after it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.engines.whoosh_engine import WhooshEngine


@pytest.fixture(autouse=True)
def _closed(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    made: list[WhooshEngine] = []
    real = WhooshEngine.__init__

    def noting(self: WhooshEngine, root: Path) -> None:
        made.append(self)
        real(self, root)

    monkeypatch.setattr(WhooshEngine, "__init__", noting)
    yield
    for engine in made:
        engine.close()

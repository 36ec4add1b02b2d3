"""Every test of this folder runs against every engine: what passes here is an engine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.engines.interface import Engine
from indexer.engines.memory import MemoryEngine
from indexer.engines.whoosh_engine import WhooshEngine
from tests.contract.building import without_fsync

SLOW = (
    "test_any_letters_of_a_head_are_found",
    "test_a_word_is_found_as_it_is_printed",
    "test_words_are_found_without_the_spaces_between_them",
    "test_up_to_33_letters_are_found_in_a_word_of_any_length",
    "test_a_document_of_five_megabytes_is_found_to_its_last_word_and_beside_short_ones",
)
"""What takes a cluster minutes: an index of its own for every example, or many long requests."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Those run on a cluster only with --full."""
    for item in items:
        if isinstance(item, pytest.Function) and item.originalname in SLOW and "[opensearch" in item.name:
            item.add_marker(pytest.mark.full)


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

from __future__ import annotations

from collections.abc import Iterator

import pytest

from indexer.analysis.kiwi import KiwiAnalyser
from indexer.search import Search
from tests.golden.rankings import FILE, as_file, golden, ranking, samples


@pytest.fixture(scope="module")
def search(kiwi: KiwiAnalyser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Search]:
    with samples(kiwi, tmp_path_factory.mktemp("golden")) as opened:
        yield opened


@pytest.mark.parametrize("query", golden())
def test_a_query_is_answered_as_it_was(search: Search, query: str) -> None:
    assert ranking(search, query) == golden()[query], "meant? python -m tests.golden.update, and review the diff"


def test_the_file_is_as_it_would_be_written() -> None:
    assert FILE.read_text("utf-8") == as_file(list(golden().values()))

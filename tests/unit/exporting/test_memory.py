"""Memory does not grow with an answer."""

from __future__ import annotations

import tracemalloc
from collections.abc import Mapping, Sequence

import pytest

from indexer.exporting import FORMATS, Export, Exported, Seen, Whereabouts
from indexer.query.request import SearchRequest
from indexer.query.result import Hit, SearchResult
from tests.exports import export_of
from tests.unit.exporting.texts import dam

BODY = "가람군은 솔내천 둑을 높인다. " * 600
MB = 1 << 20
LEFT = 400
"""Bytes that an article may leave behind."""


class Endless:
    """Makes every article as it is asked for."""

    def texts(self, ids: Sequence[str]) -> Mapping[str, Exported]:
        return {one: Exported(article=dam(int(one), body=BODY + one), content_hash=f"{int(one):064x}") for one in ids}

    def heads(self, ids: Sequence[str]) -> Mapping[str, Seen]:
        return {}

    def whereabouts(self, ids: Sequence[str]) -> Mapping[str, Whereabouts]:
        return {}


def export(count: int) -> Export:
    hits = tuple(Hit(id=str(number), score=1.0) for number in range(count))
    result = SearchResult(text="둑", echo="둑", match="all", total=count, hits=hits)
    return Export(SearchRequest(text="둑"), result, Endless(), export_of()._circumstances)


def peak(name: str, count: int) -> float:
    """Megabytes at most while so many articles are written, beside the ids that the search has found."""
    whole = export(count)
    tracemalloc.start()
    try:
        for _ in FORMATS[name].write(whole):
            pass
        return tracemalloc.get_traced_memory()[1] / MB
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("name", FORMATS)
def test_a_large_answer_takes_little_more_memory_than_a_small_one(name: str) -> None:
    # Every article leaves its id, its hash and in BibTeX its key; its text (20 kB) does not stay.
    assert peak(name, 1_400) < peak(name, 600) + 800 * LEFT / MB + 3


@pytest.mark.full
def test_fifty_thousand_articles_take_little_more_memory_than_five_hundred() -> None:
    for name in ("csv", "jsonl"):
        assert peak(name, 50_000) < peak(name, 500) + 50_000 * LEFT / MB + 3

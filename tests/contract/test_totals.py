"""All articles along time: what counts are compared with."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from indexer.engines.interface import Engine
from indexer.query.request import SearchRequest
from indexer.totals import totals
from tests.contract.building import document, put


@pytest.fixture
def papers(engine: Engine) -> Engine:
    """Five articles of two papers, one of no known day."""
    put(
        engine,
        document("a", "산불", press="가람일보", section="사회", published="2019-03-27"),
        document("b", "홍수", press="가람일보", section="정치", published="2019-03-28"),
        document("c", "산불", press="솔내신문", section="사회", published="2019-04-01"),
        document("d", "홍수", press="솔내신문", section="사회", published="2020-04-02"),
        document("e", "산불", press="솔내신문", section="사회"),
    )
    return engine


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, {"2019-03": 2, "2019-04": 1, "2020-04": 1}),
        ({"press": ("가람일보",)}, {"2019-03": 2}),
        ({"not_press": ("가람일보",)}, {"2019-04": 1, "2020-04": 1}),
        ({"section": ("사회",)}, {"2019-03": 1, "2019-04": 1, "2020-04": 1}),
        ({"press": ("가람일보",), "not_section": ("사회",)}, {"2019-03": 1}),
        ({"press": ("없는신문",)}, {}),
    ],
)
def test_the_filters_hold_and_nothing_else_does(
    papers: Engine, filters: dict[str, Any], expected: dict[str, int]
) -> None:
    request = SearchRequest(text="산불", first=date(2020, 1, 1), limit=3, collapse=True, **filters)
    assert dict(totals(papers, request)["month"]) == expected


def test_every_unit_adds_up_to_the_same(papers: Engine) -> None:
    counted = totals(papers, SearchRequest())
    assert {name: sum(one.count for one in counts) for name, counts in counted.items()} == {
        "year": 4,
        "month": 4,
        "day": 4,
    }


def test_only_the_units_that_are_asked_are_counted(papers: Engine) -> None:
    assert set(totals(papers, SearchRequest(), ("month",))) == {"month"}

"""Counts along time beside all articles, as CSV and as JSON."""

from __future__ import annotations

import csv
import io
from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.query.result import FacetCount
from tests.web.browser import client_of, page_of
from tests.web.fake import FakeSearch, news
from webui.parameters import UNITS, Unit
from webui.timelines import axis
from webui.timelines.shares import SURE, Facets, Point, held, percent, points, share, unsure, within


def facets(*days: date) -> Facets:
    texts = [day.isoformat() for day in days]
    sizes = {"year": 4, "month": 7, "day": 10}
    return {
        name: tuple(FacetCount(*pair) for pair in sorted(Counter(t[:n] for t in texts).items()))
        for name, n in sizes.items()
    }


DAYS = st.dates(date(1998, 1, 1), date(2004, 12, 31))


@st.composite
def archives(draw: st.DrawFn) -> tuple[list[date], list[date]]:
    """Days of all articles, and those of them that are found."""
    everything = draw(st.lists(DAYS, min_size=1, max_size=40))
    found = [day for day in everything if draw(st.booleans())]
    return everything, found


def counted(
    unit: Unit, everything: list[date], found: list[date], first: date | None, last: date | None
) -> tuple[Point, ...]:
    totals = facets(*everything)
    years = axis.years_of(held(totals).years)
    places = axis.every_place(unit, years, first, last)
    return points(unit, places, facets(*found), totals, held(totals), (first, last))


@given(archives(), st.sampled_from(UNITS))
def test_a_share_times_its_total_is_its_count(days: tuple[list[date], list[date]], unit: Unit) -> None:
    for point in counted(unit, *days, None, None):
        assert point.count <= point.total
        assert (point.share is None) == (point.total == 0)
        assert point.share is None or round(point.share * point.total) == point.count


@given(archives(), st.sampled_from(UNITS))
def test_the_counts_of_every_unit_add_up_to_the_same(days: tuple[list[date], list[date]], unit: Unit) -> None:
    counts = counted(unit, *days, None, None)
    assert sum(point.count for point in counts) == len(days[1])
    assert sum(point.total for point in counts) == len(days[0])


@given(archives())
def test_months_add_up_to_their_year(days: tuple[list[date], list[date]]) -> None:
    months = counted("month", *days, None, None)
    for year in counted("year", *days, None, None):
        assert year.count == sum(point.count for point in months if point.period.startswith(year.period))


@given(archives(), DAYS, st.integers(0, 900), st.sampled_from(UNITS))
def test_a_period_counts_its_own_days_and_no_others(
    days: tuple[list[date], list[date]], first: date, length: int, unit: Unit
) -> None:
    last = first + timedelta(days=length)
    counts = counted(unit, *days, first, last)
    assert sum(point.count for point in counts) == sum(first <= day <= last for day in days[1])


@given(archives())
def test_missing_months_are_exactly_those_without_an_article(days: tuple[list[date], list[date]]) -> None:
    kept = {day.isoformat()[:7] for day in days[0]}
    for point in counted("month", *days, None, None):
        assert point.missing == (point.period not in kept)
    for point in counted("day", *days, None, None):
        assert point.missing == (point.period[:7] not in kept)


def test_one_article_is_one_year_and_all_of_it() -> None:
    (point,) = counted("year", [date(2016, 8, 31)], [date(2016, 8, 31)], None, None)
    assert point.to_json() == {"period": "2016", "count": 1, "total": 1, "share": 1.0, "missing": False}


def test_four_hundred_years_list_those_that_hold_something() -> None:
    days = [date(1620, 5, 1), date(2019, 5, 1)]
    assert [point.period for point in counted("year", days, days, None, None)] == ["1620", "2019"]
    assert len(counted("month", days, days, None, None)) == 24


def test_an_empty_archive_has_no_points() -> None:
    assert counted("month", [], [], None, None) == ()


def test_an_article_that_came_between_the_two_counts_is_in_the_total() -> None:
    place = axis.every_place("year", [2016], None, None)
    (point,) = points("year", place, facets(date(2016, 1, 1)), facets(), held(facets()), (None, None))
    assert (point.count, point.total, point.share, point.missing) == (1, 1, 1.0, False)


def test_years_before_1000_are_counted() -> None:
    assert within(facets(date(800, 1, 1)), "year", (None, date(900, 1, 1))) == {"0800": 1}


@pytest.mark.parametrize(
    ("part", "shown"),
    [
        (0, "0%"),
        (1, "100%"),
        (0.0353, "3.5%"),
        (0.00353, "0.35%"),
        (0.00001, "<0.01%"),
        (0.99999, "99.9%"),
        (1 / 3, "33.3%"),
    ],
)
def test_shares_are_short_and_only_all_is_all(part: float, shown: str) -> None:
    assert percent(part) == shown


def test_nothing_has_no_share_and_few_have_an_unsure_one() -> None:
    assert share(0, 0) is None
    assert share(0, None) is None
    assert [unsure(total) for total in (None, 0, 1, SURE - 1, SURE)] == [False, False, True, True, False]


# --- over HTTP ---

HELD = [
    news("2016-02-01", id="1", title="강소특구 예산"),
    news("2016-02-08", id="2", title="장날", body="장이 섰다."),
    news("2016-04-01", id="3", title="강소특구 지정", press="솔내신문", section="경제"),
    news("2016-04-02", id="4", title="모내기", body="모를 냈다.", press="솔내신문", section="경제"),
    news("2017-01-02", id="5", title="떡국", body="떡국을 나눴다."),
    news("", id="6", title="강소특구 소식"),
]


def answer(path: str, **query: object) -> Any:
    found = client_of(FakeSearch(HELD)).get(path, query_string=query)
    assert found.status_code == 200
    return found


def lines(**query: object) -> list[list[str]]:
    text = answer("/timeline.csv", **query).get_data().decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


def test_the_csv_says_of_each_period_what_was_found_of_what_there_is() -> None:
    assert lines(q="강소특구", by="month", to="2016-05") == [
        ["period", "count", "total", "share", "missing"],
        ["2016-01", "0", "0", "", "1"],
        ["2016-02", "1", "2", "0.5", "0"],
        ["2016-03", "0", "0", "", "1"],
        ["2016-04", "1", "2", "0.5", "0"],
        ["2016-05", "0", "0", "", "1"],
    ]


def test_the_csv_is_one_that_spreadsheets_read() -> None:
    found = answer("/timeline.csv", q="강소특구")
    assert found.get_data().startswith(b"\xef\xbb\xbfperiod,")
    assert found.content_type == "text/csv; charset=utf-8"
    assert "timeline.csv" in found.headers["Content-Disposition"]


def test_totals_are_of_the_same_filters() -> None:
    assert lines(q="강소특구", press="솔내신문")[1:] == [["2016", "1", "2", "0.5", "0"]]
    assert lines(q="강소특구", section="경제", by="year")[1:] == [
        ["2016", "1", "2", "0.5", "0"],
        ["2017", "0", "0", "", "0"],  # there are articles, but none of that section
    ]


def test_gaps_are_those_of_the_newspapers_that_are_asked() -> None:
    missing = {
        row[0]: row[4] for row in lines(press="솔내신문", by="month", **{"from": "2016-01", "to": "2016-05"})[1:]
    }
    assert missing == {"2016-01": "1", "2016-02": "1", "2016-03": "1", "2016-04": "0", "2016-05": "1"}
    left = {row[0]: row[4] for row in lines(not_press="솔내신문", by="month", to="2016-04")[1:]}
    assert left["2016-04"] == "1"


def test_the_api_gives_the_same_points_and_says_what_is_undated() -> None:
    found = answer("/api/v1/timeline", q="강소특구").get_json()
    assert found["query"]["text"] == "강소특구"
    assert (found["total"], found["undated"], found["by"]) == (3, 1, "year")
    assert found["points"] == [
        {"period": "2016", "count": 2, "total": 4, "share": 0.5, "missing": False},
        {"period": "2017", "count": 0, "total": 1, "share": 0.0, "missing": False},
    ]


def test_the_page_counts_all_articles_only_when_shares_are_asked() -> None:
    plain = page_of(FakeSearch(HELD), "/search", {"q": "강소특구"})
    assert "2016년 2건" in plain.text
    shares = page_of(FakeSearch(HELD), "/search", {"q": "강소특구", "share": "1"})
    assert "2016년 2건 / 4건, 50.0% (기사가 적어 불확실)" in shares.text
    assert "점선: 전체 기사가 30건이 안 되어 불확실한 때" in shares.text
    assert shares.link("건수") == "/search?q=%EA%B0%95%EC%86%8C%ED%8A%B9%EA%B5%AC"


def test_the_page_hatches_the_months_of_the_chosen_newspaper() -> None:
    query: dict[str, object] = {"press": "솔내신문", "from": "2016", "to": "2016", "by": "month"}
    page = page_of(FakeSearch(HELD), "/search", query)
    gaps = [e.text for e in page.all("title") if "보관된 기사가 없습니다" in e.text]
    assert gaps == [
        "2016년 1월 – 2016년 3월: 보관된 기사가 없습니다",
        "2016년 5월 – 2016년 12월: 보관된 기사가 없습니다",
    ]


@pytest.mark.parametrize("path", ["/timeline.csv", "/api/v1/timeline", "/compare", "/compare.csv", "/api/v1/compare"])
@pytest.mark.parametrize("query", ["from=2016-13", "share=2", "by=week", "from=2017&to=2016"])
def test_bad_values_are_refused_by_name(path: str, query: str) -> None:
    found = client_of(FakeSearch(HELD)).get(f"{path}?q=x&{query}")
    assert found.status_code == 400
    if path.startswith("/api/"):
        assert found.get_json()["error"]["parameter"] == query.partition("=")[0]

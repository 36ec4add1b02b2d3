"""Several queries beside each other along time."""

from __future__ import annotations

import csv
import io
import re
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import webui
from indexer.errors import InvalidRequest
from indexer.query.request import SearchRequest
from indexer.query.result import SearchResult
from tests.web.browser import Page, client_of, page_of
from tests.web.fake import FakeSearch, news
from webui.parameters import Unit
from webui.params import Params
from webui.timelines import axis, comparing, lines
from webui.timelines.comparing import MOST, Question

HELD = [
    news("2014-05-02", id="1", title="강소특구 예산"),
    news("2016-08-30", id="2", title="강소특구 지정", body="지정됐다.", press="솔내신문"),
    news("2016-08-31", id="3", title="장날 예산", body="장이 섰다."),
    news("2018-01-05", id="4", title="떡국", body="떡국을 나눴다.", section="경제"),
    news("", id="5", title="강소특구 소식", body="미뤄졌다."),
]


class Refusing(FakeSearch):
    """Refuses one query, as the engine refuses those that are too large."""

    def search(self, request: SearchRequest) -> SearchResult:
        if request.text == "가*":
            raise InvalidRequest("‘가*’: 낱말이 너무 많습니다.", parameter="q", code="query_too_large")
        return super().search(request)


def page(status: int = 200, /, **query: object) -> Page:
    return page_of(Refusing(HELD), "/compare", query, status=status)


def get(path: str, **query: object) -> Any:
    found = client_of(Refusing(HELD)).get(path, query_string=query)
    assert found.status_code == 200
    return found


def named(shown: Page, name: str) -> str:
    """Where the dot of that name leads."""
    return shown.one("a", aria_label=name)["href"]


def test_each_query_has_a_line_a_legend_and_a_column() -> None:
    shown = page(q=["강소특구", "예산"])
    assert [e["aria-label"] for e in shown.all("g", class_="dots")] == ["강소특구", "예산"]
    assert shown.link("강소특구") == "/search?q=%EA%B0%95%EC%86%8C%ED%8A%B9%EA%B5%AC"
    assert "총 3건" in shown.text
    assert "발행일을 모르는 기사 1건은 빠져 있습니다." in shown.text
    assert [e.text for e in shown.all("th", scope="col")] == ["때", "강소특구", "예산"]


def test_a_dot_leads_to_its_query_in_its_period_with_the_same_filters() -> None:
    shown = page(q=["강소특구", "예산"], not_press="솔내신문")
    assert named(shown, "예산: 2016년 1건") == (
        "/search?q=%EC%98%88%EC%82%B0&from=2016&to=2016&not_press=%EC%86%94%EB%82%B4%EC%8B%A0%EB%AC%B8&by=month"
    )


def test_a_dot_never_leads_out_of_the_period_that_is_asked() -> None:
    shown = page(q=["예산"], **{"from": "2016-08-15", "to": "2018"})
    assert "from=2016-08-15&to=2016&" in named(shown, "예산: 2016년 1건")


def test_the_axis_is_the_period_that_is_asked_and_nothing_around_it() -> None:
    shown = page(q=["예산"], by="month", **{"from": "2016-07", "to": "2016-09"})
    assert [e.text for e in shown.all("th", scope="row")] == ["2016년 7월", "2016년 8월", "2016년 9월"]
    assert shown.link("전체 기간") == "/compare?q=%EC%98%88%EC%82%B0"


def test_gaps_are_hatched_and_no_line_crosses_them() -> None:
    shown = page(q=["강소특구", "예산"])
    assert [e.text for e in shown.all("title") if "보관" in e.text] == [
        "2015년: 보관된 기사가 없습니다",
        "2017년: 보관된 기사가 없습니다",
    ]
    assert shown.all("polyline") == []  # every year with articles stands alone
    assert [row.text for row in shown.all("tr") if "2015년" in row.text] == ["2015년 보관 없음"]


def test_shares_are_shown_with_what_they_are_shares_of() -> None:
    shown = page(q=["예산"], share="1")
    assert "예산: 2016년 1건 / 2건, 50.0% (기사가 적어 불확실)" in [
        e["aria-label"] for e in shown.all("a", data_at="2")
    ]
    assert "빈 표시: 전체 기사가 30건이 안 되어 불확실한 때" in shown.text


def test_the_form_has_five_boxes_and_keeps_what_is_asked() -> None:
    shown = page(q=["강소특구", "예산"], press="가람일보", by="month", share="1", **{"from": "2014"})
    form = shown.one("form", class_="queries")
    assert form["method"] == "get"
    boxes = [e["value"] for e in shown.all("input", type="search", name="q") if e["id"].startswith("query-")]
    assert boxes == ["강소특구", "예산", "", "", ""]
    hidden = {e["name"]: e["value"] for e in shown.all("input", type="hidden")}
    assert hidden == {"press": "가람일보", "by": "month", "share": "1"}
    assert shown.one("input", id="from")["value"] == "2014"


def test_empty_boxes_of_the_form_leave_the_address() -> None:
    query = "q=강소특구&q=&q= 예산 &q=&q=&from=&to=2018&by=month"
    found = client_of(FakeSearch(HELD)).get(f"/compare?{query}")
    assert found.status_code == 302
    assert found.headers["Location"] == (
        "/compare?q=%EA%B0%95%EC%86%8C%ED%8A%B9%EA%B5%AC&q=%EC%98%88%EC%82%B0&to=2018&by=month"
    )


def test_a_query_that_is_refused_is_named_at_its_box_and_the_others_are_drawn() -> None:
    shown = page(400, q=["강소특구", "가*", "예산"])
    box = shown.one("input", id="query-2")
    assert box["aria-invalid"] == "true"
    assert shown.one("p", id=box["aria-describedby"]).text == "‘가*’: 낱말이 너무 많습니다."
    assert [e["class"] for e in shown.all("g", class_="dots")] == ["dots s1", "dots s3"]


def test_the_api_names_the_query_that_is_refused() -> None:
    found = client_of(Refusing(HELD)).get("/api/v1/compare", query_string={"q": ["강소특구", "가*"]})
    assert found.status_code == 400
    error = found.get_json()["error"]
    assert error["parameter"] == "q"
    assert "‘가*’" in error["message"]


@pytest.mark.parametrize("path", ["/compare", "/compare.csv", "/api/v1/compare"])
def test_more_than_five_queries_are_refused(path: str) -> None:
    found = client_of(FakeSearch(HELD)).get(path, query_string={"q": [f"낱말{n}" for n in range(MOST + 1)]})
    assert found.status_code == 400


def test_nothing_asked_and_nothing_found_are_pages() -> None:
    assert "다섯 개까지" in page().text
    assert "그릴 것이 없습니다" in page(q=["없는말"]).text
    assert "그릴 것이 없습니다" in page(q=["강소특구"], **{"from": "2030"}).text


def test_an_empty_archive_is_a_page() -> None:
    assert "그릴 것이 없습니다" in page_of(FakeSearch(), "/compare", {"q": ["강소특구"]}).text


def test_the_csv_has_two_columns_a_query() -> None:
    text = get("/compare.csv", q=["강소특구", "=1+1"], **{"from": "2014", "to": "2016"}).get_data().decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(text))) == [
        ["period", "missing", "total", "강소특구 (count)", "강소특구 (share)", "'=1+1 (count)", "'=1+1 (share)"],
        ["2014", "0", "1", "1", "1.0", "0", "0.0"],
        ["2015", "1", "0", "0", "", "0", ""],
        ["2016", "0", "2", "1", "0.5", "0", "0.0"],
    ]


def test_the_api_has_a_series_a_query() -> None:
    found = get("/api/v1/compare", q=["강소특구", "예산"]).get_json()
    assert found["by"] == "year"
    assert [(one["query"]["text"], one["total"], one["undated"]) for one in found["series"]] == [
        ("강소특구", 3, 1),
        ("예산", 2, 0),
    ]
    assert [point["count"] for point in found["series"][0]["points"]] == [1, 0, 1, 0, 0]


def test_nothing_asked_of_the_csv_and_the_api_is_nothing() -> None:
    assert get("/api/v1/compare").get_json()["series"] == []
    assert get("/compare.csv").get_data().decode("utf-8-sig") == "period,missing,total\r\n"


def test_the_search_page_leads_to_the_comparison() -> None:
    shown = page_of(FakeSearch(HELD), "/search", {"q": "강소특구", "sort": "oldest"})
    assert shown.link("다른 검색어와 비교") == "/compare?q=%EA%B0%95%EC%86%8C%ED%8A%B9%EA%B5%AC"


def test_queries_are_kept_by_every_link() -> None:
    question = Question(texts=("가&q=나", "다 라"), asked=Params(press=("가람일보",), sort="newest"))
    assert (
        question.query()
        == "?q=%EA%B0%80%26q%3D%EB%82%98&q=%EB%8B%A4+%EB%9D%BC&press=%EA%B0%80%EB%9E%8C%EC%9D%BC%EB%B3%B4"
    )
    assert question.without("다 라").texts == ("가&q=나",)
    assert question.alone("다 라").query() == "?q=%EB%8B%A4+%EB%9D%BC&press=%EA%B0%80%EB%9E%8C%EC%9D%BC%EB%B3%B4"


def test_what_is_about_a_list_of_hits_is_no_part_of_a_comparison() -> None:
    asked = Params(q="강소특구", sort="oldest", page=4, size=50, collapse=True, facets=("person",), match="most")
    assert comparing.of(asked).query() == "?q=%EA%B0%95%EC%86%8C%ED%8A%B9%EA%B5%AC&match=most"


# --- geometry ---


@given(st.floats(0.0001, 1e9), st.booleans())
def test_the_grid_reaches_the_highest_value_in_few_round_steps(highest: float, whole: bool) -> None:
    grid = lines.scale(highest, whole=whole)
    assert grid[0] == 0
    assert highest <= grid[-1] * 1.000_001
    assert 1 <= len(grid) - 1 <= lines.STEPS + 1
    assert not whole or all(value == int(value) for value in grid)


def test_the_grid_is_of_numbers_that_people_count_by() -> None:
    assert lines.scale(9) == [0, 5, 10]
    assert lines.scale(1) == [0, 1]
    assert lines.scale(0) == [0, 1]
    assert lines.scale(0.09, whole=False) == [0, 0.025, 0.05, 0.075, 0.1]
    assert lines.scale(1.0, whole=False)[-1] == 1


@given(st.lists(st.floats(lines.TOP, lines.BASE), min_size=1, max_size=MOST))
def test_names_at_the_ends_of_lines_never_collide(wanted: list[float]) -> None:
    found = lines.spread(wanted, lines.LABEL, lines.TOP, lines.BASE)
    assert all(b - a >= lines.LABEL - 0.001 for a, b in pairwise(sorted(found)))
    assert all(lines.TOP - 0.001 <= y <= lines.BASE + 0.001 for y in found)
    if all(abs(a - b) > lines.LABEL for a, b in combinations(wanted, 2)):
        assert found == wanted


VALUES = st.one_of(st.none(), st.integers(0, 10**6).map(float))


@given(st.lists(st.lists(VALUES, min_size=12, max_size=12), min_size=1, max_size=MOST))
def test_lines_stay_inside_the_chart_and_break_where_there_is_no_value(series: list[list[float | None]]) -> None:
    places = axis.every_place("month", [2016], None, None)
    highest = max((value or 0 for line in series for value in line), default=0)
    missing = [all(line[i] is None for line in series) for i in range(12)]
    drawn = lines.draw(places, series, highest=highest, missing=missing)
    for line, values in zip(drawn.lines, series, strict=True):
        drawn_points = [point for path in line.paths for point in path.split()]
        assert all(lines.TOP <= float(point.split(",")[1]) <= lines.BASE for point in drawn_points)
        assert {dot.at for dot in line.dots} == {i for i, value in enumerate(values) if value}
        assert sum(len(path.split()) - 1 for path in line.paths) == sum(
            a is not None and b is not None for a, b in pairwise(values)
        )
        alone = {
            i
            for i, value in enumerate(values)
            if value and all(not 0 <= k < 12 or values[k] is None for k in (i - 1, i + 1))
        }
        assert alone <= {dot.at for dot in line.dots if dot.lasting}


@given(st.integers(1, 60), st.sampled_from(["year", "month"]))
def test_labels_under_the_lines_never_run_into_each_other(years: int, unit: Unit) -> None:
    places = axis.every_place(unit, list(range(1960, 1960 + years)), None, None)
    drawn = lines.draw(places, [[1.0] * len(places)], highest=1, missing=[False] * len(places))
    for size, width in (lines.WIDTHS | {"s": max(lines.WIDTHS["s"], drawn.phone_width)}).items():
        shown = [tick for tick in drawn.ticks if size in tick.ticked.split()]
        middles = [float(tick.middle.removesuffix("%")) * width / 100 for tick in shown]
        assert all(b - a >= 7 * len(tick.place.tick) for a, b, tick in zip(middles, middles[1:], shown, strict=False))


def test_a_long_axis_shows_only_the_dots_that_matter() -> None:
    places = axis.every_place("month", list(range(2000, 2010)), None, None)
    values = [float(n) for n in range(120)]
    drawn = lines.draw(places, [values], highest=119, missing=[False] * 120)
    assert drawn.crowded
    assert [dot.at for dot in drawn.lines[0].dots if dot.lasting] == [119]


# --- colours ---

PAPER = {"light": "#fbfaf7", "dark": "#161513"}
SEEN_AS = {
    "everybody": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.01182, 0.04294, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.3039)),
}
"""How colours are seen: matrices over linear RGB, of Machado, Oliveira and Fernandes (2009), full severity."""


def series_colours() -> dict[str, list[str]]:
    css = (Path(webui.__file__).parent / "static" / "compare.css").read_text(encoding="utf-8")
    found = re.findall(r"--series-\d: light-dark\((#\w{6}), (#\w{6})\)", css)
    return {"light": [light for light, _ in found], "dark": [dark for _, dark in found]}


def linear(colour: str) -> list[float]:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    return [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]


def contrast(one: str, other: str) -> float:
    low, high = sorted(
        sum(k * p for k, p in zip((0.2126, 0.7152, 0.0722), linear(c), strict=True)) for c in (one, other)
    )
    return (high + 0.05) / (low + 0.05)


def lab(colour: str, eyes: str) -> tuple[float, float, float]:
    seen = [min(1.0, max(0.0, sum(k * p for k, p in zip(row, linear(colour), strict=True)))) for row in SEEN_AS[eyes]]
    rows = ((0.4124, 0.3576, 0.1805, 0.95047), (0.2126, 0.7152, 0.0722, 1), (0.0193, 0.1192, 0.9505, 1.08883))
    x, y, z = (
        t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116
        for t in (sum(k * p for k, p in zip(row, seen, strict=False)) / row[3] for row in rows)
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_lines_stand_out_from_the_page(scheme: str) -> None:
    colours = series_colours()[scheme]
    assert len(colours) == MOST
    assert all(contrast(colour, PAPER[scheme]) >= 3 for colour in colours)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("eyes", SEEN_AS)
def test_lines_differ_for_every_kind_of_eyes(scheme: str, eyes: str) -> None:
    for one, other in combinations(series_colours()[scheme], 2):
        distance = sum((a - b) ** 2 for a, b in zip(lab(one, eyes), lab(other, eyes), strict=True)) ** 0.5
        assert distance >= 25, (one, other)

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from indexer.archive.stats import Stats
from indexer.query.result import FacetCount, SearchResult
from webui.params import Params
from webui.timelines import chart, timeline
from webui.timelines.shares import Facets, Held
from webui.timelines.timeline import Timeline


def result(*days: str, total: int | None = None) -> SearchResult:
    facets = {}
    for name, size in (("year", 4), ("month", 7), ("day", 10)):
        values = [day[:size] for day in days]
        facets[name] = tuple(FacetCount(value, values.count(value)) for value in sorted(set(values)))
    return SearchResult(text="", echo="", match="all", total=len(days) if total is None else total, facets=facets)


def archive(*years: int, undated: int = 0) -> Stats:
    return Stats(
        articles=len(years) + undated,
        versions=0,
        rejected=0,
        pending=0,
        analysed=0,
        presses=(),
        years=tuple((str(year), 1) for year in years),
        first=date(years[0], 1, 1),
        last=date(years[-1], 12, 31),
    )


FOUND = result("2014-03-02", "2016-08-30", "2016-08-31", "2016-11-01")


def line(
    found: SearchResult = FOUND,
    stats: Stats | None = None,
    *,
    held: Held | None = None,
    totals: Facets | None = None,
    **asked: Any,
) -> Timeline:
    drawn = timeline.of_result(Params(q="특구", **asked), found, stats, held=held, totals=totals)
    assert drawn
    return drawn


def months(*held: str) -> Held:
    return Held(months=frozenset(held))


def counts(drawn: Timeline) -> dict[str, int]:
    return {slot.name: slot.count for slot in drawn.slots}


def test_years_run_from_the_first_to_the_last_with_the_empty_ones() -> None:
    assert counts(line()) == {"2014년": 1, "2015년": 0, "2016년": 3}


def test_the_axis_is_the_whole_archive_and_years_without_articles_are_hatched() -> None:
    drawn = line(stats=archive(2012, 2014, 2016, 2018), held=months("2012-05", "2014-03", "2016-08", "2018-01"))
    assert [slot.name for slot in drawn.slots if slot.missing] == ["2013년", "2015년", "2017년"]
    assert list(counts(drawn)) == [f"{year}년" for year in range(2012, 2019)]
    assert drawn.has_missing


def test_one_misprinted_year_does_not_stretch_the_axis() -> None:
    assert list(counts(line(result("1019-01-01", "2016-01-01")))) == ["1019년", "2016년"]


def test_chosen_years_are_marked_and_the_others_stay() -> None:
    drawn = line(since="2015", until="2016-02")
    assert [slot.name for slot in drawn.slots if slot.chosen] == ["2015년", "2016년"]
    assert drawn.chart.span == ("8.333%", "16.667%")


def test_a_year_leads_to_its_months_a_month_to_its_days_a_day_to_itself() -> None:
    assert line().slots[2].query == "?q=%ED%8A%B9%EA%B5%AC&from=2016&to=2016&by=month"
    months = line(since="2016", until="2016", by="month")
    assert months.slots[7].query.endswith("&from=2016-08&to=2016-08&by=day")
    days = line(since="2016-08", until="2016-08", by="day")
    assert days.slots[30].query.endswith("&from=2016-08-31&to=2016-08-31&by=day")


def test_empty_slots_lead_nowhere() -> None:
    assert line().slots[1].query == ""


def test_months_are_those_of_every_year_touched() -> None:
    assert list(counts(line(since="2016-08", until="2016-08", by="month"))) == [f"2016년 {m}월" for m in range(1, 13)]
    assert len(line(by="month").slots) == 36
    assert len(line(since="2015-12", by="month").slots) == 24
    assert line(since="2016", until="2016", by="month").chart.span is None  # all of it is chosen


def test_days_are_those_of_every_month_touched() -> None:
    drawn = line(since="2016-08-31", until="2016-09-01", by="day")
    assert len(drawn.slots) == 31 + 30
    assert [slot.name for slot in drawn.slots if slot.chosen] == ["2016년 8월 31일", "2016년 9월 1일"]


def test_days_are_offered_for_three_months_at_most() -> None:
    assert line(since="2016-06", until="2016-08", by="day").unit == "day"
    assert line(since="2016-06", until="2016-09", by="day").unit == "month"
    assert line(since="2016-06", by="day").unit == "month"
    ways = {way.name: way.query for way in line(since="2016-06", until="2016-09").units}
    assert ways["일간"] is None
    assert ways["월간"]


def test_a_period_outside_the_archive_falls_back_to_the_years() -> None:
    assert line(since="2030", by="month").unit == "year"


def test_months_of_more_than_thirty_years_are_not_drawn() -> None:
    assert line(result("1960-01-01", "2016-01-01"), by="month").unit == "year"


def test_labels_under_the_months_of_many_years_lead_to_the_year() -> None:
    drawn = line(by="month")
    leading = [slot for slot in drawn.slots if slot.tick_query]
    assert [slot.tick for slot in leading] == ["2014", "2015", "2016"]
    assert leading[2].tick_query.endswith("&from=2016&to=2016&by=month")


def test_changing_the_unit_keeps_the_page_and_a_bar_starts_from_the_first() -> None:
    drawn = line(page=3)
    assert "page=3" in (drawn.units[1].query or "")
    assert "page" not in drawn.slots[2].query


def crumbs(**asked: Any) -> list[str]:
    return [way.name for way in line(**asked).crumbs]


def test_crumbs_lead_back_out_of_a_day() -> None:
    ways = line(since="2016-08-31", until="2016-08-31", by="day").crumbs
    assert [way.name for way in ways] == ["전체 기간", "2016년", "8월", "31일"]
    assert [way.query for way in ways] == [
        "?q=%ED%8A%B9%EA%B5%AC",
        "?q=%ED%8A%B9%EA%B5%AC&from=2016&to=2016&by=month",
        "?q=%ED%8A%B9%EA%B5%AC&from=2016-08&to=2016-08&by=day",
        None,
    ]


def test_crumbs_name_any_other_period_as_a_whole() -> None:
    assert crumbs() == []
    assert crumbs(since="2015", until="2017") == ["전체 기간", "2015–2017년"]
    assert crumbs(since="2015") == ["전체 기간", "2015년부터"]
    assert crumbs(until="2016-03-05") == ["전체 기간", "2016년 3월 5일까지"]
    assert crumbs(since="2016-07", until="2016-09") == ["전체 기간", "2016년", "7월–9월"]
    assert crumbs(since="2016-07-03", until="2016-07-09") == ["전체 기간", "2016년", "7월", "2016.07.03–2016.07.09"]


def test_undated_hits_are_stated_only_where_they_can_be_known() -> None:
    assert line(result("2016-01-01", total=4)).undated == 3
    assert line(result("2016-01-01", total=0), since="2015", until="2015").undated == 0


def test_nothing_dated_draws_nothing() -> None:
    assert timeline.of_result(Params(), result(total=2), None) is None


def test_the_archive_of_nothing_dated_draws_nothing() -> None:
    assert timeline.of_archive(archive(2016)) is not None
    assert timeline.of_archive(Stats(**(vars(archive(2016)) | {"years": ()}))) is None


def test_the_home_page_states_undated_articles_too() -> None:
    drawn = timeline.of_archive(archive(2014, 2016, undated=2))
    assert drawn
    assert drawn.undated == 2
    assert drawn.slots[0].query == "?from=2014&to=2014&by=month"


def test_months_without_any_article_are_hatched_and_the_others_are_not() -> None:
    drawn = line(since="2016", until="2016", by="month", held=months("2016-02", "2016-08", "2016-11"))
    assert [s.name for s in drawn.slots if not s.missing] == ["2016년 2월", "2016년 8월", "2016년 11월"]
    assert [name for _, _, name in drawn.chart.gaps] == ["2016년 1월", *GAPS]


GAPS = ["2016년 3월 – 2016년 7월", "2016년 9월 – 2016년 10월", "2016년 12월"]


def test_days_are_hatched_only_in_months_without_any_article() -> None:
    drawn = line(since="2016-07", until="2016-08", by="day", held=months("2016-08"))
    assert {s.name for s in drawn.slots if s.missing} == {f"2016년 7월 {n}일" for n in range(1, 32)}


def test_nothing_is_hatched_where_it_is_not_known_what_is_held() -> None:
    assert not line().has_missing


def test_what_was_found_is_never_hatched_though_it_came_after_the_archive_was_counted() -> None:
    assert [slot.name for slot in line(held=months("2014-03")).slots if slot.missing] == ["2015년"]


ALL = result(*["2014-03-02"] * 4, *["2016-08-30"] * 40).facets


def test_shares_stand_beside_all_articles_of_the_same_time() -> None:
    drawn = line(totals=ALL, share=True)
    assert [(slot.count, slot.total, slot.percent) for slot in drawn.slots] == [
        (1, 4, "25.0%"),
        (0, 0, ""),
        (3, 40, "7.5%"),
    ]
    assert [way.name for way in drawn.measures if way.current] == ["전체 기사 대비"]
    assert drawn.measures[0].query == "?q=%ED%8A%B9%EA%B5%AC"


def test_shares_of_few_articles_are_marked_and_do_not_flatten_the_others() -> None:
    drawn = line(totals=ALL, share=True)
    assert [slot.unsure for slot in drawn.slots] == [True, False, False]
    assert [bar.beyond for bar in drawn.chart.bars] == [True, False, False]
    assert float(drawn.chart.bars[2].height) == chart.PLOT
    assert drawn.has_unsure
    assert not line().has_unsure


def test_a_period_keeps_its_measure_when_it_is_opened() -> None:
    assert "share=1" in line(totals=ALL, share=True).slots[2].query


def test_a_range_of_bars_keeps_the_unit_and_drops_the_period() -> None:
    drawn = line(since="2016", until="2016", by="month")
    assert drawn.range_query == "?q=%ED%8A%B9%EA%B5%AC&by=month"
    assert drawn.periods.split()[7] == "2016-08:2"


def test_the_figures_are_linked_with_the_unit_that_is_shown() -> None:
    assert line(by="day").data == "?q=%ED%8A%B9%EA%B5%AC&by=month"
    assert line(totals=ALL, share=True).data == "?q=%ED%8A%B9%EA%B5%AC"


def test_a_search_leads_to_its_comparison_with_the_same_filters() -> None:
    drawn = line(press=("가람일보",), sort="oldest", page=3, size=50)
    assert drawn.comparison == "?q=%ED%8A%B9%EA%B5%AC&press=%EA%B0%80%EB%9E%8C%EC%9D%BC%EB%B3%B4"


# --- geometry ---


def slots(*counts: int, tick: str = "2016") -> list[chart.Slot]:
    return [chart.Slot(name=str(i), tick=tick, ordinal=i, count=count) for i, count in enumerate(counts)]


def number(percent: str) -> float:
    return float(percent.removesuffix("%"))


@given(st.lists(st.integers(0, 10**7), min_size=1, max_size=120))
def test_bars_stay_inside_the_chart_with_room_for_the_count(heights: list[int]) -> None:
    drawn = chart.draw(slots(*heights))
    for bar in drawn.bars:
        assert float(bar.y) >= chart.TOP
        assert float(bar.y) + float(bar.height) <= chart.BASE + 0.2
        assert 0 <= number(bar.x) <= number(bar.x) + number(bar.width) <= 100.01
        assert (float(bar.height) > 0) == (bar.slot.count > 0)


@given(st.lists(st.integers(0, 10**7), min_size=1, max_size=120), st.sampled_from(["2016", "8월", "31"]))
def test_labels_never_run_into_each_other(heights: list[int], tick: str) -> None:
    drawn = chart.draw(slots(*heights, tick=tick))
    for size, width in (chart.WIDTHS | {"s": max(chart.WIDTHS["s"], drawn.phone_width)}).items():
        shown = [number(bar.middle) * width / 100 for bar in drawn.bars if size in bar.ticked.split()]
        assert all(b - a >= 7 * len(tick) for a, b in pairwise(shown))
        counted = [bar for bar in drawn.bars if size in bar.counted.split()]
        widest = 7 * max((len(f"{bar.slot.count:,}") for bar in counted), default=0)
        assert len(counted) <= 1 or number(drawn.bars[0].pitch) * width / 100 >= widest


def test_the_tallest_bar_always_says_its_count() -> None:
    drawn = chart.draw(slots(*[1] * 200, 3_000))
    assert [bar.counted for bar in drawn.bars if bar.counted] == ["s m l"]


def test_on_a_phone_a_bar_is_as_wide_as_a_finger() -> None:
    assert chart.draw(slots(*[1] * 92)).phone_width == 92 * 24
    assert chart.draw(slots(*[1] * 204)).crowded


def test_a_phone_first_shows_the_newest_or_what_is_chosen() -> None:
    assert line().chart.from_end
    assert not line(since="2014", until="2014").chart.from_end
    assert line(since="2016", until="2016").chart.from_end


@given(st.lists(st.tuples(st.integers(0, 500), st.integers(0, 500)), min_size=1, max_size=120))
def test_bars_of_shares_stay_inside_the_chart_too(pairs: list[tuple[int, int]]) -> None:
    drawn = chart.draw(
        [chart.Slot(name="", tick="8월", ordinal=i, count=min(p), total=max(p)) for i, p in enumerate(pairs)],
        shares=True,
    )
    for bar in drawn.bars:
        assert chart.TOP <= float(bar.y) <= chart.BASE
        assert (float(bar.height) > 0) == (bar.slot.count > 0)
        assert not bar.beyond or bar.slot.unsure


def test_a_figure_over_an_outermost_bar_stays_on_the_page() -> None:
    drawn = chart.draw(slots(12_345, *[0] * 200))
    assert drawn.bars[0].anchor == "start"
    assert chart.draw(slots(*[0] * 200, 12_345)).bars[-1].anchor == "end"
    assert {bar.anchor for bar in chart.draw(slots(*[5] * 17)).bars} == {""}


@given(st.lists(st.booleans(), max_size=50))
def test_runs_are_where_the_flags_are(flags: list[bool]) -> None:
    inside = {i for first, size in chart.runs(flags) for i in range(first, first + size)}
    assert inside == {i for i, flag in enumerate(flags) if flag}


def test_percentages_are_short() -> None:
    assert all(re.fullmatch(r"\d{1,3}(\.\d{1,3})?%", bar.x) for bar in chart.draw(slots(*range(17))).bars)

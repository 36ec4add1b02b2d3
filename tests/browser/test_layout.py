"""What axe cannot see: widths, targets, where the focus goes, print, other modes."""

from __future__ import annotations

from itertools import groupby, pairwise

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import DESKTOP, PHONE, SMALL_PHONE
from tests.browser.looking import UNFOLD, measured, tab_stops
from tests.browser.states import KINDS, STATES, path_of


@pytest.mark.parametrize("state", STATES)
def test_no_page_scrolls_sideways_and_every_target_can_be_hit(shared: Page, state: str) -> None:
    shared.goto(path_of(STATES[state]))
    found: dict[str, list[str]] = {}
    for size in (DESKTOP, PHONE, SMALL_PHONE):
        shared.set_viewport_size(size)
        found |= {f"{name}, {size['width']} wide": measured(shared, name) for name in ("sideways", "targets")}
    shared.evaluate(UNFOLD)
    found |= {f"{name}, unfolded": measured(shared, name) for name in ("sideways", "targets")}
    assert {key: wrong for key, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize("kind", KINDS)
def test_tab_follows_the_page_and_can_be_seen_at_every_stop(shared: Page, kind: str) -> None:
    shared.goto(path_of(KINDS[kind]))
    stops = tab_stops(shared)
    assert [stop["what"] for stop in stops if not stop["visible"]] == []
    assert [stop["what"] for stop in stops if not stop["inside"]] == []
    assert [stop["order"] for stop in stops] == sorted(stop["order"] for stop in stops)


def test_tab_reads_the_search_page_from_top_to_bottom(shared: Page) -> None:
    shared.goto(path_of(STATES["search: filtered"]))
    stops = tab_stops(shared)
    regions = [region for region, _ in groupby(stop["region"] for stop in stops)]
    assert regions == ["skip", "masthead", "main", "timeline", "facets", "results", "footer"]
    hits = [stop for stop in stops if stop["region"] == "results"]
    for one, after in pairwise(hits):
        assert after["bottom"] > one["top"], "never upwards"
        assert after["top"] >= one["bottom"] or after["left"] > one["left"], "in a row from left to right"


def test_the_skip_link_leads_past_everything_to_the_results(shared: Page) -> None:
    shared.goto(path_of(STATES["search"]))
    shared.keyboard.press("Tab")
    shared.keyboard.press("Enter")
    shared.keyboard.press("Tab")
    assert shared.evaluate("() => document.activeElement.closest('#results') !== null")


def test_printed_pages_have_the_text_and_not_the_controls(shared: Page) -> None:
    shared.goto(path_of(STATES["article: with marks"]))
    shared.emulate_media(media="print")
    for control in (".skip", ".masthead", ".back", "mark .step"):
        assert shared.locator(control).first.is_hidden(), control
    assert shared.locator("article h1").is_visible()
    assert shared.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
    shared.goto(path_of(STATES["search: filtered"]))
    for control in (".masthead", ".facets", ".pager", ".views"):
        assert not any(one.is_visible() for one in shared.locator(control).all()), control
    assert shared.locator(".hit").first.is_visible()


def test_forced_colours_keep_marks_and_chosen_bars_apart(shared: Page) -> None:
    shared.emulate_media(forced_colors="active")
    shared.goto(path_of(STATES["search: filtered"]))
    assert shared.evaluate("getComputedStyle(document.querySelector('mark')).outlineStyle") == "solid"
    fill = "(bar) => getComputedStyle(bar).fill"
    plain = shared.locator(".bars a:not(.chosen) .bar").first.evaluate(fill)
    chosen = shared.locator(".bars .chosen .bar").first.evaluate(fill)
    assert plain != chosen


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_moves_for_readers_who_want_no_motion(shared: Page, kind: str) -> None:
    shared.emulate_media(reduced_motion="reduce")
    shared.goto(path_of(KINDS[kind]))
    assert measured(shared, "moving") == []

"""The chart by mouse and by keyboard: drilling, selecting a period, going back out."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.states import path_of
from tests.browser.test_searching import total

SEARCH = path_of("/search?q=특구")


def bar(page: Page, name: str) -> Locator:
    """The bar of a period."""
    return page.locator(f".bars a.at[aria-label^='{name} ']")


def number(link: Locator) -> int:
    """The count that a bar tells."""
    found = re.search(r"([\d,]+)건", link.get_attribute("aria-label") or "")
    assert found
    return int(found[1].replace(",", ""))


def test_a_click_drills_from_year_to_month_to_day_and_a_crumb_leads_out(page: Page) -> None:
    page.goto(SEARCH)
    every = total(page)
    year = bar(page, "2016년")
    wanted = number(year)
    year.click()
    page.wait_for_url(re.compile("from=2016"))
    assert total(page) == wanted
    month = page.locator(".bars a.at").first
    wanted = number(month)
    month.click()
    page.wait_for_url(re.compile(r"from=2016-\d\d"))
    assert total(page) == wanted
    day = page.locator(".bars a.at").first
    wanted = number(day)
    day.click()
    page.wait_for_url(re.compile(r"from=2016-\d\d-\d\d"))
    assert total(page) == wanted
    page.locator(".crumbs a").first.click()
    expect(page).not_to_have_url(re.compile("from="))
    assert total(page) == every


def test_the_chart_is_one_stop_of_tab_and_arrows_walk_its_bars(page: Page) -> None:
    page.goto(SEARCH)
    assert page.locator(".bars a.at[tabindex='0']").count() == 1
    page.locator(".bars a.at[tabindex='0']").focus()
    page.keyboard.press("Home")
    bars = page.locator(".bars a.at")
    expect(bars.nth(0)).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(bars.nth(1)).to_be_focused()
    wanted = number(bars.nth(1))
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("from="))
    assert total(page) == wanted


def test_a_period_is_selected_by_keyboard_and_announced(page: Page) -> None:
    page.goto(SEARCH)
    page.locator(".bars a.at[tabindex='0']").focus()
    page.keyboard.press("Home")
    page.keyboard.press("Shift+ArrowRight")
    said = page.locator(".timeline .range")
    expect(said).to_have_role("status")
    expect(said).to_contain_text("기사 ")
    found = re.search(r"기사 ([\d,]+)건", said.inner_text())
    assert found
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("to="))
    assert total(page) == int(found[1])


def test_escape_gives_a_selection_up_and_then_leads_out(page: Page) -> None:
    page.goto(path_of("/search?q=특구&from=2015&to=2016&by=month"))
    page.locator(".bars a.at[tabindex='0']").focus()
    page.keyboard.press("Shift+ArrowLeft")
    expect(page.locator(".timeline .range")).not_to_be_empty()
    page.keyboard.press("Escape")
    expect(page.locator(".timeline .range")).to_be_empty()
    expect(page).to_have_url(re.compile("from=2015"))
    page.keyboard.press("Escape")
    expect(page).not_to_have_url(re.compile("from=2015"))


def test_a_period_is_selected_by_dragging(page: Page) -> None:
    page.goto(SEARCH)
    first, last = bar(page, "2014년"), bar(page, "2016년")
    wanted = sum(number(bar(page, f"{year}년")) for year in (2014, 2015, 2016) if bar(page, f"{year}년").count())
    start, end = first.bounding_box(), last.bounding_box()
    assert start
    assert end
    height = start["y"] + start["height"] - 10
    page.mouse.move(start["x"] + start["width"] / 2, height)
    page.mouse.down()
    page.mouse.move(end["x"], height, steps=4)
    page.mouse.move(end["x"] + end["width"] / 2, height, steps=4)
    page.mouse.up()
    page.wait_for_url(re.compile("from=2014.*to=2016"))
    assert total(page) == wanted


def test_a_key_of_the_input_method_moves_nothing(page: Page) -> None:
    page.goto(SEARCH)
    at = page.locator(".bars a.at[tabindex='0']")
    at.focus()
    event = 'new KeyboardEvent("keydown", { key: "ArrowLeft", bubbles: true, cancelable: true, isComposing: true })'
    assert at.evaluate(f"link => link.dispatchEvent({event})")
    expect(at).to_be_focused()


def test_the_table_beside_the_chart_tells_the_same(page: Page) -> None:
    page.goto(SEARCH)
    page.locator(".timeline .table summary").click()
    told = {row.locator("th").inner_text(): row.locator("td").inner_text() for row in page.locator("tbody tr").all()}
    for link in page.locator(".bars a.at").all():
        name = (link.get_attribute("aria-label") or "").partition(" ")[0]
        assert told[name] == str(number(link))

"""Several queries on one chart."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.states import path_of
from tests.browser.test_searching import total


@pytest.mark.parametrize("reader", ["page", "plain"])
def test_two_queries_are_typed_and_drawn_together(reader: str, request: pytest.FixtureRequest) -> None:
    page: Page = request.getfixturevalue(reader)
    page.goto("/compare")
    page.locator("#query-1").fill("특구")
    page.locator("#query-2").fill("소각장")
    page.locator(".queries button").click()
    page.wait_for_url(re.compile("/compare.*q=.*q="))
    expect(page.locator(".dots")).to_have_count(2)
    expect(page.locator(".figures thead th")).to_have_count(3)
    expect(page.locator(".figures thead")).to_contain_text("소각장")


def test_a_point_leads_to_its_articles(page: Page) -> None:
    page.goto(path_of("/compare?q=특구&q=소각장"))
    dot = page.locator(".dots a").first
    found = re.search(r"([\d,]+)건", dot.get_attribute("aria-label") or "")
    assert found
    dot.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/search"))
    assert total(page) == int(found[1])


def test_lines_are_told_apart_by_more_than_colour(page: Page) -> None:
    page.goto(path_of("/compare?q=특구&q=소각장&q=터미널"))
    marks = {dots.locator("use").first.get_attribute("href") for dots in page.locator(".dots").all()}
    assert len(marks) == 3
    styles = [
        page.locator(f".path.s{number}").first.evaluate("(line) => getComputedStyle(line).strokeDasharray")
        for number in (1, 2, 3)
    ]
    assert len(set(styles)) == 3 or len(marks) == 3

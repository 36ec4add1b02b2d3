"""The same flows in a browser that runs no scripts."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.invented import CORRECTED
from tests.browser.states import READ, path_of
from tests.browser.test_searching import total


def test_a_search_is_typed_narrowed_read_and_left(plain: Page) -> None:
    plain.goto("/")
    plain.locator("#q").fill("강소특구")
    plain.get_by_role("button", name="검색", exact=True).first.click()
    plain.wait_for_url(re.compile(r"/search\?q="))
    every = total(plain)
    plain.locator(".facets a").filter(has_text="가람일보").first.click()
    plain.wait_for_url(re.compile("press="))
    assert 0 < total(plain) < every
    plain.locator(".hit h3 a").first.click()
    plain.wait_for_url(re.compile("/article/"))
    plain.locator(".jump").click()
    expect(plain.locator("mark:target")).to_have_id("m1")
    plain.go_back()
    plain.go_back()
    plain.wait_for_url(re.compile(r"/search\?q="))


def test_the_timeline_is_drilled(plain: Page) -> None:
    plain.goto(path_of("/search?q=특구"))
    plain.locator(".bars a").first.click()
    plain.wait_for_url(re.compile("from="))
    assert total(plain) > 0
    assert plain.locator(".bars a").count() > 0


def test_the_advanced_search_asks(plain: Page) -> None:
    plain.goto(path_of("/search?q=특구"))
    plain.locator(".advanced > summary").click()
    plain.locator("#a-from").fill("2015")
    plain.locator("#a-to").fill("2016-08")
    plain.locator("#a-sort").select_option("oldest")
    plain.locator(".advanced").get_by_role("button", name="검색").click()
    plain.wait_for_url(re.compile("sort=oldest"))
    years = {text[:4] for text in plain.locator(".hit time").all_inner_texts()}
    assert years
    assert years <= {"2015", "2016"}


def test_facets_unfold_on_a_phone(plain: Page) -> None:
    plain.set_viewport_size({"width": 390, "height": 844})
    plain.goto(path_of("/search?q=특구"))
    row = plain.locator(".facets a").filter(has_text="가람일보").first
    expect(row).to_be_hidden()
    plain.locator(".facets > details > summary").click()
    expect(row).to_be_visible()


def test_corrections_and_marks_are_seen(plain: Page) -> None:
    plain.goto(f"/article/{CORRECTED}?diff=1")
    expect(plain.locator(".history ins").first).to_be_visible()
    plain.goto(path_of(f"/article/{READ}?q=강소특구#m2"))
    expect(plain.locator("mark:target .step.down")).to_be_visible()


def test_key_words_are_lined_up_and_sorted(plain: Page) -> None:
    plain.goto(path_of("/kwic?q=특구"))
    plain.locator("table.kwic thead th.left a").click()
    plain.wait_for_url(re.compile("order=left"))
    lefts = {round(box["x"]) for mark in plain.locator("table.kwic mark").all() if (box := mark.bounding_box())}
    assert len(lefts) == 1

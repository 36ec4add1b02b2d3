"""Searches and articles kept in the browser, and moved as a file."""

from __future__ import annotations

import json
import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import NewContext
from tests.browser.looking import measured, violations
from tests.browser.states import READ, path_of

SEARCH = path_of("/search?q=특구&press=가람일보")


def keep_two(page: Page) -> None:
    """Keeps a search, and one article of it."""
    page.goto(SEARCH)
    page.locator(".views button.keep").click()
    page.locator(".hit button[data-off]").first.click()


def test_a_kept_search_survives_a_reload_and_opens_again(page: Page) -> None:
    keep_two(page)
    page.reload()
    expect(page.locator(".views button.keep")).to_have_text("저장함")
    page.goto("/saved")
    page.reload()
    expect(page.locator("#searches li")).to_have_count(1)
    expect(page.locator("#lists .kept")).to_have_count(1)
    page.locator("#searches li a").first.click()
    page.wait_for_url(re.compile(r"/search\?q=.*press="))


def test_contexts_and_comparisons_are_kept_as_they_are(page: Page) -> None:
    for path, button in (
        ("/kwic?q=특구&order=right", ".views button.keep"),
        ("/compare?q=특구&q=소각장", ".files .keep"),
    ):
        page.goto(path_of(path))
        page.locator(button).click()
        expect(page.locator(button)).to_have_text("저장함")
    page.goto("/saved")
    expect(page.locator("#searches li a")).to_have_text(["비교: 특구 · 소각장", "문맥: 특구"])
    expect(page.locator("#searches .news")).to_have_text(["", "새 기사 없음"])
    page.locator("#searches li a").last.click()
    page.wait_for_url(re.compile(r"/kwic\?q=.*order=right"))


def test_what_is_kept_goes_into_a_file_and_comes_out_of_it(new_context: NewContext, tmp_path: Path) -> None:
    page = new_context().new_page()
    keep_two(page)
    page.goto("/saved")
    with page.expect_download() as waiting:
        page.locator("#export").click()
    file = tmp_path / "kept.json"
    waiting.value.save_as(file)
    assert len(json.loads(file.read_text("utf-8"))["searches"]) == 1
    other = new_context().new_page()
    other.goto("/saved")
    expect(other.locator("#searches li")).to_have_count(0)
    other.locator("#import").set_input_files(file)
    expect(other.locator("#searches li")).to_have_count(1)
    expect(other.locator("#lists .kept")).to_have_count(1)
    other.reload()
    expect(other.locator("#searches li")).to_have_count(1)


def test_taking_out_can_be_undone(page: Page) -> None:
    keep_two(page)
    page.goto("/saved")
    page.locator("#searches button[data-do=drop]").click()
    expect(page.locator("#searches li")).to_have_count(0)
    page.locator("#undo").click()
    expect(page.locator("#searches li")).to_have_count(1)


def test_an_article_is_kept_where_it_is_read(page: Page) -> None:
    page.goto(f"/article/{READ}")
    page.locator("button[data-id]").first.click()
    page.goto("/saved")
    expect(page.locator("#lists .kept a").first).to_have_attribute("href", re.compile(READ))


def test_the_page_of_what_is_kept_is_accessible_and_fits_a_phone(page: Page) -> None:
    keep_two(page)
    page.goto("/saved")
    expect(page.locator("#searches li")).to_have_count(1)
    assert violations(page) == []
    for width in (1280, 390, 320):
        page.set_viewport_size({"width": width, "height": 844})
        assert measured(page, "sideways") == []
        assert measured(page, "targets") == []


def test_without_scripts_the_page_says_what_to_do_instead(plain: Page) -> None:
    plain.goto("/saved")
    expect(plain.locator(".instead")).to_be_visible()
    plain.goto(SEARCH)
    expect(plain.locator(".views button.keep")).to_be_hidden()

"""Reading an article: from hit to hit, its versions, the way back."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.invented import CORRECTED, RESTRICTED, STORY
from tests.browser.states import READ, path_of


def marked(page: Page) -> str:
    """The mark that is looked at, in the middle part of the window."""
    at = page.locator("mark:target")
    expect(at).to_be_in_viewport()
    return at.get_attribute("id") or ""


def test_j_and_k_step_from_mark_to_mark_and_round_the_end(page: Page) -> None:
    page.goto(path_of(f"/article/{READ}?q=특구 지정"))
    last = page.locator("mark[id]").count()
    assert last > 3
    steps = {"j": ["m1", "m2", "m3"], "k": ["m2", "m1", f"m{last}"]}
    for key, ids in steps.items():
        for name in ids:
            page.keyboard.press(key)
            assert marked(page) == name
    page.keyboard.press("j")
    assert marked(page) == "m1"


def test_a_click_steps_from_mark_to_mark_too(page: Page) -> None:
    page.goto(path_of(f"/article/{READ}?q=특구 지정"))
    page.locator(".jump").click()
    assert marked(page) == "m1"
    page.locator("mark:target .step.down").click()
    assert marked(page) == "m2"
    page.locator("mark:target .step.up").click()
    assert marked(page) == "m1"


def test_an_article_leads_back_to_its_search(page: Page) -> None:
    page.goto(path_of("/search?q=강소특구"))
    title = page.locator(".hit h3 a").first
    text = title.inner_text()
    title.click()
    page.wait_for_url(re.compile("/article/"))
    expect(page.locator("article h1")).to_have_text(text)
    expect(page.locator("article h1 mark, .body mark").first).to_be_attached()
    page.get_by_role("navigation", name="돌아가기").get_by_role("link").first.click()
    page.wait_for_url(re.compile(r"/search\?q="))


def test_what_was_corrected_is_shown(page: Page) -> None:
    page.goto(f"/article/{CORRECTED}")
    page.get_by_role("link", name="판마다 달라진 말 보기").click()
    page.wait_for_url(re.compile("diff=1"))
    expect(page.locator(".history del").first).to_contain_text("여덟")
    expect(page.locator(".history ins").first).to_contain_text("여섯")
    page.locator(".history li a").first.click()
    page.wait_for_url(re.compile("version=1"))
    expect(page.locator(".old-version")).to_be_visible()
    expect(page.locator("article h1")).to_contain_text("여덟 마리")


def test_the_same_text_in_another_paper_is_named_with_what_differs(page: Page) -> None:
    page.goto(f"/article/{STORY}")
    page.locator(".elsewhere summary").click()
    expect(page.locator(".elsewhere .changes ins").last).to_contain_text("2천만")
    page.locator(".elsewhere a").first.click()
    page.wait_for_url(re.compile("/article/solnaenews-9002"))


def test_a_restricted_paper_gives_the_beginning_and_the_way_to_the_rest(page: Page) -> None:
    page.goto(path_of(f"/article/{RESTRICTED}?q=도서관"))
    expect(page.locator(".partly")).to_be_visible()
    assert "가장 뒤에 있는 이 문장" not in page.content()
    expect(page.locator(".partly a")).to_have_attribute("href", re.compile("handeul.example"))

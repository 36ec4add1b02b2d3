"""Have we covered this: a draft is pasted and compared."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.invented import FIRST_PRINTS, STORY
from tests.browser.looking import measured, violations
from tests.browser.markup import faults

NEWS = "새로 세운 한들전망대에는 망원경 열두 대가 놓인다고 한들면 정보람 주무관이 밝혔다."
DRAFT = f"{FIRST_PRINTS[1]['body']}\n\n{NEWS}"


@pytest.mark.parametrize("reader", ["page", "plain"])
def test_a_pasted_text_finds_its_prints_and_what_is_new_in_it(reader: str, request: pytest.FixtureRequest) -> None:
    page: Page = request.getfixturevalue(reader)
    page.goto("/draft")
    page.get_by_label("견줄 글").fill(DRAFT)
    page.get_by_role("button", name="견주기").click()
    expect(page.locator(".coverage-list").first).to_be_visible()
    found = [link.get_attribute("href") or "" for link in page.locator(".coverage-list").first.locator("a").all()]
    assert any(STORY in address for address in found)
    expect(page.locator(".manuscript .new").last).to_contain_text("한들전망대")
    expect(page.locator(".manuscript .printed").first).to_be_visible()


def test_the_answer_is_accessible_and_fits_a_phone(page: Page) -> None:
    page.goto("/draft")
    page.get_by_label("견줄 글").fill(DRAFT)
    page.get_by_role("button", name="견주기").click()
    expect(page.locator(".coverage-list").first).to_be_visible()
    assert violations(page) == []
    assert faults(page.content()) == []
    for width in (1280, 390, 320):
        page.set_viewport_size({"width": width, "height": 844})
        assert measured(page, "sideways") == []
        assert measured(page, "targets") == []
    page.emulate_media(color_scheme="dark")
    assert violations(page, only=["color-contrast"]) == []

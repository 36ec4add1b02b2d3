"""The help page, as it stands on a screen."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect


@pytest.mark.parametrize("path", ["/help", "/en/help"])
def test_help_fits_in_one_screen(page: Page, path: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(path)
    assert page.evaluate("document.documentElement.scrollHeight") <= 900


def test_a_question_mark_opens_help_but_not_while_typing(page: Page) -> None:
    page.goto("/coverage")
    page.locator("#q").focus()
    page.keyboard.press("?")
    expect(page.locator("#q")).to_have_value("?")
    page.locator("main").focus()
    page.keyboard.press("?")
    page.wait_for_url("**/help")

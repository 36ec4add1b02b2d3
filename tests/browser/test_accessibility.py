"""What axe can see, on every page and state."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import PHONE
from tests.browser.looking import UNFOLD, measured, violations
from tests.browser.serving import Site
from tests.browser.states import KINDS, STATES, path_of


@pytest.mark.parametrize("state", [state for state in STATES if not state.startswith("English")])
def test_axe_finds_nothing(shared: Page, state: str) -> None:
    shared.goto(path_of(STATES[state]))
    assert violations(shared) == []


@pytest.mark.parametrize("state", [state for state in STATES if state.startswith("English")])
def test_axe_finds_nothing_in_english(shared: Page, state: str) -> None:
    shared.goto(path_of(STATES[state]))
    assert violations(shared, without=["color-contrast"]) == []  # the colours are those of the Korean page


@pytest.mark.parametrize("state", [state for state in STATES if state.startswith("English")])
def test_korean_in_english_pages_says_that_it_is_korean(shared: Page, state: str) -> None:
    shared.goto(path_of(STATES[state]))
    assert sorted(set(measured(shared, "spoken"))) == []


@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing_on_a_phone_where_everything_is_unfolded(shared: Page, kind: str) -> None:
    shared.set_viewport_size(PHONE)
    shared.goto(path_of(KINDS[kind]))
    shared.evaluate(UNFOLD)
    assert violations(shared) == []


@pytest.mark.parametrize("kind", KINDS)
def test_colours_have_contrast_in_the_dark(shared: Page, kind: str) -> None:
    shared.emulate_media(color_scheme="dark")
    shared.goto(path_of(KINDS[kind]))
    background = shared.evaluate("getComputedStyle(document.body).backgroundColor")
    assert background == "rgb(22, 21, 19)"
    assert violations(shared, only=["color-contrast", "link-in-text-block"]) == []


def test_axe_finds_nothing_in_an_open_list_of_suggestions(shared: Page) -> None:
    shared.goto("/")
    shared.keyboard.insert_text("강소")
    shared.locator("#suggestions li").first.wait_for()
    assert violations(shared) == []


def test_axe_finds_nothing_in_an_empty_archive(shared: Page, bare: Site) -> None:
    for path in ("/", "/search?q=둑", "/coverage"):
        shared.goto(bare.at(path_of(path)))
        assert violations(shared) == []

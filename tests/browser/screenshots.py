"""Pictures of every page for the documents: `python -m tests.browser.screenshots`. Same samples, same pictures."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from playwright.sync_api import Browser, FloatRect, Page, ViewportSize, sync_playwright

from indexer.analysis.kiwi import KiwiAnalyser
from indexer.archive import archive
from indexer.cli import chromium
from tests.browser.invented import CORRECTED
from tests.browser.png import smaller
from tests.browser.serving import Site, arguments, site_of
from tests.browser.states import READ, path_of
from tests.browser.test_drafting import DRAFT

IMAGES = Path(__file__).parents[2] / "docs" / "images"
NOW = "2026-11-22T09:00:00+09:00"
WIDE, NARROW, TALL = 1280, 390, 1180

SAME_TIMES = """() => {
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    texts.currentNode.data = texts.currentNode.data.replace(/\\d+\\.\\d+(초| s\\b)/g, "0.004$1");
  }
}"""
"""How long a search took is another figure each time."""


def nothing(_page: Page) -> None:
    """The page as it comes."""


def keep(page: Page) -> None:
    """Keeps a search and two articles, and goes where they are kept."""
    page.locator(".views button.keep").click()
    for button in page.locator(".hit button[data-off]").all()[:2]:
        button.click()
    page.goto("/saved")
    page.locator("#searches .news").first.get_by_text("새").wait_for()


def compare_draft(page: Page) -> None:
    """Pastes a draft."""
    page.get_by_label("견줄 글").fill(DRAFT)
    page.get_by_role("button", name="견주기").click()
    page.locator(".coverage-list").first.wait_for()


def type_two_syllables(page: Page) -> None:
    """Begins to type."""
    page.locator("#q").fill("")
    page.keyboard.insert_text("강소")
    page.locator("#suggestions li").first.wait_for()


def open_filters(page: Page) -> None:
    """Unfolds the filters."""
    page.locator(".facets > details > summary").click()


@dataclass(frozen=True, kw_only=True)
class Screen:
    """One picture: its file, its page, and what is done there first."""

    name: str
    path: str
    width: int = WIDE
    height: int = TALL
    dark: bool = False
    prepare: Callable[[Page], None] = nothing


SEARCH = "/search?q=군수&from=2015&to=2017&press=가람일보"

SCREENS = (
    Screen(name="search", path=SEARCH, height=1400),
    Screen(name="home", path="/"),
    Screen(name="suggestions", path="/search?q=강소특구", height=760, prepare=type_two_syllables),
    Screen(name="nothing", path="/search?q=소각장 우주정거장", height=1000),
    Screen(name="kwic", path="/kwic?q=특구&order=right", height=1000),
    Screen(name="compare", path="/compare?q=특구&q=소각장&q=터미널"),
    Screen(name="article", path=f"/article/{READ}?q=강소특구 지정#m2", height=1300),
    Screen(name="versions", path=f"/article/{CORRECTED}?diff=1", height=1000),
    Screen(name="draft", path="/draft", height=1400, prepare=compare_draft),
    Screen(name="export", path="/export?q=강소특구 예산"),
    Screen(name="saved", path="/search?q=소각장", height=900, prepare=keep),
    Screen(name="coverage", path="/coverage", height=900),
    Screen(name="values", path="/values/reporter?q=특구", height=760),
    Screen(name="help", path="/help"),
    Screen(name="api", path="/api", height=1000),
    Screen(name="problem", path="/search?q=특구&from=2019-13", height=560),
    Screen(name="search-dark", path=SEARCH, dark=True),
    Screen(name="compare-dark", path="/compare?q=특구&q=소각장&q=터미널", dark=True, height=900),
    Screen(name="search-english", path=f"/en{SEARCH}"),
    Screen(name="search-phone", path=SEARCH, width=NARROW, height=1100),
    Screen(name="filters-phone", path=SEARCH, width=NARROW, height=1100, prepare=open_filters),
    Screen(name="article-phone", path=f"/article/{READ}?q=강소특구 지정", width=NARROW, height=1100),
    Screen(name="kwic-phone", path="/kwic?q=특구", width=NARROW, height=1100),
    Screen(name="article-phone-dark", path=f"/article/{CORRECTED}?diff=1", width=NARROW, height=1100, dark=True),
)


def taken(browser: Browser, site: Site, screen: Screen) -> bytes:
    """The picture of a screen, as a PNG."""
    size: ViewportSize = {"width": screen.width, "height": screen.height}
    scheme: Literal["dark", "light"] = "dark" if screen.dark else "light"
    with browser.new_context(
        base_url=site.url, viewport=size, locale="ko-KR", timezone_id="Asia/Seoul", color_scheme=scheme
    ) as context:
        page = context.new_page()
        page.clock.set_fixed_time(NOW)
        page.goto(path_of(screen.path))
        screen.prepare(page)
        page.evaluate(SAME_TIMES)
        page.wait_for_load_state("networkidle")
        end = page.locator("footer").evaluate("(footer) => Math.ceil(footer.getBoundingClientRect().bottom)")
        clip: FloatRect = {"x": 0, "y": 0, "width": screen.width, "height": min(screen.height, end)}
        return smaller(browser.new_page(), page.screenshot(animations="disabled", caret="hide", clip=clip))


def main(names: list[str]) -> None:
    """Takes the pictures of these names, or all."""
    archive._now = lambda: NOW
    IMAGES.mkdir(exist_ok=True)
    with (
        TemporaryDirectory() as folder,
        site_of(KiwiAnalyser(workers=2), Path(folder)) as site,
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=chromium.found(), args=arguments()) as browser,
    ):
        for screen in SCREENS:
            if not names or screen.name in names:
                (IMAGES / f"{screen.name}.png").write_bytes(taken(browser, site, screen))


if __name__ == "__main__":
    main(sys.argv[1:])

"""One site and one Chromium for all tests in a browser; a fresh profile for each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    ViewportSize,
    expect,
    sync_playwright,
)

from indexer.analysis.kiwi import KiwiAnalyser
from indexer.cli import chromium
from tests.browser.serving import Site, arguments, empty_site, site_of

DESKTOP: ViewportSize = {"width": 1280, "height": 1400}
PHONE: ViewportSize = {"width": 390, "height": 844}
SMALL_PHONE: ViewportSize = {"width": 320, "height": 568}

WAIT = 20_000
"""Milliseconds after which what a page should show is missed: a busy machine is no failure."""
expect.set_options(timeout=WAIT)

MISSING = f"크로미움이 없습니다. {chromium.REMEDY}"

NewContext = Callable[..., BrowserContext]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leaves out what wants a browser where there is none: a line a file; a fixture would say it of each test."""
    wanting = [item for item in items if "browser" in getattr(item, "fixturenames", ())]
    if wanting and not chromium.found():
        for item in wanting:
            item.add_marker(pytest.mark.skip(reason=MISSING))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Says in a line of its own that nothing was tried in a browser."""
    skipped = [report for report in terminalreporter.getreports("skipped") if "tests/browser/" in report.nodeid]
    if skipped and not chromium.found():
        terminalreporter.write_line(f"브라우저 시험 {len(skipped)}개를 건너뜀: {MISSING}", red=True, bold=True)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Chromium, without a window."""
    path = chromium.found()
    if not path:
        pytest.skip(MISSING)
    with sync_playwright() as playwright, playwright.chromium.launch(executable_path=path, args=arguments()) as opened:
        yield opened


@pytest.fixture(scope="package")
def site(kiwi: KiwiAnalyser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The sample articles and those of `invented`, served."""
    with site_of(kiwi, tmp_path_factory.mktemp("site")) as opened:
        yield opened


@pytest.fixture(scope="package")
def bare(kiwi: KiwiAnalyser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """An archive with nothing in it, served."""
    with empty_site(kiwi, tmp_path_factory.mktemp("bare")) as opened:
        yield opened


@pytest.fixture
def complaints() -> Iterator[list[str]]:
    """What goes wrong unseen: a script that fails, what the policy refuses, a request that leaves the site. Anything in
    it fails the test at its end."""
    wrong: list[str] = []
    yield wrong
    assert wrong == []


@pytest.fixture
def new_context(browser: Browser, site: Site, complaints: list[str]) -> Iterator[NewContext]:
    """Makes profiles, each with what `Browser.new_context` takes."""
    made: list[BrowserContext] = []

    def make(**options: Any) -> BrowserContext:
        made.append(_profile(browser, site, complaints, **options))
        return made[-1]

    yield make
    for context in made:
        context.close()


@pytest.fixture
def page(new_context: NewContext) -> Page:
    """A page of a desktop's width, with nothing kept from other tests."""
    return new_context().new_page()


@pytest.fixture
def plain(new_context: NewContext) -> Page:
    """A page of a browser without scripts."""
    return new_context(java_script_enabled=False).new_page()


@pytest.fixture(scope="package")
def _shared(browser: Browser, site: Site) -> Iterator[tuple[Page, list[str]]]:
    wrong: list[str] = []
    context = _profile(browser, site, wrong)
    yield context.new_page(), wrong
    context.close()


@pytest.fixture
def shared(_shared: tuple[Page, list[str]], complaints: list[str]) -> Iterator[Page]:
    """One page for all tests that only look: quicker than a profile each. Its size and modes are as new."""
    page, wrong = _shared
    wrong.clear()
    page.set_viewport_size(DESKTOP)
    page.emulate_media(media="null", color_scheme="null", reduced_motion="null", forced_colors="null")
    yield page
    complaints += wrong


def _profile(browser: Browser, site: Site, wrong: list[str], **options: Any) -> BrowserContext:
    defaults: dict[str, Any] = {"base_url": site.url, "viewport": DESKTOP, "locale": "ko-KR"}
    context = browser.new_context(**(defaults | options))
    context.set_default_timeout(WAIT)
    context.on("console", lambda message: wrong.extend(_complaint(message)))
    context.on("weberror", lambda error: wrong.append(str(error.error)))
    context.on("request", lambda request: wrong.extend(_outside(request)))
    return context


def _complaint(message: ConsoleMessage) -> Iterator[str]:
    # An answer of 404 is logged as an error too; those are tests of their own.
    if message.type in ("error", "warning") and "Failed to load resource" not in message.text:
        yield f"{message.text} ({message.location['url']})"


def _outside(request: Request) -> Iterator[str]:
    address = urlsplit(request.url)
    if address.hostname != "127.0.0.1" and address.scheme not in ("data", "blob", "about"):
        yield f"asked elsewhere: {request.url}"

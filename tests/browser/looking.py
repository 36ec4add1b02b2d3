"""What is measured in a page that is shown: scripts that the tests run in it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_AXE = Axe()


def script(name: str) -> str:
    """One of the scripts beside this file that a page is given to run."""
    return Path(__file__).with_name(f"{name}.js").read_text("utf-8")


FOCUS = script("focus")
UNFOLD = "() => document.querySelectorAll('details').forEach((one) => { one.open = true; })"


def violations(page: Page, *, only: list[str] | None = None, without: Sequence[str] = ()) -> list[str]:
    """What axe finds, a line each: the rule, and the elements that break it. `only` names rules, else all are asked."""
    run = {"type": "rule", "values": only} if only else {"type": "tag", "values": RULES}
    rules = {name: {"enabled": False} for name in without}
    options = {"runOnly": run, "rules": rules, "resultTypes": ["violations"], "preload": False}
    found: Any = _AXE.run(page, options=options).response
    return [
        f"{violation['id']}: {violation['help']}: {[node['html'][:160] for node in violation['nodes'][:5]]}"
        for violation in found["violations"]
    ]


def measured(page: Page, name: str) -> list[str]:
    """What one of the scripts finds wrong with a page."""
    found: list[str] = page.evaluate(script(name))
    return found


def tab_stops(page: Page, most: int = 400) -> list[dict[str, Any]]:
    """Where Tab leads from the top of the page, until it leaves it."""
    stops: list[dict[str, Any]] = []
    page.evaluate("() => { document.activeElement.blur(); getSelection().removeAllRanges(); scrollTo(0, 0); }")
    for _ in range(most):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUS)
        if not stop or (stops and stop["order"] == stops[0]["order"]):
            return stops
        stops.append(stop)
    raise AssertionError(f"the focus never leaves: {stops[-3:]}")

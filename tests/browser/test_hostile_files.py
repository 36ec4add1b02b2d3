"""A file made to do harm is chosen on the page of what is kept: nothing of it becomes markup or leads away."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

SCRIPT = "<img src=x onerror=\"document.title='harmed'\"><script>document.title='harmed'</script>"
HOSTILE: dict[str, Any] = {
    "schema": 1,
    "searches": [
        {"url": "search?q=" + SCRIPT, "name": SCRIPT, "note": "</textarea>" + SCRIPT, "total": 1e99, "saved": SCRIPT},
        {"url": "javascript:document.title='harmed'", "name": "a"},
        {"url": "//evil.example/search", "name": "b"},
        {"url": "https://evil.example/search?q=a", "name": "c"},
        {"url": "../search?q=a"},
        {"url": "search?q=a#javascript:1"},
        {"url": "search?unknown=1"},
        {"url": "saved"},
        {"url": {"q": "a"}},
        {"name": "no address"},
        None,
        5,
        "search",
    ],
    "lists": [
        {
            "name": SCRIPT,
            "articles": [
                {"id": "javascript:1", "title": SCRIPT, "press": SCRIPT, "day": SCRIPT, "note": SCRIPT},
                {"id": "a?b#c/d", "title": "\u202e뒤집힌 글"},
                {"id": "../../evil", "title": "d"},
                {"id": "a//b", "title": "e"},
                {"id": ["a"], "title": "f"},
                {"id": "\u0000", "title": "g"},
                None,
            ],
        },
        {"articles": "none"},
        7,
    ],
    "__proto__": {"harmed": True},
    "constructor": {"prototype": {"harmed": True}},
}


def choose(page: Page, path: Path, content: str | bytes) -> None:
    """Chooses a file of that content to be taken in."""
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    page.locator("#import").set_input_files(path)


def test_nothing_of_a_hostile_file_is_markup_or_leads_away(page: Page, tmp_path: Path) -> None:
    page.goto("/saved")
    choose(page, tmp_path / "hostile.json", json.dumps(HOSTILE))
    expect(page.locator("#searches li")).to_have_count(1)
    expect(page.locator("#lists .kept")).to_have_count(2)
    assert page.locator("#shelf img, #shelf script").count() == 0
    assert page.title() == "저장한 것 – 동네기사"
    origin = page.evaluate("location.origin")
    for link in page.locator("#shelf a").all():
        address = str(link.evaluate("link => link.href"))
        assert address.startswith((f"{origin}/search?q=", f"{origin}/article/")), address
    assert page.evaluate("({}).harmed") is None
    assert "\u202e" not in page.locator("#lists").inner_text()
    page.reload()  # what was stored is no more harmful than what was read
    expect(page.locator("#searches li")).to_have_count(1)
    assert page.title() == "저장한 것 – 동네기사"


def test_files_of_anything_else_change_nothing_and_are_said(page: Page, tmp_path: Path) -> None:
    page.goto("/saved")
    others: list[str | bytes] = [
        "",
        "no json",
        "[]",
        "null",
        "5",
        '{"schema": "1"}',
        '{"schema": 0}',
        "[" * 100_000,
        b"\xff\xfe\x00",
    ]
    for number, content in enumerate([*others, b" " * 5_000_000]):
        choose(page, tmp_path / f"{number}.json", content)
        expect(page.locator("#said")).to_contain_text("내보낸 파일이 아닙니다")
        page.evaluate("document.getElementById('said').textContent = ''")
    choose(page, tmp_path / "newer.json", '{"schema": 2, "searches": []}')
    expect(page.locator("#said")).to_contain_text("더 새로운 형식")
    assert page.evaluate("localStorage.length") == 0


def test_a_store_that_was_tampered_with_is_read_as_a_file_is(page: Page) -> None:
    page.goto("/saved")
    page.evaluate("kept => localStorage.setItem('gisa.saved', JSON.stringify(kept))", HOSTILE)
    for path in ("/saved", "/search?q=%EC%82%B0%EB%B6%88"):
        page.goto(path)
        page.wait_for_function(
            "!document.querySelector('button.keep') || !document.querySelector('button.keep').hidden"
        )
        assert "harmed" not in page.title()
    page.evaluate("localStorage.setItem('gisa.saved', '{{{')")
    page.goto("/saved")
    expect(page.locator("#no-searches")).to_be_visible()

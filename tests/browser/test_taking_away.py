"""What readers take away: citations, files of all hits, the chart's figures."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import NewContext
from tests.browser.serving import Site, fetched
from tests.browser.states import READ, path_of
from tests.browser.test_searching import total


def downloaded(page: Page, link: str) -> Path:
    """The file that a click on the link of that text gives."""
    with page.expect_download() as waiting:
        page.get_by_role("link", name=link).first.click()
    return Path(waiting.value.path())


def rows_of(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file, which begins with a BOM for spreadsheets."""
    content = path.read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def test_a_citation_is_copied(new_context: NewContext) -> None:
    page = new_context(permissions=["clipboard-read", "clipboard-write"]).new_page()
    page.goto(f"/article/{READ}")
    for button in page.locator(".citing button[data-copy]").all():
        button.click()
        expect(page.locator("#copied")).not_to_be_empty()
        text = page.locator(f"#{button.get_attribute('data-copy')}").inner_text()
        assert text
        assert page.evaluate("navigator.clipboard.readText()") == text.strip()
    assert "가람일보" in page.evaluate("navigator.clipboard.readText()")


def test_a_citation_can_be_selected_without_scripts(plain: Page) -> None:
    plain.goto(f"/article/{READ}")
    expect(plain.locator(".cited").first).to_contain_text("가람일보")
    assert not any(one.is_visible() for one in plain.locator(".citing button").all())
    assert "TY  - NEWS" in downloaded(plain, "RIS").read_text("utf-8")


def test_all_hits_are_exported_and_read_back(page: Page) -> None:
    page.goto(path_of("/search?q=특구&press=가람일보"))
    found = total(page)
    titles = page.locator(".hit h3 a").all_inner_texts()
    page.locator(".views").get_by_role("link", name="내보내기").click()
    page.wait_for_url("**/export?**")
    expect(page.locator(".lead")).to_contain_text(f"{found}건")
    rows = rows_of(downloaded(page, "CSV"))
    assert len(rows) == found
    assert [row["제목"] for row in rows][: len(titles)] == titles
    assert {row["신문"] for row in rows} == {"가람일보"}


def test_the_manifest_tells_what_was_exported_and_can_be_given_back(page: Page, tmp_path: Path) -> None:
    page.goto(path_of("/export?q=특구"))
    with page.expect_download() as waiting:
        page.locator("a[href*='manifest.json']").first.click()
    kept = tmp_path / "manifest.json"
    waiting.value.save_as(kept)
    assert json.loads(kept.read_text("utf-8"))
    page.locator("#manifest-file").set_input_files(kept)
    page.get_by_role("button", name="달라진 것 보기").click()
    expect(page.locator(".compared .sentences li").first).to_be_visible()


def test_the_figures_of_the_chart_are_those_of_its_file(page: Page) -> None:
    page.goto(path_of("/search?q=특구"))
    found = total(page)
    path = downloaded(page, "CSV")
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = [row for row in csv.reader(file) if row and row[0][:1].isdigit()]
    assert sum(int(row[1]) for row in lines) == found


def test_files_are_the_same_without_scripts(plain: Page, site: Site) -> None:
    plain.goto(path_of("/export?q=특구&press=가람일보"))
    rows = rows_of(downloaded(plain, "CSV"))
    answer = json.loads(fetched(site.at(path_of("/api/v1/search?q=특구&press=가람일보"))).text)
    assert len(rows) == answer["total"]

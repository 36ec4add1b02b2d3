"""Key words in context: one line an occurrence, the words under each other."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter

import pytest
from playwright.sync_api import Page, expect

from tests.browser.states import path_of

SEARCH = path_of("/kwic?q=특구")


@pytest.mark.parametrize("width", [1280, 768])
def test_the_words_stand_in_one_column(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(SEARCH)
    boxes = [mark.bounding_box() for mark in page.locator("table.kwic mark").all()]
    lefts = [box["x"] for box in boxes if box]
    assert len(lefts) > 5
    assert max(lefts) - min(lefts) <= 1
    tops = [box["y"] for box in boxes if box]
    assert tops == sorted(set(tops)), "a line each"


def test_the_text_before_the_word_ends_at_the_word(page: Page) -> None:
    page.goto(SEARCH)
    for row in page.locator("table.kwic tbody tr").all()[:5]:
        before, word = row.locator(".left bdi").bounding_box(), row.locator("mark").bounding_box()
        assert before
        assert word
        assert 0 <= word["x"] - (before["x"] + before["width"]) <= 24


def test_the_lines_are_sorted_by_what_follows(page: Page) -> None:
    page.goto(SEARCH)
    page.locator("table.kwic thead th.right a").click()
    expect(page.locator("table.kwic thead th.right")).to_have_attribute("aria-sort", re.compile("ending"))
    after = [re.sub(r"\W", "", text)[:1] for text in page.locator("table.kwic td.right").all_inner_texts()]
    assert len(set(after)) > 3
    assert after == sorted(after)


def test_a_line_leads_to_its_place_in_the_article(page: Page) -> None:
    page.goto(SEARCH)
    page.locator("table.kwic tbody th.where a").first.click()
    page.wait_for_url(re.compile(r"/article/.*q="))
    expect(page.locator("mark:target")).to_be_in_viewport()


def test_every_line_is_in_the_file(page: Page) -> None:
    page.goto(path_of("/kwic?q=터미널&press=가람일보&order=right"))
    found = re.search(r"([\d,]+)줄", page.locator("#count").inner_text())
    assert found
    with page.expect_download() as waiting:
        page.locator(".files a", has_text="CSV").click()
    text = waiting.value.path().read_text("utf-8-sig")
    assert len(list(csv.DictReader(io.StringIO(text)))) == int(found[1].replace(",", ""))


def test_the_list_leads_to_the_lines_and_back(page: Page) -> None:
    page.goto(path_of("/search?q=특구&press=가람일보"))
    page.locator(".views").get_by_role("link", name="문맥").click()
    page.wait_for_url(re.compile("/kwic.*press="))
    page.get_by_role("link", name="목록").first.click()
    page.wait_for_url(re.compile("/search.*press="))


def test_a_table_stays_a_table_on_a_phone(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(SEARCH)
    rows = page.locator("table.kwic tbody tr").count()
    tree = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    roles = Counter(node["role"]["value"] for node in tree if not node["ignored"])
    assert rows > 5
    assert (roles["row"], roles["rowheader"], roles["columnheader"]) == (rows + 1, rows, 4)
    assert roles["cell"] + roles["gridcell"] == 3 * rows

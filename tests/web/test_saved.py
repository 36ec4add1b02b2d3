"""What a reader keeps is the browser's alone; these hold the page and its scripts to each other and to the rules."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import webui
from tests.web.archive import ARTICLES, get
from tests.web.browser import client_of
from tests.web.fake import FakeSearch
from webui.parameters import EVERY
from webui.shelf import PAGES, keepable

STATIC = Path(webui.__file__).parent / "static"
SCRIPTS = sorted(STATIC.glob("*.js"))
SHELF = (STATIC / "shelf.js").read_text("utf-8")


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_no_script_makes_markup_or_code_of_texts(script: Path) -> None:
    source = script.read_text("utf-8")
    unsafe = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|srcdoc|\.cookie|DOMParser"
    assert not re.search(unsafe, source)


def test_what_saves_is_small() -> None:
    assert (STATIC / "saved.js").stat().st_size <= 6_000
    assert (STATIC / "shelf.js").stat().st_size <= 10_000


def test_the_page_says_what_to_do_without_scripts() -> None:
    page = get("/saved")
    without = page.one("noscript").text
    assert "즐겨찾기" in without
    assert "Atom" in without
    assert page.link("모든 새 기사의 알림(Atom)").startswith("/feed.atom")
    assert "hidden" in page.one("div", id="shelf").attrs


@pytest.mark.parametrize("path", ["/search?q=특구", "/article/www.garamilbo.example/10231"])
def test_buttons_that_keep_are_shown_by_the_script_alone(path: str) -> None:
    page = get(path)
    buttons = page.all("button", class_="keep")
    assert buttons
    assert all("hidden" in button.attrs and button["type"] == "button" for button in buttons)


def test_a_search_is_kept_by_its_address_from_the_first_page() -> None:
    page = get("/search?q=특구&press=가람일보&size=1&page=2")
    button = next(button for button in page.all("button", class_="keep") if "data-url" in button.attrs)
    assert button["data-url"].startswith("search?q=%ED%8A%B9%EA%B5%AC")
    assert "page=" not in button["data-url"]
    assert button["data-total"].isdigit()
    assert button["data-name"] == "특구 · 가람일보"


def test_an_article_is_kept_with_what_a_list_says_of_it() -> None:
    button = get("/article/www.garamilbo.example/10231").one("button", class_="keep")
    assert button["data-id"] == "www.garamilbo.example/10231"
    assert (button["data-press"], button["data-day"]) == ("가람일보", "2016-08-31")
    assert button["data-title"] == ARTICLES[0].title


def test_kept_addresses_are_made_of_pages_and_parameters_that_there_are() -> None:
    assert keepable().names.split() == [parameter.name for parameter in EVERY]
    for name in PAGES:
        assert client_of(FakeSearch(ARTICLES)).get(f"/{name}").status_code in (200, 308), name


def test_every_place_and_text_that_the_script_uses_is_on_the_page() -> None:
    source = client_of(FakeSearch(ARTICLES)).get("/saved").get_data(as_text=True)
    ids = set(re.findall(r'\bat\("([\w-]+)"\)', SHELF)) | {"article-row", "search-row"}
    assert ids <= set(re.findall(r'\bid="([\w-]+)"', source))
    parts = set(re.findall(r'part\(\w+(?:\.closest\("li"\))?, "(\w+)"\)', SHELF))
    assert parts == set(re.findall(r'data-at="(\w+)"', source))
    said = set(re.findall(r'words\("(\w+)"', SHELF)) | {"same", "more", "fewer", "newer", "unreadable"}
    assert said == set(re.findall(r'data-word="(\w+)"', source))
    doing = set(re.findall(r'data-do="(\w+)"', source))
    assert all(f"{name}: () => change(" in SHELF for name in doing)


def test_the_page_is_in_english_too() -> None:
    page = get("/en/saved")
    assert page.one("h1").text == "Saved"
    assert not re.search("[가-힣]", page.one("main").text)

"""HTML of every page and state, without a browser."""

from __future__ import annotations

import pytest

from tests.browser.markup import faults
from tests.browser.serving import Site, fetched
from tests.browser.states import STATES, path_of
from webui import create_app

NO_PAGES = ("/api/", "/static/", "/cite/", "/healthz", "/readyz")
"""Addresses of what is no page; nor is what has a file's ending."""


@pytest.mark.parametrize("state", STATES)
def test_a_state_is_what_its_name_says(site: Site, state: str) -> None:
    status = fetched(site.at(path_of(STATES[state]))).status
    assert status in (400, 404) if "problem" in state else status == 200


def test_every_page_of_the_site_is_among_the_states(site: Site) -> None:
    paths = {path.partition("?")[0].removeprefix("/en") for path in STATES.values()}
    for rule in create_app(site.search).url_map.iter_rules():
        opening, _, values = rule.rule.partition("<")
        if "GET" in (rule.methods or ()) and not opening.startswith(NO_PAGES) and "." not in rule.rule:
            assert any(path.startswith(opening) if values else path == opening for path in paths), rule.rule


@pytest.mark.parametrize("state", STATES)
def test_a_page_is_valid_html_with_ids_and_headings_in_order(site: Site, state: str) -> None:
    assert faults(fetched(site.at(path_of(STATES[state]))).text) == []


def test_a_page_of_an_empty_archive_is_too(bare: Site) -> None:
    for path in ("/", "/search", "/search?q=둑", "/coverage"):
        assert faults(fetched(bare.at(path_of(path))).text) == []


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        ("<p>무엇</p>", "expected-doctype-but-got-start-tag"),
        ("<p><div></div></p>", "unexpected-end-tag"),
        ('<p id="a"></p><p id="a"></p>', "id 'a' 2 times"),
        ('<label for="b">가</label>', "leads nowhere"),
        ("<h1>가</h1><h3>나</h3>", "h3 after h1"),
        ("<h2>가</h2>", "0 h1"),
        ('<a href="/"><button>가</button></a>', "button in a"),
        ('<a href="/"></a>', "without a name"),
        ('<p onclick="x()">가</p>', "inline"),
    ],
)
def test_each_fault_is_found(source: str, fault: str) -> None:
    assert any(fault in found for found in faults(source))

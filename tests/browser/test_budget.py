"""What a page weighs, and the headers of every answer; without a browser."""

from __future__ import annotations

import gzip
import re
from urllib.parse import urljoin

import pytest

from tests.browser.serving import Site, fetched
from tests.browser.states import STATES, path_of
from webui.headers import HEADERS

PAGE = 60_000
"""Bytes of a page with its styles and scripts, packed: a second on a slow phone line."""

SCRIPTS = 15_000
"""Bytes of a page's scripts as they are written and parsed."""

SHELF = 18_000
"""The same of the page of what is kept, which is made by its scripts: 7 kB packed."""

_SCRIPT = re.compile(r'<script[^>]* src="([^"]+)"')
_STYLE = re.compile(r'<link rel="stylesheet"[^>]* href="([^"]+)"')


def packed(content: bytes) -> int:
    return len(gzip.compress(content, compresslevel=6))


@pytest.mark.parametrize("state", STATES)
def test_a_page_with_its_styles_and_scripts_is_light(site: Site, state: str) -> None:
    address = site.at(path_of(STATES[state]))
    page = fetched(address)
    scripts = [fetched(urljoin(address, source)).content for source in _SCRIPT.findall(page.text)]
    styles = [fetched(urljoin(address, source)).content for source in _STYLE.findall(page.text)]
    assert styles
    assert packed(page.content) + sum(map(packed, scripts + styles)) <= PAGE
    assert sum(map(len, scripts)) <= (SHELF if "/saved" in address else SCRIPTS)


@pytest.mark.parametrize("state", STATES)
def test_an_answer_carries_the_security_headers(site: Site, state: str) -> None:
    answer = fetched(site.at(path_of(STATES[state])))
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS


def test_an_answer_with_a_hundred_hits_is_light_too(site: Site) -> None:
    assert packed(fetched(site.at("/search?size=100")).content) <= PAGE

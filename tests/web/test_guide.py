"""The help page: true, complete, short."""

from __future__ import annotations

import re

import pytest

from indexer.query.language import parse
from indexer.query.lexer import FIELDS
from indexer.settings import ROOT
from tests.web.archive import get
from tests.web.browser import client_of
from tests.web.fake import FakeSearch

LANGUAGE = (ROOT / "docs/query-language.md").read_text("utf-8")
OPERATORS = ["OR", "|", "NOT", "-", "PRE/", "NEAR/", '="', '"', "문장(", "(", "*", "~", "~1", "~2", "날짜:", "..", ">="]


@pytest.mark.parametrize("operator", OPERATORS)
def test_every_operator_is_explained_and_documented(operator: str) -> None:
    assert operator in get("/help").one("section", class_="writing").text
    assert operator in LANGUAGE


def test_every_field_is_explained() -> None:
    explained = get("/help").one("section", class_="writing").text
    for field in set(FIELDS.values()):
        assert any(f"{name}:" in explained for name, of in FIELDS.items() if of == field), field


def test_every_example_is_a_link_that_runs_and_needs_no_repair() -> None:
    page = get("/help")
    examples = [link for link in page.all("a") if "?q=" in link["href"]]
    assert len(examples) >= 14
    for link in examples:
        assert parse(link.text).warnings == ()
        found = client_of(FakeSearch()).get(link["href"])
        assert found.status_code == 200
        assert f'value="{link.text.replace(chr(34), "&#34;")}"' in found.get_data(as_text=True).replace("&gt;", ">")


def test_every_key_is_explained_and_works() -> None:
    keys = {element.text for element in get("/help").all("kbd")}
    with client_of(FakeSearch()).get("/static/keys.js") as answer:
        script = answer.get_data(as_text=True)
    for key in keys - {"Enter"}:  # a focused link opens by itself
        assert f'"{key}"' in script or re.search(rf"\b{re.escape(key)}: ", script), key
    assert keys == {"/", "j", "k", "Enter", "?"}


def test_every_page_knows_where_help_is() -> None:
    for path in ("/", "/search", "/help", "/nowhere"):
        page = get(path, status=404 if path == "/nowhere" else 200)
        assert page.one("link", rel="help")["href"] == "/help"
    assert get("/en/help").one("link", rel="help")["href"] == "/en/help"

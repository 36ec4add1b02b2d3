"""Korean is the source; English is complete, and stays where it is."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

from tests.web.archive import get
from tests.web.browser import client_of
from tests.web.fake import FakeSearch
from webui import english
from webui.english import ENGLISH
from webui.language import say

WEBUI = Path(__file__).parents[2] / "webui"
HANGUL = re.compile("[가-힣]")
SAID = re.compile(r"""_\(\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)')""")
EXAMPLE = re.compile(r"""example\(\s*(?:"(?:[^"\\]|\\.)*"|'[^']*')""")
ADDRESSES = ["/", "/search?q=특구", "/search?q=없는말", "/coverage", "/values/press", "/nothing"]


def templates() -> list[Path]:
    return sorted((WEBUI / "templates").rglob("*.html"))


def said_in_templates() -> Iterator[str]:
    for template in templates():
        for double, single in SAID.findall(template.read_text("utf-8")):
            yield ast.literal_eval(f'"{double}"') if double else single


def said_in_python() -> Iterator[str]:
    for module in sorted(WEBUI.glob("**/*.py")):
        for node in ast.walk(ast.parse(module.read_text("utf-8"))):
            match node:
                case ast.Call(func=ast.Name(id="say"), args=[ast.Constant(value=str(text)), *_]):
                    yield text


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("korean", sorted({*said_in_templates(), *said_in_python()}))
def test_everything_that_is_said_has_its_english(korean: str) -> None:
    assert not HANGUL.search(korean) or korean in ENGLISH


@pytest.mark.parametrize("korean", sorted(ENGLISH))
def test_english_has_the_same_places_as_the_korean(korean: str) -> None:
    english = ENGLISH[korean]
    for form in (english,) if isinstance(english, str) else english:
        assert places(form) <= {*places(korean), "name"}  # a month's name, beside its number


def test_one_korean_text_has_one_english() -> None:
    """The texts of the API's description aside, which are said by themselves."""
    seen: dict[str, object] = {}
    for part in pkgutil.iter_modules(english.__path__):
        held = vars(importlib.import_module(f"webui.english.{part.name}"))
        for texts in (value for name, value in held.items() if name.isupper() and name != "API"):
            assert {
                korean: (seen[korean], said) for korean, said in texts.items() if seen.get(korean, said) != said
            } == {}
            seen |= texts


@pytest.mark.parametrize("template", templates(), ids=lambda path: path.name)
def test_templates_say_no_korean_beside_the_catalogue(template: Path) -> None:
    """Names of the site, examples of queries (lang=ko) and comments aside."""
    text = re.sub(r"{#.*?#}", "", template.read_text("utf-8"), flags=re.DOTALL)
    text = re.sub(r"<(\w+)[^>]*\slang=\"ko\"[^>]*>.*?</\1>", "", text, flags=re.DOTALL)
    text = EXAMPLE.sub("", text)
    text = re.sub(r"{{.*?}}|{%.*?%}", lambda found: SAID.sub("", found[0]), text, flags=re.DOTALL)
    assert not HANGUL.search(text.replace("동네기사", ""))


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_link_of_an_english_page_stays_english(address: str) -> None:
    page = get("/en" + address, status=404 if "nothing" in address else 200)
    assert page.one("html")["lang"] == "en"
    inside = [e for e in page.all("a") + page.all("form") if e.attrs.get("hreflang") != "ko"]
    targets = [e.attrs.get("href") or e.attrs.get("action", "") for e in inside]
    assert [t for t in targets if t.startswith("/") and not t.startswith("/en/")] == []


@pytest.mark.parametrize("address", ADDRESSES)
def test_each_language_leads_to_the_same_page_of_the_other(address: str) -> None:
    client = client_of(FakeSearch())
    korean, english = (client.get(at + address).get_data(as_text=True) for at in ("", "/en"))
    alternate = re.compile(r'rel="alternate" hreflang="(\w+)" href="([^"]+)"')
    code, there = alternate.search(korean).groups()  # type: ignore[union-attr]
    assert (code, client.get(there.replace("&amp;", "&")).get_data(as_text=True)) == ("en", english)
    code, back = alternate.search(english).groups()  # type: ignore[union-attr]
    assert (code, client.get(back.replace("&amp;", "&")).get_data(as_text=True)) == ("ko", korean)


def test_what_begins_like_the_prefix_is_another_address() -> None:
    get("/english", status=404)
    assert get("/en").one("html")["lang"] == "en"


def test_a_number_takes_its_form_and_a_value_is_never_a_pattern() -> None:
    assert say("기사 {n:,}건", n=1234) == "기사 1,234건"
    assert say("{value} 빼고", value="{0} %s {n}") == "{0} %s {n} 빼고"

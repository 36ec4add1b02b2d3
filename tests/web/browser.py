"""A browser without scripts: pages fetched from a fake archive and taken apart."""

from __future__ import annotations

from datetime import date
from html.parser import HTMLParser
from types import CodeType

from flask.testing import FlaskClient
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from tests.web.fake import FakeSearch
from webui import create_app

VOID = {"meta", "link", "input", "br", "hr", "img"}
TODAY = date(2026, 11, 22)


class Compiled(BytecodeCache):
    """Templates compiled once for all the tests' applications."""

    def __init__(self) -> None:
        self._code: dict[str, CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._code:
            bucket.code = self._code[bucket.key]

    def dump_bytecode(self, bucket: Bucket) -> None:
        assert bucket.code
        self._code[bucket.key] = bucket.code


COMPILED = Compiled()


def client_of(search: FakeSearch) -> FlaskClient:
    app = create_app(search, today=lambda: TODAY)
    app.jinja_env.bytecode_cache = COMPILED
    return app.test_client()


def page_of(search: FakeSearch, path: str, query: dict[str, object] | None = None, *, status: int = 200) -> Page:
    answer = client_of(search).get(path, query_string=query)
    assert answer.status_code == status
    assert answer.content_type == "text/html; charset=utf-8"
    return Page(answer.get_data(as_text=True))


class Page(HTMLParser):
    """Elements in order, each with its attributes and the text in it."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[Element] = []
        self._open: list[Element] = []
        self.feed(source)
        self.close()
        assert [e.tag for e in self._open] == [], "every element is closed"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.elements.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self._open, f"</{tag}> closes nothing"
        assert self._open.pop().tag == tag, f"</{tag}> closes another element"

    def handle_data(self, data: str) -> None:
        for element in self._open:
            element.data += data

    @property
    def text(self) -> str:
        return self.elements[0].text

    @property
    def skeleton(self) -> list[tuple[str, tuple[str, ...]]]:
        """Tags and the names of their attributes: all that is markup and not text."""
        return [(e.tag, tuple(e.attrs)) for e in self.elements]

    def all(self, tag: str, **attrs: str) -> list[Element]:
        """Elements of a tag with these attributes (`class_` means: has that class)."""
        wanted = {name.rstrip("_").replace("_", "-"): value for name, value in attrs.items()}
        return [e for e in self.elements if e.tag == tag and e.has(wanted)]

    def one(self, tag: str, **attrs: str) -> Element:
        found = self.all(tag, **attrs)
        assert len(found) == 1, f"{len(found)} {tag} {attrs}"
        return found[0]

    def link(self, text: str) -> str:
        """Where the one link of that text (spaces aside) leads."""
        found = [e["href"] for e in self.all("a") if e.text == text]
        assert len(set(found)) == 1, f"{found} for {text}; there are {[e.text for e in self.all('a')]}"
        return found[0]


class Element:
    """One element of a page."""

    def __init__(self, tag: str, attrs: dict[str, str]) -> None:
        self.tag, self.attrs, self.data = tag, attrs, ""

    def __getitem__(self, name: str) -> str:
        return self.attrs[name]

    @property
    def text(self) -> str:
        return " ".join(self.data.split())

    def has(self, wanted: dict[str, str]) -> bool:
        return all(
            value in self.attrs.get(name, "").split() if name == "class" else self.attrs.get(name) == value
            for name, value in wanted.items()
        )

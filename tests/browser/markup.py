"""HTML as its specification has it: the parser's own errors, and what a parser does not look at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from xml.etree.ElementTree import Element

import html5lib

POINTING = ("for", "aria-labelledby", "aria-describedby", "aria-controls", "aria-owns", "aria-activedescendant", "list")
"""Attributes whose values are ids of the same page."""

INTERACTIVE = {"a", "button", "select", "textarea", "input", "summary", "label"}
_HEADINGS = {f"h{level}": level for level in range(1, 7)}


def faults(source: str) -> list[str]:
    """Everything that is wrong with a page; empty when nothing is."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    root: Element = parser.parse(source)
    found = [f"line {place[0]}: {code} {values}" for place, code, values in parser.errors]
    return [*found, *_ids(root), *_headings(root), *_nested(root), *_language(root), *_nameless(root)]


def _ids(root: Element) -> Iterator[str]:
    ids = Counter(one.attrib["id"] for one in root.iter() if "id" in one.attrib)
    yield from (f"id {name!r} {count} times" for name, count in ids.items() if count > 1)
    for one in root.iter():
        for name in POINTING:
            yield from (f"{one.tag} {name}={to!r} leads nowhere" for to in one.get(name, "").split() if to not in ids)
        href = one.get("href", "")
        if href.startswith("#") and href != "#" and href[1:] not in ids:
            yield f"link to {href!r} leads nowhere"


def _headings(root: Element) -> Iterator[str]:
    levels = [_HEADINGS[one.tag] for one in root.iter() if one.tag in _HEADINGS]
    if levels.count(1) != 1:
        yield f"{levels.count(1)} h1"
    for before, after in pairwise(levels):
        if after > before + 1:
            yield f"h{after} after h{before}"


def _nested(root: Element) -> Iterator[str]:
    for outer in root.iter():
        if outer.tag in INTERACTIVE:
            inside = {one.tag for one in outer.iter() if one is not outer and one.tag in INTERACTIVE}
            allowed = {"input", "select", "textarea"} if outer.tag == "label" else set()
            yield from (f"{tag} in {outer.tag}" for tag in inside - allowed)


def _language(root: Element) -> Iterator[str]:
    if not root.get("lang"):
        yield "no language"
    if not "".join(title.text or "" for title in root.iter("title")).strip():
        yield "no title"


def _nameless(root: Element) -> Iterator[str]:
    waiting = {one for template in root.iter("template") for one in template.iter()}  # scripts give these their names
    for one in root.iter():
        named = "".join(one.itertext()).strip() or one.get("aria-label") or one in waiting
        if one.tag in ("a", "button", "summary") and not named:
            yield f"{one.tag} {dict(one.attrib)} without a name"
        if "style" in one.attrib or any(name.startswith("on") for name in one.attrib):
            yield f"{one.tag} with inline style or script"

"""What no XML or HTML may do to its reader: declare entities, nest without end, be all tags. Checked before parsing."""

from __future__ import annotations

import re
from dataclasses import dataclass

from indexer.sources.reader import Unusable

PROLOG_LIMIT = 1 << 16
"""Characters in which the root element must begin: declaration, comments and DOCTYPE of a feed have a few hundred."""

DEPTH_LIMIT = 200
"""Elements within each other. lexbor's text() of 200,000 ends the process, feedparser takes time by their square;
the deepest of the fixtures has 12."""

TAG_LIMIT = 20_000
"""Tags of one fragment; a newspaper's longest page has some 3,000."""

# What HTML closes by itself, or never opens: not counted as depth.
_NOT_NESTING = frozenset(
    "p li br img hr td th tr dt dd option input meta link col source area base wbr embed thead tbody tfoot".split()
)
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9:_-]*)")
_ROOT = re.compile(r"<(?:(?P<prefix>[A-Za-z][\w.-]*):)?(?P<name>[A-Za-z][\w.-]*)(?=[\s>/])")
_ENDS = {"<?": "?>", "<!--": "-->"}


@dataclass(frozen=True)
class Root:
    """The first element of a document: `rdf:RDF` has the prefix `rdf` and the name `RDF`."""

    prefix: str
    name: str
    at: int


def root_of(text: str) -> Root | None:
    """The root element, None when the text does not begin as XML does. Raises Unusable for declared entities."""
    at, text = 0, text[:PROLOG_LIMIT]
    while True:
        at += len(text[at:]) - len(text[at:].lstrip("\ufeff \t\r\n"))
        start = next((start for start in _ENDS if text.startswith(start, at)), "")
        if start:
            end = text.find(_ENDS[start], at)
            if end < 0:
                return None
            at = end + len(_ENDS[start])
        elif text[at : at + 9].upper() == "<!DOCTYPE":
            at = _after_doctype(text, at)
        else:
            found = _ROOT.match(text, at)
            return Root(found["prefix"] or "", found["name"], at) if found else None


def insist_shallow(markup: str) -> None:
    """Raises Unusable for a fragment that is too deep or has too many tags to be parsed in bounded time."""
    depth = 0
    for count, tag in enumerate(_TAG.finditer(markup), 1):
        if tag[2].lower() not in _NOT_NESTING:
            depth = max(0, depth - 1) if tag[1] else depth + 1
        if depth > DEPTH_LIMIT:
            raise Unusable(f"태그가 너무 깊이 겹쳐 있습니다({DEPTH_LIMIT}겹 초과). 원래 페이지를 받아 넣으십시오.")
        if count > TAG_LIMIT:
            raise Unusable(f"태그가 너무 많습니다({TAG_LIMIT:,}개 초과). 원래 페이지를 받아 넣으십시오.")


def _after_doctype(text: str, at: int) -> int:
    """Behind the DOCTYPE, whose DTD is not fetched. Entities are how an XML of a page becomes gigabytes, or a file."""
    end, inside = text.find(">", at), text.find("[", at)
    if 0 <= inside < end:
        closed = text.find("]", inside)
        end = text.find(">", closed) if closed >= 0 else -1
    declared = text[at : end if end >= 0 else len(text)]
    if "<!ENTITY" in declared.upper():
        raise Unusable(
            "엔티티를 선언한 XML입니다. 컴퓨터를 멈추게 하거나 파일을 엿볼 수 있어 읽지 않습니다. "
            "DOCTYPE을 지우고 다시 넣으십시오."
        )
    return end + 1 if end >= 0 else len(text)

"""What of a page is markup, as a browser's parser sees it, and which markup is ours."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

import webui

Skeleton = list[tuple[str, tuple[str, ...]]]
"""Tags and the names of their attributes, in order."""

WEB = Path(webui.__file__).parent
LEADS = ("href", "src", "action", "formaction", "xlink:href", "data", "poster", "cite", "background", "ping")
"""Attributes that a browser asks an address of, or goes to one."""


def skeleton(source: str) -> Skeleton:
    """All that is markup and not text."""
    return [(node.tag or "", tuple(node.attributes)) for node in _nodes(source)]


def foreign(source: str) -> list[str]:
    """The markup of a page that is not ours: tags and attributes that no template has, handlers, inline styles and
    scripts, and addresses that lead elsewhere but an article's own."""
    found = []
    tags, names = ours()
    for node in _nodes(source):
        tag, attributes = node.tag or "", node.attributes
        found += [] if tag in tags else [f"<{tag}>"]
        if tag in ("script", "style") and (node.text() or "src" not in attributes):
            found.append(f"<{tag}> with text")
        for name, value in attributes.items():
            if name.lower() not in names or name.lower().startswith("on") or name in ("style", "srcdoc"):
                found.append(f"{tag} {name}")
            if name in LEADS and _elsewhere(value or "", attributes.get("rel") or ""):
                found.append(f"{tag} {name}={value}")
    return found


@cache
def ours() -> tuple[frozenset[str], frozenset[str]]:
    """The tags and the names of attributes in our sources; html, head and body are a parser's own."""
    sources = [*WEB.glob("templates/**/*.html"), *WEB.glob("**/*.py")]
    text = "".join(path.read_text("utf-8") for path in sources)
    tags = frozenset(re.findall(r"<([a-zA-Z][a-zA-Z0-9]*)", text)) | {"html", "head", "body", "tbody"}
    return frozenset(map(str.lower, tags)), frozenset(map(str.lower, re.findall(r"[a-zA-Z][\w-]*", text)))


def _elsewhere(address: str, rel: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return True
    if "external" in rel.split():
        return parts.scheme not in ("http", "https")
    # The site itself is absolute where an address is to be copied.
    return bool(parts.scheme or parts.netloc) and (parts.scheme, parts.netloc) != ("http", "localhost")


def _nodes(source: str) -> Iterator[LexborNode]:
    root = LexborHTMLParser(source).root
    assert root
    return (node for node in root.traverse(include_text=False) if node.tag and not node.tag.startswith("!"))

"""Articles that a page holds only as the data its scripts draw it from: Next.js, Nuxt and their like."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from indexer.sources.html.json_ld import objects
from indexer.sources.html.page import Script, squeezed

_BODY_KEYS = frozenset(
    "contenthtml content contents body bodyhtml articlebody articlecontent articlecontents newscontent newscontents"
    " newsbody text html cont article_content news_content content_html".split()
)
_TITLE_KEYS = frozenset("title headline newstitle articletitle subject news_title article_title arttitle".split())
_SUBTITLE_KEYS = frozenset("subtitle subheadline subheading sub_title deck".split())
_PUBLISHED_KEYS = (
    "deploydt publishedat datepublished publishdate publisheddate published_at pubdate regdate reg_date createdat"
    " created_at regdt servicedate writedate inputdate firstpublishdate serviceday".split()
)
_MODIFIED_KEYS = "redeploydt modifiedat datemodified updatedat updated_at moddate updatedate lastmodified".split()
_REPORTER_KEYS = "writerdisplay reportername reporter writer writername authorname author byline bylines".split()
_SECTION_KEYS = ("sectionname", "categoryname", "section", "category")

_LEAST_BODY = 120
"""Characters of a body; shorter texts under these names are summaries and labels."""

_TRIES = 30
_DATA = re.compile(r"(?:[=(]|\A)\s*(?=[{\[])")
_PUSHED = re.compile(r"__next_f\.push\(")
_ROW = re.compile(":T([0-9a-f]{1,6}),")
_ROW_NUMBER = re.compile(r"[0-9a-f]{1,6}\Z")
_VALUE = re.compile(r":(?<=[0-9a-f]:)(?=[\[{])")
_PLACEHOLDER = re.compile(r"\$\$[A-Z_]{3,30}\$\$")
_DECODER = json.JSONDecoder(strict=False)


@dataclass(frozen=True, kw_only=True)
class Embedded:
    """An article in a page's data: `html` as it is given there, dates as written."""

    title: str
    html: str
    subtitle: tuple[str, ...] = ()
    published: str = ""
    modified: str = ""
    byline: str = ""
    section: str = ""


def embedded_article(scripts: Iterable[Script], title: str) -> Embedded | None:
    """The article whose title the page bears, with the longest text; None when the data holds none of that title."""
    kept = [script.text for script in scripts if len(script.text) > _LEAST_BODY]
    stream = _next_stream(kept)
    texts = dict(_rows(stream))
    found = [
        article
        for value in (*_values(kept), *_stream_values(stream))
        for one in objects(value)
        if (article := _article(one, texts)) and _same(article.title, title)
    ]
    return max(found, key=lambda article: len(article.html), default=None)


def _same(given: str, title: str) -> bool:
    """Whether two titles are one, but for what the window title appends."""
    plain = [re.sub(r"[\W_]+", "", text) for text in (given, title)]
    return bool(plain[0]) and (plain[1].startswith(plain[0][:20]) or plain[0].startswith(plain[1][:20] or "\0"))


def _article(found: dict[str, Any], texts: dict[str, str]) -> Embedded | None:
    if len(found) < 2:
        return None
    keys = [key.lower() for key in found]
    if _BODY_KEYS.isdisjoint(keys) or _TITLE_KEYS.isdisjoint(keys):
        return None
    lower = dict(zip(keys, found.values(), strict=True))
    html = max((_resolved(lower.get(key), texts) for key in _BODY_KEYS), key=len)
    title = next((text for key in _TITLE_KEYS if (text := _text(lower, key))), "")
    if len(html) < _LEAST_BODY or not title:
        return None
    subtitle = next((lower[key] for key in _SUBTITLE_KEYS if isinstance(lower.get(key), str)), "")
    return Embedded(
        title=squeezed(re.sub("<[^>]{0,200}>", " ", title)),
        html=_PLACEHOLDER.sub(" ", html),
        subtitle=tuple(line for part in re.split(r"<br\s*/?>|\n", subtitle) if (line := squeezed(part))),
        published=next((text for key in _PUBLISHED_KEYS if (text := _text(lower, key))), ""),
        modified=next((text for key in _MODIFIED_KEYS if (text := _text(lower, key))), ""),
        byline=next((text for key in _REPORTER_KEYS if (text := _text(lower, key))), ""),
        section=next((text for key in _SECTION_KEYS if (text := _text(lower, key))), ""),
    )


def _text(found: dict[str, Any], key: str) -> str:
    value = found.get(key)
    return squeezed(value) if isinstance(value, str) and len(value) < 500 else ""


def _resolved(value: Any, texts: dict[str, str]) -> str:
    """The text of a value; `$24` stands for the text of row 24 of a Next.js stream."""
    if not isinstance(value, str):
        return ""
    return texts.get(value[1:], value) if value.startswith("$") and len(value) < 10 else value


def _values(scripts: Iterable[str]) -> Iterator[Any]:
    """The JSON values that scripts assign, push or are. A bounded number of places is tried."""
    for text in scripts:
        if "__next_f" in text or (text.isascii() and "\\u" not in text):  # read as a stream; holds no Korean
            continue
        at = 0
        for _ in range(_TRIES):
            found = _DATA.search(text, at)
            if not found:
                break
            value, at = _decoded(text, found.end())
            if value is not None:
                yield value


def _decoded(text: str, at: int) -> tuple[Any, int]:
    try:
        return _DECODER.raw_decode(text, at)
    except (ValueError, RecursionError):
        return None, at + 1


def _next_stream(scripts: Iterable[str]) -> str:
    """What Next.js pushes piece by piece, joined."""
    pieces = list[str]()
    for text in scripts:
        if "__next_f" not in text:
            continue
        for found in _PUSHED.finditer(text):
            value, _ = _decoded(text, found.end())
            if isinstance(value, list) and len(value) > 1 and isinstance(value[1], str):
                pieces.append(value[1])
    return "".join(pieces)


def _rows(stream: str) -> Iterator[tuple[str, str]]:
    """(number, text) of the stream's text rows, which say their size in bytes of UTF-8."""
    for found in _ROW.finditer(stream):
        number = _ROW_NUMBER.search(stream[max(0, found.start() - 6) : found.start()])
        size = int(found[1], 16)
        text = stream[found.end() : found.end() + size].encode("utf-8", "replace")[:size]
        if number:
            yield number[0], text.decode("utf-8", "ignore")


def _stream_values(stream: str) -> Iterator[Any]:
    """The values of the stream's other rows: `5:[…]`, one a line or right behind a text."""
    for _, found in zip(range(200), _VALUE.finditer(stream), strict=False):
        value, _ = _decoded(stream, found.end())
        if value is not None:
            yield value

"""JSON Lines: an article a line as `./gisa show --json` gives it, which `./gisa add` reads back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice
from typing import Any

from indexer.exporting.export import BATCH, Export, Row
from indexer.query.result import ArticleView

_OF_VERSIONS = ("version", "versions", "marks")
"""What `show` says of one article beside its text: which version it is. A study has the newest of each."""

_ENDS = {mark: f"\\u{ord(mark):04x}" for mark in "\x85\u2028\u2029"}
"""What some readers take for the end of a line, though JSON lets it stand in a text."""


def write(export: Export) -> Iterator[bytes]:
    """A line an article, some at a time."""
    rows = export.rows()
    while lines := [_line(row) for row in islice(rows, BATCH)]:
        yield b"".join(lines)


def record(row: Row) -> dict[str, Any]:
    """The article as JSON values: docs/api.md, with its score and its page here."""
    exported = row.exported
    view = ArticleView(article=exported.article, restricted=exported.restricted, story=exported.story).to_json()
    kept = {name: value for name, value in view.items() if name not in _OF_VERSIONS}
    return kept | {"score": row.score} | ({"link": row.link} if row.link else {})


def _line(row: Row) -> bytes:
    text = json.dumps(record(row), ensure_ascii=False)
    for mark, escaped in _ENDS.items():
        text = text.replace(mark, escaped)
    try:
        return text.encode() + b"\n"
    except UnicodeEncodeError:
        # What a source kept beside its text may hold half a character, which only JSON can write down, escaped.
        return json.dumps(record(row)).encode() + b"\n"

"""The search command's options → SearchRequest, and many queries in one process."""

from __future__ import annotations

import argparse
import dataclasses
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from indexer.cli import report
from indexer.errors import InvalidRequest, UnreadableSource
from indexer.query.dates import parse_period
from indexer.query.request import SearchRequest
from indexer.search import Search


def request(options: argparse.Namespace) -> SearchRequest:
    """What the options ask. Raises InvalidRequest."""
    first, last = period(options)
    if options.query is not None and options.batch:
        raise InvalidRequest("질의와 --batch는 함께 쓰지 못합니다", parameter="q")
    return SearchRequest(
        text=options.query or "",
        first=first,
        last=last,
        press=tuple(options.press),
        section=tuple(options.section),
        reporter=tuple(options.reporter),
        region=tuple(options.region),
        not_press=tuple(options.not_press),
        not_section=tuple(options.not_section),
        not_reporter=tuple(options.not_reporter),
        not_region=tuple(options.not_region),
        sort=options.sort,
        match=options.match,
        as_typed=options.as_typed,
        limit=options.limit,
        offset=options.offset,
        collapse=options.collapse,
        with_texts=not options.ids_only,
    )


def period(options: argparse.Namespace) -> tuple[date | None, date | None]:
    """The days of --from and --to. Raises InvalidRequest."""
    first, _ = _period("--from", options.first)
    _, last = _period("--to", options.last)
    if first and last and first > last:
        raise InvalidRequest(f"--from({options.first})이 --to({options.last})보다 늦습니다", parameter="from")
    return first, last


def batch(search: Search, file: Path, asked: SearchRequest) -> int:
    """A query a line in, a JSON line out, in order; a query that cannot be served answers with its error."""
    for text in _lines(file):
        try:
            found = search.search(dataclasses.replace(asked, text=text))
            answer = found.to_json(ids_only=not asked.with_texts)
        except InvalidRequest as error:
            refused = {"code": error.code, "message": str(error), "parameter": error.parameter}
            answer = {"query": {"text": text}, "total": 0, "hits": [], "error": refused}
        print(report.to_json(answer, one_line=True), flush=file == Path("-"))
    return 0


def _period(option: str, text: str | None) -> tuple[date | None, date | None]:
    if text is None:
        return None, None
    try:
        return parse_period(text)
    except ValueError as error:
        raise InvalidRequest(f"{option}: {error}", parameter=option.lstrip("-")) from error


def _lines(file: Path) -> Iterator[str]:
    try:
        if file == Path("-"):
            yield from (line.rstrip("\r\n") for line in sys.stdin)
        else:
            with file.open(encoding="utf-8-sig", newline="\n") as lines:
                yield from (line.rstrip("\r\n") for line in lines)
    except UnicodeDecodeError as error:
        raise UnreadableSource(file, None, "UTF-8이 아닙니다. UTF-8로 저장해 다시 하십시오") from error
    except OSError as error:
        raise UnreadableSource(file, None, f"열 수 없습니다: {error.strerror}") from error

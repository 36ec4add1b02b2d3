"""The kwic command: words in context on the lines of a terminal, where a Korean letter takes two cells."""

from __future__ import annotations

import argparse
import shutil
import unicodedata
from collections.abc import Iterator

from indexer.cli import commands, report, searching
from indexer.query.concordance import Concordance, Line
from indexer.settings import Settings

LEAST = 12
"""Cells of a context that are shown however narrow the terminal is."""


def kwic(options: argparse.Namespace) -> int:
    """Prints the lines that were asked for."""
    request = searching.request(options)
    with commands.opened(Settings.read(options.data, options.engine)) as parts:
        found = parts.search.concordance(request, options.order, options.width)
    if options.json:
        print(report.to_json(found.to_json()))
    else:
        print("\n".join(text_of(found, shutil.get_terminal_size((0, 0)).columns)))
    return 0


def text_of(found: Concordance, columns: int) -> Iterator[str]:
    """What is printed: how much there is, and the lines under one another, their keywords too. They are cut to so many
    columns, unless that is 0."""
    yield from (f"! {warning.message}" for warning in found.result.warnings)
    yield _counted(found)
    wheres = [_where(line) for line in found.lines]
    first = max(map(cells, wheres), default=0) + 2
    widest = max((cells(line.keyword) for line in found.lines), default=0) + 2
    room = max((columns - first - widest) // 2, LEAST) if columns else 0
    lefts = [_end_of(line.left, room) for line in found.lines]
    second = max(map(cells, lefts), default=0)
    for where, left, line in zip(wheres, lefts, found.lines, strict=True):
        keyword = f"[{line.keyword}]"
        before = where + " " * (first - cells(where)) + " " * (second - cells(left)) + left
        yield (before + keyword + _beginning_of(line.right, room)).rstrip()


def _counted(found: Concordance) -> str:
    said = f"기사 {found.articles:,}건 · {found.result.took_ms / 1000:.3f}초"
    if found.of_lines is not None:
        said = f"{found.of_lines:,}줄 · {said}"
    if found.capped:
        said += f" · 앞의 {found.of_articles:,}건에서만 줄을 정렬했습니다. 기간이나 신문을 좁히면 모두 정렬합니다"
    if found.cut:
        said += " · 앞부분만 보이는 신문의 기사에서는 그 앞부분의 줄만 보입니다"
    if found.nothing_to_mark:
        said += " · 글에서 찾을 낱말이 없어 보일 줄이 없습니다. 낱말을 적어 다시 하십시오"
    return said


def _where(line: Line) -> str:
    day = f"{line.published:%Y-%m-%d}" if line.published else "날짜 없음"
    return f"{day}  {line.press}".rstrip()


def cells(text: str) -> int:
    """How many cells of a terminal a text takes."""
    return sum(_cells(letter) for letter in text)


def _cells(letter: str) -> int:
    if unicodedata.combining(letter) or unicodedata.category(letter) == "Cf":
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1


def _end_of(text: str, room: int) -> str:
    return _beginning_of(text[::-1], room)[::-1] if room else text


def _beginning_of(text: str, room: int) -> str:
    if not room or cells(text) <= room:
        return text
    kept, taken = 0, 1  # the sign that something is cut
    for letter in text:
        taken += _cells(letter)
        if taken > room:
            break
        kept += 1
    return text[:kept] + "…"

"""The draft command: a text that is written now against the archive."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from indexer.cli import commands, report
from indexer.cli.searching import period
from indexer.errors import UnreadableSource
from indexer.query.drafts import MOST_CHARACTERS, STANDINGS, Copy, DraftAnswer, DraftRequest
from indexer.query.related import RelatedArticle, Shown
from indexer.settings import Settings
from indexer.sources.decode import decode
from indexer.sources.reader import Unusable

STANDARD_INPUT = Path("-")
MARKS = {"printed": "=", "known": "~", "new": "+", "open": " "}
"""What stands before each sentence."""

MOST_BYTES = 16 * MOST_CHARACTERS
"""Of a file that is read: more than any text has that is not too long."""


def draft(options: argparse.Namespace) -> int:
    """What the archive has of a text."""
    first, last = period(options)
    text = _text(options.file)
    with commands.opened(Settings.read(options.data, options.engine)) as parts:
        asked = DraftRequest(text=text, press=tuple(options.press), first=first, last=last)
        answer = parts.search.draft(asked)
    print(report.to_json(answer.to_json()) if options.json else answer_text(answer))
    return 0


def _text(file: Path) -> str:
    """The text of a file, in any encoding that Korean texts come in. Raises UnreadableSource."""
    try:
        if file == STANDARD_INPUT:
            data = sys.stdin.buffer.read(MOST_BYTES + 1)
        else:
            with file.open("rb") as opened:
                data = opened.read(MOST_BYTES + 1)
        if len(data) > MOST_BYTES:
            raise UnreadableSource(file, None, f"너무 큽니다. {MOST_CHARACTERS:,}자까지 견줄 수 있으니 나누어 주십시오")
        return decode(data)
    except Unusable as error:
        raise UnreadableSource(file, error.line, error.reason) from error
    except OSError as error:
        raise UnreadableSource(file, None, f"열 수 없습니다: {error.strerror}") from error


def answer_text(answer: DraftAnswer) -> str:
    """The answer for people: articles, names, and the text with a mark before each sentence."""
    whole, partial, related = (len(listed) for listed in (answer.whole, answer.partial, answer.related))
    found = f"같은 글 {whole:,}건, 같은 문장이 있는 글 {partial:,}건, 이어지는 보도 {related:,}건"
    compared = f"기사 {answer.articles:,}건 가운데 {answer.compared:,}건과 견줌"
    lines = [f"{found} · {compared} · {answer.took_ms / 1000:.3f}초"]
    groups: Sequence[tuple[str, Sequence[Shown]]] = (
        ("같은 글", answer.whole),
        ("같은 문장이 있는 글", answer.partial),
        ("이어지는 보도", answer.related),
    )
    for name, listed in groups:
        if listed:
            lines += ["", f"{name}:", *map(_article, listed)]
    lines += _names(answer)
    lines += ["", "문장: " + ", ".join(f"{MARKS[standing]} {name}" for standing, name in STANDINGS.items())]
    numbers = {one.id: number for number, one in enumerate(answer.sources, start=1)}
    for sentence in answer.sentences:
        source = f" [{numbers[sentence.article]}]" if sentence.article in numbers else ""
        words = " ".join(answer.text[sentence.start : sentence.end].split())
        lines.append(f"  {MARKS[sentence.standing]} {words}{source}")
    lines += [f"  [{number}] {_facts(one)}" for number, one in enumerate(answer.sources, start=1)]
    return "\n".join(lines)


def _names(answer: DraftAnswer) -> Iterator[str]:
    if answer.names:
        yield from ("", "이름이 처음 나온 때:")
    for name in answer.names:
        day = f"{name.published:%Y-%m-%d}" if name.published else "날짜 없음"
        first = f"{day} {name.press} {name.title}  {name.id} (기사 {name.total:,}건)" if name.id else "없음"
        yield f"  {name.word}: {first}"
    if answer.unseen:
        yield from ("", f"어느 기사에도 없는 이름·수: {', '.join(answer.unseen)}")
    if answer.unasked:
        yield f"찾아보지 않은 이름·수: {answer.unasked:,}개. 글을 나누어 넣으면 모두 찾아봅니다."


def _article(one: Shown) -> str:
    if isinstance(one, Copy):
        return f"  {_facts(one)} (문장 {one.sentences:,}개)"
    words = f" ({', '.join(one.words[:6])})" if isinstance(one, RelatedArticle) else ""
    return f"  {_facts(one)}{words}"


def _facts(one: Shown) -> str:
    day = f"{one.published:%Y-%m-%d}" if one.published else "날짜 없음"
    return "  ".join(filter(None, (day, one.press, one.title, one.id)))

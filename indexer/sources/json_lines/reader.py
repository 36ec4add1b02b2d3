"""JSON Lines: an object a line, an article each. Every line is its own result; one broken line costs one line."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from itertools import chain, islice
from typing import Any

from indexer.article import Found, Rejected
from indexer.korean import josa
from indexer.sources.blob import Blob
from indexer.sources.decode import decode_head
from indexer.sources.json_lines.article import kind_of, to_article
from indexer.sources.lines import line_encoding, read_lines
from indexer.sources.reader import Unusable, rejected
from indexer.sources.repair import Clock, kst_now

LINE_LIMIT = 16 << 20
"""Bytes of a line, which bounds the memory. The longest of 8,855 real articles has 57 kB."""

NESTING_LIMIT = 50
"""Depth of objects and lists. What reads the archive's JSON later recurses too, and has less room than the parser."""

_TOO_DEEP = f"JSON이 너무 깊이 겹쳐 있습니다(최대 {NESTING_LIMIT}겹). 펼쳐서 다시 넣으십시오."
_BEGINS = re.compile(r"\{\s*[\"}]|\{\s*$|\[\s*[\[{\"\]]|\[\s*$")
_LINE_BEGINS = re.compile(r"\{\s*[\"}]")
_SEEN_LINES = 20

_WHAT_IS_WRONG = (
    ("Expecting value", "값이 있어야 합니다"),
    ("Expecting ',' delimiter", "쉼표(,)나 닫는 괄호가 있어야 합니다"),
    ("Expecting ':' delimiter", "쌍점(:)이 있어야 합니다"),
    ("Expecting property name", "큰따옴표로 싼 필드 이름이 있어야 합니다"),
    ("Illegal trailing comma", "마지막 쉼표(,)를 지워야 합니다"),
    ("Unterminated string", "여기서 열린 따옴표가 닫히지 않았습니다"),
    ("Invalid \\escape", "역슬래시(\\) 뒤에 올 수 없는 글자입니다"),
    ("Invalid \\u", "\\u 뒤에는 16진수 네 자리가 와야 합니다"),
    ("Extra data", "객체가 끝난 뒤에 다른 글이 더 있습니다"),
)
_ONE_A_LINE = "한 줄에 기사 객체 하나({…})씩 적은 JSONL로 바꾸어 다시 넣으십시오(`jq -c`로 바꿀 수 있습니다)."


class JsonlReader:
    """Reads JSONL in UTF-8, CP949 or UTF-16 with its mark, line by line. `clock` says what is still in the future."""

    name = "jsonl"

    def __init__(self, *, clock: Clock = kst_now) -> None:
        self._clock = clock

    def recognises(self, head: bytes) -> bool:
        """Whether the first line looks like JSON, or most lines do: so a broken first line loses no file."""
        lines = [line.strip("\ufeff \t") for line in re.split("[\r\n]+", decode_head(head)) if line.strip("\ufeff \t")]
        objects = sum(bool(_LINE_BEGINS.match(line)) for line in lines[:_SEEN_LINES])
        return bool(lines) and (bool(_BEGINS.match(lines[0])) or 2 * objects >= len(lines[:_SEEN_LINES]))

    def read(self, blob: Blob) -> Iterator[Found | Rejected]:
        """An item for every line that is not blank, in order. Raises OSError."""
        encoding = line_encoding(blob)
        # Of UTF-16, `read_lines` has made UTF-8.
        codec = "cp949" if encoding == "cp949" else "utf-8"
        numbered = (
            (number, line) for number, line in read_lines(blob, encoding, LINE_LIMIT) if line is None or line.strip()
        )
        first = list(islice(numbered, 2))
        if _is_one_document([(line or b"").decode(codec, "replace") for _, line in first]):
            reason = f"여러 줄에 걸친 JSON 문서입니다. {_ONE_A_LINE}"
            text = (first[0][1] or b"").decode(codec, "replace")
            yield rejected(blob.place, reason, line=first[0][0], text=text)
            return
        for number, line in chain(first, numbered):
            yield self._item(blob.place, number, line, codec)

    def _item(self, place: str, number: int, line: bytes | None, codec: str) -> Found | Rejected:
        text = ""
        try:
            text = _decoded(line, codec)
            return Found(article=to_article(parse_line(text), clock=self._clock), line=number)
        except Unusable as e:
            shown = text or (line or b"")[:2000].decode(codec, "replace")
            return rejected(place, e.reason, line=number, text=shown.strip())


def parse_line(text: str) -> dict[str, Any]:
    """The object on a line. Raises Unusable, with a Korean reason, for anything else or JSON that is not strict."""
    value = _parsed(text)
    if not isinstance(value, dict):
        raise Unusable(f"객체가 아니라 {kind_of(value)}입니다. {_ONE_A_LINE}")
    if _deeper_than(value, NESTING_LIMIT):
        raise Unusable(_TOO_DEEP)
    return value


def _parsed(text: str) -> Any:
    """The JSON value of a line. Every way in which the parser gives up becomes Unusable."""
    try:
        return _DECODER.decode(text.lstrip("\ufeff"))
    except json.JSONDecodeError as e:
        what = next(
            (korean for english, korean in _WHAT_IS_WRONG if e.msg.startswith(english)), "JSON 문법에 어긋납니다"
        )
        raise Unusable(f"JSON이 깨졌습니다: {e.pos + 1}번째 글자에서 {what}. 그 줄을 고쳐 다시 넣으십시오.") from e
    except RecursionError:
        raise Unusable(_TOO_DEEP) from None
    except _NotStrict as e:
        raise Unusable(f"{e} 그 줄을 고쳐 다시 넣으십시오.") from None
    except ValueError as e:  # int() of thousands of digits
        raise Unusable("숫자의 자릿수가 너무 많습니다. 따옴표로 싸서 다시 넣으십시오.") from e


class _NotStrict(ValueError):
    """JSON that Python's parser takes and others read differently or not at all."""


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) < len(pairs):
        seen = set[str]()
        twice = next(name for name, _ in pairs if name in seen or seen.add(name))  # type: ignore[func-returns-value]
        raise _NotStrict(f"‘{twice[:50]}’ 필드가 두 번 나와 어느 것이 맞는지 알 수 없습니다.")
    return fields


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise _NotStrict(f"{digits[:20]}{josa(digits[:20], '은/는')} 너무 큰 숫자입니다.")
    return number


def _no_constant(name: str) -> None:
    raise _NotStrict(f"{name}{josa(name, '은/는')} JSON의 값이 아닙니다(null로 적어야 합니다).")


# strict=False: careless exports leave tabs inside strings, and the gate cleans them.
_DECODER = json.JSONDecoder(object_pairs_hook=_unique, parse_float=_finite, parse_constant=_no_constant, strict=False)


def _decoded(line: bytes | None, codec: str) -> str:
    if line is None:
        raise Unusable(f"줄이 너무 깁니다({LINE_LIMIT >> 20} MB 초과). 기사마다 한 줄로 나누어 다시 넣으십시오.")
    try:
        return line.decode(codec)
    except UnicodeDecodeError as e:
        where = f"{e.start + 1}번째 바이트부터 {codec.upper()}로 읽히지 않습니다"
        raise Unusable(f"글자가 깨졌습니다: {where}. 그 줄을 고쳐 다시 넣으십시오.") from e


def _deeper_than(value: Any, limit: int) -> bool:
    level = [value]
    for _ in range(limit):
        level = [
            inner
            for outer in level
            for inner in (outer.values() if isinstance(outer, dict) else outer)
            if isinstance(inner, (dict, list))
        ]  # fmt: skip
        if not level:
            return False
    return True


def _is_one_document(first: list[str]) -> bool:
    """Whether the first two lines are those of one JSON value spread over lines, not of two objects.

    A line that opens and does not close, and no object begins on the next: then it is a document; else the first line
    is broken, and only that.
    """
    if not first or not _opens(first[0]):
        return False
    return len(first) == 2 and (
        first[0].strip("\ufeff \t").startswith("[") or not _LINE_BEGINS.match(first[1].lstrip())
    )


def _opens(line: str) -> bool:
    """Whether a line begins a JSON value and ends where more must come."""
    text = line.strip("\ufeff \t\r\n")
    return text.startswith(("{", "[")) and text.endswith(("{", "[", ",", ":"))

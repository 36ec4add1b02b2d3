"""Bytes → text, once: byte order mark, then UTF-8, then CP949 strictly, else refused.

Pages that say `euc-kr` hold CP949, and a lenient decoder loses words without a sound; so what a file says of itself
is not asked, and nothing is replaced.
"""

from __future__ import annotations

import codecs
import re
from functools import lru_cache

from indexer.sources.reader import Unusable

NEWLINE = re.compile("\r\n|\r|\n")
"""What ends a line. `str.splitlines` would also split at form feeds and U+2028, which stand inside paragraphs."""

# UTF-16 is only believed with its mark: without one, any even number of bytes would be "valid".
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_GUESSES = ("utf-8", "cp949")


def marked_encoding(head: bytes) -> str | None:
    """The encoding that the byte order mark names, None without one."""
    return next((encoding for mark, encoding in _MARKS if head.startswith(mark)), None)


def decode(data: bytes) -> str:
    """The text of a whole file. Raises Unusable with the line of the first impossible byte."""
    mark = marked_encoding(data)
    for encoding in (mark,) if mark else _GUESSES:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return _without_nul(text)
    raise _undecodable(data, mark or "utf-8")


@lru_cache(maxsize=2)
def decode_head(head: bytes) -> str:
    """The text of the beginning of a file, cut anywhere. Never raises: what cannot be decoded becomes U+FFFD.

    Only for telling formats apart, which every reader does with the same head: it is decoded once.
    """
    mark = marked_encoding(head)
    for encoding in (mark,) if mark else _GUESSES:
        try:
            return codecs.getincrementaldecoder(encoding)().decode(head)
        except UnicodeDecodeError:
            continue
    return head.decode(mark or "utf-8", "replace")


def _without_nul(text: str) -> str:
    """The text, unless it holds NUL: then it is no text (UTF-16 without its mark, or data)."""
    at = text.find("\0")
    if at < 0:
        return text
    line = len(NEWLINE.findall(text, 0, at)) + 1
    raise Unusable("글이 아닌 자료(NUL 문자)가 들어 있습니다. UTF-8 텍스트로 다시 저장해 넣으십시오.", line)


def _undecodable(data: bytes, encoding: str) -> Unusable:
    """Says where the first impossible byte is, as the likeliest encoding sees it."""
    line = None
    try:
        data.decode(encoding)
    except UnicodeDecodeError as e:
        line = len(NEWLINE.findall(data[: e.start].decode(encoding, "replace"))) + 1
    tried = "UTF-16" if encoding == "utf-16" else "UTF-8이나 CP949(완성형 확장)"
    return Unusable(
        f"글자를 풀 수 없습니다: {tried}로 읽히지 않는 바이트가 있습니다. UTF-8로 다시 저장해 넣으십시오.", line
    )

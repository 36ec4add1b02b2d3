"""Lines of a file of any size, a block at a time: memory is bounded by the longest line allowed."""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Iterator

from indexer.sources.blob import Blob
from indexer.sources.decode import marked_encoding
from indexer.sources.files import blocks


def read_lines(blob: Blob, encoding: str, limit: int) -> Iterator[tuple[int, bytes | None]]:
    """(number from 1, line without its end) of every line, blank ones too; None for one longer than `limit` bytes.

    Lines of UTF-16 come as UTF-8; what could not be decoded in them is not valid UTF-8 either.
    """
    with blob.open() as file:
        source = _as_utf8(blocks(file)) if encoding == "utf-16" else blocks(file)
        yield from enumerate(split_lines(source, limit), 1)


def line_encoding(blob: Blob) -> str:
    """`utf-8`, `utf-16` (by its mark) or `cp949`: the encoding most lines are in.

    One spoilt line must not turn a UTF-8 file into CP949, where Korean in UTF-8 is sometimes "valid" nonsense; nor
    the other way round. So lines vote, and only when the file is not UTF-8 throughout.
    """
    with blob.open() as file:
        mark = marked_encoding(file.read(4))
        if mark:
            return "utf-16" if mark == "utf-16" else "utf-8"
        file.seek(0)
        if _is_valid(blocks(file), "utf-8"):
            return "utf-8"
        file.seek(0)
        votes = {"utf-8": 0, "cp949": 0}
        for line in split_lines(blocks(file), limit=1 << 20):
            if line is not None and not line.isascii():
                for encoding in votes:
                    votes[encoding] += _is_valid([line], encoding)
    return "cp949" if votes["cp949"] > votes["utf-8"] else "utf-8"


def split_lines(source: Iterable[bytes], limit: int) -> Iterator[bytes | None]:
    """Lines ended by LF, CRLF or CR, without their ends; None stands for a line longer than `limit`."""
    held, too_long = b"", False
    for block in _between_newlines(source):
        for part in block.splitlines(keepends=True):
            body = part.rstrip(b"\r\n")
            too_long = too_long or len(held) + len(body) > limit
            held = b"" if too_long else held + body
            if len(body) < len(part):
                yield None if too_long else held
                held, too_long = b"", False
    if held or too_long:
        yield None if too_long else held


def _between_newlines(source: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes, with no block ending between CR and LF."""
    held = b""
    for block in source:
        whole = held + block
        held = b"\r" if whole.endswith(b"\r") else b""
        yield whole[: len(whole) - len(held)]
    yield held


def _as_utf8(source: Iterable[bytes]) -> Iterator[bytes]:
    """UTF-16 as UTF-8. Lone surrogates and a last odd byte become bytes that no UTF-8 decoder takes."""
    decoder = codecs.getincrementaldecoder("utf-16")("surrogatepass")
    for block in source:
        yield decoder.decode(block).encode("utf-8", "surrogatepass")
    if decoder.getstate()[0]:
        yield b"\xff"


def _is_valid(source: Iterable[bytes], encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for block in source:
            decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True

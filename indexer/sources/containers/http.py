"""What a server sent, as it is kept in a WARC: its head, and the body without the wrappings of the way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from warcio.statusandheaders import StatusAndHeadersParser

from indexer.sources.containers.budget import Readable
from indexer.sources.containers.compressed import Inflating, Prefixed, Zlib
from indexer.sources.containers.warc_records import Record
from indexer.sources.files import BLOCK_BYTES
from indexer.sources.reader import Unusable

_GZIP_MARK = b"\x1f\x8b"
_RAW = -15
_CHUNK_HEAD = 64
"""Bytes of the line before a chunk: a number, and what hardly anyone adds."""


@dataclass(frozen=True)
class Head:
    """`status` is 0 where the line of the answer has none."""

    status: int
    content_type: str
    encoding: str
    chunked: bool


def http_head(record: Record) -> Head:
    """The head of an answer; the body follows in the record. Raises Unusable when there is none."""
    try:
        head = StatusAndHeadersParser(["HTTP/1.0", "HTTP/1.1"], verify=False).parse(record)
    except EOFError:
        raise Unusable("서버의 응답이 비어 있습니다. 그 페이지를 다시 받아 넣으십시오.") from None
    code = str(head.get_statuscode())
    return Head(
        int(code) if code.isascii() and code.isdigit() and len(code) == 3 else 0,
        str(head.get_header("content-type", "")).strip().lower(),
        str(head.get_header("content-encoding", "")).strip().lower(),
        "chunked" in str(head.get_header("transfer-encoding", "")).lower(),
    )


def decoded(record: Record, head: Head) -> Readable:
    """The body as its author wrote it. Raises Unusable for a wrapping nobody here can take off.

    Some crawlers keep the body unwrapped and the head as it was: then there is nothing to take off.
    """
    body: Readable = _Pieces(_chunks(record)) if head.chunked else record
    if head.encoding in ("", "identity", "none"):
        return body
    if head.encoding not in ("gzip", "x-gzip", "deflate"):
        raise Unusable(f"{head.encoding[:20]} 방식으로 압축된 응답은 읽지 못합니다. 그 페이지를 다시 받아 넣으십시오.")
    first = body.read(2)
    first += body.read(1) if len(first) == 1 else b""
    body = Prefixed(first, body)
    if head.encoding == "deflate":
        return Inflating(body, partial(Zlib, 15 if first[:1] == b"\x78" else _RAW))
    return Inflating(body, Zlib, _GZIP_MARK) if first.startswith(_GZIP_MARK) else body


def _chunks(record: Record) -> Iterator[bytes]:
    """The pieces of a body that was sent in chunks; from where it is not, the rest as it is."""
    while True:
        line = record.readline(_CHUNK_HEAD)
        left = _number(line)
        if left is None:
            yield line
            while block := record.read(BLOCK_BYTES):
                yield block
            return
        if not left:
            return
        while left and (block := record.read(min(left, BLOCK_BYTES))):
            left -= len(block)
            yield block
        record.read(2)


def _number(line: bytes) -> int | None:
    try:
        return int(line.partition(b";")[0].strip(), 16) if line.endswith(b"\n") else None
    except ValueError:
        return None


class _Pieces:
    """Pieces of bytes, read as a file."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._held = b""

    def read(self, size: int, /) -> bytes:
        """At most `size` bytes; none at the end."""
        while not self._held:
            piece = next(self._pieces, None)
            if piece is None:
                return b""
            self._held = piece
        given, self._held = self._held[:size], self._held[size:]
        return given

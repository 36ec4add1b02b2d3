"""The records of a WARC, one after another. The only module that knows how warcio goes through them.

warcio believes a file: it takes a line of any length, ends without a word where a file is cut, and prints warnings.
Here every line is bounded, what is cut or broken is said, and reading goes on at the next record.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import BufferedReader
from warcio.exceptions import ArchiveLoadFailed

from indexer.sources.containers.budget import Exhausted, Readable
from indexer.sources.files import BLOCK_BYTES
from indexer.sources.reader import Unusable

MARK = b"WARC/"
HEAD_BYTES = 1 << 20
"""What the lines of a record's heads may have together."""

CUT = "WARC 파일이 중간에 잘렸습니다: 여기까지 읽었습니다. 다시 내려받아 넣으십시오."
BROKEN = "WARC의 기록이 깨져 다음 기록까지 건너뛰었습니다. 다시 내려받거나 그 페이지를 따로 넣으십시오."


class Record:
    """One record: what its head says, and its bytes, which can be read once, before the next record is asked for."""

    def __init__(self, inner: Any, lines: _Lines) -> None:
        self._inner, self._lines = inner, lines
        self.kind, self.url, self.date, self.content_type = (
            str(inner.rec_headers.get_header(name) or "").strip()
            for name in ("WARC-Type", "WARC-Target-URI", "WARC-Date", "Content-Type")
        )
        self.url = self.url.removeprefix("<").removesuffix(">")

    def read(self, size: int, /) -> bytes:
        """At most `size` bytes; none at the end."""
        return bytes(self._inner.raw_stream.read(size))

    def readline(self, size: int | None = None, /) -> bytes:
        """The next line, or `size` bytes of it. Raises Unusable when lines become too long."""
        return bytes(self._inner.raw_stream.readline(size))

    def tell(self) -> int:
        """How many bytes of it have been read."""
        return int(self._inner.raw_stream.tell())

    def begin_body(self) -> None:
        """The heads have been read: bounds of lines start anew."""
        self._lines.begin()

    @property
    def cut(self) -> bool:
        """Whether the file ends before the record does. Reads it to its end."""
        while self.read(BLOCK_BYTES):
            pass
        return self.tell() < int(self._inner.length)


def records(stream: Readable) -> Iterator[Record | str]:
    """Every record, and for each place that cannot be read the reason."""
    lines, line = _Lines(stream), None
    while True:
        going = _Records(stream, lines, line)
        try:
            for record in going:
                yield Record(record, lines)
            return
        except Exhausted:
            raise
        except (Unusable, ArchiveLoadFailed) as e:
            line = lines.next_mark()
            yield CUT if line is None or e.args[:1] == (CUT,) else BROKEN
            if line is None:
                return


class _Records(ArchiveIterator):  # type: ignore[misc]  # warcio has no types
    def __init__(self, stream: Readable, lines: _Lines, line: bytes | None) -> None:
        super().__init__(stream, no_record_parse=True)
        self.reader, self.next_line, self.known_format = lines, line, "warc"

    def _next_record(self, next_line: bytes | None) -> Any:
        self.reader.begin()
        record = super()._next_record(next_line)
        if record.length is None:
            raise Unusable(BROKEN)
        return record

    def read_to_end(self, record: Any = None) -> None:
        if self.record is not None and not self.member_info:
            while self.record.raw_stream.read(BLOCK_BYTES):
                pass
            if self.record.raw_stream.tell() < self.record.length:
                raise Unusable(CUT)
        super().read_to_end(record)

    def _consume_blanklines(self) -> tuple[bytes | None, int]:
        size = 0
        self.reader.begin()
        while line := self.reader.readline():
            if line.strip():
                if not line.startswith(MARK):
                    raise Unusable(BROKEN)
                return line, size
            size += len(line)
            self.reader.begin()
        return None, size


class _Lines(BufferedReader):  # type: ignore[misc]  # warcio has no types
    """The stream by lines and by bytes; lines are bounded."""

    def __init__(self, stream: Readable) -> None:
        super().__init__(stream)
        self._left = HEAD_BYTES

    def begin(self) -> None:
        """What follows is another head."""
        self._left = HEAD_BYTES

    def readline(self, length: int | None = None) -> bytes:
        wanted = self._left if length is None else min(length, self._left)
        line = bytes(super().readline(wanted)) if wanted else b""
        self._left -= len(line)
        if self._left <= 0:
            raise Unusable(BROKEN)
        return line

    def next_mark(self) -> bytes | None:
        """The next line that begins a record, None when there is none any more."""
        while True:
            self.begin()
            try:
                line = self.readline()
            except Exhausted:
                raise
            except Unusable:  # a line without an end: go on behind the part that was read
                continue
            if not line or line.startswith(MARK):
                return line or None

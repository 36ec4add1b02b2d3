"""How much a file may unfold to, and where what unfolds is kept meanwhile. The counting is of bytes that really came
out: what a container says of its own sizes is not believed."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, Protocol

from indexer.sources.blob import Blob
from indexer.sources.files import BLOCK_BYTES
from indexer.sources.position import Position
from indexer.sources.reader import Unusable

MOST_MEMBERS = 200_000
"""Files in one container, those of containers in it included. A paper prints fewer articles in twenty years."""

MOST_DEPTH = 4
"""Containers inside each other; a compressed tar is two. Real collections have two or three."""

FREE_BYTES = 64 << 20
"""What any member may unfold to, however small it was; a bomb costs a tenth of a second until it is known for one."""

MOST_RATIO = 500
"""How many times its size a member may have then. Text packs 3–20 times, the same line again and again 100–300 times,
and zeros 1,030 times."""

MOST_TOTAL, MOST_TOTAL_RATIO = 256 << 20, 200
"""What all members together may unfold to: the larger of so many bytes and so many times the file's own size."""

MEMORY_BYTES = 4 << 20
"""Members up to this size are held in memory, as nearly all are; larger ones in a file without a name."""

_ADVICE = "직접 풀어 필요한 파일만 넣으십시오."


class Exhausted(Unusable):
    """The file unfolds to more than may be: nothing of it is read any further. `place` is the member where it showed,
    "" when it is the whole."""

    place = ""


class Readable(Protocol):
    """What bytes come out of."""

    def read(self, size: int, /) -> bytes:
        """At most so many; none at the end."""


class Budget:
    """What one file that was met may still unfold to, through all containers in it. `size` is its own in bytes.

    `scratch` is the folder for large members (None: where the system keeps temporary files).
    """

    def __init__(self, size: int, *, scratch: Path | None = None, position: Position | None = None) -> None:
        self.exhausted = False
        self.depth = 0
        self._scratch, self._position = scratch, position
        self._members_left = MOST_MEMBERS
        self._bytes_left = max(MOST_TOTAL, MOST_TOTAL_RATIO * size)

    def member(self) -> None:
        """One more member is met. Raises Exhausted."""
        self._members_left -= 1
        if self._members_left < 0:
            raise self._spent(f"든 파일이 너무 많습니다({MOST_MEMBERS:,}개 초과). 나누어 묶어 넣으십시오.")

    def metered(self, source: Readable, packed: Callable[[], int]) -> Readable:
        """The same bytes, counted; `packed` says how many went in. Its `read` raises Exhausted."""
        return _Metered(self, source, packed)

    def count(self, size: int, so_far: int, packed: int) -> None:
        """So many bytes more have come out, of a member that has `so_far` by now. Raises Exhausted."""
        self._bytes_left -= size
        if so_far > FREE_BYTES and so_far > MOST_RATIO * max(1, packed):
            raise self._spent(f"압축 폭탄으로 보입니다: 풀면 {MOST_RATIO}배가 넘게 커집니다. {_ADVICE}")
        if self._bytes_left < 0:
            raise self._spent(f"풀면 너무 커집니다(제 크기의 {MOST_TOTAL_RATIO}배 초과). {_ADVICE}")

    def kept(
        self,
        source: Readable,
        place: str,
        *,
        packed: Callable[[], int],
        url: str | None = None,
        fetched: datetime | None = None,
    ) -> Blob:
        """All that comes out of `source` as a blob that can be read again and again. Raises Exhausted."""
        held, counted = BytesIO(), self.metered(source, packed)
        try:
            while block := counted.read(BLOCK_BYTES):
                held.write(block)
                if held.tell() > MEMORY_BYTES:
                    return Blob(place, self._spooled(held, counted).open, url, fetched)
        except Exhausted as e:
            e.place = place
            raise
        return Blob.of_bytes(held.getvalue(), place, url=url, fetched=fetched)

    def watched(self, blob: Blob) -> Blob:
        """The contents of a file that was only compressed: reading them is reading it."""
        return self._position.watched(blob) if self._position and self.depth == 1 else blob

    def _spooled(self, held: BytesIO, rest: Readable) -> _Spool:
        if self._scratch is not None:
            self._scratch.mkdir(parents=True, exist_ok=True)
        spool = _Spool(tempfile.TemporaryFile(dir=self._scratch))  # noqa: SIM115  # closed when nobody has it any more
        spool.file.write(held.getvalue())
        while block := rest.read(BLOCK_BYTES):
            spool.file.write(block)
        spool.file.flush()
        return spool

    def _spent(self, reason: str) -> Exhausted:
        self.exhausted = True
        return Exhausted(reason)


class _Metered:
    """Counts what comes out of a source."""

    def __init__(self, budget: Budget, source: Readable, packed: Callable[[], int]) -> None:
        self._budget, self._source, self._packed = budget, source, packed
        self._size, self._start = 0, packed()

    def read(self, size: int, /) -> bytes:
        """At most `size` bytes. Raises Exhausted."""
        block = self._source.read(size)
        self._size += len(block)
        self._budget.count(len(block), self._size, self._packed() - self._start)
        return block


class _Spool:
    """A file without a name, gone when the last who may read it is gone."""

    def __init__(self, file: BinaryIO) -> None:
        self.file = file

    def open(self) -> BinaryIO:
        """A reading of its own, from the beginning."""
        again = os.fdopen(os.dup(self.file.fileno()), "rb")
        again.seek(0)
        return again

    def __del__(self) -> None:
        self.file.close()

"""Bytes that were met, and where: a file, a member of an archive, a page that was fetched."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from io import SEEK_END, BytesIO
from pathlib import Path
from typing import BinaryIO

from indexer.sources.files import open_regular
from indexer.sources.reader import Unusable, shown


@dataclass(frozen=True)
class Blob:
    """`place` is where it is, as stored and shown: `기사/2019.zip!3월/a.html`. `open` reads it from the beginning, as
    often as it is called, one reading at a time; it may raise OSError and Unusable.

    `url` is the address the bytes were fetched from and `fetched` when (KST), where whoever kept them noted it.
    """

    place: str
    open: Callable[[], BinaryIO]
    url: str | None = None
    fetched: datetime | None = None

    @classmethod
    def of_file(cls, path: Path) -> Blob:
        """A regular file."""
        return cls(shown(path), partial(open_regular, path))

    @classmethod
    def of_bytes(cls, data: bytes, place: str, *, url: str | None = None, fetched: datetime | None = None) -> Blob:
        """Bytes that are in memory already."""
        return cls(place, partial(BytesIO, data), url, fetched)

    def head(self, size: int) -> bytes:
        """The first `size` bytes, fewer when there are no more."""
        with self.open() as file:
            return file.read(size)

    def size(self) -> int:
        """How many bytes there are."""
        with self.open() as file:
            return file.seek(0, SEEK_END)

    def whole(self, limit: int, what: str = "기사 한 편") -> bytes:
        """All of it. Raises Unusable when it is more than `limit` bytes, which is too much for `what`."""
        with self.open() as file:
            data = file.read(limit + 1)
        if len(data) > limit:
            raise Unusable(f"{what}으로는 너무 큽니다({limit >> 20} MB 초과). 기사마다 한 파일로 나누어 넣으십시오.")
        return data

"""How far the reading of files has come: what a progress bar needs, asked for between two articles."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Callable
from typing import BinaryIO

from indexer.sources.blob import Blob


class Position:
    """Bytes of the files themselves: those of files that are done, and those gone through of the one being read.

    A compressed file counts by the part of its contents that has been read. To look over a file beforehand (its hash,
    its encoding) is no progress: whoever asks does so while an article is in hand, and then it is being read.
    """

    def __init__(self) -> None:
        self._done = self._size = 0
        self._part: Callable[[], float] = _nothing

    @property
    def bytes(self) -> int:
        """So many bytes have been gone through."""
        try:
            part = self._part()
        except (OSError, ValueError):  # closed: it has been read
            part = 1.0
        return self._done + round(self._size * min(part, 1.0))

    def begin(self, size: int) -> None:
        """The file before is done; the next has so many bytes."""
        self._done += self._size
        self._size, self._part = size, _nothing

    def end(self) -> None:
        """The last file is done."""
        self.begin(0)

    def watched(self, blob: Blob) -> Blob:
        """The same blob; where the file that it last opened stands is how far the reading has come."""

        def opened() -> BinaryIO:
            file = blob.open()
            length = max(1, file.seek(0, os.SEEK_END))
            file.seek(0)
            self._part = lambda: file.tell() / length
            return file

        return dataclasses.replace(blob, open=opened)


def _nothing() -> float:
    return 0.0

"""tar: plain files one after another. A compressed one is unpacked by `compressed` first."""

from __future__ import annotations

import struct
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, BinaryIO, cast

from indexer.article import Rejected
from indexer.sources.blob import Blob
from indexer.sources.containers.budget import Budget
from indexer.sources.containers.names import hidden_name, place_of, unsafe_name
from indexer.sources.reader import Unusable, rejected, shown

HEADER_BYTES = 1 << 20
"""The longest header of one member that is read; names have 255 bytes, and extended headers a few times that."""

_BROKEN = (tarfile.TarError, EOFError, struct.error, ValueError, OverflowError, RecursionError)
_CUT = "tar 파일이 중간에 잘렸거나 깨졌습니다: 여기까지 읽었습니다. 다시 내려받아 넣으십시오."


class TarContainer:
    """Reads tar files of every dialect that has `ustar` in its first header."""

    name = "tar"

    def recognises(self, head: bytes) -> bool:
        """Whether the first header says so."""
        return head[257:262] == b"ustar"

    def members(self, blob: Blob, budget: Budget) -> Iterator[Blob | Rejected]:
        """Every file in it, in its order."""
        with blob.open() as file:
            opened = _opened(file)
            while (member := _next(opened, file)) is not None:
                budget.member()
                name = shown(Path(member.name))
                if unsafe_name(name) or not (member.isdir() or hidden_name(name)):
                    yield _member(opened, member, place_of(blob.place, name), budget, file)


def _opened(file: BinaryIO) -> tarfile.TarFile:
    try:
        return tarfile.TarFile(fileobj=cast("IO[bytes]", _Bounded(file)), encoding="utf-8", errors="surrogateescape")
    except Unusable:
        raise
    except _BROKEN as e:
        raise Unusable(_CUT) from e


def _next(opened: tarfile.TarFile, file: BinaryIO) -> tarfile.TarInfo | None:
    """The next member, None after the last. Raises Unusable where the file does not end as a tar does."""
    try:
        member = opened.next()
    except Unusable:
        raise
    except _BROKEN as e:
        raise Unusable(_CUT) from e
    vars(opened)["members"] = []  # else a million members would fill the memory
    if member is None:
        _insist_end(opened, file)
    return member


def _insist_end(opened: tarfile.TarFile, file: BinaryIO) -> None:
    """tarfile takes a broken header for the end, and a missing one; the end is a block of zeros."""
    file.seek(opened.offset)
    if file.read(tarfile.BLOCKSIZE) != bytes(tarfile.BLOCKSIZE):
        raise Unusable(_CUT)


def _member(
    opened: tarfile.TarFile, member: tarfile.TarInfo, place: str, budget: Budget, file: BinaryIO
) -> Blob | Rejected:
    """One member, or why it cannot be read. Raises Exhausted."""
    if reason := unsafe_name(shown(Path(member.name))):
        return rejected(place, reason)
    if not member.isreg() or member.issparse():
        return rejected(place, "보통 파일이 아닙니다(링크나 장치, 성긴 파일). 가리키는 파일을 넣으십시오.")
    try:
        content = opened.extractfile(member)
        if content is None:
            return rejected(place, _CUT)
        with content:
            return budget.kept(content, place, packed=file.tell)
    except Unusable:
        raise
    except _BROKEN:
        return rejected(place, _CUT)


class _Bounded:
    """The file as tarfile may read it: no header that would fill the memory."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.seek, self.tell, self.name, self.mode = file.seek, file.tell, "", "rb"

    def read(self, size: int = -1, /) -> bytes:
        """At most `size` bytes. Raises Unusable for more than any header has."""
        if size < 0 or size > HEADER_BYTES:
            raise Unusable("tar의 머리글이 너무 깁니다. 다시 묶어 넣으십시오.")
        return self._file.read(size)

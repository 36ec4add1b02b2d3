"""A file of named arrays, read through a memory map: what a segment is made of.

    8 bytes   MAGIC
    arrays    each at a multiple of 64 bytes, little-endian
    JSON      {name: [dtype, place in bytes, count]}
    8 bytes   the length of the JSON in bytes, little-endian
    8 bytes   MAGIC

The directory stands at the end, so that arrays whose length is not known yet can be written piece by piece.
"""

from __future__ import annotations

import hashlib
import json
import mmap
import os
import struct
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from indexer.errors import IndexDamaged

MAGIC = b"gisa\x03\r\n\x00"
ALIGNED = 64
"""Bytes; a cache line, so that no number lies across two."""

PIECE = 1 << 20
"""Bytes that are read at once to be hashed: read, not mapped, so that they never count as this process's memory."""

Array = npt.NDArray[Any]


@dataclass(frozen=True)
class FileHash:
    """What a file's contents must be: its size in bytes and its SHA-256 in hexadecimal."""

    size: int
    sha256: str

    @classmethod
    def of(cls, path: Path) -> FileHash:
        """Reads the whole file."""
        digest, size = hashlib.sha256(), 0
        with path.open("rb") as file:
            while piece := file.read(PIECE):
                digest.update(piece)
                size += len(piece)
        return cls(size, digest.hexdigest())

    def verify(self, path: Path) -> None:
        """Returns when the file has these contents; raises IndexDamaged with what is wrong with it."""
        if not path.is_file():
            raise IndexDamaged(path, "파일이 없습니다")
        if (size := path.stat().st_size) != self.size:
            raise IndexDamaged(path, f"{self.size:,}바이트여야 하는데 {size:,}바이트입니다")
        if FileHash.of(path) != self:
            raise IndexDamaged(path, "내용이 바뀌었습니다(SHA-256이 다릅니다)")


class ArrayWriter:
    """Writes one file; `close` makes it durable. An array is added whole, or begun and appended to."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("xb")
        self._digest = hashlib.sha256()
        self._size = 0
        self._directory: dict[str, list[Any]] = {}
        self._current: list[Any] = []
        self._write(MAGIC)

    def add(self, name: str, array: Array) -> None:
        """One whole array, of one dimension."""
        self.begin(name, array.dtype)
        self.append(array)

    def begin(self, name: str, dtype: npt.DTypeLike) -> None:
        """What is appended from now on belongs to the array of this name."""
        self._write(bytes(-self._size % ALIGNED))
        self._current = self._directory[name] = [np.dtype(dtype).newbyteorder("<").str, self._size, 0]

    def append(self, piece: Array) -> None:
        """The next elements of the array begun last."""
        self._write(np.ascontiguousarray(piece, dtype=self._current[0]).data)
        self._current[2] += len(piece)

    def close(self) -> FileHash:
        """Returns when the file is on the disk."""
        directory = json.dumps(self._directory).encode()
        self._write(directory + struct.pack("<Q", len(directory)) + MAGIC)
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        return FileHash(self._size, self._digest.hexdigest())

    def discard(self) -> None:
        """Gives up: closes what is open, for the file to be removed."""
        with suppress(OSError):
            self._file.close()

    def _write(self, data: bytes | memoryview) -> None:
        size = len(data) if isinstance(data, bytes) else data.nbytes
        if size:
            self._file.write(data)
            self._digest.update(data)
            self._size += size


def write_arrays(path: Path, arrays: Mapping[str, Array]) -> FileHash:
    """A file of these arrays, on the disk when it returns."""
    writer = ArrayWriter(path)
    try:
        for name, array in arrays.items():
            writer.add(name, array)
        return writer.close()
    except BaseException:
        writer.discard()
        raise


@dataclass(frozen=True)
class MappedArrays:
    """The arrays of a file, by name, read-only. They stay readable while anything refers to them, even when the file
    is removed. `forget` gives the memory they take back to the system; they are read again where they are needed."""

    arrays: Mapping[str, Array]
    forget: Callable[[], None]


def map_arrays(path: Path) -> MappedArrays:
    """Opens a file that `ArrayWriter` wrote and that was verified."""
    with path.open("rb") as file:
        mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    end = len(mapped) - 16
    (length,) = struct.unpack_from("<Q", mapped, end)
    directory = json.loads(mapped[end - length : end])
    arrays = {
        name: np.frombuffer(mapped, dtype, count, place) if count else np.empty(0, dtype)
        for name, (dtype, place, count) in directory.items()
    }
    return MappedArrays(arrays, lambda: _forget(mapped))


def _forget(mapped: mmap.mmap) -> None:
    if hasattr(mmap, "MADV_DONTNEED"):
        mapped.madvise(mmap.MADV_DONTNEED)


def address(array: Array) -> int:
    """Where an array's elements begin in memory; of use as long as somebody keeps the array."""
    return int(array.__array_interface__["data"][0])


def joined(texts: Iterable[bytes]) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.uint32]]:
    """Byte strings as (spelling, ends): the i-th is `spelling[ends[i - 1] : ends[i]]`."""
    texts = list(texts)
    ends = np.cumsum([len(text) for text in texts], dtype=np.int64)
    return np.frombuffer(b"".join(texts), np.uint8), ends.astype(np.uint32)


def parted(spelling: npt.NDArray[np.uint8], ends: npt.NDArray[Any]) -> list[bytes]:
    """The byte strings that `joined` joined."""
    data, places = spelling.tobytes(), [0, *ends.tolist()]
    return [data[start:end] for start, end in pairwise(places)]


def sync(path: Path) -> None:
    """Returns when the file's contents, or the folder's names, are on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

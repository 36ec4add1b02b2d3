"""The zip file that a workbook is: its parts, inflated a block at a time and never further than a budget.

Nothing that the file says of itself is believed: sizes are counted while inflating.
"""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from types import TracebackType
from typing import BinaryIO

from indexer.sources.blob import Blob
from indexer.sources.files import blocks
from indexer.sources.reader import Unusable

MOST_MEMBERS = 10_000
"""Parts of a workbook. Excel's own have some ten, and one more for each sheet and picture."""

INFLATED_LIMIT = 1 << 30
"""Bytes of XML read of one workbook. 20,000 articles, the most that BIG KINDS exports, take 130 MB."""

FREE_BYTES, MOST_TIMES = 8 << 20, 100
"""XML that inflates to over 100 times its size is a bomb, unless it stays under 8 MB. Sheets of articles take 6 times
theirs, sheets of nothing but equal numbers some 50 times."""

_BLOCK = 1 << 16
_ENTRY = b"PK\x01\x02"
_AS_CSV = "엑셀에서 CSV로 저장해 넣으십시오."
BROKEN = f"엑셀 파일이 깨졌습니다. 다시 내려받거나 {_AS_CSV}"
TOO_LARGE = f"엑셀 파일이 너무 큽니다(풀어서 {INFLATED_LIMIT >> 20:,} MB 초과). {_AS_CSV}"
BOMB = f"엑셀 파일이 정상보다 {MOST_TIMES}배 넘게 부풀어 읽기를 멈췄습니다. {_AS_CSV}"


class Package:
    """The parts of a workbook by name. A context manager; raises Unusable for all that is wrong with the file."""

    def __init__(self, blob: Blob) -> None:
        self._file = blob.open()
        self._inflated = 0
        try:
            self._zip = _opened(self._file)
        except BaseException:
            self._file.close()
            raise
        self._parts = {_plain(part.filename): part for part in self._zip.infolist()}

    def __enter__(self) -> Package:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._zip.close()
        self._file.close()

    def __contains__(self, name: str) -> bool:
        return _plain(name) in self._parts

    def stream(self, name: str) -> Iterator[bytes]:
        """The part, a block at a time; nothing when there is none of that name."""
        part = self._parts.get(_plain(name))
        if part is None:
            return
        if part.flag_bits & 1:
            raise Unusable("암호가 걸린 엑셀 파일입니다. 암호를 풀어 다시 저장해 넣으십시오.")
        if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise Unusable(BROKEN)
        size = 0
        try:
            with self._zip.open(part) as file:
                while block := file.read(_BLOCK):
                    size += len(block)
                    self._count(len(block), size, part.compress_size)
                    yield block
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError) as e:
            raise e if isinstance(e, Unusable) else Unusable(BROKEN) from e

    def _count(self, more: int, size: int, packed: int) -> None:
        self._inflated += more
        if size > max(FREE_BYTES, MOST_TIMES * packed):
            raise Unusable(BOMB)
        if self._inflated > INFLATED_LIMIT:
            raise Unusable(TOO_LARGE)


def joined(folder: str, target: str) -> str:
    """The part that a relation of a part in `folder` points at."""
    return target if target.startswith("/") else posixpath.join(folder, target)


def _plain(name: str) -> str:
    """Names are the same in any case; some programs write backslashes."""
    return posixpath.normpath("/" + name.replace("\\", "/").lstrip("/")).lstrip("/").lower()


def _opened(file: BinaryIO) -> zipfile.ZipFile:
    # zipfile makes an object of every entry, before anybody can ask how many there are.
    entries, tail = 0, b""
    for block in blocks(file):
        entries += (tail + block).count(_ENTRY)
        tail = block[1 - len(_ENTRY) :]
        if entries > MOST_MEMBERS:
            raise Unusable(f"엑셀 파일에 든 조각이 너무 많습니다({MOST_MEMBERS:,}개 초과). {_AS_CSV}")
    file.seek(0)
    try:
        return zipfile.ZipFile(file)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, ValueError, OverflowError) as e:
        raise Unusable(BROKEN) from e

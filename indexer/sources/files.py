"""Folders and files as the operating system gives them: walked without hanging, opened only when regular."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from indexer.article import Rejected
from indexer.sources.reader import Unusable, rejected, shown

BLOCK_BYTES = 1 << 20
"""How much of a file is held at once where it is streamed: reading larger blocks measured no faster."""

_REASONS = {
    errno.EACCES: "읽을 권한이 없습니다. 권한을 고친 뒤 다시 넣으십시오.",
    errno.EPERM: "읽을 권한이 없습니다. 권한을 고친 뒤 다시 넣으십시오.",
    errno.ENOENT: "파일이 없습니다. 읽는 동안 지워졌거나, 가리키는 곳이 없는 링크입니다.",
    errno.ELOOP: "링크가 제자리를 맴돕니다. 링크를 고치거나 원래 파일을 넣으십시오.",
    errno.EIO: "디스크에서 읽지 못했습니다. 디스크를 점검하고 다시 넣으십시오.",
    errno.ENOSPC: "디스크가 가득 차 압축을 풀 자리가 없습니다. 자리를 비우고 다시 넣으십시오.",
    errno.EMFILE: "열린 파일이 너무 많습니다. 잠시 뒤 다시 넣으십시오.",
}
_NOT_FILES = (
    (stat.S_ISFIFO, "이름 있는 파이프(FIFO)"),
    (stat.S_ISSOCK, "소켓"),
    (stat.S_ISCHR, "장치"),
    (stat.S_ISBLK, "장치"),
    (stat.S_ISDIR, "폴더"),
)


def walk(top: Path) -> Iterator[tuple[Path, Rejected | None]]:
    """Every file under `top` in sorted order, or `top` itself if it is no folder.

    Hidden files and folders below `top` are left out. A folder met twice (a link to a folder above, two links to
    one) is walked once. What cannot be looked into comes with the Rejected that says why.
    """
    waiting, seen = [top], set[tuple[int, int]]()
    while waiting:
        path = waiting.pop()
        try:
            about = path.stat()
            if not stat.S_ISDIR(about.st_mode):
                yield path, None
            elif (about.st_dev, about.st_ino) not in seen:
                seen.add((about.st_dev, about.st_ino))
                waiting += sorted((below for below in path.iterdir() if below.name[0] != "."), reverse=True)
        except OSError as e:
            yield path, rejected(shown(path), os_reason(e))


def size_of(path: Path) -> int:
    """Bytes of a file; 0 when it is none or cannot be seen, which reading it will say."""
    try:
        about = path.stat()
    except OSError:
        return 0
    return about.st_size if stat.S_ISREG(about.st_mode) else 0


def bytes_of(paths: Iterable[Path]) -> int:
    """Bytes of every file that `walk` gives, which costs a look at each."""
    return sum(size_of(file) for path in paths for file, why in walk(path) if not why)


def open_regular(path: Path) -> BinaryIO:
    """Opens a regular file for reading. Raises OSError, and Unusable for anything else without opening it."""
    _insist_regular(path.stat())
    # The path may have become a FIFO since: opening one without O_NONBLOCK would wait for ever.
    file = os.fdopen(os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)), "rb")
    try:
        _insist_regular(os.fstat(file.fileno()))
    except Unusable:
        file.close()
        raise
    return file


def blocks(file: BinaryIO) -> Iterator[bytes]:
    """The rest of the file, BLOCK_BYTES at a time."""
    while block := file.read(BLOCK_BYTES):
        yield block


def sha256_of(file: BinaryIO) -> str:
    """The hash of the rest of the file, in hex."""
    digest = hashlib.sha256()
    for block in blocks(file):
        digest.update(block)
    return digest.hexdigest()


def os_reason(error: OSError) -> str:
    """What an OSError means to the reader, in Korean."""
    known = _REASONS.get(error.errno or 0)
    return (
        known
        or f"운영체제가 읽지 못했습니다({error.strerror or type(error).__name__}). 파일을 확인하고 다시 넣으십시오."
    )


def _insist_regular(about: os.stat_result) -> None:
    if not stat.S_ISREG(about.st_mode):
        what = next((name for test, name in _NOT_FILES if test(about.st_mode)), "특수 파일")
        raise Unusable(f"보통 파일이 아닙니다: {what}. 기사가 든 파일을 넣으십시오.")

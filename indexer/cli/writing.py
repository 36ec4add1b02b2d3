"""Files that are there whole or not at all."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from indexer.errors import ExportFailed, InvalidRequest


class NewFile:
    """A file that is being written; `bytes` and `sha256` are of what was written so far."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("xb")
        self._digest = hashlib.sha256()
        self.bytes = 0

    @property
    def sha256(self) -> str:
        """In hex."""
        return self._digest.hexdigest()

    def write(self, piece: bytes) -> None:
        """The next bytes."""
        self._file.write(piece)
        self._digest.update(piece)
        self.bytes += len(piece)

    def close(self, *, synced: bool) -> None:
        """Returns, if `synced`, when the file is on the disk. Does nothing the second time."""
        if self._file.closed:
            return
        with self._file:
            if synced:
                self._file.flush()
                os.fsync(self._file.fileno())


@contextmanager
def new_file(path: Path, *, force: bool) -> Iterator[NewFile]:
    """A file of that name when the block has ended well; nothing is left of it when it has not. Raises InvalidRequest
    when there is one already, unless `force` replaces it, and ExportFailed."""
    refuse_existing(path, force=force)
    waiting = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        file = NewFile(waiting)
        try:
            yield file
            file.close(synced=True)
            refuse_existing(path, force=force)
            waiting.replace(path)
            _sync(path.parent)
        except BaseException:
            with suppress(OSError):
                file.close(synced=False)
            waiting.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise ExportFailed(str(path), error.strerror or str(error)) from error


def refuse_existing(path: Path, *, force: bool) -> None:
    """Raises InvalidRequest when there is a file already that may not be replaced, for a folder, and in none."""
    if not path.parent.is_dir():
        raise InvalidRequest(f"‘{path.parent}’ 폴더가 없습니다. 먼저 만들거나 있는 폴더를 주십시오.", parameter="out")
    if path.is_dir():
        raise InvalidRequest(f"‘{path}’는 폴더입니다. 파일 이름을 주십시오.", parameter="out")
    if path.exists() and not force:
        message = f"‘{path}’ 파일이 이미 있습니다. 다른 이름을 주거나 --force로 덮어쓰십시오."
        raise InvalidRequest(message, parameter="out")


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

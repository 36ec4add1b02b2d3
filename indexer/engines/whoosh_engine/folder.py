"""The folder of an index: which of the indexes in it is current, who may write, and what is safely on disk.

index/current            the name of the current index folder, replaced whole
index/s2-t1-0f3a…/       a Whoosh index; its name says by which rules it was made
index/writing            the lock
"""

from __future__ import annotations

import errno
import os
import re
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC, FileIndex

from indexer.analysis import terms
from indexer.engines.whoosh_engine.schema import SCHEMA_VERSION, schema
from indexer.errors import IndexBusy, IndexDamaged, IndexFailure, IndexMissing

RULES = f"s{SCHEMA_VERSION}-t{terms.RULES}-"
"""How the names of indexes begin that were made by the rules of today."""

WHOOSH_NAME = "MAIN"
"""What Whoosh calls the one index of a folder: its files' names begin with it."""

_OURS = re.compile(r"s\d+-t\d+-[0-9a-f]{32}")
"""Names of index folders, of today's rules and others. Nothing else is ever removed."""

_MACHINE = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EMFILE, errno.ENFILE, errno.EACCES, errno.EPERM, errno.EROFS)
"""What the machine can refuse while the index itself is sound."""


class DurableStorage(FileStorage):  # type: ignore[misc]
    """Whoosh's storage, except that a file is on the disk, contents and name, before it takes its place."""

    def rename_file(self, oldname: str, newname: str, safe: bool = False) -> None:  # noqa: FBT001, FBT002
        """Whoosh renames a table of contents when it is complete: this is what publishes a commit."""
        sync(Path(self.folder) / oldname)
        super().rename_file(oldname, newname, safe)
        sync(Path(self.folder))


class IndexFolder:
    """The place of one index and its successors."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._current = root / "current"

    def current(self) -> str:
        """The name of the current index, "" when there is none."""
        with damage(self._current):
            try:
                return self._current.read_text("ascii").strip()
            except (FileNotFoundError, NotADirectoryError):
                return ""

    def newest(self) -> tuple[str, int]:
        """The current index's name and the number of its newest commit. Raises IndexMissing, or IndexDamaged when it
        was made by other rules."""
        name = self.current()
        if not name:
            raise IndexMissing(self.root)
        if not name.startswith(RULES):
            raise IndexDamaged(self.root, f"다른 판의 규칙으로 만든 색인입니다({name!r})")
        return name, int(TOC._latest_generation(FileStorage(str(self.root / name)), WHOOSH_NAME))

    def open(self, name: str) -> FileIndex:
        """The Whoosh index of that name, to write. Raises IndexDamaged."""
        with damage(self.root / name):
            return DurableStorage(str(self.root / name)).open_index(schema=schema())

    def create(self) -> str:
        """A new, empty index beside the current one; its name."""
        name = RULES + uuid.uuid4().hex
        with damage(self.root / name):
            (self.root / name).mkdir(parents=True)
            DurableStorage(str(self.root / name)).create_index(schema())
        return name

    def publish(self, name: str) -> None:
        """Makes that index the current one, then removes the others."""
        waiting = self.root / "current.new"
        with damage(self._current):
            waiting.write_text(name, "ascii")
            sync(waiting)
            waiting.replace(self._current)
            sync(self.root)
        self.sweep(name)

    def sweep(self, kept: str) -> None:
        """Removes every index but one: replaced ones, and those a killed rebuild left half made."""
        for folder in self.root.iterdir():
            if folder.name != kept and _OURS.fullmatch(folder.name):
                self.remove(folder.name)

    def remove(self, name: str) -> None:
        """Removes one index; what cannot be removed now is left for the next sweep."""
        shutil.rmtree(self.root / name, ignore_errors=True)

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Held by the one writer; the system lets go of it when the process ends, however it ends."""
        with damage(self.root):
            self.root.mkdir(parents=True, exist_ok=True)
            lock = FileStorage(str(self.root)).lock("writing")
            acquired = lock.acquire()
        if not acquired:
            raise IndexBusy(self.root)
        try:
            yield
        finally:
            lock.release()


@contextmanager
def damage(path: Path) -> Iterator[None]:
    """Whatever Whoosh raises on files it cannot read becomes IndexDamaged: it has no error class of its own for that
    (TypeError, struct.error, UnpicklingError and others were seen). A full disk is not a damaged index."""
    try:
        yield
    except (IndexFailure, MemoryError):
        raise
    except Exception as error:
        if isinstance(error, OSError) and error.errno in _MACHINE:
            remedy = "남은 저장 공간과 권한, 열 수 있는 파일 수를 확인한 뒤 다시 하십시오"
            raise IndexFailure(f"색인을 읽거나 쓸 수 없습니다: {path}: {error.strerror}. {remedy}.") from error
        raise IndexDamaged(path, f"{type(error).__name__}: {error}") from error


def sync(path: Path) -> None:
    """Returns when the file's contents, or the folder's names, are on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

"""The folder of an index: which of the generations in it is current, who may write, and what is safely on disk.

index/current            the name of the current index folder, replaced whole
index/s1-t1-0f3a…/       a Whoosh index; its name says by which rules it was made
index/writing            the lock
"""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex

from indexer.analysis import terms
from indexer.engines.whoosh_engine.schema import SCHEMA_VERSION, schema
from indexer.errors import IndexBusy, IndexDamaged, IndexMissing

RULES = f"s{SCHEMA_VERSION}-t{terms.RULES}-"
"""How the names of indexes begin that were made by the rules of today."""


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
        try:
            return self._current.read_text("ascii").strip()
        except (FileNotFoundError, NotADirectoryError):
            return ""
        except (OSError, UnicodeError) as error:
            raise IndexDamaged(self._current, str(error)) from error

    def usable(self) -> str:
        """The current index's name. Raises IndexMissing, or IndexDamaged when it was made by other rules."""
        name = self.current()
        if not name:
            raise IndexMissing(self.root)
        if not name.startswith(RULES):
            raise IndexDamaged(self.root, f"다른 판의 규칙으로 만든 색인입니다({name})")
        return name

    def open(self, name: str) -> FileIndex:
        """The Whoosh index of that name. Raises IndexDamaged."""
        with damage(self.root / name):
            return DurableStorage(str(self.root / name)).open_index(schema=schema())

    def create(self) -> str:
        """A new, empty index beside the current one; its name."""
        name = RULES + uuid.uuid4().hex
        (self.root / name).mkdir(parents=True)
        DurableStorage(str(self.root / name)).create_index(schema())
        return name

    def publish(self, name: str) -> None:
        """Makes that index the current one, then removes the others."""
        waiting = self.root / "current.new"
        waiting.write_text(name, "ascii")
        sync(waiting)
        waiting.replace(self._current)
        sync(self.root)
        self.sweep()

    def sweep(self) -> None:
        """Removes every index but the current one: replaced ones, and those a killed rebuild left half made."""
        current = self.current()
        for folder in self.root.iterdir():
            if folder.is_dir() and folder.name != current:
                shutil.rmtree(folder, ignore_errors=True)

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Held by the one writer; the system lets go of it when the process ends, however it ends."""
        self.root.mkdir(parents=True, exist_ok=True)
        lock = FileStorage(str(self.root)).lock("writing")
        if not lock.acquire():
            raise IndexBusy(self.root)
        try:
            yield
        finally:
            lock.release()


@contextmanager
def damage(path: Path) -> Iterator[None]:
    """Whatever Whoosh raises on files it cannot read becomes IndexDamaged: it has no error class of its own for that
    (TypeError, struct.error, UnpicklingError and others were seen)."""
    try:
        yield
    except (IndexDamaged, MemoryError):
        raise
    except Exception as error:
        raise IndexDamaged(path, f"{type(error).__name__}: {error}") from error


def sync(path: Path) -> None:
    """Returns when the file's contents, or the folder's names, are on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

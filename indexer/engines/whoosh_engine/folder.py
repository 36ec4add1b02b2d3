"""The folder of an index: which of the indexes in it is current, who may write, and what is safely on disk.

index/current            the name of the current index folder, replaced whole
index/s2-t1-0f3a…/       a Whoosh index; its name says by which rules it was made
index/writing            the lock, and who holds it
"""

from __future__ import annotations

import errno
import json
import os
import platform
import re
import shutil
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from whoosh.filedb.filestore import FileStorage

from indexer.analysis import terms
from indexer.article import KST
from indexer.engines.whoosh_engine import manifest
from indexer.engines.whoosh_engine.arrays import sync
from indexer.engines.whoosh_engine.schema import SCHEMA_VERSION
from indexer.errors import GisaError, IndexBusy, IndexDamaged, IndexFailure, IndexFull, IndexMissing

RULES = f"s{SCHEMA_VERSION}-t{terms.RULES}-"
"""How the names of indexes begin that were made by the rules of today."""

LOOKS = 3
"""How often a folder is looked into before it counts as damaged: a writer may be just replacing what was looked at."""

SETTLED = 2_000_000_000
"""Nanoseconds after which a change has certainly another time than the one before it, whatever the file system."""

_OURS = re.compile(r"s\d+-t\d+-[0-9a-f]{32}")
"""Names of index folders, of today's rules and others. Nothing else is ever removed."""

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
"""What the machine says when there is no room."""

_MACHINE = (errno.EIO, errno.EMFILE, errno.ENFILE, errno.EACCES, errno.EPERM, errno.EROFS)
"""What it can refuse beside that, while the index itself is sound."""


class IndexFolder:
    """The place of one index and its successors."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._current = root / "current"
        self._lock = root / "writing"
        self._watched = (str(self._current), str(root))
        self._seen: tuple[tuple[int, int] | None, tuple[str, int]] = (None, ("", -1))

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
        stamp = self._stamp()
        if stamp is None or stamp != self._seen[0]:
            found = self._looked()
            # A change in the same tick of the file system's clock would not show: what is so young is looked at again.
            settled = stamp and max(stamp) < time.time_ns() - SETTLED
            self._seen = (stamp if settled else None, found)
            self._watched = (str(self._current), str(self.root / found[0]))
        return self._seen[1]

    def _stamp(self) -> tuple[int, int] | None:
        """When the pointer and the folder it was last seen to point to have changed, in nanoseconds since 1970."""
        try:
            # Before every search, and half the time of Path.stat.
            return os.stat(self._watched[0]).st_mtime_ns, os.stat(self._watched[1]).st_mtime_ns  # noqa: PTH116
        except OSError:
            return None

    def _looked(self) -> tuple[str, int]:
        for _ in range(LOOKS - 1):
            with suppress(IndexDamaged):
                return self._newest()
        return self._newest()

    def _newest(self) -> tuple[str, int]:
        name = self.current()
        if not name:
            raise IndexMissing(self.root)
        if not name.startswith(RULES):
            raise IndexDamaged(self.root, f"다른 판의 규칙으로 만든 색인입니다({name!r})")
        with damage(self.root / name):
            return name, manifest.newest(self.root / name)

    def create(self) -> str:
        """A folder for a new index beside the current one; its name."""
        name = RULES + uuid.uuid4().hex
        with damage(self.root / name):
            (self.root / name).mkdir(parents=True)
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
        """Held by the one writer; the system lets go of it when the process ends, however it ends. Raises IndexBusy,
        which says who holds it."""
        with damage(self.root):
            if not self.root.exists():
                self.root.mkdir(parents=True, exist_ok=True)
                sync(self.root.parent)
            lock = FileStorage(str(self.root)).lock(self._lock.name)
            acquired = lock.acquire()
        if not acquired:
            raise IndexBusy(self.root, self._holder())
        try:
            with damage(self._lock):
                self._lock.write_text(json.dumps(_this_process()), "utf-8")
            yield
        finally:
            lock.release()

    def _holder(self) -> str:
        """Who holds the lock, as far as it is known."""
        try:
            holder = json.loads(self._lock.read_text("utf-8"))
            return f"{holder['command']} (PID {holder['pid']}, {holder['host']}, {holder['since']}부터)"
        except (OSError, ValueError, KeyError, TypeError):  # it has only just been taken
            return ""


def _this_process() -> dict[str, object]:
    command = " ".join([Path(sys.argv[0]).name, *sys.argv[1:2]])  # what it does, not to which files
    since = datetime.now(KST).isoformat(" ", "seconds")
    return {"pid": os.getpid(), "host": platform.node(), "command": command, "since": since}


@contextmanager
def damage(path: Path) -> Iterator[None]:
    """Whatever Whoosh raises on files it cannot read becomes IndexDamaged: it has no error class of its own for that
    (TypeError, struct.error, UnpicklingError and others were seen). A full disk is not a damaged index."""
    try:
        yield
    except (GisaError, MemoryError):
        raise
    except Exception as error:
        if isinstance(error, OSError) and error.errno in _FULL:
            raise IndexFull(path, str(error.strerror)) from error
        if isinstance(error, OSError) and error.errno in _MACHINE:
            remedy = "디스크의 상태와 권한, 열 수 있는 파일 수를 확인한 뒤 다시 하십시오"
            raise IndexFailure(f"색인을 읽거나 쓸 수 없습니다: {path}: {error.strerror}. {remedy}.") from error
        raise IndexDamaged(path, f"{type(error).__name__}: {error}") from error

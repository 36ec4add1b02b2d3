"""A folder for what is written while a file is made: gone with the process, however that ends.

A process that is killed leaves its folder behind, with the articles' texts in it. Each folder is locked by who uses it,
so that the next one knows which are nobody's.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

PREFIX = "gisa-export-"

YOUNG = 60.0
"""Seconds in which a folder may be there and not be locked yet."""


@contextmanager
def scratch() -> Iterator[Path]:
    """An empty folder, for its owner's eyes only. What killed processes left is removed first."""
    sweep()
    with tempfile.TemporaryDirectory(prefix=PREFIX) as made:
        held = _locked(Path(made))
        try:
            yield Path(made)
        finally:
            if held is not None:
                os.close(held)


def sweep() -> int:
    """Removes the folders of processes that are no more, of this user; how many there were."""
    swept = 0
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        with suppress(OSError):
            if not _is_ours(folder) or (held := _locked(folder)) is None:
                continue
            shutil.rmtree(folder, ignore_errors=True)
            os.close(held)
            swept += 1
    return swept


def _is_ours(folder: Path) -> bool:
    found = folder.lstat()
    return found.st_uid == os.getuid() and time.time() - found.st_mtime >= YOUNG


def _locked(folder: Path) -> int | None:
    """What holds the folder until it is closed; None where somebody else does."""
    held = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(held)
        return None
    return held

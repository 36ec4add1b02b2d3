"""Folders of servers that no test cuts the power of: in memory where there is some to spare, else on the disk.

Most of what a server does for a small test is to wait for the disk: the contract of the engines takes a cluster 190 s
on a disk and 68 s in memory.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

MEMORY = Path("/dev/shm")
"""A file system that Linux keeps in memory."""

ROOM = 4 * 2**30
"""Bytes that must be free there, many times what the tests write: containers have 64 MB of it."""


@contextmanager
def scratch(prefix: str, *, durable: bool = False) -> Iterator[Path]:
    """A folder that is gone afterwards; a `durable` one is on the disk, for what is measured or must survive."""
    folder = Path(tempfile.mkdtemp(prefix=prefix, dir=None if durable or not roomy(MEMORY) else MEMORY))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def roomy(place: Path) -> bool:
    """Whether files may be written there, and enough of them."""
    return place.is_dir() and os.access(place, os.W_OK) and min(shutil.disk_usage(place).free, _spare()) >= ROOM


def _spare() -> int:
    """Bytes of memory that nobody needs: such a file system may be larger than what is left."""
    with Path("/proc/meminfo").open(encoding="ascii") as lines:
        found = dict(line.split(":") for line in lines)
    return int(found["MemAvailable"].split()[0]) * 1024

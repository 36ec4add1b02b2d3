"""What this process still holds: objects that can be reached, and files that are deleted but open."""

from __future__ import annotations

import gc
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

AT_ONCE = 20_000
LARGEST = 1 << 24
"""Bytes of an array that is looked through."""


def reachable(marker: str, pieces: Sequence[bytes], own: set[int]) -> list[str]:
    """The texts, bytes and arrays in reach that hold `marker` or one of `pieces`, but for those in `own` (ids)."""
    re.purge()  # what was sought before is remembered there
    gc.collect()
    sought = re.compile(b"|".join(map(re.escape, pieces)))
    seen, found = {id(sought.pattern), *own}, []
    waiting: list[object] = gc.get_objects()
    while waiting:
        untracked: list[object] = []
        for at in range(0, len(waiting), AT_ONCE):
            for one in gc.get_referents(*waiting[at : at + AT_ONCE]):
                if gc.is_tracked(one) or id(one) in seen:
                    continue
                seen.add(id(one))
                if _holds(one, marker, sought):
                    found.append(f"{type(one).__name__} {one!r:.80}")
                elif isinstance(one, (tuple, dict)):  # the collector does not know those that hold no others
                    untracked.append(one)
        waiting = untracked
    return found


def _holds(one: object, marker: str, sought: re.Pattern[bytes]) -> bool:
    if isinstance(one, str):
        return marker in one
    if isinstance(one, (bytes, bytearray)):
        return bool(sought.search(one))
    if isinstance(one, np.ndarray) and one.base is None and one.flags.c_contiguous and one.nbytes < LARGEST:
        return not one.dtype.hasobject and bool(one.size) and bool(sought.search(one.reshape(-1).view(np.uint8).data))
    return False


def deleted_but_open(folder: Path) -> Iterator[str]:
    """Files of a folder that have no name any more, and whose bytes stay on the disk while this process has them."""
    within = re.escape(str(folder))
    for line in Path("/proc/self/maps").read_text("utf-8").splitlines():
        if re.search(rf"{within}/.* \(deleted\)$", line):
            yield line
    for opened in Path("/proc/self/fd").iterdir():
        try:
            target = str(opened.readlink())
        except OSError:  # the one that lists them
            continue
        if re.match(rf"{within}/.* \(deleted\)$", target):
            yield target

"""A disk that loses its power: from what a writer did, the folders that can be there afterwards.

What was synced is there. Of what was not, a disk and its file system may keep anything: writes in another order than
they were made, half of one, names without contents.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, get_args

from tests.reliability.traced import Step

Harm = Literal["lost", "torn", "mixed", "hollow"]
"""lost: nothing that was not synced. torn: everything, but half of the last write. mixed: the names up to some moment,
and any of the writes, some in part. hollow: all names and sizes, and zeros where no write was synced."""

HARMS: tuple[Harm, ...] = get_args(Harm)

SECTOR = 512
NEVER = 1 << 60
NAMES = frozenset(("create", "rename", "remove", "folder"))
VOLATILE = "-shm"
"""The ending of a file that is only memory that processes share: it is made anew after any restart."""


@dataclass
class File:
    """The contents of a file, which keeps them under whatever name."""

    data: bytearray = field(default_factory=bytearray)

    def write(self, place: int, data: bytes) -> None:
        """At that place, zeros before it where there was nothing."""
        if len(self.data) < place + len(data):
            self.data.extend(bytes(place + len(data) - len(self.data)))
        self.data[place : place + len(data)] = data

    def cut(self, size: int) -> None:
        """To that size, which may be larger."""
        del self.data[size:]
        self.data.extend(bytes(size - len(self.data)))


@dataclass(frozen=True)
class _Event:
    """A step, the number of the file it is about, and the step by which it is certainly on the disk."""

    step: Step
    file: int
    safe: int


class Disk:
    """What was there before, and what was done then."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.events: list[_Event] = []
        self._before = {str(path): path.read_bytes() for path in root.rglob("*") if path.is_file()}
        self._folders = [str(path) for path in root.rglob("*") if path.is_dir()] + (
            [str(root)] if root.exists() else []
        )

    def follow(self, steps: Sequence[Step]) -> None:
        """Notes what was done to it."""
        self.events = self._followed([step for step in steps if not step.path.endswith(VOLATILE)])

    def said(self, moment: int) -> list[bytes]:
        """What the writer had said by then."""
        return [event.step.data for event in self.events[:moment] if event.step.what == "said"]

    def _followed(self, steps: Sequence[Step]) -> list[_Event]:
        """Each step with its file, by identity, and with when it was safe."""
        names = {path: number for number, path in enumerate(self._before)}
        opened = dict(names)  # by the path it was opened under
        count, files = len(names), []
        for step in steps:
            if step.what == "create" and step.path not in names:
                names[step.path] = count
                count += 1
            if step.what in ("create", "cut", "write") and step.path in names:
                opened[step.path] = names[step.path]
            by_name = names.get(step.path, -1)
            by_opening = opened.get(step.path, -1)
            if step.what == "sync":  # it may have been opened only for that
                files.append(by_name if by_name >= 0 else by_opening)
            else:
                files.append(by_name if step.what in ("rename", "remove") else by_opening)
            if step.what == "rename":
                names[step.to] = names.pop(step.path)
            elif step.what == "remove":
                names.pop(step.path, None)
        safe = [_safe(at, steps, files) for at in range(len(steps))]
        return [_Event(*each) for each in zip(steps, files, safe, strict=True)]

    def after(self, moment: int, harm: Harm, target: Path, seed: int = 0) -> None:
        """Makes the folder `target` what the root is when the power goes after that many steps."""
        chance = random.Random(f"{moment}-{harm}-{seed}")
        files = {number: File(bytearray(data)) for number, data in enumerate(self._before.values())}
        names = {path: number for number, path in enumerate(self._before)}
        folders = set(self._folders)
        done = self.events[:moment]
        waiting = [event for event in done if event.safe > moment and event.step.what in NAMES]
        kept = set(map(id, waiting[: _kept_names(harm, len(waiting), chance)]))
        for at, event in enumerate(done):
            if event.step.what in NAMES:
                if event.safe <= moment or id(event) in kept:
                    _name(event, names, folders)
            else:
                file = files.setdefault(event.file, File())
                _fill(event, file, harm if event.safe > moment else None, chance, last=at == moment - 1)
        self._write_out(target, files, names, folders)

    def _write_out(self, target: Path, files: dict[int, File], names: dict[str, int], folders: set[str]) -> None:
        shutil.rmtree(target, ignore_errors=True)
        for folder in map(Path, sorted(folders)):  # each after the one it is in
            if folder == self.root or (target / folder.parent.relative_to(self.root)).is_dir():
                (target / folder.relative_to(self.root)).mkdir(exist_ok=True)
        for path, number in names.items():
            place = target / Path(path).relative_to(self.root)
            if place.parent.is_dir():  # else the folder was lost, and all in it
                place.write_bytes(files.get(number, File()).data)


def _safe(at: int, steps: Sequence[Step], files: Sequence[int]) -> int:
    """The number of steps after which this one is on the disk whatever happens."""
    step, file = steps[at], files[at]
    if step.what == "said":
        return 0
    parents = {str(Path(path).parent) for path in (step.path, step.to) if path}
    for later in range(at + 1, len(steps)):
        sync = steps[later]
        if sync.what == "sync" and step.what in NAMES:
            parents.discard(sync.path)
            if not parents:
                return later + 1
        elif sync.what == "sync" and files[later] == file >= 0:
            return later + 1
    return NEVER


def _kept_names(harm: Harm, count: int, chance: random.Random) -> int:
    return {"lost": 0, "torn": count, "hollow": count, "mixed": chance.randint(0, count)}[harm]


def _name(event: _Event, names: dict[str, int], folders: set[str]) -> None:
    step = event.step
    if step.what == "folder":
        folders.add(step.path)
    elif step.what == "remove":
        names.pop(step.path, None)
        folders.discard(step.path)
    elif step.what == "rename":
        names.pop(step.path, None)
        names[step.to] = event.file
    else:
        names.setdefault(step.path, event.file)


def _fill(event: _Event, file: File, harm: Harm | None, chance: random.Random, *, last: bool) -> None:
    """Does a write or a cut to a file's contents; if it was not synced yet, as the harm has it."""
    step = event.step
    if step.what not in ("write", "cut") or harm == "lost" or (harm == "mixed" and chance.random() < 0.5):
        return
    if step.what == "cut":
        file.cut(step.place)
    elif harm == "hollow":
        file.write(step.place, bytes(len(step.data)))
    elif (harm == "torn" and last) or (harm == "mixed" and chance.random() < 0.3):
        half = len(step.data) // 2 // SECTOR * SECTOR
        file.write(step.place, step.data[:half])
    else:
        file.write(step.place, step.data)

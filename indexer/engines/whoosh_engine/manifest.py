"""The manifest of a commit: its segments, and for each of their files what its contents must be.

It is what publishes a commit for this engine: a line of JSON and a line with its SHA-256, in the file
MAIN_<generation>.manifest, which is renamed into place when everything that it names is on the disk. Whoosh's own table
of contents is written beside it for Whoosh; it is a pickle, and never read here.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from indexer.engines.whoosh_engine.arrays import FileHash, sync
from indexer.engines.whoosh_engine.schema import WHOOSH_NAME
from indexer.errors import IndexDamaged

FORMAT = 1

_OURS = re.compile(f"_?{WHOOSH_NAME}_")
"""How the names of the files of an index begin, Whoosh's table of contents and ours. Nothing else is removed."""

_NAME = re.compile(rf"{WHOOSH_NAME}_(\d+)\.manifest")


@dataclass(frozen=True)
class SegmentEntry:
    """One segment of a commit. `files` are those of the segment itself and never change, by their ending; `deleted` is
    the file that lists its deleted documents as of this commit, "" when there are none."""

    id: str
    documents: int
    files: Mapping[str, FileHash]
    deleted_count: int = 0
    deleted: str = ""
    deleted_hash: FileHash | None = None

    @property
    def living(self) -> int:
        """How many documents are not deleted."""
        return self.documents - self.deleted_count

    def names(self) -> dict[str, FileHash]:
        """All its files by name."""
        names = {f"{self.id}{ending}": contents for ending, contents in self.files.items()}
        if self.deleted_hash:
            names[self.deleted] = self.deleted_hash
        return names


@dataclass(frozen=True)
class Manifest:
    """A commit."""

    generation: int
    segments: tuple[SegmentEntry, ...] = ()
    contents_table: Mapping[str, FileHash] = field(default_factory=dict)

    def names(self) -> dict[str, FileHash]:
        """All files the commit is made of, by name, but itself."""
        return dict(self.contents_table) | {n: h for segment in self.segments for n, h in segment.names().items()}


def newest(folder: Path) -> int:
    """The generation of the newest commit of an index folder. Raises IndexDamaged when there is none."""
    found = [int(name[1]) for path in folder.iterdir() if (name := _NAME.fullmatch(path.name))]
    if not found:
        raise IndexDamaged(folder / f"{WHOOSH_NAME}_*.manifest", "색인의 목록 파일이 없습니다")
    return max(found)


def manifest_path(folder: Path, generation: int) -> Path:
    """Where the manifest of that commit is."""
    return folder / f"{WHOOSH_NAME}_{generation}.manifest"


def read(folder: Path, generation: int) -> Manifest:
    """The manifest of that commit. Raises IndexDamaged when it is missing or not what was written."""
    path = manifest_path(folder, generation)
    try:
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise IndexDamaged(path, "파일이 없습니다") from error
    line = content.partition(b"\n")[0]
    if content != _signed(line):
        raise IndexDamaged(path, "내용이 바뀌었습니다(SHA-256이 다릅니다)")
    found = json.loads(line)
    if found["format"] != FORMAT or found["generation"] != generation:
        raise IndexDamaged(path, f"다른 판의 색인입니다(판 {found['format']}, 차례 {found['generation']})")
    segments = tuple(_entry(row) for row in found["segments"])
    return Manifest(generation, segments, {name: FileHash(**row) for name, row in found["contents_table"].items()})


def publish(folder: Path, commit: Manifest) -> None:
    """Makes a commit the newest one. All its files are complete; their names are made durable here."""
    line = json.dumps({"format": FORMAT} | asdict(commit)).encode()
    path = manifest_path(folder, commit.generation)
    waiting = path.with_suffix(".new")
    waiting.write_bytes(_signed(line))
    sync(waiting)
    sync(folder)
    waiting.replace(path)
    sync(folder)


def sweep(folder: Path, commit: Manifest) -> None:
    """Removes every file of the index that this commit does not need."""
    needed = {manifest_path(folder, commit.generation).name, *commit.names()}
    for path in folder.iterdir():
        if path.name not in needed and _OURS.match(path.name):
            path.unlink(missing_ok=True)


def _signed(line: bytes) -> bytes:
    return line + b"\n" + hashlib.sha256(line).hexdigest().encode() + b"\n"


def _entry(row: dict[str, Any]) -> SegmentEntry:
    files = {ending: FileHash(**contents) for ending, contents in row.pop("files").items()}
    deleted_hash = row.pop("deleted_hash")
    return SegmentEntry(**row, files=files, deleted_hash=FileHash(**deleted_hash) if deleted_hash else None)

"""Writing: documents are inverted as they are put; a commit publishes them as a segment, then merges what is due."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from indexer.engines.interface import IndexDocument
from indexer.engines.whoosh_engine import manifest, merging
from indexer.engines.whoosh_engine.arrays import FileHash, write_arrays
from indexer.engines.whoosh_engine.codec import write_contents_table
from indexer.engines.whoosh_engine.folder import damage
from indexer.engines.whoosh_engine.inverter import Inverter
from indexer.engines.whoosh_engine.manifest import Manifest, SegmentEntry
from indexer.engines.whoosh_engine.schema import WHOOSH_NAME
from indexer.engines.whoosh_engine.segment import Segment, deleted_of

Array = npt.NDArray[Any]

FULL = 16_000_000
"""Occurrences that may wait in memory, some 45,000 articles: about 130 MB, and 300 MB more while they are written."""


@dataclass
class _Written:
    """A segment, its entry in the newest commit, and which of its documents are deleted by now."""

    entry: SegmentEntry
    segment: Segment
    deleted: set[int]

    def deleted_array(self) -> Array:
        """Its deleted documents, ascending."""
        return np.array(sorted(self.deleted), np.uint32)


def create(folder: Path) -> None:
    """The first commit of an index: no documents."""
    with damage(folder):
        manifest.publish(folder, Manifest(0, (), write_contents_table(folder, 0, ())))


class WhooshWriter:
    """The EngineWriter over one index folder."""

    def __init__(self, folder: Path, index_id: str) -> None:
        self._folder, self.index_id = folder, index_id
        with damage(folder):
            commit = manifest.read(folder, manifest.newest(folder))
            self._generation = commit.generation
            self._segments = [self._opened(entry) for entry in commit.segments]
            # A writer that was killed had not come to it, or a power cut has brought back what it had removed.
            manifest.sweep(folder, commit)
        self._forget()

    @property
    def full(self) -> bool:
        """See EngineWriter.full."""
        return self._waiting.occurrences >= FULL

    def put(self, document: IndexDocument) -> None:
        """See EngineWriter.put. Raises ValueError for what cannot be stored."""
        number = self._waiting.add(document)
        self.delete(document.id)
        self._numbers[document.id] = number

    def delete(self, document_id: str) -> None:
        """See EngineWriter.delete."""
        if (number := self._numbers.pop(document_id, None)) is not None:
            self._gone.add(number)
        self._replaced.append(document_id)

    def commit(self) -> None:
        """See EngineWriter.commit."""
        if not self._replaced:
            return
        with damage(self._folder):
            self._delete_replaced()
            segments = [self._with_deletions(w) for w in self._segments if len(w.deleted) < w.entry.documents]
            if self._numbers:
                stem = self._new_stem()
                segments.append(self._written(stem, *self._waiting.write(stem, self._gone)))
            self._publish(segments)
            self._forget()
            # After the commit: nobody waits for a merge to find what was put.
            while due := merging.due([written.entry for written in self._segments]):
                self._merge(due)

    def purge(self) -> None:
        """See EngineWriter.purge. Each segment by itself: its files are removed with all that they still hold."""
        self.commit()
        with damage(self._folder):
            while holding := [written.entry for written in self._segments if written.deleted]:
                self._merge(holding[:1])

    def merge_all(self) -> None:
        """Makes one segment of all, as far as a merge may: an index that was written at one go is read fastest so."""
        with damage(self._folder):
            while len(small := merging.mergeable([written.entry for written in self._segments])) > 1:
                self._merge(small)

    def cancel(self) -> None:
        """Drops what was not committed."""
        self._forget()

    def _forget(self) -> None:
        self._waiting = Inverter()
        self._numbers: dict[str, int] = {}  # of the documents that wait
        self._gone: set[int] = set()  # numbers of waiting documents that were put again or deleted
        self._replaced: list[str] = []

    def _opened(self, entry: SegmentEntry) -> _Written:
        return _Written(entry, Segment(self._folder, entry), set(deleted_of(self._folder, entry).tolist()))

    def _delete_replaced(self) -> None:
        for document_id in self._replaced:
            for written in self._segments:
                number = written.segment.document_of(document_id.encode())
                if number >= 0:
                    written.deleted.add(number)

    def _written(self, stem: Path, size: int, files: dict[str, FileHash]) -> _Written:
        entry = SegmentEntry(stem.name, size, files)
        return _Written(entry, Segment(self._folder, entry), set())

    def _new_stem(self) -> Path:
        return self._folder / f"{WHOOSH_NAME}_{uuid.uuid4().hex}"

    def _with_deletions(self, written: _Written) -> _Written:
        """The same, with the list of its deleted documents on the disk."""
        if len(written.deleted) == written.entry.deleted_count:
            return written
        name = f"{written.entry.id}.{self._generation + 1}.deleted"
        (self._folder / name).unlink(missing_ok=True)  # of a commit that was never published
        contents = write_arrays(self._folder / name, {"deleted": written.deleted_array()})
        entry = replace(written.entry, deleted_count=len(written.deleted), deleted=name, deleted_hash=contents)
        return replace(written, entry=entry)

    def _publish(self, segments: Sequence[_Written]) -> None:
        """Makes them the newest commit: everything is on the disk before it is named, and named before anything that
        it replaces is removed."""
        generation = self._generation + 1
        table = write_contents_table(
            self._folder, generation, [(written.entry, written.deleted_array()) for written in segments]
        )
        commit = Manifest(generation, tuple(written.entry for written in segments), table)
        manifest.publish(self._folder, commit)
        self._generation, self._segments = generation, list(segments)
        manifest.sweep(self._folder, commit)

    def _merge(self, entries: Sequence[SegmentEntry]) -> None:
        ids = {entry.id for entry in entries}
        merged = [written for written in self._segments if written.entry.id in ids]
        stem = self._new_stem()
        deleted = [written.deleted_array() for written in merged]
        size, files = merging.merge([written.segment for written in merged], deleted, stem)
        kept = [written for written in self._segments if written.entry.id not in ids]
        self._publish([*kept, self._written(stem, size, files)])

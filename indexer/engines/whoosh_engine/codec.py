"""Whoosh's own way into an index: its extension point for storage, over our segments. Our own search does not come this
way: it takes the arrays whole, Whoosh a posting at a time.

    from whoosh.index import open_dir
    open_dir("index/s3-…").searcher().search(Phrase("body", ["강소", "특구"]))

Whoosh only reads. Its `writer()` must not be used on the folder: it would merge our segments into ones of its own and
remove ours, and the manifest would name files that are gone.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, NoReturn

import numpy as np
import numpy.typing as npt
from whoosh.codec import base
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC

from indexer.engines.whoosh_engine.arrays import FileHash, sync
from indexer.engines.whoosh_engine.document_reader import DocumentReader
from indexer.engines.whoosh_engine.manifest import SegmentEntry
from indexer.engines.whoosh_engine.schema import WHOOSH_NAME, schema
from indexer.engines.whoosh_engine.segment import Segment
from indexer.engines.whoosh_engine.terms_reader import TermsReader
from indexer.errors import IndexDamaged

_READ_ONLY = "Whoosh only reads this index; it is written by indexer.engines.whoosh_engine alone"


class ArraySegment(base.Segment):  # type: ignore[misc]
    """A segment of a commit, as it stands in Whoosh's table of contents."""

    def __init__(self, entry: SegmentEntry, deleted: npt.NDArray[Any]) -> None:
        self.indexname, _, self.segid = entry.id.partition("_")
        self.compound = False
        self.entry = entry
        self.deleted = deleted.astype("<u4").tobytes()

    def __getstate__(self) -> dict[str, Any]:
        return {name: value for name, value in self.__dict__.items() if name != "_deleted"}

    @cached_property
    def _deleted(self) -> frozenset[int]:
        return frozenset(np.frombuffer(self.deleted, "<u4").tolist())

    def codec(self) -> ArrayCodec:
        """What reads it; a reader's own, so that both its parts share one opened segment."""
        return ArrayCodec()

    def doc_count_all(self) -> int:
        """How many documents, deleted ones too."""
        return self.entry.documents

    def deleted_count(self) -> int:
        """How many of them are deleted."""
        return len(self.deleted) // 4

    def deleted_docs(self) -> frozenset[int]:
        """Their numbers."""
        return self._deleted

    def is_deleted(self, docnum: int) -> bool:
        """Whether that one is."""
        return docnum in self._deleted

    def should_assemble(self) -> bool:
        """Never into one file."""
        return False

    def set_doc_count(self, doccount: int) -> NoReturn:
        """A segment never grows."""
        raise NotImplementedError(_READ_ONLY)

    def delete_document(self, docnum: int, delete: bool = True) -> NoReturn:  # noqa: FBT001, FBT002  # Whoosh's
        """Deleting is writing."""
        raise NotImplementedError(_READ_ONLY)


class ArrayCodec(base.Codec):  # type: ignore[misc]
    """Reads segments for Whoosh."""

    def __init__(self) -> None:
        self._opened: dict[str, Segment] = {}

    def terms_reader(self, storage: FileStorage, segment: ArraySegment) -> TermsReader:
        """The terms of all fields."""
        return TermsReader(self._open(storage, segment))

    def per_document_reader(self, storage: FileStorage, segment: ArraySegment) -> DocumentReader:
        """Lengths, deletions and what is stored."""
        return DocumentReader(self._open(storage, segment), segment)

    def _open(self, storage: FileStorage, segment: ArraySegment) -> Segment:
        entry, folder = segment.entry, Path(storage.folder)
        if entry.id not in self._opened:
            opened = Segment(folder, entry)
            try:
                opened.open()
            except IndexDamaged as error:
                if missing := [ending for ending in entry.files if not (folder / f"{entry.id}{ending}").exists()]:
                    # A merge may have removed it since the contents were read: on this error Whoosh reads them anew.
                    raise FileNotFoundError(f"{entry.id}{missing[0]}") from error
                raise
            self._opened[entry.id] = opened
        return self._opened[entry.id]

    def postings_reader(self, *_: Any, **__: Any) -> NoReturn:
        """Postings are no file of their own; the terms reader has them."""
        raise NotImplementedError("the terms reader makes the matchers")

    def per_document_writer(self, storage: object, segment: object) -> NoReturn:
        """No."""
        raise NotImplementedError(_READ_ONLY)

    def field_writer(self, storage: object, segment: object) -> NoReturn:
        """No."""
        raise NotImplementedError(_READ_ONLY)

    def postings_writer(self, *_: Any, **__: Any) -> NoReturn:
        """No."""
        raise NotImplementedError(_READ_ONLY)

    def new_segment(self, storage: object, indexname: object) -> NoReturn:
        """No."""
        raise NotImplementedError(_READ_ONLY)


class _DurableStorage(FileStorage):  # type: ignore[misc]
    """Whoosh's storage, but what it renames into place is on the disk, and takes the place of what an interrupted
    commit left there."""

    def rename_file(self, oldname: str, newname: str, safe: bool = False) -> None:  # noqa: FBT001, FBT002  # Whoosh's
        waiting = Path(self.folder) / oldname
        sync(waiting)
        waiting.replace(Path(self.folder) / newname)


def write_contents_table(
    folder: Path, generation: int, segments: Sequence[tuple[SegmentEntry, npt.NDArray[Any]]]
) -> dict[str, FileHash]:
    """Writes Whoosh's table of contents of a commit: its segments, each with its deleted documents, ascending. The
    file's name and contents; the name itself is not yet durable."""
    written = [ArraySegment(entry, deleted) for entry, deleted in segments]
    TOC(schema(), written, generation).write(_DurableStorage(str(folder)), WHOOSH_NAME)
    path = folder / TOC._filename(WHOOSH_NAME, generation)
    return {path.name: FileHash.of(path)}

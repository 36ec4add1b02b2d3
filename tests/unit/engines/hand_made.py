"""Segments written by hand, opened by Whoosh. Shared by the tests beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from whoosh.index import FileIndex, open_dir
from whoosh.reading import IndexReader

from indexer.engines.interface import IndexDocument
from indexer.engines.whoosh_engine.codec import write_contents_table
from indexer.engines.whoosh_engine.inverter import Inverter
from indexer.engines.whoosh_engine.manifest import SegmentEntry

Documents = Sequence[IndexDocument]


def entry_of(folder: Path, number: int, documents: Documents) -> SegmentEntry:
    inverter = Inverter()
    for each in documents:
        inverter.add(each)
    name = f"MAIN_{number:032x}"
    return SegmentEntry(name, *inverter.write(folder / name, set()))


def index_of(folder: Path, *segments: Documents, deleted: frozenset[str] | set[str] = frozenset()) -> FileIndex:
    """An index with a commit of these segments, opened by Whoosh."""
    entries = [
        (entry_of(folder, number, some), np.array([i for i, d in enumerate(some) if d.id in deleted], np.uint32))
        for number, some in enumerate(segments)
    ]
    write_contents_table(folder, 1, entries)
    return open_dir(str(folder))


@contextmanager
def reading(folder: Path, *segments: Documents, **options: Any) -> Iterator[IndexReader]:
    with closing(index_of(folder, *segments, **options).reader()) as reader:
        yield reader

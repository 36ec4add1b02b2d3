"""Writing: documents are inverted in memory and flushed as one segment a commit, straight through Whoosh's codec."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from whoosh.codec.whoosh3 import W3Codec
from whoosh.index import TOC, FileIndex, clean_files
from whoosh.reading import SegmentReader, TermNotFound
from whoosh.writing import SegmentWriter

from indexer.engines.interface import IndexDocument
from indexer.engines.whoosh_engine.folder import damage, sync
from indexer.engines.whoosh_engine.schema import PackedPositions, day_number, join_values, length_column, time_number

FULL = 1_000_000
"""Postings that may wait in memory, about 200 MB; some 5,000 articles. Then a commit is due."""

BLOCK = 512
ZLIB_LEVEL = 1
"""Postings a block and how hard it is compressed: a quarter less time than Whoosh's 128 and 3, and the same size."""

TIER = 8
"""So many segments of about one size are merged into one; a tier's are up to so many times larger than those below."""

LARGEST_MERGE = 4_000
"""Documents a merge may make in one segment: Whoosh's merge reads posting by posting, and all wait in memory."""


class InvertingWriter(SegmentWriter):  # type: ignore[misc]
    """Whoosh's segment writer with the posting pool left out.

    The pool sorts every posting of every document (and most of Whoosh's 190 articles/s go there); a dictionary from
    term to postings needs to sort the terms only: 6 times faster, measured on 2,000 press releases.
    """

    def __init__(self, index: FileIndex) -> None:
        super().__init__(index, _lk=False, compound=False, codec=W3Codec(blocklimit=BLOCK, compression=ZLIB_LEVEL))
        self._inverted: dict[str, dict[bytes, list[tuple[int, bytes]]]] = {}
        self.postings = 0

    def add(self, postings: Mapping[str, Mapping[bytes, bytes]], columns: Mapping[str, object]) -> int:
        """Adds a document, as `_postings` and `_columns` give it; its number in the new segment."""
        number = int(self.docnum)
        for name, values in postings.items():
            self._post(name, number, values)
        self.perdocwriter.start_doc(number)
        for name, value in columns.items():
            self.perdocwriter.add_column_value(name, self.schema[name].column_type, value)
        self.perdocwriter.finish_doc()
        self.docnum += 1
        self._added = True
        return number

    def _post(self, field: str, number: int, values: Mapping[bytes, bytes]) -> None:
        inverted = self._inverted.setdefault(field, {})
        for term, value in values.items():
            if term in inverted:
                inverted[term].append((number, value))
            else:
                inverted[term] = [(number, value)]
        self.postings += len(values)

    def add_postings_to_pool(self, reader: Any, startdoc: int, docmap: dict[int, int] | None) -> None:
        """Whoosh's merge hands over an older segment's postings here. An id's have no value: it gives None for b""."""
        for field, term, number, _weight, value in self._process_posts(reader.iter_postings(), startdoc, docmap):
            self._inverted.setdefault(field, {}).setdefault(term, []).append((number, value or b""))

    def _flush_segment(self) -> None:
        self.perdocwriter.close()
        writer = self.fieldwriter
        for field in sorted(self._inverted):
            inverted = self._inverted[field]
            writer.start_field(field, self.schema[field])
            for term in sorted(inverted):
                writer.start_term(term)
                for number, value in inverted[term]:
                    writer.add(number, len(value) / 4, value, 0)
                writer.finish_term()
            writer.finish_field()
        writer.close()

    def _commit_toc(self, segments: list[Any]) -> None:
        # Whoosh deletes the old files in the same breath as it names the new ones. Here the new ones are on the disk
        # first, and only then is anything deleted. Their sizes go into the table of contents, for Snapshot to verify.
        folder = Path(self.storage.folder)
        files = sorted(folder.glob(f"{self.newsegment.segment_id()}.*"))
        for file in files:
            sync(file)
        self.newsegment.sizes = {file.name: file.stat().st_size for file in files}
        TOC(self.schema, segments, self.generation).write(self.storage, self.indexname)
        clean_files(self.storage, self.indexname, self.generation, segments)
        for unfinished in folder.glob("*.toc.*"):
            unfinished.unlink()


def _postings(document: IndexDocument) -> dict[str, dict[bytes, bytes]]:
    postings = {name: _values(terms) for name, terms in document.terms.items() if terms}
    return postings | {"id": {document.id.encode(): b""}}


def _values(terms: Iterable[tuple[str, int]]) -> dict[bytes, bytes]:
    places: dict[str, list[int]] = {}
    for term, position in terms:
        if term in places:
            places[term].append(position)
        else:
            places[term] = [position]
    return {
        # Ascending, each once: a noun run may begin where its first morpheme stands and be spelt the same.
        term.encode(): PackedPositions.encode(sorted(set(positions)) if len(positions) > 1 else positions)
        for term, positions in places.items()
    }


def _columns(document: IndexDocument) -> dict[str, object]:
    columns: dict[str, object] = {"key": document.id.encode(), "day": day_number(document.published)}
    if document.published:
        columns["time"] = time_number(document.published)
    columns |= {length_column(name): len(terms) for name, terms in document.terms.items()}
    columns |= {name: join_values(values) for name, values in document.values.items()}
    return columns


class WhooshWriter:
    """The EngineWriter. One commit is one InvertingWriter; documents it replaces are deleted in the same commit."""

    def __init__(self, index: FileIndex, index_id: str) -> None:
        self._index, self.index_id = index, index_id
        self._folder = Path(index.storage.folder)
        self._waiting: InvertingWriter | None = None
        self._numbers: dict[str, int] = {}  # of the documents that wait
        self._gone: set[int] = set()  # numbers of waiting documents that were put again or deleted
        self._replaced: set[str] = set()

    @property
    def full(self) -> bool:
        """See EngineWriter.full."""
        return self._waiting is not None and self._waiting.postings >= FULL

    def put(self, document: IndexDocument) -> None:
        """See EngineWriter.put. Raises ValueError or OverflowError for what cannot be stored."""
        postings, columns = _postings(document), _columns(document)
        with damage(self._folder):
            number = self._writer().add(postings, columns)
        self.delete(document.id)
        self._numbers[document.id] = number

    def delete(self, document_id: str) -> None:
        """See EngineWriter.delete."""
        if (number := self._numbers.pop(document_id, None)) is not None:
            self._gone.add(number)
        self._replaced.add(document_id)

    def commit(self) -> None:
        """See EngineWriter.commit."""
        if not self._replaced:
            return
        with damage(self._folder):
            writer = self._writer()
            self._delete_replaced(writer)
            for number in self._gone:
                writer.newsegment.delete_document(number)
            writer.commit(mergetype=_tiered)
        self._forget()

    def cancel(self) -> None:
        """Drops what was not committed. After a commit that failed there may be little left to close."""
        if self._waiting:
            with suppress(Exception):
                self._waiting.cancel()
        self._forget()

    def _writer(self) -> InvertingWriter:
        if self._waiting is None:
            self._waiting = InvertingWriter(self._index)
        return self._waiting

    def _delete_replaced(self, writer: InvertingWriter) -> None:
        with closing(self._index.reader()) as reader:
            for document_id in self._replaced:
                with suppress(TermNotFound):  # a new one
                    writer.delete_document(reader.first_id("id", document_id))

    def _forget(self) -> None:
        self._waiting = None
        self._numbers, self._gone, self._replaced = {}, set(), set()


def _tiered(writer: InvertingWriter, segments: Sequence[Any]) -> list[Any]:
    """Whoosh's merge policy hook: adds the segments that are due to the new one; returns those that are kept as they
    are. A segment whose documents are all deleted is neither."""
    alive = [segment for segment in segments if segment.doc_count()]
    merged = _due(alive, LARGEST_MERGE - writer.doc_count())
    for segment in merged:
        with closing(SegmentReader(writer.storage, writer.schema, segment)) as reader:
            writer.add_reader(reader)
    return [segment for segment in alive if segment not in merged]


def _due(segments: Sequence[Any], room: int) -> list[Any]:
    """The smallest segments, up to the highest tier that has filled, and up to `room` documents. Every document is
    merged some log(LARGEST_MERGE) times in its life, and the segments that are not yet large stay few."""
    small = sorted((s for s in segments if s.doc_count() <= LARGEST_MERGE // 2), key=lambda s: s.doc_count())
    filling = Counter(_tier(segment) for segment in small)
    filled = max((tier for tier, number in filling.items() if number >= TIER), default=-1)
    due = []
    for segment in small:
        if _tier(segment) > filled or (room := room - segment.doc_count()) < 0:
            break
        due.append(segment)
    return due if len(due) > 1 else []


def _tier(segment: Any) -> int:
    tier, size = 0, segment.doc_count()
    while size := size // TIER:
        tier += 1
    return tier

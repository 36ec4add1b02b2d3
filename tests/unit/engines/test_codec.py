"""The codec as Whoosh's index sees it: segments, the table of contents, damage, and that nothing is written."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from whoosh import query as whoosh
from whoosh.filedb.filestore import FileStorage

from indexer.engines.whoosh_engine import codec
from indexer.engines.whoosh_engine.codec import ArrayCodec, ArraySegment, write_contents_table
from indexer.errors import IndexDamaged
from tests.contract.building import document
from tests.unit.engines.hand_made import Documents, entry_of, index_of, reading

FIRE = whoosh.Term("body", "산불")


@pytest.mark.parametrize("segments", [[], [[]], [[document("a")]]])
def test_an_index_without_terms_is_read(segments: list[Documents], tmp_path: Path) -> None:
    size = sum(map(len, segments))
    with index_of(tmp_path, *segments).searcher() as searcher:
        assert searcher.doc_count() == len(list(searcher.docs_for_query(whoosh.Every()))) == size
        for query in (FIRE, whoosh.Prefix("body", ""), whoosh.Every("day"), whoosh.Phrase("body", ["산불", "진화"])):
            assert len(searcher.search(query)) == 0
        assert [name for name, _ in searcher.reader().all_terms()] == ["id"] * size
        assert searcher.reader().field_length("body") == searcher.reader().max_field_length("body") == 0


def test_of_a_segment_all_of_whose_documents_are_deleted_nothing_is_found(tmp_path: Path) -> None:
    first, second = [document("a", "산불"), document("b", "산불")], [document("c", "산불")]
    with index_of(tmp_path, first, second, deleted={"a", "b"}).searcher() as searcher:
        assert [hit["id"] for hit in searcher.search(FIRE)] == ["c"]
        assert (searcher.doc_count(), searcher.doc_count_all()) == (1, 3)
        assert [searcher.reader().is_deleted(number) for number in range(3)] == [True, True, False]


def test_the_length_of_a_field_that_a_document_has_not_is_the_default(tmp_path: Path) -> None:
    with reading(tmp_path, [document("a", "산불 진화"), document("b")]) as reader:
        assert [reader.doc_field_length(number, "body", 1) for number in (0, 1)] == [2, 1]
        assert reader.doc_field_length(0, "day", 1) == 1


def test_the_numbers_of_deleted_documents_are_pickled_once(tmp_path: Path) -> None:
    segment = ArraySegment(entry_of(tmp_path, 1, [document("a")]), np.arange(1000, dtype=np.uint32))
    before = len(pickle.dumps(segment))
    assert len(segment.deleted_docs()) == segment.deleted_count() == 1000
    assert len(pickle.dumps(segment)) == before
    assert pickle.loads(pickle.dumps(segment)).is_deleted(999)


def test_a_segment_is_named_as_its_files_are(tmp_path: Path) -> None:
    segment = ArraySegment(entry_of(tmp_path, 1, [document("a")]), np.empty(0, np.uint32))
    assert segment.segment_id() == segment.entry.id
    assert {tmp_path / name for name in segment.list_files(FileStorage(str(tmp_path)))} == set(tmp_path.iterdir())
    assert not segment.is_compound()


def test_a_damaged_file_is_noticed(tmp_path: Path) -> None:
    index = index_of(tmp_path, [document("a", "산불")])
    [path] = tmp_path.glob("*.terms")
    path.write_bytes(path.read_bytes().replace("산불".encode(), "산뷸".encode()))
    with pytest.raises(IndexDamaged, match=path.name):
        index.reader()


def test_whoosh_reads_the_contents_anew_when_a_merge_removed_a_file_meanwhile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = index_of(tmp_path, [document("a", "산불")])
    real = ArrayCodec._open
    table = tmp_path / "_MAIN_2.toc"

    def merged(self: ArrayCodec, storage: FileStorage, segment: ArraySegment) -> Any:
        if not table.exists():
            for path in tmp_path.glob(f"{segment.segment_id()}.*"):
                path.unlink()
            write_contents_table(
                tmp_path, 2, [(entry_of(tmp_path, 2, [document("b", "산불")]), np.empty(0, np.uint32))]
            )
        return real(self, storage, segment)

    monkeypatch.setattr(ArrayCodec, "_open", merged)
    with index.searcher() as searcher:
        assert [hit["id"] for hit in searcher.search(FIRE)] == ["b"]


def test_the_table_is_on_the_disk_before_it_gets_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced = []

    def sync(path: Path) -> None:
        synced.append(path.name)
        assert path.stat().st_size
        assert not (tmp_path / "_MAIN_7.toc").exists()

    monkeypatch.setattr(codec, "sync", sync)
    [(name, contents)] = write_contents_table(tmp_path, 7, []).items()
    assert name == "_MAIN_7.toc"
    assert [path.name for path in tmp_path.iterdir()] == [name]
    contents.verify(tmp_path / name)
    assert len(synced) == 1
    assert synced[0].startswith("_MAIN_7.toc.")


def test_a_table_takes_the_place_of_one_that_an_interrupted_commit_left(tmp_path: Path) -> None:
    (tmp_path / "_MAIN_1.toc").write_bytes(b"torn")
    assert index_of(tmp_path, [document("a")]).doc_count() == 1


REFUSED: list[Callable[[ArraySegment], object]] = [
    lambda segment: segment.delete_document(0),
    lambda segment: segment.set_doc_count(2),
    lambda _: ArrayCodec().new_segment(None, "MAIN"),
    lambda segment: ArrayCodec().per_document_writer(None, segment),
    lambda segment: ArrayCodec().field_writer(None, segment),
    lambda _: ArrayCodec().postings_writer(None),
]


@pytest.mark.parametrize("write", REFUSED)
def test_whoosh_writes_nothing(write: Callable[[ArraySegment], object], tmp_path: Path) -> None:
    segment = ArraySegment(entry_of(tmp_path, 1, [document("a")]), np.empty(0, np.uint32))
    with pytest.raises(NotImplementedError, match="only reads"):
        write(segment)

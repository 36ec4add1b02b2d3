"""Whoosh over our segments: what it finds, counts and scores is what it does over its own files."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from whoosh import query as whoosh
from whoosh.analysis import SpaceSeparatedTokenizer
from whoosh.fields import ID, KEYWORD, TEXT, Schema
from whoosh.filedb.filestore import RamStorage
from whoosh.index import FileIndex
from whoosh.query import spans
from whoosh.searching import Searcher
from whoosh.sorting import FieldFacet

from indexer.engines.interface import IndexDocument
from tests.contract.building import document
from tests.unit.engines.hand_made import index_of

ROWS = [
    [
        {"id": "a", "body": "산불 진화 작업 산불", "title": "산불", "press": "옥천,둘째", "day": "2019-03-27"},
        {"id": "b", "body": "진화 산불", "press": "둘째", "day": "2019-03-28"},
        {"id": "c", "body": "작업", "title": "산불 산불감시"},
    ],
    [
        {"id": "d", "body": "산불감시 작업 진화 산불", "press": "옥천", "day": "2018-12-31"},
        {"id": "e", "title": "진화", "press": "", "day": "2019-03-27"},
        {"id": "f", "body": "산불 산불 산불", "day": "2019-04-01"},
    ],
    [{"id": "𠮷", "body": "산불", "press": "옥천", "day": "2019-03-01"}],
]
"""The documents of three segments, as both indexes get them."""

DELETED = {"b", "f"}


def of_row(row: dict[str, str]) -> IndexDocument:
    named = {"press": row["press"].split(",")} if row.get("press") else {}
    return document(row["id"], row.get("body", ""), title=row.get("title", ""), published=row.get("day"), **named)


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    segments = [[of_row(row) for row in rows] for rows in ROWS]
    with index_of(tmp_path_factory.mktemp("index"), *segments, deleted=DELETED).searcher() as searcher:
        yield searcher


@pytest.fixture(scope="module")
def whooshs() -> Iterator[Searcher]:
    """The same documents in Whoosh's own files."""
    text, whole = TEXT(SpaceSeparatedTokenizer()), ID()
    schema = Schema(id=ID(stored=True), body=text, title=text, day=whole, press=KEYWORD(commas=True))
    index = FileIndex.create(RamStorage(), schema)
    for rows in ROWS:
        with index.writer() as writer:
            writer.merge = False
            for row in rows:
                writer.add_document(**row)
    with index.writer() as writer:
        writer.merge = False
        for document_id in DELETED:
            writer.delete_by_term("id", document_id)
    with index.searcher() as searcher:
        yield searcher


FIRE, PUT_OUT = whoosh.Term("body", "산불"), whoosh.Term("body", "진화")
QUERIES = [
    (FIRE, "ad𠮷"),
    (whoosh.Term("body", "없는말"), ""),
    (whoosh.Term("id", "𠮷"), "𠮷"),
    (whoosh.Term("id", "b"), ""),
    (whoosh.Term("press", "둘째"), "a"),
    (whoosh.And([FIRE, PUT_OUT]), "ad"),
    (whoosh.Or([PUT_OUT, whoosh.Term("title", "산불")]), "acd"),
    (whoosh.AndNot(FIRE, PUT_OUT), "𠮷"),
    (whoosh.And([whoosh.Every(), whoosh.Not(FIRE)]), "ce"),
    (whoosh.AndMaybe(FIRE, whoosh.Term("title", "산불")), "ad𠮷"),
    (whoosh.DisjunctionMax([FIRE, whoosh.Term("title", "산불")]), "acd𠮷"),
    (whoosh.Phrase("body", ["산불", "진화"]), "a"),
    (whoosh.Phrase("body", ["산불감시", "진화"], slop=2), "d"),
    (whoosh.Prefix("title", "산불"), "ac"),
    (whoosh.Prefix("day", "2019-03"), "ae𠮷"),
    (whoosh.Wildcard("body", "*감*"), "d"),
    (whoosh.Regex("body", "산불.+"), "d"),
    (whoosh.FuzzyTerm("body", "작압"), "acd"),
    (whoosh.TermRange("day", "2019-03-01", "2019-03-28"), "ae𠮷"),
    (whoosh.TermRange("day", None, "2019-03-01", endexcl=True), "d"),
    (whoosh.Every(), "acde𠮷"),
    (whoosh.Every("press"), "ad𠮷"),
    (spans.SpanNear(FIRE, PUT_OUT, slop=1, ordered=False), "ad"),
    (spans.SpanNear2([FIRE, PUT_OUT], slop=1), "a"),
    (spans.SpanFirst(FIRE), "a𠮷"),
    (spans.SpanContains(spans.SpanNear(FIRE, FIRE, slop=3), PUT_OUT), "a"),
    (spans.SpanCondition(FIRE, PUT_OUT), "ad"),
]


@pytest.mark.parametrize(("query", "expected"), QUERIES, ids=[str(query) for query, _ in QUERIES])
def test_a_query_finds_and_scores_what_it_does_over_whooshs_own_files(
    query: whoosh.Query, expected: str, ours: Searcher, whooshs: Searcher
) -> None:
    found = {hit["id"]: hit.score for hit in ours.search(query, limit=None)}
    assert "".join(sorted(found)) == expected
    assert found == pytest.approx({hit["id"]: hit.score for hit in whooshs.search(query, limit=None)})
    assert sorted(ours.stored_fields(number)["id"] for number in ours.docs_for_query(query)) == sorted(found)


def test_terms_and_their_statistics_are_those_of_whooshs_own_files(ours: Searcher, whooshs: Searcher) -> None:
    assert list(ours.reader().all_terms()) == list(whooshs.reader().all_terms())
    for name, term in ours.reader().all_terms():
        assert _statistics(ours, name, term) == _statistics(whooshs, name, term), (name, term)
    for asked in ("doc_count", "doc_count_all", "has_deletions"):
        assert getattr(ours.reader(), asked)() == getattr(whooshs.reader(), asked)()
    assert ours.reader().field_length("title") == whooshs.reader().field_length("title")
    for asked in ("field_length", "min_field_length", "max_field_length"):
        assert getattr(ours.reader(), asked)("body") == getattr(whooshs.reader(), asked)("body")


def _statistics(searcher: Searcher, name: str, term: bytes) -> dict[str, int]:
    info = searcher.reader().term_info(name, term)
    asked = ["weight", "doc_frequency", "max_weight", "min_id", "max_id"]
    if name in ("body", "title"):  # Whoosh notes lengths of its keywords too
        asked += ["min_length", "max_length"]
    return {what: getattr(info, what)() for what in asked} | {
        "of the reader": (searcher.reader().frequency(name, term), searcher.reader().doc_frequency(name, term)),
    }


def test_results_are_sorted_and_grouped_by_fields(ours: Searcher) -> None:
    results = ours.search(whoosh.Every(), sortedby="day", groupedby=FieldFacet("press", allow_overlap=True))
    assert [hit["id"] for hit in results] == ["d", "𠮷", "a", "e", "c"]
    groups = {name: len(found) for name, found in results.groups().items()}
    assert groups == {"옥천": 3, "둘째": 1, None: 2}


def test_a_document_is_found_by_its_values(ours: Searcher) -> None:
    assert ours.document(id="𠮷") == {"id": "𠮷"}
    assert ours.document(id="b") is None
    assert [found["id"] for found in ours.documents(press="옥천")] == ["a", "d", "𠮷"]


def test_dictionaries_are_read_from_anywhere(ours: Searcher) -> None:
    reader = ours.reader()
    assert list(reader.field_terms("body")) == ["산불", "산불감시", "작업", "진화"]
    assert [term.decode() for term in reader.expand_prefix("day", "2019-0")][:2] == ["2019-03-01", "2019-03-27"]
    assert next(reader.terms_from("body", "진화한")) == ("day", b"2018-12-31")
    assert [text.decode() for text, info in reader.iter_prefix("title", "산") if info.weight() == 1] == ["산불감시"]
    assert ("caption", "산불") not in reader
    assert list(reader.lexicon("caption")) == []

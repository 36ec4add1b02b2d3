"""Terms and postings as Whoosh reads them from our segments, one at a time."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from whoosh import query as whoosh
from whoosh.matching import ReadTooFar
from whoosh.reading import TermNotFound

from indexer.analysis.field_terms import FieldTerms
from indexer.engines.interface import IndexDocument
from tests.contract.building import document
from tests.unit.engines.hand_made import index_of, reading


def test_a_cursor_goes_through_the_terms_of_a_field(tmp_path: Path) -> None:
    with reading(tmp_path, [document("a", "나 가 다 / 나")]) as reader:
        cursor = reader.cursor("body")
        assert [cursor.text(), *(cursor.next() for _ in range(4))] == ["가", "나", "다", None, None]
        assert not cursor.is_valid()
        assert cursor.term_info() is None
        assert cursor.find("가나") == cursor.find("나".encode()) == cursor.term() == "나"
        assert cursor.term_info().weight() == 2
        assert cursor.first() == "가"
        assert reader.cursor("title").text() is None


def test_the_break_between_sentences_is_no_term(tmp_path: Path) -> None:
    with reading(tmp_path, [document("a", "산불 / 진화"), document("b", "산불", title="/")]) as reader:
        assert [term.decode() for _, term in reader.all_terms()] == ["산불", "진화", "a", "b"]
        assert ("body", b"\xff") not in reader
        assert reader.doc_frequency("body", b"\xff") == reader.frequency("body", b"\xff") == 0
        for ask in (reader.term_info, reader.postings):
            with pytest.raises(TermNotFound):
                ask("body", b"\xff")
        assert "title" not in reader.indexed_field_names()
        assert reader.cursor("body").find(b"\xff") is None
        assert reader.field_length("body") == 3


@pytest.mark.parametrize("term", ["가" * 10_000, "𠮷😀", "\U0010ffff", "\x00", "a b", "é"])
def test_odd_terms_are_found(term: str, tmp_path: Path) -> None:
    before, odd = document("before", "말"), document("odd", press=term)
    odd = IndexDocument(id=term, terms={"body": _repeated(term, [7])}, values=odd.values, published=None)
    with index_of(tmp_path, [before, odd]).searcher() as searcher:
        for name in ("body", "press", "id"):
            assert list(searcher.docs_for_query(whoosh.Term(name, term))) == [1]
            assert list(searcher.docs_for_query(whoosh.Prefix(name, term))) == [1]
            assert term in list(searcher.reader().field_terms(name))
        assert searcher.stored_fields(1) == {"id": term}


def _repeated(term: str, positions: Sequence[int]) -> FieldTerms:
    return FieldTerms.of((term, position) for position in positions)


@pytest.mark.parametrize("positions", [[0, 65_536, 2**17], list(range(0, 600, 2)), [65_535]])
def test_positions_and_frequencies_of_any_size_are_read(positions: list[int], tmp_path: Path) -> None:
    wide = IndexDocument(id="b", terms={"body": _repeated("산불", positions)}, values={}, published=None)
    with reading(tmp_path, [document("a", "산불 산불"), wide, document("c", "진화 산불")]) as reader:
        matcher = reader.postings("body", "산불")
        assert list(matcher.items_as("positions")) == [(0, [0, 1]), (1, positions), (2, [1])]
        matcher.reset()
        matcher.skip_to(1)
        assert matcher.weight() == len(positions)
        assert reader.term_info("body", "산불").max_weight() == max(len(positions), 2)
        assert [span.start for span in matcher.spans()] == positions


def test_positions_are_right_in_every_block_of_postings(tmp_path: Path) -> None:
    documents = [document(f"{n:03}", " ".join(["산불", "진화"] * (n % 4 + 1))) for n in range(300)]
    with reading(tmp_path, documents) as reader:
        for term, first in (("산불", 0), ("진화", 1)):
            matcher = reader.postings("body", term)
            for number in (0, 1, 127, 128, 129, 255, 256, 299):
                matcher.skip_to(number)
                assert matcher.value_as("positions") == list(range(first, 2 * (number % 4 + 1), 2))


def test_a_matcher_moves_forward_and_is_copied_where_it_stands(tmp_path: Path) -> None:
    documents = [document(f"{n:02}", "산불" if n % 3 == 0 else "진화") for n in range(10)]
    with reading(tmp_path, documents) as reader:
        matcher = reader.postings("body", "산불")
        assert (matcher.term(), matcher.id(), list(matcher.all_ids())) == (("body", "산불".encode()), 0, [0, 3, 6, 9])
        matcher.skip_to(4)
        assert matcher.id() == 6
        assert list(matcher.all_ids()) == [6, 9]
        matcher.skip_to(2)
        assert matcher.id() == 6
        copy = matcher.copy()
        matcher.next()
        assert (copy.id(), matcher.id(), type(matcher.id())) == (6, 9, int)
        matcher.skip_to(10)
        assert not matcher.is_active()
        for move in (matcher.next, lambda: matcher.skip_to(3)):
            with pytest.raises(ReadTooFar):
                move()
        matcher.reset()
        assert matcher.id() == 0
        values = reader.postings("id", "09")
        assert (values.id(), values.weight(), values.value()) == (9, 1.0, b"")

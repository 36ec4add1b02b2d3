"""How often each term came, as it is counted in columns: what counting them one by one gives."""

from __future__ import annotations

from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.analysis.field_terms import FieldTerms
from indexer.analysis.words import BORDERS, HEAD, VERB
from indexer.engines.interface import IndexDocument
from indexer.engines.opensearch_engine import counts
from indexer.engines.opensearch_engine.counts import Count, Counts, bare
from indexer.engines.opensearch_engine.mapping import key_of
from indexer.query.vocabulary import typed_word
from tests.contract.building import document

TERMS = st.sampled_from(
    ["산불", "솔내천", "둑", f"{VERB}열리다", f"{HEAD}산불"]
    + [f"{HEAD}지역사회{BORDERS}{borders}" for borders in ("BB", "D", "Bb", "A")]
    + [f"{HEAD}솔내천둑{BORDERS}{borders}" for borders in ("CA", "A", "D")]
)
FIELDS = st.lists(st.tuples(TERMS, st.integers(0, 5)), max_size=12).map(FieldTerms.of)
DOCUMENTS = st.lists(st.dictionaries(st.sampled_from(["title", "body"]), FIELDS), max_size=6)


def document_of(number: int, fields: dict[str, FieldTerms]) -> IndexDocument:
    return IndexDocument(id=f"g-{number}", terms=fields, values={}, published=None)


def one_by_one(documents: list[IndexDocument]) -> dict[str, Count]:
    """Of every field each of its terms once; of terms that are made of other nouns all together."""
    found: dict[str, Count] = {}
    for each in documents:
        for name, terms in each.terms.items():
            for term in {term for term, _ in terms.pairs()}:
                before = found.get(bare(term), Count(bare(term), 0, 0, False, ""))
                typed = bool(typed_word(term))
                found[bare(term)] = Count(
                    bare(term),
                    before.postings + 1,
                    before.typed + typed,
                    before.title or (typed and name == "title"),
                    "",
                )
    return found


@pytest.mark.parametrize("some", [1, 3, 10_000])
@given(texts=DOCUMENTS)
def test_terms_are_counted_as_they_would_be_one_by_one(some: int, texts: list[dict[str, FieldTerms]]) -> None:
    documents = [document_of(number, fields) for number, fields in enumerate(texts)]
    counting = Counts()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(counts, "SOME", some)
        for each in documents:
            counting.add(each, ())
        counted = list(counting)
    assert {count.term: count._replace(of="") for count in counted} == one_by_one(documents)
    assert len(counted) == len({count.term for count in counted})
    having = {
        key_of(each.id): {bare(term) for terms in each.terms.values() for term, _ in terms.pairs()}
        for each in documents
    }
    assert all(count.term in having[count.of] for count in counted)


def test_more_terms_than_there_is_room_for_at_first_are_counted() -> None:
    counting = Counts()
    for number in range(3):
        counting.add(
            document("g-1", " ".join(f"말{word}" for word in range(2_000 * number, 2_000 * number + 4_000))), ()
        )
    found = {count.term: count.postings for count in counting}
    assert len(found) == len(counting) == 8_000
    assert [found[f"말{word}"] for word in (0, 1_999, 2_000, 5_999, 6_000, 7_999)] == [1, 1, 2, 2, 1, 1]


def test_what_words_end_with_is_there_without_being_counted() -> None:
    counting = Counts()
    counting.add(document("g-1"), ["SC도쿄|H2020도쿄 산불"])
    assert [count[:4] for count in islice(counting, 1)] == [(f"{counts.END}도쿄", 0, 0, False)]

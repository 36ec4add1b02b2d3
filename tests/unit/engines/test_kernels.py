"""The compiled loops against what Python's own sets and lists say."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.engines.whoosh_engine.arrays import joined, parted
from indexer.engines.whoosh_engine.kernels import inverting, lexicon, nearness, places, ranking, sets

Array = npt.NDArray[Any]
RANDOM = settings(deadline=None)  # the first call compiles


def listed(numbers: set[int]) -> Array:
    return np.array(sorted(numbers), np.uint32)


SOME = st.sets(st.integers(0, 60), max_size=40)
FEW = st.sets(st.integers(0, 3000), max_size=6)
MANY = st.sets(st.integers(0, 3000), min_size=150, max_size=300)
PAIRS = st.tuples(SOME, SOME) | st.tuples(FEW, MANY) | st.tuples(MANY, FEW)


@RANDOM
@given(PAIRS)
def test_sets_are_sets_whatever_their_sizes(pair: tuple[set[int], set[int]]) -> None:
    first, second = map(listed, pair)
    assert sets.intersection(first, second).tolist() == sorted(pair[0] & pair[1])
    assert sets.union(first, second).tolist() == sorted(pair[0] | pair[1])
    assert sets.difference(first, second).tolist() == sorted(pair[0] - pair[1])


WORDS = st.sets(st.text("가나a", max_size=4).map(str.encode), max_size=12)


@RANDOM
@given(WORDS, st.text("가나a", max_size=4).map(str.encode))
def test_a_word_is_found_where_it_is_or_would_be(words: set[bytes], wanted: bytes) -> None:
    ordered = sorted(words)
    spelling, ends = joined(ordered)
    key = np.frombuffer(wanted, np.uint8)
    assert lexicon.lower_bound(spelling, ends, key) == sum(word < wanted for word in ordered)
    assert lexicon.find(spelling, ends, key) == (ordered.index(wanted) if wanted in words else -1)
    backwards = ordered[::-1]
    order = np.arange(len(words), dtype=np.uint32)[::-1].copy()
    found = lexicon.find_ordered(*joined(backwards), order, key)
    assert found == (backwards.index(wanted) if wanted in words else -1)


@RANDOM
@given(WORDS, WORDS)
def test_merged_words_are_sorted_and_repetitions_known(first: set[bytes], second: set[bytes]) -> None:
    words = [*sorted(first), *sorted(second)]
    spelling, ends = joined(words)
    runs = np.arange(len(first), dtype=np.uint32), np.arange(len(first), len(words), dtype=np.uint32)
    order = lexicon.merge(np.zeros(len(words), np.int64), spelling, ends, *runs)
    assert [words[number] for number in order] == sorted(words)
    assert order.tolist() == sorted(order.tolist(), key=lambda number: (words[number], number))
    fresh = lexicon.new_among(spelling, ends, order)
    assert parted(*lexicon.gather(spelling, ends, order[fresh])) == sorted(first | second)


Documents = dict[int, list[int]]
"""A term's positions by document."""

PLACED = st.dictionaries(
    st.integers(0, 300), st.sets(st.integers(0, 30), min_size=1, max_size=6).map(sorted), max_size=60
)


def postings(*terms: Documents) -> tuple[Array, Array, Array, Array, list[int]]:
    """documents, frequencies, positions, skips and starts of terms one after the other."""
    items = [item for term in terms for item in sorted(term.items())]
    frequencies = np.array([len(found) for _, found in items], np.uint8)
    positions = np.array([place for _, found in items for place in found], np.uint16)
    starts = np.cumsum([0, *map(len, terms)]).tolist()
    documents = np.array([number for number, _ in items], np.uint32)
    return documents, frequencies, positions, places.skips_of(frequencies), starts


@RANDOM
@given(st.lists(PLACED, min_size=1, max_size=6), st.data())
def test_positions_are_found_anywhere_among_the_postings(terms: list[Documents], data: st.DataObject) -> None:
    documents, frequencies, positions, skips, starts = postings(*terms)
    number = data.draw(st.integers(0, len(terms) - 1))
    wanted = data.draw(st.sets(st.integers(0, 300) | st.sampled_from([*terms[number], 0])))
    ends, found = places.places_in(
        documents, frequencies, positions, skips, starts[number], starts[number + 1], listed(wanted)
    )
    expected = [terms[number].get(document, []) for document in sorted(wanted)]
    assert found.tolist() == [place for each in expected for place in each]
    assert ends.tolist() == np.cumsum([len(each) for each in expected], dtype=int).tolist()


def as_places(term: Documents) -> tuple[Array, Array, Array]:
    found = [place for _, each in sorted(term.items()) for place in each]
    ends = np.cumsum([len(each) for _, each in sorted(term.items())], dtype=np.int64)
    return listed(set(term)), ends, np.array(found, np.int32)


def as_documents(documents: Array, ends: Array, found: Array) -> Documents:
    starts = [0, *ends.tolist()]
    return {int(number): found[starts[i] : starts[i + 1]].tolist() for i, number in enumerate(documents.tolist())}


@RANDOM
@given(PLACED, PLACED)
def test_joined_places_are_those_of_both(first: Documents, second: Documents) -> None:
    found = as_documents(*nearness.joined_places(*as_places(first), *as_places(second)))
    both = first.keys() | second.keys()
    assert found == {each: sorted({*first.get(each, []), *second.get(each, [])}) for each in both}


@RANDOM
@given(st.lists(PLACED, max_size=5))
def test_gathered_places_are_those_of_all_terms(terms: list[Documents]) -> None:
    each = [as_places(term) for term in terms]
    documents = np.concatenate([np.empty(0, np.uint32), *(documents for documents, _, _ in each)])
    positions = np.concatenate([np.empty(0, np.int32), *(found for _, _, found in each)])
    counts = [len(found) for term in terms for _, found in sorted(term.items())]
    order = np.argsort(documents, kind="stable").astype(np.uint32)
    gathered = places.gathered_places(order, documents, np.cumsum(counts, dtype=np.int64), positions)
    all_documents = {number for term in terms for number in term}
    expected = {n: sorted({p for term in terms for p in term.get(n, [])}) for n in all_documents}
    assert as_documents(*gathered) == expected


@RANDOM
@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 9)), max_size=60), st.integers(0, 70))
def test_the_best_are_those_a_sort_puts_first(scored: list[tuple[int, int]], wanted: int) -> None:
    scores = np.array([score for score, _ in scored], np.int64)
    hits = np.arange(3, 3 + len(scored), dtype=np.uint32)
    ranks = np.array(np.random.default_rng(len(scored)).permutation(3 + len(scored)), np.uint32)
    expected = np.lexsort((ranks[3:], -scores))[:wanted].tolist()
    assert ranking.best(scores, hits, ranks, wanted).tolist() == expected


@RANDOM
@given(st.lists(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 6)), max_size=8), max_size=8), st.data())
def test_inversion_turns_documents_terms_into_terms_documents(
    documents: list[list[tuple[int, int]]], data: st.DataObject
) -> None:
    gone = data.draw(st.sets(st.integers(0, len(documents))))
    kept = [number for number in range(len(documents)) if number not in gone]
    renumbered = np.array([kept.index(n) if n in kept else -1 for n in range(len(documents))], np.int64)
    flat = [pair for document in documents for pair in document]
    ends = np.cumsum([len(document) for document in documents], dtype=np.int64)
    terms, found = (np.array([pair[i] for pair in flat], np.int32) for i in (0, 1))
    ranks = np.array([5, 4, 3, 2, 1, 0], np.int64)
    starts, numbers, frequencies, positions = inverting.as_postings(
        *inverting.by_term(terms, found, ends, renumbered, ranks)
    )
    at = 0
    for rank in range(6):
        each = {
            new: sorted({position for term, position in documents[old] if term == 5 - rank})
            for new, old in enumerate(kept)
        }
        expected = [(new, found) for new, found in each.items() if found]
        here = slice(starts[rank], starts[rank + 1])
        assert numbers[here].tolist() == [new for new, _ in expected]
        assert frequencies[here].tolist() == [len(found) for _, found in expected]
        for _, places_there in expected:
            assert positions[at : at + len(places_there)].tolist() == places_there
            at += len(places_there)

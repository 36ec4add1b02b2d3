"""The lexicon by letters, and where letters stand, against plain Python over the same terms."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from indexer.analysis.words import BORDERS, CODES, HEAD, JOINED, ONE_TERM, TAIL, TAILS, VERB, letters_of, nouns_of
from indexer.engines.whoosh_engine.arrays import joined, parted
from indexer.engines.whoosh_engine.bigrams import bigram_arrays
from indexer.engines.whoosh_engine.kernels import heads, places, postings

Array = npt.NDArray[Any]
RANDOM = settings(deadline=None, max_examples=300)  # the first call compiles

PIECES = ("가", "나", "가나", "나다", "각", "다가나", "a", "kt", "x", "é", "1", "15", "1,5", ",", "😀", "𠀋")


@st.composite
def marked_heads(draw: st.DrawFn) -> str:
    """A head's term, with the borders of its first pieces or none."""
    pieces = draw(st.lists(st.sampled_from(PIECES), min_size=1, max_size=5))
    known = pieces[: draw(st.integers(0, len(pieces)))]
    borders = [chr(draw(st.sampled_from((0x40, 0x40, 0x60))) + len(piece)) for piece in known]
    return HEAD + "".join(pieces) + (BORDERS + "".join(borders) if borders else "")


NOUNS = st.lists(st.sampled_from(PIECES), min_size=1, max_size=3).map("".join)
TERMS = st.sets(NOUNS | marked_heads() | NOUNS.map(VERB.__add__), max_size=25)
TYPED = st.lists(st.sampled_from(PIECES), min_size=1, max_size=4).map("".join)
SEVERAL = TYPED.filter(lambda letters: len(letters) > 1 and not {letters[0], letters[-1]} & set(",."))


def lexicon(terms: set[str]) -> list[str]:
    """In the order of their bytes."""
    return sorted(terms, key=str.encode)


def arrays(ordered: Sequence[str]) -> tuple[Array, Array]:
    return joined([term.encode() for term in ordered])


def key(letters: str) -> Array:
    return np.frombuffer(letters.encode(), np.uint8)


def spelled(term: str) -> str:
    """The letters that are looked at: a verb has none."""
    return "" if term.startswith(VERB) else letters_of(term)


def kind(letter: str) -> int:
    return 1 if "0" <= letter <= "9" else 2 if "a" <= letter <= "z" else 0


def cuts(text: str, at: int) -> bool:
    """Whether a number or a foreign word goes on there."""
    return any(found.start() < at < found.end() for found in re.finditer(r"[0-9]+(?:[,.][0-9]+)*|[a-z]+", text))


def occurrences(text: str, letters: str) -> Iterator[tuple[int, int]]:
    """Where the letters stand and cut nothing."""
    for start in range(len(text) - len(letters) + 1):
        end = start + len(letters)
        if text[start:end] == letters and not cuts(text, start) and not cuts(text, end):
            yield start, end


def holding(term: str, letters: str) -> bool:
    return any(occurrences(spelled(term), letters))


def inside(term: str, letters: str) -> bool:
    nouns = list(nouns_of(term))  # which are terms too, and have what is in them

    def of_noun(start: int, end: int) -> bool:
        return any(first <= start and end <= last for first, last in nouns)

    here = occurrences(spelled(term), letters)
    return spelled(term) != letters and any(not of_noun(start, end) for start, end in here)


def ending(term: str, letters: str) -> bool:
    return ending_anyhow(term, letters) and not cuts(spelled(term), len(spelled(term)) - len(letters))


def ending_anyhow(term: str, letters: str) -> bool:
    return spelled(term).endswith(letters) and len(spelled(term)) > len(letters)


def ending_script(term: str, letters: str) -> bool:
    text = spelled(term)
    return ending(term, letters) and kind(text[-len(letters) - 1]) != kind(text[-len(letters)])


@RANDOM
@example({"kt151,5"})  # letters of one byte each
@given(TERMS)
def test_bigrams_are_those_of_letters_behind_the_first_two(terms: set[str]) -> None:
    ordered = lexicon(terms)
    found = bigram_arrays(*arrays(ordered))
    expected: dict[int, set[int]] = {}
    for number, term in enumerate(ordered):
        for first, second in list(pairwise(spelled(term)))[1:]:
            expected.setdefault((ord(first) & 0xFFFF) << 16 | ord(second) & 0xFFFF, set()).add(number)
    starts = found["bigram_starts"].tolist()
    assert found["bigrams"].tolist() == sorted(expected)
    each = [found["bigram_terms"][start:end].tolist() for start, end in pairwise(starts)]
    assert each == [sorted(expected[pair]) for pair in sorted(expected)]


def test_no_terms_have_no_bigrams() -> None:
    found = bigram_arrays(*arrays([]))
    assert [array.tolist() for array in found.values()] == [[], [0], []]


@RANDOM
@given(TERMS, SEVERAL, st.data())
def test_terms_that_have_letters_are_found_by_their_bigrams(terms: set[str], typed: str, data: st.DataObject) -> None:
    ordered = lexicon(terms)
    some = [spelled(term) for term in ordered if len(spelled(term)) > 1]
    if some and data.draw(st.sampled_from([True, False])):
        text = data.draw(st.sampled_from(some))
        start = data.draw(st.integers(0, len(text) - 2))
        typed = text[start : data.draw(st.integers(start + 2, len(text)))]
        assume(not {typed[0], typed[-1]} & set(",."))  # no word that is typed begins or ends so
    found = bigram_arrays(*arrays(ordered))
    bigrams = found["bigrams"], found["bigram_starts"], found["bigram_terms"]
    ways: dict[int, Callable[[str, str], bool]] = {
        heads.INSIDE: inside,
        heads.HOLDING: holding,
        heads.ENDING: ending,
        heads.ENDING_SCRIPT: ending_script,
        heads.ENDING_CUT: ending_anyhow,
    }
    for which, rule in ways.items():
        numbers = heads.having(*arrays(ordered), *bigrams, key(typed), which).tolist()
        assert sorted(numbers) == [number for number, term in enumerate(ordered) if rule(term, typed)], which


@RANDOM
@given(TERMS, TYPED)
def test_terms_that_are_or_begin_with_letters_stand_in_a_row(terms: set[str], typed: str) -> None:
    ordered = lexicon(terms)
    for group in range(2):
        own = [(n, letters_of(t)) for n, t in enumerate(ordered) if t[0] != VERB and (t[0] == HEAD) == bool(group)]
        for find, rule in ((heads.equal, str.__eq__), (heads.beginning, str.startswith)):
            low, high = find(*arrays(ordered), key(typed), group)
            assert list(range(low, high)) == [number for number, letters in own if rule(letters, typed)]


@RANDOM
@given(TERMS, TYPED)
def test_of_terms_that_begin_so_those_are_closed_where_no_number_or_foreign_word_goes_on(
    terms: set[str], typed: str
) -> None:
    ordered = lexicon(terms)
    for group in range(2):
        low, high = heads.beginning(*arrays(ordered), key(typed), group)
        kept = [number for number in range(low, high) if not cuts(spelled(ordered[number]), len(typed))]
        assert heads.closed(*arrays(ordered), low, high, key(typed)).tolist() == kept


@RANDOM
@given(TERMS)
def test_heads_are_told_from_nouns_and_letters_read_without_marks(terms: set[str]) -> None:
    ordered = lexicon(terms)
    numbers = np.arange(len(ordered))
    assert heads.marked(*arrays(ordered), numbers).tolist() == [term[0] == HEAD for term in ordered]
    assert [text.decode() for text in parted(*heads.letters(*arrays(ordered)))] == list(map(spelled, ordered))


PRINTED = st.text("가나은에서", min_size=1, max_size=4)


@RANDOM
@given(st.sets(PRINTED | PRINTED.map(HEAD.__add__), max_size=8), st.text("가나은에서", min_size=2, max_size=7))
def test_seams_are_where_letters_may_part_into_words(terms: set[str], typed: str) -> None:
    ordered, count = lexicon(terms), len(typed)
    known = {letters_of(term) for term in ordered}
    offsets = np.cumsum([0, *(len(letter.encode()) for letter in typed)])
    tails, begins = np.zeros((count + 1, count + 1), np.int64), np.zeros(count + 1, np.uint64)
    for start in range(count + 1):
        begins[start] = any(tail.startswith(typed[start:]) for tail in TAILS) and 0 < start < count
        for end in range(start, count + 1):
            tails[start, end] = CODES.get(typed[start:end], 0)
    found, begun, rest = heads.seams(*arrays(ordered), key(typed), offsets, tails, begins)

    def may_end(start: int) -> bool:
        """Whether the letters from there on may be whole words, and the beginning of one."""
        letters = typed[start:]
        cut_tail = any(letters[:cut] in known and begins[start + cut] for cut in range(1, len(letters)))
        begins_so = len(letters) > 1 and any(head.startswith(letters) for head in known)
        ends = (end for end in range(start + 1, count) if is_word(typed[start:end]))
        return letters in known or cut_tail or begins_so or any(map(may_end, ends))

    def is_word(letters: str) -> bool:
        return any(letters[:cut] in known and letters[cut:] in CODES for cut in range(1, len(letters) + 1))

    def numbered(wanted: Callable[[str], bool]) -> list[int]:
        return [number for number, term in enumerate(ordered) if wanted(letters_of(term))]

    for start in range(count):
        assert rest[start] == may_end(start)
        nouns, others = begun[start, :2].tolist(), begun[start, 2:].tolist()
        begin_so = numbered(lambda letters: count - start > 1 and letters.startswith(typed[start:]))  # noqa: B023
        assert sorted([*range(*nouns), *range(*others)]) == begin_so
        for end in range(start + 1, count + 1):
            noun, low, high = found[start, end].tolist()
            there = [*range(low, high), *([noun] if noun >= 0 else [])]
            assert sorted(there) == numbered(lambda letters: letters == typed[start:end])  # noqa: B023


# --- layouts ---

BYTES = st.sampled_from([0, *(code | flags for code in (1, 2, 9, 63) for flags in (0, ONE_TERM, JOINED, 0xC0))])
LAYOUTS = st.lists(st.lists(BYTES, max_size=12), min_size=1, max_size=8)


@st.composite
def placed(draw: st.DrawFn) -> tuple[list[list[int]], dict[int, list[int]]]:
    """Layouts of documents, and places in some of them."""
    layouts = draw(LAYOUTS)
    numbers = [number for number, layout in enumerate(layouts) if layout]
    chosen = draw(st.sets(st.sampled_from(numbers))) if numbers else set()
    return layouts, {
        number: sorted(draw(st.sets(st.integers(0, len(layouts[number]) - 1), min_size=1))) for number in sorted(chosen)
    }


def as_arrays(found: dict[int, list[int]]) -> tuple[Array, Array, Array]:
    ends = np.cumsum([len(each) for each in found.values()], dtype=np.int64)
    flat = [place for each in found.values() for place in each]
    return np.array(list(found), np.uint32), ends, np.array(flat, np.int32)


def layout_arrays(layouts: list[list[int]]) -> tuple[Array, Array]:
    flat = np.array([byte for layout in layouts for byte in layout], np.uint8)
    return flat, np.cumsum(list(map(len, layouts))).astype(np.uint32)


@RANDOM
@given(placed(), st.sets(st.sampled_from([1, 2, 9, 63])), st.sampled_from([0, ONE_TERM, JOINED, ONE_TERM | JOINED]))
def test_a_place_is_kept_where_its_word_has_one_of_the_tails_and_all_flags(
    case: tuple[list[list[int]], dict[int, list[int]]], tails: set[int], flags: int
) -> None:
    layouts, found = case
    bits = np.uint64(sum(1 << tail for tail in tails))
    kept = places.standing(*as_arrays(found), *layout_arrays(layouts), bits, flags)
    bytes_there = [layouts[number][place] for number, each in found.items() for place in each]
    assert kept.tolist() == [byte & TAIL in tails and byte & flags == flags for byte in bytes_there]


@RANDOM
@given(placed())
def test_a_sentence_ends_at_the_next_position_without_a_word(
    case: tuple[list[list[int]], dict[int, list[int]]],
) -> None:
    layouts, found = case
    ends = places.sentence_ends(*as_arrays(found), *layout_arrays(layouts))
    expected = [[*layouts[number], 0].index(0, place) for number, each in found.items() for place in each]
    assert ends.tolist() == expected


# --- postings of several terms ---

Documents = dict[int, list[int]]
POSTINGS = st.dictionaries(
    st.integers(0, 40), st.sets(st.integers(0, 30), min_size=1, max_size=6).map(sorted), max_size=20
)


@RANDOM
@given(st.lists(POSTINGS, min_size=1, max_size=6), st.data())
def test_postings_of_terms_are_added_up_and_their_places_listed(terms: list[Documents], data: st.DataObject) -> None:
    items = [item for term in terms for item in sorted(term.items())]
    starts = np.cumsum([0, *map(len, terms)]).astype(np.uint32)
    documents = np.array([number for number, _ in items], np.uint32)
    frequencies = np.array([len(found) for _, found in items], np.uint8)
    positions = np.array([place for _, found in items for place in found], np.uint16)
    chosen = data.draw(st.lists(st.integers(0, len(terms) - 1), unique=True))
    numbers, size = np.array(chosen, np.int64), data.draw(st.sampled_from([41, 100_000]))

    sums: dict[int, int] = {}
    for number in chosen:
        for document, found in terms[number].items():
            sums[document] = sums.get(document, 0) + len(found)
    added = postings.of_terms(starts, documents, frequencies, numbers, size)
    assert [array.tolist() for array in added] == [sorted(sums), [sums[document] for document in sorted(sums)]]

    skips = places.skips_of(frequencies)
    listed, ends, there = places.places_of_terms(starts, documents, frequencies, positions, skips, numbers)
    each = [item for number in chosen for item in sorted(terms[number].items())]
    assert listed.tolist() == [document for document, _ in each]
    assert [there[start:end].tolist() for start, end in pairwise([0, *ends.tolist()])] == [found for _, found in each]

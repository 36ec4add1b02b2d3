"""The words of a commit: what readers type, for suggestions, and what is similar to a word."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt

from indexer.analysis import words
from indexer.article import TEXT_FIELDS
from indexer.compiled import compiled
from indexer.engines.whoosh_engine.kernels import postings
from indexer.engines.whoosh_engine.segment import Postings
from indexer.engines.whoosh_engine.snapshot import Snapshot
from indexer.query.vocabulary import LARGE, LONGEST_WORD, MOST_WORDS, Vocabulary

Array = npt.NDArray[Any]

_VERB, _HEAD, _BORDERS = ord(words.VERB), ord(words.HEAD), ord(words.BORDERS)
_TITLE = TEXT_FIELDS.index("title")

_known: WeakKeyDictionary[Snapshot, Vocabulary] = WeakKeyDictionary()  # goes with the snapshot it was counted in
_counting = threading.Lock()


def vocabulary(snapshot: Snapshot) -> Vocabulary:
    """See Engine.vocabulary. Counted at the first call: one thread does it, others wait."""
    with _counting:
        if snapshot not in _known:
            _known[snapshot] = _counted(snapshot)
        return _known[snapshot]


def similar(snapshot: Snapshot, letters: str, distance: int) -> list[tuple[str, int]]:
    """See Engine.similar."""
    frequencies: Counter[str] = Counter()
    for _, found, counts in _cells(snapshot):
        spelling, ends = found.letters
        for number in found.similar(letters, distance).tolist():
            word = spelling[ends[number - 1] if number else 0 : ends[number]].tobytes().decode()
            frequencies[word] += int(counts[number])
    return sorted(frequencies.items(), key=lambda pair: (-pair[1], pair[0]))


def frequencies(snapshot: Snapshot, terms: Sequence[str]) -> list[int]:
    """See Engine.frequencies."""
    spelled = [term.encode() for term in terms]
    ends = np.cumsum([len(key) for key in spelled], dtype=np.int64)
    found: list[int] = postings.counts(snapshot.lexicons, np.frombuffer(b"".join(spelled), np.uint8), ends).tolist()
    return found


def _cells(snapshot: Snapshot) -> Iterator[tuple[int, Postings, Array]]:
    """The cells (see kernels.postings) by number, each with the document frequencies of its terms."""
    for cell, found in enumerate(snapshot.cells):
        if found is not None:
            yield cell, found, np.diff(found.starts.astype(np.int64))


def _counted(snapshot: Snapshot) -> Vocabulary:
    most = sum(np.count_nonzero(counts >= _least(snapshot, cell)) for cell, _, counts in _cells(snapshot))
    size = 2 << int(most).bit_length()  # at most half full
    hashes, sources = np.zeros(size, np.uint64), np.zeros(size, np.int64)
    frequencies, titles = np.zeros(size, np.int64), np.zeros(size, np.bool_)
    for cell, found, counts in _cells(snapshot):
        chosen = np.flatnonzero(counts >= _least(snapshot, cell))
        table = hashes, sources, frequencies, titles
        _count(found.spelling, found.ends, counts, chosen, cell << 32, int(cell % len(TEXT_FIELDS) == _TITLE), *table)
    kept = np.flatnonzero(frequencies >= (2 if snapshot.count >= LARGE else 1))
    if len(kept) > MOST_WORDS:
        kept = kept[np.argpartition(frequencies[kept], -MOST_WORDS)[-MOST_WORDS:]]
    kept = kept[np.argsort(sources[kept])]
    return Vocabulary(*_spelled(snapshot, sources[kept]), frequencies[kept], titles[kept])


def _least(snapshot: Snapshot, cell: int) -> int:
    """The document frequency from which on a term of a cell is counted. What is in one document of a large segment is
    left out here already, which keeps the table small; a new word is in a small segment at first, and is counted."""
    return 2 if snapshot.segments[cell // len(TEXT_FIELDS)].size >= LARGE else 1


def _spelled(snapshot: Snapshot, sources: Array) -> tuple[Array, Array]:
    """The (spelling, ends) of words: `sources` has the cell · 2³² + term of each, ascending."""
    spellings, lengths = [np.empty(0, np.uint8)], [np.empty(0, np.int64)]
    edges = np.searchsorted(sources, np.arange(len(snapshot.cells) + 1) << 32)
    for cell, found, _ in _cells(snapshot):
        terms = sources[edges[cell] : edges[cell + 1]] & 0xFFFFFFFF
        spelling, ends = _gathered(found.spelling, found.ends, terms)
        spellings.append(spelling)
        lengths.append(np.diff(ends, prepend=0))
    return np.concatenate(spellings), np.cumsum(np.concatenate(lengths))


@compiled
def _count(
    spelling: Array,
    ends: Array,
    counts: Array,
    terms: Array,
    source: int,
    title: int,
    hashes: Array,
    sources: Array,
    frequencies: Array,
    titles: Array,
) -> None:
    """Adds words of the terms to a table that is open to the next free row (linear probing). Words are told apart by
    64 bits alone: of two that share them, one lends the other its frequency, which is once in a hundred thousand
    vocabularies."""
    mask = len(hashes) - 1
    for term in terms:
        start, stop = _word(spelling, np.int64(ends[term - 1]) if term else 0, np.int64(ends[term]))
        if start == stop:
            continue
        code = _hash(spelling, start, stop)
        row = np.int64(code & np.uint64(mask))
        while hashes[row] and hashes[row] != code:
            row = (row + 1) & mask
        if not hashes[row]:
            hashes[row], sources[row] = code, source + term
        frequencies[row] += counts[term]
        if title:
            titles[row] = True


@compiled
def _hash(spelling: Array, start: int, stop: int) -> np.uint64:
    """FNV-1a of 64 bits (Fowler, Noll, Vo), its halves mixed, since rows are chosen by the low bits; never 0."""
    code = np.uint64(0xCBF29CE484222325)
    for at in range(start, stop):
        code = (code ^ np.uint64(spelling[at])) * np.uint64(0x100000001B3)
    return code ^ code >> np.uint64(32) | np.uint64(1) << np.uint64(63)  # type: ignore[no-any-return]


@compiled
def _word(spelling: Array, start: int, end: int) -> tuple[int, int]:
    """Where a term has its letters, if they are what query.vocabulary.typed_word says; else nothing."""
    first, stop, covered = spelling[start], end, 0
    if first == _VERB:
        return start, start
    if first == _HEAD:
        start += 1
        stop = start
        while stop < end and spelling[stop] != _BORDERS:
            stop += 1
        for border in range(stop + 1, end):
            covered += spelling[border] & 0x1F
    letters = 0
    for at in range(start, stop):
        letters += (spelling[at] & 0xC0) != 0x80
    if not 2 <= letters <= LONGEST_WORD or (first == _HEAD and covered != letters):
        return start, start
    return start, stop


@compiled
def _gathered(spelling: Array, ends: Array, terms: Array) -> tuple[Array, Array]:
    """The (spelling, ends) of the letters of terms, all of them words."""
    found, found_ends = np.empty(4 * LONGEST_WORD * len(terms), np.uint8), np.empty(len(terms), np.int64)
    count = 0
    for i in range(len(terms)):
        term = np.int64(terms[i])
        start, stop = _word(spelling, np.int64(ends[term - 1]) if term else 0, np.int64(ends[term]))
        found[count : count + stop - start] = spelling[start:stop]
        count += stop - start
        found_ends[i] = count
    return found[:count].copy(), found_ends

"""The terms of one field of a segment and the documents each is in, as Whoosh sees them: a term at a time.

What our search keeps as columns is a list of terms for Whoosh: the ids, the days and the values of the value fields.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from bisect import bisect_left
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from indexer.article import TEXT_FIELDS, VALUE_FIELDS
from indexer.engines.whoosh_engine.kernels.places import SKIP
from indexer.engines.whoosh_engine.schema import day_of
from indexer.engines.whoosh_engine.segment import Postings, Segment

Array = npt.NDArray[Any]


class TermList(ABC):
    """Terms are numbered in the order of their bytes. Of a term, posting i is in its i-th document."""

    @abstractmethod
    def __len__(self) -> int:
        """How many terms there are."""

    @abstractmethod
    def term(self, number: int) -> bytes:
        """The term itself."""

    @abstractmethod
    def documents(self, number: int) -> Array:
        """The documents a term is in, ascending, deleted ones too."""

    @abstractmethod
    def document_frequency(self, number: int) -> int:
        """How many documents that are."""

    def frequencies(self, number: int) -> Array:
        """How often the term stands in each of its documents."""
        return np.ones(self.document_frequency(number), np.uint8)

    def lengths(self, number: int) -> Array:
        """How long the field is in each of its documents; 0 where Whoosh is to know no lengths."""
        return np.zeros(self.document_frequency(number), np.uint32)

    def value(self, number: int, posting: int) -> bytes:
        """What the field's format makes of one posting."""
        return b""

    def lower_bound(self, wanted: bytes) -> int:
        """The number of the first term that does not come before this; their count when all do."""
        return bisect_left(range(len(self)), wanted, key=self.term)

    def find(self, wanted: bytes) -> int:
        """The number of a term, -1 when there is none."""
        number = self.lower_bound(wanted)
        return number if number < len(self) and self.term(number) == wanted else -1


class _Text(TermList):
    """A text field."""

    def __init__(self, postings: Postings, lengths: Array) -> None:
        self._postings, self._lengths = postings, lengths

    def __len__(self) -> int:
        return len(self._postings.ends)

    def term(self, number: int) -> bytes:
        return _spelled(self._postings.spelling, self._postings.ends, number)

    def documents(self, number: int) -> Array:
        return self._postings.documents[slice(*self._postings.span(number))]

    def document_frequency(self, number: int) -> int:
        start, end = self._postings.span(number)
        return end - start

    def frequencies(self, number: int) -> Array:
        return self._postings.frequencies[slice(*self._postings.span(number))]

    def lengths(self, number: int) -> Array:
        return self._lengths[self.documents(number)]

    def value(self, number: int, posting: int) -> bytes:
        place = self._postings.span(number)[0] + posting
        block = place // SKIP
        frequencies = self._postings.frequencies[block * SKIP : place + 1]
        end = int(self._postings.skips[block]) + int(frequencies.sum(dtype=np.int64))
        return self._postings.positions[end - int(frequencies[-1]) : end].astype("<u4").tobytes()


class _Values(TermList):
    """A value field: each document's first value is in one column, the further ones of the few that have several in
    another. Values are their place among those that occur + 1."""

    def __init__(self, spelling: Array, ends: Array, first: Array, more_documents: Array, more_ordinals: Array) -> None:
        self._spelling, self._ends, self._first = spelling, ends, first
        self._more_documents, self._more_ordinals = more_documents, more_ordinals

    @cached_property
    def _counts(self) -> Array:
        counts = np.bincount(self._first, minlength=len(self) + 1)
        return (counts + np.bincount(self._more_ordinals, minlength=len(self) + 1))[1:]

    def __len__(self) -> int:
        return len(self._ends)

    def term(self, number: int) -> bytes:
        return _spelled(self._spelling, self._ends, number)

    def documents(self, number: int) -> Array:
        more = self._more_documents[self._more_ordinals == number + 1]
        return np.sort(np.append(np.flatnonzero(self._first == number + 1), more).astype(np.uint32))

    def document_frequency(self, number: int) -> int:
        return int(self._counts[number])


class _Days(_Values):
    """The days in KST as 2019-03-27, whose order is that of time. Undated documents have none."""

    def __init__(self, names: Array, first: Array) -> None:
        nothing = np.empty(0, np.uint32)
        super().__init__(nothing, names, first, nothing, nothing)

    def term(self, number: int) -> bytes:
        return day_of(int(self._ends[number])).isoformat().encode()


class _Ids(TermList):
    """The ids: each is one document's."""

    def __init__(self, spelling: Array, ends: Array, order: Array) -> None:
        self._spelling, self._ends, self._order = spelling, ends, order

    def __len__(self) -> int:
        return len(self._order)

    def term(self, number: int) -> bytes:
        return _spelled(self._spelling, self._ends, int(self._order[number]))

    def documents(self, number: int) -> Array:
        return self._order[number : number + 1]

    def document_frequency(self, number: int) -> int:
        return 1


def term_lists(segment: Segment) -> dict[str, TermList]:
    """The fields of a segment that have terms, in the order of their names."""
    columns = segment.documents

    def taken(field: str, *parts: str) -> list[Array]:
        return [columns[f"{field}.{part}"] for part in parts]

    lists: dict[str, TermList] = {"id": _Ids(*taken("id", "spelling", "ends", "order"))}
    lists["day"] = _Days(*taken("day", "names", "first"))
    for name in VALUE_FIELDS:
        lists[name] = _Values(*taken(name, "spelling", "ends", "first", "more_documents", "more_ordinals"))
    for name in TEXT_FIELDS:
        if name in segment.postings:
            lists[name] = _Text(segment.postings[name], columns[f"{name}.length"])
    return {name: lists[name] for name in sorted(lists) if len(lists[name])}


def _spelled(spelling: Array, ends: Array, number: int) -> bytes:
    start = int(ends[number - 1]) if number else 0
    return spelling[start : int(ends[number])].tobytes()

"""What Whoosh asks about terms."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any

import numpy as np
from whoosh.codec import base
from whoosh.fields import FieldType
from whoosh.formats import Format
from whoosh.reading import TermInfo, TermNotFound

from indexer.engines.whoosh_engine.matcher import PostingsMatcher
from indexer.engines.whoosh_engine.segment import Segment
from indexer.engines.whoosh_engine.term_lists import TermList, term_lists

Term = tuple[str, bytes]


class TermsReader(base.TermsReader):  # type: ignore[misc]
    """The terms of all fields of a segment, in the order of the fields' names, then of their bytes."""

    def __init__(self, segment: Segment) -> None:
        self._fields = term_lists(segment)

    def __contains__(self, term: Term) -> bool:
        return self._find(*term) is not None

    def indexed_field_names(self) -> list[str]:
        """The fields that have terms."""
        return list(self._fields)

    def terms(self) -> Iterator[Term]:
        """All terms."""
        return (term for term, _ in self.items())

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[Term]:
        """All terms from that one on, those of the following fields too."""
        return (term for term, _ in self.items_from(fieldname, prefix))

    def items(self) -> Iterator[tuple[Term, ArrayTermInfo]]:
        """All terms, each with what there is to know of it."""
        return self.items_from("", b"")

    def items_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[Term, ArrayTermInfo]]:
        """As `items`, from that term on."""
        for name, terms in self._fields.items():
            if name >= fieldname:
                start = terms.lower_bound(prefix) if name == fieldname else 0
                for number in range(start, len(terms)):
                    yield (name, terms.term(number)), ArrayTermInfo(terms, number)

    def term_info(self, fieldname: str, text: bytes) -> ArrayTermInfo:
        """Raises TermNotFound."""
        return ArrayTermInfo(*self._found(fieldname, text))

    def frequency(self, fieldname: str, text: bytes) -> int:
        """How often a term stands in all documents, 0 when there is none."""
        return self.term_info(fieldname, text).weight() if (fieldname, text) in self else 0

    def doc_frequency(self, fieldname: str, text: bytes) -> int:
        """How many documents a term is in, 0 when there is none."""
        found = self._find(fieldname, text)
        return found[0].document_frequency(found[1]) if found else 0

    def matcher(self, fieldname: str, text: bytes, format_: Format, scorer: Any = None) -> PostingsMatcher:
        """The way through its postings. Raises TermNotFound."""
        return PostingsMatcher(*self._found(fieldname, text), format_, (fieldname, text), scorer)

    def cursor(self, fieldname: str, fieldobj: FieldType) -> base.FieldCursor:
        """The way through the terms of a field."""
        terms = self._fields.get(fieldname)
        return Cursor(terms, fieldobj) if terms else base.EmptyCursor()

    def _find(self, fieldname: str, text: bytes) -> tuple[TermList, int] | None:
        terms = self._fields.get(fieldname)
        number = terms.find(text) if terms else -1
        return (terms, number) if terms and number >= 0 else None

    def _found(self, fieldname: str, text: bytes) -> tuple[TermList, int]:
        if found := self._find(fieldname, text):
            return found
        raise TermNotFound(f"no term {fieldname}:{text!r}")


class ArrayTermInfo(TermInfo):  # type: ignore[misc]
    """The statistics of a term, counted when they are asked for: of most terms passed by in a dictionary, none is. They
    include deleted documents, as Whoosh's own do. They can be assigned to: a reader of several segments adds a
    segment's first document number to `_minid` and `_maxid`."""

    def __init__(self, terms: TermList, number: int) -> None:
        self._terms, self._number = terms, number

    @cached_property
    def _df(self) -> int:
        return self._terms.document_frequency(self._number)

    @cached_property
    def _weight(self) -> int:
        return int(self._terms.frequencies(self._number).sum(dtype=np.int64))

    @cached_property
    def _maxweight(self) -> int:
        return int(self._terms.frequencies(self._number).max())

    @cached_property
    def _minlength(self) -> int:
        return int(self._terms.lengths(self._number).min())

    @cached_property
    def _maxlength(self) -> int:
        return int(self._terms.lengths(self._number).max())

    @cached_property
    def _minid(self) -> int:
        return int(self._terms.documents(self._number)[0])

    @cached_property
    def _maxid(self) -> int:
        return int(self._terms.documents(self._number)[-1])


class Cursor(base.FieldCursor):  # type: ignore[misc]
    """Stands on one term of a field, then on the next, as text; behind the last, on None."""

    def __init__(self, terms: TermList, fieldobj: FieldType) -> None:
        self._terms, self._field = terms, fieldobj
        self._number = 0

    def first(self) -> str | None:
        """Back to the first term."""
        self._number = 0
        return self.text()

    def find(self, string: str | bytes) -> str | None:
        """To the first term that does not come before this."""
        self._number = self._terms.lower_bound(self._field.to_bytes(string))
        return self.text()

    def next(self) -> str | None:
        """On to the next."""
        self._number += 1
        return self.text()

    def text(self) -> str | None:
        """The term."""
        return self._field.from_bytes(self._terms.term(self._number)) if self.is_valid() else None

    term = text

    def term_info(self) -> ArrayTermInfo | None:
        """What there is to know of the term."""
        return ArrayTermInfo(self._terms, self._number) if self.is_valid() else None

    def is_valid(self) -> bool:
        """Whether it stands on a term."""
        return self._number < len(self._terms)

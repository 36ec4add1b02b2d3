"""Whoosh's way through the postings of one term."""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy
from functools import cached_property
from typing import Any

import numpy.typing as npt
from whoosh.formats import Format
from whoosh.matching import LeafMatcher, ReadTooFar

from indexer.engines.whoosh_engine.term_lists import TermList


class PostingsMatcher(LeafMatcher):  # type: ignore[misc]
    """Stands on one posting of a term, then on the next. Documents are numbers of the segment, deleted ones too: Whoosh
    leaves those out. Without block quality: Whoosh looks at every posting, which is slow and sure."""

    def __init__(self, terms: TermList, number: int, fmt: Format, term: tuple[str, bytes], scorer: Any) -> None:
        self._terms, self._number = terms, number
        self.format, self._term, self.scorer = fmt, term, scorer
        self._documents = terms.documents(number)
        self._at = 0

    @cached_property
    def _frequencies(self) -> npt.NDArray[Any]:
        return self._terms.frequencies(self._number)

    def is_active(self) -> bool:
        """Whether it stands on a posting."""
        return self._at < len(self._documents)

    def reset(self) -> None:
        """Back to the first."""
        self._at = 0

    def copy(self) -> PostingsMatcher:
        """Another one at the same posting."""
        return copy(self)

    def id(self) -> int:
        """The document."""
        return int(self._documents[self._at])

    def next(self) -> None:
        """On to the next posting."""
        if not self.is_active():
            raise ReadTooFar
        self._at += 1

    def skip_to(self, id: int) -> None:  # noqa: A002  # Whoosh's
        """On to the first posting in that document or a later one; never back."""
        if not self.is_active():
            raise ReadTooFar
        if id > self.id():
            wanted = self._documents.dtype.type(id)  # of another type, searchsorted would convert all documents
            self._at += int(self._documents[self._at :].searchsorted(wanted))

    def all_ids(self) -> Iterator[int]:
        """The documents from here on."""
        return iter(self._documents[self._at :].tolist())

    def weight(self) -> float:
        """How often the term stands in the document."""
        return float(self._frequencies[self._at])

    def value(self) -> bytes:
        """What the field's format decodes: the positions, as bytes."""
        return self._terms.value(self._number, self._at)

    def supports_block_quality(self) -> bool:
        """No."""
        return False

"""The terms of one text as an engine takes them: columns, so that nothing is done a term at a time in Python."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from indexer.analysis.words import BARE, HEAD, ONE_TERM, VERB

Positions = npt.NDArray[np.int32]
Layout = npt.NDArray[np.uint8]


@dataclass(frozen=True, eq=False)
class FieldTerms:
    """Terms where they stand: term i is the UTF-8 bytes `spelling[ends[i - 1] : ends[i]]`, at `positions[i]`, the
    number of its word; in any order, a term at a position once. `layout` has a byte for each word (see words), 0 where
    sentences part: no term stands there."""

    spelling: npt.NDArray[np.uint8]
    ends: Positions
    positions: Positions
    layout: Layout

    @classmethod
    def of(cls, pairs: Iterable[tuple[str, int]], layout: Sequence[int] | None = None) -> FieldTerms:
        """From (term, position) pairs. Without a layout, every word is a head without a tail, apart from the others,
        and sentences part where no term stands. Raises ValueError for what is no text, and for a position that is
        negative or beyond the layout."""
        pairs = list(dict.fromkeys(pairs))
        spelled = [term.encode() for term, _ in pairs]
        positions = [position for _, position in pairs]
        layout = _plain(pairs) if layout is None else layout
        for position in positions:
            if not 0 <= position < len(layout):
                raise ValueError(f"no position: {position}")
        return cls(
            spelling=np.frombuffer(b"".join(spelled), np.uint8),
            ends=np.cumsum([len(term) for term in spelled], dtype=np.int32),
            positions=np.array(positions, dtype=np.int32),
            layout=np.array(layout, dtype=np.uint8),
        )

    def spellings(self) -> list[bytes]:
        """The terms as they are spelled, in UTF-8."""
        spelling, start, found = self.spelling.tobytes(), 0, []
        for end in self.ends.tolist():
            found.append(spelling[start:end])
            start = end
        return found

    def pairs(self) -> list[tuple[str, int]]:
        """The (term, position) pairs."""
        each = zip(self.spellings(), self.positions.tolist(), strict=True)
        return [(spelling.decode(), position) for spelling, position in each]

    @property
    def breaks(self) -> Positions:
        """The positions where sentences part, ascending."""
        return np.flatnonzero(self.layout == 0).astype(np.int32)

    def __len__(self) -> int:
        """The length of the field, in words."""
        return int(np.count_nonzero(self.layout))


def _plain(pairs: Sequence[tuple[str, int]]) -> list[int]:
    last = max((position for _, position in pairs), default=-1)
    layout = [0] * (last + 1 if last < 2**24 else 0)
    for term, position in pairs:
        if 0 <= position < len(layout):
            one = 0 if term.startswith(HEAD) or layout[position] == BARE else ONE_TERM
            layout[position] = layout[position] or BARE | (0 if term.startswith(VERB) else one)
    return layout

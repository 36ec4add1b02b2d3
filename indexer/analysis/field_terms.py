"""The terms of one text as an engine takes them: columns, so that nothing is done a term at a time in Python."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Positions = npt.NDArray[np.int32]


@dataclass(frozen=True, eq=False)
class FieldTerms:
    """Terms where they stand: term i is the UTF-8 bytes `spelling[ends[i - 1] : ends[i]]`, at `positions[i]`, in any
    order, a term at a position once. `breaks` are the positions between sentences, ascending; no term stands there."""

    spelling: npt.NDArray[np.uint8]
    ends: Positions
    positions: Positions
    breaks: Positions

    @classmethod
    def of(cls, pairs: Iterable[tuple[str, int]], breaks: Sequence[int] = ()) -> FieldTerms:
        """From (term, position) pairs. Raises ValueError for what is no text, and for a position that is negative or
        2³¹ or more."""
        pairs = list(dict.fromkeys(pairs))
        spelled = [term.encode() for term, _ in pairs]
        positions = [position for _, position in pairs]
        for position in (*positions, *breaks):
            if not 0 <= position < 2**31:
                raise ValueError(f"no position: {position}")
        return cls(
            spelling=np.frombuffer(b"".join(spelled), np.uint8),
            ends=np.cumsum([len(term) for term in spelled], dtype=np.int32),
            positions=np.array(positions, dtype=np.int32),
            breaks=np.array(breaks, dtype=np.int32),
        )

    def pairs(self) -> list[tuple[str, int]]:
        """The (term, position) pairs."""
        spelling, start, found = self.spelling.tobytes(), 0, []
        for end, position in zip(self.ends.tolist(), self.positions.tolist(), strict=True):
            found.append((spelling[start:end].decode(), position))
            start = end
        return found

    def __len__(self) -> int:
        """The length of the field, in terms."""
        return len(self.positions)

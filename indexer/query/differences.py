"""What changed between two texts, word by word: two versions of an article, two papers' prints of one text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import groupby
from operator import attrgetter
from typing import Literal, NamedTuple

Kind = Literal["same", "added", "removed"]

MOST_COMPARED = 4_000_000
"""Pairs of words that are compared at most for one changed passage, some tenths of a second. A longer passage is shown
as removed and added whole."""

_SIDES: tuple[tuple[Kind, Kind], ...] = (("removed", "added"), ("added", "removed"))
_PARAGRAPHS = re.compile(r"[^\n]*\n*")
_WORDS = re.compile(r"\s+|[^\W_]+|[\W_]")


class Change(NamedTuple):
    """A piece of text that both have, or only the one before (removed), or only the one after (added)."""

    kind: Kind
    text: str


def differences(before: str, after: str) -> tuple[Change, ...]:
    """The two texts as one run of pieces: those that are not `added` make `before`, not `removed` make `after`.

    Paragraphs are compared first and words only inside those that changed, so long articles cost little. Of two
    neighbours of one place, what is removed stands first; equal neighbours are one piece.
    """
    old, new = _PARAGRAPHS.findall(before), _PARAGRAPHS.findall(after)
    return tuple(_joined(_compared(old, new, by_words=True)))


def _compared(old: Sequence[str], new: Sequence[str], *, by_words: bool) -> Iterator[Change]:
    start, end = _common(old, new)
    yield Change("same", "".join(old[:start]))
    before, after = old[start : len(old) - end], new[start : len(new) - end]
    if len(before) * len(after) > MOST_COMPARED:
        yield from (Change("removed", "".join(before)), Change("added", "".join(after)))
    else:
        for kind, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
            removed, added = "".join(before[i:j]), "".join(after[k:m])
            if kind == "equal":
                yield Change("same", removed)
            elif by_words and removed and added:
                yield from _compared(_WORDS.findall(removed), _WORDS.findall(added), by_words=False)
            else:
                yield from (Change("removed", removed), Change("added", added))
    yield Change("same", "".join(old[len(old) - end :]))


def _common(old: Sequence[str], new: Sequence[str]) -> tuple[int, int]:
    """How many pieces are the same at the beginning and, of the rest, at the end."""
    shorter = min(len(old), len(new))
    start = next((i for i in range(shorter) if old[i] != new[i]), shorter)
    end = next((i for i in range(shorter - start) if old[-1 - i] != new[-1 - i]), shorter - start)
    return start, end


def _joined(changes: Iterable[Change]) -> Iterator[Change]:
    """Without empty pieces, and those of one place as one removed and one added."""
    pieces = [
        Change(kind, "".join(text for _, text in run))
        for kind, run in groupby((change for change in changes if change.text), key=attrgetter("kind"))
    ]
    kinds = [piece.kind for piece in pieces]
    for same, run in groupby(range(len(pieces)), key=lambda at: kinds[at] == "same" and not _between(pieces, at)):
        texts = [pieces[at] for at in run]
        if same:
            yield from texts
        else:
            for kind, other in _SIDES:
                if text := "".join(piece.text for piece in texts if piece.kind != other):
                    yield Change(kind, text)


def _between(pieces: Sequence[Change], at: int) -> bool:
    """Whether it is a lone space between two words that were both changed for others: ‘군수 김한결’ for ‘의장 박서연’
    reads better as one change than as two around a space."""
    around = [piece.kind for piece in pieces[max(at - 2, 0) : at + 3]]
    return pieces[at].text == " " and around == ["removed", "added", "same", "removed", "added"]

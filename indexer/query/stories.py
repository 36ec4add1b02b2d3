"""The same text in several papers: who printed it, who first, and in which words they differ."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from typing import Any

from indexer.query.differences import Change

UNNAMED = "신문 모름"
"""What a newspaper is called that no source names."""

MOST_COMPARED = 1_000_000
"""Pairs of words of two texts that are compared at most: two articles of 1,000 words, some 10 ms. Beyond it only what
they begin and end with alike is told from the rest."""


@dataclass(frozen=True, kw_only=True)
class Printed:
    """One paper's print of a story. `changes` lead from the text it is shown beside to its own; None where they were
    not compared, because nobody asked or because one of them is only a beginning."""

    id: str
    press: str
    title: str
    published: datetime | None
    url: str | None
    changes: tuple[Change, ...] | None = None

    def to_json(self) -> dict[str, Any]:
        """As in docs/api.md."""
        published = self.published.isoformat() if self.published else None
        return {"id": self.id, "press": self.press, "title": self.title, "published": published, "url": self.url}


@dataclass(frozen=True, kw_only=True)
class Story:
    """Two or more articles of one text by time of publication, seen from one of them: `here` is its id."""

    prints: tuple[Printed, ...]
    here: str

    @property
    def first(self) -> Printed | None:
        """The first publisher's; None where that is not known, because sources say only the day, or nothing."""
        first, second = (one.published for one in self.prints[:2])
        return self.prints[0] if first and (second is None or _before(first, second)) else None

    @property
    def others(self) -> tuple[Printed, ...]:
        """All but the one it is seen from."""
        return tuple(one for one in self.prints if one.id != self.here)

    @property
    def papers(self) -> tuple[str, ...]:
        """The newspapers that are known, each once."""
        return tuple(dict.fromkeys(one.press for one in self.prints if one.press))

    @property
    def name(self) -> str:
        """같은 글 4곳; counted in articles where a paper printed it twice or its name is not known."""
        prints, papers = len(self.prints), len(self.papers)
        return f"같은 글 {papers:,}곳" if papers == prints else f"같은 글 {prints:,}건"

    def to_json(self) -> dict[str, Any]:
        """As in docs/api.md."""
        others = [other.to_json() for other in self.others]
        first = self.first.to_json() if self.first else None
        return {"papers": list(self.papers), "first": first, "others": others}


def _before(first: datetime, second: datetime) -> bool:
    # Midnight is a day without a time: it says nothing of others of that day.
    return first < second and (first.date() < second.date() or (first.hour, first.minute) != (0, 0))


def word_changes(before: str, after: str) -> tuple[Change, ...]:
    """The words of two texts as one run of pieces. Spaces and paragraphs are no difference: papers set their own."""
    old, new = before.split(), after.split()
    if len(old) * len(new) > MOST_COMPARED:
        return tuple(_ends(old, new))
    return tuple(_by_words(old, new))


def _by_words(old: Sequence[str], new: Sequence[str]) -> Iterator[Change]:
    for kind, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            yield Change("same", " ".join(old[i:j]))
            continue
        if i < j:
            yield Change("removed", " ".join(old[i:j]))
        if k < m:
            yield Change("added", " ".join(new[k:m]))


def _ends(old: Sequence[str], new: Sequence[str]) -> Iterator[Change]:
    shorter = min(len(old), len(new))
    start = next((i for i in range(shorter) if old[i] != new[i]), shorter)
    end = next((i for i in range(shorter - start) if old[-1 - i] != new[-1 - i]), shorter - start)
    pieces = (
        Change("same", " ".join(old[:start])),
        Change("removed", " ".join(old[start : len(old) - end])),
        Change("added", " ".join(new[start : len(new) - end])),
        Change("same", " ".join(old[len(old) - end :])),
    )
    yield from (piece for piece in pieces if piece.text)

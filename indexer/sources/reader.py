"""What every reader of a format is, and how it says that something cannot be read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from indexer.article import Found, Rejected

if TYPE_CHECKING:
    from indexer.sources.blob import Blob

EXCERPT_LENGTH = 500
"""Characters of rejected text that are kept: what `Rejected.excerpt` promises."""


class Reader(Protocol):
    """One format. Stateless: the same reader reads every file, from any thread."""

    @property
    def name(self) -> str:
        """How the archive calls the format; stored with every origin, so it never changes."""

    def recognises(self, head: bytes) -> bool:
        """Whether a file that begins with these bytes (`detect.HEAD_BYTES` at most) is of this format."""

    def read(self, blob: Blob) -> Iterator[Found | Rejected]:
        """Everything in it, in its order. Raises OSError only; all else is a Rejected."""


class Unusable(ValueError):
    """One place cannot be read. `reason` is Korean, `line` counts from 1. Becomes a Rejected in its reader."""

    def __init__(self, reason: str, line: int | None = None) -> None:
        super().__init__(reason)
        self.reason, self.line = reason, line


def rejected(place: str, reason: str, *, line: int | None = None, text: str = "") -> Rejected:
    """A Rejected of that place with the beginning of the text that could not be read."""
    return Rejected(path=place, reason=reason, line=line, excerpt=text[:EXCERPT_LENGTH])


def shown(path: Path) -> str:
    r"""The path as text that can be stored and printed.

    Zip files made on Korean Windows unpack to names in CP949, which Python holds as lone surrogates; no database
    takes those. Names in CP949 are shown as the Korean they are, other stray bytes as `\xNN`.
    """
    raw = str(path).encode("utf-8", "surrogateescape")
    for encoding in ("utf-8", "cp949"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("utf-8", "backslashreplace")

"""Sources: whatever a path holds → articles as `Found`, all else as `Rejected`. Nothing vanishes, nothing raises.

    for file in read_path(Path("기사")):
        for item in file.items: ...

A new format is a module with a `Reader`, listed in `detect.READERS`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from indexer.article import Found, Rejected
from indexer.errors import UnreadableSource
from indexer.sources.blob import Blob
from indexer.sources.decode import decode_head
from indexer.sources.detect import HEAD_BYTES, describe, detect, is_text
from indexer.sources.files import os_reason, sha256_of, walk
from indexer.sources.identity import identity
from indexer.sources.reader import Reader, Unusable, rejected, shown
from indexer.sources.repair import parse_date, split_reporters

__all__ = [
    "Blob",
    "Reader",
    "SourceFile",
    "identity",
    "parse_date",
    "read_blob",
    "read_path",
    "read_paths",
    "shown",
    "split_reporters",
]


@dataclass(frozen=True)
class SourceFile:
    """A file that was met, or what stands for one: a member of an archive, a page. `items` can be gone through once and
    reads it as it goes.

    `place` is where it is, as it is stored. `sha256` is "" when it could not be read, `kind` (the reader's name) is ""
    when no reader takes it; `items` then says why.
    """

    place: str
    sha256: str
    kind: str
    items: Iterator[Found | Rejected]


def read_path(path: Path) -> Iterator[SourceFile]:
    """Every file under a folder in sorted order, without hidden ones; or the one file.

    Raises UnreadableSource at once when there is nothing at `path`; all that goes wrong later is a Rejected.
    """
    if not _exists(path):
        reason = "그런 파일이나 폴더가 없습니다. 철자와 위치를 확인하십시오(현재 폴더에서 찾습니다)."
        raise UnreadableSource(path, None, reason)
    return (_unread(shown(file), why) if why else read_blob(Blob.of_file(file)) for file, why in walk(path))


def read_paths(paths: Iterable[Path]) -> Iterator[SourceFile]:
    """Every file of several paths. Raises UnreadableSource for a missing one before anything is read."""
    return chain.from_iterable([read_path(path) for path in paths])


def _exists(path: Path) -> bool:
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError, ValueError):  # ValueError: a NUL in the name
        return False
    except OSError:  # something is there that may not be seen; reading it will say why
        return True
    return True


def read_blob(blob: Blob) -> SourceFile:
    """What the bytes hold, read by the reader that recognises them."""
    try:
        with blob.open() as file:
            head = file.read(HEAD_BYTES)
            file.seek(0)
            digest = sha256_of(file)
    except OSError as e:
        return _unread(blob.place, rejected(blob.place, os_reason(e)))
    except Unusable as e:
        return _unread(blob.place, rejected(blob.place, e.reason))
    reader = detect(head)
    if reader is None:
        excerpt = decode_head(head).strip() if is_text(head) else ""
        return SourceFile(blob.place, digest, "", iter([rejected(blob.place, describe(head), text=excerpt)]))
    return SourceFile(blob.place, digest, reader.name, _items(reader, blob))


def _unread(place: str, why: Rejected) -> SourceFile:
    return SourceFile(place, "", "", iter([why]))


def _items(reader: Reader, blob: Blob) -> Iterator[Found | Rejected]:
    """What the reader reads; a file that fails or is swapped for a FIFO meanwhile ends in a Rejected."""
    try:
        yield from reader.read(blob)
    except OSError as e:
        yield rejected(blob.place, os_reason(e))
    except Unusable as e:
        yield rejected(blob.place, e.reason)

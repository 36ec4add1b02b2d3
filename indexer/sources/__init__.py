"""Sources: whatever a path holds → articles as `Found`, all else as `Rejected`. Nothing vanishes, nothing raises.

    for file in read_path(Path("기사")):
        for item in file.items: ...

A new format is a module with a `Reader`, listed in `detect.READERS`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from indexer.article import Found, Rejected
from indexer.errors import UnreadableSource
from indexer.sources.decode import decode_head
from indexer.sources.detect import HEAD_BYTES, describe, detect, is_text
from indexer.sources.files import open_regular, os_reason, sha256_of, walk
from indexer.sources.identity import identity
from indexer.sources.reader import Reader, Unusable, rejected, shown
from indexer.sources.repair import parse_date, split_reporters

__all__ = ["Reader", "SourceFile", "identity", "parse_date", "read_path", "shown", "split_reporters"]


@dataclass(frozen=True)
class SourceFile:
    """A file that was met. `items` can be gone through once and reads the file as it goes.

    `sha256` is "" when the file could not be read, `kind` (the reader's name) is "" when no reader takes it; `items`
    then says why. `shown(path)` is the path as it is stored.
    """

    path: Path
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
    return (_unread(file, why) if why else _source_file(file) for file, why in walk(path))


def _exists(path: Path) -> bool:
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError, ValueError):  # ValueError: a NUL in the name
        return False
    except OSError:  # something is there that may not be seen; reading it will say why
        return True
    return True


def _source_file(path: Path) -> SourceFile:
    try:
        with open_regular(path) as file:
            head = file.read(HEAD_BYTES)
            file.seek(0)
            digest = sha256_of(file)
    except OSError as e:
        return _unread(path, rejected(path, os_reason(e)))
    except Unusable as e:
        return _unread(path, rejected(path, e.reason))
    reader = detect(head)
    if reader is None:
        excerpt = decode_head(head).strip() if is_text(head) else ""
        return SourceFile(path, digest, "", iter([rejected(path, describe(head), text=excerpt)]))
    return SourceFile(path, digest, reader.name, _items(reader, path))


def _unread(path: Path, why: Rejected) -> SourceFile:
    return SourceFile(path, "", "", iter([why]))


def _items(reader: Reader, path: Path) -> Iterator[Found | Rejected]:
    """What the reader reads; a file that fails or is swapped for a FIFO meanwhile ends in a Rejected."""
    try:
        yield from reader.read(path)
    except OSError as e:
        yield rejected(path, os_reason(e))
    except Unusable as e:
        yield rejected(path, e.reason)

"""Sources: whatever a path holds → articles as `Found`, all else as `Rejected`. Nothing vanishes, nothing raises.

    for file in read_path(Path("기사")):
        for item in file.items: ...

A new format is a module with a `Reader`, listed in `detect.READERS`. What holds files (zip, tar, WARC, …) is a
`Container`: its members are read as files are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from indexer.article import Found, Rejected
from indexer.errors import UnreadableSource
from indexer.sources.blob import Blob
from indexer.sources.containers import Budget, Container, Exhausted, container_of
from indexer.sources.containers.budget import MOST_DEPTH
from indexer.sources.decode import decode_head
from indexer.sources.detect import HEAD_BYTES, READERS, describe, detect, is_text, readers_for
from indexer.sources.files import bytes_of, os_reason, sha256_of, size_of, walk
from indexer.sources.identity import identity
from indexer.sources.position import Position
from indexer.sources.reader import Reader, Unusable, rejected, shown
from indexer.sources.repair import parse_date, split_reporters
from indexer.sources.table.columns import ColumnMap

__all__ = [
    "Blob",
    "ColumnMap",
    "Position",
    "Reader",
    "SourceFile",
    "bytes_of",
    "identity",
    "parse_date",
    "read_blob",
    "read_path",
    "read_paths",
    "shown",
    "split_reporters",
    "unfolded",
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


def read_path(
    path: Path, *, scratch: Path | None = None, position: Position | None = None, columns: ColumnMap | None = None
) -> Iterator[SourceFile]:
    """Every file under a folder in sorted order, without hidden ones; or the one file. Of a container, its members.

    What is too large for the memory is unpacked to files without a name in `scratch` (None: the system's own folder).
    `position` is kept, `columns` says what the columns of tables are. Raises UnreadableSource at once when there is
    nothing at `path`; all that goes wrong later is a Rejected.
    """
    if not _exists(path):
        reason = "그런 파일이나 폴더가 없습니다. 철자와 위치를 확인하십시오(현재 폴더에서 찾습니다)."
        raise UnreadableSource(path, None, reason)
    return _files(path, scratch, position or Position(), readers_for(columns) if columns else READERS)


def read_paths(
    paths: Iterable[Path],
    *,
    scratch: Path | None = None,
    position: Position | None = None,
    columns: ColumnMap | None = None,
) -> Iterator[SourceFile]:
    """Every file of several paths. Raises UnreadableSource for a missing one before anything is read."""
    return chain.from_iterable([read_path(path, scratch=scratch, position=position, columns=columns) for path in paths])


def _files(path: Path, scratch: Path | None, position: Position, readers: Sequence[Reader]) -> Iterator[SourceFile]:
    for file, why in walk(path):
        if why:
            yield _unread(shown(file), why)
            continue
        position.begin(size_of(file))
        blob = position.watched(Blob.of_file(file))
        yield from unfolded(blob, scratch=scratch, position=position, readers=readers)
    position.end()


def _exists(path: Path) -> bool:
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError, ValueError):  # ValueError: a NUL in the name
        return False
    except OSError:  # something is there that may not be seen; reading it will say why
        return True
    return True


def read_blob(blob: Blob) -> SourceFile:
    """What the bytes hold, as one file, read by the reader that recognises them. For pages that were fetched; what
    holds several files is better read by `unfolded`, which tells them apart."""
    first, *others = unfolded(blob)
    return first if not others else replace(first, items=chain(first.items, *(other.items for other in others)))


def unfolded(
    blob: Blob,
    *,
    scratch: Path | None = None,
    position: Position | None = None,
    readers: Sequence[Reader] = READERS,
) -> Iterator[SourceFile]:
    """What the bytes hold: the one file that they are, or the members of a container."""
    try:
        head, size = blob.head(HEAD_BYTES), blob.size()
    except OSError as e:
        yield _unread(blob.place, rejected(blob.place, os_reason(e)))
    except Unusable as e:
        yield _unread(blob.place, rejected(blob.place, e.reason))
    else:
        yield from _read(blob, head, Budget(size, scratch=scratch, position=position), readers)


def _read(blob: Blob, head: bytes, budget: Budget, readers: Sequence[Reader]) -> Iterator[SourceFile]:
    if container := container_of(head):
        yield from _members(container, blob, budget, readers)
    else:
        yield _file(blob, head, readers)


def _members(container: Container, blob: Blob, budget: Budget, readers: Sequence[Reader]) -> Iterator[SourceFile]:
    """Everything in a container, and what could not be read of it. Whoever asks for the next has read the one before:
    so there is never more than one large member at a time."""
    budget.depth += 1
    empty = True
    try:
        if budget.depth > MOST_DEPTH:
            raise Unusable(f"압축 파일이 너무 겹겹이 들어 있습니다(최대 {MOST_DEPTH}겹). 한 번 풀어 넣으십시오.")
        for member in container.members(blob, budget):
            empty = False
            if isinstance(member, Rejected):
                yield SourceFile(member.path, "", container.name, iter([member]))
            else:
                yield from _read(member, member.head(HEAD_BYTES), budget, readers)
            if budget.exhausted:  # in a container inside, which has said so
                return
        if empty:
            raise Unusable("안에 읽을 파일이 없습니다. 내려받기나 저장이 끝났는지 확인하십시오.")
    except OSError as e:
        yield SourceFile(blob.place, "", container.name, iter([rejected(blob.place, os_reason(e))]))
    except Unusable as e:
        place = e.place if isinstance(e, Exhausted) and e.place else blob.place
        yield SourceFile(place, "", container.name, iter([rejected(place, e.reason)]))
    finally:
        budget.depth -= 1


def _file(blob: Blob, head: bytes, readers: Sequence[Reader]) -> SourceFile:
    try:
        with blob.open() as file:
            digest = sha256_of(file)
    except OSError as e:
        return _unread(blob.place, rejected(blob.place, os_reason(e)))
    except Unusable as e:
        return _unread(blob.place, rejected(blob.place, e.reason))
    reader = detect(head, readers)
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

"""Copies of an archive that are whole: made while others write, checked before they count, and brought back.

DIR/gisa-20200801-093000/archive.sqlite3   the archive as it was at one moment
DIR/gisa-20200801-093000/manifest.json     what it must be: hash, counts, version of the tables, time
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from indexer.archive.connect import SCHEMA
from indexer.archive.tables import articles, origins, rejected, tombstones, versions
from indexer.article import KST
from indexer.errors import ArchiveBusy, ArchiveError, DamagedBackup

DATABASE, MANIFEST = "archive.sqlite3", "manifest.json"
"""The two files of a backup."""

FORMAT = 1

PAGES = 1_000
"""Pages of the database that are copied between two looks at the progress: 8 MB."""

PIECE = 1 << 20
"""Bytes that are read at once."""

COUNTED = tuple(table.name for table in (articles, versions, origins, rejected, tombstones))
"""The tables whose rows are counted, there and in the copy."""

Advance = Callable[[int, int], None]
"""Told how many pages of how many are copied."""


@dataclass(frozen=True, kw_only=True)
class Backup:
    """A backup: its folder, and what its manifest says."""

    folder: Path
    made: datetime
    schema: str
    size: int
    sha256: str
    counts: dict[str, int]

    def to_json(self) -> dict[str, Any]:
        """The manifest, and where it is."""
        told = asdict(self) | {"folder": str(self.folder), "made": self.made.isoformat()}
        return {"format": FORMAT} | told


def back_up(database: Path, into: Path, advance: Advance = lambda _done, _all: None) -> Backup:
    """Copies the database as it is at this moment, whoever writes meanwhile, and checks the copy.

    The folder has its name only when all of it is on the disk. Raises ArchiveError and DamagedBackup."""
    made = datetime.now(KST).replace(microsecond=0)
    folder = into / f"gisa-{made:%Y%m%d-%H%M%S}"
    if folder.exists():
        raise DamagedBackup(folder, "같은 이름의 백업이 있습니다. 잠시 뒤에 다시 하십시오")
    aside = into / f".{folder.name}.new"
    with _ours(into):
        into.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(aside, ignore_errors=True)
        aside.mkdir()
        try:
            counts = _copied(database, aside / DATABASE, advance)
            written = _measured(aside / DATABASE, folder, made, counts)
            _seal(aside, written)
            aside.rename(folder)
            _sync(into)
        except BaseException:
            shutil.rmtree(aside, ignore_errors=True)
            raise
    return written


def _measured(copy: Path, folder: Path, made: datetime, counts: dict[str, int]) -> Backup:
    size, digest = copy.stat().st_size, _hash(copy)
    return Backup(folder=folder, made=made, schema=SCHEMA, size=size, sha256=digest, counts=counts)


def _seal(aside: Path, backup: Backup) -> None:
    """Checks the copy, and writes the manifest beside it; both are on the disk then."""
    _check_copy(aside / DATABASE, backup.counts)
    told = backup.to_json()
    del told["folder"]  # it may be moved
    (aside / MANIFEST).write_text(json.dumps(told, indent=2), "utf-8")
    _sync(aside / DATABASE, aside / MANIFEST, aside)


def changed(backup: Backup, change: Callable[[Path], None]) -> Backup:
    """The backup after a change of its database: made in a copy, which takes its place when it is whole."""
    folder = backup.folder.resolve()
    aside, old = (folder.with_name(f".{folder.name}.{ending}") for ending in ("new", "old"))
    with _ours(folder):
        shutil.rmtree(aside, ignore_errors=True)
        shutil.rmtree(old, ignore_errors=True)
        aside.mkdir()
        try:
            shutil.copyfile(folder / DATABASE, aside / DATABASE)
            change(aside / DATABASE)
            with closing(sqlite3.connect(aside / DATABASE)) as copy:
                copy.execute("PRAGMA journal_mode=DELETE")
                counts = _counts(copy)
            written = _measured(aside / DATABASE, backup.folder, backup.made, counts)
            _seal(aside, written)
            folder.rename(old)
            aside.rename(folder)
            _sync(folder.parent)
        finally:
            shutil.rmtree(aside, ignore_errors=True)
        shutil.rmtree(old)
    return written


def _copied(database: Path, target: Path, advance: Advance) -> dict[str, int]:
    """Copies it in one piece of time; how many rows it had then."""
    with closing(sqlite3.connect(database, isolation_level=None)) as source, closing(sqlite3.connect(target)) as copy:
        source.execute("PRAGMA query_only=ON")
        # The copy is of the moment that this transaction sees: others write on into the log, and it starts never anew.
        source.execute("BEGIN")
        counts = _counts(source)
        source.backup(copy, pages=PAGES, progress=lambda _, left, every: advance(every - left, every))
        source.execute("ROLLBACK")
        copy.execute("PRAGMA journal_mode=DELETE")  # one file, without a log beside it
    return counts


def read(folder: Path) -> Backup:
    """The backup in that folder, once its hash, its database and its counts were checked. Raises DamagedBackup."""
    remedy = "다른 백업을 고르십시오"
    try:
        told = json.loads((folder / MANIFEST).read_bytes())
        if told["format"] != FORMAT:
            raise DamagedBackup(folder, f"다른 판({told['format']})의 백업입니다. 그 판의 프로그램으로 되살리십시오")
        names = ("schema", "size", "sha256", "counts")
        backup = Backup(folder=folder, made=datetime.fromisoformat(told["made"]), **{n: told[n] for n in names})
    except (FileNotFoundError, NotADirectoryError) as error:
        raise DamagedBackup(folder, f"백업이 아닙니다({MANIFEST}이 없습니다). 백업 폴더를 주십시오") from error
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DamagedBackup(folder, f"백업의 목록({MANIFEST})을 읽을 수 없습니다. {remedy}") from error
    with _ours(folder):
        _check_file(folder / DATABASE, backup)
        _check_copy(folder / DATABASE, backup.counts)
    return backup


def _check_file(path: Path, backup: Backup) -> None:
    remedy = "백업이 깨졌습니다. 다른 백업을 고르십시오"
    if not path.is_file():
        raise DamagedBackup(path, f"파일이 없습니다. {remedy}")
    if (size := path.stat().st_size) != backup.size:
        raise DamagedBackup(path, f"{backup.size:,}바이트여야 하는데 {size:,}바이트입니다. {remedy}")
    if _hash(path) != backup.sha256:
        raise DamagedBackup(path, f"내용이 바뀌었습니다(SHA-256이 다릅니다). {remedy}")


def _check_copy(path: Path, counts: dict[str, int]) -> None:
    """Opens it and reads all of it, without changing a byte."""
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?immutable=1", uri=True)) as copy:
            said = [row[0] for row in copy.execute("PRAGMA integrity_check(1)")]
            found = _counts(copy)
    except sqlite3.Error as error:
        raise DamagedBackup(path, f"열 수 없습니다: {error}. 다른 백업을 고르십시오") from error
    if said != ["ok"]:
        raise DamagedBackup(path, f"안이 깨졌습니다: {said[0]}. `./gisa check`로 원본을 확인하십시오")
    if found != counts:
        raise DamagedBackup(path, f"건수가 다릅니다: {counts}이어야 하는데 {found}입니다. 다른 백업을 고르십시오")


def put_back(backup: Backup, database: Path, change: Callable[[Path], None]) -> None:
    """Copies a checked backup aside, lets it be changed, and puts it in the database's place. Raises DamagedBackup, and
    ArchiveBusy where another program has the old one open."""
    aside = database.with_name(f"{database.name}.new")
    with _ours(database):
        database.parent.mkdir(parents=True, exist_ok=True)
        try:
            shutil.copyfile(backup.folder / DATABASE, aside)
            _check_file(aside, backup)
            change(aside)
            _sync(aside)
            if database.exists():
                _close_log(database)
            aside.replace(database)
            _sync(database.parent)
        except BaseException:
            for ending in ("", "-wal", "-shm"):
                aside.with_name(aside.name + ending).unlink(missing_ok=True)
            raise


def _close_log(database: Path) -> None:
    """Takes the old database's log away: left there, it would be read into the new one."""
    logs = [database.with_name(f"{database.name}-{ending}") for ending in ("wal", "shm")]
    try:
        with closing(sqlite3.connect(database, timeout=1.0)) as old:
            old.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.OperationalError as error:
        if "locked" in str(error):
            raise ArchiveBusy("다른 프로그램이 지금의 보관소를 쓰고 있습니다") from error
    except sqlite3.Error:
        pass  # it is damaged, which may be why it is replaced
    for log in logs:
        log.unlink(missing_ok=True)


def _counts(connection: sqlite3.Connection) -> dict[str, int]:
    return {name: int(connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0]) for name in COUNTED}


def _hash(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            digest.update(piece)
    return digest.hexdigest()


def _sync(*paths: Path) -> None:
    for path in paths:
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


@contextmanager
def _ours(place: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise ArchiveError(f"{place}: {error}. 디스크의 빈 곳과 `./gisa check`의 답을 확인하십시오.") from error
    except OSError as error:
        raise ArchiveError(f"{place}: {error.strerror}. 디스크의 빈 곳과 권한을 확인하십시오.") from error

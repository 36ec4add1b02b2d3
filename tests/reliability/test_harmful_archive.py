"""An archive file from somebody else: what it says in SQL runs nothing and reaches no other file, bombs stay packed."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from indexer import ingest
from indexer.archive import Archive
from indexer.archive.connect import sqlite_url
from indexer.engines.memory import MemoryEngine
from indexer.errors import ArchiveDamaged, ArchiveError
from indexer.sources import SourceFile, read_paths
from tests.fakes import PlainAnalyser, write_jsonl
from tests.peak import peak_megabytes

WANTED = (
    "load_extension('/tmp/gisa-was-harmed')",
    "writefile('{}', 'x')",
    "readfile('/etc/passwd')",
    "edit('x', 'sh')",
)


@pytest.fixture
def file(tmp_path: Path) -> Iterator[Path]:
    """An archive of two articles."""
    made = tmp_path / "archive.sqlite3"
    with closing(Archive(sqlite_url(made))) as archive:
        rows = [{"id": f"a-{number}", "title": "솔내천 둑", "body": "가람군은 둑을 높인다."} for number in range(2)]
        files = read_paths([write_jsonl(tmp_path / "a.jsonl", rows)])
        ingest.add(files, archive=archive, engine=MemoryEngine(), analyser=PlainAnalyser())
    yield made
    assert sorted(path.name.partition("-")[0] for path in tmp_path.iterdir()) == ["a.jsonl", "archive.sqlite3"]


def harmed(file: Path, *statements: str) -> None:
    with closing(sqlite3.connect(file)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


def used(archive: Archive, files: Iterable[SourceFile]) -> None:
    archive.rejections()
    ingest.add(files, archive=archive, engine=MemoryEngine(), analyser=PlainAnalyser())


@pytest.mark.parametrize("wanted", WANTED)
@pytest.mark.parametrize("how", ["trigger", "view"])
def test_what_an_archive_wants_to_run_is_one_error(file: Path, wanted: str, how: str) -> None:
    call = wanted.format(file.with_name("harm"))
    if how == "trigger":
        harmed(file, f"CREATE TRIGGER harm AFTER INSERT ON versions BEGIN SELECT {call}; END")
    else:
        harmed(
            file, "ALTER TABLE rejected RENAME TO other", f"CREATE VIEW rejected AS SELECT {call} AS id, * FROM other"
        )
    files = read_paths([write_jsonl(file.with_name("a.jsonl"), [{"id": "b", "title": "둑"}])])
    with closing(Archive(sqlite_url(file))) as archive, pytest.raises(ArchiveError, match="보관소"):
        used(archive, files)


def test_tokens_that_unpack_to_a_gigabyte_are_refused(file: Path) -> None:
    machine = zlib.compressobj(9)
    zeros = bytes(1 << 24)
    bomb = b"".join(machine.compress(zeros) for _ in range(64)) + machine.flush()
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("UPDATE tokens SET data = ?", (bomb,))
        connection.commit()
    before = peak_megabytes()
    with closing(Archive(sqlite_url(file))) as archive:
        (stored, *_) = archive.current(["a-0"], PlainAnalyser().version).values()
        with pytest.raises(ArchiveDamaged, match="a-0: 형태소 기록"):
            stored.columns()
    assert peak_megabytes() - before < 50


def opened(path: Path) -> list[str]:
    with closing(Archive(sqlite_url(path))) as archive:
        return archive.flaws()


@pytest.mark.parametrize("data", [b"SQLite format 3\0" + bytes(5_000), b"no database " * 900, b"\x80\x04."])
def test_what_is_no_archive_is_one_error(tmp_path: Path, data: bytes) -> None:
    made = tmp_path / "archive.sqlite3"
    made.write_bytes(data)
    with pytest.raises(ArchiveError, match="보관소"):
        opened(made)

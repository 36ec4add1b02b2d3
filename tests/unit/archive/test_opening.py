"""Opening and sharing the database, and what is said when it cannot be."""

from __future__ import annotations

import re
import sqlite3
import subprocess
import sys
import textwrap
import threading
from pathlib import Path

import pytest
from sqlalchemy import Engine, event

from indexer.archive import Archive, connect
from indexer.archive.connect import SCHEMA, sqlite_url
from indexer.errors import ArchiveError
from tests.archives import ONLY_SQLITE
from tests.fakes import found, origin

KOREAN = re.compile("[가-힣]")


def test_the_folder_is_made_and_the_archive_kept(tmp_path: Path) -> None:
    url = sqlite_url(tmp_path / "깊은" / "곳" / "archive.sqlite3")
    first = Archive(url)
    first.store([(origin(), found(id="a"))])
    first.close()
    again = Archive(url)
    assert list(again.current(["a"], "plain-1")) == ["a"]
    again.close()


def test_an_archive_of_another_schema_is_refused_not_misread(tmp_path: Path) -> None:
    path = tmp_path / "archive.sqlite3"
    Archive(sqlite_url(path)).close()
    with sqlite3.connect(path) as database:
        database.execute("UPDATE meta SET value = '99' WHERE name = 'schema'")
    database.close()
    with pytest.raises(ArchiveError, match=f"99판.*{SCHEMA}판"):
        Archive(sqlite_url(path))


def test_ctrl_c_while_a_row_is_read_is_passed_on_and_nothing_else_is_said(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    def text(stored: bytes) -> str:
        if stored == "솔내천 둑".encode():
            raise KeyboardInterrupt
        return stored.decode()

    def reads_so(connection: sqlite3.Connection, _record: object) -> None:
        connection.text_factory = text

    url = sqlite_url(tmp_path / "archive.sqlite3")
    made = Archive(url)
    made.store([(origin(), found(id="a")), (origin(), found(id="b", title="솔내천 둑"))])
    made.close()
    event.listen(Engine, "connect", reads_so)
    try:
        again = Archive(url)
        with pytest.raises(KeyboardInterrupt):
            again.changed(0, "plain-1", 10)
        again.close()
    finally:
        event.remove(Engine, "connect", reads_so)
    assert not caplog.records


_FIRST_SCHEMA = """
ALTER TABLE versions DROP COLUMN excerpt; ALTER TABLE versions DROP COLUMN seal;
DROP INDEX articles_by_story; DROP INDEX articles_by_version;
DROP INDEX articles_again; DROP INDEX meta_again; DROP INDEX origins_again; DROP INDEX rejected_again;
ALTER TABLE articles DROP COLUMN story;
DROP TABLE bands; DROP TABLE pages; DROP TABLE visits; DROP TABLE tombstones; DROP TABLE rights;
UPDATE meta SET value = '1' WHERE name = 'schema';
"""


def test_an_archive_of_the_first_schema_is_brought_up_and_keeps_everything(tmp_path: Path) -> None:
    url = sqlite_url(tmp_path / "archive.sqlite3")
    first = Archive(url)
    first.store([(origin(), found(id="a"))])
    before = first.current(["a"], "plain-1")
    first.close()
    with sqlite3.connect(tmp_path / "archive.sqlite3") as database:
        database.executescript(_FIRST_SCHEMA)
    database.close()
    for _ in range(2):
        again = Archive(url)
        assert again.current(["a"], "plain-1") == before
        again.store([(origin(), found(id="b", excerpt=True))])
        again.close()


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "archive.sqlite3"
    path.write_bytes(b"%PDF-1.7 " * 500)
    with pytest.raises(ArchiveError, match="보관소를 쓸 수 없습니다") as error:
        Archive(sqlite_url(path))
    assert str(path) in str(error.value)
    assert error.value.exit_code == 74


def test_a_folder_that_cannot_be_made_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "파일").write_text("")
    with pytest.raises(ArchiveError, match="폴더를 만들 수 없습니다"):
        sqlite_url(tmp_path / "파일" / "data" / "archive.sqlite3")


def test_a_folder_that_cannot_be_written_is_said_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "mkdir", denied)
    with pytest.raises(ArchiveError) as error:
        sqlite_url(tmp_path / "읽기만" / "archive.sqlite3")
    assert KOREAN.search(str(error.value))
    assert "읽기만" in str(error.value)


def test_a_database_that_cannot_be_opened_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "archive.sqlite3").mkdir()
    with pytest.raises(ArchiveError, match="디스크의 빈 곳과 권한을 확인하십시오"):
        Archive(sqlite_url(tmp_path / "archive.sqlite3"))


@ONLY_SQLITE
def test_a_database_lost_under_way_is_an_archive_error_too(archive: Archive, tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "data" / "archive.sqlite3") as database:
        database.execute("DROP TABLE rejected")
    database.close()
    with pytest.raises(ArchiveError, match="no such table"):
        archive.rejections()


@ONLY_SQLITE
def test_what_is_acknowledged_is_on_the_disk(archive: Archive, tmp_path: Path) -> None:
    assert archive.position("index") == 0
    with sqlite3.connect(tmp_path / "data" / "archive.sqlite3") as database:
        assert database.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    database.close()
    with archive._database.connect() as connection:
        pragmas = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("synchronous", "foreign_keys")
        }
        assert pragmas == {"synchronous": 2, "foreign_keys": 1}
        assert connection.exec_driver_sql("PRAGMA secure_delete").scalar() == 1


def holding(path: Path, seconds: float) -> subprocess.Popen[str]:
    """Another process that holds the database for writing; returns when it does."""
    code = f"""
        import sqlite3, time
        database = sqlite3.connect({str(path)!r}, isolation_level=None)
        database.execute("BEGIN IMMEDIATE")
        print("held", flush=True)
        time.sleep({seconds})
        database.execute("COMMIT")
    """
    process = subprocess.Popen([sys.executable, "-c", textwrap.dedent(code)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


@ONLY_SQLITE
def test_a_writer_waits_for_another_process(archive: Archive, tmp_path: Path) -> None:
    with holding(tmp_path / "data" / "archive.sqlite3", seconds=1) as other:
        assert [outcome.kind for outcome in archive.store([(origin(), found(id="a"))])] == ["added"]
        assert other.wait() == 0


@ONLY_SQLITE
def test_readers_do_not_wait_for_a_writer(archive: Archive, tmp_path: Path) -> None:
    archive.store([(origin(), found(id="a"))])
    with holding(tmp_path / "data" / "archive.sqlite3", seconds=20) as other:
        assert list(archive.current(["a"], "plain-1")) == ["a"]
        assert other.poll() is None
        other.kill()


def test_a_writer_that_waited_long_enough_gives_up_in_korean(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connect, "WAIT_MS", 200)
    archive = Archive(sqlite_url(tmp_path / "archive.sqlite3"))
    with holding(tmp_path / "archive.sqlite3", seconds=20) as other:
        with pytest.raises(ArchiveError, match=r"보관소를 쓸 수 없습니다.*locked"):
            archive.store([(origin(), found())])
        other.kill()
    assert [outcome.kind for outcome in archive.store([(origin(), found())])] == ["added"]
    archive.close()


def test_a_batch_that_fails_half_way_stores_nothing(archive: Archive) -> None:
    impossible = found(id="b", extra={"집합": {1, 2}})  # no JSON
    with pytest.raises(ArchiveError):
        archive.store([(origin(), found(id="a")), (origin(), impossible)])
    assert archive.current(["a", "b"], "plain-1") == {}


def test_many_threads_read_and_write_one_archive(archive: Archive) -> None:
    errors: list[BaseException] = []

    def work(number: int) -> None:
        try:
            for step in range(10):
                archive.store([(origin(), found(id=f"{number}-{step}"))])
                assert archive.current([f"{number}-{step}"], "plain-1")
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not errors
    assert archive.stats("index", "plain-1").articles == 60

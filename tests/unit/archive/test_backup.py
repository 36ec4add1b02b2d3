"""Backups: whole while others write, checked before they count, and nothing touched by a damaged one."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from indexer import ingest, keeping
from indexer.archive import Archive, Tombstone, backup
from indexer.archive.backup import DATABASE, MANIFEST, Backup
from indexer.archive.connect import sqlite_url
from indexer.errors import ArchiveBusy, ArchiveError, DamagedBackup
from tests.contract.building import without_fsync
from tests.fakes import day
from tests.unit.archive.test_takedown import SECRET, Desk, others, secret, spellings

ROOT = Path(__file__).parents[3]

_WRITER = """
import sys
from indexer.archive import Archive
from tests.fakes import found, origin

archive = Archive(sys.argv[1])
print("ready", flush=True)
number = 0
while True:
    batch = [found(id=f"w-{number}-{n}", title=f"소식 {number}", body="솔내천 둑을 높인다. " * 50) for n in range(20)]
    archive.store([(origin(), item) for item in batch])
    number += 1
"""


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    without_fsync(monkeypatch)
    made = Desk(tmp_path / "data")
    made.add(*others(12), secret())
    yield made
    made.close()


@contextmanager
def writing_process(folder: Path) -> Iterator[None]:
    """Another process that stores articles as fast as it can."""
    command = [sys.executable, "-c", _WRITER, sqlite_url(folder / DATABASE)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            assert process.stdout.readline() == "ready\n"
            yield
        finally:
            process.kill()


def backed_up(desk: Desk, tmp_path: Path) -> Backup:
    return backup.back_up(desk.folder / DATABASE, tmp_path / "백업")


def ids(database: Path) -> set[str]:
    with closing(Archive(sqlite_url(database))) as archive:
        return {stored.article.id for stored in archive.changed(0, "plain-1", 10_000)}


# Made


def test_a_backup_is_one_folder_that_says_what_it_holds(desk: Desk, tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    made = backup.back_up(desk.folder / DATABASE, tmp_path / "백업", lambda done, every: seen.append((done, every)))
    assert made.counts == {"articles": 13, "versions": 13, "origins": 1, "rejected": 0, "tombstones": 0}
    assert sorted(path.name for path in made.folder.iterdir()) == [DATABASE, MANIFEST]
    assert [path.name for path in (tmp_path / "백업").iterdir()] == [made.folder.name]
    assert seen[-1][0] == seen[-1][1] > 0
    assert backup.read(made.folder) == made


def test_a_backup_is_of_one_moment_while_another_process_writes(desk: Desk, tmp_path: Path) -> None:
    with writing_process(desk.folder):
        before = desk.archive.stats("", "plain-1").articles
        made = backed_up(desk, tmp_path)
        assert desk.archive.stats("", "plain-1").articles >= made.counts["articles"] >= before
    assert made.counts["articles"] == made.counts["versions"]
    assert (made.counts["articles"] - 13) % 20 == 0  # whole batches
    assert backup.read(made.folder) == made
    assert len(ids(made.folder / DATABASE)) == made.counts["articles"]


def test_a_writer_is_not_held_up_by_a_backup(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backup, "PAGES", 1)
    added: list[int] = []

    def advance(done: int, every: int) -> None:
        if not added:
            added.append(desk.add(*others(40)[30:]).added)

    made = backup.back_up(desk.folder / DATABASE, tmp_path / "백업", advance)
    assert added == [10]
    assert made.counts["articles"] == 13


def test_a_failed_backup_leaves_nothing_and_no_backup_is_overwritten(desk: Desk, tmp_path: Path) -> None:
    def full(_done: int, _every: int) -> None:
        raise OSError(28, "No space left on device")

    with pytest.raises(ArchiveError, match="No space left"):
        backup.back_up(desk.folder / DATABASE, tmp_path / "백업", full)
    assert list((tmp_path / "백업").iterdir()) == []


# Brought back


def restored(made: Backup, folder: Path) -> Desk:
    keeping.restore(made.folder, folder / DATABASE)
    desk = Desk(folder)
    ingest.rebuild(archive=desk.archive, engine=desk.engine, analyser=desk.analyser)
    return desk


def test_what_is_restored_is_what_was_backed_up(desk: Desk, tmp_path: Path) -> None:
    made = backed_up(desk, tmp_path)
    with closing(restored(made, tmp_path / "새 곳")) as again:
        assert again.analyser.seen == []  # stored tokens: nothing is analysed again
        assert again.found() == desk.found()
        assert again.found(SECRET) == ["s-1"]
        assert keeping.check(again.archive, again.engine, "plain-1").flaws == ()
        assert again.add(*others(12), secret()).unchanged == 13
    assert backup.read(made.folder) == made


def test_an_index_that_has_come_further_than_the_backup_counts_for_nothing(desk: Desk, tmp_path: Path) -> None:
    made = backed_up(desk, tmp_path)
    desk.add(*others(20)[12:])
    desk.close()
    keeping.restore(made.folder, desk.folder / DATABASE)
    with closing(Archive(sqlite_url(desk.folder / DATABASE))) as archive:
        assert archive.pending(desk.engine.index_id) == 13


def test_what_was_taken_down_since_the_backup_stays_down(desk: Desk, tmp_path: Path) -> None:
    made = backed_up(desk, tmp_path)
    desk.remove("s-1")
    desk.close()
    with closing(restored(made, desk.folder)) as again:
        assert again.found(SECRET) == []
        assert again.holding(*spellings(SECRET)) == {}
        assert [stone.article_id for stone in again.archive.tombstones()] == ["s-1"]


def test_an_archive_that_is_open_elsewhere_is_not_replaced(desk: Desk, tmp_path: Path) -> None:
    made = backed_up(desk, tmp_path)
    desk.add(*others(20)[12:])
    with pytest.raises(ArchiveBusy):
        keeping.restore(made.folder, desk.folder / DATABASE)
    assert len(desk.found()) == 21
    assert not list(desk.folder.glob("*.new*"))


def test_a_damaged_archive_is_replaced_with_its_log(desk: Desk, tmp_path: Path) -> None:
    made = backed_up(desk, tmp_path)
    desk.add(*others(20)[12:])
    shutil.copy(desk.folder / f"{DATABASE}-wal", tmp_path / "wal")
    desk.close()
    (desk.folder / DATABASE).write_bytes(b"broken" * 4000)
    shutil.copy(tmp_path / "wal", desk.folder / f"{DATABASE}-wal")
    keeping.restore(made.folder, desk.folder / DATABASE)
    assert len(ids(desk.folder / DATABASE)) == 13


# Damaged


def truncated(folder: Path) -> None:
    os.truncate(folder / DATABASE, (folder / DATABASE).stat().st_size // 2)


def one_byte_other(folder: Path) -> None:
    content = bytearray((folder / DATABASE).read_bytes())
    content[len(content) // 2] ^= 1
    (folder / DATABASE).write_bytes(content)


def resealed_damage(folder: Path) -> None:
    """As if the copy had been made of a broken archive: the hash is right, the database is not."""
    with closing(sqlite3.connect(folder / DATABASE)) as database:
        page = database.execute("SELECT rootpage FROM sqlite_master WHERE name = 'articles_by_change'").fetchone()[0]
        size = database.execute("PRAGMA page_size").fetchone()[0]
    content = bytearray((folder / DATABASE).read_bytes())
    content[(page - 1) * size : page * size] = bytes(size)
    (folder / DATABASE).write_bytes(content)
    reseal(folder, sha256=backup._hash(folder / DATABASE))


def fewer_articles(folder: Path) -> None:
    with closing(sqlite3.connect(folder / DATABASE)) as database:
        database.execute("DELETE FROM articles WHERE id = 's-1'")
        database.commit()
    path = folder / DATABASE
    reseal(folder, sha256=backup._hash(path), size=path.stat().st_size)


def reseal(folder: Path, **facts: object) -> None:
    told = json.loads((folder / MANIFEST).read_text("utf-8"))
    (folder / MANIFEST).write_text(json.dumps(told | facts), "utf-8")


DAMAGES: dict[str, tuple[Callable[[Path], object], str]] = {
    "cut short": (truncated, "바이트여야 하는데"),
    "a byte is another": (one_byte_other, "내용이 바뀌었습니다"),
    "broken inside": (resealed_damage, "안이 깨졌습니다|열 수 없습니다"),
    "fewer articles": (fewer_articles, "건수가 다릅니다"),
    "no database": (lambda folder: (folder / DATABASE).unlink(), "파일이 없습니다"),
    "no manifest": (lambda folder: (folder / MANIFEST).unlink(), "백업이 아닙니다"),
    "no JSON": (lambda folder: (folder / MANIFEST).write_text("{", "utf-8"), "목록.*을 읽을 수 없습니다"),
    "a list": (lambda folder: (folder / MANIFEST).write_text("[]", "utf-8"), "목록.*을 읽을 수 없습니다"),
    "of a later program": (lambda folder: reseal(folder, format=99), "다른 판"),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_backup_is_refused_and_nothing_is_touched(desk: Desk, tmp_path: Path, damage: str) -> None:
    made = backed_up(desk, tmp_path)
    desk.close()
    before = (desk.folder / DATABASE).read_bytes()
    harm, reason = DAMAGES[damage]
    harm(made.folder)
    with pytest.raises(DamagedBackup, match=reason):
        keeping.restore(made.folder, desk.folder / DATABASE)
    assert (desk.folder / DATABASE).read_bytes() == before
    with pytest.raises(DamagedBackup):
        keeping.restore(made.folder, tmp_path / "새 곳" / DATABASE)
    assert not (tmp_path / "새 곳").exists()


# Taking down in a backup


def test_tombstones_are_applied_to_a_backup_which_stays_whole(desk: Desk, tmp_path: Path) -> None:
    made = backed_up(desk, tmp_path)
    stone = Tombstone(article_id="s-1", reason="법원의 결정", removed=day("2020-01-02"))
    for removed in (("s-1",), ()):  # idempotent
        assert keeping.apply_to_backup([stone], made.folder).removed == removed
        now = backup.read(made.folder)
        assert (now.made, now.counts["articles"], now.counts["tombstones"]) == (made.made, 12, 1)
        assert [path.name for path in made.folder.parent.iterdir()] == [made.folder.name]
        assert sorted(path.name for path in made.folder.iterdir()) == [DATABASE, MANIFEST]
        content = (made.folder / DATABASE).read_bytes()
        assert not any(piece in content for piece in spellings(SECRET))
    with closing(restored(now, tmp_path / "새 곳")) as again:
        assert again.found(SECRET) == []
        assert again.add(secret()).rejected == 1


# Checking


def test_a_sound_archive_is_sound(desk: Desk) -> None:
    checked = keeping.check(desk.archive, desk.engine, "plain-1")
    assert checked.to_json() == {"sound": True, "articles": 13, "indexed": 13, "pending": 0, "flaws": []}


def test_articles_that_are_not_indexed_yet_are_no_damage(desk: Desk) -> None:
    desk.archive.forget_indexes()
    checked = keeping.check(desk.archive, desk.engine, "plain-1")
    assert (checked.pending, checked.flaws) == (13, ())


def test_a_damaged_index_is_found_and_the_remedy_said(desk: Desk) -> None:
    desk.engine.close()
    terms = max((desk.folder / "index").rglob("*.terms"), key=lambda path: path.stat().st_size)
    content = bytearray(terms.read_bytes())
    content[len(content) // 2] ^= 1
    terms.write_bytes(content)
    (flaw,) = keeping.check(desk.archive, desk.engine, "plain-1").flaws
    assert "./gisa rebuild" in flaw


def test_an_index_with_another_number_of_articles_is_found(desk: Desk) -> None:
    with desk.engine.writer() as writer:
        writer.delete("g-1")
    (flaw,) = keeping.check(desk.archive, desk.engine, "plain-1").flaws
    assert "보관한 기사 1건이 없습니다(g-1)" in flaw


@pytest.mark.parametrize(
    ("statement", "flaw"),
    [
        ("DELETE FROM articles WHERE id = 'g-1'", "기사가 없는 글 1건"),
        ("UPDATE articles SET version_id = 2 WHERE id = 'g-0'", "글이 없는 기사 1건"),
        ("DELETE FROM versions WHERE article_id = 'g-1'", "가리키는 곳이 없는 기록 2개"),
        (
            "INSERT INTO tombstones VALUES ('g-1', '요청', '2020-01-02T00:00:00+09:00', '', '[]')",
            "내렸는데 남은 기사 1건",
        ),
    ],
)
def test_tables_that_do_not_hang_together_are_found(desk: Desk, statement: str, flaw: str) -> None:
    with closing(sqlite3.connect(desk.folder / DATABASE)) as database:
        database.execute(statement)
        database.commit()
    flaws = keeping.check(desk.archive, desk.engine, "plain-1").flaws
    assert any(flaw in said and "restore" in said for said in flaws)


def test_a_database_that_is_broken_inside_is_found(desk: Desk) -> None:
    desk.archive.erase()
    with closing(sqlite3.connect(desk.folder / DATABASE)) as database:
        page = database.execute("SELECT rootpage FROM sqlite_master WHERE name = 'articles_by_change'").fetchone()[0]
        size = database.execute("PRAGMA page_size").fetchone()[0]
    desk.archive.close()
    with (desk.folder / DATABASE).open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(bytes(size))
    assert keeping.check(desk.archive, desk.engine, "plain-1").flaws

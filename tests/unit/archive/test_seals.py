"""What a disk has changed inside a text or a small table is noticed: by check, and by whoever reads it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.archive import Archive
from indexer.archive.seals import SEALED, seal, seal_of
from indexer.archive.tables import metadata, versions
from indexer.article import Rejected
from indexer.errors import ArchiveDamaged, ArchiveError, ArchiveFull
from tests.archives import ONLY_SQLITE
from tests.fakes import found, origin

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=6,
)


@pytest.fixture
def database(archive: Archive, tmp_path: Path) -> Path:
    archive.store([(origin(), found(id="a", body="솔내천 둑을 높인다.", extra={"키워드": ["둑", "솔내천"], "쪽": 3}))])
    archive.store_tokens("plain-1", [(1, b"\x00")])
    archive.reject([(origin(), Rejected(path="기사/a.jsonl", reason="제목이 없습니다", excerpt="둑길"))])
    archive.set_position("index", 1)
    archive.set_rights("가람일보", "snippet")
    return tmp_path / "data" / "archive.sqlite3"


def test_every_column_of_a_version_is_sealed() -> None:
    assert {*SEALED, "seal"} == {column.name for column in versions.columns}


@given(st.dictionaries(st.text(max_size=3), JSON, max_size=4), st.text(max_size=20))
def test_a_seal_is_that_of_what_is_read_back(extra: dict[str, object], body: str) -> None:
    row: dict[str, Any] = dict.fromkeys(SEALED) | {
        "body": body,
        "captions": ("가", "나"),
        "reporters": [],
        "extra": extra,
    }
    assert seal(row) == seal_of([list(row[name]) if name == "captions" else row[name] for name in SEALED])


def test_what_was_stored_is_read_back(archive: Archive, database: Path) -> None:
    assert archive.current(["a"], "plain-2")["a"].article.extra == {"키워드": ["둑", "솔내천"], "쪽": 3}


def change_a_letter(database: Path, old: str, new: str) -> None:
    """Behind the database's back, as a disk would."""
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    content = database.read_bytes()
    assert old.encode() in content
    assert len(old.encode()) == len(new.encode())
    database.write_bytes(content.replace(old.encode(), new.encode(), 1))


@ONLY_SQLITE
@pytest.mark.parametrize(("old", "new"), [("솔내천 둑을", "솔내천 둘을"), ('["\\ub451', '["\\ub452')])
def test_a_changed_letter_of_a_text_is_told_when_it_is_read(
    archive: Archive, database: Path, old: str, new: str
) -> None:
    archive.close()
    change_a_letter(database, old, new)
    reading: tuple[Callable[[], object], ...] = (
        lambda: archive.current(["a"], "plain-2"),
        lambda: archive.changed(0, "plain-2", 10),
        lambda: archive.numbered("a", "plain-2"),
    )
    for read in reading:
        with pytest.raises(ArchiveDamaged, match=r"a: 글이 넣은 것과 다릅니다.*`\./gisa restore`"):
            read()
    assert any("글이 넣은 것과 다른 판 1건(a)" in flaw for flaw in archive.flaws())


def test_tokens_that_cannot_be_unpacked_are_told(archive: Archive, database: Path) -> None:
    with pytest.raises(ArchiveDamaged, match="형태소 기록"):
        archive.current(["a"], "plain-1")["a"].columns()
    assert archive.flaws() == ["형태소 기록이 깨진 판 1건(a)"]


@ONLY_SQLITE
@pytest.mark.parametrize(("old", "new"), [("snippet", "snippeu"), ("둑길", "둑긷"), ("jsonl", "jsonm")])
def test_a_changed_letter_of_a_small_table_is_found_by_check(
    archive: Archive, database: Path, old: str, new: str
) -> None:
    archive.close()
    change_a_letter(database, old, new)
    assert any("index" in flaw for flaw in archive.flaws())


def test_every_value_stands_in_an_index_too_or_has_a_checksum() -> None:
    for table in metadata.sorted_tables:
        twice = {column.name for index in table.indexes for column in index.columns}
        twice |= {column.name for column in table.primary_key}
        twice |= {c.name for constraint in table.constraints for c in getattr(constraint, "columns", ())}
        checked = {"versions": {*SEALED, "seal"}, "tokens": {"data"}, "pages": {"data"}}.get(table.name, set())
        left = {column.name for column in table.columns} - twice - checked
        assert left <= {"host", "role"}, (table.name, left)


@ONLY_SQLITE
def test_a_full_disk_has_a_code_of_its_own(archive: Archive, database: Path) -> None:
    with closing(sqlite3.connect(database)) as connection:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
    with archive._database.connect() as held:
        held.exec_driver_sql(f"PRAGMA max_page_count={pages}")
        held.commit()
    many = [(origin(), found(id=f"b-{number}", body="둑 " * 5_000)) for number in range(50)]
    with pytest.raises(ArchiveFull, match="빈 곳") as error:
        archive.store(many)
    assert error.value.exit_code == 73


def test_what_no_json_can_hold_is_no_damage(archive: Archive) -> None:
    with pytest.raises(ArchiveError, match="덧붙은 정보"):
        archive.store([(origin(), found(id="a", extra={"집합": {1, 2}}))])

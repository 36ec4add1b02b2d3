"""What only a server has: addresses, passwords, connections that end, others' orders of letters."""

from __future__ import annotations

import re
import sys
import threading
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection

from indexer.archive import Archive, connect, numbers, storing
from indexer.archive.connect import reading, writing
from indexer.archive.postgresql import LOCK, shown, url_of
from indexer.archive.tables import articles, tombstones
from indexer.article import Rejected
from indexer.errors import ArchiveBusy, ArchiveError
from indexer.settings import Settings
from tests.archives import ONLY_POSTGRESQL
from tests.fakes import found, origin
from tests.services.postgresql import PASSWORD, Server

KOREAN = re.compile("[가-힣]")

services = pytest.mark.services


# Addresses


@pytest.mark.parametrize("name", ["postgres", "postgresql", "postgresql+psycopg"])
def test_a_url_may_begin_as_people_write_it(name: str) -> None:
    assert url_of(f" {name}://u:p@db.example:5433/gisa\n") == "postgresql+psycopg://u:p@db.example:5433/gisa"


@pytest.mark.parametrize(
    "given",
    [
        "gisa",
        "mysql://u:secret@db.example/gisa",
        "sqlite:///secret.sqlite3",
        "postgresql://u:secret@db.example",
        "postgresql://u:secret@db.example/",
        "postgresql://u:pass@secret@db.example/gisa",
        "postgresql://u:pass:word@db.example:secret/gisa",
        "postgresql://u:pa/ss@secret/word@db.example/gisa",
    ],
)
def test_a_url_that_is_none_is_refused_without_a_word_of_its_password(given: str) -> None:
    with pytest.raises(ArchiveError, match="GISA_ARCHIVE_URL") as error:
        url_of(given)
    assert "secret" not in str(error.value)
    assert error.value.exit_code == 74


def test_messages_have_neither_user_nor_password() -> None:
    url = url_of("postgresql://someone:secret@db.example:5433/gisa?sslpassword=secret&sslmode=require")
    assert shown(url) == "postgresql://db.example:5433/gisa"


def test_the_password_is_in_no_account_of_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GISA_ARCHIVE_URL", "postgres://u:secret@db.example/gisa")
    settings = Settings.read(None)
    assert settings.archive_url == "postgresql+psycopg://u:secret@db.example/gisa"
    assert "secret" not in repr(settings)


def test_invented_articles_do_not_get_into_a_server(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("GISA_ARCHIVE_URL", "postgres://u:secret@db.example/gisa")
    assert Settings(data=tmp_path / "demo").archive_url.startswith("sqlite:")


def test_without_the_driver_it_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(ArchiveError, match=r"psycopg가 없습니다.*pip install.*requirements-postgresql\.lock"):
        Archive(url_of("postgresql://u:secret@127.0.0.1/gisa"))


# Connections that fail


def refused(url: str, match: str) -> str:
    with pytest.raises(ArchiveError, match=match) as error:
        Archive(url_of(url))
    said = str(error.value)
    assert error.value.exit_code == 74
    assert PASSWORD not in said
    assert "secret" not in said
    assert KOREAN.search(error.value.for_readers)
    return said


@services
def test_a_wrong_password_is_said_so(postgresql: Server) -> None:
    refused(postgresql.url("postgres", password="secret"), "비밀번호가 맞지 않습니다")
    refused(postgresql.url("postgres", user="nobody", password="secret"), "비밀번호가 맞지 않습니다")


@services
def test_an_unknown_database_is_said_so(postgresql: Server) -> None:
    assert "nowhere" in refused(postgresql.url("nowhere"), "그런 데이터베이스가 없습니다")


@services
def test_an_unknown_server_is_said_so() -> None:
    refused("postgresql://u:secret@db.invalid/gisa", "그런 서버가 없습니다")


@services
def test_a_server_that_is_down_is_said_so() -> None:
    refused("postgresql://u:secret@127.0.0.1:1/gisa", "서버에 닿지 않습니다")


@services
def test_a_database_that_cannot_hold_every_letter_is_refused(postgresql: Server) -> None:
    postgresql.sql("CREATE DATABASE latin ENCODING 'LATIN1' TEMPLATE template0 LOCALE 'C'")
    refused(postgresql.url("latin"), "UTF8이 아니라 LATIN1")
    postgresql.sql("CREATE DATABASE plain ENCODING 'SQL_ASCII' TEMPLATE template0 LOCALE 'C'")
    refused(postgresql.url("plain"), "UTF8이 아니라 SQL_ASCII")


@services
def test_a_command_that_reads_makes_no_tables(postgresql: Server) -> None:
    name = postgresql.create()
    with pytest.raises(ArchiveError, match="보관소가 없습니다"):
        Archive(url_of(postgresql.url(name)), make=False)
    assert postgresql.sql("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'", name) == ["0"]


@services
def test_who_may_only_read_reads_and_is_told_so_when_it_writes(postgresql: Server) -> None:
    name = postgresql.create()
    with closing(Archive(url_of(postgresql.url(name)))) as archive:
        archive.store([(origin(), found(id="a"))])
    postgresql.sql("CREATE ROLE reader LOGIN PASSWORD 'seen'; GRANT pg_read_all_data TO reader")
    with closing(Archive(url_of(postgresql.url(name, user="reader", password="seen")), make=False)) as archive:
        assert list(archive.current(["a"], "plain-1")) == ["a"]
        with pytest.raises(ArchiveError, match="권한이 없습니다"):
            archive.store([(origin(), found(id="b"))])


@ONLY_POSTGRESQL
def test_connections_that_the_server_ended_are_made_anew(archive: Archive, postgresql: Server) -> None:
    archive.store([(origin(), found(id="a"))])
    database = archive._database.url.database
    postgresql.sql(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{database}'")
    assert list(archive.current(["a"], "plain-1")) == ["a"]


@ONLY_POSTGRESQL
def test_a_batch_whose_connection_ends_stores_nothing_and_says_so(
    archive: Archive, postgresql: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = storing._write

    def cut(connection: Connection, written: Any) -> None:
        write(connection, written)
        postgresql.sql(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{database}'")

    database = archive._database.url.database
    with monkeypatch.context() as patched:
        patched.setattr(storing, "_write", cut)
        with pytest.raises(ArchiveError, match="같은 명령을 다시"):
            archive.store([(origin(), found(id="a"))])
    assert [one.kind for one in archive.store([(origin(), found(id="a"))])] == ["added"]


# What is another thing than in a file


@ONLY_POSTGRESQL
def test_ids_and_texts_are_in_the_order_of_their_letters_numbers(archive: Archive) -> None:
    with writing(archive._database) as connection:
        for name in ("a", "Z", "_", "가", "1"):
            row: dict[str, Any] = {"article_id": name, "reason": "", "press": "", "hashes": []}
            row["removed"] = "2020-01-02T00:00:00+09:00"
            connection.execute(tombstones.insert().values(row))
    assert [stone.article_id for stone in archive.tombstones()] == ["1", "Z", "_", "a", "가"]


@ONLY_POSTGRESQL
@pytest.mark.parametrize("name", ["\0", "a\0", "가\0나", "a" * 5_000])
def test_an_id_that_no_text_can_have_is_not_found(archive: Archive, name: str) -> None:
    archive.store([(origin(), found(id="a"))])
    assert archive.current([name], "plain-1") == {}
    assert archive.tombstone(name) is None
    assert archive.versions(name) == ()


@ONLY_POSTGRESQL
def test_what_json_has_no_letter_or_number_for_is_kept(archive: Archive) -> None:
    extra = {"수": float("inf"), "글": "\0 \ud800", "\0": 1}
    archive.store([(origin(), found(id="a", extra=extra))])
    assert archive.current(["a"], "plain-1")["a"].article.extra == extra
    assert archive.flaws() == []


@ONLY_POSTGRESQL
def test_what_a_server_of_a_paper_says_may_hold_anything(archive: Archive) -> None:
    archive.reject([(origin(), Rejected(path="기사/\0.jsonl", reason="a\0b", excerpt="\0"))])
    (said,) = archive.rejections()
    assert said.reason == "a\ufffdb"


@ONLY_POSTGRESQL
def test_a_reader_sees_one_moment(archive: Archive) -> None:
    archive.store([(origin(), found(id="a"))])
    with reading(archive._database) as connection:
        assert len(connection.execute(articles.select()).all()) == 1
        archive.store([(origin(), found(id="b"))])
        assert len(connection.execute(articles.select()).all()) == 1
        with pytest.raises(Exception, match="read-only transaction"):
            connection.execute(articles.delete())


@ONLY_POSTGRESQL
def test_no_sample_of_a_text_is_kept_for_the_planner(archive: Archive, postgresql: Server) -> None:
    archive.store([(origin(), found(id=f"a-{n}", title=f"꿻뛟쐤 {n}", body=f"꿻뛟쐤 {n}")) for n in range(50)])
    name = str(archive._database.url.database)
    postgresql.sql("ANALYZE", name)
    sampled = postgresql.sql("SELECT attname FROM pg_stats WHERE tablename = 'versions'", name)
    assert "article_id" in sampled
    assert not {"title", "subtitle", "body", "captions", "url", "extra"} & {*sampled}


# Writers


@ONLY_POSTGRESQL
def test_a_writer_waits_for_another(archive: Archive, archive_url: str) -> None:
    done: list[str] = []
    with closing(Archive(archive_url)) as other:
        with writing(other._database):
            thread = threading.Thread(target=lambda: done.append(archive.store([(origin(), found(id="a"))])[0].kind))
            thread.start()
            thread.join(0.5)
            assert not done
            assert archive.current(["a"], "plain-1") == {}  # readers do not wait
        thread.join()
    assert done == ["added"]


@ONLY_POSTGRESQL
def test_a_writer_that_waited_long_enough_says_so(
    archive: Archive, archive_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connect, "WAIT_MS", 200)
    with closing(Archive(archive_url)) as hasty:
        with writing(archive._database), pytest.raises(ArchiveError, match="다른 작업이 오래 쓰고 있습니다"):
            hasty.store([(origin(), found(id="a"))])
        assert hasty.store([(origin(), found(id="a"))])[0].kind == "added"


@ONLY_POSTGRESQL
def test_erasing_waits_for_who_has_seen_another_table_only(archive: Archive, archive_url: str) -> None:
    """VACUUM would keep for it what was deleted, without a word."""
    archive.store([(origin(), found(id="a"))])
    with closing(Archive(archive_url)) as other, reading(other._database) as connection:
        connection.exec_driver_sql("SELECT 1")
        with pytest.raises(ArchiveBusy, match="옛 기록을 읽고"):
            archive.erase(wait_ms=300)
    archive.erase(wait_ms=300)


def test_the_lock_is_one_number() -> None:
    assert int.from_bytes(b"gisa", "big") == LOCK  # programs of other versions wait for it too


# Numbers


def test_no_number_is_given_twice(archive: Archive) -> None:
    archive.store([(origin(), found(id="a")), (origin(), found(id="b"))])
    stored = archive.current(["b"], "plain-1")["b"]
    assert archive.withdraw(stored, "읽을 수 없는 글") is not None
    assert (archive.last_change(), archive.last_version()) == (2, 2)
    archive.store([(origin(), found(id="c"))])
    again = archive.current(["c"], "plain-1")["c"]
    assert (again.change_id, again.version_id) == (3, 3)
    assert [one.article.id for one in archive.changed(2, "plain-1", 10)] == ["c"]


def test_what_is_gone_meanwhile_gets_no_tokens_and_is_not_withdrawn_twice(archive: Archive) -> None:
    archive.store([(origin(), found(id="a"))])
    stored = archive.current(["a"], "plain-1")["a"]
    assert archive.withdraw(stored, "읽을 수 없는 글") is not None
    assert archive.withdraw(stored, "읽을 수 없는 글") is None
    archive.store_tokens("plain-1", [(stored.version_id, b"x")])
    assert archive.settle("plain-1", [(stored, {})]) == {stored.version_id: stored.version_id}
    assert len(archive.rejections()) == 1
    assert archive.flaws() == []


def test_numbers_go_on_where_an_archive_has_noted_none(archive: Archive) -> None:
    archive.store([(origin(), found(id="a"))])
    with reading(archive._database) as connection:
        assert (numbers.last_change(connection), numbers.last_version(connection)) == (1, 1)
    with writing(archive._database) as connection:
        connection.execute(articles.update().values(story=7))
    assert archive.last_version() == 7

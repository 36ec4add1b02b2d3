"""The commands with the archive on a server, and two computers with an index each."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from indexer import ingest, keeping
from indexer.archive import Archive
from indexer.archive.postgresql import url_of
from indexer.cli import main
from indexer.engines.memory import MemoryEngine
from indexer.sources import read_paths
from tests.fakes import PlainAnalyser, write_jsonl
from tests.plain_commands import use_plain_analyser
from tests.services.postgresql import PASSWORD, Server

pytestmark = pytest.mark.services

NEWS = [
    {"id": "g-1", "title": "솔내천 둑 높인다", "body": "가람군은 솔내천 둑을 높인다.", "press": "가람일보"},
    {"id": "s-1", "title": "꿻뛟쐤 이야기", "body": "꿻뛟쐤 마을 이야기다.", "press": "솔내신문"},
]


@pytest.fixture
def url(
    postgresql: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Iterator[str]:
    """The archive's, which every command is told by the environment."""
    name = postgresql.create()
    use_plain_analyser(monkeypatch.setattr)
    monkeypatch.setenv("GISA_ARCHIVE_URL", postgresql.url(name))
    monkeypatch.setenv("GISA_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("GISA_DICTIONARIES", str(tmp_path))
    yield postgresql.url(name)
    assert PASSWORD not in "".join(capfd.readouterr())
    postgresql.drop(name)


def gisa(capfd: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str]:
    capfd.readouterr()
    code = main([str(argument) for argument in arguments])
    said = "".join(capfd.readouterr())
    assert PASSWORD not in said
    return code, said


def test_every_command_that_keeps_and_searches_works_with_it(
    url: str, tmp_path: Path, capfd: pytest.CaptureFixture[str], postgresql: Server
) -> None:
    assert gisa(capfd, "stats")[0] == 74  # it makes no tables
    assert json.loads(gisa(capfd, "add", write_jsonl(tmp_path / "a.jsonl", NEWS), "--json")[1])["added"] == 2
    assert not list(tmp_path.rglob("*.sqlite3"))
    assert json.loads(gisa(capfd, "search", "둑", "--json")[1])["total"] == 1
    assert json.loads(gisa(capfd, "stats", "--json")[1])["articles"] == 2
    assert gisa(capfd, "show", "s-1")[0] == 0
    assert gisa(capfd, "check")[0] == 0
    assert gisa(capfd, "coverage")[0] == gisa(capfd, "rights", "솔내신문", "snippet")[0] == 0
    assert gisa(capfd, "remove", "s-1", "--reason", "요청")[0] == 0
    assert json.loads(gisa(capfd, "tombstones", "--json")[1])["id"] == "s-1"
    assert gisa(capfd, "rebuild")[0] == 0
    assert json.loads(gisa(capfd, "check", "--json")[1]) == {
        "sound": True,
        "articles": 1,
        "indexed": 1,
        "pending": 0,
        "flaws": [],
    }


@pytest.mark.parametrize(("command", "instead"), [("backup", "pg_dump"), ("restore", "pg_restore")])
def test_backups_are_the_servers(
    url: str, tmp_path: Path, capfd: pytest.CaptureFixture[str], command: str, instead: str
) -> None:
    code, said = gisa(capfd, command, tmp_path / "백업")
    assert code == 2
    assert instead in said


def test_what_is_dumped_and_restored_is_the_same_archive(url: str, tmp_path: Path, postgresql: Server) -> None:
    """As docs/operations.md says, removals since then included."""
    name, dump = url.rpartition("/")[2], tmp_path / "gisa.dump"
    engine, analyser = MemoryEngine(), PlainAnalyser()
    with closing(Archive(url_of(url))) as archive:
        files = read_paths([write_jsonl(tmp_path / "a.jsonl", NEWS)])
        ingest.add(files, archive=archive, engine=engine, analyser=analyser)
        before = archive.current(["g-1", "s-1"], "plain-1")
        postgresql.run("pg_dump", "--format=custom", f"--file={dump}", name)
        keeping.remove(["s-1"], "요청", archive=archive, engine=engine)
        stones = archive.tombstones()
    postgresql.run("pg_restore", "--clean", "--if-exists", "--single-transaction", f"--dbname={name}", str(dump))
    with closing(Archive(url_of(url))) as archive:
        assert archive.current(["g-1", "s-1"], "plain-1") == before
        assert archive.flaws() == []
        assert keeping.apply(stones, archive=archive, engine=engine).removed == ("s-1",)
        assert ingest.rebuild(archive=archive, engine=engine, analyser=analyser) == 1


def test_what_one_computer_takes_down_leaves_the_index_of_another(url: str, tmp_path: Path) -> None:
    here, there, analyser = MemoryEngine(), MemoryEngine(), PlainAnalyser()
    path = write_jsonl(tmp_path / "a.jsonl", NEWS)
    with closing(Archive(url_of(url))) as archive:
        for engine in (here, there):
            ingest.add(read_paths([path]), archive=archive, engine=engine, analyser=analyser)
        keeping.remove(["s-1"], "요청", archive=archive, engine=here)
        assert (here.count(), there.count()) == (1, 2)
        ingest.add([], archive=archive, engine=there, analyser=analyser)
        assert there.count() == 1
        assert keeping.check(archive, there, "plain-1").flaws == ()

"""An article that is taken down: no hit, no byte in any file, and nothing in a server that stays open, even if nobody
asks it anything. So it stays after a rebuild, a restore, and whatever else is done with the archive."""

from __future__ import annotations

import os
import random
import sqlite3
import subprocess
import sys
import tempfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

import numpy as np
import pytest
from flask.testing import FlaskClient

from indexer import ingest, keeping
from indexer.analysis.jamo import decomposed
from indexer.archive import backup
from indexer.article import Article
from indexer.cli.running import keep_up
from indexer.engines.whoosh_engine import WhooshEngine
from indexer.exporting import workbook
from indexer.exporting.scratch import sweep
from indexer.query import suggest
from indexer.query.request import SearchRequest
from indexer.search import Search
from indexer.settings import ROOT
from tests.contract.building import without_fsync
from tests.fakes import article
from tests.reliability.memory_of import deleted_but_open, reachable
from tests.reliability.wire import TODAY
from tests.unit.archive.test_takedown import SECRET, URL, Desk, others, secret, spellings
from webui import create_app

DATABASE = "archive.sqlite3"


def every_spelling(text: str) -> list[bytes]:
    """Its bytes and those of its letters apart, as suggestions keep them; quoted for addresses and escaped for JSON."""
    apart = decomposed(text)
    escaped = "".join(f"\\u{ord(letter):04x}" for letter in text[:2])
    return [*spellings(text), apart.encode(), apart.encode("utf-32-le"), quote(text[:2]).encode(), escaped.encode()]


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    without_fsync(monkeypatch)
    monkeypatch.setattr(suggest, "RENEWED", 0.0)
    monkeypatch.setattr(tempfile, "tempdir", str(made := tmp_path / "data" / "temporary"))
    made.mkdir(parents=True)
    opened = Desk(tmp_path / "data")
    yield opened
    opened.close()


def another(desk: Desk) -> Desk:
    """The same archive, opened by another command."""
    return Desk(desk.folder)


def raw_pages(desk: Desk, text: str) -> None:
    """The page that the article came from, a list that quotes it, and one that has nothing to do with it."""
    pages = {
        "https://www.garamilbo.example/news/articleView.html?idxno=7": zlib.compress(f"<p>{text}</p>".encode()),
        "https://www.garamilbo.example/list": zlib.compress(f"<li>{text} …</li>".encode()),
        "https://www.garamilbo.example/other": zlib.compress("<p>솔내천 둑을 높인다.</p>".encode()),
    }
    with closing(sqlite3.connect(desk.folder / DATABASE)) as database:
        for number, (url, data) in enumerate(pages.items()):
            database.execute(
                "INSERT INTO pages (id, url, fetched, status, content_type, sha256, data) VALUES (?,?,?,?,?,?,?)",
                (number, url, "2020-01-02T00:00:00+09:00", 200, "text/html", f"{number}", data),
            )
        database.commit()


def warmed(client: FlaskClient, word: str, article_id: str) -> None:
    """Everything that a reader can look at has been looked at, so that whatever is remembered is."""
    asked = quote(word)
    searches = (f"q={asked}", f"q={asked}&collapse=1&facets=tag,person", f"q={asked}&match=most", f"q={asked}~2", "q=")
    contexts = (f"q={asked}&order=left", f"q={asked}&order=word", f"q={quote('이야기')}&order=right")
    files = ("export.csv", "export.xlsx", "export.jsonl", "export.ris", "export.manifest.json", "feed.atom", "kwic.csv")
    for path in (
        *(f"/search?{search}&size=100" for search in searches),
        *(f"/kwic?{context}" for context in contexts),
        *(f"/{file}?q={asked}" for file in files),
        *(f"/article/{article_id}?q={asked}", f"/cite/ris/{article_id}", f"/api/v1/similar/{article_id}"),
        *(f"/api/v1/suggest?q={quote(typed)}" for typed in (word[:2], "이야", "가람")),
        *("/values/reporter", f"/compare?q={asked}", "/", "/coverage"),
    ):
        with client.get(path) as answer:
            assert answer.status_code == 200, path
            assert answer.data
    client.post("/draft", data={"text": f"{word} 이야기다. {word}마을 이야기다."})


def empty_handed(desk: Desk, pieces: Sequence[bytes]) -> None:
    assert desk.holding(*pieces) == {}


def with_unasked(word: str) -> Article:
    """An article that is found by SECRET, and has a word in each field that nobody asks for."""
    return article(
        id="s-1",
        title=f"{SECRET} {word} 이야기",
        subtitle=f"{word} 부제",
        body=f"{word}마을에서 {SECRET} 이야기다. 또 {word}들의 {SECRET} 이야기다. " * 5,
        captions=(f"{word} 사진",),
        section=f"{word}면",
        region=f"{word}읍",
        reporters=(f"{word}기자",),
        press="가람일보",
        url=URL,
        extra={"tag": [f"{word}태그"], "요약": f"{word} 요약", "person": [f"{word}씨"]},
    )


def test_a_server_that_stays_open_lets_go_though_nobody_asks(desk: Desk) -> None:
    unasked = "".join(map(chr, (0xBDC1, 0xC9D1 + 3, 0xB733)))  # in no constant of this file
    desk.add(*others(), with_unasked(unasked))
    raw_pages(desk, f"{unasked}마을에서 {SECRET} 이야기다. 또 {unasked}들의 {SECRET} 이야기다.")
    pieces = tuple(every_spelling(unasked))
    own = {id(unasked), *map(id, pieces)}
    with closing(WhooshEngine(desk.folder / "index")) as engine:
        search = Search(desk.archive, engine, desk.analyser)
        client = create_app(search, today=lambda: TODAY).test_client()
        warmed(client, SECRET, "s-1")
        desk.analyser.seen.clear()
        assert desk.holding(*pieces)  # else this could not fail
        assert reachable(unasked, pieces, own)
        with closing(another(desk)) as remover:
            remover.remove("s-1")
        assert list(deleted_but_open(desk.folder))  # the server does not know yet
        keep_up(search)
        assert list(deleted_but_open(desk.folder)) == []
        assert reachable(unasked, pieces, own) == []
        assert desk.holding(*pieces) == {}
        for path in (f"/search?q={quote(unasked)}", f"/kwic?q={quote(SECRET)}&order=left", "/feed.atom"):
            said = client.get(path).get_data(as_text=True)
            assert "s-1" not in said
        gone = client.get("/article/s-1")
        assert gone.status_code == 404
        assert "당사자의 요청" in gone.get_data(as_text=True)
        assert client.get(f"/api/v1/suggest?q={quote(unasked[:2])}").get_json()["suggestions"] == []


def test_it_stays_gone_after_a_rebuild_and_a_restore(desk: Desk, tmp_path: Path) -> None:
    desk.add(*others(), secret())
    pieces = every_spelling(SECRET)
    before = backup.back_up(desk.folder / DATABASE, tmp_path / "백업")
    desk.remove("s-1")
    ingest.rebuild(archive=desk.archive, engine=desk.engine, analyser=desk.analyser)
    assert desk.found(SECRET) == []
    empty_handed(desk, pieces)
    desk.close()
    keeping.restore(before.folder, desk.folder / DATABASE)
    with closing(another(desk)) as restored:
        ingest.rebuild(archive=restored.archive, engine=restored.engine, analyser=restored.analyser)
        assert restored.found(SECRET) == []
        assert len(restored.found()) == 30
        empty_handed(restored, pieces)
        restored.add(*others(40), secret())
        assert restored.found(SECRET) == []
        empty_handed(restored, pieces)


def test_a_backup_from_before_is_cleaned_in_its_place(desk: Desk, tmp_path: Path) -> None:
    desk.add(*others(), secret())
    made = backup.back_up(desk.folder / DATABASE, tmp_path / "백업")
    desk.remove("s-1")
    keeping.apply_to_backup(desk.archive.tombstones(), made.folder)
    for path in made.folder.rglob("*"):
        assert not any(piece in path.read_bytes() for piece in every_spelling(SECRET)), path
    keeping.restore(made.folder, tmp_path / "new" / DATABASE)
    with closing(Desk(tmp_path / "new")) as brought:
        ingest.rebuild(archive=brought.archive, engine=brought.engine, analyser=brought.analyser)
        assert brought.found(SECRET) == []
        empty_handed(brought, every_spelling(SECRET))


EXPORTING = """
import sys, tempfile, time
from pathlib import Path
from indexer.exporting.scratch import scratch
tempfile.tempdir = sys.argv[1]
with scratch() as folder:
    Path(folder, "sheet1.xml").write_text(sys.argv[2])
    print("ready", flush=True)
    time.sleep(60)
"""


def test_what_a_killed_export_left_is_swept_by_a_takedown(desk: Desk) -> None:
    desk.add(*others(), secret())
    at = str(desk.folder / "temporary")
    command = [sys.executable, "-c", EXPORTING, at, SECRET]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
        (left,) = Path(at).iterdir()
        os.utime(left, (0, 0))
        assert sweep() == 0  # it is at work
        process.kill()
    assert "sheet1.xml" in desk.holding(*spellings(SECRET))
    desk.remove("s-1")
    assert desk.holding(*every_spelling(SECRET)) == {}
    assert list(Path(at).iterdir()) == []


def test_a_spreadsheet_on_its_way_has_no_name(desk: Desk) -> None:
    desk.add(*others(), secret())
    search = Search(desk.archive, desk.engine, desk.analyser)
    pieces = workbook.write(search.export(SearchRequest(text=SECRET)))
    assert next(pieces).startswith(b"PK")
    assert list((desk.folder / "temporary").iterdir()) == []
    assert list(pieces) == []  # a small one is a piece


def test_order_by_context_is_not_that_of_before(desk: Desk) -> None:
    """The newest goes and another comes: the log of changes and the count are then as they were."""
    desk.add(*others(3), secret(body=f"{SECRET} 이야기다. {SECRET} 이야기다."))
    client = create_app(Search(desk.archive, desk.engine, desk.analyser), today=lambda: TODAY).test_client()
    path = f"/api/v1/kwic?q={quote('이야기')}&order=left"
    assert SECRET in client.get(path).get_data(as_text=True)
    desk.remove("s-1")
    desk.add(article(id="new", title="새 이야기", body="둑 이야기다."))
    said = client.get(path).get_data(as_text=True)
    assert SECRET not in said
    assert "둑" in said


RARE = [
    chr(code) for code in range(ord("가"), ord("힣") + 1) if (code - ord("가")) % 28 in (3, 5, 6, 9, 12, 13, 14, 18)
]
"""Syllables that stand in no word."""


def marker(number: int) -> str:
    """Letters of one article alone: no other has two of them beside each other."""
    some = random.Random(number)
    return "".join(some.sample(RARE, 4))


def written(number: int) -> Article:
    own = marker(number)
    some = random.Random(number)
    body = " ".join(f"{own}{'마을 이야기 둑 소식'.split()[some.randrange(4)]}" for _ in range(some.randrange(1, 60)))
    return article(
        id=f"n-{number}",
        title=f"{own} 소식",
        body=f"가람군은 솔내천 둑을 높인다. {body}",
        captions=(f"{own} 사진",) if number % 3 else (),
        reporters=(f"{own}기자",),
        press="가람일보",
        url=f"https://www.garamilbo.example/{number}",
        extra={"tag": [f"{own}태그"]},
    )


def taken_down_in_turn(desk: Desk, rounds: int, added: int, removed: int) -> int:
    """Adds, removes, merges, rebuilds and restores at random; after each round none of what was ever removed may be in
    any file. How many were removed."""
    some = random.Random(7)
    living: list[int] = []
    gone: list[int] = []
    for turn in range(rounds):
        fresh = range(turn * added, (turn + 1) * added)
        desk.add(*map(written, fresh), *map(written, some.sample(gone, min(3, len(gone)))))
        living += fresh
        if turn % 5 == 4:
            ingest.rebuild(archive=desk.archive, engine=desk.engine, analyser=desk.analyser)
        leaving = some.sample(living, removed)
        desk.remove(*(f"n-{number}" for number in leaving))
        living = [number for number in living if number not in leaving]
        gone += leaving
        none_is_left(desk.folder, gone, living)
        assert desk.found() == sorted(f"n-{number}" for number in living)
    return len(gone)


def runs_of(numbers: Sequence[int], length: int) -> set[str]:
    """So many letters of their markers as they stand beside each other."""
    return {own[at : at + length] for own in map(marker, numbers) for at in range(len(own) - length + 1)}


def none_is_left(folder: Path, gone: Sequence[int], living: Sequence[int]) -> None:
    """As text in any encoding, and as the index holds letters that are neighbours: one number of both. Two letters may
    also meet by chance, where one term ends and the next begins."""
    short, long = (runs_of(gone, length) - runs_of(living, length) for length in (2, 3))
    pairs = {ord(one[0]) << 16 | ord(one[1]) for one in short}
    sought = [one.encode(code) for one in long for code in ("utf-8", "utf-16-le", "utf-32-le")]
    for path in folder.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            assert [one for one in sought if one in data] == [], path
            numbers = np.frombuffer(data, np.uint32, count=len(data) // 4)
            assert pairs.isdisjoint(numbers.tolist()), path


def test_many_that_go_in_turn_leave_nothing(desk: Desk) -> None:
    assert taken_down_in_turn(desk, rounds=6, added=20, removed=5) == 30


@pytest.mark.full
def test_hundreds_that_go_in_turn_leave_nothing(desk: Desk) -> None:
    assert taken_down_in_turn(desk, rounds=40, added=60, removed=15) == 600

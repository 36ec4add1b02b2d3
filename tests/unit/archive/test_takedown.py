"""Taking down: no byte of the text in any file, a tombstone in its place, and nothing else lost."""

from __future__ import annotations

import os
import random
import sqlite3
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import insert, select

from indexer import ingest, keeping
from indexer.archive import Archive, Origin, Tombstone
from indexer.archive.connect import reading, sqlite_url, writing
from indexer.archive.tables import articles, pages
from indexer.archive.takedown import WAIT_MS
from indexer.archive.traces import Trace
from indexer.article import Article, Found, Rejected
from indexer.engines.interface import EngineQuery
from indexer.engines.whoosh_engine import WhooshEngine
from indexer.errors import ArchiveBusy, IndexBusy, InvalidRequest, NotFound, TakenDown
from indexer.query import suggest
from indexer.query.request import SearchRequest
from indexer.search import Search
from indexer.sources import SourceFile
from tests.archives import ONLY_SQLITE
from tests.contract.building import search, without_fsync, word
from tests.fakes import PlainAnalyser, article, day
from tests.services.postgresql import Server

SECRET = "꿻뛟쐤"
"""Letters that no other text here has, so that their bytes mean this text wherever they stand."""

URL = "https://www.garamilbo.example/news/articleView.html?idxno=7"


class Desk:
    """An archive and its index: in one folder, or the archive on a server."""

    def __init__(self, folder: Path, url: str = "", server: Server | None = None) -> None:
        self.folder, self.server = folder, server
        self.archive = Archive(url or sqlite_url(folder / "archive.sqlite3"))
        self.engine = WhooshEngine(folder / "index")
        self.analyser = PlainAnalyser()
        self.said: list[Rejected] = []

    def add(self, *articles: Article, path: str = "기사/a.jsonl", restore: bool = False) -> ingest.Summary:
        items = iter([Found(article=each, line=line, named=True) for line, each in enumerate(articles, start=1)])
        return ingest.add(
            [SourceFile(path, "0" * 64, "jsonl", items)],
            archive=self.archive,
            engine=self.engine,
            analyser=self.analyser,
            restore=restore,
            on_rejected=self.said.append,
        )

    def remove(self, *ids: str, reason: str = "당사자의 요청") -> keeping.Removal:
        return keeping.remove(ids, reason, archive=self.archive, engine=self.engine)

    def found(self, text: str = "") -> list[str]:
        answer = Search(self.archive, self.engine, self.analyser).search(SearchRequest(text=text, limit=None))
        assert answer.total == len(answer.hits)
        return sorted(hit.id for hit in answer.hits)

    def holding(self, *pieces: bytes) -> dict[str, list[bytes]]:
        """Which files of the folder, or of the database, hold which of these bytes."""
        found: dict[str, list[bytes]] = {}
        held = self.server.files(str(self.archive._database.url.database)) if self.server else []
        for path in [*self.folder.rglob("*"), *held]:
            if path.is_file() and (here := [piece for piece in pieces if piece in path.read_bytes()]):
                found[path.name] = here
        return found

    def close(self) -> None:
        self.engine.close()
        self.archive.close()


@pytest.fixture
def desk(
    request: pytest.FixtureRequest, archive_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Desk]:
    without_fsync(monkeypatch)
    server = request.getfixturevalue("postgresql") if archive_url.startswith("postgresql") else None
    made = Desk(tmp_path / "data", archive_url, server)
    yield made
    made.close()


def others(count: int = 30) -> list[Article]:
    body = "가람군은 솔내천 둑을 높인다. " * 40
    return [article(id=f"g-{n}", title=f"둑 소식 {n}호", body=f"{n}번째 소식. {body}") for n in range(count)]


def secret(article_id: str = "s-1", *, body: str = f"{SECRET}마을 이야기다. " * 3, **fields: object) -> Article:
    return article(**{"id": article_id, "title": f"{SECRET} 이야기", "body": body, "press": "가람일보"} | fields)


def spellings(text: str) -> list[bytes]:
    """The bytes of a text and of its pairs of letters, in every encoding that anything here may use."""
    pieces = [text, *(text[at : at + 2] for at in range(len(text) - 1))]
    return [piece.encode(code) for piece in pieces for code in ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le")]


def windows(data: bytes, size: int = 24) -> list[bytes]:
    return [data[at : at + size] for at in range(0, max(len(data) - size, 1), size)]


SHAPES = {
    "short": secret(),
    "long": secret(body=" ".join(f"{SECRET}{n:x}{'가나다라마바사아' * 60}이야기." for n in range(2_500))),
    "all fields": secret(
        subtitle=f"{SECRET} 부제",
        captions=(f"{SECRET} 사진", f"또 {SECRET}"),
        section=f"{SECRET}면",
        region=f"{SECRET}읍",
        reporters=(f"{SECRET}기자",),
        url=URL,
        published=day("2019-03-27 23:00"),
        extra={"tags": [f"{SECRET}태그"], "요약": f"{SECRET} 요약", "people": [f"{SECRET}씨"]},
    ),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_no_byte_of_the_text_is_left_in_any_file(desk: Desk, shape: str) -> None:
    desk.add(*others(), SHAPES[shape])
    desk.add(SHAPES[shape], *others(40)[30:])
    assert search(desk.engine, word(SECRET)).total == 1
    tokens = desk.archive.current(["s-1"], "plain-1")["s-1"].tokens or b""
    before = [*spellings(SECRET), *(windows(tokens) if shape == "short" else [])]
    assert desk.holding(*before)  # else this test could not fail
    desk.remove("s-1")
    assert desk.holding(*before) == {}
    assert search(desk.engine, word(SECRET)).total == 0
    assert len(desk.found()) == desk.engine.count() == 40


def test_no_version_of_it_is_left(desk: Desk) -> None:
    desk.add(*others(), secret(body=f"{SECRET}의 첫 글."))
    desk.add(secret(body=f"{SECRET}의 둘째 글."))
    desk.add(secret(title="고친 제목", body="아무 말도 없다."))
    assert len(desk.archive.versions("s-1")) == 3
    desk.remove("s-1")
    assert desk.holding(*spellings(SECRET)) == {}
    assert desk.archive.versions("s-1") == ()


def test_what_was_deleted_before_by_a_crashed_removal_is_purged_by_the_next(desk: Desk) -> None:
    desk.add(*others(), secret())
    stone = Tombstone(article_id="s-1", reason="요청", removed=day("2020-01-02"))
    desk.archive.bury([stone], keeping.id_at)  # and the process dies here
    assert desk.holding(*spellings(SECRET))
    removal = desk.remove("s-1")
    assert (removal.removed, removal.without_text) == ((), ("s-1",))
    assert desk.holding(*spellings(SECRET)) == {}


@ONLY_SQLITE
def test_no_copy_is_left_in_the_gaps_of_pages_whose_rows_have_moved(archive: Archive, tmp_path: Path) -> None:
    """Where many rows go, those that stay are moved together, and secure_delete forgets the places they had."""
    path = tmp_path / "data" / "archive.sqlite3"
    if not any(_left_in_gaps(path, seed) for seed in range(40)):
        pytest.skip("this SQLite leaves nothing in the gaps of pages")
    archive.erase()
    assert not any(b"ZQX" in file.read_bytes() for file in path.parent.iterdir())


def _left_in_gaps(path: Path, seed: int) -> bool:
    """Writes rows into a table and deletes the secret ones among them; whether their bytes are still in the file."""
    rows = random.Random(seed)
    secrets = set(rows.sample(range(600), 60))
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.executescript(f"PRAGMA secure_delete=ON; CREATE TABLE gaps{seed} (id INTEGER PRIMARY KEY, t)")
        database.execute("BEGIN")
        for n in range(600):
            text = f"ZQX{n}" * rows.randint(20, 200) if n in secrets else "a" * rows.randint(10, 3000)
            database.execute(f"INSERT INTO gaps{seed} VALUES (?, ?)", (n, text))
        database.execute("COMMIT")
        others = [n for n in range(600) if n not in secrets and rows.random() < 0.95]
        rows.shuffle(others)
        database.execute("BEGIN")
        for n in (*others, *secrets):
            database.execute(f"DELETE FROM gaps{seed} WHERE id = ?", (n,))
        database.execute("COMMIT")
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return b"ZQX" in path.read_bytes()


def test_rejections_and_raw_pages_that_quote_it_go_too_and_others_stay(desk: Desk) -> None:
    desk.add(*others(3), secret(url=URL, body=f"오래된 느티나무가 어젯밤 큰바람에 쓰러졌다고 {SECRET}마을에서 말했다."))
    quoted = f'{{"title": "{SECRET} 이야기", "body": "오래된 느티나무가'
    origin = Origin("기사/b.jsonl", "1" * 64, "jsonl")
    kept = Rejected(path="기사/b.jsonl", line=9, reason="제목이 없습니다", excerpt="딴 이야기")
    desk.archive.reject(
        [(origin, Rejected(path="기사/b.jsonl", line=1, reason="깨짐", excerpt=quoted)), (origin, kept)]
    )
    with writing(desk.archive._database) as connection:
        same = {"fetched": "2020-01-02T00:00:00+09:00", "status": 200, "content_type": "text/html"}
        for number, (url, page) in enumerate(PAGES.items()):
            row = {"id": number, "url": url, "sha256": f"{number}", "data": page}
            connection.execute(insert(pages), row | same)
    desk.remove("s-1")
    assert [(said.reason, said.excerpt) for said in desk.archive.rejections()] == [
        ("깨짐", ""),
        ("제목이 없습니다", "딴 이야기"),
    ]
    with reading(desk.archive._database) as connection:
        assert [*connection.scalars(select(pages.c.url))] == ["https://garamilbo.example/other"]
    assert desk.holding(*spellings(SECRET)) == {}


_QUOTE = "<li><b>오래된 느티나무</b>가 어젯밤 큰바람에…</li>"
PAGES = {
    "http://garamilbo.example/news/articleView.html?idxno=7": b"whatever it holds",
    "https://m.garamilbo.example/news/7": zlib.compress(_QUOTE.encode()),
    "https://garamilbo.example/rss": _QUOTE.replace("…", "...").encode("cp949"),
    "https://garamilbo.example/other": zlib.compress("<p>솔내천 둑을 높인다. 느티나무도 심는다.</p>".encode()),
}


def test_a_text_is_recognised_where_it_is_quoted() -> None:
    trace = Trace.of([secret(body="솔내천 둑에 심은 느티나무 서른 그루가 어젯밤 큰바람에 모두 쓰러졌다.")])
    assert trace.shows_in(
        "앞말 … 둑에 심은 <b>느티나무</b> 서른 그루가 어젯밤 큰바람에 모두 …".replace("<b>", "").replace("</b>", "")
    )
    assert trace.shows_in("\\uc194\\ub0b4\\ucc9c \\ub451\\uc5d0 심은 느티나무 서른 그루가")
    assert not trace.shows_in("솔내천 둑에 느티나무를 심었다.")
    assert not trace.shows_in("")


@given(st.text(alphabet="가나다라마바사아자차카타파하", min_size=40, max_size=200), st.data())
def test_every_quotation_of_23_letters_is_recognised(body: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(body) - 23))
    spaced = " ".join(body[at : at + 23])
    assert Trace.of([article(title="", body=body)]).shows_in(f"앞말 {spaced}… 뒷말")


# What stays


def test_the_tombstone_says_why_and_when_and_whose(desk: Desk) -> None:
    desk.add(secret(body="첫 글"))
    desk.add(secret(body="둘째 글"))
    hashes = {secret(body=text).content_hash for text in ("첫 글", "둘째 글")}
    desk.remove("s-1", reason=" 당사자의 요청 ")
    (stone,) = desk.archive.tombstones()
    assert (stone.article_id, stone.reason, stone.press, set(stone.hashes)) == (
        "s-1",
        "당사자의 요청",
        "가람일보",
        hashes,
    )
    assert Tombstone.of_json(stone.to_json()) == stone


def test_the_other_articles_are_found_as_before(desk: Desk) -> None:
    desk.add(*others(5), secret())
    desk.remove("s-1")
    assert desk.found("솔내천") == [f"g-{n}" for n in range(5)]
    assert keeping.check(desk.archive, desk.engine, "plain-1").flaws == ()


def test_what_is_added_after_the_newest_article_was_removed_is_found(desk: Desk) -> None:
    """It takes the removed one's place in the log of changes, which the index has gone past."""
    desk.add(*others(3), secret())
    desk.remove("s-1")
    desk.add(article(id="new", title="새 소식"))
    assert desk.found("소식") == ["g-0", "g-1", "g-2", "new"]
    assert desk.archive.pending(desk.engine.index_id) == 0


def test_a_search_that_is_open_notices_by_itself(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(suggest, "RENEWED", 0.0)
    desk.add(*others(3), secret())
    serving = Search(desk.archive, desk.engine, desk.analyser)
    assert serving.search(SearchRequest(text=SECRET)).total == 1
    assert serving.suggest(SECRET[:2])
    desk.remove("s-1")
    assert serving.search(SearchRequest(text=SECRET)).total == 0
    assert _soon(lambda: serving.suggest(SECRET[:2]) == ())
    with pytest.raises(TakenDown, match=r"내렸습니다\(당사자의 요청, 20"):
        serving.article("s-1")
    assert search(desk.engine, word(SECRET)).total == 0
    assert not any(SECRET in f.value for f in desk.engine.search(EngineQuery(plan=word("이야기"))).facets["press"])


def _soon(holds: Callable[[], bool]) -> bool:
    """Whether it comes to hold within some seconds: suggestions are made anew beside the searches."""
    for _ in range(500):
        if holds():
            return True
        time.sleep(0.02)
    return False


# Coming back


def test_the_same_source_does_not_bring_it_back(desk: Desk) -> None:
    desk.add(*others(2), secret())
    desk.remove("s-1")
    summary = desk.add(*others(2), secret(), secret(body=f"{SECRET}의 고친 글"))
    assert (summary.read, summary.unchanged, summary.rejected) == (4, 2, 2)
    assert all("내린 기사입니다(당사자의 요청, 20" in said.reason for said in desk.said)
    assert [said.excerpt for said in desk.archive.rejections()] == ["", ""]
    assert desk.holding(*spellings(SECRET)) == {}


def test_the_same_text_under_another_id_does_not_bring_it_back(desk: Desk) -> None:
    desk.add(secret())
    desk.remove("s-1")
    assert desk.add(secret("t-1")).rejected == 1


def test_restore_brings_it_back_and_takes_the_tombstone_away(desk: Desk) -> None:
    desk.add(secret())
    desk.remove("s-1")
    assert desk.add(secret(), restore=True).added == 1
    assert desk.archive.tombstones() == []
    assert desk.found(SECRET) == ["s-1"]
    assert desk.add(secret()).unchanged == 1


# All or nothing


def test_an_unknown_id_removes_nothing(desk: Desk) -> None:
    desk.add(secret())
    with pytest.raises(NotFound, match="nobody"):
        desk.remove("s-1", "nobody")
    assert desk.found(SECRET) == ["s-1"]
    assert desk.archive.tombstones() == []


def test_a_reason_is_asked_for(desk: Desk) -> None:
    desk.add(secret())
    with pytest.raises(InvalidRequest, match="까닭"):
        desk.remove("s-1", reason=" ")
    assert desk.found(SECRET) == ["s-1"]


def test_removing_twice_is_no_error_and_keeps_the_first_reason(desk: Desk) -> None:
    desk.add(secret())
    desk.remove("s-1", reason="첫 까닭")
    desk.remove("s-1", reason="다른 까닭")
    assert [stone.reason for stone in desk.archive.tombstones()] == ["첫 까닭"]


def test_nothing_is_removed_while_another_writes(desk: Desk) -> None:
    desk.add(secret())
    with WhooshEngine(desk.folder / "index").writer(), pytest.raises(IndexBusy):
        desk.remove("s-1")
    assert desk.found(SECRET) == ["s-1"]


def test_a_reader_of_the_old_pages_is_waited_for_and_then_named(desk: Desk) -> None:
    assert WAIT_MS >= 10_000
    desk.add(*others(3), secret())
    with reading(desk.archive._database) as connection:
        connection.execute(select(articles.c.id)).all()
        desk.archive.bury([Tombstone(article_id="s-1", reason="요청", removed=day("2020-01-02"))], keeping.id_at)
        with pytest.raises(ArchiveBusy, match="다시 하십시오") as caught:
            desk.archive.erase(wait_ms=50)
        assert caught.value.exit_code == os.EX_TEMPFAIL
    desk.remove("s-1")
    assert desk.holding(*spellings(SECRET)) == {}


# Tombstones of another archive


def test_an_export_takes_down_what_is_here_and_bars_what_is_not(desk: Desk) -> None:
    desk.add(secret(), *others(1))
    stones = [
        Tombstone(article_id=name, reason="법원의 결정", removed=day("2020-01-02"), hashes=("0" * 64,))
        for name in ("s-1", "never-here")
    ]
    for _ in range(2):  # idempotent
        keeping.apply(stones, archive=desk.archive, engine=desk.engine)
    assert desk.holding(*spellings(SECRET)) == {}
    assert {stone.article_id: stone.removed for stone in desk.archive.tombstones()} == {
        "s-1": day("2020-01-02"),
        "never-here": day("2020-01-02"),
    }
    assert desk.add(article(id="never-here")).rejected == 1


@pytest.mark.parametrize("line", [None, [], {}, {"id": ""}, {"id": "a"}, {"id": "a", "removed": "어제"}, {"id": 3}])
def test_what_is_no_export_is_refused(line: object) -> None:
    with pytest.raises(InvalidRequest, match="목록이 아닙니다"):
        Tombstone.of_json(line)

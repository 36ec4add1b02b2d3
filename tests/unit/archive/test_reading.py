"""What comes out: the same articles, and figures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.archive import Archive, Tombstone, reading
from indexer.archive.connect import sqlite_url
from indexer.archive.postgresql import url_of
from indexer.article import KST, Article, Found, Rejected
from tests.archives import DATABASES
from tests.fakes import article, found, origin
from tests.services.postgresql import Server

# What the gate lets through: no lone surrogates, no NUL.
TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=40)
TIMES = st.datetimes(datetime(1880, 1, 1), datetime(2100, 1, 1), timezones=st.just(KST))  # noqa: DTZ001
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=8,
)
ARTICLES = st.builds(
    Article,
    id=TEXT.filter(bool),
    title=TEXT,
    subtitle=TEXT,
    body=TEXT,
    captions=st.lists(TEXT, max_size=3).map(tuple),
    press=TEXT,
    section=TEXT,
    region=TEXT,
    reporters=st.lists(TEXT, max_size=3).map(tuple),
    published=st.none() | TIMES,
    fetched=st.none() | TIMES,
    url=st.none() | TEXT,
    extra=st.dictionaries(TEXT, JSON, max_size=3),
)


@pytest.fixture(scope="module", params=DATABASES)
def shared(request: pytest.FixtureRequest) -> Iterator[Archive]:
    """One archive for all examples of a property: opening one takes longer than storing in it."""
    with TemporaryDirectory() as folder:
        url = sqlite_url(Path(folder) / "archive.sqlite3")
        if request.param == "postgresql":
            server: Server = request.getfixturevalue("postgresql")
            url = url_of(server.url(server.create()))
        archive = Archive(url)
        yield archive
        archive.close()


@settings(max_examples=150)
@given(item=ARTICLES)
def test_every_field_comes_back_as_it_went_in(shared: Archive, item: Article) -> None:
    item = replace(item, id=f"{item.id}-{uuid4().hex}")  # each its own: of one id the newest crawl would come back
    shared.store([(origin(), Found(article=item))])
    back = shared.current([item.id], "plain-1")[item.id].article
    assert back == item
    assert back.content_hash == item.content_hash


def test_whatever_else_a_source_said_comes_back_too(archive: Archive) -> None:
    extra = {"조회": 17, "좌표": [35.1, None, True], "속": {"깊이": {"": "\ud55c 😀"}}, "byline": "박서연 기자"}
    archive.store([(origin(), found(extra=extra))])
    assert archive.current(["garamilbo.example:1"], "plain-1")["garamilbo.example:1"].article.extra == extra


def test_a_time_of_another_zone_comes_back_as_the_same_moment(archive: Archive) -> None:
    there = datetime(2019, 3, 27, 14, 0, tzinfo=timezone.utc)
    archive.store([(origin(), found(published=there))])
    back = archive.current(["garamilbo.example:1"], "plain-1")["garamilbo.example:1"].article
    assert back.published == there


def test_unknown_ids_are_left_out(archive: Archive) -> None:
    archive.store([(origin(), found(id="a"))])
    assert list(archive.current(["없는 기사", "a", ""], "plain-1")) == ["a"]
    assert archive.current([], "plain-1") == {}
    assert archive.versions("없는 기사") == ()


def test_more_ids_than_a_statement_takes_are_read(archive: Archive) -> None:
    many = [f"a-{number}" for number in range(1_201)]
    archive.store([(origin(), found(id=name)) for name in many])
    assert sorted(archive.current(many, "plain-1")) == sorted(many)
    assert len(archive.current([f"b-{n}" for n in range(40_000)] + many[:3], "plain-1")) == 3


def test_versions_tell_when_each_was_archived_in_kst(archive: Archive) -> None:
    before = datetime.now(KST).replace(microsecond=0)
    archive.store([(origin(), found(body="하나")), (origin(), found(body="둘"))])
    first, second = archive.versions("garamilbo.example:1")
    assert before <= first <= second <= datetime.now(KST)
    assert first.utcoffset() == timedelta(hours=9)


def test_an_empty_archive_has_empty_figures(archive: Archive) -> None:
    stats = archive.stats("index", "plain-1")
    assert (stats.articles, stats.versions, stats.rejected, stats.pending, stats.analysed) == (0, 0, 0, 0, 0)
    assert (stats.presses, stats.years, stats.first, stats.last) == ((), (), None, None)


def test_figures_are_of_the_newest_versions(archive: Archive) -> None:
    batch = [
        article(id="a", press="가람일보", published="2019-03-27 23:00"),
        article(id="b", press="가람일보", published="2009-01-01"),
        article(id="c", press="솔내신문", published="2019-12-31 23:59"),
        article(id="d"),
        article(id="b", press="가람일보", published="2010-02-03"),  # its date was corrected
    ]
    archive.store([(origin(), Found(article=item)) for item in batch])
    archive.reject([(origin(), Rejected(path="a.pdf", reason="PDF 문서"))])
    archive.store_tokens("plain-1", [(stored.version_id, b"") for stored in archive.changed(0, "plain-1", 2)])
    archive.set_position("index", archive.changed(0, "plain-1", 10)[0].change_id)
    stats = archive.stats("index", "plain-1")
    assert (stats.articles, stats.versions, stats.rejected) == (4, 5, 1)
    assert (stats.analysed, stats.pending) == (2, 3)
    assert stats.presses == (("가람일보", 2), ("", 1), ("솔내신문", 1))
    assert stats.years == (("2010", 1), ("2019", 2))
    assert (stats.first, stats.last) == (date(2010, 2, 3), date(2019, 12, 31))


def test_tokens_of_another_analyser_are_not_counted(archive: Archive) -> None:
    archive.store([(origin(), found())])
    archive.store_tokens("plain-1", [(archive.changed(0, "", 1)[0].version_id, b"")])
    assert archive.stats("index", "plain-2").analysed == 0


def test_figures_are_counted_again_after_every_change(archive: Archive) -> None:
    def figures() -> tuple[int, int, int, int, int]:
        stats = archive.stats("index", "plain-1")
        return stats.articles, stats.versions, stats.rejected, stats.analysed, stats.pending

    assert figures() == (0, 0, 0, 0, 0)
    archive.store([(origin(), found(id="a")), (origin(), found(id="b"))])
    assert figures() == figures() == (2, 2, 0, 0, 2)
    archive.store([(origin(), found(id="b", body="고친 글"))])
    assert figures() == (2, 3, 0, 0, 2)
    archive.reject([(origin(), Rejected(path="a.pdf", reason="PDF 문서"))])
    assert figures() == (2, 3, 1, 0, 2)
    newest = archive.changed(0, "plain-1", 9)
    archive.store_tokens("plain-1", [(newest[0].version_id, b"")])
    assert figures() == (2, 3, 1, 1, 2)
    archive.set_position("index", newest[-1].change_id)
    assert figures() == (2, 3, 1, 1, 0)
    archive.bury([Tombstone(article_id="b", reason="요청", removed=datetime.now(KST))], identity_of=str)
    assert figures()[:2] == (1, 1)
    assert archive.stats("index", "plain-2").analysed == 0


def test_long_articles_are_read_back_few_at_a_time(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_TEXT", 1_000)
    sizes = [10, 990, 5_000, 400, 400, 400, 1]
    archive.store([(origin(), found(id=f"a-{n}", body="가" * size)) for n, size in enumerate(sizes)])
    together, position = [], 0
    while some := archive.changed(position, "plain-1", 4):
        together.append([len(stored.article.body) for stored in some])
        position = some[-1].change_id
    assert together == [[10, 990], [5_000], [400, 400, 400], [1]]

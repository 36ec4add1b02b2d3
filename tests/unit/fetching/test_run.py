"""From kept pages to articles: nothing fetched is lost, and what is read better is a new version."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import datetime

import pytest

from indexer import fetching, ingest
from indexer.archive import Archive
from indexer.archive.fetched import Page, Visit
from indexer.archive.takedown import Tombstone
from indexer.article import Article, Found
from indexer.engines.memory import MemoryEngine
from indexer.errors import IndexBusy
from indexer.fetching import Bounds, Crawl, Fetching, Pace, Session, run
from indexer.ingest import Summary
from indexer.sources import SourceFile
from tests.fakes import PlainAnalyser
from tests.unit.fetching.paper import START, Clock, Paper

PATHS = [f"/news/articleView.html?idxno={number}" for number in range(1, 8)]


class Desk:
    """An archive that is fetched into, with a plain engine."""

    def __init__(self, archive: Archive, session: Session, clock: Clock) -> None:
        self.archive, self._session, self._clock = archive, session, clock
        self.engine = MemoryEngine()
        self.taken: list[int] = []

    def take_in(self, files: Iterator[SourceFile]) -> Summary:
        summary = ingest.add(files, archive=self.archive, engine=self.engine, analyser=PlainAnalyser())
        self.taken.append(summary.read)
        return summary

    def crawl(self) -> Crawl:
        pace = Pace(clock=self._clock, sleep=self._clock.sleep)
        return Crawl(self.archive.fetched, self._session, pace, now=self._clock.now, bounds=Bounds())

    def fetch(self, *seeds: str) -> Fetching:
        return fetching.fetch(self.crawl(), seeds, archive=self.archive, take_in=self.take_in, now=self._clock.now)

    def reread(self) -> Summary:
        return fetching.reread(archive=self.archive, take_in=self.take_in, now=self._clock.now)


@pytest.fixture
def desk(archive: Archive, session: Session, clock: Clock) -> Desk:
    return Desk(archive, session, clock)


@pytest.fixture
def feed(paper: Paper) -> str:
    for number in range(1, 8):
        paper.has_article(number)
    return paper.has_feed("/rss", *map(paper.url, PATHS))


def kept(desk: Desk, url: str, data: bytes, fetched: datetime = START) -> None:
    """A page that was kept by an earlier run."""
    visit = Visit(url=url, host="garamilbo.example", time=fetched, status=200, role="page")
    page = Page(url=url, fetched=fetched, status=200, content_type="text/html", data=data)
    assert desk.archive.fetched.record(visit, page=page)


def test_articles_are_taken_in_as_they_come(desk: Desk, feed: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "TOGETHER", 3)
    done = desk.fetch(feed)
    assert (done.outcomes["fetched"], done.articles.added, done.waiting) == (7, 7, 0)
    assert desk.taken == [2, 3, 2]
    assert desk.engine.count() == 7
    assert desk.archive.fetched.unread() == []


def test_pages_kept_by_an_interrupted_run_are_taken_in_by_the_next(
    desk: Desk, feed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: object, **__: object) -> Summary:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(run, "TOGETHER", 3)
        patched.setattr(desk, "take_in", interrupt)
        with pytest.raises(KeyboardInterrupt):
            desk.fetch(feed)
    assert len(desk.archive.fetched.unread()) == 2
    done = desk.fetch()
    assert (done.outcomes["fetched"], done.articles.added) == (5, 7)


def test_a_run_interrupted_after_its_articles_went_in_reads_them_again_to_no_harm(
    desk: Desk, feed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr("indexer.archive.pages.mark_read", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            desk.fetch(feed)
    done = desk.fetch()
    assert (done.articles.added, done.articles.unchanged) == (0, 7)


def test_while_another_program_writes_the_pages_are_kept(
    desk: Desk, feed: str, monkeypatch: pytest.MonkeyPatch, tmp_path: object
) -> None:
    tries: list[int] = []
    take_in = desk.take_in

    def busy_at_first(files: Iterator[SourceFile]) -> Summary:
        tries.append(1)
        if len(tries) <= 2:
            raise IndexBusy(__file__)
        return take_in(files)

    monkeypatch.setattr(run, "TOGETHER", 3)
    monkeypatch.setattr(desk, "take_in", busy_at_first)
    assert desk.fetch(feed).articles.added == 7
    assert desk.taken == [7]


def test_an_edited_article_is_a_new_version(desk: Desk, feed: str, paper: Paper, clock: Clock) -> None:
    desk.fetch(feed)
    clock.pass_days(2)
    paper.has_article(1, "고친 글이다.")
    done = desk.fetch(feed)
    assert (done.outcomes["fetched"], done.outcomes["unchanged"], done.articles.updated) == (1, 6, 1)


def test_a_page_without_an_article_is_rejected_with_its_address(desk: Desk, paper: Paper) -> None:
    url = paper.has(PATHS[0], '{"title": "깨진')
    assert desk.fetch(url).articles.rejected == 1
    (item,) = desk.archive.rejections()
    assert item.path == url


# --- reading again ---


def test_reading_again_takes_the_newest_page_of_each_address(desk: Desk) -> None:
    url = "https://garamilbo.example" + PATHS[0]
    kept(desk, url, b"{}")
    kept(desk, url, json.dumps({"title": "둑", "body": "솔내천 둑을 높인다.", "url": url}).encode() + b"\n")
    assert desk.reread().added == 1
    assert desk.taken == [1]


def test_a_better_reader_makes_a_new_version_with_the_time_of_fetching(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = "https://garamilbo.example" + PATHS[0]
    kept(desk, url, json.dumps({"title": "둑", "body": "솔내천 둑을 높인다.", "url": url}).encode() + b"\n")
    assert desk.reread().added == 1
    better = Article(title="둑", body="솔내천 둑을 높인다. 그동안 놓친 문단이다.", url=url, fetched=START)
    seen: list[object] = []

    def read(blob: object) -> SourceFile:
        seen.append((blob.url, blob.fetched))  # type: ignore[attr-defined]
        return SourceFile(url, "0" * 64, "html", iter([Found(article=better)]))

    monkeypatch.setattr(run, "read_blob", read)
    assert desk.reread().updated == 1
    assert seen == [(url, START)]
    assert len(desk.archive.versions("garamilbo.example:1")) == 2
    assert desk.reread().unchanged == 1


@pytest.mark.parametrize("by", ["id", "text"])
def test_the_page_of_an_article_that_was_taken_down_does_not_stay(desk: Desk, by: str) -> None:
    url = "https://garamilbo.example" + PATHS[0]
    kept(desk, url, json.dumps({"title": "둑", "body": "솔내천 둑을 높인다.", "url": url}).encode() + b"\n")
    kept(desk, url + "2", json.dumps({"title": "다리", "body": "다리를 놓는다.", "url": url + "2"}).encode() + b"\n")
    article = Article(title="둑", body="솔내천 둑을 높인다.", url=url)
    stone = Tombstone(
        article_id="garamilbo.example:1" if by == "id" else "다른 이름",
        reason="당사자의 요청",
        removed=START,
        hashes=(article.content_hash,) if by == "text" else (),
    )
    desk.archive.bury([stone], lambda address: address)
    summary = desk.reread()
    assert (summary.added, summary.rejected) == (1, 1)
    pages: Sequence[Page | None] = [desk.archive.fetched.page(row) for row in desk.archive.fetched.newest()]
    assert [page.url for page in pages if page] == [url + "2"]
    assert [item.excerpt for item in desk.archive.rejections()] == [""]

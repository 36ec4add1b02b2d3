"""A paper as papers are: HTML pages in EUC-KR or UTF-8, lists beside every article, edited articles."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from indexer import fetching, ingest
from indexer.archive import Archive
from indexer.engines.memory import MemoryEngine
from indexer.fetching import Crawl, Fetching, Pace, Session
from indexer.ingest import Summary
from indexer.sources import SourceFile
from tests.fakes import PlainAnalyser
from tests.unit.fetching.paper import Clock, Paper

Fetch = Callable[..., Fetching]

SIDE = "".join(f'<li><a href="/news/articleView.html?idxno={n}">많이 본 기사 {n}</a></li>' for n in range(1, 9))
FIRST = "가람군은 오는 4월부터 솔내천 둑을 1미터 높이는 공사를 시작한다고 27일 밝혔다."
SECOND = "군은 모두 42억 원을 들여 내년 말까지 공사를 마칠 계획이다."


def page(number: int, *paragraphs: str, encoding: str = "utf-8") -> bytes:
    """An article's page in the skin of 2020, with a list of others beside it."""
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    text = f"""<!doctype html><html lang="ko"><head><meta charset="{encoding}"><title>둑 높인다 {number}</title>
<meta property="og:site_name" content="가람일보"></head><body>
<header class="article-view-header"><h3 class="heading">둑 높인다 {number}</h3>
<ul class="infomation"><li>박서연 기자</li><li>승인 2026.02.27 23:00</li></ul></header>
<article id="article-view-content-div" class="article-veiw-body">{body}</article>
<aside><ul>{SIDE}</ul></aside></body></html>"""
    return text.encode(encoding)


def listing(*numbers: int) -> str:
    items = "".join(
        f'<li><h4><a href="/news/articleView.html?idxno={n}" target="_top">둑 높인다 {n}</a></h4>'
        f"<p>{FIRST} 이 소식의 앞부분만 목록에 실립니다.</p></li>"
        for n in numbers
    )
    return f"<!doctype html><html><head><title>사회 - 가람일보</title></head><body><ul>{items}</ul></body></html>"


@pytest.fixture
def fetch(archive: Archive, session: Session, clock: Clock) -> Fetch:
    engine = MemoryEngine()

    def run(*seeds: str) -> Fetching:
        crawl = Crawl(archive.fetched, session, Pace(clock=clock, sleep=clock.sleep), now=clock.now)

        def take_in(files: Iterator[SourceFile]) -> Summary:
            return ingest.add(files, archive=archive, engine=engine, analyser=PlainAnalyser())

        return fetching.fetch(crawl, seeds, archive=archive, take_in=take_in, now=clock.now)

    return run


def ids(archive: Archive) -> list[str]:
    return [stored.article.id for stored in archive.changed(0, "plain-1", 100)]


@pytest.mark.parametrize("encoding", ["utf-8", "cp949"])
def test_a_section_is_fetched_with_its_articles(
    fetch: Fetch, paper: Paper, archive: Archive, clock: Clock, encoding: str
) -> None:
    for number in (1, 2):
        paper.has(f"/news/articleView.html?idxno={number}", page(number, FIRST, SECOND, encoding=encoding))
    section = paper.has("/news/articleList.html?sc_section_code=S1N2", listing(1, 2).encode(encoding))
    done = fetch(section)
    assert (done.outcomes["listing"], done.articles.added, done.articles.rejected) == (1, 2, 0)
    stored = archive.changed(0, "plain-1", 100)[0].article
    assert (stored.title, stored.body) == ("둑 높인다 1", f"{FIRST}\n\n{SECOND}")
    assert (stored.url, stored.press) == (paper.url("/news/articleView.html?idxno=1"), "가람일보")
    assert stored.fetched is not None
    assert 0 <= (clock.now() - stored.fetched).total_seconds() < 60


def test_a_front_page_is_no_article_however_much_text_it_has(fetch: Fetch, paper: Paper, archive: Archive) -> None:
    paper.has("/news/articleView.html?idxno=1", page(1, FIRST, SECOND))
    done = fetch(paper.has("/", listing(*range(1, 9))))
    assert (done.outcomes["listing"], done.articles.added) == (1, 1)


def test_an_article_at_an_address_that_says_nothing_is_an_article(fetch: Fetch, paper: Paper, archive: Archive) -> None:
    done = fetch(paper.has("/dam", page(1, FIRST, SECOND)))
    assert (done.outcomes["fetched"], done.articles.added) == (1, 1)


def test_an_edited_article_is_a_new_version(fetch: Fetch, paper: Paper, archive: Archive, clock: Clock) -> None:
    path = "/news/articleView.html?idxno=1"
    fetch(paper.has(path, page(1, FIRST)))
    clock.pass_days(2)
    done = fetch(paper.has(path, page(1, FIRST, SECOND)))
    assert done.articles.updated == 1
    (article_id,) = ids(archive)
    assert article_id == f"127.0.0.1:{paper.port}:1"
    assert len(archive.versions(article_id)) == 2
    assert SECOND in archive.current([article_id], "plain-1")[article_id].article.body


def test_a_page_that_lost_its_article_is_rejected_and_the_article_stays(
    fetch: Fetch, paper: Paper, archive: Archive, clock: Clock
) -> None:
    path = "/news/articleView.html?idxno=1"
    fetch(paper.has(path, page(1, FIRST, SECOND)))
    clock.pass_days(2)
    gone = (
        "<!doctype html><html><body><script>alert('존재하지 않는 기사입니다.');history.back();</script></body></html>"
    )
    done = fetch(paper.has(path, gone))
    assert (done.articles.updated, done.articles.rejected) == (0, 1)
    assert len(archive.versions(ids(archive)[0])) == 1

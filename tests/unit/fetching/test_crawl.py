"""A fetch against a local server standing in for a paper: what is asked, in which order, and what is kept of it."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from itertools import islice

import pytest

from indexer.archive import Archive
from indexer.errors import FetchRefused
from indexer.fetching import Bounds, Crawl, Pace, Session, Step
from indexer.fetching import frontier as frontier_module
from tests.unit.fetching.paper import Answer, Clock, Paper

Made = Callable[..., Crawl]
A1, A2, A3 = (f"/news/articleView.html?idxno={number}" for number in (1, 2, 3))
LIST = "/news/articleList.html?sc_section_code=S1N1"


@pytest.fixture
def crawl(archive: Archive, session: Session, clock: Clock) -> Made:
    def make(*, delay: float = 2.0, **bounds: int | None) -> Crawl:
        pace = Pace(delay, clock=clock, sleep=clock.sleep)
        return Crawl(archive.fetched, session, pace, now=clock.now, bounds=Bounds(**bounds))  # type: ignore[arg-type]

    return make


@pytest.fixture
def articles(paper: Paper) -> Paper:
    for number in (1, 2, 3):
        paper.has_article(number)
    return paper


def outcomes(steps: list[Step]) -> list[str]:
    return [step.outcome for step in steps]


def kept(archive: Archive) -> list[str]:
    pages = [archive.fetched.page(row) for row in archive.fetched.newest()]
    return [page.url for page in pages if page]


# --- what addresses are ---


def test_an_article_s_page_is_kept_as_it_was_sent(articles: Paper, crawl: Made, archive: Archive, clock: Clock) -> None:
    (step,) = crawl().steps([articles.url(A1)])
    assert (step.address, step.outcome) == (articles.url(A1), "fetched")
    (row,) = archive.fetched.unread()
    page = archive.fetched.page(row)
    assert page is not None
    assert page.data == articles.answers[A1].body  # type: ignore[union-attr]
    assert (page.url, page.status, page.fetched) == (articles.url(A1), 200, clock.now())


def test_a_feed_leads_to_its_articles(articles: Paper, crawl: Made, archive: Archive) -> None:
    feed = articles.has_feed("/rss/allArticle.xml", articles.url(A2), articles.url(A1))
    assert outcomes(list(crawl().steps([feed]))) == ["listing", "fetched", "fetched"]
    assert kept(archive) == [articles.url(A2), articles.url(A1)]


def test_a_sitemap_of_sitemaps_leads_to_their_articles(articles: Paper, crawl: Made, archive: Archive) -> None:
    articles.has_sitemap("/sitemap-1.xml", articles.url(A1))
    packed = articles.answers.pop("/sitemap-1.xml")
    assert isinstance(packed, Answer)
    articles.has("/sitemap-1.xml.gz", gzip.compress(packed.body), Content_Type="application/x-gzip")
    articles.has_sitemap("/sitemap-2.xml", articles.url(A2), articles.url("/sitemap.xml"))
    index = articles.has_sitemap(
        "/sitemap.xml", articles.url("/sitemap-1.xml.gz"), articles.url("/sitemap-2.xml"), index=True
    )
    assert outcomes(list(crawl().steps([index]))) == ["listing"] * 3 + ["fetched"] * 2
    assert kept(archive) == [articles.url(A1), articles.url(A2)]


def test_a_list_leads_to_its_articles_and_to_as_many_of_its_pages_as_are_wanted(
    articles: Paper, crawl: Made, archive: Archive
) -> None:
    first = articles.has_list(LIST, A1, "/member/login.html", LIST + "&page=2&total=3", LIST + "&page=3&total=3")
    articles.has_list(LIST + "&page=2&total=3", A2, LIST + "&page=3&total=3")
    articles.has_list(LIST + "&page=3&total=3", A3)
    assert outcomes(list(crawl().steps([first]))) == ["listing", "fetched"]
    assert outcomes(list(crawl(pages=2).steps([first]))) == ["listing", "listing", "fetched"]
    assert kept(archive) == [articles.url(A1), articles.url(A2)]
    assert articles.url(LIST + "&page=3&total=3").removeprefix(articles.home) not in articles.asked


def test_a_front_page_is_a_list(articles: Paper, crawl: Made) -> None:
    front = articles.has_list("/", A1, A2, A3, A1 + "&page=7", "https://other.example/news/123456")
    assert outcomes(list(crawl().steps([front]))) == ["listing", "fetched", "fetched", "fetched"]
    assert articles.asked == ["/", A1, A2, A3]


def test_links_on_an_article_s_page_are_not_followed(articles: Paper, crawl: Made) -> None:
    articles.has_list(A1, A2, A3, "/news/articleView.html?idxno=4")
    assert outcomes(list(crawl().steps([articles.url(A1)]))) == ["fetched"]


def test_addresses_of_other_papers_in_a_feed_are_told_and_not_asked(articles: Paper, crawl: Made) -> None:
    feed = articles.has_feed("/rss", articles.url(A1), "https://solnaenews.example/news/articleView.html?idxno=9")
    listing, *_ = crawl().steps([feed])
    assert "다른 사이트의 주소 1개" in listing.reason
    assert articles.asked == ["/rss", A1]


# --- what is asked, and how often ---


def test_a_host_is_asked_politely(articles: Paper, crawl: Made, clock: Clock) -> None:
    articles.has("/robots.txt", "User-agent: *\nCrawl-delay: 5\nDisallow: /secret")
    feed = articles.has_feed("/rss", articles.url(A1), articles.url(A2))
    list(crawl().steps([feed]))
    assert clock.slept == [2.0, 5.0, 5.0]  # after robots.txt itself nothing was known of its wish


def test_hosts_take_turns(articles: Paper, crawl: Made, clock: Clock) -> None:
    other = f"http://localhost:{articles.port}"
    seeds = [articles.url(A1), articles.url(A2), other + A1, other + A2]
    steps = list(crawl().steps(seeds))
    assert [step.address.partition("/news")[0] for step in steps] == [articles.home, other] * 2
    assert sum(clock.slept) == 6.0  # 8 for one host: each has a robots.txt and two pages


def test_what_robots_txt_forbids_is_not_asked(articles: Paper, crawl: Made, archive: Archive) -> None:
    articles.has("/robots.txt", "User-agent: gisa\nDisallow: /*idxno=2$")
    feed = articles.has_feed("/rss", articles.url(A1), articles.url(A2))
    steps = list(crawl().steps([feed]))
    assert outcomes(steps) == ["listing", "fetched", "robots"]
    assert A2 not in articles.asked
    assert archive.fetched.hosts() == []  # nor does it wait


def test_a_redirect_to_what_robots_txt_forbids_is_not_followed(articles: Paper, crawl: Made) -> None:
    articles.has("/robots.txt", "User-agent: *\nDisallow: /member/")
    articles.has(A1, status=302, Location="/member/login.html")
    assert outcomes(list(crawl().steps([articles.url(A1)]))) == ["robots"]
    assert articles.asked == [A1]


def test_while_robots_txt_fails_nothing_is_asked_and_all_waits(articles: Paper, crawl: Made, archive: Archive) -> None:
    articles.has("/robots.txt", status=500)
    made = crawl()
    steps = list(made.steps([articles.url(A1), articles.url(A2)]))
    assert outcomes(steps) == ["failed"]
    assert articles.asked == []
    assert made.waiting == 2
    articles.has("/robots.txt", "")
    assert outcomes(list(crawl().steps([]))) == ["fetched", "fetched"]


def test_a_page_is_asked_again_after_a_day_and_only_sent_when_it_changed(
    articles: Paper, crawl: Made, archive: Archive, clock: Clock
) -> None:
    def answer(headers: object) -> Answer:
        assert isinstance(headers, dict)
        return Answer(status=304) if headers.get("If-None-Match") == '"1"' else Answer(b"{}", headers={"ETag": '"1"'})

    articles.answers[A1] = answer
    feed = articles.has_feed("/rss", articles.url(A1))
    assert outcomes(list(crawl().steps([feed]))) == ["listing", "fetched"]
    clock.pass_days(0.5)
    assert outcomes(list(crawl().steps([feed]))) == ["listing"]
    assert outcomes(list(crawl().steps([articles.url(A1)]))) == ["recent"]
    for _ in range(2):  # the second time with what was noted the first
        clock.pass_days(1.1)
        assert outcomes(list(crawl().steps([feed]))) == ["listing", "unchanged"]
    assert len(archive.fetched.newest()) == 1


def test_the_same_bytes_are_not_kept_twice_and_other_bytes_are(
    articles: Paper, crawl: Made, archive: Archive, clock: Clock
) -> None:
    list(crawl().steps([articles.url(A1)]))
    clock.pass_days(2)
    assert outcomes(list(crawl().steps([articles.url(A1)]))) == ["unchanged"]
    clock.pass_days(2)
    articles.has_article(1, "고친 글이다.")
    assert outcomes(list(crawl().steps([articles.url(A1)]))) == ["fetched"]
    assert len(archive.fetched.unread()) == 2


def test_a_page_that_the_sitemap_says_is_unchanged_is_not_asked(articles: Paper, crawl: Made, clock: Clock) -> None:
    sitemap = articles.has_sitemap("/sitemap.xml", articles.url(A1), changed="2026-02-20")
    assert outcomes(list(crawl().steps([sitemap]))) == ["listing", "fetched"]
    clock.pass_days(3)
    assert outcomes(list(crawl().steps([sitemap]))) == ["listing"]
    articles.has_sitemap("/sitemap.xml", articles.url(A1), changed="2026-03-05")
    assert outcomes(list(crawl().steps([sitemap]))) == ["listing", "unchanged"]


def test_an_article_that_was_taken_down_is_not_asked_again(
    articles: Paper, crawl: Made, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    removed = f"127.0.0.1:{articles.port}:1"
    monkeypatch.setattr("indexer.archive.pages.taken_down", lambda _, article_id: article_id == removed)
    steps = list(crawl().steps([articles.url(A1), articles.url(A2)]))
    assert outcomes(steps) == ["removed", "fetched"]
    assert articles.asked == [A2]


def test_a_redirected_page_is_kept_under_its_last_address(articles: Paper, crawl: Made, archive: Archive) -> None:
    short = articles.has("/1", status=301, Location=A1 + "&from=short#top")
    articles.answers[A1 + "&from=short"] = articles.answers[A1]
    assert outcomes(list(crawl().steps([short]))) == ["fetched"]
    assert kept(archive) == [articles.url(A1)]
    assert outcomes(list(crawl().steps([articles.url(A1)]))) == ["recent"]


def test_a_redirect_to_another_paper_is_not_followed(articles: Paper, crawl: Made) -> None:
    articles.has(A1, status=301, Location="https://solnaenews.example/")
    (step,) = crawl().steps([articles.url(A1)])
    assert (step.outcome, step.lasting) == ("failed", True)
    assert "solnaenews.example" in step.reason


# --- limits, failures, interruptions ---


def test_the_limit_is_of_pages_and_the_rest_waits(articles: Paper, crawl: Made) -> None:
    feed = articles.has_feed("/rss", articles.url(A1), articles.url(A2), articles.url(A3))
    made = crawl(limit=2)
    assert outcomes(list(made.steps([feed]))) == ["listing", "fetched", "fetched"]
    assert made.waiting == 1
    assert outcomes(list(crawl(limit=2).steps([]))) == ["fetched"]


def test_a_run_asks_so_many_listings_and_the_rest_waits(
    articles: Paper, crawl: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(frontier_module, "MOST_LISTINGS", 3)
    maps = [articles.has_sitemap(f"/s{number}.xml", articles.url(A1)) for number in range(5)]
    index = articles.has_sitemap("/sitemap.xml", *maps, index=True)
    made = crawl()
    assert outcomes(list(made.steps([index]))) == ["listing"] * 3 + ["fetched"]
    assert made.waiting == 3


def test_a_page_that_is_not_there_is_told_and_does_not_wait(articles: Paper, crawl: Made, archive: Archive) -> None:
    feed = articles.has_feed("/rss", articles.url("/news/articleView.html?idxno=404"), articles.url(A1))
    steps = list(crawl().steps([feed]))
    assert outcomes(steps) == ["listing", "failed", "fetched"]
    assert (steps[1].lasting, "404" in steps[1].reason) == (True, True)
    assert archive.fetched.hosts() == []


def test_a_page_whose_server_fails_waits_for_the_next_run(articles: Paper, crawl: Made) -> None:
    articles.has(A1, status=500)
    made = crawl()
    assert outcomes(list(made.steps([articles.url(A1), articles.url(A2)]))) == ["failed", "fetched"]
    assert made.waiting == 1
    articles.has_article(1)
    assert outcomes(list(crawl().steps([]))) == ["fetched"]


def test_a_busy_server_is_left_alone_and_asked_again(articles: Paper, crawl: Made, clock: Clock) -> None:
    busy = iter([Answer(status=429, headers={"Retry-After": "90"}), Answer(b"{}")])
    articles.answers[A1] = lambda _: next(busy)
    assert outcomes(list(crawl().steps([articles.url(A1)]))) == ["failed", "fetched"]
    assert clock.slept == [2.0, 90.0]


def test_a_server_that_stays_busy_is_left_for_the_next_run(articles: Paper, crawl: Made, clock: Clock) -> None:
    articles.has(A1, status=429)
    assert outcomes(list(crawl().steps([articles.url(A1)]))) == ["failed"] * 3
    articles.has(A1, status=503, Retry_After="86400")
    made = crawl()
    assert outcomes(list(made.steps([articles.url(A1), articles.url(A2)]))) == ["failed"]
    assert made.waiting == 2
    assert max(clock.slept) < 300


def test_a_host_that_fails_again_and_again_is_left_alone(articles: Paper, crawl: Made) -> None:
    paths = [f"/news/articleView.html?idxno={number}" for number in range(10, 30)]
    for path in paths:
        articles.has(path, status=500)
    made = crawl()
    assert outcomes(list(made.steps([articles.url(path) for path in paths]))) == ["failed"] * 5
    assert made.waiting == 20


def test_an_interrupted_fetch_goes_on_where_it_was(articles: Paper, crawl: Made, archive: Archive) -> None:
    feed = articles.has_feed("/rss", *(articles.url(path) for path in (A1, A2, A3)))
    assert len(list(islice(crawl().steps([feed]), 2))) == 2
    assert outcomes(list(crawl().steps([]))) == ["fetched", "fetched"]
    assert articles.asked == ["/rss", A1, A2, A3]
    assert kept(archive) == [articles.url(path) for path in (A1, A2, A3)]


def test_a_fetch_interrupted_at_any_step_loses_nothing(articles: Paper, crawl: Made, archive: Archive) -> None:
    first = articles.has_list(LIST, A1, LIST + "&page=2")
    articles.has_list(LIST + "&page=2", A2, A3)
    for _ in range(5):
        list(islice(crawl(pages=2).steps([first] if not articles.asked else []), 1))
    assert articles.asked == [LIST, LIST + "&page=2", A1, A2, A3]
    assert kept(archive) == [articles.url(path) for path in (A1, A2, A3)]


def test_a_fetch_of_one_paper_leaves_what_waits_of_another(articles: Paper, crawl: Made, archive: Archive) -> None:
    other = f"http://localhost:{articles.port}"
    list(islice(crawl().steps([other + A1, other + A2]), 1))
    assert outcomes(list(crawl().steps([articles.url(A1)]))) == ["fetched"]
    assert archive.fetched.hosts() == [f"localhost:{articles.port}"]


@pytest.mark.parametrize("seed", ["http://10.0.0.1/rss", "ftp://garamilbo.example/", "http://x.example/a.jpg", "x"])
def test_an_address_that_may_not_be_asked_stops_everything(articles: Paper, crawl: Made, seed: str) -> None:
    with pytest.raises(FetchRefused):
        list(crawl().steps([articles.url(A1), seed]))
    assert articles.requests == []


def test_a_broken_listing_is_told(articles: Paper, crawl: Made) -> None:
    url = articles.has("/sitemap.xml.gz", gzip.compress(b"<urlset>" * 100)[:-15])
    (step,) = crawl().steps([url])
    assert (step.outcome, step.lasting) == ("failed", True)
    assert "압축" in step.reason

"""The reader of sitemaps, and the addresses that the fetcher takes from them."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer.article import KST, Found, Rejected
from indexer.sources import identity
from indexer.sources.blob import Blob
from indexer.sources.feeds.listing import sitemap_links
from indexer.sources.feeds.sitemap import FILE_LIMIT, SitemapReader
from indexer.sources.reader import Unusable
from tests.unit.sources.pages import clock

CALM = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
NAMES = (
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" '
    'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"'
)
PLAIN = "<url><loc>https://garamilbo.example/news/articleView.html?idxno=8&amp;sc=1</loc></url>"


def news(date: str = "2019-03-27T23:00:00+09:00", title: str = "<![CDATA[둑 &amp; 물]]>") -> str:
    return f"""<url><loc>https://garamilbo.example/news/articleView.html?idxno=7</loc>
<image:image><image:loc>https://garamilbo.example/7.jpg</image:loc><image:caption>둑길</image:caption></image:image>
<news:news><news:publication><news:name>가람일보</news:name><news:language>ko</news:language></news:publication>
<news:publication_date>{date}</news:publication_date><news:title>{title}</news:title>
<news:keywords>둑, 물</news:keywords></news:news></url>"""


def sitemap(entries: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset {NAMES}>\n{entries}\n</urlset>'


def read(text: str | bytes) -> list[Found | Rejected]:
    data = text.encode() if isinstance(text, str) else text
    return list(SitemapReader(clock=clock).read(Blob.of_bytes(data, "가람.xml")))


def test_an_entry_of_a_news_sitemap_is_an_article_of_which_only_the_title_is_known() -> None:
    (item,) = read(sitemap(news()))
    assert isinstance(item, Found)
    found = item.article
    assert (item.line, found.title, found.press, found.body, found.excerpt) == (3, "둑 & 물", "가람일보", "", True)
    assert found.published == datetime(2019, 3, 27, 23, 0, tzinfo=KST)
    assert (identity(found), found.values("tag"), found.captions) == ("garamilbo.example:7", ("둑", "물"), ("둑길",))


def test_an_impossible_date_costs_its_entry_only() -> None:
    bad, good = read(sitemap(news("2019-02-30") + news()))
    assert isinstance(bad, Rejected)
    assert "2019-02-30은 없는 날짜입니다" in bad.reason
    assert isinstance(good, Found)


def test_addresses_without_titles_are_refused_once_with_what_to_do() -> None:
    (item,) = read(sitemap(PLAIN * 3))
    assert isinstance(item, Rejected)
    assert "주소만 3건" in item.reason
    assert "./gisa fetch" in item.reason
    (item,) = read(f"<sitemapindex {NAMES}><sitemap><loc>https://a.example/1.xml</loc></sitemap></sitemapindex>")
    assert isinstance(item, Rejected)
    assert "주소만 1건" in item.reason
    (item,) = read(sitemap(""))
    assert isinstance(item, Rejected)
    assert "주소가 하나도 없는" in item.reason


def test_a_sitemap_cut_short_says_so() -> None:
    good, cut = read(sitemap(news() + news()).partition("</url>")[0] + "</url>")
    assert isinstance(good, Found)
    assert isinstance(cut, Rejected)
    assert "끊겼습니다" in cut.reason


def test_the_links_are_pages_with_their_dates_and_further_sitemaps() -> None:
    pages, further = sitemap_links(sitemap(news() + PLAIN + PLAIN))
    assert [page.url for page in pages] == [
        "https://garamilbo.example/news/articleView.html?idxno=7",
        "https://garamilbo.example/news/articleView.html?idxno=8&sc=1",
    ]
    assert (pages[0].title, pages[0].published) == ("둑 & 물", datetime(2019, 3, 27, 23, 0, tzinfo=KST))
    assert further == []
    entry = "<sitemap><loc>/2019.xml.gz</loc><lastmod>2019-04-01</lastmod></sitemap>"
    assert sitemap_links(f"<sitemapindex>{entry}</sitemapindex>", "https://a.example/s.xml") == (
        [],
        ["https://a.example/2019.xml.gz"],
    )


def test_a_prefix_of_its_own_and_bare_ampersands_are_read() -> None:
    text = f'<s:urlset xmlns:s="a">{"<s:url><s:loc>https://a.example/?a=1&b=2</s:loc></s:url>"}</s:urlset>'
    assert [page.url for page in sitemap_links(text)[0]] == ["https://a.example/?a=1&b=2"]


def test_entities_and_oversize_are_refused() -> None:
    bomb = sitemap(news(title="&b;")).replace("<urlset", '<!DOCTYPE urlset [<!ENTITY b "가">]><urlset', 1)
    (item,) = read(bomb)
    assert isinstance(item, Rejected)
    assert "엔티티를 선언한 XML" in item.reason
    assert SitemapReader().recognises(bomb.encode())
    with pytest.raises(Unusable):
        sitemap_links(bomb)
    (item,) = read(sitemap(" " * FILE_LIMIT))
    assert isinstance(item, Rejected)
    assert "너무 큽니다" in item.reason


@pytest.mark.parametrize("stuff", ["<x>", "<![CDATA[", "<!--", "<news:title>", "& < "])
def test_a_hostile_entry_costs_itself_only(stuff: str) -> None:
    items = read(sitemap(f"<url>{stuff * 200_000}</url>{news()}"))
    assert any(isinstance(item, Found) and item.article.title == "둑 & 물" for item in items)


@CALM
@given(data=st.binary() | st.text().map(lambda text: sitemap(f"<url>{text}</url>").encode("utf-8", "replace")))
def test_no_bytes_make_the_reader_raise(data: bytes) -> None:
    SitemapReader().recognises(data)
    assert all(isinstance(item, (Found, Rejected)) for item in read(data))


@CALM
@given(pages=st.lists(st.from_regex("[a-z0-9/?=&;]{1,30}", fullmatch=True), min_size=1, max_size=9, unique=True))
def test_a_generated_sitemap_gives_back_its_addresses(pages: list[str]) -> None:
    escaped = [page.replace("&", "&amp;") for page in pages]
    text = sitemap("\n".join(f"<url><loc>https://a.example/{page}</loc></url>" for page in escaped))
    assert [link.url for link in sitemap_links(text)[0]] == [f"https://a.example/{page}" for page in pages]

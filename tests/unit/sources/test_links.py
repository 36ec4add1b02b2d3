"""The links of a page: which lead to articles, and which to the next page of a list."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.sources.links import MOST_LINKS, is_article_url, is_list_url, next_page, page_links, plain_url

HOME = "https://www.garamilbo.example"


@pytest.mark.parametrize(
    "path",
    [
        "/news/articleView.html?idxno=10231",
        "/news/articleView.html?sc_code=1&idxno=10231",
        "/bbs/articleView.html?idxno=7",
        "/news/articleView?idxno=10231",
        "/article/123",
        "/articles/20190327000123",
        "/news/123456",
        "/news/view/123456",
        "/view/AKR20190327012345678",
        "/2019/03/27/solnae-dam/",
        "/20190327/4821.html",
        "/bbs/board.php?bo_table=news&wr_id=55",
        "/news/view.php?idx=4821",
        "/read.php?no=33",
        "/?p=4821",
        "/index.php?mid=news&document_srl=991",
    ],
)
def test_articles_addresses_are_known(path: str) -> None:
    assert is_article_url(HOME + path)


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/",
        "/news/articleList.html?sc_section_code=S1N1&view_type=sm",
        "/news/articleList.html?sc_word=articleView.html?idxno=1",
        "/news/2019",
        "/news/",
        "/com/com-1.html",
        "/member/login.html",
        "/rss/allArticle.xml",
        "/2019/03/",
        "/bbs/list.html?table=bbs_1",
        "/tag/2019",
    ],
)
def test_other_addresses_are_not_taken_for_articles(path: str) -> None:
    assert not is_article_url(HOME + path)


def test_a_section_s_list_is_known() -> None:
    assert is_list_url(HOME + "/news/articleList.html?page=2")
    assert not is_list_url(HOME + "/news/articleView.html?idxno=2")


@pytest.mark.parametrize(
    ("given_url", "plain"),
    [
        ("/news/articleView.html?idxno=7#comment", HOME + "/news/articleView.html?idxno=7"),
        ("articleView.html?page=3&total=99&idxno=7&sc_section_code=S1", HOME + "/news/articleView.html?idxno=7"),
        ("?page=2", HOME + "/news/list.html?page=2"),
        ("//WWW.GaramIlbo.example:443/a?utm_source=x&b=1", HOME + "/a?b=1"),
        ("/솔내/둑?말=가람", HOME + "/%EC%86%94%EB%82%B4/%EB%91%91?%EB%A7%90=%EA%B0%80%EB%9E%8C"),
        ("/a%20b", HOME + "/a%20b"),
        ("/a b", HOME + "/a%20b"),
        ("https://garamilbo.example", "https://garamilbo.example/"),
        ("http://[2001:db8::1]:8080/a", "http://[2001:db8::1]:8080/a"),
    ],
)
def test_addresses_are_made_plain(given_url: str, plain: str) -> None:
    assert plain_url(given_url, HOME + "/news/list.html") == plain
    assert plain_url(plain) == plain


@pytest.mark.parametrize(
    "address",
    [
        "javascript:void(0)",
        "mailto:a@b.example",
        "ftp://a.example/",
        "/a.jpg",
        "/a.PDF?x=1",
        "http://[::1",
        "http://u:p@a/",
        "https://a.example/" + "a" * 3000,
        "https://a.example:99999/",
    ],
)
def test_what_leads_to_no_page_is_no_address(address: str) -> None:
    assert plain_url(address, HOME + "/") is None


@given(st.text(max_size=80), st.sampled_from(["", HOME + "/news/", "x"]))
def test_any_text_is_made_a_plain_address_or_none(text: str, base: str) -> None:
    plain = plain_url(text, base)
    if plain is not None:
        assert plain.isascii()
        assert plain_url(plain) == plain
        is_article_url(plain)


PAGE = """<!doctype html><html><head><base href="/news/"></head><body>
<a href="articleView.html?idxno=1">하나</a> <a href="/news/articleView.html?idxno=1&page=2">다시 하나</a>
<a href="articleView.html?idxno=2"><img src="x.jpg"></a> <a href="#top">위로</a> <a href="javascript:go()">가기</a>
<a>빈 것</a> <a href="">이 쪽</a> <a href="https://solnaenews.example/article/123">남의 것</a> <a href="a.jpg">그림</a>
</body></html>"""


@pytest.mark.parametrize("encoding", ["utf-8", "cp949"])
def test_links_of_a_page_are_its_own_host_s_once_each(encoding: str) -> None:
    links = page_links(PAGE.encode(encoding), HOME + "/")
    assert links == [HOME + "/news/articleView.html?idxno=1", HOME + "/news/articleView.html?idxno=2", HOME + "/news/"]


def test_a_base_of_another_host_leads_nowhere() -> None:
    page = b'<base href="https://evil.example/"><a href="articleView.html?idxno=1">x</a>'
    assert page_links(page, HOME + "/") == ["https://evil.example/articleView.html?idxno=1"]


def test_a_page_of_a_million_links_is_cut_short() -> None:
    page = "".join(f'<a href="/article/{number}">x</a>' for number in range(200_000)).encode()
    started = time.monotonic()
    assert len(page_links(page, HOME + "/")) == MOST_LINKS
    assert time.monotonic() - started < 5


@pytest.mark.parametrize(
    "piece", [b"<div>", b"<a ", b'<a href="', b"<a href='x", b"<!--", b"<script>", b"<a a=b ", b"</a", b"<base href=x>"]
)
def test_what_goes_on_without_end_costs_no_more(piece: bytes) -> None:
    page = piece * 200_000 + b'<a href="/article/123">x</a>'
    started = time.monotonic()
    page_links(page, HOME + "/")
    assert time.monotonic() - started < 5


def test_links_are_read_however_they_are_written_and_not_where_nobody_sees_them() -> None:
    page = b"""<A title="a > b" class=x HREF = '/article/101'>x</A><a/href=/article/102>x</a>
    <a href="/article/view?no=1&amp;idx=103" href="/article/999">x</a><map><area href=/article/104></map>
    <!-- <a href="/article/998">x</a> --><script>var x = '<a href="/article/997">';</script><style>a{}</style>
    <abbr href="/article/996">x</abbr><a href=/article/105>"""
    assert page_links(page, HOME + "/") == [
        HOME + path
        for path in ("/article/101", "/article/102", "/article/view?no=1&idx=103", "/article/104", "/article/105")
    ]


@given(st.binary(max_size=400))
def test_any_bytes_have_links_or_none(data: bytes) -> None:
    for page in (data, b'<a href="' + data):
        assert all(link.startswith("http") for link in page_links(page, HOME + "/"))


LIST = HOME + "/news/articleList.html?sc_section_code=S1N1&view_type=sm"


@pytest.mark.parametrize(
    ("address", "links", "following"),
    [
        (LIST, [LIST + "&page=3", LIST + "&total=99&page=2"], LIST + "&total=99&page=2"),
        (LIST + "&page=2", [LIST + "&page=1", LIST + "&page=2", LIST + "&page=3"], LIST + "&page=3"),
        (LIST, [LIST.replace("S1N1", "S1N2") + "&page=2"], None),
        (LIST, [LIST, HOME + "/other?page=2"], None),
        (HOME + "/category/news/", [HOME + "/category/news/page/2/"], HOME + "/category/news/page/2/"),
        (HOME + "/category/news/page/2/", [HOME + "/category/news/page/3/"], HOME + "/category/news/page/3/"),
        (HOME + "/bbs/board.php?bo_table=n", [HOME + "/bbs/board.php?bo_table=n&page=2"],
         HOME + "/bbs/board.php?bo_table=n&page=2"),
        (LIST, [LIST + "&page=99999999999999999999"], None),
        (LIST, [], None),
    ],
)  # fmt: skip
def test_the_next_page_of_a_list_is_found(address: str, links: list[str], following: str | None) -> None:
    assert next_page(address, links) == following

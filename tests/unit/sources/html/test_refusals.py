# ruff: noqa: E501  # lines of markup are not broken
"""Pages that hold no article, pages with odd dates, and pages built to choke a reader."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.article import Found, Rejected
from indexer.sources.detect import detect
from tests.unit.sources.html.reading import article_of, page, read, refusal_of

TEXT = "<p>가람군이 3일 솔내읍에서 설명회를 열었다고 밝혔다. 주민들은 반대했다.</p>" * 8
HEAD = "<title>솔내읍 설명회 - 가람일보</title>"


def ndsoft(body: str = TEXT, dates: str = "<li>승인 2021.10.04 09:30</li>", head: str = HEAD) -> str:
    return page(
        f"<header class='article-view-header'><h3 class='heading'>솔내읍 설명회</h3><ul class='infomation'>{dates}</ul></header>"
        f"<article id='article-view-content-div' class='article-veiw-body'>{body}</article>",
        head,
    )


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        (ndsoft("<p>&nbsp;</p>"), "본문이 없습니다"),
        (
            page("<h1>404</h1><p>요청하신 페이지를 찾을 수 없습니다.</p>", "<title>404 Not Found</title>"),
            "오류를 알리는 페이지",
        ),
        (
            "<html><head><script>alert('존재하지 않는 기사입니다.');history.back();</script></head></html>",
            "존재하지 않는 기사입니다",
        ),
        (
            page(
                "<form><input name=id><input type=password><button>로그인</button></form><p>회원 로그인</p>",
                "<title>로그인</title>",
            ),
            "로그인",
        ),
        (
            page(
                "<ul>" + "<li><a href='/a'>솔내읍 벚꽃 축제에 2만 명이 다녀갔다</a></li>" * 30 + "</ul>",
                "<title>가람일보</title>",
            ),
            "목록이나 첫 화면",
        ),
        (
            page(
                "<div class=list>"
                + "<div><h4><a href='/a'>솔내읍 벚꽃 축제에 2만 명</a></h4><p>솔내읍 벚꽃 축제가 7일 막을 내렸다. 군은 2만 명이 찾았다고 밝혔다.</p></div>"
                * 20
                + "</div>",
                "<title>전체기사 - 가람일보</title>",
            ),
            "",
        ),
        (page("<div id=app></div><script>render()</script>", "<title>가람일보</title>"), "스크립트로 그리는 페이지"),
        ("<html></html>", "본문이 없습니다"),
    ],
)
def test_a_page_without_an_article_is_refused_with_its_reason(html: str, reason: str) -> None:
    assert reason in refusal_of(html)


@pytest.mark.parametrize(
    ("date", "reason"),
    [
        ("2021.02.30 10:00", "2021-02-30은 없는 날짜입니다"),
        ("2099.01.01 10:00", "승인"),
        ("1970.01.01 09:00", "1970-01-01은 컴퓨터가 날짜를 모를 때 적는 날입니다"),
        ("2021.13.01 10:00", "없는 날짜"),
    ],
)
def test_an_impossible_date_of_publication_is_refused_by_name(date: str, reason: str) -> None:
    refusal = refusal_of(ndsoft(dates=f"<li>승인 {date}</li>"))
    assert reason in refusal
    assert "승인 날짜를 읽지 못했습니다" in refusal


def test_an_odd_date_of_correction_is_only_kept_as_it_is_printed() -> None:
    article = article_of(ndsoft(dates="<li>승인 2021.10.04 09:30</li><li>수정 2099.02.30 10:00</li>"))
    assert article.extra["수정"] == "2099.02.30 10:00"
    assert article.published is not None


def test_a_page_without_a_date_or_a_title_is_still_an_article() -> None:
    article = article_of(page(f"<div id='article-view-content-div'>{TEXT}</div>"))
    assert (article.published, article.title) == (None, "")
    assert article.body.count("밝혔다") == 8


def test_a_photo_page_is_an_article_of_its_captions() -> None:
    article = article_of(ndsoft("<figure><img src=1.jpg><figcaption>솔내읍의 봄</figcaption></figure>" * 2))
    assert (article.body, article.captions) == ("", ("솔내읍의 봄",))


def test_a_text_cut_off_for_subscribers_is_marked_as_an_excerpt() -> None:
    article = article_of(ndsoft(TEXT + "<p>이 기사는 유료회원 전용입니다. 전문은 로그인 후 볼 수 있습니다.</p>"))
    assert article.excerpt
    assert "유료회원" not in article.body
    assert not article_of(ndsoft(TEXT + "<p>군은 유료 회원만 이용할 수 있는 앱을 없앴다고 밝혔다.</p>")).excerpt


def test_what_stands_beside_a_text_is_no_part_of_it() -> None:
    beside = (
        "<div class='share_box'>페이스북 공유</div><div class='ad'>특가 세일</div><ul class='related'><li><a href='/1'>다른 기사 제목</a></li></ul>"
        "<div class='reporter_box'>박서연 기자 a@garamilbo.example</div><div class='comment'>댓글입니다</div><script>var x='스크립트';</script>"
    )
    article = article_of(ndsoft(TEXT + beside), "https://garamilbo.example/news/articleView.html?idxno=7")
    assert not any(word in article.body for word in ("공유", "세일", "다른", "기자", "댓글", "스크립트"))
    assert article.extra["related"] == [{"title": "다른 기사 제목", "url": "https://garamilbo.example/1"}]
    assert article.extra["emails"] == ["a@garamilbo.example"]
    assert article.url == "https://garamilbo.example/news/articleView.html?idxno=7"


def test_an_element_named_like_an_advertisement_that_holds_the_text_is_the_text() -> None:
    assert article_of(ndsoft(f"<div class='print_area'>{TEXT * 3}</div>")).body.count("밝혔다") == 24


def test_broken_json_ld_is_passed_over() -> None:
    broken = '<script type=\'application/ld+json\'>{"@type":"NewsArticle","headline":"a"b"}</script>'
    assert article_of(ndsoft(head=HEAD + broken)).title == "솔내읍 설명회"


NESTED = 200_000
HOSTILE = {
    "div": "<div>" * NESTED,
    "closed div": "<div>" * NESTED + TEXT + "</div>" * NESTED,
    "b": "<b>" * NESTED,
    "table": "<table><tr><td>" * NESTED,
    "fewer articles": "<article>" * 14_000,
    "fewer subtitles": "<article>" + "<div class=subtitle>" * 9_000,
    "fewer prints": "<div class=print>" * 9_000 + TEXT * 200,
    "attributes": "<div " + " ".join(f"a{n}=1" for n in range(100_000)) + ">",
    "attributes in quotes": "<div " + " ".join(f"a{n}='>'" for n in range(100_000)) + ">",
    "attributes alone": "<div " + " ".join(f"a{n}" for n in range(100_000)) + ">",
    "one long attribute": "<div title='" + "a" * (30 << 20) + "'>",
    "too much": "<div title='" + "a" * (33 << 20) + "'>",
    "json depth": "<script type='application/ld+json'>" + "[" * 1_000_000 + "</script>",
    "data depth": "<script>x=" + '{"a":[' * 300_000 + "</script>",
    "scripts": "<script>" * NESTED,
    "comments": "<!--" * NESTED,
    "signs": "<" * 1_900_000,
    "spaces": "<article>" + " " * 1_900_000,
    "signatures": TEXT + "<p>/홍길동 기자</p>" * 15_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_page_ends_soon_and_is_one_thing(name: str) -> None:
    html = page(HOSTILE[name] + TEXT, HEAD)
    begin = time.process_time()
    assert len(read(html)) == 1
    assert time.process_time() - begin < 5


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "<p>",
                "</p>",
                "<table><tr><td>",
                "</td>",
                "<div class='",
                "'>",
                "<br>",
                "가람군",
                "2021.10.04",
                "<a href=x>",
                "</a>",
                "<!--",
                "<script>",
                "&#0;",
                "\ud7ff",
                "<h1>",
                "승인 ",
                "<figure><img>",
                "[",
                '"',
            ]
        ),
        max_size=60,
    )
)
def test_no_page_raises_and_every_page_is_one_thing(pieces: list[str]) -> None:
    (item,) = read("<html>" + "".join(pieces))
    assert isinstance(item, Found | Rejected)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300))
def test_no_bytes_raise(data: bytes) -> None:
    assert len(read(b"<html><body>" + data)) == 1


@pytest.mark.parametrize(
    "head", [b"<!DOCTYPE html>\n<p>", b"  <HTML>", b"\xef\xbb\xbf<div class=x>", b"<!-- saved -->\n<html lang=ko>"]
)
def test_pages_are_recognised_by_their_beginning(head: bytes) -> None:
    reader = detect(head)
    assert reader is not None
    assert reader.name == "html"


@pytest.mark.parametrize(
    "head",
    [
        b"<?xml version='1.0'?><rss version='2.0'>",
        b"<feed xmlns='http://www.w3.org/2005/Atom'>",
        b'{"title": "<html>"}',
        b"# <b>",
    ],
)
def test_feeds_and_lines_are_no_pages(head: bytes) -> None:
    reader = detect(head)
    assert reader is None or reader.name != "html"

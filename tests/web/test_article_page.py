"""The article page as a reader gets it, without scripts."""

from __future__ import annotations

from datetime import datetime

import pytest

from indexer.article import KST, Article
from tests.web.archive import get
from tests.web.browser import Page
from tests.web.fake import FakeSearch, news


def article(**fields: object) -> Page:
    subject = news("2019-03-27", id="g/1", **fields)
    return get("/article/g/1", FakeSearch([subject]), q="특구")


def test_an_article_is_laid_out_to_read() -> None:
    page = article(
        title="특구 지정",
        subtitle="하나\n둘",
        body="첫 문단\n\n 둘째 문단",
        captions=("시장이 웃는다.", "특구 지도"),
        reporters=("김용구",),
        fetched=datetime(2024, 4, 25, 3, 40, tzinfo=KST),
    )
    assert page.all("h1")[0].text == "특구 지정"
    assert [p.text for p in page.all("p")][-1]
    assert "사진설명 시장이 웃는다. 특구 지도" in page.text.replace("웃는다.특구", "웃는다. 특구")
    assert "발행 2019.03.27 09:00" in page.text.replace("발행2019", "발행 2019")
    assert "2024.04.25 03:40" in page.text
    assert "김용구 기자" in page.text


def test_marks_are_carried_over_and_lead_to_each_other() -> None:
    page = article(title="특구 지정", body="특구가 됐다", captions=("특구 지도",))
    assert [mark["id"] for mark in page.all("mark")] == ["m1", "m2", "m3"]
    assert page.link("찾은 말 3곳 ↓") == "#m1"
    assert page.link("← ‘특구’ 검색 결과") == "/search?q=%ED%8A%B9%EA%B5%AC"


def test_without_a_query_nothing_is_marked() -> None:
    page = get("/article/g/1", FakeSearch([news(id="g/1")]))
    assert page.all("mark") == []
    assert page.link("← 모든 기사") == "/search"


def test_an_untitled_undated_bodiless_article_still_reads() -> None:
    page = get("/article/x", FakeSearch([Article(id="x", body="")]))
    assert page.all("h1")[0].text == "(제목 없음)"
    assert "본문이 없습니다" in page.text
    assert page.all("time") == []


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "//evil.example", "http:x", "http://[", "", None]
)
def test_only_web_addresses_become_the_link_to_the_original(url: str | None) -> None:
    page = get("/article/x", FakeSearch([news(id="x", url=url)]))
    assert "원문 보기" not in page.text


def test_the_original_is_linked_without_telling_where_from() -> None:
    page = get("/article/x", FakeSearch([news(id="x", url="https://www.garamilbo.example/?a=1&b=2")]))
    assert page.link("원문 보기") == "https://www.garamilbo.example/?a=1&b=2"
    assert "noreferrer" in next(a for a in page.all("a") if a.text == "원문 보기")["rel"]


@pytest.mark.parametrize("article_id", ["a/b/c", "https://x.example/a?idxno=1&b=2", "가람 #1", "a%2Fb", "50%"])
def test_every_id_has_an_address(article_id: str) -> None:
    search = FakeSearch([news(id=article_id, title="특구 하나")])
    page = get(get("/search", search, q="특구").link("특구 하나"), search)
    assert page.all("h1")[0].text == "특구 하나"


def test_reference_managers_are_told_it_is_a_newspaper_article() -> None:
    page = article(title="특구 지정", reporters=("김용구", "이하나"))
    meta = [(m["name"], m["content"]) for m in page.all("meta") if m.attrs.get("name", "").startswith("DC.")]
    assert meta == [
        ("DC.type", "newspaperArticle"),
        ("DC.title", "특구 지정"),
        ("DC.creator", "김용구"),
        ("DC.creator", "이하나"),
        ("DC.date", "2019-03-27"),
        ("DC.publisher", "가람일보"),
    ]


def test_an_unknown_article_is_a_404_page() -> None:
    assert "라는 기사가 없습니다" in get("/article/none", status=404).text

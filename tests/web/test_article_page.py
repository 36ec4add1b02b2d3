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
    told = [(m.attrs.get("name") or m.attrs.get("property", ""), m.attrs.get("content", "")) for m in page.all("meta")]
    assert [pair for pair in told if pair[0] not in ("", "viewport", "color-scheme")] == [
        ("description", "가람군의회는 30일 강소특구 예산을 깎았다. 군수는 아쉽다고 말했다."),
        ("DC.type", "newspaperArticle"),
        ("DC.title", "특구 지정"),
        ("DC.creator", "김용구"),
        ("DC.creator", "이하나"),
        ("DC.date", "2019-03-27"),
        ("DC.language", "ko"),
        ("DC.publisher", "가람일보"),
        ("prism.publicationName", "가람일보"),
        ("DC.rights", "© 가람일보"),
        ("article:section", "자치행정"),
        ("og:url", "http://localhost/article/g/1"),
    ]


def test_the_address_told_to_reference_managers_is_the_papers_own() -> None:
    page = article(url="https://www.garamilbo.example/1")
    assert page.one("meta", property="og:url")["content"] == "https://www.garamilbo.example/1"


def test_nothing_makes_it_a_journal_article_or_a_web_page() -> None:
    names = {m.attrs.get("name", "") + m.attrs.get("property", "") for m in article().all("meta")}
    assert not [name for name in names if name.startswith("citation_") or name == "og:type"]


def test_dates_are_kept_apart_under_their_names() -> None:
    said = {
        "입력": "2019-03-27T08:12:00+09:00",
        "최종수정": "2019-03-28T11:00:00+09:00",
        "지면게재일": "2019-03-29T00:00:00+09:00",
        "승인": "어제 저녁 2019.3.26.",
        "공개": "예",
        "조회": "12345",
    }
    page = article(extra=said, fetched=datetime(2024, 4, 25, 3, 40, tzinfo=KST))
    dates = page.one("dl", class_="dates")
    words = "발행2019.03.27 09:00 지면2019.03.29 승인어제 저녁 2019.3.26. 입력2019.03.27 08:12 수정2019.03.28 11:00"
    assert dates.text == f"{words} 수집2024.04.25 03:40 보관2024.04.25 03:40"
    assert page.link("2019.03.27 09:00") == "/search?from=2019-03-27&to=2019-03-27&by=day"


def test_two_dates_of_a_kind_keep_the_names_they_have() -> None:
    said = {"수정": "2019-03-28T11:00:00+09:00", "최종 수정": "2019-03-29T11:00:00+09:00"}
    assert "수정2019.03.28 11:00 최종 수정2019.03.29 11:00" in article(extra=said).one("dl", class_="dates").text


def test_every_section_is_listed() -> None:
    page = article(section="사회", extra={"sections": ["사회", "환경"]})
    assert page.link("사회").startswith("/search?section=")
    assert page.link("환경").startswith("/search?section=")


def test_the_words_are_taken_as_the_search_took_them() -> None:
    search = FakeSearch([news(id="g/1", title="특구 지정")])
    page = get("/article/g/1", search, q="특구", asis=1)
    assert search.taken_as_typed
    assert page.link("← ‘특구’ 검색 결과") == "/search?q=%ED%8A%B9%EA%B5%AC&asis=1"
    page = get("/article/g/1", search, q="특구 예산", match="most")  # such a search corrects nothing
    assert search.taken_as_typed
    assert page.link("← ‘특구 예산’ 검색 결과").endswith("&match=most")
    get("/article/g/1", search, q="특구")
    assert not search.taken_as_typed


def test_hits_carry_over_how_the_words_were_taken() -> None:
    search = FakeSearch([news(id="g/1", title="특구 지정")])
    assert get("/search", search, q="특구", asis=1).link("특구 지정").endswith("&asis=1")
    assert get("/search", search, q="특구", match="most").link("특구 지정").endswith("&match=most")
    assert get("/search", search, q="특구", press="가람일보").link("특구 지정") == "/article/g/1?q=%ED%8A%B9%EA%B5%AC"


def test_what_the_paper_printed_is_called_korean_on_an_english_page() -> None:
    page = get("/en/article/g/1", FakeSearch([news(id="g/1", title="특구 지정", body="특구가 됐다.")]), q="특구")
    assert page.one("html")["lang"] == "en"
    assert page.one("div", class_="body")["lang"] == "ko"
    assert page.all("header", lang="ko")
    assert "2 matches ↓" in page.text


def test_an_unknown_article_is_a_404_page() -> None:
    assert "라는 기사가 없습니다" in get("/article/none", status=404).text

"""What the page says of the search itself: notices, missing words, the relaxed result, why a hit was found."""

from __future__ import annotations

from typing import Any

import pytest

from indexer.query.result import Notice
from tests.web.archive import ARTICLES, get
from tests.web.browser import Page
from tests.web.fake import FakeSearch

UNDO = Notice("keyboard", "‘xmrrn’을 다른 자판으로 읽어 ‘특구’로 찾았습니다", "xmrrn", as_typed=True)
OFFER = Notice("similar", "혹시 ‘특구’를 찾으십니까?", "특구 예산", total=1_200)


def noticed(*notices: Notice, **query: Any) -> Page:
    return get("/search", FakeSearch(ARTICLES, notices=notices), **query)


# --- notices ---


def test_a_notice_stands_above_the_results_as_a_status() -> None:
    page = noticed(UNDO, q="특구")
    notices = page.one("div", class_="notices")
    assert (notices["role"], notices["aria-live"]) == ("status", "polite")
    assert notices.text == f"{UNDO.message} 친 그대로 찾기"
    assert page.elements.index(notices) < page.elements.index(page.one("section", id="results"))


def test_what_was_done_is_undone_with_one_click_that_keeps_the_filters() -> None:
    page = noticed(UNDO, q="특구", press="가람일보", since="2016", sort="oldest", page=2, size=1)
    there = page.link("친 그대로 찾기")
    assert there == "/search?q=xmrrn&from=2016&press=%EA%B0%80%EB%9E%8C%EC%9D%BC%EB%B3%B4&sort=oldest&asis=1&size=1"


def test_what_could_be_done_is_offered_with_how_much_it_finds() -> None:
    page = noticed(OFFER, q="툭구 예산", section="경제")
    assert page.one("div", class_="notices").text == f"{OFFER.message} ‘특구 예산’ 찾기 1,200건"
    assert page.link("‘특구 예산’ 찾기").startswith("/search?q=%ED%8A%B9%EA%B5%AC+%EC%98%88%EC%82%B0&section=")


def test_a_search_as_typed_says_so_and_leads_back() -> None:
    page = get("/search", q="특구", asis=1, press="가람일보")
    assert "친 그대로 찾았습니다" in page.one("div", class_="notices").text
    assert "asis" not in page.link("고쳐서도 찾기")
    assert "press" in page.link("고쳐서도 찾기")


def test_every_link_of_a_search_as_typed_stays_as_typed() -> None:
    page = get("/search", q="특구 예산", asis=1, size=1, press="가람일보")
    links = [link for link in page.all("a") if link["href"].startswith("/search?")]
    assert {link.text for link in links if "asis=1" not in link["href"]} == {"고쳐서도 찾기"}


@pytest.mark.parametrize("query", [{"q": "특구"}, {}, {"asis": 1}])
def test_nothing_is_said_where_there_is_nothing_to_say(query: dict[str, Any]) -> None:
    page = get("/search", **query)
    assert page.all("div", class_="notices") == []
    assert page.all("p", class_="missing") == []
    assert page.all("section", class_="relaxed") == []


# --- nothing found ---


def test_an_empty_answer_says_which_word_is_missing() -> None:
    said = get("/search", q="특구 둑방").one("p", class_="missing")
    assert said.text == "‘특구’가 든 기사 4건, ‘둑방’이 든 기사 0건 — 둘이 함께 든 기사는 없습니다."


def test_the_words_that_no_article_has_are_the_ones_stressed() -> None:
    page = get("/search", q="특구 둑방 나루터")
    stressed = [b.text for b in page.all("b") if "건" in b.text]
    assert stressed == ["‘둑방’이 든 기사 0건", "‘나루터’가 든 기사 0건"]


def test_counts_within_filters_say_so() -> None:
    said = get("/search", q="특구 터미널", press="가람일보").one("p", class_="missing")
    assert said.text.startswith("걸린 필터 안에서 ‘특구’가 든 기사 3건, ‘터미널’이")


def test_one_missing_word_is_not_told_twice() -> None:
    page = get("/search", q="둑방")
    assert page.all("p", class_="missing") == []
    assert page.all("section", class_="relaxed") == []


def test_what_has_most_of_the_words_is_labelled_and_never_counted() -> None:
    page = get("/search", q="특구 둑방", press="가람일보")
    assert page.one("h2", id="count").text.startswith("총 0건")
    relaxed = page.one("section", class_="relaxed")
    assert relaxed.text.startswith("낱말이 많이 든 기사 (모두 든 것은 아님) 3건 모두 보기")
    assert len(page.all("article", class_="hit")) == 3
    everything = page.link("3건 모두 보기")
    assert everything.endswith("&match=most")
    assert "press=" in everything


def test_links_of_relaxed_hits_lead_to_the_relaxed_search() -> None:
    assert "match=most" in get("/search", q="특구 둑방").link("경제")


def test_the_looser_search_is_not_offered_where_it_finds_nothing() -> None:
    assert "한 단어만 있어도 찾기" not in get("/search", q="둑방 나루터").text


# --- why a hit was found ---


def test_each_hit_tells_why_it_was_found_when_asked() -> None:
    page = get("/search", q="현장실사")
    why = page.one("details", class_="why")
    assert "open" not in why.attrs
    assert page.one("article", class_="hit").text.endswith("왜 나왔나 ‘현장실사’ — 그대로 제목 1곳")


def test_a_hit_found_by_no_word_has_no_reasons() -> None:
    assert get("/search").all("details", class_="why") == []

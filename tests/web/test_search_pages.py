"""The home and search pages as a reader gets them, without scripts."""

from __future__ import annotations

import gzip
from datetime import date, timedelta

from indexer.query.result import Warning  # noqa: A004
from tests.web.archive import ARTICLES, get
from tests.web.browser import client_of
from tests.web.fake import FakeSearch, news

# --- home ---


def test_home_says_what_the_archive_holds_and_draws_every_year() -> None:
    page = get("/")
    assert "지역신문 2곳 2009–2017 기사 5건" in page.text
    bars = [a for a in page.all("a") if a.attrs.get("aria-label", "").endswith("건")]
    assert [bar["aria-label"] for bar in bars] == ["2009년 1건", "2015년 1건", "2016년 1건", "2017년 1건"]
    assert "발행일을 모르는 기사 1건" in page.text


def test_home_leads_into_papers_and_sections_and_the_newest_articles() -> None:
    page = get("/")
    assert page.link("솔내신문 1건").startswith("/search?press=")
    assert page.link("경제 1건").startswith("/search?section=")
    headlines = [h.text for h in page.all("h3")]
    assert headlines[0] == "강소특구 현장실사 끝"


def test_home_of_an_empty_archive_says_how_to_fill_it() -> None:
    page = get("/", FakeSearch())
    assert "아직 보관된 기사가 없습니다" in page.text
    assert "./gisa add" in page.text


# --- search ---


def test_hits_show_date_press_headline_snippet_and_marks() -> None:
    page = get("/search", q="현장실사")
    hit = page.one("article", class_="hit")
    assert hit.text.startswith("2017.03.14 솔내신문 강소특구 현장실사 끝")
    assert page.one("time")["datetime"] == "2017-03-14T09:00:00+09:00"
    assert [mark.text for mark in page.all("mark")] == ["현장실사"]


def test_a_headline_carries_the_query_to_the_article() -> None:
    assert (
        get("/search", q="삭감")
        .link("군의회, 강소특구 예산 18억 원 삭감")
        .startswith("/article/www.garamilbo.example/10231?q=%EC%82%AD%EA%B0%90")
    )


def test_the_page_says_what_it_understood_and_offers_the_looser_search() -> None:
    page = get("/search", q="특구 예산")
    assert "‘특구’와 ‘예산’이 모두 든 기사를 찾았습니다." in page.text
    assert page.link("한 단어만 있어도 찾기").endswith("&match=most")
    loose = get("/search", q="특구 예산", match="most")
    assert "하나라도 든 기사를 찾았습니다." in loose.text
    assert "match" not in loose.link("모두 든 기사만")


def test_warnings_are_shown_with_their_place() -> None:
    page = get("/search", FakeSearch(ARTICLES, warnings=(Warning(3, "따옴표가 닫히지 않았습니다"),)), q='특구 "예산')
    assert page.one("div", class_="notices").text == "따옴표가 닫히지 않았습니다 (4번째 글자)"


def test_chips_take_filters_off_and_reset_takes_off_all() -> None:
    page = get("/search", q="특구", since="2015", until="2017", press="가람일보")
    assert "press" not in page.link("빼기: 신문: 가람일보×")
    assert "from" not in page.link("빼기: 기간: 2015–2017년×")
    assert page.link("필터 초기화") == "/search?q=%ED%8A%B9%EA%B5%AC"
    assert get("/search", q="특구").all("ul", class_="chips") == []


def test_chosen_years_are_current_and_the_others_remain() -> None:
    page = get("/search", q="특구", since="2016", until="2017")
    bars = {
        a["aria-label"]: a.attrs.get("aria-current") for a in page.all("a") if "건" in a.attrs.get("aria-label", "")
    }
    assert bars == {"2015년 1건": None, "2016년 1건": "true", "2017년 1건": "true"}


def test_undated_hits_are_stated() -> None:
    assert "발행일을 모르는 기사 1건은 빠져 있습니다" in get("/search", q="특구").text


def test_the_timeline_has_a_table_beside_it() -> None:
    page = get("/search", q="특구", since="2016", until="2016", by="month")
    cells = {th.text: td.text for th, td in zip(page.all("th", scope="row"), page.all("td"), strict=True)}
    assert cells == {f"2016년 {month}월": "1" if month == 8 else "보관 없음" for month in range(1, 13)}
    assert page.link("2016년 8월").endswith("from=2016-08&to=2016-08&by=day")


def test_years_the_archive_lacks_are_told_from_years_without_hits() -> None:
    page = get("/search", q="특구")
    cells = {th.text: td.text for th, td in zip(page.all("th", scope="row"), page.all("td"), strict=True)}
    assert (cells["2009년"], cells["2010년"]) == ("0", "보관 없음")
    assert "빗금: 보관된 기사가 없는 때" in page.text


def test_a_chosen_facet_value_is_marked_for_every_reader() -> None:
    page = get("/search", q="특구", press="솔내신문")
    row = next(a for a in page.all("a", aria_current="true") if "솔내신문" in a.text)
    assert "고름, 누르면 뺍니다" in row.text
    assert "press" not in row["href"]


def test_the_box_keeps_filters_but_not_the_page() -> None:
    page = get("/search", q="특구", press="가람일보", page="2", size="1", sort="oldest")
    hidden = {e["name"]: e["value"] for e in page.all("input", type="hidden")}
    assert hidden == {"press": "가람일보", "sort": "oldest", "size": "1"}
    assert page.one("input", id="q")["value"] == "특구"


def test_every_page_of_hits_is_reached_by_next() -> None:
    search = FakeSearch([news("2016-08-31", id=str(n), title=f"특구 {n}") for n in range(25)])
    seen: list[str] = []
    path: str | None = "/search?q=%ED%8A%B9%EA%B5%AC"
    while path:
        page = get(path, search)
        seen += [h.text for h in page.all("h3") if h.text.startswith("특구 ")]
        path = next((a["href"] for a in page.all("a", rel="next")), None)
    assert sorted(seen) == sorted(f"특구 {n}" for n in range(25))
    assert page.one("link", rel="prev")["href"].endswith("page=2")
    assert page.one("b", aria_current="page").text == "지금 3쪽"


def test_a_page_past_the_end_says_so_and_leads_back() -> None:
    page = get("/search", q="특구", page=10**9)
    assert "결과의 끝을 지난 쪽입니다" in page.text
    assert "page" not in page.link("마지막 쪽으로")


def test_nothing_found_says_what_was_asked_and_offers_ways_out() -> None:
    page = get("/search", q="특구", press="솔내신문", since="2016", until="2016")
    assert "걸린 필터 안에는 ‘특구’가 든 기사가 없습니다" in page.text
    assert "기간 ‘2016년’ 없이 찾기 기사 1건" in page.text
    assert "신문 ‘솔내신문’ 없이 찾기 기사 1건" in page.text
    assert page.link("필터 없이 찾기") == "/search?q=%ED%8A%B9%EA%B5%AC"


def test_nothing_found_without_filters_gives_hints() -> None:
    page = get("/search", q="없는말")
    assert "‘없는말’이 든 기사가 없습니다" in page.text
    assert "총 0건" in page.text
    assert "기관과 사업은 이름이 바뀝니다" in page.text


def test_no_query_browses_everything_from_the_newest() -> None:
    search = FakeSearch(ARTICLES)
    page = get("/search", search)
    assert search.asked[0].sort == "newest"
    assert "보관된 기사를 모두 새것부터 봅니다" in page.text
    assert page.all("article", class_="hit")[0].text.startswith("2017.03.14")


def test_the_masthead_counts_the_archive_once_for_many_pages() -> None:
    search = FakeSearch(ARTICLES)
    client = client_of(search)
    for _ in range(3):
        client.get("/search?q=특구")
    assert search.counted == 1


def test_the_largest_page_stays_light() -> None:
    days = [date(2000, 1, 1) + timedelta(days=97 * n) for n in range(100)]
    articles = [
        news(
            day.isoformat(),
            id=f"www.garamilbo.example/{n}",
            title=f"강소특구 {n}번째 이야기와 그 뒤로 흘러간 긴 시간 {n * 7919}",
            body=f"강소특구 지정 {n}년 만에 {n * 104729}억 원이 들었다는 감사 결과가 {day} 나왔다. 끝.",
            section=f"섹션 {n}",
            reporters=(f"기자 {n}",),
        )
        for n, day in enumerate(days)
    ]
    for by in ("year", "month"):
        answer = client_of(FakeSearch(articles)).get(f"/search?q=강소특구&size=100&by={by}")
        assert len(gzip.compress(answer.data)) < 60_000

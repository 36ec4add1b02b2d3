from __future__ import annotations

from indexer.query.result import FacetCount, SearchResult
from tests.web.archive import ARTICLES, get
from tests.web.fake import FakeSearch, news
from webui.params import Params
from webui.results import facets


def counts(*values: str) -> tuple[FacetCount, ...]:
    return tuple(FacetCount(value, 1) for value in values)


def result(**fields: object) -> SearchResult:
    return SearchResult(text="", echo="", match="all", total=1, **fields)  # type: ignore[arg-type]


def test_facets_show_eight_values_and_keep_the_rest_behind_more() -> None:
    group = facets.facets(Params(), result(facets={"section": counts(*"abcdefghijk")}))[0]
    assert [row.value for row in group.rows] == list("abcdefgh")
    assert [row.value for row in group.more] == list("ijk")


def test_a_chosen_value_is_always_in_sight_even_with_no_hits() -> None:
    asked = Params(section=("k", "gone"))
    group = facets.facets(asked, result(facets={"section": counts(*"abcdefghijk")}))[0]
    assert [(row.value, row.count) for row in group.rows if row.chosen] == [("k", 1), ("gone", 0)]
    assert [row.value for row in group.more] == ["i", "j"]


def test_a_facet_row_toggles_its_value() -> None:
    rows = facets.facets(Params(q="a", press=("x",)), result(facets={"press": counts("x", "y")}))[0].rows
    assert [row.query for row in rows] == ["?q=a", "?q=a&press=x&press=y"]


def test_a_value_is_chosen_or_left_out_and_never_both() -> None:
    rows = facets.facets(Params(q="a", press=("x",)), result(facets={"press": counts("x", "y")}))[0].rows
    assert [row.without for row in rows] == ["?q=a&not_press=x", "?q=a&press=x&not_press=y"]
    out = facets.facets(Params(q="a", not_press=("x",)), result(facets={"press": counts("x")}))[0].rows[0]
    assert (out.left_out, out.chosen, out.query, out.without) == (True, False, "?q=a&press=x", "?q=a")


def test_what_is_left_out_is_in_sight_with_the_count_that_waits_there() -> None:
    page = get("/search", not_press="가람일보", q="특구")
    row = next(e for e in page.all("li", class_="left-out"))
    assert row.text == "가람일보 3건 가람일보 다시 넣기"
    assert [hit.text for hit in page.all("h3") if hit.text == "강소특구 현장실사 끝"]
    assert "총 1건" in page.one("h2", id="count").text


def test_the_chip_of_what_is_left_out_takes_it_in_again() -> None:
    page = get("/search", not_press="가람일보", q="특구")
    assert page.link("빼기: 신문: 가람일보 빼고×") == "/search?q=%ED%8A%B9%EA%B5%AC"


MANY = [news("2016-08-31", id=f"n{i}", section=f"섹션 {i:03}") for i in range(60)]


def test_a_facet_of_many_values_leads_to_a_page_of_all_of_them() -> None:
    page = get("/search", FakeSearch(MANY), q="예산", press="가람일보")
    address = page.link("60가지에서 찾기")
    assert address.startswith("/values/section?q=")
    listed = get(address, FakeSearch(MANY))
    assert len(listed.all("a", class_="tick")) == 60
    assert "press=" in listed.all("a", class_="tick")[0]["href"]


def test_values_are_found_by_any_part_of_them_whatever_the_spaces() -> None:
    listed = get("/values/section", FakeSearch(MANY), find="션01")
    assert [row.text for row in listed.all("span", class_="value")] == [f"섹션 {i:03}" for i in range(10, 20)]
    assert "‘션01’이 든 값 10가지" in listed.one("p", role="status").text


def test_the_list_of_values_keeps_the_search_in_its_form() -> None:
    listed = get("/values/reporter", q="특구", since="2016")
    hidden = {(e["name"], e["value"]) for e in listed.all("input", type="hidden")}
    assert {("q", "특구"), ("from", "2016")} <= hidden


def test_a_facet_there_is_not_has_no_page() -> None:
    get("/values/nothing", status=404)
    get("/values/year", status=404)


def test_regions_can_be_chosen() -> None:
    articles = [*ARTICLES, news("2020-01-01", id="r", region="솔내읍")]
    page = get("/search", FakeSearch(articles), region="솔내읍")
    assert "총 1건" in page.one("h2", id="count").text
    assert "빼기: 지역: 솔내읍×" in page.text

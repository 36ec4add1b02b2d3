"""Words in context: the page, its files and its JSON."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from typing import Any

import pytest

from indexer.errors import GisaError
from indexer.query.concordance import Concordance, Line
from indexer.query.context import ORDERS, WIDTH, Order
from indexer.query.request import SearchRequest
from tests.web import fake_concordance
from tests.web.browser import Page, client_of, page_of
from tests.web.fake import FakeSearch, news, unavailable

EVIL = '"><script>alert(1)</script>'
HELD = [
    news("2016-08-31", id="g:1", title="강소특구 예산 깎아", body="군의회가 본예산을 깎았다.\n\n예산 심의는 늦었다."),
    news("2014-05-02", id="g:2", title="추경예산안", body="나눔 예산과 다른 예산.", press="솔내신문"),
    news("", id="g:3", title="소식", body="예산 없이 한다.", url="https://www.garamilbo.example/3"),
    *(
        news(f"2018-01-{day:02}", id=f"n:{day}", title=f"{day}일 장날", body="예산으로 장을 연다.")
        for day in range(1, 20)
    ),
]
LINES = 6 + 19 + 1


def page(status: int = 200, *, held: FakeSearch | None = None, **query: object) -> Page:
    return page_of(held or FakeSearch(HELD), "/kwic", {"q": "예산"} | query, status=status)


def get(path: str, *, held: FakeSearch | None = None, **query: object) -> Any:
    return client_of(held or FakeSearch(HELD)).get(path, query_string={"q": "예산"} | query)


def rows(shown: Page) -> list[tuple[str, str, str]]:
    cells = [shown.all("td", class_=name) for name in ("left", "key", "right")]
    return [(left.data, key.data, right.data) for left, key, right in zip(*cells, strict=True)]


def pages(**query: Any) -> list[Page]:
    """Every page, by its links to the next."""
    found = [page(**query)]
    while ways := found[-1].all("a", rel="next"):
        found.append(page_of(FakeSearch(HELD), ways[0]["href"]))
    return found


# --- lines ---


def test_the_word_stands_between_what_is_left_and_right_of_it() -> None:
    shown = rows(page(sort="newest", q="예산 깎"))
    assert ("강소특구 ", "예산", " 깎아") in shown
    assert ("군의회가 본", "예산", "을 깎았다. ¶ 예산 심의는 늦었다.") in shown


def test_a_line_leads_to_its_mark_on_the_page_of_the_article() -> None:
    links = [link["href"] for link in page(order="date").all("a") if link["href"].startswith("/article/g:2")]
    assert links == [f"/article/g:2?q=%EC%98%88%EC%82%B0#m{number}" for number in (1, 2, 3)]
    article = page_of(FakeSearch(HELD), "/article/g:2", {"q": "예산"})
    assert [mark["id"] for mark in article.all("mark")] == ["m1", "m2", "m3"]


def test_the_table_has_heads_for_its_columns_and_lines_and_a_name() -> None:
    shown = page()
    assert len(shown.all("caption")) == 1
    assert [head["scope"] for head in shown.all("th")] == ["col"] * 4 + ["row"] * len(rows(shown))


def test_nothing_of_an_article_or_query_is_markup() -> None:
    evil = FakeSearch([news(id=f"g:{EVIL}", title=EVIL, body=f"앞 {EVIL} 예산 {EVIL}", press=EVIL)])
    for order in ORDERS:
        answer = get("/kwic", held=evil, order=order, q=f"예산 {EVIL}").get_data(as_text=True)
        assert "<script>alert" not in answer
    assert [left for left, _, _ in rows(page(held=evil))] == [f"앞 {EVIL} "]


# --- orders and pages ---


@pytest.mark.parametrize(("order", "head"), [("date", "날짜"), ("left", "왼쪽"), ("word", "낱말"), ("right", "오른쪽")])
def test_the_head_of_a_column_orders_by_it_and_says_so(order: str, head: str) -> None:
    link = next(link for link in page().all("a") if link.text.startswith(head))
    assert f"order={order}" in link["href"]
    there = page_of(FakeSearch(HELD), link["href"])
    assert [one["aria-sort"] for one in there.all("th") if "aria-sort" in one.attrs] == ["ascending"]
    back = next(link for link in there.all("a") if link.text.startswith(head))
    assert "order=" not in back["href"]


def test_lines_stand_by_their_left_context_from_the_word_outwards() -> None:
    lefts = [left for left, _, _ in rows(page(order="left"))]
    assert lefts.index("나눔 예산과 다른 ") < lefts.index("군의회가 본") < lefts.index("추경")


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("size", [None, 3, 7])
def test_the_pages_have_every_line_once(order: Order, size: int | None) -> None:
    sized = {} if size is None else {"size": size}
    links = [
        (link["href"], row)
        for shown in pages(order=order, sort="newest", **sized)
        for link, row in zip((one for one in shown.all("a") if "/article/" in one["href"]), rows(shown), strict=True)
    ]
    assert len(links) == len(set(links)) == LINES


def test_another_order_begins_on_its_first_page() -> None:
    shown = page(page=2)
    heads = [link["href"] for head in shown.all("th", scope="col") for link in shown.all("a") if link.text in head.text]
    assert heads
    assert not [href for href in heads if "page=" in href]


def test_what_is_chosen_stays_chosen() -> None:
    shown = page(order="left", width=60, press="솔내신문", size=20)
    inside = [link["href"] for link in shown.all("a") if link["href"].startswith("/kwic?")]
    assert inside
    for href in inside:
        assert "width=" in href or "order=left" in href
    chip = next(link for link in shown.all("a") if "솔내신문" in link.text and link["href"].startswith("/kwic"))
    assert "press" not in chip["href"]
    assert "order=left" in chip["href"]


def test_the_box_asks_for_contexts_again_in_the_same_order() -> None:
    shown = page(order="left", width=60, press="솔내신문", page=2)
    box = shown.one("form", role="search")
    assert box["action"] == "/kwic"
    kept = {field["name"]: field["value"] for field in shown.all("input", type="hidden")}
    assert kept == {"press": "솔내신문", "order": "left", "width": "60"}


def test_the_list_of_the_same_search_is_a_link_away() -> None:
    shown = page(order="left", press="솔내신문")
    link = next(link for link in shown.all("a") if link.text == "목록")
    assert link["href"] == "/search?q=%EC%98%88%EC%82%B0&press=%EC%86%94%EB%82%B4%EC%8B%A0%EB%AC%B8"


# --- what is said ---


def test_it_says_how_much_there_is() -> None:
    assert "기사 22건" in page().one("h2").text
    assert "26줄" in page(order="left").one("h2").text


def test_it_says_which_lines_were_ordered_where_there_are_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fake_concordance, "FIRST", 2)
    said = page(order="right", sort="newest").one("div", class_="said").text
    assert "가장 새로운 기사 2건에서" in said
    assert "모두 22건" in said


def test_the_words_beside_it_are_listed_with_their_counts() -> None:
    shown = page(order="left").one("section", class_="neighbours")
    assert "바로 앞강소특구 3 바로 뒤<b>심의</b> 2" in shown.text
    assert "26줄에서" in shown.text
    assert not page().all("section", class_="neighbours")


class Cut(FakeSearch):
    def concordance(self, request: SearchRequest, order: Order = "list", width: int = WIDTH) -> Concordance:
        return replace(super().concordance(request, order, width), cut=True)


def test_it_says_where_only_beginnings_may_be_shown() -> None:
    assert "앞부분의 줄만" in page(held=Cut(HELD)).one("div", class_="said").text


def test_articles_without_a_line_are_counted() -> None:
    held = FakeSearch([*HELD[:1], news(id="r", title="소식", body="짧다.", reporters=("예산",))])
    assert "1건에는 보일 줄이 없습니다" in page(held=held).one("div", class_="said").text


def test_no_article_no_word_and_no_page_are_said() -> None:
    assert "찾은 기사가 없습니다" in page(q="없는말").one("h3").text
    assert "적으십시오" in page(q="").one("h3").text
    assert "끝을 지난" in page(page=10**9).one("h3").text
    assert "끝을 지난" in page(page=10**9, order="left").one("h3").text


@pytest.mark.parametrize(
    ("name", "value"),
    [("order", "up"), ("width", "19"), ("width", "101"), ("width", "많이"), ("size", "0"), ("page", "0")],
)
def test_a_bad_value_is_refused_by_name(name: str, value: str) -> None:
    bad: dict[str, Any] = {name: value}
    assert page(400, **bad).one("h1")
    for path in ("/kwic.csv", "/kwic.jsonl"):
        assert get(path, **bad).status_code == 400
    answer = get("/api/v1/kwic", **bad)
    assert answer.status_code == 400
    assert answer.json["error"]["parameter"] == name


@pytest.mark.parametrize("path", ["/kwic", "/kwic.csv", "/kwic.jsonl", "/api/v1/kwic"])
def test_what_cannot_be_answered_is_said_before_a_line_is_sent(path: str) -> None:
    assert get(path, held=FakeSearch(problem=unavailable())).status_code == 503


# --- files and JSON ---


def table(answer: Any) -> list[list[str]]:
    assert answer.status_code == 200
    assert answer.content_type == "text/csv; charset=utf-8"
    text = answer.get_data().decode("utf-8-sig")
    assert answer.get_data().startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(text, newline="")))


def test_the_csv_file_has_every_line_whatever_page_it_is_asked_from() -> None:
    head, *lines = table(get("/kwic.csv", page=3, size=2, order="date"))
    assert head == [
        "기사ID",
        "일시",
        "신문",
        "제목",
        "자리",
        "왼쪽 문맥",
        "낱말",
        "오른쪽 문맥",
        "원문주소",
        "동네기사 주소",
    ]
    assert len(lines) == LINES
    first, last = (
        next(dict(zip(head, line, strict=True)) for line in lines if line[0] == name) for name in ("g:2", "g:3")
    )
    assert (first["자리"], first["왼쪽 문맥"], first["낱말"], first["오른쪽 문맥"]) == ("제목", "추경", "예산", "안")
    assert first["동네기사 주소"] == "http://localhost/article/g:2"
    assert (last["일시"], last["원문주소"]) == ("", "https://www.garamilbo.example/3")


def test_no_cell_is_run_by_a_spreadsheet() -> None:
    evil = FakeSearch([news(id="=1+1", title="@SUM(A1)", body="=cmd|' /C calc'!A0 예산-1", press="+가람일보")])
    _, line = table(get("/kwic.csv", held=evil))
    assert [cell for cell in line if cell[:1] in ("=", "+", "-", "@")] == []
    assert "'=cmd|' /C calc'!A0 " in line
    assert "'-1" in line


def test_the_json_lines_are_those_of_the_table() -> None:
    answer = get("/kwic.jsonl", order="left")
    assert answer.content_type == "application/x-ndjson; charset=utf-8"
    lines = [json.loads(line) for line in answer.get_data(as_text=True).splitlines()]
    shown = [(line["left"], line["keyword"], line["right"]) for line in lines]
    assert shown == [row for each in pages(order="left") for row in rows(each)]
    assert lines[0]["link"].startswith("http://localhost/article/")


def test_files_have_names_that_say_what_they_are() -> None:
    name = get("/kwic.csv").headers["Content-Disposition"]
    assert "attachment" in name
    assert "%EB%AC%B8%EB%A7%A5-%EC%98%88%EC%82%B0" in name


class Breaking(FakeSearch):
    """Fails after the first lines."""

    def concordance_lines(self, request: SearchRequest, order: Order = "list", width: int = WIDTH) -> Any:
        lines: list[Line] = list(super().concordance_lines(request, order, width))

        def some() -> Any:
            for _ in range(50):
                yield from lines
            raise GisaError("끊겼습니다")

        return some()


def test_a_file_that_breaks_off_is_not_ended_as_if_it_were_whole() -> None:
    with pytest.raises(GisaError):
        get("/kwic.csv", held=Breaking(HELD)).get_data()


def test_the_api_answers_as_the_page() -> None:
    found = get("/api/v1/kwic", order="right", size=5, page=2, width=20).json
    assert (found["total"], found["of_articles"], found["of_lines"], found["capped"]) == (22, 22, LINES, False)
    assert (found["order"], found["width"], len(found["lines"])) == ("right", 20, 5)
    shown = [(line["left"], line["keyword"], line["right"]) for line in found["lines"]]
    assert shown == rows(page(order="right", size=5, page=2, width=20))
    assert {"id", "title", "press", "published", "url", "field", "start", "end"} <= found["lines"][0].keys()


def test_pages_in_english_say_the_same_and_stay_english() -> None:
    shown = page_of(FakeSearch(HELD), "/en/kwic", {"q": "예산", "order": "left"})
    assert "26 lines" in shown.one("h2").text
    assert shown.one("tbody")["lang"] == "ko"
    assert all(link["href"].startswith("/en/") for link in shown.all("a", rel="next"))


def test_a_page_of_articles_stays_light_however_many_hits_the_list_had_on_one() -> None:
    held = FakeSearch([news("2016-08-31", id=f"n{i}", title="", body="예산을 깎았다.") for i in range(60)])
    assert len(rows(page(held=held, size=100))) == 50
    assert len(rows(page(held=held, size=100, page=2))) == 10

from __future__ import annotations

from datetime import date, datetime

import pytest

from indexer.article import KST
from indexer.query.result import FacetCount, Hit, SearchResult, Snippet
from tests.web.fake import FakeSearch, news
from webui.params import Params
from webui.periods import period_in_words
from webui.results import present


def result(**fields: object) -> SearchResult:
    usual: dict[str, object] = {"text": "", "echo": "", "match": "all", "total": 0}
    return SearchResult(**(usual | fields))  # type: ignore[arg-type]


def counts(*values: str) -> tuple[FacetCount, ...]:
    return tuple(FacetCount(value, len(values) - i) for i, value in enumerate(values))


def test_every_filter_is_a_chip_that_drops_only_itself() -> None:
    asked = Params(q="a", since="2015", until="2017", press=("가람일보",), reporter=("박서연", "오민재"), by="month")
    chips = present.chips(asked)
    assert [(chip.kind, chip.value) for chip in chips] == [
        ("기간", "2015–2017년"),
        ("신문", "가람일보"),
        ("기자", "박서연"),
        ("기자", "오민재"),
    ]
    assert chips[0].query == asked.but(since="", until="", by="year").query()
    assert chips[2].query == asked.but(reporter=("오민재",)).query()


@pytest.mark.parametrize(
    ("page", "last", "shown"),
    [
        (1, 1, [1]),
        (1, 3, [1, 2, 3]),
        (1, 9, [1, 2, 3, None, 9]),
        (5, 9, [1, 2, 3, 4, 5, 6, 7, 8, 9]),
        (6, 12, [1, None, 4, 5, 6, 7, 8, None, 12]),
        (12, 12, [1, None, 10, 11, 12]),
    ],
)
def test_page_numbers_leave_gaps_only_where_more_than_one_page_is_left_out(
    page: int, last: int, shown: list[int | None]
) -> None:
    assert present.page_numbers(page, last) == shown


def test_the_pager_knows_its_ends() -> None:
    first, last = present.pager(Params(q="a"), 25), present.pager(Params(q="a", page=3), 25)
    assert (first.previous, first.next) == (None, "?q=a&page=2")
    assert (last.previous, last.next, last.last) == ("?q=a&page=2", None, 3)
    assert present.pager(Params(q="a"), 10).numbers == ()


def test_a_page_past_the_end_leads_back_to_the_last_one() -> None:
    pager = present.pager(Params(q="a", page=10**9), 25)
    assert pager.beyond
    assert pager.end == "?q=a&page=3"
    assert not present.pager(Params(q="a"), 0).beyond


def test_relevance_is_offered_only_where_there_are_words() -> None:
    assert [way.name for way in present.sorts(Params(q="a"))] == ["관련도순", "최신순", "오래된순"]
    assert [way.name for way in present.sorts(Params(sort="newest"))] == ["최신순", "오래된순"]


def test_a_hit_says_when_where_who_and_what() -> None:
    hit = Hit(
        id="x",
        score=1,
        title="강소특구",
        title_marks=((0, 2),),
        press="가람일보",
        section="경제",
        reporter="박서연, 오민재 기자",
        published=datetime(2016, 8, 31, 23, tzinfo=KST),
        snippets=(Snippet("특구 현장", ((0, 2),), "caption"),),
    )
    row = present.rows(Params(q="특구"), result(hits=(hit,)))[0]
    assert (row.day, row.press, row.title) == ("2016.08.31", "가람일보", "<mark>강소</mark>특구")
    assert row.snippets == (("사진", "<mark>특구</mark> 현장"),)
    assert [link.name for link in row.links] == ["경제", "박서연 기자", "오민재 기자"]
    assert row.query == "?q=%ED%8A%B9%EA%B5%AC"


def test_a_hit_without_title_date_or_snippet_is_still_a_row() -> None:
    row = present.rows(Params(), result(hits=(Hit(id="x", score=1, subtitle="하나\n둘"),)))[0]
    assert (row.title, row.day, row.datetime, row.links) == ("(제목 없음)", "날짜 없음", "", ())
    assert row.snippets == (("", "하나 · 둘"),)


def test_the_query_is_said_back_with_its_words_in_bold() -> None:
    said = present.understood(Params(), result(echo="강소특구 예산"))
    assert said.words == "<b>‘강소특구’</b>와 <b>‘예산’</b>이 모두 든 기사"
    assert said.several
    loose = present.understood(Params(match="most"), result(echo="강소특구 예산"))
    assert loose.words == "<b>‘강소특구 예산’</b> 가운데 하나라도 든 기사"
    assert not present.understood(Params(), result(echo="산불 -훈련")).several
    assert not present.understood(Params(), result(echo="산불 OR 화재")).several


def test_what_was_searched_is_said_back_and_not_what_was_typed() -> None:
    assert present.understood(Params(q="rkdth"), result(text="rkdth", echo="강소")).words == "<b>‘강소’</b>가 든 기사"


def test_a_corrected_query_is_said_back_however_long_it_became() -> None:
    numbers = " ".join(f"({' OR '.join(f'{n}만{form}천원' for form in range(1, 9))})" for n in range(10, 40))
    assert present.understood(Params(), result(echo=numbers)).words.count("<b>") == 240


def test_recent_periods_count_back_from_today() -> None:
    ways = present.recent_periods(Params(q="a", since="2025-11-28"), date(2026, 11, 30))
    assert [(way.name, way.query) for way in ways] == [
        ("전체", "?q=a"),
        ("1주", "?q=a&from=2026-11-23"),
        ("1개월", "?q=a&from=2026-10-28"),
        ("3개월", "?q=a&from=2026-08-28"),
        ("1년", "?q=a&from=2025-11-28"),
    ]
    assert [way.current for way in ways] == [False, False, False, False, True]


def test_the_masthead_says_what_the_archive_holds() -> None:
    search = FakeSearch([news("2009-01-01"), news("2026-01-01", press="솔내신문"), news("", press="")])
    assert present.tagline(search.stats()) == ("지역신문 2곳", "2009–2026", "기사 3건")
    assert present.tagline(FakeSearch([news("2009-01-01")]).stats()) == ("지역신문 1곳", "2009", "기사 1건")
    assert present.tagline(FakeSearch().stats()) == ("기사 0건",)


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2016, 1, 1), date(2016, 12, 31), "2016년"),
        (date(2015, 1, 1), date(2017, 12, 31), "2015–2017년"),
        (date(2016, 2, 1), date(2016, 2, 29), "2016년 2월"),
        (date(2016, 2, 1), date(2016, 3, 31), "2016년 2월–3월"),
        (date(2015, 12, 1), date(2016, 1, 31), "2015년 12월–2016년 1월"),
        (date(2016, 8, 31), date(2016, 8, 31), "2016년 8월 31일"),
        (date(2016, 8, 30), date(2016, 8, 31), "2016.08.30–2016.08.31"),
        (date(2016, 1, 1), None, "2016년부터"),
        (None, date(2016, 8, 31), "2016년 8월 31일까지"),
        (None, None, ""),
    ],
)
def test_periods_are_said_as_readers_say_them(first: date | None, last: date | None, words: str) -> None:
    assert period_in_words(first, last) == words

"""Tables of any newsroom: guessed columns, named columns, and what is kept of the rest."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from indexer.article import KST, Found, Rejected
from indexer.errors import InvalidRequest
from indexer.sources import ColumnMap, read_path
from indexer.sources.table.row import column_of, letters
from tests.unit.sources.table.sheets import article_of, articles, as_csv, read, refusal_of, xlsx

HEADER = ("기사 제목", "등록일", "기자명", "본문 내용", "신문사", "조회수")
FIRST = ("은곡 소각장 ‘원점’", "2019-03-27 23:00", "박서연·오민재 기자", "주민들이 반대하고 나섰다.", "가람일보", "120")


def test_korean_and_english_headers_are_understood() -> None:
    article = article_of(xlsx([HEADER, FIRST]))
    assert (article.title, article.body, article.press) == (FIRST[0], FIRST[3], FIRST[4])
    assert article.reporters == ("박서연", "오민재")
    assert article.published == datetime(2019, 3, 27, 23, 0, tzinfo=KST)
    assert article.extra == {"byline": FIRST[2], "조회수": "120"}
    english = ("Headline", "Published_At", "BYLINE", "Full-Text", "Publisher", "views")
    assert article_of(as_csv(english, FIRST).encode()).extra["views"] == "120"
    assert article_of(as_csv(english, FIRST).encode()).title == FIRST[0]


def test_the_header_may_stand_below_a_title_and_blank_rows() -> None:
    rows = [["가람일보 기사 목록"], [], ["2019년"], HEADER, FIRST]
    (item,) = read(xlsx(rows))
    assert (item.line, isinstance(item, Found)) == (5, True)
    (item,) = read(as_csv(["가람일보 기사 목록"], ["", ""], HEADER, FIRST).encode())
    assert (item.line, isinstance(item, Found)) == (4, True)


def test_dates_that_excel_keeps_as_numbers_are_dates() -> None:
    moment = datetime(2019, 3, 27, 23, 0)  # noqa: DTZ001  # as Excel has them
    for cell, expected in (
        (moment, datetime(2019, 3, 27, 23, 0, tzinfo=KST)),
        (datetime(2019, 3, 27), datetime(2019, 3, 27, tzinfo=KST)),  # noqa: DTZ001
        (20190327, datetime(2019, 3, 27, tzinfo=KST)),
        (43551, datetime(2019, 3, 27, tzinfo=KST)),
        ("2019. 3. 27. 오후 11:00", datetime(2019, 3, 27, 23, 0, tzinfo=KST)),
        (None, None),
    ):
        assert article_of(xlsx([["제목", "날짜"], ["은곡", cell]])).published == expected


@pytest.mark.parametrize("bad", ["2019-02-30", "2099-01-01", "1970년", "어제", "1066-10-14"])
def test_a_row_with_an_impossible_date_costs_only_itself(bad: str) -> None:
    rows = [HEADER, FIRST, (FIRST[0], bad, *FIRST[2:]), FIRST]
    for data in (xlsx(rows), as_csv(*rows).encode()):
        items = read(data)
        assert [type(item) for item in items] == [Found, Rejected, Found]
        assert items[1].line == 3


def test_every_sheet_with_a_header_is_read_and_the_others_are_named() -> None:
    items = read(xlsx([HEADER, FIRST], [["메모"], ["아무 말"]], [], [HEADER, FIRST, FIRST]))
    assert [type(item) for item in items] == [Found, Rejected, Found, Found]
    refused = items[1]
    assert isinstance(refused, Rejected)
    assert "‘Sheet2’ 시트" in refused.reason
    assert "--columns" in refused.reason


def test_columns_without_a_name_and_those_of_one_name_are_kept() -> None:
    rows = [["제목", "제목", "메모", "메모", ""], ["하나", "둘", "셋", "넷", "다섯"]]
    assert article_of(xlsx([rows[0], rows[1]])).extra == {
        "제목": "둘",
        "메모": "셋",
        "메모 (D열)": "넷",
        "(E열)": "다섯",
    }


@pytest.mark.parametrize("as_bytes", [lambda *rows: xlsx(rows), lambda *rows: as_csv(*rows).encode()])
def test_named_columns_come_before_guessed_ones(as_bytes: object) -> None:
    assert callable(as_bytes)
    data = as_bytes(["표제", "제목", "글", "올린 날"], ["은곡", "부제다", "반대했다.", "2019-03-27"])
    article = article_of(data, "title=표제,body=#C,date=올린날,press==가람일보,subtitle=제목")
    assert (article.title, article.subtitle, article.body) == ("은곡", "부제다", "반대했다.")
    assert (article.press, article.published) == ("가람일보", datetime(2019, 3, 27, tzinfo=KST))
    assert dict(article.extra) == {}
    # A column that loses its place keeps its text.
    assert article_of(data, "title=표제").extra["제목"] == "부제다"


@pytest.mark.parametrize("as_bytes", [lambda *rows: xlsx(rows), lambda *rows: as_csv(*rows).encode()])
def test_a_table_without_a_header_is_read_by_numbers(as_bytes: object) -> None:
    assert callable(as_bytes)
    items = read(as_bytes(["1", "은곡", "2019-03-27"], ["2", "솔내", "2019-03-28"]), "title=#2,date=#C")
    assert [article.title for article in articles(items)] == ["은곡", "솔내"]
    assert [article.extra for article in articles(items)] == [{"(A열)": "1"}, {"(A열)": "2"}]


@pytest.mark.parametrize("as_bytes", [lambda *rows: xlsx(rows), lambda *rows: as_csv(*rows).encode()])
def test_a_named_column_that_is_missing_is_named_with_those_that_are_there(as_bytes: object) -> None:
    assert callable(as_bytes)
    refused = refusal_of(as_bytes(["표제", "글"], ["은곡", "반대했다."]), "title=제목,body=글")
    assert "‘제목’" in refused.reason
    assert "표제, 글" in refused.reason


@pytest.mark.parametrize(
    "wrong",
    [
        "",
        "title",
        "title=",
        "제목=title",
        "date=날짜",
        "title=제목,title=표제",
        "title=#0",
        "title=#ABCD",
        "title=제목,x=y",
    ],
)
def test_a_map_that_cannot_be_meant_is_refused_at_once(wrong: str) -> None:
    with pytest.raises(InvalidRequest) as refused:
        ColumnMap.parse(wrong)
    assert refused.value.parameter == "columns"
    assert "--columns" in str(refused.value)


def test_a_header_with_a_comma_is_put_in_quotes() -> None:
    assert ColumnMap.parse('"title=제목, 부제",body=글').headers == ("제목, 부제", "글")


def test_a_map_goes_from_the_path_to_the_table(tmp_path: Path) -> None:
    (tmp_path / "표.csv").write_text("표제,글\n은곡,반대했다.\n", encoding="utf-8")
    (file,) = read_path(tmp_path)
    (item,) = file.items
    assert isinstance(item, Rejected)
    assert "열: 표제, 글" in item.reason
    (file,) = read_path(tmp_path, columns=ColumnMap.parse("title=표제,body=글"))
    assert [article.title for article in articles(list(file.items))] == ["은곡"]


def test_columns_are_named_as_excel_names_them() -> None:
    assert [letters(column) for column in (0, 25, 26, 701, 702, 16_383)] == ["A", "Z", "AA", "ZZ", "AAA", "XFD"]
    assert all(column_of(letters(column)) == column for column in range(0, 16_384, 7))
    assert (column_of("XFE"), column_of("0"), column_of("#"), column_of("")) == (None, None, None, None)

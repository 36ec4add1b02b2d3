"""Exports of BIG KINDS, in every spelling of their headers."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from indexer.article import KST, Found
from indexer.sources import identity, read_path
from indexer.sources.table.bigkinds import identified, is_excerpt
from tests.unit.sources.table.sheets import (
    BIGKINDS,
    CUT,
    ROW,
    article_of,
    articles,
    as_csv,
    bigkinds_rows,
    read,
    refusal_of,
    xlsx,
)

EXPORTS = Path(__file__).parents[5] / "shared" / "fixtures" / "bigkinds_xlsx"
"""Real exports: they stand beside the project, never in it."""

SPELLINGS = {
    "2020": BIGKINDS,
    "without spaces": tuple(name.replace(" ", "") for name in BIGKINDS),
    "short": tuple(
        {"뉴스 식별자": "newsid", "일자": "날짜", "특성추출(가중치순 상위 50개)": "특성추출"}.get(name, name)
        for name in BIGKINDS
    ),
    "underscores": tuple(name.replace(" ", "_").replace("/", "_") for name in BIGKINDS),
}


@pytest.mark.parametrize("header", SPELLINGS.values(), ids=SPELLINGS)
@pytest.mark.parametrize("kind", ["xlsx", "csv", "cp949 csv", "tsv"])
def test_an_export_is_read_however_its_headers_are_spelt(header: tuple[str, ...], kind: str) -> None:
    rows = [header, [ROW.get(name, "") for name in BIGKINDS]]
    made = {
        "xlsx": lambda: xlsx(rows),
        "csv": lambda: ("\ufeff" + as_csv(*rows)).encode(),
        "cp949 csv": lambda: as_csv(*rows).encode("cp949"),
        "tsv": lambda: as_csv(*rows, separator="\t").encode(),
    }[kind]()
    article = article_of(made)
    assert (article.id, article.title, article.press) == (ROW["뉴스 식별자"], ROW["제목"], "가람일보")
    assert (article.reporters, article.section, article.url) == (("박서연",), "지역>가람", ROW["URL"])
    assert article.published == datetime(2019, 3, 27, 23, 15, tzinfo=KST)
    assert (article.body, article.excerpt) == (CUT, True)
    assert article.extra == {
        "byline": "박서연 기자",
        "bigkinds": ROW["뉴스 식별자"],
        "sections": ["지역>가람", "사회>환경"],
        "incidents": ["사고>환경사고"],
        "people": ["오민재", "최여울"],
        "places": ["가람군", "은곡면"],
        "organizations": ["가람군의회"],
        "keywords": ["소각장", "증설", "주민"],
        "features": ["소각장", "은곡면"],
        "excluded": "중복, 예외",
    }
    assert article.values("person") == ("오민재", "최여울")
    assert article.sections == ("지역>가람", "사회>환경")


def test_a_row_whose_address_has_an_idxno_is_the_article_of_the_page() -> None:
    for address in (
        "http://www.garamilbo.example/news/articleView.html?idxno=10231",
        "www.garamilbo.example/a?idxno=10231",
    ):
        article = article_of(xlsx(bigkinds_rows({**ROW, "URL": address})))
        assert identity(article) == "garamilbo.example:10231"
        assert article.extra["bigkinds"] == ROW["뉴스 식별자"]


@pytest.mark.parametrize(
    ("identifier", "day", "expected"),
    [
        ("09900101.20190327231500001", "2019-03-27", datetime(2019, 3, 27, 23, 15, tzinfo=KST)),
        ("09900101.20190327231500001", "20190328", datetime(2019, 3, 28, tzinfo=KST)),
        ("09900101.20190327996100001", "20190327", datetime(2019, 3, 27, tzinfo=KST)),
        ("09900101.20190327231500001", "", datetime(2019, 3, 27, 23, 15, tzinfo=KST)),
        ("9900101.2019032723", "20190327", datetime(2019, 3, 27, tzinfo=KST)),
        ("", "2019.03.27", datetime(2019, 3, 27, tzinfo=KST)),
    ],
)
def test_the_identifier_tells_the_time_of_its_own_day(identifier: str, day: str, expected: datetime) -> None:
    article = article_of(xlsx(bigkinds_rows({**ROW, "뉴스 식별자": identifier, "일자": day})))
    assert article.published == expected
    assert article.id == (identifier if identified(identifier) else "")


def test_only_a_body_that_is_cut_is_an_excerpt() -> None:
    assert is_excerpt("")
    assert is_excerpt(CUT)
    assert is_excerpt(CUT[:190] + "..")
    assert not is_excerpt("◇과장급 전보 △기획팀장 오민재 △총무과장 박서연")
    assert not is_excerpt("주민들은 “아직도…")
    assert not is_excerpt(CUT[:198] + "다.")
    assert is_excerpt(CUT[:198] + "증설")
    assert not is_excerpt(CUT * 3)


def test_a_row_without_title_and_body_is_rejected_by_its_number() -> None:
    rows = bigkinds_rows(ROW, {**ROW, "제목": " ", "본문": ""}, {}, {**ROW, "일자": "20190230"}, ROW)
    items = read(xlsx(rows))
    assert [item.line for item in items] == [2, 3, 5, 6]
    assert [isinstance(item, Found) for item in items] == [True, False, False, True]
    refused = refusal_of(xlsx(bigkinds_rows({**ROW, "일자": "20190230"})))
    assert "2019-02-30은 없는 날짜" in refused.reason
    assert ROW["제목"] in refused.excerpt


@pytest.mark.skipif(not EXPORTS.is_dir(), reason=f"the exports are not beside the project: {EXPORTS}")
def test_real_exports_are_read_to_the_last_row() -> None:
    (file,) = read_path(EXPORTS / "NewsResult_20200801-20200801.xlsx")
    items = list(file.items)
    found = list(articles(items))
    assert (file.kind, len(items), len(found)) == ("xlsx", 2727, 2727)
    assert [item.line for item in items] == list(range(2, 2729))
    assert sum(article.excerpt for article in found) == 2552
    assert sum(not article.id for article in found) == 167
    assert len({identity(article) for article in found}) == 2727
    assert found[0].published == datetime(2020, 8, 1, 11, 18, 39, tzinfo=KST)
    (file,) = read_path(EXPORTS / "pyBigKinds_test.xlsx")
    short = list(articles(list(file.items)))
    assert len(short) == 31
    assert all(article.excerpt and article.title and article.values("keyword") for article in short)
    assert short[0].published == datetime(2020, 1, 31, tzinfo=KST)

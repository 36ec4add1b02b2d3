"""The page of what the archive holds."""

from __future__ import annotations

from datetime import datetime

import pytest

from indexer.archive.coverage import Coverage, PaperCoverage, months_between
from indexer.article import KST
from tests.web.archive import get
from tests.web.browser import client_of
from tests.web.fake import FakeSearch, news
from webui.covering import MOST_YEARS_BY_MONTH, laid_out

READ = datetime(2024, 4, 25, 3, 40, tzinfo=KST)
HELD = [
    news("2015-11-02", id="1", fetched=READ),
    news("2015-11-09", id="2"),
    news("2016-02-01", id="3"),
    news("2018-03-01", id="4", press="솔내신문"),
    news("", id="5", press="솔내신문"),
]


def paper(press: str, *months: str) -> PaperCoverage:
    held = dict.fromkeys(sorted(months), 1)
    holes = tuple(m for m in months_between(min(months), max(months)) if m not in held)
    return PaperCoverage(
        press=press,
        first=min(months),
        last=max(months),
        months=held,
        holes=holes,
        undated=0,
        total=len(held),
        last_read=None,
    )


def test_every_paper_has_a_row_of_years_and_a_table_of_months() -> None:
    page = get("/coverage", FakeSearch(HELD))
    assert page.one("h1").text == "보관 현황"
    assert [h.text for h in page.all("h2")] == ["가람일보", "솔내신문"]
    rows = [tr.text for tr in page.all("tr")]
    assert rows[1].startswith("가람일보 2015.11–2016.02 3 2 2024.04.25 03:40 2015년 2건 빈 달 1 2016년 1건 빈 달 1")
    assert "발행일을 모르는 기사 1건" in page.text


def test_holes_are_told_in_words_and_what_is_outside_is_blank() -> None:
    page = get("/coverage", FakeSearch(HELD), press="가람일보")
    cells = [td.text for td in page.all("td", class_="figure")]
    months = cells[-24:]
    assert months[:12] == [""] * 10 + ["2015년 11월 2건", "없음"]
    assert months[12:] == ["없음", "2016년 2월 1건", *[""] * 10]
    assert [h.text for h in page.all("h2")] == ["가람일보"]


def test_a_month_leads_to_its_articles() -> None:
    page = get("/coverage", FakeSearch(HELD))
    way = page.link("2015년 11월 2건")
    assert way.startswith("/search?from=2015-11&to=2015-11&press=")
    assert "총 2건" in get(way, FakeSearch(HELD)).text


def test_every_page_leads_to_it() -> None:
    for path in ("/", "/search", "/article/1"):
        assert get(path, FakeSearch(HELD)).link("보관 현황") == "/coverage"


def test_a_paper_that_is_not_there_is_said_to_be_missing() -> None:
    assert "보관된 기사가 없는 신문: 없는신문" in get("/coverage", FakeSearch(HELD), press="없는신문").text


def test_an_empty_archive_has_nothing_to_show() -> None:
    assert "보여 줄 신문이 없습니다" in get("/coverage", FakeSearch()).text


def test_of_many_papers_the_years_are_shown_and_each_leads_to_its_months() -> None:
    papers = tuple(paper(f"신문{n:02}", "2005-01", "2024-12") for n in range(40))
    every = laid_out(Coverage(papers=papers))
    assert not every.by_month
    assert all(not each.by_month for each in every.papers)
    assert len(every.years) == 20
    one = laid_out(Coverage(papers=papers), ["신문03"])
    assert [len(each.by_month) for each in one.papers] == [20]


def test_one_misprinted_date_makes_no_endless_table() -> None:
    one = laid_out(Coverage(papers=(paper("가람일보", "0918-06", "2019-01"),)))
    assert one.years == ("0918", "2019")
    assert len(one.papers[0].by_month) == 2 < MOST_YEARS_BY_MONTH


def test_articles_of_no_paper_are_counted_under_no_name_and_lead_nowhere() -> None:
    one = laid_out(Coverage(papers=(paper("", "2019-01"),))).papers[0]
    assert (one.name, one.years[0].count, one.years[0].query) == ("신문 모름", 1, "")


@pytest.mark.parametrize("hostile", ['"><img src=x onerror=alert(1)>', "</th><script>", "{{ 7 * 7 }}"])
def test_no_name_of_a_paper_adds_markup(hostile: str) -> None:
    plain = get("/coverage", FakeSearch([news(press="가람일보")]))
    assert get("/coverage", FakeSearch([news(press=hostile)])).skeleton == plain.skeleton


def test_the_api_gives_the_same() -> None:
    found = client_of(FakeSearch(HELD)).get("/api/v1/coverage", query_string={"press": "가람일보"}).get_json()
    [only] = found["papers"]
    assert (only["months"], only["holes"]) == ({"2015-11": 2, "2016-02": 1}, ["2015-12", "2016-01"])

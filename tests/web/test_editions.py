"""The versions of an article on its page."""

from __future__ import annotations

from datetime import datetime

from indexer.article import KST
from indexer.query.differences import differences
from indexer.query.result import Version
from tests.web.archive import get
from tests.web.browser import client_of
from tests.web.fake import FakeSearch, news


def corrected() -> FakeSearch:
    search = FakeSearch([news(id="g/1", title="예산 20억 원")])
    changes = {"title": differences("예산 18억 원", "예산 20억 원")}
    first = Version(number=1, archived=datetime(2020, 1, 2, 3, 4, tzinfo=KST), place="a.jsonl:1", searched=False)
    second = datetime(2021, 5, 6, tzinfo=KST)
    search.history = {
        "g/1": (first, Version(number=2, archived=second, place="b.jsonl:1", searched=True, changes=changes))
    }
    return search


def test_versions_are_listed_newest_first_with_when_they_came() -> None:
    page = get("/article/g/1", corrected(), q="예산")
    items = [li.text for li in page.all("li") if "에 보관" in li.text]
    assert items == ["2판 2021.05.06에 보관 지금 글", "1판 2020.01.02 03:04에 보관"]
    assert page.link("1판") == "?q=%EC%98%88%EC%82%B0&version=1"
    assert page.all("del") == []


def test_an_old_version_says_that_it_is_one_and_leads_to_the_newest() -> None:
    page = get("/article/g/1", corrected(), version=1)
    assert "지난 글(1판)입니다." in page.text
    assert page.link("지금 글 보기") == "?"
    assert "지난 글" not in get("/article/g/1", corrected(), version=2).text


def test_the_changes_are_one_click_away() -> None:
    way = get("/article/g/1", corrected(), q="예산").link("판마다 달라진 말 보기")
    assert way == "?q=%EC%98%88%EC%82%B0&diff=1#history"
    page = get("/article/g/1", corrected(), q="예산", diff=1)
    assert page.one("del").text == "[뺌: 18억]"
    assert page.one("ins").text == "[더함: 20억]"
    assert page.one("span", class_="field-name").text == "제목"


def test_an_article_that_was_never_changed_has_no_history() -> None:
    page = get("/article/g/1", FakeSearch([news(id="g/1", fetched=datetime(2020, 1, 2, tzinfo=KST))]))
    assert "고친 내력" not in page.text


def test_a_version_that_is_not_there_is_a_404_and_what_is_no_number_a_400() -> None:
    assert "3판이 없습니다" in get("/article/g/1", corrected(), status=404, version=3).text
    assert "판: ‘둘’ 대신 1부터" in get("/article/g/1", corrected(), status=400, version="둘").text


def test_the_api_gives_a_version_and_the_changes() -> None:
    client = client_of(corrected())
    found = client.get("/api/v1/articles/g/1?version=1&diff=1").get_json()
    assert found["version"] == 1
    assert [each["number"] for each in found["changes"]] == [1, 2]
    assert found["changes"][1]["changes"]["title"][1] == ["removed", "18억"]
    assert "changes" not in client.get("/api/v1/articles/g/1").get_json()

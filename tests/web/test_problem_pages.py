"""What a reader gets when something is wrong, and what every page keeps to."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.errors import IndexBusy, IndexMissing, InvalidRequest
from tests.web.archive import ARTICLES, get
from tests.web.browser import Page, client_of
from tests.web.fake import FakeSearch, unavailable


def test_bad_parameters_are_a_400_page_with_a_way_out() -> None:
    page = get("/search", q="특구", status=400, since="2019-02-30")
    assert "없는 날짜" in page.text
    assert page.link("‘기간의 시작’ 빼고 찾기") == "/search?q=%ED%8A%B9%EA%B5%AC"
    assert page.one("input", id="q")["value"] == "특구"


def test_a_query_the_engine_refuses_is_a_400_page() -> None:
    refused = InvalidRequest("검색어가 너무 깁니다.", parameter="q", code="too_long")
    page = get("/search", FakeSearch(problem=refused), q="가", status=400)
    assert "검색어가 너무 깁니다." in page.text


def test_an_unknown_address_is_a_404_page_in_korean() -> None:
    page = get("/nowhere", status=404)
    assert "없는 주소입니다" in page.text
    assert page.link("처음으로") == "/"


def test_posting_is_a_405_page() -> None:
    answer = client_of(FakeSearch()).post("/search")
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]
    page = answer.get_data(as_text=True)
    assert "이렇게는 열 수 없는 주소입니다" in page
    assert "GET" not in page


@pytest.mark.parametrize("path", ["/", "/search?q=가", "/article/x"])
def test_a_missing_or_busy_index_is_a_503_page_that_says_why(path: str) -> None:
    for problem in (IndexMissing(Path("/srv/비밀")), IndexBusy(Path("/srv/비밀")), unavailable("디스크가 찼습니다")):
        page = get(path, FakeSearch(problem=problem), status=503)
        assert problem.for_readers in page.text
        assert "/srv" not in page.text
    answer = client_of(FakeSearch(problem=unavailable())).get(path)
    assert int(answer.headers["Retry-After"]) > 0


def test_a_bug_is_a_500_page_that_tells_nothing_of_itself() -> None:
    page = get("/search", FakeSearch(problem=RuntimeError("secret")), status=500, q="가")
    assert "답을 만들지 못했습니다" in page.text
    assert "secret" not in page.text


def test_pages_need_no_scripts() -> None:
    for path in ("/", "/search?q=특구", "/article/www.garamilbo.example/10231?q=특구", "/nowhere"):
        page = Page(client_of(FakeSearch(ARTICLES)).get(path).get_data(as_text=True))
        scripts = page.all("script")
        assert all(script["src"].startswith("/static/") and not script.text for script in scripts)
        kinds = {tuple(name for name in script.attrs if not name.startswith("data-")) for script in scripts}
        assert kinds == {("src", "defer")}  # data-…: what a script says, in the page's language
        assert all("style" not in e.attrs and not any(name.startswith("on") for name in e.attrs) for e in page.elements)
        assert page.elements[0].attrs == {"lang": "ko"}
        assert len(page.all("h1")) == 1
        ids = [e["id"] for e in page.elements if "id" in e.attrs]
        assert len(ids) == len(set(ids))

"""People, places, organizations and keywords beside the hits; a click writes one into the query."""

from __future__ import annotations

import pytest

from indexer.query.language import parse
from indexer.query.result import FacetCount, SearchResult
from tests.web.archive import get
from tests.web.browser import client_of
from tests.web.fake import FakeSearch, news
from webui.params import Params
from webui.results.entities import ENTITIES, MORE, ROWS, entities


def result(**facets: list[str]) -> SearchResult:
    counted = {
        name: tuple(FacetCount(value, 99 - at) for at, value in enumerate(values)) for name, values in facets.items()
    }
    return SearchResult(text="", echo="", match="all", total=9, facets=counted)


def row(q: str, value: str = "이도현") -> str:
    [group] = entities(Params(q=q), result(person=[value]))
    return group.rows[0].query


def test_the_search_page_counts_them_and_shows_those_there_are() -> None:
    search = FakeSearch([news(extra={"people": ["이도현", "박서연"], "keywords": ["특구"]}), news("2016-09-01")])
    page = get("/search", search, q="특구")
    assert search.asked[-1].facets == (*ENTITIES, "region")
    assert [h.text for h in page.all("h3") if h.attrs.get("id", "").startswith("facet-")][3:] == ["인물", "키워드"]
    assert (
        page.link("이도현 1건") == "/search?q=%ED%8A%B9%EA%B5%AC+%EC%9D%B8%EB%AC%BC%3A%22%EC%9D%B4%EB%8F%84%ED%98%84%22"
    )


def test_the_home_page_counts_none() -> None:
    search = FakeSearch([news()])
    get("/", search)
    assert search.asked[-1].facets == ()


@pytest.mark.parametrize(
    ("q", "expected"),
    [
        ("", '인물:"이도현"'),
        ("소각장", '소각장 인물:"이도현"'),
        ("산불 OR 화재", '(산불 OR 화재) 인물:"이도현"'),
        ('소각장 인물:"이도현" 공람', "소각장 공람"),
        ('인물:"이도현"', ""),
    ],
)
def test_a_click_adds_it_to_the_query_or_takes_it_out(q: str, expected: str) -> None:
    assert row(q) == Params(q=expected, sort="relevance").query()


def test_what_a_click_writes_is_understood_as_that_name() -> None:
    [group] = entities(Params(q="가 | 나"), result(organization=["가람군 (의회) OR 사무처"]))
    q = '(가 | 나) 기관:"가람군 (의회) OR 사무처"'
    assert group.rows[0].query == Params(q=q).query()
    assert str(parse(q).tree) == '(and (or 가 나) (organization: "가람군 (의회) OR 사무처"))'


def test_ten_are_in_sight_and_the_rest_behind_more_but_chosen_ones_always_are() -> None:
    names = [f"사람{n}" for n in range(30)]
    [group] = entities(Params(q='인물:"사람20"'), result(person=names))
    assert [each.value for each in group.rows] == ["사람20", *names[: ROWS - 1]]
    assert len(group.more) == MORE
    assert group.rows[0].chosen


def test_a_name_with_quotes_in_it_has_no_way_to_be_asked_for() -> None:
    assert entities(Params(), result(person=['이"도"현'])) == ()


def test_the_api_counts_what_is_asked_for() -> None:
    search = FakeSearch([news(extra={"people": ["이도현"]})])
    get_json = client_of(search).get
    found = get_json("/api/v1/search?facets=person,place&facets=tag").get_json()
    assert list(found["facets"])[-3:] == ["person", "place", "tag"]
    assert found["facets"]["person"] == [{"value": "이도현", "count": 1}]
    refused = get_json("/api/v1/search?facets=people")
    assert (refused.status_code, refused.get_json()["error"]["parameter"]) == (400, "facets")

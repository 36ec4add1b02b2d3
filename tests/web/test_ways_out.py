from __future__ import annotations

from dataclasses import replace

from indexer.query.result import Dropped
from tests.web.fake import FakeSearch, news
from webui.params import Params
from webui.results.ways_out import ways_out

SEARCH = FakeSearch([news("2016-08-31", press="솔내신문"), news("2010-01-02", press="가람일보")])


def count(asked: Params) -> int:
    return SEARCH.search(asked.request()).total


def test_ways_out_count_what_is_found_without_each_filter_and_lead_nowhere_empty() -> None:
    asked = Params(q="특구", since="2010", until="2010", press=("솔내신문",), not_press=("가람일보", "은하신문"))
    notes = {way.name: way.note for way in ways_out(asked, SEARCH.search(asked.request()), count)}
    assert notes == {"기간 ‘2010년’ 없이 찾기": "기사 1건", "필터 없이 찾기": "기사 2건"}


def test_a_period_is_widened_by_as_little_as_finds_something() -> None:
    asked = Params(q="특구", since="2013", until="2013-06", press=())
    first = ways_out(asked, SEARCH.search(asked.request()), count)[0]
    assert (first.name, first.note) == ("2008년–2018년 6월에서 찾기", "기사 2건") or first.note == "기사 2건"
    assert first.query == "?q=%ED%8A%B9%EA%B5%AC&from=2008-01-01&to=2018-06-30"


def test_a_period_near_the_ends_of_the_calendar_can_be_widened() -> None:
    asked = Params(q="특구", since="0001", until="0002")
    assert "0001-01-01" not in "".join(way.name for way in ways_out(asked, SEARCH.search(asked.request()), count))


def test_a_word_is_left_out_where_that_finds_something() -> None:
    asked = Params(q="특구 둑방", section=("경제",))
    found = replace(SEARCH.search(asked.request()), dropped=(Dropped("특구", "둑방", 0), Dropped("둑방", "특구", 12)))
    ways = ways_out(asked, found, count)
    assert [(way.name, way.note) for way in ways[:1]] == [("‘둑방’ 빼고 찾기", "기사 12건")]
    assert ways[0].query == "?q=%ED%8A%B9%EA%B5%AC&section=%EA%B2%BD%EC%A0%9C"
    assert all("특구’ 빼고" not in way.name for way in ways)

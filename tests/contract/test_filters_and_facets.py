"""The filters beside the plan, and the counts of the facets."""

from __future__ import annotations

from typing import Any

import pytest

from indexer.engines.interface import Engine
from indexer.query.facets import MOST_VALUES
from indexer.query.result import FACETS
from tests.contract.building import day, days, document, facet, found, put, search, value, word


@pytest.fixture
def papers(engine: Engine) -> Engine:
    """Five articles of three papers."""
    put(
        engine,
        document("a", "산불", press="옥천신문", section="사회", reporter="김용구", published="2019-03-27"),
        document("b", "산불", press="옥천신문", section="정치", reporter=["김용구", "이하나"], published="2019-04-01"),
        document("c", "산불", press="영동신문", section="사회", reporter="이하나", published="2020-04-01"),
        document("d", "홍수", press="보은신문", section="사회", published="2020-04-02"),
        document("e", "홍수", press="보은신문", section="사회"),
    )
    return engine


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, "abcde"),
        ({"first": day("2020-01-01")}, "cd"),
        ({"last": day("2019-12-31")}, "ab"),
        ({"first": day("2019-04-01"), "last": day("2020-04-01")}, "bc"),
        ({"first": day("2021-01-01")}, ""),
        ({"chosen": {"press": ["옥천신문"]}}, "ab"),
        ({"chosen": {"press": ["옥천신문", "영동신문"]}}, "abc"),
        ({"chosen": {"press": []}}, "abcde"),
        ({"chosen": {"press": ["없는신문"]}}, ""),
        ({"chosen": {"press": ["옥천신문"], "section": ["사회"]}}, "a"),
        ({"chosen": {"reporter": ["이하나"]}}, "bc"),
        ({"chosen": {"reporter": ["이하나", "김용구"]}, "last": day("2019-12-31")}, "ab"),
        ({"left_out": {"press": ["옥천신문"]}}, "cde"),
        ({"left_out": {"press": ["옥천신문", "보은신문"]}}, "c"),
        ({"left_out": {"press": ["없는신문"]}}, "abcde"),
        ({"left_out": {"press": []}}, "abcde"),
        ({"left_out": {"reporter": ["김용구"]}}, "cde"),
        ({"left_out": {"reporter": ["김용구"]}, "chosen": {"reporter": ["이하나"]}}, "c"),
        ({"left_out": {"press": ["옥천신문"]}, "chosen": {"press": ["옥천신문"]}}, ""),
    ],
)
def test_filters_stand_beside_the_plan(papers: Engine, filters: dict[str, Any], expected: str) -> None:
    assert found(papers, **filters) == expected
    assert search(papers, **filters).total == len(expected)


def test_filters_and_plan_must_both_hold(papers: Engine) -> None:
    assert found(papers, word("산불"), chosen={"section": ["사회"]}) == "ac"
    assert found(papers, word("산불"), first=day("2020-01-01")) == "c"


def test_a_chosen_value_is_meant_exactly(engine: Engine) -> None:
    put(engine, document("a", press="옥천 News"), document("b", press="옥천news"))
    assert found(engine, chosen={"press": ["옥천news"]}) == "b"


def test_a_filter_does_not_change_scores(papers: Engine) -> None:
    everywhere = dict(search(papers, word("산불")).found)
    here = dict(search(papers, word("산불"), chosen={"press": ["영동신문"]}).found)
    assert here == {"c": everywhere["c"]}


def test_a_facet_counts_what_is_left_out_of_it(papers: Engine) -> None:
    without = search(papers, left_out={"press": ["옥천신문"]}).facets
    assert dict(without["press"]) == {"옥천신문": 2, "보은신문": 2, "영동신문": 1}
    assert dict(without["section"]) == {"사회": 3}
    assert dict(without["year"]) == {"2020": 2}


def test_every_facet_is_answered_even_when_it_is_empty(engine: Engine) -> None:
    put(engine, document("a", "산불"))
    answer = search(engine)
    assert tuple(answer.facets) == FACETS
    assert not any(answer.facets.values())


def test_no_facets_are_counted_when_none_are_wanted(papers: Engine) -> None:
    assert search(papers, facets=()).facets == {}


def test_only_the_facets_asked_for_are_counted(papers: Engine) -> None:
    every = search(papers, word("산불"), chosen={"press": ["옥천신문"]}).facets
    for wanted in (("press",), ("reporter", "year"), ("day", "month"), FACETS):
        some = search(papers, word("산불"), chosen={"press": ["옥천신문"]}, facets=wanted).facets
        assert some == {name: every[name] for name in wanted}


def test_facets_count_all_hits_and_not_only_the_page(papers: Engine) -> None:
    assert facet(papers, "section", limit=1) == {"사회": 4, "정치": 1}
    assert facet(papers, "section", limit=0) == {"사회": 4, "정치": 1}
    assert facet(papers, "section", offset=100) == {"사회": 4, "정치": 1}


def test_facets_count_what_the_plan_holds_for(papers: Engine) -> None:
    assert facet(papers, "press", word("산불")) == {"옥천신문": 2, "영동신문": 1}
    assert facet(papers, "press", word("없음")) == {}
    assert facet(papers, "press", value("press", "옥천신문")) == {"옥천신문": 2}


def test_time_facets_are_in_the_order_of_time(papers: Engine) -> None:
    assert list(facet(papers, "year").items()) == [("2019", 2), ("2020", 2)]
    assert list(facet(papers, "month").items()) == [("2019-03", 1), ("2019-04", 1), ("2020-04", 2)]
    assert list(facet(papers, "day")) == ["2019-03-27", "2019-04-01", "2020-04-01", "2020-04-02"]


def test_a_year_of_three_digits_is_written_with_four(engine: Engine) -> None:
    put(engine, document("a", published="0918-06-15"), document("b", published="2019-01-01"))
    assert list(facet(engine, "year")) == ["0918", "2019"]


def test_value_facets_are_by_falling_count_and_then_by_value(papers: Engine) -> None:
    assert list(facet(papers, "press").items()) == [("보은신문", 2), ("옥천신문", 2), ("영동신문", 1)]


def test_an_article_of_two_reporters_counts_once_for_each(papers: Engine) -> None:
    assert facet(papers, "reporter") == {"김용구": 2, "이하나": 2}


def test_a_reporter_named_twice_counts_once(engine: Engine) -> None:
    put(engine, document("a", reporter=["김용구", "김용구"]))
    assert facet(engine, "reporter") == {"김용구": 1}


def test_values_that_differ_in_spelling_are_counted_apart(engine: Engine) -> None:
    put(engine, document("a", press="옥천 News"), document("b", press="옥천news"))
    assert facet(engine, "press") == {"옥천 News": 1, "옥천news": 1}


def test_undated_documents_are_in_no_time_facet(papers: Engine) -> None:
    assert sum(facet(papers, "year").values()) == 4
    assert facet(papers, "day", word("홍수")) == {"2020-04-02": 1}


def test_a_facets_own_filter_does_not_shrink_its_counts(papers: Engine) -> None:
    assert facet(papers, "press", chosen={"press": ["옥천신문"]}) == {"보은신문": 2, "옥천신문": 2, "영동신문": 1}


def test_the_other_filters_shrink_a_facets_counts(papers: Engine) -> None:
    chosen = {"press": ["옥천신문"], "section": ["사회"]}
    assert facet(papers, "press", chosen=chosen) == {"보은신문": 2, "영동신문": 1, "옥천신문": 1}
    assert facet(papers, "section", chosen=chosen) == {"사회": 1, "정치": 1}
    assert facet(papers, "reporter", chosen=chosen) == {"김용구": 1}
    assert facet(papers, "year", chosen=chosen) == {"2019": 1}


def test_a_reporter_beside_the_chosen_one_is_still_counted(papers: Engine) -> None:
    assert facet(papers, "reporter", chosen={"reporter": ["김용구"]}) == {"김용구": 2, "이하나": 2}
    assert facet(papers, "press", chosen={"reporter": ["김용구"]}) == {"옥천신문": 2}


def test_the_period_does_not_shrink_the_time_facets_but_the_others(papers: Engine) -> None:
    period: dict[str, Any] = {"first": day("2020-01-01"), "last": day("2020-12-31")}
    assert facet(papers, "year", **period) == {"2019": 2, "2020": 2}
    assert facet(papers, "month", **period) == {"2019-03": 1, "2019-04": 1, "2020-04": 2}
    assert facet(papers, "press", **period) == {"보은신문": 1, "영동신문": 1}


def test_days_in_the_plan_shrink_every_facet(papers: Engine) -> None:
    assert facet(papers, "year", days("2020-01-01", None)) == {"2020": 2}


def test_a_period_takes_the_undated_out_of_the_other_facets(papers: Engine) -> None:
    assert facet(papers, "press", word("홍수")) == {"보은신문": 2}
    assert facet(papers, "press", word("홍수"), last=day("2030-01-01")) == {"보은신문": 1}


def test_the_days_of_the_facet_are_korean_days(engine: Engine) -> None:
    put(engine, document("a", published="2019-12-31T23:59"), document("b", published="2020-01-01T00:00"))
    assert facet(engine, "year") == {"2019": 1, "2020": 1}


def test_deleted_and_replaced_documents_are_counted_no_more(papers: Engine) -> None:
    put(papers, document("a", "산불", press="영동신문"))
    with papers.writer() as writer:
        writer.delete("b")
        writer.commit()
    assert facet(papers, "press") == {"보은신문": 2, "영동신문": 2}
    assert facet(papers, "reporter") == {"이하나": 1}
    assert facet(papers, "year") == {"2020": 2}


def test_what_a_source_lists_is_counted_when_it_is_asked_for(engine: Engine) -> None:
    put(
        engine,
        document("a", press="가람일보", person=["박서연", "오민재"], keyword=["특구", "예산", "특구"]),
        document("b", press="솔내신문", person="오민재", place="가람군"),
    )
    put(engine, document("c", press="솔내신문", keyword=["예산", "강"]))
    asked = ("person", "keyword", "region", "place")
    assert {name: dict(counts) for name, counts in search(engine, facets=asked).facets.items()} == {
        "person": {"오민재": 2, "박서연": 1},
        "keyword": {"예산": 2, "강": 1, "특구": 1},
        "region": {},
        "place": {"가람군": 1},
    }
    chosen = {"press": ["솔내신문"]}
    assert facet(engine, "keyword", chosen=chosen, facets=asked) == {"강": 1, "예산": 1}
    assert found(engine, value("keyword", "예산")) == "ac"


def test_of_what_a_source_lists_the_most_frequent_are_counted_and_equal_ones_by_value(engine: Engine) -> None:
    words = [f"낱말{number:03}" for number in range(70)]
    put(engine, document("a", keyword=words[::-1]), document("b", keyword=words[60:]))
    expected = [(word, 2) for word in words[60:]] + [(word, 1) for word in words[: MOST_VALUES - 10]]
    assert list(facet(engine, "keyword", facets=("keyword",)).items()) == expected
    put(engine, document("c", reporter=words))
    assert len(facet(engine, "reporter")) == 70

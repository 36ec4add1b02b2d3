"""Scores, the three orders, and the pages cut out of them."""

from __future__ import annotations

import math
from datetime import datetime, timedelta, timezone

import pytest

from indexer.engines.interface import Engine
from indexer.query import ranking
from indexer.query.plan import All, Any, Every, Plan, Without
from tests.contract.building import (
    at,
    day,
    document,
    ids,
    in_order,
    near,
    prefix,
    put,
    search,
    sentence,
    value,
    word,
)


def test_the_title_beats_the_body(engine: Engine) -> None:
    put(engine, document("a", "산불 진화", title="군청 소식"), document("b", "군청 소식", title="산불 진화"))
    assert ids(engine, word("산불")) == ["b", "a"]


def test_the_rarer_word_beats_the_commoner(engine: Engine) -> None:
    put(engine, document("a", "흔한 말"), document("b", "드문 말"), document("c", "흔한 글"), document("d", "흔한 책"))
    assert ids(engine, Any((word("흔한"), word("드문")))) == ["b", "a", "c", "d"]


def test_the_shorter_text_beats_the_longer(engine: Engine) -> None:
    put(engine, document("a", "산불 가 나 다 라 마 바 사"), document("b", "산불 가"))
    assert ids(engine, word("산불")) == ["b", "a"]


def test_more_occurrences_beat_fewer_in_texts_of_one_length(engine: Engine) -> None:
    put(engine, document("a", "산불 가 나"), document("b", "산불 산불 나"))
    assert ids(engine, word("산불")) == ["b", "a"]


def test_more_of_the_words_beat_fewer(engine: Engine) -> None:
    put(engine, document("a", "가 가"), document("b", "가 나"), document("c", "나 나"))
    assert ids(engine, Any((word("가"), word("나"))))[0] == "b"


@pytest.fixture
def fixed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Weights of the tests' own, so that tuning them leaves the sums below true."""
    monkeypatch.setattr(ranking, "FIELD_WEIGHTS", {"title": 3.0, "subtitle": 2.0, "body": 1.0, "caption": 1.0})
    monkeypatch.setattr(ranking, "K1", 1.2)
    monkeypatch.setattr(ranking, "B", 0.75)


@pytest.mark.usefixtures("fixed")
def test_a_score_is_bm25f_worked_out_by_hand(engine: Engine) -> None:
    put(engine, document("a", "산불 진화 산불", title="산불"), document("b", "진화 완료"))
    # Title: 1 occurrence, length 1, mean 1 (of the documents that have one).  Body: 2, length 3, mean 2.5.
    frequency = 3.0 * 1 / (0.25 + 0.75 * 1 / 1) + 1.0 * 2 / (0.25 + 0.75 * 3 / 2.5)
    expected = math.log(1 + (2 - 1 + 0.5) / (1 + 0.5)) * frequency / (1.2 + frequency)
    assert search(engine, word("산불")).found == [("a", round(expected, 6))] == [("a", 0.553097)]


@pytest.mark.usefixtures("fixed")
def test_fields_not_asked_for_add_nothing_to_a_score(engine: Engine) -> None:
    put(engine, document("a", "산불 진화 산불", title="산불"), document("b", "진화 완료"))
    frequency = 2 / (0.25 + 0.75 * 3 / 2.5)
    expected = math.log(1 + 1.5 / 1.5) * frequency / (1.2 + frequency)
    assert search(engine, word("산불", fields=["body"])).found == [("a", round(expected, 6))]


@pytest.mark.usefixtures("fixed")
def test_a_phrase_is_scored_as_one_word_of_its_own_rarity(engine: Engine) -> None:
    put(engine, document("a", "가 나 가 나"), document("b", "나 가"), document("c", "가 다 나"))
    frequency = 2 / (0.25 + 0.75 * 4 / 3)
    expected = math.log(1 + (3 - 1 + 0.5) / (1 + 0.5)) * frequency / (1.2 + frequency)
    assert search(engine, word("가 나")).found == [("a", round(expected, 6))]


def test_deleted_documents_weigh_in_no_score(engine: Engine) -> None:
    put(engine, document("a", "산불 진화", title="가"), document("b", "홍수 가 나 다", title="나 다 라 마"))
    alone = search(engine, word("산불")).found
    put(engine, *(document(f"x{n}", "산불 " * 9, title="산불 가 나") for n in range(9)))
    assert search(engine, word("산불")).found[-1] != alone[0]
    with engine.writer() as writer:
        for n in range(9):
            writer.delete(f"x{n}")
        writer.commit()
    assert search(engine, word("산불")).found == alone


def test_scores_do_not_depend_on_how_documents_were_committed(engine: Engine) -> None:
    documents = [document(i, text) for i, text in zip("abc", ("가 나", "가 가 다", "나"), strict=True)]
    put(engine, *documents)
    together = search(engine, word("가"))
    with engine.writer(afresh=True) as writer:
        for each in documents:
            writer.put(each)
            writer.commit()
    assert search(engine, word("가")) == together


def test_scores_of_all_and_any_are_sums(engine: Engine) -> None:
    put(engine, document("a", "가 나 다"), document("b", "가 다"), document("c", "라"))
    one, two = (dict(search(engine, word(text)).found)["a"] for text in ("가", "나"))
    for plan in (All((word("가"), word("나"))), Any((word("가"), word("나")))):
        assert dict(search(engine, plan).found)["a"] == pytest.approx(one + two, abs=2e-6)


def test_a_word_of_a_branch_that_failed_still_counts(engine: Engine) -> None:
    put(engine, document("a", "가 다"), document("b", "나 다"), document("c", "다"))
    plan = Any((All((word("가"), word("나"))), word("다")))
    scores = dict(search(engine, plan).found)
    assert scores["a"] == scores["b"] > scores["c"]


def test_what_must_be_missing_scores_nothing(engine: Engine) -> None:
    put(engine, document("a", "가"), document("b", "나"))
    assert search(engine, Without(word("나"))).found == [("a", 0.0)]
    assert search(engine, Without(Without(word("가")))).found == [("a", 0.0)]
    plain = dict(search(engine, word("가")).found)
    assert dict(search(engine, All((word("가"), Without(word("나"))))).found) == plain


@pytest.mark.parametrize(
    "plan",
    [near(9, word("가"), word("나")), in_order(9, word("가"), word("나")), sentence(word("가"), word("나"))],
    ids=["near", "in order", "sentence"],
)
def test_what_stands_together_scores_as_its_words_do_wherever_they_stand(engine: Engine, plan: Plan) -> None:
    put(engine, document("a", "가 나 다 / 가", title="나"), document("b", "나 / 가"), document("c", "라"))
    put(engine, document("d", "가", title="나"))
    both = dict(search(engine, All((word("가"), word("나")))).found)
    assert dict(search(engine, plan).found)["a"] == both["a"]
    beside = dict(search(engine, Any((plan, word("라")))).found)
    assert {i: beside[i] for i in beside if i != "c"} == {i: both[i] for i in beside if i != "c"}


def test_a_beginning_scores_as_a_word_of_all_its_terms(engine: Engine) -> None:
    put(
        engine,
        document("a", "솔내천 솔내읍 가", title="솔내"),
        document("b", "솔내읍 나 다 라"),
        document("c", "솔 내천"),
    )
    written_out = word("솔내", "솔내읍", "솔내천")
    assert search(engine, prefix("솔내")).found == search(engine, written_out).found
    either = dict(search(engine, near(1, word("가"), prefix("솔내"))).found)
    assert either == dict(search(engine, near(1, word("가"), written_out)).found) != {}


def test_a_group_that_must_be_missing_scores_nothing(engine: Engine) -> None:
    put(engine, document("a", "가 다 다 나"), document("b", "가 나"))
    assert search(engine, Without(near(1, word("가"), prefix("나")))).found == [("a", 0.0)]


def test_everything_values_and_days_score_nothing(engine: Engine) -> None:
    put(engine, document("a", "가", press="옥천신문", published="2019-01-01"))
    for plan in (Every(), value("press", "옥천신문"), Without(value("press", "x"))):
        assert search(engine, plan).found == [("a", 0.0)]


def test_a_score_is_rounded_to_six_decimals(engine: Engine) -> None:
    put(engine, document("a", "가 나"), document("b", "가 가 다"), document("c", "라 마"))
    scores = [score for _, score in search(engine, word("가")).found]
    assert scores == [round(score, ranking.PRECISION) for score in scores]
    assert all(isinstance(score, float) for score in scores)


# Orders


@pytest.fixture
def dated(engine: Engine) -> Engine:
    """Put in no order at all; c and b were published at one time; x and w have no date."""
    put(
        engine,
        document("x", "산불 산불"),
        document("c", "산불", published="2019-03-27T10:00"),
        document("d", "산불", published="2020-01-01"),
        document("w", "산불"),
        document("a", "산불 산불 산불", published="1961-05-16T09:30"),
        document("b", "산불", published="2019-03-27T10:00"),
    )
    return engine


def test_newest_first_then_by_id_and_the_undated_last(dated: Engine) -> None:
    assert ids(dated, word("산불"), sort="newest") == ["d", "b", "c", "a", "w", "x"]


def test_oldest_first_then_by_id_and_the_undated_last(dated: Engine) -> None:
    assert ids(dated, word("산불"), sort="oldest") == ["a", "b", "c", "d", "w", "x"]


def test_equal_scores_are_ordered_newest_first_then_by_id(dated: Engine) -> None:
    assert ids(dated, Every()) == ["d", "b", "c", "a", "w", "x"]
    order = ids(dated, word("산불"))
    assert order[:2] == ["a", "x"]
    assert order[2:] == ["d", "b", "c", "w"]


def test_an_order_of_dates_keeps_the_scores(dated: Engine) -> None:
    assert dict(search(dated, word("산불"), sort="oldest").found) == dict(search(dated, word("산불")).found)


@pytest.mark.parametrize("start", ["2019-03-27T10:00", "1961-05-16T09:30", "1970-01-01T09:00", "9999-12-31T23:00"])
def test_a_microsecond_makes_an_order(engine: Engine, start: str) -> None:
    tick = timedelta(microseconds=1)
    put(engine, *(document(i, published=at(start) + n * tick) for i, n in zip("bac", (0, -1, 1), strict=True)))
    assert ids(engine, sort="newest") == ["c", "b", "a"]
    assert ids(engine, sort="oldest") == ["a", "b", "c"]


def test_times_of_other_zones_are_compared_as_moments(engine: Engine) -> None:
    utc = datetime(2019, 3, 27, 15, 30, tzinfo=timezone.utc)  # half past midnight of the 28th in Korea
    put(engine, document("a", published="2019-03-28T00:00"), document("b", published=utc))
    assert ids(engine, sort="newest") == ["b", "a"]
    assert ids(engine, first=day("2019-03-28")) == ["b", "a"]


# Pages


def test_the_total_is_exact_whatever_the_page(engine: Engine) -> None:
    put(engine, *(document(f"{n:02}", "산불") for n in range(25)))
    expected = [f"{n:02}" for n in range(25)]
    pages = [(10, 0), (10, 20), (0, 0), (1, 24), (10, 25), (10, 1000), (None, 0), (None, 7), (1000, 3), (0, 5)]
    for limit, offset in pages:
        answer = search(engine, word("산불"), limit=limit, offset=offset)
        assert answer.total == 25
        stop = None if limit is None else offset + limit
        assert [i for i, _ in answer.found] == expected[offset:stop]


def test_ten_are_shown_when_nothing_else_is_said(engine: Engine) -> None:
    put(engine, *(document(f"{n:02}") for n in range(25)))
    assert len(search(engine).found) == 10


def test_pages_cut_from_one_order_without_overlap(dated: Engine) -> None:
    for sort in ("relevance", "newest", "oldest"):
        pages = [ids(dated, word("산불"), sort=sort, limit=1, offset=n) for n in range(6)]
        assert [i for page in pages for i in page] == ids(dated, word("산불"), sort=sort)

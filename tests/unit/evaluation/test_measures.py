"""Against values worked out by hand, and the conventions of trec_eval."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.evaluation.measures import ndcg, recall, reciprocal_rank

JUDGED = {"가": 2, "나": 1, "다": 0, "라": 1}


def test_ndcg_by_hand() -> None:
    # gains 1, 0, 2 at places 1 to 3; the best possible 2, 1, 1
    got = 1 / math.log2(2) + 2 / math.log2(4)
    best = 2 / math.log2(2) + 1 / math.log2(3) + 1 / math.log2(4)
    assert ndcg(["나", "없음", "가"], JUDGED) == pytest.approx(got / best)
    assert got / best == pytest.approx(0.6387, abs=1e-4)


def test_the_ideal_order_is_one_and_nothing_relevant_is_zero() -> None:
    assert ndcg(["가", "라", "나", "다"], JUDGED) == 1
    assert ndcg(["다", "없음"], JUDGED) == 0
    assert ndcg([], JUDGED) == 0


def test_gains_are_linear_as_in_trec_eval() -> None:
    # With exponential gains (2^gain - 1) this would be (1 + 3/log2(3)) / (3 + 1/log2(3)) = 0.797.
    assert ndcg(["나", "가"], {"가": 2, "나": 1}) == pytest.approx((1 + 2 / math.log2(3)) / (2 + 1 / math.log2(3)))


def test_ndcg_looks_no_deeper_than_its_depth_and_neither_does_the_ideal() -> None:
    many = {f"{n}": 1 for n in range(30)}
    assert ndcg([f"{n}" for n in range(10)], many) == 1
    assert ndcg([*(["없음"] * 10), "0"], many) == 0


def test_reciprocal_rank_by_hand() -> None:
    assert reciprocal_rank(["없음", "다", "나", "가"], JUDGED) == pytest.approx(1 / 3)
    assert reciprocal_rank(["가"], JUDGED) == 1
    assert reciprocal_rank(["다"], JUDGED) == 0
    assert reciprocal_rank([], JUDGED) == 0


def test_reciprocal_rank_looks_ten_deep() -> None:
    assert reciprocal_rank([*["없음"] * 9, "가"], JUDGED) == pytest.approx(0.1)
    assert reciprocal_rank([*["없음"] * 10, "가"], JUDGED) == 0


def test_recall_by_hand() -> None:
    assert recall(["가", "다", "없음"], JUDGED) == pytest.approx(1 / 3)
    assert recall(["가", "나", "라"], JUDGED) == 1
    assert recall([*["없음"] * 100, "가"], JUDGED) == 0


def test_a_query_with_nothing_relevant_scores_zero() -> None:
    assert (ndcg(["다"], {"다": 0}), reciprocal_rank(["다"], {"다": 0}), recall(["다"], {"다": 0})) == (0, 0, 0)


@given(
    st.permutations("가나다라마바사"), st.dictionaries(st.sampled_from("가나다라마바사"), st.integers(0, 3), min_size=1)
)
def test_every_measure_is_between_zero_and_one_and_best_in_the_ideal_order(
    ranking: list[str], judged: dict[str, int]
) -> None:
    ideal = sorted(ranking, key=lambda found: -judged.get(found, 0))
    for measure in (ndcg, reciprocal_rank, recall):
        assert 0 <= measure(ranking, judged) <= measure(ideal, judged) <= 1 + 1e-9

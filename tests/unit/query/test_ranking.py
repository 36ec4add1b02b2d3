from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.article import TEXT_FIELDS
from indexer.query.ranking import FIELD_WEIGHTS, K1, ONCE, PART, B, field_frequency, lead_weight, rarity, saturated

POSITIVE = st.floats(0.01, 1e6)


def test_every_text_field_has_a_weight_and_the_title_the_greatest() -> None:
    assert set(FIELD_WEIGHTS) == set(TEXT_FIELDS)
    assert FIELD_WEIGHTS["title"] == max(FIELD_WEIGHTS.values())


def test_rarity_is_lucenes_idf() -> None:
    assert rarity(1, 1_000) == pytest.approx(math.log(1 + 999.5 / 1.5))
    assert rarity(500, 1_000) == pytest.approx(math.log(2))


@given(articles=st.integers(0, 10**6), data=st.data())
def test_rarity_is_never_negative_and_falls_with_every_article(articles: int, data: st.DataObject) -> None:
    matching = data.draw(st.integers(0, articles))
    assert rarity(matching, articles) > 0
    if matching:
        assert rarity(matching, articles) < rarity(matching - 1, articles)


def test_a_field_of_mean_length_counts_with_its_weight() -> None:
    for name, weight in FIELD_WEIGHTS.items():
        assert field_frequency(name, 3.0, 120.0, 120.0) == pytest.approx(weight * 3)


def test_a_word_counts_less_in_a_longer_field() -> None:
    assert field_frequency("body", 1.0, 240.0, 120.0) == pytest.approx(1 / (1 - B + B * 2))
    assert field_frequency("body", 1.0, 60.0, 120.0) > field_frequency("body", 1.0, 120.0, 120.0)


def test_fields_that_are_empty_everywhere_divide_by_nothing() -> None:
    assert field_frequency("caption", 0.0, 0.0, 0.0) == 0


@given(POSITIVE, POSITIVE)
def test_repeating_a_word_counts_ever_less_and_never_beyond_one(some: float, more: float) -> None:
    assert 0 < saturated(some) <= 1
    low, high = sorted((some, some + more))
    assert saturated(low) <= saturated(high)


def test_a_weighted_frequency_of_k1_is_half_of_everything() -> None:
    assert saturated(K1) == 0.5
    assert saturated(0.6, 0.6) == 0.5


def test_what_counts_once_counts_the_same_however_often_it_stands() -> None:
    assert saturated(0.1, ONCE) == pytest.approx(saturated(100.0, ONCE))
    assert saturated(0.0, ONCE) == 0


def test_letters_inside_of_a_word_count_less_than_a_word() -> None:
    assert 0 < PART < 1


def test_where_an_article_begins_counts_for_longer_queries_only() -> None:
    weights = [lead_weight(words) for words in range(10)]
    assert weights[:3] == [0, 0, 0]
    assert 0 < weights[3] < weights[4]
    assert len(set(weights[4:])) == 1


@given(st.lists(st.tuples(POSITIVE, POSITIVE), min_size=1, max_size=20), POSITIVE)
def test_arrays_score_as_single_numbers_do(pairs: list[tuple[float, float]], mean: float) -> None:
    frequencies, lengths = (np.array(column) for column in zip(*pairs, strict=True))
    together = saturated(field_frequency("title", frequencies, lengths, mean))
    singly = [saturated(field_frequency("title", frequency, length, mean)) for frequency, length in pairs]
    np.testing.assert_allclose(together, singly)

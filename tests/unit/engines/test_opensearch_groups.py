"""Groups of words within groups as a cluster is asked for them, without one: they begin where plan.py says."""

from __future__ import annotations

import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from indexer.analysis.field_terms import FieldTerms
from indexer.engines.opensearch_engine.asked import Asked
from indexer.engines.opensearch_engine.groups import MOST, beginnings
from indexer.engines.opensearch_engine.places import Near, Sentence, Token, size
from indexer.errors import InvalidRequest
from indexer.query.plan import Any, Match, Placed, SameSentence
from indexer.query.plan import Near as NearPlan
from tests.contract.building import in_order, near, sentence, word
from tests.contract.corpora import NOUNS, TEXTS, spoken
from tests.contract.definitions import defined
from tests.lucene import Words, intervals, tokens_of

ALONE = st.builds(
    lambda terms: Match("말", tuple((term,) for term in terms)),
    st.lists(st.sampled_from(NOUNS), min_size=1, max_size=2, unique=True),
)


def _together(inner: st.SearchStrategy[Placed]) -> st.SearchStrategy[Placed]:
    children = st.lists(inner, min_size=1, max_size=3).map(tuple)
    groups = st.builds(NearPlan, children, st.integers(1, 5) | st.sampled_from([8, 17]), st.booleans())
    return groups | groups | st.builds(SameSentence, children) | st.builds(Any, children)


GROUPS = st.recursive(ALONE, _together, max_leaves=5)

가, 나, 다 = map(word, "가나다")


def begun(body: FieldTerms, plan: Placed) -> set[int]:
    """Where it begins, each place one word long."""
    found = intervals(beginnings(Asked(Words(body)).standing(plan, "body")), tokens_of(body))
    assert all(start == end for start, end in found)
    return {start for start, _ in found}


@settings(max_examples=300)
@given(TEXTS, GROUPS)
def test_a_group_begins_where_the_plan_says(body: FieldTerms, plan: Placed) -> None:
    try:
        found = begun(body, plan)
    except InvalidRequest:
        reject()
    assert found == defined(body, plan)


@pytest.mark.parametrize(
    ("text", "plan", "places"),
    [
        ("가 가 나", near(2, 가, 나), {0, 1}),
        ("가 가 나", in_order(2, 가, 나), {0, 1}),
        ("가 가 x x 나 가", near(4, 가, 나), {0, 1, 4}),
        ("가 나 가 나 다", in_order(4, 가, 나, 다), {0, 2}),
        ("가 가", in_order(1, 가, 가), {0}),
        ("가 나 나 / 나 가 가 / 나", sentence(가, 나), {0, 4}),
        ("나 가 나 / 나 / 가 나", sentence(가, 나), {0, 1, 6}),
        ("가 가 / / 나", sentence(가, 나), set()),
    ],
    ids=str,
)
def test_a_nearer_one_hides_no_other(text: str, plan: Placed, places: set[int]) -> None:
    assert begun(spoken(text), plan) == places


@pytest.mark.parametrize("distance", [1, 10, 100])
def test_what_is_asked_is_bounded_and_grows_with_the_distance(distance: int) -> None:
    pair = (Token("가"), Token("나"))
    asked = size(beginnings(Near(pair, distance, ordered=True)))
    assert 3 * distance <= asked <= 6 * (distance + 1)
    assert size(beginnings(Sentence(pair))) < 40


def test_groups_upon_groups_are_refused_before_they_are_made() -> None:
    source = beginnings(Near((Token("나"), Token("가")), 10, ordered=True))
    source = beginnings(Near((Token("다"), source), 10, ordered=True))
    assert MOST / 4 < size(source) <= MOST
    with pytest.raises(InvalidRequest, match="거리를 줄이거나") as error:
        beginnings(Near((Token("라"), source), 10, ordered=True))
    assert error.value.code == "query_too_large"

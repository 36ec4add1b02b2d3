"""The definitions of plan.py, word for word."""

from __future__ import annotations

from itertools import pairwise, product

from indexer.analysis.field_terms import FieldTerms
from indexer.analysis.words import VERB, letters_of
from indexer.query.plan import Any, Exact, Fuzzy, Match, Near, Phrase, Plan, Prefix, SameSentence
from indexer.query.standing import Text


def defined(body: FieldTerms, plan: Plan) -> set[int]:
    """The places of a node, found by trying every group of places there is."""
    match plan:
        case Match(letters=()):
            terms = set(body.pairs())
            return {
                start
                for _, start in terms
                for sequence in plan.alternatives
                if "body" in plan.fields and {(term, start + step) for step, term in enumerate(sequence)} <= terms
            }
        case Prefix():
            starts = {at for term, at in body.pairs() if term[0] != VERB and letters_of(term).startswith(plan.prefix)}
            return starts if "body" in plan.fields else set()
        case Match() | Phrase() | Exact() | Fuzzy():  # see tests/unit/query/test_standing.py
            return {stand.position for stand in Text.of_terms(body).stands(plan)} if "body" in plan.fields else set()
        case Any():
            return set().union(*(defined(body, child) for child in plan.children))
        case Near():
            groups = product(*(defined(body, child) for child in plan.children))
            close = [group for group in groups if max(group) - min(group) <= plan.distance]
            return {min(group) for group in close if not plan.ordered or all(a < b for a, b in pairwise(group))}
        case SameSentence():
            groups = product(*(defined(body, child) for child in plan.children))
            return {min(group) for group in groups if not any(min(group) < end < max(group) for end in body.breaks)}
    raise AssertionError(plan)

"""Why an article was found: how each word stands in it, and what is printed there."""

from __future__ import annotations

from typing import Any

import pytest

from indexer.analysis.tokens import Tokens
from indexer.analysis.words import VERB
from indexer.query.plan import Match
from indexer.query.result import Matched
from indexer.query.snippets import matched
from tests.fakes import article
from tests.unit.query.test_snippets import sought, tokens_by_field, words


def why(query: str, **fields: Any) -> list[Matched]:
    item = article(**fields)
    return list(matched(sought(item, tokens_by_field(item), words(query))))


@pytest.mark.parametrize(
    ("query", "how", "printed"),
    [
        ("예산", "as_typed", "예산"),
        ("예산을", "as_typed", "예산을"),
        ("예산이", "without_particle", "예산"),
        ("소각", "inside", "은곡소각장"),
        ("각장을", "inside", "은곡소각장을"),
        ("솔내천둑", "spaced", "솔내천 둑"),
        ("조실", "inside", "은곡제조실"),
        ("은곡소*", "beginning", "은곡소각장"),
        ("여산~1", "similar", "예산"),
        ("걷다", "as_typed", "걷다"),
    ],
)
def test_it_is_told_how_a_word_stands_and_what_is_printed_there(query: str, how: str, printed: str) -> None:
    text = "솔내천 둑 예산을 은곡소각장을 지을 은곡제조실에 걷다."
    (found,) = why(query, title="", body=text)
    assert found == Matched(found.word, how, "body", 1, printed)


def test_every_field_and_every_way_is_told_and_a_place_once() -> None:
    fields = {"title": "예산 공람", "body": "예산을 쌓고 예산을 허물고 추가예산도 낸다.", "captions": ("새 예산",)}
    assert why("예산을", **fields) == [
        Matched("예산을", "without_particle", "title", 1, "예산"),
        Matched("예산을", "as_typed", "body", 2, "예산을"),
        Matched("예산을", "inside", "body", 1, "추가예산"),
        Matched("예산을", "without_particle", "caption", 1, "예산"),
    ]


def test_a_form_of_a_verb_is_told_as_one() -> None:
    text = "문을 열었다."
    tokens = Tokens(["문", "을", "열", "었", "다", "."], ["NNG", "JKO", "VV", "EP", "EF", "SF"])
    tokens.starts, tokens.ends = [0, 1, 3, 4, 5, 6], [1, 2, 4, 5, 6, 7]
    tokens.eojeols, tokens.sentences = [0, 0, 1, 1, 1, 1], [0] * 6
    opened = (Match("열린", ((VERB + "열다",),), letters=("열린",)),)
    (found,) = matched(sought(article(title="", body=text), {"body": tokens}, opened))
    assert found == Matched("열린", "inflected", "body", 1, "열")

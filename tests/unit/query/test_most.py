"""Mode "most": the words that find articles, and the parts that a score is made of."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.analysis.kiwi import KiwiAnalyser
from indexer.analysis.words import VERB
from indexer.article import TEXT_FIELDS
from indexer.query import most, ranking
from indexer.query.most import MOST_PARTS
from indexer.query.plan import Match, Near, Part, Scored
from tests.fakes import tokens_of


def understood(text: str, *fields: str) -> tuple[list[Match], list[Scored]]:
    return most.understood(text, tokens_of(text), fields or TEXT_FIELDS)


def weights(text: str, how: str) -> dict[str, float]:
    """The letters that count in that way, with their weights, of those that count wherever they stand."""
    parts = [scored for scored in understood(text)[1] if isinstance(scored.node, Part) and not scored.node.lead]
    return {part.node.letters: part.weight for part in parts if isinstance(part.node, Part) and part.node.how == how}


# --- what finds articles ---


def test_articles_are_found_by_the_words_without_their_particles_and_by_verbs() -> None:
    matches, _ = understood("소각장을 걷다 R2")
    assert matches == [
        Match("소각장", letters=("소각장",)),
        Match("r2", letters=("r2",)),
        Match("걷다", ((VERB + "걷다",),)),
    ]


def test_a_word_finds_once_and_in_its_fields() -> None:
    matches, scored = understood("둑 둑을 둑", "title")
    assert matches == [Match("둑", (), ("title",), ("둑",))]
    assert {part.node.fields for part in scored if isinstance(part.node, Part | Match)} == {("title",)}


@pytest.mark.parametrize("text", ["", "에서 을", "…", "\n"])
def test_nothing_to_find_has_no_words(text: str) -> None:
    assert understood(text)[0] == []


# --- what scores ---


def test_nouns_count_in_full_and_verbs_less() -> None:
    assert weights("소각장을 걷다", "noun") == {"소각장": 1.0}
    assert weights("소각장을 걷다", "verb") == {VERB + "걷다": ranking.VERB}


def test_letters_count_two_by_two_and_less_within_one_noun() -> None:
    assert weights("은곡소각장을", "inside") == {
        "은곡": ranking.BIGRAM,
        "곡소": ranking.INNER_BIGRAM,
        "소각": ranking.INNER_BIGRAM,
        "각장": ranking.BIGRAM,
        "은곡소각장": ranking.HEAD_INSIDE,
    }


def test_heads_count_whole_too() -> None:
    assert weights("소각장을 둑", "whole") == {"소각장": ranking.HEAD_WHOLE}


def test_a_stem_counts_by_its_letters_but_is_no_head() -> None:
    assert weights("걷다", "inside") == {}
    assert weights("걷다", "whole") == {}


def test_what_leads_an_article_counts_more_for_longer_queries() -> None:
    def leading(text: str) -> set[float]:
        return {scored.weight for scored in understood(text)[1] if isinstance(scored.node, Part) and scored.node.lead}

    assert leading("둑 예산") == set()
    three, four = max(leading("둑 예산 공람")), max(leading("둑 예산 공람 착공"))
    assert 0 < three < four == max(leading("둑 예산 공람 착공 무산 반발"))


def test_a_part_that_leads_counts_once_and_is_as_rare_as_where_it_does_not() -> None:
    parts = [scored for scored in understood("둑 예산 공람 착공")[1] if isinstance(scored.node, Part)]
    leading = [scored for scored in parts if isinstance(scored.node, Part) and scored.node.lead]
    assert len(leading) * 2 == len(parts)
    for scored in leading:
        assert scored.k1 == ranking.ONCE
        assert isinstance(scored.rare, Part)
        assert not scored.rare.lead


def pairs(text: str) -> list[tuple[str, ...]]:
    nodes = [scored.node for scored in understood(text)[1] if isinstance(scored.node, Near)]
    return [tuple(child.text for child in node.children if isinstance(child, Match)) for node in nodes]


def test_nouns_that_follow_one_another_count_as_pairs() -> None:
    assert pairs("소각장 공람 착공") == [("소각장", "공람"), ("공람", "착공")]
    assert pairs("소각장 소각장 공람 소각장 공람") == [("소각장", "공람"), ("공람", "소각장")]
    assert pairs("소각장 에서 공람") == []
    assert pairs("소각장") == []


def test_a_pair_counts_beyond_the_rarer_noun_alone() -> None:
    (pair,) = [scored for scored in understood("소각장 공람")[1] if isinstance(scored.node, Near)]
    assert isinstance(pair.node, Near)
    assert (pair.weight, pair.k1, pair.beyond) == (ranking.PAIR, ranking.PAIR_K1, pair.node.children)
    assert (pair.node.distance, pair.node.ordered) == (1, False)


def test_of_a_very_long_question_the_last_parts_are_left_out() -> None:
    text = " ".join(f"{chr(ord('가') + number * 29)}{chr(ord('나') + number * 31)}" for number in range(300))
    parts = [scored for scored in understood(text)[1] if isinstance(scored.node, Part) and not scored.node.lead]
    assert len(parts) == MOST_PARTS
    assert parts[0].node == Part(text.split()[0], "noun")


@given(st.text(st.sampled_from("소각장을에서 걷다R2.,&\n가나"), max_size=40))
def test_no_part_counts_twice_and_none_is_empty(text: str) -> None:
    matches, scored = understood(text)
    assert len(set(matches)) == len(matches)
    assert len(set(scored)) == len(scored)
    assert all(match.letters or match.alternatives for match in matches)
    assert all(part.weight > 0 and part.k1 > 0 for part in scored)
    assert all(part.node.letters for part in scored if isinstance(part.node, Part))


# --- with Kiwi ---


def test_a_question_counts_by_what_it_is_about(kiwi: KiwiAnalyser) -> None:
    text = "은곡소각장 주민설명회가 왜 무산됐나요?"
    matches, scored = most.understood(text, next(kiwi.analyse([text])), TEXT_FIELDS)
    assert {match.letters[0] for match in matches if match.letters} == {"은곡소각장", "주민설명회", "왜", "무산"}
    assert Scored(Part("왜", "noun"), ranking.LIGHT) in scored
    assert Scored(Part(VERB + "무산되다", "verb"), ranking.VERB) in scored
    assert not [part for part in scored if isinstance(part.node, Part) and "나요" in part.node.letters]

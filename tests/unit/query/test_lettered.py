"""Letters found in arrays stand where `standing` says that they stand."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from indexer.analysis.kiwi import KiwiAnalyser
from indexer.analysis.laid import Laid
from indexer.analysis.tokens import TokenColumns, Tokens
from indexer.query import lettered
from indexer.query.plan import Match, Phrase
from indexer.query.standing import Stand, Text
from tests.contract.building import letters
from tests.fakes import tokens_of
from tests.unit.analysis.test_terms_by_the_rules import odd_tokens

SAMPLE = "솔내천 둑을 쌓는다. 의료기기강소특구를 가람·솔내읍에 KTX로, 1,500명에게! 大選 2020도쿄 ㏊당 둑"


def said(tokens: Tokens, text: str, word: Match) -> list[Stand]:
    """What standing says."""
    return [stand for stand in Text.of_tokens(tokens, text).stands(word, unseen=False) if stand.spans]


def found(tokens: Tokens, text: str, word: Match) -> list[Stand]:
    return list(lettered.stands(Laid.of(TokenColumns.of(tokens, text)), word))


def same(tokens: Tokens, text: str, word: Match) -> None:
    """Nor is a text passed over in which the word stands."""

    def in_order(stands: list[Stand]) -> list[Stand]:
        return sorted(stands, key=lambda stand: (stand.how, stand.position, stand.spans))

    assert in_order(found(tokens, text, word)) == in_order(said(tokens, text, word))
    assert lettered.possible(TokenColumns.of(tokens, text), word) or not said(tokens, text, word)


@given(
    st.lists(st.sampled_from([*"가나다라은를에한KTkt15,.· ", "\n", "했다", "大選", "에게"]), max_size=40).map("".join),
    st.lists(st.text("가나다은를에한kt15,대선", min_size=1, max_size=5), min_size=1, max_size=3),
)
@example("가나 다라", ["나다"])
@example("가나·다라를", ["가나다라를"])
@example("1,500명에게", ["500", "명에", "5"])
def test_letters_stand_where_they_do_word_by_word(text: str, typed: list[str]) -> None:
    same(tokens_of(text), text, Match(typed[0], letters=tuple(typed)))


@given(odd_tokens(), st.data())
def test_they_do_in_whatever_an_analyser_makes_of_a_text(case: tuple[str, Tokens], data: st.DataObject) -> None:
    text, tokens = case
    start = data.draw(st.integers(0, len(text)))
    typed = "".join(text[start : start + data.draw(st.integers(1, 6))].lower().split()) or "가"
    if not Laid.of(TokenColumns.of(tokens, text)).overlaps:
        same(tokens, text, letters(typed))


@pytest.mark.parametrize(
    "typed", ["둑", "둑을", "강소특구", "강소", "솔내천둑", "가람솔내읍", "ktx", "500", "1,500", "대선", "20도쿄"]
)
def test_they_do_in_a_real_sentence(kiwi: KiwiAnalyser, typed: str) -> None:
    (tokens,) = kiwi.analyse([SAMPLE])
    same(tokens, SAMPLE, letters(typed))
    assert bool(found(tokens, SAMPLE, letters(typed))) == (typed not in ("500", "20도쿄"))


@pytest.mark.parametrize(("typed", "can"), [("솔내", True), ("산불", False), ("솔불", False), ("대선", True)])
def test_a_headline_that_lacks_a_letter_is_passed_over_unless_it_has_hanja(typed: str, can: bool) -> None:
    text = "大選 앞둔 가람" if typed == "대선" else "솔내천 둑을 쌓는다"
    assert lettered.possible(TokenColumns.of(tokens_of(text), text), letters(typed)) == can


def test_words_with_terms_of_their_own_and_phrases_are_not_for_it() -> None:
    assert lettered.can(letters("둑"))
    assert not lettered.can(Match("열다", (("\x01열다",),), letters=("열다",)))
    assert not lettered.can(Phrase("솔내천 둑", (letters("솔내천"), letters("둑")), "솔내천둑"))

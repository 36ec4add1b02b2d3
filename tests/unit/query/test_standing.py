"""Where the words of a plan stand in a text: spans to mark, how they stand, and how often they count."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.analysis.terms import field_terms
from indexer.analysis.tokens import TokenColumns, Tokens
from indexer.query import ranking
from indexer.query.plan import Word
from indexer.query.standing import Text
from tests.contract.building import exact, fuzzy, letters, phrase, prefix, word
from tests.contract.corpora import TEXTS, WORDS, spoken
from tests.fakes import append, tokens_of

TEXT = "의료강소특구를 새로 지정했다. 나주 시장은 특구에 갔다."


def analysed(*pieces: tuple[str, str]) -> Tokens:
    """The tokens of TEXT, from (form, tag) in order; a new eojeol where the text has a space before."""
    made, at, eojeol, sentence = Tokens(), 0, 0, 0
    for form, tag in pieces:
        start = TEXT.index(form, at)
        eojeol += " " in TEXT[at:start]
        sentence += at > 0 and TEXT[at - 1] == "."
        append(made, (form, tag, start, start + len(form), eojeol, sentence))
        at = start + len(form)
    return made


TOKENS = analysed(
    *(
        ("의료", "NNG"),
        ("강소", "NNG"),
        ("특구", "NNG"),
        ("를", "JKO"),
        ("새로", "MAG"),
        ("지정", "NNG"),
        ("했다", "XSV"),
    ),
    *(
        (".", "SF"),
        ("나주", "NNP"),
        ("시장", "NNG"),
        ("은", "JX"),
        ("특구", "NNG"),
        ("에", "JKB"),
        ("갔다", "VV"),
        (".", "SF"),
    ),
)
BOTH = Text.of_tokens(TOKENS, TEXT), Text.of_terms(field_terms(TokenColumns.of(TOKENS, TEXT)))


def marked(asked: Word) -> list[tuple[str, str]]:
    """How it stands, and what is marked of the text; each once."""
    found = {(stand.how, stand.spans) for stand in BOTH[0].stands(asked) if stand.spans}
    in_order = sorted(found, key=lambda stand: stand[1])
    return [(how, " ".join(TEXT[start:end] for start, end in spans)) for how, spans in in_order]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (letters("특구"), [("inside", "특구"), ("as_typed", "특구"), ("as_typed", "특구")]),
        (letters("강소특구"), [("inside", "강소특구")]),
        (letters("특구를", "특구"), [("inside", "특구를")]),
        (letters("나주시장"), [("spaced", "나주 시장")]),
        (letters("나주시장은"), [("spaced", "나주 시장은")]),
        (letters("주시장"), []),
        (letters("지정하는", verbs=["지정했다다"]), [("inflected", "지정했다")]),
        (word("특구"), [("as_typed", "특구"), ("as_typed", "특구")]),
        (prefix("특"), [("beginning", "특구"), ("beginning", "특구")]),
        (fuzzy("시정", 1), [("similar", "지정"), ("similar", "시장")]),
        (phrase("강소특구 새로"), [("as_typed", "강소특구 새로")]),
        (phrase("특구 새로 지정"), [("as_typed", "특구 새로 지정")]),
        (exact("특구를 새로"), [("as_typed", "특구를 새로")]),
        (exact("특구 새로"), []),
    ],
    ids=str,
)
def test_a_word_is_marked_where_it_stands(asked: Word, found: list[tuple[str, str]]) -> None:
    got = marked(asked)
    assert set(found) <= set(got)
    assert bool(found) == bool(got)


def test_a_text_is_told_from_its_tokens_and_from_an_index_alike() -> None:
    of_tokens, of_terms = BOTH
    assert [word and word._replace(start=0) for word in of_tokens.printed] == of_terms.printed
    for asked in (letters("특구"), letters("나주시장"), phrase("강소특구 새로"), exact("특구를 새로"), prefix("특")):
        places = [{(stand.position, stand.how) for stand in text.stands(asked)} for text in BOTH]
        assert places[0] == places[1] != set()
        assert of_tokens.frequency(asked) == of_terms.frequency(asked) > 0


@pytest.mark.parametrize(
    ("text", "whole", "parts"),
    [
        ("강소특구_를", 1, 0),
        ("의료+강소특구_를", 1, 0),
        ("의료강소특구_를", 0, 1),
        ("강소+특구", 1, 0),
        ("강소 특구", 1, 0),
        ("의료+강소+특구", 0, 1),
        ("강소특구 의료강소특구 강소 특구_는", 2, 1),
        ("강소특", 0, 0),
    ],
)
def test_what_is_a_word_of_its_own_counts_in_full_and_letters_in_another_as_a_part(
    text: str, whole: int, parts: int
) -> None:
    assert Text.of_terms(spoken(text)).frequency(letters("강소특구")) == whole + ranking.PART * parts


@given(TEXTS.map(Text.of_terms), WORDS)
def test_what_stands_somewhere_counts_and_what_counts_stands_somewhere(text: Text, asked: Word) -> None:
    assert bool(text.frequency(asked)) == bool(list(text.stands(asked)))


@given(TEXTS.map(Text.of_terms), WORDS)
def test_no_word_stands_where_sentences_part(text: Text, asked: Word) -> None:
    assert all(text.printed[stand.position] for stand in text.stands(asked))


@given(st.text("가나다 은를. kt15,", max_size=40), st.text("가나은kt15", min_size=1, max_size=4))
def test_spans_are_the_letters_that_were_typed(text: str, typed: str) -> None:
    for stand in Text.of_tokens(tokens_of(text), text).stands(letters(typed)):
        if stand.spans:
            assert "".join(text[start:end] for start, end in stand.spans) == typed

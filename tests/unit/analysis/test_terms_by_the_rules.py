"""The terms against the rules as they would be written without thought of speed."""

from __future__ import annotations

from itertools import accumulate

from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.analysis.terms import LONGEST, Occurrence, field_terms, morphemes, occurrences
from indexer.analysis.tokens import TAGS, TokenColumns, Tokens
from tests.fakes import append, columns_of

LETTERS = st.sampled_from([*"가나다 \naAİßΣςσK1.😀𐐀𠀋", "가나", "나다"])
EVERYTHING = st.sampled_from([*TAGS, *(["NNG", "XPN", "XSN", "VV", "NNP"] * 8)])


@st.composite
def odd_tokens(draw: st.DrawFn) -> tuple[str, Tokens]:
    """Any tokens at all: side by side, overlapping, of no length, going back; forms of the text and others, or none."""
    text = "".join(draw(st.lists(LETTERS, max_size=30))) * draw(st.sampled_from([1, 1, 1, 5]))
    size = draw(st.integers(0, 15))
    made, at = Tokens(), 0
    for eojeol, sentence in zip(*(accumulate(draw(steps(size))) for _ in range(2)), strict=True):
        start = draw(st.sampled_from([at, at, at, at, 0, len(text) // 2, len(text)]))
        end = min(start + draw(st.integers(0, 3) | st.just(70)), len(text))
        form = draw(st.sampled_from([text[start:end]] * 3 + ["가", "Σİ", "K" * 70, ""]))
        append(made, (form or text[start:end], draw(EVERYTHING), start, end, eojeol, sentence))
        at = end
    return text, made


def steps(size: int) -> st.SearchStrategy[list[int]]:
    return st.lists(st.sampled_from([0, 0, 0, 1]), min_size=size, max_size=size)


NOUNS = {"NNG", "NNP", "NNB", "NR", "NP", "XR", "SL", "SH", "SN", "UN", "USER0", "USER1", "USER2", "USER3", "USER4"}
ADDRESSES = {"W_URL", "W_EMAIL", "W_HASHTAG", "W_MENTION", "W_SERIAL"}
VERBS = {tag for tag in TAGS if tag.partition("-")[0] in ("VV", "VA", "VX", "VCN")}


def by_the_rules(text: str, made: Tokens) -> tuple[list[Occurrence], list[int]]:
    """The terms and the breaks."""
    found: list[Occurrence] = []
    breaks: list[int] = []
    run: list[tuple[int, int, int]] = []
    position, started, before = 0, -1, (0, 0)
    rows = zip(made.forms, made.tags, made.starts, made.ends, made.eojeols, made.sentences, strict=True)
    for form, tag, start, end, *numbers in rows:
        in_run = tag in NOUNS | ADDRESSES | {"XPN", "XSN", "MM"}
        if run and (numbers[0] != before[0] or not in_run or start != run[-1][1]):
            close(run, text, found)
        if numbers[1] != before[1]:
            position = max(position, started + 1)
            breaks.append(position)
            position += 1
        before = (numbers[0], numbers[1])
        if in_run:
            run.append((start, end, position))
            started = run[0][2]
        if tag in NOUNS | ADDRESSES | VERBS | {"MM", "MAG", "IC", "W_EMOJI"}:
            put(found, Occurrence(spelled(form + "다" * (tag in VERBS)), position, start, end), form)
            position += 1
    close(run, text, found)
    return found, breaks


def close(run: list[tuple[int, int, int]], text: str, found: list[Occurrence]) -> None:
    if len(run) > 1:
        start, end = run[0][0], run[-1][1]
        put(found, Occurrence(spelled(text[start:end]), run[0][2], start, end), text[start:end])
    run.clear()


def put(found: list[Occurrence], new: Occurrence, spelling: str) -> None:
    if spelling and all((old.term, old.position) != (new.term, new.position) for old in found):
        found.append(new)


def spelled(form: str) -> str:
    return "".join("σ" if letter == "ς" else letter.lower()[0] for letter in form)[:LONGEST]


@settings(max_examples=500)
@given(odd_tokens())
def test_terms_are_by_the_rules(case: tuple[str, Tokens]) -> None:
    text, made = case
    found, breaks = by_the_rules(text, made)
    assert occurrences(made, text) == found
    terms = field_terms(TokenColumns.of(made, text))
    assert terms.pairs() == [(item.term, item.position) for item in found]
    assert terms.breaks.tolist() == breaks
    assert not {position for _, position in terms.pairs()} & set(breaks)
    assert len(terms) == len(found)


@given(odd_tokens())
def test_a_query_spells_its_words_as_the_index_does(case: tuple[str, Tokens]) -> None:
    text, made = case
    there = {(found.term, found.start, found.end) for found in occurrences(made, text)}
    for number, (form, tag, start, end) in enumerate(zip(made.forms, made.tags, made.starts, made.ends, strict=True)):
        alone = Tokens([form], [tag], [start], [end], [0], [0])
        for term in morphemes(alone) if form else ():
            assert (term, start, end) in there, number


def test_columns_of_another_text_give_no_error_but_terms_within_it() -> None:
    columns = columns_of("가람군은 솔내천 둑을 높인다")
    shorter = TokenColumns("가람", columns.count, columns.data)
    assert all(found[0] in "가람군 둑" or found for found in field_terms(shorter).pairs())

"""The words and the terms against the rules as they would be written without thought of speed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from indexer.analysis import terms
from indexer.analysis.folding import folded
from indexer.analysis.terms import LONGEST, Occurrence, field_terms, occurrences, printed_words
from indexer.analysis.tokens import TAGS, TokenColumns, Tokens
from indexer.analysis.words import BORDERS, DOTS, HEAD, JOINED, ONE_TERM, TAILS, VERB, Word
from indexer.query.standing import Text
from tests.fakes import append, columns_of

LETTERS = st.sampled_from([*"가나다 \n·aAİßΣςσK1.😀𐐀𠀋Ｋ１", "가나", "나다", "에서", "했다"])
EVERYTHING = st.sampled_from([*TAGS, *(["NNG", "XPN", "XSN", "VV", "NNP", "JKB", "XSV"] * 8)])
OTHER_FORMS = ("가", "Σİ", "K" * 70)


def steps(size: int) -> st.SearchStrategy[list[int]]:
    return st.lists(st.sampled_from([0, 0, 0, 0, 0, 1]), min_size=size, max_size=size)


@st.composite
def odd_tokens(draw: st.DrawFn, others: Sequence[str] = OTHER_FORMS) -> tuple[str, Tokens]:
    """Any tokens at all: side by side, overlapping, of no length, going back; forms of the text and others, or none."""
    text = "".join(draw(st.lists(LETTERS, max_size=30))) * draw(st.sampled_from([1, 1, 1, 5]))
    size = draw(st.integers(0, 15))
    made, at = Tokens(), 0
    for eojeol, sentence in zip(*(accumulate(draw(steps(size))) for _ in range(2)), strict=True):
        start = draw(st.sampled_from([at, at, at, at, 0, len(text) // 2, len(text)]))
        end = min(start + draw(st.integers(0, 3) | st.sampled_from([29, 30, 31, 70, 140])), len(text))
        form = draw(st.sampled_from([text[start:end], text[start:end], text[start:end], *others]))
        append(made, (form or text[start:end], draw(EVERYTHING), start, end, eojeol, sentence))
        at = end
    return text, made


# --- the rules ---

NOUNS = {"NNG", "NNP", "NNB", "NR", "NP", "XR", "SL", "SH", "SN", "UN", "USER0", "USER1", "USER2", "USER3", "USER4"}
NOUNS |= {"W_URL", "W_EMAIL", "W_HASHTAG", "W_MENTION", "W_SERIAL"}
VERBS = {tag for tag in TAGS if tag.partition("-")[0] in ("VV", "VA", "VX", "VCN")}
TERMS = NOUNS | VERBS | {"MM", "MAG", "IC", "W_EMOJI"}
SUFFIXES = {tag for tag in TAGS if tag.partition("-")[0] in ("XSV", "XSA")}
IN_HEADS = NOUNS | {"XPN", "XSN", "MM", "MAG"}
SIGNS = {tag for tag in TAGS if tag in ("SF", "SP", "SS", "SSO", "SSC", "SE", "SO", "SW", "SB", "W_EMOJI")}


class Row(NamedTuple):
    """A token."""

    form: str
    tag: str
    start: int
    end: int
    eojeol: int
    sentence: int


class Ruled(NamedTuple):
    """What the rules make of a text."""

    found: list[Occurrence]
    layout: list[int]
    words: list[Word | None]


def by_the_rules(text: str, made: Tokens) -> Ruled:
    ruled, sentence, before = Ruled([], [], []), 0, -1
    for rows in groups([Row(*row) for row in zip(*vars(made).values(), strict=True)]):
        if rows[0].sentence != sentence:
            ruled.layout.append(0)
            ruled.words.append(None)
            sentence, before = rows[0].sentence, -1
        start, end = rows[0].start, max(row.end for row in rows)
        if start < end and (rows[0].tag in TERMS or rows[0].tag not in SIGNS):
            joined = before >= 0 and set(text[before:start]) <= set(" \t\xa0\u3000" + DOTS)
            put_word(ruled, text, rows, joined)
            before = end
    return ruled


def groups(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """The tokens of each word, and each sign by itself."""
    group: list[Row] = []
    for row in rows:
        if group and (
            {group[0].tag, row.tag} & SIGNS
            or (row.eojeol, row.sentence) != (group[0].eojeol, group[0].sentence)
            or not group[0].start <= row.start <= max(each.end for each in group)
        ):
            yield group
            group = []
        group.append(row)
    if group:
        yield group


def put_word(ruled: Ruled, text: str, rows: list[Row], joined: bool) -> None:
    position, start, end = len(ruled.layout), rows[0].start, max(row.end for row in rows)
    nouns = beginning_nouns(rows)
    tail = ""
    if nouns and len(nouns) < len(rows) and rows[len(nouns)].start == nouns[-1].end:
        tail = next((tail for tail in TAILS if tail == text[nouns[-1].end : end]), "")
    stop = end - len(tail)
    for found in morphemes(rows, position):
        put(ruled.found, found)
    first = rows[0]
    as_printed = first.form == text[start:stop] and first.end == stop and stop - start <= LONGEST
    simple = first.tag in TERMS - VERBS and as_printed
    if not simple:
        for found in head(text, start, stop, nouns, position):
            put(ruled.found, found)
    code = TAILS.index(tail) + 2 if tail else 1
    ruled.layout.append(code | ONE_TERM * simple | JOINED * joined)
    ruled.words.append(Word(small(text[start:end]), stop - start, joined, start))


def beginning_nouns(rows: list[Row]) -> list[Row]:
    nouns: list[Row] = []
    for row in rows:
        if row.tag not in IN_HEADS or row.start == row.end or (nouns and row.start != nouns[-1].end):
            break
        nouns.append(row)
    return nouns


def morphemes(rows: list[Row], position: int) -> Iterator[Occurrence]:
    """Nouns as they are, verbs in their dictionary form, and those that a suffix makes of a noun."""
    for number, row in enumerate(rows):
        if row.tag in VERBS and row.form:
            yield Occurrence(verb(row.form), position, row.start, row.end)
        elif row.tag in TERMS and row.form:
            yield Occurrence(small(row.form)[:LONGEST], position, row.start, row.end)
        before = rows[number - 1]
        if number and row.tag in SUFFIXES and before.tag in TERMS - VERBS and before.form:
            yield Occurrence(verb(before.form + row.form), position, before.start, row.end)


def head(text: str, start: int, stop: int, nouns: list[Row], position: int) -> Iterator[Occurrence]:
    """One term, or overlapping pieces of it."""
    known = stop - start <= LONGEST and all(noun.form == text[noun.start : noun.end] for noun in nouns)
    borders = ""
    for noun in nouns if known else ():
        if len(noun.form) > 30:
            break
        borders += chr((ord("@") if noun.tag in TERMS else ord("`")) + len(noun.form))
    marks = BORDERS + borders if borders else ""
    for begin in range(start, max(stop - LONGEST // 2, start + 1), LONGEST // 2):
        end = min(begin + LONGEST, stop)
        yield Occurrence(HEAD + small(text[begin:end]) + marks, position, begin, end)


def verb(stem: str) -> str:
    return VERB + small(stem + "다")[:LONGEST]


def put(found: list[Occurrence], new: Occurrence) -> None:
    if all((old.term, old.position) != (new.term, new.position) for old in found):
        found.append(new)


def small(text: str) -> str:
    return "".join("σ" if letter == "ς" else letter.lower()[0] for letter in folded(text))


# --- the tests ---


@settings(max_examples=500)
@given(odd_tokens())
def test_words_and_terms_are_by_the_rules(case: tuple[str, Tokens]) -> None:
    text, made = case
    ruled = by_the_rules(text, made)
    assert occurrences(made, text) == ruled.found
    assert printed_words(made, text) == ruled.words
    found = field_terms(TokenColumns.of(made, text))
    assert found.pairs() == [(item.term, item.position) for item in ruled.found]
    assert found.layout.tolist() == ruled.layout
    assert len(found) == sum(word is not None for word in ruled.words)


@settings(max_examples=300)
@given(odd_tokens())
def test_every_printed_word_is_rebuilt_from_what_an_index_keeps(case: tuple[str, Tokens]) -> None:
    text, made = case
    words = printed_words(made, text)
    assume(not any(word and repeats(word.printed[: word.head]) for word in words))
    rebuilt = Text.of_terms(field_terms(TokenColumns.of(made, text))).printed
    assert rebuilt == [word and word._replace(start=0) for word in words]


def repeats(head: str) -> bool:
    """Whether it is so long and so much the same that two of its pieces are one term."""
    pieces = [head[at : at + LONGEST] for at in range(0, len(head) - LONGEST // 2, LONGEST // 2)]
    return len(pieces) > len(set(pieces))


@pytest.mark.xfail(strict=True, reason="pieces of a head that are one term are kept once")
def test_a_word_of_one_syllable_over_and_over_is_rebuilt_too() -> None:
    text = "나" * 150
    made = Tokens([text], ["NNG"], [0], [150], [0], [0])
    assert Text.of_terms(field_terms(TokenColumns.of(made, text))).printed == printed_words(made, text)


@given(odd_tokens())
def test_no_term_stands_twice_at_a_position_nor_where_sentences_part(case: tuple[str, Tokens]) -> None:
    text, made = case
    found = field_terms(TokenColumns.of(made, text))
    assert len(set(found.pairs())) == len(found.pairs())
    assert not {position for _, position in found.pairs()} & set(found.breaks.tolist())
    assert {position for _, position in found.pairs()} <= set(range(len(found.layout)))


@given(odd_tokens())
def test_a_query_spells_its_verbs_as_the_index_does(case: tuple[str, Tokens]) -> None:
    text, made = case
    there = {found.term for found in occurrences(made, text)}
    for form, tag, start, end in zip(made.forms, made.tags, made.starts, made.ends, strict=True):
        alone = Tokens([form], [tag], [start], [end], [0], [0])
        for term in terms.verbs(alone) if form and start < end else ():
            assert term in there


def test_columns_of_another_text_give_no_error_but_terms_within_it() -> None:
    columns = columns_of("가람군은 솔내천 둑을 높인다")
    shorter = TokenColumns("가람", columns.count, columns.data)
    assert {term.strip(HEAD + VERB)[:2] for term, _ in field_terms(shorter).pairs()} <= {"가람", "높인"}

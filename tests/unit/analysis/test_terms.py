from __future__ import annotations

import sys
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.analysis.gate import clean
from indexer.analysis.kiwi import KiwiAnalyser
from indexer.analysis.terms import LONGEST, Occurrence, field_terms, literal, morphemes, occurrences
from indexer.analysis.tokens import TAGS, TokenColumns, Tokens
from tests.fakes import append, tokens_of


def tokens(text: str, *words: str) -> Tokens:
    """Tokens written as `강소/NNG+특구/NNG+를/JKO`, a word an eojeol, `|` before the first word of a new sentence."""
    made = Tokens()
    at = sentence = 0
    for eojeol, word in enumerate(words):
        if word.startswith("|"):
            sentence += 1
        for piece in word.removeprefix("|").split("+"):
            form, _, tag = piece.rpartition("/")
            at = text.index(form, at)
            append(made, (form, tag, at, at + len(form), eojeol, sentence))
            at += len(form)
    return made


def placed(text: str, *words: str) -> list[tuple[str, int]]:
    return [(found.term, found.position) for found in occurrences(tokens(text, *words), text)]


def test_particles_endings_and_punctuation_are_no_terms() -> None:
    assert placed("허성곤 시장을, 만나", "허성곤/NNP", "시장/NNG+을/JKO+,/SP", "만나/VV") == [
        ("허성곤", 0),
        ("시장", 1),
        ("만나다", 2),
    ]


def test_a_noun_run_stands_beside_its_morphemes_at_the_first_ones_position() -> None:
    text = "특구를 강소특구로"
    assert occurrences(tokens(text, "특구/NNG+를/JKO", "강소/NNG+특구/NNG+로/JKB"), text) == [
        Occurrence("특구", 0, 0, 2),
        Occurrence("강소", 1, 4, 6),
        Occurrence("특구", 2, 6, 8),
        Occurrence("강소특구", 1, 4, 8),
    ]


def test_a_word_of_one_morpheme_has_no_run() -> None:
    assert placed("김해시를", "김해시/NNP+를/JKO") == [("김해시", 0)]


def test_a_run_does_not_cross_a_space_a_particle_or_a_bracket() -> None:
    assert placed("강소 특구", "강소/NNG", "특구/NNG") == [("강소", 0), ("특구", 1)]
    assert placed("산과들", "산/NNG+과/JC+들/NNG") == [("산", 0), ("들", 1)]
    assert placed("김해(시)", "김해/NNP+(/SSO+시/NNG+)/SSC") == [("김해", 0), ("시", 1)]


def test_a_run_does_not_cross_from_one_eojeol_to_the_next_even_without_a_space() -> None:
    # Where a very long word was cut into chunks.
    assert placed("강소특구", "강소/NNG", "특구/NNG") == [("강소", 0), ("특구", 1)]


def test_prefixes_and_suffixes_belong_to_a_run_but_are_no_terms() -> None:
    assert placed("신청사들", "신/XPN+청사/NNG+들/XSN") == [("청사", 0), ("신청사들", 0)]


def test_numbers_and_letters_run_together() -> None:
    assert placed("R&D1만5천", "R/SL+&/SW+D/SL+1/SN+만/NR+5/SN+천/NR") == [
        ("r", 0),
        ("d", 1),
        ("1", 2),
        ("만", 3),
        ("5", 4),
        ("천", 5),
        ("d1만5천", 1),
    ]


def test_verbs_and_adjectives_are_terms_in_their_dictionary_form() -> None:
    assert placed("이동", "이동/NNG") == [("이동", 0)]
    assert placed("열 높", "열/VV-I", "높/VA") == [("열다", 0), ("높다", 1)]


def test_a_verb_of_a_nouns_stem_is_another_term() -> None:
    verb, noun = placed("이동하", "이동하/VV"), placed("이동하", "이동하/NNP")
    assert verb != noun


def test_adverbs_and_exclamations_are_terms() -> None:
    assert placed("다시 아이고", "다시/MAG", "아이고/IC") == [("다시", 0), ("아이고", 1)]


def test_conjunctions_are_not() -> None:
    assert placed("그리고 것", "그리고/MAJ", "것/NNB") == [("것", 0)]


def test_auxiliaries_and_determiners_are_for_alone_they_are_read_as_verbs_and_typed_as_words() -> None:
    assert placed("모든 않 아니", "모든/MM", "않/VX", "아니/VCN") == [("모든", 0), ("않다", 1), ("아니다", 2)]


def test_a_new_sentence_leaves_a_gap_so_that_no_phrase_reaches_over_it() -> None:
    assert placed("둑 높이. 범람 막", "둑/NNG", "높이/VV+./SF", "|범람/NNG", "막/VV") == [
        ("둑", 0),
        ("높이다", 1),
        ("범람", 3),
        ("막다", 4),
    ]


def test_a_run_of_affixes_alone_stands_in_its_own_sentence() -> None:
    text = "신들. 둑"
    made = tokens(text, "신/XPN+들/XSN+./SF", "|둑/NNG")
    assert [(found.term, found.position) for found in occurrences(made, text)] == [("신들", 0), ("둑", 2)]
    assert field_terms(TokenColumns.of(made, text)).breaks.tolist() == [1]


def test_a_run_ends_with_its_sentence() -> None:
    assert placed("가람군 의회", "가람/NNP+군/NNG", "|의회/NNG") == [("가람", 0), ("군", 1), ("가람군", 0), ("의회", 3)]


def test_overlapping_spans_are_no_run() -> None:
    overlapping = Tokens(["나", "오"], ["NP", "NNG"], [0, 0], [1, 1], [0, 0], [0, 0])
    assert [found.term for found in occurrences(overlapping, "나")] == ["나", "오"]


def test_latin_letters_are_one_in_either_case() -> None:
    assert placed("GMP", "GMP/SL") == [("gmp", 0)]
    assert literal("GMP") == "gmp"


def test_letters_are_lowered_one_by_one_wherever_they_stand() -> None:
    assert [literal(word) for word in ("İZMİR", "ΟΔΟΣ", "οδος", "Straße", "STRAẞE", "Ⱥ", "𐐀")] == [
        *("izmir", "οδοσ", "οδοσ", "straße", "straße", "ⱥ", "𐐨")
    ]
    assert placed("İZMİR", "İZMİR/SL") == [("izmir", 0)]


def test_the_lower_letters_are_those_of_the_language_but_where_it_makes_two_or_looks_around() -> None:
    alone = {code: chr(code).lower() for code in range(sys.maxunicode + 1) if not 0xD800 <= code < 0xE000}
    assert {code for code, lower in alone.items() if literal(chr(code)) != lower} == {ord("İ"), ord("ς")}


def test_long_terms_are_cut_alike_in_index_and_query() -> None:
    word = "가나다라" * 30
    ((term, _),) = placed(word, f"{word}/NNP")
    assert term == literal(word) == word[:LONGEST]
    assert morphemes(tokens(word, f"{word}/NNP")) == (term,)
    halves = (word + "+").partition("라+")
    run = placed(word, f"{halves[0]}/NNP+라/NNG")
    assert run == [(literal(word), 0), ("라", 1)]  # the run, cut, is the same term


def test_a_long_verb_is_cut_alike_too() -> None:
    stem = "가나다라" * 20
    ((term, _),) = placed(stem, f"{stem}/VV")
    assert morphemes(tokens(stem, f"{stem}/VV")) == (term,)
    assert len(term) == LONGEST


def test_a_query_word_is_the_morphemes_without_the_runs() -> None:
    assert morphemes(tokens("강소특구로", "강소/NNG+특구/NNG+로/JKB")) == ("강소", "특구")


def test_no_tokens_have_no_terms() -> None:
    assert occurrences(Tokens(), "") == []
    assert morphemes(Tokens()) == ()


@st.composite
def any_tokens(draw: st.DrawFn) -> tuple[str, Tokens]:
    """Tokens side by side with any tags, spaces and sentence ends between them."""
    made, text = Tokens(), ""
    eojeol = sentence = 0
    for form in draw(st.lists(st.sampled_from(["가", "나라", "a", "1", "길"]), max_size=12)):
        if text and draw(st.booleans()):
            text, eojeol = text + " ", eojeol + 1
            sentence += draw(st.integers(0, 1))
        row = (form, draw(st.sampled_from(TAGS)), len(text), len(text) + len(form), eojeol, sentence)
        append(made, row)
        text += form
    return text, made


@given(any_tokens())
def test_morphemes_of_a_sentence_stand_side_by_side_and_those_of_two_do_not(case: tuple[str, Tokens]) -> None:
    text, made = case
    sentence_at = dict(zip(made.starts, made.sentences, strict=True))
    single = {(start, end) for start, end in zip(made.starts, made.ends, strict=True)}
    content = [found for found in occurrences(made, text) if (found.start, found.end) in single]
    assert tuple(found.term for found in content) == morphemes(made)
    for left, right in pairwise(content):
        apart = right.position - left.position
        assert apart == 1 if sentence_at[left.start] == sentence_at[right.start] else apart > 1


@given(any_tokens())
def test_terms_span_what_they_are_called_and_none_stands_twice_at_one_position(case: tuple[str, Tokens]) -> None:
    text, made = case
    found = occurrences(made, text)
    for item in found:
        cut = text[item.start : item.end].lower()
        assert item.term in (cut, cut + "다")
    pairs = [(item.term, item.position) for item in found]
    assert len(pairs) == len(set(pairs))


# --- with Kiwi ---


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("가람군이 강소특구로 지정됐다.", "강소특구"),
        ("의료기기강소특구를 유치한다.", "의료기기강소특구"),
        ("솔내시외버스터미널은 128억 원을 들여 짓는다.", "솔내시외버스터미널"),
        ("제갈민 의생명센터장이 말했다.", "제갈민"),
        ("GMP제조실에 300억원을 쓴다.", "gmp제조실"),
    ],
)
def test_a_compound_is_a_term_as_it_stands_however_kiwi_splits_it(kiwi: KiwiAnalyser, text: str, word: str) -> None:
    (analysed,) = kiwi.analyse([text])
    spans = {found.term: text[found.start : found.end].lower() for found in occurrences(analysed, text)}
    assert spans[word] == word


def test_the_noun_and_the_verb_of_one_stem_are_kept_apart(kiwi: KiwiAnalyser) -> None:
    text = "주민들이 터미널로 이동한다."
    (analysed,) = kiwi.analyse([text])
    terms = {found.term for found in occurrences(analysed, text)}
    assert "이동하" not in terms


@given(st.text(st.sampled_from("가나 을를.\n한다GMP12&😀"), max_size=60).map(clean))
def test_the_plain_analyser_of_the_tests_gives_what_kiwi_gives(text: str) -> None:
    """Same shapes, that is: monotone numbers, spans that cut the forms."""
    plain = tokens_of(text)
    assert [text[start:end] for start, end in zip(plain.starts, plain.ends, strict=True)] == plain.forms
    assert plain.starts == sorted(plain.starts)
    assert plain.eojeols == sorted(plain.eojeols)
    assert plain.sentences == sorted(plain.sentences)
    assert set(plain.tags) <= set(TAGS)
    assert "".join(plain.forms) == "".join(text.split())

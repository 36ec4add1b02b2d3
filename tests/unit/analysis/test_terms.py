from __future__ import annotations

import sys
from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.analysis import terms, words
from indexer.analysis.folding import FOLDED
from indexer.analysis.gate import clean
from indexer.analysis.kiwi import KiwiAnalyser
from indexer.analysis.terms import LONGEST, Occurrence, field_terms, literal, occurrences, printed_words
from indexer.analysis.tokens import TAGS, TokenColumns, Tokens
from indexer.analysis.words import BORDERS, HEAD, JOINED, ONE_TERM, VERB
from indexer.query.standing import Text
from tests.fakes import append, tokens_of


def tokens(text: str, *written: str) -> Tokens:
    """Tokens written as `강소/NNG+특구/NNG+를/JKO`, a word an eojeol, `|` before the first word of a new sentence."""
    made = Tokens()
    at = sentence = 0
    for eojeol, word in enumerate(written):
        if word.startswith("|"):
            sentence += 1
        for piece in word.removeprefix("|").split("+"):
            form, _, tag = piece.rpartition("/")
            at = text.index(form, at)
            append(made, (form, tag, at, at + len(form), eojeol, sentence))
            at += len(form)
    return made


def placed(text: str, *written: str) -> list[tuple[str, int]]:
    return [(found.term, found.position) for found in occurrences(tokens(text, *written), text)]


def parts(text: str, *written: str) -> list[str]:
    """The words as printed, a stroke between head and tail; empty where sentences part."""
    found = printed_words(tokens(text, *written), text)
    return [f"{word.printed[: word.head]}|{word.printed[word.head :]}".rstrip("|") if word else "" for word in found]


def layout(text: str, *written: str) -> list[int]:
    return list(field_terms(TokenColumns.of(tokens(text, *written), text)).layout)


def verb(form: str) -> str:
    return VERB + form


def head(letters: str, *sizes: int, unknown: Sequence[int] = ()) -> str:
    """The term of a head that begins with nouns of so many letters; those numbered in `unknown` are none."""
    borders = [chr((0x60 if number in unknown else 0x40) + size) for number, size in enumerate(sizes)]
    return HEAD + letters + (BORDERS if borders else "") + "".join(borders)


# --- words ---


def test_a_position_is_the_number_of_a_printed_word() -> None:
    assert placed("허성곤 김해시장을 만나", "허성곤/NNP", "김해/NNP+시장/NNG+을/JKO", "만나/NNG") == [
        ("허성곤", 0),
        ("김해", 1),
        ("시장", 1),
        (head("김해시장", 2, 2), 1),
        ("만나", 2),
    ]


def test_what_follows_a_noun_is_its_tail_when_it_is_one_of_the_tails() -> None:
    assert parts("특구를 지정했다", "특구/NNG+를/JKO", "지정/NNG+했/XSV+다/EF") == ["특구|를", "지정|했다"]
    assert parts("특구마저", "특구/NNG+마저/JX") == ["특구마저"]
    assert parts("특구에서부터", "특구/NNG+에서/JKB+부터/JX") == ["특구에서부터"]


def test_a_verb_is_all_head_and_so_is_a_noun_with_another_ending() -> None:
    assert parts("이야기하자면", "이야기/NNG+하/XSV+자면/EC") == ["이야기하자면"]
    assert placed("밝혔다", "밝혔/VV+다/EF") == [(verb("밝혔다"), 0), (head("밝혔다"), 0)]


def test_words_part_at_spaces_signs_and_brackets() -> None:
    assert parts("강소 특구", "강소/NNG", "특구/NNG") == ["강소", "특구"]
    assert parts("김해(시)", "김해/NNP+(/SSO+시/NNG+)/SSC") == ["김해", "시"]
    assert parts("시·군을", "시/NNG+·/SP+군/NNG+을/JKO") == ["시", "군|을"]
    assert parts("R&D예산", "R/SL+&/SW+D/SL+예산/NNG") == ["r", "d예산"]


def test_a_word_parts_where_an_eojeol_begins_even_without_a_space() -> None:
    # Where a very long word was cut into chunks.
    assert parts("강소특구", "강소/NNG", "특구/NNG") == ["강소", "특구"]


def test_a_sign_is_no_word_but_an_emoji_is() -> None:
    assert parts("산불! 😀", "산불/NNG+!/SF", "😀/W_EMOJI") == ["산불", "😀"]


def test_a_particle_alone_is_a_word_of_which_only_the_head_is_a_term() -> None:
    assert placed("것 이다", "것/NNB", "이/VCP+다/EF") == [("것", 0), (head("이다"), 1)]


def test_words_are_joined_where_nothing_but_spaces_and_dots_is_between_them() -> None:
    spaced = layout("가 나·다, 라", "가/NNG", "나/NNG+·/SP+다/NNG+,/SP", "라/NNG")
    assert [bool(byte & JOINED) for byte in spaced] == [False, True, True, False]
    assert not layout("가\n나", "가/NNG", "나/NNG")[1] & JOINED


def test_the_layout_says_the_tail_and_whether_the_head_is_one_term() -> None:
    bytes_ = layout("특구를 강소특구로", "특구/NNG+를/JKO", "강소/NNG+특구/NNG+로/JKB")
    assert [words.tail_of(byte) for byte in bytes_] == ["를", "로"]
    assert [bool(byte & ONE_TERM) for byte in bytes_] == [True, False]


def test_a_new_sentence_leaves_a_position_out() -> None:
    text, *written = "둑 높이. 범람", "둑/NNG", "높이/NNG+./SF", "|범람/NNG"
    assert placed(text, *written) == [("둑", 0), ("높이", 1), ("범람", 3)]
    assert parts(text, *written) == ["둑", "높이", "", "범람"]
    assert layout(text, *written)[2] == 0
    assert field_terms(TokenColumns.of(tokens(text, *written), text)).breaks.tolist() == [2]


def test_no_word_is_joined_to_one_of_another_sentence() -> None:
    assert not layout("둑 범람", "둑/NNG", "|범람/NNG")[2] & JOINED


# --- terms ---


def test_a_head_stands_behind_the_nouns_that_it_is_made_of() -> None:
    text = "특구를 강소특구로"
    assert occurrences(tokens(text, "특구/NNG+를/JKO", "강소/NNG+특구/NNG+로/JKB"), text) == [
        Occurrence("특구", 0, 0, 2),
        Occurrence("강소", 1, 4, 6),
        Occurrence("특구", 1, 6, 8),
        Occurrence(head("강소특구", 2, 2), 1, 4, 8),
    ]


def test_a_word_of_one_noun_needs_no_term_for_its_head() -> None:
    assert placed("김해시를", "김해시/NNP+를/JKO") == [("김해시", 0)]


def test_particles_and_endings_are_no_terms() -> None:
    assert placed("산과들", "산/NNG+과/JC+들/NNG") == [("산", 0), ("들", 0), (head("산과들", 1), 0)]


def test_prefixes_and_suffixes_belong_to_a_head_but_are_no_terms() -> None:
    found = placed("신청사들", "신/XPN+청사/NNG+들/XSN")
    assert found == [("청사", 0), (head("신청사들", 1, 2, 1, unknown=(0, 2)), 0)]
    assert list(words.nouns_of(found[1][0])) == [(1, 3)]


def test_letters_of_a_head_are_those_without_its_marks() -> None:
    assert words.letters_of(head("신청사들", 1, 2, 1)) == "신청사들"
    assert words.letters_of("청사") == "청사"


def test_numbers_and_letters_are_one_head() -> None:
    assert placed("D1만5천", "D/SL+1/SN+만/NR+5/SN+천/NR") == [
        *[(noun, 0) for noun in "d1만5천"],
        (head("d1만5천", 1, 1, 1, 1, 1), 0),
    ]


def test_a_noun_that_stands_twice_in_a_word_is_one_term() -> None:
    assert placed("군군", "군/NNG+군/NNG") == [("군", 0), (head("군군", 1, 1), 0)]


def test_verbs_and_adjectives_are_terms_in_their_dictionary_form() -> None:
    assert placed("이동", "이동/NNG") == [("이동", 0)]
    assert placed("열 높", "열/VV-I", "높/VA") == [
        (verb("열다"), 0),
        (head("열"), 0),
        (verb("높다"), 1),
        (head("높"), 1),
    ]


def test_a_suffix_makes_a_verb_of_the_noun_before_it() -> None:
    assert placed("지정한", "지정/NNG+한/XSV") == [("지정", 0), (verb("지정한다"), 0)]


def test_a_verb_of_a_nouns_stem_is_another_term() -> None:
    assert placed("이동하", "이동하/VV")[0] != placed("이동하", "이동하/NNP")[0]


def test_adverbs_exclamations_auxiliaries_and_determiners_are_terms() -> None:
    # Alone, auxiliaries are read as verbs; the others are typed as words.
    text, *written = "다시 아이고 모든 않 아니", "다시/MAG", "아이고/IC", "모든/MM", "않/VX", "아니/VCN"
    assert [term for term, _ in placed(text, *written) if term[0] != HEAD] == [
        *("다시", "아이고", "모든", verb("않다"), verb("아니다"))
    ]


def test_a_conjunction_is_found_by_its_head_alone() -> None:
    assert placed("그리고 것", "그리고/MAJ", "것/NNB") == [(head("그리고"), 0), ("것", 1)]


def test_overlapping_spans_begin_no_second_noun() -> None:
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
    others = {code for code, lower in alone.items() if literal(chr(code)) != lower}
    assert others - FOLDED.keys() == {ord("İ"), ord("ς")}
    assert all(literal(chr(code)) == chr(usual).lower() for code, usual in FOLDED.items())


def test_a_head_with_hanja_stands_there_as_it_is_read_too() -> None:
    text = "大選을 大選결과"
    found = placed(text, "大選/NNG+을/JKO", "大選/NNG+결과/NNG")
    assert found == [
        ("大選", 0),
        (head("대선"), 0),
        ("大選", 1),
        ("결과", 1),
        (head("大選결과", 2, 2), 1),
        (head("대선결과"), 1),
    ]
    made = tokens(text, "大選/NNG+을/JKO", "大選/NNG+결과/NNG")
    rebuilt = Text.of_terms(field_terms(TokenColumns.of(made, text))).printed
    assert [word.printed for word in rebuilt if word] == ["大選을", "大選결과"]


def test_long_nouns_are_cut_alike_in_index_and_query() -> None:
    word = "가나다라" * 30
    assert placed(word, f"{word}/NNP")[0] == (literal(word), 0) == (word[:LONGEST], 0)


def test_a_long_head_is_cut_into_pieces_that_overlap_by_half() -> None:
    word = "".join(map(chr, range(ord("가"), ord("가") + 150)))
    pieces = [words.letters_of(term) for term, _ in placed(word, f"{word}/NNP") if term[0] == HEAD]
    assert pieces == [word[at : at + LONGEST] for at in (0, 32, 64, 96)]
    assert not any(BORDERS in term for term, _ in placed(word, f"{word}/NNP"))


@pytest.mark.parametrize(("size", "pieces"), [(LONGEST, 0), (LONGEST + 1, 2), (96, 2), (97, 3)])
def test_so_many_pieces_has_a_head(size: int, pieces: int) -> None:
    word = "".join(map(chr, range(ord("가"), ord("가") + size)))
    assert sum(term[0] == HEAD for term, _ in placed(word, f"{word}/NNP")) == pieces


def test_a_noun_of_more_than_thirty_letters_ends_the_borders() -> None:
    long = "가나다" * 11
    assert placed(f"산{long}둑", f"산/NNG+{long}/NNG+둑/NNG")[-1] == (head(f"산{long}둑", 1), 0)
    assert placed(f"{long}둑", f"{long}/NNG+둑/NNG")[-1] == (head(f"{long}둑"), 0)


def test_a_long_verb_is_cut_alike_too() -> None:
    stem = "가나다라" * 20
    term = placed(stem, f"{stem}/VV")[0][0]
    assert terms.verbs(tokens(stem, f"{stem}/VV")) == (term,)
    assert len(term) == len(VERB) + LONGEST


def test_a_query_has_the_verbs_of_the_index() -> None:
    made = tokens("지정한 강소특구로", "지정/NNG+한/XSV", "강소/NNG+특구/NNG+로/JKB")
    assert terms.verbs(made) == (verb("지정한다"),)


def test_no_tokens_have_no_terms_and_no_words() -> None:
    assert occurrences(Tokens(), "") == []
    assert printed_words(Tokens(), "") == []
    assert terms.verbs(Tokens()) == ()


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
def test_terms_span_what_they_are_called(case: tuple[str, Tokens]) -> None:
    text, made = case
    for found in occurrences(made, text):
        cut = text[found.start : found.end].lower()
        assert found.term.startswith(VERB) or words.letters_of(found.term) == cut
        assert not found.term.startswith(VERB) or found.term == VERB + cut + "다"


@given(any_tokens())
def test_every_noun_of_a_head_is_a_term_where_the_head_stands(case: tuple[str, Tokens]) -> None:
    text, made = case
    found = occurrences(made, text)
    there = {(each.term, each.position) for each in found}
    for each in found:
        for start, end in words.nouns_of(each.term):
            assert (words.letters_of(each.term)[start:end], each.position) in there


@given(any_tokens())
def test_words_that_are_spaced_apart_are_joined_and_numbered_on(case: tuple[str, Tokens]) -> None:
    text, made = case
    found = printed_words(made, text)
    for before, after in pairwise(found):
        if before and after:
            between = text[before.start + len(before.printed) : after.start]
            assert after.joined == (between.strip() == "")


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
def test_a_compound_is_a_head_as_it_stands_however_kiwi_splits_it(kiwi: KiwiAnalyser, text: str, word: str) -> None:
    (analysed,) = kiwi.analyse([text])
    assert word in {found.printed[: found.head] for found in printed_words(analysed, text) if found}
    assert word in {words.letters_of(found.term) for found in occurrences(analysed, text)}


def test_the_noun_and_the_verb_of_one_stem_are_kept_apart(kiwi: KiwiAnalyser) -> None:
    text = "주민들이 터미널로 이동한다."
    (analysed,) = kiwi.analyse([text])
    assert {"이동", verb("이동하다")} <= {found.term for found in occurrences(analysed, text)}
    assert "이동하" not in {words.letters_of(found.term) for found in occurrences(analysed, text)}


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

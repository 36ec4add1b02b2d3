"""What a typed word stands for, as Kiwi reads it; and what must hold however it is read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.analysis.kiwi import KiwiAnalyser
from indexer.analysis.terms import LONGEST
from indexer.analysis.tokens import Tokens
from indexer.analysis.words import VERB
from indexer.query.reading import VOICES, Reading, readings
from tests.fakes import append, tokens_of


def read(*letters: str, verbs: str = "", looser: Reading | None = None) -> Reading:
    """`read("예산을", "예산")`; verbs in their dictionary form, with spaces between."""
    return Reading(letters, tuple(VERB + verb for verb in verbs.split()), looser)


def tokens(*rows: tuple[str, str]) -> Tokens:
    """(letters in the text, tag) of a text without spaces."""
    made, at = Tokens(), 0
    for form, tag in rows:
        append(made, (form, tag, at, at + len(form), 0, 0))
        at += len(form)
    return made


# --- nouns and their particles ---


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("강소특구", read("강소특구")),
        ("강소특구를", read("강소특구를", "강소특구")),
        ("강소특구에서는", read("강소특구에서는", "강소특구")),
        ("박덕흠은", read("박덕흠은", "박덕흠")),
        ("이동하가", read("이동하가", "이동하")),
        ("2019년에", read("2019년에", "2019년")),
        ("선수입니다", read("선수입니다", "선수")),
        ("회의", read("회의")),
    ],
)
def test_a_noun_is_read_with_and_without_its_particle(kiwi: KiwiAnalyser, typed: str, expected: Reading) -> None:
    assert by_kiwi(kiwi, typed) == (expected,)


def by_kiwi(kiwi: KiwiAnalyser, text: str) -> tuple[Reading, ...]:
    return readings(text, lambda piece: next(kiwi.analyse([piece])))


@pytest.mark.parametrize(
    "name", ["이고은", "이동하", "허성곤", "김하은", "표하은", "천수만", "교과", "나이", "열린가람당"]
)
def test_a_name_is_read_as_it_is_whatever_it_ends_with(kiwi: KiwiAnalyser, name: str) -> None:
    assert by_kiwi(kiwi, name) == (read(name),)


@pytest.mark.parametrize(("typed", "head"), [("매물도", "매물"), ("김포로", "김포"), ("둑을", "둑")])
def test_where_the_particle_may_end_a_name_only_the_looser_reading_is_without(
    kiwi: KiwiAnalyser, typed: str, head: str
) -> None:
    assert by_kiwi(kiwi, typed) == (read(typed, looser=read(typed, head)),)


@pytest.mark.parametrize("particle", ["은", "이", "가"])
def test_two_syllables_of_a_name_and_a_particle_may_be_a_persons_name(particle: str) -> None:
    def person(text: str) -> Tokens:
        return tokens(("김하", "NNP"), (particle, "JX"))

    def thing(text: str) -> Tokens:
        return tokens(("예산", "NNG"), (particle, "JX"))

    typed = "김하" + particle
    assert readings(typed, person) == (read(typed, looser=read(typed, "김하")),)
    assert readings("예산" + particle, thing) == (read("예산" + particle, "예산"),)


def test_the_copula_is_left_off_only_where_no_name_ends_so() -> None:
    assert readings("선수이다", lambda _: tokens(("선수", "NNG"), ("이", "VCP"), ("다", "EF"))) == (
        read("선수이다", "선수"),
    )
    assert readings("선수다", lambda _: tokens(("선수", "NNG"), ("다", "VCP"))) == (read("선수다"),)


# --- verbs ---


@pytest.mark.parametrize(
    ("typed", "verbs"),
    [
        ("열렸다", "열리다 열다"),
        ("열린", "열리다 열다"),
        ("열었다", "열다 열리다"),
        ("여는", "열다 열리다"),
        ("먹었다", "먹다"),
        ("먹고", "먹다"),
        ("뽑은", "뽑다 뽑히다"),
        ("바뀐", "바뀌다 바꾸다"),
        ("이동하다", "이동하다"),
        ("이동하는", "이동하다"),
        ("지정했다", "지정하다"),
        ("깨끗한", "깨끗하다"),
        ("아름다운", "아름답다"),
    ],
)
def test_a_verb_is_read_in_its_dictionary_form_and_its_other_voice(kiwi: KiwiAnalyser, typed: str, verbs: str) -> None:
    assert by_kiwi(kiwi, typed) == (read(typed, verbs=verbs),)


@pytest.mark.parametrize("typed", ["만들라", "해보면"])
def test_an_ending_that_names_have_is_a_verb_only_in_the_looser_reading(kiwi: KiwiAnalyser, typed: str) -> None:
    (found,) = by_kiwi(kiwi, typed)
    assert (found.letters, found.verbs) == ((typed,), ())
    assert found.looser
    assert found.looser.letters == (typed,)
    assert found.looser.verbs


@pytest.mark.parametrize("typed", ["연다", "높인다", "뽑는다", "먹습니다"])
def test_the_ending_of_headlines_is_a_plain_one(kiwi: KiwiAnalyser, typed: str) -> None:
    (found,) = by_kiwi(kiwi, typed)
    assert found.verbs


def test_a_noun_with_its_verb_is_never_the_noun_alone(kiwi: KiwiAnalyser) -> None:
    for typed in ("이동하다", "이동하는", "이동하며", "이동하"):
        (found,) = by_kiwi(kiwi, typed)
        assert "이동" not in found.letters


def test_voices_are_pairs() -> None:
    assert all(VOICES[other] == one for one, other in VOICES.items())
    assert VOICES[VERB + "열다"] == VERB + "열리다"


# --- several words, and none ---


def test_every_printed_word_has_a_reading(kiwi: KiwiAnalyser) -> None:
    assert by_kiwi(kiwi, "R&D예산을") == (read("r"), read("d예산을", "d예산"))
    assert by_kiwi(kiwi, "시·군·구") == (read("시"), read("군"), read("구"))
    assert by_kiwi(kiwi, "솔내천 둑을 쌓는") == (
        read("솔내천"),
        read("둑을", looser=read("둑을", "둑")),
        read("쌓는", verbs="쌓다 쌓이다"),
    )


@pytest.mark.parametrize("typed", ["에서", "까지", "…", "“”", ""])
def test_particles_and_signs_alone_have_none(kiwi: KiwiAnalyser, typed: str) -> None:
    assert by_kiwi(kiwi, typed) == ()


def test_a_particle_and_an_ending_may_be_a_name_too() -> None:
    assert readings("고은", lambda _: tokens(("고", "EC"), ("은", "ETM"))) == (read("고은"),)
    assert readings("고", lambda _: tokens(("고", "EC"))) == ()


def test_particles_beside_words_have_none() -> None:
    assert readings("소각장 에서 공람", tokens_of) == (read("소각장"), read("공람"))


def test_several_endings_may_be_a_name_that_kiwi_does_not_know() -> None:
    assert readings("이고은", lambda _: tokens(("이", "VCP"), ("고", "EC"), ("은", "ETM"))) == (read("이고은"),)


def test_a_word_is_as_long_as_terms_are() -> None:
    (found,) = readings("가" * 100 + "을", tokens_of)
    assert found.letters == ("가" * LONGEST, "가" * LONGEST)


@given(st.text(st.sampled_from("가나소각장을에서는은도로했다걷RD&1,·.“ "), max_size=20))
def test_every_reading_begins_with_what_was_typed(text: str) -> None:
    for found in readings(text, tokens_of):
        assert found.letters[0] in text.lower()
        assert all(found.letters[0].startswith(letters) and letters for letters in found.letters)
        assert all(verb.startswith(VERB) and verb.endswith("다") for verb in found.verbs)
        assert found.looser is None or found.looser.letters[0] == found.letters[0]
        assert found.looser is None or found.looser.looser is None

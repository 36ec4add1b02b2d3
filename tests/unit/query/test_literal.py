"""Where letters stand as printed, against the rules tried out on every place there is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.analysis.words import Word
from indexer.query import literal
from indexer.query.literal import SEVERAL, Standing

Words = Sequence[Word | None]


def written(text: str) -> list[Word | None]:
    """`나주|의 시장, 앞 / 끝`: a stroke between head and tail, a comma where the next word is not joined, a slash where
    sentences part."""
    found: list[Word | None] = []
    joined = False
    for item in text.split(" "):
        head, _, tail = item.removesuffix(",").partition("|")
        found.append(None if item == "/" else Word(head + tail, len(head), joined))
        joined = item != "/" and not item.endswith(",")
    return found


def pieces(text: str, letters: str) -> list[str]:
    """What is found, word by word."""
    words = written(text)
    return [shown(words, found) for found in literal.standing(words, letters)]


def shown(words: Words, found: Standing) -> str:
    here = [word.printed for word in words[found.first : found.last + 1] if word]
    here[-1] = here[-1][: found.end]
    here[0] = here[0][found.start :]
    return f"{found.kind}: {' '.join(here)}"


@pytest.mark.parametrize(
    ("text", "letters", "found"),
    [
        ("강소특구|를", "강소특구", ["whole: 강소특구"]),
        ("의료강소특구|를", "강소특구", ["inside: 강소특구"]),
        ("의료강소특구|를", "강소특구를", ["inside: 강소특구를"]),
        ("특구|를", "구를", []),
        ("29명|에게", "명에게", ["inside: 명에게"]),
        ("가나가나|가", "가나", ["inside: 가나", "inside: 가나"]),
        ("ktx", "kt", []),
        ("1,500원", "500", []),
        ("1,500원", "500원", []),
        ("2020도쿄", "도쿄", ["inside: 도쿄"]),
        ("시|는", "시", ["whole: 시"]),
        ("시장|은", "시", []),
        ("나주 시장|을", "나주시장", ["spaced: 나주 시장"]),
        ("나주|의 시장|을", "나주의시장을", ["spaced: 나주의 시장을"]),
        ("나주 옛 시장", "나주옛시장", ["spaced: 나주 옛 시장"]),
        ("나주, 시장", "나주시장", []),
        ("나주 / 시장", "나주시장", []),
        ("전남나주 시장", "나주시장", []),
        ("도 청", "도청", []),
        ("kt 위즈|는", "kt위즈", ["spaced: kt 위즈"]),
    ],
)
def test_letters_stand_in_words_and_across_them(text: str, letters: str, found: list[str]) -> None:
    assert pieces(text, letters) == found


def test_across_words_no_number_is_cut_at_its_comma() -> None:
    assert pieces("1,500원 지원", "500원지원") == []


# --- by trying every place ---

LETTERS = "가나다kx15"
PRINTED = st.builds(
    lambda head, tail, joined: Word(head + tail, len(head), joined),
    st.text(LETTERS, min_size=1, max_size=5) | st.sampled_from(["1,5", "1.5가", "가1,500나"]),
    st.sampled_from(["", "", "은", "에서"]),
    st.sampled_from([True, True, True, False]),
)
TEXTS = st.lists(st.none() | PRINTED | PRINTED | PRINTED, max_size=6)


@st.composite
def asked(draw: st.DrawFn) -> tuple[Words, str]:
    """Words, and letters that mostly stand somewhere in them."""
    words = draw(TEXTS)
    every = "".join(word.printed for word in words if word)
    if len(every) > 1 and draw(st.integers(0, 4)):
        start = draw(st.integers(0, len(every) - 1))
        return words, every[start : start + draw(st.integers(1, 7))]
    return words, draw(st.text(LETTERS + "은", min_size=1, max_size=4))


def cuts(text: str, at: int) -> bool:
    """Whether a number or a foreign word goes on there."""
    return any(found.start() < at < found.end() for found in re.finditer(r"[0-9]+(?:[,.][0-9]+)*|[a-z]+", text))


def kind(letter: str) -> str:
    return "digit" if letter.isdigit() else "latin" if "a" <= letter <= "z" else "other"


def starts_in(word: Word, letters: str) -> Iterator[int]:
    text, head = word.printed, word.head
    for start in range(head):
        end = start + len(letters)
        if text[start:end] == letters and not cuts(text, start) and not cuts(text, end):
            reaches = end > head
            alone = start == 0 or (len(letters) >= SEVERAL and kind(text[start - 1]) != kind(text[start]))
            if (len(letters) > 1 and (not reaches or alone or head - start > 1)) or (len(letters) == 1 and head == 1):
                yield start


def begins(word: Word, start: int) -> bool:
    """Whether letters that go on into the next word may begin there."""
    fresh = start == 0 or kind(word.printed[start - 1]) != kind(word.printed[start])
    return start == 0 or (word.head - start > 1 and fresh and not cuts(word.printed, start))


def ends(word: Word, end: int) -> bool:
    return end >= word.head or (end > 1 and kind(word.printed[end - 1]) == "other")


def places_across(words: Words, letters: str) -> Iterator[Standing]:
    for first, word in enumerate(words):
        for start in range(word.head if word else 0):
            for last in range(first + 1, len(words)):
                here = [each for each in words[first : last + 1] if each]
                if len(here) < last + 1 - first or not all(each.joined for each in here[1:]):
                    continue
                before = "".join(each.printed for each in here[:-1])[start:]
                end = len(letters) - len(before)
                spelled = 0 < end <= len(here[-1].printed) and before + here[-1].printed[:end] == letters
                if spelled and begins(here[0], start) and ends(here[-1], end) and len(letters) >= SEVERAL:
                    yield Standing(first, start, last, end, "spaced")


@settings(max_examples=1500)
@given(asked())
def test_letters_stand_wherever_the_rules_say_and_nowhere_else(case: tuple[Words, str]) -> None:
    words, letters = case
    expected = set(places_across(words, letters))
    for position, word in enumerate(words):
        for start in starts_in(word, letters) if word else ():
            whole = word is not None and (start, len(letters)) == (0, word.head)
            end = start + len(letters)
            expected.add(Standing(position, start, position, end, "whole" if whole else "inside"))
    found = list(literal.standing(words, letters))
    assert set(found) == expected
    assert len(found) == len(expected)


@given(asked())
def test_what_is_found_spells_the_letters(case: tuple[Words, str]) -> None:
    words, letters = case
    for found in literal.standing(words, letters):
        assert shown(words, found).partition(": ")[2].replace(" ", "") == letters


@pytest.mark.parametrize(
    ("text", "wanted", "there"),
    [
        ("특구|를 지정|했다", "특구를 지정", True),
        ("강소특구|를 지정|했다", "특구를 지정했다", True),
        ("특구|를, 지정|했다", "특구를 지정", False),
        ("특구|를 / 지정|했다", "특구를 지정", False),
        ("특구|를 지정|했다", "구를 지정", False),
        ("특구|를 새로 지정", "특구를 새로 지정", True),
        ("특구|를 새로이 지정", "특구를 새로 지정", False),
        ("제 15회", "제 1", False),
        ("특구|를 지정", "를 지정", False),
        ("강소특구|를", "특구", True),
        ("특구", "특구를", False),
    ],
)
def test_words_stand_exactly_as_printed(text: str, wanted: str, there: bool) -> None:
    assert bool(list(literal.printed(written(text), wanted.split()))) == there


def test_an_exact_place_has_its_first_and_its_last_letter() -> None:
    (found,) = literal.printed(written("앞 강소특구|를 지정|했다"), ["특구를", "지정"])
    assert found == Standing(1, 2, 2, 2, "whole")

"""The real analyser. One instance for all: loading it is the slow part."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from itertools import pairwise, repeat
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.analysis.gate import clean
from indexer.analysis.kiwi import CHUNK, KiwiAnalyser, chunks
from indexer.analysis.tokens import TAGS, TokenColumns, Tokens, pack, unpack
from indexer.errors import UnreadableDictionary

ARTICLE = """가람군이 의료기기 강소특구 지정에 힘을 쏟는다. 류경석 군수는 27일
“2015년까지 일자리 1만 개를 만들겠다”고 말했다.

군은 지난 2006년부터 14년간 의생명 기반을 닦았다. 은곡리 주민 140여 명은 😀 손뼉을 쳤다.
이동하 위원장은 “R&D 예산 1천억 원(작년 42억)은 어디로 갔나”라며 걸어갔다. 값싼 약속이었다!"""
FRAGMENTS = (
    *("가람군", "은 ", "걸어갔다", "값싼 ", "진행중이라며", "한다다", "했", "ᆫ", "1만5천 명", "ㅋㅋㅋ"),
    *(". ", "\n", "\n\n", " ", "“", "”", "…", "\ufffd", "0" * 70, "가" * 70, "신종 코로나바이러스 감염증"),
    *("😀", "𠀋", "👩\u200d🌾", "東京 ", "R&D", "\u1102\u119e라", "e\u0301", "ﬃ", "①"),
    *("https://a.example/b?c=d ", "#태그 ", "a@b.example "),
)
TEXTS = st.lists(st.sampled_from(FRAGMENTS) | st.text(max_size=5), max_size=30).map("".join).map(clean)


def analysed(kiwi: KiwiAnalyser, text: str) -> Tokens:
    (tokens,) = kiwi.analyse([text])
    return tokens


def rows(tokens: Tokens) -> list[tuple[str, str, int, int]]:
    return list(zip(tokens.forms, tokens.tags, tokens.starts, tokens.ends, strict=True))


def check(text: str, tokens: Tokens) -> None:
    """What the rest relies on, for any text."""
    columns = (tokens.tags, tokens.starts, tokens.ends, tokens.eojeols, tokens.sentences)
    assert {len(tokens)} == {len(column) for column in columns}
    for start, end in zip(tokens.starts, tokens.ends, strict=True):
        assert 0 <= start <= end <= len(text)
    for numbers in (tokens.eojeols, tokens.sentences):
        assert not numbers or numbers[0] == 0
        assert all(before <= after <= before + 1 for before, after in pairwise(numbers))
    assert all(form and "\n" not in form and " " not in form for form in tokens.forms)
    assert set(tokens.tags) <= set(TAGS)
    assert unpack(pack({"body": TokenColumns.of(tokens, text)}), {"body": text}) == {"body": tokens}


def test_offsets_cut_the_words_out_of_the_text(kiwi: KiwiAnalyser) -> None:
    tokens = analysed(kiwi, ARTICLE)
    check(ARTICLE, tokens)
    nouns = [(form, ARTICLE[start:end]) for form, tag, start, end in rows(tokens) if tag in ("NNG", "NNP", "SL", "SN")]
    assert len(nouns) > 30
    assert all(form == cut for form, cut in nouns)
    assert ("걸어가", "VV", ARTICLE.index("걸어갔다"), ARTICLE.index("걸어갔다") + 3) in rows(tokens)


def test_an_eojeol_holds_no_space_and_a_sentence_no_blank_line(kiwi: KiwiAnalyser) -> None:
    tokens = analysed(kiwi, ARTICLE)
    for numbers, between in ((tokens.eojeols, " "), (tokens.sentences, "\n")):
        for number in set(numbers):
            spans = [(s, e) for s, e, n in zip(tokens.starts, tokens.ends, numbers, strict=True) if n == number]
            assert between not in ARTICLE[min(s for s, _ in spans) : max(e for _, e in spans)]


def test_sentences_are_counted_through_paragraphs(kiwi: KiwiAnalyser) -> None:
    tokens = analysed(kiwi, ARTICLE)
    last = {text: tokens.sentences[tokens.starts.index(ARTICLE.index(text))] for text in ("가람군", "군은", "값싼")}
    assert last["가람군"] < last["군은"] < last["값싼"]


@settings(max_examples=60)
@given(texts=st.lists(TEXTS, max_size=5))
def test_any_text_can_be_analysed_and_its_tokens_stored(kiwi: KiwiAnalyser, texts: list[str]) -> None:
    found = list(kiwi.analyse(texts))
    assert len(found) == len(texts)
    for text, tokens in zip(texts, found, strict=True):
        check(text, tokens)


@settings(max_examples=60)
@given(text=TEXTS)
def test_words_and_lines_are_those_that_kiwi_counts(kiwi: KiwiAnalyser, text: str) -> None:
    """They are told from the text, which takes less time than to ask Kiwi."""
    (columns,) = kiwi.columns([text])
    tokens = columns.tokens()
    asked = [(chunk, token) for chunk, (_, piece) in enumerate(chunks(text)) for token in kiwi._load().tokenize(piece)]
    sentences = [(chunk, token.sent_position, token.line_number) for chunk, token in asked]
    eojeols = [(*where, token.word_position) for where, (_, token) in zip(sentences, asked, strict=True)]
    assert [a != b for a, b in pairwise(tokens.sentences)] == [a != b for a, b in pairwise(sentences)]
    assert [a != b for a, b in pairwise(tokens.eojeols)] == [a != b for a, b in pairwise(eojeols)]


def test_columns_are_the_same_tokens(kiwi: KiwiAnalyser) -> None:
    assert [columns.tokens() for columns in kiwi.columns([ARTICLE, ""])] == list(kiwi.analyse([ARTICLE, ""]))
    assert [columns.text for columns in kiwi.columns([ARTICLE, ""])] == [ARTICLE, ""]


@pytest.mark.parametrize("text", ["", " ", "\n", "\n\n \n"])
def test_a_text_without_words_has_no_tokens(kiwi: KiwiAnalyser, text: str) -> None:
    assert analysed(kiwi, text) == Tokens()
    around = list(kiwi.analyse(["앞 기사", text, "뒤 기사"]))
    assert [len(tokens) for tokens in around] == [2, 0, 2]


def test_no_texts_give_no_tokens(kiwi: KiwiAnalyser) -> None:
    assert list(kiwi.analyse([])) == []


def test_letters_beyond_the_basic_plane_count_as_one_character(kiwi: KiwiAnalyser) -> None:
    text = "😀𠀋 군수는 👩\u200d🌾 농부를 만났다"
    places = {form: (start, end) for form, _, start, end in rows(analysed(kiwi, text))}
    for word in ("군수", "농부"):
        start, end = places[word]
        assert text[start:end] == word


def test_words_of_a_name_that_kiwi_knows_whole_are_found_one_by_one(kiwi: KiwiAnalyser) -> None:
    text = "신종 코로나바이러스 감염증을 막는다"
    tokens = analysed(kiwi, text)
    assert {"신종", "감염증"} <= set(tokens.forms)
    assert tokens.eojeols[tokens.forms.index("을")] == tokens.eojeols[tokens.forms.index("감염증")]


def test_results_come_in_the_order_of_the_texts(kiwi: KiwiAnalyser) -> None:
    texts = ["가람군 " * (50 if number % 7 == 0 else 1) + f"{number}번" for number in range(200)]
    found = list(kiwi.analyse(texts))
    for number, tokens in enumerate(found):
        assert (str(number), "SN") in zip(tokens.forms, tokens.tags, strict=True)


def test_a_text_is_analysed_alike_whatever_is_analysed_beside_it(kiwi: KiwiAnalyser) -> None:
    texts = [ARTICLE, *ARTICLE.split(". "), "", "허성곤", "이동하", ARTICLE * 5]
    alone = [analysed(kiwi, text) for text in texts]
    assert list(kiwi.analyse(texts)) == alone
    assert list(kiwi.analyse(reversed(texts * 3))) == list(reversed(alone * 3))
    assert list(KiwiAnalyser(workers=1).analyse(texts)) == alone


def test_chunks_are_joined_with_their_offsets(kiwi: KiwiAnalyser) -> None:
    text = (ARTICLE + "\n\n") * 20
    assert len(text) > 3 * CHUNK
    tokens = analysed(kiwi, text)
    check(text, tokens)
    marked = [text[start:end] for form, _, start, end in rows(tokens) if form == "손뼉"]
    assert marked == ["손뼉"] * 20


@pytest.mark.parametrize("text", ["가" * 100_000, "a" * 100_000, "0" * 100_000, "😀" * 100_000, "ㅋ" * 100_000])
def test_a_letter_repeated_without_end_takes_no_time(kiwi: KiwiAnalyser, text: str) -> None:
    analysed(kiwi, "준비")
    started = time.perf_counter()
    tokens = analysed(kiwi, f"가람군 {text} 솔내천")
    assert time.perf_counter() - started < 5  # 26 s without care
    assert ("솔내천", len(text) + 5) in [(form, start) for form, _, start, _ in rows(tokens)][-2:]


def test_seventy_thousand_digits_do_not_overflow(kiwi: KiwiAnalyser) -> None:
    text = "1234567890" * 7_000
    check(text, analysed(kiwi, text))


def test_texts_are_read_as_needed_and_answers_come_early(kiwi: KiwiAnalyser) -> None:
    fed = 0

    def endless() -> Iterator[str]:
        nonlocal fed
        for text in repeat("가람군은 솔내천 둑을 높인다."):
            fed += 1
            yield text

    answers = kiwi.analyse(endless())
    farthest = 0
    for answered in range(200):
        next(answers)
        farthest = max(farthest, fed - answered)
    assert farthest <= 64


class Stopped(Exception):
    pass


@pytest.mark.parametrize("error", [Stopped, KeyboardInterrupt])
def test_what_goes_wrong_while_texts_are_read_comes_out(kiwi: KiwiAnalyser, error: type[BaseException]) -> None:
    def texts() -> Iterator[str]:
        yield from ["가람군"] * 5
        raise error

    with pytest.raises(error):
        list(kiwi.analyse(texts()))
    assert analysed(kiwi, "소각장").forms == ["소각장"]  # and the analyser is fit for use


def test_many_threads_share_one_analyser() -> None:
    fresh = KiwiAnalyser(workers=2)  # so that loading is raced for, too
    expected = [0] * 8
    found: dict[int, list[Tokens]] = {}

    def work(number: int) -> None:
        found[number] = list(fresh.analyse([ARTICLE, f"{number}번 기사"] * 3))

    threads = [threading.Thread(target=work, args=(number,)) for number in range(len(expected))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    assert sorted(found) == list(range(8))
    assert len({str(tokens[0]) for tokens in found.values()}) == 1
    assert all(str(number) in tokens[1].forms for number, tokens in found.items())


def test_the_version_names_what_decides_the_tokens() -> None:
    assert KiwiAnalyser().version == KiwiAnalyser(workers=1).version
    assert f"chunk{CHUNK}" in KiwiAnalyser().version
    assert len(KiwiAnalyser().version) <= 120  # the column


def test_kiwi_is_not_even_imported_before_the_first_text() -> None:
    code = (
        "import sys; from indexer.analysis.kiwi import KiwiAnalyser; a = KiwiAnalyser(); a.version;"
        "list(zip((), a.analyse(['가'])));"
        "sys.exit('kiwipiepy' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


# --- user words ---


def test_a_user_word_is_one_token_wherever_it_stands(kiwi: KiwiAnalyser) -> None:
    taught = KiwiAnalyser(1, lambda: {"고병원성": "NNG", "솔라시도": "NNP"})
    texts = ["호주에서 고병원성 조류인플루엔자가 나왔다.", "해남읍~솔라시도 도로", "고병원성 솔라시도기업도시"]
    found = [{(form, tag) for form, tag, *_ in rows(tokens)} for tokens in taught.analyse(texts)]
    assert [("고병원성", "NNG") in some for some in found] == [True, False, True]
    assert [("솔라시도", "NNP") in some for some in found] == [False, True, True]
    assert "병원" in analysed(kiwi, texts[0]).forms  # which is why it is in data/dictionaries


def test_user_words_are_asked_for_once_and_only_when_they_are_needed() -> None:
    asked: list[None] = []
    analyser = KiwiAnalyser(1, lambda: asked.append(None) or {"둠벙": "NNG"})  # type: ignore[func-returns-value]
    assert analyser.version
    assert asked == []
    assert analyser.words == {"둠벙": "NNG"}
    list(analyser.analyse(["둠벙을 팠다."]))
    assert len(asked) == 1


def test_a_mistake_in_the_user_words_is_told_before_anything_is_loaded() -> None:
    def mistaken() -> dict[str, str]:
        raise UnreadableDictionary(Path("a.tsv"), 3, "낱말이 비었습니다", "그 줄을 지우십시오")

    analyser = KiwiAnalyser(1, mistaken)
    with pytest.raises(UnreadableDictionary, match=r"a\.tsv:3: 낱말이 비었습니다"):
        next(analyser.analyse(["둠벙"]))
    assert analyser._kiwi is None

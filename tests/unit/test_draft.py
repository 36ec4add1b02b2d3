"""“Have we covered this?”: a draft against the archive."""

from __future__ import annotations

import gc
import logging
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer import ingest
from indexer.analysis.interface import Analyser
from indexer.analysis.kiwi import KiwiAnalyser
from indexer.archive import Archive
from indexer.archive.connect import sqlite_url
from indexer.engines.memory import MemoryEngine
from indexer.engines.whoosh_engine import WhooshEngine
from indexer.errors import InvalidRequest
from indexer.query.drafts import MOST_CHARACTERS, STANDINGS, DraftAnswer, DraftRequest
from indexer.search import Search
from indexer.sources import read_paths
from tests.fakes import PlainAnalyser, write_jsonl
from tests.fakes_stories import OTHER, OWN, RELEASE, edited, sentences

INVENTED = "달여울면 한별 씨는 가람보라 감자 6천4백 상자를 들머리 창고에서 판다."
ARTICLES: list[dict[str, Any]] = [
    {"id": "garam", "title": "마을도서관 문 연다", "body": RELEASE, "press": "가람일보", "date": "2021-03-02"},
    {
        "id": "solnae",
        "title": "정미소가 도서관으로",
        "body": edited("솔내신문", "한봄"),
        "press": "솔내신문",
        "date": "2021-03-01",
    },
    {"id": "own", "title": "국밥집 이순달 씨의 망치 소리", "body": OWN, "press": "솔내신문", "date": "2021-02-20"},
    {"id": "hail", "title": "하늘면 과수원 우박", "body": OTHER, "press": "가람일보", "date": "2020-06-01"},
    *(
        {"id": f"more-{n}", "title": f"마을 소식 {n}", "body": "장날 소식을 모았다.", "date": "2018-01-01"}
        for n in range(9)
    ),
]


def searching(folder: Path, analyser: Analyser) -> Search:
    """A press release in two papers, an article on the same matter, another one."""
    archive, engine = Archive(sqlite_url(folder / "archive.sqlite3")), MemoryEngine()
    path = write_jsonl(folder / "a.jsonl", ARTICLES)
    ingest.add(read_paths([path]), archive=archive, engine=engine, analyser=analyser)
    archive.close()  # its connections; it opens others when it is asked
    return Search(archive, engine, analyser)


@pytest.fixture(scope="module")
def search(tmp_path_factory: pytest.TempPathFactory, kiwi: KiwiAnalyser) -> Search:
    return searching(tmp_path_factory.mktemp("draft"), kiwi)


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Search:
    """The same, plainly analysed."""
    return searching(tmp_path_factory.mktemp("plain"), PlainAnalyser())


def ask(search: Search, text: str, **more: Any) -> DraftAnswer:
    return search.draft(DraftRequest(text=text, **more))


def standings(answer: DraftAnswer) -> list[str]:
    return [sentence.standing for sentence in answer.sentences]


def words_of(answer: DraftAnswer, spans: tuple[tuple[int, int], ...]) -> list[str]:
    return [answer.text[start:end] for start, end in spans]


# --- what is found ---


def test_every_print_of_the_same_text_is_found_and_comes_first(search: Search) -> None:
    answer = ask(search, RELEASE)
    assert [(copy.id, copy.whole) for copy in answer.copies] == [("garam", True), ("solnae", True)]
    assert answer.copies[0].sentences == len(sentences(RELEASE))


def test_an_article_with_some_of_the_sentences_is_told_from_one_with_the_whole_text(search: Search) -> None:
    answer = ask(search, f"{' '.join(sentences(OWN)[:3])} {' '.join(sentences(OTHER))} {INVENTED}")
    assert {(copy.id, copy.whole, copy.sentences) for copy in answer.copies} >= {("own", False, 3)}


def test_what_is_on_the_matter_is_related_and_says_by_which_words(search: Search) -> None:
    answer = ask(
        search, "골목에서 국밥을 파는 이순달 씨는 손님이 늘기를 바란다. 정미소 골목에는 책장과 의자가 들어섰다."
    )
    (related,) = answer.related
    assert related.id == "own"
    assert {"국밥", "이순달"} <= set(related.words)
    assert answer.copies == ()


def test_the_first_that_was_found_is_the_oldest_of_all(search: Search) -> None:
    first = ask(search, RELEASE).first
    assert first
    assert first.id == "solnae"


def test_only_the_chosen_newspapers_and_days_are_compared(search: Search) -> None:
    assert {copy.id for copy in ask(search, RELEASE, press=("가람일보",)).copies} == {"garam"}
    before = ask(search, RELEASE, last=date(2021, 3, 1))
    assert {copy.id for copy in before.copies} == {"solnae"}
    assert ask(search, RELEASE, first=date(2022, 1, 1)).copies == ()
    assert ask(search, RELEASE, press=("가람일보",)).articles == 2


# --- what is new ---


def test_copied_sentences_are_printed_and_invented_ones_new(search: Search) -> None:
    answer = ask(search, f"{RELEASE}\n{INVENTED}")
    assert standings(answer)[-1] == "new"
    assert standings(answer)[:-1] == ["printed"] * len(sentences(RELEASE))
    assert answer.sentences[-1].article == ""
    assert {one.id for one in answer.sources} <= {"garam", "solnae"}


def test_a_sentence_whose_number_was_changed_is_known_and_the_number_is_named(search: Search) -> None:
    changed = sentences(RELEASE)[2].replace("18억", "27억")
    answer = ask(search, f"{sentences(RELEASE)[1]} {changed}")
    assert standings(answer) == ["printed", "known"]
    assert words_of(answer, answer.sentences[1].missing) == ["27억"]
    assert answer.unseen == ("27억",)


def test_a_number_is_not_found_within_another_number(search: Search) -> None:
    answer = ask(search, sentences(RELEASE)[2].replace("18억", "8억"))
    assert standings(answer) == ["known"]


def test_a_sentence_of_the_same_names_in_other_words_is_known(search: Search) -> None:
    answer = ask(search, "솔내읍 정미소 건물은 1962년에 세운 목조 창고라고 한다.")
    assert standings(answer) == ["known"]


def test_a_sentence_with_nothing_to_tell_it_by_is_left_open(search: Search) -> None:
    assert standings(ask(search, "그는 그렇게 말했다.")) == ["open"]


def test_names_that_no_article_has_are_named_as_they_are_written(search: Search) -> None:
    answer = ask(search, f"{INVENTED} 이순달 씨도 왔다.")
    assert "달여울면" in answer.unseen
    assert not {"이순달", "씨"} & set(answer.unseen)
    assert "달여울면" in words_of(answer, answer.sentences[0].unseen)
    assert answer.unasked == 0


def test_numbers_that_are_too_many_to_look_up_are_counted(search: Search) -> None:
    answer = ask(search, " ".join(f"감자 {number}상자를 판다." for number in range(70_001, 70_081)))
    assert len(answer.unseen) == 60
    assert answer.unasked == 20


def test_a_name_first_stood_in_the_oldest_article_that_has_it(search: Search) -> None:
    names = {name.word: name for name in ask(search, f"김다온 가람군수는 하늘면 우체국을 보았다. {INVENTED}").names}
    assert (names["가람군수"].id, names["가람군수"].total) == ("solnae", 2)
    assert names["하늘면"].id == "hail"
    assert (names["달여울면"].id, names["달여울면"].total, names["달여울면"].published) == ("", 0, None)


# --- what is refused ---


@pytest.mark.parametrize("text", ["", "  \n\t ", "\x00\u200b\ufeff"])
def test_an_empty_text_is_refused(search: Search, text: str) -> None:
    with pytest.raises(InvalidRequest) as refused:
        ask(search, text)
    assert (refused.value.parameter, refused.value.code) == ("text", "empty")


def test_a_text_that_is_too_long_is_refused_with_its_length_and_without_its_words(search: Search) -> None:
    with pytest.raises(InvalidRequest, match="20,001자") as refused:
        ask(search, "가" * (MOST_CHARACTERS + 1))
    assert refused.value.code == "too_long"
    assert "가가" not in str(refused.value)


@pytest.mark.parametrize("nonsense", ["가나다" * 400, "가나다. " * 300, "가" * 1_000, "가나다라마바사아자\n" * 120])
def test_letters_over_and_over_are_refused_with_their_place_before_the_analyser_spends_seconds_on_them(
    search: Search, nonsense: str
) -> None:
    with pytest.raises(InvalidRequest, match="1,001번째 글자부터") as refused:
        ask(search, f"{RELEASE} {RELEASE} {RELEASE} {RELEASE}"[:1_000] + nonsense)
    assert refused.value.code == "repetitive"
    assert "가나" not in str(refused.value)


@pytest.mark.parametrize("table", ["1,234 5,678\n" * 200, "-" * 3_000, "가나 12,345,678 9,012,345\n" * 100])
def test_a_table_of_figures_is_no_repetition(search: Search, table: str) -> None:
    assert ask(search, f"{RELEASE}\n{table}").copies


def test_the_longest_text_is_answered(search: Search) -> None:
    text = "\n".join([RELEASE] * 99)[:MOST_CHARACTERS]
    assert ask(search, text).copies


@pytest.mark.parametrize("text", ["가", "🌾🌾🌾", "a" * 5_000, "<b>&amp;</b>", "12", "가" * 500, "\r\n".join("나다라")])
def test_odd_texts_are_answered(search: Search, text: str) -> None:
    answer = ask(search, text)
    assert answer.copies == ()
    assert set(standings(answer)) <= {"open", "new"}


def test_an_empty_archive_has_nothing_of_a_draft(archive: Archive, kiwi: KiwiAnalyser) -> None:
    engine = MemoryEngine()
    answer = ask(Search(archive, engine, kiwi), RELEASE)
    assert (answer.articles, answer.compared, answer.copies, answer.related) == (0, 0, (), ())
    assert set(standings(answer)) <= {"new", "open"}


@settings(max_examples=25)
@given(
    st.lists(
        st.sampled_from([*sentences(RELEASE), *sentences(OTHER), INVENTED, "<i>", "🌾 1.5%", "\n", "…"]), min_size=1
    )
)
def test_sentences_are_in_order_and_within_the_text_and_every_one_stands_somehow(
    plain: Search, pieces: list[str]
) -> None:
    text = " ".join(pieces)
    if not text.strip():
        return
    answer = ask(plain, text)
    edges = [edge for one in answer.sentences for edge in (one.start, one.end)]
    assert edges == sorted(edges)
    assert all(0 <= edge <= len(answer.text) for edge in edges)
    for one in answer.sentences:
        assert one.standing in STANDINGS
        assert bool(one.article) == (one.standing in ("printed", "known"))
        assert all(one.start <= start < end <= one.end for start, end in (*one.missing, *one.unseen))
    assert {one.id for one in answer.sources} == {one.article for one in answer.sentences if one.article}


# --- nothing is kept ---

BACKWARDS = ".다웠세 래몰 을탑석요흑 리짜원 만천7억99 은순길홍 자설누밀비 면울여달"
BACKWARDS_WORDS = ("자설누밀비", "순길홍", "탑석요흑")
"""Backwards, so that the text stands nowhere in memory before it is asked about."""


def in_memory(words: tuple[str, ...]) -> set[str]:
    """Those of the words that stand in a text that any object holds which Python can name."""
    gc.collect()
    holders = (holder for holder in gc.get_objects() if holder is not words)
    texts = (text for holder in holders for text in gc.get_referents(holder) if isinstance(text, str))
    return {word for text in texts for word in words if word in text}


def ask_in_secret(search: Search) -> bool:
    """Asks about the text, and lets go of it; whether it was understood."""
    answer = ask(search, f"{RELEASE}\n{BACKWARDS[::-1]}")
    return BACKWARDS_WORDS[1][::-1] in "".join(answer.unseen) and standings(answer)[-1] == "new"


def test_nothing_of_a_draft_stays_in_memory_on_the_disk_or_in_a_log(
    archive: Archive, tmp_path: Path, kiwi: KiwiAnalyser, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    engine = WhooshEngine(tmp_path / "data" / "index")
    path = write_jsonl(tmp_path / "a.jsonl", ARTICLES)
    ingest.add(read_paths([path]), archive=archive, engine=engine, analyser=kiwi)
    search = Search(archive, engine, kiwi)
    assert ask_in_secret(search)
    words = tuple(word[::-1] for word in BACKWARDS_WORDS)
    assert in_memory(words) == set()
    assert not any(word in caplog.text for word in words)
    written = [file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()]
    assert not any(word.encode() in data for data in written for word in words)
    engine.close()


def test_a_request_does_not_show_its_text() -> None:
    assert "이순달" not in repr(DraftRequest(text="이순달"))
    assert "이순달" not in f"{DraftRequest(text='이순달')}"

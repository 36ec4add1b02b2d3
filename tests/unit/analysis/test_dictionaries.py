"""User words: what a file may say, how a mistake is told, and which texts a word can change."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.analysis.dictionaries import TAGS, Finder, differing, read
from indexer.analysis.gate import clean
from indexer.analysis.kiwi import KiwiAnalyser
from indexer.errors import UnreadableDictionary
from indexer.settings import DEFAULT_DICTIONARIES

SYLLABLES = st.sampled_from("가각간갈감나낫다닥닦힣")
LETTERS = SYLLABLES | st.sampled_from("aA1·. \n")
WORDS = st.text(SYLLABLES | st.sampled_from("aA1"), min_size=2, max_size=4)


def written(folder: Path, text: str | bytes, name: str = "a.tsv") -> Path:
    (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


def refused(folder: Path) -> str:
    with pytest.raises(UnreadableDictionary) as error:
        read(folder)
    assert error.value.exit_code == 78
    return str(error.value)


# --- files ---


def test_words_are_read_with_their_tags_and_notes_are_for_people(tmp_path: Path) -> None:
    written(tmp_path, "# 우리 말\nword\ttag\tnote\n공선회\tNNG\t공동선별\t출하회\n\n솔라시도\tNNP\n", "a.tsv")
    written(tmp_path, "둠벙\tNNG\t\r\n# 끝\r\n", "b.tsv")
    written(tmp_path, "아무 말이나 쓴다", "README.md")
    assert read(tmp_path) == {"공선회": "NNG", "솔라시도": "NNP", "둠벙": "NNG"}


def test_a_folder_without_files_has_no_words(tmp_path: Path) -> None:
    assert read(tmp_path) == {}
    assert read(written(tmp_path, "")) == {}


def test_a_folder_that_is_not_there_is_told_with_the_setting_to_look_at(tmp_path: Path) -> None:
    message = refused(tmp_path / "없는 곳")
    assert "없는 곳: 사전 폴더가 없습니다. GISA_DICTIONARIES를 확인하십시오" in message


@pytest.mark.parametrize(
    ("line", "reason", "remedy"),
    [
        ("\tNNG\t", "낱말이 비었습니다", "그 줄을 지우십시오"),
        ("공선회", "품사가 없습니다", "NNG(일반 명사)"),
        ("공선회\tnng", "품사 ‘nng’", "NNP(고유 명사)"),
        ("걷다\tVV", "품사 ‘VV’를 모릅니다", "가운데 하나"),
        ("공선회 NNG", "빈칸이 있습니다", "탭 하나로"),
        ("공동 선별\tNNG", "빈칸이 있습니다", "붙여 쓴 낱말만"),
        ("공선회\u00a0\tNNG", "빈칸이 있습니다", "탭 하나로"),
        ("공\u200b선회\tNNG", "보이지 않는 글자", "새로 쳐 넣으십시오"),
        ("공\x07선회\tNNG", "보이지 않는 글자", "새로 쳐 넣으십시오"),
        ("\u1100\u1161\u1102\u1161\tNNG", "풀어 쓴 한글", "새로 쳐 넣으십시오"),
        ("공선회!\tNNG", "쓸 수 없는 글자", "한글 음절"),
        ("ㅋㅋ\tNNG", "쓸 수 없는 글자", "한글 음절"),
        ("둠\tNNG", "1자입니다", "2~30자"),
        ("둠" * 31 + "\tNNG", "31자입니다", "2~30자"),
        ("2019\tNNP", "숫자뿐입니다", "글자가 든 낱말"),
    ],
)
def test_a_wrong_line_is_told_by_file_line_reason_and_remedy(
    tmp_path: Path, line: str, reason: str, remedy: str
) -> None:
    message = refused(written(tmp_path, f"# 첫 줄\n공선회\tNNG\n{line}\n"))
    assert message.startswith(f"{tmp_path / 'a.tsv'}:3: ")
    assert reason in message
    assert remedy in message


def test_a_file_of_another_encoding_is_told_by_its_first_strange_line(tmp_path: Path) -> None:
    message = refused(written(tmp_path, b"# ascii\n" + "공선회\tNNG\n".encode("cp949")))
    assert "a.tsv:2: UTF-8이 아닙니다" in message


@pytest.mark.parametrize("mark", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_is_told(tmp_path: Path, mark: str) -> None:
    assert "a.tsv:1: 파일 맨 앞에 BOM이 있습니다" in refused(written(tmp_path, "공선회\tNNG\n".encode(mark)))


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.tsv").mkdir()
    assert "a.tsv: 읽을 수 없습니다" in refused(tmp_path)


def test_a_word_with_two_tags_is_told_with_both_places(tmp_path: Path) -> None:
    written(tmp_path, "둠벙\tNNG\n", "a.tsv")
    message = refused(written(tmp_path, "# 다른 파일\n둠벙\tNNP\n", "b.tsv"))
    assert "b.tsv:2: ‘둠벙’의 품사가 a.tsv:1에서는 NNG인데 여기서는 NNP입니다" in message


def test_a_word_said_twice_alike_is_said_once(tmp_path: Path) -> None:
    assert read(written(tmp_path, "둠벙\tNNG\n둠벙\tNNG\t못\n")) == {"둠벙": "NNG"}


@given(text=st.text(max_size=60) | st.lists(st.sampled_from(["둠벙", "\t", "NNG", "\n", "#", " "])).map("".join))
def test_whatever_a_file_says_it_gives_good_words_or_one_error(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    folder = tmp_path_factory.mktemp("사전")
    try:
        words = read(written(folder, text.encode("utf-8", "surrogatepass")))
    except UnreadableDictionary:
        return
    assert all(len(word) > 1 and word == clean(word) and tag in TAGS for word, tag in words.items())


def test_the_words_we_ship_are_good_and_each_says_why() -> None:
    words = read(DEFAULT_DICTIONARIES)
    assert len(words) > 900
    for file in DEFAULT_DICTIONARIES.glob("*.tsv"):
        for line in file.read_text("utf-8").splitlines():
            assert line.startswith("#") or len(line.split("\t")[2]) > 1, line


# --- what a change is ---


def test_added_removed_and_retagged_words_differ() -> None:
    before = {"둠벙": "NNG", "공선회": "NNG", "솔라시도": "NNP"}
    after = {"둠벙": "NNG", "공선회": "NNP", "둘레길": "NNG"}
    assert differing(before, after) == {"공선회", "솔라시도", "둘레길"}
    assert differing(before, dict(reversed(before.items()))) == set()


# --- which texts a word can change ---


def test_a_text_is_found_by_a_word_at_any_place() -> None:
    finder = Finder(["둠벙", "공선회", "KTX-이음"])
    assert all(finder.in_text(text) for text in ("둠벙", "곡성블루베리공선회장은", "\nKTX-이음을"))
    assert not any(finder.in_text(text) for text in ("", "둠", "둠 벙", "공선\n회", "ktx-이음", "공선"))


def test_a_final_under_the_last_syllable_may_be_a_particle() -> None:
    finder = Finder(["예타", "직불제", "둠벙"])
    assert all(finder.in_text(text) for text in ("예탄 통과했다", "직불젤", "둠벙"))
    assert not any(finder.in_text(text) for text in ("둠버", "옛타", "직불게"))


@given(words=st.sets(WORDS, min_size=1, max_size=4), text=st.text(LETTERS, max_size=12))
def test_texts_are_found_as_by_looking_for_each_word(words: set[str], text: str) -> None:
    def opened(letter: str) -> str:  # without its final
        return chr(ord(letter) - (ord(letter) - ord("가")) % 28) if "가" <= letter <= "힣" else letter

    def stands(word: str, at: int) -> bool:
        last = text[at + len(word) - 1 : at + len(word)]
        return text.startswith(word[:-1], at) and last != "" and (last == word[-1] or opened(last) == word[-1])

    expected = any(stands(word, at) for word in words for at in range(len(text)))
    assert Finder(words).in_text(text) == expected


SENTENCES = tuple(
    f"{before}{word}{after}"
    for word in ("솔내고", "솔내곤", "달여울", "솔내곰", "솔 내고", "솔내구", "KTX-이음", "ktx-이음", "솔내")
    for before in ("", "가람", "지난해 ")
    for after in ("", " 학생이 왔다.", "를 찾았다.", "에서", "ㅋㅋ", "동창회")
)


def test_kiwi_reads_a_text_without_the_words_as_before(kiwi: KiwiAnalyser) -> None:
    words = ("솔내고", "KTX-이음")
    finder = Finder(words)
    taught = KiwiAnalyser(1, lambda: dict.fromkeys(words, "NNP"))
    changed = [
        text
        for text, before, after in zip(SENTENCES, kiwi.analyse(SENTENCES), taught.analyse(SENTENCES), strict=True)
        if before != after
    ]
    assert len(changed) > 10
    assert all(map(finder.in_text, changed))

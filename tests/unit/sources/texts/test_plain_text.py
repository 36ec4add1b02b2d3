"""The reader of articles that were typed into a text file."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer.article import KST, Article, Found, Rejected
from indexer.sources import read_path
from indexer.sources.blob import Blob
from indexer.sources.texts.plain_text import PlainTextReader
from tests.unit.sources.pages import clock

CALM = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
ROOT = Path(__file__).parents[4]
BODY = "가람군은 26일 솔내읍 둑길에서 걷기대회를 연다고 밝혔다.\n\n참가비는 없다. 군은 안전 요원 20명을 둔다.\n"
TEXT = f"""둑길 걷기대회 26일 연다
솔내읍 주민 300명 참가
박서연 기자 sy@garamilbo.example
입력 2019.03.27 23:00

{BODY}"""


def read(text: str) -> Found | Rejected:
    (item,) = PlainTextReader(clock=clock).read(Blob.of_bytes(text.encode(), "가람.txt"))
    return item


def article(text: str) -> Article:
    assert PlainTextReader().recognises(text.encode())
    item = read(text)
    assert isinstance(item, Found), item
    return item.article


def test_a_typed_article_is_found_by_its_content(tmp_path: Path) -> None:
    text = f"둑길 걷기대회\n글=박서연\n2019-03-27\n\n{BODY}"
    (tmp_path / "a").write_bytes(text.encode("cp949"))
    (file,) = read_path(tmp_path)
    (item,) = file.items
    assert isinstance(item, Found)
    assert (file.kind, item.article.title, item.article.reporters) == ("plain_text", "둑길 걷기대회", ("박서연",))


def test_title_second_headline_byline_and_date_are_told_apart() -> None:
    found = article(TEXT)
    assert (found.title, found.subtitle) == ("둑길 걷기대회 26일 연다", "솔내읍 주민 300명 참가")
    assert (found.reporters, found.extra["emails"]) == (("박서연",), ["sy@garamilbo.example"])
    assert found.published == datetime(2019, 3, 27, 23, 0, tzinfo=KST)
    assert found.body == BODY.strip()
    assert not found.excerpt


@pytest.mark.parametrize(
    "line",
    [
        "2019-03-27 23:00",
        "2019년 3월 27일 (수) 오후 11시",
        "입력 : 2019.03.27 23:00",
        "승인일시: 2019-03-27 23:00:00",
        "수정 2019.03.28 09:10 / 입력 2019.03.27 23:00",
        "박서연 기자 | 입력 2019.03.27 23:00 | 수정 2019.03.28 09:10",
        "신문: 가람일보\n섹션: 문화\n등록 2019.03.27 23:00",
    ],
)
def test_the_date_is_found_however_it_is_labelled(line: str) -> None:
    found = article(f"둑길 걷기대회 26일 연다\n\n{line}\n\n{BODY}")
    assert found.published == datetime(2019, 3, 27, 23, 0, tzinfo=KST)
    assert found.body == BODY.strip()
    assert found.extra.get("수정", "2019-03-28T09:10:00+09:00") == "2019-03-28T09:10:00+09:00"
    assert found.press == ("가람일보" if "신문" in line else "")


@pytest.mark.parametrize("date", ["2019-02-30", "2099-01-01", "1783.01.01"])
def test_an_impossible_date_is_refused_with_its_line(date: str) -> None:
    item = read(f"둑길 걷기대회\n입력 {date}\n\n{BODY}")
    assert isinstance(item, Rejected)
    assert "날짜를 읽지 못했습니다" in item.reason
    assert item.line == 2


def test_lines_that_an_editor_wrapped_are_one_paragraph() -> None:
    wrapped = "가람군은 26일 솔내읍\n둑길에서 걷기대회를\n연다고 밝혔다.\n\n참가비는\n없다고 했다."
    assert article(f"[사설] 둑길\n2019-03-27\n\n{wrapped}").body == (
        "가람군은 26일 솔내읍 둑길에서 걷기대회를 연다고 밝혔다.\n\n참가비는 없다고 했다."
    )


@pytest.mark.parametrize(
    "text",
    [
        f"# 둑길\n2019-03-27\n\n{BODY}",
        f"둑길\n\n{BODY}",
        f"2019-03-27\n\n{BODY}",
        f"둑길 {'가' * 200}\n2019-03-27\n\n{BODY}",
        f"dike\n2019-03-27\n\n{BODY}",
        "둑길\n2019-03-27\n",
        "둑길\n2019-03-27\n\n- 회의\n- 점심\n",
        "변경 기록\n2019-03-27\n\nfix: the indexer wrote 둑 twice; see #7 for why this mattered.\n",
        f"둑길\n{'줄' * 300}\n2019-03-27\n\n{BODY}",
        f"둑,물\n2019-03-27,1\n\n{BODY}",
        f"<p>둑길</p>\n2019-03-27\n\n{BODY}",
        "def 둑():\n    # 2019-03-27\n\n    return 물  # 높인다.\n",
        "",
    ],
)
def test_notes_source_and_readmes_are_no_articles(text: str) -> None:
    assert not PlainTextReader().recognises(text.encode())


def test_no_file_of_the_project_is_taken_for_an_article() -> None:
    reader = PlainTextReader()
    files = [path for end in ("*.md", "*.py", "*.txt", "*.toml") for path in ROOT.glob(f"*/{end}")] + [
        *ROOT.glob("*.*")
    ]
    assert len(files) > 20
    assert [path for path in files if path.is_file() and reader.recognises(path.read_bytes()[: 1 << 16])] == []


@CALM
@given(data=st.binary() | st.text().map(lambda text: f"둑\n2019-03-27\n\n{text}".encode("utf-8", "replace")))
def test_no_bytes_make_the_reader_raise(data: bytes) -> None:
    PlainTextReader().recognises(data)
    (item,) = PlainTextReader(clock=clock).read(Blob.of_bytes(data, "가람.txt"))
    assert isinstance(item, (Found, Rejected))


@pytest.mark.parametrize("stuff", [" ", "\n", "입력 ", "입력", "a\t", "| ", "기자 ", ".", "a@b", "2019"])
def test_hostile_heads_take_no_time(stuff: str) -> None:
    text = f"둑\n{stuff * (90_000 // len(stuff))}\n2019-03-27\n\n{BODY}"
    PlainTextReader().recognises(text.encode())
    assert isinstance(read(text), (Found, Rejected))
    PlainTextReader().recognises((f"둑{stuff * (1 << 14)}\n2019-03-27\n\n" + BODY).encode())

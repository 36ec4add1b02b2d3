"""The JSONL reader: every line is its own result."""

from __future__ import annotations

import json
import sys
import tracemalloc
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import pytest

from indexer.article import KST, Article, Found, Rejected
from indexer.sources import identity
from indexer.sources.blob import Blob
from indexer.sources.json_lines.reader import LINE_LIMIT, NESTING_LIMIT, JsonlReader
from indexer.sources.lines import split_lines
from tests.unit.sources.pages import clock

TWO = '{"title": "둑 높인다"}\n{"title": "물 찼다"}\n'


def read(tmp_path: Path, data: str | bytes) -> list[Found | Rejected]:
    path = tmp_path / "기사.jsonl"
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return list(JsonlReader(clock=clock).read(Blob.of_file(path)))


def article_of(tmp_path: Path, record: Mapping[str, object]) -> Article:
    (item,) = read(tmp_path, json.dumps(record))
    assert isinstance(item, Found), item
    return item.article


def refusal_of(tmp_path: Path, line: str) -> Rejected:
    """Why a line between two good ones is refused."""
    first, item, last = read(tmp_path, '{"title": "앞"}\n' + line + '\n{"title": "뒤"}')
    assert isinstance(item, Rejected), item
    assert isinstance(first, Found)
    assert isinstance(last, Found)
    assert (item.line, last.line) == (2, 3)
    return item


def lines_of(items: list[Found | Rejected]) -> list[tuple[type, int | None]]:
    return [(type(item), item.line) for item in items]


# --- fields ---


def test_every_field_is_read(tmp_path: Path) -> None:
    article = article_of(
        tmp_path,
        {
            "id": "g-1",
            "title": "둑 높인다",
            "subtitle": "3년\n396억",
            "body": "첫 문단.\n\n둘째.",
            "date": "2013.10.25 11:05",
            "press": "솔내신문",
            "section": "지역",
            "region": "가람군",
            "reporter": "최여울·오민재 기자",
            "url": " https://x.example/1 ",
            "captions": ["둑", "물"],
            "fetched": "2024-03-01T06:40:00Z",
            "licence": {"kind": ["공공누리", 1]},
        },
    )
    assert article == Article(
        id="g-1",
        title="둑 높인다",
        subtitle="3년\n396억",
        body="첫 문단.\n\n둘째.",
        captions=("둑", "물"),
        press="솔내신문",
        section="지역",
        region="가람군",
        reporters=("최여울", "오민재"),
        published=datetime(2013, 10, 25, 11, 5, tzinfo=KST),
        fetched=datetime(2024, 3, 1, 15, 40, tzinfo=KST),
        url="https://x.example/1",
        extra={"licence": {"kind": ["공공누리", 1]}, "byline": "최여울·오민재 기자"},
    )


def test_fields_have_aliases(tmp_path: Path) -> None:
    record = {
        "_id": "g-1",
        "text": "본문",
        "published": "2013-10-25",
        "caption": "둑\n물",
        "reporters": ["최여울 기자"],
    }
    article = article_of(tmp_path, record)
    assert (article.id, article.body, article.captions, article.reporters) == ("g-1", "본문", ("둑", "물"), ("최여울",))
    assert article.published == datetime(2013, 10, 25, tzinfo=KST)


def test_an_alias_beside_its_field_is_kept_as_unknown(tmp_path: Path) -> None:
    article = article_of(tmp_path, {"body": "본문", "text": "다른 글", "byline": "그대로", "reporter": "최여울 기자"})
    assert (article.body, article.extra) == ("본문", {"text": "다른 글", "byline": "그대로"})
    assert article_of(tmp_path, {"body": None, "text": "글"}).body == "글"


@pytest.mark.parametrize("record", [{"title": "제목"}, {"body": "본문"}, {"text": "본문", "title": None, "date": ""}])
def test_a_title_or_a_body_is_enough(tmp_path: Path, record: dict[str, object]) -> None:
    article = article_of(tmp_path, record)
    assert (article.published, article.url, article.reporters, article.extra) == (None, None, (), {})


@pytest.mark.parametrize(("given", "kept"), [(17, "17"), ("0017", "0017"), (" a ", " a "), ("", ""), (None, "")])
def test_an_id_is_kept_exactly(tmp_path: Path, given: object, kept: str) -> None:
    article = article_of(tmp_path, {"id": given, "title": "제목"})
    assert article.id == kept
    assert identity(article) == kept or identity(article).startswith("text-")


def test_a_date_without_quotes_is_a_date(tmp_path: Path) -> None:
    assert article_of(tmp_path, {"title": "제목", "date": 20131025}).published == datetime(2013, 10, 25, tzinfo=KST)


def test_a_crawl_time_that_cannot_be_read_loses_no_article(tmp_path: Path) -> None:
    article = article_of(tmp_path, {"title": "제목", "fetched": "어제"})
    assert (article.fetched, article.extra) == (None, {"fetched": "어제"})


def test_a_lone_surrogate_is_left_to_the_gate(tmp_path: Path) -> None:
    (item,) = read(tmp_path, r'{"title": "\ud800 제목", "body": "\ud83d\ude00"}')
    assert isinstance(item, Found)
    assert (item.article.title, item.article.body) == ("\ud800 제목", "😀")
    assert identity(item.article).startswith("text-")


# --- lines ---


def test_broken_json_on_line_three_costs_line_three(tmp_path: Path) -> None:
    items = read(tmp_path, TWO + '{"title": "넘쳤다", }\n' + TWO)
    assert lines_of(items) == [(Found, 1), (Found, 2), (Rejected, 3), (Found, 4), (Found, 5)]
    broken = items[2]
    assert isinstance(broken, Rejected)
    assert broken.place == f"{tmp_path / '기사.jsonl'}:3"
    assert broken.reason.startswith("JSON이 깨졌습니다: ")
    assert "번째 글자" in broken.reason
    assert broken.excerpt == '{"title": "넘쳤다", }'


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('{"title" "둑"}', "10번째 글자에서 쌍점(:)이 있어야 합니다"),
        ('{"title": "둑" "body": 1}', "15번째 글자에서 쉼표(,)나 닫는 괄호가 있어야 합니다"),
        ('{"title": "둑}', "11번째 글자에서 여기서 열린 따옴표가 닫히지 않았습니다"),
        ('{"title": }', "11번째 글자에서 값이 있어야 합니다"),
        ('{"title": "둑"} {}', "16번째 글자에서 객체가 끝난 뒤에 다른 글이 더 있습니다"),
        (r'{"title": "\x"}', "역슬래시"),
        ('["둑"]', "객체가 아니라 목록입니다"),
        ('"둑"', "객체가 아니라 글입니다"),
        ("null", "객체가 아니라 null입니다"),
        ("{}", "제목(title)도 본문(body)도 없습니다"),
        ('{"title": " "}', "제목(title)도 본문(body)도 없습니다"),
        ('{"title": "둑", "title": "물"}', "‘title’ 필드가 두 번"),
        ('{"title": "둑", "더": {"a": 1, "a": 1}}', "‘a’ 필드가 두 번"),
        ('{"title": "둑", "n": NaN}', "NaN은 JSON의 값이 아닙니다"),
        ('{"title": "둑", "n": -Infinity}', "-Infinity"),
        ('{"title": "둑", "n": 1e999}', "너무 큰 숫자"),
        ('{"title": 3}', "‘title’ 필드는 글이어야 하는데 숫자입니다"),
        ('{"title": "둑", "text": ["문단"]}', "‘text’ 필드는 글이어야 하는데 목록입니다"),
        ('{"title": "둑", "press": {}}', "‘press’ 필드는 글이어야 하는데 객체입니다"),
        ('{"title": "둑", "id": true}', "‘id’ 필드는 글이나 숫자이어야 하는데 참·거짓입니다"),
        ('{"title": "둑", "_id": "a\\nb"}', "‘_id’ 필드는 줄바꿈"),
        ('{"title": "둑", "captions": [1]}', "‘captions’ 필드는 글이나 글의 목록이어야 하는데 목록입니다"),
        ('{"title": "둑", "reporters": 1}', "‘reporters’ 필드는 글이나 글의 목록이어야 하는데 숫자입니다"),
        ('{"title": "둑", "date": []}', "‘date’ 필드는"),
        ('{"title": "둑", "date": "2019-02-30"}', "‘date’ 필드의 날짜를 읽지 못했습니다: 2019-02-30은 없는 날짜입니다"),
        (
            '{"title": "둑", "published": "봄"}',
            "‘published’ 필드의 날짜를 읽지 못했습니다: 읽을 수 있는 날짜가 아닙니다",
        ),
        ('{"title": "둑", "a": ' + "[" * 100_000 + "]" * 100_000 + "}", "너무 깊이"),
        ('{"title": "둑", "a": ' + "[" * NESTING_LIMIT + "]" * NESTING_LIMIT + "}", "너무 깊이"),
    ],
)
def test_a_line_is_refused_with_its_reason(tmp_path: Path, line: str, reason: str) -> None:
    assert reason in refusal_of(tmp_path, line).reason


@pytest.mark.skipif(not hasattr(sys, "get_int_max_str_digits"), reason="this Python reads integers of any length")
def test_a_number_of_thousands_of_digits_is_refused(tmp_path: Path) -> None:
    assert "자릿수" in refusal_of(tmp_path, '{"title": "둑", "n": ' + "9" * 5000 + "}").reason


def test_blank_lines_are_no_lines_but_are_counted_through(tmp_path: Path) -> None:
    items = read(tmp_path, '\n{"title": "둑"}\n \t\n\r\n{"title": "물"}\n\n')
    assert lines_of(items) == [(Found, 2), (Found, 5)]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949", "utf-16"])
def test_newlines_and_encodings_make_no_difference(tmp_path: Path, newline: str, encoding: str) -> None:
    items = read(tmp_path, TWO.replace("\n", newline).encode(encoding))
    assert [item.article.title for item in items if isinstance(item, Found)] == ["둑 높인다", "물 찼다"]
    assert lines_of(items) == [(Found, 1), (Found, 2)]


def test_tabs_inside_a_string_are_forgiven(tmp_path: Path) -> None:
    (item,) = read(tmp_path, '{"title": "둑\t높인다"}')
    assert isinstance(item, Found)


@pytest.mark.parametrize("spoilt", [b"\xff", b"\xb0\xa1", b"\xea\xb0"])
def test_a_spoilt_line_of_utf8_costs_that_line(tmp_path: Path, spoilt: bytes) -> None:
    items = read(tmp_path, TWO.encode() + b'{"title": "' + spoilt + b'"}\n' + TWO.encode())
    assert [type(item) for item in items] == [Found, Found, Rejected, Found, Found]
    broken = items[2]
    assert isinstance(broken, Rejected)
    assert "12번째 바이트부터 UTF-8로 읽히지 않습니다" in broken.reason


def test_a_spoilt_line_of_cp949_costs_that_line(tmp_path: Path) -> None:
    items = read(tmp_path, TWO.encode("cp949") + b'{"title": "\xff"}\n')
    assert lines_of(items) == [(Found, 1), (Found, 2), (Rejected, 3)]


def test_of_two_lines_in_two_encodings_utf8_is_believed(tmp_path: Path) -> None:
    items = read(tmp_path, '{"title": "둑"}\n'.encode() + '{"title": "둑"}\n'.encode("cp949"))
    assert lines_of(items) == [(Found, 1), (Rejected, 2)]


def test_utf16_cut_in_the_middle_costs_the_last_line(tmp_path: Path) -> None:
    items = read(tmp_path, TWO.strip().encode("utf-16") + b"\x00")
    assert lines_of(items) == [(Found, 1), (Rejected, 2)]


def test_a_line_too_long_is_refused_and_the_next_is_read(tmp_path: Path) -> None:
    long = '{"title": "' + "가" * (LINE_LIMIT // 3) + '"}'
    refused = refusal_of(tmp_path, long)
    assert "줄이 너무 깁니다(16 MB 초과)" in refused.reason


def test_a_line_without_end_is_not_held() -> None:
    tracemalloc.start()
    lines = list(split_lines((b"x" * (1 << 16) for _ in range(500)), limit=1 << 18))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert lines == [None]
    assert peak < 1 << 20


def test_memory_stays_flat_whatever_the_size_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "큰.jsonl"
    line = json.dumps({"title": "둑", "body": "물이 찼다. " * 400}, ensure_ascii=False) + "\n"
    path.write_text(line * 5000, encoding="utf-8")
    tracemalloc.start()
    count = sum(1 for _ in JsonlReader(clock=clock).read(Blob.of_file(path)))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 5000
    assert path.stat().st_size > 28 << 20
    assert peak < 8 << 20


# --- documents ---


@pytest.mark.parametrize(
    "text",
    [
        json.dumps({"title": "둑", "body": "물"}, indent=2),
        json.dumps([{"title": "둑"}, {"title": "물"}], indent=2),
        '[\n{"title": "둑"},\n{"title": "물"}\n]',
        '[{"title": "둑"},\n {"title": "물"}]',
        '{"title": "둑",\n "body": "물"}',
    ],
)
def test_json_over_several_lines_is_refused_once(tmp_path: Path, text: str) -> None:
    (item,) = read(tmp_path, text)
    assert isinstance(item, Rejected)
    assert "여러 줄에 걸친 JSON" in item.reason
    assert "한 줄에 기사 객체 하나" in item.reason


@pytest.mark.parametrize("first", ['{"title": "둑",', '{"title":', '{"title": "둑"', "이것은 JSON이 아니다"])
def test_a_broken_first_line_is_only_a_broken_line(tmp_path: Path, first: str) -> None:
    items = read(tmp_path, first + "\n" + TWO)
    assert lines_of(items) == [(Rejected, 1), (Found, 2), (Found, 3)]


@pytest.mark.parametrize("text", [TWO, "\ufeff" + TWO, "\n\n" + TWO, "{\n", "[\n", "깨진 줄\n" + TWO, '{"title'])
def test_jsonl_is_recognised_by_its_first_lines(text: str) -> None:
    assert JsonlReader().recognises(text.encode())


@pytest.mark.parametrize(
    "text", ["", "[속보] 둑 높인다\n", "{{제목}}\n", "설정\n{ 값 }\n", '둑\n물\n{"title": "둑"}\n']
)
def test_other_texts_are_not_taken_for_jsonl(text: str) -> None:
    assert not JsonlReader().recognises(text.encode())

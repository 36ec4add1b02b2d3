"""Tables that were made to hurt, and tables that are only broken."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from indexer.article import Found, Rejected
from indexer.sources.detect import describe, detect
from indexer.sources.table import delimited
from tests.unit.sources.table.sheets import as_csv, raw_xlsx, read, refusal_of, xlsx

ROOT = Path(__file__).parents[4]
HEAD = '<row r="1"><c r="A1" t="inlineStr"><is><t>제목</t></is></c></row>'


def _cell(text: str, place: str = "A2", number: str = "2") -> str:
    return f'<row r="{number}"><c r="{place}" t="inlineStr"><is><t>{text}</t></is></c></row>'


def _sheet(rows: str, before: str = "") -> str:
    return f"{before}<worksheet><sheetData>{rows}</sheetData></worksheet>"


BOMBS = {
    "blanks": raw_xlsx(_sheet(HEAD + " " * 50_000_000)),
    "a cell": raw_xlsx(_sheet(HEAD + _cell("가" * 30_000_000))),
    "rows": raw_xlsx(_sheet(HEAD + '<row r="2"/>' * 5_000_000)),
    "tags in tags": raw_xlsx(_sheet(HEAD + "<x>" * 200_000)),
    "cells in cells": raw_xlsx(_sheet(HEAD + "<row>" + "<c>" * 200_000)),
    "strings": raw_xlsx(_sheet(HEAD), "<sst>" + "<si><t>가</t></si>" * 3_000_000 + "</sst>"),
    "names of tags": raw_xlsx(_sheet(HEAD + "".join(f"<a{number}/>" for number in range(300_000)))),
    "a tag without an end": raw_xlsx(_sheet(HEAD + "<c " + "r " * 3_000_000)),
    "entities": raw_xlsx(
        _sheet(
            HEAD + _cell("&i;"),
            "<!DOCTYPE x [<!ENTITY a '가나다라'>"
            + "".join(f"<!ENTITY {b} '{f'&{a};' * 20}'>" for a, b in zip("abcdefgh", "bcdefghi", strict=True))
            + "]>",
        )
    ),
    "a file of the computer": raw_xlsx(_sheet(HEAD + _cell("&a;"), '<!DOCTYPE x [<!ENTITY a SYSTEM "/etc/hosts">]>')),
}


def test_bombs_are_rejected_with_what_to_do_in_bounded_memory(tmp_path: Path) -> None:
    for name, bomb in BOMBS.items():
        (tmp_path / f"{name}.xlsx").write_bytes(bomb)
    program = (
        "import sys, time\n"
        "from pathlib import Path\n"
        "from indexer.article import Rejected\n"
        "from indexer.sources import read_path\n"
        "from tests.peak import peak_megabytes\n"
        "for file in read_path(Path(sys.argv[1])):\n"
        "    began = time.process_time()\n"
        "    refused = [item.reason for item in file.items if isinstance(item, Rejected)]\n"
        "    assert len(refused) == 1 and refused[0].endswith('십시오.'), (file.place, refused)\n"
        "    assert time.process_time() - began < 20, file.place  # no measurement: it must not hang\n"
        "print(peak_megabytes())\n"
    )
    command = [sys.executable, "-X", "utf8", "-c", program, str(tmp_path)]
    run = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert run.returncode == 0, run.stderr
    assert int(run.stdout) < 512


def test_cells_as_far_apart_as_can_be_are_only_two_cells() -> None:
    far = raw_xlsx(_sheet(HEAD + _cell("은곡") + _cell("멀리", "XFD1048576", "1048576")), "")
    items = read(far)
    assert [item.line for item in items] == [2, 1_048_576]
    assert isinstance(items[1], Rejected)
    lying = raw_xlsx(
        f'<worksheet><dimension ref="A1:XFD1048576"/><sheetData>{HEAD}{_cell("은곡")}</sheetData></worksheet>'
    )
    assert len(read(lying)) == 1
    small = raw_xlsx(f'<worksheet><dimension ref="A1"/><sheetData>{HEAD}{_cell("은곡")}</sheetData></worksheet>')
    assert read(small) == read(lying)
    beyond = raw_xlsx(_sheet(HEAD + _cell("은곡", "ZZZ2")))
    assert "깨졌습니다" in refusal_of(beyond).reason


def test_one_string_that_a_million_cells_share_is_held_once() -> None:
    long = "가" * 30_000
    cells = "".join(f'<row r="{row}"><c r="B{row}" t="s"><v>0</v></c></row>' for row in range(2, 20_002))
    items = read(raw_xlsx(_sheet(HEAD + cells), f"<sst><si><t>{long}</t></si></sst>"))
    assert len(items) == 20_000


def test_prefixes_of_names_and_cells_without_places_are_read() -> None:
    sheet = (
        '<x:worksheet xmlns:x="x"><x:sheetData><x:row><x:c t="inlineStr"><x:is><x:t>제목</x:t></x:is></x:c></x:row>'
        '<x:row><x:c t="inlineStr"><x:is><x:r><x:t>은</x:t></x:r><x:rPh><x:t>음</x:t></x:rPh><x:r><x:t>곡</x:t></x:r>'
        "</x:is></x:c></x:row></x:sheetData></x:worksheet>"
    )
    (item,) = read(raw_xlsx(sheet))
    assert isinstance(item, Found)
    assert (item.article.title, item.line) == ("은곡", 2)


def test_a_workbook_cut_short_or_damaged_says_so() -> None:
    whole = xlsx([["제목", "본문"], *(["은곡", f"{number}번째 기사"] for number in range(500))])
    for data in (whole[: len(whole) // 2], whole[:-30], whole[:900] + bytes(300) + whole[1_200:]):
        assert any(isinstance(item, Rejected) and "깨졌습니다" in item.reason for item in read(data))
    assert "통합 문서가 없습니다" in refusal_of(_zip({"[Content_Types].xml": "", "xl/x.xml": ""})).reason
    other = _zip({"[Content_Types].xml": "<Types/>", "xl/workbook.bin": "x"})
    assert isinstance(refusal_of(other), Rejected)


def test_too_many_parts_are_not_even_listed() -> None:
    many = _zip({"[Content_Types].xml": "", **{f"xl/{number}": "" for number in range(10_001)}})
    assert "너무 많습니다" in refusal_of(many).reason


def _zip(parts: dict[str, str]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as packed:
        for name, text in parts.items():
            packed.writestr(name, text)
    return made.getvalue()


def test_old_and_locked_office_files_say_what_to_do() -> None:
    begin = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    locked, old = begin + "EncryptedPackage".encode("utf-16-le"), begin + "Workbook".encode("utf-16-le")
    assert detect(locked) is None
    assert "암호를 풀어" in describe(locked)
    assert "xlsx나 CSV로" in describe(old)
    word = _zip({"[Content_Types].xml": "", "word/document.xml": ""})
    assert detect(word) is None
    assert "워드" in describe(word)


# --- CSV ---

ROWS = [
    ["제목", "본문", "날짜"],
    *([f"기사 {number}", '첫 줄\n둘째 줄, “따옴표” ""', "2019-03-27"] for number in range(6)),
]


def test_a_quotation_mark_that_nobody_closes_costs_its_own_row() -> None:
    lines = as_csv(["제목", "본문"], *([f"기사 {number}", "본문이다."] for number in range(6))).split("\r\n")
    lines[3] = '기사 2,"열고 닫지 않았다'
    items = read("\n".join(lines).encode())
    assert [type(item) for item in items] == [Found, Found, Rejected, Found, Found, Found]
    assert items[2].line == 4
    lines[6] = 'x,"열고 닫지 않았다'
    items = read("\n".join(lines).encode())
    assert [item.line for item in items if isinstance(item, Rejected)] == [4, 7]


def test_a_row_with_too_many_cells_is_not_guessed_at() -> None:
    items = read("제목,본문\n은곡,반대, 또 반대했다.\n솔내,찬성했다.,,\n짧다\n".encode())
    assert [type(item) for item in items] == [Rejected, Found, Found]
    assert "3개로 머리글(2개)보다 많습니다" in str(items[0])


def test_bytes_that_are_no_text_cost_their_row() -> None:
    whole = as_csv(*ROWS)
    for codec in ("utf-8", "cp949"):
        broken = whole.encode(codec).replace("기사 3".encode(codec), "기사 ".encode(codec) + b"\xff\xff")
        items = read(broken)
        assert [type(item) for item in items] == [Found, Found, Found, Rejected, Found, Found]
        assert "읽히지 않는 바이트" in str(items[3])
        assert isinstance(items[3], Rejected)
        items[3].excerpt.encode()


def test_a_row_without_an_end_is_rejected_and_reading_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delimited, "RECORD_LIMIT", 1_000)
    items = read(("제목,본문\n은곡,하나다.\n솔내,“" + "길다" * 2_000 + "”\n가람,셋이다.\n").encode())
    assert [type(item) for item in items] == [Found, Rejected, Found]
    assert "너무 깁니다" in str(items[1])
    items = read(('제목,본문\n은곡,"하나다.\n' + "줄이다\n" * 2_000).encode())
    assert "큰따옴표" in str(items[0])
    assert items[0].line == 2


def test_going_back_ends_some_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delimited, "RECORD_LIMIT", 1_000)
    monkeypatch.setattr(delimited, "REREAD_LIMIT", 20_000)
    items = read(("제목,본문\n" + 'a","\n' * 5_000).encode())
    assert len(items) < 100
    assert "이 줄부터는 읽지 않았습니다" in str(items[-1])


@pytest.mark.parametrize(
    "text",
    [
        "가람군 소식이다. 은곡, 솔내\n둘째 줄",
        "제목\n본문",
        '{"제목": 1, "본문": 2}',
        "<p>제목,본문</p>",
        "이름,나이\n하나,1",
    ],
)
def test_what_is_no_table_of_articles_is_left_to_others(text: str) -> None:
    reader = detect(text.encode())
    assert reader is None or reader.name != "csv"

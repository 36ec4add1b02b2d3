"""Workbooks and CSV files of an invented county's papers, as programs write them."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from xlsxwriter import Workbook

from indexer.article import KST, Article, Found, Rejected
from indexer.sources import ColumnMap
from indexer.sources.blob import Blob
from indexer.sources.reader import Reader
from indexer.sources.table.reader import DelimitedReader, SpreadsheetReader

Cell = str | int | float | bool | datetime | None

BIGKINDS = (
    *("뉴스 식별자", "일자", "언론사", "기고자", "제목", "통합 분류1", "통합 분류2", "통합 분류3"),
    *("사건/사고 분류1", "사건/사고 분류2", "사건/사고 분류3", "인물", "위치", "기관", "키워드"),
    *("특성추출(가중치순 상위 50개)", "본문", "URL", "분석제외 여부"),
)
"""The header of an export of 2020."""

CUT = "가람군 은곡면 주민들이 소각장 증설에 반대하고 나섰다. " * 8
CUT = CUT[:198] + ".."

ROW: Mapping[str, str] = {
    "뉴스 식별자": "09900101.20190327231500001",
    "일자": "20190327",
    "언론사": "가람일보",
    "기고자": "박서연 기자",
    "제목": "은곡 소각장 증설 ‘원점’",
    "통합 분류1": "지역>가람",
    "통합 분류2": " 사회>환경",
    "사건/사고 분류1": "사고>환경사고",
    "인물": "오민재,최여울,오민재,",
    "위치": "가람군, 은곡면",
    "기관": "가람군의회",
    "키워드": "소각장,증설,소각장,주민",
    "특성추출(가중치순 상위 50개)": "소각장,은곡면",
    "본문": CUT,
    "URL": "http://www.garamilbo.example/news/view/10231",
    "분석제외 여부": "중복, 예외",
}


def clock() -> datetime:
    return datetime(2026, 1, 1, tzinfo=KST)


def xlsx(*sheets: Sequence[Sequence[Cell]]) -> bytes:
    """A workbook with these rows on its sheets."""
    made = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with Workbook(made, options) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        for rows in sheets:
            sheet = book.add_worksheet()
            for at, row in enumerate(rows):
                for column, cell in enumerate(row):
                    if isinstance(cell, datetime):
                        sheet.write_datetime(at, column, cell, day)
                    elif isinstance(cell, str):
                        sheet.write_string(at, column, cell)
                    elif cell is not None:
                        sheet.write(at, column, cell)
    return made.getvalue()


def raw_xlsx(sheet: str, strings: str = "", method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """The smallest workbook whose sheet is this XML."""
    relation = '<Relationship Id="{0}" Type="http://x.example/{0}" Target="{1}"/>'
    parts = {
        "[Content_Types].xml": "<Types/>",
        "xl/workbook.xml": '<workbook><sheets><sheet name="기사" id="worksheet"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": "<Relationships>"
        + relation.format("worksheet", "worksheets/sheet1.xml")
        + relation.format("sharedStrings", "sharedStrings.xml")
        + "</Relationships>",
        "xl/sharedStrings.xml": strings,
        "xl/worksheets/sheet1.xml": sheet,
    }
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as packed:
        for name, text in parts.items():
            if text:
                packed.writestr(name, text)
    return made.getvalue()


def as_csv(*rows: Sequence[str], separator: str = ",") -> str:
    made = io.StringIO()
    csv.writer(made, delimiter=separator).writerows(rows)
    return made.getvalue()


def bigkinds_rows(*rows: Mapping[str, str], header: Sequence[str] = BIGKINDS) -> list[list[str]]:
    return [list(header), *([row.get(name, "") for name in header] for row in rows)]


def read(data: bytes, columns: str | None = None) -> list[Found | Rejected]:
    """Everything in a table, by the reader that recognises it."""
    named = ColumnMap.parse(columns) if columns else None
    readers: list[Reader] = [SpreadsheetReader(named, clock=clock), DelimitedReader(named, clock=clock)]
    reader = next(reader for reader in readers if reader.recognises(data[: 1 << 16]))
    return list(reader.read(Blob.of_bytes(data, "기사표")))


def articles(items: Sequence[Found | Rejected]) -> Iterator[Article]:
    return (item.article for item in items if isinstance(item, Found))


def article_of(data: bytes, columns: str | None = None) -> Article:
    """The only article of a table."""
    (item,) = read(data, columns)
    assert isinstance(item, Found), item
    return item.article


def refusal_of(data: bytes, columns: str | None = None) -> Rejected:
    """The only rejection of a table."""
    (item,) = read(data, columns)
    assert isinstance(item, Rejected), item
    return item

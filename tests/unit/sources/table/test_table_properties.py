"""What holds for any bytes and any table."""

from __future__ import annotations

import re

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer.article import Found, Rejected
from indexer.sources import ColumnMap
from indexer.sources.blob import Blob
from indexer.sources.table.delimited import SEPARATORS, parse
from indexer.sources.table.reader import DelimitedReader, SpreadsheetReader
from tests.unit.sources.table.sheets import articles, as_csv, clock, raw_xlsx, read, xlsx

CALM = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""A busy machine is no failure."""

# Carriage returns are line ends to the reader, and XML cannot hold most controls.
_CELLS = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Cn", "Co"]) | st.sampled_from('\n,;"\t|'), max_size=12
).map(str.strip)
_ROWS = st.lists(st.tuples(_CELLS, _CELLS, _CELLS), max_size=8)
_PIECES = st.sampled_from(
    [
        "제목,본문,날짜",
        "\n",
        "\r\n",
        ",",
        '"',
        '""',
        "은곡",
        "2019-03-27",
        "2019-02-30",
        "\0",
        "\ufeff",
        "\t",
        ";",
        'a",',
    ]
)
_BYTES = st.binary() | st.lists(_PIECES).map("".join).flatmap(
    lambda text: st.sampled_from(
        [text.encode(), ("제목,본문\n" + text).encode("cp949", "ignore"), text.encode("utf-16")]
    )
)
_TAGS = st.sampled_from(
    [
        *("<row>", "</row>", '<row r="7">', "<c>", '<c r="B2">', '<c r="A2" t="s">', '<c t="inlineStr">', "</c>"),
        *(
            "<is>",
            "</is>",
            "<t>",
            "</t>",
            "<v>",
            "</v>",
            "제목",
            "0",
            "1",
            "43551.5",
            "&#54620;",
            "&amp;",
            "<f>",
            "</f>",
        ),
        *(
            '<row><c t="inlineStr"><is><t>제목</t></is></c></row>',
            "nan",
            "1e999",
            "_x000D_",
            "<!-- -->",
            "<![CDATA[<]]>",
        ),
    ]
)
_MAPS = st.none() | st.sampled_from(["title=제목", "title=#1", "body=#C,press==가람일보"]).map(ColumnMap.parse)


def _check(items: list[Found | Rejected]) -> None:
    for item in items:
        if isinstance(item, Found):
            assert item.article.title or item.article.body
            assert item.line
        else:
            assert item.reason


@CALM
@given(data=_BYTES, columns=_MAPS)
def test_no_bytes_make_a_reader_of_tables_raise(data: bytes, columns: ColumnMap | None) -> None:
    for reader in (SpreadsheetReader(columns, clock=clock), DelimitedReader(columns, clock=clock)):
        reader.recognises(data)
        _check(list(reader.read(Blob.of_bytes(data, "표"))))


@CALM
@given(tags=st.lists(_TAGS, max_size=40), strings=st.lists(_TAGS, max_size=5), whole=st.booleans())
def test_no_sheet_makes_its_reader_raise(tags: list[str], strings: list[str], whole: bool) -> None:
    sheet = "<worksheet>" + "".join(tags) + ("</worksheet>" if whole else "")
    _check(read(raw_xlsx(sheet, "<sst><si>" + "".join(strings) + "</si></sst>")))


@CALM
@given(at=st.integers(0, 5_000), noise=st.binary(min_size=1, max_size=8))
def test_no_damage_makes_the_reader_of_workbooks_raise(at: int, noise: bytes) -> None:
    data = xlsx([["제목", "본문"], ["은곡", "반대했다."]])
    at %= len(data)
    reader = SpreadsheetReader(clock=clock)
    _check(list(reader.read(Blob.of_bytes(data[:at] + noise + data[at + len(noise) :], "표"))))
    _check(list(reader.read(Blob.of_bytes(data[:at], "표"))))


@CALM
@given(rows=_ROWS)
def test_every_row_of_a_table_is_an_article_or_a_rejection(rows: list[tuple[str, str, str]]) -> None:
    written = [row for row in rows if any(row)]
    expected = [(title, body) for title, body, _ in written if title or body]
    header = ("제목", "본문", "메모")
    for data in (xlsx([header, *rows]), as_csv(header, *rows).encode(), as_csv(header, *rows, separator="\t").encode()):
        items = read(data)
        assert len(items) == len(written)
        assert [(article.title, article.body) for article in articles(items)] == expected


@CALM
@given(rows=st.lists(st.lists(_CELLS, min_size=1, max_size=5), max_size=8), separator=st.sampled_from(SEPARATORS))
def test_records_are_read_back_as_they_were_written(rows: list[list[str]], separator: str) -> None:
    width = max(map(len, rows), default=0)
    rows = [row + [""] * (width - len(row)) for row in rows]
    lines = re.split("\r\n|\n", as_csv(*rows, separator=separator))[:-1]
    parsed = [row.cells for row in parse(iter(lines), separator, width)]
    expected = [{at: text for at, text in enumerate(row) if text} for row in rows]
    assert parsed == [cells for cells in expected if cells]

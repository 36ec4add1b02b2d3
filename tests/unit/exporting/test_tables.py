"""CSV and XLSX, read back by readers that know nothing of the writers."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.article import Article
from indexer.errors import ExportFailed, InvalidRequest
from indexer.exporting import FORMATS, Export
from indexer.exporting.cells import AS_HELD, BY_RIGHTS, WHOLE, harmless
from indexer.exporting.workbook import MOST_ROWS, MOST_UNITS, fitting
from indexer.query.stories import Printed, Story
from tests.exports import csv_rows, export_of, sheets, written, xlsx_rows
from tests.unit.exporting.texts import dam, expected, few, several, texts

BEGINNINGS = (
    "=",
    "+",
    "-",
    "@",
    "\t",
    "\r",
    "＝",
    "＋",
    "－",
    "＠",
    " =",
    "\n=",
    "\u202e=",
    "\ufeff@",
    "\u3000＝",
    "−",
)


def unguarded(cell: str) -> str:
    """A cell without the apostrophe that keeps it from being run."""
    return cell[1:] if cell.startswith("'") and harmless(cell[1:]) == cell else cell


@given(several())
@few
def test_csv_gives_back_every_cell(found: list[Article]) -> None:
    rows = csv_rows(written("csv", export_of(*found)))
    assert len(rows) == len(found)
    for row, article in zip(rows, found, strict=True):
        wanted = expected(article)
        assert {name: unguarded(row[name]) for name in wanted} == {n: unguarded(t) for n, t in wanted.items()}


@given(several())
@few
def test_xlsx_gives_back_every_cell(found: list[Article]) -> None:
    rows = xlsx_rows(written("xlsx", export_of(*found)))
    assert len(rows) == len(found)
    for row, article in zip(rows, found, strict=True):
        for name, text in expected(article).items():
            cell = row.get(name, "")
            # Where XlsxWriter would take the text for markup of its own, a space follows it.
            assert cell == text or (text.startswith("<r>") and cell == f"{text} "), name


@given(texts)
def test_no_cell_of_a_csv_begins_a_formula(text: str) -> None:
    data = written("csv", export_of(dam(title=text, body=text, press=text, url=text)))
    for row in csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")):
        for cell in row:
            assert not cell.startswith(("\t", "\r"))
            assert not cell.lstrip(" \t\r\n\u202e\u200f\ufeff").startswith(tuple("=+-@＝＋－＠"))


@pytest.mark.parametrize("beginning", BEGINNINGS)
def test_whatever_begins_a_formula_has_an_apostrophe_before_it(beginning: str) -> None:
    assert harmless(f"{beginning}1") == f"'{beginning}1"


@pytest.mark.parametrize("text", ["", "둑", "1-2", "둑=1", "'둑", "2019-03-27", "[둑] -"])
def test_what_begins_none_stays_as_it_is(text: str) -> None:
    assert harmless(text) == text


def test_a_csv_has_the_mark_excel_wants_and_the_line_ends_of_rfc_4180() -> None:
    data = written("csv", export_of(dam(), dam(2, body="둘\n줄")))
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.endswith(b"\r\n")
    assert data.count(b"\r\n") == 3


def test_an_answer_of_nothing_is_a_header() -> None:
    assert csv_rows(written("csv", export_of())) == []
    assert xlsx_rows(written("xlsx", export_of())) == []
    assert written("jsonl", export_of()) == written("ris", export_of()) == written("bibtex", export_of()) == b""


@pytest.mark.parametrize("name", ["csv", "xlsx"])
def test_a_table_says_how_much_of_the_body_it_has(name: str) -> None:
    read = csv_rows if name == "csv" else xlsx_rows
    long = "둑을 높인다. " * 100
    export = export_of(dam(1, body=long), dam(2, body=long), dam(3, excerpt=True), restricted=["garamilbo.example:2"])
    whole, cut, held = read(written(name, export))
    assert (whole["본문 범위"], cut["본문 범위"], held["본문 범위"]) == (WHOLE, BY_RIGHTS, AS_HELD)
    assert whole["본문"] == long
    assert len(cut["본문"]) <= 200


def test_a_table_says_how_often_a_text_was_printed_elsewhere_and_where_first() -> None:
    prints = tuple(Printed(id=i, press="", title="", published=None, url=None) for i in ("s-1", "garamilbo.example:1"))
    export = export_of(dam())
    shelf = export.shelf.texts(["garamilbo.example:1"])
    object.__setattr__(shelf["garamilbo.example:1"], "story", Story(prints=prints, here="garamilbo.example:1"))
    export.shelf.texts = lambda ids: shelf  # type: ignore[method-assign]
    (row,) = csv_rows(written("csv", export))
    assert (row["같은 글"], row["같은 글의 처음"]) == ("1", "s-1")


def test_a_cell_too_long_for_excel_is_cut_and_the_row_says_so() -> None:
    body = "👩" * MOST_UNITS
    (row,) = xlsx_rows(written("xlsx", export_of(dam(body=body))))
    assert len(row["본문"].encode("utf-16-le")) // 2 == MOST_UNITS - 1  # never half of a character
    assert row["잘린 칸"] == "본문"
    (short,) = xlsx_rows(written("xlsx", export_of(dam(body="둑" * MOST_UNITS))))
    assert (len(short["본문"]), short.get("잘린 칸", "")) == (MOST_UNITS, "")


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_what_fits_is_the_beginning_of_the_text(text: str) -> None:
    many = text * 5_000
    assert many.startswith(fitting(many))
    assert len(fitting(many).encode("utf-16-le")) <= 2 * MOST_UNITS


@pytest.mark.parametrize("text", ["<r><t>둑</t></r>", "<r></r>", "<r>&</r>", "<r></t></is></c></r>"])
def test_text_that_the_writer_would_take_for_its_own_markup_is_text(text: str) -> None:
    (row,) = xlsx_rows(written("xlsx", export_of(dam(title=text))))
    assert row["제목"] == f"{text} "


def test_the_second_sheet_says_where_the_first_is_from() -> None:
    said = dict(row[:2] for row in sheets(written("xlsx", export_of(dam(), dam(2))))["출처"])
    assert said["질의"] == "둑"
    assert said["순서"] == "관련도순"
    assert said["내보낸 기사"] == "2건"
    assert said["내보낸 때"].startswith("2016-09-01 09:30")
    assert "export --again" in said["다시 하려면"]


def test_more_articles_than_a_sheet_has_rows_are_refused_before_any_is_read() -> None:
    class Huge(Export):
        @property
        def found(self) -> int:
            return MOST_ROWS + 1

    ordinary = export_of(dam())
    huge = Huge.__new__(Huge)
    huge.__dict__.update(ordinary.__dict__)
    with pytest.raises(InvalidRequest, match="1,048,575건까지") as refused:
        FORMATS["xlsx"].write(huge)
    assert refused.value.parameter == "format"


def test_a_full_disk_is_an_error_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("tempfile.TemporaryDirectory", full)
    with pytest.raises(ExportFailed, match="디스크의 빈 곳"):
        written("xlsx", export_of(dam()))

"""export: the file and its manifest, whole or not at all, and a study again."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from indexer.cli import writing
from indexer.errors import ExportFailed, InvalidRequest
from indexer.exporting import FORMATS, Export
from tests.exports import csv_rows, xlsx_rows
from tests.fakes import write_jsonl
from tests.unit.cli.conftest import ARTICLES, Gisa


def left_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def out(tmp_path: Path) -> Path:
    folder = tmp_path / "내보냄"
    folder.mkdir()
    return folder


def test_an_export_writes_the_file_and_its_manifest_and_says_so(filled: Gisa, out: Path) -> None:
    said = filled("export", "둑", "--out", out / "둑.csv")
    assert said.code == 0
    assert left_in(out) == ["둑.csv", "둑.csv.manifest.json"]
    assert {row["기사ID"] for row in csv_rows((out / "둑.csv").read_bytes())} == {"g-1", "s-1"}
    assert "기사 2건을 CSV로 내보냈습니다" in said.out
    assert str(out / "둑.csv.manifest.json") in said.out


def test_the_manifest_knows_the_file(filled: Gisa, out: Path) -> None:
    filled("export", "둑", "--out", out / "둑.xlsx")
    file = json.loads((out / "둑.xlsx.manifest.json").read_bytes())["file"]
    assert (file["name"], file["format"], file["bytes"]) == ("둑.xlsx", "xlsx", (out / "둑.xlsx").stat().st_size)


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_is_known_by_its_name_and_by_the_end_of_the_file(filled: Gisa, out: Path, name: str) -> None:
    by_suffix, by_name = out / f"둑.{FORMATS[name].suffix}", out / "둑"
    assert filled("export", "둑", "--out", by_suffix).code == 0
    assert filled("export", "둑", "--out", by_name, "--format", name).code == 0
    if name != "xlsx":  # a ZIP says when it was made
        assert by_suffix.read_bytes() == by_name.read_bytes()


def test_a_file_that_comes_into_being_meanwhile_is_kept_and_nothing_else_is_left(out: Path) -> None:
    def write() -> None:
        with writing.new_file(out / "둑.csv", force=False) as file:
            file.write("새것".encode())
            (out / "둑.csv").write_text("남의 것", "utf-8")

    with pytest.raises(InvalidRequest):
        write()
    assert left_in(out) == ["둑.csv"]
    assert (out / "둑.csv").read_text("utf-8") == "남의 것"


def test_a_file_that_cannot_take_its_name_is_an_error_of_ours(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path, target: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(ExportFailed), writing.new_file(out / "둑.csv", force=False) as file:
        file.write("새것".encode())
    assert left_in(out) == []


def test_the_options_of_search_narrow_an_export(filled: Gisa, out: Path) -> None:
    filled("export", "둑", "--press", "가람일보", "--to", "2019", "--sort", "oldest", "--out", out / "a.csv")
    assert [row["기사ID"] for row in csv_rows((out / "a.csv").read_bytes())] == ["g-1"]
    filled("export", "둑", "--not-press", "가람일보", "--out", out / "b.csv")
    assert [row["기사ID"] for row in csv_rows((out / "b.csv").read_bytes())] == ["s-1"]


def test_standard_output_gets_the_file_alone(filled: Gisa) -> None:
    said = filled("export", "--format", "jsonl", "--out", "-", "--sort", "oldest")
    assert [json.loads(line)["id"] for line in said.out.splitlines()] == ["g-1", "s-1", "x-1"]
    assert "기사 3건을 JSONL로" in said.err


def test_a_file_that_is_there_is_not_overwritten_unless_it_is_asked_for(filled: Gisa, out: Path) -> None:
    (out / "둑.csv").write_text("남의 글")
    said = filled("export", "둑", "--out", out / "둑.csv")
    assert (said.code, (out / "둑.csv").read_text()) == (2, "남의 글")
    assert "--force" in said.err
    assert filled("export", "둑", "--out", out / "둑.csv", "--force").code == 0
    assert len(csv_rows((out / "둑.csv").read_bytes())) == 2


def test_a_manifest_that_is_there_is_not_overwritten_either(filled: Gisa, out: Path) -> None:
    (out / "둑.csv.manifest.json").write_text("{}")
    assert filled("export", "둑", "--out", out / "둑.csv").code == 2
    assert left_in(out) == ["둑.csv.manifest.json"]


@pytest.mark.parametrize("failure", [RuntimeError, KeyboardInterrupt, OSError])
def test_an_export_that_breaks_off_leaves_nothing(
    filled: Gisa, out: Path, monkeypatch: pytest.MonkeyPatch, failure: type[BaseException]
) -> None:
    def broken(self: Export) -> None:
        raise failure

    (out / "옛.csv").write_text("남의 글")
    monkeypatch.setattr(Export, "rows", broken)
    try:
        said = filled("export", "둑", "--out", out / "옛.csv", "--force")
    except RuntimeError:
        pass
    else:
        assert said.code in (74, 130)
    assert left_in(out) == ["옛.csv"]
    assert (out / "옛.csv").read_text() == "남의 글"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_is_an_error_in_words(filled: Gisa, out: Path) -> None:
    out.chmod(0o500)
    said = filled("export", "둑", "--out", out / "둑.csv")
    assert said.code == 74
    assert "디스크의 빈 곳과 권한" in said.err


def test_a_folder_that_is_not_there_is_an_error_in_words(filled: Gisa, out: Path) -> None:
    said = filled("export", "둑", "--out", out / "없음" / "둑.csv")
    assert said.code == 2
    assert f"‘{out / '없음'}’ 폴더가 없습니다" in said.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("export", "둑"), "--out"),
        (("export", "둑", "--out", "둑.hwp"), "--format"),
        (("export", "둑", "--out", "둑"), "--format"),
        (("export", "둑", "--out", "둑.csv", "--format", "hwp"), "hwp"),
        (("export", "둑", "--out", "둑.csv", "--site", "gisa.example"), "https://"),
        (("export", "둑", "--out", "둑.csv", "--from", "어제"), "--from"),
        (("export", "둑", "--again", "둑.manifest.json"), "--again"),
        (("export", "--press", "가람일보", "--again", "둑.manifest.json"), "--again"),
    ],
)
def test_what_cannot_be_done_is_refused_before_anything_is_written(
    filled: Gisa, arguments: tuple[str, ...], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "빈 곳").mkdir()
    monkeypatch.chdir(tmp_path / "빈 곳")
    refused = filled(*arguments)
    assert refused.code == 2
    assert said in refused.err
    assert left_in(tmp_path / "빈 곳") == []


def test_a_study_again_says_that_nothing_has_changed(filled: Gisa, out: Path) -> None:
    filled("export", "둑", "--out", out / "둑.csv")
    said = filled("export", "--again", out / "둑.csv.manifest.json")
    assert said.code == 0
    assert "글과 순서가 모두 그대로입니다" in said.out
    assert left_in(out) == ["둑.csv", "둑.csv.manifest.json"]


def test_a_study_again_says_what_has_changed_and_writes_the_same_format(
    filled: Gisa, out: Path, tmp_path: Path
) -> None:
    filled("export", "둑", "--sort", "oldest", "--out", out / "둑.xlsx")
    more = [
        {**ARTICLES[0], "body": "가람군은 솔내천 둑을 다시 쌓는다."},
        {"id": "n-1", "title": "둑 완공", "body": "둑을 다 쌓았다."},
    ]
    filled("add", write_jsonl(tmp_path / "기사" / "b.jsonl", more))
    filled("remove", "s-1", "--reason", "당사자의 요청")
    said = filled("export", "--again", out / "둑.xlsx.manifest.json", "--out", out / "다시", "--json")
    compared = said.json["comparison"]
    assert compared["added"] == ["n-1"]
    assert compared["removed"] == [{"id": "s-1", "now": "taken_down"}]
    assert compared["changed"] == ["g-1"]
    assert [row["기사ID"] for row in xlsx_rows((out / "다시").read_bytes())] == ["g-1", "n-1"]
    spoken = filled("export", "--again", out / "둑.xlsx.manifest.json").out
    assert "  더해짐: n-1\n  빠짐: s-1\n  글이 달라짐: g-1\n" in spoken


@pytest.mark.parametrize("text", ["", "[]", "둑", '{"manifest": 1}'])
def test_a_file_that_is_no_manifest_is_refused(filled: Gisa, out: Path, text: str) -> None:
    (out / "m.json").write_text(text)
    said = filled("export", "--again", out / "m.json")
    assert said.code == 2
    assert "명세" in said.err


def test_a_manifest_that_is_not_there_is_an_error_in_words(filled: Gisa, out: Path) -> None:
    assert filled("export", "--again", out / "없음.json").code == 66


def test_articles_have_the_address_of_their_page_where_it_is_known(filled: Gisa, out: Path) -> None:
    filled("export", "솔내천", "--out", out / "a.csv", "--site", "https://gisa.example/")
    (row,) = csv_rows((out / "a.csv").read_bytes())
    assert row["동네기사 주소"] == "https://gisa.example/article/g-1"

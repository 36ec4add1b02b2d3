"""remove, tombstones, rights, coverage, backup, restore, check."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from indexer.engines.whoosh_engine import WhooshEngine
from tests.fakes import write_jsonl
from tests.unit.cli.conftest import ARTICLES, Gisa


def data(tmp_path: Path) -> Path:
    return tmp_path / "T"


# remove, tombstones


def test_a_removed_article_is_gone_and_says_so(filled: Gisa) -> None:
    said = filled("remove", "g-1", "--reason", "당사자의 요청")
    assert said.code == 0
    assert "기사 1건을 내리고 글을 지웠습니다" in said.out
    assert "백업" in said.out
    assert filled("show", "g-1").code == 1
    assert [hit["id"] for hit in filled("search", "둑", "--json").json["hits"]] == ["s-1"]
    assert filled("stats", "--json").json["articles"] == 2


def test_a_removal_as_json(filled: Gisa) -> None:
    summary = filled("remove", "g-1", "s-1", "--reason", "요청", "--json").json
    assert summary.pop("seconds") >= 0
    assert summary == {"removed": ["g-1", "s-1"], "without_text": []}


def test_an_unknown_id_removes_nothing(filled: Gisa) -> None:
    said = filled("remove", "g-1", "없음", "--reason", "요청")
    assert said.code == 1
    assert "‘없음’" in said.err
    assert filled("show", "g-1").code == 0


@pytest.mark.parametrize("arguments", [["g-1"], ["--reason", "요청"], ["g-1", "--from", "a.jsonl"], []])
def test_what_is_missing_is_asked_for(filled: Gisa, arguments: list[str]) -> None:
    said = filled("remove", *arguments)
    assert said.code == 2
    assert "--reason" in said.err or "--from" in said.err
    assert filled("stats", "--json").json["articles"] == 3


def test_a_removed_article_does_not_come_back_but_by_restore(filled: Gisa, tmp_path: Path) -> None:
    filled("remove", "g-1", "--reason", "당사자의 요청")
    said = filled("add", tmp_path / "기사", "--json")
    assert (said.json["unchanged"], said.json["rejected"], said.code) == (2, 1, 0)
    assert "a.jsonl:1: 내린 기사입니다(당사자의 요청, 20" in said.err
    (rejected,) = filled("stats", "--rejected", "--json").json
    assert rejected["excerpt"] == ""
    assert filled("add", "--restore", tmp_path / "기사", "--json").json["added"] == 1
    assert filled("tombstones").out == "내린 기사가 없습니다.\n"


def test_tombstones_are_listed_and_exported_to_another_archive(filled: Gisa, tmp_path: Path) -> None:
    filled("remove", "g-1", "s-1", "--reason", "법원의 결정")
    assert "g-1 · 가람일보 · 법원의 결정" in filled("tombstones").out
    export = tmp_path / "내린기사.jsonl"
    export.write_text(filled("tombstones", "--json").out, "utf-8")
    assert {json.loads(line)["id"] for line in export.read_text("utf-8").splitlines()} == {"g-1", "s-1"}
    other = tmp_path / "U"
    filled("add", write_jsonl(tmp_path / "b.jsonl", ARTICLES[:1]), "--data", other)
    for removed in (["g-1"], []):
        said = filled("remove", "--from", export, "--data", other, "--json")
        assert (said.code, said.json["removed"]) == (0, removed)
    assert filled("stats", "--data", other, "--json").json["articles"] == 0


@pytest.mark.parametrize("content", ["{", "[]", '{"id": "g-1"}', "\udcff"])
def test_a_file_that_is_no_export_is_refused(filled: Gisa, tmp_path: Path, content: str) -> None:
    export = tmp_path / "목록"
    export.write_bytes(content.encode("utf-8", "surrogateescape"))
    said = filled("remove", "--from", export)
    assert said.code == 2
    assert "목록이 아닙니다" in said.err
    assert filled("remove", "--from", tmp_path / "없음").code == 2


def test_a_removal_waits_its_turn(filled: Gisa, tmp_path: Path) -> None:
    with WhooshEngine(data(tmp_path) / "index").writer():
        said = filled("remove", "g-1", "--reason", "요청")
    assert said.code == 75
    assert filled("show", "g-1").code == 0


# rights


def test_rights_are_listed_and_set(filled: Gisa) -> None:
    assert "가람일보  전문(full)  기사 1건" in filled("rights").out
    assert "솔내신문  앞부분과 링크(snippet, 20" in filled("rights", "솔내신문", "snippet").out
    listed = {one["press"]: one["level"] for one in filled("rights", "--json").json}
    assert listed == {"": "full", "가람일보": "full", "솔내신문": "snippet"}
    assert filled("show", "s-1", "--json").json["restricted"] is True
    assert filled("show", "g-1", "--json").json["restricted"] is False


def test_rights_that_there_are_not_are_refused(filled: Gisa) -> None:
    assert filled("rights", "솔내신문").code == 2
    assert filled("rights", "솔내신문", "half").code == 2


# coverage


def test_coverage_is_a_table_of_months_with_holes(gisa: Gisa, tmp_path: Path) -> None:
    days = ["2019-11-03", "2019-11-20", "2020-02-01", ""]
    articles = [{"id": f"c-{n}", "title": "둑", "press": "가람일보", "date": day} for n, day in enumerate(days)]
    gisa("add", write_jsonl(tmp_path / "c.jsonl", articles))
    lines = gisa("coverage").out.splitlines()
    assert lines[0].startswith("가람일보 2019-11–2020-02: 4건, 빈 달 2, 날짜 없음 1건, 마지막으로 읽음 20")
    assert lines[1].split() == [f"{month}월" for month in range(1, 13)]
    assert lines[2].split() == ["2019", "2", "·"]
    assert lines[3].split() == ["2020", "·", "1"]
    by_year = gisa("coverage", "--by", "year").out.splitlines()
    assert by_year[1].split() == ["2019", "2", "2020", "1"]


def test_the_months_stand_under_their_heads(filled: Gisa) -> None:
    head, row = filled("coverage", "--press", "가람일보").out.splitlines()[1:3]
    end = len(head[: head.index("3월") + 2].encode("euc-kr"))  # as wide as a terminal shows it
    assert row.rstrip().endswith("1")
    assert len(row.rstrip()) == end


def test_coverage_as_json(filled: Gisa) -> None:
    held = filled("coverage", "--json", "--press", "가람일보").json
    (paper,) = held["papers"]
    assert (paper["press"], paper["months"], paper["holes"]) == ("가람일보", {"2019-03": 1}, [])


def test_an_unknown_paper_is_no_empty_table(filled: Gisa) -> None:
    said = filled("coverage", "--press", "없는신문")
    assert said.code == 2
    assert "‘없는신문’이라는 신문의 기사가 없습니다" in said.err


# backup, restore


def backed_up(gisa: Gisa, tmp_path: Path) -> Path:
    return Path(gisa("backup", tmp_path / "백업", "--json").json["folder"])


def test_a_backup_is_restored_and_searched(filled: Gisa, tmp_path: Path) -> None:
    folder = backed_up(filled, tmp_path)
    again = tmp_path / "새 곳"
    said = filled("restore", folder, "--data", again)
    assert said.code == 0
    assert "기사 3건" in said.out
    assert filled("search", "둑", "--data", again, "--json").json["total"] == 2
    assert filled("check", "--data", again).code == 0


def test_a_backup_in_words(filled: Gisa, tmp_path: Path) -> None:
    said = filled("backup", tmp_path / "백업")
    assert "다시 열어 확인했습니다" in said.out
    assert "기사 3건" in said.out


def test_what_is_there_is_not_replaced_without_force(filled: Gisa, tmp_path: Path) -> None:
    folder = backed_up(filled, tmp_path)
    filled("remove", "s-1", "--reason", "요청")
    filled("add", write_jsonl(tmp_path / "b.jsonl", [{"id": "b-1", "title": "새 소식"}]))
    said = filled("restore", folder)
    assert (said.code, "--force" in said.err) == (74, True)
    assert filled("show", "b-1").code == 0
    assert filled("restore", folder, "--force").code == 0
    assert filled("show", "b-1").code == 1
    assert filled("search", "둑", "--json").json["total"] == 1  # what was taken down since then stays down
    assert filled("check").code == 0


def test_a_damaged_backup_is_refused(filled: Gisa, tmp_path: Path) -> None:
    folder = backed_up(filled, tmp_path)
    (folder / "archive.sqlite3").write_bytes(b"")
    said = filled("restore", folder, "--data", tmp_path / "새 곳")
    assert said.code == 74
    assert "다른 백업을 고르십시오" in said.err
    assert not (tmp_path / "새 곳").exists()


def test_an_export_of_tombstones_is_applied_to_a_backup(filled: Gisa, tmp_path: Path) -> None:
    folder = backed_up(filled, tmp_path)
    filled("remove", "g-1", "--reason", "요청")
    export = tmp_path / "내린기사.jsonl"
    export.write_text(filled("tombstones", "--json").out, "utf-8")
    assert filled("remove", "--from", export, "--data", folder, "--json").json["removed"] == ["g-1"]
    assert sorted(path.name for path in folder.iterdir()) == ["archive.sqlite3", "manifest.json"]
    assert filled("restore", folder, "--data", tmp_path / "새 곳").code == 0
    assert filled("show", "g-1", "--data", tmp_path / "새 곳").code == 1


# check


def test_what_is_sound_is_said_to_be(filled: Gisa) -> None:
    said = filled("check")
    assert (said.code, said.out) == (0, "성합니다: 보관소 3건, 색인 3건.\n")
    assert filled("check", "--json").json["sound"] is True


def test_a_damaged_index_ends_with_1_and_the_remedy(filled: Gisa, tmp_path: Path) -> None:
    next((data(tmp_path) / "index").rglob("*.terms")).write_bytes(b"")
    said = filled("check")
    assert said.code == 1
    assert "./gisa rebuild" in said.out
    assert filled("rebuild").code == 0
    assert filled("check").code == 0


def test_a_lost_index_ends_with_1_and_the_remedy(filled: Gisa, tmp_path: Path) -> None:
    (data(tmp_path) / "index" / "current").unlink()
    said = filled("check")
    assert said.code == 1
    assert "./gisa rebuild" in said.out


def test_an_archive_that_cannot_even_be_opened_ends_with_1(filled: Gisa, tmp_path: Path) -> None:
    for path in data(tmp_path).glob("archive.sqlite3*"):
        path.write_bytes(b"broken" * 4000)
    said = filled("check", "--json")
    assert said.code == 1
    assert "./gisa restore" in said.json["flaws"][0]


def test_there_is_nothing_to_check_where_there_is_no_archive(gisa: Gisa) -> None:
    assert gisa("check").code == 74

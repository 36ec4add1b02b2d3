"""show, explain, stats, rebuild, evaluate; and what is the same for all commands."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from indexer.cli.parser import build_parser
from tests.fakes import write_jsonl
from tests.unit.cli.conftest import ARTICLES, Gisa

# --- show ---


def test_an_article_is_shown_whole_in_json(filled: Gisa) -> None:
    said = filled("show", "g-1", "--json")
    assert said.code == 0
    shown = said.json
    (archived,) = shown.pop("versions")
    assert archived.endswith("+09:00")
    assert shown == {
        "id": "g-1",
        "title": "솔내천 둑 높인다",
        "subtitle": "예산 42억 원",
        "body": "가람군은 솔내천 둑을 높인다.",
        "captions": ["둑을 보는 주민"],
        "press": "가람일보",
        "section": "사회",
        "region": "솔내읍",
        "reporter": "박서연",
        "reporters": ["박서연"],
        "published": "2019-03-27T23:00:00+09:00",
        "fetched": None,
        "url": "https://www.garamilbo.example/news/articleView.html?idxno=1",
        "excerpt": False,
        "extra": {"조회": 17},
        "version": 1,
        "restricted": False,
        "story": None,
        "marks": {},
    }


def test_an_article_is_shown_to_be_read(filled: Gisa) -> None:
    said = filled("show", "g-1")
    assert said.out == (
        "솔내천 둑 높인다\n\n예산 42억 원\n\n가람일보 · 사회 · 솔내읍 · 박서연 · 2019-03-27 23:00\n\n"
        "가람군은 솔내천 둑을 높인다.\n\n[사진설명] 둑을 보는 주민\n\n"
        "id g-1 · 1판 · https://www.garamilbo.example/news/articleView.html?idxno=1\n"
    )


def test_an_article_that_is_not_there_is_said(filled: Gisa) -> None:
    said = filled("show", "없는-기사", "--json")
    assert (said.code, said.out) == (1, "")
    assert "없는-기사" in said.err


def test_every_version_is_counted(filled: Gisa, tmp_path: Path) -> None:
    filled("add", write_jsonl(tmp_path / "b.jsonl", [ARTICLES[0] | {"body": "고친 글."}]))
    said = filled("show", "g-1", "--json").json
    assert (said["body"], len(said["versions"])) == ("고친 글.", 2)
    assert "id g-1 · 2판(모두 2판)" in filled("show", "g-1").out


def test_versions_are_listed_newest_first_with_the_words_that_changed(filled: Gisa, tmp_path: Path) -> None:
    newer = write_jsonl(tmp_path / "b.jsonl", [ARTICLES[0] | {"body": "가람군은 솔내천 둑을 낮춘다."}])
    filled("add", newer)
    said = filled("show", "g-1", "--versions")
    newest, first = said.out.strip().split("\n\n")
    assert newest.startswith("2판 · ")
    assert newest.endswith(f"{newer} · 지금 글\n  본문: 가람군은 솔내천 둑을 [-높인다-]{{+낮춘다+}}.")
    assert first.startswith("1판 · ")
    (_, second) = filled("show", "g-1", "--versions", "--json").json
    assert second["changes"] == {
        "body": [["same", "가람군은 솔내천 둑을 "], ["removed", "높인다"], ["added", "낮춘다"], ["same", "."]]
    }
    assert "높인다" in filled("show", "g-1", "--version", "1").out
    assert filled("show", "g-1", "--version", "9").code == 1


# --- explain ---


def test_a_text_is_explained_in_json(gisa: Gisa) -> None:
    said = gisa("explain", "R&D 예산을 -둑", "--json")
    assert said.code == 0
    assert list(said.json) == ["text", "analyser", "tokens", "terms", "query"]
    assert said.json["tokens"][3] == {
        "form": "예산",
        "tag": "NNG",
        "start": 4,
        "end": 6,
        "eojeol": 1,
        "sentence": 0,
    }
    assert {"term": "예산", "position": 2, "start": 4, "end": 6} in said.json["terms"]
    query = said.json["query"]
    assert query["tree"] == "(and R&D 예산을 (not 둑))"
    assert [word["kind"] for word in query["words"]] == ["phrase", "match"]
    assert query["words"][1] == {
        "kind": "match",
        "text": "예산을",
        "alternatives": [],
        "fields": ["title", "subtitle", "body", "caption"],
        "letters": ["예산을", "예산"],
    }
    assert query["warnings"] == []


def test_a_text_is_explained_in_words(gisa: Gisa) -> None:
    lines = gisa("explain", "솔내천* 둑을").out.splitlines()
    assert lines[0] == "분석기 plain-1"
    assert "둑\tNNG\t5-6\t1\t0" in lines
    assert any(line.startswith("색인어: 솔내천·0 둑·1") for line in lines)
    assert any(line.startswith("질의로 읽으면: (and 솔내천* 둑을)") for line in lines)
    assert "  ‘솔내천’ = 솔내천…  (제목, 부제, 본문, 사진)" in lines
    assert any(line.startswith("! 따옴표가 닫히지 않았습니다") for line in gisa("explain", '"둑').out.splitlines())


@pytest.mark.parametrize(
    ("text", "found_as"),
    [
        ("예산을", "예산을 또는 예산"),
        ("제목:소각장*", "소각장…  (제목)"),
        ("솔내천~1", "솔내천에서 자모 1개까지 다른 말"),
        ('"둑 예산"', "둑 + 예산 또는 둑예산"),
        ('="둑 예산"', "적힌 그대로 둑 예산"),
        ("걷다", "걷다"),
    ],
)
def test_every_kind_of_word_is_explained(gisa: Gisa, text: str, found_as: str) -> None:
    (said,) = [line for line in gisa("explain", text).out.splitlines() if line.startswith("  ‘")]
    assert f"’ = {found_as}" in said


def test_terms_are_explained_without_the_marks_of_the_index(gisa: Gisa) -> None:
    out = gisa("explain", "걷다 R2예산을").out
    assert "색인어: 걷다·0 [걷다]·0" in out
    assert "".join(out.split()).isprintable()


@pytest.mark.parametrize("text", ["", " ", "…", "\u200b"])
def test_a_text_without_words_is_explained_too(gisa: Gisa, text: str) -> None:
    assert gisa("explain", text).code == 0
    assert gisa("explain", text, "--json").json["terms"] == []


def test_a_text_too_long_for_a_query_is_explained_and_said_so(gisa: Gisa) -> None:
    explained = gisa("explain", "둑을 높인다. " * 200, "--json").json
    assert len(explained["tokens"]) > 500
    assert "500자" in explained["query"]["warnings"][0]["message"]


# --- stats ---


def test_figures_are_told_in_json(filled: Gisa) -> None:
    assert filled("stats", "--json").json == {
        "articles": 3,
        "versions": 3,
        "rejected": 0,
        "pending": 0,
        "analysed": 3,
        "first": "2019-03-27",
        "last": "2020-01-02",
        "presses": [{"value": "", "count": 1}, {"value": "가람일보", "count": 1}, {"value": "솔내신문", "count": 1}],
        "years": [{"value": "2019", "count": 1}, {"value": "2020", "count": 1}],
        "stale": 0,
    }


def test_figures_are_told_in_words(filled: Gisa) -> None:
    out = filled("stats").out
    assert "기사 3건 (3판), 못 넣은 것 0건" in out
    assert "기간 2019-03-27 ~ 2020-01-02" in out
    assert "(모름) 1" in out
    assert "2019 1, 2020 1" in out


def test_rejections_are_told_in_words_and_json(filled: Gisa, tmp_path: Path) -> None:
    assert filled("stats", "--rejected").out == "못 넣은 것이 없습니다.\n"
    assert filled("stats", "--rejected", "--json").json == []
    path = write_jsonl(tmp_path / "b.jsonl", [ARTICLES[0], '{"title": "깨진'])
    filled("add", path)
    assert filled("stats", "--rejected").out.startswith(f"{path}:2: JSON이 깨졌습니다")
    ((kept),) = filled("stats", "--rejected", "--json").json
    assert list(kept) == ["path", "line", "reason", "excerpt"]
    assert kept["excerpt"] == '{"title": "깨진'


# --- rebuild ---


def test_a_lost_index_is_made_again(filled: Gisa, tmp_path: Path) -> None:
    shutil.rmtree(tmp_path / "T" / "index")
    lost = filled("search", "둑")
    assert lost.code == 74
    assert "gisa rebuild" in lost.err
    assert filled("rebuild").out == "색인을 다시 만들었습니다: 기사 3건\n"
    assert filled("search", "둑", "--json").json["total"] == 2
    assert filled("rebuild", "--json").json == {"articles": 3}
    assert filled("stats", "--json").json["pending"] == 0


def test_a_damaged_index_is_said_and_mended_by_a_rebuild(filled: Gisa, tmp_path: Path) -> None:
    for file in (tmp_path / "T" / "index").rglob("*"):
        if file.is_file() and file.name != "current":
            file.write_bytes(file.read_bytes()[:10])
    said = filled("search", "둑")
    assert said.code == 74
    assert "gisa rebuild" in said.err
    assert "Traceback" not in said.err
    assert filled("rebuild").code == 0
    assert filled("search", "둑", "--json").json["total"] == 2


# --- evaluate ---


def test_a_folder_is_evaluated(gisa: Gisa, tmp_path: Path) -> None:
    write_jsonl(tmp_path / "corpus.jsonl", [{"_id": "c1", "title": "둑", "text": "둑을 높인다."}])
    write_jsonl(tmp_path / "queries.jsonl", [{"_id": "q1", "text": "둑"}])
    (tmp_path / "qrels.tsv").write_text("query-id\tcorpus-id\tscore\nq1\tc1\t1\n")
    said = gisa("evaluate", tmp_path, "--json")
    assert said.json == {"queries": 1, "articles": 1, "rejected": 0, "nDCG@10": 1.0, "MRR@10": 1.0, "R@100": 1.0}
    assert said.err == ""
    assert "nDCG@10\t1.0" in gisa("evaluate", tmp_path).out.splitlines()


def test_a_folder_that_is_no_evaluation_is_said(gisa: Gisa, tmp_path: Path) -> None:
    said = gisa("evaluate", tmp_path)
    assert said.code == 66
    assert "BEIR" in said.err


# --- all commands ---


@pytest.mark.parametrize(
    "arguments", [["search", "둑"], ["show", "g-1"], ["stats"], ["stats", "--rejected"], ["rebuild"]]
)
def test_a_command_that_only_reads_makes_no_archive(gisa: Gisa, tmp_path: Path, arguments: list[str]) -> None:
    (tmp_path / "빈 폴더").mkdir()
    for data in (tmp_path / "없는 폴더", tmp_path / "빈 폴더"):
        said = gisa(*arguments, "--data", data)
        assert (said.code, said.out) == (74, "")
        assert f"보관소가 없습니다: {data}" in said.err
        assert "gisa add" in said.err
    assert not (tmp_path / "없는 폴더").exists()
    assert not list((tmp_path / "빈 폴더").iterdir())


@pytest.mark.parametrize(
    "command", ["demo", "serve", "test", "add", "search", "show", "explain", "stats", "rebuild", "evaluate"]
)
def test_every_command_has_korean_help_with_an_example(gisa: Gisa, command: str) -> None:
    said = gisa(command, "--help")
    assert said.code == 0
    assert said.out.startswith("쓰는 법: gisa")
    assert f"  gisa {command}" in said.out


@pytest.mark.parametrize("arguments", [[], ["없는명령"], ["add"], ["show"], ["explain"], ["evaluate"]])
def test_a_command_line_that_says_too_little_ends_with_2(gisa: Gisa, arguments: list[str]) -> None:
    said = gisa(*arguments)
    assert (said.code, said.out) == (2, "")
    assert "--help" in said.err


def test_help_lists_every_command(gisa: Gisa) -> None:
    out = gisa("--help").out
    (commands,) = (action.choices for action in build_parser()._actions if action.choices)
    assert all(command in out for command in commands)


def test_json_is_one_document_on_standard_output(filled: Gisa) -> None:
    for arguments in (["search", "둑"], ["show", "g-1"], ["explain", "둑"], ["stats"], ["rebuild"]):
        json.loads(filled(*arguments, "--json").out)

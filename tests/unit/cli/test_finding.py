"""search, and what it prints."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.fakes import write_jsonl
from tests.unit.cli.conftest import Gisa


def ids(answer: Any) -> list[str]:
    return [hit["id"] for hit in answer["hits"]]


def test_a_search_answers_in_json(filled: Gisa) -> None:
    said = filled("search", "둑", "--json")
    assert said.code == 0
    assert list(said.json) == ["query", "total", "stories", "took_ms", "hits", "facets", "relaxed"]
    assert (said.json["total"], sorted(ids(said.json))) == (2, ["g-1", "s-1"])
    assert "가람군은" in said.out  # Korean readable, not escaped
    assert said.err == ""


def test_a_search_answers_in_words_with_the_marks_in_brackets(filled: Gisa) -> None:
    said = filled("search", "솔내천")
    first, blank, title, where, snippet = said.out.splitlines()
    assert first.startswith("총 1건 · ")
    assert first.endswith(" · 솔내천")
    assert blank == ""
    assert title == "2019-03-27 23:00  솔내천 둑 높인다"
    assert where == "    가람일보 · 사회 · 박서연  [g-1]"
    assert snippet == "    가람군은 [솔내천] 둑을 높인다."


def test_an_article_without_date_and_press_is_shown_too(filled: Gisa) -> None:
    assert "날짜 없음  터미널 단신\n      [x-1]" in filled("search", "터미널").out


def test_no_hit_is_an_answer_not_an_error(filled: Gisa) -> None:
    said = filled("search", "없는말")
    assert said.code == 0
    assert said.out.startswith("총 0건")


def test_warnings_stand_before_the_answer(filled: Gisa) -> None:
    said = filled("search", '"솔내천')
    assert said.out.startswith("! 따옴표가 닫히지 않았습니다\n총 1건")


def test_an_empty_answer_tells_which_word_is_missing_and_what_comes_nearest(filled: Gisa) -> None:
    total, missing, blank, relaxed, _, title, *_ = filled("search", "솔내천 나루터").out.splitlines()
    assert total.startswith("총 0건")
    assert missing == "‘솔내천’이 든 기사 1건, ‘나루터’가 든 기사 0건 — 둘이 함께 든 기사는 없습니다."
    assert blank == ""
    assert relaxed == "낱말이 많이 든 기사 (모두 든 것은 아님) 1건 → --match most"
    assert title == "2019-03-27 23:00  솔내천 둑 높인다"


def test_a_notice_tells_the_command_that_undoes_it(filled: Gisa) -> None:
    notice, total, *_ = filled("search", "xjalsjf").out.splitlines()
    assert notice == "* ‘xjalsjf’를 다른 자판으로 읽어 ‘터미널’로 찾았습니다 → ./gisa search xjalsjf --as-typed"
    assert total.startswith("총 1건")


def test_a_search_as_typed_corrects_nothing(filled: Gisa) -> None:
    assert filled("search", "xjalsjf", "--as-typed", "--json").json["total"] == 0


def test_no_query_finds_everything(filled: Gisa) -> None:
    assert filled("search", "--json").json["total"] == 3


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (["--from", "2020"], ["s-1"]),
        (["--to", "2019-03"], ["g-1"]),
        (["--from", "2019-03-27", "--to", "2019-03-27"], ["g-1"]),
        (["--from", "2019", "--to", "2020"], ["g-1", "s-1"]),
        (["--press", "솔내신문"], ["s-1"]),
        (["--press", "솔내신문", "--press", "가람일보"], ["g-1", "s-1"]),
        (["--section", "사회"], ["g-1"]),
        (["--reporter", "박서연"], ["g-1"]),
        (["--sort", "newest"], ["s-1", "g-1"]),
        (["--sort", "oldest"], ["g-1", "s-1"]),
        (["--sort", "oldest", "--limit", "1"], ["g-1"]),
        (["--sort", "oldest", "--limit", "1", "--offset", "1"], ["s-1"]),
        (["--sort", "oldest", "--limit", "all"], ["g-1", "s-1"]),
        (["--limit", "0"], []),
    ],
)
def test_options_narrow_and_order(filled: Gisa, options: list[str], expected: list[str]) -> None:
    found = ids(filled("search", "둑", "--json", *options).json)
    assert (found if "--sort" in options else sorted(found)) == expected


def test_match_most_finds_articles_with_any_of_the_words(filled: Gisa) -> None:
    assert filled("search", "솔내천 깎았다 터미널", "--json").json["total"] == 0
    answer = filled("search", "솔내천 깎았다 터미널", "--match", "most", "--json").json
    assert (answer["total"], answer["query"]["match"]) == (3, "most")


def test_ids_only_leaves_ids_and_scores(filled: Gisa) -> None:
    answer = filled("search", "둑", "--json", "--ids-only").json
    assert [sorted(hit) for hit in answer["hits"]] == [["id", "score"]] * 2
    assert "facets" not in answer


# --- many queries ---


def test_a_batch_answers_every_line_in_order(filled: Gisa, tmp_path: Path) -> None:
    queries = ["둑", "", "없는말", "(" * 9 + "둑", '"둑 예산', "터미널 날짜:2019"]
    file = tmp_path / "질의.txt"
    file.write_text("\n".join(queries) + "\n", encoding="utf-8")
    said = filled("search", "--batch", file, "--json")
    answers = [json.loads(line) for line in said.out.rstrip("\n").split("\n")]
    assert said.code == 0
    assert [
        answer["query"]["text"] if isinstance(answer["query"], dict) else answer["query"] for answer in answers
    ] == queries
    assert [answer["total"] for answer in answers] == [2, 3, 0, 0, 1, 0]
    assert answers[3]["error"] == {
        "code": "query_too_large",
        "message": "괄호는 8겹까지 쓸 수 있습니다. 줄여서 다시 찾으십시오.",
        "parameter": "q",
    }
    assert answers[4]["query"]["warnings"] == [{"position": 0, "message": "따옴표가 닫히지 않았습니다"}]


def test_a_batch_takes_the_same_options(filled: Gisa, tmp_path: Path) -> None:
    file = tmp_path / "질의.txt"
    file.write_bytes("\ufeff둑\r\n예산".encode())  # as Notepad saves it
    said = filled("search", "--batch", file, "--json", "--ids-only", "--press", "솔내신문", "--limit", "all")
    answers = [json.loads(line) for line in said.out.splitlines()]
    assert [ids(answer) for answer in answers] == [["s-1"], ["s-1"]]
    assert all("facets" not in answer for answer in answers)


def test_a_line_separator_inside_a_query_is_no_line(filled: Gisa, tmp_path: Path) -> None:
    file = tmp_path / "질의.txt"
    file.write_text("둑\u2028예산\n터미널\x0b단신\n", encoding="utf-8", newline="\n")
    assert filled("search", "--batch", file, "--json").out.count("\n") == 2


def test_a_batch_of_nothing_answers_nothing(filled: Gisa, tmp_path: Path) -> None:
    (tmp_path / "질의.txt").write_text("")
    said = filled("search", "--batch", tmp_path / "질의.txt", "--json")
    assert (said.code, said.out) == (0, "")


def test_a_batch_may_come_from_standard_input(filled: Gisa, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("둑\n\n터미널\n"))
    said = filled("search", "--batch", "-", "--json", "--ids-only")
    assert [json.loads(line)["total"] for line in said.out.splitlines()] == [2, 3, 1]


@pytest.mark.parametrize("content", [None, "둑\n소각장".encode("cp949"), "둑".encode("utf-16")])
def test_a_batch_that_cannot_be_read_is_said(filled: Gisa, tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "질의.txt"
    if content is not None:
        file.write_bytes(content)
    said = filled("search", "--batch", file, "--json")
    assert said.code == 66
    assert "질의.txt" in said.err


# --- what cannot be asked ---


@pytest.mark.parametrize(
    ("arguments", "said_"),
    [
        (["둑", "--from", "2020", "--to", "2019"], "늦습니다"),
        (["둑", "--from", "2019-02-30"], "2019-02-30은 없는 날짜"),
        (["둑", "--to", "작년"], "날짜로 읽을 수 없습니다"),
        (["둑 " * 40], "32개"),
        (["둑", "--batch", "질의.txt"], "함께 쓰지 못합니다"),
        (["둑", "--limit", "-1"], "--limit"),
        (["둑", "--limit", "열"], "0 이상의 정수"),
        (["둑", "--offset", "1.5"], "0 이상의 정수"),
        (["둑", "--sort", "무작위"], "--sort"),
        (["둑", "--무엇"], "--무엇"),
    ],
)
def test_what_cannot_be_asked_ends_with_2_and_a_reason(filled: Gisa, arguments: list[str], said_: str) -> None:
    said = filled("search", *arguments)
    assert (said.code, said.out) == (2, "")
    assert said_ in said.err
    assert said.err.startswith("gisa")
    assert "Traceback" not in said.err


@pytest.mark.parametrize("text", ["\udcb5\udcc0", "\u200b"])
def test_a_query_of_nothing_readable_finds_everything_and_says_so(filled: Gisa, text: str) -> None:
    said = filled("search", text, "--json")
    assert (said.code, said.json["total"]) == (0, 3)
    assert said.json["query"]["warnings"] == [{"position": 0, "message": "찾을 낱말이 없어 모든 기사를 봅니다"}]


def test_the_same_text_in_two_papers_is_shown_together(gisa: Gisa, tmp_path: Path) -> None:
    text = (
        "가람군은 이월 솔내천 둑길을 새로 놓는다고 밝혔다. 둑길은 길이 삼 킬로미터이며 사업비는 이십억 원이다. "
        "이도현 군수는 주민이 걸을 길이 없었다며 내년 유월까지 공사를 마치겠다고 말했다. 가람군의회는 지난달 예산을 "
        "통과시켰고 은곡면 주민들은 다리 밑 진입로가 좁다며 넓혀 달라고 요구했다."
    )
    rows = [
        {"id": "g-9", "title": "둑길 놓는다", "body": text, "press": "가람일보", "date": "2021-03-02"},
        {"id": "s-9", "title": "둑길 놓는다", "body": text, "press": "솔내신문", "date": "2021-03-01"},
    ]
    gisa("add", str(write_jsonl(tmp_path / "b.jsonl", rows)))
    total, _, title, _, *lines = gisa("search", "둑길", "--collapse", "--sort", "newest").out.splitlines()
    assert total.startswith("기사 2건 (같은 글을 묶으면 1편) · ")
    assert title.startswith("2021-03-02")
    assert lines[-1] == "    같은 글 2곳: 솔내신문(처음) · 가람일보"
    assert gisa("search", "둑길").out.count("같은 글 2곳") == 2

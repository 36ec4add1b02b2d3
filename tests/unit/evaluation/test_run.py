from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from indexer.errors import UnreadableSource
from indexer.evaluation.run import evaluate
from tests.fakes import PlainAnalyser, write_jsonl

CORPUS = [
    {"_id": "c1", "title": "둑 높이기 착공", "text": "가람군은 솔내천 둑을 높인다."},
    {"_id": "c2", "title": "소각장 공람", "text": "은곡소각장 환경영향평가를 공람한다. 둑은 아니다."},
    {"_id": "c3", "title": "터미널 준공", "text": "솔내시외버스터미널을 개장했다."},
]
QUERIES = {"q1": "둑 착공", "q2": "소각장", "q3": "저수지 터미널", "판정 없음": "둑"}
QRELS = [("q1", "c1", 2), ("q1", "c2", 1), ("q2", "c2", 1), ("q3", "c1", 1)]


def folder(path: Path, queries: Mapping[str, str] = QUERIES) -> Path:
    """A BEIR folder."""
    write_jsonl(path / "corpus.jsonl", CORPUS)
    write_jsonl(path / "queries.jsonl", ({"_id": name, "text": text} for name, text in queries.items()))
    rows = ["query-id\tcorpus-id\tscore", *("\t".join(map(str, row)) for row in QRELS)]
    (path / "qrels.tsv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


def test_a_folder_is_measured_over_its_judged_queries(tmp_path: Path) -> None:
    told: list[int] = []
    measured = evaluate(folder(tmp_path), PlainAnalyser(), progress=told.append)
    # q1 and q2 are answered ideally, q3 finds the wrong article only.
    assert measured == {
        "queries": 3,
        "articles": 3,
        "rejected": 0,
        "nDCG@10": 0.6667,
        "MRR@10": 0.6667,
        "R@100": 0.6667,
    }
    assert sum(told) == 3


def test_what_cannot_be_read_of_the_corpus_is_counted(tmp_path: Path) -> None:
    write_jsonl(folder(tmp_path) / "corpus.jsonl", [*CORPUS, '{"_id": "깨진'])
    measured = evaluate(tmp_path, PlainAnalyser())
    assert (measured["articles"], measured["rejected"]) == (3, 1)


@pytest.mark.parametrize("text", ["둑 착공 " + "가나다 " * 200, "둑 착공 " * 40, "둑 착공 " + "가" * 600])
def test_of_a_query_too_long_to_be_asked_the_beginning_is(tmp_path: Path, text: str) -> None:
    assert evaluate(folder(tmp_path, {"q1": text}), PlainAnalyser())["nDCG@10"] == 1


@pytest.mark.parametrize("text", ["(" * 9 + "둑", "둑 -둑 " * 30, "", "에서"])
def test_a_query_that_cannot_be_asked_counts_as_one_that_found_nothing_useful(tmp_path: Path, text: str) -> None:
    measured = evaluate(folder(tmp_path, {"q1": text}), PlainAnalyser())
    assert (measured["queries"], measured["articles"]) == (1, 3)


@pytest.mark.parametrize("name", ["corpus.jsonl", "queries.jsonl", "qrels.tsv"])
def test_a_missing_file_is_named(tmp_path: Path, name: str) -> None:
    (folder(tmp_path) / name).unlink()
    with pytest.raises(UnreadableSource, match=name) as error:
        evaluate(tmp_path, PlainAnalyser())
    assert error.value.exit_code == 66


@pytest.mark.parametrize(
    ("name", "content", "place"),
    [
        ("queries.jsonl", json.dumps({"_id": "q1", "text": "둑"}) + '\n{"_id": ', "queries.jsonl:2"),
        ("queries.jsonl", '{"id": "q1", "text": "둑"}', "queries.jsonl:1"),
        ("queries.jsonl", "[1]", "queries.jsonl:1"),
        ("qrels.tsv", "query-id\tcorpus-id\tscore\nq1\tc1\t높음\n", "qrels.tsv:2"),
        ("qrels.tsv", "q1\t0\tc1\t1\nq2\t0\tc2\t1\n", "qrels.tsv:2"),
        ("qrels.tsv", "query-id\tcorpus-id\tscore\nq1\n", "qrels.tsv:2"),
        ("qrels.tsv", "query-id\tcorpus-id\tscore\n", "qrels.tsv"),
        ("queries.jsonl", '{"_id": "다른 질의", "text": "둑"}', "queries.jsonl"),
    ],
)
def test_a_file_of_another_form_is_named_with_its_line(tmp_path: Path, name: str, content: str, place: str) -> None:
    (folder(tmp_path) / name).write_text(content, encoding="utf-8")
    with pytest.raises(UnreadableSource) as error:
        evaluate(tmp_path, PlainAnalyser())
    assert f"{place}: " in str(error.value)


def test_a_file_in_another_encoding_is_named(tmp_path: Path) -> None:
    (folder(tmp_path) / "queries.jsonl").write_bytes('{"_id": "q1", "text": "둑"}'.encode("cp949"))
    with pytest.raises(UnreadableSource, match="UTF-8이 아닙니다"):
        evaluate(tmp_path, PlainAnalyser())

from __future__ import annotations

from pathlib import Path

import pytest

from indexer import ingest
from indexer.engines.whoosh_engine import WhooshEngine
from tests.fakes import write_jsonl
from tests.unit.cli.conftest import ARTICLES, Gisa

GOOD = {"id": "a-1", "title": "둑 높인다"}


def test_the_summary_adds_up_as_json(gisa: Gisa, tmp_path: Path) -> None:
    changed = GOOD | {"title": "둑 더 높인다"}
    path = write_jsonl(tmp_path / "a.jsonl", [GOOD, GOOD, changed, {"id": "a-2", "title": "단신"}, '{"id": "깨진'])
    said = gisa("add", path, "--json")
    assert said.code == 0
    summary = said.json
    assert list(summary) == ["read", "added", "updated", "unchanged", "rejected", "seconds"]
    assert 0 <= summary.pop("seconds") < 60
    assert summary == {"read": 5, "added": 2, "updated": 1, "unchanged": 1, "rejected": 1}


def test_the_summary_adds_up_in_words(gisa: Gisa, tmp_path: Path) -> None:
    said = gisa("add", write_jsonl(tmp_path / "a.jsonl", [GOOD]))
    assert said.out.startswith("읽음 1 = 새로 1 + 고침 0 + 그대로 0 + 못 넣음 0  (")
    assert said.err == ""  # no bar where there is no terminal


def test_adding_again_adds_nothing(filled: Gisa, tmp_path: Path) -> None:
    said = filled("add", tmp_path / "기사", "--json")
    assert (said.code, said.json["read"], said.json["unchanged"], said.json["added"]) == (0, 3, 3, 0)


def test_several_files_and_folders_are_read(gisa: Gisa, tmp_path: Path) -> None:
    write_jsonl(tmp_path / "폴더" / "안" / "a.jsonl", [GOOD])
    other = write_jsonl(tmp_path / "b.jsonl", [{"id": "a-2", "title": "단신"}])
    assert gisa("add", tmp_path / "폴더", other, "--json").json["added"] == 2


BAD = {
    "빈.txt": (b"", None, "빈 파일"),
    "보도자료.txt": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", None, "PDF"),
    "깨진.jsonl": ('{"title": "하나"}\n{"title": "둘"}\n{"title": "셋"\n'.encode(), 3, "JSON이 깨졌습니다"),
    "날짜.jsonl": (b'{"title": "x", "date": "2019-02-30"}\n', 1, "2019-02-30은 없는 날짜"),
    "제목 없음.jsonl": ('{"id": "n-1", "press": "가람일보"}\n'.encode(), 1, "제목"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_said_with_place_and_reason_and_kept(gisa: Gisa, tmp_path: Path, name: str) -> None:
    content, line, reason = BAD[name]
    path = tmp_path / name
    path.write_bytes(content)
    good = write_jsonl(tmp_path / "좋은.jsonl", [GOOD])
    said = gisa("add", path, good)
    assert said.code == 0  # others went in
    place = f"{path}:{line}" if line else str(path)
    assert said.err.startswith(f"{place}: ")
    assert reason in said.err
    assert len(said.err.splitlines()) == 1
    assert "못 넣음 1" in said.out
    assert "stats --rejected" in said.out
    (kept,) = gisa("stats", "--rejected", "--json").json
    assert (kept["path"], kept["line"]) == (str(path), line)
    assert reason in kept["reason"]


@pytest.mark.parametrize("name", [name for name in BAD if name != "깨진.jsonl"])
def test_where_nothing_went_in_the_command_fails(gisa: Gisa, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(BAD[name][0])
    said = gisa("add", tmp_path / name, "--json")
    assert said.code == 1
    assert said.json["rejected"] == said.json["read"] == 1
    assert gisa("stats", "--rejected", "--json").json


def test_all_bad_files_of_a_folder_are_told_and_counted(gisa: Gisa, tmp_path: Path) -> None:
    for name, (content, _, _) in BAD.items():
        (tmp_path / "모음" / name).parent.mkdir(exist_ok=True)
        (tmp_path / "모음" / name).write_bytes(content)
    said = gisa("add", tmp_path / "모음", "--json")
    assert {name: said.json[name] for name in ("read", "added", "rejected")} == {"read": 7, "added": 2, "rejected": 5}
    assert len(said.err.splitlines()) == 5
    again = gisa("add", tmp_path / "모음", "--json")
    assert again.code == 0
    assert len(gisa("stats", "--rejected", "--json").json) == 5


def test_a_path_that_is_not_there_is_said_and_nothing_is_read(gisa: Gisa, tmp_path: Path) -> None:
    good = write_jsonl(tmp_path / "좋은.jsonl", [GOOD])
    said = gisa("add", good, tmp_path / "없는 파일.jsonl")
    assert (said.code, said.out) == (66, "")
    assert "없는 파일.jsonl" in said.err
    assert gisa("stats", "--json").json["articles"] == 0


def test_an_empty_folder_fails_with_advice(gisa: Gisa, tmp_path: Path) -> None:
    (tmp_path / "빈 폴더").mkdir()
    said = gisa("add", tmp_path / "빈 폴더")
    assert said.code == 1
    assert "읽을 것이 없습니다" in said.out


def test_a_data_folder_that_cannot_be_made_is_said(gisa: Gisa, tmp_path: Path) -> None:
    good = write_jsonl(tmp_path / "좋은.jsonl", [GOOD])
    said = gisa("add", good, "--data", good / "T")
    assert said.code == 74
    assert said.err.startswith("gisa: ")
    assert "폴더를 만들 수 없습니다" in said.err


def test_while_somebody_else_writes_the_reader_is_told_to_wait(filled: Gisa, tmp_path: Path) -> None:
    engine = WhooshEngine(tmp_path / "T" / "index")
    with engine.writer():
        said = filled("add", tmp_path / "기사")
    engine.close()
    assert said.code == 75
    assert "끝난 뒤" in said.err


def test_ctrl_c_ends_with_130_and_a_promise(gisa: Gisa, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(ingest, "add", interrupted)
    said = gisa("add", write_jsonl(tmp_path / "a.jsonl", [GOOD]))
    assert said.code == 130
    assert "그대로 있고" in said.err


@pytest.mark.parametrize("cause", [KeyboardInterrupt(), ValueError()])
def test_ctrl_c_within_compiled_code_is_ctrl_c(
    gisa: Gisa, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cause: BaseException
) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise SystemError("returned a result with an exception set") from cause

    monkeypatch.setattr(ingest, "add", interrupted)
    path = write_jsonl(tmp_path / "a.jsonl", [GOOD])
    if isinstance(cause, KeyboardInterrupt):
        assert gisa("add", path).code == 130
    else:
        with pytest.raises(SystemError):
            gisa("add", path)


def test_the_data_folder_is_the_option_then_the_environment(
    gisa: Gisa, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_jsonl(tmp_path / "a.jsonl", ARTICLES)
    monkeypatch.setenv("GISA_DATA", str(tmp_path / "환경"))
    gisa("add", path)
    gisa("add", path, "--data", tmp_path / "옵션")
    assert (tmp_path / "환경" / "archive.sqlite3").exists()
    assert (tmp_path / "옵션" / "index").is_dir()
    assert gisa("stats", "--json").json["articles"] == 3

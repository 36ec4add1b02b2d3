"""draft, and what it prints."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from indexer.query.drafts import MOST_CHARACTERS
from tests.unit.cli.conftest import Gisa

TEXT = "군의회가 둑 예산을 깎았다.\n한울교 재가설에는 218억 원이 든다."


def test_a_draft_answers_in_json(filled: Gisa, tmp_path: Path) -> None:
    (tmp_path / "초고.txt").write_text(TEXT, "utf-8")
    said = filled("draft", tmp_path / "초고.txt", "--json")
    assert (said.code, said.err) == (0, "")
    assert (said.json["characters"], said.json["articles"]) == (len(TEXT), 3)
    assert [one["standing"] for one in said.json["sentences"]][1] == "new"
    assert said.json["unseen"] == ["218억"]


def test_a_draft_answers_in_words_with_a_mark_before_each_sentence(filled: Gisa, tmp_path: Path) -> None:
    (tmp_path / "초고.txt").write_text(TEXT, "utf-8")
    said = filled("draft", tmp_path / "초고.txt")
    assert said.out.startswith("같은 글 0건, ")
    assert "  + 한울교 재가설에는 218억 원이 든다." in said.out.splitlines()
    assert "어느 기사에도 없는 이름·수: " in said.out


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949", "utf-16"])
def test_a_draft_is_read_in_any_encoding_that_korean_texts_come_in(
    filled: Gisa, monkeypatch: pytest.MonkeyPatch, encoding: str
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(TEXT.encode(encoding))))
    assert filled("draft", "-", "--press", "솔내신문", "--json").json["articles"] == 1


def test_a_draft_that_cannot_be_read_is_refused_with_the_reason(filled: Gisa, tmp_path: Path) -> None:
    assert filled("draft", tmp_path / "없음.txt").code == 66
    (tmp_path / "그림.txt").write_bytes(b"\xff\xd8\xff\x00")
    assert filled("draft", tmp_path / "그림.txt").code == 66
    (tmp_path / "큰.txt").write_text("가" * MOST_CHARACTERS * 9, "utf-8")
    said = filled("draft", tmp_path / "큰.txt")
    assert said.code == 66
    assert f"{MOST_CHARACTERS:,}자" in said.err


@pytest.mark.parametrize(("text", "said"), [("", "비어"), ("가" * (MOST_CHARACTERS + 1), "너무 깁니다")])
def test_an_empty_draft_and_one_that_is_too_long_are_refused(
    filled: Gisa, tmp_path: Path, text: str, said: str
) -> None:
    (tmp_path / "초고.txt").write_text(text, "utf-8")
    answer = filled("draft", tmp_path / "초고.txt")
    assert answer.code == 2
    assert said in answer.err

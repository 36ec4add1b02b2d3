"""What commands say of user words."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.cli.conftest import Gisa


@pytest.fixture
def taught(filled: Gisa, tmp_path: Path) -> Gisa:
    """The articles of `filled`, and a word that is in one of them was written down since."""
    (tmp_path / "사전" / "a.tsv").write_text("솔내천\tNNP\n", "utf-8")
    return filled


def test_stats_tells_how_many_analyses_are_stale_until_they_are_renewed(taught: Gisa, tmp_path: Path) -> None:
    assert "사전이 바뀌어 기사 1건의 분석이 낡았습니다" in taught("stats").out
    assert taught("stats", "--json").json["stale"] == 1
    taught("rebuild")
    assert "사전" not in taught("stats").out
    assert taught("stats", "--json").json["stale"] == 0


def test_adding_tells_what_is_analysed_again_even_with_nothing_new(taught: Gisa, tmp_path: Path) -> None:
    said = taught("add", tmp_path / "기사", "--json")
    assert said.err == "사전이 바뀌어 기사 1건을 다시 분석합니다.\n"
    assert said.json["unchanged"] == 3
    assert taught("add", tmp_path / "기사").err == ""


def test_a_rebuild_tells_what_is_analysed_again(taught: Gisa) -> None:
    said = taught("rebuild")
    assert (said.code, said.err) == (0, "사전이 바뀌어 기사 1건을 다시 분석합니다.\n")


def test_a_wrong_line_stops_writing_and_not_reading(taught: Gisa, tmp_path: Path) -> None:
    file = tmp_path / "사전" / "a.tsv"
    file.write_text("솔내천\tNNP\n솔내\t이름\n", "utf-8")
    for command in (("add", tmp_path / "기사"), ("rebuild",), ("stats",)):
        said = taught(*command)
        assert (said.code, said.out) == (78, "")
        assert said.err.startswith(f"gisa: {file}:2: ‘솔내’의 품사 ‘이름’을 모릅니다.")
    assert taught("search", "솔내천", "--json").json["total"] == 1

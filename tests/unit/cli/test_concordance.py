"""kwic, and how its lines stand in a terminal."""

from __future__ import annotations

import pytest

from indexer.cli.concordance import cells
from tests.unit.cli.conftest import Gisa


def keyword_at(line: str) -> int:
    """The cell in which the keyword's bracket opens."""
    return cells(line.partition("[")[0])


@pytest.mark.parametrize("order", ["list", "left", "right", "word", "date"])
def test_the_keywords_stand_under_one_another(filled: Gisa, order: str) -> None:
    _, *lines = filled("kwic", "둑", "--order", order).out.splitlines()
    assert len(lines) == 5
    assert len({keyword_at(line) for line in lines}) == 1


def test_a_line_says_when_and_where_and_shows_the_word_in_brackets(filled: Gisa) -> None:
    said = filled("kwic", "깎였다", "--order", "date")
    assert said.out.splitlines()[0].startswith("기사 1건 · ")
    assert said.out.splitlines()[1] == "2020-01-02  솔내신문  둑 예산 [깎였다]"


def test_lines_are_counted_where_they_are_ordered(filled: Gisa) -> None:
    said = filled("kwic", "둑", "--order", "left", "--limit", "2")
    assert said.out.startswith("5줄 · 기사 2건 · ")
    assert len(said.out.splitlines()) == 3


def test_a_narrow_terminal_cuts_the_outer_ends(filled: Gisa, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "52")
    _, *lines = filled("kwic", "둑", "--order", "left").out.splitlines()
    assert max(map(cells, lines)) <= 52
    assert any("…" in line for line in lines)


def test_a_letter_takes_as_many_cells_as_a_terminal_gives_it() -> None:
    assert [cells(text) for text in ("둑", "A둑", "ｱ", "é", "¶", "\u200b", "")] == [2, 3, 1, 1, 1, 0, 0]


def test_json_has_what_the_api_has(filled: Gisa) -> None:
    said = filled("kwic", "둑", "--order", "right", "--width", "20", "--json")
    assert (said.json["of_lines"], said.json["of_articles"], said.json["order"], said.json["width"]) == (
        5,
        2,
        "right",
        20,
    )
    assert {"id", "left", "keyword", "right", "field"} <= said.json["lines"][0].keys()


def test_a_query_without_a_word_is_told_what_to_do(filled: Gisa) -> None:
    assert "낱말을 적어 다시 하십시오" in filled("kwic", "날짜:2020").out


@pytest.mark.parametrize("width", ["19", "101", "wide"])
def test_a_width_beyond_the_bounds_is_refused(filled: Gisa, width: str) -> None:
    said = filled("kwic", "둑", "--width", width)
    assert said.code == 2
    assert "20부터 100까지" in said.err or "정수" in said.err

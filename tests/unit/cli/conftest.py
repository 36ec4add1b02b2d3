"""The command line in this process, with a plain analyser in Kiwi's place."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from indexer.cli import main
from tests.fakes import write_jsonl
from tests.plain_commands import use_plain_analyser

ARTICLES: list[dict[str, Any]] = [
    {
        "id": "g-1",
        "title": "솔내천 둑 높인다",
        "subtitle": "예산 42억 원",
        "body": "가람군은 솔내천 둑을 높인다.",
        "captions": ["둑을 보는 주민"],
        "press": "가람일보",
        "section": "사회",
        "region": "솔내읍",
        "reporter": "박서연",
        "date": "2019-03-27 23:00",
        "url": "https://www.garamilbo.example/news/articleView.html?idxno=1",
        "조회": 17,
    },
    {
        "id": "s-1",
        "title": "둑 예산 깎였다",
        "body": "군의회가 둑 예산을 깎았다.",
        "press": "솔내신문",
        "date": "2020-01-02",
    },
    {"id": "x-1", "title": "터미널 단신", "body": "터미널을 옮긴다."},
]


class Said(NamedTuple):
    """How a command ended, and what it printed."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Gisa = Callable[..., Said]


@pytest.fixture(autouse=True)
def plain(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Nothing here loads Kiwi, or touches anybody's archive."""
    use_plain_analyser(monkeypatch.setattr)
    monkeypatch.setenv("GISA_DATA", str(tmp_path / "T"))
    (tmp_path / "사전").mkdir()
    monkeypatch.setenv("GISA_DICTIONARIES", str(tmp_path / "사전"))


@pytest.fixture
def gisa(capfd: pytest.CaptureFixture[str]) -> Gisa:
    """Runs a command."""

    def run(*arguments: str | Path) -> Said:
        capfd.readouterr()
        try:
            code = main([str(argument) for argument in arguments])
        except SystemExit as stop:  # argparse
            code = int(stop.code or 0)
        return Said(code, *capfd.readouterr())

    return run


@pytest.fixture
def filled(gisa: Gisa, tmp_path: Path) -> Gisa:
    """The same, with the articles above added."""
    assert gisa("add", write_jsonl(tmp_path / "기사" / "a.jsonl", ARTICLES)).code == 0
    return gisa

"""Runs every folder here: its articles go the index path, its searches the query path. See README.md."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from indexer import ingest
from indexer.analysis.kiwi import KiwiAnalyser
from indexer.archive import Archive
from indexer.archive.connect import sqlite_url
from indexer.engines.whoosh_engine import WhooshEngine
from indexer.query.dates import parse_period
from indexer.query.request import SearchRequest
from indexer.query.result import Hit, SearchResult
from indexer.search import Search
from indexer.sources import read_paths

HERE = Path(__file__).parent
KEYS = {"query", "options", "ids", "set", "marks", "hows", "warnings", "notices", "missing", "relaxed", "not_yet"}


def _folders() -> list[Path]:
    return sorted(path.parent for path in HERE.glob("*/searches.json"))


def _searches() -> list[Any]:
    cases = []
    for folder in _folders():
        for case in json.loads((folder / "searches.json").read_text("utf-8")):
            marks = [pytest.mark.xfail(reason=case["not_yet"], strict=True)] if "not_yet" in case else []
            name = f"{folder.name}: {case['query']} {case.get('options', '')}".strip()
            cases.append(pytest.param(folder, case, id=name, marks=marks))
    return cases


@pytest.fixture(scope="module")
def searches(kiwi: KiwiAnalyser) -> Iterator[dict[Path, Search]]:
    """Every folder's articles, indexed once."""
    opened = {}
    with TemporaryDirectory() as place, ExitStack() as stack:
        for folder in _folders():
            archive = stack.enter_context(closing(Archive(sqlite_url(Path(place) / folder.name / "archive.sqlite3"))))
            engine = stack.enter_context(closing(WhooshEngine(Path(place) / folder.name / "index")))
            summary = ingest.add(read_paths([folder / "articles.jsonl"]), archive=archive, engine=engine, analyser=kiwi)
            assert summary.added == summary.read, f"{folder.name}: {archive.rejections()}"
            opened[folder] = Search(archive, engine, kiwi)
        yield opened


@pytest.mark.parametrize(("folder", "case"), _searches())
def test_a_search_finds_what_its_case_says(searches: dict[Path, Search], folder: Path, case: dict[str, Any]) -> None:
    assert set(case) <= KEYS, f"unknown: {set(case) - KEYS}"
    assert ("ids" in case) != ("set" in case), "a case says ids (in this order) or set (in any)"
    result = searches[folder].search(request(case["query"], **case.get("options", {})))
    check_hits(result, case)
    check_words(result, case)


def check_hits(result: SearchResult, case: dict[str, Any]) -> None:
    """What is found and shown."""
    found = [hit.id for hit in result.hits]
    if "ids" in case:
        assert found == case["ids"]
    else:
        assert sorted(found) == sorted(case["set"])
    hits = {hit.id: hit for hit in result.hits}
    assert {name: marked(hits[name]) for name in case.get("marks", {})} == case.get("marks", {})
    assert {name: hows(hits[name]) for name in case.get("hows", {})} == case.get("hows", {})


def check_words(result: SearchResult, case: dict[str, Any]) -> None:
    """What is said, and what is shown where nothing is found."""
    said = [warning.message for warning in result.warnings]
    expected = case.get("warnings", [])
    assert len(said) == len(expected), said
    assert all(part in message for part, message in zip(expected, said, strict=True)), said
    assert [notice.kind for notice in result.notices] == case.get("notices", [])
    if "missing" in case:
        assert [list(missing) for missing in result.missing] == case["missing"]
    relaxed = [hit.id for hit in result.relaxed.hits] if result.relaxed else []
    assert sorted(relaxed) == sorted(case.get("relaxed", relaxed))


def request(text: str, **options: Any) -> SearchRequest:
    """Options are called as on the command line; all hits are asked for unless there is a limit."""
    first = parse_period(options.pop("from"))[0] if "from" in options else None
    last = parse_period(options.pop("to"))[1] if "to" in options else None
    for name in ("press", "section", "reporter"):
        if name in options:
            options[name] = tuple(options[name])
    return SearchRequest(text=text, first=first, last=last, **({"limit": None} | options))


def marked(hit: Hit) -> list[str]:
    """The marked words of the title, then of the snippets."""
    texts = [(hit.title, hit.title_marks), *((snippet.text, snippet.marks) for snippet in hit.snippets)]
    return [text[start:end] for text, marks in texts for start, end in marks]


def hows(hit: Hit) -> list[str]:
    """The ways in which the words stand in it, each once, in order."""
    return list(dict.fromkeys(matched.how for matched in hit.matched))


def test_every_case_folder_is_whole() -> None:
    for folder in (path for path in HERE.iterdir() if path.is_dir() and path.name != "__pycache__"):
        assert {path.name for path in folder.iterdir()} >= {"articles.jsonl", "searches.json"}, folder.name
    assert len(_folders()) >= 6

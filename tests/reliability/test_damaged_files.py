"""Bits that flip, files cut short, exchanged, gone: all that makes a difference is found by `check`, no answer is wrong
without a word, and nothing is unpickled."""

from __future__ import annotations

import json
import pickle
import random
import re
import shutil
import sqlite3
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from indexer import keeping
from indexer.archive import Archive
from indexer.archive.connect import sqlite_url
from indexer.engines.whoosh_engine import WhooshEngine
from indexer.errors import GisaError
from indexer.query.request import SearchRequest
from indexer.search import Search
from tests.fakes import PlainAnalyser
from tests.reliability import harming
from tests.reliability.stage import HELD, NEW, Stage, run

ASKED = ("솔내천 둑", "주민", "", "반긴다")
LOST = re.compile("보관소에 없어|형태소 기록이 없어")

Harm = Callable[[Path, random.Random], str]


@pytest.fixture
def sound(scene: Stage) -> Path:
    """A data folder with several versions, several segments and a removal behind it."""
    run(scene.works["add"].commands, scene.base)
    run(scene.works["merge"].commands, scene.base)
    run([["remove", "m-1", "--reason", "당사자의 요청", "--json"]], scene.base)
    run([["rights", "솔내신문", "snippet", "--json"]], scene.base)
    return scene.base


@pytest.fixture(autouse=True)
def unpickling(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """Nothing may be unpickled, once everything is loaded."""
    data = request.getfixturevalue("sound")
    answers(data)

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("unpickled")

    for name in ("load", "loads", "Unpickler"):
        monkeypatch.setattr(pickle, name, refuse)


@contextmanager
def opened(data: Path) -> Iterator[tuple[Archive, WhooshEngine]]:
    """As a command opens them."""
    archive = Archive(sqlite_url(data / "archive.sqlite3"))
    engine = WhooshEngine(data / "index")
    with closing(archive), closing(engine):
        yield archive, engine


def checked(data: Path) -> tuple[str, ...]:
    """What `check` says, as the command says it."""
    if not (data / "archive.sqlite3").exists():
        return ("보관소가 없습니다",)
    try:
        with opened(data) as (archive, engine):
            return keeping.check(archive, engine, "plain-1").flaws
    except GisaError as error:
        return (str(error),)


def answers(data: Path) -> dict[str, Any]:
    """Everything that readers are shown, by what was asked; an error of ours is an answer too, and None."""
    if not (data / "archive.sqlite3").exists():
        return {}
    told: dict[str, Any] = {}
    try:
        with opened(data) as (archive, engine):
            search = Search(archive, engine, PlainAnalyser())
            for text in ASKED:
                told[text] = _asked(_hits, search, text)
            for name in (*HELD, *NEW):
                told[name] = _asked(_article, search, name)
    except GisaError:  # it cannot even be opened
        return {}
    return told


def _asked(question: Callable[[Search, str], Any], search: Search, text: str) -> Any:
    try:
        return question(search, text)
    except GisaError:
        return None


def _hits(search: Search, text: str) -> Any:
    return _plain(search.search(SearchRequest(text=text, limit=None)))


def _article(search: Search, name: str) -> Any:
    return search.article(name).to_json()


def _plain(result: Any) -> Any:
    told = result.to_json()
    del told["took_ms"]
    warnings = told["query"].pop("warnings")  # one that comes with the right hits misleads nobody
    return None if any(LOST.search(warning["message"]) for warning in warnings) else told


def misleads(told: Any, true: Any) -> bool:
    """Whether an answer says what is not so. Of who else prints a text some may be missing: the database finds them by
    an index that only `check` reads whole."""
    pairs = zip([told, *told.get("hits", ())], [true, *true.get("hits", ())], strict=False)
    for one, other in pairs:
        named, held = ((each.get("story") or {}).get("others", ()) for each in (one, other))
        if any(print_ not in held for print_ in named):
            return True
    return _without_stories(told) != _without_stories(true)


def _without_stories(told: dict[str, Any]) -> dict[str, Any]:
    return {name: told[name] for name in told if name not in ("story", "hits")} | {
        "hits": [_without_stories(hit) for hit in told.get("hits", ())]
    }


def rows(data: Path) -> dict[str, list[Any]]:
    """All that the archive holds."""
    with closing(sqlite3.connect(data / "archive.sqlite3")) as database:
        # As SQLite understands its list of tables, which has words in it that it never reads.
        tables = database.execute("SELECT lower(name) FROM pragma_table_list WHERE schema = 'main' AND type = 'table'")
        named = [name for (name,) in tables.fetchall() if not name.startswith("sqlite_")]
        return {
            name: sorted((_unpacked(row) for row in database.execute(f"SELECT * FROM {name}")), key=repr)
            for name in named
        }


def differences(held: dict[str, list[Any]], found: dict[str, list[Any]]) -> list[tuple[str, Any, Any]]:
    """The tables that are not there alike, and the values that differ."""
    if held.keys() != found.keys() or any(len(held[name]) != len(found[name]) for name in held):
        return [("tables", {name: len(held[name]) for name in held}, {name: len(found[name]) for name in found})]
    rows = ((name, *pair) for name in held for pair in zip(held[name], found[name], strict=True))
    return [(name, *pair) for name, *both in rows for pair in zip(*both, strict=True) if pair[0] != pair[1]]


def _unpacked(row: Sequence[Any]) -> list[Any]:
    """What is meant: a bit may also flip where a packed stream is filled up to a whole byte, or make `\\ubc15` of JSON
    into `\\uBc15`."""
    return [_meant(value) for value in row]


def _meant(value: Any) -> Any:
    if isinstance(value, bytes) and value[:1] == b"x":
        return zlib.decompress(value)
    return json.loads(value) if isinstance(value, str) and value[:1] in ("[", "{") else value


def harmed(sound: Path, harm: Harm, times: int) -> Counter[str]:
    """Does harm so many times, each time to a sound folder; how often it was found, and how often there was nothing to
    find. Fails at an answer that is wrong without a word, and at a difference that is not found."""
    truth, held = answers(sound), rows(sound)
    assert checked(sound) == ()
    chance, seen = random.Random(11), Counter[str]()
    data = sound.parent / "harmed" / "data"
    for _ in range(times):
        shutil.rmtree(data, ignore_errors=True)
        shutil.copytree(sound, data)
        what = harm(data, chance)
        for asked, answer in answers(data).items():
            assert answer is None or not misleads(answer, truth[asked]), (what, asked)
        if checked(data):
            seen["found"] += 1
        else:
            assert differences(held, rows(data)) == [], what
            seen["nothing to find"] += 1
    return seen


def test_flipped_bits_are_found(sound: Path) -> None:
    seen = harmed(sound, harming.flip_one, 40)
    assert seen["found"] > 25


def test_files_cut_short_are_found(sound: Path) -> None:
    assert harmed(sound, harming.truncate_one, 20) == {"found": 20}


def test_exchanged_and_missing_files_are_found(sound: Path) -> None:
    assert harmed(sound, harming.swap_or_lose, 12) == {"found": 12}


@pytest.mark.parametrize("name", ["archive.sqlite3", "index"])
def test_an_archive_or_an_index_of_an_earlier_time_is_found(sound: Path, scene: Stage, name: str) -> None:
    older = shutil.copytree(sound, sound.with_name("older"))
    new = scene.works["merge"].commands[0]
    run([["remove", "g-8", "--reason", "당사자의 요청", "--json"], ["add", "--restore", *new[1:]]], sound)
    assert checked(sound) == ()
    if name == "index":
        shutil.rmtree(sound / "index")
        shutil.copytree(older / "index", sound / "index")
    else:
        shutil.copyfile(older / name, sound / name)
    assert checked(sound)


@pytest.mark.full
def test_1000_flipped_bits_are_found(sound: Path) -> None:
    seen = harmed(sound, harming.flip_one, 1_000)
    print(f"1,000 flipped bits: {dict(seen)}")


@pytest.mark.full
def test_200_files_cut_short_are_found(sound: Path) -> None:
    seen = harmed(sound, harming.truncate_one, 200)
    print(f"200 files cut short: {dict(seen)}")
    assert seen == {"found": 200}


@pytest.mark.full
def test_50_exchanged_and_missing_files_are_found(sound: Path) -> None:
    seen = harmed(sound, harming.swap_or_lose, 50)
    print(f"50 files exchanged or missing: {dict(seen)}")
    assert seen == {"found": 50}

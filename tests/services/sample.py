"""One small archive with an index of each kind: the samples, and what they have nothing of."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from indexer import ingest
from indexer.analysis.interface import Analyser
from indexer.archive import Archive
from indexer.archive.connect import sqlite_url
from indexer.engines.interface import Engine
from indexer.engines.whoosh_engine import WhooshEngine
from indexer.search import Search
from indexer.settings import SAMPLES
from indexer.sources import read_paths
from tests.fakes import write_jsonl
from tests.fakes_stories import RELEASE

PRESSES = ("가람일보", "솔내신문", "가람저널")


def _named() -> Iterator[dict[str, Any]]:
    """What sources say of articles, and letters that are not Hangul."""
    who = {"person": ["이도현", "박은별"], "place": ["은곡리", "새터리"], "organization": ["가람군의회", "솔내농협"]}
    for number in range(12):
        entities = {name: [values[number % 2], *values[: number % 3]] for name, values in who.items()}
        yield entities | {
            "id": f"named-{number}",
            "title": f"[{number}보] 은곡리 소각장 입지 공람",
            "body": f"이도현 군수는 은곡소각장 공람을 밝혔다. 1만5천 원을 낸 {number}번째 이다. 해 보면 안다.",
            "press": PRESSES[number % 3],
            "date": f"2021-{number % 12 + 1:02}-11",
            "keyword": ["소각장", f"열쇠{number % 4}"],
            "tag": ["소각장"] if number % 2 else ["공람", "소각장"],
        }


def _odd() -> Iterator[dict[str, Any]]:
    yield {
        "id": "hanja",
        "title": "大選 앞둔 가람",
        "body": "大選 후보가 강소특구를 찾았다. 대선은 봄이다.",
        "date": "2022-03-01",
    }
    yield {
        "id": "wide",
        "title": "ＫＴＸ 선다",
        "body": "시ㆍ군을 잇는 KTX가 15,000원에 다닌다. R&D 단지다.",
        "date": "2022-04-01",
    }
    yield {"id": "undated", "title": "날짜 없는 둑", "body": "솔내천 둑이다. 달여울 마을의 달여운 이야기."}
    for number, press in enumerate(PRESSES):
        yield {
            "id": f"release-{number}",
            "title": "보도자료",
            "press": press,
            "body": RELEASE,
            "date": f"2020-05-0{number + 1}",
        }


class Both(NamedTuple):
    """The same archive, searched in a folder and on a cluster."""

    archive: Archive
    folder: Engine
    cluster: Engine
    analyser: Analyser

    @property
    def searches(self) -> tuple[Search, Search]:
        """Those of the folder and of the cluster."""
        return Search(self.archive, self.folder, self.analyser), Search(self.archive, self.cluster, self.analyser)


@contextmanager
def both(place: Path, cluster: Engine, analyser: Analyser) -> Iterator[Both]:
    """One archive in that folder, and two indexes made of it."""
    made = write_jsonl(place / "more.jsonl", [*_named(), *_odd()])
    with (
        closing(Archive(sqlite_url(place / "archive.sqlite3"))) as archive,
        closing(WhooshEngine(place / "i")) as folder,
    ):
        for engine in (folder, cluster):
            ingest.add(read_paths([SAMPLES, made]), archive=archive, engine=engine, analyser=analyser)
        yield Both(archive, folder, cluster, analyser)

"""The program's own server as a process, what it holds open, and one that writes to its archive meanwhile.

With `PLAIN`, a plain analyser stands in Kiwi's place: what is tested is not it, and it takes seconds and 540 MB.
"""

from __future__ import annotations

import http.client
import json
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from indexer import ingest
from indexer.analysis.interface import Analyser
from indexer.archive import Archive
from indexer.engines.whoosh_engine import WhooshEngine
from indexer.settings import ROOT, Settings
from indexer.sources import read_paths
from tests.fakes import PlainAnalyser, write_jsonl

PLAIN = """
import sys
from indexer.cli import main
from tests.plain_commands import use_plain_analyser
use_plain_analyser()
sys.exit(main(sys.argv[1:]))
"""

READY = 120.0
"""Seconds that a server may take to be ready, on a machine that is busy with other tests."""

TOPICS = (
    "둑 산불 예산 터미널 소각장 의회 축제 복지관 도서관 고추 사과 보건소 군수 주민 하천 다리 학교 농협 시장".split()
)
PRESSES = ("가람일보", "솔내신문", "은곡타임스")


@dataclass(frozen=True)
class Served:
    """A server that is ready."""

    process: subprocess.Popen[str]
    port: int

    @property
    def files(self) -> int:
        """Descriptors it has open."""
        return len(list(Path(f"/proc/{self.process.pid}/fd").iterdir()))

    @property
    def megabytes(self) -> float:
        """Memory that is its own: without the files that it maps."""
        lines = Path(f"/proc/{self.process.pid}/status").read_text().splitlines()
        return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("RssAnon:"))

    @property
    def maps(self) -> int:
        """Files it maps that are there no more: commits that nobody looks at."""
        text = Path(f"/proc/{self.process.pid}/maps").read_text(errors="replace")
        return sum(line.endswith("(deleted)") for line in text.splitlines())

    def get(self, path: str, **asked: str) -> tuple[int, bytes]:
        """Status and body of one answer, on a connection of its own."""
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=READY)) as connection:
            connection.request("GET", f"{path}?{urlencode(asked)}" if asked else path)
            answer = connection.getresponse()
            return answer.status, answer.read()

    def json(self, path: str, **asked: str) -> Any:
        """What a 200 says."""
        status, body = self.get(path, **asked)
        assert status == http.client.OK, body
        return json.loads(body)


def articles(count: int, start: int = 0) -> list[dict[str, Any]]:
    """Invented ones."""
    made = []
    for number in range(start, start + count):
        one, two, three = (TOPICS[(number * step + number // 20) % len(TOPICS)] for step in (1, 3, 7))
        made.append(
            {
                "id": f"g-{number}",
                "title": f"가람군, {one} {number % 9 + 1}차 사업",
                "subtitle": f"{two}에 {number}억 원",
                "body": f"가람군은 {one}을 고친다. 솔내읍 주민 {number}명은 {two}를 바란다.\n\n{three}에 쓸 돈은 없다. "
                * 4,
                "press": PRESSES[number % len(PRESSES)],
                "section": ("사회", "행정", "농업")[number % 3],
                "reporter": ("박서연", "오민재", "최여울", "이도현")[number % 4],
                "region": ("솔내읍", "은곡면")[number % 2],
                "date": f"20{10 + number % 14:02}-{number % 12 + 1:02}-{number % 28 + 1:02}T09:00:00+09:00",
            }
        )
    return made


def filled(data: Path, count: int, analyser: Analyser | None = None) -> Path:
    """A data folder with so many articles, analysed by the plain analyser if no other is given."""
    path = write_jsonl(data.parent / "articles.jsonl", articles(count))
    settings = Settings(data=data)
    with closing(Archive(settings.archive_url)) as archive, closing(WhooshEngine(settings.index)) as engine:
        ingest.add(read_paths([path]), archive=archive, engine=engine, analyser=analyser or PlainAnalyser())
    return data


@contextmanager
def serving(
    data: Path,
    *,
    program: Sequence[str] = ("-c", PLAIN),
    ready: str = "/readyz",
    log: Path | None = None,
    options: Sequence[str] = (),
) -> Iterator[Served]:
    """The server over a data folder, ready to answer `ready`; what it says on standard error goes to `log`."""
    command = [sys.executable, *program, "serve", "--data", str(data), "--port", str(_free_port()), *options]
    with (log or data.parent / "served.log").open("w") as noise:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            stderr=noise,
            text=True,
        )
    try:
        assert process.stdout is not None
        said = re.search(r":(\d+)", process.stdout.readline())
        assert said, "the server did not open"
        served = Served(process, int(said[1]))
        _until_ready(served, ready)
        yield served
    finally:
        if process.poll() is None:
            process.kill()
        process.wait(30)
        assert process.stdout is not None
        process.stdout.close()


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _until_ready(served: Served, path: str) -> None:
    deadline = time.monotonic() + READY
    while served.get(path)[0] != http.client.OK:
        assert time.monotonic() < deadline, f"{path} is not ready"
        time.sleep(0.1)

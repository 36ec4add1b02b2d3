"""Does the server hold when several people search at once, and while articles are added?

    python -m tests.benchmarks.load --data FOLDER [--clients 8] [--seconds 120]

Starts `serve` over an archive as a process of its own, and as many clients, each with a connection that is kept open,
that ask one thing after another: searches of words that the archive suggests, further pages, filters, articles, what
comes up while one types, the API, feeds, exports. Meanwhile a few invented articles are added twice: the index changes
under the load. THE ARCHIVE IS CHANGED BY THIS: give a copy.

Any answer but 200 is an error, as is a connection that breaks; with one, this ends with 1. Times are by the clock, and
everything runs on one machine: clients, server and whatever else.
"""

from __future__ import annotations

import argparse
import http.client
import json
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from indexer.settings import ROOT
from tests.benchmarks.report import row

SEED = 20_240_301
TYPED = "가 나 다 마 바 사 아 자 하 고 구 군 시 신 예 지 정 주 조 전".split()
"""What is typed to learn words of the archive."""

ADDED = 5
"""Articles in each of the two additions."""

READY = 120.0
"""Seconds that the server may take to open."""


@dataclass
class Known:
    """What there is to ask for."""

    words: list[str] = field(default_factory=list)
    articles: list[str] = field(default_factory=list)
    presses: list[str] = field(default_factory=list)


@dataclass
class Seen:
    """What the clients met: milliseconds by kind, and errors by what they were."""

    times: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    errors: Counter[str] = field(default_factory=Counter)

    @property
    def answers(self) -> int:
        """How many."""
        return sum(map(len, self.times.values()))


def main(arguments: Sequence[str] | None = None) -> int:
    options = _options(arguments)
    with _serving(options.data) as (server, port):
        known = learn(port)
        before = resident(server.pid)
        seen, notes = attacked(port, known, options)
        after = resident(server.pid)
        if server.poll() is not None:
            seen.errors["서버가 죽었습니다"] += 1
    print(table(seen, options.seconds))
    (whole, own), (later, later_own) = before, after
    print(f"\n메모리 {whole:,.0f} → {later:,.0f} MB, 그 가운데 비춘 파일을 뺀 것 {own:,.0f} → {later_own:,.0f} MB")
    print(f"그동안 넣은 것: {', '.join(notes) or '없음'}")
    print(f"오류 {sum(seen.errors.values()):,}건 {dict(seen.errors) or ''}")
    return 1 if seen.errors else 0


@contextmanager
def _serving(data: Path) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """The program's own server, ready."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    command = [sys.executable, "-m", "indexer", "serve", "--data", str(data), "--port", str(port)]
    server = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)
    try:
        _wait_for(port)
        yield server, port
    finally:
        server.terminate()
        server.wait(30)


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + READY
    while time.monotonic() < deadline:
        try:
            with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=READY)) as connection:
                if _get(connection, "/readyz").status == http.client.OK:
                    return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError(f"no server on {port}")


def learn(port: int) -> Known:
    """Words, articles and newspapers of the archive, as a reader would come by them. The first searches load Kiwi."""
    known = Known()
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=READY)) as connection:
        for typed in TYPED:
            found = _json(connection, f"/api/v1/suggest?{urlencode({'q': typed})}")
            known.words += [each["text"] for each in found["suggestions"] if each["kind"] == "word"]
        known.words = known.words or TYPED
        for word in random.Random(SEED).sample(known.words, min(20, len(known.words))):
            found = _json(connection, f"/api/v1/search?{urlencode({'q': word})}")
            known.articles += [hit["id"] for hit in found["hits"]]
            known.presses += [each["value"] for each in found["facets"]["press"] if each["value"]]
    return known


def attacked(port: int, known: Known, options: argparse.Namespace) -> tuple[Seen, list[str]]:
    """All clients at once, until the time is over; what was added meanwhile."""
    until = time.monotonic() + options.seconds
    seen = [Seen() for _ in range(options.clients)]
    clients = [
        threading.Thread(target=_client, args=(port, known, until, random.Random(SEED + n), one), daemon=True)
        for n, one in enumerate(seen)
    ]
    for client in clients:
        client.start()
    notes = [_added(options.data, turn, options.seconds / 3) for turn in range(2)] if options.add else []
    for client in clients:
        client.join()
    whole = Seen()
    for one in seen:
        whole.errors.update(one.errors)
        for kind, times in one.times.items():
            whole.times[kind] += times
    return whole, notes


def _client(port: int, known: Known, until: float, chance: random.Random, seen: Seen) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=READY)
    while time.monotonic() < until:
        kind = chance.choices(list(ASKS), [weight for weight, _ in ASKS.values()])[0]
        url = ASKS[kind][1](known, chance)
        started = time.perf_counter()
        try:
            answer = _get(connection, url)
            answer.read()
        except (OSError, http.client.HTTPException) as error:
            seen.errors[f"{kind}: {type(error).__name__}"] += 1
            connection.close()
            continue
        seen.times[kind].append((time.perf_counter() - started) * 1000)
        if answer.status != http.client.OK:
            seen.errors[f"{kind}: {answer.status} {url}"] += 1
    connection.close()


def _word(known: Known, chance: random.Random) -> str:
    return chance.choice(known.words)


def _several(known: Known, chance: random.Random) -> str:
    return " ".join(chance.choice(known.words) for _ in range(2))


ASKS: dict[str, tuple[int, Callable[[Known, random.Random], str]]] = {
    "낱말 하나": (20, lambda known, chance: _query("/search", q=_word(known, chance))),
    "낱말 둘": (10, lambda known, chance: _query("/search", q=_several(known, chance))),
    "구절": (5, lambda known, chance: _query("/search", q=f'"{_word(known, chance)}"')),
    "다음 쪽": (5, lambda known, chance: _query("/search", q=_word(known, chance), page="2")),
    "신문 고르기": (
        5,
        lambda known, chance: _query("/search", q=_word(known, chance), press=chance.choice(known.presses)),
    ),
    "같은 글 묶기": (3, lambda known, chance: _query("/search", q=_word(known, chance), collapse="1")),
    "기사": (
        20,
        lambda known, chance: _query(f"/article/{chance.choice(known.articles)}", q=_word(known, chance)),
    ),
    "제안": (20, lambda known, chance: _query("/api/v1/suggest", q=_word(known, chance)[:2])),
    "API": (6, lambda known, chance: _query("/api/v1/search", q=_word(known, chance))),
    "처음 화면": (3, lambda _known, _chance: "/"),
    "알림(Atom)": (2, lambda known, chance: _query("/feed.atom", q=_word(known, chance))),
    "내보내기(CSV)": (1, lambda known, chance: _query("/export.csv", q=_several(known, chance))),
}
"""How often each kind of question is asked, of a hundred, and the question."""


def _query(path: str, **asked: str) -> str:
    return f"{path}?{urlencode(asked)}"


def _get(connection: http.client.HTTPConnection, url: str) -> http.client.HTTPResponse:
    connection.request("GET", url)
    return connection.getresponse()


def _json(connection: http.client.HTTPConnection, url: str) -> Any:
    return json.loads(_get(connection, url).read())


def _added(data: Path, turn: int, wait: float) -> str:
    """Adds a few articles in a third of the time, as a newsroom does; what became of it."""
    time.sleep(wait)
    rows = [
        {
            "id": f"load-{time.time_ns()}-{number}",
            "title": f"가람군, 솔내천 둑 {turn + 1}차 공사",
            "body": f"가람군은 솔내천 둑을 높인다. 예산은 {number + 1}억 원이다.",
            "date": "2024-03-01T09:00:00+09:00",
            "press": "가람일보",
        }
        for number in range(ADDED)
    ]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "added.jsonl"
        file.write_text("".join(json.dumps(each, ensure_ascii=False) + "\n" for each in rows), "utf-8")
        command = [sys.executable, "-m", "indexer", "add", str(file), "--data", str(data), "--json"]
        done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    told = json.loads(done.stdout)
    return f"{told['added']}건 {told['seconds']:.1f}초"


def resident(pid: int) -> tuple[float, float]:
    """Megabytes of a process that are in memory, and those without files it maps; 0 where that cannot be said."""
    status = Path(f"/proc/{pid}/status")
    lines = [line.split() for line in status.read_text().splitlines()] if status.exists() else []
    sizes = {line[0]: int(line[1]) / 1024 for line in lines if line[0] in ("VmRSS:", "RssAnon:")}
    return sizes.get("VmRSS:", 0.0), sizes.get("RssAnon:", 0.0)


def table(seen: Seen, seconds: float) -> str:
    """The table of docs/performance.md."""
    lines = [row("물음", "답", "p50 ms", "p95 ms", "p99 ms", "가장 늦은 것"), row("---", *["--:"] * 5)]
    every = [time for times in seen.times.values() for time in times]
    for kind, times in {**seen.times, "**모두**": every}.items():
        cuts = statistics.quantiles(times, n=100, method="inclusive") if len(times) > 1 else times * 99
        figures = (cuts[49], cuts[94], cuts[98], max(times))
        lines.append(row(kind, f"{len(times):,}", *(f"{figure:,.0f}" for figure in figures)))
    return "\n".join([*lines, "", f"{seen.answers:,}번 답했다: 1초에 {seen.answers / seconds:,.1f}번"])


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="an archive, which is changed: give a copy")
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--no-add", dest="add", action="store_false", help="adds nothing meanwhile")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())

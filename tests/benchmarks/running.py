"""Engines in processes of their own, so that each one's memory is its own, and asked in turn."""

from __future__ import annotations

import importlib
import json
import multiprocessing
import resource
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Literal

from indexer.query.plan import Plan
from tests.benchmarks.articles import batches
from tests.benchmarks.competitors.interface import Answer, Competitor, Missing

if TYPE_CHECKING:
    from typing_extensions import Self

ENGINES = {
    "ours": "ours.Ours",
    "memory": "ours.InMemory",
    "tantivy": "tantivy_index.Tantivy",
    "tantivy-one": "tantivy_index.TantivyOneField",
    "fts5": "fts5.Fts5",
    "bm25s": "bm25s_index.Bm25s",
    "whoosh": "stock_whoosh.StockWhoosh",
}
"""Each imported in its own process only, so that none has another's modules in its memory."""

MOST_ARTICLES = {"whoosh": 10_000, "memory": 3_000}

_SPAWN = multiprocessing.get_context("spawn")


@dataclass(frozen=True)
class Built:
    """What building took. `seconds` are without the making of articles, `floor_mb` is the peak of memory before it
    began; `text` is the UTF-8 of the articles as they are printed."""

    seconds: float
    peak_mb: float
    floor_mb: float
    size: int
    text: float


@dataclass(frozen=True)
class Asked:
    """One question answered once, and how long that took."""

    seconds: float
    answer: Answer


@dataclass(frozen=True)
class Memory:
    """Megabytes of a process: all that is resident, and that without files it maps."""

    resident: float
    own: float


def built(name: str, folder: Path, articles: int) -> Built:
    """Builds an index of so many articles, or finds it built."""
    noted = folder.with_name(f"{folder.name}.json")
    if not noted.exists():
        folder.mkdir(parents=True, exist_ok=True)
        with Process(_build, name, folder, articles) as building:
            noted.write_text(json.dumps(asdict(building.receive())))
    return Built(**json.loads(noted.read_text()))


class Process:
    """A process with a line to it. What it raises is raised here."""

    def __init__(self, work: Any, *given: Any) -> None:
        self._line, far = _SPAWN.Pipe()
        self._process = _SPAWN.Process(target=_guarded, args=(far, work, *given))
        self._process.start()
        far.close()

    def send(self, message: Any) -> None:
        """Gives it something to do."""
        self._line.send(message)

    def receive(self) -> Any:
        """What it has found."""
        found = self._line.recv()
        if isinstance(found, Exception):
            raise found
        return found

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._line.close()
        self._process.join()


class Serving(Process):
    """An engine that answers in a process of its own."""

    def __init__(self, name: str, folder: Path) -> None:
        self.name = name
        super().__init__(_serve, name, folder)
        self.opening: float = self.receive()

    def ask(self, plan: Plan) -> Asked | None:
        """The answer, or None where the engine has no such questions."""
        self.send(plan)
        found: Asked | None = self.receive()
        return found

    def memory(self) -> Memory:
        """What it takes now."""
        self.send("memory")
        found: Memory = self.receive()
        return found


def _guarded(line: Connection, work: Any, *given: Any) -> None:
    try:
        work(line, *given)
    except EOFError:
        pass  # nothing more is asked
    except Missing as missing:
        line.send(missing)
    except Exception as error:
        line.send(RuntimeError(f"{type(error).__name__}: {error}"))
        raise


def _engine(name: str) -> Competitor:
    module, _, kind = ENGINES[name].partition(".")
    engine: Competitor = getattr(importlib.import_module(f"tests.benchmarks.competitors.{module}"), kind)()
    return engine


def _build(line: Connection, name: str, folder: Path, articles: int) -> None:
    engine = _engine(name)
    source = _Timed(articles, engine.takes)
    started = time.perf_counter()
    engine.build(folder, source)
    seconds = time.perf_counter() - started - source.seconds
    size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
    line.send(Built(seconds=seconds, peak_mb=peak_mb(), floor_mb=source.floor_mb, size=size, text=source.text))


class _Timed:
    """Articles, and the seconds spent on making them. What an engine does on threads meanwhile is not counted."""

    def __init__(self, articles: int, form: Literal["documents", "texts"]) -> None:
        self._articles, self._form = articles, form
        self.seconds = self.text = self.floor_mb = 0.0

    def __iter__(self) -> Iterator[list[Any]]:
        started = time.perf_counter()
        for batch in batches(self._articles):
            self.text += batch.text_size
            made: list[Any] = list(batch.documents() if self._form == "documents" else batch.texts())
            self.seconds += time.perf_counter() - started
            self.floor_mb = self.floor_mb or peak_mb()
            yield made
            started = time.perf_counter()


def _serve(line: Connection, name: str, folder: Path) -> None:
    engine = _engine(name)
    started = time.perf_counter()
    engine.open(folder)
    line.send(time.perf_counter() - started)
    while True:
        asked = line.recv()
        if asked == "memory":
            line.send(memory())
        elif not engine.can(asked):
            line.send(None)
        else:
            started = time.perf_counter()
            answer = engine.answer(asked)
            line.send(Asked(time.perf_counter() - started, Answer(answer.total, answer.found, answer.readable())))


def peak_mb() -> float:
    """The most memory this process has had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def memory() -> Memory:
    """What this process takes now; its peak where it cannot be said."""
    if sys.platform != "linux":
        return Memory(resident=peak_mb(), own=peak_mb())
    lines = (line.split() for line in Path("/proc/self/status").read_text().splitlines())
    sizes = {line[0].rstrip(":"): int(line[1]) / 1024 for line in lines if line[0] in ("VmRSS:", "RssAnon:")}
    return Memory(resident=sizes["VmRSS"], own=sizes["RssAnon"])

"""A real writer that can be killed: a process that has everything loaded and forks a child for each command.

    python -m tests.reliability.killable

takes a line of JSON (`job_line`) and answers with the child's number; at another line it waits, and answers how the
child ended. The child runs the command line itself, with a plain analyser in Kiwi's place and small batches, so that
little data goes through many steps. What it acknowledges, and what it said at the end, goes into a file by `writev`,
which no fault is injected into.
"""

from __future__ import annotations

import io
import json
import os
import resource
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout, suppress
from pathlib import Path
from typing import Any

from indexer import ingest
from indexer.archive import Archive, Origin, Outcome
from indexer.article import Found
from indexer.cli import main
from indexer.engines.whoosh_engine import merging
from tests.fakes import write_jsonl
from tests.plain_commands import use_plain_analyser

FIRST = 1_000
"""Of each system call that strace is told of, it tampers with the one of this number in a process: the child makes so
many idle ones before that the one meant is this one."""

CLOSED = 1_000_000
"""A descriptor that no file has."""

IDLE: dict[str, Callable[[], object]] = {
    "write": lambda: os.write(CLOSED, b""),
    "pwrite64": lambda: os.pwrite(CLOSED, b"", 0),
    "pread64": lambda: os.pread(CLOSED, 1, 0),
    "fsync": lambda: os.fsync(CLOSED),
    "fdatasync": lambda: os.fdatasync(CLOSED),
    "ftruncate": lambda: os.ftruncate(CLOSED, 0),
    "rename": lambda: os.rename("", ""),  # noqa: PTH104  # the call itself
    "unlink": lambda: os.unlink(""),  # noqa: PTH108
    "unlinkat": lambda: os.unlink("-", dir_fd=-5),
    "rmdir": lambda: os.rmdir(""),  # noqa: PTH106
    "mkdir": lambda: os.mkdir(""),  # noqa: PTH102
}
"""The storage operations, each as a call that does nothing."""


def job_line(commands: Sequence[Sequence[str]], data: Path, ledger: Path, **fault: object) -> str:
    """What the writer is told. `call` and `at` name the storage operation that is tampered with, `largest` is how many
    bytes a file may have."""
    return json.dumps({"commands": commands, "data": str(data), "ledger": str(ledger)} | fault) + "\n"


def _tell(ledger: int, line: dict[str, Any]) -> None:
    os.writev(ledger, [json.dumps(line, ensure_ascii=False).encode() + b"\n"])


def _patch(ledger: int) -> None:
    """Small batches, a plain analyser, and a note of everything that is acknowledged."""
    real = Archive.store

    def store(self: Archive, batch: Sequence[tuple[Origin, Found]], *, restore: bool = False) -> list[Outcome]:
        outcomes = real(self, batch, restore=restore)
        _tell(ledger, {"acknowledged": [found.article.id for _, found in batch]})
        return outcomes

    Archive.store = store  # type: ignore[method-assign]
    small_steps()


def small_steps() -> None:
    """Everything is done a few articles at a time, and merged soon."""
    ingest.BATCH, ingest.CATCH_UP, ingest.SETTLED, merging.TIER = 3, 3, 3, 2
    use_plain_analyser()


def _run(job: dict[str, Any]) -> None:
    """In the child: the commands one after the other, until one fails."""
    ledger = os.open(job["ledger"], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    _patch(ledger)
    os.environ["GISA_DATA"] = job["data"]
    if job.get("largest"):
        resource.setrlimit(resource.RLIMIT_FSIZE, (job["largest"], resource.RLIM_INFINITY))
    for _ in range(FIRST - job["at"] if job.get("at") else 0):
        with suppress(OSError):
            IDLE[job["call"]]()
    for arguments in job["commands"]:
        out, err = io.StringIO(), io.StringIO()
        with redirect_stdout(out), redirect_stderr(err):
            try:
                code = main(arguments)
            except SystemExit as stop:
                code = int(stop.code or 0)
            except BaseException as error:
                code, _ = 1, err.write(f"Traceback: {type(error).__name__}: {error}")
        _tell(ledger, {"done": arguments[0], "code": code, "said": err.getvalue()})
        if code:
            break


def _answer(what: object) -> None:
    # Not with `write`: of that, strace would sometime come to the one it tampers with.
    os.writev(1, [f"{what}\n".encode()])


def serve(lines: Iterator[str]) -> None:
    """Forks a child a line."""
    os.environ["GISA_DICTIONARIES"] = tempfile.gettempdir()
    _warm_up()
    _answer("ready")
    for line in lines:
        job = json.loads(line)
        child = os.fork()
        if child == 0:
            try:
                _run(job)
            finally:
                os._exit(0)
        _answer(child)
        next(lines)  # until then the child's number is nobody else's, even if it has ended
        _answer(os.waitpid(child, 0)[1])


def _warm_up() -> None:
    """Loads what is compiled, once for all children."""
    with tempfile.TemporaryDirectory() as folder, _untouched():
        small_steps()
        for name in ("a", "b"):
            path = write_jsonl(Path(folder) / f"{name}.jsonl", [{"id": name, "title": "둑", "body": "둑을 높인다."}])
            with redirect_stdout(io.StringIO()):
                main(["add", str(path), "--json", "--data", f"{folder}/T"])
        with redirect_stdout(io.StringIO()):
            main(["remove", "a", "--reason", "시험", "--json", "--data", f"{folder}/T"])
            main(["rebuild", "--json", "--data", f"{folder}/T"])


@contextmanager
def _untouched() -> Iterator[None]:
    before = ingest.BATCH, ingest.CATCH_UP, ingest.SETTLED, merging.TIER
    yield
    ingest.BATCH, ingest.CATCH_UP, ingest.SETTLED, merging.TIER = before


if __name__ == "__main__":
    serve(iter(sys.stdin))

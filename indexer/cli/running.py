"""The commands that run other things: the web server, and the checks."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from types import FrameType

from indexer.cli import chromium
from indexer.cli.opening import Opening
from indexer.errors import GisaError
from indexer.search import Search
from indexer.settings import ROOT

BIN = Path(sys.executable).parent
MOST_WORKERS = 4
"""Test processes: each has an analyser of 540 MB."""


def _workers() -> int:
    """One test process more than there are processors: some tests wait for minutes."""
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(usable + 1, MOST_WORKERS)


CHECKS: tuple[tuple[str, list[str | Path]], ...] = (
    ("ruff", [BIN / "ruff", "check", "."]),
    ("ruff format", [BIN / "ruff", "format", "--check", "."]),
    ("mypy", [BIN / "mypy"]),
    ("import-linter", [BIN / "lint-imports"]),
    # Last: its closing line is what is looked for.
    ("pytest", [BIN / "pytest", f"--numprocesses={_workers()}", "--dist=loadscope", "--no-loadscope-reorder"]),
)

MOST_BODY = 20_000_000
"""Bytes of a body that the server takes in, more than the longest manifest that is compared. What is longer than its
page takes is refused with a page, what is longer than this without one."""

MOST_IN_MEMORY = 2_000_000
"""Bytes of a body that stay in memory, several times a draft: that must not stand in a file. What is longer waits in
one that has no name."""

BODIES = {"max_request_body_size": MOST_BODY, "inbuf_overflow": MOST_IN_MEMORY}
"""What waitress is told of them."""

LOOKING = 5.0
"""Seconds between two looks at whether the index has changed."""


def serve(search: Search, opening: Opening) -> int:
    """Serves until it is interrupted or told to stop. One process: the analyser alone takes 540 MB."""
    from indexer.cli.serving import Server

    host, port = opening.host, opening.port
    if opening.exposed:
        print(f"gisa: {opening.exposed}", file=sys.stderr, flush=True)
    try:
        server = Server(opening.application(search), host=host, port=port, ident="gisa", **BODIES, **opening.proxied)
    except OSError as error:
        raise GisaError(f"{host}:{port}를 열 수 없습니다: {error.strerror}. --port로 다른 번호를 쓰십시오.") from error
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # that a request waits a moment is no news
    threading.Thread(target=_look_after, args=(search,), daemon=True).start()
    _on_signals(server.stop)
    print(f"동네기사가 열렸습니다: http://{host}:{server.port}  (멈추려면 Ctrl-C)", flush=True)
    try:
        server.run()
    finally:
        server.close()
    return 0


def _look_after(search: Search) -> None:
    """Makes it ready, then sees every few seconds whether something was added or taken down."""
    from indexer.prepare import prepare

    try:
        search.warm_up()
        prepare()
    except GisaError as error:
        print(f"gisa: {error}", file=sys.stderr)
    seen = ""
    while True:
        time.sleep(LOOKING)
        with suppress(GisaError):  # an index that cannot be read now is the next search's to report
            if (newest := search.commit) != seen:
                keep_up(search)
                seen = newest


def keep_up(search: Search) -> None:
    """Nothing of what was taken down is left in memory, nor in files that are deleted but open, even if nobody asks."""
    from webui.params import forget_values

    search.keep_up()
    forget_values()


def _on_signals(stop: Callable[[], None]) -> None:
    """SIGTERM and Ctrl-C end the server when it has answered what was asked; the second one ends it at once."""

    def told(_signal: int, _frame: FrameType | None) -> None:
        for each in (signal.SIGTERM, signal.SIGINT):
            signal.signal(each, _at_once)
        stop()

    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, told)


def _at_once(_signal: int, _frame: FrameType | None) -> None:
    raise SystemExit(0)


def test(arguments: list[str], *, full: bool, services: bool) -> int:
    """The checks, then the tests, the long ones too if `full`, those against real servers too if `services`; 1 when any
    of them failed. With arguments, pytest alone. The tests in a browser get one where it can be installed."""
    if not arguments or any("browser" in argument for argument in arguments):
        chromium.install()
    more = [option for option, asked in (("--full", full), ("--services", services)) if asked]
    if arguments:
        return _run([BIN / "pytest", *more, *arguments])
    failed = []
    for name, command in CHECKS:
        print(f"== {name}", flush=True)
        if _run([*command, *more] if name == "pytest" else command):
            failed.append(name)
    if failed:
        print(f"실패: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


def _run(command: Sequence[str | Path]) -> int:
    return subprocess.run(command, cwd=ROOT, check=False).returncode

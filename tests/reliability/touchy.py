"""A worker with an analyser that some words kill, stop or spoil, as a text that nobody foresaw may."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from indexer.analysis import worker
from indexer.analysis.guarded import GuardedAnalyser
from indexer.analysis.tokens import TokenColumns
from tests.fakes import PlainAnalyser

FATAL, ENDLESS, RAISING = "죽을글", "멈출글", "던질글"
HARMFUL = (FATAL, ENDLESS, RAISING)
ONCE = "처음만"
"""Kills the first worker that meets it: that was none of its fault."""

PATIENCE = 0.7
"""Seconds. An answer takes a thousandth, also where the machine has much else to do."""

COMMAND = (sys.executable, "-m", "tests.reliability.touchy")


class Touchy(PlainAnalyser):
    """The plain analyser, reading ahead as Kiwi does; `already` is a file that is there once ONCE was met."""

    def __init__(self, already: Path | None) -> None:
        super().__init__(ahead=3)
        self._already = already

    def columns(self, texts: Iterable[str]) -> Iterator[TokenColumns]:
        return super().columns(map(self._met, texts))

    def _met(self, text: str) -> str:
        if FATAL in text:
            os.kill(os.getpid(), signal.SIGKILL)
        if RAISING in text:
            raise MemoryError
        while ENDLESS in text:
            time.sleep(60)
        if ONCE in text and self._already and not self._already.exists():
            self._already.touch()
            os._exit(9)
        return text


def guarded(already: Path | None = None, patience: float = PATIENCE) -> GuardedAnalyser:
    """The plain analyser in a process that some words kill."""
    more = [str(already)] if already else []
    return GuardedAnalyser(PlainAnalyser(), patience=patience, command=[*COMMAND, *more])


def _made(_workers: int, _words: Mapping[str, str]) -> Touchy:
    return Touchy(Path(sys.argv[1]) if len(sys.argv) > 1 else None)


if __name__ == "__main__":
    worker.serve(_made, sys.stdin.buffer, sys.stdout.buffer)

"""`python -m indexer.analysis.worker`: Kiwi in a process of its own, which `guarded` starts, asks and ends.

Frames go both ways, each a length and so many bytes. In: the analyser's workers and user words as JSON, then texts in
UTF-8. Out: an empty frame when it is ready, then of each text in order the number of its tokens and their columns.
"""

from __future__ import annotations

import json
import os
import signal
import struct
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from queue import Empty, SimpleQueue
from typing import IO, NoReturn

from indexer.analysis.dictionaries import Words
from indexer.analysis.interface import Analyser

COUNT = struct.Struct("<I")
"""A length, or a number of tokens."""

FORSAKEN = 1_800.0
"""Seconds without an answer after which a worker ends by itself, however stuck: whoever should end it is gone."""

Texts = SimpleQueue[str]


def main() -> None:
    """Answers until its input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is told to all of a terminal: who started it will end it
    replies = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # whatever a library prints is no answer
    serve(_kiwi, sys.stdin.buffer, replies)


def serve(made: Callable[[int, Words], Analyser], requests: IO[bytes], replies: IO[bytes]) -> NoReturn:
    """Makes the analyser as the first frame says, and answers all others, until it can no more or the input ends."""
    try:
        _answer_all(made, requests, replies)
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(1)  # not by Python's way out, which waits for the thread that listens


def _answer_all(made: Callable[[int, Words], Analyser], requests: IO[bytes], replies: IO[bytes]) -> None:
    asked = json.loads(read_frame(requests))
    analyser = made(asked["workers"], asked["words"])
    list(analyser.columns(["준비"]))  # loads it
    write_frame(replies, b"")
    texts: Texts = SimpleQueue()
    threading.Thread(target=_listen, args=(requests, texts), daemon=True).start()
    while True:
        _leash(0)
        first = texts.get()
        _leash(FORSAKEN)
        for columns in analyser.columns(_at_hand(first, texts)):
            write_frame(replies, COUNT.pack(columns.count) + columns.data)
            _leash(FORSAKEN)


def read_frame(file: IO[bytes]) -> bytes:
    """The next frame. Raises EOFError where there is none, or not all of it."""
    header = file.read(COUNT.size)
    if len(header) < COUNT.size:
        raise EOFError
    (size,) = COUNT.unpack(header)
    data = file.read(size)
    if len(data) < size:
        raise EOFError
    return data


def write_frame(file: IO[bytes], data: bytes) -> None:
    """Writes a frame and lets it go."""
    file.write(COUNT.pack(len(data)) + data)
    file.flush()


def _kiwi(workers: int, words: Words) -> Analyser:
    from indexer.analysis.kiwi import KiwiAnalyser

    return KiwiAnalyser(workers, lambda: words)


def _listen(requests: IO[bytes], texts: Texts) -> None:
    """Takes texts in as they come, so that whoever sends them never waits; ends the process when no more can come."""
    while True:
        try:
            texts.put(read_frame(requests).decode())
        except EOFError:
            os._exit(0)


def _at_hand(first: str, texts: Texts) -> Iterator[str]:
    """That text and all that are there already. It ends rather than wait: an analyser reads ahead before it answers,
    and whoever sends the next text may be waiting for an answer."""
    yield first
    while True:
        try:
            yield texts.get_nowait()
        except Empty:
            return


def _leash(seconds: float) -> None:
    # A signal without a handler ends the process even where a library never comes back to Python.
    signal.setitimer(signal.ITIMER_REAL, seconds)


if __name__ == "__main__":
    main()

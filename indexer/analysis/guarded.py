"""An analyser in a process of its own: a text that it cannot do, or not in time, costs that text and nothing else."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path
from queue import Empty, SimpleQueue
from tempfile import TemporaryFile

from indexer.analysis.dictionaries import Words
from indexer.analysis.interface import Analyser, Unanalysed
from indexer.analysis.tokens import TokenColumns, Tokens
from indexer.analysis.worker import COUNT, read_frame, write_frame
from indexer.errors import AnalyserFailed

PATIENCE, PATIENCE_PER_CHARACTER = 5.0, 0.000_2
"""Seconds for a text: the longer of the two. News takes Kiwi 0.000012 a character on one core."""

AHEAD = 100_000
"""Characters that wait for the analyser while answers are worked on: most of a second, longer than a batch takes."""

LOADING = 120.0
"""Seconds for the process to be ready; 2 to 5 on a quiet machine."""

ROOT = Path(__file__).parents[2]
COMMAND = (sys.executable, "-m", "indexer.analysis.worker")

SLOW = "형태소 분석이 {seconds:.0f}초가 지나도 끝나지 않습니다"
FATAL = "형태소 분석기가 이 글에서 멈춥니다({how})"


class GuardedAnalyser:
    """The tokens of `analyser`, made by its like in a process of its own, which is started for the first text.

    A text that is not done within its patience, or that the process does not survive, is tried once more alone, so that
    no text pays for another one or for a machine that stood still; then it is given as `Unanalysed`. Not for threads.
    """

    def __init__(
        self,
        analyser: Analyser,
        workers: int = 2,
        *,
        patience: float = PATIENCE,
        command: Sequence[str] = COMMAND,
    ) -> None:
        self._analyser, self._workers = analyser, workers
        self._patience, self._command = patience, command
        self._process: _Process | None = None

    @property
    def version(self) -> str:
        """What decides the tokens, beside `words`."""
        return self._analyser.version

    @property
    def words(self) -> Words:
        """The user words. Raises UnreadableDictionary."""
        return self._analyser.words

    def close(self) -> None:
        """Ends the process; the next text starts another one."""
        if self._process is not None:
            self._process.end()
            self._process = None

    def analyse(self, texts: Iterable[str]) -> Iterator[Tokens]:
        """The tokens of each text as lists; see `columns`."""
        return (columns.tokens() for columns in self.columns(texts))

    def columns(self, texts: Iterable[str]) -> Iterator[TokenColumns]:
        """The tokens of each text, in order, or an Unanalysed; `texts` are read as needed. Raises AnalyserFailed."""
        source = iter(texts)
        waiting: deque[str] = deque()  # those read and not answered; the process has the first `sent`
        size = sent = suspects = 0  # of `suspects` one may be fatal: the process gets them one by one
        while True:
            while not suspects and size < AHEAD and (text := next(source, None)) is not None:
                waiting.append(text)
                size += len(text) + 1
            if not waiting:
                return
            process, together = self._running(), 1 if suspects else len(waiting)
            for text in islice(waiting, sent, together):
                process.send(text)
            sent = max(sent, together)
            answer = self._answer(process, waiting[0])
            if isinstance(answer, Unanalysed):
                self.close()
                alone, suspects, sent = bool(suspects), 0 if suspects else sent, 0
                if not alone:
                    continue
            else:
                suspects, sent = max(0, suspects - 1), sent - 1
            size -= len(waiting.popleft()) + 1
            yield answer

    def _answer(self, process: _Process, text: str) -> TokenColumns:
        patience = max(self._patience, len(text) * PATIENCE_PER_CHARACTER)
        try:
            frame = process.receive(patience)
        except Empty:
            return Unanalysed(text, 0, b"", SLOW.format(seconds=patience))
        except EOFError:
            return Unanalysed(text, 0, b"", FATAL.format(how=process.how_it_ended()))
        return TokenColumns(text, COUNT.unpack_from(frame)[0], frame[COUNT.size :])

    def _running(self) -> _Process:
        if self._process is None:
            asked = {"workers": self._workers, "words": dict(self.words)}
            self._process = _Process(self._command, json.dumps(asked).encode())
            try:
                self._process.receive(LOADING)
            except (Empty, EOFError) as error:
                reason = "준비되지 않습니다" if isinstance(error, Empty) else self._process.last_words()
                self.close()
                raise AnalyserFailed(reason) from error
        return self._process


class _Process:
    """A running worker. Threads write to it and read from it, because it may stop taking and giving at any moment."""

    def __init__(self, command: Sequence[str], hello: bytes) -> None:
        self._errors = TemporaryFile()  # noqa: SIM115  # closed by `end`
        path = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            cwd=ROOT,  # not the user's folder: `-m` would look for modules there
            env=os.environ | {"PYTHONPATH": path},
        )
        self._texts: SimpleQueue[bytes | None] = SimpleQueue()
        self._answers: SimpleQueue[bytes | None] = SimpleQueue()
        self._threads = [threading.Thread(target=work, daemon=True) for work in (self._write, self._read)]
        self._texts.put(hello)
        for thread in self._threads:
            thread.start()

    def send(self, text: str) -> None:
        """Lets it have a text; never waits."""
        self._texts.put(text.encode())

    def receive(self, seconds: float) -> bytes:
        """Its next answer. Raises Empty when none has come in so many seconds, EOFError when none can come."""
        answer = self._answers.get(timeout=seconds)
        if answer is None:
            raise EOFError
        return answer

    def how_it_ended(self) -> str:
        """The signal or the exit code of a process that has given its last answer."""
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(5)
        code = self._process.returncode
        return "답이 끊김" if code is None else f"신호 {-code}" if code < 0 else f"종료 {code}"

    def last_words(self) -> str:
        """How it ended, with the last line that it wrote."""
        how = self.how_it_ended()
        self._errors.seek(0)
        lines = self._errors.read().decode(errors="replace").strip().splitlines()
        return f"{how}: {lines[-1][:300]}" if lines else how

    def end(self) -> None:
        """Kills it, and gives back what it held."""
        self._process.kill()  # it has nothing to lose
        self._process.wait()
        self._texts.put(None)
        for thread in self._threads:
            thread.join()
        for file in (self._process.stdin, self._process.stdout, self._errors):
            assert file is not None
            with suppress(OSError):  # what stdin had not written yet
                file.close()

    def _write(self) -> None:
        assert self._process.stdin is not None
        with suppress(OSError):  # it is gone, which the reading thread tells
            while (data := self._texts.get()) is not None:
                write_frame(self._process.stdin, data)

    def _read(self) -> None:
        assert self._process.stdout is not None
        with suppress(EOFError, OSError):
            while True:
                self._answers.put(read_frame(self._process.stdout))
        self._answers.put(None)

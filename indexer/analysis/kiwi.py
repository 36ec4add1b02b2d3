"""Kiwi behind a small door: text in, Tokens out. The only module that knows kiwipiepy."""

from __future__ import annotations

import re
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from functools import cached_property
from importlib.metadata import version
from itertools import chain
from typing import TYPE_CHECKING

from indexer.analysis import tokens as stored_form
from indexer.analysis.tokens import Tokens

if TYPE_CHECKING:
    from kiwipiepy import Kiwi, Token

CHUNK = 1_000
"""Longest text given to Kiwi at once, in characters: its time grows faster than the text (findings: 100,000 × 가 26 s).
Measured on 500 press releases: chunks of 500, 1,000 or the whole article are equally fast."""

RUN = 64
"""Of one character repeated, so many are analysed and the rest passed over: nobody searches for the 65th."""

_RUN = re.compile(rf"(\S)\1{{{RUN - 1}}}(?P<surplus>\1+)")


class KiwiAnalyser:
    """Morphological analysis. Loading takes 2-5 s and 540 MB, so Kiwi is loaded by the first text, not before.

    One instance serves all threads of a process; it must be first used after any fork (a forked Kiwi hangs).
    """

    def __init__(self, workers: int = 2) -> None:
        self._workers = workers
        self._loading = threading.Lock()
        self._kiwi: Kiwi | None = None

    @cached_property
    def version(self) -> str:
        """What decides the tokens: stored tokens of another version are stale."""
        model = version("kiwipiepy_model")
        return f"kiwi-{version('kiwipiepy')}-{model}-nomulti-chunk{CHUNK}-form{stored_form.FORMAT}"

    def analyse(self, texts: Iterable[str]) -> Iterator[Tokens]:
        """The tokens of each text, in order, on all workers; `texts` (from `gate.clean`) are read as needed.

        Results come while later texts are still being analysed, so the caller's own work overlaps with Kiwi's.
        """
        plans: deque[list[int]] = deque()  # the chunks' offsets, of each text in flight

        def feed() -> Iterator[str]:
            for text in texts:
                pieces = chunks(text)
                plans.append([offset for offset, _ in pieces])
                yield from (piece for _, piece in pieces)

        results: Iterator[list[Token]] = iter(self._load().tokenize(feed()))
        for first in results:
            yield _merged(plans.popleft(), chain((first,), results))

    def _load(self) -> Kiwi:
        with self._loading:
            if self._kiwi is None:
                from kiwipiepy import Kiwi

                # Its dictionary of phrases makes one token of 신종 코로나바이러스 감염증: nobody who asks for 감염증
                # would find it, and the particle after it is counted to the wrong word.
                self._kiwi = Kiwi(num_workers=self._workers, load_multi_dict=False)
                self._kiwi.tokenize("가")  # builds the dictionary now, in one thread
        return self._kiwi


def chunks(text: str) -> list[tuple[int, str]]:
    """The text as (offset, piece) pairs of at most CHUNK characters, at least one; cut between lines where possible,
    else after a sentence or a space. What stands beyond RUN of one repeated character is in no piece."""
    pieces: list[tuple[int, str]] = []
    start = 0
    for run in _RUN.finditer(text):
        pieces += _cut(text, start, run.start("surplus"))
        start = run.end("surplus")
    return pieces + _cut(text, start, len(text)) or [(0, "")]


def _cut(text: str, start: int, stop: int) -> list[tuple[int, str]]:
    pieces = []
    while stop - start > CHUNK:
        window = text[start : start + CHUNK]
        cuts = (window.rfind("\n") + 1, window.rfind(". ") + 2, window.rfind(" ") + 1)
        size = next((cut for cut in cuts if cut > CHUNK // 4), CHUNK)
        pieces.append((start, text[start : start + size]))
        start += size
    if start < stop:
        pieces.append((start, text[start:stop]))
    return pieces


def _merged(offsets: list[int], results: Iterator[list[Token]]) -> Tokens:
    """The tokens of one text from its chunks' results; eojeols and sentences are numbered on through them."""
    merged = Tokens()
    eojeol = sentence = -1
    for offset, found in zip(offsets, results, strict=False):
        place: tuple[int, int, int] | None = None  # Kiwi's own sentence, line and word numbers
        for token in found:
            here = (token.sent_position, token.line_number, token.word_position)
            if here != place:
                eojeol += 1
                if place is None or here[:2] != place[:2]:
                    sentence += 1
                place = here
            start = offset + token.start
            merged.forms.append(token.form)
            merged.tags.append(token.tag)
            merged.starts.append(start)
            merged.ends.append(start + token.len)
            merged.eojeols.append(eojeol)
            merged.sentences.append(sentence)
    return merged

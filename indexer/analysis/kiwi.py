"""Kiwi behind a small door: text in, tokens out. The only module that knows kiwipiepy."""

from __future__ import annotations

import re
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from importlib.metadata import version
from itertools import chain, islice
from operator import attrgetter
from typing import TYPE_CHECKING

import numpy as np

from indexer.analysis import tokens as stored_form
from indexer.analysis.dictionaries import Words
from indexer.analysis.folding import folded
from indexer.analysis.tokens import CODES, Bytes, CodePoints, Numbers, TokenColumns, Tokens, code_points, token_columns
from indexer.compiled import compiled

if TYPE_CHECKING:
    from kiwipiepy import Kiwi, Token

CHUNK = 1_000
"""Longest text given to Kiwi at once, in characters: its time grows faster than the text (findings: 100,000 × 가 26 s).
Measured on 500 press releases: chunks of 500, 1,000 or the whole article are equally fast."""

RUN = 64
"""Of one character repeated, so many are analysed and the rest passed over: nobody searches for the 65th."""

_RUN = re.compile(rf"(\S)\1{{{RUN - 1}}}(?P<surplus>\1+)")
_EVERY = RUN // 4
_MAY_RUN = re.compile(r"(\S)\1{3}")


class KiwiAnalyser:
    """Morphological analysis. Loading takes 2-5 s and 540 MB, so Kiwi is loaded by the first text, not before.

    One instance serves all threads of a process; it must be first used after any fork (a forked Kiwi hangs).
    `user_words` is asked when they are needed, and once: what changes later is for the next process.
    """

    def __init__(self, workers: int = 2, user_words: Callable[[], Words] = dict) -> None:
        self._workers = workers
        self._user_words = user_words
        self._loading = threading.Lock()
        self._kiwi: Kiwi | None = None

    @cached_property
    def version(self) -> str:
        """What decides the tokens, beside `words`: stored tokens of another version are stale."""
        model = version("kiwipiepy_model")
        return f"kiwi-{version('kiwipiepy')}-{model}-nomulti-folded-chunk{CHUNK}-form{stored_form.FORMAT}"

    @cached_property
    def words(self) -> Words:
        """The user words. They decide the tokens of the texts that hold them, which `dictionaries.Finder` tells."""
        return self._user_words()

    def analyse(self, texts: Iterable[str]) -> Iterator[Tokens]:
        """The tokens of each text as lists; see `columns`."""
        return (columns.tokens() for columns in self.columns(texts))

    def columns(self, texts: Iterable[str]) -> Iterator[TokenColumns]:
        """The tokens of each text, in order, on all workers; `texts` (from `gate.clean`) are read as needed.

        Results come while later texts are still being analysed, so the caller's own work overlaps with Kiwi's.
        """
        plans: deque[tuple[str, list[int]]] = deque()  # each text in flight, and its chunks' offsets

        def feed() -> Iterator[str]:
            for text in texts:
                pieces = chunks(folded(text))
                plans.append((text, [offset for offset, _ in pieces]))
                yield from (piece for _, piece in pieces)

        results: Iterator[list[Token]] = iter(self._load().tokenize(feed()))
        for first in results:
            text, offsets = plans.popleft()
            yield _merged(text, offsets, [first, *islice(results, len(offsets) - 1)])

    def _load(self) -> Kiwi:
        with self._loading:
            if self._kiwi is None:
                from kiwipiepy import Kiwi

                words = self.words  # first, because a mistake in them is told in no time
                # Its dictionary of phrases makes one token of 신종 코로나바이러스 감염증: nobody who asks for 감염증
                # would find it, and the particle after it is counted to the wrong word.
                kiwi = Kiwi(num_workers=self._workers, load_multi_dict=False)
                for word, tag in words.items():
                    kiwi.add_user_word(word, tag)
                kiwi.tokenize("가")  # builds the dictionary now, in one thread
                self._kiwi = kiwi
        return self._kiwi


def chunks(text: str) -> list[tuple[int, str]]:
    """The text as (offset, piece) pairs of at most CHUNK characters, at least one; cut between lines where possible,
    else after a sentence or a space. What stands beyond RUN of one repeated character is in no piece."""
    pieces: list[tuple[int, str]] = []
    start = 0
    # A run beyond RUN has four of every _EVERY-th character: a glance that spares nearly every text the search.
    for run in _RUN.finditer(text) if _MAY_RUN.search(text[::_EVERY]) else ():
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


def _merged(text: str, offsets: list[int], results: list[list[Token]]) -> TokenColumns:
    """The tokens of one text from its chunks' results."""
    # An attribute of Kiwi's takes 50 ns, which is what all this costs: so no more of them than need be.
    found = list(chain.from_iterable(results))
    starts, lengths, sentences = (np.fromiter(map(get, found), np.int32, len(found)) for get in _NUMBERS)
    sizes = np.fromiter(map(len, results), np.int32, len(results))
    steps = _steps(code_points(text), sizes, np.array(offsets, np.int32), starts, sentences)
    tags = np.frombuffer(bytes([*map(CODES.__getitem__, map(_TAG, found))]), np.uint8)
    return token_columns(text, [*map(_FORM, found)], tags, starts, lengths, *steps)


_FORM, _TAG = attrgetter("form"), attrgetter("tag")
_NUMBERS = (attrgetter("start"), attrgetter("len"), attrgetter("sent_position"))


@compiled
def _steps(
    codes: CodePoints, sizes: Numbers, offsets: Numbers, starts: Numbers, sentences: Numbers
) -> tuple[Bytes, Bytes]:
    """Whether a new eojeol, a new sentence begins at each token, numbered on through chunks of `sizes`: in each of them
    Kiwi counts anew. A new line ends a sentence. Adds the chunks' offsets to `starts`."""
    eojeol_steps, sentence_steps = np.zeros(len(starts), np.uint8), np.zeros(len(starts), np.uint8)
    first = 0
    for chunk in range(len(sizes)):
        for token in range(first, first + sizes[chunk]):
            starts[token] += offsets[chunk]
            sentence = eojeol = token == first or sentences[token] != sentences[token - 1]
            for at in range(starts[token - 1] if token > first else starts[token], starts[token]):
                sentence |= codes[at] == _NEWLINE
                eojeol |= codes[at] == _NEWLINE or codes[at] == _SPACE
            eojeol_steps[token], sentence_steps[token] = eojeol, sentence
        first += sizes[chunk]
    if len(starts):
        eojeol_steps[0] = sentence_steps[0] = 0  # they count from 0
    return eojeol_steps, sentence_steps


_NEWLINE, _SPACE = ord("\n"), ord(" ")

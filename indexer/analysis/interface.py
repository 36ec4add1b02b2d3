"""What the rest needs of a morphological analyser."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from indexer.analysis.dictionaries import Words
from indexer.analysis.tokens import TokenColumns, Tokens


class Analyser(Protocol):
    """Text in, tokens out. `kiwi.KiwiAnalyser` is the real one; tests have a plain one."""

    @property
    def version(self) -> str:
        """What decides the tokens, beside `words`: stored tokens of another version are stale."""

    @property
    def words(self) -> Words:
        """The user words: the stored tokens of a text that holds one of them are stale when it changes."""

    def analyse(self, texts: Iterable[str]) -> Iterator[Tokens]:
        """The tokens of each text (from `gate.clean`), in order; read and given as needed."""

    def columns(self, texts: Iterable[str]) -> Iterator[TokenColumns]:
        """The same as columns, for what goes into the archive and the index. An analyser that guards itself gives an
        Unanalysed for a text that it cannot do."""


@dataclass(frozen=True)
class Unanalysed(TokenColumns):
    """A text that could not be analysed: no tokens, and `reason` in Korean."""

    reason: str

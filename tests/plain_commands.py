"""The command line of a process without Kiwi, which takes seconds to load and is not what is tested."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from indexer.analysis.guarded import GuardedAnalyser
from indexer.analysis.tokens import TokenColumns
from indexer.cli import commands
from tests.fakes import PlainAnalyser


class Unguarded(GuardedAnalyser):
    """Analyses in this process: starts none."""

    def columns(self, texts: Iterable[str]) -> Iterator[TokenColumns]:
        return self._analyser.columns(texts)


def use_plain_analyser(put: Callable[[object, str, object], None] = setattr) -> None:
    """A plain analyser in Kiwi's place, for queries and for articles; `put` may be a monkeypatch's."""
    put(commands, "KiwiAnalyser", lambda workers=1, user_words=dict: PlainAnalyser(words=user_words()))
    put(commands, "GuardedAnalyser", Unguarded)

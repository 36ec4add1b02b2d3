"""One article and the words it was found by: where they stand is looked up once, for marks, snippets and reasons."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from indexer.analysis.laid import Laid
from indexer.analysis.tokens import TokenColumns
from indexer.analysis.words import Word
from indexer.article import Article
from indexer.query import lettered
from indexer.query.plan import Word as Asked
from indexer.query.result import Span
from indexer.query.spotting import spotted_in
from indexer.query.standing import Stand, Text


class Found(NamedTuple):
    """A word of the query, by its number, its places in a field, and the words of the field by position."""

    number: int
    stands: list[Stand]
    printed: Callable[[int], Word | None]


@dataclass(frozen=True, eq=False)
class Sought:
    """`tokens` are the stored ones, by field: all that there are."""

    article: Article
    tokens: Mapping[str, TokenColumns]
    words: Sequence[Asked]
    _found: dict[str, list[Found]] = field(default_factory=dict)
    _laid: dict[str, Laid] = field(default_factory=dict)

    def laid(self, name: str) -> Laid:
        """A field laid out."""
        if name not in self._laid:
            self._laid[name] = Laid.of(self.tokens[name])
        return self._laid[name]

    def found(self, name: str) -> list[Found]:
        """The words that stand in a field, with those of their places that can be shown."""
        if name not in self._found:
            self._found[name] = [found for found in self._look(name) if found.stands]
        return self._found[name]

    def marked(self, name: str) -> dict[int, list[Span]]:
        """The spans of each word that stands in a field, by its number in `words`."""
        # Kiwi finds verbs of no length (진행중이라며: an unwritten 하): nothing there can be marked.
        spans = {
            found.number: [span for stand in found.stands for span in stand.spans if span[0] < span[1]]
            for found in self.found(name)
        }
        return {number: some for number, some in spans.items() if some}

    def _look(self, name: str) -> Iterator[Found]:
        columns = self.tokens[name]
        asked = [
            (number, word)
            for number, word in enumerate(self.words)
            if name in word.fields and not (lettered.can(word) and not lettered.possible(columns, word))
        ]
        if not asked:
            return
        laid = self.laid(name)
        others = [word for _, word in asked if laid.overlaps or not lettered.can(word)]
        text = spotted_in(laid, others) if others else Text(())
        for number, word in asked:
            if lettered.can(word) and word not in others:
                yield Found(number, list(lettered.stands(laid, word)), laid.word)
            else:
                stands = [stand for stand in text.stands(word, unseen=False) if stand.spans]
                yield Found(number, stands, text.printed.__getitem__)

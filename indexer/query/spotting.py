"""The places of a text at which words of a plan can stand: looked for in bytes, so that only these are read.

What does stand there says `standing` alone; here too much may be found, never too little.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from indexer.analysis.laid import Laid
from indexer.analysis.tokens import TokenColumns
from indexer.query.plan import Exact, Fuzzy, Match, Phrase, Prefix, Word
from indexer.query.standing import Text


def spotted(columns: TokenColumns, words: Iterable[Word]) -> Text:
    """A text with those of its words at which any of `words` can stand. Of these `stands` gives what it gives of the
    whole text, with the same spans; positions are numbered anew."""
    return spotted_in(Laid.of(columns), words)


def spotted_in(laid: Laid, words: Iterable[Word]) -> Text:
    """The same of a text that is laid out already."""
    terms, printed = laid.read(position for word in words for position in _near(laid, word))
    return Text(printed, {position: found for position, found in enumerate(terms) if found})


def _near(laid: Laid, word: Word) -> Iterator[int]:
    """Every position of what a word can stand at."""
    match word:
        case Match():
            yield from _of_match(laid, word)
        case Phrase():
            yield from _of_letters(laid, word.letters)
            yield from _from(_of_match(laid, word.words[0]), len(word.words))
        case Exact():
            yield from laid.with_letters("".join(word.printed))
        case Prefix():
            yield from laid.with_term(word.prefix)
        case Fuzzy():
            yield from laid.like(word.letters, word.distance)


def _of_match(laid: Laid, word: Match) -> Iterator[int]:
    for letters in word.letters:
        yield from _of_letters(laid, letters)
    for sequence in word.alternatives:
        yield from _from(laid.with_term(sequence[0]), len(sequence))


def _of_letters(laid: Laid, letters: str) -> Iterator[int]:
    """As printed, or as a term that is spelled otherwise than the text is."""
    yield from laid.with_letters(letters)
    yield from laid.with_term(letters)


def _from(positions: Iterable[int], size: int) -> Iterator[int]:
    for position in positions:
        yield from range(position, position + size)

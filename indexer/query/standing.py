"""Where a word of a plan stands in one text, and how: said plainly, article by article. Snippets and explanations show
it, the memory engine answers by it, and so the array engine is tested by it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal, NamedTuple

from indexer.analysis import words
from indexer.analysis.field_terms import FieldTerms
from indexer.analysis.jamo import distance
from indexer.analysis.terms import LONGEST, Occurrence, read
from indexer.analysis.tokens import Tokens
from indexer.analysis.words import BORDERS, HEAD, VERB, Word, letters_of, nouns_of, tail_of
from indexer.query import literal, ranking
from indexer.query.plan import Exact, Fuzzy, Match, Part, Phrase, Prefix
from indexer.query.plan import Word as Asked
from indexer.query.result import Span

How = Literal["as_typed", "without_particle", "inflected", "inside", "spaced", "beginning", "similar"]
"""As typed, whatever particle follows; without the particle it was typed with; another form of a verb; within another
word; across words that are written apart; a word that begins so; a word that is similar."""

_HOW: Mapping[literal.Kind, How] = {"whole": "as_typed", "inside": "inside", "spaced": "spaced"}


class Stand(NamedTuple):
    """One place: the position of the first word, the spans in the text (none that is known in an index alone), how."""

    position: int
    spans: tuple[Span, ...]
    how: How


@dataclass(frozen=True)
class Text:
    """One text: its words as printed, by position, and the terms of each."""

    printed: Sequence[Word | None]
    terms: Mapping[int, Sequence[Occurrence]] = field(default_factory=dict)

    @classmethod
    def of_tokens(cls, tokens: Tokens, text: str) -> Text:
        """From stored tokens: places have their spans."""
        found: dict[int, list[Occurrence]] = defaultdict(list)
        occurrences, printed = read(tokens, text)
        for occurrence in occurrences:
            found[occurrence.position].append(occurrence)
        return cls(printed, found)

    @classmethod
    def of_terms(cls, terms: FieldTerms) -> Text:
        """From what an index holds; spans mean nothing there."""
        found: dict[int, list[Occurrence]] = defaultdict(list)
        for term, position in terms.pairs():
            found[position].append(Occurrence(term, position, 0, 0))
        printed = [
            word_of([occurrence.term for occurrence in found[position]], layout) if layout else None
            for position, layout in enumerate(terms.layout.tolist())
        ]
        return cls(printed, found)

    def stands(self, asked: Asked, *, unseen: bool = True) -> Iterator[Stand]:
        """Everywhere it stands; one place may come several times. Places within a noun come again without a span;
        unless `unseen` are wanted, these are left out."""
        match asked:
            case Match():
                yield from self._match(asked, unseen=unseen)
            case Prefix() | Fuzzy():
                how: How = "beginning" if isinstance(asked, Prefix) else "similar"
                yield from self._terms(lambda term: stands_for(asked, term), how)
            case Exact():
                yield from (self._shown(found) for found in literal.printed(self.printed, asked.printed))
            case Phrase():
                yield from self._letters(asked.letters, unseen=unseen)
                yield from self._apart(asked.words)

    def part(self, asked: Part, *, leads: bool) -> float:
        """How often a part of a score stands, term by term; once if it must lead, which it does everywhere in a field
        that `leads`."""
        positions = [
            position
            for position, found in self.terms.items()
            for occurrence in found
            if self._is_part(position, occurrence.term, asked)
        ]
        if asked.lead:
            return float(any(leads or position < ranking.LEAD for position in positions))
        return float(len(positions))

    def _is_part(self, position: int, term: str, asked: Part) -> bool:
        if asked.how == "inside":
            return term == asked.letters or _is_head(term, asked.letters) or holds(term, asked.letters)
        if asked.how == "whole":
            word = self.printed[position]
            return (
                word is not None
                and not term.startswith(VERB)
                and word.printed[: word.head] == letters_of(term) == asked.letters
            )
        return term == asked.letters

    def frequency(self, asked: Asked) -> float:
        """How much it counts. Terms count one by one, so that an engine counts letters without looking at positions."""
        if not isinstance(asked, Match) or not asked.letters:
            return float(len({found.position for found in self.stands(asked)}))
        every = self._every
        whole = sum(len(set(self._sequence(sequence))) for sequence in asked.alternatives)
        part = 0
        for letters in asked.letters:
            whole += sum(term == letters or _is_head(term, letters) for term in every)
            if len(letters) > 1:
                positions = range(len(self.printed))
                whole += sum(any(literal.across(self.printed, position, letters)) for position in positions)
                part += sum(holds(term, letters) for term in every)
                part += sum(word is not None and reaches_tail(word, letters) for word in self.printed)
        return whole + ranking.PART * part

    @property
    def _every(self) -> list[str]:
        return [occurrence.term for found in self.terms.values() for occurrence in found]

    def _match(self, asked: Match, *, unseen: bool) -> Iterator[Stand]:
        for sequence in asked.alternatives:
            how: How = "inflected" if sequence[0].startswith(VERB) else "as_typed"
            for start in self._sequence(sequence):
                steps = ((start + step, term) for step, term in enumerate(sequence))
                yield Stand(start, tuple(self._span(position, term) for position, term in steps), how)
        for number, letters in enumerate(asked.letters):
            for found in self._letters(letters, unseen=unseen):
                yield found._replace(how="without_particle") if number and found.how == "as_typed" else found

    def _letters(self, letters: str, *, unseen: bool) -> Iterator[Stand]:
        yield from map(self._shown, literal.standing(self.printed, letters))
        yield from self._terms(lambda term: term == letters or _is_head(term, letters), "as_typed")
        if unseen:
            yield from self._terms(lambda term: holds(term, letters), "inside", shown=False)

    def _terms(self, wanted: Callable[[str], bool], how: How, *, shown: bool = True) -> Iterator[Stand]:
        for position, found in self.terms.items():
            for occurrence in found:
                if wanted(occurrence.term):
                    yield Stand(position, ((occurrence.start, occurrence.end),) if shown else (), how)

    def _sequence(self, sequence: tuple[str, ...]) -> Iterator[int]:
        for start in self.terms:
            if all(self._has(start + step, term) for step, term in enumerate(sequence)):
                yield start

    def _has(self, position: int, term: str) -> bool:
        return any(occurrence.term == term for occurrence in self.terms.get(position, ()))

    def _span(self, position: int, term: str) -> Span:
        return next((o.start, o.end) for o in self.terms[position] if o.term == term)

    def _shown(self, found: literal.Standing) -> Stand:
        return shown(self.printed, found)

    def _apart(self, asked: Sequence[Match]) -> Iterator[Stand]:
        """Where the words of a phrase stand in words that follow one another."""
        last = len(asked) - 1
        for start in range(len(self.printed) - last):
            spans = [self._fits(start + step, each, literal.place(step, last)) for step, each in enumerate(asked)]
            if all(spans):
                yield Stand(start, tuple(span for span in spans if span), "as_typed")

    def _fits(self, position: int, asked: Match, place: literal.Place) -> Span | None:
        """The span of one word of a phrase if it is that printed word."""
        word = self.printed[position]
        if word is None:
            return None
        for (term,) in asked.alternatives:
            if self._has(position, term):
                return self._span(position, term)
        for letters in asked.letters:
            for start in _fitting(word, letters, place):
                return word.start + start, word.start + start + len(letters)
        return None


def shown(printed: Sequence[Word | None], found: literal.Standing) -> Stand:
    """A place with its spans: a piece of each word, so that no space is marked."""
    spans = []
    for position in range(found.first, found.last + 1):
        if word := printed[position]:
            start = found.start if position == found.first else 0
            end = found.end if position == found.last else len(word.printed)
            spans.append((word.start + start, word.start + end))
    word = printed[found.first]
    entire = word is not None and spans == [(word.start, word.start + len(word.printed))]
    return Stand(found.first, tuple(spans), "as_typed" if entire else _HOW[found.kind])


def stands_for(asked: Prefix | Fuzzy, term: str) -> bool:
    """Whether a term is a noun or a head that begins as asked, or is as near to the letters."""
    letters = letters_of(term)
    if term.startswith(VERB):
        return False
    if isinstance(asked, Prefix):
        return letters.startswith(asked.prefix)
    return _distance(letters, asked.letters, asked.distance) <= asked.distance


_distance = lru_cache(maxsize=1 << 16)(distance)  # an article has its words many times


def forget_distances() -> None:
    """Lets go of the words that were compared."""
    _distance.cache_clear()


def _fitting(word: Word, letters: str, place: literal.Place) -> Iterator[int]:
    """Where the letters stand in a word as one of a phrase does."""
    if letters in (word.printed[: word.head], word.printed):
        yield 0
    for start in literal.inside(word, letters) if len(letters) > 1 else ():
        if fits(word, start, start + len(letters), place):
            yield start


def fits(word: Word, start: int, end: int, place: literal.Place) -> bool:
    """Whether letters that stand there may be one word of a phrase: the first may be the end of a printed one, the last
    its beginning."""
    ends = end in (word.head, len(word.printed))
    if start == 0 and ends:
        return True
    if end - start == 1 or not literal.stands(word, start, end):
        return False
    return (place == "last" and start == 0) or (place == "first" and ends and word.head - start > 1)


def word_of(terms: Sequence[str], layout: int) -> Word:
    """A word as printed, from the terms at its position and its byte of the layout."""
    if layout & words.ONE_TERM:
        head = next((term for term in terms if not term.startswith((VERB, HEAD))), "")
    else:
        head = _glued(letters_of(term) for term in terms if term.startswith(HEAD))
    return Word(head + tail_of(layout), len(head), bool(layout & words.JOINED))


def _glued(pieces: Iterable[str]) -> str:
    """A head from the pieces it was cut into: each begins in the middle of the one before."""
    whole = ""
    for piece in pieces:
        whole += piece[LONGEST // 2 :] if whole else piece
    return whole


def holds(term: str, letters: str) -> bool:
    """Whether the letters stand in a term that is more than they, and not only within a noun that it is known to be
    made of: there that noun is a term."""
    if len(letters) < 2 or letters not in term or term.startswith(VERB):
        return False
    spelled = letters_of(term)
    if spelled == letters:
        return False
    nouns = list(nouns_of(term)) if BORDERS in term else []
    here = literal.inside(Word(spelled, len(spelled), joined=False), letters)
    return any(not any(a <= start and start + len(letters) <= b for a, b in nouns) for start in here)


def _is_head(term: str, letters: str) -> bool:
    return term.startswith(HEAD) and term.startswith(letters, len(HEAD)) and letters_of(term) == letters


def reaches_tail(word: Word, letters: str) -> bool:
    """Whether the letters stand in a word partly in its tail."""
    return any(start + len(letters) > word.head for start in literal.inside(word, letters))

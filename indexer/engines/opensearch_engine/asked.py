"""The words of a plan as places: which tokens stand for them. What they mean, query.standing and query.literal say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from indexer.analysis.words import BARE, CODES, TAILS, letters_of
from indexer.analysis.words import HEAD as HEAD_TERM
from indexer.analysis.words import VERB as VERB_TERM
from indexer.engines.opensearch_engine.groups import beginnings
from indexer.engines.opensearch_engine.places import (
    NOWHERE,
    Source,
    Starting,
    Token,
    any_of,
    first_of,
    is_open,
    near,
    row,
    sentence,
    size,
    together,
)
from indexer.engines.opensearch_engine.plain import FIRST, HEAD, JOINED, LAST, LAYOUT, NOUN, ONE, VERB
from indexer.engines.opensearch_engine.roles import Role
from indexer.engines.opensearch_engine.spelling import HELD, REACH, RUN, layout_token, role_tokens, shown
from indexer.errors import InvalidRequest
from indexer.query import literal, plan, ranking
from indexer.query.plan import Exact, Fuzzy, Match, Part, Phrase, Plan, Prefix, SameSentence

MOST_APART = 1_000
"""Clauses for the ways in which letters may be written apart. Beyond them those of more words are left out: it takes a
word of a dozen letters each of which is a word."""

_JOINED = Starting(LAYOUT + JOINED)

_TOO_MANY = "‘{}’: 이렇게 시작하거나 비슷한 낱말이 너무 많습니다. 더 길게 적어 다시 찾으십시오."


class Lexicon(Protocol):
    """The words of the index."""

    def knows(self, letters: str) -> bool:
        """Whether a noun or a head is that; if in doubt, it is."""

    def knows_end(self, letters: str) -> bool:
        """Whether a word ends so from where its script changes (Role.ACROSS_FIRST); if in doubt, it does."""

    def expanded(self, word: Prefix | Fuzzy) -> Sequence[str] | None:
        """The nouns and heads that it stands for; None where they are too many to name."""


class Asked:
    """Plans over one lexicon. What a word is is worked out once for all fields, for what is found and what scores."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._words: dict[Match | Prefix | Fuzzy | Exact | Phrase, Source] = {}
        self._apart: dict[str, tuple[Source, ...]] = {}

    def standing(self, node: Plan, field: str) -> Source:
        """Where a node of a plan stands in a field, one word long: the first of its words. Raises InvalidRequest."""
        match node:
            case Match() | Prefix() | Fuzzy() | Exact() | Phrase():
                if field not in node.fields:
                    return NOWHERE
                if node not in self._words:
                    self._words[node] = self._word(node)
                return self._words[node]
            case plan.Any():
                return any_of(self.standing(child, field) for child in node.children)
            case plan.Near():
                children = self._beside(node.children, field)
                return NOWHERE if NOWHERE in children else near(children, node.distance, ordered=node.ordered)
            case SameSentence():
                children = self._beside(node.children, field)
                return NOWHERE if NOWHERE in children else sentence(children)
            case _:
                raise ValueError(f"stands nowhere: {node}")

    def _beside(self, nodes: Sequence[Plan], field: str) -> tuple[Source, ...]:
        children = tuple(beginnings(self.standing(node, field)) for node in nodes)
        if any(map(is_open, children)):
            raise InvalidRequest(_TOO_MANY.format("…*"), parameter="q", code="query_too_large")
        return children

    def _word(self, word: Match | Prefix | Fuzzy | Exact | Phrase) -> Source:
        match word:
            case Match():
                alternatives = (row(*map(self.term, sequence)) for sequence in word.alternatives)
                return any_of([*map(first_of, alternatives), *map(self.of_letters, word.letters)])
            case Prefix() | Fuzzy():
                return self._expanded(word)
            case Exact():
                return first_of(self._exactly(word.printed))
            case Phrase():
                apart = row(*self._in_phrase(word.words))
                return any_of([self.of_letters(word.letters), first_of(apart)])

    def _expanded(self, word: Prefix | Fuzzy) -> Source:
        every = self._lexicon.expanded(word)
        if every is not None:
            return any_of(map(self.equal, every))
        if isinstance(word, Fuzzy):
            raise InvalidRequest(_TOO_MANY.format(word.text), parameter="q", code="query_too_large")
        return any_of(Starting(mark + shown(word.prefix)) for mark in (NOUN, ONE, HEAD))

    def counting(self, node: plan.Counted, field: str) -> list[tuple[float, Source]]:
        """The parts of a word's frequency in a field (Text.frequency), as nearly as tokens say: weights, and what is
        counted."""
        if isinstance(node, Part):
            return [(1.0, self.part(node))]
        if not isinstance(node, Match) or not node.letters:
            return [(1.0, self.standing(node, field))]
        alternatives = self.standing(Match(node.text, node.alternatives), field)
        return [(1.0, alternatives), *(part for letters in node.letters for part in self._weighed(letters))]

    def _weighed(self, letters: str) -> Iterator[tuple[float, Source]]:
        if len(letters) == 1:
            yield 1.0, self.equal(letters)
            return
        # What is a noun or a head is also inside of its word: both together count 1.
        yield 1.0 - ranking.PART, self.equal(letters)
        yield ranking.PART, any_of([self.inside(letters), self.into_tail(letters)])
        yield 1.0, any_of(map(first_of, self.across(letters)))

    def part(self, asked: Part) -> Source:
        """Where a part of a score stands."""
        match asked.how:
            case "verb" | "noun":
                return self.term(asked.letters)
            case "whole":
                return self.head(asked.letters)
            case "inside":
                return self.inside(asked.letters) if len(asked.letters) > 1 else self.equal(asked.letters)

    def term(self, spelling: str) -> Source:
        """Where a term stands."""
        if spelling.startswith(VERB_TERM):
            return Token(VERB + shown(spelling[len(VERB_TERM) :]))
        if spelling.startswith(HEAD_TERM):
            return Token(HEAD + shown(letters_of(spelling)))
        return any_of([Token(NOUN + shown(spelling)), Token(ONE + shown(spelling))])

    def head(self, letters: str) -> Source:
        """Words whose head is that."""
        if not self._lexicon.knows(letters):
            return NOWHERE
        return any_of([Token(ONE + shown(letters)), Token(HEAD + shown(letters))])

    def equal(self, letters: str) -> Source:
        """Words with a noun or a head that is that."""
        return any_of([Token(mark + shown(letters)) for mark in (NOUN, ONE, HEAD)])

    def of_letters(self, letters: str) -> Source:
        """Wherever the letters stand, in words and across them, by the first word."""
        found = [self.equal(letters), self.inside(letters), self.into_tail(letters)]
        return any_of([*found, *map(first_of, self.across(letters))])

    def inside(self, letters: str) -> Source:
        """Words whose head has the letters."""
        if len(letters) == 1:
            return self.head(letters)
        return any_of([_two_by_two(letters), self.head(letters), _mixed(RUN, letters), _mixed(HELD, letters)])

    def into_tail(self, letters: str) -> Source:
        """Words that have the letters partly in their tail."""
        found = []
        for cut in range(1, len(letters)):
            tails = _tails(letters[cut:], whole=False)
            found += [together(self.head(letters[:cut]), tails), _ending(letters[:cut], tails)]
        return any_of([*found, _mixed(REACH, letters)])

    def _printed(self, letters: str, *, joined: bool = False) -> Source:
        """Words that are printed so."""
        return any_of(
            together(self.head(letters[:cut]), _tails(letters[cut:], whole=True, joined=joined))
            for cut in range(1, len(letters) + 1)
        )

    def _begun(self, letters: str, *, joined: bool = False) -> Iterator[Source]:
        """Words that begin so and have their head in it, or two letters of that."""
        also = [_JOINED] if joined else []
        yield together(self.head(letters), *also)
        yield _beginning(letters, *also)
        for cut in range(1, len(letters)):
            yield together(self.head(letters[:cut]), _tails(letters[cut:], whole=False, joined=joined))

    def _ended(self, letters: str) -> Iterator[Source]:
        """Words that are printed so, or end so behind other letters of their head, of which two are in it."""
        yield self._printed(letters)
        for cut in range(2, len(letters) + 1):
            yield _ending(letters[:cut], _tails(letters[cut:], whole=True))

    def _exactly(self, printed: Sequence[str]) -> Source:
        if len(printed) == 1:
            heads = [self.head(printed[0]), _two_by_two(printed[0])]
            return any_of([*heads, _mixed(RUN, printed[0]), self.into_tail(printed[0])])
        first = any_of([*self._ended(printed[0]), _can_be(Role.EXACT_FIRST, printed[0])])
        last = any_of([*self._begun(printed[-1], joined=True), _can_be(Role.EXACT_LAST, printed[-1])])
        return row(first, *map(self._middle, printed[1:-1]), last)

    def _middle(self, letters: str) -> Source:
        return self._printed(letters, joined=True)

    def _in_phrase(self, asked: Sequence[Match]) -> Iterator[Source]:
        last = len(asked) - 1
        for step, each in enumerate(asked):
            terms = [self.term(spelling) for (spelling,) in each.alternatives]
            yield any_of([*terms, *(self._fitting(letters, literal.place(step, last)) for letters in each.letters)])

    def _fitting(self, letters: str, where: literal.Place) -> Source:
        """What may be one word of a phrase (standing.fits)."""
        found = [self.head(letters), self._printed(letters)]
        if where == "first":
            found += [*self._ended(letters), _ending(letters), _can_be(Role.PHRASE_FIRST, letters)]
        elif where == "last":
            found += [*self._begun(letters), _can_be(Role.PHRASE_LAST, letters)]
        return any_of(found)

    def across(self, letters: str) -> tuple[Source, ...]:
        """The rows of words that the letters are written apart in (literal.across), of few words first."""
        if letters not in self._apart:
            self._apart[letters] = tuple(self._rows(letters))
        return self._apart[letters]

    def _rows(self, letters: str) -> Iterator[Source]:
        left = MOST_APART
        for count in range(2, len(letters) + 1) if len(letters) >= literal.SEVERAL else ():
            for apart in self._across(letters, count):
                yield apart
                left -= size(apart)
                if left < 0:
                    return

    def _across(self, letters: str, count: int) -> Iterator[Source]:
        for cut in range(1, len(letters)):
            first = self._printed(letters[:cut])
            if self._lexicon.knows_end(letters[:cut]):
                first = any_of([first, _can_be(Role.ACROSS_FIRST, letters[:cut])])
            for rest in self._onward(letters[cut:], count - 1) if first != NOWHERE else ():
                yield row(first, *rest)

    def _onward(self, letters: str, count: int) -> Iterator[tuple[Source, ...]]:
        """The rows of just so many words."""
        if count == 1:
            yield (any_of([*self._begun(letters, joined=True), _can_be(Role.ACROSS_LAST, letters)]),)
            return
        for cut in range(1, len(letters) - count + 2):
            middle = self._middle(letters[:cut])
            for rest in self._onward(letters[cut:], count - 1) if middle != NOWHERE else ():
                yield (middle, *rest)


def _two_by_two(letters: str, *others: Source) -> Source:
    """Words of three letters or more, none of them twice, whose head has the letters; and what else they must have."""
    if len(set(letters)) < len(letters) or len(letters) < 2 or any(letter < "\x7f" for letter in letters):
        return NOWHERE
    pairs = [Token(shown(letters[at : at + 2])) for at in range(len(letters) - 1)]
    return together(*pairs, *others)


def _mixed(mark: str, letters: str) -> Source:
    """Mixed words that have the letters so."""
    return Token(mark + shown(letters))


def _can_be(role: Role, letters: str) -> Source:
    """Mixed words in which the letters can be that."""
    return any_of(map(Token, role_tokens(role, letters)))


def _beginning(letters: str, *others: Source) -> Source:
    return _two_by_two(letters, Token(FIRST + shown(letters[0])), *others)


def _ending(letters: str, *others: Source) -> Source:
    return _two_by_two(letters, Token(LAST + shown(letters[-1])), *others)


def _tails(letters: str, *, whole: bool, joined: bool = False) -> Source:
    """Words with a tail that begins so, or is that; with `joined` those that are joined to the one before."""
    numbers = [CODES[tail] for tail in TAILS if tail == letters or (not whole and letters and tail.startswith(letters))]
    numbers += [] if letters else [BARE]
    before = (True,) if joined else (True, False)
    return any_of(Token(layout_token(number, joined=each)) for number in numbers for each in before)

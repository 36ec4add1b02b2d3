"""What a text is about: the words that stand in it often and in few articles, to look for others of its kind by
(ADR 0021).

A word is a noun or a head that is made of nouns alone, by its letters; the terms it is spelled as in the index are
looked up as they are, so that nothing is analysed and no lexicon is searched.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from indexer.analysis.field_terms import FieldTerms
from indexer.article import LEADING_FIELDS
from indexer.query.plan import Any, Match, Plan, Scored
from indexer.query.ranking import rarity
from indexer.query.vocabulary import typed_word

MOST_WORDS = 20
"""Words by which alike articles are looked for. ADR 0021: more of them find the same articles later."""

LEADING = 4
"""What a word in a title counts. ADR 0021."""

HALF = 3.0
"""How often a word must stand in a text to count half of what it can count at most. ADR 0021: with less, what a text
names once in passing outweighs what it is about."""

TELLING, FEW = 0.02, 30
"""A word that more than this part of all articles have, and more than a few, makes no two of them alike: 본문, 내용."""

_TIME = re.compile(r"[\d.,:]+[년월일시분]?")

Frequencies = Callable[[Sequence[str]], Sequence[int]]
"""Document frequencies of terms, as Engine.frequencies gives them."""


@dataclass
class Counted:
    """A word of one text: how much it stands there, as which terms, and in how many of the text's fields."""

    times: float = 0.0
    terms: set[str] = field(default_factory=set)
    fields: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Salient:
    """A word that a text is about. `weight` is how much it says of the text, `rarity` of the archive; `telling` says
    that so few articles have it that one which does may be on the same matter."""

    letters: str
    terms: tuple[str, ...]
    weight: float
    rarity: float
    telling: bool = True


def counted(fields: Mapping[str, FieldTerms]) -> dict[str, Counted]:
    """The words of a text by their letters; numbers alone, days and hours are none."""
    found: dict[str, Counted] = defaultdict(Counted)
    for name, terms in fields.items():
        once = LEADING if name in LEADING_FIELDS else 1
        for term, times in Counter(term for term, _ in terms.pairs()).items():
            letters = typed_word(term)
            if letters and not _TIME.fullmatch(letters):
                word = found[letters]
                word.times += once * times
                word.terms.add(term)
                word.fields.add(name)
    return dict(found)


def salient(
    words: Mapping[str, Counted], frequencies: Frequencies, articles: int, *, archived: bool, most: int = MOST_WORDS
) -> tuple[Salient, ...]:
    """The words that say most of a text, the best first. Left out are those that stand in no other text (`archived`
    says that the text itself is in the index), and nouns that stand only within a compound that is there already."""
    terms = [term for word in words.values() for term in word.terms]
    known = dict(zip(terms, frequencies(terms), strict=True))
    found = []
    for letters, word in words.items():
        documents = sum(known[term] for term in word.terms)
        if documents > (len(word.fields) if archived else 0):
            rare, weight = rarity(min(documents, articles), articles), word.times / (word.times + HALF)
            telling = documents <= max(TELLING * articles, FEW)
            found.append(Salient(letters, tuple(sorted(word.terms)), weight, rare, telling))
    found.sort(key=lambda one: (-one.weight * one.rarity, one.letters))
    return _apart(found, words, most)


def _apart(ranked: Sequence[Salient], words: Mapping[str, Counted], most: int) -> tuple[Salient, ...]:
    chosen: list[Salient] = []
    for one in ranked:
        times = words[one.letters].times
        if any(one.letters in other.letters and times <= words[other.letters].times for other in chosen):
            continue
        chosen.append(one)
        if len(chosen) == most:
            break
    return tuple(chosen)


def plan_of(words: Sequence[Salient]) -> tuple[Plan, tuple[Scored, ...]]:
    """Articles with any of the words, and what scores in them."""
    each = [(Match(word.letters, ((term,),)), word.weight) for word in words for term in word.terms]
    return Any(tuple(match for match, _ in each)), tuple(Scored(match, weight) for match, weight in each)


def highest(words: Sequence[Salient]) -> float:
    """The score of an article that has nothing but these words: what scores are shares of."""
    return sum(word.weight * word.rarity for word in words)


def shared(words: Sequence[Salient], text: str) -> tuple[str, ...]:
    """Those of the words that stand in a text (in small letters), the best first; of a word and one that it is part of,
    the longer one."""
    there = [word.letters for word in words if word.letters in text]
    return tuple(one for one in there if not any(one != other and one in other for other in there))

"""The questions of a race: classes of them, chosen by how many articles hold their words. They are of terms, for every
engine; `typed` makes of them what ours is asked.

Chosen from the first articles of the corpus, so that a small and a large corpus are asked the same.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date

import numpy as np

from indexer.query.plan import All, Any, Days, Match, Phrase, Plan, Prefix
from tests.benchmarks.articles import BATCH, FIELDS, SEED, Batch
from tests.benchmarks.vocabulary import WORDS, Numbers, Vocabulary

EACH = 5
"""Questions of a class."""

SAMPLE = 20_000

_TOP = 20_000
"""Only pairs of words of such ranks are counted."""

Pair = tuple[int, int]


class Sample:
    """The first articles: the share of them that hold a word, and that hold a pair side by side."""

    def __init__(self, words: Vocabulary, batches: Iterable[Batch]) -> None:
        self.words, self.articles = words, 0
        held, pairs = np.zeros(WORDS, np.int64), Counter[int]()
        for batch in itertools.islice(batches, SAMPLE // BATCH):
            self.articles += len(batch.about)
            article, place, word = _nouns(batch)
            held += np.bincount(np.unique(article * WORDS + word) % WORDS, minlength=WORDS)
            beside = (article[1:] == article[:-1]) & (place[1:] == place[:-1] + 1)
            joined = np.unique(np.stack((article[:-1], word[:-1] * WORDS + word[1:]))[:, beside], axis=1)[1]
            first, second = joined // WORDS, joined % WORDS
            pairs.update(joined[(first != second) & (first < _TOP) & (second < _TOP)].tolist())
        self._share = held / self.articles
        self._pairs = pairs

    def between(self, low: float, high: float) -> list[int]:
        """The words that such a share of the articles hold."""
        found: list[int] = np.flatnonzero((self._share >= low) & (self._share <= high)).tolist()
        return found

    def pairs(self, least: int, low: float, high: float) -> list[Pair]:
        """Pairs that `least` articles hold side by side, of words that such a share of articles hold; not of single
        syllables, which are looked for as whole words only."""
        split = (divmod(pair, WORDS) for pair, count in self._pairs.items() if count >= least)
        return sorted(pair for pair in split if all(low <= self._share[n] <= high and self._long(n) for n in pair))

    def _long(self, word: int) -> bool:
        return bool(self.words.sizes[word] > 1)

    def beginnings(self, syllables: int) -> list[str]:
        """What many words begin with: so many syllables of words of middling frequency."""
        spelled = (self.words.spelled(word) for word in self.between(0.005, 0.05))
        return sorted({word[:syllables] for word in spelled if len(word) > syllables + 1})


def questions(words: Vocabulary, batches: Iterable[Batch], seed: int = SEED) -> dict[str, list[Plan]]:
    """The questions by class."""
    sample = Sample(words, batches)
    choose = _Choice(sample, np.random.default_rng(seed))
    common, middling = sample.between(0.1, 0.2), sample.between(0.008, 0.012)
    few, least = max(0.0004, 3 / sample.articles), max(2, sample.articles // 2000)
    rare = sample.between(few, max(0.002, few))
    return {
        "common term": choose.words(_only, (common, 1)),
        "middling term": choose.words(_only, (middling, 1)),
        "rare term": choose.words(_only, (rare, 1)),
        "common AND common": choose.words(All, (common, 2)),
        "common AND rare": choose.words(All, (common, 1), (rare, 1)),
        "three-word AND": choose.words(All, (common, 2), (middling, 1)),
        "OR of two": choose.words(Any, (common, 1), (middling, 1)),
        "OR of four common": choose.words(Any, (common, 4)),
        "phrase": choose.phrases(sample.pairs(least, 0.005, 0.05)),
        "phrase of common words": choose.phrases(sample.pairs(least * 4, 0.1, 0.4)),
        "prefix, two syllables": choose.prefixes(2),
        "prefix, one syllable": choose.prefixes(1),
        "common term, one year": choose.years(choose.words(_only, (common, 1))),
    }


class _Choice:
    """Draws EACH questions of a class."""

    def __init__(self, sample: Sample, random: np.random.Generator) -> None:
        self._sample, self._random, self._words = sample, random, sample.words

    def words(self, make: Callable[[tuple[Match, ...]], Plan], *kinds: tuple[list[int], int]) -> list[Plan]:
        """So many words of each kind, made into one question."""
        drawn = [
            [self._random.choice(numbers, count, replace=False).tolist() for _ in range(EACH)]
            for numbers, count in kinds
        ]
        return [
            make(tuple(_match(self._words.spelled(number)) for kind in drawn for number in kind[turn]))
            for turn in range(EACH)
        ]

    def phrases(self, found: list[Pair]) -> list[Plan]:
        """Some of these pairs."""
        chosen = self._random.choice(len(found), min(EACH, len(found)), replace=False).tolist()
        return [_match(*(self._words.spelled(number) for number in found[at])) for at in sorted(chosen)]

    def prefixes(self, syllables: int) -> list[Plan]:
        """Beginnings of so many syllables."""
        chosen = self._random.choice(self._sample.beginnings(syllables), EACH, replace=False).tolist()
        return [Prefix(f"{text}*", text) for text in chosen]

    def years(self, plans: list[Plan]) -> list[Plan]:
        """Each of them in a year of its own."""
        years = self._random.choice(np.arange(2005, 2023), EACH, replace=False).tolist()
        return [_in_year(plan, year) for plan, year in zip(plans, years, strict=True)]


def _match(*sequence: str) -> Match:
    return Match(" ".join(sequence), (tuple(sequence),))


def typed(plan: Plan) -> Plan:
    """What our engine is asked when a reader types it (see planner): the same words by their letters."""
    match plan:
        case Match(text, ((_,),), fields):
            return Match(text, (), fields, (text,))
        case Match(text, (sequence,), fields):
            words = tuple(Match(term, (), fields, (term,)) for term in sequence)
            return Phrase(text, words, "".join(sequence), fields)
        case All(children):
            return All(tuple(map(typed, children)))
        case Any(children):
            return Any(tuple(map(typed, children)))
        case _:
            return plan


def _only(words: tuple[Match, ...]) -> Plan:
    return words[0]


def _in_year(plan: Plan, year: int) -> Plan:
    return All((plan, Days(date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal())))


def _nouns(batch: Batch) -> tuple[Numbers, Numbers, Numbers]:
    """Of every noun: its article, its place (no two fields adjoin, and verbs have places too), and its number."""
    fields = np.arange(batch.bounds.size - 1).repeat(np.diff(batch.firsts[batch.bounds]))
    place = np.arange(batch.nouns.size) + fields
    is_noun = batch.nouns < WORDS
    return fields[is_noun] // len(FIELDS), place[is_noun], batch.nouns[is_noun]

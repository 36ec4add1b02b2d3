"""Which articles a draft is compared with, and what of it stands in each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from indexer.analysis.shingles import runs_of, shingles, words_of
from indexer.archive import Archive, Stored
from indexer.draft.reading import Draft, Sentence, Unit
from indexer.engines.interface import Engine, EngineQuery
from indexer.query.ranking import rarity
from indexer.query.salient import Salient
from indexer.similar import MOST, shares, text_of

BY_SENTENCE, ASKED = 3, 6
"""Articles that are compared for the sake of a sentence, found by so many of its rarest words."""

MOST_COMPARED = 400
"""Articles that are read word by word: half a millisecond each."""

COMMON, FEW = 0.05, 5
"""A word that more than this part of all articles have, and more than a few, tells no sentence from another."""

PRINTED, FEWEST_RUNS = 0.6, 2
"""What part of a sentence's runs of words an article must have to print it, and how many. ADR 0021."""

KNOWN, FEWEST_UNITS = 0.7, 2
"""What part of what a sentence's words say (by their rarity) an article must have to know of it, and how many words a
sentence must have to be judged by them. ADR 0021."""


@dataclass(frozen=True)
class Rare:
    """A word of a draft and how rare it is."""

    unit: Unit
    rarity: float
    documents: int


class Found:
    """Of the articles that may have something of a draft: their texts, and which sentences stand in them. `order` are
    their ids, what is like the whole draft first, `shares` how much like it that is."""

    def __init__(self, draft: Draft, shares: Mapping[str, float], order: Sequence[str], stored: Mapping[str, Stored]):
        self._draft, self.shares = draft, shares
        self.stored = {article_id: stored[article_id] for article_id in order if article_id in stored}

    @cached_property
    def texts(self) -> dict[str, str]:
        """What each says, in small letters."""
        return {article_id: text_of(stored.article) for article_id, stored in self.stored.items()}

    def lacks(self, article_id: str, unit: Unit) -> bool:
        """Whether an article does not have a word of the draft."""
        return not stands(unit.letters, self.texts[article_id])

    @cached_property
    def whole(self) -> frozenset[str]:
        """Those that print the same text."""
        each = ((article_id, stored.columns()) for article_id, stored in self.stored.items())
        return frozenset(article_id for article_id, fields in each if shingles(fields).like(self._draft.shingles))

    @cached_property
    def printed(self) -> dict[str, npt.NDArray[np.bool_]]:
        """Of each that prints any sentence, which ones."""
        count = len(self._draft.sentences)
        runs, sentences = self._draft.runs
        needed = np.maximum(np.ceil(np.bincount(sentences, minlength=count) * PRINTED), FEWEST_RUNS)
        found = {}
        for article_id, stored in self.stored.items():
            theirs = [runs_of(words_of(columns)) for columns in stored.columns().values()]
            if theirs and len(runs):
                here = np.isin(runs, np.concatenate(theirs))
                printed = np.bincount(sentences[here], minlength=count) >= needed
                if printed.any():
                    found[article_id] = printed
        return found


def rare_words(draft: Draft, engine: Engine, articles: int) -> list[list[Rare]]:
    """For each sentence the words that tell it from others, each once, the rarest first."""
    units = {unit.letters: unit for sentence in draft.sentences for unit in sentence.units}
    terms = list(dict.fromkeys(term for unit in units.values() for term in unit.terms))
    known = dict(zip(terms, engine.frequencies(terms), strict=True))
    documents = {letters: sum(known[term] for term in unit.terms) for letters, unit in units.items()}
    most = max(COMMON * articles, FEW)
    return [list(_rare(sentence, documents, most, articles)) for sentence in draft.sentences]


def _rare(sentence: Sentence, documents: Mapping[str, int], most: float, articles: int) -> Iterator[Rare]:
    each = {unit.letters: unit for unit in sentence.units if documents[unit.letters] <= most}
    for letters in sorted(each, key=lambda one: (documents[one], one)):
        yield Rare(each[letters], rarity(min(documents[letters], articles), articles), documents[letters])


def find(
    draft: Draft,
    words: Sequence[Salient],
    rare: Sequence[Sequence[Rare]],
    *,
    archive: Archive,
    engine: Engine,
    within: EngineQuery,
    analyser: str,
) -> Found:
    """What a draft is compared with: articles that print the same text, that are on the same matter, and for every
    sentence those that have most of its rare words. `within` has the filters."""
    alike = shares(words, engine, replace(within, limit=MOST * 2, collapse=True))
    order = dict.fromkeys([*_of_stories(draft, archive), *(article_id for article_id, _ in alike)])
    for sentence in rare:
        asked = [Salient(one.unit.letters, one.unit.terms, 1.0, one.rarity) for one in sentence if one.documents]
        if len(order) >= MOST_COMPARED:
            break
        if asked:
            best = shares(asked[:ASKED], engine, replace(within, limit=BY_SENTENCE))
            order.update(dict.fromkeys(article_id for article_id, _ in best))
    ids = list(order)[:MOST_COMPARED]
    stored = {i: one for i, one in archive.current(ids, analyser).items() if _passes(one, within)}
    return Found(draft, dict(alike), ids, stored)


def _of_stories(draft: Draft, archive: Archive) -> list[str]:
    members = archive.story_members(archive.alike(draft.shingles))
    return [member.article.id for story in members.values() for member in story]


def _passes(stored: Stored, within: EngineQuery) -> bool:
    """Whether an article that no search found passes the filters."""
    article, press = stored.article, within.chosen.get("press", ())
    day = article.published.toordinal() if article.published else None
    if day is None and (within.first or within.last):
        return False
    early, late = (within.first or 0) > (day or 0), (day or 0) > (within.last or 10**7)
    return (not press or article.press in press) and (day is None or not (early or late))


def knowing(sentence: Sequence[Rare], found: Found) -> str | None:
    """The id of the article that has most of a sentence's rare words together; None where none has enough of them."""
    whole, best, most = sum(one.rarity for one in sentence), None, 0.0
    for article_id, text in found.texts.items():
        here = sum(one.rarity for one in sentence if stands(one.unit.letters, text))
        if here > most:
            best, most = article_id, here
    return best if most >= KNOWN * whole else None


def stands(letters: str, text: str) -> bool:
    """Whether letters stand in a text, a number not within another number: 18억 is not in 118억."""
    at = text.find(letters)
    while at > 0 and letters[0].isdigit() and (text[at - 1].isdigit() or text[at - 1] in ".,"):
        at = text.find(letters, at + 1)
    return at >= 0

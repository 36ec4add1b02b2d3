"""When the names of a draft first stood in the archive, and which never did."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from indexer.archive import Archive
from indexer.draft.comparing import Rare
from indexer.draft.reading import Draft
from indexer.engines.interface import Engine, EngineQuery
from indexer.query.drafts import FirstSeen
from indexer.query.plan import Match

MOST_NAMES = 12
"""Names whose first appearance is looked up: those that stand in the draft most and in few articles."""

MOST_UNSEEN = 60
"""Names and numbers that are looked up because no article seems to have them."""


def first_seen(
    draft: Draft, rare: Sequence[Sequence[Rare]], archive: Archive, engine: Engine, within: EngineQuery
) -> list[FirstSeen]:
    """The names and compounds that say most of the draft, as they are written there, each with the oldest article that
    has it; those that are oldest first, those that none has last."""
    chosen = _chosen(rare)
    written = {one.unit.letters: draft.text[one.unit.start : one.unit.end] for words in rare for one in words}
    answers = {word: engine.search(replace(_asked(word, within), sort="oldest", limit=1)) for word in chosen}
    ids = [article_id for answer in answers.values() for article_id, _ in answer.found]
    stored = archive.current(ids, "")  # tokens of no analyser: none are read
    found = []
    for word, answer in answers.items():
        article = next((stored[article_id].article for article_id, _ in answer.found if article_id in stored), None)
        if article:
            place = {"id": article.id, "title": article.title, "press": article.press}
            found.append(FirstSeen(word=written[word], total=answer.total, published=article.published, **place))
        elif not answer.total:
            found.append(FirstSeen(word=written[word], total=0))
    return sorted(found, key=_oldest_first)


def unseen(rare: Sequence[Sequence[Rare]], engine: Engine, within: EngineQuery) -> tuple[frozenset[str], int]:
    """The names, compounds and numbers that no article has, not even inside of other words; and how many were not
    looked up, for only the first MOST_UNSEEN of the draft are."""
    each = [one.unit.letters for sentence in rare for one in sentence if one.unit.telling and not one.documents]
    asked = list(dict.fromkeys(each))
    strange = (word for word in asked[:MOST_UNSEEN] if not engine.search(_asked(word, within)).total)
    return frozenset(strange), max(0, len(asked) - MOST_UNSEEN)


def _chosen(rare: Iterable[Iterable[Rare]]) -> list[str]:
    weights: dict[str, float] = {}
    for sentence in rare:
        for one in sentence:
            if one.unit.kind in ("name", "compound"):
                weights[one.unit.letters] = weights.get(one.unit.letters, 0.0) + one.rarity
    return list(_apart(sorted(weights, key=lambda word: (-weights[word], word))))


def _apart(ranked: Sequence[str]) -> Iterator[str]:
    """The first of them, of a word and what is part of it the one that comes first."""
    kept: list[str] = []
    for word in ranked:
        if len(kept) < MOST_NAMES and not any(word in other or other in word for other in kept):
            kept.append(word)
            yield word


def _asked(word: str, within: EngineQuery) -> EngineQuery:
    return replace(within, plan=Match(word, (), letters=(word,)), limit=0, facets=())


def _oldest_first(one: FirstSeen) -> tuple[bool, bool, float, str]:
    when = one.published
    return (not one.total, when is None, when.timestamp() if when else 0.0, one.word)

"""What is said where nothing was found: which word is missing, and which similar words there are."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence

from indexer.analysis.jamo import decomposed, is_initials
from indexer.analysis.terms import literal
from indexer.asking import Asking, engine_query
from indexer.engines.interface import Engine, EngineQuery
from indexer.korean import josa
from indexer.query.echo import echo
from indexer.query.language import Parsed
from indexer.query.plan import Word
from indexer.query.request import SearchRequest
from indexer.query.result import (
    Dropped,
    Missing,
    Notice,
    Warning,  # noqa: A004
)
from indexer.query.suggest import Suggester
from indexer.query.tree import And, Not, Tree

INITIALS_SHOWN = 3
"""Words shown for initials."""

MOST_DROPPED = 6
"""Parts of a query that are left out in turn."""

MOST_REPLACED = 6
"""Words for which similar ones are looked for: each is a search of the whole query, and nobody reads more of them."""

MOST_SIMILAR = 6
"""Letters (자모) of a word from which on two of them may differ from what was meant."""


def said(articles: Sequence[object], what: str) -> tuple[Warning, ...]:
    """A warning of so many of the articles found, if there are any."""
    return (Warning(0, f"찾은 기사 가운데 {len(articles):,}{what}"),) if articles else ()


def missing(engine: Engine, query: EngineQuery, words: Sequence[Word]) -> tuple[Missing, ...]:
    """How many articles have each of the words alone, within the query's filters."""
    return tuple(Missing(word.text, engine.search(_alone(query, word)).total) for word in words)


def dropped(engine: Engine, asking: Asking, request: SearchRequest, tree: Tree) -> tuple[Dropped, ...]:
    """How many articles have all parts of a query but one, for each of its parts that is wanted: those that find
    nothing either come too. Nothing for a query that has but one part, or more than MOST_DROPPED."""
    wanted = [child for child in tree.children if not isinstance(child, Not)] if isinstance(tree, And) else []
    if not isinstance(tree, And) or not 1 < len(wanted) <= MOST_DROPPED:
        return ()
    found = []
    for child in wanted:
        rest = tuple(other for other in tree.children if other is not child)
        text = echo(And(rest) if len(rest) > 1 else rest[0])
        _, understood = asking.understand(text, "all", as_typed=request.as_typed)
        query = dataclasses.replace(engine_query(request, understood), limit=0, offset=0, facets=())
        found.append(Dropped(echo(child), text, engine.search(query).total))
    return tuple(found)


def similar(engine: Engine, asking: Asking, request: SearchRequest, words: Sequence[str]) -> Iterator[Notice]:
    """For the first words that no article has, MOST_REPLACED of them, similar ones of the index, where the query finds
    something with them."""
    for word in words[:MOST_REPLACED]:
        better = _most_similar(engine, word)
        text = request.text.replace(word, better) if better else request.text
        if better and text != request.text:
            _, understood = asking.understand(text, "all", as_typed=True)
            query = dataclasses.replace(engine_query(request, understood), limit=0, facets=())
            if total := engine.search(query).total:
                yield Notice("similar", f"혹시 ‘{better}’{josa(better, '을/를')} 찾으십니까?", text, total=total)


def initials(parsed: Parsed, suggesting: Suggester) -> Iterator[Notice]:
    """Words of the index that begin with the initials that were typed (ㄱㅅㅌㄱ)."""
    for typed in filter(is_initials, parsed.text.split()):
        for suggestion in suggesting.latest().find(typed, INITIALS_SHOWN):
            text = parsed.text.replace(typed, suggestion.text)
            message = f"초성 ‘{typed}’: ‘{suggestion.text}’{josa(suggestion.text, '을/를')} 찾으십니까?"
            yield Notice("similar", message, text)


def _most_similar(engine: Engine, word: str) -> str | None:
    """The word of the index with the fewest other letters, of these the most frequent."""
    for distance in (1, 2) if len(decomposed(word)) > MOST_SIMILAR else (1,):
        if found := engine.similar(literal(word), distance):
            return max(found, key=lambda pair: pair[1])[0]
    return None


def _alone(query: EngineQuery, word: Word) -> EngineQuery:
    """The same question for one word, to be counted."""
    return dataclasses.replace(query, plan=word, limit=0, offset=0, facets=())

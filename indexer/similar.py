"""More like this: articles on the matter of one that is archived, from its stored tokens (ADR 0021)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from indexer.analysis.field_terms import FieldTerms
from indexer.analysis.terms import field_terms
from indexer.archive import Archive, Stored
from indexer.article import Article
from indexer.engines.interface import Engine, EngineQuery
from indexer.query.plan import Every
from indexer.query.related import Related, RelatedArticle
from indexer.query.salient import Salient, counted, highest, plan_of, salient, shared

MOST = 24
"""Articles that are found at most."""

SHARE = 0.12
"""What part of what a text is about an article must have to be called related. ADR 0021."""

FEWEST_WORDS = 2
"""Telling words that it must have in common with it."""

_OWN = 4
"""Hits more than are wanted: the article itself and its own story are among them."""


def similar(stored: Stored, archive: Archive, engine: Engine) -> Related:
    """What is like an archived article, its own story left out. Nothing is analysed: an article that has no tokens yet
    is like no other."""
    article = stored.article
    words = salient_of(terms_of(stored), engine, archived=True)
    found = more_like(words, archive, engine, EngineQuery(plan=Every(), limit=MOST + _OWN, collapse=True))
    own = {stored.story} - {0}
    others = tuple(one for one, story in found if one.id != article.id and story not in own)
    return Related(id=article.id, published=article.published, articles=others[:MOST], capped=len(others) > MOST)


def terms_of(stored: Stored) -> dict[str, FieldTerms]:
    """The terms of the stored tokens by field."""
    return {name: field_terms(columns) for name, columns in stored.columns().items()}


def salient_of(fields: Mapping[str, FieldTerms], engine: Engine, *, archived: bool = False) -> tuple[Salient, ...]:
    """The words that a text is about; see query.salient."""
    return salient(counted(fields), engine.frequencies, engine.count(), archived=archived)


def more_like(
    words: Sequence[Salient], archive: Archive, engine: Engine, within: EngineQuery
) -> list[tuple[RelatedArticle, int]]:
    """The articles that have enough of the words, the best first, each with its story. `within` says how many, and
    within which filters; its plan is not looked at."""
    found = [(article_id, share) for article_id, share in shares(words, engine, within) if share >= SHARE]
    stored = archive.current([article_id for article_id, _ in found], "")  # tokens of no analyser: none are read
    related = []
    for article_id, share in found:
        if article_id in stored:  # else it was taken down since the index was last committed
            one = stored[article_id]
            common = shared(words, text_of(one.article))
            if alike(words, common):
                related.append((RelatedArticle.of(one.article, share, common), one.story))
    return related


def alike(words: Sequence[Salient], common: Sequence[str]) -> bool:
    """Whether what two texts have in common tells that they are on one matter."""
    telling = {word.letters for word in words if word.telling}
    return len(telling.intersection(common)) >= FEWEST_WORDS


def shares(words: Sequence[Salient], engine: Engine, within: EngineQuery) -> list[tuple[str, float]]:
    """The ids of the articles that have any of the words, and what part of all that these say each has."""
    if not words:
        return []
    plan, scored = plan_of(words)
    found = engine.search(replace(within, plan=plan, scored=scored, facets=())).found
    most = highest(words)
    return [(article_id, score / most) for article_id, score in found]


def text_of(article: Article) -> str:
    """All that an article says, in small letters: nearly those of terms, in a tenth of the time."""
    return "\n".join(article.texts.values()).lower()

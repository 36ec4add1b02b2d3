"""THE QUERY PATH: text and filters → tree → plan → engine → the hits' texts and snippets → SearchResult."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Iterator, Mapping, Sequence

from indexer import draft, exporting, hints
from indexer.analysis import gazetteer
from indexer.analysis.interface import Analyser
from indexer.archive import Archive, Coverage, Numbered, Stats, Stored, within_rights
from indexer.article import TEXT_FIELDS, Article
from indexer.asking import Asking, engine_query
from indexer.concordance import Concordancer
from indexer.engines.interface import Engine, EngineAnswer, EngineQuery
from indexer.errors import NoSuchVersion, NotFound, TakenDown
from indexer.exporting import Export
from indexer.following import Followed, following
from indexer.printed import stories_of
from indexer.query.concordance import Concordance, Line
from indexer.query.context import WIDTH, Order
from indexer.query.differences import differences
from indexer.query.drafts import DraftAnswer, DraftRequest
from indexer.query.echo import echo
from indexer.query.language import Parsed
from indexer.query.plan import Every, Plan, Word, matches
from indexer.query.planner import Understood
from indexer.query.related import Related
from indexer.query.request import SearchRequest
from indexer.query.result import (
    COMPARED,
    ArticleView,
    FacetCount,
    Hit,
    SearchResult,
    Span,
    Version,
    Warning,  # noqa: A004
)
from indexer.query.snippets import article_marks, field_marks, matched, snippets
from indexer.query.sought import Sought
from indexer.query.standing import forget_distances
from indexer.query.stories import Story
from indexer.query.suggest import LIMIT, TITLES, VALUES, Suggester, Suggestion
from indexer.similar import similar
from indexer.totals import totals

RELAXED = 5
"""Articles shown of what has most of the words, where none has all."""

PRINTS_COMPARED, HIT_PRINTS_COMPARED = 20, 4
"""Other papers' prints whose words are compared: with one article that is read, and with each hit of stories. A
millisecond each."""


class Search:
    """Answers searches over one archive and its index. Safe for many threads; the first word loads the analyser."""

    def __init__(self, archive: Archive, engine: Engine, analyser: Analyser) -> None:
        self._archive, self._engine, self._analyser = archive, engine, analyser
        self._asking = Asking(engine, analyser)
        self._concordancer = Concordancer(archive, engine, self._asking, analyser, self.search)
        self._suggesting = Suggester(engine.vocabulary, self._values, gazetteer.names)

    def search(self, request: SearchRequest) -> SearchResult:
        """The answer. Raises InvalidRequest for a query beyond the caps, and the IndexFailure errors."""
        started = time.perf_counter()
        parsed, understood = self._asking.understand(request.text, request.match, as_typed=request.as_typed)
        query = engine_query(request, understood)
        found = self._engine.search(query)
        stored = self._stored(found) if request.with_texts else {}
        hits = self._hits(found, stored, understood, request) if request.with_texts else _bare(found)
        result = SearchResult(
            text=request.text,
            echo=echo(parsed.tree),
            match=request.match,
            total=found.total,
            stories=found.stories,
            warnings=(*parsed.warnings, *understood.warnings, *self._behind(), *self._lost(request, found, stored)),
            hits=hits,
            facets=dict(found.facets),
            notices=(*understood.notices, *hints.initials(parsed, self._suggesting)),
        )
        if not found.total and request.with_texts and request.match == "all":
            result = self._with_help(result, request, query, parsed)
        return dataclasses.replace(result, took_ms=(time.perf_counter() - started) * 1000)

    def article(
        self, article_id: str, text: str = "", *, number: int | None = None, as_typed: bool = False
    ) -> ArticleView:
        """One article, with the marks of a query, which is corrected unless it is to be taken `as_typed`: the version
        that is searched, or that of a number. Raises NotFound and NoSuchVersion."""
        numbered = self._numbered(article_id)
        asked = [version for version in numbered if (version.searched if number is None else version.number == number)]
        if not asked:
            raise NoSuchVersion(article_id, number or 0, len(numbered))
        article, marks = asked[0].stored.article, {}
        if text.strip():
            _, understood = self._asking.understand(text, "all", as_typed=as_typed)
            words = tuple(matches(understood.plan))
            marks = article_marks(Sought(article, asked[0].stored.columns(), words))
        times = tuple(version.archived for version in numbered)
        level = self._archive.rights_of(article.press)
        article = within_rights(article, level)
        return ArticleView(
            article=article,
            restricted=level != "full",
            number=asked[0].number,
            versions=times,
            marks=_within(marks, article),
            story=self._stories([asked[0].stored], PRINTS_COMPARED).get(article_id),
        )

    def versions(self, article_id: str) -> tuple[Version, ...]:
        """The texts an article has had, oldest first, each with what it changed. Raises NotFound."""
        numbered = self._numbered(article_id)
        level = self._archive.rights_of(numbered[-1].stored.article.press)
        seen = [within_rights(version.stored.article, level) for version in numbered]
        return tuple(map(_version, numbered, seen, [None, *seen]))

    def _numbered(self, article_id: str) -> list[Numbered]:
        if numbered := self._archive.numbered(article_id, self._analyser.version):
            return numbered
        if stone := self._archive.tombstone(article_id):
            raise TakenDown(article_id, stone.in_words)
        raise NotFound(article_id)

    def similar(self, article_id: str) -> Related:
        """What is on the matter of an article, its own story left out. Raises NotFound."""
        stored = self._archive.current([article_id], self._analyser.version).get(article_id)
        return similar(stored or self._numbered(article_id)[-1].stored, self._archive, self._engine)

    def draft(self, request: DraftRequest) -> DraftAnswer:
        """What the archive has of a text that is written now; nothing of it is kept. Raises InvalidRequest for one that
        is empty or too long."""
        return draft.check(request, archive=self._archive, engine=self._engine, analyser=self._analyser)

    def export(self, request: SearchRequest) -> Export:
        """The whole answer of a request, whatever page it asks for, to be written out. Raises as `search` does."""
        result = self.search(exporting.whole(request))
        index_id = self._engine.index_id
        return exporting.begin(request, result, archive=self._archive, analyser=self._analyser, index_id=index_id)

    def suggest(self, typed: str, limit: int = LIMIT) -> tuple[Suggestion, ...]:
        """How a query that is being typed may go on. Raises the IndexFailure errors."""
        suggestions = self._suggesting.latest()
        titles = self._titles(suggestions.titles(typed), min(TITLES, limit // 2))
        return (*suggestions.find(typed, limit - len(titles)), *titles)

    def _titles(self, plan: Plan | None, limit: int) -> tuple[Suggestion, ...]:
        if plan is None:
            return ()
        found = self._engine.search(EngineQuery(plan=plan, sort="newest", limit=limit, facets=())).found
        stored = self._archive.current([article_id for article_id, _ in found], self._analyser.version)
        return tuple(Suggestion(stored[i].article.title, "title", 1, i) for i, _ in found if i in stored)

    def _values(self) -> Mapping[str, Sequence[FacetCount]]:
        return self._engine.search(EngineQuery(plan=Every(), limit=0, facets=tuple(VALUES))).facets

    def following(self, request: SearchRequest) -> tuple[Followed, ...]:
        """The hits of a search with what a feed says of each. Raises what `search` raises."""
        return following(self._archive, self.search(request).hits)

    def concordance(self, request: SearchRequest, order: Order = "list", width: int = WIDTH) -> Concordance:
        """A page of what is found, word by word in context; see Concordancer.page."""
        return self._concordancer.page(request, order, width)

    def concordance_lines(self, request: SearchRequest, order: Order = "list", width: int = WIDTH) -> Iterator[Line]:
        """All of it, to be written out; see Concordancer.lines."""
        return self._concordancer.lines(request, order, width)

    def stats(self) -> Stats:
        """What the archive holds."""
        return self._archive.stats(self._engine.index_id, self._analyser.version)

    def totals(self, request: SearchRequest, units: Sequence[str]) -> Mapping[str, Sequence[FacetCount]]:
        """All articles of each of the units (year, month, day) that pass the request's filters: what shares are of."""
        return totals(self._engine, request, units)

    def coverage(self) -> Coverage:
        """What there is of each newspaper, month by month."""
        return self._archive.coverage()

    @property
    def commit(self) -> str:
        """Which commit of the index the next search is answered from. Raises the IndexFailure errors."""
        return self._engine.commit

    def keep_up(self) -> None:
        """Lets go of what is remembered from older commits, and of their files: an article may have been taken down,
        and nobody may search for long. Raises the IndexFailure errors."""
        self.check_ready()
        self._engine.forget()
        self._concordancer.forget()
        forget_distances()
        self._suggesting.keep_up()

    def check_ready(self) -> None:
        """Returns when a search can be answered; raises the error it would meet, of the index or of the archive."""
        self._engine.count()
        self._archive.last_change()

    def warm_up(self) -> None:
        """Opens the index and loads the analyser, so that the first reader does not wait for them."""
        self._asking.warm_up()
        self.suggest("준비")
        self.check_ready()

    def _with_help(
        self, result: SearchResult, request: SearchRequest, query: EngineQuery, parsed: Parsed
    ) -> SearchResult:
        """What is said where nothing was found: which word is missing, what is similar, what has most of the words."""
        words = [word for word in dict.fromkeys(matches(query.plan)) if word.text]
        missing = hints.missing(self._engine, query, words)
        nowhere = [] if request.as_typed else [word for word, total in missing if not total]
        notices = hints.similar(self._engine, self._asking, request, nowhere)
        if len(words) > 1:
            relaxed = self.search(dataclasses.replace(request, match="most", limit=RELAXED, offset=0))
            result = dataclasses.replace(result, relaxed=relaxed if relaxed.total else None)
        dropped = hints.dropped(self._engine, self._asking, request, parsed.tree)
        return dataclasses.replace(result, missing=missing, dropped=dropped, notices=(*result.notices, *notices))

    def _stored(self, found: EngineAnswer) -> dict[str, Stored]:
        return self._archive.current([article_id for article_id, _ in found.found], self._analyser.version)

    def _hits(
        self, found: EngineAnswer, stored: Mapping[str, Stored], understood: Understood, request: SearchRequest
    ) -> tuple[Hit, ...]:
        words = tuple(matches(understood.plan))
        stories = self._stories(list(stored.values()), HIT_PRINTS_COMPARED if request.collapse else 0)
        # An article taken down since the index was last committed is in `found` but no longer in the archive.
        return tuple(_hit(stored[i], score, words, stories.get(i)) for i, score in found.found if i in stored)

    def _stories(self, hits: Sequence[Stored], compared: int) -> dict[str, Story]:
        return stories_of(self._archive, hits, compared)

    def _behind(self) -> tuple[Warning, ...]:
        pending = self._archive.pending(self._engine.index_id)
        if not pending:
            return ()
        remedy = "지금 넣는 중이면 곧 보이고, 아니면 `./gisa add`나 `./gisa rebuild`가 마저 넣습니다"
        return (Warning(0, f"보관했지만 아직 검색되지 않는 기사가 {pending:,}건 있습니다. {remedy}"),)

    def _lost(self, request: SearchRequest, found: EngineAnswer, stored: Mapping[str, Stored]) -> tuple[Warning, ...]:
        """What is said when the archive has lost what the index holds: an article, which is counted and not shown, or
        its tokens, without which nothing is marked in it."""
        if not request.with_texts:
            return ()
        missing = [article_id for article_id, _ in found.found if article_id not in stored]
        lost = [article_id for article_id in missing if self._archive.tombstone(article_id) is None]
        bare = [one for one in stored.values() if one.tokens is None and one.article.texts]
        remedy = "보관소가 상했을 수 있으니 운영하는 사람이 `./gisa check`로 확인해야 합니다"
        return (
            *hints.said(lost, f"건은 보관소에 없어 보이지 못합니다. {remedy}"),
            *hints.said(bare, "건은 형태소 기록이 없어 찾은 곳을 보이지 못합니다. `./gisa rebuild`가 다시 만듭니다"),
        )


def _version(numbered: Numbered, article: Article, before: Article | None) -> Version:
    changes = {}
    if before:
        pairs = ((name, _printed(before, name), _printed(article, name)) for name in COMPARED)
        changes = {name: differences(old, new) for name, old, new in pairs if old != new}
    return Version(
        number=numbered.number,
        archived=numbered.archived,
        place=numbered.place,
        searched=numbered.searched,
        fetched=article.fetched,
        excerpt=article.excerpt,
        changes=changes,
    )


def _within(marks: Mapping[str, Sequence[Span]], article: Article) -> dict[str, tuple[Span, ...]]:
    """The marks of the text that is left of an article."""
    kept = {name: tuple(span for span in spans if span[1] <= len(article.text(name))) for name, spans in marks.items()}
    return {name: spans for name, spans in kept.items() if spans}


def _printed(article: Article, name: str) -> str:
    """One of COMPARED as a reader sees it."""
    if name == "published":
        return f"{article.published:%Y-%m-%d %H:%M}" if article.published else ""
    return article.text(name) if name in TEXT_FIELDS else getattr(article, name) or ""


def _bare(found: EngineAnswer) -> tuple[Hit, ...]:
    return tuple(Hit(id=article_id, score=score) for article_id, score in found.found)


def _hit(stored: Stored, score: float, words: Sequence[Word], story: Story | None = None) -> Hit:
    article = stored.article
    sought = Sought(article, stored.columns() if words else {}, words)
    return Hit(
        id=article.id,
        score=score,
        title=article.title,
        title_marks=field_marks("title", sought),
        subtitle=article.subtitle,
        press=article.press,
        section=article.section,
        region=article.region,
        reporter=article.reporter,
        published=article.published,
        url=article.url,
        excerpt=article.excerpt,
        snippets=snippets(sought),
        matched=matched(sought),
        story=story,
    )

"""THE QUERY PATH: text and filters → tree → plan → engine → the hits' texts and snippets → SearchResult."""

from __future__ import annotations

import dataclasses
import re
import time
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from indexer.analysis import gazetteer
from indexer.analysis.gate import one_line
from indexer.analysis.interface import Analyser
from indexer.analysis.jamo import decomposed, is_initials
from indexer.analysis.terms import literal
from indexer.analysis.tokens import Tokens, unpack
from indexer.archive import Archive, Coverage, Numbered, Stats, Stored, within_rights
from indexer.article import TEXT_FIELDS, Article
from indexer.engines.interface import Engine, EngineAnswer, EngineQuery
from indexer.errors import InvalidRequest, NoSuchVersion, NotFound, TakenDown
from indexer.korean import josa
from indexer.printed import stories_of
from indexer.query.correcting import Correction
from indexer.query.differences import differences
from indexer.query.echo import echo
from indexer.query.forgiving.forms import folded
from indexer.query.language import Parsed, parse
from indexer.query.plan import Every, Match, Plan, Word, matches
from indexer.query.planner import NOTHING_TO_FIND, Understood, understand
from indexer.query.request import FILTER_FIELDS, MatchMode, SearchRequest
from indexer.query.result import (
    COMPARED,
    FACETS,
    ArticleView,
    FacetCount,
    Hit,
    Missing,
    Notice,
    SearchResult,
    Span,
    Version,
    Warning,  # noqa: A004
)
from indexer.query.snippets import article_marks, field_marks, matched, snippets
from indexer.query.stories import Story
from indexer.query.suggest import LIMIT, TITLES, VALUES, Suggester, Suggestion

_LETTERS = re.compile(r"[\w.,]+")

RELAXED = 5
"""Articles shown of what has most of the words, where none has all."""

INITIALS_SHOWN = 3
"""Words shown for initials."""

PRINTS_COMPARED, HIT_PRINTS_COMPARED = 20, 4
"""Other papers' prints whose words are compared: with one article that is read, and with each hit of stories. A
millisecond each."""

MOST_SIMILAR = 6
"""Letters (자모) of a word from which on two of them may differ from what was meant."""


class Search:
    """Answers searches over one archive and its index. Safe for many threads; the first word loads the analyser."""

    def __init__(self, archive: Archive, engine: Engine, analyser: Analyser) -> None:
        self._archive, self._engine, self._analyser = archive, engine, analyser
        self._suggesting = Suggester(engine.vocabulary, self._values, gazetteer.names)
        # People page, filter and go back: the same few texts come again and again.
        self._analyse = lru_cache(maxsize=4096)(self._analyse_now)

    def search(self, request: SearchRequest) -> SearchResult:
        """The answer. Raises InvalidRequest for a query beyond the caps, and the IndexFailure errors."""
        started = time.perf_counter()
        parsed, understood = self._understand(request.text, request.match, as_typed=request.as_typed)
        query = _engine_query(request, understood)
        found = self._engine.search(query)
        result = SearchResult(
            text=request.text,
            echo=echo(parsed.tree),
            match=request.match,
            total=found.total,
            stories=found.stories,
            warnings=(*parsed.warnings, *understood.warnings, *self._behind()),
            hits=self._hits(found, understood, request) if request.with_texts else _bare(found),
            facets=dict(found.facets),
            notices=(*understood.notices, *self._initials(parsed)),
        )
        if not found.total and request.with_texts and request.match == "all":
            result = self._with_help(result, request, query)
        return dataclasses.replace(result, took_ms=(time.perf_counter() - started) * 1000)

    def article(self, article_id: str, text: str = "", *, number: int | None = None) -> ArticleView:
        """One article, with the marks of a query: the version that is searched, or that of a number. Raises NotFound
        and NoSuchVersion."""
        numbered = self._numbered(article_id)
        asked = [version for version in numbered if (version.searched if number is None else version.number == number)]
        if not asked:
            raise NoSuchVersion(article_id, number or 0, len(numbered))
        article, marks = asked[0].stored.article, {}
        if text.strip():
            _, understood = self._understand(text, "all", as_typed=False)
            marks = article_marks(article, tokens_of(asked[0].stored), tuple(matches(understood.plan)))
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

    def stats(self) -> Stats:
        """What the archive holds."""
        return self._archive.stats(self._engine.index_id, self._analyser.version)

    def coverage(self) -> Coverage:
        """What there is of each newspaper, month by month."""
        return self._archive.coverage()

    def check_ready(self) -> None:
        """Returns when a search can be answered; raises the error it would meet."""
        self._engine.count()

    def warm_up(self) -> None:
        """Opens the index and loads the analyser, so that the first reader does not wait for them."""
        self._analyse("준비")
        self.suggest("준비")
        self.check_ready()

    def _understand(self, text: str, mode: MatchMode, *, as_typed: bool) -> tuple[Parsed, Understood]:
        parsed = parse(folded(text))
        if parsed.excess:
            raise InvalidRequest(parsed.excess, parameter="q", code="query_too_large")
        if text.strip() and not parsed.text.strip():  # unseen characters only, or those of another encoding
            parsed = dataclasses.replace(parsed, warnings=(NOTHING_TO_FIND,))
        if as_typed or mode == "most":
            return parsed, understand(parsed.tree, parsed.text, mode, self._analyse)
        correction = Correction(text, self._word_occurs)
        corrected = dataclasses.replace(parsed, tree=correction.of(parsed.tree))
        found = understand(corrected.tree, parsed.text, mode, self._analyse, self._occurs)
        return corrected, dataclasses.replace(found, notices=(*correction.notices, *found.notices))

    def _word_occurs(self, typed: str) -> bool:
        """Whether the letters of a typed word are in any article; signs are no letters (18,000㎡)."""
        letters = literal("".join(_LETTERS.findall(typed)))
        return bool(letters) and self._occurs(Match(typed, letters=(letters,)))

    def _occurs(self, word: Match) -> bool:
        return self._engine.search(EngineQuery(plan=word, limit=0, facets=())).total > 0

    def _with_help(self, result: SearchResult, request: SearchRequest, query: EngineQuery) -> SearchResult:
        """What is said where nothing was found: which word is missing, what is similar, what has most of the words."""
        words = [word for word in dict.fromkeys(matches(query.plan)) if word.text]
        missing = [Missing(word.text, self._engine.search(_alone(query, word)).total) for word in words]
        notices = [] if request.as_typed else self._similar(request, [word for word, total in missing if not total])
        if len(words) > 1:
            most = dataclasses.replace(request, match="most", limit=RELAXED, offset=0)
            relaxed = self.search(most)
            result = dataclasses.replace(result, relaxed=relaxed if relaxed.total else None)
        return dataclasses.replace(result, missing=tuple(missing), notices=(*result.notices, *notices))

    def _initials(self, parsed: Parsed) -> Iterator[Notice]:
        """Words of the index that begin with the initials that were typed (ㄱㅅㅌㄱ)."""
        for typed in filter(is_initials, parsed.text.split()):
            for suggestion in self._suggesting.latest().find(typed, INITIALS_SHOWN):
                text = parsed.text.replace(typed, suggestion.text)
                message = f"초성 ‘{typed}’: ‘{suggestion.text}’{josa(suggestion.text, '을/를')} 찾으십니까?"
                yield Notice("similar", message, text)

    def _similar(self, request: SearchRequest, words: Sequence[str]) -> Iterator[Notice]:
        """For words that no article has, similar ones of the index, where the query finds something with them."""
        for word in words:
            better = self._most_similar(word)
            text = request.text.replace(word, better) if better else request.text
            if better and text != request.text:
                _, understood = self._understand(text, "all", as_typed=True)
                query = dataclasses.replace(_engine_query(request, understood), limit=0, facets=())
                if total := self._engine.search(query).total:
                    yield Notice("similar", f"혹시 ‘{better}’{josa(better, '을/를')} 찾으십니까?", text, total=total)

    def _most_similar(self, word: str) -> str | None:
        """The word of the index with the fewest other letters, of these the most frequent."""
        for distance in (1, 2) if len(decomposed(word)) > MOST_SIMILAR else (1,):
            if found := self._engine.similar(literal(word), distance):
                return max(found, key=lambda pair: pair[1])[0]
        return None

    def _analyse_now(self, text: str) -> Tokens:
        return next(self._analyser.analyse([text]))

    def _hits(self, found: EngineAnswer, understood: Understood, request: SearchRequest) -> tuple[Hit, ...]:
        stored = self._archive.current([article_id for article_id, _ in found.found], self._analyser.version)
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


def tokens_of(stored: Stored) -> dict[str, Tokens]:
    """The stored tokens by field; empty where the analyser has not been over the article yet."""
    return unpack(stored.tokens, stored.article.texts) if stored.tokens else {}


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


def _alone(query: EngineQuery, word: Word) -> EngineQuery:
    """The same question for one word, to be counted."""
    return dataclasses.replace(query, plan=word, limit=0, offset=0, facets=())


def _engine_query(request: SearchRequest, understood: Understood) -> EngineQuery:
    return EngineQuery(
        plan=understood.plan,
        scored=understood.scored,
        first=request.first.toordinal() if request.first else None,
        last=request.last.toordinal() if request.last else None,
        chosen={name: tuple(map(one_line, request.chosen(name))) for name in FILTER_FIELDS},
        sort=request.sort,
        limit=request.limit,
        offset=request.offset,
        facets=(*FACETS, *request.facets) if request.with_texts else (),
        collapse=request.collapse,
    )


def _bare(found: EngineAnswer) -> tuple[Hit, ...]:
    return tuple(Hit(id=article_id, score=score) for article_id, score in found.found)


def _hit(stored: Stored, score: float, words: Sequence[Word], story: Story | None = None) -> Hit:
    article, tokens = stored.article, tokens_of(stored)
    return Hit(
        id=article.id,
        score=score,
        title=article.title,
        title_marks=field_marks("title", article, tokens, words),
        subtitle=article.subtitle,
        press=article.press,
        section=article.section,
        region=article.region,
        reporter=article.reporter,
        published=article.published,
        url=article.url,
        excerpt=article.excerpt,
        snippets=snippets(article, tokens, words),
        matched=matched(article, tokens, words),
        story=story,
    )

"""A SearchService for tests: articles in a list, words found as they are spelt, everything counted by hand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from indexer.archive.coverage import Coverage, PaperCoverage, months_between
from indexer.archive.stats import Stats
from indexer.article import KST, TEXT_FIELDS, Article
from indexer.errors import GisaError, InvalidRequest, NoSuchVersion, NotFound
from indexer.exporting import Export, whole
from indexer.following import Followed, found_pieces
from indexer.query.concordance import Concordance, Line
from indexer.query.context import WIDTH, Order
from indexer.query.drafts import MOST_CHARACTERS, DraftAnswer, DraftRequest
from indexer.query.related import Related, RelatedArticle
from indexer.query.request import FILTER_FIELDS, SearchRequest
from indexer.query.result import (
    FACETS,
    ArticleView,
    FacetCount,
    Hit,
    Matched,
    Missing,
    Notice,
    SearchResult,
    Snippet,
    Span,
    Version,
    Warning,  # noqa: A004
)
from indexer.query.stories import Printed, Story, word_changes
from indexer.query.suggest import Suggestion
from tests.exports import fake_export
from tests.web.fake_concordance import fake_concordance, fake_lines
from tests.web.fake_draft import fake_draft

TIME_FACETS = {"year": 4, "month": 7, "day": 10}


class FakeSearch:
    """Answers from `articles`. `problem` is raised by every call, `warnings` and `notices` come with every answer;
    `asked` keeps the requests. `stories` says which articles, by id, are of one story, `history` what an article was
    before, `restricted` whose body is cut."""

    def __init__(
        self,
        articles: Sequence[Article] = (),
        *,
        problem: Exception | None = None,
        warnings: tuple[Warning, ...] = (),
        notices: tuple[Notice, ...] = (),
    ) -> None:
        self.articles = list(articles)
        self.problem = problem
        self.warnings = warnings
        self.notices = notices
        self.asked: list[SearchRequest] = []
        self.suggestions: tuple[Suggestion, ...] = ()
        self.counted = 0
        self.stories: dict[str, int] = {}
        self.history: dict[str, tuple[Version, ...]] = {}
        self.restricted: set[str] = set()
        self.drafts = 0
        self.changed: dict[str, datetime] = {}
        self.taken_as_typed = False

    def search(self, request: SearchRequest) -> SearchResult:
        self._fail()
        self.asked.append(request)
        result = self._answer(request)
        if result.total or not request.text or request.match == "most":
            return result
        totals = {word: self._answer(replace(request, text=word)).total for word in request.text.split()}
        relaxed = self._answer(replace(request, match="most", offset=0)) if any(totals.values()) else None
        return replace(result, missing=tuple(Missing(*pair) for pair in totals.items()), relaxed=relaxed)

    def _answer(self, request: SearchRequest) -> SearchResult:
        words = request.text.split()
        found = _in_order([a for a in self.articles if _matches(a, words, request.match)], words, request.sort)
        hits = [a for a in found if _passes(a, request)]
        end = None if request.limit is None else request.offset + request.limit
        facets = {name: _counts(name, found, request) for name in (*FACETS, *request.facets)}
        firsts = {self.stories.get(a.id, a.id): a for a in reversed(hits)}
        shown = [a for a in hits if a in firsts.values()] if request.collapse else hits
        return SearchResult(
            text=request.text,
            echo=request.text,
            match=request.match,
            total=len(hits),
            stories=len(shown) if request.collapse else None,
            warnings=self.warnings,
            notices=self.notices,
            took_ms=4.2,
            hits=tuple(
                replace(_hit(a, words), story=self._story(a, compared=request.collapse))
                for a in shown[request.offset : end]
            ),
            facets=facets,
        )

    def suggest(self, typed: str, limit: int) -> tuple[Suggestion, ...]:
        self._fail()
        return self.suggestions[:limit]

    def _story(self, article: Article, *, compared: bool) -> Story | None:
        story = self.stories.get(article.id)
        members = [a for a in self.articles if story and self.stories.get(a.id) == story]
        if len(members) < 2:
            return None
        members.sort(key=lambda a: (a.published is None, a.published and a.published.timestamp()))
        prints = [
            Printed(
                id=a.id,
                press=a.press,
                title=a.title,
                published=a.published,
                url=a.url,
                changes=word_changes(article.body, a.body) if compared and a is not article else None,
            )
            for a in members
        ]
        return Story(prints=tuple(prints), here=article.id)

    def following(self, request: SearchRequest) -> tuple[Followed, ...]:
        return tuple(
            Followed(
                hit=hit,
                changed=self.changed.get(hit.id, hit.published),
                summary="앞부분" if hit.id in self.restricted else found_pieces(hit),
                restricted=hit.id in self.restricted,
            )
            for hit in self.search(request).hits
        )

    def article(
        self, article_id: str, text: str = "", *, number: int | None = None, as_typed: bool = False
    ) -> ArticleView:
        self._fail()
        self.taken_as_typed = as_typed
        for article in self.articles:
            if article.id == article_id:
                marks = {name: spans(article.text(name), text.split()) for name in TEXT_FIELDS}
                once = (article.fetched,) if article.fetched else ()
                times = tuple(version.archived for version in self.history.get(article_id, ())) or once
                if number is not None and not 1 <= number <= len(times):
                    raise NoSuchVersion(article_id, number, len(times))
                return ArticleView(
                    article=article,
                    number=number or len(times) or 1,
                    versions=times,
                    marks={n: s for n, s in marks.items() if s},
                    story=self._story(article, compared=True),
                    restricted=article_id in self.restricted,
                )
        raise NotFound(article_id)

    def similar(self, article_id: str) -> Related:
        self._fail()
        here = next((a for a in self.articles if a.id == article_id), None)
        if here is None:
            raise NotFound(article_id)
        story = self.stories.get(article_id, article_id)
        others = [a for a in self.articles if self.stories.get(a.id, a.id) != story]
        shared = [(a, tuple(word for word in here.title.split() if word in a.title)) for a in others]
        return Related(
            id=article_id,
            published=here.published,
            articles=tuple(RelatedArticle.of(a, 0.5, words) for a, words in shared if words),
        )

    def draft(self, request: DraftRequest) -> DraftAnswer:
        self._fail()
        self.drafts += 1
        if not request.text.strip():
            raise InvalidRequest("글이 비어 있습니다.", parameter="text", code="empty")
        if len(request.text) > MOST_CHARACTERS:
            raise InvalidRequest("글이 너무 깁니다.", parameter="text", code="too_long")
        return fake_draft(request, [a for a in self.articles if not request.press or a.press in request.press])

    def export(self, request: SearchRequest) -> Export:
        return fake_export(request, self.search(whole(request)), self.articles, self.restricted)

    def versions(self, article_id: str) -> tuple[Version, ...]:
        self._fail()
        return self.history.get(article_id, ())

    def totals(self, request: SearchRequest, units: Sequence[str]) -> Mapping[str, Sequence[FacetCount]]:
        self._fail()
        passing = replace(request, first=None, last=None)
        return {name: _counts(name, self.articles, passing) for name in units}

    def concordance(self, request: SearchRequest, order: Order = "list", width: int = WIDTH) -> Concordance:
        result = self.search(_whole_in(request, order))
        return fake_concordance(result, lambda ids: self._lines(ids, request, order, width), request, order, width)

    def concordance_lines(self, request: SearchRequest, order: Order = "list", width: int = WIDTH) -> Iterator[Line]:
        ids = [hit.id for hit in self.search(_whole_in(request, order)).hits]
        return iter(self._lines(ids, request, order, width))

    def _lines(self, ids: Sequence[str], request: SearchRequest, order: Order, width: int) -> list[Line]:
        by_id = {article.id: article for article in self.articles}
        return fake_lines([by_id[one] for one in ids], request.text, order, width, spans)

    def coverage(self) -> Coverage:
        self._fail()
        return Coverage(papers=tuple(map(self._covered, sorted({a.press for a in self.articles}))))

    def _covered(self, press: str) -> PaperCoverage:
        articles = [a for a in self.articles if a.press == press]
        months = Counter(a.published.isoformat()[:7] for a in articles if a.published)
        first, last = min(months, default=""), max(months, default="")
        return PaperCoverage(
            press=press,
            first=first,
            last=last,
            months=dict(sorted(months.items())),
            holes=tuple(m for m in months_between(first, last) if m not in months) if months else (),
            undated=sum(a.published is None for a in articles),
            total=len(articles),
            last_read=max((a.fetched for a in articles if a.fetched), default=None),
        )

    def stats(self) -> Stats:
        self._fail()
        self.counted += 1
        days = [a.published.date() for a in self.articles if a.published]
        years = Counter(str(day.year) for day in days)
        return Stats(
            articles=len(self.articles),
            versions=len(self.articles),
            rejected=0,
            pending=0,
            analysed=len(self.articles),
            presses=tuple(Counter(a.press for a in self.articles).most_common()),
            years=tuple(sorted(years.items())),
            first=min(days, default=None),
            last=max(days, default=None),
        )

    def check_ready(self) -> None:
        self._fail()

    def _fail(self) -> None:
        if self.problem:
            raise self.problem


def spans(text: str, words: Iterable[str]) -> tuple[Span, ...]:
    """Every place where one of `words` stands in `text`."""
    return tuple(
        (at, at + len(word)) for word in words for at in range(len(text)) if word and text.startswith(word, at)
    )


def _whole_in(request: SearchRequest, order: Order) -> SearchRequest:
    return replace(request, limit=None, offset=0, sort="oldest" if order == "date" else request.sort)


def unavailable(reason: str = "색인이 없습니다.") -> GisaError:
    return GisaError(reason)


def news(day: str = "2016-08-31", /, **fields: Any) -> Article:
    """An article of `day` ("" for an undated one), plain but for `fields`."""
    published = datetime.fromisoformat(day).replace(hour=9, tzinfo=KST) if day else None
    usual: dict[str, Any] = {
        "id": f"garam-{day}-{fields.get('title', '')}",
        "title": "군의회, 강소특구 예산 18억 원 삭감",
        "body": "가람군의회는 30일 강소특구 예산을 깎았다. 군수는 아쉽다고 말했다.",
        "press": "가람일보",
        "section": "자치행정",
        "reporters": ("박서연",),
        "published": published,
    }
    return Article(**(usual | fields))


def _matches(article: Article, words: Sequence[str], match: str) -> bool:
    texts = " ".join([*(article.text(name) for name in TEXT_FIELDS), article.reporter])
    hits = [word in texts for word in words]
    return all(hits) if match == "all" else any(hits)


def _in_order(articles: list[Article], words: Sequence[str], sort: str) -> list[Article]:
    def time(article: Article) -> float:
        return article.published.timestamp() if article.published else 0.0

    def weight(article: Article) -> tuple[int, int]:
        counts = [(article.title.count(w), article.body.count(w)) for w in words]
        return -sum(c[0] for c in counts), -sum(c[1] for c in counts)

    if sort == "relevance":
        return sorted(articles, key=weight)
    return sorted(articles, key=time, reverse=sort == "newest")


def _passes(article: Article, request: SearchRequest, but: str = "") -> bool:
    if but not in TIME_FACETS and (request.first or request.last):
        day = article.published.astimezone(KST).date() if article.published else None
        if day is None or not (request.first or date.min) <= day <= (request.last or date.max):
            return False
    return all(
        name == but
        or (
            (not request.chosen(name) or bool(set(article.values(name)) & set(request.chosen(name))))
            and not set(article.values(name)) & set(request.left_out(name))
        )
        for name in FILTER_FIELDS
    )


def _counts(name: str, articles: Iterable[Article], request: SearchRequest) -> Sequence[FacetCount]:
    kept = [a for a in articles if _passes(a, request, but=name)]
    if name in TIME_FACETS:
        values = Counter(a.published.date().isoformat()[: TIME_FACETS[name]] for a in kept if a.published)
        return tuple(FacetCount(value, count) for value, count in sorted(values.items()))
    counts = Counter(value for a in kept for value in a.values(name))
    return tuple(FacetCount(value, count) for value, count in counts.most_common())


def _hit(article: Article, words: Sequence[str]) -> Hit:
    pieces = [s for s in article.body.replace("\n", " ").split(". ") if s]
    best = sorted(pieces, key=lambda s: -sum(w in s for w in words))[:1]
    snippets = tuple(Snippet(s, spans(s, words), "body") for s in best)
    return Hit(
        id=article.id,
        score=1.0,
        title=article.title,
        title_marks=spans(article.title, words),
        subtitle=article.subtitle,
        press=article.press,
        section=article.section,
        region=article.region,
        reporter=article.reporter,
        published=article.published,
        url=article.url,
        excerpt=article.excerpt,
        snippets=snippets,
        matched=tuple(
            Matched(word, "as_typed", name, article.text(name).count(word), word)
            for word in words
            for name in TEXT_FIELDS
            if word in article.text(name)
        ),
    )

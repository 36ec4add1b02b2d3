"""Words in context (KWIC): what a search finds, one line for each place at which its words stand.

In the order of the articles a page is read alone. Ordered by context every line has to be known: of FIRST articles at
most, the first ones in the order of the search, and the answer says so.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple, TypeVar

from indexer.analysis.interface import Analyser
from indexer.archive import Archive, Level, Stored, within_rights
from indexer.article import Article
from indexer.asking import Asking
from indexer.engines.interface import Engine
from indexer.query.concordance import Concordance, Line, Neighbour, Neighbours
from indexer.query.context import BY_CONTEXT, WIDTH, Order, Place, context, places, sort_key
from indexer.query.plan import Word, matches
from indexer.query.request import SearchRequest
from indexer.query.result import SearchResult
from indexer.query.snippets import article_marks
from indexer.query.sought import Sought

FIRST = 2_000
"""Articles whose lines are ordered by context (ADR 0022: two seconds at most)."""

BATCH = 200
"""Articles that are in memory together."""

KEPT = 8
"""Orders by context that are kept, so that the next page need not be ordered anew: places, and of the texts no more
than the most frequent words beside them."""

NEIGHBOURS = 12
"""Words on each side that are counted out."""

_T = TypeVar("_T")

_State = tuple[str, int, frozenset[tuple[str, Level]]]

Answer = Callable[[SearchRequest], SearchResult]
"""How a search is answered: `Search.search`."""


class _At(NamedTuple):
    """A place in a version of an article."""

    article: str
    version: int
    place: Place


class _Lines(NamedTuple):
    """The lines of a page; the rest as in Concordance."""

    shown: Sequence[Line]
    articles: int
    total: int | None
    cut: bool
    neighbours: Neighbours | None = None


class _Ordered(NamedTuple):
    """The places of so many articles, ordered by context; the rest as in Concordance."""

    places: tuple[_At, ...]
    articles: int
    cut: bool
    neighbours: Neighbours


@dataclass(frozen=True)
class _Read:
    """An article as it may be shown, and the places in what is shown."""

    version: int
    article: Article
    places: Sequence[Place]
    cut: bool
    sought: Sought | None = None

    def heads_beside(self, place: Place) -> tuple[str, str]:
        """The words before and behind a place, without their tails; "" where there is none that may be shown."""
        shown = len(self.article.text(place.field))
        words = self.sought.laid(place.field).beside(place.start, place.end) if self.sought else (None, None)
        left, right = (
            word.printed[: word.head] if word and word.start + len(word.printed) <= shown else "" for word in words
        )
        return left, right

    def line(self, place: Place, width: int) -> Line:
        article = self.article
        left, keyword, right = context(article.text(place.field), place.start, place.end, width)
        return Line(
            id=article.id,
            title=article.title,
            press=article.press,
            published=article.published,
            url=article.url,
            field=place.field,
            start=place.start,
            end=place.end,
            mark=place.mark,
            left=left,
            keyword=keyword,
            right=right,
        )


class Concordancer:
    """Makes concordances over one archive and its index. Safe for many threads."""

    def __init__(self, archive: Archive, engine: Engine, asking: Asking, analyser: Analyser, answer: Answer) -> None:
        self._archive, self._engine, self._asking, self._analyser = archive, engine, asking, analyser
        self._answer = answer
        self._ordered = lru_cache(maxsize=KEPT)(self._ordered_now)

    def page(self, request: SearchRequest, order: Order = "list", width: int = WIDTH) -> Concordance:
        """The lines of a page. The request's limit and offset count articles where lines come in the order of articles,
        and lines where they are ordered by context. Raises InvalidRequest for a query beyond the caps, and the
        IndexFailure errors."""
        started = time.perf_counter()
        words = self._words(request)
        asked = _bare(request, order)
        if order in BY_CONTEXT:
            result = self._answer(replace(asked, limit=0, offset=0))
            lines = self._ordered_lines(asked, order, width)
        else:
            result = self._answer(asked)
            lines = self._lines_of(self._read([hit.id for hit in result.hits], words), width)
        return Concordance(
            result=replace(result, hits=(), took_ms=(time.perf_counter() - started) * 1000),
            order=order,
            width=width,
            of_articles=lines.articles,
            of_lines=lines.total,
            lines=tuple(lines.shown),
            nothing_to_mark=not words,
            cut=lines.cut,
            neighbours=lines.neighbours,
        )

    def lines(self, request: SearchRequest, order: Order = "list", width: int = WIDTH) -> Iterator[Line]:
        """Every line, whatever page the request asks for, of one commit of the index; raises what `page` does before
        the first. Ordered by context where so many articles can be (FIRST), else as the articles come."""
        asked = replace(_bare(request, order), limit=None, offset=0)
        ids = [hit.id for hit in self._answer(asked).hits]
        if order in BY_CONTEXT and len(ids) <= FIRST:
            ordered = self._ordered(replace(asked, limit=FIRST), order, self._state()).places
            return (line for some in _batches(ordered) for line in self._lines(some, width))
        words = self._words(request)
        return (one.line(place, width) for one in self._read(ids, words) for place in one.places)

    def forget(self) -> None:
        """Lets go of the orders that are kept."""
        self._ordered.cache_clear()

    def _words(self, request: SearchRequest) -> tuple[Word, ...]:
        _, understood = self._asking.understand(request.text, request.match, as_typed=request.as_typed)
        return tuple(matches(understood.plan))

    def _ordered_lines(self, asked: SearchRequest, order: Order, width: int) -> _Lines:
        ordered = self._ordered(replace(asked, limit=FIRST, offset=0), order, self._state())
        end = None if asked.limit is None else asked.offset + asked.limit
        shown = self._lines(ordered.places[asked.offset : end], width)
        return _Lines(shown, ordered.articles, len(ordered.places), ordered.cut, ordered.neighbours)

    @staticmethod
    def _lines_of(articles: Iterable[_Read], width: int) -> _Lines:
        lines: list[Line] = []
        count, cut = 0, False
        for one in articles:  # all of them may be asked for: none is kept
            count, cut = count + 1, cut or one.cut
            lines += [one.line(place, width) for place in one.places]
        return _Lines(lines, count, None, cut)

    def _state(self) -> _State:
        """What a kept order is good for: while nothing has been added to the index or taken out of it, and readers may
        see as much as then."""
        # Not the index's count and place in the log: after the newest article went and another came they are the same.
        levels = frozenset(self._archive.levels().items())
        return self._engine.commit, self._archive.position(self._engine.index_id), levels

    def _ordered_now(self, request: SearchRequest, order: Order, state: _State) -> _Ordered:
        ids = [hit.id for hit in self._answer(request).hits]
        key = sort_key(order)
        keyed, articles, cut = [], 0, False
        lefts, rights = Counter[str](), Counter[str]()
        for one in self._read(ids, self._words(request)):
            articles, cut = articles + 1, cut or one.cut
            texts = {name: one.article.text(name) for name in {place.field for place in one.places}}
            for place in one.places:
                at = _At(one.article.id, one.version, place)
                keyed.append((key(texts[place.field], place.start, place.end), at))
                left, right = one.heads_beside(place)
                lefts[left] += 1
                rights[right] += 1
        keyed.sort(key=lambda pair: pair[0])
        neighbours = Neighbours(_most_frequent(lefts), _most_frequent(rights))
        return _Ordered(tuple(at for _, at in keyed), articles, cut, neighbours)

    def _read(self, ids: Sequence[str], words: Sequence[Word]) -> Iterator[_Read]:
        """The articles in that order. One that was taken down since the index was last committed is left out."""
        levels: dict[str, Level] = {}
        for some in _batches(ids):
            stored = self._archive.current(some, self._analyser.version)
            for article_id in some:
                if article_id in stored:
                    yield _found_in(stored[article_id], self._level(stored[article_id], levels), words)

    def _lines(self, chosen: Sequence[_At], width: int) -> list[Line]:
        """The lines of places that are known; without those of articles that have changed since."""
        ids = list(dict.fromkeys(at.article for at in chosen))
        stored = self._archive.current(ids, "")  # tokens of no analyser: none are read
        levels: dict[str, Level] = {}
        shown = {
            name: _Read(one.version_id, within_rights(one.article, self._level(one, levels)), (), cut=False)
            for name, one in stored.items()
        }
        return [
            shown[at.article].line(at.place, width)
            for at in chosen
            if at.article in shown and _is_in(at, shown[at.article])
        ]

    def _level(self, stored: Stored, known: dict[str, Level]) -> Level:
        press = stored.article.press
        if press not in known:
            known[press] = self._archive.rights_of(press)
        return known[press]


def _bare(request: SearchRequest, order: Order) -> SearchRequest:
    """The request for ids alone, its articles in the order of the lines."""
    return replace(request, with_texts=False, facets=(), sort="oldest" if order == "date" else request.sort)


def _batches(every: Sequence[_T]) -> Iterator[Sequence[_T]]:
    for start in range(0, len(every), BATCH):
        yield every[start : start + BATCH]


def _is_in(at: _At, read: _Read) -> bool:
    return at.version == read.version and at.place.end <= len(read.article.text(at.place.field))


def _found_in(stored: Stored, level: Level, words: Sequence[Word]) -> _Read:
    """The places of the words in what may be shown of an article."""
    article = within_rights(stored.article, level)
    tokens = stored.columns() if words else {}
    sought = Sought(stored.article, tokens, words)
    marks = article_marks(sought)
    stands = {name: [stand for found in sought.found(name) for stand in found.stands] for name in marks}
    sizes = {name: len(article.text(name)) for name in marks}
    shown = [place for place in places(stands, marks) if place.end <= sizes[place.field]]
    return _Read(stored.version_id, article, shown, cut=level != "full", sought=sought)


def _most_frequent(counts: Counter[str]) -> tuple[Neighbour, ...]:
    several = ((word, times) for word, times in counts.items() if word and times > 1)
    return tuple(Neighbour(*one) for one in sorted(several, key=lambda one: (-one[1], one[0]))[:NEIGHBOURS])

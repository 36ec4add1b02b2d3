"""Concordances of the fake search: its words where they are spelt, on the lines of the real context."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from indexer.article import TEXT_FIELDS, Article
from indexer.query.concordance import Concordance, Line, Neighbour, Neighbours
from indexer.query.context import BY_CONTEXT, Order, context, places, sort_key
from indexer.query.request import SearchRequest
from indexer.query.result import SearchResult, Span
from indexer.query.snippets import merged
from indexer.query.standing import Stand

FIRST = 40
"""Articles whose lines the fake orders by context."""

Finding = Callable[[str, list[str]], tuple[Span, ...]]
"""How the fake finds words: `fake.spans`."""


def fake_lines(
    articles: Iterable[Article],
    text: str,
    order: Order,
    width: int,
    spans: Finding,
) -> list[Line]:
    """Every line of these articles, in that order."""
    keyed = []
    for article in articles:
        marks = {name: merged(spans(article.text(name), text.split())) for name in TEXT_FIELDS}
        stands = {name: [Stand(0, (span,), "as_typed") for span in found] for name, found in marks.items()}
        for place in places(stands, marks):
            whole = article.text(place.field)
            left, keyword, right = context(whole, place.start, place.end, width)
            line = Line(
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
            keyed.append((sort_key(order)(whole, place.start, place.end) if order in BY_CONTEXT else (), line))
    return [line for _, line in sorted(keyed, key=lambda pair: pair[0])]


def fake_concordance(
    result: SearchResult, lines: Callable[[Sequence[str]], list[Line]], request: SearchRequest, order: Order, width: int
) -> Concordance:
    """A page of `result`, which has every hit."""
    ids = [hit.id for hit in result.hits]
    page = slice(request.offset, None if request.limit is None else request.offset + request.limit)
    by_context = order in BY_CONTEXT
    read = ids[:FIRST] if by_context else ids[page]
    found = lines(read)
    return Concordance(
        result=replace(result, hits=()),
        order=order,
        width=width,
        of_articles=len(read),
        of_lines=len(found) if by_context else None,
        lines=tuple(found[page] if by_context else found),
        nothing_to_mark=not request.text.split(),
        cut=False,
        neighbours=Neighbours((Neighbour("강소특구", 3),), (Neighbour("<b>심의</b>", 2),)) if by_context else None,
    )

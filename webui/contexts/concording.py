"""What the page of words in context shows, and the URL of everything on it. Pure functions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any
from urllib.parse import urlencode

from markupsafe import Markup

from indexer.query.concordance import Concordance, Line
from indexer.query.context import BY_CONTEXT, ORDERS, Order
from indexer.query.request import Sort
from webui import params
from webui.language import say
from webui.parameters import DEFAULT_SIZE, ORDER, SIZE, WIDTH, Args
from webui.params import Params
from webui.periods import dotted
from webui.results.present import UNTITLED, Link, Pager, pager, sorts

LINES = 50
"""Lines of a page ordered by context. In the order of articles a page has as many articles as that of the search."""

WIDTHS = (20, 40, 60, 100)

FIELD_NAMES: Mapping[str, str] = {"title": "제목", "subtitle": "부제", "caption": "사진"}
"""What is said of a line that does not stand in the body."""

FIRST_OF: Mapping[Sort, str] = {
    "relevance": "가장 관련 있는 기사 {n:,}건에서 {lines:,}줄을 정렬했습니다. 기사는 모두 {total:,}건입니다.",
    "newest": "가장 새로운 기사 {n:,}건에서 {lines:,}줄을 정렬했습니다. 기사는 모두 {total:,}건입니다.",
    "oldest": "가장 오래된 기사 {n:,}건에서 {lines:,}줄을 정렬했습니다. 기사는 모두 {total:,}건입니다.",
}


@dataclass(frozen=True, kw_only=True)
class Question(Params):
    """What one URL asks of the concordance: a search, the order of the lines, and how wide their contexts are."""

    order: Order = "list"
    width: int = WIDTH.default

    @property
    def search(self) -> Params:
        """The search it is of, from its first page."""
        plain = {field.name: getattr(self, field.name) for field in fields(Params)}
        return Params(**plain).but(size=DEFAULT_SIZE)

    def ordered(self, order: Order) -> Question:
        """The same in another order, from its first page."""
        return replace(self, order=order, page=1, size=usual_size(order))

    def but(self, **changes: Any) -> Question:
        """As of Params; of its own it can change `width`."""
        return replace(self, **({"page": 1} | changes))

    def linked(self, **changes: Any) -> str:
        """The URL query of `but`: the pieces that Params remembers are not all that this one has."""
        return self.but(**changes).query()

    def query(self) -> str:
        """The URL's query, `?` included; empty when all is default."""
        pairs = self.pairs()
        return "?" + urlencode(pairs, errors="replace") if pairs else ""

    def pairs(self) -> list[tuple[str, str]]:
        """Names and values as they stand in a URL, defaults left out."""
        pairs = [pair for pair in super().pairs() if pair[0] != SIZE.name]
        own = (
            (SIZE.name, self.size, usual_size(self.order)),
            (ORDER.name, self.order, ORDER.default),
            (WIDTH.name, self.width, WIDTH.default),
        )
        return pairs + [(name, str(value)) for name, value, usual in own if value != usual]


MOST_ARTICLES = 50
"""Articles on a page, whatever the list of hits had on one: each has some ten lines, and a page should stay light."""


def usual_size(order: Order) -> int:
    """How much is on a page where the URL says nothing of it: lines where they are ordered, else articles."""
    return LINES if order in BY_CONTEXT else DEFAULT_SIZE


def read(args: Args) -> Question:
    """What a URL asks. Raises InvalidRequest naming the first bad parameter."""
    asked = params.read(args)
    order = next(one for one in ORDERS if one == ORDER.read(args))
    size = replace(SIZE, default=usual_size(order)).read(args)
    if order not in BY_CONTEXT:
        size = min(size, MOST_ARTICLES)
    plain = {field.name: getattr(asked, field.name) for field in fields(Params)} | {"size": size}
    return Question(**plain, order=order, width=WIDTH.read(args))


@dataclass(frozen=True, kw_only=True)
class Row:
    """One line of the table. `query` leads to its mark on the article's page, `field` says where it stands, where that
    is not the body."""

    id: str
    query: str
    title: str
    day: str
    datetime: str
    press: str
    field: str
    left: str
    keyword: str
    right: str


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column that lines can be ordered by: its name, how it is ordered now (as aria-sort), and the URL query of the
    page ordered by it, or in the order of the articles again where it is."""

    name: str
    sorted: str
    query: str


def rows(question: Question, found: Concordance) -> tuple[Row, ...]:
    """The lines of this page."""
    carried = question.words()
    return tuple(_row(line, carried) for line in found.lines)


def _row(line: Line, carried: str) -> Row:
    return Row(
        id=line.id,
        query=f"{carried}#m{line.mark}",
        title=line.title or UNTITLED,
        day=dotted(line.published.date()) if line.published else say("날짜 없음"),
        datetime=line.published.isoformat() if line.published else "",
        press=line.press,
        field=say(FIELD_NAMES[line.field]) if line.field in FIELD_NAMES else "",
        left=line.left,
        keyword=line.keyword,
        right=line.right,
    )


def columns(question: Question) -> dict[Order, Column]:
    """The columns' heads, by the order that they give."""
    names: tuple[tuple[Order, str], ...] = (
        ("date", say("날짜")),
        ("left", say("왼쪽 문맥")),
        ("word", say("낱말")),
        ("right", say("오른쪽 문맥")),
    )
    return {order: _column(question, order, name) for order, name in names}


def _column(question: Question, order: Order, name: str) -> Column:
    now = question.order == order
    there = question.ordered("list" if now else order)
    return Column(name=name, sorted="ascending" if now else "", query=there.query())


def article_orders(question: Question) -> tuple[Link, ...]:
    """The orders of articles. None is the current one while lines are ordered otherwise."""
    in_list = question.order == "list"
    return tuple(replace(link, current=link.current and in_list) for link in sorts(question.ordered("list")))


def widths(question: Question) -> tuple[Link, ...]:
    """Wider and narrower contexts."""
    return tuple(
        Link(
            name=say("{n}자", n=width),
            query=question.but(width=width, page=question.page).query(),
            current=width == question.width,
        )
        for width in sorted({*WIDTHS, question.width})
    )


def pages(question: Question, found: Concordance) -> Pager:
    """Where this page stands among all lines, or articles. `sizes` count what the page counts."""
    shown = pager(question, found.articles if found.of_lines is None else found.of_lines)
    if found.of_lines is None:
        return replace(shown, sizes=shown.sizes[: _up_to(MOST_ARTICLES, shown.sizes)])
    return replace(shown, sizes=tuple(replace(one, name=say("{n}줄", n=_size(one))) for one in shown.sizes))


def _up_to(most: int, sizes: Sequence[Link]) -> int:
    return sum(_size(link) <= most for link in sizes)


def _size(link: Link) -> int:
    return int("".join(filter(str.isdigit, link.name)))


def counted(found: Concordance) -> str:
    """How much there is of what the page goes through."""
    if found.of_lines is None:
        return say("기사 {n:,}건", n=found.articles)
    return say("{n:,}줄", n=found.of_lines)


def said(question: Question, found: Concordance) -> tuple[str | Markup, ...]:
    """What must be known of the lines: which ones they are, and which ones are missing."""
    sentences = []
    if found.capped:
        counts = {"n": found.of_articles, "lines": found.of_lines, "total": found.articles}
        sentences.append(say(FIRST_OF[question.sort], **counts))
        sentences.append(say("모두 보려면 기간이나 신문을 좁히거나 파일로 받으십시오. 파일에는 기사 순서로 담깁니다."))
    if found.cut:
        sentences.append(say("앞부분만 보이는 신문의 기사에서는 그 앞부분의 줄만 보입니다."))
    with_lines = len({line.id for line in found.lines})
    if found.of_lines is None and with_lines < found.of_articles and not found.nothing_to_mark:
        without = found.of_articles - with_lines
        sentences.append(say("이 쪽의 기사 {n:,}건에는 보일 줄이 없습니다.", n=without))
    return tuple(sentences)

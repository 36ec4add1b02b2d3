"""The question that a URL asks, and the URL of every question: made by the table in webui.parameters."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from indexer.errors import InvalidRequest
from indexer.query.request import FILTER_FIELDS, MatchMode, SearchRequest, Sort
from webui.parameters import DEFAULT_SIZE, FROM, SEARCH, TO, VERSION, Args, Unit

FILTERS = (*FILTER_FIELDS, *(f"not_{name}" for name in FILTER_FIELDS))
"""The attributes that hold values chosen, and values left out."""


@dataclass(frozen=True, kw_only=True)
class Params:
    """What one URL asks. `since` and `until` are `from` and `to` as typed, so that links keep the reader's form."""

    q: str = ""
    since: str = ""
    until: str = ""
    press: tuple[str, ...] = ()
    section: tuple[str, ...] = ()
    reporter: tuple[str, ...] = ()
    region: tuple[str, ...] = ()
    not_press: tuple[str, ...] = ()
    not_section: tuple[str, ...] = ()
    not_reporter: tuple[str, ...] = ()
    not_region: tuple[str, ...] = ()
    sort: Sort = "relevance"
    match: MatchMode = "all"
    as_typed: bool = False
    collapse: bool = False
    facets: tuple[str, ...] = ()
    page: int = 1
    size: int = DEFAULT_SIZE
    by: Unit = "year"
    share: bool = False

    @property
    def first(self) -> date | None:
        """The first day asked for. Raises InvalidRequest when it is no date."""
        return FROM.days(self.since)[0]

    @property
    def last(self) -> date | None:
        """The last day asked for. Raises InvalidRequest when it is no date."""
        return TO.days(self.until)[1]

    @property
    def filtered(self) -> bool:
        """Whether anything narrows the search beside the query."""
        return bool(self.since or self.until or any(getattr(self, name) for name in FILTERS))

    def chosen(self, name: str) -> tuple[str, ...]:
        """The chosen values of one of FILTER_FIELDS."""
        return tuple(getattr(self, name))

    def left_out(self, name: str) -> tuple[str, ...]:
        """The values of one of FILTER_FIELDS that are left out."""
        return tuple(getattr(self, f"not_{name}"))

    def request(self) -> SearchRequest:
        """The search this asks for."""
        return SearchRequest(
            text=self.q,
            first=self.first,
            last=self.last,
            **{name: getattr(self, name) for name in FILTERS},
            sort=self.sort,
            match=self.match,
            as_typed=self.as_typed,
            collapse=self.collapse,
            facets=self.facets,
            limit=self.size,
            offset=(self.page - 1) * self.size,
        )

    def but(self, **changes: Any) -> Params:
        """The same question with `changes`, from its first page unless `page` is among them."""
        return replace(self, **({"page": 1} | changes))

    def toggled(self, name: str, value: str) -> Params:
        """With `value` in one of FILTERS, or without it where it was; a value is not both chosen and left out."""
        held = getattr(self, name)
        kept = tuple(other for other in held if other != value)
        other = name.removeprefix("not_") if name.startswith("not_") else f"not_{name}"
        opposite = tuple(one for one in getattr(self, other) if one != value)
        return self.but(**{name: kept if value in held else (*held, value), other: opposite})

    def unfiltered(self) -> Params:
        """The query alone, in the same order."""
        return self.but(since="", until="", by="year", **dict.fromkeys(FILTERS, ()))

    def pairs(self) -> list[tuple[str, str]]:
        """Names and values as they stand in a URL, defaults left out."""
        defaults = Params(sort=_default_sort(self.q))
        pairs: list[tuple[str, str]] = []
        for parameter in SEARCH:
            value = getattr(self, parameter.attribute)
            if isinstance(value, tuple):
                pairs += [(parameter.name, one) for one in value]
            elif value != getattr(defaults, parameter.attribute):
                pairs.append((parameter.name, "1" if value is True else str(value)))
        return pairs

    def query(self) -> str:
        """The URL's query, `?` included; empty when all is default."""
        pairs = self.pairs()
        return "?" + urlencode(pairs, errors="replace") if pairs else ""


def read(args: Args) -> Params:
    """What a URL asks. Raises InvalidRequest naming the first bad parameter."""
    given = {parameter.attribute: parameter.read(args) for parameter in SEARCH}
    if not any(args.getlist("sort")):
        given["sort"] = _default_sort(given["q"])
    params = Params(**given)
    first, last = params.first, params.last
    if first and last and first > last:
        message = f"기간의 시작({params.since})이 끝({params.until})보다 늦습니다. 두 날짜를 바꾸어 보십시오."
        raise InvalidRequest(message, parameter="from", code="reversed_period")
    return params


def asking(request: SearchRequest) -> Params:
    """The parameters that ask `request`. Its limit must be a page's size and its offset a page's beginning."""
    size = request.limit or DEFAULT_SIZE
    return Params(
        q=request.text,
        since=request.first.isoformat() if request.first else "",
        until=request.last.isoformat() if request.last else "",
        **{name: getattr(request, name) for name in FILTERS},
        sort=request.sort,
        match=request.match,
        as_typed=request.as_typed,
        collapse=request.collapse,
        facets=request.facets,
        page=request.offset // size + 1,
        size=size,
    )


def version(args: Args) -> int | None:
    """Which version of an article is asked for; None for the newest. Raises InvalidRequest."""
    return VERSION.read(args) or None


def without(args: Args, name: str) -> str:
    """The URL query of every search parameter in `args` but one: the way out of a bad value."""
    known = [parameter.name for parameter in SEARCH if parameter.name != name]
    pairs = [(one, value) for one in known for value in args.getlist(one) if value]
    return "?" + urlencode(pairs, errors="replace") if pairs else ""


def _default_sort(q: str) -> Sort:
    return "relevance" if q.strip() else "newest"

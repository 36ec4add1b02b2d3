"""The question that a URL asks, and the URL of every question: made by the table in webui.parameters."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from functools import cached_property, lru_cache
from typing import Any
from urllib.parse import quote_plus, urlencode

from indexer.errors import InvalidRequest
from indexer.query.request import FILTER_FIELDS, MatchMode, SearchRequest, Sort
from webui.parameters import DEFAULT_SIZE, FROM, SEARCH, TO, VERSION, Args, Q, Unit

LONGEST = 100
"""Characters of a text that is remembered as it stands in URLs."""

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
        changes = {"page": 1} | changes
        if unknown := changes.keys() - _BY_ATTRIBUTE.keys():
            raise TypeError(f"no attributes of Params: {', '.join(unknown)}")
        # What dataclasses.replace does in a third of the time; a page has hundreds of links. What they have in common
        # is written once.
        made = object.__new__(Params)
        afresh = {*changes, "sort"} if "q" in changes else changes.keys()
        vars(made).update(vars(self))
        vars(made).update(changes)
        written = {attribute: _in_url(attribute, getattr(made, attribute), made.q) for attribute in afresh}
        vars(made)["_written"] = self._written | written
        return made

    def linked(self, **changes: Any) -> str:
        """The URL query of `but`: in half of the time, for what is linked to many times."""
        written = self._written | {"page": ""}
        if "q" in changes:  # the usual order is another where there is a query
            changes = {"sort": self.sort} | changes
        for attribute, value in changes.items():
            written[attribute] = _in_url(attribute, value, changes.get("q", self.q))
        query = "&".join(filter(None, written.values()))
        return f"?{query}" if query else ""

    def adding(self, name: str) -> Callable[[str], str]:
        """Makes the URL queries of `linked` with one value more of one of FILTERS, of values that are neither chosen
        nor left out: what stands before and behind it is the same for all of them."""
        written = self._written | {"page": ""}
        head, tail = _around(written, name)
        held = f"{written[name]}&" if written[name] else ""
        head = f"?{head}{held}{_BY_ATTRIBUTE[name]}="
        return lambda value: f"{head}{_value_in_url(value)}{tail}"

    def saying(self, before: str, behind: str) -> Callable[[str], str]:
        """Makes the URL queries of `linked` with another query: these words before and behind what differs."""
        head, tail = _around(self._written | {"page": "", "sort": _in_url("sort", self.sort, before)}, "q")
        head, tail = f"?{head}q={quote(before)}", f"{quote(behind)}{tail}"
        return lambda words: f"{head}{_value_in_url(words)}{tail}"

    def toggling(self, name: str, value: str) -> dict[str, tuple[str, ...]]:
        """What changes where `value` is put in one of FILTERS, or taken out where it was; a value is not both chosen
        and left out."""
        held: tuple[str, ...] = getattr(self, name)
        other = name[4:] if name.startswith("not_") else f"not_{name}"
        opposite: tuple[str, ...] = getattr(self, other)
        put = tuple(one for one in held if one != value) if value in held else (*held, value)
        return {name: put, other: tuple(one for one in opposite if one != value) if opposite else opposite}

    def toggled(self, name: str, value: str) -> Params:
        """With `value` in one of FILTERS, or without it where it was."""
        return self.but(**self.toggling(name, value))

    def unfiltered(self) -> Params:
        """The query alone, in the same order."""
        return self.but(since="", until="", by="year", **dict.fromkeys(FILTERS, ()))

    def words(self) -> str:
        """The URL query of what is looked for alone: the page of an article marks by it as the search did."""
        return Params(q=self.q, match=self.match, as_typed=self.as_typed).query() if self.q.strip() else ""

    def within(self, *, by: Unit) -> Callable[[str], str]:
        """Makes the queries of the same question in one period (YYYY, YYYY-MM, YYYY-MM-DD) or another: a chart has
        hundreds of them."""
        pairs = self.but(since="", until="", by=by).pairs()
        before = urlencode([pair for pair in pairs if pair[0] == Q.name], errors="replace")
        after = urlencode([pair for pair in pairs if pair[0] != Q.name], errors="replace")
        head, tail = f"?{before}&" if before else "?", f"&{after}" if after else ""
        return lambda period: f"{head}from={period}&to={period}{tail}"

    def pairs(self) -> list[tuple[str, str]]:
        """Names and values as they stand in a URL, defaults left out."""
        return [pair for name in _BY_ATTRIBUTE for pair in _pairs(name, getattr(self, name), self.q)]

    def query(self) -> str:
        """The URL's query, `?` included; empty when all is default."""
        written = "&".join(filter(None, self._written.values()))
        return f"?{written}" if written else ""

    @cached_property
    def _written(self) -> dict[str, str]:
        """The pieces of the URL's query by attribute, in order."""
        return {attribute: _in_url(attribute, getattr(self, attribute), self.q) for attribute in _BY_ATTRIBUTE}


def _pairs(attribute: str, value: object, q: str) -> list[tuple[str, str]]:
    name = _BY_ATTRIBUTE[attribute]
    if isinstance(value, tuple):
        return [(name, one) for one in value]
    default = _default_sort(q) if attribute == "sort" else _DEFAULTS[attribute]
    return [] if value == default else [(name, "1" if value is True else str(value))]


def _in_url(attribute: str, value: object, q: str) -> str:
    return "&".join([f"{name}={_value_in_url(one)}" for name, one in _pairs(attribute, value, q)])


def _around(written: Mapping[str, str], name: str) -> tuple[str, str]:
    """What stands before and behind one attribute of a URL's query."""
    names = list(written)
    at = names.index(name)
    before, behind = ([written[each] for each in some if written[each]] for some in (names[:at], names[at + 1 :]))
    return "".join(f"{one}&" for one in before), "".join(f"&{one}" for one in behind)


def _value_in_url(value: str) -> str:
    # What is long was typed, and is not kept: memory would be anybody's to fill.
    return _quoted(value) if len(value) <= LONGEST else quote(value)


def quote(text: str) -> str:
    """The text as it stands in a URL's query."""
    return quote_plus(text, errors="replace")


_quoted = lru_cache(maxsize=4096)(quote)  # names of papers and reporters stand in hundreds of links, on every page


def forget_values() -> None:
    """Lets go of the values that were written into URLs."""
    _quoted.cache_clear()


_BY_ATTRIBUTE = {parameter.attribute: parameter.name for parameter in SEARCH}
_DEFAULTS = {field.name: field.default for field in fields(Params)}


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

"""The one table of URL parameters: what a URL asks, and the URL of everything that can be asked.

| parameter | is | default |
|---|---|---|
| `q` | the query | empty: every article |
| `from`, `to` | first and last day: YYYY, YYYY-MM or YYYY-MM-DD, inclusive | open |
| `press`, `section`, `reporter` | filters; repeated for any of several values | none |
| `sort` | relevance, newest, oldest | relevance, or newest when there is no query |
| `match` | all, most | all |
| `asis` | 1: nothing is corrected, every word is searched as it is typed; 0 | 0 |
| `collapse` | 1: one hit for every story, the same text in several papers; 0 | 0 |
| `facets` | person, place, organization, keyword, tag, region: what is counted beside the usual; with commas | none |
| `page`, `size` | from 1; hits a page, 1–100 | 1, 10 |
| `by` | the timeline's unit: year, month, day | year |
"""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any, Literal, Protocol, TypeVar, get_args
from urllib.parse import urlencode

from indexer.errors import InvalidRequest
from indexer.query.dates import parse_period
from indexer.query.request import FILTER_FIELDS, MATCH_MODES, SORTS, MatchMode, SearchRequest, Sort
from indexer.query.result import ENTITY_FACETS

Unit = Literal["year", "month", "day"]
UNITS: tuple[Unit, ...] = get_args(Unit)

DEFAULT_SIZE = 10
MAX_SIZE = 100
MAX_PAGE = 10**12  # keeps every offset within 64 bits
MAX_VALUES = 50  # of one filter; a reader ticks a handful

NAMES = {
    "q": "검색어",
    "from": "기간의 시작",
    "to": "기간의 끝",
    "press": "신문",
    "section": "섹션",
    "reporter": "기자",
    "sort": "순서",
    "match": "여러 낱말",
    "asis": "친 그대로",
    "collapse": "같은 글 묶기",
    "facets": "더 셀 것",
    "page": "쪽",
    "size": "한 쪽에 보이는 건수",
    "by": "눈금",
}
"""What readers call each parameter."""

Choice = TypeVar("Choice", bound=str)


class Args(Protocol):
    """Decoded URL parameters, as Werkzeug's MultiDict gives them."""

    def getlist(self, key: str) -> list[str]:
        """Every value of a parameter, in order."""


@dataclass(frozen=True, kw_only=True)
class Params:
    """What one URL asks. `since` and `until` are `from` and `to` as typed, so that links keep the reader's form."""

    q: str = ""
    since: str = ""
    until: str = ""
    press: tuple[str, ...] = ()
    section: tuple[str, ...] = ()
    reporter: tuple[str, ...] = ()
    sort: Sort = "relevance"
    match: MatchMode = "all"
    as_typed: bool = False
    collapse: bool = False
    facets: tuple[str, ...] = ()
    page: int = 1
    size: int = DEFAULT_SIZE
    by: Unit = "year"

    @property
    def first(self) -> date | None:
        """The first day asked for. Raises InvalidRequest when it is no date."""
        return _days("from", self.since)[0]

    @property
    def last(self) -> date | None:
        """The last day asked for. Raises InvalidRequest when it is no date."""
        return _days("to", self.until)[1]

    @property
    def filtered(self) -> bool:
        """Whether anything narrows the search beside the query."""
        return bool(self.since or self.until or any(self.chosen(name) for name in FILTER_FIELDS))

    def chosen(self, name: str) -> tuple[str, ...]:
        """The chosen values of one of FILTER_FIELDS."""
        return tuple(getattr(self, name))

    def request(self) -> SearchRequest:
        """The search this asks for."""
        return SearchRequest(
            text=self.q,
            first=self.first,
            last=self.last,
            press=self.press,
            section=self.section,
            reporter=self.reporter,
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
        """With `value` of one of FILTER_FIELDS added, or taken out when it was chosen."""
        chosen = self.chosen(name)
        kept = tuple(other for other in chosen if other != value)
        return self.but(**{name: kept if value in chosen else (*chosen, value)})

    def unfiltered(self) -> Params:
        """The query alone, in the same order."""
        return self.but(since="", until="", press=(), section=(), reporter=(), by="year")

    def pairs(self) -> list[tuple[str, str]]:
        """Names and values as they stand in a URL, defaults left out."""
        defaults = Params(sort=_default_sort(self.q))
        pairs: list[tuple[str, str]] = []
        for name, attribute in _ATTRIBUTES.items():
            value = getattr(self, attribute)
            if isinstance(value, tuple):
                pairs += [(name, one) for one in value]
            elif value != getattr(defaults, attribute):
                pairs.append((name, "1" if value is True else str(value)))
        return pairs

    def query(self) -> str:
        """The URL's query, `?` included; empty when all is default."""
        pairs = self.pairs()
        return "?" + urlencode(pairs, errors="replace") if pairs else ""


_RENAMED = {"since": "from", "until": "to", "as_typed": "asis"}
_ATTRIBUTES = {_RENAMED.get(f.name, f.name): f.name for f in fields(Params)}


def read(args: Args) -> Params:
    """What a URL asks. Parameters we don't know are ignored. Raises InvalidRequest naming the first bad one."""
    q = _one(args, "q")
    params = Params(
        q=q,
        since=_one(args, "from").strip(),
        until=_one(args, "to").strip(),
        press=_values(args, "press"),
        section=_values(args, "section"),
        reporter=_values(args, "reporter"),
        sort=_choice(args, "sort", SORTS, _default_sort(q)),
        match=_choice(args, "match", MATCH_MODES, "all"),
        as_typed=_choice(args, "asis", ("0", "1"), "0") == "1",
        collapse=_choice(args, "collapse", ("0", "1"), "0") == "1",
        facets=_facets(args),
        page=_number(args, "page", 1, MAX_PAGE),
        size=_number(args, "size", DEFAULT_SIZE, MAX_SIZE),
        by=_choice(args, "by", UNITS, "year"),
    )
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
        press=request.press,
        section=request.section,
        reporter=request.reporter,
        sort=request.sort,
        match=request.match,
        as_typed=request.as_typed,
        collapse=request.collapse,
        facets=request.facets,
        page=request.offset // size + 1,
        size=size,
    )


def version(value: str) -> int | None:
    """Which version of an article is asked for; None for the newest. Raises InvalidRequest."""
    if not value:
        return None
    if re.fullmatch("[0-9]{1,9}", value):
        return int(value)
    message = f"판: ‘{_shown(value)}’ 대신 1부터의 수를 쓰십시오."
    raise InvalidRequest(message, parameter="version", code="invalid_number")


def without(args: Args, name: str) -> str:
    """The URL query of everything we know in `args` but one parameter: the way out of a bad value."""
    pairs = [(known, value) for known in _ATTRIBUTES if known != name for value in args.getlist(known) if value]
    return "?" + urlencode(pairs, errors="replace") if pairs else ""


def _default_sort(q: str) -> Sort:
    return "relevance" if q.strip() else "newest"


def _one(args: Args, name: str) -> str:
    values = args.getlist(name)
    return values[0] if values else ""


def _values(args: Args, name: str) -> tuple[str, ...]:
    values = tuple(dict.fromkeys(value for value in args.getlist(name) if value))
    if len(values) > MAX_VALUES:
        raise InvalidRequest(f"{NAMES[name]}: {MAX_VALUES}개까지 고를 수 있습니다.", parameter=name, code="too_many")
    return values


def _facets(args: Args) -> tuple[str, ...]:
    names = [name.strip() for text in args.getlist("facets") for name in text.split(",")]
    for name in filter(None, names):
        if name not in ENTITY_FACETS:
            message = f"{NAMES['facets']}: ‘{_shown(name)}’ 대신 {', '.join(ENTITY_FACETS)} 가운데에서 쓰십시오."
            raise InvalidRequest(message, parameter="facets", code="invalid_choice")
    return tuple(dict.fromkeys(filter(None, names)))


def _choice(args: Args, name: str, choices: tuple[Choice, ...], default: Choice) -> Choice:
    value = _one(args, name)
    if not value:
        return default
    for choice in choices:
        if value == choice:
            return choice
    message = f"{NAMES[name]}: ‘{_shown(value)}’ 대신 {', '.join(choices)} 가운데 하나를 쓰십시오."
    raise InvalidRequest(message, parameter=name, code="invalid_choice")


def _number(args: Args, name: str, default: int, highest: int) -> int:
    value = _one(args, name)
    if not value:
        return default
    if re.fullmatch(r"[0-9]{1,13}", value) and 1 <= int(value) <= highest:
        return int(value)
    message = f"{NAMES[name]}: ‘{_shown(value)}’ 대신 1부터 {highest:,}까지의 수를 쓰십시오."
    raise InvalidRequest(message, parameter=name, code="invalid_number")


def _days(name: str, text: str) -> tuple[date | None, date | None]:
    if not text:
        return None, None
    try:
        return parse_period(text)
    except ValueError as error:
        message = f"{NAMES[name]}: {error}."
        raise InvalidRequest(message, parameter=name, code="invalid_date") from error


def _shown(value: str) -> str:
    return value if len(value) <= 40 else value[:40] + "…"

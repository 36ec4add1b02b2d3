"""THE table of URL parameters. Pages and the API read them by it, links are built by it, the API's description is made
of it, and docs/api.md is held to it.

A parameter that is missing or empty has its default. Those that a URL has beside these are ignored.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, Protocol, get_args

from indexer.errors import InvalidRequest
from indexer.query.context import NARROWEST, ORDERS, WIDEST
from indexer.query.context import WIDTH as CONTEXT
from indexer.query.dates import parse_period
from indexer.query.drafts import MOST_CHARACTERS
from indexer.query.request import FILTER_FIELDS, MATCH_MODES, SORTS
from indexer.query.result import ENTITY_FACETS

Unit = Literal["year", "month", "day"]
UNITS: tuple[Unit, ...] = get_args(Unit)

DEFAULT_SIZE = 10
MAX_SIZE = 100
MAX_PAGE = 10**12  # keeps every offset within 64 bits
MAX_VALUES = 50  # of one filter; a reader ticks a handful

FIELD_NAMES = {"press": "신문", "section": "섹션", "reporter": "기자", "region": "지역"}
"""What readers call the FILTER_FIELDS."""


class Args(Protocol):
    """Decoded URL parameters, as Werkzeug's MultiDict gives them."""

    def getlist(self, key: str) -> list[str]:
        """Every value of a parameter, in order."""


@dataclass(frozen=True, kw_only=True)
class Parameter:
    """One parameter: its `name` in a URL, what readers call it (`korean`), and what it is `about`. `attribute` is where
    webui.params.Params keeps it. The kinds below say how it is read."""

    name: str
    korean: str
    about: str
    attribute: str = ""

    def read(self, args: Args) -> Any:
        """Its value, or its default. Raises InvalidRequest, naming it and saying what is wrong."""
        raise NotImplementedError

    def one(self, args: Args) -> str:
        """Its first value as it stands in the URL; "" when there is none."""
        values = args.getlist(self.name)
        return values[0] if values else ""

    def refused(self, value: str, instead: str, code: str) -> InvalidRequest:
        """The error that says what to write instead."""
        message = f"{self.korean}: ‘{_shown(value)}’ 대신 {instead} 쓰십시오."
        return InvalidRequest(message, parameter=self.name, code=code)


@dataclass(frozen=True, kw_only=True)
class Text(Parameter):
    """Any text; `longest` is its most characters, 0 where they are those of a query."""

    longest: int = 0

    def read(self, args: Args) -> str:
        """As it is typed."""
        return self.one(args)


@dataclass(frozen=True, kw_only=True)
class Day(Parameter):
    """A year, month or day, kept as it is typed, so that links keep the reader's form."""

    def read(self, args: Args) -> str:
        """Without the spaces around it; `days` says whether it is one."""
        return self.one(args).strip()

    def days(self, text: str) -> tuple[date | None, date | None]:
        """Its first and last day; nothing of an empty one. Raises InvalidRequest when it is no date."""
        if not text:
            return None, None
        try:
            return parse_period(text)
        except ValueError as error:
            raise InvalidRequest(f"{self.korean}: {error}.", parameter=self.name, code="invalid_date") from error


@dataclass(frozen=True, kw_only=True)
class Values(Parameter):
    """Any number of texts: the parameter is repeated."""

    most: int = MAX_VALUES

    def read(self, args: Args) -> tuple[str, ...]:
        """Each once, empty ones left out."""
        values = tuple(dict.fromkeys(value for value in args.getlist(self.name) if value))
        if len(values) > self.most:
            message = f"{self.korean}: {self.most}개까지 고를 수 있습니다."
            raise InvalidRequest(message, parameter=self.name, code="too_many")
        return values


@dataclass(frozen=True, kw_only=True)
class Names(Parameter):
    """Some of the choices: repeated, or with commas between."""

    choices: tuple[str, ...]

    def read(self, args: Args) -> tuple[str, ...]:
        """Each once."""
        names = [name.strip() for text in args.getlist(self.name) for name in text.split(",")]
        for name in filter(None, names):
            if name not in self.choices:
                raise self.refused(name, f"{', '.join(self.choices)} 가운데에서", "invalid_choice")
        return tuple(dict.fromkeys(filter(None, names)))


@dataclass(frozen=True, kw_only=True)
class Choice(Parameter):
    """One of the choices."""

    choices: tuple[str, ...]
    default: str

    def read(self, args: Args) -> str:
        """The chosen one."""
        value = self.one(args) or self.default
        if value not in self.choices:
            raise self.refused(value, f"{', '.join(self.choices)} 가운데 하나를", "invalid_choice")
        return value


@dataclass(frozen=True, kw_only=True)
class Flag(Parameter):
    """1 or 0; 0 when it is missing."""

    def read(self, args: Args) -> bool:
        """Whether it is 1."""
        value = self.one(args) or "0"
        if value not in ("0", "1"):
            raise self.refused(value, "0, 1 가운데 하나를", "invalid_choice")
        return value == "1"


@dataclass(frozen=True, kw_only=True)
class Number(Parameter):
    """A whole number; `default` 0 stands for none."""

    default: int
    least: int = 1
    most: int

    def read(self, args: Args) -> int:
        """The number."""
        value = self.one(args)
        if not value:
            return self.default
        if re.fullmatch(r"[0-9]{1,13}", value) and self.least <= int(value) <= self.most:
            return int(value)
        raise self.refused(value, f"{self.least:,}부터 {self.most:,}까지의 수를", "invalid_number")


Q = Text(name="q", korean="검색어", about="질의. 없으면 모든 기사", attribute="q")
FROM = Day(name="from", korean="기간의 시작", about="이 날부터: YYYY, YYYY-MM, YYYY-MM-DD", attribute="since")
TO = Day(name="to", korean="기간의 끝", about="이 날까지, 그날도 든다", attribute="until")
CHOSEN = tuple(
    Values(name=name, korean=FIELD_NAMES[name], about="되풀이하면 그 가운데 하나", attribute=name)
    for name in FILTER_FIELDS
)
LEFT_OUT = tuple(
    Values(name=f"not_{name}", korean=f"뺄 {FIELD_NAMES[name]}", about="이것은 뺀다", attribute=f"not_{name}")
    for name in FILTER_FIELDS
)
SORT = Choice(
    name="sort",
    korean="순서",
    about="관련도, 최신, 오래된 순서. 질의가 없으면 newest",
    attribute="sort",
    choices=SORTS,
    default="relevance",
)
MATCH = Choice(
    name="match",
    korean="여러 낱말",
    about="모두 든 기사(all)나 많이 든 기사부터(most)",
    attribute="match",
    choices=MATCH_MODES,
    default="all",
)
ASIS = Flag(name="asis", korean="친 그대로", about="1: 낱말을 고치지 않고 친 그대로 찾는다", attribute="as_typed")
COLLAPSE = Flag(
    name="collapse", korean="같은 글 묶기", about="1: 여러 신문에 실린 같은 글은 하나로 묶는다", attribute="collapse"
)
FACETS = Names(
    name="facets", korean="더 셀 것", about="더 셀 패싯. 쉼표로 잇는다", attribute="facets", choices=ENTITY_FACETS
)
PAGE = Number(name="page", korean="쪽", about="1부터", attribute="page", default=1, most=MAX_PAGE)
SIZE = Number(
    name="size",
    korean="한 쪽에 보이는 건수",
    about="한 쪽에 몇 건",
    attribute="size",
    default=DEFAULT_SIZE,
    most=MAX_SIZE,
)
BY = Choice(
    name="by", korean="눈금", about="막대가 해·달·날 가운데 무엇인지", attribute="by", choices=UNITS, default="year"
)
SHARE = Flag(name="share", korean="전체 기사 대비", about="1: 건수 대신 그때의 모든 기사 가운데 몫", attribute="share")

NARROWING: tuple[Parameter, ...] = (Q, FROM, TO, *CHOSEN, *LEFT_OUT, SORT, MATCH, ASIS, COLLAPSE)
"""What is searched for, and in which order."""

SEARCH: tuple[Parameter, ...] = (*NARROWING, FACETS, PAGE, SIZE, BY, SHARE)
"""Those of the search page, in the order in which a URL has them."""

ORDER = Choice(
    name="order",
    korean="줄의 순서",
    about="기사 순서(list), 왼쪽이나 오른쪽 문맥의 가나다순(left, right), 낱말의 꼴(word), 날짜(date)",
    choices=ORDERS,
    default="list",
)
WIDTH = Number(
    name="width",
    korean="문맥의 너비",
    about="낱말의 양쪽에 보일 글자 수",
    default=CONTEXT,
    least=NARROWEST,
    most=WIDEST,
)
VERSION = Number(name="version", korean="판", about="몇째 판을 볼지. 없으면 지금 글", default=0, most=999_999_999)
DIFF = Flag(name="diff", korean="달라진 말", about="1: 판마다 달라진 말도")
FORMAT = Choice(
    name="format",
    korean="제안의 모양",
    about="gisa, 또는 브라우저의 검색 막대가 읽는 opensearch",
    choices=("gisa", "opensearch"),
    default="gisa",
)
LIMIT = Number(name="limit", korean="제안의 수", about="몇 개까지", default=8, most=20)
TEXT = Text(
    name="text",
    korean="글",
    about="견줄 글, 20,000자까지. 주소가 아니라 본문(POST)으로 보낸다",
    longest=MOST_CHARACTERS,
)

FIND = Text(name="find", korean="찾을 값", about="이것이 든 값만")

EVERY: tuple[Parameter, ...] = (*SEARCH, ORDER, WIDTH, FIND, VERSION, DIFF, FORMAT, LIMIT, TEXT)
"""All there are; a feature with parameters of its own adds them here."""

KOREAN = {parameter.name: parameter.korean for parameter in EVERY}
"""What readers call each parameter."""


def _shown(value: str) -> str:
    return value if len(value) <= 40 else value[:40] + "…"

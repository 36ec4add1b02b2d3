"""Which column of a table is what: guessed from its headers, or as somebody said with `--columns`."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from indexer.errors import InvalidRequest
from indexer.sources.reader import Unusable
from indexer.sources.table.row import Row, column_of, letters

ALIASES: dict[str, str] = {
    "id": "id 기사id 기사번호 articleid",
    "bigkinds": "뉴스식별자 newsid",
    "title": "제목 기사제목 title 기사명 표제 헤드라인 headline subject",
    "subtitle": "부제 부제목 subtitle 소제목",
    "body": "본문 기사본문 body text 내용 기사내용 본문내용 content contents fulltext",
    "date": "일자 날짜 date published 승인일시 승인일 발행일시 발행일자 발행일 보도일시 보도일자 보도일"
    " 기사일자 기사날짜 게재일시 게재일자 게재일 입력일시 입력일자 입력일 등록일시 등록일자 등록일"
    " 작성일시 작성일자 작성일 일시 publishedat publisheddate publishdate pubdate datetime",
    "press": "언론사 언론사명 신문사 신문사명 매체 매체명 신문 신문명 press newspaper publisher outlet",
    "section": "섹션 section 카테고리 category 분류",
    "region": "지역 region",
    "reporter": "기고자 기자 기자명 reporter reporters byline 작성자 글쓴이 author writer",
    "url": "url link 링크 기사주소 기사링크 기사url 원문주소 원문링크 원문url permalink",
    "captions": "사진설명 캡션 captions caption",
    "fetched": "수집일시 수집일 fetched crawled crawledat",
    "people": "인물 people persons person",
    "places": "위치 장소 places locations",
    "organizations": "기관 organizations orgs organization",
    "keywords": "키워드 keywords keyword",
    "tags": "태그 tags tag",
    "features": "특성추출 features",
    "excluded": "분석제외여부 분석제외 excluded",
}
"""Our field and the headers it may have, folded (see `_folded`); of several in a table the first here counts, and the
others are kept under their own names."""

NUMBERED = {"sections": "통합분류", "incidents": "사건사고분류"}
"""Fields that are spread over columns: 통합 분류1, 통합 분류2, 통합 분류3."""

HEADER_ROWS = 20
"""Rows among which the headers are looked for: exports begin with a title, or with who made them."""

_FIELDS = {alias: name for name, aliases in ALIASES.items() for alias in aliases.split()}
_RANK = {alias: rank for aliases in ALIASES.values() for rank, alias in enumerate(aliases.split())}
_SETTABLE = tuple(name for name in ALIASES if name not in ("bigkinds", "features", "excluded"))
_BRACKETED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_SHOWN_HEADERS = 30


@dataclass(frozen=True)
class ColumnMap:
    """What `--columns` says: our field → a header, `#3` or `#C` for a column, or `=가람일보` for every row alike."""

    fields: Mapping[str, str]

    @classmethod
    def parse(cls, text: str) -> ColumnMap:
        """`title=제목,date=등록일`. Raises InvalidRequest for what is no such list, or names no field of ours."""
        fields: dict[str, str] = {}
        for pair in next(csv.reader([text]), []):
            name, equals, value = pair.partition("=")
            name, value = name.strip().lower(), value.strip()
            if not equals or not value:
                raise _invalid(f"‘{pair.strip()}’에 등호(=)나 열 이름이 없습니다.")
            if name not in _SETTABLE:
                raise _invalid(f"‘{name}’이라는 항목은 없습니다. 쓸 수 있는 것: {', '.join(_SETTABLE)}.")
            if name in fields:
                raise _invalid(f"‘{name}’ 항목을 두 번 적었습니다.")
            if value.startswith("#") and column_of(value[1:]) is None:
                raise _invalid(f"‘{value}’라는 열은 없습니다. #3이나 #C처럼 적으십시오.")
            fields[name] = value
        if not {"title", "body"} & fields.keys():
            raise _invalid("제목(title)이나 본문(body)이 어느 열인지 적어야 합니다.")
        return cls(fields)

    @property
    def headers(self) -> tuple[str, ...]:
        """The headers that it asks for."""
        return tuple(value for value in self.fields.values() if value[0] not in "#=")

    @property
    def constants(self) -> dict[str, str]:
        """What it says of every row alike."""
        return {name: value[1:].strip() for name, value in self.fields.items() if value[0] == "="}


@dataclass(frozen=True)
class Layout:
    """What the columns of a table are. `columns`: our field → column; `numbered`: field → columns; `headers`: column →
    what is printed above it; `constants`: field → value of every row. `width` is how many columns there are, 0 when
    that is not known, because no row says so."""

    columns: Mapping[str, int]
    numbered: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    headers: Mapping[int, str] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    width: int = 0

    @property
    def taken(self) -> frozenset[int]:
        """The columns that are understood."""
        return frozenset([*self.columns.values(), *(column for many in self.numbered.values() for column in many)])

    @property
    def is_usable(self) -> bool:
        """Whether articles can come of it."""
        return "title" in self.columns or "body" in self.columns


def find_layout(first: Sequence[Row], columns: ColumnMap | None = None, least: int = 1) -> tuple[int, Layout] | None:
    """(where the rows of articles begin among the first rows, what their columns are).

    None when no row is a header with a title or a body and at least `least` columns that are known. Raises Unusable
    when a column that was asked for is missing.
    """
    guesses = [(at, layout_of(row)) for at, row in enumerate(first[:HEADER_ROWS]) if not row.fault]
    likely = next(((at, made) for at, made in guesses if made.is_usable and len(made.taken) >= least), None)
    if columns is None:
        return None if likely is None else (likely[0] + 1, likely[1])
    if not columns.headers:
        at, guess = likely or (-1, None)
        return at + 1, _mapped(columns, guess, {})
    for at, row in enumerate(first[:HEADER_ROWS]):
        names = _names(row)
        if all(_folded(header) in names for header in columns.headers):
            return at + 1, _mapped(columns, layout_of(row), names)
    raise _missing(columns, first, likely[0] if likely else 0)


def layout_of(row: Row) -> Layout:
    """What a row says as the headers of a table."""
    best: dict[str, tuple[int, int]] = {}
    numbered: dict[str, list[int]] = {}
    for column, text in sorted(row.cells.items()):
        name = _folded(text)
        many = next((key for key, stem in NUMBERED.items() if name.rstrip("0123456789") == stem), None)
        if many:
            numbered.setdefault(many, []).append(column)
        elif name in _FIELDS:
            best[_FIELDS[name]] = min(best.get(_FIELDS[name], (99, 0)), (_RANK[name], column))
    return Layout(
        {name: column for name, (_, column) in best.items()},
        {key: tuple(many) for key, many in numbered.items()},
        {column: shown for column, text in row.cells.items() if (shown := " ".join(text.split()))},
        width=max(row.cells, default=-1) + 1,
    )


def _mapped(columns: ColumnMap, guess: Layout | None, names: Mapping[str, int]) -> Layout:
    """The guess, with what was said in its place: a column that was named is nothing else besides."""
    said = {
        name: (column_of(value[1:]) or 0) if value[0] == "#" else names[_folded(value)]
        for name, value in columns.fields.items()
        if value[0] != "="
    }
    taken, constants = set(said.values()), columns.constants
    guess = guess or Layout({})
    others = {name: at for name, at in guess.columns.items() if at not in taken and name not in constants}
    numbered = {name: tuple(at for at in many if at not in taken) for name, many in guess.numbered.items()}
    return Layout(others | said, numbered, guess.headers, constants, guess.width)


def _names(row: Row) -> dict[str, int]:
    """Folded header → its column, the first of equal ones."""
    return {_folded(text): column for column, text in sorted(row.cells.items(), reverse=True)}


def _folded(header: str) -> str:
    """A header without what people write differently: case, spaces, marks, and what stands in brackets."""
    plain = unicodedata.normalize("NFKC", header[:200]).lower()
    bare = "".join(filter(str.isalnum, _BRACKETED.sub("", plain)))
    return bare or "".join(filter(str.isalnum, plain))


def shown_headers(row: Row) -> str:
    """The headers of a table for a message."""
    shown = [" ".join(text.split())[:30] or letters(column) for column, text in sorted(row.cells.items())]
    more = f" 등 {len(shown)}개" if len(shown) > _SHOWN_HEADERS else ""
    return ", ".join(shown[:_SHOWN_HEADERS]) + more


def _missing(columns: ColumnMap, first: Sequence[Row], at: int) -> Unusable:
    names = _names(first[at]) if first else {}
    lost = [header for header in columns.headers if _folded(header) not in names]
    wanted = ", ".join(f"‘{header}’" for header in lost or columns.headers)
    there = f" 있는 열: {shown_headers(first[at])}." if first else ""
    return Unusable(f"--columns에 적은 열이 없습니다: {wanted}.{there} 열 이름을 고쳐 다시 넣으십시오.")


def _invalid(reason: str) -> InvalidRequest:
    return InvalidRequest(
        f"--columns: {reason} `--columns title=제목,date=등록일`처럼 적으십시오.", parameter="columns"
    )

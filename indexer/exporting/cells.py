"""An article as a row of a table: its columns, and what is written into a cell."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from indexer.article import KST, Article
from indexer.exporting.export import Row

WHOLE, AS_HELD, BY_RIGHTS = "본문 전체", "앞부분: 출처가 앞부분만 줌", "앞부분: 신문이 앞부분만 보이게 함"
"""How much of the article its body is."""

# What no cell can hold: XML has no form for them, and CSV readers stop at NUL.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")

# What a spreadsheet takes for the beginning of a formula, as wide letters too, and behind spaces and unseen letters.
_RUNS = re.compile("[\\s\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]*[=+\\-@＝＋－＠﹢﹣﹦﹫−]|[\t\r]")


@dataclass(frozen=True)
class Column:
    """`name` is what its header says: names that `./gisa add` knows. `width` is in characters, for people."""

    name: str
    width: int
    value: Callable[[Row], str | float]


def extent(row: Row) -> str:
    """How much of the article its body is."""
    if row.exported.restricted:
        return BY_RIGHTS
    return AS_HELD if row.exported.article.excerpt else WHOLE


def printed_elsewhere(row: Row) -> int:
    """How many other articles are the same text."""
    return len(row.exported.story.others) if row.exported.story else 0


def story(row: Row) -> str:
    """What the articles of one text have in common in a table: the id of the one that was printed first; "" for a text
    that nobody else printed."""
    return row.exported.story.prints[0].id if row.exported.story else ""


def writable(text: str) -> str:
    """The text without what no file of a table can hold."""
    return _UNWRITABLE.sub("", text)


def harmless(text: str) -> str:
    """A cell that no spreadsheet runs: text that may be taken for a formula has an apostrophe before it."""
    return f"'{text}" if _RUNS.match(text) else text


def _of(name: str) -> Callable[[Row], str]:
    return lambda row: str(getattr(row.exported.article, name) or "")


def _published(article: Article) -> str:
    return article.published.astimezone(KST).isoformat() if article.published else ""


COLUMNS = (
    Column("기사ID", 24, _of("id")),
    Column("일시", 25, lambda row: _published(row.exported.article)),
    Column("신문", 14, _of("press")),
    Column("섹션", 10, _of("section")),
    Column("지역", 10, _of("region")),
    Column("기자", 14, lambda row: row.exported.article.reporter),
    Column("제목", 50, _of("title")),
    Column("부제", 30, _of("subtitle")),
    Column("본문", 60, _of("body")),
    Column("본문 범위", 16, extent),
    Column("사진설명", 30, lambda row: row.exported.article.text("caption")),
    Column("원문주소", 40, _of("url")),
    Column("같은 글", 8, printed_elsewhere),
    Column("같은 글의 처음", 24, story),
    Column("점수", 10, lambda row: round(row.score, 6)),
    Column("동네기사 주소", 40, lambda row: row.link),
)
"""What is written of an article, in this order."""

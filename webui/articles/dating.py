"""The dates of an article, kept apart: those of its paper (published, entered, changed), then ours (fetched, kept)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from indexer.article import KST
from indexer.query.result import ArticleView
from webui.params import Params
from webui.results.present import moment

_LABEL = re.compile(
    r"(?:(?P<print>지면)|기사|최종|최초)? ?"
    r"(?P<kind>승인|입력|수정|등록|발행|송고|업데이트|게재|작성|게시|보도|배포|공개)?"
    r"(?: ?(?:일시|일자|날짜|시간|시각|일))?"
)
"""How readers of sources call the dates that a paper prints beside that of publication (see sources)."""

_FIGURES = re.compile(r"[0-9].*[0-9].*[0-9]", re.DOTALL)  # a column of that name may say 예 or 1

_ORDER = (
    "지면",
    "승인",
    "입력",
    "등록",
    "작성",
    "송고",
    "발행",
    "게재",
    "게시",
    "보도",
    "배포",
    "공개",
    "수정",
    "업데이트",
)


@dataclass(frozen=True, kw_only=True)
class Dated:
    """One date: what it is called, as readers read it, as programs do ("" where the paper's words could not be read),
    and the URL query of everything from that day."""

    name: str
    words: str
    datetime: str = ""
    query: str = ""


def dates(view: ArticleView) -> tuple[Dated, ...]:
    """All of them: publication first, then the paper's others, then ours."""
    article = view.article
    published = [_published(article.published)] if article.published else [Dated(name="발행", words="알 수 없음")]
    others = sorted(_printed(view), key=lambda one: _ORDER.index(one.name) if one.name in _ORDER else len(_ORDER))
    ours = [_at("수집", article.fetched)] if article.fetched else []
    ours += [_at("보관", view.versions[view.number - 1])] if view.versions else []
    return (*published, *others, *ours)


def _published(time: datetime) -> Dated:
    day = time.astimezone(KST).date().isoformat()
    query = Params(since=day, until=day, sort="newest", by="day").query()
    return Dated(name="발행", words=moment(time), datetime=time.isoformat(), query=query)


def _printed(view: ArticleView) -> Iterator[Dated]:
    """What the source says under the names of dates; two of one kind keep the names they have there."""
    said = {
        name: value for name, value in view.article.extra.items() if isinstance(value, str) and _FIGURES.search(value)
    }
    kinds = {name: kind for name in said if (kind := _kind(name))}
    for name, kind in kinds.items():
        short = kind if list(kinds.values()).count(kind) == 1 else name
        try:
            yield _at(short, datetime.fromisoformat(said[name]))
        except ValueError:
            yield Dated(name=short, words=said[name])


def _kind(name: str) -> str:
    found = _LABEL.fullmatch(name)
    return (found["print"] or found["kind"] or "") if found else ""


def _at(name: str, time: datetime) -> Dated:
    known = time if time.tzinfo is None else time.astimezone(KST)
    return Dated(name=name, words=moment(known), datetime=known.isoformat())

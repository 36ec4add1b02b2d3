"""Texts that break writers, and articles made of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from hypothesis import settings
from hypothesis import strategies as st

from indexer.article import KST, Article
from indexer.exporting.cells import writable
from tests.fakes import article

NASTY = (
    ",", '"', '""', "\r\n", "\n", "\r", "\t", "\0", "\x07", "\u2028", "\x85", "\ufffe", "'", ";", "|",
    "{", "}", "}{", "%", "\\", "\\\\", "#", "$", "&", "_", "^", "~",
    "=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "＝1＋1", "－둑", "＠둑", "\u202e둑", "\u200f", "\ufeff",
    "<r>", "</r>", "<b>둑</b>", "]]>", "&amp;", "_x0041_",
    "TY  - ", "ER  - ", "\r\nER  - \r\nTY  - JOUR", "@article{둑,",
    "👩👩👧", "둑", "솔내천 ", " ", "가" * 5_000,
)  # fmt: skip

few = settings(max_examples=25)
"""For tests of whole articles, which are slow to make."""

texts = st.one_of(
    st.lists(st.sampled_from(NASTY), max_size=8).map("".join),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=60),
)


@st.composite
def articles(draw: st.DrawFn, number: int = 1) -> Article:
    """One article of nasty texts; its id is plain and its own."""
    return Article(
        id=f"garamilbo.example:{number}",
        title=draw(texts),
        subtitle=draw(texts),
        body=draw(texts),
        captions=tuple(draw(st.lists(texts, max_size=2))),
        press=draw(texts),
        section=draw(texts),
        region=draw(texts),
        reporters=tuple(draw(st.lists(texts, max_size=2))),
        published=draw(st.none() | st.just(datetime(2019, 3, 27, 23, tzinfo=KST))),
        url=draw(st.none() | texts),
        excerpt=draw(st.booleans()),
        extra={"태그": draw(texts)},
    )


@st.composite
def several(draw: st.DrawFn) -> list[Article]:
    """None, one or a few, with ids of their own."""
    return [draw(articles(number)) for number in range(draw(st.integers(0, 4)))]


def expected(one: Article) -> dict[str, str]:
    """What the columns of an article are to be read as, whatever the format."""
    return {
        "기사ID": one.id,
        "일시": one.published.isoformat() if one.published else "",
        **{name: writable(text) for name, text in _named(one).items()},
    }


def _named(one: Article) -> dict[str, str]:
    return {
        "신문": one.press,
        "섹션": one.section,
        "지역": one.region,
        "기자": one.reporter,
        "제목": one.title,
        "부제": one.subtitle,
        "본문": one.body,
        "사진설명": one.text("caption"),
        "원문주소": one.url or "",
    }


def dam(number: int = 1, **fields: object) -> Article:
    """An ordinary article."""
    return replace(article(body="가람군은 솔내천 둑을 높인다."), id=f"garamilbo.example:{number}", **fields)  # type: ignore[arg-type]

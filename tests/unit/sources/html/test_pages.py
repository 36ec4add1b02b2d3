"""The reader on invented pages in the markup of each kind of site: the same article, printed by twelve."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any, NamedTuple

import pytest

from indexer.article import KST
from indexer.sources.identity import identity
from tests.unit.sources.html.reading import PAGES, article_of

TITLE = "은곡소각장 주민설명회, 두 번째 무산"
SUBTITLE = "주민 140여 명 단상 점거\n군 “11월에 다시 연다”"
PARAGRAPHS = (
    "가람군이 3일 은곡중학교 강당에서 열려던 소각장 주민설명회가 20분 만에 끝났다. 대책위원회가 단상을 막아섰다.",
    "대책위원회는 “지난해 약속한 환경 조사부터 내놓으라”며 군수의 사과를 요구했다. 군은 “절차대로 했다”고 맞섰다.",
    "군은 11월 안에 설명회를 다시 열 계획이다. 은곡리 주민 140여 명은 이날 밤 늦게까지 강당을 떠나지 않았다.",
)
CAPTION = "3일 은곡중학교 강당에서 주민들이 설명회 자료를 들어 보이고 있다."
MAIL = {"emails": ["seoyeon@garamilbo.example"]}


class Expected(NamedTuple):
    rule: str
    published: datetime
    press: str = ""
    section: str = ""
    subtitle: str = ""
    captions: tuple[str, ...] = ()
    reporters: tuple[str, ...] = ("박서연",)
    extra: Mapping[str, Any] = MappingProxyType({})
    id: str = ""


def at(year: int, *rest: int) -> datetime:
    month, day, hour, minute, second = (*rest, *(10, 4, 9, 30, 0)[len(rest) :])
    return datetime(year, month, day, hour, minute, second, tzinfo=KST)


EXPECTED = {
    "ndsoft-2008": Expected(
        "ndsoft-2008", at(2008, 10, 4, 9, 30, 12), "가람일보", "", SUBTITLE, ("▲ " + CAPTION,), extra=MAIL
    ),
    "ndsoft-2017": Expected(
        "ndsoft-2017",
        at(2018),
        "가람일보",
        "사회",
        SUBTITLE,
        ("▲ " + CAPTION,),
        extra=MAIL
        | {
            "수정": "2018-10-05T11:00:00+09:00",
            "지면게재일": "2018-10-08T00:00:00+09:00",
            "signature": "박서연 기자 seoyeon@garamilbo.example",
            "related": [{"title": "은곡소각장 첫 설명회 무산", "url": "/news/articleView.html?idxno=10111"}],
        },
        id="garamilbo.example:10231",
    ),
    "ndsoft-2020": Expected(
        "ndsoft-2020",
        at(2021),
        "가람일보",
        "지역",
        SUBTITLE,
        (CAPTION,),
        extra=MAIL
        | {
            "수정": "2021-10-04T15:20:00+09:00",
            "tags": ["은곡소각장", "주민설명회"],
            "related": [{"title": "은곡소각장 첫 설명회 무산", "url": "/news/articleView.html?idxno=20111"}],
        },
        id="garamilbo.example:20456",
    ),
    "ndsoft-heading-h1": Expected(
        "ndsoft-2020",
        at(2026, 1, 26, 10, 0),
        "솔내신문",
        "",
        SUBTITLE,
        (CAPTION,),
        extra={"signature": "/박서연 기자", "tags": ["은곡소각장"]},
        id="solnae.example:30777",
    ),
    "json-ld": Expected(
        "json-ld",
        at(2024),
        "가람일보",
        "사회",
        extra={"수정": "2024-10-04T12:00:00+09:00", "tags": ["은곡소각장", "주민설명회"]},
        id="garamilbo.example/article/2024100401",
    ),
    "density": Expected("density", at(2023), "솔내신문", id="solnae.example/n/40881"),
    "gov-board": Expected(
        "board",
        at(2025, 10, 4, 0, 0),
        "가람군청",
        "군정소식",
        reporters=(),
        extra={"작성자": "홍보팀", "담당부서": "환경과", "조회수": "52"},
    ),
    "wordpress": Expected("named", at(2022), "솔내신문", captions=(CAPTION,), extra={"tags": ["은곡소각장"]}),
    "xe": Expected("named", at(2019), "솔내신문"),
    "gnuboard": Expected("named", at(2019), "솔내신문"),
    "portal-mobile": Expected("named", at(2024), "가람일보", "", SUBTITLE, (CAPTION,), extra=MAIL),
}


@pytest.mark.parametrize("name", EXPECTED)
def test_a_page_of_this_kind_gives_the_article_and_nothing_but_the_article(name: str) -> None:
    expected = EXPECTED[name]
    article = article_of((PAGES / f"{name}.html").read_bytes())
    paragraphs = [
        one for one in article.body.split("\n\n") if one not in ("“환경 조사부터”", "마을 | 가구\n은곡리 | 87")
    ]
    assert tuple(paragraphs) == PARAGRAPHS
    assert (article.title, article.subtitle, article.captions) == (TITLE, expected.subtitle, expected.captions)
    assert (article.press, article.section, article.reporters) == (expected.press, expected.section, expected.reporters)
    assert article.published == expected.published
    assert article.extra["rule"] == expected.rule
    assert {name: article.extra.get(name) for name in expected.extra} == expected.extra
    assert not expected.id or identity(article) == expected.id
    assert not article.excerpt


def test_every_invented_page_is_expected_here() -> None:
    assert {path.stem for path in PAGES.glob("*.html")} == set(EXPECTED)


def test_cp949_behind_a_page_that_says_euc_kr_loses_no_word() -> None:
    html = (PAGES / "ndsoft-2008.html").read_text(encoding="utf-8").replace("은곡중학교", "똠방각하펲시콜라")
    article = article_of(html.encode("cp949"))
    assert "똠방각하펲시콜라 강당에서 열려던" in article.body


def test_headings_and_tables_within_a_text_stay_in_it() -> None:
    body = article_of((PAGES / "ndsoft-2020.html").read_bytes()).body
    assert "“환경 조사부터”" in body
    assert "은곡리 | 87" in body

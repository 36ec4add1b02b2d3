"""The reader on pages of real papers and counties, where they stand beside the project."""

from __future__ import annotations

import json
import re

import pytest

from indexer.article import Article, Found
from tests.unit.sources.html.reading import FIXTURES, article_of, read

pytestmark = pytest.mark.skipif(not FIXTURES.is_dir(), reason=f"the fixtures are not beside the project: {FIXTURES}")

PAPERS = {
    "HankookIlbo_2025_05_15": ("HankookIlbo", "V1"),
    "HankookIlbo_2026_01_29": ("HankookIlbo", "V2"),
    "MBN_2025_06_03": ("MBN", "V1"),
}
LEAST_HELD = 0.98
MOST_FOREIGN = 0.02
GOVERNMENT = {
    "gangjin_detail": ("pr-cda58e3a-d6e1", "2025-12-10 00:00"),
    "shinan_detail": ("pr-272adcfe-9c06", "2025-12-12 17:44"),
}
"""Their ids in the corpus, whose dates are of the day they were collected; the pages print these."""


def bare(text: str) -> str:
    return re.sub(r"[\s\u200b]+", "", text)


def shares(article: Article, expected: list[str], known: list[str]) -> tuple[float, float]:
    """(share of the expected text that the body holds, share of the body that is none of it)."""
    body = bare(article.body)
    held = sum(len(bare(text)) for text in expected if bare(text) in body)
    rest = body
    for text in (*expected, *known):
        rest = rest.replace(bare(text), "", 1)
    return held / sum(len(bare(text)) for text in expected), len(rest) / len(body)


@pytest.mark.parametrize("name", PAPERS)
def test_a_paper_s_page_gives_its_paragraphs_and_nothing_else(name: str) -> None:
    paper, version = PAPERS[name]
    expected = json.loads((FIXTURES / "html" / f"{paper}.expected.json").read_text(encoding="utf-8"))[version]
    article = article_of((FIXTURES / "html" / f"{name}.html").read_bytes())
    sections = expected["body"]["sections"]
    paragraphs = [text for section in sections for text in section["paragraphs"]]
    headings = [text for section in sections for text in section["headline"]]
    if paper == "MBN":  # the expectation knows no headings; the paper prints five, set apart like those of others
        headings += [text for text in article.body.split("\n\n") if text not in paragraphs and len(text) < 30][:5]
    held, foreign = shares(article, paragraphs, headings)
    assert (held >= LEAST_HELD, foreign <= MOST_FOREIGN) == (True, True), (held, foreign)
    assert all(bare(line) in bare("".join(expected["body"]["summary"])) for line in article.subtitle.split("\n"))
    assert article.reporters == tuple(expected["authors"])
    assert article.published is not None
    assert article.published.strftime("%Y-%m-%d %H:%M:%S") == expected["publishing_date"][:19]
    assert bare(re.sub(r"[\"“”]", "", article.title)) == bare(re.sub(r"[\"“”]", "", expected["title"]))
    assert len(article.captions) == len(expected["images"])


@pytest.mark.parametrize("name", GOVERNMENT)
def test_a_county_s_press_release_is_read_whole(name: str) -> None:
    corpus = FIXTURES.parent / "corpus" / "press_releases_jeonnam_2025.jsonl"
    if not corpus.is_file():
        pytest.skip(f"the corpus is not beside the project: {corpus}")
    releases = map(json.loads, corpus.read_text(encoding="utf-8").splitlines())
    expected = next(one for one in releases if one["id"] == GOVERNMENT[name][0])
    article = article_of((FIXTURES / "html_gov" / f"{name}.html").read_bytes())
    paragraphs = [line for line in expected["body"].split("\n") if line.strip()]
    held, foreign = shares(article, paragraphs, [])
    assert (held >= LEAST_HELD, foreign <= MOST_FOREIGN) == (True, True), (held, foreign)
    assert article.published is not None
    assert f"{article.published:%Y-%m-%d %H:%M}" == GOVERNMENT[name][1]


def test_seoul_s_notice_is_read_without_its_buttons() -> None:
    article = article_of((FIXTURES / "html_gov" / "seoul_detail.html").read_bytes())
    assert article.title == "2026년 1월 주요 시민안내사항"
    assert len(article.body.split("\n\n")) == 3
    assert not any(word in article.body for word in ("공공누리", "만족도", "페이스북"))


def test_every_ndsoft_case_is_an_article_of_its_own() -> None:
    items = read((FIXTURES / "ndsoft" / "articleView_markup_cases.html").read_bytes())
    articles = [item.article for item in items if isinstance(item, Found)]
    assert [article.body.split("\n\n") for article in articles] == [
        ["첫 문단은 굵은 글씨를 포함한다.", "굵은 소제목", "마지막 문단."],
        ["본문."],
        ["본문."],
        ["본문."],
    ]
    assert [article.reporters for article in articles] == [("김은별",), ("김재호",), ("정종엽",), ("좌동철",)]
    assert [article.press for article in articles] == ["시사저널", "교수신문", "", "제주일보"]
    assert [article.subtitle for article in articles] == ["첫째 부제\n둘째 부제", "", "", "부제"]
    assert articles[0].captions == ("▲사진 설명",)
    assert articles[2].extra["signature"] == "/정종엽 기자"

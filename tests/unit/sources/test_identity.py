"""The same article has the same id, however it comes."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.article import KST, Article
from indexer.sources import identity

PAGE = Article(
    title="둑 높인다",
    body="물.",
    press="솔내신문",
    reporters=("최여울",),
    published=datetime(2013, 10, 25, 11, 5, tzinfo=KST),
)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://www.garamilbo.example/news/articleView.html?idxno=10231", "garamilbo.example:10231"),
        ("http://GaramIlbo.example:80/news/articleView.html?idxno=10231&sc=1#top", "garamilbo.example:10231"),
        ("//garamilbo.example/news/articleViewAmp.html?IDXNO=10231", "garamilbo.example:10231"),
        ("https://garamilbo.example:8443/a?idxno=7", "garamilbo.example:8443:7"),
        ("https://Solnae.example/News/7?utm_source=x&id=3&UTM_medium=y#c", "solnae.example/News/7?id=3"),
        ("https://solnae.example/a?idxno=seven", "solnae.example/a?idxno=seven"),
        ("https://solnae.example/a?utm_campaign=x", "solnae.example/a"),
    ],
)
def test_a_url_is_an_identity_without_what_does_not_matter(url: str, expected: str) -> None:
    assert identity(replace(PAGE, url=url)) == expected


@pytest.mark.parametrize(
    "url",
    [
        "",
        " ",
        "articleView.html?idxno=7",
        "/news/7",
        "mailto:a@x.example",
        "https://",
        "https://x.example/",
        "http://[::1/a",
        "http://x.example:99999/a",
    ],
)
def test_what_addresses_no_article_is_no_identity(url: str) -> None:
    assert identity(replace(PAGE, url=url)) == identity(PAGE)


def test_the_id_of_the_source_wins() -> None:
    assert identity(replace(PAGE, id=" 02100601.2020 ", url="https://x.example/a?idxno=7")) == " 02100601.2020 "


def test_a_corrected_page_keeps_its_identity() -> None:
    corrected = replace(PAGE, body="물이 찼다.", subtitle="396억", extra={"수정": "2013-10-26"})
    assert identity(corrected) == identity(PAGE)
    assert identity(PAGE).startswith("page-")
    assert len(identity(PAGE)) == 5 + 16


@pytest.mark.parametrize(
    "change",
    [
        {"press": "가람일보"},
        {"title": "둑 낮춘다"},
        {"reporters": ("오민재",)},
        {"published": datetime(2013, 10, 25, 11, 6, tzinfo=KST)},
    ],
)
def test_another_page_has_another_identity(change: dict[str, str]) -> None:
    assert identity(replace(PAGE, **change)) != identity(PAGE)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "change", [{"published": None}, {"published": datetime(2013, 10, 25, tzinfo=KST)}, {"title": ""}]
)
def test_without_a_time_of_day_or_a_title_the_text_is_the_identity(change: dict[str, None]) -> None:
    article = replace(PAGE, **change)  # type: ignore[arg-type]
    assert identity(article) == "text-" + article.content_hash[:16]
    assert identity(replace(article, body="다른 글")) != identity(article)


def test_a_url_that_cannot_be_stored_makes_an_identity_that_can() -> None:
    assert identity(replace(PAGE, url="https://x.example/\ud800")) == r"x.example/\ud800"


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=())), st.text(st.characters(exclude_categories=())))
def test_any_article_has_an_identity_that_can_be_stored(title: str, url: str) -> None:
    for address in (url, "https://x.example/" + url, "https://x.example/a?idxno=" + url):
        identity(Article(title=title, url=address)).encode()

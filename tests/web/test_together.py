"""The same text in several papers: shown together or apart, and in which words it differs."""

from __future__ import annotations

import pytest

from indexer.query.differences import Change
from tests.web.archive import get
from tests.web.fake import FakeSearch, news
from webui.results.changes import AROUND, MOST_PIECES, changed

TEXT = "가람군은 둑길을 새로 놓는다. 공사는 내년에 마친다."
SAME = [
    news("2021-03-02", id="g", title="둑길 놓는다", body=TEXT, press="가람일보"),
    news("2021-03-01", id="s", title="둑길 삼 킬로미터", body=TEXT.replace("내년에", "올해"), press="솔내신문"),
    news("2021-03-03", id="h", title="둑길 놓는다", body=TEXT, press="한들신문"),
]
ALONE = news("2021-03-09", id="x", title="둑길 걷기 행사", body="둑길을 걷는다.", press="가람일보")


def papers() -> FakeSearch:
    search = FakeSearch([*SAME, ALONE])
    search.stories = {"g": 7, "s": 7, "h": 7}
    return search


def test_apart_every_article_is_a_hit_that_names_the_other_papers() -> None:
    page = get("/search", papers(), q="둑길", sort="newest")
    assert len(page.all("article", class_="hit")) == 4
    assert "총 4건" in page.one("h2", id="count").text
    story = page.all("div", class_="together")[0]
    assert story.text == "같은 글 3곳: 솔내신문(처음 2021.03.01) · 가람일보 · 한들신문"
    assert page.all("details", class_="prints") == []


def test_together_a_story_is_one_hit_and_both_counts_are_told() -> None:
    search = papers()
    page = get("/search", search, q="둑길", sort="newest", collapse=1)
    assert search.asked[-1].collapse
    assert len(page.all("article", class_="hit")) == 2
    assert page.one("h2", id="count").text.startswith("기사 4건 (같은 글을 묶으면 2편)")
    headings = [h.text for h in page.all("h3") if h.attrs.get("id", "").startswith("facet-")]
    assert headings == ["신문 기사 수", "섹션 기사 수", "기자 기사 수"]


def test_one_click_leads_from_one_way_to_the_other() -> None:
    together = get("/search", papers(), q="둑길", press="가람일보").link("같은 글 묶기")
    assert together.endswith("&collapse=1")
    page = get(together, papers())
    assert page.link("같은 글 풀기") == together.removesuffix("&collapse=1")


def test_a_hit_says_in_which_words_the_others_differ() -> None:
    page = get("/search", papers(), q="둑길", sort="newest", collapse=1)
    [details] = page.all("details", class_="prints")  # 가람일보 has the very text of 한들신문, which is shown
    assert details.text.startswith("솔내신문에서 다른 낱말")
    assert [e.text for e in page.all("del")] == ["[뺌: 내년에]"]
    assert [e.text for e in page.all("ins")] == ["[더함: 올해]"]


def test_the_names_lead_to_the_articles_and_carry_the_query() -> None:
    page = get("/search", papers(), q="둑길", sort="newest", collapse=1)
    assert page.link("솔내신문").startswith("/article/s?q=")
    shown = page.all("div", class_="together")[0]
    assert "한들신문" in shown.text
    assert [a.text for a in page.all("a") if a.attrs["href"].startswith("/article/h")] == ["둑길 놓는다"]


def test_pages_are_counted_in_stories() -> None:
    search = FakeSearch([news(id=f"{n}", title=f"둑길 {n}") for n in range(12)])
    search.stories = dict.fromkeys([str(n) for n in range(11)], 5)
    page = get("/search", search, q="둑길", collapse=1, size=1)
    assert "1/2쪽" in page.one("h2", id="count").text
    beyond = get("/search", search, q="둑길", collapse=1, size=1, page=3)
    assert "2쪽까지" in beyond.text


def test_more_papers_than_can_be_named_are_counted() -> None:
    articles = [news(f"2021-03-{n + 1:02}", id=f"{n}", press=f"신문{n}", title="둑길") for n in range(11)]
    search = FakeSearch(articles)
    search.stories = {article.id: 3 for article in articles}
    page = get("/search", search, q="둑길", collapse=1)
    assert page.one("div", class_="together").text.count("·") == 8
    assert "밖의 3건" in page.text
    assert "같은 글 11곳" in page.text


def test_a_paper_that_printed_it_twice_is_no_two_papers() -> None:
    search = FakeSearch([news(id="1", title="둑길"), news("2016-09-01", id="2", title="둑길")])
    search.stories = {"1": 3, "2": 3}
    assert "같은 글 2건: " in get("/search", search, q="둑길").text


def test_the_article_page_lists_the_papers_by_time_with_their_differences() -> None:
    page = get("/article/g", papers(), q="둑길")
    items = [li.text for li in page.all("li") if li.text.startswith("2021.")]
    assert items[0].startswith("2021.03.01 솔내신문 처음 실음 둑길 삼 킬로미터")
    assert items[1] == "2021.03.02 가람일보 이 기사"
    assert items[2] == "2021.03.03 한들신문 둑길 놓는다 글이 같습니다"
    assert page.one("del").text == "[뺌: 내년에]"
    assert page.link("둑길 삼 킬로미터") == "/article/s?q=%EB%91%91%EA%B8%B8"


def test_an_article_nobody_else_printed_says_nothing_of_others() -> None:
    assert "같은 글" not in get("/article/x", papers()).text


# --- what is held of an article ---


def test_a_beginning_is_called_one() -> None:
    search = FakeSearch([news(id="e", title="둑길", excerpt=True, url="https://www.garamilbo.example/1")])
    assert get("/search", search, q="둑길").one("span", class_="label").text == "본문 일부"
    page = get("/article/e", search)
    assert "앞부분만 보관되어 있습니다" in page.text
    assert page.link("원문") == "https://www.garamilbo.example/1"
    assert "본문 일부" not in get("/search", papers(), q="둑길").text


def test_what_may_not_be_shown_is_said_to_be_cut() -> None:
    search = FakeSearch([news(id="r", url="https://www.garamilbo.example/1")])
    search.restricted = {"r"}
    page = get("/article/r", search)
    assert "이 신문은 앞부분과 원문 주소만 보입니다." in page.text
    assert page.link("원문") == "https://www.garamilbo.example/1"


# --- differences as HTML ---


def test_what_stayed_is_cut_to_what_is_around_the_changes() -> None:
    long = "가" * 300
    told = changed([Change("same", long), Change("removed", "하나"), Change("same", long), Change("added", "둘")])
    assert told.striptags().count("…") == 2
    assert len(told.striptags()) < 4 * AROUND + 60


@pytest.mark.parametrize("hostile", ["<script>alert(1)</script>", "</del><img src=x>", "&lt;b&gt;"])
def test_no_text_becomes_markup(hostile: str) -> None:
    told = changed([Change("same", hostile), Change("removed", hostile), Change("added", hostile)])
    assert told.count("<") == 12
    assert hostile not in told


def test_of_two_quite_different_texts_the_first_pieces_are_shown() -> None:
    told = changed([Change("removed" if n % 2 else "same", f"낱말{n}") for n in range(10 * MOST_PIECES)])
    assert told.endswith("…")
    assert f"낱말{MOST_PIECES}" not in told

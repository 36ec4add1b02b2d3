"""The page of a draft, its API, and related articles: with a fake archive, and once with the real search."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import quote as url_quote

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from indexer.errors import IndexMissing
from indexer.query.drafts import MOST_CHARACTERS
from tests.web.browser import Page, client_of
from tests.web.fake import FakeSearch, news
from webui.drafts.drafting import MOST_BYTES

FIRST = "가람군의회는 30일 강소특구 예산을 깎았다."
ARTICLES = [
    news("2016-08-31"),
    news("2015-11-02", title="군수 “2년 안에 강소특구 유치”", body="군수는 강소특구를 약속했다.", press="솔내신문"),
    news("", title="우박 피해", body="하늘면에 우박이 내렸다."),
]
NEW = "한울교 재가설에는 218억 원이 든다."
PAYLOADS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</textarea><b>굵게</b>",
    "{{ 7 * 7 }} {% raw %}",
    "&lt;b&gt; &amp;",
    "'; DROP TABLE articles; --",
)


@pytest.fixture
def client() -> FlaskClient:
    return client_of(FakeSearch(ARTICLES))


def post(client: FlaskClient, text: str, *, status: int = 200, **more: Any) -> Page:
    answer = client.post("/draft", data={"text": text, **more})
    assert answer.status_code == status
    assert_unkept(answer)
    return Page(answer.get_data(as_text=True))


def assert_unkept(answer: TestResponse) -> None:
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Content-Security-Policy" in answer.headers


def of_class(page: Page, name: str) -> list[str]:
    return [element.text for element in page.elements if name in (element.attrs.get("class") or "").split()]


# --- the form ---


def test_the_form_says_what_happens_to_the_text(client: FlaskClient) -> None:
    answer = client.get("/draft")
    page = answer.get_data(as_text=True)
    assert_unkept(answer)
    assert 'method="post"' in page
    assert "저장하지 않습니다" in page
    assert f"{MOST_CHARACTERS:,}자까지" in page


def test_the_form_takes_its_filters_from_the_address_but_never_the_text(client: FlaskClient) -> None:
    page = client.get("/draft", query_string={"press": "솔내신문", "from": "2015", "text": NEW}).get_data(as_text=True)
    assert "<option selected>솔내신문</option>" in page
    assert 'value="2015"' in page
    assert "한울교" not in page


def test_every_page_leads_to_the_form(client: FlaskClient) -> None:
    assert 'href="/draft"' in client.get("/search").get_data(as_text=True)
    assert 'href="/en/draft"' in client.get("/en/search").get_data(as_text=True)


# --- the answer ---


def test_sentences_are_told_apart_in_words_and_lead_to_their_articles(client: FlaskClient) -> None:
    page = post(client, f"{FIRST}\n{NEW}")
    assert of_class(page, "printed")[1:2] == [FIRST]  # behind the tally
    assert NEW in of_class(page, "new")
    hidden = of_class(page, "unseen")
    assert "(이미 실린 문장)" in hidden
    assert "(새로운 내용)" in hidden
    sources = [element.attrs for element in page.elements if element.attrs.get("class") == "source"]
    assert [one["href"] for one in sources] == ["#source-1"]
    assert any(element.attrs.get("id") == "source-1" for element in page.elements)


def test_the_summary_says_how_much_there_is_and_what_was_first(client: FlaskClient) -> None:
    (summary,) = of_class(post(client, f"{FIRST} 군수는 강소특구를 약속했다."), "summary")
    assert "같은 문장이 있는 글이" in summary or "같은 글" in summary
    assert "2015년 11월 2일 솔내신문" in summary


def test_a_text_that_nobody_printed_is_said_to_be_so(client: FlaskClient) -> None:
    (summary,) = of_class(post(client, NEW), "summary")
    assert "찾지 못했습니다" in summary


def test_the_text_can_be_changed_and_compared_again(client: FlaskClient) -> None:
    page = post(client, f"  {NEW}\n", press="가람일보", to="2015")
    assert page.one("textarea").data == f"\n  {NEW}\n"
    assert [e.text for e in page.elements if e.tag == "option" and "selected" in e.attrs] == ["가람일보"]


def test_names_lead_to_the_search_that_finds_them_and_new_ones_say_never(client: FlaskClient) -> None:
    page = post(client, f"{FIRST} 한울교")
    links = [element.attrs["href"] for element in page.elements if element.tag == "a"]
    assert any(str(link).startswith("/search?q=") and str(link).endswith("sort=oldest") for link in links)
    assert "없음" in of_class(page, "never")


def test_the_page_speaks_english_and_marks_what_is_korean(client: FlaskClient) -> None:
    answer = client.post("/en/draft", data={"text": f"{FIRST}\n{NEW}"}).get_data(as_text=True)
    assert "What is new in this text" in answer
    assert '<div class="manuscript" lang="ko">' in answer
    assert 'action="/en/draft"' in answer


# --- what is wrong ---


@pytest.mark.parametrize("text", ["", "   ", "\n\t\u3000"])
def test_an_empty_text_gives_the_form_again_and_says_why(client: FlaskClient, text: str) -> None:
    page = post(client, text, status=400)
    assert "비어 있습니다" in of_class(page, "problem")[0]


def test_a_text_that_is_too_long_gives_the_form_with_the_text_still_in_it(client: FlaskClient) -> None:
    text = "가" * (MOST_CHARACTERS + 1)
    page = post(client, text, status=400)
    assert "너무 깁니다" in of_class(page, "problem")[0]
    assert page.one("textarea").data == f"\n{text}"


def test_a_body_beyond_all_texts_is_not_read_and_the_page_says_what_to_do(client: FlaskClient) -> None:
    page = post(client, "가" * MOST_BYTES, status=413)
    assert "나누어" in of_class(page, "problem")[0]
    assert client.post("/api/v1/draft", data={"text": "가" * MOST_BYTES}).status_code == 400


def test_the_longest_text_fits_whatever_it_is_made_of() -> None:
    search = FakeSearch(ARTICLES)
    for letter in ("가", "🌾", "\n"):
        client_of(search).post("/draft", data={"text": "나" + letter * (MOST_CHARACTERS - 1)})
    assert search.drafts == 3


@pytest.mark.parametrize(
    ("field", "value"), [("from", "어제"), ("to", "2019-13"), ("from", "<b>"), ("from", "9" * 100_000)]
)
def test_a_bad_day_is_said_to_be_one(client: FlaskClient, field: str, value: str) -> None:
    fields: dict[str, Any] = {field: value}
    page = post(client, NEW, status=400, **fields)
    assert "기간의" in of_class(page, "problem")[0]


def test_a_period_must_not_be_the_wrong_way_round(client: FlaskClient) -> None:
    days: dict[str, Any] = {"from": "2019", "to": "2015"}
    page = post(client, NEW, status=400, **days)
    assert "늦습니다" in of_class(page, "problem")[0]


@pytest.mark.parametrize(
    "text", ["a\x00b 군수", "🌾 군수 🌾", "\ud7ff 군수", "군" * 9_000, "\u202e군수는 말했다.", "- " * 5_000]
)
def test_odd_texts_are_answered(client: FlaskClient, text: str) -> None:
    post(client, text)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_nothing_of_a_text_becomes_markup(client: FlaskClient, payload: str) -> None:
    tags = {element.tag for element in post(client, f"{FIRST} 군수").elements}
    page = post(client, f"{FIRST}\n{payload} 군수는 {NEW}", press=payload)
    assert {element.tag for element in page.elements} <= tags | {"option", "b", "i"}
    assert not any(name.startswith("on") for element in page.elements for name in element.attrs)
    assert payload in page.one("textarea").data
    assert "49" not in of_class(page, "manuscript")[0]


def test_what_articles_say_is_no_markup_either() -> None:
    mean = news("2016-08-31", title="<b>굵은</b> 제목", body=FIRST, press="<i>신문</i>", id="a/<u>?b")
    page = post(client_of(FakeSearch([mean])), FIRST)
    assert not {"u", "i"} & {element.tag for element in page.elements}
    assert any("<b>굵은</b> 제목" in text for text in of_class(page, "headline"))


def test_when_there_is_no_index_the_page_says_so_and_keeps_nothing_of_the_text() -> None:
    client = client_of(FakeSearch(problem=IndexMissing(Path("x"))))
    answer = client.post("/draft", data={"text": NEW})
    assert answer.status_code == 503
    assert "한울교" not in answer.get_data(as_text=True)


# --- the API ---


def test_the_api_takes_json_and_forms_alike(client: FlaskClient) -> None:
    by_json = client.post("/api/v1/draft", json={"text": f"{FIRST} {NEW}", "press": ["가람일보"], "from": None})
    by_form = client.post("/api/v1/draft", data={"text": f"{FIRST} {NEW}", "press": "가람일보"})
    assert by_json.status_code == 200
    assert_unkept(by_json)
    assert by_json.get_json() == by_form.get_json()
    assert by_json.get_json()["counts"]["printed"] == 1
    assert [one["standing"] for one in by_json.get_json()["sentences"]] == ["printed", "new"]
    assert set(by_json.get_json()) == {
        *("characters", "articles", "compared", "counts", "first", "copies", "related", "capped", "sources"),
        *("names", "unseen", "unasked", "sentences", "took_ms"),
    }


@pytest.mark.parametrize(
    ("body", "parameter"),
    [
        ("{", "text"),
        ("[]", "text"),
        ('"글"', "text"),
        ("null", "text"),
        ("{}", "text"),
        ('{"text": 3}', "text"),
        ('{"text": {"a": 1}}', "text"),
        ('{"text": "글", "press": [1]}', "press"),
        ('{"text": "글", "from": "어제"}', "from"),
        ('{"text": "글", "to": true}', "to"),
        (json.dumps({"text": "가" * (MOST_CHARACTERS + 1)}), "text"),
    ],
)
def test_the_api_says_which_part_of_a_bad_body_is_wrong(client: FlaskClient, body: str, parameter: str) -> None:
    answer = client.post("/api/v1/draft", data=body, content_type="application/json")
    assert answer.status_code == 400
    assert answer.get_json()["error"]["parameter"] == parameter
    assert answer.get_json()["error"]["message"]


def test_a_draft_cannot_be_asked_for_by_an_address(client: FlaskClient) -> None:
    answer = client.get("/api/v1/draft", query_string={"text": NEW})
    assert answer.status_code == 405
    assert "POST" in answer.headers["Allow"]


# --- beside an article ---


def test_an_article_names_related_ones_before_and_after_it(client: FlaskClient) -> None:
    page = client.get(f"/article/{ARTICLES[0].id}").get_data(as_text=True)
    assert "관련 기사" in page
    assert "이전 보도 1건 · 이후 보도 0건" in page
    assert page.count(url_quote(f"/article/{ARTICLES[1].id}")) >= 2


def test_the_dots_are_for_eyes_and_lead_where_the_list_leads(client: FlaskClient) -> None:
    page = Page(client.get(f"/article/{ARTICLES[0].id}").get_data(as_text=True))
    (strip,) = [element for element in page.elements if element.attrs.get("class") == "strip"]
    assert strip.attrs["aria-hidden"] == "true"
    inside = [e.attrs for e in page.elements if e.tag == "a" and e.attrs.get("tabindex") == "-1"]
    listed = [e.attrs["href"] for e in page.elements if e.tag == "a" and "tabindex" not in e.attrs]
    assert inside
    assert {one["href"] for one in inside} <= set(listed)


def test_an_article_that_is_like_no_other_says_nothing_of_it(client: FlaskClient) -> None:
    page = client.get(f"/article/{ARTICLES[2].id}").get_data(as_text=True)
    assert "관련 기사" not in page
    assert "related.css" not in page


def test_related_articles_come_as_json_for_any_id(client: FlaskClient) -> None:
    answer = client.get(f"/api/v1/similar/{ARTICLES[0].id}").get_json()
    assert [one["id"] for one in answer["similar"]] == [ARTICLES[1].id]
    assert answer["earlier"] == [ARTICLES[1].id]
    assert "body" not in answer["similar"][0]
    assert client.get("/api/v1/similar/no/such/thing").status_code == 404

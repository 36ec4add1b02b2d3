"""Citing from an article's page, and the files for reference managers."""

from __future__ import annotations

import json
from datetime import datetime
from urllib.parse import unquote

import pytest

from indexer.article import KST
from indexer.query.result import Version
from tests.web.archive import get
from tests.web.browser import Page, client_of
from tests.web.fake import FakeSearch, news

IDS = ["g/1", "https://x.example/a?idxno=1&b=2", "가람 #1", "a%2Fb", "50%", "따옴'표\"", "../x", "a b;c", "<b>&amp;"]


def read(article_id: str = "g/1", **fields: object) -> Page:
    search = FakeSearch([news(id=article_id, title="특구 하나", **fields)])
    return get("/article/" + article_id, search, q="특구")


def test_every_style_stands_there_to_be_selected() -> None:
    page = read(url="https://www.garamilbo.example/1")
    assert page.one("span", id="cite-korean").text == (
        "박서연, 「특구 하나」, 『가람일보』, 2016년 8월 31일, https://www.garamilbo.example/1."
    )
    assert page.one("span", id="cite-apa").text.startswith("박서연. (2016, August 31). 특구 하나. 가람일보. https://")
    assert page.one("span", id="cite-apa-korean").text.startswith("박서연. (2016. 8. 31.). 특구 하나. 가람일보. ")
    assert page.one("span", id="cite-chicago").text.startswith("박서연, “특구 하나,” 가람일보, August 31, 2016, ")


def test_without_scripts_no_button_is_shown_that_would_do_nothing() -> None:
    buttons = [button for button in read().all("button") if "data-copy" in button.attrs or "data-text" in button.attrs]
    assert len(buttons) == 5
    assert all("hidden" in button.attrs for button in buttons)


def test_every_button_copies_something_that_is_there_and_has_a_name_of_its_own() -> None:
    page = read()
    buttons = [button for button in page.all("button") if "data-copy" in button.attrs]
    for button in buttons:
        assert page.one("span", id=button["data-copy"]).text
    assert len({button["aria-label"] for button in buttons}) == len(buttons)


def test_the_copied_link_is_the_articles_without_what_was_searched() -> None:
    [button] = [button for button in read().all("button") if "data-text" in button.attrs]
    assert button["data-text"] == "http://localhost/article/g/1"


@pytest.mark.parametrize("name", ["RIS", "BibTeX", "CSL-JSON"])
@pytest.mark.parametrize("article_id", IDS)
def test_every_id_can_be_cited(article_id: str, name: str) -> None:
    search = FakeSearch([news(id=article_id, title="특구 하나")])
    client = client_of(search)
    found = Page(client.get("/search?q=특구").get_data(as_text=True)).link("특구 하나")
    page = Page(client.get(found, follow_redirects=True).get_data(as_text=True))
    answer = client.get(page.link(name), follow_redirects=True)
    assert answer.status_code == 200
    assert "특구 하나" in answer.get_data(as_text=True)
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="gisa20160831-')


@pytest.mark.parametrize(
    ("form", "media", "ending", "beginning"),
    [
        ("ris", "application/x-research-info-systems; charset=utf-8", ".ris", "TY  - NEWS\r\n"),
        ("bibtex", "application/x-bibtex; charset=utf-8", ".bib", "@article{gisa20160831-"),
        ("csl.json", "application/vnd.citationstyles.csl+json", ".csl.json", "[\n"),
    ],
)
def test_files_are_what_they_say(form: str, media: str, ending: str, beginning: str) -> None:
    answer = client_of(FakeSearch([news(id="g/1")])).get(f"/cite/{form}/g/1")
    assert answer.content_type == media
    assert answer.headers["Content-Disposition"].endswith(f'{ending}"')
    assert answer.get_data(as_text=True).startswith(beginning)
    assert "nosniff" in answer.headers["X-Content-Type-Options"]


def test_csl_json_is_json_that_leads_back() -> None:
    answer = client_of(FakeSearch([news(id="가람 #1")])).get("/cite/csl.json/가람 %231")
    [item] = json.loads(answer.get_data())
    assert item["type"] == "article-newspaper"
    assert unquote(item["URL"]) == "http://localhost/article/가람 #1"


def test_an_unknown_article_or_format_is_a_404() -> None:
    client = client_of(FakeSearch([news(id="g/1")]))
    assert client.get("/cite/ris/none").status_code == 404
    assert client.get("/cite/endnote/g/1").status_code == 404


def test_an_older_version_is_cited_as_what_it_was() -> None:
    search = FakeSearch([news(id="g/1", title="특구 하나")])
    times = [datetime(2020, 1, 1, tzinfo=KST), datetime(2021, 1, 1, tzinfo=KST)]
    search.history = {
        "g/1": tuple(Version(number=n, archived=time, place="", searched=n == 2) for n, time in enumerate(times, 1))
    }
    page = get("/article/g/1", search, version=1)
    assert page.link("RIS") == "/cite/ris/g/1?version=1"
    assert "http://localhost/article/g/1?version=1" in page.one("span", id="cite-korean").text
    client = client_of(search)
    assert "UR  - http://localhost/article/g/1?version=1" in client.get("/cite/ris/g/1?version=1").get_data(
        as_text=True
    )
    assert client.get("/cite/ris/g/1?version=3").status_code == 404
    assert client.get("/cite/ris/g/1?version=x").status_code == 400


def test_what_is_restricted_is_cited_all_the_same_and_its_text_is_in_no_file() -> None:
    search = FakeSearch([news(id="g/1", body="아무도 못 읽는 본문")])
    search.restricted = {"g/1"}
    client = client_of(search)
    for form in ("ris", "bibtex", "csl.json"):
        assert "못 읽는" not in client.get(f"/cite/{form}/g/1").get_data(as_text=True)


@pytest.mark.parametrize(
    "payload", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "' onfocus='x", "{{ 7 * 7 }}"]
)
@pytest.mark.parametrize("field", ["title", "press", "section", "reporters", "subtitle", "url"])
def test_nothing_cited_adds_markup(field: str, payload: str) -> None:
    def skeleton(text: str) -> list[tuple[str, tuple[str, ...]]]:
        value: object = (text,) if field == "reporters" else f"https://a/{text}" if field == "url" else text
        search = FakeSearch([news(id="g/1", **{field: value})])
        return Page(client_of(search).get("/article/g/1").get_data(as_text=True)).skeleton

    assert skeleton(payload) == skeleton("가나다")


def test_in_english_the_names_are_english() -> None:
    page = get("/en/article/g/1", FakeSearch([news(id="g/1")]))
    assert page.one("h2", id="cite-name").text == "Cite"
    assert page.link("RIS") == "/en/cite/ris/g/1"
    assert page.one("span", id="cite-korean")["lang"] == "ko"

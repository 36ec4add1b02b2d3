"""Every search as a feed, asked for as a feed reader asks."""

from __future__ import annotations

from datetime import datetime, timedelta
from urllib.parse import quote
from xml.etree import ElementTree

import feedparser  # type: ignore[import-untyped]
import pytest
from werkzeug.test import TestResponse

from indexer.article import KST
from tests.web.archive import ARTICLES, get
from tests.web.browser import client_of
from tests.web.fake import FakeSearch, news

ATOM = "{http://www.w3.org/2005/Atom}"


def asked(path: str, search: FakeSearch | None = None, **headers: str) -> TestResponse:
    return client_of(search or FakeSearch(ARTICLES)).get(
        path, headers={k.replace("_", "-"): v for k, v in headers.items()}
    )


def entries(path: str, search: FakeSearch | None = None) -> list[ElementTree.Element]:
    return ElementTree.fromstring(asked(path, search).get_data()).findall(f"{ATOM}entry")


def test_a_feed_is_the_newest_of_a_search() -> None:
    answer = asked("/feed.atom?q=특구&press=가람일보")
    assert answer.status_code == 200
    assert answer.content_type == "application/atom+xml; charset=utf-8"
    feed = feedparser.parse(answer.get_data())
    assert not feed.bozo
    assert feed.version == "atom10"
    assert feed.feed.title == "동네기사 – ‘특구’"
    assert feed.feed.subtitle == "신문: 가람일보"
    assert [entry.published[:10] for entry in feed.entries if "published" in entry] == ["2016-08-31", "2015-11-02"]
    assert feed.entries[0].link == "http://localhost/article/www.garamilbo.example/10231?q=%ED%8A%B9%EA%B5%AC"
    assert feed.entries[0].rights == "저작권은 가람일보에 있습니다."


def test_pages_sizes_and_orders_are_nothing_to_a_feed() -> None:
    plain = asked("/feed.atom?q=특구").get_data()
    assert asked("/feed.atom?q=특구&page=7&size=1&sort=oldest&by=day&share=1&facets=person").get_data() == plain


def test_a_feed_has_fifty_entries() -> None:
    many = FakeSearch([news(id=str(n), title=f"특구 {n}") for n in range(60)])
    assert len(entries("/feed.atom?q=특구", many)) == 50


def test_the_filters_and_ways_of_a_search_are_kept() -> None:
    search = FakeSearch(ARTICLES)
    asked("/feed.atom?q=특구&from=2016&match=most&asis=1&collapse=1&not_press=솔내신문", search)
    request = search.asked[-1]
    assert (request.match, request.as_typed, request.collapse) == ("most", True, True)
    assert request.left_out("press") == ("솔내신문",)
    assert request.first is not None


def test_a_bad_parameter_is_a_400() -> None:
    assert asked("/feed.atom?from=어제").status_code == 400


def test_a_feed_of_nothing_is_a_feed() -> None:
    feed = feedparser.parse(asked("/feed.atom?q=없는말").get_data())
    assert not feed.bozo
    assert feed.entries == []
    assert feed.feed.updated == "1970-01-01T00:00:00+00:00"


def test_what_has_not_changed_is_not_sent_again() -> None:
    search = FakeSearch(ARTICLES)
    first = asked("/feed.atom?q=특구", search)
    assert first.headers["Cache-Control"] == "private, max-age=300"
    again = asked("/feed.atom?q=특구", search, If_None_Match=first.headers["ETag"])
    assert (again.status_code, again.get_data()) == (304, b"")
    assert asked("/feed.atom?q=특구", search, If_Modified_Since=first.headers["Last-Modified"]).status_code == 304
    search.changed["www.garamilbo.example/10231"] = datetime(2026, 1, 1, tzinfo=KST)
    changed = asked("/feed.atom?q=특구", search, If_None_Match=first.headers["ETag"])
    assert changed.status_code == 200
    assert changed.headers["Last-Modified"] == "Wed, 31 Dec 2025 15:00:00 GMT"
    feed = feedparser.parse(changed.get_data())
    assert feed.feed.updated == "2026-01-01T00:00:00+09:00"


def test_an_article_taken_down_makes_another_feed() -> None:
    first = asked("/feed.atom?q=특구")
    fewer = FakeSearch(ARTICLES[1:])
    assert asked("/feed.atom?q=특구", fewer, If_None_Match=first.headers["ETag"]).status_code == 200


def test_a_changed_article_keeps_its_name() -> None:
    before = entries("/feed.atom", FakeSearch([news(id="a", title="처음 제목")]))
    search = FakeSearch([news(id="a", title="고친 제목")])
    search.changed["a"] = datetime(2016, 9, 1, tzinfo=KST) + timedelta(days=1)
    after = entries("/feed.atom", search)
    assert before[0].findtext(f"{ATOM}id") == after[0].findtext(f"{ATOM}id")
    assert before[0].findtext(f"{ATOM}updated") != after[0].findtext(f"{ATOM}updated")


def test_a_feed_is_the_same_in_both_languages_of_the_site_to_those_who_have_read_it() -> None:
    korean, english = entries("/feed.atom?q=특구"), entries("/en/feed.atom?q=특구")
    assert [e.findtext(f"{ATOM}id") for e in korean] == [e.findtext(f"{ATOM}id") for e in english]


def test_of_a_restricted_newspaper_only_the_beginning_is_told() -> None:
    search = FakeSearch([news(id="r", title="특구", body="특구 예산을 아무도 모르게 깎았다.")])
    search.restricted = {"r"}
    [entry] = entries("/feed.atom?q=특구", search)
    assert entry.findtext(f"{ATOM}summary") == "앞부분"


@pytest.mark.parametrize("path", ["/search?q=특구&press=가람일보&page=1", "/search"])
def test_the_search_page_leads_to_its_feed(path: str) -> None:
    page = get(path)
    [link] = [e for e in page.all("link") if e.attrs.get("type") == "application/atom+xml"]
    assert asked(link["href"]).status_code == 200
    wanted = "/feed.atom" + (f"?q={quote('특구')}&press={quote('가람일보')}" if "?" in path else "")
    assert link["href"] == wanted
    assert page.link("알림(Atom)") == wanted


@pytest.mark.parametrize("nasty", ["]]><x/>", "<script>", "\x00\x0b\ufffe", "&lt;b&gt;", "\u202e뒤집힘", "a\nb"])
def test_nothing_of_an_article_or_a_query_breaks_a_feed(nasty: str) -> None:
    search = FakeSearch([news(id=nasty + "1", title=nasty, body=nasty, press=nasty, section=nasty, reporters=(nasty,))])
    for path in ("/feed.atom", f"/feed.atom?q={quote(nasty)}", f"/feed.atom?press={quote(nasty)}"):
        root = ElementTree.fromstring(asked(path, search).get_data())
        assert {child.tag.removeprefix(ATOM) for child in root} <= set(
            "id title subtitle updated link author generator entry".split()
        )

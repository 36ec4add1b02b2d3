"""An Atom document says what was found whatever the articles hold: read back by two parsers that are not ours."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from xml.etree import ElementTree

import feedparser  # type: ignore[import-untyped]
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.article import KST
from indexer.following import Followed
from indexer.query.result import Hit
from webui.exports import atom

NOON = datetime(2016, 8, 31, 12, tzinfo=KST)
NS = {"a": atom.ATOM}


def feed_of(entries: Sequence[Followed], **said: str) -> bytes:
    told = {"key": "?q=특구", "title": "‘특구’", "subtitle": "", "here": "http://a/feed.atom?q=%ED%8A%B9%EA%B5%AC"}
    told |= {"page": "http://a/search?q=%ED%8A%B9%EA%B5%AC"} | said
    return atom.written(atom.Feed(**told, article=lambda i: f"http://a/article/{len(i)}", rights=str), entries)


def entry(article_id: str = "g/1", **fields: object) -> Followed:
    hit = Hit(**({"id": article_id, "score": 1.0, "title": "특구 지정", "published": NOON} | fields))  # type: ignore[arg-type]
    return Followed(hit=hit, changed=NOON + timedelta(days=1), summary="특구가 됐다.")


def children(element: ElementTree.Element) -> list[str]:
    return [child.tag.removeprefix(f"{{{atom.ATOM}}}") for child in element]


def test_a_feed_has_what_rfc_4287_wants() -> None:
    document = feed_of(
        [entry(press="가람일보", section="사회", reporter="박서연, 오민재", url="https://garam.example/1")]
    )
    assert document.startswith(b"<?xml version='1.0' encoding='utf-8'?>")
    root = ElementTree.fromstring(document)
    assert children(root) == ["id", "title", "updated", "link", "link", "author", "generator", "entry"]
    one = root.find("a:entry", NS)
    assert one is not None
    assert children(one) == [
        "id", "title", "link", "link", "published", "updated", "author", "author", "category", "summary", "rights",
    ]  # fmt: skip
    assert [a.findtext("a:name", None, NS) for a in one.findall("a:author", NS)] == ["박서연", "오민재"]
    assert one.findtext("a:published", None, NS) == "2016-08-31T12:00:00+09:00"
    assert one.findtext("a:updated", None, NS) == "2016-09-01T12:00:00+09:00"
    assert [(link.get("rel"), link.get("href")) for link in one.findall("a:link", NS)] == [
        ("alternate", "http://a/article/3"),
        ("via", "https://garam.example/1"),
    ]


def test_a_feed_was_changed_when_its_newest_entry_was() -> None:
    later = Followed(hit=entry("b").hit, changed=NOON + timedelta(days=9), summary="")
    assert atom.changed([entry("a"), later, entry("c")]) == NOON + timedelta(days=9)
    assert atom.changed([Followed(hit=entry("a").hit, changed=None, summary="")]) == NOON
    assert atom.changed([]) == atom.NEVER


def test_names_are_for_ever_and_of_one_thing() -> None:
    ids = re.findall(r"<id>(.*?)</id>", feed_of([entry("a"), entry("b")]).decode())
    again = re.findall(r"<id>(.*?)</id>", feed_of([entry("a"), entry("b")], here="https://other.example/").decode())
    assert ids == again
    assert len(set(ids)) == 3
    assert all(re.fullmatch("urn:uuid:[0-9a-f-]{36}", one) for one in ids)
    assert atom.identifier("article", "www.garamilbo.example/10231") == "urn:uuid:cfdf01f0-481b-5b38-bc7c-9ff1c2c2288a"


def test_the_same_entries_are_the_same_bytes() -> None:
    assert feed_of([entry()]) == feed_of([entry()])


def test_an_entry_of_which_little_is_known_is_still_one() -> None:
    document = feed_of([Followed(hit=Hit(id="x", score=1.0, url="javascript:alert(1)"), changed=None, summary="")])
    one = ElementTree.fromstring(document).find("a:entry", NS)
    assert one is not None
    assert children(one) == ["id", "title", "link", "updated"]
    assert one.findtext("a:title", None, NS) == "(제목 없음)"


@settings(max_examples=200)
@given(st.text(st.one_of(st.characters(), st.sampled_from("<>&'\"]\x00\x0b\ufffe\ud800\u2028"))), st.text())
def test_no_text_breaks_a_feed_or_adds_an_element(text: str, other: str) -> None:
    nasty = entry(text, title=text, press=other, section=text, reporter=other, url="https://a/" + other)
    document = feed_of([Followed(hit=nasty.hit, changed=NOON, summary=text)], title=text, subtitle=other)
    one = ElementTree.fromstring(document).find("a:entry", NS)
    assert one is not None
    assert set(children(one)) <= set("id title link published updated author category summary rights".split())
    shown = "".join((one.findtext("a:title", "", NS)).split())
    assert shown in ("".join(atom.clean(text).split()), "(제목없음)")
    read = feedparser.parse(document)
    assert not read.bozo
    assert len(read.entries) == 1

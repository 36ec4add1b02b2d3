"""A browser's search bar: the description, and suggestions in its format."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from indexer.query.suggest import Suggestion
from tests.web.archive import get
from tests.web.browser import client_of
from tests.web.fake import FakeSearch

SPEC = "{http://a9.com/-/spec/opensearch/1.1/}"


def described(path: str = "/opensearch.xml", **headers: str) -> ElementTree.Element:
    answer = client_of(FakeSearch()).get(path, headers=headers)
    assert answer.status_code == 200
    assert answer.content_type == "application/opensearchdescription+xml; charset=utf-8"
    return ElementTree.fromstring(answer.data)


def templates(root: ElementTree.Element) -> dict[str, str]:
    return {url.attrib["type"]: url.attrib["template"] for url in root.iter(f"{SPEC}Url")}


def test_the_description_names_the_site_and_where_to_ask() -> None:
    root = described(Host="gisa.local:8000")
    assert root.findtext(f"{SPEC}ShortName") == "동네기사"
    assert len(root.findtext(f"{SPEC}ShortName") or "") <= 16
    found = templates(root)
    assert found["text/html"] == "http://gisa.local:8000/search?q={searchTerms}"
    suggestions = "http://gisa.local:8000/api/v1/suggest?format=opensearch&q={searchTerms}"
    assert found["application/x-suggestions+json"] == suggestions


def test_in_english_it_leads_to_english_pages() -> None:
    assert templates(described("/en/opensearch.xml"))["text/html"] == "http://localhost/en/search?q={searchTerms}"


@pytest.mark.parametrize("host", ["a&b", "a'b", 'x"y.example', "<b>.example"])
def test_no_host_adds_markup(host: str) -> None:
    answer = client_of(FakeSearch()).get("/opensearch.xml", headers={"Host": host})
    if answer.status_code == 200:
        assert [e.tag for e in ElementTree.fromstring(answer.data).iter()] == [e.tag for e in described().iter()]
    else:
        assert answer.status_code == 421


def test_every_page_points_to_it() -> None:
    for path in ("/", "/search", "/help", "/coverage"):
        link = get(path).one("link", rel="search")
        assert (link["href"], link["type"]) == ("/opensearch.xml", "application/opensearchdescription+xml")


def test_suggestions_come_as_search_bars_read_them() -> None:
    search = FakeSearch()
    search.suggestions = (Suggestion("강소특구", "word", 3), Suggestion("강소특구 지정", "title", 1, "g/1"))
    answer = client_of(search).get("/api/v1/suggest", query_string={"q": "강소", "format": "opensearch"})
    assert answer.content_type == "application/x-suggestions+json; charset=utf-8"
    assert answer.get_json(force=True) == ["강소", ["강소특구", "강소특구 지정"]]


def test_another_format_is_refused_by_name() -> None:
    answer = client_of(FakeSearch()).get("/api/v1/suggest", query_string={"q": "강", "format": "xml"})
    assert answer.status_code == 400
    assert answer.get_json()["error"]["parameter"] == "format"

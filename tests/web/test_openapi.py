"""The API's description: held to the addresses, to the table of parameters, and to real answers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from indexer.article import KST
from indexer.errors import IndexMissing
from indexer.exporting import FORMATS
from indexer.query.differences import Change
from indexer.query.result import Notice, Version
from indexer.query.suggest import Suggestion
from indexer.settings import ROOT
from tests.web.archive import get
from tests.web.browser import client_of
from tests.web.conforming import Conforming
from tests.web.fake import FakeSearch, news
from webui import create_app
from webui.articles import citing
from webui.openapi.described import described
from webui.openapi.document import document
from webui.openapi.operations import OPERATIONS, QUERIES
from webui.openapi.problems import CODES
from webui.parameters import EVERY

DOCUMENT = document(str)
PATHS = DOCUMENT["paths"]
SCHEMAS = DOCUMENT["components"]["schemas"]
CHECK = Conforming(DOCUMENT)


def archive() -> FakeSearch:
    """An archive with a bit of everything that an answer can have."""
    search = FakeSearch(
        [
            news("2019-03-27", id="g/1", url="https://www.garamilbo.example/1", captions=("특구 지도",), excerpt=True),
            news("2019-03-28", id="g/2", press="솔내신문", region="은곡면", extra={"person": ["이도현"]}),
            news("", id="g/3", title="날짜를 잃은 특구 기사", press="", reporters=()),
        ],
        notices=(Notice("similar", "혹시 ‘특구’를 찾으십니까?", "특구", total=3),),
    )
    search.stories = {"g/1": 1, "g/2": 1}
    search.suggestions = (Suggestion("강소특구", "word", 3), Suggestion("강소특구 지정", "title", 1, "g/1"))
    first = Version(number=1, archived=datetime(2024, 4, 25, tzinfo=KST), place="기사.jsonl:1", searched=False)
    changes = {"title": (Change("same", "예산 "), Change("removed", "18억"), Change("added", "20억"))}
    search.history["g/1"] = (
        first,
        Version(number=2, archived=datetime(2024, 5, 1, tzinfo=KST), place="", searched=True, changes=changes),
    )
    return search


ASKED = {
    "search": [
        "/api/v1/search?q=특구",
        "/api/v1/search?q=특구&collapse=1&facets=person,tag",
        "/api/v1/search?q=특구 둑",
    ],
    "article": ["/api/v1/articles/g/1?q=특구&diff=1", "/api/v1/articles/g/3"],
    "similar": ["/api/v1/similar/g/1"],
    "draft": ["/api/v1/draft"],
    "kwic": ["/api/v1/kwic?q=특구", "/api/v1/kwic?q=특구&order=right&collapse=1"],
    "kwic_csv": ["/kwic.csv?q=특구"],
    "kwic_jsonl": ["/kwic.jsonl?q=특구"],
    "timeline_csv": ["/timeline.csv?q=특구"],
    "compare_csv": ["/compare.csv?q=특구&q=군수"],
    "timeline": ["/api/v1/timeline?q=특구", "/api/v1/timeline?q=특구&by=month"],
    "compare": ["/api/v1/compare?q=특구&q=군수&by=month"],
    "export": [f"/export.{form}?q=특구" for form in FORMATS],
    "manifest": ["/export.manifest.json?q=특구"],
    "feed": ["/feed.atom?q=특구"],
    "cite": [f"/cite/{form}/g/1" for form in citing.FORMATS],
    "suggest": ["/api/v1/suggest?q=강", "/api/v1/suggest?q=강&format=opensearch"],
    "stats": ["/api/v1/stats"],
    "coverage": ["/api/v1/coverage", "/api/v1/coverage?press=가람일보"],
    "openapi": ["/api/v1/openapi.json"],
    "healthz": ["/healthz"],
    "readyz": ["/readyz"],
}
"""Questions to every operation that together get every part of its answer."""


POSTED = {"draft": {"text": "군의회가 강소특구 예산을 깎았다. 군수는 아쉽다고 말했다."}}
"""The bodies of those that are asked by POST."""


def ask(operation: str, address: str, search: FakeSearch | None = None) -> Any:
    client = client_of(search or archive())
    return client.post(address, data=POSTED[operation]) if operation in POSTED else client.get(address)


def operations() -> Iterator[tuple[str, dict[str, Any]]]:
    return ((asked["operationId"], asked) for item in PATHS.values() for asked in item.values())


def written(app: Flask) -> set[str]:
    return {re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule) for rule in app.url_map.iter_rules()}


def api_routes(app: Flask) -> set[str]:
    return {rule for rule in written(app) if rule.startswith("/api/") or rule in ("/healthz", "/readyz")}


def test_every_address_of_the_api_is_described_and_every_described_one_is_there() -> None:
    app = create_app(FakeSearch())
    assert {path for path in PATHS if path.startswith("/api/") or path.endswith("z")} == api_routes(app)
    assert set(PATHS) <= written(app)


def test_the_document_is_openapi() -> None:
    assert DOCUMENT["openapi"] == "3.1.0"
    assert {"title", "version", "description"} <= set(DOCUMENT["info"])
    names = [operation["operationId"] for _, operation in operations()]
    assert len(names) == len(set(names)) == len(OPERATIONS)
    for path, item in PATHS.items():
        for asked in item.values():
            within = [p for p in asked["parameters"] if p["in"] == "path"]
            assert [p["name"] for p in within] == re.findall(r"\{(\w+)\}", path)
            assert all(p["required"] for p in within)
            assert "200" in asked["responses"]


def refs(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("$ref"), str):
            yield value["$ref"]
        for one in value.values():
            yield from refs(one)
    elif isinstance(value, list):
        for one in value:
            yield from refs(one)


def test_every_reference_leads_somewhere_and_every_schema_is_used() -> None:
    for found in set(refs(DOCUMENT)):
        part: Any = DOCUMENT
        for name in found.removeprefix("#/").split("/"):
            part = part[name]
    assert {ref.rpartition("/")[2] for ref in refs(DOCUMENT) if "/schemas/" in ref} == set(SCHEMAS)


def test_every_parameter_is_described_as_the_table_says() -> None:
    table = {parameter.name: parameter for parameter in EVERY}
    for operation in OPERATIONS:
        for parameter in operation.parameters:
            assert parameter in (table[parameter.name], QUERIES), (operation.name, parameter.name)
            assert parameter.about in described(parameter, str)["description"]


@pytest.mark.parametrize("operation", [operation.name for operation in OPERATIONS])
def test_every_described_parameter_is_read(operation: str) -> None:
    """A bad value of each that can be bad is refused by its name: no parameter is described that is not there."""
    asked = next(item for name, item in operations() if name == operation)
    path = ASKED[operation][0].partition("?")[0]
    for parameter in asked["parameters"]:
        schema = parameter["schema"]
        if parameter["in"] == "query" and (schema["type"] == "integer" or "enum" in schema or "pattern" in schema):
            answer = client_of(archive()).get(path, query_string={parameter["name"]: "아무것"})
            assert answer.status_code == 400, parameter["name"]
            if answer.is_json:
                assert answer.get_json()["error"]["parameter"] == parameter["name"]


@pytest.mark.parametrize("operation", [operation.name for operation in OPERATIONS])
def test_real_answers_are_as_described(operation: str) -> None:
    described = next(item for name, item in operations() if name == operation)["responses"]["200"]["content"]
    for address in ASKED[operation]:
        answer = ask(operation, address)
        assert answer.status_code == 200
        content = described[answer.mimetype]
        if not content:
            continue
        assert CHECK.errors(answer.get_json(force=True), content.get("schema", True)) == [], address


@pytest.mark.parametrize("name", ["SearchResult", "Hit", "Article", "Story", "Version"])
def test_an_answer_with_another_key_or_kind_is_seen(name: str) -> None:
    whole = client_of(archive()).get(ASKED["search"][1]).get_json()
    value = {"SearchResult": whole, "Hit": whole["hits"][0], "Story": whole["hits"][0]["story"]}
    article = client_of(archive()).get(ASKED["article"][0]).get_json()
    one = (value | {"Article": article, "Version": article["changes"][0]})[name]
    schema = {"$ref": f"#/components/schemas/{name}"}
    assert CHECK.errors(one, schema) == []
    assert CHECK.errors(one | {"new": 1}, schema)
    assert CHECK.errors(dict(list(one.items())[1:]), schema)
    assert CHECK.errors(one | {next(iter(one)): [True]}, schema)


@pytest.mark.parametrize(
    ("path", "status"), [("/api/v1/search?page=x", 400), ("/api/v1/articles/no", 404), ("/api/v1/no", 404)]
)
def test_errors_are_as_described(path: str, status: int) -> None:
    answer = client_of(archive()).get(path)
    assert answer.status_code == status
    assert CHECK.errors(answer.get_json(), {"$ref": "#/components/schemas/Error"}) == []


def test_what_is_unavailable_is_as_described() -> None:
    for name, operation in operations():
        answer = ask(name, ASKED[name][0], FakeSearch(problem=IndexMissing(Path("색인"))))
        if answer.status_code != 200:
            assert str(answer.status_code) in operation["responses"], name
            content = (
                operation["responses"]["503"].get("content") or DOCUMENT["components"]["responses"]["503"]["content"]
            )
            if answer.is_json:
                assert CHECK.errors(answer.get_json(), content["application/json"]["schema"]) == [], name


def test_every_code_of_an_error_is_listed() -> None:
    sources = [*ROOT.glob("webui/**/*.py"), *ROOT.glob("indexer/**/*.py")]
    texts = "".join(path.read_text("utf-8") for path in sources)
    raised = set(re.findall(r'code="(\w+)"', texts)) | set(re.findall(r'refused\([^\n]*, "(\w+)"\)', texts))
    assert raised <= {code.code for code in CODES}


def test_the_document_is_served_in_both_languages() -> None:
    for prefix, title in (("", "동네기사 API"), ("/en", "Gisa API")):
        found = client_of(FakeSearch()).get(f"{prefix}/api/v1/openapi.json").get_json()
        assert found["info"]["title"] == title
        assert found["servers"] == [{"url": prefix or "/"}]


def test_nothing_of_the_english_document_is_korean() -> None:
    found = client_of(FakeSearch()).get("/en/api/v1/openapi.json").get_data(as_text=True)
    assert set(re.findall("[가-힣 ]*[가-힣]", found)) == set()


def test_the_page_shows_every_address_parameter_field_and_code() -> None:
    page = get("/api")
    text = page.one("main").text
    codes = {code.text for code in page.all("code")}
    for operation in OPERATIONS:
        assert operation.path in text
        assert {parameter.name for parameter in operation.parameters} <= codes
    for name, schema in SCHEMAS.items():
        assert page.one("h3", id=f"schema-{name}")
        assert set(schema.get("properties", {})) <= {code.removesuffix("[]") for code in codes}
    assert {code.code for code in CODES} <= codes
    targets = {element["id"] for element in page.elements if "id" in element.attrs}
    assert {link["href"][1:] for link in page.all("a") if link["href"].startswith("#")} <= targets


def test_the_documentation_names_every_address_of_the_api() -> None:
    written = (ROOT / "docs/api.md").read_text("utf-8")
    for path in PATHS:
        address = path.replace("{article_id}", "<id>")
        assert any(f"`{address.replace('{form}', form)}`" in written for form in ("<형식>", "<format>")), path

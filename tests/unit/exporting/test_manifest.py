"""What a manifest keeps: the question, the articles, the circumstances; and that only manifests are taken for one."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.article import Article
from indexer.errors import InvalidRequest
from indexer.exporting import Manifest, Written, described, questions, whole
from indexer.query.request import MATCH_MODES, SORTS, SearchRequest
from tests.exports import MADE, RULES, export_of
from tests.unit.exporting.texts import dam

values = st.lists(st.text(max_size=5), max_size=3).map(tuple)
requests = st.builds(
    SearchRequest,
    text=st.text(max_size=20),
    first=st.none() | st.dates(),
    last=st.none() | st.dates(),
    press=values,
    not_press=values,
    not_region=values,
    reporter=values,
    sort=st.sampled_from(SORTS),
    match=st.sampled_from(MATCH_MODES),
    collapse=st.booleans(),
    as_typed=st.booleans(),
)
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


def manifest_of(*articles: Article, request: SearchRequest | None = None) -> Manifest:
    return export_of(*articles, request=request).look()


def changed(path: str, value: object) -> str:
    """A good manifest with another value in one place."""
    made = manifest_of(dam(), dam(2)).to_json()
    *outer, last = path.split(".")
    at: Any = made
    for name in outer:
        at = at[name]
    at[last] = value
    return json.dumps(made)


@given(requests)
def test_a_question_is_read_as_it_was_written_down(request: SearchRequest) -> None:
    assert questions.from_json(json.loads(json.dumps(questions.to_json(request)))) == request


def test_every_field_of_a_request_is_of_the_question_or_of_the_page() -> None:
    asked = set(questions.to_json(SearchRequest()))
    assert asked | set(questions.PAGE) == {field.name for field in dataclasses.fields(SearchRequest)}


def test_a_question_asks_for_all_of_the_answer() -> None:
    request = whole(SearchRequest(text="둑", limit=10, offset=30, facets=("person",), press=("가람일보",)))
    assert (request.limit, request.offset, request.facets, request.with_texts) == (None, 0, (), False)
    assert (request.text, request.press) == ("둑", ("가람일보",))


@pytest.mark.parametrize(
    "written",
    [{"sort": "best"}, {"match": 1}, {"first": 2019}, {"first": "2019"}, {"press": "가람일보"}, {"collapse": 1},
     {"text": None}, {"press": [1]}, {"limit": 3}, {"unheard_of": []}, [], None],
)  # fmt: skip
def test_a_question_that_is_none_is_refused(written: object) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  # which one is said by Manifest.parse
        questions.from_json(written)


def test_what_narrows_a_search_is_said_in_words() -> None:
    request = SearchRequest(
        text="둑", first=date(2019, 1, 1), press=("가람일보",), not_reporter=("오민재",), sort="newest", collapse=True
    )
    assert questions.in_words(request) == [
        ("기간", "2019-01-01~"),
        ("신문", "가람일보"),
        ("기자 빼기", "오민재"),
        ("같은 글", "하나로 묶음"),
        ("순서", "최신순"),
    ]


@given(requests, st.lists(st.text(max_size=8), unique=True, max_size=4))
def test_a_manifest_is_read_as_it_was_written_down(request: SearchRequest, ids: list[str]) -> None:
    made = manifest_of(*(dataclasses.replace(dam(), id=one) for one in ids), request=request)
    assert Manifest.parse(json.dumps(made.to_json())) == made
    of_file = made.of_file(Written(name="둑.csv", format="csv", bytes=3, sha256="0" * 64))
    assert Manifest.parse(json.dumps(of_file.to_json())) == of_file


def test_the_hash_is_over_every_id_and_text_in_order() -> None:
    articles = [dam(), dam(2, body="둘째 글")]
    lines = "".join(f"{article.id}\t{article.content_hash}\n" for article in articles)
    made = manifest_of(*articles)
    assert made.sha256 == hashlib.sha256(lines.encode()).hexdigest()
    assert made.articles == tuple((article.id, article.content_hash[:16]) for article in articles)
    assert (made.rules, made.made) == (RULES, MADE)
    assert manifest_of(*reversed(articles)).sha256 != made.sha256


def test_looking_gives_what_writing_gives() -> None:
    articles = [dam(number, excerpt=number % 7 == 0) for number in range(401)]
    export = export_of(*articles, restricted=["garamilbo.example:5"])
    looked = export.look()
    assert list(export.rows())
    assert export.manifest() == looked
    assert (looked.restricted, looked.excerpts) == (1, 58)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("manifest", None), ("made", "어제"), ("made", "2016-09-01T09:30:00"), ("sha256", 3),
        ("request", {"sort": "best"}), ("rules", {}), ("rules.grammar", "1"), ("understood.echo", None),
        ("archive.articles", -1), ("archive.first", 2016), ("counts.total", True), ("file", {"name": "둑"}),
        ("articles", [["a"]]), ("articles", [["a", "0" * 15]]), ("articles", [["a", "0" * 16], ["a", "1" * 16]]),
        ("articles", [["\ud83d", "0" * 16]]), ("articles", {"a": 1}),
        ("left_out", [{"id": 1, "why": "taken_down"}]), ("left_out", [{"id": "a", "why": []}]),
    ],
)  # fmt: skip
def test_a_manifest_that_was_spoilt_is_refused(path: str, value: object) -> None:
    with pytest.raises(InvalidRequest, match="명세") as refused:
        Manifest.parse(changed(path, value))
    assert refused.value.parameter == "manifest"


@given(anything)
def test_anything_else_is_refused(value: object) -> None:
    with pytest.raises(InvalidRequest):
        Manifest.parse(json.dumps(value))


@pytest.mark.parametrize(
    "text", [b"", b"\xff\xfe\x00", b"[" * 100_000, b'{"manifest": NaN}', "둑".encode(), b"PK\x03\x04"]
)
def test_bytes_that_are_no_json_are_refused(text: bytes) -> None:
    with pytest.raises(InvalidRequest):
        Manifest.parse(text)


def test_a_newer_manifest_says_that_it_is_newer() -> None:
    with pytest.raises(InvalidRequest, match="새로운 판") as refused:
        Manifest.parse(changed("manifest", 99))
    assert refused.value.code == "newer_manifest"


def test_a_manifest_is_described_from_the_question_to_the_hash() -> None:
    said = described(manifest_of(dam(), request=SearchRequest(text="둑", press=("가람일보",))))
    names = [name for name, _ in said]
    assert names[:2] == ["질의", "신문"]
    assert names[-2:] == ["SHA-256", "다시 하려면"]
    assert described(manifest_of(request=SearchRequest()))[0] == ("질의", "(모든 기사)")

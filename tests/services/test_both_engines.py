"""The same archive searched in a folder and on a cluster: whatever a reader asks, the answers are the same."""

from __future__ import annotations

import dataclasses
import io
import json
import re
import uuid
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from indexer import keeping
from indexer.analysis.kiwi import KiwiAnalyser
from indexer.errors import InvalidRequest
from indexer.exporting import FORMATS
from indexer.query.context import ORDERS
from indexer.query.drafts import DraftRequest
from indexer.query.request import MATCH_MODES, SORTS, SearchRequest
from indexer.query.result import ENTITY_FACETS, SearchResult
from indexer.search import Search
from indexer.settings import ROOT
from tests.exports import MADE, written
from tests.fakes import PlainAnalyser
from tests.fakes_stories import RELEASE
from tests.services.engines import opened
from tests.services.opensearch import Node
from tests.services.sample import PRESSES, Both, both

pytestmark = [pytest.mark.services, pytest.mark.usefixtures("opensearch_client")]

CLOSE = 1e-4
"""Scores on a cluster are worked out in 32 bits."""


def documented() -> list[str]:
    """Every query in a table of docs/query-language.md."""
    lines = (ROOT / "docs/query-language.md").read_text("utf-8").splitlines()
    cells = [cell for line in lines if line.startswith("|") for cell in re.split(r"(?<!\\)\|", line)]
    found = [query for cell in cells for query in re.findall(r"`([^`]+)`", cell)]
    return list(dict.fromkeys(re.sub(r"\\([|*])", r"\1", query) for query in found))


DOCUMENTED = documented()
MORE = (
    "",
    "산불 훈련 점포",
    "우박 맞은 사과밭",
    "이도현 NEAR/1 소각장 NEAR/1 공람",
    "소각장 NEAR/3 (공람 OR 설명회)",
    "문장(군수 터미널)",
    '"솔내 터미널"~5',
    '="새 터미널로 옮기겠다"',
    "달여웅",
    "제목:소각장 -신문:가람일보 날짜:2011..2021",
    "(인물:이도현 OR 기관:솔내농협) 키워드:소각장",
)
"""What the tables have nothing of: long questions, several words in few steps, what is misspelt, fields together."""

NESTED = (
    "이도현 NEAR/9 (소각장 NEAR/5 공람)",
    "(소각장 PRE/2 공람) NEAR/5 군수",
    "군수 NEAR/20 문장(소각장 공람)",
    "문장((소각장 NEAR/5 공람) 이도현)",
    "이도현 PRE/3 (군수 PRE/3 (소각장 NEAR/1 공람))",
    '군수 NEAR/5 ("소각장 공람" OR (공람 PRE/9 설명회))',
)
"""Groups of words within groups."""

OPERATORS = 'AND & OR | - NOT ( " =" NEAR/ PRE/ 문장( * ~ ~1 ~2 .. >='.split()


@pytest.fixture(scope="module")
def name() -> str:
    return f"both{uuid.uuid4().hex[:8]}"


@pytest.fixture(scope="module")
def sample(opensearch_node: Node, tmp_path_factory: pytest.TempPathFactory, name: str) -> Iterator[Both]:
    place = tmp_path_factory.mktemp("both")
    with closing(opened(opensearch_node.url, name=name)) as cluster, both(place, cluster, PlainAnalyser()) as made:
        assert made.folder.count() == made.cluster.count() > 150
        yield made


def told(result: SearchResult) -> dict[str, Any]:
    """All that a reader is told, but for the scores and the time it took."""
    whole = result.to_json() | {"took_ms": 0}
    for hits in (whole["hits"], (whole["relaxed"] or {}).get("hits", [])):
        for hit in hits:
            hit["score"] = 0
    if whole["relaxed"]:
        whole["relaxed"]["took_ms"] = 0
    return whole


def asked(search: Search, request: SearchRequest) -> SearchResult | str:
    try:
        return search.search(request)
    except InvalidRequest as error:
        return str(error)


def assert_same(sample: Both, request: SearchRequest, *, close: float = CLOSE) -> SearchResult | str:
    here, there = (asked(search, request) for search in sample.searches)
    if isinstance(here, str) or isinstance(there, str):
        assert here == there
        return here
    assert [hit.id for hit in here.hits] == [hit.id for hit in there.hits]
    assert [hit.score for hit in here.hits] == pytest.approx([hit.score for hit in there.hits], abs=close)
    assert told(here) == told(there)
    return here


def requested(text: str = "", **more: Any) -> SearchRequest:
    return SearchRequest(text=text, **({"limit": None} | more))


def test_the_table_has_every_operator_and_every_field() -> None:
    queries = [*DOCUMENTED, *MORE]
    assert [one for one in OPERATORS if not any(one in query for query in queries)] == []
    assert len(DOCUMENTED) > 120


@pytest.mark.parametrize("text", [*DOCUMENTED, *MORE])
def test_a_query_finds_the_same_in_the_same_order(sample: Both, text: str) -> None:
    for match in MATCH_MODES if " " in text else MATCH_MODES[:1]:
        assert_same(sample, requested(text, match=match))


def test_many_queries_find_something(sample: Both) -> None:
    """Where nothing is, everything is the same."""
    search = sample.searches[0]
    found = [query for query in (*DOCUMENTED, *MORE) if search.search(requested(query)).total]
    assert len(found) > 70


@pytest.mark.parametrize("text", NESTED)
def test_groups_within_groups_find_the_same(sample: Both, text: str) -> None:
    found = assert_same(sample, requested(text))
    assert isinstance(found, SearchResult)
    assert found.total


def test_a_group_within_a_group_that_is_too_large_is_refused_by_the_cluster(sample: Both) -> None:
    folder, cluster = sample.searches
    text = "문장((이도현 NEAR/100 솔내농협 NEAR/100 소각장) 공람)"
    folder.search(requested(text))
    with pytest.raises(InvalidRequest, match="거리를 줄이거나") as error:
        cluster.search(requested(text))
    assert error.value.code == "query_too_large"


FILTERED: Sequence[dict[str, Any]] = [
    {"press": ("가람일보",)},
    {"press": ("가람일보", "솔내신문"), "section": ("사회",)},
    {"not_press": ("가람일보",), "first": date(2012, 1, 1), "last": date(2020, 12, 31)},
    {"region": ("솔내읍", "은곡면"), "not_section": ("사설·칼럼",)},
    {"first": date(2019, 1, 1)},
    {"last": date(2010, 12, 31), "not_region": ("솔내읍",)},
]


@pytest.mark.parametrize("filters", FILTERED, ids=str)
@pytest.mark.parametrize("text", ["", "소각장", "군수 OR 시장 -터미널"])
def test_facets_and_filters_count_the_same(sample: Both, text: str, filters: dict[str, Any]) -> None:
    result = assert_same(sample, requested(text, facets=ENTITY_FACETS, **filters))
    assert isinstance(result, SearchResult)
    assert result.total or text


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("collapse", [False, True])
def test_pages_and_stories_are_cut_the_same(sample: Both, sort: str, collapse: bool) -> None:
    for text in ("", "솔내", "공람", "보도자료"):
        whole = assert_same(sample, requested(text, sort=sort, collapse=collapse))
        assert isinstance(whole, SearchResult)
        pages = [
            assert_same(sample, requested(text, sort=sort, collapse=collapse, offset=at, limit=7)) for at in (0, 7)
        ]
        ids = [hit.id for page in pages if isinstance(page, SearchResult) for hit in page.hits]
        assert ids == [hit.id for hit in whole.hits][:14]
        if collapse and text == "보도자료":
            assert (whole.total, whole.stories) == (len(PRESSES), 1)


@pytest.mark.parametrize(
    "typed", ["솔", "솔내", "소각", "강소", "이도", "ㅅㄴ", "은곡리 소", "가람일", "r", "kt", "군", "없는말"]
)
def test_what_is_being_typed_goes_on_the_same(sample: Both, typed: str) -> None:
    here, there = (search.suggest(typed) for search in sample.searches)
    assert here == there


def test_what_is_misspelt_is_asked_about_the_same(sample: Both) -> None:
    folder, cluster = sample.searches
    asking = [folder.search(requested(text)) for text in ("소각쟝", "달여웅", "rkdthxmrrn", "터미날 이전")]
    assert sum(len(result.notices) for result in asking) >= 3
    for result in asking:
        assert cluster.search(requested(result.text)).notices == result.notices
    for letters in ("소각장", "터미널", "솔내천"):
        for distance in (0, 1, 2):
            assert sample.folder.similar(letters, distance) == sample.cluster.similar(letters, distance)


@pytest.mark.parametrize("order", ORDERS)
def test_words_stand_in_the_same_lines(sample: Both, order: Any) -> None:
    for text in ("소각장", "솔내*", '"솔내 터미널"', "이도현 NEAR/10 소각장"):
        request = SearchRequest(text=text, limit=40)
        here, there = (search.concordance(request, order) for search in sample.searches)
        bare = dataclasses.replace(there.result, took_ms=here.result.took_ms)
        assert dataclasses.replace(there, result=bare) == here
        lines = [list(search.concordance_lines(request, order)) for search in sample.searches]
        assert lines[0] == lines[1]
        assert lines[0] or "NEAR" in text or '"' in text


def unpacked(file: bytes) -> object:
    """A file, or those that a workbook is made of, but for the one that says when it was."""
    if not file.startswith(b"PK"):
        return file
    with zipfile.ZipFile(io.BytesIO(file)) as parts:
        return {name: parts.read(name) for name in parts.namelist() if name != "docProps/core.xml"}


@pytest.mark.parametrize("kind", sorted(FORMATS))
def test_an_export_is_the_same_to_the_byte(sample: Both, kind: str) -> None:
    for request in (
        requested("소각장"),
        requested("", press=("솔내신문",), sort="newest"),
        requested("공람", collapse=True),
    ):
        exports = [search.export(request) for search in sample.searches]
        for export in exports:  # when it was made, and of which index, is another
            rules = dataclasses.replace(export._circumstances.rules, index="")
            archive = dataclasses.replace(export._circumstances.archive, indexed=0)
            changed = {"rules": rules, "made": MADE, "archive": archive}
            export._circumstances = dataclasses.replace(export._circumstances, **changed)  # type: ignore[arg-type]
        here, there = exports
        assert here.found == there.found > 0
        assert dict(here._found) == pytest.approx(dict(there._found), abs=CLOSE)
        there._found = [(one, dict(here._found)[one]) for one, _ in there._found]
        assert unpacked(written(kind, here)) == unpacked(written(kind, there))


def test_an_article_and_a_draft_have_the_same_beside_them(sample: Both) -> None:
    folder, cluster = sample.searches
    for name in ("garamilbo-10231", "solnaenews-214"):
        here, there = (search.similar(name) for search in (folder, cluster))
        assert [(one.id, one.words) for one in here.articles] == [(one.id, one.words) for one in there.articles]
        assert [one.share for one in here.articles] == pytest.approx([one.share for one in there.articles], abs=0.002)
        assert here.articles
    drafts = [search.draft(DraftRequest(text=RELEASE)).to_json() | {"took_ms": 0} for search in (folder, cluster)]
    assert json.dumps(drafts[0]) == json.dumps(drafts[1])


def test_with_the_real_analyser_the_same_is_found_and_counted(
    opensearch_node: Node, kiwi: KiwiAnalyser, tmp_path: Path, name: str
) -> None:
    """Relevance is not quite the same there (docs/engines.md)."""
    with closing(opened(opensearch_node.url, name=f"{name}k")) as cluster, both(tmp_path, cluster, kiwi) as made:
        for text in (
            "",
            "터미널",
            "시외버스터미널",
            "열린",
            "밝혔다",
            "대선",
            "15000원",
            "KTX",
            "옮기겠다",
            "버스만",
            "매물도*",
        ):
            assert_same(made, requested(text, sort="newest"), close=1.5)


def test_what_was_taken_down_is_found_by_neither(sample: Both) -> None:
    folder, _ = sample.searches
    gone = folder.search(requested("소각장")).hits[0].id
    before = folder.search(requested()).total
    for engine in (sample.folder, sample.cluster):
        keeping.remove([gone], "당사자의 요청", archive=sample.archive, engine=engine)
    for text in ("", "소각장", "공람"):
        result = assert_same(sample, requested(text, facets=ENTITY_FACETS))
        assert isinstance(result, SearchResult)
        assert gone not in [hit.id for hit in result.hits]
    assert folder.search(requested()).total == before - 1
    for search in sample.searches:
        assert gone not in [hit.id for hit in search.search(requested("소각장", match="most")).hits]
        assert gone.encode() not in written("jsonl", search.export(requested("소각장")))

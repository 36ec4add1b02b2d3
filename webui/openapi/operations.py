"""What can be asked of the API: each address, its parameters (of the one table) and what it answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from indexer.exporting import FORMATS
from webui.articles import citing
from webui.parameters import (
    ASIS,
    BY,
    DIFF,
    FORMAT,
    FROM,
    LIMIT,
    MATCH,
    NARROWING,
    ORDER,
    SEARCH,
    SHARE,
    TEXT,
    TO,
    VERSION,
    WIDTH,
    Parameter,
    Q,
    Values,
)
from webui.timelines import comparing

JSON = "application/json"
CSV = "text/csv"
FORM = "application/x-www-form-urlencoded"


class Part(NamedTuple):
    """A variable part of a path: what it is, and what it may be if not anything."""

    about: str
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Operation:
    """One address. `path` is written as in OpenAPI, and `within` says what its variable parts are. `answers` names the
    schema of each media type; "" is a file that no schema describes. `errors` are the statuses beside 200. What is
    `posted` has its parameters in the body, as a form or as JSON."""

    path: str
    name: str
    summary: str
    answers: Mapping[str, str]
    parameters: tuple[Parameter, ...] = ()
    within: Mapping[str, Part] = field(default_factory=dict)
    errors: tuple[int, ...] = (400, 503)
    example: Mapping[str, str] | None = None
    posted: bool = False


ARTICLE = {"article_id": Part("기사 번호. 빗금(/)이 들어 있을 수 있다")}
PRESS = tuple(parameter for parameter in SEARCH if parameter.name == "press")
FOUND = tuple(parameter for parameter in SEARCH if parameter not in (BY, SHARE))
"""What an answer of articles depends on; the others are of the page's pictures."""
COUNTED = (*NARROWING, BY)
QUERIES = Values(name="q", korean="검색어", about="나란히 볼 질의들", most=comparing.MOST)
COMPARED = (QUERIES, *(parameter for parameter in COUNTED if parameter is not Q))
LINED = (*FOUND, ORDER, WIDTH)

OPERATIONS: tuple[Operation, ...] = (
    Operation(
        path="/api/v1/search",
        name="search",
        summary="기사를 찾는다. 검색 화면과 같은 매개변수, 같은 답",
        parameters=FOUND,
        answers={JSON: "SearchResult"},
        example={"q": "강소특구", "from": "2019", "press": "가람일보"},
    ),
    Operation(
        path="/api/v1/articles/{article_id}",
        name="article",
        summary="기사 하나. q가 맞은 곳을 marks에 준다",
        parameters=(Q, MATCH, ASIS, VERSION, DIFF),
        within=ARTICLE,
        answers={JSON: "Article"},
        errors=(400, 404, 503),
        example={"q": "강소특구"},
    ),
    Operation(
        path="/api/v1/similar/{article_id}",
        name="similar",
        summary="같은 일을 다룬 기사",
        within=ARTICLE,
        answers={JSON: "Similar"},
        errors=(404, 503),
    ),
    Operation(
        path="/api/v1/draft",
        name="draft",
        summary="우리가 쓴 적 있나: 글 하나를 보관된 기사에 견준다. 보낸 글은 남기지 않는다",
        parameters=(TEXT, *PRESS, FROM, TO),
        answers={JSON: "Draft"},
        example={"text": "가람군은 소각장을 다시 추진한다고 밝혔다."},
        posted=True,
    ),
    Operation(
        path="/api/v1/kwic",
        name="kwic",
        summary="찾은 말마다 앞뒤 글과 함께 한 줄",
        parameters=LINED,
        answers={JSON: "Concordance"},
        example={"q": "강소특구", "order": "right"},
    ),
    Operation(
        path="/api/v1/timeline",
        name="timeline",
        summary="때마다 찾은 기사와 그때의 모든 기사",
        parameters=COUNTED,
        answers={JSON: "Timeline"},
        example={"q": "강소특구", "by": "year"},
    ),
    Operation(
        path="/api/v1/compare",
        name="compare",
        summary="여러 질의의 기사 수를 때마다 나란히",
        parameters=COMPARED,
        answers={JSON: "Comparison"},
        example={"q": "강소특구"},
    ),
    Operation(
        path="/api/v1/suggest",
        name="suggest",
        summary="적고 있는 검색어가 어떻게 이어질지",
        parameters=(Q, LIMIT, FORMAT),
        answers={JSON: "Suggestions", "application/x-suggestions+json": "OpenSearchSuggestions"},
        example={"q": "강소"},
    ),
    Operation(
        path="/api/v1/stats",
        name="stats",
        summary="보관소의 수",
        answers={JSON: "Stats"},
        errors=(503,),
    ),
    Operation(
        path="/api/v1/coverage",
        name="coverage",
        summary="신문과 달마다 보관된 기사 수와 빈 달",
        parameters=PRESS,
        answers={JSON: "Coverage"},
    ),
    Operation(
        path="/api/v1/openapi.json",
        name="openapi",
        summary="이 설명, OpenAPI 3.1로",
        answers={JSON: ""},
        errors=(),
    ),
    Operation(
        path="/export.{form}",
        name="export",
        summary="찾은 것 모두를 한 파일로. page와 size는 따지지 않는다",
        within={"form": Part("파일의 모양", tuple(FORMATS))},
        parameters=FOUND,
        answers={of.media_type.partition(";")[0]: "" for of in FORMATS.values()},
        errors=(400, 404, 503),
    ),
    Operation(
        path="/export.manifest.json",
        name="manifest",
        summary="그 파일의 명세: 질의, 규칙, 보관 상태, 기사마다 글의 해시",
        parameters=FOUND,
        answers={JSON: ""},
    ),
    Operation(
        path="/kwic.csv",
        name="kwic_csv",
        summary="찾은 말의 모든 줄, CSV로",
        parameters=LINED,
        answers={CSV: ""},
    ),
    Operation(
        path="/kwic.jsonl",
        name="kwic_jsonl",
        summary="찾은 말의 모든 줄, JSON Lines로",
        parameters=LINED,
        answers={"application/x-ndjson": ""},
    ),
    Operation(
        path="/timeline.csv",
        name="timeline_csv",
        summary="때마다 찾은 기사와 그때의 모든 기사, CSV로",
        parameters=COUNTED,
        answers={CSV: ""},
    ),
    Operation(
        path="/compare.csv",
        name="compare_csv",
        summary="여러 질의의 기사 수를 때마다 나란히, CSV로",
        parameters=COMPARED,
        answers={CSV: ""},
    ),
    Operation(
        path="/feed.atom",
        name="feed",
        summary="찾은 것 가운데 새 기사, Atom으로",
        parameters=NARROWING,
        answers={"application/atom+xml": ""},
    ),
    Operation(
        path="/cite/{form}/{article_id}",
        name="cite",
        summary="기사 하나의 서지 파일",
        within={"form": Part("파일의 모양", tuple(citing.FORMATS)), **ARTICLE},
        parameters=(VERSION,),
        answers={of.media.partition(";")[0]: "" for of in citing.FORMATS.values()},
        errors=(400, 404, 503),
    ),
    Operation(
        path="/healthz",
        name="healthz",
        summary="살아 있으면 200",
        answers={JSON: "Status"},
        errors=(),
    ),
    Operation(
        path="/readyz",
        name="readyz",
        summary="답할 수 있으면 200, 아니면 503과 까닭",
        answers={JSON: "Status"},
        errors=(503,),
    ),
)
"""All of them, in the order of the page."""

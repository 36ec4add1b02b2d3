"""The shapes of the API's answers, as `to_json` makes them; tests hold every one of them to real answers."""

from __future__ import annotations

from collections.abc import Mapping

from indexer.article import TEXT_FIELDS
from indexer.query.request import MATCH_MODES
from indexer.query.result import COMPARED, ENTITY_FACETS, FACETS, HOW, NOTICES
from webui.openapi.shapes import (
    TIME,
    Schema,
    count,
    each,
    flag,
    many,
    number,
    one_of,
    or_null,
    ref,
    text,
    thing,
    tuple_of,
)
from webui.openapi.studies import STUDIES

SPANS = many(tuple_of(count(), count()), "[처음, 끝) 글자 자리(유니코드 코드 포인트)")
COUNTS = many(ref("Count"))

ERROR = thing(
    {
        "error": thing(
            {
                "code": text("프로그램이 가릴 이름", examples=["invalid_date"]),
                "message": text("무엇이 왜 안 되고 어떻게 하면 되는지"),
                "parameter": or_null(text(), "맞지 않는 매개변수. 매개변수 탓이 아니면 null"),
            }
        )
    },
    "무엇이 잘못되었는지",
)

QUERY = thing(
    {
        "text": text("물은 그대로"),
        "echo": text("실제로 찾은 질의"),
        "warnings": many(thing({"position": count(), "message": text()}), "고쳐 읽은 곳"),
        "match": one_of(MATCH_MODES),
        "notices": many(ref("Notice"), "도와서 한 일"),
        "missing": many(
            thing({"word": text(), "total": count()}), "모두 든 기사가 없을 때, 낱말마다 필터 안의 기사 수"
        ),
        "dropped": many(
            thing({"word": text(), "query": text(), "total": count()}),
            "모두 든 기사가 없을 때, 낱말 하나를 뺀 질의와 그것으로 찾는 수",
        ),
    },
    "질의를 어떻게 읽었는지",
)

SEARCH_RESULT = thing(
    {
        "query": ref("Query"),
        "total": count("찾은 기사의 정확한 수. 묶든 풀든 같다"),
        "stories": or_null(count(), "찾은 글의 수. 묶지 않았으면 null"),
        "took_ms": number("찾는 데 걸린 시간(ms)"),
        "hits": many(ref("Hit")),
        "facets": thing(
            dict.fromkeys((*FACETS, *ENTITY_FACETS), COUNTS),
            "저마다 자신의 필터만 빼고 센 기사 수",
            optional=ENTITY_FACETS,
        ),
        "relaxed": or_null(ref("SearchResult"), "모두 든 기사가 없을 때, 낱말이 많이 든 기사 몇 건"),
    },
    "검색 결과",
)

NOTICE = thing(
    {
        "kind": one_of(NOTICES),
        "message": text(),
        "query": text("되돌리거나 권한 것을 찾는 질의"),
        "as_typed": flag("참이면 asis=1과 함께 쓴다"),
        "total": or_null(count(), "그 질의로 찾는 수. 세지 않았으면 null"),
    },
    "도와서 한 일 하나",
)

HIT = thing(
    {
        "id": text(),
        "title": text(),
        "title_marks": SPANS,
        "subtitle": text(),
        "press": text("신문. 모르면 빈 글"),
        "section": text(),
        "region": text(),
        "reporter": text("여럿이면 쉼표로 잇는다"),
        "published": or_null(TIME),
        "url": or_null(text(), "원문 주소"),
        "excerpt": flag("본문의 앞부분만 보관되어 있다"),
        "score": number(),
        "snippets": many(
            thing({"text": text(), "marks": SPANS, "field": one_of([f for f in TEXT_FIELDS if f != "title"])})
        ),
        "matched": many(
            thing(
                {
                    "word": text(),
                    "how": one_of(list(HOW)),
                    "field": text(),
                    "times": count(),
                    "printed": text("그 가운데 하나, 적힌 대로"),
                    "how_in_words": text(),
                }
            ),
            "왜 나왔나",
        ),
        "story": or_null(ref("Story"), "다른 데도 실린 글이면"),
    },
    "찾은 기사 하나",
)

PRINTED = thing(
    {"id": text(), "press": text(), "title": text(), "published": or_null(TIME), "url": or_null(text())},
    "같은 글을 실은 기사",
)

STORY = thing(
    {
        "papers": many(text(), "실은 신문, 먼저 실은 차례"),
        "first": or_null(ref("Printed"), "처음 실은 기사. 가릴 수 없으면 null"),
        "others": many(ref("Printed"), "이 기사를 뺀 모두"),
    },
    "여러 신문에 실린 같은 글",
)

CHANGES = each(
    many(tuple_of(one_of(("same", "removed", "added")), text())), "칸마다, 앞 판에 견주어 같은 말·빠진 말·들어간 말"
)

ARTICLE = thing(
    {
        "id": text(),
        "title": text(),
        "subtitle": text(),
        "body": text(),
        "captions": many(text()),
        "press": text(),
        "section": text(),
        "region": text(),
        "reporter": text(),
        "reporters": many(text()),
        "published": or_null(TIME),
        "fetched": or_null(TIME),
        "url": or_null(text()),
        "excerpt": flag("본문의 앞부분만 보관되어 있다"),
        "restricted": flag("이 신문은 앞부분과 주소만 보인다"),
        "extra": each({}, "출처가 곁에 적어 둔 것"),
        "version": count("몇째 판인지, 1부터"),
        "versions": many(TIME, "판마다 보관한 때"),
        "marks": each(SPANS, "q가 맞은 곳, 칸마다"),
        "story": or_null(ref("Story")),
        "changes": many(ref("Version"), "diff=1일 때"),
    },
    "기사",
    optional=["changes"],
)

VERSION = thing(
    {
        "number": count(),
        "archived": TIME,
        "fetched": or_null(TIME),
        "place": text("어디에서 왔는지"),
        "searched": flag("지금 검색되는 판"),
        "excerpt": flag(),
        "changes": {**CHANGES, "propertyNames": {"enum": list(COMPARED)}},
    },
    "기사의 한 판",
)

SUGGESTIONS = thing(
    {
        "query": text("물은 그대로"),
        "suggestions": many(
            thing(
                {
                    "text": text("골랐을 때의 검색어 전체. title이면 제목"),
                    "kind": one_of(("word", "place", "press", "section", "reporter", "title")),
                    "count": count("기사 수. 낱말은 어림"),
                    "id": text("title이면 그 기사"),
                },
                optional=["id"],
            )
        ),
    },
    "검색어가 어떻게 이어질지",
)

STATS = thing(
    {
        "articles": count("검색되는 기사"),
        "versions": count("보관된 판"),
        "rejected": count("받지 못한 것"),
        "pending": count("보관했지만 아직 검색되지 않는 기사"),
        "analysed": count(),
        "first": or_null(text(format="date")),
        "last": or_null(text(format="date")),
        "presses": COUNTS,
        "years": COUNTS,
    },
    "보관소의 수",
)

MONTH = text(pattern="^[0-9]{4}-[0-9]{2}$")

COVERAGE = thing(
    {
        "papers": many(
            thing(
                {
                    "press": text("모르면 빈 글"),
                    "first": or_null(MONTH),
                    "last": or_null(MONTH),
                    "months": each(count(), "달마다 기사 수"),
                    "holes": many(MONTH, "첫 달과 끝 달 사이에 기사가 없는 달"),
                    "undated": count(),
                    "total": count(),
                    "last_read": or_null(TIME),
                }
            )
        )
    },
    "신문마다 보관된 것",
)

SCHEMAS: Mapping[str, Schema] = {
    "SearchResult": SEARCH_RESULT,
    "Query": QUERY,
    "Notice": NOTICE,
    "Hit": HIT,
    "Story": STORY,
    "Printed": PRINTED,
    "Count": thing({"value": text(), "count": count()}, "값과 기사 수"),
    "Article": ARTICLE,
    "Version": VERSION,
    "Suggestions": SUGGESTIONS,
    "OpenSearchSuggestions": tuple_of(
        text("물은 그대로"), many(text(), "제안"), description="브라우저의 검색 막대가 읽는 제안"
    ),
    **STUDIES,
    "Stats": STATS,
    "Coverage": COVERAGE,
    "Status": thing({"status": one_of(("ok", "unavailable")), "reason": text()}, "살아 있는지", optional=["reason"]),
    "Error": ERROR,
}
"""Every schema by its name in the document."""

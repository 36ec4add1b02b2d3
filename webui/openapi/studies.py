"""The shapes of what researchers ask beside a search: timelines, comparisons, lines of context, likeness, drafts."""

from __future__ import annotations

from collections.abc import Mapping

from indexer.article import TEXT_FIELDS
from indexer.query.drafts import STANDINGS
from webui.openapi.shapes import TIME, Schema, count, flag, many, number, one_of, or_null, ref, text, thing
from webui.parameters import ORDER, UNITS

POINT = thing(
    {
        "period": text("YYYY, YYYY-MM, YYYY-MM-DD"),
        "count": count("찾은 기사"),
        "total": count("그때의 모든 기사"),
        "share": or_null(number("0부터 1까지. 기사가 없는 때는 null")),
        "missing": flag("그때는 보관된 것이 없다"),
    },
    "한 때의 수",
)
LINE = {
    "query": ref("Query"),
    "total": count("찾은 기사의 정확한 수. 묶든 풀든 같다"),
    "undated": count("발행일을 몰라 어느 때에도 들지 않은 기사"),
}
POINTS = many(ref("Point"), "때의 차례")
SHOWN = {
    "id": text(),
    "title": text(),
    "press": text(),
    "published": or_null(TIME),
    "url": or_null(text()),
    "excerpt": flag("본문의 앞부분만 보관되어 있다"),
}
LIKE = {"share": number("같은 이야기인 만큼, 0부터 1까지"), "words": many(text(), "둘에 다 있는 말")}

SIMILAR = thing(
    {
        "id": text(),
        "similar": many(ref("RelatedArticle"), "닮은 차례"),
        "earlier": many(text(), "그 가운데 먼저 나온 것, 새것부터"),
        "later": many(text(), "나중에 나온 것, 오래된 것부터"),
        "capped": flag("더 있을 수 있다"),
    },
    "같은 일을 다룬 기사",
)

SENTENCE = thing(
    {
        "text": text(),
        "standing": one_of(list(STANDINGS)),
        "standing_in_words": text(),
        "article": text("그것이 실렸거나 알려진 기사. 없으면 빈 글"),
        "missing": many(text(), "그 기사에는 없는 말과 수"),
        "unseen": many(text(), "어느 기사에도 없는 말과 수"),
    },
    "글의 한 문장",
)

DRAFT = thing(
    {
        "characters": count("글의 길이"),
        "articles": count("견준 범위의 모든 기사"),
        "compared": count("그 가운데 낱말까지 견준 것"),
        "counts": thing({standing: count() for standing in STANDINGS}, "문장의 수"),
        "first": or_null({"oneOf": [ref("Copy"), ref("RelatedArticle")]}, "찾은 것 가운데 가장 먼저 나온 것"),
        "copies": many(ref("Copy"), "글을 그대로 또는 일부 실은 기사"),
        "related": many(ref("RelatedArticle"), "닮은 차례"),
        "capped": flag("더 있을 수 있다"),
        "sources": many(ref("Shown"), "문장마다 든 기사"),
        "names": many(
            thing(
                {
                    "word": text(),
                    "total": count("그 말이 든 기사"),
                    "id": text("처음 쓴 기사. 없으면 빈 글"),
                    "title": text(),
                    "press": text(),
                    "published": or_null(TIME),
                }
            ),
            "글에 나오는 이름",
        ),
        "unseen": many(text(), "어느 기사에도 없는 말과 수"),
        "unasked": count("찾아보지 않은 말과 수의 수"),
        "sentences": many(ref("Sentence")),
        "took_ms": number(),
    },
    "우리가 쓴 적 있나",
)

CONCORDANCE = thing(
    {
        "query": ref("Query"),
        "total": count("찾은 기사의 정확한 수. 묶든 풀든 같다"),
        "stories": or_null(count(), "찾은 글의 수. 묶지 않았으면 null"),
        "took_ms": number("찾는 데 걸린 시간(ms)"),
        "order": one_of(ORDER.choices),
        "width": count("앞뒤로 보이는 글자"),
        "of_articles": count("줄을 모은 기사"),
        "of_lines": or_null(count(), "모든 줄. 문맥의 차례가 아니면 null"),
        "capped": flag("앞의 기사들에서만 모았다"),
        "cut": flag("앞부분만 보이는 신문이 있어 빠진 줄이 있다"),
        "neighbours": or_null(
            thing({"left": many(ref("Neighbour")), "right": many(ref("Neighbour"))}),
            "바로 앞과 바로 뒤에 많이 선 말. 문맥의 차례가 아니면 null",
        ),
        "lines": many(
            thing(
                {
                    "id": text(),
                    "title": text(),
                    "press": text(),
                    "url": or_null(text()),
                    "field": one_of(TEXT_FIELDS),
                    "start": count("그 칸에서 몇째 글자부터"),
                    "end": count(),
                    "published": or_null(TIME),
                    "left": text(),
                    "keyword": text(),
                    "right": text(),
                }
            )
        ),
    },
    "찾은 말마다 한 줄",
)

STUDIES: Mapping[str, Schema] = {
    "Timeline": thing({**LINE, "by": one_of(UNITS), "points": POINTS}, "때마다 찾은 기사와 모든 기사"),
    "Comparison": thing(
        {"by": one_of(UNITS), "series": many(thing({**LINE, "points": POINTS}), "질의마다 하나")}, "질의마다, 때마다"
    ),
    "Concordance": CONCORDANCE,
    "Neighbour": thing({"word": text(), "times": count()}, "낱말 곁에 선 말과 그 수"),
    "Point": POINT,
    "Similar": SIMILAR,
    "Shown": thing(SHOWN, "기사의 제목과 때"),
    "RelatedArticle": thing({**SHOWN, **LIKE}, "같은 일을 다룬 기사 하나"),
    "Copy": thing({**SHOWN, "whole": flag("전체를 실었다"), "sentences": count("실은 문장")}, "글을 실은 기사"),
    "Draft": DRAFT,
    "Sentence": SENTENCE,
}
"""By their names in the document."""

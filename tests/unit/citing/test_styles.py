"""Citations in words: what each guide says of a newspaper's article, and of one of which little is known."""

from __future__ import annotations

import dataclasses
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.article import KST, Article
from indexer.citing.csl import csl
from indexer.citing.styles import STYLES, citations

URL = "https://www.garamilbo.example/10231"
ARTICLE = Article(
    id="www.garamilbo.example/10231",
    title="군의회, 강소특구 예산 18억 원 삭감",
    press="가람일보",
    section="자치행정",
    reporters=("박서연",),
    published=datetime(2016, 8, 31, 9, tzinfo=KST),
    url=URL,
)


def cited(**fields: object) -> dict[str, str]:
    article = dataclasses.replace(ARTICLE, **fields)  # type: ignore[arg-type]
    return {citation.key: citation.text for citation in citations(article)}


def test_a_reporters_article() -> None:
    assert cited() == {
        "korean": f"박서연, 「군의회, 강소특구 예산 18억 원 삭감」, 『가람일보』, 2016년 8월 31일, {URL}.",
        "apa-korean": f"박서연. (2016. 8. 31.). 군의회, 강소특구 예산 18억 원 삭감. 가람일보. {URL}",
        "apa": f"박서연. (2016, August 31). 군의회, 강소특구 예산 18억 원 삭감. 가람일보. {URL}",
        "chicago": f"박서연, “군의회, 강소특구 예산 18억 원 삭감,” 가람일보, August 31, 2016, {URL}.",
    }


def test_an_unsigned_article_begins_with_its_title() -> None:
    assert cited(reporters=(), url=None) == {
        "korean": "「군의회, 강소특구 예산 18억 원 삭감」, 『가람일보』, 2016년 8월 31일.",
        "apa-korean": "군의회, 강소특구 예산 18억 원 삭감. (2016. 8. 31.). 가람일보.",
        "apa": "군의회, 강소특구 예산 18억 원 삭감. (2016, August 31). 가람일보.",
        "chicago": "“군의회, 강소특구 예산 18억 원 삭감,” 가람일보, August 31, 2016.",
    }


def test_a_missing_date_is_said_as_each_style_says_it() -> None:
    assert cited(published=None, url=None) == {
        "korean": "박서연, 「군의회, 강소특구 예산 18억 원 삭감」, 『가람일보』, 날짜 미상.",
        "apa-korean": "박서연. (날짜 미상). 군의회, 강소특구 예산 18억 원 삭감. 가람일보.",
        "apa": "박서연. (n.d.). 군의회, 강소특구 예산 18억 원 삭감. 가람일보.",
        "chicago": "박서연, “군의회, 강소특구 예산 18억 원 삭감,” 가람일보, n.d.",
    }


def test_a_missing_title_stands_in_brackets() -> None:
    assert cited(title=" \n", url=None) == {
        "korean": "박서연, [제목 없음], 『가람일보』, 2016년 8월 31일.",
        "apa-korean": "박서연. (2016. 8. 31.). [제목 없음]. 가람일보.",
        "apa": "박서연. (2016, August 31). [제목 없음]. 가람일보.",
        "chicago": "박서연, [제목 없음], 가람일보, August 31, 2016.",
    }


def test_a_missing_newspaper_is_left_out() -> None:
    assert cited(press="", url=None) == {
        "korean": "박서연, 「군의회, 강소특구 예산 18억 원 삭감」, 2016년 8월 31일.",
        "apa-korean": "박서연. (2016. 8. 31.). 군의회, 강소특구 예산 18억 원 삭감.",
        "apa": "박서연. (2016, August 31). 군의회, 강소특구 예산 18억 원 삭감.",
        "chicago": "박서연, “군의회, 강소특구 예산 18억 원 삭감,” August 31, 2016.",
    }


@pytest.mark.parametrize(
    ("names", "korean", "apa_korean", "apa", "chicago"),
    [
        (2, "가·나,", "가, 나.", "가, & 나.", "가 and 나,"),
        (3, "가·나·다,", "가, 나, 다.", "가, 나, & 다.", "가, 나, and 다,"),
        (4, "가 외 3명,", "가, 나, 다, 라.", "가, 나, 다, & 라.", "가 et al.,"),
    ],
)
def test_several_reporters(names: int, korean: str, apa_korean: str, apa: str, chicago: str) -> None:
    said = cited(reporters=tuple("가나다라"[:names]))
    for style, beginning in zip(STYLES, (korean, apa_korean, apa, chicago), strict=True):
        assert said[style].startswith(beginning + " ")


def test_apa_names_twenty_and_leaves_out_the_middle_of_more() -> None:
    names = tuple(f"기자{n}" for n in range(1, 23))
    assert "기자20." in cited(reporters=names[:20])["apa"].replace(", & ", ", ")
    assert "기자19, . . . 기자22. (2016" in cited(reporters=names)["apa"]
    assert "기자19, ... 기자22. (2016" in cited(reporters=names)["apa-korean"]


def test_a_title_is_no_name() -> None:
    assert cited(reporters=("박서연 기자", "오민재 시민기자"))["korean"].startswith("박서연·오민재, ")
    assert cited(reporters=("한기자",))["korean"].startswith("한기자, ")


def test_a_sentence_that_has_ended_is_not_ended_again() -> None:
    assert "(2016, August 31). “누가 책임지나?” 가람일보." in cited(title="“누가 책임지나?”")["apa"]
    assert "“‘누가 책임지나?’,” 가람일보" in cited(title="“누가 책임지나?”")["chicago"]


def test_a_citation_is_one_line() -> None:
    for text in cited(title="위\n아래\u2028끝\x00", press="가람\r\n일보", reporters=("박\t서연",)).values():
        assert "위 아래 끝" in text
        assert text.isprintable()


@given(st.text(), st.text(), st.text())
def test_no_article_is_beyond_citing(title: str, press: str, name: str) -> None:
    for text in cited(title=title, press=press, reporters=(name,)).values():
        assert text
        assert "\n" not in text


def test_csl_names_are_literal_and_dates_are_numbers() -> None:
    assert csl(dataclasses.replace(ARTICLE, subtitle="부제", extra={"tags": ["특구"]})) == {
        "id": "www.garamilbo.example/10231",
        "type": "article-newspaper",
        "title": "군의회, 강소특구 예산 18억 원 삭감",
        "author": [{"literal": "박서연"}],
        "issued": {"date-parts": [[2016, 8, 31]]},
        "container-title": "가람일보",
        "section": "자치행정",
        "abstract": "부제",
        "URL": URL,
        "keyword": "특구",
        "language": "ko",
        "archive": "동네기사",
        "archive_location": "www.garamilbo.example/10231",
    }


def test_csl_leaves_out_what_is_not_known() -> None:
    assert csl(Article(id="x"), link="http://127.0.0.1/article/x") == {
        "id": "x",
        "type": "article-newspaper",
        "title": "[제목 없음]",
        "URL": "http://127.0.0.1/article/x",
        "language": "ko",
        "archive": "동네기사",
        "archive_location": "x",
    }

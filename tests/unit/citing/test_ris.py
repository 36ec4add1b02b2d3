"""RIS: every record must be read back by a parser that knows nothing of how it was written."""

from __future__ import annotations

import re
from datetime import datetime

from hypothesis import given
from hypothesis import strategies as st

from indexer.article import KST, Article
from indexer.citing.ris import ris

ARTICLE = Article(
    id="www.garamilbo.example/10231",
    title="군의회, 강소특구 예산\n18억 원 삭감",
    subtitle="“성과 먼저”\n의회 찬성 5",
    body="가람군의회는 30일 예산을 깎았다.",
    press="가람일보",
    section="자치행정",
    reporters=("박서연 기자", "오민재"),
    published=datetime(2016, 8, 31, 23, 30, tzinfo=KST),
    url="https://www.garamilbo.example/news/10231",
    extra={"tags": ["강소특구", "예산"]},
)


def records(text: str) -> list[list[tuple[str, str]]]:
    """RIS as its specification has it: six columns of tag, two spaces and a dash, a space; TY begins, ER ends."""
    assert text.endswith("\r\n")
    found: list[list[tuple[str, str]]] = []
    for line in text[:-2].split("\r\n"):
        assert re.match(r"[A-Z][A-Z0-9]  - ", line), line
        assert not re.search(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]", line)
        tag, value = line[:2], line[6:]
        if tag == "TY":
            found.append([])
        found[-1].append((tag, value))
    assert all(record[0] == ("TY", "NEWS") and record[-1] == ("ER", "") for record in found)
    assert all([tag for tag, _ in record].count("ER") == 1 for record in found)
    return found


def test_a_record_is_a_tag_a_line_in_order() -> None:
    assert records(ris(ARTICLE)) == [
        [
            ("TY", "NEWS"),
            ("TI", "군의회, 강소특구 예산 18억 원 삭감"),
            ("AU", "박서연"),
            ("AU", "오민재"),
            ("T2", "가람일보"),
            ("PY", "2016"),
            ("DA", "2016/08/31"),
            ("SE", "자치행정"),
            ("AB", "“성과 먼저” · 의회 찬성 5"),
            ("KW", "강소특구"),
            ("KW", "예산"),
            ("LA", "ko"),
            ("UR", "https://www.garamilbo.example/news/10231"),
            ("DP", "동네기사"),
            ("AN", "www.garamilbo.example/10231"),
            ("ER", ""),
        ]
    ]


def test_what_is_not_known_is_left_out_and_a_missing_title_says_so() -> None:
    record = [("TY", "NEWS"), ("TI", "[제목 없음]"), ("LA", "ko"), ("DP", "동네기사"), ("AN", "x"), ("ER", "")]
    assert records(ris(Article(id="x"))) == [record]


def test_the_link_stands_in_for_an_address_that_is_none() -> None:
    link = "http://127.0.0.1:8000/article/x"
    for url in (None, "", "javascript:alert(1)", "file:///etc/passwd", "http://["):
        assert ("UR", link) in records(ris(Article(id="x", url=url), link=link))[0]
    assert ("UR", "https://garamilbo.example/1") in records(
        ris(Article(id="x", url="https://garamilbo.example/1"), link=link)
    )[0]


def test_the_body_is_never_in_a_record() -> None:
    assert "깎았다" not in ris(ARTICLE)


def test_a_comma_in_a_name_does_not_part_it() -> None:
    assert ("AU", "가람일보 편집부") in records(ris(Article(reporters=("가람일보, 편집부",))))[0]


@given(st.lists(st.tuples(st.text(), st.text(), st.text(), st.text()), min_size=1, max_size=3))
def test_no_text_breaks_a_record_or_begins_another(given_texts: list[tuple[str, str, str, str]]) -> None:
    articles = [
        Article(id=one, title=two, press=three, reporters=(four,), section=two, subtitle=four, url="https://a/" + one)
        for one, two, three, four in given_texts
    ]
    read = records("".join(map(ris, articles)))
    assert len(read) == len(articles)
    for record, article in zip(read, articles, strict=True):
        printable = "".join(article.title.split())
        written = "".join(dict(record)["TI"].split())
        assert written == "[제목없음]" or set(written) <= set(printable)


@given(st.text("ER  - TY\r\n\x85\u2028\x00NEWS가", max_size=40))
def test_a_title_that_looks_like_tags_is_a_title(title: str) -> None:
    assert len(records(ris(Article(title=title, subtitle=title, press=title)))) == 1

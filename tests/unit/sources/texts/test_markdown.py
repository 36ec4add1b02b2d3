"""The reader of Markdown with front matter, on articles of an invented county."""

from __future__ import annotations

import string
from datetime import datetime
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer.article import KST, Article, Found, Rejected
from indexer.sources import identity, read_path
from indexer.sources.blob import Blob
from indexer.sources.texts.markdown import MarkdownReader
from indexer.sources.texts.markdown_text import plain
from tests.unit.sources.pages import clock

CALM = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
TEXT = """---
제목: "둑길 걷기대회: 26일 연다"
부제:
  - 솔내읍 주민 300명 참가
  - 군 “안전 요원 둔다”
신문: 가람일보
기자: 박서연·오민재 기자
날짜: 2019-03-27 23:00
섹션: [문화, 행사]
지역: 가람군 솔내읍
태그: [둑길, 걷기]
주소: https://garamilbo.example/news/articleView.html?idxno=7
판: 1.0
---

# 둑길 걷기대회

가람군은 **솔내읍** 둑길에서
[걷기대회](https://garam.example/walk "안내")를 연다.

![참가자들이 둑길을 걷고 있다.](a.jpg)

> 군은 “안전이 먼저”라고 했다.
"""


def read(text: str | bytes) -> Found | Rejected:
    data = text.encode() if isinstance(text, str) else text
    (item,) = MarkdownReader(clock=clock).read(Blob.of_bytes(data, "가람.md"))
    return item


def article(text: str | bytes) -> Article:
    item = read(text)
    assert isinstance(item, Found), item
    return item.article


def refusal(text: str | bytes) -> Rejected:
    item = read(text)
    assert isinstance(item, Rejected), item
    return item


def test_front_matter_in_korean_gives_every_field() -> None:
    found = article(TEXT)
    assert (found.title, found.press, found.region) == ("둑길 걷기대회: 26일 연다", "가람일보", "가람군 솔내읍")
    assert found.subtitle == "솔내읍 주민 300명 참가\n군 “안전 요원 둔다”"
    assert found.reporters == ("박서연", "오민재")
    assert found.published == datetime(2019, 3, 27, 23, 0, tzinfo=KST)
    assert (found.sections, found.values("tag")) == (("문화", "행사"), ("둑길", "걷기"))
    assert found.body == "가람군은 솔내읍 둑길에서 걷기대회를 연다.\n\n군은 “안전이 먼저”라고 했다."
    assert found.captions == ("참가자들이 둑길을 걷고 있다.",)
    assert found.extra["links"] == ["https://garam.example/walk"]
    assert found.extra["판"] == "1.0"
    assert identity(found) == "garamilbo.example:7"


def test_front_matter_in_english_gives_the_same_fields(tmp_path: Path) -> None:
    text = "---\ntitle: 둑\ndate: 2019-03-27T14:00:00Z\npress: 가람일보\nauthor: 박서연\ntags: 둑, 물\n---\n높인다.\n"
    (tmp_path / "a.txt").write_bytes(text.encode("cp949"))
    (file,) = read_path(tmp_path)
    (found,) = file.items
    assert isinstance(found, Found)
    assert (file.kind, found.article.published) == ("markdown", datetime(2019, 3, 27, 23, 0, tzinfo=KST))
    assert (found.article.reporters, found.article.values("tag")) == (("박서연",), ("둑", "물"))


def test_the_first_heading_is_the_title_when_the_front_matter_has_none() -> None:
    found = article("---\n날짜: 2019-03-27\n---\n# 둑 높인다 ##\n\n물\n")
    assert (found.title, found.body) == ("둑 높인다", "물")


@pytest.mark.parametrize(
    ("head", "reason", "line"),
    [
        ("title: 둑\ndate: 2019-02-30", "‘date’ 필드의 날짜를 읽지 못했습니다: 2019-02-30은 없는 날짜입니다", None),
        ("제목: 둑\n날짜: 2099-01-01", "‘날짜’ 필드의 날짜를 읽지 못했습니다", None),
        ("제목: [둑]", "‘제목’ 필드는 글이어야 하는데 목록입니다", None),
        ("title: 둑\ntitle: 물", "‘title’ 필드가 두 번 나와", 3),
        ("title: 둑\nx: {a: b", "YAML이 깨졌습니다", 3),
        ("title: 둑: 물", "YAML이 깨졌습니다", 2),
        ("title: &a 둑\nx: *a", "앵커(&)나 별칭(*)", 2),
        ("title: 둑\nx: " + "[" * 5_000 + "]" * 5_000, "너무 깊이 겹쳐", 3),
        ("title: " + "가" * 70_000, "머리글이 너무 깁니다", 2),
        ("title:", "제목(title)도 본문(body)도 없습니다", None),
        ("- title: 둑\n- title: 물", "필드가 없습니다", 2),
    ],
    ids=range(11),
)
def test_a_front_matter_that_cannot_be_read_says_why(head: str, reason: str, line: int | None) -> None:
    item = refusal(f"---\n{head}\n---\n")
    assert reason in item.reason
    assert item.line == line


def test_yaml_makes_nothing_but_texts() -> None:
    found = article('---\ntitle: 둑\n판: 1.10\n예: yes\nx: !!python/object/apply:os.system ["ls"]\n---\n')
    assert (found.extra["판"], found.extra["예"], found.extra["x"]) == ("1.10", "yes", ["ls"])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("둑을\n높인다", "둑을 높인다"),
        ("둑을  \n높인다", "둑을\n높인다"),
        ("- 둑\n- 물\n  깊다\n1. 길", "둑\n물 깊다\n길"),
        ("## 둑 ##\n\n물", "둑\n\n물"),
        ("물\n\n둑\n---\n길", "물\n\n둑\n\n길"),
        ("**둑**을 *높인* `물` ~~길~~ __들__", "둑을 높인 물 길 들"),
        ("2 * 3 * 4, a_b_c, C#", "2 * 3 * 4, a_b_c, C#"),
        ("R&amp;D <b>둑</b> <가람군> &lt;물&gt;", "R&D 둑 <가람군> <물>"),
        ("\\*둑\\* \\# 물", "*둑* # 물"),
        ("[둑][1] <https://a.example>\n\n[1]: https://a.example/1", "둑 https://a.example"),
        ("```\n둑  물\n```", "둑  물"),
        ("| 둑 | 물 |\n|---|---|\n| 1 | 2 |", "둑 물\n1 2"),
        ("둑 <!-- 쪽지 --> 물", "둑 물"),
        ("둑 <!-- 물", "둑 <!-- 물"),
        ("***\n둑", "둑"),
        ("‘*’는 곱하기, [사설] 둑", "‘*’는 곱하기, [사설] 둑"),
    ],
)
def test_marks_go_and_texts_stay(text: str, expected: str) -> None:
    assert plain(text).body == expected


def test_what_has_no_telling_front_matter_is_no_article() -> None:
    reader = MarkdownReader()
    for text in ("# 동네기사\n\n설명\n", "---\nkind: Pod\nname: 둑\n---\n", "---\ntitle: 둑\n", "", "---\n"):
        assert not reader.recognises(text.encode())
    assert reader.recognises("\ufeff---\r\ntitle: 둑\r\n---\r\n".encode())


@pytest.mark.parametrize(
    "stuff", ["[", "![", "[a](", "*", "_a", "<", "<!--", "#", "`", "> ", "- ", "\n", "a\n", "|-", "\\"]
)
def test_hostile_text_is_read_all_the_same(stuff: str) -> None:
    item = read(f"---\ntitle: 둑\n---\n# {stuff * (90_000 // len(stuff))}\n물")
    assert isinstance(item, Found)


@CALM
@given(data=st.binary() | st.text().map(lambda text: f"---\ntitle: 둑\n{text}\n---\n{text}".encode("utf-8", "replace")))
def test_no_bytes_make_the_reader_raise(data: bytes) -> None:
    MarkdownReader().recognises(data)
    assert isinstance(read(data), (Found, Rejected))


_WORDS = st.text("가람군둑길 " + string.punctuation + "\n\t", min_size=1, max_size=30)


@CALM
@given(title=_WORDS.filter(lambda text: bool(text.strip())), tags=st.lists(_WORDS))
def test_what_a_yaml_writer_wrote_is_read_back(title: str, tags: list[str]) -> None:
    head = yaml.safe_dump({"title": title, "비고": tags}, allow_unicode=True, default_flow_style=False)
    found = article(f"---\n{head}---\n물")
    assert found.title == title
    assert found.extra.get("비고", []) == tags
    assert found.body == "물"

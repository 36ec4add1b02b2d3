from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.article import TEXT_FIELDS, VALUE_FIELDS, Article, Rejected
from tests.fakes import article, day

WHOLE = article(
    subtitle="주민 140여 명 반발",
    body="가람군은 둑을 높인다.",
    captions=("둑을 보는 주민들", "27일 솔내천"),
    press="가람일보",
    section="사회",
    region="은곡면",
    reporters=("박서연", "윤도겸"),
    published="2019-03-27 23:00",
    url="https://www.garamilbo.example/news/articleView.html?idxno=1",
    extra={
        "tags": ["소각장", "은곡리"],
        "sections": ["사회", "환경"],
        "people": ["박서연"],
        "places": "은곡리,솔내읍",
        "orgs": ["가람군청"],
        "keywords": ["둑", "소각장"],
    },
)


def test_every_text_field_has_its_text() -> None:
    assert {name: WHOLE.text(name) for name in TEXT_FIELDS} == {
        "title": "솔내천 둑 높인다",
        "subtitle": "주민 140여 명 반발",
        "body": "가람군은 둑을 높인다.",
        "caption": "둑을 보는 주민들\n27일 솔내천",
    }


def test_every_value_field_has_its_values() -> None:
    assert [WHOLE.values(name) for name in VALUE_FIELDS] == [
        ("가람일보",),
        ("사회", "환경"),
        ("은곡면",),
        ("박서연", "윤도겸"),
        ("소각장", "은곡리"),
        ("박서연",),
        ("은곡리", "솔내읍"),
        ("가람군청",),
        ("둑", "소각장"),
    ]
    assert not any(Article().values(name) for name in VALUE_FIELDS)


@pytest.mark.parametrize(
    ("extra", "tags"),
    [
        ({"tags": ["소각장", "은곡리"]}, ("소각장", "은곡리")),
        ({"tags": "소각장, 은곡리"}, ("소각장", "은곡리")),
        ({"tag": "#소각장 #은곡리"}, ("소각장", "은곡리")),
        ({"태그": "소각장;은곡리\n소각장"}, ("소각장", "은곡리")),
        ({"tags": ["#소각장", " 은곡 리 ", "", "#"]}, ("소각장", "은곡 리")),
        ({"tags": [], "태그": "소각장"}, ("소각장",)),
        ({"tags": ["소각장", 7, None, {"name": "둑"}]}, ("소각장",)),
        ({"tags": {"소각장": 1}}, ()),
        ({"tags": 7}, ()),
        ({"tags": None, "tag": ""}, ()),
        ({}, ()),
    ],
)
def test_tags_are_read_from_whatever_form_a_source_keeps_them_in(extra: dict[str, Any], tags: tuple[str, ...]) -> None:
    assert article(extra=extra).values("tag") == tags


def test_several_reporters_are_one_line() -> None:
    assert WHOLE.reporter == "박서연, 윤도겸"


@pytest.mark.parametrize(
    "change",
    [
        {"title": "다른 제목"},
        {"subtitle": ""},
        {"body": "가람군은 둑을 높인다"},
        {"captions": ("둑을 보는 주민들",)},
        {"captions": ("둑을 보는 주민들\n27일 솔내천",)},
        {"press": "솔내신문"},
        {"section": ""},
        {"region": "두물면"},
        {"reporters": ("박서연",)},
        {"reporters": ("박서연, 윤도겸",)},
        {"published": day("2019-03-27 23:01")},
        {"published": None},
        {"url": None},
    ],
)
def test_what_a_reader_sees_makes_a_new_version(change: dict[str, Any]) -> None:
    assert dataclasses.replace(WHOLE, **change).content_hash != WHOLE.content_hash


@pytest.mark.parametrize("change", [{"id": "b"}, {"fetched": day("2024-04-25 03:40")}, {"extra": {"조회": 17}}])
def test_what_a_reader_does_not_see_makes_none(change: dict[str, Any]) -> None:
    assert dataclasses.replace(WHOLE, **change).content_hash == WHOLE.content_hash


@given(*[st.lists(st.sampled_from(["", "가", "나"]), max_size=3)] * 4)
def test_words_that_move_to_another_field_make_a_new_version(
    captions: list[str], reporters: list[str], others: list[str], more: list[str]
) -> None:
    # The gate leaves no empty caption or reporter.
    left = article(captions=tuple(filter(None, captions)), reporters=tuple(filter(None, reporters)))
    right = article(captions=tuple(filter(None, others)), reporters=tuple(filter(None, more)))
    assert (left.content_hash == right.content_hash) == (left == right)


def test_a_place_is_written_as_compilers_do() -> None:
    assert Rejected(path="기사/2019.jsonl", reason="", line=3).place == "기사/2019.jsonl:3"
    assert Rejected(path="기사/2019.pdf", reason="").place == "기사/2019.pdf"

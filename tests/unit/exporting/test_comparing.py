"""What is said of a study that is repeated."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.exporting import Manifest, compare, gone
from tests.exports import export_of

BASE = export_of().look()
orders = st.lists(st.sampled_from("abcdefgh"), unique=True)


def of(*articles: str, **other: object) -> Manifest:
    """A manifest of articles written as id and version of the text: a1 b1."""
    pairs = tuple((one[0], one[1:].rjust(16, "0")) for one in articles)
    return replace(BASE, articles=pairs, **other)  # type: ignore[arg-type]


def test_nothing_changed_is_said_in_one_sentence() -> None:
    found = compare(of("a1", "b1"), of("a1", "b1"))
    assert found.same
    assert found.in_words() == ["2016-09-01 09:30의 내보내기와 같습니다: 기사 2건, 글과 순서가 모두 그대로입니다."]


def test_added_removed_changed_and_moved_articles_are_told_apart() -> None:
    before, after = of("a1", "b1", "c1", "d1", "e1"), of("f1", "a1", "c2", "b1", "e1")
    found = compare(before, after, {"d": "taken_down"})
    assert (found.added, found.removed, found.changed, found.moved) == (("f",), ("d",), ("c",), 1)
    assert not found.same
    assert found.in_words() == [
        "2016-09-01 09:30의 내보내기와 다릅니다: 기사 5건이 지금은 5건입니다.",
        "더해진 기사가 1건 있습니다.",
        "빠진 기사가 1건 있습니다.",
        "그 가운데 1건은 내린 기사입니다.",
        "글이 달라진 기사가 1건 있습니다.",
        "양쪽에 다 있는 기사 가운데 1건의 자리가 바뀌었습니다.",
    ]


def test_other_rules_and_another_archive_are_named_as_reasons() -> None:
    rules = replace(BASE.rules, grammar=2, words="00ff")
    archive = replace(BASE.archive, articles=9, change_id=12, indexed=10)
    said = compare(of("a1"), of("a1", rules=rules, archive=archive, echo="둑 또는 제방")).in_words()
    assert said[1:] == [
        "검색식을 알아들은 뜻이 바뀌었습니다(‘둑’ → ‘둑 또는 제방’).",
        "검색식을 읽는 규칙이 바뀌었습니다(1 → 2).",
        "낱말 사전이 바뀌었습니다(– → 00ff).",
        "보관소의 기사가 0건에서 9건이 되었습니다.",
        "보관했지만 아직 색인하지 않은 기사가 있습니다. `./gisa add`나 `./gisa rebuild`가 마저 넣습니다.",
    ]


def test_an_archive_that_has_gone_back_is_named() -> None:
    old = replace(BASE.archive, articles=3, change_id=9, indexed=9)
    assert any("그때의 것이 아닐 수" in said for said in compare(of("a1", archive=old), of("a1")).in_words())


@given(orders, orders)
def test_what_is_compared_adds_up(before: list[str], after: list[str]) -> None:
    old, new = of(*(f"{one}1" for one in before)), of(*(f"{one}1" for one in after))
    found = compare(old, new)
    assert (set(before) - set(found.removed)) | set(found.added) == set(after)
    assert found.removed == gone(old, new)
    assert found.same == (before == after)
    both = [one for one in before if one in after]
    assert (found.moved == 0) == (both == [one for one in after if one in before])
    assert found.moved < max(1, len(both))


@given(orders)
def test_one_article_taken_to_the_front_is_one_that_moved(order: list[str]) -> None:
    old = of(*(f"{one}1" for one in order))
    new = of(*(f"{one}1" for one in (*order[-1:], *order[:-1])))
    assert compare(old, new).moved == (1 if len(order) > 1 else 0)


@pytest.mark.parametrize("where", ["held", "taken_down", "unknown"])
def test_the_json_says_where_a_removed_article_is_now(where: str) -> None:
    found = compare(of("a1"), of(), {"a": where})  # type: ignore[dict-item]
    assert found.to_json()["removed"] == [{"id": "a", "now": where}]
    assert found.to_json()["same"] is False

"""Rights: a snippet newspaper shows its beginning, wherever an article is given out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.archive import Archive, within_rights
from indexer.archive.rights import BEGINNING, beginning
from indexer.query.request import SearchRequest
from indexer.search import Search
from tests.contract.building import without_fsync
from tests.fakes import article
from tests.unit.archive.test_takedown import Desk

LONG = "가람군은 솔내천 둑을 높인다고 밝혔다. " * 12 + "뒤쪽에만 있는 느티나무 이야기다. " * 20


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    without_fsync(monkeypatch)
    made = Desk(tmp_path / "data")
    made.add(
        article(id="g-1", press="가람일보", body=LONG),
        article(id="s-1", press="솔내신문", body=LONG, captions=("둑 사진",), extra={"tags": ["둑"], "요약": LONG}),
    )
    made.archive.set_rights("솔내신문", "snippet")
    yield made
    made.close()


def searching(desk: Desk) -> Search:
    return Search(desk.archive, desk.engine, desk.analyser)


@given(st.text(alphabet="가나다. \n?!”a", max_size=450))
def test_the_beginning_is_one_and_short_enough(body: str) -> None:
    cut = beginning(body)
    assert body.startswith(cut)
    assert len(cut) <= BEGINNING
    if len(body) > BEGINNING and " " in body[BEGINNING // 2 : BEGINNING] and cut:
        assert body[len(cut) : len(cut) + 1].isspace() or cut[-1] in ".?!”"


def test_the_beginning_ends_with_a_sentence_else_with_a_word() -> None:
    assert beginning("짧다.") == "짧다."
    assert beginning("가" * 150 + "끝. " + "나" * 300) == "가" * 150 + "끝."
    assert beginning("가" * 50 + ". " + "나" * 100 + " " + "다" * 300) == "가" * 50 + ". " + "나" * 100
    assert beginning("가" * 500) == "가" * BEGINNING
    assert beginning("값은 3.5" * 60).endswith(("값은", "3.5값은"))


def test_full_rights_leave_everything() -> None:
    whole = article(body=LONG, captions=("둑",), extra={"요약": LONG})
    assert within_rights(whole, "full") is whole


def test_an_article_of_a_snippet_paper_is_its_beginning(desk: Desk) -> None:
    view = searching(desk).article("s-1")
    assert view.restricted
    assert view.article.body == beginning(LONG)
    assert view.article.captions == ()
    assert view.article.extra == {"tags": ["둑"]}
    assert view.to_json()["restricted"] is True


def test_the_other_papers_are_whole(desk: Desk) -> None:
    view = searching(desk).article("g-1")
    assert (view.restricted, view.article.body) == (False, LONG.strip())


def test_marks_are_those_of_what_is_shown(desk: Desk) -> None:
    view = searching(desk).article("s-1", "둑 느티나무")
    assert view.marks["body"]
    assert {view.article.body[start:end] for start, end in view.marks["body"]} <= {"둑", "둑을"}
    assert "caption" not in view.marks


def test_a_search_finds_and_shows_snippets_of_all_of_it(desk: Desk) -> None:
    result = searching(desk).search(SearchRequest(text="느티나무"))
    assert sorted(hit.id for hit in result.hits) == ["g-1", "s-1"]
    assert all(hit.snippets for hit in result.hits)


def test_the_differences_of_versions_tell_no_more_than_the_beginning(desk: Desk) -> None:
    desk.add(article(id="s-1", press="솔내신문", body=LONG + "덧붙인 비밀"))
    desk.add(article(id="s-1", press="솔내신문", body="고친 글. " + LONG))
    versions = searching(desk).versions("s-1")
    said = "".join(change.text for version in versions for changes in version.changes.values() for change in changes)
    assert "비밀" not in said
    assert "고친" in said


def test_rights_are_listed_with_their_papers_and_can_be_given_back(desk: Desk) -> None:
    desk.archive.set_rights("없는신문", "snippet")
    listed = {one.press: (one.level, one.articles) for one in desk.archive.rights()}
    assert listed == {"가람일보": ("full", 1), "솔내신문": ("snippet", 1), "없는신문": ("snippet", 0)}
    desk.archive.set_rights("솔내신문", "full")
    assert not searching(desk).article("s-1").restricted


def test_rights_are_there_when_the_archive_is_opened_again(archive: Archive) -> None:
    archive.set_rights("솔내신문", "snippet")
    assert archive.rights_of("솔내신문") == "snippet"
    assert archive.rights_of("가람일보") == archive.rights_of("") == "full"
